"""The differences of two keyings in a list: 1 takes the first, 2 the second, F2 another figure."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QWidget

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.values import CellKey, DataValue
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.services.editing import EditSession
from fuer_desktop.services.second_keying import Comparison, Difference
from fuer_desktop.texts import second_keying as texts
from fuer_desktop.ui.frame import button, column, label, row
from fuer_desktop.ui.tables import RIGHT, Cell, Heading, Line, LinesModel, Table, width_of
from fuer_desktop.ui.theme import GRID_PX, Theme

_FIGURE_CHARS = 10


class DifferenceTable(Table):
    """``took`` says whether the first or the second is taken, ``asked_other`` that F2 was pressed,
    ``ended`` that Enter was."""

    took = Signal(bool)
    asked_other = Signal()
    ended = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, F2 and Enter; the rest as in every list."""
        if event.text() in ("1", "2"):
            self.took.emit(event.text() == "1")
        elif event.key() == Qt.Key.Key_F2:
            self.asked_other.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ended.emit()
        else:
            super().keyPressEvent(event)


class ComparingPage(QWidget):
    """``decided`` says that every difference was decided and is to be written."""

    decided = Signal()

    def __init__(self, session: EditSession, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self.comparison = Comparison((), {}, {})
        self.decisions: dict[CellKey, DataValue] = {}
        self._count = label("", wrap=True)
        self._count.setFont(theme.font(bold=True))
        self._said = label("", "wrong", wrap=True)
        headings = [Heading(texts.CELL), *(Heading(t, align=RIGHT) for t in _FIGURE_HEADS)]
        self._lines = LinesModel(headings, theme.font(bold=True), self)
        self.table = self._build_table()
        self.other = QLineEdit()
        self.other.setAccessibleName(texts.OTHER)
        self.other.setMaximumWidth(width_of(theme, ["0" * 2 * _FIGURE_CHARS]))
        self.other.returnPressed.connect(self._take_other)
        self._other_label = label(texts.OTHER)
        self.write = button(texts.WRITE, self._end, "primary")
        self.back = button(texts.BACK, lambda: None)
        for made in (self.write, self.back):
            made.setAutoDefault(False)
        layout = column(self._count, label(texts.KEYS, "muted"), self.table, margin=0)
        layout.setStretch(2, 1)
        layout.addWidget(self._said)
        layout.addLayout(row(self._other_label, self.other, None, self.back, self.write))
        self.setLayout(layout)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show the differences; what was decided of one that is still the same stays decided."""
        before = {d.key: d for d in self.comparison.differences}
        self.comparison = comparison
        found = comparison.differences
        same = {d.key for d in found if before.get(d.key) == d}
        self.decisions = {key: v for key, v in self.decisions.items() if key in same}
        self.table.setVisible(bool(found))
        for part in (self._other_label, self.other):
            part.setVisible(bool(found))
        self._refresh()
        self._go_to_open(0)

    def take_keys(self) -> None:
        """Take the keys: the list, or where nothing differs what ends it."""
        (self.table if self.comparison.differences else self.write).setFocus()

    def say(self, words: str) -> None:
        """Show a sentence."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the line gives the keys back to the list."""
        if event.key() == Qt.Key.Key_Escape and self.other.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    def _build_table(self) -> DifferenceTable:
        made = DifferenceTable(self._theme, self._lines, texts.MENU)
        head = made.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        wide = width_of(self._theme, [*_FIGURE_HEADS, "0" * _FIGURE_CHARS]) + 2 * GRID_PX
        for number in range(1, 1 + len(_FIGURE_HEADS)):
            made.setColumnWidth(number, wide)
        made.took.connect(self._take)
        made.asked_other.connect(self._ask_other)
        made.ended.connect(self._end)
        return made

    # --- deciding ---------------------------------------------------------------------------

    @property
    def _current(self) -> Difference | None:
        line = self._lines.line(self.table.currentIndex().row())
        return line.item if line is not None and isinstance(line.item, Difference) else None

    @property
    def _open(self) -> int:
        return len(self.comparison.differences) - len(self.decisions)

    def _take(self, is_first: bool) -> None:
        found = self._current
        if found is not None:
            self._decide(found, found.first if is_first else found.second)

    def _ask_other(self) -> None:
        found = self._current
        if found is not None:
            value = self.decisions.get(found.key, found.second)
            self.other.setText(value.plain)
            self.other.setFocus()
            self.other.selectAll()

    def _take_other(self) -> None:
        found = self._current
        if found is None:
            return
        if not self.other.text().strip():
            self.say(texts.OTHER_EMPTY)
            return
        try:
            value, _ = self._session.form.read(found.key, self.other.text())
        except EntryError as error:
            self.say(str(error))
            return
        self._decide(found, value)
        self.other.clear()
        self.table.setFocus()

    def _decide(self, found: Difference, value: DataValue) -> None:
        self.decisions[found.key] = value
        here = self.table.currentIndex().row()
        self._refresh()
        self._go_to_open(here)

    def _go_to_open(self, here: int) -> None:
        """The next difference that is not decided, from here on and then from the top."""
        keys = [difference.key for difference in self.comparison.differences]
        order = [*range(here, len(keys)), *range(min(here, len(keys)))]
        open_ones = (number for number in order if keys[number] not in self.decisions)
        number = next(open_ones, min(here, len(keys) - 1))
        if number >= 0:
            self.table.setCurrentIndex(self._lines.index(number, 0))

    def _end(self) -> None:
        if self._open:
            self.say(texts.STILL_OPEN.format(count=self._open))
        else:
            self.decided.emit()

    # --- what is shown ----------------------------------------------------------------------

    def _refresh(self) -> None:
        found = self.comparison.differences
        self._lines.set_lines([self._line(difference) for difference in found])
        self._count.setText(self._counted(len(found)))
        self.write.setEnabled(not self._open)
        self.say("")

    def _counted(self, different: int) -> str:
        left_out = self.comparison.left_out
        template = texts.DIFFER if self._open else texts.ALL_DECIDED
        return (template if different else texts.SAME).format(
            compared=self.comparison.keyed,
            different=different,
            open=self._open,
            rest=texts.REST.format(count=left_out) if left_out else "",
        )

    def _line(self, found: Difference) -> Line:
        taken = self.decisions.get(found.key)
        form, key = self._session.form, found.key
        values = (found.first, found.second)
        figures = [Cell(form.brief(key, v) or texts.BLANK, align=RIGHT) for v in values]
        decided = "" if taken is None else form.brief(key, taken) or texts.BLANK
        name = Cell(cell_name(form, key))
        return Line((name, *figures, Cell(decided, align=RIGHT, bold=True)), item=found)


_FIGURE_HEADS = (texts.FIRST, texts.SECOND, texts.DECIDED)
