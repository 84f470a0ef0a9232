"""A desk fills its forms: one cell at a time, or rows of cells from a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.findings import FindingKey, key_of, takes_reason
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, DataValue, Kind
from fuer_desktop.formats.rows import CellRow
from fuer_desktop.services import backing_up, checking
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import entry as entry_texts
from fuer_desktop.texts import packages as texts

MOST_PROBLEMS = 20
"""Lines of mistakes told at once; beyond them only how many more there are."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file of rows did: how many cells it set in which forms."""

    cells: int
    forms: tuple[str, ...]


def fill(workspace: Workspace, task: LoadedTask, rows: Iterable[CellRow], file: str) -> Filled:
    """Enter rows of cells, all or none: every row is read before the first is written. A number's
    reason explains every finding at its cell, as all the rows leave the form, that wants one.

    Raises EntryError naming the file and line of every row that cannot be a cell of the unit's
    own forms.
    """
    workspace.require(Role.DESK)
    read: dict[str, dict[CellKey, tuple[DataValue, int]]] = {}
    problems: list[str] = []
    for row in rows:
        try:
            form, key, value, decimals = _read(task, row)
        except EntryError as error:
            problem = texts.CELL_ROW_PROBLEM.format(file=file, line=row.line, problem=error)
            problems.append(problem)
            continue
        read.setdefault(form, {})[key] = (value, decimals)
    if problems:
        more = [texts.MORE_PROBLEMS.format(count=len(problems) - MOST_PROBLEMS)]
        raise EntryError(
            "\n".join(problems[:MOST_PROBLEMS] + more * (len(problems) > MOST_PROBLEMS))
        )
    backing_up.back_up(workspace, backing_up.Reason.IMPORT)
    given = {form: _explain(workspace, task, form, cells) for form, cells in read.items()}
    places = {form: FormPlace(task.record.unit, form, task.record.period) for form in read}
    with workspace.commit(How.IMPORTED, file):
        workspace.values.write_forms({places[form]: cells for form, cells in read.items()})
        for form, reasons in given.items():
            workspace.findings.explain(places[form], reasons)
    return Filled(sum(map(len, read.values())), tuple(read))


def _explain(
    workspace: Workspace, task: LoadedTask, code: str, cells: dict[CellKey, tuple[DataValue, int]]
) -> dict[FindingKey, str]:
    """The reasons of numbers, handed to the findings at their cells that want one: of several the
    fullest. A reason that nothing wants stays at its cell, as a remark."""
    said = {
        key: value.reason.strip()
        for key, (value, _) in cells.items()
        if value.kind is Kind.NUMBER and value.reason.strip()
    }
    if not said:
        return {}
    form = next(form for form in task.own_forms if form.code == code)
    place = FormPlace(task.record.unit, code, task.record.period)
    after = workspace.values.of_form(place) | {key: value for key, (value, _) in cells.items()}
    given: dict[FindingKey, str] = {}
    for finding in checking.check_values(workspace, task, form, after):
        here = [cell for cell in finding.cells if cell in said]
        if here and takes_reason(finding):
            given[key_of(finding)] = max((said[cell] for cell in here), key=len)
            for cell in here:
                value, decimals = cells[cell]
                cells[cell] = (replace(value, reason=""), decimals)
    return given


def _read(task: LoadedTask, row: CellRow) -> tuple[str, CellKey, DataValue, int]:
    if row.unit != task.record.unit:
        raise EntryError(texts.OTHER_UNIT_ROW.format(found=row.unit, own=task.record.unit))
    if row.period != str(task.task.period):
        raise EntryError(texts.OTHER_PERIOD_ROW.format(found=row.period, own=task.task.period))
    form = next((form for form in task.own_forms if form.code == row.form), None)
    if form is None:
        raise EntryError(texts.FORM_NOT_ASSIGNED.format(form=row.form))
    key = CellKey(row.table, row.row, row.column)
    kind = Kind.parse(row.kind) if row.kind else None
    if kind is Kind.EXEMPT:
        raise EntryError(entry_texts.EXEMPT_BY_OFFICE)
    return form.code, key, *form.read(key, row.value, kind, row.reason, row.note)
