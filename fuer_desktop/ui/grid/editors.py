"""What the grid's cells are typed into: a line for a figure, a box of lines for a text."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget


class TextEditor(QPlainTextEdit):
    """Several lines, spoken to like a line."""

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


Editor: TypeAlias = QLineEdit | TextEditor


def is_new_line(event: QKeyEvent) -> bool:
    """Whether a key asks for a new line within a text, as in a spreadsheet: Alt or Shift and
    Enter."""
    keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    modifiers = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    return event.key() in keys and bool(event.modifiers() & modifiers)
