"""The one way to write: into the database at once, and remembered for the witness.

What a transaction changed is handed to the witness before it is committed, so that whatever a
person was told is saved stands in two files. ``replay`` makes the same changes again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from fuer_desktop.store.database import Connection

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Stored = str | int | bytes | None
"""What a cell of a table can hold."""


class Change(NamedTuple):
    """One row added (``+``), put in the place of another with the same key (``=``), changed (``~``
    and the number of columns that are the key, which stand first) or removed (``-``). Columns stand
    in the order of ``values``; of a removal they are the key."""

    verb: str
    table: str
    columns: tuple[str, ...]
    values: tuple[Stored, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a workspace stands: how many journal rows, and the hash of the last."""

    number: int
    head: str


class Witness(Protocol):
    """A second file that learns every transaction before it is committed."""

    def write(self, before: Position, after: Position, changes: Sequence[Change]) -> None:
        """Put a transaction on disk; raises WorkspaceError, and then nothing of it counts."""

    def withdraw(self) -> None:
        """Take back the last transaction: the database refused it."""

    def close(self) -> None:
        """Let go of the file."""


class NoWitness:
    """For a file that somebody only looks at or examines."""

    def write(self, before: Position, after: Position, changes: Sequence[Change]) -> None:
        """Nothing is kept."""

    def withdraw(self) -> None:
        """Nothing was kept."""

    def close(self) -> None:
        """Nothing is open."""


def row_of(record: DataclassInstance) -> dict[str, Any]:
    """A flat dataclass as a row; ``asdict`` copies whatever is in it, which takes longer than
    writing it."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


class Recorder:
    """Writes rows and remembers them until the transaction ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.changes: list[Change] = []

    def add(self, table: str, row: Mapping[str, Stored]) -> int:
        """Add a row; returns its rowid. Refused by the database if its key is taken."""
        return self._write(Change("+", table, tuple(row), tuple(row.values())))

    def put(self, table: str, row: Mapping[str, Stored]) -> None:
        """Add a row, or put it in the place of the one with its key."""
        self._write(Change("=", table, tuple(row), tuple(row.values())))

    def change(self, table: str, row: Mapping[str, Stored], key: tuple[str, ...]) -> None:
        """Put other content into the row with this key, which other rows may refer to."""
        columns = (*key, *(name for name in row if name not in key))
        change = Change(f"~{len(key)}", table, columns, tuple(row[name] for name in columns))
        self._write(change)

    def remove(self, table: str, key: Mapping[str, Stored]) -> None:
        """Remove the row with this key, if there is one."""
        self._write(Change("-", table, tuple(key), tuple(key.values())))

    def add_derived(self, table: str, rows: Iterable[tuple[Stored, ...]], width: int) -> None:
        """Add whole rows that follow from others, such as a submission's figures from its
        package: the witness does not need them."""
        marks = ", ".join("?" * width)
        self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def _write(self, change: Change) -> int:
        row = _apply(self._connection, change)
        self.changes.append(change)
        return row


def replay(connection: Connection, changes: Iterable[Change]) -> None:
    """Make recorded changes again, inside the caller's transaction."""
    for change in changes:
        _apply(connection, change)


def _apply(connection: Connection, change: Change) -> int:
    """Make one change; with a submission go its figures, which no change records."""
    cursor = connection.execute(_statement(*change[:3]), change.values)
    if change[:2] == ("-", "submission"):
        connection.execute("DELETE FROM data_value WHERE submission = ?", change.values)
    return cursor.lastrowid or 0


@cache
def _statement(verb: str, table: str, columns: tuple[str, ...]) -> str:
    if verb == "-":
        return f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in columns)}"
    if verb.startswith("~"):
        known = int(verb[1:])
        changed = ", ".join(f"{name} = ?{at}" for at, name in enumerate(columns, 1))
        where = " AND ".join(f"{name} = ?{at}" for at, name in enumerate(columns[:known], 1))
        return f"UPDATE {table} SET {changed} WHERE {where}"
    insert = "INSERT" if verb == "+" else "INSERT OR REPLACE"
    marks = ", ".join("?" * len(columns))
    return f"{insert} INTO {table} ({', '.join(columns)}) VALUES ({marks})"
