"""All tables of a workspace at once: every row as a change, and counts to compare files by."""

from __future__ import annotations

from collections.abc import Iterator

from fuer_desktop.store.database import Connection
from fuer_desktop.store.recording import Change

# In an order in which every row finds the rows that it refers to.
TABLES = (
    "setting", "definition", "task", "task_definition", "enrolment", "unit_key", "submission",
    "inquiry", "quarantine", "unverified", "choice", "answer", "data_value", "attached_file",
    "attachment", "finding", "journal", "intake_run", "intake", "history",
)  # fmt: skip

_DERIVED = {"data_value": "WHERE submission <= 0"}
"""Rows that are kept elsewhere too: a submission's figures stand in its package."""


def everything(connection: Connection) -> Iterator[Change]:
    """All rows but derived ones, as changes that make them."""
    for table in TABLES:
        rows = connection.execute(f"SELECT * FROM {table} {_DERIVED.get(table, '')}")
        columns = tuple(column[0] for column in rows.description)
        for row in rows:
            yield Change("+", table, columns, tuple(row))


def counts(connection: Connection) -> dict[str, int]:
    """How many rows every table has, whatever tables there are."""
    names = connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return {
        name: connection.rows(f"SELECT count(*) FROM {name}")[0][0]
        for (name,) in names
        if not name.startswith("sqlite_")
    }
