"""Supplementary lines (补充资料) below the tables of a form: sentences with figures on a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fuer_desktop.paper import face
from fuer_desktop.paper.pieces import BODY, THIN, Box, Stroke, set_line
from fuer_desktop.paper.sheet import Align, Line, PrintedTable
from fuer_desktop.paper.tables import Pages
from fuer_desktop.texts import paper as texts

_BEFORE = 8.0
_LEAST_BLANK, _BESIDE = 56.0, 6.0
"""Width of a line on which a figure is written, and what is left beside a printed one."""
_BELOW_BASELINE = 2.0
_TOGETHER = 8
"""Lines of a sentence that are not parted; a longer one may go on on the next page."""


@dataclass(frozen=True, slots=True)
class _Token:
    """What is not broken: a word, or a figure with the line under it."""

    text: str
    is_figure: bool = False
    shaded: bool = False

    @property
    def width(self) -> float:
        """In points."""
        wide = face.width(self.text, BODY)
        return max(_LEAST_BLANK, wide + 2 * _BESIDE) if self.is_figure else wide


class SentenceSetter:
    """Sets one supplementary table: a sentence for each row and its parts, on a line of its own,
    behind the word that says what they are."""

    def __init__(self, pages: Pages, table: PrintedTable) -> None:
        self._pages = pages
        self._table = table
        self._lead = texts.SUPPLEMENT
        if table.title:
            self._lead = texts.SUPPLEMENT_TITLED.format(title=table.title)
        self._hang = face.width(self._lead, BODY)

    def set(self) -> None:
        """Put the sentences on the page, and on as many more as they need."""
        self._pages.take(_BEFORE)
        lead = self._lead
        for group in _groups(self._table.lines):
            lines = self._broken(list(self._tokens(group)))
            if min(len(lines), _TOGETHER) * self._pages.row_height > self._pages.room.height:
                lead = self._turn()
            for number in group:
                self._pages.page.rows.append((self._table.code, number))
                self._pages.page.parts.append((self._table.code, number))
            for line in lines:
                if self._pages.row_height > self._pages.room.height:
                    lead = self._turn()
                    self._pages.page.parts += [(self._table.code, number) for number in group]
                self._put(lead, line)
                lead = ""

    def _turn(self) -> str:
        """Go on at the top of a new page; returns what stands there first."""
        self._pages.turn()
        self._pages.take(_BEFORE)
        return self._lead

    def _tokens(self, group: Sequence[int]) -> Iterator[_Token]:
        """The words of a row and of its parts, and between them their figures."""
        for number in group:
            line = self._table.lines[number]
            name, unit, code, figure = line.cells
            if not line.code:
                yield from _words(name.text + texts.COLON)
                continue
            yield from _words(name.text + texts.SENTENCE_CODE.format(code=code.text))
            is_figure = figure.align is not Align.LEFT and figure.text != texts.DASH
            if is_figure:
                yield _Token(figure.text, is_figure=True, shaded=figure.shaded)
            else:
                yield from _words(figure.text)
            yield from _words(
                unit.text + (texts.SENTENCE_END if number == group[-1] else texts.SENTENCE_MORE)
            )

    def _broken(self, tokens: Sequence[_Token]) -> list[list[_Token]]:
        """The tokens in lines that fit behind the lead."""
        room, left = self._pages.room.width - self._hang, 0.0
        lines: list[list[_Token]] = [[]]
        for token in tokens:
            if lines[-1] and left + token.width > room and token.text not in _CLINGING:
                lines.append([])
                left = 0.0
            lines[-1].append(token)
            left += token.width
        return lines

    def _put(self, lead: str, tokens: Sequence[_Token]) -> None:
        pages = self._pages
        room = pages.take(pages.row_height)
        y = room.bottom - face.leading(BODY)
        if lead:
            pages.page.line(lead, BODY, room._replace(y=y), Align.LEFT)
        x = room.x + self._hang
        for token in tokens:
            box = Box(x, y, token.width, BODY)
            if token.is_figure:
                low = y + face.rise(BODY) + _BELOW_BASELINE
                if token.shaded:
                    pages.page.shades.append(box._replace(height=low - y))
                pages.page.strokes.append(Stroke(x, low, box.right, low, THIN))
            align = Align.CENTRE if token.is_figure else Align.LEFT
            if token.text:
                pages.page.types.append(set_line(token.text, BODY, box, align))
            x += token.width


_CLINGING = (texts.SENTENCE_END, texts.SENTENCE_MORE)


def _words(text: str) -> Iterator[_Token]:
    return (_Token(word) for word in face.words(text))


def _groups(lines: Sequence[Line]) -> list[list[int]]:
    """Each row with its parts, which go on in its sentence."""
    groups: list[list[int]] = []
    for number, line in enumerate(lines):
        if groups and line.clings:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups
