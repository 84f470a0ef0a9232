"""What counts at the office: the figures of each unit's one head version, and totals of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.expressions import refs
from fuer_desktop.domain.forms import Form, Gathers, Row, with_derived
from fuer_desktop.domain.indicators import Indicator, IndicatorValue, Total, compute, total
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Values
from fuer_desktop.domain.versions import UNDECIDED, counted
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.store.submissions import SubmissionRecord
from fuer_desktop.store.workspace import Workspace

UnitValues = dict[str, dict[CellKey, DataValue]]
"""One unit's figures by form code."""


def counted_submissions(
    workspace: Workspace, task: str, units: Collection[str] | None = None
) -> dict[str, SubmissionRecord]:
    """The submission that counts for each unit, or for each of these; units without one, or in
    conflict, are absent."""
    found = {}
    decided = workspace.decisions.decided(task)
    for unit, records in workspace.submissions.of_task(task, units).items():
        versions = [record.version for record in records]
        version = counted(versions, decided.get(unit, UNDECIDED))
        if version is not None:
            found[unit] = next(r for r in records if r.version.digest == version.digest)
    return found


def counted_values(
    workspace: Workspace, period: int, units: Collection[str] | None = None
) -> dict[str, UnitValues]:
    """Figures that count in a year, by unit and form code, of all units or of these; empty if
    there was no such task."""
    codes = [record.code for record in workspace.tasks.all() if record.period == period]
    found: dict[str, UnitValues] = {}
    for code in codes:
        numbers = [record.number for record in counted_submissions(workspace, code, units).values()]
        for place, values in workspace.values.forms_of(numbers):
            found.setdefault(place.unit, {})[place.form] = values
    return found


def units_on_paper(workspace: Workspace, period: int) -> frozenset[str]:
    """The units whose figures that count in a year an office entered from paper."""
    return frozenset(
        unit
        for task in workspace.tasks.all()
        if task.period == period
        for unit, record in counted_submissions(workspace, task.code).items()
        if record.on_paper
    )


@dataclass(frozen=True)
class CountedYear:
    """One year's figures that count, with the definitions they were filled by."""

    task: LoadedTask
    values: Mapping[str, UnitValues]
    on_paper: frozenset[str] = frozenset()
    """Units whose figures an office entered from paper."""

    @cached_property
    def catalogue(self) -> Catalogue:
        """Definitions of the year."""
        return self.task.catalogue

    def filers(self, indicator: Indicator) -> tuple[ReportingUnit, ...]:
        """Units whose forms the indicator is computed from; none where no form asks for it all."""
        if self.catalogue.unasked_by(indicator):
            return ()
        forms = self.catalogue.forms_of(indicator)
        units = self.task.task.place.units
        return tuple(unit for unit in units if any(form.files(unit) for form in forms))

    def lagging(self, indicator: Indicator) -> list[Row]:
        """The members of a list that have less than the column from which the indicator is
        gathered demands; those without a figure are not among them."""
        found: list[Row] = []
        for name in dict.fromkeys(refs(indicator.numerator)):
            form, key = self.catalogue.place_of_element.get(name.name, (None, None))
            if form is not None and key is not None:
                found += self._lagging(form, key)
        return found

    def _lagging(self, form: Form, key: CellKey) -> Iterator[Row]:
        table = form.table_by_code[key.table]
        least = table.column_by_code[key.column].at_least
        if table.coded_rows[key.row].gathers is not Gathers.REACHING or least is None:
            return
        for unit in self.task.task.place.units:
            values = self.values.get(unit.code, {}).get(form.code, {}) if form.files(unit) else {}
            for member in table.listed:
                number = values.get(key._replace(row=member.code), BLANK).number
                if number is not None and number < least:
                    yield member

    def compute(
        self, indicator: Indicator, units: tuple[ReportingUnit, ...] = ()
    ) -> IndicatorValue:
        """The indicator from counts summed over these units, or over all that owe them."""
        if unasked := self.catalogue.unasked_by(indicator):
            return IndicatorValue(None, unasked=unasked)
        return compute(indicator, lambda element: self._total(element, units))

    def _total(self, element: str, units: tuple[ReportingUnit, ...]) -> Total:
        form, key = self.catalogue.place_of_element[element]
        return total(
            (unit.name, self._figures(unit.code, form).get(key, BLANK))
            for unit in units or self.task.task.place.units
            if form.files(unit)
        )

    def _figures(self, unit: str, form: Form) -> Values:
        """A unit's figures of a form, with what is gathered from its lists."""
        if (unit, form.code) in self._gathered:
            return self._gathered[unit, form.code]
        return self.values.get(unit, {}).get(form.code, {})

    @cached_property
    def _gathered(self) -> dict[tuple[str, str], Values]:
        lists = {form.code: form for form in self.catalogue.forms if not form.has_numbers_only}
        return {
            (unit, code): with_derived(lists[code], values)
            for unit, forms in self.values.items()
            for code, values in forms.items()
            if code in lists
        }


def counted_years(workspace: Workspace) -> dict[int, CountedYear]:
    """Every year that has a task in this workspace."""
    return {
        record.period: CountedYear(
            load_task(workspace, record.code),
            counted_values(workspace, record.period),
            units_on_paper(workspace, record.period),
        )
        for record in workspace.tasks.all()
    }
