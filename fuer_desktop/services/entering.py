"""A desk fills its forms: one cell at a time, or rows of cells from a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, DataValue, Kind, read_value
from fuer_desktop.formats.rows import CellRow
from fuer_desktop.services import backing_up
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import packages as texts

MOST_PROBLEMS = 20
"""Lines of mistakes told at once; beyond them only how many more there are."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file of rows did: how many cells it set in which forms."""

    cells: int
    forms: tuple[str, ...]


def fill(workspace: Workspace, task: LoadedTask, rows: Iterable[CellRow], file: str) -> Filled:
    """Enter rows of cells, all or none: every row is read before the first is written.

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
    places = {FormPlace(task.record.unit, form, task.record.period): read[form] for form in read}
    workspace.values.put_forms(places, How.IMPORTED, file)
    return Filled(sum(map(len, read.values())), tuple(read))


def _read(task: LoadedTask, row: CellRow) -> tuple[str, CellKey, DataValue, int]:
    if row.unit != task.record.unit:
        raise EntryError(texts.OTHER_UNIT_ROW.format(found=row.unit, own=task.record.unit))
    if row.period != str(task.task.period):
        raise EntryError(texts.OTHER_PERIOD_ROW.format(found=row.period, own=task.task.period))
    form = next((form for form in task.own_forms if form.code == row.form), None)
    if form is None:
        raise EntryError(texts.FORM_NOT_ASSIGNED.format(form=row.form))
    key = CellKey(row.table, row.row, row.column)
    decimals = form.require_typed(key)
    kind = Kind.parse(row.kind) if row.kind else None
    if kind is Kind.EXEMPT:
        raise EntryError(texts.EXEMPT_BY_OFFICE)
    return form.code, key, read_value(row.value, kind, decimals, row.reason, row.note), decimals
