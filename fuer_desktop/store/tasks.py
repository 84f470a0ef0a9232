"""Tasks in the workspace, with the definition texts of every revision and the units' secrets."""

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
    hexadecimal. ``revision`` is the one in force; ``office`` what the office said of its key
    (JSON), empty where it said nothing."""

    code: str
    period: int
    deadline: str
    unit: str
    forms: tuple[str, ...]
    office_key: str
    secret: str
    revision: int = 1
    office: str = ""


class TaskStore:
    """Rows of task, definition and enrolment."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    def add(self, task: TaskRecord, definitions: Mapping[str, str]) -> None:
        """Add a task with its definition texts by path, inside the caller's transaction."""
        self._writing.recorder.add("task", _row(task))
        self._define(task, definitions)

    def revise(self, task: TaskRecord, definitions: Mapping[str, str]) -> None:
        """Put a new revision of a task in force, inside the caller's transaction; what was in force
        stays readable."""
        self.update(task)
        self._define(task, definitions)

    def update(self, task: TaskRecord) -> None:
        """Put what is known of a task in the place of what was, inside the caller's transaction."""
        self._writing.recorder.change("task", _row(task), key=("code",))

    def _define(self, task: TaskRecord, definitions: Mapping[str, str]) -> None:
        recorder = self._writing.recorder
        for path, text in definitions.items():
            digest = hashlib.sha256(text.encode()).hexdigest()
            if not self._connection.rows("SELECT 1 FROM definition WHERE digest = ?", (digest,)):
                recorder.add("definition", {"digest": digest, "text": text})
            row: dict[str, Any] = {
                "task": task.code,
                "revision": task.revision,
                "path": path,
                "digest": digest,
            }
            recorder.add("task_definition", row)
        self._writing.journal.note(task.unit, period=task.period, about=task.code)

    def get(self, code: str) -> TaskRecord | None:
        """The task with this code."""
        found = self._connection.rows("SELECT * FROM task WHERE code = ?", (code,))
        return _record(found[0]) if found else None

    def all(self) -> list[TaskRecord]:
        """All tasks, the latest period first."""
        rows = self._connection.rows("SELECT * FROM task ORDER BY period DESC, code")
        return [_record(row) for row in rows]

    def revisions(self, code: str) -> list[int]:
        """The revisions of a task that are known here, the first first: an office knows all, a
        desk those that it opened."""
        rows = self._connection.rows(
            "SELECT DISTINCT revision FROM task_definition WHERE task = ? ORDER BY revision",
            (code,),
        )
        return [row[0] for row in rows]

    def definitions(self, code: str, revision: int = 0) -> dict[str, str]:
        """The task's definition texts by path: of one revision, or of the one in force."""
        rows = self._connection.rows(
            "SELECT path, text FROM task_definition JOIN definition USING (digest)"
            " JOIN task ON task.code = task_definition.task"
            " WHERE task = ? AND task_definition.revision = iif(?, ?, task.revision)"
            " ORDER BY path",
            (code, revision, revision),
        )
        return dict(rows)

    def secrets(self, task: str) -> dict[str, str]:
        """Every unit's one-time secret in a task, hex."""
        rows = self._connection.rows("SELECT unit, secret FROM enrolment WHERE task = ?", (task,))
        return dict(rows)

    def keep_secret(self, task: str, unit: str, secret: str) -> None:
        """Remember the secret that a unit's task package carries, inside the caller's
        transaction."""
        row = {"task": task, "unit": unit, "secret": secret}
        self._writing.recorder.put("enrolment", row)


def _row(task: TaskRecord) -> dict[str, Any]:
    return {**asdict(task), "forms": " ".join(task.forms)}


def _record(row: tuple[Any, ...]) -> TaskRecord:
    code, period, deadline, unit, forms, *rest = row
    return TaskRecord(code, period, deadline, unit, tuple(forms.split()), *rest)
