"""Submissions and the lines of intake in the workspace."""

from __future__ import annotations

from dataclasses import dataclass

from fuer_desktop.domain.versions import Version
from fuer_desktop.store.database import Connection


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """A submission as it is stored; ``number`` numbers its rows of figures."""

    number: int
    unit: str
    at: str
    version: Version


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """What became of one file that was looked at."""

    at: str
    file: str
    outcome: str
    unit: str
    version: int
    message: str


class SubmissionStore:
    """Rows of submission and intake."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, task: str, unit: str, version: Version, at: str, package: bytes) -> int:
        """Add a submission inside the caller's transaction; returns its number."""
        cursor = self._connection.execute(
            "INSERT INTO submission (digest, task, unit, version, ancestors, at, package)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                version.digest,
                task,
                unit,
                version.number,
                " ".join(sorted(version.ancestors)),
                at,
                package,
            ),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def package(self, number: int) -> bytes:
        """The bytes of a submission as it was written or came."""
        [(package,)] = self._connection.rows(
            "SELECT package FROM submission WHERE number = ?", (number,)
        )
        return bytes(package)

    def of_task(self, task: str) -> dict[str, list[SubmissionRecord]]:
        """All submissions of a task by unit, in the order they came."""
        rows = self._connection.rows(
            "SELECT number, unit, at, digest, version, ancestors FROM submission"
            " WHERE task = ? ORDER BY number",
            (task,),
        )
        found: dict[str, list[SubmissionRecord]] = {}
        for number, unit, at, digest, version, ancestors in rows:
            record = SubmissionRecord(
                number, unit, at, Version(digest, version, frozenset(ancestors.split()))
            )
            found.setdefault(unit, []).append(record)
        return found

    def note(self, line: IntakeLine) -> None:
        """Add one line of intake inside the caller's transaction."""
        self._connection.execute(
            "INSERT INTO intake (at, file, outcome, unit, version, message)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (line.at, line.file, line.outcome, line.unit, line.version, line.message),
        )

    def intake(self) -> list[IntakeLine]:
        """All lines of intake, the oldest first."""
        rows = self._connection.rows(
            "SELECT at, file, outcome, unit, version, message FROM intake ORDER BY number"
        )
        return [IntakeLine(*row) for row in rows]
