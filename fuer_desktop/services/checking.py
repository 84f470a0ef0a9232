"""Checking a desk's forms, or everything that counts at an office, with places in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fuer_desktop.domain.checking import Checker, Finding, check
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.numbers import plain
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.services import counting
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.last_year import last_year_values, office_last_year
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with the unit, form and year it belongs to."""

    unit: ReportingUnit
    form: Form
    period: int
    finding: Finding

    @property
    def row(self) -> tuple[str, ...]:
        """The finding in the shape of ``formats.rows.FINDING_FIELDS``."""
        finding = self.finding
        numbers = (finding.left, finding.right, finding.difference)
        return (
            self.unit.code,
            self.form.code,
            str(self.period),
            finding.rule,
            finding.severity.value,
            " ".join("/".join(cell) for cell in finding.cells),
            *("" if number is None else plain(number) for number in numbers),
            finding.state,
            finding.reason,
            finding.message,
        )


def check_all(workspace: Workspace, task: LoadedTask) -> Iterator[PlacedFinding]:
    """Findings of a desk's own forms; at an office, of every unit's counted submission."""
    if workspace.role is Role.DESK:
        yield from check_desk(workspace, task)
    else:
        yield from _check_office(workspace, task)


def check_desk(workspace: Workspace, task: LoadedTask) -> Iterator[PlacedFinding]:
    """Findings of the desk's own forms, in the order of the forms."""
    for form in task.own_forms:
        place = FormPlace(task.record.unit, form.code, task.record.period)
        values = workspace.values.of_form(place)
        before = last_year_values(workspace, task, form.code)
        for finding in check(form, values, before or None):
            yield PlacedFinding(task.own_unit, form, task.record.period, finding)


def _check_office(workspace: Workspace, task: LoadedTask) -> Iterator[PlacedFinding]:
    now = counting.counted_values(workspace, task.record.period)
    before = office_last_year(workspace, task.task)
    checkers = {form.code: Checker(form) for form in task.task.forms}
    for unit in task.task.reporting_units:
        if unit.code not in now:
            continue
        for form in task.task.forms_of(unit):
            values = now[unit.code].get(form.code, {})
            last_year = before.of_form(unit, form)
            for finding in checkers[form.code].check(values, last_year or None):
                yield PlacedFinding(unit, form, task.record.period, finding)
    for unit, form, finding in before.group_findings(now):
        yield PlacedFinding(unit, form, task.record.period, finding)
