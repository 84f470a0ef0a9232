"""Undo and redo, from the journal: across restarts, and on record like everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How, Step, next_redo, next_undo
from fuer_desktop.domain.values import CellKey, DataValue, Values
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.store.journal import FormPlace, JournalRow, value_of
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import journal as texts


@dataclass(frozen=True, slots=True)
class Reversal:
    """What an undo or a redo did: the forms' cells as they stand now, the first of them, and a
    sentence that says what and when."""

    cells: Mapping[str, Values]
    first: tuple[str, CellKey]
    sentence: str


def next_back(workspace: Workspace, task: LoadedTask) -> Step:
    """The step that undo would take back; raises WorkspaceError where there is none."""
    workspace.require(Role.DESK)
    step = next_undo(workspace.journal.steps(task.record.period))
    if step is None:
        raise WorkspaceError(texts.NOTHING_TO_UNDO)
    if step.how is How.SUBMITTED:
        [row] = workspace.journal.rows_of(step.number)
        version = row.new.split()[1].removeprefix("v")
        raise WorkspaceError(texts.SUBMITTED_SINCE.format(version=version, at=_time(step.at)))
    return step


def today() -> date:
    """The day by this PC's clock."""
    return datetime.now().astimezone().date()


def is_of_earlier_day(step: Step, today: date) -> bool:
    """Whether undo would go back behind today, which is asked about once."""
    return datetime.fromisoformat(step.at).date() < today


def undo_or_ask(workspace: Workspace, task: LoadedTask) -> Reversal | Step:
    """Undo what was done today; what is of an earlier day is only returned, to be asked about."""
    workspace.require_original()
    step = next_back(workspace, task)
    return step if is_of_earlier_day(step, today()) else undo(workspace, task)


def undo(workspace: Workspace, task: LoadedTask) -> Reversal:
    """Take back the latest step that still holds; on disk when this returns.

    Raises WorkspaceError where nothing is left to undo, or the unit has handed in since.
    """
    step = next_back(workspace, task)
    return _reverse(workspace, task, (How.UNDO, step.number))


def redo(workspace: Workspace, task: LoadedTask) -> Reversal:
    """Do again what was undone last; raises WorkspaceError where there is nothing."""
    workspace.require(Role.DESK)
    workspace.require_original()
    number = next_redo(workspace.journal.steps(task.record.period))
    if not number:
        raise WorkspaceError(texts.NOTHING_TO_REDO)
    return _reverse(workspace, task, (How.REDO, number))


def question(step: Step) -> str:
    """What is asked before undo goes back to an earlier day."""
    return texts.EARLIER_DAY.format(at=_time(step.at), how=step.how.label, cells=step.cells)


def _reverse(workspace: Workspace, task: LoadedTask, what: tuple[How, int]) -> Reversal:
    how, number = what
    rows = workspace.journal.rows_of(number)
    changes: dict[FormPlace, dict[CellKey, tuple[DataValue, int]]] = {}
    for row in rows:
        if row.key is not None:
            text = row.old if how is How.UNDO else row.new
            changes.setdefault(row.place, {})[row.key] = value_of(text)
    workspace.values.put_forms(changes, how, str(number))
    cells = {
        place.form: {key: value for key, (value, _) in found.items()}
        for place, found in changes.items()
    }
    changed = [row for row in rows if row.key is not None]
    key = changed[0].key
    assert key is not None  # events were left out
    return Reversal(cells, (changed[0].form, key), _sentence(task, how, changed))


def _sentence(task: LoadedTask, how: How, rows: list[JournalRow]) -> str:
    row = rows[0]
    form = task.task.form(row.form)
    then, now = (row.new, row.old) if how is How.UNDO else (row.old, row.new)
    words = texts.REVERSED.format(
        done=how.label,
        at=_time(row.at),
        how=How(row.how).label,
        form=form.title if form else row.form,
        row=row.row,
        column=row.col,
        then=value_of(then)[0].text or texts.BLANK,
        now=value_of(now)[0].text or texts.BLANK,
    )
    more = texts.AND_MORE.format(count=len(rows)) if len(rows) > 1 else ""
    return words + more


def _time(at: str) -> str:
    return datetime.fromisoformat(at).strftime(texts.TIME)
