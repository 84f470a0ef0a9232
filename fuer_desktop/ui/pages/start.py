"""The page before anything is open: what to do first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuer_desktop.services import paths
from fuer_desktop.texts import ui as texts
from fuer_desktop.ui.frame import Context, EmptyState, Page, button, label, row
from fuer_desktop.ui.theme import GRID_PX


def is_known(path: Path) -> bool:
    """Whether a workspace that was open before is there, or could be made anew."""
    return path.is_file() or bool(paths.kept_for(path, "witness"))


class StartPage(Page):
    """``chosen`` names a workspace that was open before; the first action is the chief one."""

    chosen = Signal(str)

    def __init__(
        self,
        context: Context,
        recent: Sequence[str],
        actions: Mapping[str, Callable[[], None]],
    ) -> None:
        super().__init__(context)
        (words, act), *others = actions.items()
        first = button(words, act, "primary")
        layout = QVBoxLayout()
        layout.addStretch(1)
        layout.addWidget(EmptyState(context.theme, (texts.START_TITLE, texts.START_TEXT), first))
        for words, act in others:
            layout.addLayout(row(None, button(words, act), None))
        layout.addSpacing(4 * GRID_PX)
        self._add_recent(layout, [path for path in recent if is_known(Path(path))])
        layout.addStretch(2)
        self.setLayout(layout)
        self._layout = layout

    def show_offer(self, offer: QWidget | None) -> None:
        """Add a quiet line at the very bottom: something to be done once, or passed over."""
        if offer is not None:
            self._layout.addLayout(row(None, offer, None))
            self._layout.addSpacing(4 * GRID_PX)

    def _add_recent(self, layout: QVBoxLayout, recent: Sequence[str]) -> None:
        if not recent:
            return
        layout.addLayout(row(None, label(texts.RECENT, "muted"), None))
        for path in recent:
            name = Path(path).name
            words = name if Path(path).is_file() else texts.RECENT_LOST.format(file=name)
            again = button(words, partial(self.chosen.emit, path))
            again.setToolTip(path)
            layout.addLayout(row(None, again, None))
