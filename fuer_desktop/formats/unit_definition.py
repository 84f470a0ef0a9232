"""The part of a definition file that describes one reporting unit, and how units follow others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fuer_desktop.domain.graphs import reachable
from fuer_desktop.domain.units import Member, MemberKind, ReportingUnit, UnitKind
from fuer_desktop.formats.section import Problems, Section, Spot
from fuer_desktop.formats.validity import read_validity
from fuer_desktop.texts import definitions as texts
from fuer_desktop.texts import succession as succession_texts


def read_unit(section: Section) -> ReportingUnit:
    """One unit of a list of units; problems are noted in the section."""
    valid_from, valid_to = read_validity(section)
    unit = ReportingUnit(
        code=section.text("code"),
        name=section.text("name"),
        kind=section.choice("kind", UnitKind),
        department=section.text("department", ""),
        valid_from=valid_from,
        valid_to=valid_to,
        predecessors=section.texts("predecessors"),
    )
    section.done()
    if unit.predecessors and valid_from is None:
        section.problem(succession_texts.PREDECESSOR_SINCE, "valid_from")
    for code in sorted({code for code in unit.predecessors if unit.predecessors.count(code) > 1}):
        section.problem(succession_texts.PREDECESSOR_TWICE.format(code=code), "predecessors")
    return unit


LEAST_MEMBER_CODE = 6
"""Characters; members stand in tables beside rows, whose codes are shorter."""


def read_member(section: Section) -> Member:
    """One village, school or institution of a list of units; problems are noted."""
    valid_from, valid_to = read_validity(section)
    member = Member(
        code=section.text("code"),
        name=section.text("name"),
        kind=section.choice("kind", MemberKind),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    section.done()
    if len(member.code) < LEAST_MEMBER_CODE:
        words = {"code": member.code, "least": LEAST_MEMBER_CODE}
        section.problem(texts.MEMBER_CODE.format(**words), "code")
    return member


def refuse_wrong_succession(units: Sequence[ReportingUnit], file: str, problems: Problems) -> None:
    """Note every code that stands twice, and every predecessor that cannot have been one."""
    first: dict[str, ReportingUnit] = {}
    spots = [Spot(file).below("unit", position, "code") for position in range(len(units))]
    for unit, spot in zip(units, spots, strict=True):
        if known := first.get(unit.code):
            problems.add(file, "unit", _twice(known, unit, file), spot)
        first.setdefault(unit.code, unit)
    made_of = {unit.code: unit.predecessors for unit in units}
    for unit, code_spot in zip(units, spots, strict=True):
        spot = replace(code_spot, key="predecessors")
        place = f"unit {unit.code}"
        before = reachable(unit.code, made_of)
        if unit.code in before:
            circle = (code for code in made_of if code in before)
            problem = succession_texts.PREDECESSOR_CIRCLE.format(codes="、".join(circle))
            problems.add(file, place, problem, spot)
        else:
            for problem in _wrong_predecessors(unit, first):
                problems.add(file, place, problem, spot)


def _twice(known: ReportingUnit, unit: ReportingUnit, file: str) -> str:
    """A code stands for one unit for ever, also after that has ended."""
    ends = sorted(item.valid_to for item in (known, unit) if item.valid_to is not None)
    if ends:
        return succession_texts.UNIT_REUSED.format(code=unit.code, until=ends[0])
    return texts.DUPLICATE.format(what=texts.UNIT, code=unit.code, other=file)


def _wrong_predecessors(unit: ReportingUnit, known: dict[str, ReportingUnit]) -> Iterator[str]:
    since = unit.valid_from
    for code in unit.predecessors:
        if code not in known:
            yield succession_texts.PREDECESSOR_MISSING.format(code=code)
        elif since is not None and known[code].lasts_to(since):
            yield succession_texts.PREDECESSOR_IN_FORCE.format(
                code=code, since=since, until=since - 1
            )
