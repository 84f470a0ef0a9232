"""Definition files (TOML) to domain objects, or all their problems at once.

The format is described in ``forms/README.md``. Texts come in as they are stored, so the same
reader serves the shipped catalogue, a task package and a workspace.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.expressions import Expression, Number, parse_formula
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.indicators import Direction, Getting, Indicator
from fuer_desktop.domain.plans import (
    Audience,
    Comparator,
    Each,
    Plan,
    Scope,
    Sense,
    Standing,
    Target,
    TargetKind,
)
from fuer_desktop.domain.units import Place, ReportingUnit, UnitKind
from fuer_desktop.formats.form_definition import read_form
from fuer_desktop.formats.section import Problems, Section, suggestion
from fuer_desktop.texts import definitions as texts

Texts = Mapping[str, str]
"""Definition files by their path below the catalogue, such as ``forms/FE-WJ01.toml``."""

Coded = TypeVar("Coded", Form, Indicator, Plan)


@dataclass(frozen=True, slots=True)
class PlaceSelection:
    """Which plans and forms of the catalogue a place uses."""

    code: str
    name: str
    plans: tuple[str, ...]
    forms: tuple[str, ...]


def read_catalogue(files: Texts) -> Catalogue:
    """The catalogue that these files define; raises DefinitionError with every problem."""
    problems = Problems()
    sections = dict(_parse_all(files, problems))
    indicator_sections = [
        (path, part)
        for path, root in sections.items()
        if path.startswith("indicators/")
        for part in _parts(root, "indicator")
    ]
    forms = _unique(_forms(sections), texts.FORM, problems)
    elements = _elements(forms, problems)
    indicators = _unique(
        [(path, _indicator(part, elements)) for path, part in indicator_sections],
        texts.INDICATOR,
        problems,
    )
    names = [indicator.code for indicator in indicators]
    plans = _unique(
        [(path, _plan(root, names)) for path, root in sections.items() if _is_plan(path)],
        texts.PLAN,
        problems,
    )
    problems.raise_if_any()
    order = list(Audience)
    plans.sort(key=lambda plan: (order.index(plan.audience), plan.code))
    return Catalogue(tuple(forms), tuple(indicators), tuple(plans))


def read_forms(files: Texts) -> tuple[Form, ...]:
    """Only the forms among these files, for a desk that needs no more; raises DefinitionError."""
    problems = Problems()
    wanted = {path: text for path, text in files.items() if path.startswith("forms/")}
    forms = _unique(_forms(dict(_parse_all(wanted, problems))), texts.FORM, problems)
    problems.raise_if_any()
    return tuple(forms)


def _forms(sections: Mapping[str, Section]) -> list[tuple[str, Form]]:
    return [(path, read_form(root)) for path, root in sections.items() if path.startswith("forms/")]


def read_selection(path: str, text: str) -> PlaceSelection:
    """A file of ``places/``; raises DefinitionError."""
    problems = Problems()
    for _, root in _parse_all({path: text}, problems):
        place = root.section("place")
        root.done()
        selection = PlaceSelection(
            place.text("code"), place.text("name"), place.texts("plans"), place.texts("forms")
        )
        place.done()
    problems.raise_if_any()
    return selection


def read_place(path: str, text: str) -> Place:
    """A list of units with the place they belong to; raises DefinitionError."""
    problems = Problems()
    for _, root in _parse_all({path: text}, problems):
        head = root.section("place")
        place = Place(
            code=head.text("code"),
            name=head.text("name"),
            follows=head.text("follows"),
            practice=head.flag("practice", default=False),
            units=tuple(_unit(section) for section in root.sections("unit")),
        )
        head.done()
        root.done()
    seen: set[str] = set()
    for unit in place.units if not problems.found else ():
        if unit.code in seen:
            problem = texts.DUPLICATE.format(what=texts.UNIT, code=unit.code, other=path)
            problems.add(path, "unit", problem)
        seen.add(unit.code)
    problems.raise_if_any()
    return place


def _unit(section: Section) -> ReportingUnit:
    unit = ReportingUnit(
        code=section.text("code"),
        name=section.text("name"),
        kind=section.choice("kind", UnitKind),
        department=section.text("department", ""),
    )
    section.done()
    return unit


def _parse_all(files: Texts, problems: Problems) -> Iterable[tuple[str, Section]]:
    for path in sorted(files):
        try:
            content = tomllib.loads(files[path])
        except (ValueError, RecursionError) as error:
            problems.found.append(texts.UNREADABLE.format(file=path, reason=error))
            continue
        yield path, Section(content, problems, path, "")


def _parts(root: Section, key: str) -> list[Section]:
    parts = list(root.sections(key))
    root.done()
    return parts


def _is_plan(path: str) -> bool:
    return path.startswith("plans/")


def _unique(found: list[tuple[str, Coded]], what: str, problems: Problems) -> list[Coded]:
    """The objects, after noting every code that two of them share."""
    first: dict[str, str] = {}
    for path, item in found:
        if item.code in first:
            problem = texts.DUPLICATE.format(what=what, code=item.code, other=first[item.code])
            problems.add(path, item.code, problem)
        first.setdefault(item.code, path)
    return [item for _, item in found]


def _elements(forms: Iterable[Form], problems: Problems) -> set[str]:
    """All data elements; each may be asked in one place only."""
    first: dict[str, str] = {}
    for form in forms:
        for element in form.elements:
            if element in first:
                problem = texts.DUPLICATE.format(
                    what=texts.ELEMENT, code=element, other=first[element]
                )
                problems.add(form.code, element, problem)
            first.setdefault(element, form.code)
    return set(first)


def _indicator(section: Section, elements: set[str]) -> Indicator:
    denominator = section.text("denominator", "")
    indicator = Indicator(
        code=section.text("code"),
        name=section.text("name"),
        aliases=section.texts("aliases"),
        unit=section.text("unit"),
        decimals=section.decimals("decimals", None),
        direction=section.choice("direction", Direction),
        numerator=_formula(section, section.text("numerator"), elements),
        denominator=_formula(section, denominator, elements) if denominator else None,
        multiplier=section.number("multiplier", "1"),
        definition=section.text("definition"),
        getting=section.choice("getting", Getting),
        responsible=section.text("responsible"),
        cooperating=section.texts("cooperating"),
        evidence=section.text("evidence", ""),
    )
    section.done()
    return indicator


def _formula(section: Section, text: str, names: set[str]) -> Expression:
    nothing: Expression = Number(section.number("multiplier", "1"))
    return section.parsed(lambda: parse_formula(text, names), nothing)


def _plan(root: Section, indicators: list[str]) -> Plan:
    head = root.section("plan")
    plan = Plan(
        code=head.text("code"),
        title=head.text("title"),
        place=head.text("place"),
        audience=head.choice("audience", Audience),
        document=head.text("document"),
        start=head.integer("start"),
        end=head.integer("end"),
        base=head.integer("base"),
        targets=tuple(_target(section, indicators) for section in root.sections("target")),
    )
    head.done()
    root.done()
    root.refuse_repeated(texts.TARGET, [target.code for target in plan.targets])
    return plan


def _target(section: Section, indicators: list[str]) -> Target:
    target = Target(
        code=section.text("code"),
        item=section.text("item"),
        domain=section.text("domain"),
        indicator=section.text("indicator"),
        wording=section.text("wording"),
        unit=section.text("unit", ""),
        printed=section.text("printed"),
        kind=section.choice("kind", TargetKind),
        year=section.integer("year"),
        stands_in=section.choice("stands_in", Standing),
        value=section.text("value", ""),
        comparator=section.optional("comparator", Comparator),
        sense=section.optional("sense", Sense),
        reference=section.text("reference", ""),
        tolerance=section.optional_number("tolerance"),
        maintain=section.flag("maintain", default=False),
        scope=section.choice("scope", Scope, Scope.WHOLE),
        each=section.optional("each", Each),
        attribute=section.text("attribute", ""),
        note=section.text("note", ""),
    )
    section.done()
    _check_target(section, target, indicators)
    return target


def _check_target(section: Section, target: Target, indicators: list[str]) -> None:
    for code in filter(None, (target.indicator, target.reference)):
        if code not in indicators:
            near = suggestion(code, indicators)
            section.problem(
                texts.UNKNOWN_REFERENCE.format(what=texts.INDICATOR, code=code, suggestion=near)
            )
    for key in _NEEDED.get(target.kind, ()):
        if not getattr(target, key):
            section.problem(texts.KIND_NEEDS.format(kind=target.kind.value, key=key))
    if target.kind in _NUMERIC and target.value and not _is_number(target.value):
        section.problem(texts.BAD_VALUE.format(value=target.value))
    if target.scope is Scope.EACH and not target.each:
        section.problem(texts.EACH_NEEDS)
    if target.scope is Scope.EACH and target.kind is not TargetKind.BOUND:
        section.problem(texts.EACH_ONLY_BOUNDS)


_NEEDED = {
    TargetKind.BOUND: ("comparator", "value"),
    TargetKind.ABOUT: ("value",),
    TargetKind.RATIO: ("value",),
    TargetKind.DIRECTION: ("sense",),
    TargetKind.REFERENCE: ("comparator", "reference"),
}
_NUMERIC = (TargetKind.BOUND, TargetKind.ABOUT)


def _is_number(text: str) -> bool:
    whole, _, fraction = text.partition(".")
    return whole.isdecimal() and (not fraction or fraction.isdecimal())
