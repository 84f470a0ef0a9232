"""Cells in the workspace: read a form, commit a cell, add a submission's figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from fuer_desktop.domain.numbers import from_scaled, to_scaled
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind
from fuer_desktop.store.database import Connection
from fuer_desktop.store.journal import FormPlace, Journal

OWN = 0
"""Submission number of what is entered in this workspace."""

HANDED_DOWN = -1
"""Submission number of last year's figures as the office handed them down."""

_INSERT = "INSERT INTO data_value VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_UPSERT = f"INSERT OR REPLACE{_INSERT.removeprefix('INSERT')}"

CellRow = tuple[str, str, str, str, int | None, int, str, str]
"""table, row, column, kind, scaled number, decimals, reason, note: a cell as it is stored."""


Changes = Mapping[CellKey, tuple[DataValue, int]]
"""Cells of one form to be committed, each with its decimals."""


class Commit(Protocol):
    """Opens a transaction of the workspace."""

    def __call__(self) -> AbstractContextManager[None]:
        """The transaction, as a context manager."""


class ValueStore:
    """Rows of ``data_value`` to domain values and back."""

    def __init__(self, connection: Connection, journal: Journal, commit: Commit) -> None:
        self._connection = connection
        self._journal = journal
        self._commit = commit

    def put(self, place: FormPlace, changes: Changes, how: str) -> None:
        """Commit cells of one form, each with its decimals, and their journal rows, in one
        transaction. A value equal to what is there changes nothing. Returns once it is on disk."""
        self.put_forms({place: changes}, how)

    def put_forms(self, forms: Mapping[FormPlace, Changes], how: str) -> None:
        """Commit cells of several forms as ``put`` does, all of them or none."""
        with self._commit():
            for place, changes in forms.items():
                for key, (given, decimals) in changes.items():
                    self._put(place, key, _as_stored(given, decimals), (decimals, how))

    def _put(
        self, place: FormPlace, key: CellKey, value: DataValue, about: tuple[int, str]
    ) -> None:
        decimals, how = about
        old = self.get(place, key)
        if old != value:
            self._store(place, key, value, decimals)
            self._journal.append(place, key, (old, value), how)

    def get(self, place: FormPlace, key: CellKey) -> DataValue:
        """One cell entered here; 未填 if there is no row."""
        found = self._connection.rows(
            "SELECT kind, number, decimals, reason, note FROM data_value WHERE submission = ?"
            " AND unit = ? AND form = ? AND period = ? AND tbl = ? AND row = ? AND col = ?",
            (OWN, place.unit, place.form, place.period, *key),
        )
        return _value(*found[0]) if found else BLANK

    def of_form(self, place: FormPlace, submission: int = OWN) -> dict[CellKey, DataValue]:
        """All filled cells of one form."""
        rows = self._connection.rows(
            "SELECT tbl, row, col, kind, number, decimals, reason, note FROM data_value"
            " WHERE submission = ? AND unit = ? AND form = ? AND period = ?",
            (submission, place.unit, place.form, place.period),
        )
        return {CellKey(*row[:3]): _value(*row[3:]) for row in rows}

    def of_submissions(
        self, submissions: Iterable[int]
    ) -> Iterator[tuple[FormPlace, CellKey, DataValue]]:
        """All filled cells of several submissions, by unit and form."""
        for submission in submissions:
            rows = self._connection.rows(
                "SELECT unit, form, period, tbl, row, col, kind, number, decimals, reason, note"
                " FROM data_value WHERE submission = ?",
                (submission,),
            )
            for row in rows:
                yield FormPlace(*row[:3]), CellKey(*row[3:6]), _value(*row[6:])

    def add_submission(self, submission: int, place: FormPlace, rows: Sequence[CellRow]) -> None:
        """Add one form's figures of a submission inside the caller's transaction."""
        head = (submission, place.unit, place.form, place.period)
        self._connection.executemany(_INSERT, [head + row for row in rows])

    def _store(self, place: FormPlace, key: CellKey, value: DataValue, decimals: int) -> None:
        where = (OWN, place.unit, place.form, place.period, *key)
        if value == BLANK:
            self._connection.execute(
                "DELETE FROM data_value WHERE submission = ? AND unit = ? AND form = ?"
                " AND period = ? AND tbl = ? AND row = ? AND col = ?",
                where,
            )
            return
        number = None if value.number is None else to_scaled(value.number, decimals)
        self._connection.execute(
            _UPSERT, (*where, value.kind.value, number, decimals, value.reason, value.note)
        )


def _as_stored(value: DataValue, decimals: int) -> DataValue:
    """The value with its figure written as it will be read back: 1 as 1.00."""
    if value.number is None:
        return value
    return replace(value, number=from_scaled(to_scaled(value.number, decimals), decimals))


def _value(kind: str, number: int | None, decimals: int, reason: str, note: str) -> DataValue:
    figure = None if number is None else from_scaled(number, decimals)
    return DataValue(Kind(kind), figure, reason, note)
