"""Checking a desk's forms, or everything that counts at an office, with places in full; and
keeping on record what was found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from fuer_desktop.domain.checking import Finding
from fuer_desktop.domain.findings import State, cells_text, side_text, with_reasons
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.numbers import plain
from fuer_desktop.domain.spots import Source
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.values import CellKey, Values
from fuer_desktop.services import across, column_checking, counting, on_paper
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.last_year import (
    LastYear,
    last_year_values,
    office_last_year,
    standing_together,
)
from fuer_desktop.store.findings import PlacedRecord, Spot
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.values import OWN
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import journal as texts


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with the unit, form and year it belongs to, and the number of the submission whose
    figures were checked (``OWN`` for what is entered here)."""

    unit: ReportingUnit
    form: Form
    period: int
    finding: Finding
    submission: int = OWN

    @property
    def spot(self) -> Spot:
        """Whose figures were checked."""
        return self.submission, FormPlace(self.unit.code, self.form.code, self.period)

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
            cells_text(finding.cells),
            *("" if number is None else plain(number) for number in numbers),
            finding.state,
            finding.reason,
            finding.message,
            finding.by,
            finding.at,
        )


def check_all(workspace: Workspace, task: LoadedTask) -> Iterator[PlacedFinding]:
    """Findings of a desk's own forms; at an office, of every unit's counted submission."""
    check = check_unit if workspace.role is Role.DESK else check_season
    yield from check(workspace, task)


def check_values(
    workspace: Workspace, task: LoadedTask, form: Form, values: Values
) -> list[Finding]:
    """Findings of one of the desk's own forms with these values, with the reasons given there."""
    place = FormPlace(task.record.unit, form.code, task.record.period)
    before = last_year_values(workspace, task, form.code)
    beside = beside_at_desk(workspace, task, form)
    found = task.checkers[form.code].check(values, before or None, beside)
    return with_reasons(found, workspace.findings.explanations(place), values)


def beside_at_desk(workspace: Workspace, task: LoadedTask, form: Form) -> dict[Source, Values]:
    """The desk's figures of the other forms that a form's rules name."""
    unit, period = task.record.unit, task.record.period

    def values(other: Form, last_year: bool) -> Values:
        if last_year:
            return last_year_values(workspace, task, other.code)
        return workspace.values.of_form(FormPlace(unit, other.code, period))

    return across.beside(task.task, form, values)


def check_form(workspace: Workspace, task: LoadedTask, form: Form) -> Iterator[PlacedFinding]:
    """Findings of one of the desk's own forms as it is entered."""
    place = FormPlace(task.record.unit, form.code, task.record.period)
    for finding in check_values(workspace, task, form, workspace.values.of_form(place)):
        yield PlacedFinding(task.own_unit, form, task.record.period, finding)


def check_unit(workspace: Workspace, task: LoadedTask) -> Iterator[PlacedFinding]:
    """Findings of all of the desk's own forms, in their order."""
    for form in task.own_forms:
        yield from check_form(workspace, task, form)


def check_season(
    workspace: Workspace, task: LoadedTask, units: Collection[str] | None = None
) -> Iterator[PlacedFinding]:
    """Findings of the submissions that count at an office, of all units or of these: within each
    unit, of units that only compare together, and between forms of different units."""
    scope = None
    if units is not None and not across.meets_at_office(task.task):
        scope = standing_together(task.task, units)
    now = counting.counted_values(workspace, task.record.period, scope)
    before = office_last_year(workspace, task.task, scope)
    counted = counting.counted_submissions(workspace, task.code, scope)
    reasons = workspace.findings.explanations_of(r.number for r in counted.values())
    wanted = counted.keys() if units is None else counted.keys() & set(units)
    found = list(_of_units(task, now, before))
    wrong = across.strictly_wrong(found)
    found += before.group_findings(now)
    found += across.Office(task.task, now, before.of_form).findings(wrong)
    for unit, form, finding in found:
        if unit.code in wanted:
            number = counted[unit.code].number
            spot = (number, FormPlace(unit.code, form.code, task.record.period))
            values = now[unit.code].get(form.code, {})
            [explained] = with_reasons([finding], reasons.get(spot, {}), values)
            yield PlacedFinding(unit, form, task.record.period, explained, number)


def _of_units(
    task: LoadedTask, now: Mapping[str, counting.UnitValues], before: LastYear
) -> Iterator[tuple[ReportingUnit, Form, Finding]]:
    """What each unit's own figures break, unit by unit."""
    units = [unit for unit in task.task.place.units if unit.code in now]
    found: dict[tuple[str, str], list[Finding]] = {}
    for form in task.task.forms:
        filers = [unit for unit in units if form.files(unit)]
        figures = [_figures_of(task, form, _values_of(unit, now, before)) for unit in filers]
        listed = column_checking.check_many(task.checkers[form.code], figures)
        for unit, findings in zip(filers, listed, strict=True):
            found[unit.code, form.code] = findings
    for unit in units:
        for form in task.task.forms_of(unit):
            yield from ((unit, form, finding) for finding in found[unit.code, form.code])


def _figures_of(
    task: LoadedTask, form: Form, values: Callable[[Form, bool], Values]
) -> column_checking.FormFigures:
    """One unit's figures of a form, as far as its rules look."""
    return values(form, False), values(form, True), across.beside(task.task, form, values)


def _values_of(
    unit: ReportingUnit, now: Mapping[str, counting.UnitValues], before: LastYear
) -> Callable[[Form, bool], Values]:
    """One unit's figures of any of its forms, of the year before where that is asked."""
    return lambda form, last_year: (
        before.of_form(unit, form) if last_year else now[unit.code].get(form.code, {})
    )


def reasons_by_cell(found: Iterable[PlacedFinding]) -> dict[tuple[str, str, CellKey], str]:
    """The reasons of findings by unit, form and the first of their cells, the fullest of each: as
    rows of cells say them, and as ``entering.fill`` reads them."""
    reasons: dict[tuple[str, str, CellKey], str] = {}
    for placed in found:
        where = (placed.unit.code, placed.form.code, placed.finding.cells[0])
        reasons[where] = max(reasons.get(where, ""), placed.finding.reason, key=len)
    return reasons


# --- what stays of it -----------------------------------------------------------------------


def record_run(
    workspace: Workspace, task: LoadedTask, units: Collection[str] | None = None
) -> list[PlacedFinding]:
    """Check everything, or at an office these units, and keep what was found and what is gone, in
    one commit; where nothing differs from what is on record, nothing is written. A copy that is
    only looked at is only checked. Returns what was found; on disk when this returns.
    """
    if workspace.role is Role.DESK:
        found, checked = list(check_unit(workspace, task)), {task.record.unit}
    else:
        found = list(check_season(workspace, task, units))
        due = task.task.reporting_units if units is None else ()
        checked = set(units or ()) | {unit.code for unit in due}
    if not workspace.is_copy:
        _keep(workspace, task, found, checked)
    return found


def _keep(
    workspace: Workspace, task: LoadedTask, found: list[PlacedFinding], units: Collection[str]
) -> None:
    by_unit: dict[str, dict[Spot, list[Finding]]] = {unit: {} for unit in sorted(units)}
    for placed in found:
        by_unit[placed.unit.code].setdefault(placed.spot, []).append(placed.finding)
    period = task.record.period
    with workspace.commit(How.CHECKED):
        result = workspace.findings.record(period, by_unit)
        if result.changed:
            about = texts.CHECKED_EVENT.format(found=len(found), gone=result.gone)
            workspace.journal.note(task.record.unit, period=period, about=about)


def record_rows(
    workspace: Workspace, task: LoadedTask, *, with_gone: bool
) -> Iterator[tuple[str, ...]]:
    """What is on record of a task's year, in the shape of
    ``formats.rows.RECORD_FIELDS``; ``version`` is that of
    the submission, empty of what is entered here. What is gone only if asked for."""
    versions = {
        record.number: (str(record.version.number), on_paper.words_of(record.on_paper))
        for records in workspace.submissions.of_task(task.code).values()
        for record in records
    }
    for placed in workspace.findings.of_year(task.record.period):
        if with_gone or placed.record.state is not State.GONE:
            yield _record_row(placed, versions.get(placed.submission, ("", "")))


def _record_row(placed: PlacedRecord, of: tuple[str, str]) -> tuple[str, ...]:
    record, place = placed.record, placed.place
    version, paper = of
    return (
        version,
        place.unit,
        place.form,
        str(place.period),
        record.key.rule,
        record.severity.value,
        cells_text(record.key.cells),
        side_text(record.key.left),
        side_text(record.key.right),
        side_text(record.difference),
        record.state.value,
        record.reason,
        record.by,
        record.at,
        record.found_at,
        record.gone_at,
        paper,
    )
