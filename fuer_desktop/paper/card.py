"""The hand-over card laid out on one page of A4, whatever there is to say."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from fuer_desktop.domain.hand_over import Card, Section
from fuer_desktop.domain.paper_sizes import PaperSize
from fuer_desktop.paper import face
from fuer_desktop.paper.layout import Laid
from fuer_desktop.paper.pieces import BODY, HAIR, HEADING, SMALL, THIN, TITLE, Box, Page, Stroke
from fuer_desktop.paper.sheet import Align
from fuer_desktop.texts import handing_over as texts

_SIDE, _TOP, _BOTTOM = 48.0, 44.0, 40.0
_GAP = 8.0
_TO_WRITE = 22.0
"""Height of a line on which something is written by hand."""

_MORE_TO_WRITE = 4
"""How often the last of these lines is repeated, where there is room."""

TRIES = (
    *((BODY, most, lines) for most, lines in ((99, 3), (12, 3), (8, 3), (6, 2))),
    *((SMALL, most, lines) for most, lines in ((8, 2), (5, 2), (4, 2), (3, 2), (2, 2), (1, 1))),
)
"""Size of type, most lines of a section, most printed lines of one of them: the first of these
with which everything is on the page is taken."""


def lay_out_card(card: Card) -> Laid:
    """The card on one page; of long lists the beginning, and how many more there are."""
    for points, most, lines in TRIES:
        composer = _Composer(card, points, most, lines)
        if composer.fits:
            break
    return Laid(card.subtitle, PaperSize.A4, PaperSize.A4, [composer.page])


class _Composer:
    """Fills the page from the top, and the lines to write on from the foot."""

    def __init__(self, card: Card, points: float, most: int, lines: int) -> None:
        self._points, self._most, self._lines = points, most, lines
        self.page = Page()
        width, height = PaperSize.A4.points
        self._frame = Box(_SIDE, _TOP, width - 2 * _SIDE, height - _TOP - _BOTTOM)
        self._y = self._frame.y
        self._head(card)
        self._facts(card.facts)
        for section in card.sections:
            self._section(section)
        self._section(card.keys, whole=True)
        self._foot(card.to_write)

    @property
    def fits(self) -> bool:
        """Whether nothing runs into the lines at the foot."""
        return self._y <= self._foot_y

    def _head(self, card: Card) -> None:
        if card.practice:
            self._practice_mark()
        self._line(texts.TITLE, TITLE, Align.CENTRE)
        self._y += 2
        self._line(card.subtitle, HEADING, Align.CENTRE)
        self._y += _GAP

    def _practice_mark(self) -> None:
        wide = face.width(texts.PRACTICE, HEADING)
        x, y = self._frame.x, self._frame.y
        box = Box(x, y, wide + 10, HEADING + 6)
        self.page.line(texts.PRACTICE, HEADING, Box(x + 5, y + 3, wide, 0), Align.LEFT)
        corners = [(x, y), (box.right, y), (box.right, box.bottom), (x, box.bottom), (x, y)]
        for (x1, y1), (x2, y2) in pairwise(corners):
            self.page.strokes.append(Stroke(x1, y1, x2, y2, THIN))

    def _facts(self, facts: Iterable[tuple[str, str]]) -> None:
        known = list(facts)
        wide = max(face.width(name, self._points) for name, _ in known) + _GAP * 2
        for name, said in known:
            room = self._frame._replace(y=self._y, width=wide)
            self.page.line(name, self._points, room, Align.LEFT)
            self._words(said, inset=wide, most=self._lines + 1)
            self._y += 1.5

    def _section(self, section: Section, *, whole: bool = False) -> None:
        self._y += _GAP
        self._line(section.heading, HEADING, Align.LEFT)
        y = self._y - 1
        self.page.strokes.append(Stroke(self._frame.x, y, self._frame.right, y, HAIR))
        self._y += 3
        most = len(section.lines) if whole else self._most
        shown = section.lines[:most]
        for line in shown:
            self._item(line)
        if len(shown) < len(section.lines):
            more = texts.MORE.format(count=len(section.lines) - len(shown))
            self._words(more, inset=self._bullet, most=1)

    @property
    def _bullet(self) -> float:
        return face.width(_BULLET, self._points)

    def _item(self, line: str) -> None:
        room = self._frame._replace(y=self._y)
        self.page.line(_BULLET, self._points, room, Align.LEFT)
        self._words(line, inset=self._bullet, most=self._lines)
        self._y += 1.5

    def _words(self, words: str, *, inset: float, most: int) -> None:
        """Words that hang at an inset, cut where they take more than so many lines."""
        room = self._frame.width - inset
        lines = face.wrapped(words, self._points, room)
        if len(lines) > most:
            lines = [*lines[: most - 1], _cut(lines[most - 1], self._points, room)]
        for line in lines:
            box = Box(self._frame.x + inset, self._y, room, 0)
            self.page.line(line, self._points, box, Align.LEFT)
            self._y += face.leading(self._points)

    def _line(self, text: str, points: float, align: Align) -> None:
        self.page.line(text, points, self._frame._replace(y=self._y), align)
        self._y += face.leading(points)

    def _foot(self, to_write: tuple[tuple[str, ...], ...]) -> None:
        """Lines to write on, each word with as much room as the others of its line."""
        self._foot_y = self._frame.bottom - _TO_WRITE * len(to_write)
        spare = int((self._foot_y - self._y) // _TO_WRITE) - 1
        lines = [*to_write, *[to_write[-1]] * min(max(spare, 0), _MORE_TO_WRITE)]
        self._foot_y = self._frame.bottom - _TO_WRITE * len(lines)
        for number, words in enumerate(lines):
            y = self._foot_y + _TO_WRITE * number + (_TO_WRITE - BODY)
            share = self._frame.width / len(words)
            for place, word in enumerate(words):
                box = Box(self._frame.x + share * place, y, share, 0)
                self.page.line(word, BODY, box, Align.LEFT)
                start = box.x + face.width(word, BODY) + 4
                line = y + BODY + 2
                self.page.strokes.append(Stroke(start, line, box.right - _GAP, line, HAIR))


_BULLET = "·　"
_DOTS = "…"


def _cut(line: str, points: float, room: float) -> str:
    """The beginning of a line, with dots."""
    while line and face.width(line + _DOTS, points) > room:
        line = line[:-1]
    return line + _DOTS
