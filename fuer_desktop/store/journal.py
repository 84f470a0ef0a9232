"""The journal: every change of a cell and every event, chained by hashes, in the transaction of
the change."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from fuer_desktop.domain.steps import CHANGES_CELLS, How, Step
from fuer_desktop.domain.values import CellKey, DataValue, Kind
from fuer_desktop.store.database import Connection
from fuer_desktop.store.recording import Position, Recorder

START = "0" * 64
"""The hash before the first row."""

COLUMNS = (
    "number", "step", "at", "who", "machine", "program", "how", "source",
    "unit", "form", "period", "tbl", "row", "col", "old", "new",
)  # fmt: skip
"""What a row's hash covers, in this order."""

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Made once: a million rows are verified with it."""

_ALL = f"SELECT {', '.join(COLUMNS)}, hash FROM journal"


@dataclass(frozen=True, slots=True, order=True)
class FormPlace:
    """Which form of which unit and year."""

    unit: str
    form: str
    period: int


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: the account, the machine and the program's version."""

    who: str = ""
    machine: str = ""
    program: str = ""


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One row as it is stored."""

    number: int
    step: int
    at: str
    who: str
    machine: str
    program: str
    how: str
    source: str
    unit: str
    form: str
    period: int
    tbl: str
    row: str
    col: str
    old: str
    new: str
    hash: str

    @property
    def key(self) -> CellKey | None:
        """The cell that changed; None for an event."""
        return CellKey(self.tbl, self.row, self.col) if self.tbl else None

    @property
    def place(self) -> FormPlace:
        """The form that the cell belongs to."""
        return FormPlace(self.unit, self.form, self.period)

    @property
    def is_reason(self) -> bool:
        """Whether the reason of a finding changed."""
        return not self.tbl and bool(self.old)


@dataclass(frozen=True, slots=True)
class Breach:
    """The first journal row that does not follow from the one before it."""

    number: int
    at: str


class Journal:
    """Appends rows; nothing else may write the table, and its triggers refuse changes."""

    def __init__(
        self,
        connection: Connection,
        recorder: Recorder,
        clock: Callable[[], str],
        author: Author,
    ) -> None:
        self._connection = connection
        self._recorder = recorder
        self._clock = clock
        self._author = author
        self.position = last_position(connection)
        self._step = (0, How.CREATED, "")

    @property
    def head(self) -> str:
        """The hash of the last row; it stands in every package."""
        return self.position.head

    @property
    def signature(self) -> tuple[str, str]:
        """Who writes now, and when (an ISO time)."""
        return self._author.who, self._clock()

    def begin(self, how: How, source: str) -> None:
        """The rows that follow are one step. ``source`` may be a file's name that no text holds."""
        known = source.encode("utf-8", "replace").decode("utf-8")
        self._step = (self.position.number + 1, how, known)

    def append(self, place: FormPlace, key: CellKey, change: tuple[DataValue, DataValue]) -> None:
        """Write one change (old, new) inside the caller's transaction."""
        old, new = change
        self._append((place.unit, place.form, place.period, *key, _as_text(old), _as_text(new)))

    def append_reason(self, place: FormPlace, change: tuple[str, str]) -> None:
        """Write how the reason of a finding changed (old, new) inside the caller's transaction."""
        self._append((place.unit, place.form, place.period, "", "", "", *change))

    def note(self, unit: str = "", form: str = "", period: int = 0, about: str = "") -> None:
        """Write one event inside the caller's transaction."""
        self._append((unit, form, period, "", "", "", "", about))

    def rewind(self, position: Position) -> None:
        """Go back after the transaction that wrote rows was rolled back."""
        self.position = position

    def steps(self, period: int) -> Iterator[Step]:
        """All steps about one year, the newest first."""
        rows = self._connection.execute(
            "SELECT step, how, source, at, tbl, old FROM journal WHERE period = ?"
            " ORDER BY number DESC",
            (period,),
        )
        for (number, how, source), members in itertools.groupby(rows, key=lambda row: row[:3]):
            found = list(members)
            of = int(source) if how in (How.UNDO, How.REDO) else 0
            cells = sum(bool(row[4]) for row in found)
            reasons = sum(bool(row[5]) for row in found) - cells
            yield Step(number, How(how), found[0][3], of, cells, reasons)

    def rows_of(self, step: int) -> list[JournalRow]:
        """The rows of one step in order."""
        found = self._connection.rows(f"{_ALL} WHERE number >= ? AND step = ?", (step, step))
        return [JournalRow(*row) for row in found]

    def last_cell(self, unit: str, period: int) -> tuple[str, CellKey] | None:
        """The form and the cell of a unit that were changed last in a year."""
        found = self._connection.rows(
            "SELECT form, tbl, row, col FROM journal WHERE unit = ? AND period = ? AND tbl != ''"
            " ORDER BY number DESC LIMIT 1",
            (unit, period),
        )
        return (found[0][0], CellKey(*found[0][1:])) if found else None

    def of_cell(self, place: FormPlace, key: CellKey) -> list[JournalRow]:
        """Every change of one cell, the newest first."""
        found = self._connection.rows(
            f"{_ALL} WHERE unit = ? AND form = ? AND period = ? AND tbl = ? AND row = ? AND col = ?"
            " ORDER BY number DESC",
            (place.unit, place.form, place.period, *key),
        )
        return [JournalRow(*row) for row in found]

    def reasons_of(self, place: FormPlace) -> list[JournalRow]:
        """Every change of a reason given for a finding of one form."""
        found = self._connection.rows(
            f"{_ALL} WHERE unit = ? AND form = ? AND period = ? AND tbl = '' AND old != ''",
            (place.unit, place.form, place.period),
        )
        return [JournalRow(*row) for row in found]

    def events(self) -> list[JournalRow]:
        """Everything but the changes of cells and reasons, and figures keyed a second time, the
        newest first."""
        typed = ", ".join(f"'{how.value}'" for how in CHANGES_CELLS | {How.UNDO, How.REDO})
        found = self._connection.rows(
            f"{_ALL} WHERE how NOT IN ({typed}) AND tbl = '' AND old = ''"
            f" AND NOT (how = '{How.KEYED_AGAIN.value}' AND new = '') ORDER BY number DESC"
        )
        return [JournalRow(*row) for row in found]

    def rows(self) -> Iterator[JournalRow]:
        """All rows in order, without holding them all."""
        for row in self._connection.execute(f"{_ALL} ORDER BY number"):
            yield JournalRow(*row)

    def _append(self, about: tuple[str | int, ...]) -> None:
        step, how, source = self._step
        number = self.position.number + 1
        author = self._author
        row = (
            number, step, self._clock(), author.who, author.machine, author.program,
            how.value, source, *about,
        )  # fmt: skip
        head = chained(self.position.head, row)
        self._recorder.add("journal", dict(zip((*COLUMNS, "hash"), (*row, head), strict=True)))
        self.position = Position(number, head)


def last_position(connection: Connection) -> Position:
    """Where the journal ends."""
    last = connection.rows("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1")
    return Position(*last[0]) if last else Position(0, START)


def position_at(connection: Connection, number: int) -> Position | None:
    """Where the journal stood when it had so many rows; None if it never did."""
    if number == 0:
        return Position(0, START)
    found = connection.rows("SELECT number, hash FROM journal WHERE number = ?", (number,))
    return Position(*found[0]) if found else None


def last_time(connection: Connection) -> str:
    """When the last row was written, an ISO time; empty in a new file."""
    last = connection.rows("SELECT at FROM journal ORDER BY number DESC LIMIT 1")
    return str(last[0][0]) if last else ""


def first_breach(connection: Connection) -> Breach | None:
    """Walk the whole journal; None where every row follows from the one before it.

    A journal that only lost its last rows is whole in itself: compare its head with one that
    left the machine.
    """
    previous = START
    rows = connection.execute(f"{_ALL} ORDER BY number")
    for number, (*row, found) in enumerate(rows, start=1):
        if row[0] != number or chained(previous, tuple(row)) != found:
            return Breach(min(row[0], number), row[2])
        previous = found
    return None


def chained(previous: str, row: tuple[object, ...]) -> str:
    """The hash of a row behind the row before it."""
    return hashlib.sha256((previous + _json(row)).encode()).hexdigest()


def _as_text(value: DataValue) -> str:
    return _json((value.kind.value, value.plain, value.reason, value.note))


def value_of(text: str) -> tuple[DataValue, int]:
    """A value as a journal row holds it, and its decimals."""
    kind, figure, reason, note = json.loads(text)
    number = Decimal(figure) if figure else None
    decimals = len(figure.partition(".")[2])
    return DataValue(Kind(kind), number, reason, note), decimals
