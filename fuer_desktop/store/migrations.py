"""From an older version of the file to the present one, a numbered step at a time.

Until the first release version 1 is changed in place; version 0 is the file of the first trials,
and one of them is kept to prove the machinery.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.store.database import (
    SCHEMA_VERSION,
    Connection,
    open_aside,
    schema_of,
    transaction,
)
from fuer_desktop.store.journal import COLUMNS, START, chained
from fuer_desktop.store.tables import counts
from fuer_desktop.texts import workspace as texts

if TYPE_CHECKING:
    from sqlite_utils import Database

Step = Callable[[Connection], None]


def migrate_if_old(connection: Connection) -> None:
    """``migrate`` a file that needs it."""
    if connection.rows("PRAGMA user_version") != [(SCHEMA_VERSION,)]:
        migrate(connection)


def migrate(connection: Connection, steps: Mapping[int, Step] | None = None) -> None:
    """Bring a file to the present version after copying it; all steps or none.

    Raises WorkspaceError, with the file as it was, where a step loses rows or leaves the file
    unsound; the copy stays beside it.
    """
    steps = STEPS if steps is None else steps
    [(version,)] = connection.rows("PRAGMA user_version")
    _copy_before(connection, version)
    before = counts(connection)
    connection.execute("PRAGMA foreign_keys = OFF")  # tables are rebuilt; checked at the end
    try:
        with transaction(connection):
            for number in range(version, SCHEMA_VERSION):
                steps[number](connection)
            _require_whole(connection, before)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def copy_of(path: Path, version: int) -> Path:
    """Where the copy of an older file is kept."""
    return path.with_name(f"{path.stem}.v{version}{path.suffix}")


def _copy_before(connection: Connection, version: int) -> None:
    """A verified copy beside the file, under its name only once it is whole and on disk."""
    kept = copy_of(connection.path, version)
    made = kept.with_name(kept.name + ".tmp")
    made.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(made),))
    with closing(open_aside(made)) as copied:
        sound = copied.rows("PRAGMA integrity_check(1)") == [("ok",)]
        if not sound or counts(copied) != counts(connection):
            raise WorkspaceError(texts.COPY_FAILED.format(path=kept))
    made.replace(kept)
    with kept.open("r+b") as file:
        os.fsync(file.fileno())


def _require_whole(connection: Connection, before: Mapping[str, int]) -> None:
    """No row is lost (the journal gains the note of the migration), and all references hold."""
    after = counts(connection)
    lost = [table for table, count in before.items() if after.get(table, -1) < count]
    if (
        lost
        or connection.rows("PRAGMA foreign_key_check")
        or connection.rows("PRAGMA integrity_check(1)") != [("ok",)]
    ):
        raise WorkspaceError(texts.MIGRATION_FAILED.format(path=connection.path))


def _from_0(connection: Connection) -> None:
    """The journal learns step, machine, program and source, so it is chained anew; the workspace
    gets an identity, and room for findings, attached files, keys, runs and decisions. The last row
    says what the old head was."""
    from sqlite_utils import Database

    database = Database(connection)
    rows = list(database.table("journal").rows_where(order_by="number"))
    database.table("journal").drop()
    for table in ("journal", *_NOT_IN_0):
        for statement in schema_of(table):
            connection.execute(statement)
    _take_over_keys(database)
    _take_over_runs(database)
    for table, values in _NEW_COLUMNS.items():
        _rebuild(database, table, values)
    step, previous = 0, ("", "")
    new = []
    for old in rows:
        how, _, source = old["how"].partition(" from ")
        if source == "" or (old["at"], old["how"]) != previous:
            step = old["number"]
        previous = (old["at"], old["how"])
        new.append({**old, "step": step, "how": how, "source": source, **_NOT_KNOWN_IN_0})
    new.append(_migrated(len(rows) + 1, rows[-1]["hash"] if rows else START))
    head = START
    for row in new:
        head = row["hash"] = chained(head, tuple(row[name] for name in COLUMNS))
    database.table("journal").insert_all(new)
    database.table("setting").insert({"name": "identity", "value": os.urandom(8).hex()})


_NOT_KNOWN_IN_0 = {"machine": "", "program": ""}
_NOT_IN_0 = (
    "finding", "attached_file", "attachment", "unit_key", "inquiry", "quarantine",
    "unverified", "choice", "answer", "intake_run",
)  # fmt: skip
_NEW_COLUMNS: Mapping[str, Mapping[str, str | int]] = {
    "task": {"revision": 1, "office": ""},
    "task_definition": {"revision": 1},
    "submission": {"sender": "", "on_paper": "", "run": 0},
    "enrolment": {},
    "intake": {"run": 1, "details": "[]", "sha256": ""},
}


def _take_over_keys(database: Database) -> None:
    """A unit's one key becomes the first of several."""
    known = database.table("enrolment").rows_where("public_key <> ''")
    database.table("unit_key").insert_all(
        {
            **{name: row[name] for name in ("task", "unit", "public_key")},
            **{"state": "enrolled", "last_version": 0, "reason": "", "by": "", "at": ""},
        }
        for row in list(known)
    )


def _take_over_runs(database: Database) -> None:
    """What came in before runs were numbered is one run."""
    first = next(database.table("intake").rows_where(order_by="number"), None)
    if first is not None:
        run = {"number": 1, "at": first["at"], "source": "", "who": "", "undone": ""}
        database.table("intake_run").insert(run)
    database.execute("UPDATE intake SET outcome = 'untrusted' WHERE outcome = 'quarantined'")


def _rebuild(database: Database, table: str, values: Mapping[str, str | int]) -> None:
    """Make a table as it is today, with these values in its new columns."""
    rows = list(database.table(table).rows)
    database.table(table).drop()
    for statement in schema_of(table):
        database.execute(statement)
    columns = {column.name for column in database.table(table).columns}
    database.table(table).insert_all(
        {name: value for name, value in {**row, **values}.items() if name in columns}
        for row in rows
    )


def _migrated(number: int, old_head: str) -> dict[str, str | int]:
    """The note of the migration, which carries the head of the chain that it replaced."""
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    said: dict[str, str | int] = {"number": number, "step": number, "at": at, "period": 0}
    said |= {"how": How.MIGRATED.value, "source": "0", "new": old_head}
    empty: dict[str, str | int] = dict.fromkeys(COLUMNS, "")
    return {**empty, **said}


STEPS: Mapping[int, Step] = {0: _from_0}
"""What leads from each version to the next."""
