"""Opening the one connection to a workspace file, and turning its faults into sentences.

Settings are those of reliability.md 4.1, set and read back at every open: EXCLUSIVE before WAL
leaves no second connection, FULL makes one sync a commit. SQLite's own exclusive lock decides
who has the file; a small file beside it only says who that is.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.texts import workspace as texts

APPLICATION_ID = 0x46554552  # "FUER"
SCHEMA_VERSION = 1

_SETTINGS: tuple[tuple[str, object, object], ...] = (
    # pragma, value to set, value to read back
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("secure_delete", "ON", 1),
    ("recursive_triggers", "ON", 1),  # REPLACE must not slip past the journal's triggers
    ("journal_size_limit", 16 << 20, 16 << 20),
)

_WAIT_FOR_LOCK_S = 0.3
_SQLITE_SCHEMA_FORMAT = 4  # the newest that SQLite's own header knows


_held: set[Path] = set()
"""Workspaces open in this process. POSIX forgets a process's locks on a file when any of its
descriptors is closed, so a second look at an open workspace must not happen at all."""


class Connection(sqlite3.Connection):
    """A connection that knows its file, so that reading it fails in words too."""

    path = Path()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a question; raises WorkspaceError where the file is damaged."""
        with known_faults(self.path):
            return self.execute(sql, parameters).fetchall()


def create(path: Path, settings: Mapping[str, str] | None = None) -> Connection:
    """Make a new workspace file with the present schema; refuse to touch one that is there.

    Identity, schema and settings are in the file itself, not in its log, when this returns: a
    program killed right after finds its own workspace again.
    """
    with known_faults(path):
        if path.exists():
            raise WorkspaceError(texts.ALREADY_THERE.format(path=path))
        path.parent.mkdir(parents=True, exist_ok=True)
        schema = resources.files(__package__).joinpath("schema.sql").read_text("utf-8")
        connection = _connect(path)
        try:
            _apply_settings(connection, path)
            connection.executescript(
                f"BEGIN IMMEDIATE; {schema}"
                f"PRAGMA application_id = {APPLICATION_ID};"
                f"PRAGMA user_version = {SCHEMA_VERSION};"
            )
            connection.executemany("INSERT INTO setting VALUES (?, ?)", (settings or {}).items())
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except BaseException:
            connection.close()
            for ending in ("", "-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            raise
    _hold(path)
    return connection


def open_existing(path: Path) -> Connection:
    """Open a workspace file for writing; whatever is wrong with it, the file is not changed."""
    with known_faults(path):
        if not path.is_file():
            raise WorkspaceError(texts.NOT_THERE.format(path=path))
        if path.resolve() in _held:
            raise WorkspaceError(texts.IN_USE.format(path=path, holder=_holder(path)))
        _refuse_foreign(path)
        if not os.access(path, os.W_OK):
            raise WorkspaceError(texts.READ_ONLY.format(path=path))
        unclean = _holder_file(path).exists()
        connection = _connect(path)
        try:
            _apply_settings(connection, path)
            _take(connection)
            _require_sound(connection, path, thorough=unclean)
        except BaseException:
            connection.close()
            raise
    _hold(path)
    return connection


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


def _refuse_foreign(path: Path) -> None:
    """Read identity and version off the file's header, without SQLite opening it for writing."""
    with path.open("rb") as file:
        header = file.read(100)
    identity, version = header[68:72], int.from_bytes(header[60:64], "big")
    if header[:16] != b"SQLite format 3\0" or identity != APPLICATION_ID.to_bytes(4, "big"):
        raise WorkspaceError(texts.FOREIGN.format(path=path))
    if int.from_bytes(header[44:48], "big") > _SQLITE_SCHEMA_FORMAT:
        raise WorkspaceError(texts.DAMAGED.format(path=path))
    if version > SCHEMA_VERSION:
        raise WorkspaceError(texts.NEWER.format(path=path, found=version, known=SCHEMA_VERSION))


def _require_sound(connection: Connection, path: Path, *, thorough: bool) -> None:
    """A look at the schema, and at every page where the last program did not end by itself."""
    tables = connection.rows("SELECT name FROM sqlite_schema WHERE name = 'data_value'")
    if not tables or (thorough and connection.rows("PRAGMA quick_check(1)") != [("ok",)]):
        raise WorkspaceError(texts.DAMAGED.format(path=path))


def _apply_settings(connection: Connection, path: Path) -> None:
    for name, value, wanted in _SETTINGS:
        connection.execute(f"PRAGMA {name} = {value}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise WorkspaceError(
                texts.SETTINGS_REFUSED.format(path=path, setting=name, wanted=wanted, found=found)
            )


def _take(connection: Connection) -> None:
    """Take the exclusive lock now, not at the first write."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE setting SET value = value WHERE name = 'role'")
    connection.execute("COMMIT")


def close(connection: Connection) -> None:
    """Close so that the one file is whole, and take our name off it."""
    connection.close()
    _held.discard(connection.path.resolve())
    with suppress(OSError):
        _holder_file(connection.path).unlink(missing_ok=True)


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
        raise WorkspaceError(fault.format(path=path, holder=_holder(path))) from error
    except OSError as error:
        raise WorkspaceError(texts.CANNOT_OPEN.format(path=path, reason=error.strerror)) from error


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


def _holder_file(path: Path) -> Path:
    return path.with_name(path.name + ".holder")


def _hold(path: Path) -> None:
    """Say beside the file who has it open; only for the other program's message."""
    _held.add(path.resolve())
    now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    content = json.dumps({"machine": platform.node(), "since": now}, ensure_ascii=False)
    try:
        _holder_file(path).write_text(content, "utf-8")
    except OSError:
        return  # the lock itself is SQLite's; without the note the message is only shorter


def _holder(path: Path) -> str:
    try:
        note = json.loads(_holder_file(path).read_text("utf-8"))
        return texts.HOLDER.format(machine=note["machine"], since=note["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
