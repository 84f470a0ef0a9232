"""A workspace (*.fuerdb): one file for all years of one unit or one office."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.store import database
from fuer_desktop.store.journal import Journal
from fuer_desktop.store.submissions import SubmissionStore
from fuer_desktop.store.tasks import TaskStore
from fuer_desktop.store.values import ValueStore
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


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


class Workspace:
    """The open file. One thread uses it; every write goes through ``commit``."""

    def __init__(
        self,
        path: Path,
        connection: database.Connection,
        who: str,
        clock: Callable[[], str] = _now,
    ) -> None:
        self.path = path
        self.clock = clock
        self._connection = connection
        self.journal = Journal(connection, clock, who)
        self.values = ValueStore(connection, self.journal, self.commit)
        self.tasks = TaskStore(connection)
        self.submissions = SubmissionStore(connection)

    @classmethod
    def create(cls, path: Path, role: Role, private_key: str, who: str = "") -> Workspace:
        """Make a new workspace with its signing key (hex); refuses a path that exists."""
        settings = {"role": role.value, "private_key": private_key}
        return cls(path, database.create(path, settings), who)

    @classmethod
    def open(cls, path: Path, who: str = "") -> Workspace:
        """Open a workspace; raises WorkspaceError with the file unchanged."""
        connection = database.open_existing(path)
        try:
            return cls(path, connection, who)
        except BaseException:
            database.close(connection)
            raise

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Checkpoint and let go of the file."""
        database.close(self._connection)

    @contextmanager
    def commit(self) -> Iterator[None]:
        """One transaction, on disk when it ends; nothing of it stays if it fails."""
        head = self.journal.head
        try:
            with database.known_faults(self.path), database.transaction(self._connection):
                yield
        except BaseException:
            self.journal.rewind(head)
            raise

    @property
    def role(self) -> Role:
        """Desk or office."""
        return Role(self._get("role"))

    def require(self, role: Role) -> None:
        """Raise WorkspaceError unless this is that role's workspace."""
        if self.role is not role:
            raise WorkspaceError(texts.WRONG_ROLE[role.value])

    @property
    def private_key(self) -> str:
        """The workspace's signing key, hex."""
        return self._get("private_key")

    def set_history(self, values: Iterable[HistoryValue]) -> None:
        """Add or replace indicator values of earlier years, in one transaction."""
        from sqlite_utils import Database

        with self.commit():
            Database(self._connection).table("history").upsert_all(
                [asdict(value) for value in values], pk=("indicator", "year")
            )

    def history(self) -> list[HistoryValue]:
        """All indicator values of earlier years."""
        rows = self._connection.rows("SELECT * FROM history ORDER BY indicator, year")
        return [HistoryValue(*row) for row in rows]

    def _get(self, name: str) -> str:
        found = self._connection.rows("SELECT value FROM setting WHERE name = ?", (name,))
        return str(found[0][0]) if found else ""
