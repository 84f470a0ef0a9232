"""An official form laid out on pages: which paper, what stands where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fuer_desktop.domain.continuity import RowPlace
from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.paper_sizes import PaperSize
from fuer_desktop.paper import face
from fuer_desktop.paper.pieces import BODY, HAIR, HEADING, SMALL, THICK, TITLE, Box, Page, Stroke
from fuer_desktop.paper.sentences import SentenceSetter
from fuer_desktop.paper.sheet import Align, Sheet
from fuer_desktop.paper.tables import TableSetter
from fuer_desktop.paper.widths import widths
from fuer_desktop.texts import paper as texts

PAPERS = (PaperSize.A4, PaperSize.A4_ACROSS, PaperSize.A3_ACROSS)
"""Where nobody chooses: the first that holds every table is taken."""

TIGHTNESS = ((17.0, BODY), (15.6, BODY), (14.4, SMALL))
"""Height of a row of one line, six to five millimetres, in which a figure can be written by hand;
and size of the notes. The most generous with which the form needs the fewest pages is taken."""

_SIDE, _TOP, _BOTTOM = 45.0, 42.0, 54.0
_ABOVE_FOOT, _FOOT_STEP = 8.0, 11.5
_ABOVE_SIGNATURES, _BETWEEN_SIGNATURES = 17.0, 14.0
_TO_SIGN, _MOST_IN_LINE = 24.0, 3
"""Signatures stand on the last page, above its foot."""

_WIDE_SPACE, _FIGURE_SPACE = "\u3000", "\u2007"
_SPREAD, _SPREAD_LESS = 0.62, 0.8
"""A title is spread as long as it stays within this part of the page's width."""


Check = Callable[[int, Sequence[RowPlace]], str]
"""The check text of a page, from its number and its rows that hold figures."""


@dataclass(frozen=True)
class Laid:
    """A form on pages of one size, to be printed on sheets of ``size``: the same, or smaller."""

    title: str
    drawn: PaperSize
    size: PaperSize
    pages: list[Page]

    @property
    def paper(self) -> Box:
        """The page as it is laid out."""
        return Box(0, 0, *self.drawn.points)

    @property
    def scale(self) -> float:
        """How much smaller it is printed."""
        return self.size.points[0] / self.drawn.points[0]


def lay_out(sheet: Sheet, size: PaperSize | None = None, check: Check | None = None) -> Laid:
    """The form on the smallest paper that holds its tables, or on the one that was chosen: if need
    be laid out on a sheet of twice its size, to be printed smaller.

    Raises DefinitionError where a table is too wide.
    """
    for drawn in (size, size.twice) if size else PAPERS:
        paper = Box(0, 0, *drawn.points)
        columns = widths(sheet.ruled, paper.width - 2 * _SIDE)
        if columns is not None:
            tries = (_Composer(sheet, paper, columns, *tight) for tight in TIGHTNESS)
            best = min(tries, key=lambda tried: len(tried.pages))
            best.set_feet(check)
            return Laid(sheet.title, drawn, size or drawn, best.pages)
    template = texts.TOO_WIDE_CHOSEN if size else texts.TOO_WIDE
    raise DefinitionError([template.format(form=sheet.code, size=size and size.label)])


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
        self._signature_lines = self._signatures_in_lines()
        self._below = _ABOVE_SIGNATURES + len(self._signature_lines) * _BETWEEN_SIGNATURES
        self.pages: list[Page] = []
        self.page = Page()
        self.room = self._frame
        self._fill()

    def _fill(self) -> None:
        """The whole form but for the feet of its pages."""
        self._head()
        for table, columns in zip(self._sheet.ruled, self._columns, strict=True):
            TableSetter(self, table, columns).set()
        for table in self._sheet.tables:
            if table.sentences:
                SentenceSetter(self, table).set()
        self._words()
        self._signatures()
        self.pages.append(self.page)

    def take(self, height: float) -> Box:
        """Use the top of what is left."""
        taken = self.room._replace(height=height)
        self.room = self.room._replace(y=self.room.y + height, height=self.room.height - height)
        return taken

    def turn(self) -> None:
        """Begin a new page, with what says whose it is."""
        self.pages.append(self.page)
        self.page = Page()
        self.room = self._frame
        self._stamps()
        room = self.take(face.leading(BODY))
        self.page.line(texts.NEXT_PAGE.format(title=self._sheet.title), BODY, room, Align.CENTRE)
        self.page.line(self._sheet.code, BODY, room, Align.RIGHT)

    # --- the head --------------------------------------------------------------------------

    def _head(self) -> None:
        self._stamps()
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
            points = face.fitting(line, BODY, block.width - wide - 2 * BODY)
            self.page.line(line, points, block._replace(y=block.y + number * step), Align.LEFT)

    def _title(self) -> list[str]:
        """The title, its signs spread where there is room."""
        title = self._sheet.title
        for space, part in ((_WIDE_SPACE, _SPREAD), (_FIGURE_SPACE, _SPREAD_LESS)):
            spread = space.join(title)
            if face.width(spread, TITLE) <= self._frame.width * part:
                return [spread]
        return face.wrapped(title, TITLE, self._frame.width * 0.85)

    def _stamps(self) -> None:
        """Boxes above the head at the left, so that no page is taken for the real thing."""
        x, y = self._frame.x, self._frame.y - HEADING - 10
        for words in self._sheet.stamps:
            wide = face.width(words, HEADING)
            box = Box(x, y, wide + 12, HEADING + 6)
            self.page.line(words, HEADING, Box(x + 6, y + 3, wide, 0), Align.LEFT)
            corners = [(x, y), (box.right, y), (box.right, box.bottom), (x, box.bottom), (x, y)]
            for (x1, y1), (x2, y2) in pairwise(corners):
                self.page.strokes.append(Stroke(x1, y1, x2, y2, THICK))
            x = box.right + 6

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
        below = self._below if len(numbers) == 1 else 0.0
        if (len(first) + 1) * face.leading(points) + 6 + below > self.room.height:
            self._turn_for_words()
        self.take(4)
        heading = self.take(face.leading(points))
        self.page.line(texts.NOTES + texts.COLON, points, heading, Align.LEFT)
        for number, note in zip(numbers, sheet.notes, strict=True):
            below = self._below if number == widest else 0.0
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
        if self.room.height < self._below:
            self.turn()
        y = self._frame.bottom - len(self._signature_lines) * _BETWEEN_SIGNATURES + 1
        for line in self._signature_lines:
            for words, x in line:
                self.page.line(words, BODY, Box(x, y, 0, 0), Align.LEFT)
            y += _BETWEEN_SIGNATURES

    def _signatures_in_lines(self) -> list[list[tuple[str, float]]]:
        """Each with its place from the left: all in one line, if that leaves room to sign behind
        each; else a few below one another."""
        words, room = self._sheet.signatures, self._frame.width
        wide = [face.width(each, BODY) for each in words]
        left = self._frame.x
        gap = (room - sum(wide)) / (len(words) - 1)
        if gap >= _TO_SIGN:
            places = [left + sum(wide[:n]) + n * gap for n in range(len(words))]
            return [list(zip(words, places, strict=True))]
        count = max(1, min(_MOST_IN_LINE, int(room / (max(wide) + _TO_SIGN))))
        lines = [words[first : first + count] for first in range(0, len(words), count)]
        return [[(each, left + n * room / count) for n, each in enumerate(line)] for line in lines]

    # --- the foot of every page ------------------------------------------------------------

    def set_feet(self, check: Check | None) -> None:
        """Below each page what it is a page of, how its figures stand, and its check text."""
        count = len(self.pages)
        codes = {
            (table.code, number): line.code
            for table in self._sheet.tables
            for number, line in enumerate(table.lines)
        }
        for number, page in enumerate(self.pages, start=1):
            x, y = self._frame.x, self._frame.bottom + _ABOVE_FOOT
            page.strokes.append(Stroke(x, y, self._frame.right, y, HAIR))
            rows = [RowPlace(at[0], codes[at]) for at in page.parts if codes[at]]
            text = check(number, rows) if check else ""
            right = (
                (texts.PAGE.format(number=number, count=count), SMALL),
                (texts.CHECK.format(text=text) if text else "", BODY),
            )
            for left, (words, points) in zip(self._sheet.foot, right, strict=True):
                room = Box(x, y + 4, self._frame.width, 0)
                self._foot_line(page, room, left, (words, points))
                y += _FOOT_STEP

    def _foot_line(self, page: Page, room: Box, left: str, right: tuple[str, float]) -> None:
        words, points = right
        if words:
            page.line(words, points, room, Align.RIGHT)
        free = room.width - face.width(words, points) - BODY
        if left:
            page.line(left, face.fitting(left, SMALL, free), room, Align.LEFT)
