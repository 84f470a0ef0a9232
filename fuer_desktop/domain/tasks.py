"""A task: one round of reporting, with who files what by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.periods import ReferencePeriod
from fuer_desktop.domain.units import Group, Place, ReportingUnit, comparable_groups


@dataclass(frozen=True)
class Task:
    """One round of reporting of one place."""

    code: str
    place: Place
    period: ReferencePeriod
    deadline: date
    forms: tuple[Form, ...]

    def forms_of(self, unit: ReportingUnit) -> tuple[Form, ...]:
        """The forms a unit has to file."""
        return tuple(form for form in self.forms if form.files(unit))

    @property
    def reporting_units(self) -> tuple[ReportingUnit, ...]:
        """Units that have at least one form to file."""
        return tuple(unit for unit in self.place.units if self.forms_of(unit))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Which of its units compare with which of the year before."""
        return comparable_groups(self.place.units, self.period.year)

    @cached_property
    def joint_groups(self) -> tuple[Group, ...]:
        """Those of several units of this year, which only compare together."""
        return tuple(group for group in self.groups if len(group.now) > 1)

    @cached_property
    def group_of(self) -> Mapping[str, Group]:
        """The group of each of its units, by code."""
        return {code: group for group in self.groups for code in group.now}

    def filers(self, form: Form) -> tuple[ReportingUnit, ...]:
        """The units that have to file one of its forms, as they are listed."""
        return self._filers[form.code]

    @cached_property
    def _filers(self) -> Mapping[str, tuple[ReportingUnit, ...]]:
        return {
            form.code: tuple(unit for unit in self.place.units if form.files(unit))
            for form in self.forms
        }

    def companions(self, form: Form) -> dict[str, Form]:
        """The other forms that the same units file, by code: rules between them are checked at
        each unit."""
        filers = form.filed_by, form.department
        return {
            other.code: other
            for other in self.forms
            if other.code != form.code and (other.filed_by, other.department) == filers
        }

    def form(self, code: str) -> Form | None:
        """The form with this code, if the task has it."""
        return next((form for form in self.forms if form.code == code), None)
