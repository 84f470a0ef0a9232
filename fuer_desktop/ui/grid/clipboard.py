"""Blocks of cells between the grid and the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from fuer_desktop.domain.cell_text import as_written
from fuer_desktop.domain.numbers import NARROW_SPACE
from fuer_desktop.services.pasting import Block, Line, Place, read_block, write_html, write_text
from fuer_desktop.ui.grid.model import DISPLAY, GridModel
from fuer_desktop.ui.grid.view import GridView


def copy_block(grid: GridView) -> tuple[int, int]:
    """Put what is chosen on the clipboard, as text and as a table; returns its rows and columns."""
    lines, columns = _chosen(grid)
    model = grid.grid_model
    block = [[_copied(model, line, column) for column in columns] for line in lines]
    content = QMimeData()
    content.setText(write_text(block))
    content.setHtml(write_html(block))
    QGuiApplication.clipboard().setMimeData(content)
    return len(lines), len(columns)


def clipboard_block(grid: GridView) -> Block:
    """The cells on the clipboard; one of them fills all the cells that are chosen."""
    content = QGuiApplication.clipboard().mimeData()
    if content is None:
        return []  # no program of this session put anything there
    block = read_block(content.text(), content.html())
    lines, columns = _chosen(grid)
    if len(block) == 1 and len(block[0]) == 1:
        return [block[0] * len(columns) for _ in lines]
    return block


def landing_lines(grid: GridView) -> list[Line]:
    """The grid's lines from the first chosen cell on, each from its column on."""
    lines, columns = _chosen(grid)
    model = grid.grid_model
    return [_line(model, line, columns.start) for line in range(lines.start, len(model.lines))]


def _chosen(grid: GridView) -> tuple[range, range]:
    chosen = grid.selectedIndexes() or [grid.currentIndex()]
    rows, columns = [i.row() for i in chosen], [i.column() for i in chosen]
    return range(min(rows), max(rows) + 1), range(min(columns), max(columns) + 1)


def _line(model: GridModel, line: int, start: int) -> Line:
    row = model.lines[line].row
    places = [_place(model, line, column) for column in range(start, model.columnCount())]
    return Line(places, is_heading=row is None or not row.code)


def _place(model: GridModel, line: int, column: int) -> Place:
    index = model.index(line, column)
    return Place(model.key(index), str(model.data(index, DISPLAY) or ""))


def _copied(model: GridModel, line: int, column: int) -> str:
    """A figure as a spreadsheet reads it, everything else as it is seen."""
    index = model.index(line, column)
    key = model.key(index)
    if key is not None:
        return as_written(model.session.value(key))
    return str(model.data(index, DISPLAY) or "").replace(NARROW_SPACE, "").replace("−", "-")
