"""The line under a form in which a row's code or a word is typed, to go there."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fuer_desktop.domain.numbers import halfwidth
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.frame import label, row
from fuer_desktop.ui.grid.model import GridModel
from fuer_desktop.ui.grid.view import GridView


class SeekLine(QWidget):
    """Hidden until asked for; Enter goes, Esc leaves the grid as it was."""

    def __init__(self, grid: GridView) -> None:
        super().__init__()
        self._grid = grid
        self._by_code = True
        self._sought = ""
        self._words = label()
        self.line = QLineEdit()
        self.line.setAccessibleName(texts.SEEK_TEXT)
        self.line.returnPressed.connect(self._go)
        self.line.installEventFilter(self)
        self._told = label("", "muted")
        layout = row(self._words, self.line, self._told)
        layout.setStretch(1, 1)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.hide()

    def ask(self, *, by_code: bool) -> None:
        """Ask for a row's code, or for a word."""
        self._by_code = by_code
        self._words.setText(texts.SEEK_CODE if by_code else texts.SEEK_TEXT)
        self._told.setText("")
        self.line.setText("" if by_code else self._sought)
        self.line.selectAll()
        self.show()
        self.line.setFocus()

    def again(self) -> None:
        """The next place of the word that was looked for last."""
        if not self._sought:
            self.ask(by_code=False)
            return
        self._by_code = False
        self._find(self._sought)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc gives the keys back to the grid."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        is_escape, kind = event.key() == Qt.Key.Key_Escape, event.type()
        if is_escape and kind == QEvent.Type.ShortcutOverride:
            event.accept()  # before a panel that Esc would close
        elif kind == QEvent.Type.KeyPress and is_escape:
            self._leave()
            return True
        elif kind == QEvent.Type.KeyPress and event.text() in ("*", "＊"):
            return True  # pressed once more, it is no part of a code
        return super().eventFilter(watched, event)

    def _go(self) -> None:
        text = self.line.text().strip()
        if not text:
            self._leave()
        elif self._by_code:
            self._go_to_code(halfwidth(text))
        else:
            self._sought = text
            self._find(text)

    def _go_to_code(self, code: str) -> None:
        place = place_of_code(self._grid, code)
        if place is None:
            self._told.setText(texts.SEEK_NO_CODE.format(code=code))
            self.line.selectAll()
            return
        self._grid.stand(place)
        self._leave()

    def _find(self, text: str) -> None:
        place = next(places_of(self._grid, text), None)
        if place is None:
            self.show()
            self._told.setText(texts.SEEK_NOTHING.format(text=text))
            return
        self._told.setText("")
        self._grid.stand(place)

    def _leave(self) -> None:
        self.hide()
        self._grid.setFocus()


def place_of_code(grid: GridView, code: str) -> QModelIndex | None:
    """Where a row stands, in the table of the cursor first: its first cell that a person fills,
    else the column of the cursor. 5 is found as 05, and 2.05 is row 05 of table 2."""
    table, _, row_code = code.rpartition(".")
    model, here = grid.grid_model, grid.currentIndex()
    own = model.lines[here.row()].table.code if here.isValid() else ""
    found = [
        number
        for number, line in enumerate(model.lines)
        if line.row and _is_code(line.row.code, row_code) and table in ("", line.table.code)
    ]
    if not found:
        return None
    best = next((n for n in found if model.lines[n].table.code == own), found[0])
    typed = [column for line, column in model.typed_places if line == best]
    column = here.column() if here.column() in typed else (typed or [here.column()])[0]
    return model.index(best, column)


def _is_code(code: str, asked: str) -> bool:
    return bool(code) and (code == asked or code.lstrip("0") == asked.lstrip("0") != "")


def places_of(grid: GridView, text: str) -> Iterator[QModelIndex]:
    """Cells in whose row's name, content or note a text stands, from behind the cursor on and
    round."""
    model, here = grid.grid_model, grid.currentIndex()
    count = model.rowCount() * model.columnCount()
    start = here.row() * model.columnCount() + here.column() + 1
    for step in range(count):
        row_number, column = divmod((start + step) % count, model.columnCount())
        index = model.index(row_number, column)
        if _folded(text) in _folded(_content(model, index)):
            yield index


def _folded(text: str) -> str:
    return halfwidth(text).casefold()


def _content(model: GridModel, index: QModelIndex) -> str:
    key = model.key(index)
    if key is None:
        return model.view(index).text
    value = model.session.value(key)
    return "\n".join((value.text, value.plain, value.note))
