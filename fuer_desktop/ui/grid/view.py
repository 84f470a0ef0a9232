"""The table view of a form: keyboard, cursor, widths."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
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

from fuer_desktop.domain.forms import Table
from fuer_desktop.domain.values import CellKey
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.grid.delegate import INDENT_EM, TEXT_MARGINS_PX, GridDelegate
from fuer_desktop.ui.grid.editors import Editor, TextEditor
from fuer_desktop.ui.grid.heads import Heads, sections, words_height
from fuer_desktop.ui.grid.model import CODE, FIRST, NAME, UNIT, GridModel, Look
from fuer_desktop.ui.grid.stub import FrozenStub
from fuer_desktop.ui.grid.walking import Walk
from fuer_desktop.ui.theme import GRID_PX, Theme

ROW_HEIGHT_EM = 1.9
HEAD_CHARS = 9
"""A longer head of a column of figures goes on in another line."""
TEXT_LINES, TEXT_CHARS = 4, 14
"""Lines and width, in Chinese characters, in which a cell shows the beginning of its text."""
_FIGURE_CHARS, _UNIT_CHARS, _CODE_CHARS = 10, 9, 6
_LEAST_NAME_CHARS = 12
"""The name column is never narrower than this many Chinese characters."""
_EDITING = QAbstractItemView.State.EditingState
_BACK = Qt.Key.Key_Backtab
_TABS = (Qt.Key.Key_Tab, _BACK)
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = (*_ENTERS, *_TABS)
_ASK_KIND, _ASK_ROW, _ASK_LAST_YEAR = ("/", "／"), ("*", "＊", "×"), ("+", "＋")


class GridView(QTableView):
    """``stood`` tells where the cursor is; the others what a character that begins no figure asks
    for there: "/" a kind of "no number", "*" a row by its code, "+" last year's figure; and Enter,
    where a text is written."""

    stood = Signal(QModelIndex)
    asked_kind = Signal(QModelIndex)
    asked_row = Signal()
    asked_last_year = Signal()
    asked_text = Signal()
    refused = Signal(str)

    def __init__(self, model: GridModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self.enter_down = False
        self._walks: dict[tuple[bool, bool], Walk] = {}
        self.setModel(model)
        model.refused.connect(self.refused)
        if model.text_lines:
            model.dataChanged.connect(self._refit)
        self.heads = Heads(model, theme, self)
        self.setHorizontalHeader(self.heads)
        model.heads_changed.connect(self.heads.viewport().update)
        self._delegate = self._dressed(theme)
        self._dress(theme)
        self._span()
        self._stub = FrozenStub(self, theme)
        self._stub.dress(theme)

    @property
    def grid_model(self) -> GridModel:
        """The form as lines and columns."""
        return self._model

    def set_theme(self, theme: Theme) -> None:
        """Other type, at the same cell."""
        self._delegate.deleteLater()
        self._delegate = self._dressed(theme)
        self._dress(theme)
        self._fit_names(self._give_names_room())
        self._stub.dress(theme)
        self.scrollTo(self.currentIndex())

    def _dressed(self, theme: Theme) -> GridDelegate:
        delegate = GridDelegate(self._model, theme, self)
        delegate.moved.connect(
            lambda by, sideways: self._go(by, down=self.enter_down and not sideways)
        )
        delegate.refused.connect(self.refused)
        self.setItemDelegate(delegate)
        return delegate

    def step(self, by: int) -> None:
        """Go to the next or previous place that a person fills, across rows and tables, as Enter
        is set."""
        self._go(by, down=self.enter_down)

    def _go(self, by: int, *, down: bool) -> None:
        here = (self.currentIndex().row(), self.currentIndex().column())
        place = self._walk(down).after(here, by)
        if place is not None:
            self.stand(self._model.index(*place))
        elif by > 0 and self._model.typed_places:
            self.refused.emit(texts.LAST_CELL)  # going round would overwrite the first figure

    def _walk(self, down: bool) -> Walk:
        """Only through what may be filled now: cells that are locked are passed over."""
        known = (down, bool(self._model.session.locked))
        if known not in self._walks:
            open_places = [p for p in self._model.typed_places if self._is_free(p)]
            places = open_places or self._model.typed_places
            self._walks[known] = Walk(places, self._model.table_numbers, down=down)
        return self._walks[known]

    def _is_free(self, place: tuple[int, int]) -> bool:
        return self._model.is_typed(self._model.index(*place))

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
        self.stand(self._model.index_of(key))
        self.setFocus()

    def go_to_first(self) -> None:
        """Stand at the first place that is still to be filled, else at the first of all."""
        places = [self._model.index(*place) for place in self._model.typed_places]
        empty = (place for place in places if not self._model.view(place).text)
        first = next(empty, places[0] if places else None)
        if first is not None:
            self.stand(first)

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
        """Enter and Tab step on, Delete clears what is chosen, a sign asks; other keys are Qt's."""
        key = Qt.Key(event.key())
        back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier or key == _BACK
        if key in _ENTERS and not back and self._model.is_text(self.currentIndex()):
            self.asked_text.emit()
        elif key in _STEPS:
            self._go(-1 if back else 1, down=self.enter_down and key not in _TABS)
        elif self._is_asked(event.text()):
            return
        elif event.text().strip() and not self._model.is_typed(self.currentIndex()):
            self.refused.emit(self._model.why_closed(self.currentIndex()))
        elif key == Qt.Key.Key_Delete:
            self.clear_chosen()
        elif key in _ENDS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            whole = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._go_to_end(_ENDS[key], whole=whole)
        else:
            super().keyPressEvent(event)

    def _is_asked(self, sign: str) -> bool:
        """Whether a character is a question and begins nothing; the question is asked then."""
        index = self.currentIndex()
        if sign in _ASK_ROW and not self._model.is_text(index):
            self.asked_row.emit()
        elif not self._model.is_typed(index):
            return False
        elif sign in _ASK_KIND:
            self.asked_kind.emit(index)
        elif sign in _ASK_LAST_YEAR and not self._model.is_text(index):
            self.asked_last_year.emit()
        else:
            return False
        return True

    @property
    def chosen_cells(self) -> list[CellKey]:
        """The cells chosen that a person may fill, in reading order."""
        places = sorted((i.row(), i.column()) for i in self.selectedIndexes())
        indexes = [self._model.index(*place) for place in places]
        found = (self._model.key(i) for i in indexes if self._model.is_typed(i))
        return [key for key in found if key is not None]

    def _go_to_end(self, end: int, *, whole: bool) -> None:
        """To the first or last place that a person fills, of the form or of the row in hand."""
        here = self.currentIndex().row()
        places = [p for p in self._model.typed_places if whole or p[0] == here]
        if places:
            self.stand(self._model.index(*places[end]))

    def clear_chosen(self) -> None:
        """Make the cells chosen 未填, as one step."""
        cells = self.chosen_cells
        if not cells:
            self.refused.emit(self._model.why_closed(self.currentIndex()))
            return
        self.refused.emit(self._model.try_clear(cells))

    def selectionChanged(self, chosen: QItemSelection, left: QItemSelection) -> None:
        """A block of cells is seen as one."""
        super().selectionChanged(chosen, left)
        had, has = self._delegate.has_block, len(self.selectedIndexes()) > 1
        self._delegate.has_block = has
        if had or has:
            self.viewport().update()

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
        before = self.columnWidth(NAME)
        width = self._give_names_room()
        if width != before:
            self._fit_names(width)
        self._stub.fit()

    def _give_names_room(self) -> int:
        others = sum(map(self.columnWidth, range(NAME + 1, self._model.columnCount())))
        width = max(self._least_name, self.viewport().width() - others)
        self.setColumnWidth(NAME, width)
        return width

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Text committed without pre-edit opens the editor with it; Qt alone would lose it."""
        if self.state() != _EDITING and self._is_asked(event.commitString()):
            event.accept()
        elif event.commitString() and not event.preeditString() and self._can_type():
            self.edit(self.currentIndex())
            editor = self._editor()
            if editor is not None:
                editor.setText(event.commitString())
            event.accept()
        else:
            super().inputMethodEvent(event)

    def _can_type(self) -> bool:
        return self._model.is_typed(self.currentIndex()) and self.state() != _EDITING

    def stand(self, index: QModelIndex) -> None:
        """Stand at a place and show it."""
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Show a place, not behind the columns that stay."""
        super().scrollTo(index, hint)
        if index.column() < FIRST or not self._stub.isVisible():
            return
        hidden = self._stub.width() - self.visualRect(index).left()
        if hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def _dress(self, theme: Theme) -> None:
        """Widths from the form, never measured row by row (stack.md section 6)."""
        metrics = QFontMetrics(theme.font())
        self._cursor = QPen(QColor(theme.colours.accent), 2)
        self.setFont(theme.font())
        self.viewport().setFont(theme.font())  # once polished, it does not follow by itself
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(True)  # Tab is a step; F5 leaves the grid
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(int(metrics.height() * ROW_HEIGHT_EM * 0.8))
        self.heads.dress(theme)
        wide = metrics.horizontalAdvance("国")
        figure = metrics.horizontalAdvance("0")
        self._line_height = metrics.lineSpacing()
        self._name_widths = self._measure_names(metrics)
        self._name_lines: dict[int, int] = {}
        self._heads = {
            number: range(FIRST, self._model.columnCount() - 1)
            for number, line in enumerate(self._model.lines)
            if line.row is None
        }
        longest = max(self._name_widths.values(), default=0) + 6 * GRID_PX
        self._least_name = min(longest, _LEAST_NAME_CHARS * wide)
        for number, chars in ((UNIT, _UNIT_CHARS), (CODE, _CODE_CHARS)):
            title = str(self._model.headerData(number, Qt.Orientation.Horizontal))
            least = metrics.horizontalAdvance(title) + 6 * GRID_PX
            self.setColumnWidth(number, max(least, chars * figure))
        for number in range(FIRST, self._model.columnCount()):
            self.setColumnWidth(number, self._figure_width(metrics, figure, number))
        self.heads.fit()

    def _fit_names(self, width: int) -> None:
        """A name that is too long for its column goes on in a second line, as on paper."""
        for number, needed in self._name_widths.items():
            self._name_lines[number] = -(-needed // max(width - 4 * GRID_PX, 1))
        for number in (*self._name_widths, *self._heads):
            self._fit_row(number)

    def _fit_row(self, number: int) -> None:
        """As high as the row's name and texts need; a long text shows its beginning."""
        if number in self._heads:
            self._fit_head(number)
            return
        lines = self._name_lines.get(number, 1)
        for column in self._model.text_columns(number):
            lines = max(lines, self._lines_of_text(self._model.index(number, column)))
        one_line = self.verticalHeader().defaultSectionSize()
        self.setRowHeight(number, one_line + (lines - 1) * self._line_height)

    def _fit_head(self, number: int) -> None:
        """As high as a table's head needs; what stands beside heads of groups has both lines."""
        line, metrics = self._model.lines[number], self.fontMetrics()
        above = self.rowHeight(number - 1) if number and self._model.lines[number - 1].upper else 0
        needed = self.verticalHeader().defaultSectionSize()
        for column in self._heads[number]:
            is_tall = self.rowSpan(number, column) > 1
            if is_tall and line.upper:
                continue
            over = self.columnSpan(number, column)
            width = sum(map(self.columnWidth, range(column, column + over))) - 2 * GRID_PX
            text = self._model.view(self._model.index(number, column)).text
            needed = max(needed, words_height(metrics, text, width) - above * is_tall)
        self.setRowHeight(number, needed)

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
        wide = metrics.horizontalAdvance("国")
        if self._model.is_text_column(number):
            return TEXT_CHARS * wide
        widest = max(metrics.horizontalAdvance(title) for title in titles)
        head = min(widest, HEAD_CHARS * wide) + 6 * GRID_PX
        return max(head, (_FIGURE_CHARS + 2) * figure)

    def _span(self) -> None:
        """Headings reach over the columns before the figures, heads of groups over their own."""
        for number, line in enumerate(self._model.lines):
            look = self._model.view(self._model.index(number, NAME)).look
            if line.upper:
                self._span_groups(number, line.table)
            elif look is Look.TABLE and not (number and self._model.lines[number - 1].upper):
                self.setSpan(number, NAME, 1, FIRST)
            elif look is Look.HEADING:
                self.setSpan(number, NAME, 1, self._model.columnCount())

    def _span_groups(self, number: int, table: Table) -> None:
        """A head of two lines: what belongs to no group reaches over both."""
        grouped = {n for group in table.groups for n in sections(group)}
        self.setSpan(number, NAME, 2, FIRST)
        for group in table.groups:
            if group.count > 1:
                self.setSpan(number, FIRST + group.first, 1, group.count)
        for column in range(FIRST, self._model.columnCount()):
            if column not in grouped:
                self.setSpan(number, column, 2, 1)
