"""Where a reason is written: ready ones by a digit key, own words in the line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget

from fuer_desktop.domain.values import LEAST_REASON
from fuer_desktop.texts import checks as texts
from fuer_desktop.texts import desk as desk_texts
from fuer_desktop.ui.frame import button, column, row
from fuer_desktop.ui.theme import GRID_PX

_FRAME_PX = 3 * GRID_PX


class ReasonLine(QLineEdit):
    """The line; a digit where nothing is written yet takes a ready reason instead."""

    picked = Signal(int)
    went_down = Signal()
    left = Signal()
    came = Signal()

    def event(self, event: QEvent) -> bool:
        """Esc is this line's before it closes any panel."""
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and cast(QKeyEvent, event).key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1–9 as long as the line is empty or chosen whole; Down goes to the list, Esc away."""
        is_fresh = not self.text() or self.selectedText() == self.text()
        if is_fresh and event.text() in "123456789" and event.text():
            self.picked.emit(int(event.text()))
        elif event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Somebody begins to write."""
        super().focusInEvent(event)
        self.came.emit()


class ReasonBox(QWidget):
    """``given`` says that the reason is to be kept, ``begun`` that somebody began to write one,
    ``ended`` that she went on to something else, ``left`` that Esc was pressed; ``writing`` that
    the ready reasons came, or went."""

    given = Signal()
    writing = Signal(bool)
    begun = Signal()
    ended = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ready: Sequence[str] = ()
        self.line = ReasonLine()
        self.line.setPlaceholderText(desk_texts.REASON.format(least=LEAST_REASON))
        self.line.setAccessibleName(desk_texts.REASON.format(least=LEAST_REASON))
        self.line.setToolTip(texts.READY_HINT)
        self.line.picked.connect(self._pick)
        self.line.went_down.connect(self._go_down)
        self.line.left.connect(self.left)
        self.line.came.connect(lambda: self._show_ready(wanted=True))
        self.line.textEdited.connect(lambda _: self.begun.emit())
        self.line.returnPressed.connect(self.given)
        self.line.editingFinished.connect(self._finished)
        self.list = QListWidget()
        self.list.setAccessibleName(texts.READY)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _: self._pick(self.list.currentRow() + 1))
        self.list.itemActivated.connect(lambda _: self._pick(self.list.currentRow() + 1))
        self.list.hide()
        self.keep = button(desk_texts.REASON_SAVE, self.given.emit)
        layout = column(margin=0)
        layout.addLayout(row(self.line, self.keep))
        layout.addWidget(self.list)
        self.setLayout(layout)

    @property
    def text(self) -> str:
        """What is written."""
        return self.line.text()

    def offer(self, reason: str, ready: Sequence[str]) -> None:
        """Show a reason that was given and the ready ones, unless somebody is writing."""
        if self.line.hasFocus() or self.list.hasFocus():
            return
        self._ready = ready
        self.line.setText(reason)
        self.line.setCursorPosition(0)  # a long reason shows its beginning
        self._show_ready(wanted=False)

    def ask(self) -> None:
        """Take the keys."""
        self.line.setFocus()
        self.line.selectAll()

    def _pick(self, number: int) -> None:
        """A ready reason stands in the line, where more can be added to it."""
        if number <= len(self._ready):
            self.line.setText(self._ready[number - 1])
            self.line.setFocus()
            self.line.end(False)
            self.begun.emit()

    def _go_down(self) -> None:
        if self._ready:
            self.list.setFocus()
            self.list.setCurrentRow(0)

    def _finished(self) -> None:
        if not self.list.hasFocus():
            self._show_ready(wanted=False)
            self.ended.emit()

    def _show_ready(self, *, wanted: bool) -> None:
        """The list is there only while a reason is written: the room belongs to the findings."""
        self.list.setVisible(wanted and bool(self._ready))
        self.writing.emit(not self.list.isHidden())
        if not wanted:
            return
        self.list.clear()
        for number, reason in enumerate(self._ready, start=1):
            self.list.addItem(texts.READY_LINE.format(number=number, reason=reason))
        heights = (self.list.sizeHintForRow(n) for n in range(self.list.count()))
        self.list.setFixedHeight(sum(heights) + _FRAME_PX)
