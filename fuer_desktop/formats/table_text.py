"""A block of cells as clipboards hold it: lines of tab-separated text, and a table in HTML.

Excel and WPS put both there. The text holds what is seen, rounded as it is shown; Excel's HTML
says the whole number beside it (``x:num``), which is taken where it is given.
"""

from __future__ import annotations

import csv
import html
import io
import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html.parser import HTMLParser

Block = list[list[str]]
"""Rows of cells; one row may be shorter than another."""


def write_text(block: Iterable[Sequence[str]]) -> str:
    """Tab-separated lines; a cell with a tab, a quote or a new line stands in quotes."""
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\r\n").writerows(block)
    return out.getvalue()


def write_html(block: Iterable[Sequence[str]]) -> str:
    """A table whose cells are text where they would be taken for something else, such as 01."""
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in block)
    return f'<html><head><meta charset="utf-8"></head><body><table>{rows}</table></body></html>'


def _cell(text: str) -> str:
    style = " style=\"mso-number-format:'\\@'\"" if _is_code(text) else ""
    content = html.escape(text).replace("\n", "<br style='mso-data-placement:same-cell'>")
    return f"<td{style}>{content}</td>"


def _is_code(text: str) -> bool:
    return len(text) > 1 and text.isdigit() and text.startswith("0")


def read_text(text: str) -> Block:
    """Lines of tab-separated cells; a lone quote is a character like any other."""
    given = text.removesuffix("\n").removesuffix("\r")
    rows: Block = []
    try:
        rows = list(csv.reader(io.StringIO(given, newline=""), dialect="excel-tab", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in given.splitlines()]
    return rows


def read_html(text: str) -> Block | None:
    """The first table of a page; None where there is none. Merged cells count once, the rest of
    what they cover is empty."""
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    return reader.rows or None


def read_block(text: str, page: str) -> Block:
    """The cells of a clipboard: those of its table where that says whole numbers, else its text."""
    if "x:num" in page.lower():
        found = read_html(page)
        if found:
            return found
    return read_text(text) if text else (read_html(page) or [])


_SPAN_LIMIT = 100


class _TableReader(HTMLParser):
    """Collects the cells of the first table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._number = ""
        self._span, self._reach = 1, 1
        self._covered: dict[int, int] = {}
        """Columns that a cell from above still covers, with how many more rows."""
        self._ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._ended:
            return
        given = dict(attrs)
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
            self._fill_covered()
        elif tag in ("td", "th"):
            self._end_cell()
            self._cell = []
            self._number = given.get("x:num") or ""
            self._span = _span(given.get("colspan"))
            self._reach = _span(given.get("rowspan"))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self.rows:
            self._end_cell()
            self._ended = True

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._ended:
            # Line ends within the source of a page are blanks.
            self._cell.append(" ".join(data.split("\n")))

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if not self.rows:
            self.rows.append([])
        seen, row = "".join(self._cell).strip(), self.rows[-1]
        if self._reach > 1:
            self._covered |= dict.fromkeys(range(len(row), len(row) + self._span), self._reach - 1)
        row += [_meant(seen, self._number), *[""] * (self._span - 1)]
        self._fill_covered()
        self._cell, self._number = None, ""

    def _fill_covered(self) -> None:
        """Leave empty what a cell from above covers, up to the next free column."""
        row = self.rows[-1]
        while self._covered.get(len(row)):
            self._covered[len(row)] -= 1
            row.append("")


def _span(given: str | None) -> int:
    return min(int(given), _SPAN_LIMIT) if given and given.isdigit() and int(given) > 0 else 1


def _meant(seen: str, number: str) -> str:
    """The whole number behind what is seen, where what is seen is that number rounded; a date or
    another measure stays as it is seen, so that nobody takes a number he has not looked at."""
    shown = seen.replace(",", "").replace(" ", "")
    if not number or not _PLAIN.fullmatch(shown):
        return seen
    exact = _exactly(number)
    if not _PLAIN.fullmatch(exact):
        return seen
    step = Decimal(1).scaleb(-len(shown.partition(".")[2]))
    is_rounded = abs(Decimal(exact) - Decimal(shown)) <= step / 2
    return exact if is_rounded else seen


_PLAIN = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")


def _exactly(number: str) -> str:
    """A number as it was meant: 17 digits of a binary fraction are 12.3 again."""
    try:
        meant = float(number)
    except ValueError:
        return number
    return f"{Decimal(repr(meant)):f}".removesuffix(".0") if math.isfinite(meant) else number
