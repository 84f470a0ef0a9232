"""Opening the one connection to a workspace file, and turning its faults into sentences.

Settings are those of reliability.md 4.1, set and read back at every open: EXCLUSIVE before WAL
leaves no second connection, FULL makes one sync a commit.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import Any

from fuer_desktop.domain.errors import NewerWorkspaceError, WorkspaceError
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.store.holding import Hold
from fuer_desktop.store.media import Medium, medium_of
from fuer_desktop.texts import workspace as texts

APPLICATION_ID = 0x46554552  # "FUER"
SCHEMA_VERSION = 1

ENGINE = sqlite3.sqlite_version
"""SQLite's version, for the log: one connection alone is safe with every one of them."""

_SETTINGS: tuple[tuple[str, object, object], ...] = (
    # pragma, value to set, value to read back
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", 0, None),  # a build without memory maps has nothing to read back
    ("secure_delete", "ON", 1),
    ("recursive_triggers", "ON", 1),  # REPLACE must not slip past the journal's triggers
    ("journal_size_limit", 16 << 20, 16 << 20),
    ("wal_autocheckpoint", 4096, 4096),  # pages; else in idle moments: a cell is one sync
)

_WAIT_FOR_LOCK_S = 0.3
_SQLITE_FILE_FORMAT = 2  # the newest that SQLite writes, in its header
_SQLITE_SCHEMA_FORMAT = 4  # the newest that SQLite's own header knows


class Connection(sqlite3.Connection):
    """A connection that knows its file, so that reading it fails in words too. ``unclean`` says
    that the program that had it before did not end by itself."""

    path = Path()
    hold: Hold | None = None
    unclean = False

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a question; raises WorkspaceError where the file is damaged."""
        with known_faults(self.path):
            return self.execute(sql, parameters).fetchall()


def create(path: Path, fill: Callable[[Connection], None]) -> Connection:
    """Make a new workspace file with the present schema; refuse to touch one that is there.

    ``fill`` adds the first rows. Identity, schema and rows are in the file itself, not in its
    log, when this returns: a program killed right after finds its own workspace again.
    """
    with known_faults(path):
        if path.exists():
            raise WorkspaceError(texts.ALREADY_THERE.format(path=path))
        medium = _writable_medium(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        hold = Hold(path)
        connection = None
        try:
            connection = _connect(path)
            _apply_settings(connection, medium)
            connection.execute("BEGIN IMMEDIATE")
            _make_schema(connection)
            fill(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except BaseException:
            if connection is not None:
                connection.close()
            for ending in _FILES:
                path.with_name(path.name + ending).unlink(missing_ok=True)
            hold.release()
            raise
    connection.hold = hold
    return connection


_FILES = ("", "-wal", "-shm", "-journal")
"""What SQLite keeps for one database."""


def _make_schema(connection: Connection) -> None:
    for statement in schema_of():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def schema_of(table: str = "") -> Iterator[str]:
    """The statements that make the schema, or one table with its triggers, one by one:
    ``executescript`` would commit before them."""
    statement = ""
    script = resources.files(__package__).joinpath("schema.sql").read_text("utf-8")
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            if re.search(rf"\b(TABLE|ON) {table}\b", statement):
                yield statement
            statement = ""


def open_existing(path: Path, migrate: Callable[[Connection], None]) -> Connection:
    """Open a workspace file for writing; whatever is wrong with it, the file is not changed.

    ``migrate`` brings a sound file of an older version to the present one.
    """
    with known_faults(path):
        if not path.is_file():
            raise WorkspaceError(texts.NOT_THERE.format(path=path))
        medium = _writable_medium(path)
        hold = _hold_writable(path)
        try:
            _refuse_foreign(path)
            connection = _connect(path)
        except BaseException:
            hold.release()
            raise
        connection.hold = hold
        connection.unclean = hold.was_left or _left_log(path)
        try:
            _apply_settings(connection, medium)
            _take(connection)
            _require_sound(connection, thorough=connection.unclean)
            migrate(connection)
        except BaseException:
            close(connection, ended_well=False)
            raise
    return connection


def _hold_writable(path: Path) -> Hold:
    try:
        hold = Hold(path)
    except PermissionError as error:
        raise WorkspaceError(texts.READ_ONLY.format(path=path)) from error
    if os.access(path, os.R_OK) and not os.access(path, os.W_OK):  # reading says the rest
        hold.release()
        raise WorkspaceError(texts.READ_ONLY.format(path=path))
    return hold


def _writable_medium(path: Path) -> Medium:
    medium = medium_of(path)
    if medium is Medium.NETWORK:
        raise WorkspaceError(texts.NETWORK.format(path=path))
    return medium


def _left_log(path: Path) -> bool:
    """SQLite's own log is there after a program that did not end by itself."""
    return any(path.with_name(path.name + ending).exists() for ending in _FILES[1:])


def copy_aside(path: Path, folder: Path) -> Path:
    """Copy a workspace that nobody has open, with SQLite's log, to be looked at elsewhere; the
    original is not opened by SQLite at all. Raises WorkspaceError."""
    with known_faults(path):
        if not path.is_file():
            raise WorkspaceError(texts.NOT_THERE.format(path=path))
        _refuse_foreign(path)
        for ending in ("", "-wal", "-journal"):
            source = path.with_name(path.name + ending)
            if source.exists():
                shutil.copyfile(source, folder / source.name)
    return folder / path.name


def open_aside(path: Path) -> Connection:
    """Open a copy, or a backup, only to be looked at: without a lock and never migrated."""
    with known_faults(path):
        _refuse_foreign(path)
        return _connect(path)


def _connect(path: Path) -> Connection:
    connection = sqlite3.connect(
        path,
        timeout=_WAIT_FOR_LOCK_S,
        isolation_level=None,
        check_same_thread=False,
        factory=Connection,
    )
    connection.path = path
    return connection


def examine_header(path: Path) -> None:
    """Raise WorkspaceError unless the file's header is that of a workspace that can be opened."""
    with known_faults(path):
        _refuse_foreign(path)


def _refuse_foreign(path: Path) -> None:
    """Read identity and version off the file's header, without SQLite opening it for writing."""
    with path.open("rb") as file:
        header = file.read(100)
    identity, version = header[68:72], int.from_bytes(header[60:64], "big")
    if header[:16] != b"SQLite format 3\0" or identity != APPLICATION_ID.to_bytes(4, "big"):
        raise WorkspaceError(texts.FOREIGN.format(path=path))
    if (
        int.from_bytes(header[44:48], "big") > _SQLITE_SCHEMA_FORMAT
        or max(header[18:20]) > _SQLITE_FILE_FORMAT  # else SQLite would only read it
    ):
        raise WorkspaceError(texts.DAMAGED.format(path=path))
    if version > SCHEMA_VERSION:
        raise NewerWorkspaceError(
            texts.NEWER.format(path=path, found=version, known=SCHEMA_VERSION)
        )


def _require_sound(connection: Connection, *, thorough: bool) -> None:
    """A look at the schema, and at every page where the last program did not end by itself."""
    tables = connection.rows("SELECT name FROM sqlite_schema WHERE name = 'data_value'")
    connection.rows("SELECT value FROM setting")
    if not tables or (thorough and connection.rows("PRAGMA quick_check(1)") != [("ok",)]):
        raise WorkspaceError(texts.DAMAGED.format(path=connection.path))


def _apply_settings(connection: Connection, medium: Medium) -> None:
    # A stick has no journal of its own and may be pulled out: one file less to lose (4.1).
    mode = "truncate" if medium is Medium.REMOVABLE else "wal"
    for name, value, wanted in (*_SETTINGS, ("journal_mode", mode, mode)):
        connection.execute(f"PRAGMA {name} = {value}")
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if wanted is not None and (found is None or found[0] != wanted):
            raise WorkspaceError(
                texts.SETTINGS_REFUSED.format(
                    path=connection.path, setting=name, wanted=wanted, found=found and found[0]
                )
            )


def _take(connection: Connection) -> None:
    """Take SQLite's lock now, not at the first write."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")


def close(connection: Connection, *, ended_well: bool = True) -> None:
    """Close so that the one file is whole, and let others have it.

    Where it did not end well, the next program looks at every page first.
    """
    hold, connection.hold = connection.hold, None
    connection.close()
    _drop_empty_log(connection.path)
    if hold is not None:
        hold.release(keep_note=connection.unclean and not ended_well)


def _drop_empty_log(path: Path) -> None:
    """On a stick SQLite cuts its log to nothing and leaves it there, like one of a crash."""
    log = path.with_name(path.name + "-journal")
    with suppress(OSError):
        if log.stat().st_size == 0:
            log.unlink()


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All or nothing; one sync of the disk at the end."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def known_faults(path: Path) -> Iterator[None]:
    """Turn what the disk or another program did into a sentence; our own mistakes pass through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_")
        fault = _FAULTS.get(name) or _FAULTS.get(name.partition("_")[0])
        if fault is None:
            raise
        # Busy here is not one of us: of us, ``Hold`` speaks first, and the note is our own.
        raise WorkspaceError(fault.format(path=path, holder="")) from error
    except OSError as error:
        raise WorkspaceError(
            texts.CANNOT_OPEN.format(path=path, reason=reason_of(error))
        ) from error


_FAULTS = {
    "BUSY": texts.IN_USE,
    "LOCKED": texts.IN_USE,
    "READONLY": texts.READ_ONLY,
    "CANTOPEN": texts.READ_ONLY,
    "FULL": texts.DISK_FULL,
    "IOERR": texts.IO_ERROR,
    "CORRUPT": texts.DAMAGED,
    "NOTADB": texts.DAMAGED,
    "FORMAT": texts.DAMAGED,
}
