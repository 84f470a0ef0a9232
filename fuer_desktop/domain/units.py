"""Reporting units: who files forms, since when and until when, and what they were before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from fuer_desktop.domain.graphs import reachable


class UnitKind(StrEnum):
    """What sort of body a unit is; a form says which kind files it."""

    TOWNSHIP = "township"
    COUNTY = "county"  # of a city: a county, a county-level city, a district
    DEPARTMENT = "department"


EVERY = "every"
"""In a form, instead of a department: every unit of the kind files it."""


class MemberKind(StrEnum):
    """What sort of things a list in a form has a row for each of."""

    VILLAGE = "village"
    SCHOOL = "school"
    INSTITUTION = "institution"


@dataclass(frozen=True, slots=True)
class Member:
    """One village, school or institution of a place, by a code that is never used again;
    ``valid_from`` and ``valid_to`` as of a unit."""

    code: str
    name: str
    kind: MemberKind
    valid_from: int | None = None
    valid_to: int | None = None


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """One body that files forms.

    ``code`` is the place's six digits and three of GB/T 10114 for a township, a county's own six
    digits, or the six digits and the department's letters; ``department`` is the lasting code that
    forms name.
    ``valid_from`` and ``valid_to`` are the first and the last year it is in force, None where it
    has always been or still is. ``predecessors`` are the units it was made of (撤并、拆分、更名).
    """

    code: str
    name: str
    kind: UnitKind
    department: str = ""
    valid_from: int | None = None
    valid_to: int | None = None
    predecessors: tuple[str, ...] = ()

    def is_in_force(self, year: int) -> bool:
        """Whether the unit is there in this year."""
        return in_force(year, self.valid_from, self.valid_to)

    def lasts_to(self, year: int) -> bool:
        """Whether the unit has not ended before this year, though it may not have begun."""
        return self.valid_to is None or self.valid_to >= year

    def before(self, year: int) -> tuple[str, ...]:
        """Codes of what the unit was in the year before: what it was made of if it began in this
        year, else itself."""
        return self.predecessors if self.valid_from == year else (self.code,)


def in_force(year: int, valid_from: int | None, valid_to: int | None) -> bool:
    """Whether a year lies between two, both included; None is no bound."""
    begun = valid_from is None or valid_from <= year
    return begun and (valid_to is None or year <= valid_to)


@dataclass(frozen=True)
class Place:
    """A county or city that has plans; ``follows`` names the place whose definitions it uses."""

    code: str
    name: str
    follows: str
    practice: bool
    units: tuple[ReportingUnit, ...]
    members: tuple[Member, ...] = ()

    def unit(self, code: str) -> ReportingUnit | None:
        """The unit with this code, if the place has it."""
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> dict[str, ReportingUnit]:
        return {unit.code: unit for unit in reversed(self.units)}  # of two the first, as listed

    def in_force(self, year: int) -> Place:
        """The same place with only the units and the members of this year."""
        members = (m for m in self.members if in_force(year, m.valid_from, m.valid_to))
        units = (unit for unit in self.units if unit.is_in_force(year))
        return replace(self, units=tuple(units), members=tuple(members))


@dataclass(frozen=True, slots=True)
class Group:
    """Units of this year and of the year before that together are the same ground: one and one
    as a rule, several where units were merged, split or both. Codes, in the order of the list."""

    now: tuple[str, ...]
    before: tuple[str, ...]


def comparable_groups(units: Iterable[ReportingUnit], year: int) -> tuple[Group, ...]:
    """What of this year compares with what of the year before; every unit is in one group."""
    made_of = {unit.code: unit.before(year) for unit in units}
    links: dict[tuple[str, bool], set[tuple[str, bool]]] = {}
    for code, before in made_of.items():
        links[code, True] = {(old, False) for old in before}
        for old in before:
            links.setdefault((old, False), set()).add((code, True))
    position = {code: number for number, code in enumerate(made_of)}
    groups: dict[str, Group] = {}
    for code in made_of:
        if code not in groups:
            linked = {(code, True)} | reachable((code, True), links)
            found = (unit for unit, is_now in linked if is_now)
            now = tuple(sorted(found, key=position.__getitem__))
            before = tuple(dict.fromkeys(old for unit in now for old in made_of[unit]))
            groups |= dict.fromkeys(now, Group(now, before))
    return tuple(dict.fromkeys(groups.values()))
