"""The parts of a definition file that describe indicators and what they count."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from fuer_desktop.domain.expressions import Expression, Number, parse_formula
from fuer_desktop.domain.indicators import Breakdown, DataElement, Direction, Getting, Indicator
from fuer_desktop.domain.periods import PeriodKind
from fuer_desktop.formats.section import Section


def read_element(section: Section) -> DataElement:
    """One ``[[element]]``: a thing counted that no form asks yet."""
    element = DataElement(
        code=section.text("code"),
        name=section.text("name"),
        unit=section.measure(),
        breakdowns=section.texts("breakdowns"),
    )
    section.done()
    return element


def read_indicator(section: Section, elements: Collection[str]) -> Indicator:
    """One ``[[indicator]]`` over these data elements; problems are noted in the section."""
    denominator = section.text("denominator", "")
    indicator = Indicator(
        code=section.text("code"),
        name=section.text("name"),
        aliases=section.texts("aliases"),
        unit=section.measure(default=""),
        decimals=section.decimals("decimals", None),
        direction=section.choice("direction", Direction),
        numerator=_formula(section, "numerator", section.text("numerator"), elements),
        denominator=_formula(section, "denominator", denominator, elements)
        if denominator
        else None,
        multiplier=section.number("multiplier", "1"),
        definition=section.text("definition"),
        breakdowns=section.choices("breakdowns", Breakdown),
        getting=section.choice("getting", Getting),
        period=section.choice("period", PeriodKind),
        source=section.text("source"),
        responsible=section.text("responsible"),
        cooperating=section.texts("cooperating"),
        evidence=section.text("evidence", ""),
    )
    section.done()
    return indicator


def _formula(section: Section, key: str, text: str, names: Collection[str]) -> Expression:
    nothing: Expression = Number(Decimal(1))
    return section.parsed(lambda: parse_formula(text, names), nothing, key)
