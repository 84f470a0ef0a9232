"""What the grid's cells are typed into: a line for a figure, a box of lines for a text."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget

from fuer_desktop.domain.pasted_text import cleaned


class TextEditor(QPlainTextEdit):
    """Several lines, spoken to like a line. What is pasted is put in order; ``pasted`` says how."""

    pasted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.Box)
        self.setTabChangesFocus(True)

    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Write something else."""
        self.setPlainText(text)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste or drop: a text in order, as one change that Ctrl+Z takes back."""
        done = cleaned(source.text())
        self.textCursor().insertText(done.text)
        self.ensureCursorVisible()
        self.pasted.emit(done.sentence)


Editor: TypeAlias = QLineEdit | TextEditor


def is_new_line(event: QKeyEvent) -> bool:
    """Whether a key asks for a new line within a text, as in a spreadsheet: Alt or Shift and
    Enter."""
    keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    modifiers = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    return event.key() in keys and bool(event.modifiers() & modifiers)
