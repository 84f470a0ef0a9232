"""A workspace (*.fuerdb): one file for all years of one unit or one office."""

from __future__ import annotations

import platform
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType

import fuer_desktop
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.handed_over import HandedOver
from fuer_desktop.domain.steps import AFTER_HANDING_OVER, How
from fuer_desktop.store import database, migrations
from fuer_desktop.store.attachments import AttachmentStore
from fuer_desktop.store.database import Connection
from fuer_desktop.store.decisions import DecisionStore
from fuer_desktop.store.findings import FindingStore
from fuer_desktop.store.holding import account
from fuer_desktop.store.intake import IntakeStore
from fuer_desktop.store.journal import Author, Journal, last_position
from fuer_desktop.store.recording import Change, NoWitness, Recorder, Witness, replay
from fuer_desktop.store.submissions import SubmissionStore
from fuer_desktop.store.tables import everything
from fuer_desktop.store.tasks import TaskStore
from fuer_desktop.store.unit_keys import UnitKeyStore
from fuer_desktop.store.values import ValueStore
from fuer_desktop.store.writing import Writing
from fuer_desktop.texts import paper_desk as paper_texts
from fuer_desktop.texts import workspace as texts


class Role(StrEnum):
    """Whose workspace it is; what a person sees depends on it."""

    DESK = "desk"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class HistoryValue:
    """An indicator's value of a year before the program; ``value`` as printed."""

    indicator: str
    year: int
    value: str
    source: str
    status: str


Clock = Callable[[], str]


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


class Workspace:
    """The open file. One thread uses it; every write goes through ``commit``.

    ``notices`` are sentences for the person who opened it: what was found, and what to do.
    """

    def __init__(
        self, path: Path, connection: Connection, who: str = "", clock: Clock = _now
    ) -> None:
        self.path = path
        self.clock = clock
        self.notices: list[str] = []
        self.is_copy = False
        self.connection = connection
        self.witness: Witness = NoWitness()
        self._recorder = Recorder(connection)
        author = Author(who or account(), platform.node(), fuer_desktop.__version__)
        self.journal = Journal(connection, self._recorder, clock, author)
        writing = Writing(self.commit, self.journal, self._recorder)
        self.values = ValueStore(connection, writing)
        self.findings = FindingStore(connection, writing)
        self.attachments = AttachmentStore(connection, writing)
        self.tasks = TaskStore(connection, writing)
        self.unit_keys = UnitKeyStore(connection, writing)
        self.submissions = SubmissionStore(connection, writing)
        self.intake = IntakeStore(connection, writing)
        self.decisions = DecisionStore(connection, writing)

    @classmethod
    def create(cls, path: Path, role: Role, private_key: str, who: str = "") -> Workspace:
        """Make a new workspace with its signing key (hex); refuses a path that exists."""

        def fill(connection: Connection) -> None:
            made = cls(path, connection, who)
            settings = {
                "role": role.value, "private_key": private_key, "identity": secrets.token_hex(8),
            }  # fmt: skip
            for name, value in settings.items():
                made._recorder.add("setting", {"name": name, "value": value})
            made.journal.begin(How.CREATED, path.name)
            made.journal.note()

        return cls(path, database.create(path, fill), who)

    @classmethod
    def rebuild(
        cls, path: Path, changes: Iterable[Change], finish: Callable[[Workspace], None]
    ) -> Workspace:
        """Make a workspace file anew from recorded changes; ``finish`` adds what follows from
        them. Refuses a path that exists."""

        def fill(connection: Connection) -> None:
            replay(connection, changes)
            finish(cls(path, connection))

        return cls(path, database.create(path, fill))

    @classmethod
    def open(cls, path: Path, who: str = "") -> Workspace:
        """Open a workspace; raises WorkspaceError with the file unchanged."""
        connection = database.open_existing(path, migrations.migrate_if_old)
        try:
            return cls(path, connection, who)
        except BaseException:
            database.close(connection, ended_well=False)
            raise

    @classmethod
    @contextmanager
    def look(cls, path: Path) -> Iterator[Workspace]:
        """A copy of a workspace that nobody has open, to be looked at: nothing can be written,
        and the file itself is not touched. Raises WorkspaceError."""
        with tempfile.TemporaryDirectory(prefix="fuer-") as folder:
            copied = database.copy_aside(path, Path(folder))
            connection = database.open_aside(copied)
            try:
                migrations.migrate_if_old(connection)
                workspace = cls(path, connection)
                workspace.is_copy = True
                with database.known_faults(path):
                    yield workspace
            finally:
                connection.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self, *, ended_well: bool = True) -> None:
        """Checkpoint and let go of the file. After a start that failed, the next one looks as
        closely again."""
        self.witness.close()
        database.close(self.connection, ended_well=ended_well)

    @property
    def was_unclean(self) -> bool:
        """Whether the program that had the file before did not end by itself."""
        return self.connection.unclean

    def watch(self, witness: Witness) -> None:
        """Have every transaction from now on written to a second file as well."""
        self.witness = witness

    @contextmanager
    def commit(self, how: How, source: str = "") -> Iterator[None]:
        """One transaction and one step of the journal, on disk in both files when it ends;
        nothing of it stays if it fails."""
        self.require_original()
        if how not in AFTER_HANDING_OVER:
            self.require_in_hand()
        before = self.journal.position
        written = False
        try:
            with database.known_faults(self.path), database.transaction(self.connection):
                self.journal.begin(how, source)
                yield
                if self._recorder.changes:
                    if self.journal.position == before:
                        self.journal.note()
                    self.witness.write(before, self.journal.position, self._recorder.changes)
                    written = True
        except BaseException:
            self.journal.rewind(before)
            if written:
                self.witness.withdraw()
            raise
        finally:
            self._recorder.changes = []

    def catch_up(self, changes: Iterable[Change], finish: Callable[[Workspace], None]) -> None:
        """Make changes that the witness has and the file has not; ``finish`` adds what follows
        from them. All or nothing."""
        with database.known_faults(self.path), database.transaction(self.connection):
            replay(self.connection, changes)
            finish(self)
        self.journal.rewind(last_position(self.connection))

    def record_event(self, how: How, source: str, about: str = "", unit: str = "") -> None:
        """Commit one event of the journal: something was written elsewhere."""
        with self.commit(how, source):
            self.journal.note(unit, about=about)

    def everything(self) -> Iterator[Change]:
        """All rows but those that follow from others, as changes that make them."""
        return everything(self.connection)

    def copy_into(self, path: Path) -> None:
        """Write the file's content, closed up, to a new file on disk; raises WorkspaceError."""
        with database.known_faults(path):
            self.connection.execute("VACUUM INTO ?", (str(path),))

    def tidy(self) -> None:
        """Bring SQLite's own log into the file, when there is time."""
        with database.known_faults(self.path):
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def role(self) -> Role:
        """Desk or office."""
        return Role(self._get("role"))

    def require(self, role: Role) -> None:
        """Raise WorkspaceError unless this is that role's workspace."""
        if self.role is not role:
            raise WorkspaceError(texts.WRONG_ROLE[role.value])

    def require_original(self) -> None:
        """Raise WorkspaceError if this is only a copy to be looked at."""
        if self.is_copy:
            raise WorkspaceError(texts.IS_COPY.format(path=self.path))

    def require_in_hand(self) -> None:
        """Raise WorkspaceError if somebody else goes on with it."""
        if mark := self.handed_over:
            raise WorkspaceError(mark.sentence)

    def require_units_own(self) -> None:
        """Raise WorkspaceError if it is a desk that an office keeps for a unit: nothing leaves it
        or comes to it as the unit's."""
        if self.paper_desk:
            raise WorkspaceError(paper_texts.IS_ONE)

    @property
    def locked(self) -> str:
        """Why nothing can be entered here; nothing where it can."""
        if self.is_copy:
            return texts.IS_COPY.format(path=self.path)
        return mark.sentence if (mark := self.handed_over) else ""

    @property
    def private_key(self) -> str:
        """The workspace's signing key, hex."""
        return self._get("private_key")

    @property
    def reading_keys(self) -> tuple[str, ...]:
        """Keys (hex) that open what was sealed for this workspace: its own, and those before."""
        return (self.private_key, *self.former_keys)

    @property
    def former_keys(self) -> tuple[str, ...]:
        """Signing keys (hex) that this workspace had before; of an office also what opens packages
        that were sealed for its recovery sheet, once that was typed in."""
        return tuple(self._get("former_keys").split())

    def set_keys(self, private_key: str, former: Iterable[str]) -> None:
        """Have another signing key, inside the caller's transaction."""
        for name, value in (("private_key", private_key), ("former_keys", " ".join(former))):
            self._recorder.put("setting", {"name": name, "value": value})

    @property
    def office(self) -> str:
        """Office: what it says of its key (``OfficeKey``, JSON); empty before it has a root."""
        return self._get("office")

    def set_office(self, said: str) -> None:
        """Say something of the office's key from now on, inside the caller's transaction."""
        self._recorder.put("setting", {"name": "office", "value": said})

    @property
    def former_public(self) -> tuple[str, ...]:
        """Office: public keys (hex) that it had before and whose private ones are lost."""
        return tuple(self._get("former_public").split())

    def set_former_public(self, keys: Iterable[str]) -> None:
        """Know former keys of this office, inside the caller's transaction."""
        self._recorder.put("setting", {"name": "former_public", "value": " ".join(keys)})

    @property
    def sheet_kept(self) -> str:
        """Office: the ISO time at which its recovery sheet was last typed in and found right; empty
        before."""
        return self._get("sheet_kept")

    def set_sheet_kept(self, at: str) -> None:
        """Say when the recovery sheet was found right, inside the caller's transaction."""
        self._recorder.put("setting", {"name": "sheet_kept", "value": at})

    @property
    def handed_over(self) -> HandedOver | None:
        """To whom and why it was handed over; None while it is the one to work in."""
        return HandedOver.read(self._get("handed_over"))

    def set_handed_over(self, mark: HandedOver | None) -> None:
        """Mark the workspace as handed over, or as the one to work in again, inside the caller's
        transaction."""
        stored = mark.stored if mark else ""
        self._recorder.put("setting", {"name": "handed_over", "value": stored})

    def set_identity(self, identity: str) -> None:
        """Tell this file from the one that it was copied from, inside the caller's transaction."""
        self._recorder.put("setting", {"name": "identity", "value": identity})

    @property
    def identity(self) -> str:
        """What tells this workspace from every other, wherever its file lies and is called."""
        return self._get("identity")

    @property
    def practice_book(self) -> str:
        """What a practice copy knows of the mistakes planted in it; empty everywhere else."""
        return self._get("practice_book")

    def keep_practice_book(self, planted: str) -> None:
        """Make this a practice copy, inside the caller's transaction."""
        self._recorder.put("setting", {"name": "practice_book", "value": planted})

    @property
    def paper_desk(self) -> str:
        """Desk: whose office keeps it to enter a unit's stamped papers (JSON: office, identity);
        empty at a unit's own desk."""
        return self._get("paper_desk")

    def set_paper_desk(self, said: str) -> None:
        """Make this a desk that an office keeps, inside the caller's transaction."""
        self._recorder.put("setting", {"name": "paper_desk", "value": said})

    def set_history(self, values: Iterable[HistoryValue], source: str = "") -> None:
        """Add or replace indicator values of earlier years, in one transaction."""
        with self.commit(How.HISTORY, source):
            for value in values:
                self._recorder.put("history", asdict(value))

    def history(self) -> list[HistoryValue]:
        """All indicator values of earlier years."""
        rows = self.connection.rows("SELECT * FROM history ORDER BY indicator, year")
        return [HistoryValue(*row) for row in rows]

    def _get(self, name: str) -> str:
        found = self.connection.rows("SELECT value FROM setting WHERE name = ?", (name,))
        return str(found[0][0]) if found else ""
