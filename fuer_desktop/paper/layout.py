"""An official form laid out on pages: which paper, what stands where."""

from __future__ import annotations

from itertools import pairwise

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.paper import face
from fuer_desktop.paper.pieces import BODY, HEADING, SMALL, THIN, TITLE, Box, Page, Stroke
from fuer_desktop.paper.sheet import Align, Sheet
from fuer_desktop.paper.tables import TableSetter
from fuer_desktop.paper.widths import widths
from fuer_desktop.texts import paper as texts

A4, A4_ACROSS = Box(0, 0, 595.28, 841.89), Box(0, 0, 841.89, 595.28)
A3_ACROSS = Box(0, 0, 1190.55, 841.89)
PAPERS = (A4, A4_ACROSS, A3_ACROSS)
"""What may be printed on, in points; the first that holds every table is taken."""

TIGHTNESS = ((17.0, BODY), (15.6, BODY), (14.4, SMALL))
"""Height of a row of one line, six to five millimetres, in which a figure can be written by hand;
and size of the notes. The most generous with which the form needs the fewest pages is taken."""

_SIDE, _TOP, _BOTTOM = 45.0, 42.0, 46.0
_FOOT = 30.0
"""Height of the line of signatures, on the last page above the page number."""

_WIDE_SPACE, _FIGURE_SPACE = "\u3000", "\u2007"
_SPREAD, _SPREAD_LESS = 0.62, 0.8
"""A title is spread as long as it stays within this part of the page's width."""


class Laid:
    """A form on pages of one paper."""

    def __init__(self, paper: Box, pages: list[Page]) -> None:
        self.paper = paper
        self.pages = pages


def lay_out(sheet: Sheet) -> Laid:
    """The form on the smallest paper that holds its tables.

    Raises DefinitionError where a table is too wide for every paper.
    """
    for paper in PAPERS:
        room = paper.width - 2 * _SIDE
        columns = widths(sheet.tables, room)
        if columns is not None:
            tries = (_Composer(sheet, paper, columns, *tight).pages() for tight in TIGHTNESS)
            return Laid(paper, min(tries, key=len))
    raise DefinitionError([texts.TOO_WIDE.format(form=sheet.code)])


class _Composer:
    """Fills page after page; what ``tables.TableSetter`` sets its rows on."""

    def __init__(
        self,
        sheet: Sheet,
        paper: Box,
        columns: list[tuple[float, ...]],
        row_height: float,
        note_points: float,
    ) -> None:
        self._sheet = sheet
        self.row_height = row_height
        self._note_points = note_points
        self._columns = columns
        height = paper.height - _TOP - _BOTTOM
        self._frame = Box(_SIDE, _TOP, paper.width - 2 * _SIDE, height)
        self._paper = paper
        self._done: list[Page] = []
        self.page = Page()
        self.room = self._frame

    def pages(self) -> list[Page]:
        """The whole form."""
        self._head()
        for table, columns in zip(self._sheet.tables, self._columns, strict=True):
            TableSetter(self, table, columns).set()
        self._words()
        self._signatures()
        self._done.append(self.page)
        for number, page in enumerate(self._done, start=1):
            foot = Box(_SIDE, self._frame.bottom + 12, self._frame.width, 0)
            words = texts.PAGE.format(number=number, count=len(self._done))
            page.line(words, SMALL, foot, Align.CENTRE)
        return self._done

    def take(self, height: float) -> Box:
        """Use the top of what is left."""
        taken = self.room._replace(height=height)
        self.room = self.room._replace(y=self.room.y + height, height=self.room.height - height)
        return taken

    def turn(self) -> None:
        """Begin a new page, with what says whose it is."""
        self._done.append(self.page)
        self.page = Page()
        self.room = self._frame
        room = self.take(face.leading(BODY))
        self._practice_mark()
        self.page.line(texts.NEXT_PAGE.format(title=self._sheet.title), BODY, room, Align.CENTRE)
        self.page.line(self._sheet.code, BODY, room, Align.RIGHT)

    # --- the head --------------------------------------------------------------------------

    def _head(self) -> None:
        self._practice_mark()
        for line in self._title():
            self.page.line(line, TITLE, self.take(face.leading(TITLE)), Align.CENTRE)
        self.take(6)
        sheet = self._sheet
        step = face.leading(BODY) + 1.5
        count = max(len(sheet.left), len(sheet.right))
        block = self.take(count * step)
        wide = max(face.width(line, BODY) for line in sheet.right)
        right = Box(block.right - wide, block.y, wide, 0)
        for number, line in enumerate(sheet.right):
            self.page.line(line, BODY, right._replace(y=right.y + number * step), Align.LEFT)
        first = count - len(sheet.left)
        for number, line in enumerate(sheet.left, start=first):
            self.page.line(line, BODY, block._replace(y=block.y + number * step), Align.LEFT)

    def _title(self) -> list[str]:
        """The title, its signs spread where there is room."""
        title = self._sheet.title
        for space, part in ((_WIDE_SPACE, _SPREAD), (_FIGURE_SPACE, _SPREAD_LESS)):
            spread = space.join(title)
            if face.width(spread, TITLE) <= self._frame.width * part:
                return [spread]
        return face.wrapped(title, TITLE, self._frame.width * 0.85)

    def _practice_mark(self) -> None:
        """A box with 演练 at the left of the head, so that no figure is taken for a real one."""
        if not self._sheet.practice:
            return
        wide = face.width(texts.PRACTICE, HEADING)
        x, y = self._frame.x, self._frame.y - 2
        box = Box(x, y, wide + 10, HEADING + 6)
        self.page.line(texts.PRACTICE, HEADING, Box(x + 5, y + 3, wide, 0), Align.LEFT)
        corners = [(x, y), (box.right, y), (box.right, box.bottom), (x, box.bottom), (x, y)]
        for (x1, y1), (x2, y2) in pairwise(corners):
            self.page.strokes.append(Stroke(x1, y1, x2, y2, THIN))

    # --- below the tables ------------------------------------------------------------------

    def _words(self) -> None:
        """Remarks and notes. The last note stays with the signatures."""
        sheet = self._sheet
        self.take(6)
        if sheet.remarks:
            self._paragraph(texts.REMARKS, "".join(sheet.remarks), SMALL, 0)
        if not sheet.notes:
            return
        numbers = [texts.NOTE.format(number=n) for n in range(1, len(sheet.notes) + 1)]
        points, widest = self._note_points, numbers[-1]
        first = self._lines(sheet.notes[0], widest, points)
        below = _FOOT if len(numbers) == 1 else 0.0
        if (len(first) + 1) * face.leading(points) + 6 + below > self.room.height:
            self._turn_for_words()
        self.take(4)
        heading = self.take(face.leading(points))
        self.page.line(texts.NOTES + texts.COLON, points, heading, Align.LEFT)
        for number, note in zip(numbers, sheet.notes, strict=True):
            below = _FOOT if number == widest else 0.0
            self._paragraph(number, note, points, below, hang=widest)

    def _turn_for_words(self) -> None:
        self.turn()
        self.take(8)

    def _lines(self, words: str, hang: str, points: float) -> list[str]:
        return face.evenly_wrapped(words, points, self._frame.width - face.width(hang, points))

    def _paragraph(
        self, lead: str, words: str, points: float, below: float, *, hang: str = ""
    ) -> None:
        """Words that hang behind their lead; never cut by a page's end."""
        inset = face.width(hang or lead, points)
        lines = self._lines(words, hang or lead, points)
        step = face.leading(points)
        if len(lines) * step + below > self.room.height:
            self._turn_for_words()
        self.page.line(lead, points, self.room._replace(width=inset), Align.RIGHT)
        for line in lines:
            room = self.take(step)
            inner = room._replace(x=room.x + inset, width=room.width - inset)
            self.page.line(line, points, inner, Align.LEFT)

    def _signatures(self) -> None:
        """Who answers for the form, along the foot of the last page."""
        if self.room.height < _FOOT:
            self.turn()
        y = self._frame.bottom - BODY - 4
        widths_of = [face.width(words, BODY) for words in texts.SIGNATURES]
        gap = (self._frame.width - sum(widths_of)) / (len(widths_of) - 1)
        x = self._frame.x
        for words, wide in zip(texts.SIGNATURES, widths_of, strict=True):
            self.page.line(words, BODY, Box(x, y, wide, 0), Align.LEFT)
            x += wide + gap
