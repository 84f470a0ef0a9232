"""Tasks in the workspace, with the definition texts in force and the units' enrolments."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from fuer_desktop.store.database import Connection
from fuer_desktop.store.writing import Writing


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A task as it is stored. At a desk ``unit`` and ``secret`` are the desk's own; at an office
    both are empty. ``forms`` are those in use here: a desk reads no others. Keys and secrets are
    hexadecimal."""

    code: str
    period: int
    deadline: str
    unit: str
    forms: tuple[str, ...]
    office_key: str
    secret: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The one-time secret of a unit and the public key that it enrolled, if it has."""

    secret: str
    public_key: str


class TaskStore:
    """Rows of task, definition and enrolment."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    def add(self, task: TaskRecord, definitions: Mapping[str, str]) -> None:
        """Add a task with its definition texts by path, inside the caller's transaction."""
        recorder = self._writing.recorder
        recorder.add("task", {**asdict(task), "forms": " ".join(task.forms)})
        for path, text in definitions.items():
            digest = hashlib.sha256(text.encode()).hexdigest()
            if not self._connection.rows("SELECT 1 FROM definition WHERE digest = ?", (digest,)):
                recorder.add("definition", {"digest": digest, "text": text})
            recorder.add("task_definition", {"task": task.code, "path": path, "digest": digest})
        self._writing.journal.note(task.unit, period=task.period, about=task.code)

    def get(self, code: str) -> TaskRecord | None:
        """The task with this code."""
        found = self._connection.rows("SELECT * FROM task WHERE code = ?", (code,))
        return _record(found[0]) if found else None

    def all(self) -> list[TaskRecord]:
        """All tasks, the latest period first."""
        rows = self._connection.rows("SELECT * FROM task ORDER BY period DESC, code")
        return [_record(row) for row in rows]

    def definitions(self, code: str) -> dict[str, str]:
        """The task's definition texts by path."""
        rows = self._connection.rows(
            "SELECT path, text FROM task_definition JOIN definition USING (digest)"
            " WHERE task = ? ORDER BY path",
            (code,),
        )
        return dict(rows)

    def enrolments(self, task: str) -> dict[str, Enrolment]:
        """Every unit's enrolment in a task."""
        rows = self._connection.rows(
            "SELECT unit, secret, public_key FROM enrolment WHERE task = ?", (task,)
        )
        return {unit: Enrolment(secret, key) for unit, secret, key in rows}

    def enrol(self, task: str, unit: str, enrolment: Enrolment) -> None:
        """Remember a unit's secret, and its key once it is known, inside the caller's
        transaction."""
        self._writing.recorder.put("enrolment", {"task": task, "unit": unit, **asdict(enrolment)})


def _record(row: tuple[Any, ...]) -> TaskRecord:
    code, period, deadline, unit, forms, office_key, secret = row
    return TaskRecord(code, period, deadline, unit, tuple(forms.split()), office_key, secret)
