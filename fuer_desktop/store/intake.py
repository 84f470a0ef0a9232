"""Taking-in: its runs, one line a file, what waits in quarantine, files that no signature vouches
for, and inquiries."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from fuer_desktop.store.database import Connection
from fuer_desktop.store.recording import row_of
from fuer_desktop.store.writing import Writing


@dataclass(frozen=True, slots=True)
class IntakeRun:
    """One taking-in; ``undone`` is the ISO time at which it was taken back, else empty."""

    number: int
    at: str
    source: str
    who: str
    undone: str = ""


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """What became of one file that was looked at; ``details`` are sentences more."""

    run: int
    at: str
    file: str
    outcome: str
    unit: str
    version: int
    message: str
    sha256: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A whole package whose key does not count for its unit, or not yet."""

    digest: str
    task: str
    unit: str
    public_key: str
    version: int
    at: str
    file: str
    run: int


@dataclass(frozen=True, slots=True)
class UnverifiedFile:
    """A file that is not signed, or not as its content says; ``digest`` is the SHA-256 (hex) of its
    bytes."""

    digest: str
    at: str
    file: str
    run: int


@dataclass(frozen=True, slots=True)
class InquiryRecord:
    """A 征询包: never counted. ``version`` is the one that it would be."""

    digest: str
    task: str
    unit: str
    version: int
    at: str
    run: int


class IntakeStore:
    """Rows of intake_run, intake, quarantine, unverified and inquiry. Everything that writes does
    so inside the caller's transaction."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    # --- runs and lines -------------------------------------------------------------------

    def begin(self, at: str, source: str, who: str) -> IntakeRun:
        """A new run."""
        run = IntakeRun(self._last("intake_run") + 1, at, source, who)
        self._writing.recorder.add("intake_run", row_of(run))
        return run

    def put_run(self, run: IntakeRun) -> None:
        """Say something else of a run, such as that it was undone."""
        self._writing.recorder.put("intake_run", row_of(run))

    def runs(self) -> list[IntakeRun]:
        """All runs, the oldest first."""
        rows = self._connection.rows(
            "SELECT number, at, source, who, undone FROM intake_run ORDER BY number"
        )
        return [IntakeRun(*row) for row in rows]

    def note(self, line: IntakeLine) -> None:
        """Add one line."""
        row = {**row_of(line), "details": json.dumps(line.details, ensure_ascii=False)}
        self._writing.recorder.add("intake", {"number": self._last("intake") + 1, **row})

    def lines(self, run: int = 0) -> list[IntakeLine]:
        """The lines of a run, or all; the oldest first."""
        rows = self._connection.rows(
            "SELECT run, at, file, outcome, unit, version, message, sha256, details FROM intake"
            " WHERE ? IN (0, run) ORDER BY number",
            (run,),
        )
        return [
            replace(IntakeLine(*about), details=tuple(json.loads(details)))
            for *about, details in rows
        ]

    # --- quarantine -----------------------------------------------------------------------

    def set_aside(self, waiting: Quarantined, package: bytes) -> None:
        """Keep a package that does not count; the same one again changes nothing."""
        row = {**row_of(waiting), "package": package}
        self._writing.recorder.put("quarantine", row)

    def release(self, digest: str) -> None:
        """It waits no longer."""
        self._writing.recorder.remove("quarantine", {"digest": digest})

    def quarantined(self, task: str) -> list[Quarantined]:
        """What waits, in the order in which it came."""
        rows = self._connection.rows(
            "SELECT digest, task, unit, public_key, version, at, file, run FROM quarantine"
            " WHERE task = ? ORDER BY run, unit, version, digest",
            (task,),
        )
        return [Quarantined(*row) for row in rows]

    def waiting_digests(self) -> set[str]:
        """What waits, of all tasks."""
        return {digest for (digest,) in self._connection.rows("SELECT digest FROM quarantine")}

    def quarantined_package(self, digest: str) -> bytes:
        """The bytes of a package that waits."""
        [(package,)] = self._connection.rows(
            "SELECT package FROM quarantine WHERE digest = ?", (digest,)
        )
        return bytes(package)

    # --- files that no signature vouches for ------------------------------------------------

    def keep_unverified(self, kept: UnverifiedFile, data: bytes) -> None:
        """Keep a file as it came."""
        self._writing.recorder.put("unverified", {**row_of(kept), "data": data})

    def remove_unverified(self, digest: str) -> None:
        """Keep it no longer."""
        self._writing.recorder.remove("unverified", {"digest": digest})

    def unverified(self) -> list[UnverifiedFile]:
        """What is kept, in the order in which it came."""
        rows = self._connection.rows(
            "SELECT digest, at, file, run FROM unverified ORDER BY run, at, file, digest"
        )
        return [UnverifiedFile(*row) for row in rows]

    def is_unverified(self, digest: str) -> bool:
        """Whether such a file is kept."""
        found = self._connection.rows("SELECT 1 FROM unverified WHERE digest = ?", (digest,))
        return bool(found)

    def unverified_data(self, digest: str) -> bytes:
        """The bytes of such a file."""
        [(data,)] = self._connection.rows("SELECT data FROM unverified WHERE digest = ?", (digest,))
        return bytes(data)

    # --- inquiries ------------------------------------------------------------------------

    def add_inquiry(self, inquiry: InquiryRecord, package: bytes) -> None:
        """Keep an inquiry that was written here, or came."""
        row = {**row_of(inquiry), "package": package}
        self._writing.recorder.put("inquiry", row)

    def remove_inquiry(self, digest: str) -> None:
        """Its taking-in was undone."""
        self._writing.recorder.remove("inquiry", {"digest": digest})

    def inquiries(self, task: str, unit: str = "") -> list[InquiryRecord]:
        """Inquiries of a unit, or of all, in the order in which they came."""
        rows = self._connection.rows(
            "SELECT digest, task, unit, version, at, run FROM inquiry"
            " WHERE task = ? AND ? IN ('', unit) ORDER BY at, version, digest",
            (task, unit),
        )
        return [InquiryRecord(*row) for row in rows]

    def inquiry_package(self, digest: str) -> bytes:
        """The bytes of an inquiry."""
        [(package,)] = self._connection.rows(
            "SELECT package FROM inquiry WHERE digest = ?", (digest,)
        )
        return bytes(package)

    def _last(self, table: str) -> int:
        [(last,)] = self._connection.rows(f"SELECT max(number) FROM {table}")
        return int(last or 0)
