"""Indicators: identities that outlive codes and forms, and their values from data elements.

Rates are computed from summed counts, never averaged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fuer_desktop.domain.expressions import Expression, Ref, evaluate, refs
from fuer_desktop.domain.periods import PeriodKind
from fuer_desktop.domain.values import BLANK, DataValue, Kind


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Getting(StrEnum):
    """How the figures are got (取数方式)."""

    DEPARTMENT = "department"
    UNITS = "units"
    DERIVED = "derived"
    OUTSIDE = "outside"


class Breakdown(StrEnum):
    """By what an office asks for an indicator's figures."""

    SEX = "sex"
    AGE = "age"
    URBAN_RURAL = "urban_rural"
    RESIDENT_REGISTERED = "resident_registered"
    CAUSE = "cause"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class DataElement:
    """A thing counted that no form asks yet; ``names`` are what formulas may write for it."""

    code: str
    name: str
    unit: str
    breakdowns: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The element itself, and each part of it that is counted apart."""
        return (self.code, *(f"{self.code}.{part}" for part in self.breakdowns))


@dataclass(frozen=True)
class Indicator:
    """One indicator of the catalogue; ``multiplier`` scales numerator / denominator to ``unit``."""

    code: str
    name: str
    unit: str
    decimals: int
    direction: Direction
    numerator: Expression
    denominator: Expression | None
    multiplier: Decimal
    definition: str
    getting: Getting
    period: PeriodKind
    source: str
    responsible: str
    breakdowns: tuple[Breakdown, ...] = ()
    aliases: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    evidence: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and the plans' other wordings of it."""
        return (self.name, *self.aliases)

    @property
    def elements(self) -> Iterator[str]:
        """The data elements the indicator is computed from."""
        for side in (self.numerator, self.denominator):
            if side is not None:
                yield from (ref.name for ref in refs(side))


@dataclass(frozen=True, slots=True)
class Total:
    """A data element summed over units; ``missing`` are unit codes that owe it."""

    value: DataValue
    missing: tuple[str, ...] = ()


def total(values: Iterable[tuple[str, DataValue]]) -> Total:
    """Sum one element over units: numbers add up, 不适用, 并入 and 免报 add nothing, the rest is
    missing.

    ``values`` are (unit code, value); a unit that has not handed in gives 未填.
    """
    numbers: list[Decimal] = []
    missing: list[str] = []
    others: set[Kind] = set()
    for unit, value in values:
        if value.number is not None:
            numbers.append(value.number)
        elif value.kind in (Kind.NOT_APPLICABLE, Kind.INCLUDED, Kind.EXEMPT):
            others.add(value.kind)
        else:
            missing.append(unit)
            others.add(value.kind)
    return Total(_sum(numbers, others), tuple(missing))


def _sum(numbers: Sequence[Decimal], others: set[Kind]) -> DataValue:
    if numbers:
        return DataValue(Kind.NUMBER, sum(numbers, Decimal(0)))
    return DataValue(others.pop()) if len(others) == 1 else BLANK


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """An indicator's value for one place and year, unrounded, with the counts behind it.

    ``missing`` are units that owe figures, ``unasked`` the things counted that no form asks for.
    """

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()


def compute(indicator: Indicator, lookup: Callable[[str], Total]) -> IndicatorValue:
    """The value from totals of data elements; None where counts are unknown or divide by zero."""
    missing = tuple(sorted({unit for name in indicator.elements for unit in lookup(name).missing}))

    def value_of(ref: Ref) -> DataValue:
        return lookup(ref.name).value

    numerator = evaluate(indicator.numerator, value_of)
    if indicator.denominator is None:
        scaled = None if numerator is None else numerator * indicator.multiplier
        return IndicatorValue(scaled, missing=missing)
    denominator = evaluate(indicator.denominator, value_of)
    if numerator is None or not denominator:
        return IndicatorValue(None, numerator, denominator, missing)
    value = numerator * indicator.multiplier / denominator
    return IndicatorValue(value, numerator, denominator, missing)
