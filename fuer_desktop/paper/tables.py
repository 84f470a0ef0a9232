"""A printed table on pages: heads repeated over every page break, rows never cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from fuer_desktop.domain.forms import Group
from fuer_desktop.paper import face
from fuer_desktop.paper.pieces import (
    BODY,
    HAIR,
    HEADING,
    THICK,
    THIN,
    Box,
    Page,
    Stroke,
    set_line,
)
from fuer_desktop.paper.sheet import Align, Cell, Line, PrintedTable
from fuer_desktop.paper.widths import PAD

_ABOVE_BELOW = 2.5
_BEFORE_TABLE = 10.0
_AFTER_CAPTION = 5.0


class Pages(Protocol):
    """Pages that are being filled from the top."""

    @property
    def row_height(self) -> float:
        """Of a row of one line."""

    @property
    def page(self) -> Page:
        """The page that is being filled."""

    @property
    def room(self) -> Box:
        """What is left of it."""

    def take(self, height: float) -> Box:
        """Use the top of what is left."""

    def turn(self) -> None:
        """Begin a new page."""


@dataclass(frozen=True)
class _Set:
    """A row with its cells broken into lines."""

    cells: Sequence[Cell]
    lines: tuple[list[str], ...]
    height: float


class TableSetter:
    """Sets one table."""

    def __init__(self, pages: Pages, table: PrintedTable, columns: Sequence[float]) -> None:
        self._pages = pages
        self._table = table
        self._columns = columns
        self._top = 0.0
        self._turns = 0

    def set(self) -> None:
        """Put the table on the page, and on as many more as it needs."""
        rows = [self._broken(line.cells) for line in self._table.lines]
        head = self._upper + sum(part.height for part in self._head)
        first = True
        for group in _groups(self._table.lines):
            height = sum(_least(rows[number].height) for number in group)
            if first:
                before = _BEFORE_TABLE + self._caption_height(self._table.title)
                if before + head + height > self._pages.room.height:
                    self._pages.turn()
                self._begin(self._table.title)
            elif height > self._pages.room.height:
                self._turn()
            for number in group:
                self._put_row(number, rows[number])
            first = False
        self._end()

    def _turn(self) -> None:
        """Go on at the top of a new page."""
        self._end()
        self._pages.turn()
        self._turns += 1
        self._begin(self._table.continued(self._turns))

    # heads

    @cached_property
    def _head(self) -> tuple[_Set, _Set]:
        """Titles of the columns, and below them their letters and numbers."""
        heads = self._table.heads
        titles = self._broken([Cell(head.title) for head in heads])
        heights = [
            _height(lines) + 2 * _ABOVE_BELOW - (0.0 if n in self._grouped else self._upper)
            for n, lines in enumerate(titles.lines)
        ]
        return (
            replace(titles, height=max(self._pages.row_height, *heights)),
            self._broken([Cell(head.number) for head in heads]),
        )

    @cached_property
    def _shared(self) -> list[tuple[Group, float, list[str]]]:
        """The heads over heads: each with its width and its lines."""
        found = []
        for group in self._table.groups:
            wide = sum(self._columns[group.first : group.first + group.count])
            found.append((group, wide, face.evenly_wrapped(group.title, BODY, wide - 2 * PAD)))
        return found

    @cached_property
    def _upper(self) -> float:
        """Height of the heads over heads; 0 where there are none."""
        heights = [_height(lines) + 2 * _ABOVE_BELOW for _, _, lines in self._shared]
        return max(self._pages.row_height, *heights) if heights else 0.0

    def _caption_height(self, title: str) -> float:
        has_caption = title or self._table.period
        return face.leading(HEADING) + _AFTER_CAPTION if has_caption else 0.0

    def _begin(self, title: str) -> None:
        pages = self._pages
        pages.take(_BEFORE_TABLE)
        room = pages.take(self._caption_height(title))
        if title:
            pages.page.line(title, HEADING, room, Align.LEFT)
        if self._table.period:
            low = room._replace(y=room.y + HEADING - BODY)
            pages.page.line(self._table.period, BODY, low, Align.RIGHT)
        self._top = pages.room.y
        pages.page.heads.append(self._table.code)
        titles, numbers = self._head
        self._put_titles(titles)
        self._stroke_below(THIN)
        self._put(numbers)
        self._stroke_below(THIN)

    def _put_titles(self, titles: _Set) -> None:
        """The titles of the columns; those of a group below the head that they share."""
        room = self._pages.take(self._upper)
        edges = [room.x + sum(self._columns[:n]) for n in range(len(self._columns) + 1)]
        page = self._pages.page
        for group, wide, lines in self._shared:
            box = Box(edges[group.first], room.y, wide, self._upper)
            _put_lines(page, lines, box, box, Align.CENTRE)
            page.strokes.append(Stroke(box.x, box.bottom, box.right, box.bottom, THIN))
        self._put(titles, self._upper)

    # rows

    def _put_row(self, number: int, row: _Set) -> None:
        """One row; a text longer than a page goes on on the next."""
        self._pages.page.rows.append((self._table.code, number))
        self._pages.page.parts.append((self._table.code, number))
        while row.height > self._pages.room.height:
            count = (
                int((self._pages.room.height - 2 * _ABOVE_BELOW - BODY) / face.leading(BODY)) + 1
            )
            self._put(self._some(row, 0, count))
            row = self._some(row, count, None)
            self._turn()
            self._pages.page.parts.append((self._table.code, number))
        self._put(row)
        self._stroke_below(HAIR)

    def _some(self, row: _Set, first: int, last: int | None) -> _Set:
        """Some lines of every cell of a row."""
        return self._measured(row.cells, tuple(lines[first:last] for lines in row.lines))

    def _put(self, row: _Set, above: float = 0.0) -> None:
        """A row at the top of what is left; cells of no group reach as far ``above``."""
        room = self._pages.take(row.height)
        page = self._pages.page
        left = room.x
        for number, (cell, lines) in enumerate(zip(row.cells, row.lines, strict=True)):
            width, tall = self._columns[number], 0.0 if number in self._grouped else above
            box = Box(left, room.y - tall, width, row.height + tall)
            if cell.shaded:
                page.shades.append(box)
            inset = PAD + cell.indent * BODY
            inner = Box(left + inset, box.y, width - inset - PAD, box.height)
            _put_lines(page, lines, inner, box, cell.align)
            left += width

    @cached_property
    def _grouped(self) -> frozenset[int]:
        """The columns that share a head with their neighbours."""
        shared = (range(g.first, g.first + g.count) for g in self._table.groups)
        return frozenset(number for numbers in shared for number in numbers)

    def _broken(self, cells: Sequence[Cell]) -> _Set:
        """A row's texts in lines that fit into their columns."""
        lines = tuple(
            face.evenly_wrapped(cell.text, BODY, width - 2 * PAD - cell.indent * BODY)
            for cell, width in zip(cells, self._columns, strict=True)
        )
        return self._measured(cells, lines)

    def _measured(self, cells: Sequence[Cell], lines: tuple[list[str], ...]) -> _Set:
        tallest = max(map(_height, lines)) + 2 * _ABOVE_BELOW
        return _Set(cells, lines, max(self._pages.row_height, tallest))

    # strokes

    def _stroke_below(self, weight: float) -> None:
        room = self._pages.room
        right = room.x + sum(self._columns)
        self._pages.page.strokes.append(Stroke(room.x, room.y, right, room.y, weight))

    def _end(self) -> None:
        """Close the part of the table on this page: open at the sides, thick above and below."""
        room, strokes = self._pages.room, self._pages.page.strokes
        right = room.x + sum(self._columns)
        for y in (self._top, room.y):
            strokes.append(Stroke(room.x, y, right, y, THICK))
        left = room.x
        within = {n for g in self._table.groups for n in range(g.first, g.first + g.count - 1)}
        for number, width in enumerate(self._columns[:-1]):
            left += width
            top = self._top + (self._upper if number in within else 0.0)
            strokes.append(Stroke(left, top, left, room.y, THIN))


def _put_lines(page: Page, lines: Sequence[str], inner: Box, cell: Box, align: Align) -> None:
    """Lines of type in the middle of a cell's height, within ``inner`` from side to side."""
    top = cell.y + (cell.height - _height(lines)) / 2
    for number, text in enumerate(lines):
        place = Box(inner.x, top + number * face.leading(BODY), inner.width, 0)
        page.types.append(set_line(text, BODY, place, align, in_cell=cell))


_TALL, _ENOUGH = 280.0, 90.0
"""A row that is taller may begin where so much is left, and go on on the next page."""


def _least(height: float) -> float:
    return height if height < _TALL else _ENOUGH


def _height(lines: Sequence[str]) -> float:
    return BODY + (len(lines) - 1) * face.leading(BODY)


def _groups(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Rows that stay together: a heading with the row below it, a row with the first of its parts,
    the first two and the last two."""
    groups: list[list[int]] = []
    for number in range(len(lines)):
        after_heading = number > 0 and not lines[number - 1].code
        if number > 0 and (after_heading or lines[number].clings or number == 1):
            groups[-1].append(number)
        else:
            groups.append([number])
    if len(groups) > 1 and len(groups[-1]) == 1:
        last = groups.pop()
        groups[-1] += last
    yield from groups
