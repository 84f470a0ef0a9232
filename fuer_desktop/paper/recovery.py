"""The recovery sheet laid out on one page of A4."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from fuer_desktop.domain.paper_sizes import PaperSize
from fuer_desktop.domain.recovery_sheet import RecoverySheet
from fuer_desktop.paper import face
from fuer_desktop.paper.layout import Laid
from fuer_desktop.paper.pieces import BODY, HAIR, HEADING, SMALL, THIN, TITLE, Box, Page, Stroke
from fuer_desktop.paper.sheet import Align
from fuer_desktop.texts import handing_over as card_texts
from fuer_desktop.texts import office_keys as texts

_SIDE, _TOP, _BOTTOM = 56.0, 52.0, 60.0
_GAP = 12.0
_COLUMNS = 4
_CODE = 20.0
"""Size of the code's digits: read out by whoever finds the sheet years later."""
_CELL = 52.0
"""Height of a group's cell."""


def lay_out_sheet(sheet: RecoverySheet) -> Laid:
    """The sheet on one page."""
    return Laid(texts.SHEET_TITLE, PaperSize.A4, PaperSize.A4, [_Composer(sheet).page])


class _Composer:
    """Fills the page from the top, and the lines to write on at the foot."""

    def __init__(self, sheet: RecoverySheet) -> None:
        self.page = Page()
        width, height = PaperSize.A4.points
        self._frame = Box(_SIDE, _TOP, width - 2 * _SIDE, height - _TOP - _BOTTOM)
        self._y = self._frame.y
        if sheet.practice:
            self._practice_mark()
        self._line(texts.SHEET_TITLE, TITLE, Align.CENTRE)
        self._y += _GAP
        self._facts(sheet.facts)
        self._y += _GAP
        self._line(texts.SHEET_CODE, HEADING, Align.LEFT)
        self._y += 4
        self._grid(sheet.groups)
        for heading, lines in (texts.SHEET_USES, texts.SHEET_KEEPING):
            self._section(heading, lines)
        self._foot(texts.SHEET_SIGNED)

    def _practice_mark(self) -> None:
        words, x, y = card_texts.PRACTICE, self._frame.x, self._frame.y
        wide = face.width(words, HEADING)
        self.page.line(words, HEADING, Box(x + 5, y + 3, wide, 0), Align.LEFT)
        self._frame_around(Box(x, y, wide + 10, HEADING + 6))

    def _frame_around(self, box: Box) -> None:
        corners = [
            (box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom),
            (box.x, box.y),
        ]  # fmt: skip
        for (x1, y1), (x2, y2) in pairwise(corners):
            self.page.strokes.append(Stroke(x1, y1, x2, y2, THIN))

    def _facts(self, facts: Iterable[tuple[str, str]]) -> None:
        known = list(facts)
        wide = max(face.width(name, BODY) for name, _ in known) + _GAP
        for name, said in known:
            self.page.line(name, BODY, self._frame._replace(y=self._y), Align.LEFT)
            self._words(said, inset=wide)
            self._y += 2

    def _grid(self, groups: tuple[str, ...]) -> None:
        """Four columns, each group with its number: nobody loses his place."""
        wide = self._frame.width / _COLUMNS
        for place, group in enumerate(groups):
            x = self._frame.x + wide * (place % _COLUMNS)
            y = self._y + _CELL * (place // _COLUMNS)
            self._frame_around(Box(x, y, wide, _CELL))
            self.page.line(str(place + 1), SMALL, Box(x + 4, y + 4, wide, 0), Align.LEFT)
            code = Box(x, y + (_CELL - _CODE) / 2, wide, 0)
            self.page.line(group, _CODE, code, Align.CENTRE)
        self._y += _CELL * (len(groups) // _COLUMNS) + _GAP

    def _section(self, heading: str, lines: tuple[str, ...]) -> None:
        self._line(heading, HEADING, Align.LEFT)
        y = self._y - 1
        self.page.strokes.append(Stroke(self._frame.x, y, self._frame.right, y, HAIR))
        self._y += 3
        for line in lines:
            self.page.line(_BULLET, BODY, self._frame._replace(y=self._y), Align.LEFT)
            self._words(line, inset=face.width(_BULLET, BODY))
            self._y += 2
        self._y += _GAP

    def _words(self, words: str, *, inset: float) -> None:
        room = self._frame.width - inset
        for line in face.wrapped(words, BODY, room):
            box = Box(self._frame.x + inset, self._y, room, 0)
            self.page.line(line, BODY, box, Align.LEFT)
            self._y += face.leading(BODY)

    def _line(self, text: str, points: float, align: Align) -> None:
        self.page.line(text, points, self._frame._replace(y=self._y), align)
        self._y += face.leading(points)

    def _foot(self, words: tuple[str, ...]) -> None:
        share = self._frame.width / len(words)
        for place, word in enumerate(words):
            x, y = self._frame.x + share * place, self._frame.bottom
            self.page.line(word, BODY, Box(x, y, share, 0), Align.LEFT)
            line = y + BODY + 3
            start = x + face.width(word, BODY) + 4
            self.page.strokes.append(Stroke(start, line, x + share - _GAP, line, HAIR))


_BULLET = "·　"
