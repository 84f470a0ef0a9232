"""The table view of a form: keyboard, cursor, widths."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QTableView,
)

from fuer_desktop.domain.values import CellKey
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.grid.delegate import INDENT_EM, TEXT_MARGINS_PX, GridDelegate
from fuer_desktop.ui.grid.editors import Editor, TextEditor
from fuer_desktop.ui.grid.model import CODE, FIRST, NAME, UNIT, GridModel, Look
from fuer_desktop.ui.theme import GRID_PX, Theme

ROW_HEIGHT_EM = 1.9
TEXT_LINES, TEXT_CHARS = 4, 14
"""Lines and width, in Chinese characters, in which a cell shows the beginning of its text."""
_FIGURE_CHARS, _UNIT_CHARS, _CODE_CHARS = 10, 9, 6
_LEAST_NAME_CHARS = 14
"""The name column is never narrower than this many Chinese characters."""


class GridView(QTableView):
    """``stood`` tells where the cursor is; ``asked_kind`` that "/" was pressed there."""

    stood = Signal(QModelIndex)
    asked_kind = Signal(QModelIndex)
    asked_next_finding = Signal()
    asked_reason = Signal()
    refused = Signal(str)

    def __init__(self, model: GridModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._asked_by: dict[Qt.Key, SignalInstance] = {
            Qt.Key.Key_F4: self.asked_next_finding,
            Qt.Key.Key_F6: self.asked_reason,
        }
        self.setModel(model)
        delegate = GridDelegate(model, theme, self)
        delegate.moved.connect(self.step)
        delegate.refused.connect(self.refused)
        model.refused.connect(self.refused)
        if model.text_lines:
            model.dataChanged.connect(self._refit)
        model.heads_changed.connect(self.horizontalHeader().viewport().update)
        self.setItemDelegate(delegate)
        self._dress(theme)
        self._span()

    def step(self, by: int) -> None:
        """Go to the next or previous place that a person fills, across rows and tables."""
        places = self._model.typed_places
        if not places:
            return
        here = (self.currentIndex().row(), self.currentIndex().column())
        number = bisect_right(places, here) if by > 0 else bisect_left(places, here) - 1
        if 0 <= number < len(places):
            self._stand(self._model.index(*places[number]))
        elif by > 0:
            self.refused.emit(texts.LAST_CELL)  # going round would overwrite the first figure

    def finish_typing(self) -> None:
        """Take what stands in the open editor, as Enter would."""
        editor = self._editor()
        if editor is not None and self.state() == QAbstractItemView.State.EditingState:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _editor(self) -> Editor | None:
        """What is being typed into."""
        return self.findChild(QLineEdit) or self.findChild(TextEditor)

    def go_to(self, key: CellKey) -> None:
        """Stand at a form's cell and show it."""
        self._stand(self._model.index_of(key))
        self.setFocus()

    def go_to_first(self) -> None:
        """Stand at the first place that is still to be filled, else at the first of all."""
        places = [self._model.index(*place) for place in self._model.typed_places]
        empty = (place for place in places if not self._model.view(place).text)
        first = next(empty, places[0] if places else None)
        if first is not None:
            self._stand(first)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Tell where the cursor stands."""
        super().currentChanged(current, previous)
        for index in (current, previous):
            if index.isValid():
                self.viewport().update(self.visualRect(index).adjusted(-2, -2, 2, 2))
        if current.isValid():
            self._model.focus(current)
            self.stood.emit(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter steps on, / asks for a kind of "no number"; function keys ask for what stands in
        ``_asked_by``."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in self._asked_by:
            self._asked_by[key].emit()
        elif event.text() in ("/", "／") and self._model.is_typed(self.currentIndex()):
            self.asked_kind.emit(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.refused.emit(texts.NO_PASTE)
        elif event.text().strip() and not self._model.is_typed(self.currentIndex()):
            self.refused.emit(self._model.why_closed(self.currentIndex()))
        elif key == Qt.Key.Key_Delete and self._model.is_typed(self.currentIndex()):
            self.refused.emit(self._model.try_enter(self.currentIndex(), ""))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, and around the one in hand a frame that no fill can hide."""
        super().paintEvent(event)
        place = self.visualRect(self.currentIndex())
        if not place.isEmpty():
            painter = QPainter(self.viewport())
            painter.setPen(self._cursor)
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The name takes what room is left, as on paper."""
        super().resizeEvent(event)
        others = sum(map(self.columnWidth, range(NAME + 1, self._model.columnCount())))
        width = max(self._least_name, self.viewport().width() - others)
        if width != self.columnWidth(NAME):
            self.setColumnWidth(NAME, width)
            self._fit_names(width)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Text committed without pre-edit opens the editor with it; Qt alone would lose it."""
        if event.commitString() and not event.preeditString() and self._can_type():
            self.edit(self.currentIndex())
            editor = self._editor()
            if editor is not None:
                editor.setText(event.commitString())
            event.accept()
        else:
            super().inputMethodEvent(event)

    def _can_type(self) -> bool:
        return (
            self._model.is_typed(self.currentIndex())
            and self.state() != QAbstractItemView.State.EditingState
        )

    def _stand(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _dress(self, theme: Theme) -> None:
        """Widths from the form, never measured row by row (stack.md section 6)."""
        metrics = QFontMetrics(theme.font())
        self._cursor = QPen(QColor(theme.colours.accent), 2)
        self.setFont(theme.font())
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(int(metrics.height() * ROW_HEIGHT_EM * 0.8))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setHighlightSections(False)
        wide = metrics.horizontalAdvance("国")
        figure = metrics.horizontalAdvance("0")
        self._line_height = metrics.lineSpacing()
        self._name_widths = self._measure_names(metrics)
        self._name_lines: dict[int, int] = {}
        longest = max(self._name_widths.values(), default=0) + 6 * GRID_PX
        self._least_name = min(longest, _LEAST_NAME_CHARS * wide)
        for number, chars in ((UNIT, _UNIT_CHARS), (CODE, _CODE_CHARS)):
            title = str(self._model.headerData(number, Qt.Orientation.Horizontal))
            least = metrics.horizontalAdvance(title) + 6 * GRID_PX
            self.setColumnWidth(number, max(least, chars * figure))
        for number in range(FIRST, self._model.columnCount()):
            self.setColumnWidth(number, self._figure_width(metrics, figure, number))

    def _fit_names(self, width: int) -> None:
        """A name that is too long for its column goes on in a second line, as on paper."""
        for number, needed in self._name_widths.items():
            self._name_lines[number] = -(-needed // max(width - 4 * GRID_PX, 1))
            self._fit_row(number)

    def _fit_row(self, number: int) -> None:
        """As high as the row's name and texts need; a long text shows its beginning."""
        lines = self._name_lines.get(number, 1)
        for column in self._model.text_columns(number):
            lines = max(lines, self._lines_of_text(self._model.index(number, column)))
        one_line = self.verticalHeader().defaultSectionSize()
        self.setRowHeight(number, one_line + (lines - 1) * self._line_height)

    def _lines_of_text(self, index: QModelIndex) -> int:
        cell = self._model.view(index)
        if cell.look is not Look.TEXT:
            return 1
        room = max(self.columnWidth(index.column()) - TEXT_MARGINS_PX, 1)
        metrics = self.fontMetrics()
        lines = sum(-(-metrics.horizontalAdvance(p) // room) or 1 for p in cell.text.split("\n"))
        return min(lines, TEXT_LINES)

    def _refit(self, top: QModelIndex) -> None:
        """After a change: a text may need more or fewer lines."""
        if top.row() in self._model.text_lines:
            self._fit_row(top.row())

    def _measure_names(self, metrics: QFontMetrics) -> dict[int, int]:
        """Pixels that each row's name needs in one line, with its indent."""
        em = metrics.horizontalAdvance("国")
        names = (
            (n, self._model.view(self._model.index(n, NAME))) for n in range(len(self._model.lines))
        )
        return {
            number: metrics.horizontalAdvance(cell.text) + int(cell.level * INDENT_EM * em)
            for number, cell in names
            if cell.look is Look.NAME
        }

    def _figure_width(self, metrics: QFontMetrics, figure: int, number: int) -> int:
        titles = [str(self._model.headerData(number, Qt.Orientation.Horizontal) or "")]
        for table in self._model.session.form.tables:
            columns = table.columns
            titles += [columns[number - FIRST].title] if number - FIRST < len(columns) else []
        if self._model.is_text_column(number):
            return TEXT_CHARS * metrics.horizontalAdvance("国")
        widest = max(metrics.horizontalAdvance(title) for title in titles)
        return max(widest + 6 * GRID_PX, (_FIGURE_CHARS + 2) * figure)

    def _span(self) -> None:
        """Headings reach over the columns before the figures."""
        for number in range(len(self._model.lines)):
            look = self._model.view(self._model.index(number, NAME)).look
            if look is Look.TABLE:
                self.setSpan(number, NAME, 1, FIRST)
            elif look is Look.HEADING:
                self.setSpan(number, NAME, 1, self._model.columnCount())
