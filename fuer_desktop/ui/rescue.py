"""Getting a workspace back with a person's consent: what would change is shown before it does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.texts import backups as backup_texts
from fuer_desktop.texts import keeping as texts
from fuer_desktop.ui.background import Background
from fuer_desktop.ui.frame import button, column, label, row
from fuer_desktop.ui.theme import GRID_PX, Theme

if TYPE_CHECKING:
    from fuer_desktop.services.keeping import Outlook, WaysOut
    from fuer_desktop.services.restoring import Comparison, Source

_WIDTH_CHARS, _LINES = 44, 12
"""The dialog's width in Chinese characters, and how many cells it shows without scrolling."""


class RestoreDialog(QDialog):
    """What a restore would change; accepted is 恢复."""

    def __init__(self, outlook: Outlook, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.outlook = outlook
        self.setWindowTitle(texts.RESTORE_TITLE)
        title = label(outlook.title, wrap=True)
        title.setFont(theme.font(step=2, bold=True))
        summary = label(outlook.summary, wrap=True)
        self.yes = button(texts.RESTORE_YES, self.accept, "primary")
        self.no = button(texts.RESTORE_NO, self.reject)
        layout = column(title, summary, margin=6 * GRID_PX)
        em = self.fontMetrics().horizontalAdvance("国")
        if outlook.lines:
            layout.addWidget(label(texts.RESTORE_CELLS, "muted"))
            layout.addWidget(self._list(outlook.lines))
        if outlook.more:
            layout.addWidget(label(outlook.more, "muted"))
        layout.addSpacing(2 * GRID_PX)
        layout.addStretch(1)
        layout.addLayout(row(None, self.no, self.yes))
        self.setLayout(layout)
        self.setFixedWidth(_WIDTH_CHARS * em)
        self.no.setFocus()

    def _list(self, lines: tuple[str, ...]) -> QListWidget:
        made = QListWidget()
        made.setUniformItemSizes(True)
        made.addItems(list(lines))
        height = self.fontMetrics().lineSpacing() + GRID_PX
        made.setFixedHeight((min(len(lines), _LINES) + 1) * height)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        return made


class Rescue(QObject):
    """One restore at a time. ``ended`` carries the workspace's path and what is to be said."""

    ended = Signal(object, str)
    failed = Signal(object)

    def __init__(self, window: QWidget, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._window = window
        self._theme = theme
        self._background = Background()
        self.running = False

    def start(self, path: Path, source: Source) -> None:
        """Restore the workspace at ``path``, which nobody has open, if the person agrees."""
        from fuer_desktop.services import restoring

        self.running = True
        self._background.run(
            lambda: restoring.restore(path, source, lambda found: self._agree(path, source, found)),
            lambda done: self._end(path, _outcome(path, done)),
            lambda error: self._stop(path, error),
        )

    def find_ways(self, path: Path, found: Callable[[WaysOut], None]) -> None:
        """What can be done about a workspace that did not open."""
        from fuer_desktop.services import keeping

        def done(ways: object) -> None:
            assert isinstance(ways, keeping.WaysOut)
            found(ways)

        self._background.run(lambda: keeping.ways_out(path), done, self.failed.emit)

    def dialog(self, outlook: Outlook) -> RestoreDialog:
        """What is asked."""
        return RestoreDialog(outlook, self._theme(), self._window)

    def _agree(self, path: Path, source: Source, comparison: Comparison) -> bool:
        from fuer_desktop.services import keeping

        outlook = keeping.outlook(path, source, comparison)
        return self._background.ask(lambda: bool(self.dialog(outlook).exec()), otherwise=False)

    def _stop(self, path: Path, error: Exception) -> None:
        self._end(path, str(error) if isinstance(error, FuerError) else "")
        if not isinstance(error, FuerError):
            self.failed.emit(error)

    def _end(self, path: Path, sentence: str) -> None:
        self.running = False
        self.ended.emit(path, sentence)


def _outcome(path: Path, done: object) -> str:
    """What is said after a restore, or after nothing was done."""
    if done is None:
        return texts.RESTORE_STOPPED
    kept = _kept(done)
    template = backup_texts.SWITCHED_NEW if kept is None else backup_texts.SWITCHED
    return template.format(path=path, kept=kept)


def _kept(done: object) -> Path | None:
    from fuer_desktop.services.restoring import Restored

    assert isinstance(done, Restored)
    return done.kept
