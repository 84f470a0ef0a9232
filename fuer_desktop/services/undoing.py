"""Undo and redo, from the journal: across restarts, and on record like everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.findings import Explanation, cells_text
from fuer_desktop.domain.steps import How, Step, next_redo, next_undo
from fuer_desktop.domain.values import CellKey, DataValue, Values
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.store.findings import explanation_from
from fuer_desktop.store.journal import FormPlace, JournalRow, value_of
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import journal as texts


@dataclass(frozen=True, slots=True)
class Reversal:
    """What an undo or a redo did: the forms' cells and reasons as they stand now, the first cell of
    them, and a sentence that says what and when."""

    cells: Mapping[str, Values]
    reasons: Mapping[str, Sequence[Explanation]]
    first: tuple[str, CellKey]
    sentence: str


def next_back(workspace: Workspace, task: LoadedTask) -> Step:
    """The step that undo would take back; raises WorkspaceError where there is none."""
    workspace.require(Role.DESK)
    step = next_undo(workspace.journal.steps(task.record.period))
    if step is None:
        raise WorkspaceError(texts.NOTHING_TO_UNDO)
    if step.how is How.TASK_REVISED:
        raise WorkspaceError(texts.REVISED_SINCE.format(at=_time(step.at)))
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
    if not step.cells:
        return texts.EARLIER_REASON.format(at=_time(step.at))
    return texts.EARLIER_DAY.format(at=_time(step.at), how=step.how.label, cells=step.cells)


def _reverse(workspace: Workspace, task: LoadedTask, what: tuple[How, int]) -> Reversal:
    how, number = what
    rows = [row for row in workspace.journal.rows_of(number) if row.key or row.is_reason]
    changes: dict[FormPlace, dict[CellKey, tuple[DataValue, int]]] = {}
    reasons: dict[FormPlace, list[Explanation]] = {}
    for row in rows:
        text = row.old if how is How.UNDO else row.new
        if row.key is None:
            reasons.setdefault(row.place, []).append(explanation_from(text))
        else:
            changes.setdefault(row.place, {})[row.key] = value_of(text)
    with workspace.commit(how, str(number)):
        workspace.values.write_forms(changes)
        for place, explanations in reasons.items():
            workspace.findings.put(place, explanations)
    cells = {
        place.form: {key: value for key, (value, _) in found.items()}
        for place, found in changes.items()
    }
    said = {place.form: found for place, found in reasons.items()}
    first = rows[0].key or explanation_from(rows[0].new).cells[0]
    return Reversal(cells, said, (rows[0].form, first), _sentence(task, how, rows))


def _sentence(task: LoadedTask, how: How, rows: list[JournalRow]) -> str:
    row = rows[0]
    form = task.task.form(row.form)
    then, now = (row.new, row.old) if how is How.UNDO else (row.old, row.new)
    about = {
        "done": how.label, "at": _time(row.at), "how": How(row.how).label,
        "form": form.title if form else row.form,
    }  # fmt: skip
    if row.key is None:
        before, after = explanation_from(then), explanation_from(now)
        return texts.REASON_REVERSED.format(
            **about,
            rule=after.rule,
            cells=cells_text(after.cells),
            then=before.reason or texts.NO_REASON,
            now=after.reason or texts.NO_REASON,
        )
    values = value_of(then)[0], value_of(now)[0]
    is_note = values[0].is_same_as(values[1]) and values[0].note != values[1].note
    told = [
        texts.NOTED.format(note=v.note or texts.NO_REASON)
        if is_note
        else (form.brief(row.key, v) if form else v.brief) or texts.BLANK
        for v in values
    ]
    words = texts.REVERSED.format(**about, row=row.row, column=row.col, then=told[0], now=told[1])
    count = sum(row.key is not None for row in rows)
    return words + (texts.AND_MORE.format(count=count) if count > 1 else "")


def _time(at: str) -> str:
    return datetime.fromisoformat(at).strftime(texts.TIME)
