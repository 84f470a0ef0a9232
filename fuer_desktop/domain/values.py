"""What stands in a cell: a number, or one of the kinds of "no number", with reason and note."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.numbers import parse_number, plain, shown
from fuer_desktop.texts import entry as texts

LEAST_REASON = 6
"""Characters of a reason, as national direct reporting asks for 核实 findings (peers.md 0.3)."""


MAX_TEXT = 4000
"""Characters of one text in a form."""


BRIEF = 24
"""Characters of a text that stand in a sentence about it."""


def is_reason(text: str) -> bool:
    """Whether a text is long enough to explain something, and not one character over and over."""
    return len(text.strip()) >= LEAST_REASON and len(set("".join(text.split()))) > 1


class Kind(StrEnum):
    """A number, a text where the form asks for one, or why there is neither."""

    NUMBER = "number"
    TEXT = "text"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    NO_DATA = "no_data"
    INCLUDED = "included"
    EXEMPT = "exempt"

    @classmethod
    def parse(cls, text: str) -> Kind:
        """Read a kind by its code or its Chinese word; raise EntryError listing the known ones."""
        for kind in cls:
            if text in (kind.value, texts.KINDS[kind.value]):
                return kind
        known = "、".join(f"{kind.value}（{texts.KINDS[kind.value]}）" for kind in cls)
        raise EntryError(texts.UNKNOWN_KIND.format(text=text, known=known))

    @property
    def label(self) -> str:
        """The word for people."""
        return texts.KINDS[self.value]


class CellKey(NamedTuple):
    """A place in a form: the lasting codes of table, row and column."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class DataValue:
    """One cell's content. ``number`` is given exactly when the kind is NUMBER; ``reason`` says why
    there is none; at a number it is a remark, for the reasons of what is found there belong to the
    findings (see ``findings``). ``note`` is a remark too; of a TEXT it is the text itself."""

    kind: Kind
    number: Decimal | None = None
    reason: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if (self.kind is Kind.NUMBER) != (self.number is not None):
            raise ValueError(f"{self.kind} with number {self.number}")

    @property
    def explained(self) -> bool:
        """Whether it is said why there is no number."""
        return is_reason(self.reason)

    def is_same_as(self, other: DataValue) -> bool:
        """Whether both say the same, whatever the reasons and remarks beside it."""
        is_text = self.kind is Kind.TEXT
        same = (self.kind, self.number) == (other.kind, other.number)
        return same and (not is_text or self.note == other.note)

    @property
    def text(self) -> str:
        """The content for people: the figure, the text, or the sign of its kind."""
        if self.kind is Kind.TEXT:
            return self.note
        return texts.KIND_SIGNS[self.kind] if self.number is None else shown(self.number)

    @property
    def brief(self) -> str:
        """The content in a line: of a text its beginning."""
        line = " ".join(self.text.splitlines())
        return line if len(line) <= BRIEF else f"{line[:BRIEF]}…"

    @property
    def plain(self) -> str:
        """The content for files: the figure, or nothing."""
        return "" if self.number is None else plain(self.number)


BLANK = DataValue(Kind.BLANK)

Values = Mapping[CellKey, DataValue]
"""The cells of one form of one unit and period; a cell that is not there is 未填."""


def number(value: Decimal | int | str) -> DataValue:
    """A plain figure as a value."""
    return DataValue(Kind.NUMBER, Decimal(value))


def read_value(text: str, kind: Kind | None, decimals: int, reason: str, note: str) -> DataValue:
    """A value from what a person or a file gives: the figure's text and the kind, if it is said.

    Raises EntryError when the two contradict each other or a reason is missing.
    """
    require_keepable(reason)
    require_keepable(note)
    given = text.strip()
    meant = kind or (Kind.NUMBER if given else Kind.BLANK)
    if meant is Kind.TEXT:
        raise EntryError(texts.NUMBER_WANTED)
    if meant is Kind.NUMBER:
        if not given:
            raise EntryError(texts.NUMBER_WITHOUT_FIGURE)
        return DataValue(meant, parse_number(given, decimals), reason, note)
    if given:
        raise EntryError(texts.FIGURE_WITHOUT_NUMBER.format(kind=meant.label, text=given))
    value = DataValue(meant, None, reason, note)
    if meant in _NEED_REASON and not value.explained:
        raise EntryError(texts.REASON_NEEDED.format(kind=meant.label, least=LEAST_REASON))
    return value


def read_text(text: str, kind: Kind | None, reason: str, note: str) -> DataValue:
    """The content of a cell that asks for a text; a file gives the text as the cell's note.

    Raises EntryError for a figure's kind, for a text that cannot be kept or is too long, and where
    a reason is missing.
    """
    written = (text or note if kind in (None, Kind.TEXT) else "").strip()
    if kind is Kind.NUMBER or (kind is Kind.TEXT and not written):
        raise EntryError(texts.TEXT_WANTED)
    if not written:
        return read_value(text, kind, 0, reason, note)
    for line in written.split("\n"):
        require_keepable(line.replace("\t", ""))
    if len(written) > MAX_TEXT:
        raise EntryError(texts.TEXT_TOO_LONG.format(length=len(written), most=MAX_TEXT))
    return DataValue(Kind.TEXT, None, reason, written)


def require_keepable(text: str) -> None:
    """Refuse half characters and control characters, which no file could give back."""
    if any(unicodedata.category(character) in ("Cs", "Cc") for character in text):
        raise EntryError(texts.UNKEEPABLE_TEXT)


_NEED_REASON = (Kind.NO_DATA, Kind.INCLUDED)
