"""What a sheet of an official form says of itself, so that it is known again after people have
renamed, copied and reordered: one printed line above the form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fuer_desktop.domain.numbers import halfwidth
from fuer_desktop.texts import form_workbook as texts


@dataclass(frozen=True, slots=True)
class Mark:
    """Which form and table stands below; a blank form names no unit and no year."""

    form: str
    version: int
    table: str
    unit: str = ""
    year: int | None = None
    practice: bool = False

    @property
    def text(self) -> str:
        """The line as it is printed."""
        parts = {
            texts.MARK_FORM: self.form,
            texts.MARK_VERSION: str(self.version),
            texts.MARK_TABLE: self.table,
            texts.MARK_UNIT: self.unit,
            texts.MARK_YEAR: str(self.year or ""),
            texts.MARK_PRACTICE: texts.YES if self.practice else "",
        }
        said = (f"{name}={value}" for name, value in parts.items() if value)
        return texts.GAP.join((texts.MARK, *said))


_PART = re.compile(r"(\w+)\s*=\s*([^\s=]+)")


def mark_in(text: str) -> Mark | None:
    """The mark that a cell's text is; None for any other text."""
    if texts.MARK_FORM not in text or texts.MARK_TABLE not in text:
        return None
    parts = dict(_PART.findall(halfwidth(text)))
    if not {texts.MARK_FORM, texts.MARK_TABLE} <= parts.keys():
        return None
    return Mark(
        parts[texts.MARK_FORM],
        _whole(parts.get(texts.MARK_VERSION, "")) or 0,
        parts[texts.MARK_TABLE],
        parts.get(texts.MARK_UNIT, ""),
        _whole(parts.get(texts.MARK_YEAR, "")),
        texts.MARK_PRACTICE in parts,
    )


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


_DIGITS = 6
"""Of a year or a version; more are no such thing."""
