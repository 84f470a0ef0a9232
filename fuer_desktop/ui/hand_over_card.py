"""The hand-over card on the screen, to be read over and kept as a PDF of one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QScrollArea, QWidget

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.domain.hand_over import Card, Section
from fuer_desktop.texts import handing_over as texts
from fuer_desktop.ui import choosing
from fuer_desktop.ui.frame import (
    button,
    card,
    column,
    facts_grid,
    label,
    resize_within_screen,
    row,
    while_alive,
)
from fuer_desktop.ui.theme import GRID_PX, Theme

if TYPE_CHECKING:
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

SIZE_CHARS = (50, 28)
"""Width in Chinese characters, and height in lines."""

_BULLET = "· {line}"


class CardDialog(QDialog):
    """What the card says. ``wanted`` asks for the PDF."""

    wanted = Signal()

    def __init__(self, shown: Card, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.card = shown
        self._theme = theme
        self.setWindowTitle(texts.TITLE)
        title = label(texts.TITLE)
        title.setFont(theme.font(step=4, bold=True))
        mark = label(texts.PRACTICE, "practice")
        mark.setVisible(shown.practice)
        self.save = button(texts.SAVE, self.wanted.emit, "primary")
        close = button(texts.CLOSE, self.reject)
        layout = column(margin=5 * GRID_PX)
        layout.addLayout(row(title, mark, None))
        layout.addWidget(label(shown.subtitle, "muted", wrap=True))
        layout.addWidget(self._said(shown), 1)
        layout.addLayout(row(None, close, self.save))
        self.setLayout(layout)
        wide, high = SIZE_CHARS
        metrics = self.fontMetrics()
        em, line = metrics.horizontalAdvance("国"), metrics.lineSpacing()
        resize_within_screen(self, em * wide, line * high)
        self.finished.connect(self.deleteLater)
        self.save.setFocus()

    def _said(self, shown: Card) -> QScrollArea:
        parts = column(margin=0)
        parts.addWidget(card(facts_grid(shown.facts)))
        for section in (*shown.sections, shown.keys):
            parts.addWidget(self._section(section))
        parts.addStretch(1)
        inner = QWidget()
        inner.setLayout(parts)
        room = QScrollArea()
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setWidgetResizable(True)
        room.setWidget(inner)
        return room

    def _section(self, section: Section) -> QFrame:
        heading = label(section.heading)
        heading.setFont(self._theme.font(bold=True))
        lines = "\n".join(_BULLET.format(line=line) for line in section.lines)
        return card(column(heading, label(lines, wrap=True), margin=3 * GRID_PX))


def show_card(page: FormsPage, _opened: OpenForm) -> None:
    """Gather the card of the task in front, and show it."""
    from fuer_desktop.services.handing_over import card_of

    task = page.task
    code = task.code if task is not None else ""

    def show(found: object) -> None:
        dialog = CardDialog(cast(Card, found), page.context.theme, page)
        dialog.wanted.connect(lambda: _save(page, dialog))
        dialog.open()

    page.context.link.ask(lambda workspace: card_of(workspace, code), while_alive(page, show))


def _save(page: FormsPage, dialog: CardDialog) -> None:
    from fuer_desktop.services.handing_over import draw, file_name

    path = ask_path(dialog, file_name(dialog.card))
    if path is None:
        return
    try:
        draw(dialog.card, path)
    except FuerError as error:
        page.context.say(str(error))
    else:
        page.context.say(texts.SAVED.format(path=path))
        dialog.accept()


def ask_path(parent: QWidget, name: str) -> Path | None:
    """Where to keep the PDF; None where nothing was chosen."""
    suggested = str(choosing.documents() / f"{name}.pdf")
    file, _ = QFileDialog.getSaveFileName(parent, texts.CHOOSE, suggested, texts.PDF_FILES)
    return choosing.new_file(parent, file, choosing.PDF)
