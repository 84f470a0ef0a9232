"""Texts of the yearly account: how long they are, what they are about, whether they are last
year's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fuer_desktop.domain.forms import Column, Form
from fuer_desktop.domain.values import CellKey, DataValue, Kind
from fuer_desktop.texts import narrative as texts


@dataclass(frozen=True, slots=True)
class Topic:
    """What a text is about: the headings it stands under, the row, and the column, all in full."""

    above: tuple[str, ...]
    row: str
    column: str


def topic(form: Form, key: CellKey) -> Topic:
    """What a cell's text is about; of the headings above its row the last of each level."""
    table = form.table_by_code[key.table]
    above: list[tuple[int, str]] = [(-1, table.title)] if table.title else []
    for row in table.rows:
        if row.code == key.row:
            break
        if not row.code:
            above = [(level, title) for level, title in above if level < row.level]
            above.append((row.level, row.title))
    titles = tuple(title for _, title in above)
    column = table.column_by_code[key.column].title
    return Topic(titles, table.coded_rows[key.row].title, column)


def written_chars(text: str) -> int:
    """Signs that are written; blanks and new lines do not count, as in a word processor."""
    return sum(not sign.isspace() for sign in text)


def column_of(form: Form, key: CellKey) -> Column:
    """The column of a cell, which says how long its text should be."""
    return form.table_by_code[key.table].column_by_code[key.column]


def length_words(count: int, column: Column) -> str:
    """How much is written, how much is advised, and what is missing or too much. It is advice: a
    short text may be all there is to say."""
    words = texts.WRITTEN.format(count=count) if count else texts.NOT_WRITTEN
    least, most = column.least_chars, column.most_chars
    if least is None and most is None:
        return words
    template = texts.ADVISED[least is not None, most is not None]
    words += template.format(least=least, most=most)
    if least is not None and 0 < count < least:
        words += texts.MISSING.format(count=least - count)
    if most is not None and count > most:
        words += texts.TOO_MUCH.format(count=count - most)
    return words


def is_copied(now: DataValue, before: DataValue) -> bool:
    """Whether a text is last year's word for word; blanks do not count."""
    both = now.kind is Kind.TEXT and before.kind is Kind.TEXT
    return both and _signs(now.note) == _signs(before.note)


def text_places(form: Form, key: CellKey) -> tuple[CellKey | None, CellKey | None]:
    """The texts before and after this one, in reading order; None at the ends."""
    places = list(_in_order(form))
    at = places.index(key)
    before = places[at - 1] if at else None
    return before, places[at + 1] if at + 1 < len(places) else None


def _in_order(form: Form) -> Iterator[CellKey]:
    return (key for key in form.typed_cells if key in form.text_cells)


def _signs(text: str) -> str:
    return "".join(text.split())
