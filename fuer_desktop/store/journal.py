"""The journal: every change of a cell, chained by hashes, in the transaction of the change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from fuer_desktop.domain.values import CellKey, DataValue
from fuer_desktop.store.database import Connection

START = "0" * 64
"""The hash before the first row."""


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Which form of which unit and year."""

    unit: str
    form: str
    period: int


class Journal:
    """Appends rows; nothing else may write the table, and its triggers refuse changes."""

    def __init__(self, connection: Connection, clock: Callable[[], str], who: str) -> None:
        self._connection = connection
        self._clock = clock
        self._who = who
        last = connection.rows("SELECT hash FROM journal ORDER BY number DESC LIMIT 1")
        self._head: str = last[0][0] if last else START

    @property
    def head(self) -> str:
        """The hash of the last row; it stands in every package."""
        return self._head

    def append(
        self, place: FormPlace, key: CellKey, change: tuple[DataValue, DataValue], how: str
    ) -> None:
        """Write one change (old, new) inside the caller's transaction."""
        old, new = change
        row = (
            self._clock(), self._who, how, place.unit, place.form, place.period,
            *key, _as_text(old), _as_text(new),
        )  # fmt: skip
        self._head = chained(self._head, row)
        self._connection.execute(
            "INSERT INTO journal (at, who, how, unit, form, period, tbl, row, col, old, new, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, self._head),
        )

    def rewind(self, head: str) -> None:
        """Go back to an earlier head after the transaction that moved it was rolled back."""
        self._head = head


def chained(previous: str, row: tuple[object, ...]) -> str:
    """The hash of a row behind the row before it."""
    canonical = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}{canonical}".encode()).hexdigest()


def _as_text(value: DataValue) -> str:
    return json.dumps(
        [value.kind.value, value.plain, value.reason, value.note],
        ensure_ascii=False,
        separators=(",", ":"),
    )
