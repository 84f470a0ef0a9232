"""Submissions and the lines of intake in the workspace."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from fuer_desktop.domain.versions import Version
from fuer_desktop.store.database import Connection
from fuer_desktop.store.writing import Writing
from fuer_desktop.texts import journal as texts


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

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    def add(self, task: str, unit: str, version: Version, at: str, package: bytes) -> int:
        """Add a submission inside the caller's transaction; returns its number."""
        [(last,)] = self._connection.rows("SELECT max(number) FROM submission")
        number = (last or 0) + 1
        self._writing.recorder.add(
            "submission",
            {
                "number": number,
                "digest": version.digest,
                "task": task,
                "unit": unit,
                "version": version.number,
                "ancestors": " ".join(sorted(version.ancestors)),
                "at": at,
                "package": package,
            },
        )
        about = texts.SUBMISSION_EVENT.format(version=version.number, digest=version.digest)
        [(period,)] = self._connection.rows("SELECT period FROM task WHERE code = ?", (task,))
        self._writing.journal.note(unit, period=period, about=f"{task} {about}")
        return number

    def package(self, number: int) -> bytes:
        """The bytes of a submission as it was written or came."""
        [(package,)] = self._connection.rows(
            "SELECT package FROM submission WHERE number = ?", (number,)
        )
        return bytes(package)

    def of_task(
        self, task: str, units: Collection[str] | None = None
    ) -> dict[str, list[SubmissionRecord]]:
        """All submissions of a task by unit, or those of these units, in the order they came."""
        query = "SELECT number, unit, at, digest, version, ancestors FROM submission WHERE task = ?"
        if units is None:
            rows = self._connection.rows(f"{query} ORDER BY number", (task,))
        else:
            one = f"{query} AND unit = ? ORDER BY number"
            rows = [row for unit in units for row in self._connection.rows(one, (task, unit))]
        found: dict[str, list[SubmissionRecord]] = {}
        for number, unit, at, digest, version, ancestors in rows:
            record = SubmissionRecord(
                number, unit, at, Version(digest, version, frozenset(ancestors.split()))
            )
            found.setdefault(unit, []).append(record)
        return found

    def note(self, line: IntakeLine) -> None:
        """Add one line of intake inside the caller's transaction."""
        [(last,)] = self._connection.rows("SELECT max(number) FROM intake")
        self._writing.recorder.add("intake", {"number": (last or 0) + 1, **asdict(line)})

    def intake(self) -> list[IntakeLine]:
        """All lines of intake, the oldest first."""
        rows = self._connection.rows(
            "SELECT at, file, outcome, unit, version, message FROM intake ORDER BY number"
        )
        return [IntakeLine(*row) for row in rows]
