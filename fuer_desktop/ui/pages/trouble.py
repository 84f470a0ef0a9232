"""A workspace that did not open: why, and what can be done now. And the wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout

from fuer_desktop.services.keeping import WaysOut
from fuer_desktop.texts import keeping as texts
from fuer_desktop.ui.frame import Context, EmptyState, Page, button, card, column, label, row
from fuer_desktop.ui.theme import GRID_PX

_CARD_CHARS, _BAR_CHARS = 50, 16
"""Widths in Chinese characters."""


@dataclass(frozen=True)
class Trouble:
    """A workspace, why it did not open, and the ways out."""

    path: Path
    sentence: str
    ways: WaysOut


class TroublePage(Page):
    """``restored`` carries what to restore from; ``looked`` and ``tried`` the path to open, as a
    read-only copy or once more. The first button is what helps most."""

    restored = Signal(object)
    looked = Signal()
    tried = Signal()

    def __init__(self, context: Context, trouble: Trouble, choose: Callable[[], None]) -> None:
        super().__init__(context)
        self._choose = choose
        title = label(trouble.path.name, wrap=True)
        title.setFont(context.theme.font(step=4, bold=True))
        title.setToolTip(str(trouble.path))
        words = label(trouble.sentence, wrap=True)
        parts = column(title, words, margin=6 * GRID_PX)
        if kept := _kept_in_words(trouble):
            parts.addWidget(label(kept, wrap=True))
        parts.addSpacing(2 * GRID_PX)
        for number, (text, act) in enumerate(self._ways(trouble.ways)):
            parts.addLayout(row(button(text, act, "" if number else "primary"), None))
        self._card = card(parts)
        self._card.setMaximumWidth(self._em() * _CARD_CHARS)
        self._card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout()
        layout.addStretch(1)
        line = row(None, self._card, None)
        line.setStretch(1, 1000)
        layout.addLayout(line)
        layout.addStretch(2)
        self.setLayout(layout)

    def _ways(self, ways: WaysOut) -> Iterator[tuple[str, Callable[[], None]]]:
        witness, backups = ways.sources.witness, ways.sources.backups
        if witness is not None:
            yield texts.REBUILD, partial(self.restored.emit, witness)
        if backups:
            at = backups[0].backup.time.strftime(texts.WHEN)
            words = texts.RESTORE_NEWEST.format(at=at)
            yield words, partial(self.restored.emit, backups[0])
        if ways.can_look:
            yield texts.OPEN_COPY, self.looked.emit
        if ways.is_there:
            yield texts.TRY_AGAIN, self.tried.emit
        yield texts.OTHER_FILE, self._choose

    def _em(self) -> int:
        return self.fontMetrics().horizontalAdvance("国")


def _kept_in_words(trouble: Trouble) -> str:
    """What of it is kept on this PC; of a file that is gone the sentence says so itself."""
    sources = trouble.ways.sources
    if sources.witness is not None and trouble.ways.is_there:
        return texts.HAS_WITNESS
    if sources.witness is None and sources.backups:
        return texts.HAS_BACKUPS.format(count=len(sources.backups))
    return ""


class WaitPage(Page):
    """Something long is going on, and nothing can be done meanwhile."""

    def __init__(self, context: Context, words: str) -> None:
        super().__init__(context)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(_BAR_CHARS * self.fontMetrics().horizontalAdvance("国"))
        layout = QVBoxLayout()
        layout.addStretch(1)
        layout.addWidget(EmptyState(context.theme, (words, ""), None))
        layout.addLayout(row(None, bar, None))
        layout.addStretch(2)
        self.setLayout(layout)
