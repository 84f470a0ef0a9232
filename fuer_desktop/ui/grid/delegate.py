"""Paints the grid's cells and edits them with a line that keeps what was mistyped."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fuer_desktop.services.editing import Saving
from fuer_desktop.ui.grid.editors import Editor, TextEditor, is_new_line
from fuer_desktop.ui.grid.model import CellView, GridModel, Look
from fuer_desktop.ui.style_option import drawn
from fuer_desktop.ui.theme import FINDING_SIGNS, GRID_PX, Theme, tint

Index = QModelIndex | QPersistentModelIndex

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTER = int(Qt.AlignmentFlag.AlignCenter)

_ALIGN = {
    Look.TABLE: _LEFT,
    Look.COLUMN_HEAD: _CENTER | int(Qt.TextFlag.TextWrapAnywhere),
    Look.HEADING: _LEFT,
    Look.NAME: _LEFT | int(Qt.TextFlag.TextWrapAnywhere),
    Look.QUIET: _CENTER,
    Look.TEXT: int(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere
    ),
}
_HEADS = (Look.TABLE, Look.COLUMN_HEAD, Look.HEADING)
_BOLD = (Look.TABLE, Look.HEADING)
_MUTED = (Look.QUIET, Look.LAST_YEAR, Look.COLUMN_HEAD)
INDENT_EM = 1.5
TEXT_EDITOR_PX = 260
_TEXT_LEFT_PX = 5 * GRID_PX
TEXT_MARGINS_PX = _TEXT_LEFT_PX + 2 * GRID_PX
"""Beside a text; its mark stands on the left."""
_BAR_PX = 3
_CHOSEN_ALPHA = 0.18
_MARGIN_PX = 2 * GRID_PX

_MOVES = {
    Qt.Key.Key_Return: 1,
    Qt.Key.Key_Enter: 1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
}
_SIDEWAYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class _Paints:
    """Every colour, pen and font of the grid, made once: a form repaints at each keystroke."""

    def __init__(self, theme: Theme) -> None:
        colours = theme.colours
        self.font, self.bold = theme.font(), theme.font(bold=True)
        self.small = theme.font(step=-2)
        self.indent = int(INDENT_EM * QFontMetrics(self.font).horizontalAdvance("国"))
        self.text, self.muted = QColor(colours.text), QColor(colours.muted)
        self.hatching = QBrush(QColor(colours.hairline), Qt.BrushStyle.BDiagPattern)
        self.grounds = dict.fromkeys(_HEADS, QColor(colours.heading))
        self.grounds |= dict.fromkeys((Look.DERIVED, Look.LAST_YEAR), QColor(colours.page))
        self.grounds[Look.CLOSED] = QColor(colours.closed)
        self.findings = {of: QColor(colour) for of, colour in colours.findings.items()}
        self.tints = {of: tint(c, colours.surface) for of, c in colours.findings.items()}
        self._good = QColor(colours.good)
        self.tag = QColor(colours.accent)
        self.chosen = QColor(colours.accent)
        self.chosen.setAlphaF(_CHOSEN_ALPHA)

    def mark(self, cell: CellView) -> tuple[str, QColor] | None:
        """The sign in the corner, with its colour; never colour alone."""
        if cell.severity is not None:
            sign = cell.turn or FINDING_SIGNS[cell.severity]
            return sign, self.findings[cell.severity]
        if cell.saving is Saving.FAILED:
            return "✖", self.text
        if cell.saving is Saving.WAITING:
            return "…", self.muted
        return (f"✓{cell.turn}", self._good) if cell.explained else None


class GridDelegate(QStyledItemDelegate):
    """``moved`` asks the view to step on, as Enter is set or to the side; ``refused`` says why a
    figure was not taken."""

    moved = Signal(int, bool)
    refused = Signal(str)

    def __init__(self, model: GridModel, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._editing = QPersistentModelIndex()
        self._paints = _Paints(theme)
        self.has_block = False
        """Whether more than the cell in hand is chosen."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, text, then marks; nothing else, so that a full form repaints in a frame.

        The ground of ordinary cells, the font and the grid's lines are the view's own.
        """
        cell = self._model.view(index)
        rect = drawn(option).rect
        paints = self._paints
        ground = paints.grounds.get(cell.look) if cell.severity is None else None
        if ground is not None:
            painter.fillRect(rect, ground)
        if cell.look is Look.CLOSED or cell.locked:
            painter.fillRect(rect, paints.hatching)
        if cell.text or cell.severity is not None or cell.tag:
            self._paint_content(painter, rect, cell)
        if self.has_block and drawn(option).state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, paints.chosen)

    def _paint_content(self, painter: QPainter, rect: QRect, cell: CellView) -> None:
        paints = self._paints
        left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
        if cell.severity is not None:
            painter.fillRect(rect, paints.tints[cell.severity])
            painter.fillRect(left, top, _BAR_PX, height, paints.findings[cell.severity])
        mark = paints.mark(cell)
        if mark is not None or cell.tag:
            self._paint_marks(painter, rect, mark, cell.tag)
        if cell.look is Look.TEXT:
            self._paint_text(painter, rect, cell)
            return
        bold = cell.look in _BOLD
        if bold:
            painter.setFont(paints.bold)
        painter.setPen(paints.muted if cell.look in _MUTED else paints.text)
        indent = _MARGIN_PX + cell.level * paints.indent
        room = width - indent - _MARGIN_PX
        painter.drawText(left + indent, top, room, height, _ALIGN.get(cell.look, _RIGHT), cell.text)
        if bold:
            painter.setFont(paints.font)

    def _paint_marks(
        self, painter: QPainter, rect: QRect, mark: tuple[str, QColor] | None, tag: str
    ) -> None:
        """The sign of what was found, and behind it the tag of what else there is."""
        paints = self._paints
        left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
        painter.setFont(paints.small)
        at = left + GRID_PX + 2
        if mark is not None:
            painter.setPen(mark[1])
            painter.drawText(at, top, width, height, _LEFT, mark[0])
            at += painter.fontMetrics().horizontalAdvance(mark[0]) + GRID_PX
        if tag:
            painter.setPen(paints.tag)
            painter.drawText(at, top, width, height, _LEFT, tag)
        painter.setFont(paints.font)

    def _paint_text(self, painter: QPainter, rect: QRect, cell: CellView) -> None:
        """The lines of a text that are whole; the rest is seen when it is edited."""
        painter.setPen(self._paints.text)
        height = painter.fontMetrics().lineSpacing()
        room = max(rect.height() // height, 1) * height
        inside = QRect(rect.left() + _TEXT_LEFT_PX, rect.top() + (rect.height() - room) // 2,
                       rect.width() - TEXT_MARGINS_PX, room)  # fmt: skip
        painter.drawText(inside, _ALIGN[Look.TEXT], cell.text)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A plain line, right-aligned as the figure will be; several lines for a text."""
        if self._model.is_text(index):
            box = TextEditor(parent)
            box.setFont(QFont(self._paints.font))
            box.pasted.connect(self.refused)
            return box
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setFont(QFont(self._paints.font))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start from the figure as it would be typed."""
        assert isinstance(editor, QLineEdit | TextEditor)
        self._editing = QPersistentModelIndex(index)
        editor.setText(str(self._model.data(index, int(Qt.ItemDataRole.EditRole)) or ""))
        editor.selectAll()

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        """Take the text when the editor is left another way than by Enter."""
        assert isinstance(editor, QLineEdit | TextEditor)
        self.refused.emit(self._model.try_enter(index, editor.text()))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Over its cell; a text's reaches down as far as there is room, to show it whole."""
        rect = drawn(option).rect
        if isinstance(editor, TextEditor):
            parent = editor.parentWidget()
            room = (parent.height() if parent else 0) - rect.top() - GRID_PX
            rect = QRect(rect)
            rect.setHeight(max(rect.height(), min(room, TEXT_EDITOR_PX)))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab take the figure and move on; a refused one stays to be corrected."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.refused.emit("")
            is_text = isinstance(editor, TextEditor)
            step = None if is_text and is_new_line(event) else _MOVES.get(Qt.Key(event.key()))
            if isinstance(editor, TextEditor) and is_new_line(event):
                editor.insertPlainText("\n")
                return True
            if step and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                step = -1
            if step is not None and isinstance(editor, QLineEdit | TextEditor):
                if self._take(editor):
                    self.moved.emit(step, event.key() in _SIDEWAYS)
                return True
        return super().eventFilter(editor, event)

    def _take(self, editor: Editor) -> bool:
        refusal = self._model.try_enter(self._editing, editor.text())
        self.refused.emit(refusal)
        if refusal:
            editor.selectAll()
            return False
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        return True
