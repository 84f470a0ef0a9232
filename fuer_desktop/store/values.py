"""Cells in the workspace: read a form, commit a cell, add a submission's figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from fuer_desktop.domain.numbers import from_scaled, to_scaled
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind
from fuer_desktop.store.database import Connection
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.recording import Stored
from fuer_desktop.store.writing import Writing

OWN = 0
"""Submission number of what is entered in this workspace."""

HANDED_DOWN = -1
"""Submission number of last year's figures as the office handed them down."""

_KEY = ("submission", "unit", "form", "period", "tbl", "row", "col")
_COLUMNS = (*_KEY, "kind", "number", "decimals", "reason", "note")

SECOND = -2
"""Submission number of what is keyed a second time, until it is compared with the first."""

CellRow = tuple[str, str, str, str, int | None, int, str, str]
"""table, row, column, kind, scaled number, decimals, reason, note: a cell as it is stored."""


Changes = Mapping[CellKey, tuple[DataValue, int]]
"""Cells of one form to be committed, each with its decimals."""


class ValueStore:
    """Rows of ``data_value`` to domain values and back."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    def put(self, place: FormPlace, changes: Changes, how: How) -> None:
        """Commit cells of one form, each with its decimals, and their journal rows, in one
        transaction. A value equal to what is there changes nothing. Returns once it is on disk."""
        self.put_forms({place: changes}, how)

    def put_forms(self, forms: Mapping[FormPlace, Changes], how: How, source: str = "") -> None:
        """Commit cells of several forms as ``put`` does, all of them or none; ``source`` is the
        file they were imported from, or the step that is undone."""
        with self._writing.commit(how, source):
            self.write_forms(forms)

    def write_forms(self, forms: Mapping[FormPlace, Changes]) -> None:
        """Change cells of several forms as ``put_forms`` does, inside the caller's transaction."""
        for place, changes in forms.items():
            for key, (given, decimals) in changes.items():
                self._put(place, key, _as_stored(given, decimals), decimals)

    def _put(self, place: FormPlace, key: CellKey, value: DataValue, decimals: int) -> None:
        old = self.get(place, key)
        if old != value:
            self._store(OWN, place, key, (value, decimals))
            self._writing.journal.append(place, key, (old, value))

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
        return {_key(*row[:3]): _known(*row[3:]) for row in rows}

    def of_submissions(
        self, submissions: Iterable[int]
    ) -> Iterator[tuple[FormPlace, CellKey, DataValue]]:
        """All filled cells of several submissions, by unit and form."""
        for submission in submissions:
            yield from values_of(self._connection, submission)

    def forms_of(
        self, submissions: Iterable[int]
    ) -> Iterator[tuple[FormPlace, dict[CellKey, DataValue]]]:
        """The filled cells of several submissions, a form at a time."""
        for submission in submissions:
            places = self._connection.rows(
                "SELECT DISTINCT unit, form, period FROM data_value WHERE submission = ?",
                (submission,),
            )
            for where in places:
                place = FormPlace(*where)
                yield place, self.of_form(place, submission)

    def rows_of_submission(self, submission: int) -> set[tuple[FormPlace | Stored, ...]]:
        """A submission's figures as they are stored, each with its form."""
        rows = self._connection.rows(
            "SELECT unit, form, period, tbl, row, col, kind, number, decimals, reason, note"
            " FROM data_value WHERE submission = ?",
            (submission,),
        )
        return {(FormPlace(*row[:3]), *row[3:]) for row in rows}

    def add_submission(self, submission: int, place: FormPlace, rows: Sequence[CellRow]) -> None:
        """Add one form's figures of a submission inside the caller's transaction."""
        head = (submission, place.unit, place.form, place.period)
        self._writing.recorder.add_derived(
            "data_value", [head + row for row in rows], len(_COLUMNS)
        )

    def remove_submission(self, submission: int) -> None:
        """Take a submission's figures away inside the caller's transaction, to add them by other
        forms: they follow from its package, and the witness does not need them."""
        self._connection.execute("DELETE FROM data_value WHERE submission = ?", (submission,))

    def add_handed_down(self, place: FormPlace, rows: Sequence[CellRow]) -> None:
        """Add one form's figures of last year as the office has them, inside the caller's
        transaction."""
        head = (HANDED_DOWN, place.unit, place.form, place.period)
        for row in rows:
            self._writing.recorder.add("data_value", dict(zip(_COLUMNS, head + row, strict=True)))

    def forget_handed_down(self, place: FormPlace) -> None:
        """Remove them, inside the caller's transaction: the office says them anew."""
        head = (HANDED_DOWN, place.unit, place.form, place.period)
        self._writing.recorder.remove("data_value", dict(zip(_KEY, head, strict=False)))

    def keep_second(self, place: FormPlace, changes: Changes) -> None:
        """Commit cells of a second keying, which count nowhere; no text of theirs goes into the
        journal, only that there was one. Returns once they are on disk."""
        with self._writing.commit(How.KEYED_AGAIN):
            self.write_second(place, changes)

    def write_second(self, place: FormPlace, changes: Changes) -> None:
        """Change cells of a second keying inside the caller's transaction."""
        for key, (given, decimals) in changes.items():
            self._store(SECOND, place, key, (_as_stored(given, decimals), decimals))

    def forget_second(self, place: FormPlace, about: str = "") -> None:
        """Remove a form's second keying; the journal says ``about``, if anything."""
        with self._writing.commit(How.KEYED_AGAIN):
            for key in self.of_form(place, SECOND):
                self._store(SECOND, place, key, (BLANK, 0))
            if about:
                self._writing.journal.note(place.unit, place.form, place.period, about)

    def _store(
        self, submission: int, place: FormPlace, key: CellKey, change: tuple[DataValue, int]
    ) -> None:
        value, decimals = change
        where = (submission, place.unit, place.form, place.period, *key)
        if value == BLANK:
            self._writing.recorder.remove("data_value", dict(zip(_KEY, where, strict=True)))
            return
        number = None if value.number is None else to_scaled(value.number, decimals)
        row = (*where, value.kind.value, number, decimals, value.reason, value.note)
        self._writing.recorder.put("data_value", dict(zip(_COLUMNS, row, strict=True)))


def values_of(
    connection: Connection, submission: int
) -> Iterator[tuple[FormPlace, CellKey, DataValue]]:
    """All filled cells of one submission, or of what is entered here."""
    rows = connection.rows(
        "SELECT unit, form, period, tbl, row, col, kind, number, decimals, reason, note"
        " FROM data_value WHERE submission = ?",
        (submission,),
    )
    for row in rows:
        yield FormPlace(*row[:3]), CellKey(*row[3:6]), _value(*row[6:])


def _as_stored(value: DataValue, decimals: int) -> DataValue:
    """The value with its figure written as it will be read back: 1 as 1.00."""
    if value.number is None:
        return value
    return replace(value, number=from_scaled(to_scaled(value.number, decimals), decimals))


def _value(kind: str, number: int | None, decimals: int, reason: str, note: str) -> DataValue:
    figure = None if number is None else from_scaled(number, decimals)
    return DataValue(_KINDS.get(kind) or Kind(kind), figure, reason, note)


_known = lru_cache(maxsize=1 << 14)(_value)
"""Most figures of a season are small counts, and no value ever changes."""

_key = lru_cache(maxsize=1 << 14)(CellKey)
"""The cells of a season are those of a few forms."""

_KINDS = {kind.value: kind for kind in Kind}
"""Looked up, since a season is a million cells."""
