"""Paints the grid's cells and edits them with a line that keeps what was mistyped."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fuer_desktop.services.editing import Saving
from fuer_desktop.ui.grid.model import CellView, GridModel, Look
from fuer_desktop.ui.theme import FINDING_SIGNS, GRID_PX, Theme, tint

Index = QModelIndex | QPersistentModelIndex

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTER = int(Qt.AlignmentFlag.AlignCenter)
_SELECTED = QStyle.StateFlag.State_Selected

_ALIGN = {
    Look.TABLE: _LEFT,
    Look.COLUMN_HEAD: _CENTER,
    Look.HEADING: _LEFT,
    Look.NAME: _LEFT,
    Look.QUIET: _CENTER,
}
_HEADS = (Look.TABLE, Look.COLUMN_HEAD, Look.HEADING)
_BOLD = (Look.TABLE, Look.HEADING)
_MUTED = (Look.QUIET, Look.LAST_YEAR, Look.COLUMN_HEAD)
_INDENT_EM = 1.5
_BAR_PX = 3

_MOVES = {
    Qt.Key.Key_Return: 1,
    Qt.Key.Key_Enter: 1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
}


class _Option(Protocol):
    """What Qt's stubs leave out of a style option."""

    rect: QRect
    state: QStyle.StateFlag


class _Paints:
    """Every colour, pen and font of the grid, made once: a form repaints at each keystroke."""

    def __init__(self, theme: Theme) -> None:
        colours = theme.colours
        self.font, self.bold = theme.font(), theme.font(bold=True)
        self.small = theme.font(step=-2)
        self.indent = int(_INDENT_EM * QFontMetrics(self.font).horizontalAdvance("国"))
        self.text, self.muted = QColor(colours.text), QColor(colours.muted)
        self.hairline = QPen(QColor(colours.hairline))
        self.cursor = QPen(QColor(colours.accent), 2)
        self.hatching = QBrush(QColor(colours.hairline), Qt.BrushStyle.BDiagPattern)
        self.grounds = dict.fromkeys(Look, QColor(colours.surface))
        self.grounds |= dict.fromkeys(_HEADS, QColor(colours.heading))
        self.grounds |= dict.fromkeys((Look.DERIVED, Look.LAST_YEAR), QColor(colours.page))
        self.grounds[Look.CLOSED] = QColor(colours.closed)
        self.findings = {of: QColor(colour) for of, colour in colours.findings.items()}
        self.tints = {of: tint(c, colours.surface) for of, c in colours.findings.items()}
        self._good = QColor(colours.good)

    def mark(self, cell: CellView) -> tuple[str, QColor] | None:
        """The sign in the corner, with its colour; never colour alone."""
        if cell.severity is not None:
            return FINDING_SIGNS[cell.severity], self.findings[cell.severity]
        if cell.saving is Saving.FAILED:
            return "✖", self.text
        if cell.saving is Saving.WAITING:
            return "…", self.muted
        return ("✓", self._good) if cell.explained else None


class GridDelegate(QStyledItemDelegate):
    """``moved`` asks the view to step on; ``refused`` says why a figure was not taken."""

    moved = Signal(int)
    refused = Signal(str)

    def __init__(self, model: GridModel, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._editing = QPersistentModelIndex()
        self._paints = _Paints(theme)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, text, then marks; nothing else, so that a full form repaints in a frame."""
        cell = self._model.view(index)
        told = cast(_Option, option)
        rect, paints = told.rect, self._paints
        self._paint_ground(painter, rect, cell)
        if cell.text:
            self._paint_text(painter, rect, cell)
        mark = paints.mark(cell)
        if mark is not None:
            sign, colour = mark
            painter.setFont(paints.small)
            painter.setPen(colour)
            painter.drawText(rect.adjusted(GRID_PX + 2, 0, -GRID_PX, 0), _LEFT, sign)
        if told.state & _SELECTED:
            painter.setPen(paints.cursor)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _paint_ground(self, painter: QPainter, rect: QRect, cell: CellView) -> None:
        paints = self._paints
        if cell.severity is not None:
            painter.fillRect(rect, paints.tints[cell.severity])
            bar = QRect(rect.left(), rect.top(), _BAR_PX, rect.height() - 1)
            painter.fillRect(bar, paints.findings[cell.severity])
        else:
            painter.fillRect(rect, paints.grounds[cell.look])
            if cell.look is Look.CLOSED:
                painter.fillRect(rect, paints.hatching)
        painter.setPen(paints.hairline)
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_text(self, painter: QPainter, rect: QRect, cell: CellView) -> None:
        paints = self._paints
        painter.setFont(paints.bold if cell.look in _BOLD else paints.font)
        painter.setPen(paints.muted if cell.look in _MUTED else paints.text)
        left = 2 * GRID_PX + cell.level * paints.indent
        inner = rect.adjusted(left, 0, -2 * GRID_PX, 0)
        painter.drawText(inner, _ALIGN.get(cell.look, _RIGHT), cell.text)

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """A plain line, right-aligned as the figure will be."""
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setFont(QFont(self._paints.font))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start from the figure as it would be typed."""
        assert isinstance(editor, QLineEdit)
        self._editing = QPersistentModelIndex(index)
        editor.setText(str(self._model.data(index, int(Qt.ItemDataRole.EditRole)) or ""))
        editor.selectAll()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab take the figure and move on; a refused one stays to be corrected."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _MOVES.get(Qt.Key(event.key()))
            if step is not None and isinstance(editor, QLineEdit):
                if self._take(editor):
                    self.moved.emit(step)
                return True
        return super().eventFilter(editor, event)

    def _take(self, editor: QLineEdit) -> bool:
        refusal = self._model.try_enter(self._editing, editor.text())
        self.refused.emit(refusal)
        if refusal:
            editor.selectAll()
            return False
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        return True
