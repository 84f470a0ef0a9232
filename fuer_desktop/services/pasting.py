"""A block of cells from a spreadsheet goes into a form: read whole first, then entered as one step.

Nothing is guessed: what cannot be read refuses the block with the place of each mistake; an empty
cell erases nothing; what falls on a cell that nobody fills is left out, and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from fuer_desktop.domain.cell_text import NoNumber, no_number, read_cell_text
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.numbers import halfwidth
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, DataValue, Kind
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.formats import table_text
from fuer_desktop.services.editing import EditSession
from fuer_desktop.texts import desk as texts

read_block = table_text.read_block
write_text = table_text.write_text
write_html = table_text.write_html
Block = table_text.Block

MOST_TOLD = 8
"""Mistakes told at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one cell of a block falls: a form's cell, or none, and what stands there."""

    key: CellKey | None
    shown: str


@dataclass(frozen=True, slots=True)
class Line:
    """The places of one line of the grid, from the first column of the block on."""

    places: Sequence[Place]
    is_heading: bool

    def is_met_by(self, row: Sequence[str]) -> bool:
        """Whether a row of a block may be this heading: empty, or the same words."""
        shown = [place.shown for place in self.places[: len(row)]]
        return all(
            not text.strip() or text.strip() == seen.strip()
            for text, seen in zip_longest(row, shown, fillvalue="")
        )


@dataclass
class Pasted:
    """What a block would do: values to enter, how many change what stood there, what was left out
    and what could not be read."""

    cells: dict[CellKey, DataValue] = field(default_factory=dict)
    changed: int = 0
    same: int = 0
    left_out: int = 0
    rows: list[str] = field(default_factory=list)
    """Codes of the rows that something fell on, in order."""
    problems: list[str] = field(default_factory=list)


def land(block: Block, lines: Sequence[Line]) -> Iterator[tuple[str, Place | None]]:
    """Each cell of a block with the place it falls on; None beyond the form's edge.

    Rows go to lines with figures. Headings are passed over, unless the block has an empty row, or
    the same words, for each of them, as one that was copied from the official form has.
    """
    pairs = zip(block, lines, strict=False)
    with_headings = all(line.is_met_by(row) for row, line in pairs if line.is_heading)
    targets = [line for line in lines if with_headings or not line.is_heading]
    for number, row in enumerate(block):
        places = targets[number].places if number < len(targets) else ()
        for column, text in enumerate(row):
            yield text, places[column] if column < len(places) else None


def read_pasted(session: EditSession, block: Block, lines: Sequence[Line]) -> Pasted:
    """What pasting a block from these lines on would do; nothing is changed yet."""
    found = Pasted()
    for text, place in land(block, lines):
        if not text.strip():
            continue
        if place is None or place.key is None or place.key not in session.form.typed_cells:
            same = place is not None and _figure(text) == _figure(place.shown)
            found.left_out += not same
            continue
        found.rows.append(place.key.row)
        _read_one(session, found, place.key, text)
    return found


def _read_one(session: EditSession, found: Pasted, key: CellKey, text: str) -> None:
    now = session.value(key)
    if _says_nothing_new(now, None if key in session.form.text_cells else no_number(text)):
        found.same += now.kind is not Kind.BLANK
        return
    try:
        value = read_cell_text(session.form, key, text)
        if not value.is_same_as(now) and session.state(key).locked:
            raise EntryError(session.state(key).locked)
    except EntryError as error:
        name = cell_name(session.form, key)
        found.problems.append(texts.PASTE_PROBLEM.format(where=name, problem=error))
        return
    if value.is_same_as(now) and value.reason in ("", now.reason):
        found.same += 1
    else:
        found.changed += now.kind is not Kind.BLANK
        found.cells[key] = value


def _says_nothing_new(now: DataValue, said: NoNumber | None) -> bool:
    """Whether a word says the kind that stands there already, or 未填, which is no more than an
    empty cell and erases nothing."""
    if said is None:
        return False
    is_same = said.kind is now.kind and said.reason in ("", now.reason)
    return is_same or said.kind is Kind.BLANK


def _figure(text: str) -> str:
    return "".join(halfwidth(text).replace(",", "").split())


def paste(session: EditSession, block: Block, lines: Sequence[Line]) -> str:
    """Enter a block as one step; returns the sentence that says what was done. Raises EntryError
    with the place of each mistake, and then nothing was entered."""
    if session.locked:
        raise EntryError(session.locked)
    found = read_pasted(session, block, lines)
    if found.problems:
        told = found.problems[:MOST_TOLD]
        more = len(found.problems) - len(told)
        told += [texts.PASTE_MORE.format(count=more)] * bool(more)
        raise EntryError("\n".join([texts.PASTE_REFUSED, *told]))
    session.enter_values(found.cells, How.PASTED)
    return _sentence(found)


def _sentence(found: Pasted) -> str:
    if not found.cells and not found.same:
        return texts.PASTE_NOTHING
    parts = [
        texts.PASTED.format(count=len(found.cells)),
        texts.PASTE_CHANGED.format(count=found.changed) if found.changed else "",
        texts.PASTE_SAME.format(count=found.same) if found.same else "",
        texts.PASTE_LEFT_OUT.format(count=found.left_out) if found.left_out else "",
    ]
    if found.rows[0] != found.rows[-1]:
        parts.append(texts.PASTE_ROWS.format(first=found.rows[0], last=found.rows[-1]))
    undo = texts.PASTE_UNDO if found.cells else texts.FULL_STOP
    return "，".join(filter(None, parts)) + undo
