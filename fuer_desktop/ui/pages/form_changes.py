"""What is new in a form: one calm line over the grid, which opens to a sentence for each row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from fuer_desktop.services.last_year import FormChanges
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.frame import button, column, label, row

SHOWN_LINES = 8
"""Sentences seen at once; a form that was turned over still leaves room for its grid."""


class ChangesLine(QWidget):
    """Not there at all where nothing is new."""

    def __init__(self) -> None:
        super().__init__()
        self._changes = FormChanges()
        self._is_open = False
        self.line = button("", self._fold, "fold")
        self.sentences = label("", "muted")
        self.sentences.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(margin=0)
        layout.setSpacing(0)
        layout.addLayout(row(None, self.line, None))
        self._room = QScrollArea()
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setWidgetResizable(True)
        self._room.setWidget(self.sentences)
        layout.addWidget(self._room)
        self.setLayout(layout)
        self.show_changes(FormChanges())

    def show_changes(self, changes: FormChanges) -> None:
        """Show another form's, folded."""
        if changes != self._changes:
            self._changes, self._is_open = changes, False
        sign = texts.FOLD[self._is_open]
        self.line.setText(texts.FORM_NEWS.format(sign=sign, summary=changes.summary))
        self.sentences.setText("\n".join(changes.sentences))
        most = SHOWN_LINES * self.sentences.fontMetrics().lineSpacing()
        self._room.setFixedHeight(min(self.sentences.sizeHint().height(), most))
        self._room.setVisible(self._is_open)
        self.setVisible(bool(changes.summary))

    def _fold(self) -> None:
        self._is_open = not self._is_open
        self.show_changes(self._changes)
