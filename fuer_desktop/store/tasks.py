"""Tasks in the workspace, with the definition texts in force and the units' enrolments."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fuer_desktop.store.database import Connection


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

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, task: TaskRecord, definitions: Mapping[str, str]) -> None:
        """Add a task with its definition texts by path, inside the caller's transaction."""
        self._connection.execute(
            "INSERT INTO task VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                task.code,
                task.period,
                task.deadline,
                task.unit,
                " ".join(task.forms),
                task.office_key,
                task.secret,
            ),
        )
        for path, text in definitions.items():
            digest = hashlib.sha256(text.encode()).hexdigest()
            self._connection.execute(
                "INSERT OR IGNORE INTO definition VALUES (?, ?)", (digest, text)
            )
            self._connection.execute(
                "INSERT INTO task_definition VALUES (?, ?, ?)", (task.code, path, digest)
            )

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

    def add_enrolment(self, task: str, unit: str, secret: str) -> None:
        """Remember the secret that went out in a unit's task package."""
        self._connection.execute(
            "INSERT INTO enrolment (task, unit, secret) VALUES (?, ?, ?)", (task, unit, secret)
        )

    def enrolments(self, task: str) -> dict[str, Enrolment]:
        """Every unit's enrolment in a task."""
        rows = self._connection.rows(
            "SELECT unit, secret, public_key FROM enrolment WHERE task = ?", (task,)
        )
        return {unit: Enrolment(secret, key) for unit, secret, key in rows}

    def enrol(self, task: str, unit: str, public_key: str) -> None:
        """Tie a unit to its key, inside the caller's transaction."""
        self._connection.execute(
            "UPDATE enrolment SET public_key = ? WHERE task = ? AND unit = ?",
            (public_key, task, unit),
        )


def _record(row: tuple[Any, ...]) -> TaskRecord:
    code, period, deadline, unit, forms, office_key, secret = row
    return TaskRecord(code, period, deadline, unit, tuple(forms.split()), office_key, secret)
