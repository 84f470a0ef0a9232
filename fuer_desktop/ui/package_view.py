"""A package that is only looked at: what it is, whose, and whether it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

from fuer_desktop.texts import handing_over as card_texts
from fuer_desktop.texts import opening_files as texts
from fuer_desktop.ui.frame import (
    button,
    card,
    column,
    facts_grid,
    label,
    resize_within_screen,
    row,
)
from fuer_desktop.ui.theme import GRID_PX, Theme

if TYPE_CHECKING:
    from fuer_desktop.services.verifying import Verified

SIZE_CHARS = (44, 26)
"""Width in Chinese characters, and height in lines."""


class PackageDialog(QDialog):
    """What was found in a package. ``note`` says what to do with it."""

    def __init__(self, found: Verified, note: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.found = found
        self.setWindowTitle(found.seen.what.label)
        title = label(
            texts.VIEW_TITLE.format(what=found.seen.what.label, file=found.seen.name), wrap=True
        )
        title.setFont(theme.font(step=2, bold=True))
        self.sentence = label(found.sentence, "good" if found.is_sound else "wrong", wrap=True)
        self.note = label(note, wrap=True)
        self.note.setVisible(bool(note))
        self.close_button = button(card_texts.CLOSE, self.accept, "primary")
        inner = QWidget()
        inner.setLayout(column(card(facts_grid(found.facts)), None, margin=0))
        room = QScrollArea()
        room.setAccessibleName(title.text())
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setWidgetResizable(True)
        room.setWidget(inner)
        layout = column(title, self.sentence, self.note, margin=5 * GRID_PX)
        layout.addWidget(room, 1)
        layout.addLayout(row(None, self.close_button))
        self.setLayout(layout)
        wide, high = SIZE_CHARS
        metrics = self.fontMetrics()
        em, line = metrics.horizontalAdvance("国"), metrics.lineSpacing()
        resize_within_screen(self, em * wide, line * high)
        self.finished.connect(self.deleteLater)
        self.close_button.setFocus()
