"""The columns of names, units and codes, which stay where the rest of a form scrolls away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from fuer_desktop.ui.grid.heads import Heads
from fuer_desktop.ui.grid.model import FIRST

if TYPE_CHECKING:
    from fuer_desktop.ui.grid.view import GridView
    from fuer_desktop.ui.theme import Theme


class FrozenStub(QTableView):
    """Lies over the left edge of a grid and shows its first columns once they would be gone."""

    def __init__(self, grid: GridView, theme: Theme) -> None:
        super().__init__(grid)
        self._grid = grid
        self.setModel(grid.model())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(grid.verticalScrollMode())
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.heads = Heads(grid.grid_model, theme, self)
        self.setHorizontalHeader(self.heads)
        self.setWordWrap(False)
        for column in range(FIRST, grid.grid_model.columnCount()):
            self.setColumnHidden(column, True)
        grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        grid.verticalHeader().sectionResized.connect(self._row_resized)
        grid.horizontalHeader().sectionResized.connect(lambda *_: self.fit())
        grid.horizontalScrollBar().valueChanged.connect(lambda _: self.fit())
        self.hide()

    def dress(self, theme: Theme) -> None:
        """Take the grid's look: type, rows and spans."""
        self.heads.dress(theme)
        self.setFont(self._grid.font())
        self.viewport().setFont(self._grid.font())
        self.setItemDelegate(self._grid.itemDelegate())
        rows = self._grid.verticalHeader()
        self.verticalHeader().setDefaultSectionSize(rows.defaultSectionSize())
        for number in range(self._grid.grid_model.rowCount()):
            self.setRowHeight(number, rows.sectionSize(number))
            begins = not (number and self._grid.grid_model.lines[number - 1].upper)
            if begins and self._grid.columnSpan(number, 0) > 1:
                self.setSpan(number, 0, self._grid.rowSpan(number, 0), FIRST)
        self.fit()

    def fit(self) -> None:
        """Over the grid's first columns, where these are scrolled away; else out of the way."""
        grid = self._grid
        if not grid.horizontalScrollBar().value():
            self.hide()
            return
        widths = [grid.columnWidth(column) for column in range(FIRST)]
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        frame, head = grid.frameWidth(), grid.horizontalHeader().height()
        self.horizontalHeader().setFixedHeight(head)
        self.setGeometry(frame, frame, sum(widths), grid.viewport().height() + head)
        self.verticalScrollBar().setValue(grid.verticalScrollBar().value())
        self.show()
        self.raise_()

    def _row_resized(self, row: int, _old: int, height: int) -> None:
        self.setRowHeight(row, height)
