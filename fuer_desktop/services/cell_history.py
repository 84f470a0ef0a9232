"""What happened to one cell: every change of it and of the reasons given there, who, when, how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, DataValue
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.store.findings import explanation_from
from fuer_desktop.store.journal import FormPlace, JournalRow, value_of
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import journal as texts


@dataclass(frozen=True, slots=True)
class CellChange:
    """One change. ``how`` is in words, with the file it came from; ``before`` and ``after`` are the
    content, or the reason or note where that changed."""

    at: datetime
    who: str
    machine: str
    how: str
    before: str
    after: str


def history_of(
    workspace: Workspace, task: LoadedTask, form: Form, key: CellKey
) -> list[CellChange]:
    """All changes of a desk's cell, the newest first."""
    place = FormPlace(task.record.unit, form.code, task.record.period)
    journal = workspace.journal
    rows = [*journal.of_cell(place, key), *_about(journal.reasons_of(place), key)]
    return [
        _change(row, partial(form.said, key)) for row in sorted(rows, key=lambda row: -row.number)
    ]


def _about(rows: list[JournalRow], key: CellKey) -> Iterator[JournalRow]:
    return (row for row in rows if key in explanation_from(row.new).cells)


Saying: TypeAlias = Callable[[DataValue], str]
"""A content of the cell in words."""


def _change(row: JournalRow, saying: Saying) -> CellChange:
    before, after = _texts(row, saying)
    how = How(row.how)
    source = row.source if how not in (How.UNDO, How.REDO) else ""
    words = texts.FROM.format(how=how.label, source=source) if source else how.label
    at = datetime.fromisoformat(row.at)
    return CellChange(at, row.who, row.machine, words, before, after)


def _texts(row: JournalRow, saying: Saying) -> tuple[str, str]:
    if row.key is None:
        said = (explanation_from(text).reason or texts.NO_REASON for text in (row.old, row.new))
        return next(said), next(said)
    before, after = value_of(row.old)[0], value_of(row.new)[0]
    if before.is_same_as(after) and before.note != after.note:
        return _noted(before), _noted(after)
    return _said(before, saying), _said(after, saying)


def _said(value: DataValue, saying: Saying) -> str:
    words = saying(value) or texts.BLANK
    return texts.WITH_REASON.format(value=words, reason=value.reason) if value.reason else words


def _noted(value: DataValue) -> str:
    return texts.NOTED.format(note=value.note or texts.NO_REASON)
