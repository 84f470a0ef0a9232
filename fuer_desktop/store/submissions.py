"""Submissions in the workspace."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from fuer_desktop.domain.versions import Version
from fuer_desktop.store.database import Connection
from fuer_desktop.store.writing import Writing
from fuer_desktop.texts import journal as texts


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """A submission as it is stored; ``number`` numbers its rows of figures. ``on_paper`` is JSON
    (by, at, seen) where an office entered it from paper, else empty; ``run`` the taking-in that
    brought it, 0 at a desk."""

    number: int
    unit: str
    at: str
    version: Version
    sender: str = ""
    on_paper: str = ""
    run: int = 0


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """What is known of a submission before it has a number."""

    task: str
    unit: str
    version: Version
    at: str
    sender: str
    on_paper: str = ""
    run: int = 0


class SubmissionStore:
    """Rows of submission."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    def add(self, new: NewSubmission, package: bytes) -> int:
        """Add a submission inside the caller's transaction; returns its number."""
        [(last,)] = self._connection.rows("SELECT max(number) FROM submission")
        number = (last or 0) + 1
        version = new.version
        self._writing.recorder.add(
            "submission",
            {
                "number": number,
                "digest": version.digest,
                "task": new.task,
                "unit": new.unit,
                "version": version.number,
                "ancestors": " ".join(sorted(version.ancestors)),
                "at": new.at,
                "sender": new.sender,
                "on_paper": new.on_paper,
                "run": new.run,
                "package": package,
            },
        )
        self.tell(new.task, new.unit, version)
        return number

    def remove(self, task: str, record: SubmissionRecord) -> None:
        """Take a submission away with its figures and findings, inside the caller's transaction:
        its taking-in was undone. The figures follow from the package and go with it."""
        self._writing.recorder.remove("finding", {"submission": record.number})
        self._writing.recorder.remove("submission", {"number": record.number})
        self.tell(task, record.unit, record.version)

    def put_run(self, record: SubmissionRecord) -> None:
        """Say that another taking-in brought it, inside the caller's transaction."""
        row = {"number": record.number, "run": record.run}
        self._writing.recorder.change("submission", row, key=("number",))

    def tell(self, task: str, unit: str, version: Version) -> None:
        """The journal's event about a version that came or went, inside the caller's
        transaction."""
        about = texts.SUBMISSION_EVENT.format(version=version.number, digest=version.digest)
        [(period,)] = self._connection.rows("SELECT period FROM task WHERE code = ?", (task,))
        self._writing.journal.note(unit, period=period, about=f"{task} {about}")

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
        query = (
            "SELECT number, unit, at, digest, version, ancestors, sender, on_paper, run"
            " FROM submission WHERE task = ?"
        )
        if units is None:
            rows = self._connection.rows(f"{query} ORDER BY number", (task,))
        else:
            one = f"{query} AND unit = ? ORDER BY number"
            rows = [row for unit in units for row in self._connection.rows(one, (task, unit))]
        found: dict[str, list[SubmissionRecord]] = {}
        for number, unit, at, digest, version, ancestors, *rest in rows:
            known = Version(digest, version, frozenset(ancestors.split()))
            record = SubmissionRecord(number, unit, at, known, *rest)
            found.setdefault(unit, []).append(record)
        return found
