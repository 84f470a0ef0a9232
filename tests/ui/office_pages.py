"""An office's page on a workspace, and what it tells the frame around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fuer_desktop.services import sessions
from fuer_desktop.ui.frame import Context, Page
from fuer_desktop.ui.store_link import StoreLink
from fuer_desktop.ui.theme import Theme

PATIENCE_MS = 20_000


class OfficePage:
    """One page, shown; ``said``, ``went``, ``counts`` and ``places`` are what the frame heard."""

    def __init__(self, qtbot: QtBot, kind: type[Page], workspace: Path, theme: Theme) -> None:
        self._qtbot = qtbot
        self.said: list[str] = []
        self.went: list[str] = []
        self.counts: list[int] = []
        self.places: list[str] = []
        self.failed: list[object] = []
        self.link = StoreLink()
        self.link.start(lambda opened: sessions.start(workspace, opened), lambda _: None)
        self.link.refused.connect(self.said.append)
        self.link.failed.connect(self.failed.append)
        self.page = kind(Context(self.link, theme, self.said.append, self.went.append))
        self.page.counted.connect(self.counts.append)
        self.page.located.connect(self.places.append)
        self._frame = frame = QWidget()
        QVBoxLayout(frame).addWidget(self.page)
        qtbot.addWidget(frame)
        frame.resize(1180, 680)
        frame.show()
        self.refresh()

    def refresh(self) -> None:
        """Have the page read again and wait for it."""
        self.page.refresh()
        self.settle()

    def settle(self) -> None:
        """Wait until everything that was posted before is answered."""
        answers: list[object] = []
        self.link.ask(lambda _: None, answers.append)
        self.wait(lambda: bool(answers))

    def wait(self, happens: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(happens, timeout=PATIENCE_MS)


def opening(qtbot: QtBot) -> Iterator[Callable[..., OfficePage]]:
    """Opens pages and closes them at the end; none may have made a mistake of its own."""
    opened: list[OfficePage] = []

    def open_page(kind: type[Page], workspace: Path, theme: Theme | None = None) -> OfficePage:
        opened.append(OfficePage(qtbot, kind, workspace, theme or Theme()))
        return opened[-1]

    yield open_page
    for page in opened:
        page.link.close()
        assert page.failed == []


def type_words(widget: QWidget, words: str) -> None:
    """Type as an input method does: the words arrive at once."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)
