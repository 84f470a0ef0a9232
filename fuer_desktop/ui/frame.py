"""What pages share: the context they are given, and small parts of which they are made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fuer_desktop.services.settings import Settings
from fuer_desktop.ui.store_link import StoreLink
from fuer_desktop.ui.theme import GRID_PX, Theme

Given = TypeVar("Given")

_OVERLONG = re.compile(r"[!-~]{33,}")
"""What no line breaks: longer than the name that the program gives a package."""

_SOFT_BREAK = "\u200b"


def _forget(_settings: Settings) -> None:
    """Where nothing is kept."""


@dataclass(frozen=True)
class Memory:
    """What is kept of a person's choices from one start to the next, and for which workspace."""

    settings: Callable[[], Settings] = Settings
    keep: Callable[[Settings], None] = _forget
    workspace: Path | None = None


@dataclass(frozen=True)
class Context:
    """What a page works with; passed in, never looked up.

    ``mark_saved`` takes how many cells are not on disk and whether saving failed;
    ``show_practice`` opens the practice book.
    """

    link: StoreLink
    theme: Theme
    say: Callable[[str], None]
    navigate: Callable[[str], None]
    mark_saved: Callable[[int, bool], None] = lambda _waiting, _failed: None
    memory: Memory = Memory()
    show_practice: Callable[[], None] = lambda: None


class Page(QWidget):
    """One screen. ``counted`` tells the frame the number beside the page's name, ``located`` the
    words of the bottom bar, ``rested`` that a long job is over."""

    counted = Signal(int)
    located = Signal(str)
    rested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def refresh(self) -> None:
        """Read again what the page shows; called whenever it comes to the front."""

    @property
    def running(self) -> bool:
        """Whether a long job is at work, of which only this page hears what becomes."""
        return False


def while_alive(page: QWidget, call: Callable[[Given], None]) -> Callable[[Given], None]:
    """An answer from the store thread may come after its page was replaced: it is dropped then."""

    def deliver(given: Given) -> None:
        if shiboken6.isValid(page):
            call(given)

    return deliver


def label(text: str = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """A label that shows outside text as text, never as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    return made


def breakable(text: str) -> str:
    """A sentence whose overlong names may be broken between any two characters, so that a wrapped
    label never needs more room than its page has. To be shown, never to be kept or compared."""
    return _OVERLONG.sub(lambda found: _SOFT_BREAK.join(found.group()), text)


class Button(QPushButton):
    """A button that Enter presses too, on the number pad as well; Qt's own knows only Space."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, act: Callable[[], object], name: str = "") -> QPushButton:
    """A button; ``primary`` is the one thing to do on a page."""
    made = Button(text)
    made.setObjectName(name)
    made.clicked.connect(lambda _=False: act())
    return made


def row(*parts: QWidget | None, spacing: int = 2 * GRID_PX) -> QHBoxLayout:
    """Parts side by side; None stretches."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return layout


def column(*parts: QWidget | None, margin: int = 4 * GRID_PX) -> QVBoxLayout:
    """Parts one below the other; None stretches."""
    layout = QVBoxLayout()
    layout.setSpacing(2 * GRID_PX)
    layout.setContentsMargins(margin, margin, margin, margin)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return layout


class UprightArea(QScrollArea):
    """Scrolls up and down only: never narrower than what it holds."""

    def minimumSizeHint(self) -> QSize:
        """As wide as the content and the bar beside it."""
        least = super().minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.widget().minimumSizeHint().width() + bar, least.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content may need another width now."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def scrolled(layout: QLayout, area: QScrollArea | None = None) -> QScrollArea:
    """A page's content that scrolls where the window is lower than it needs."""
    content = QWidget()
    content.setLayout(layout)
    area = area or QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def facts_grid(facts: Iterable[tuple[str, str]]) -> QGridLayout:
    """Names on the left, what is said of them beside, to be selected and copied."""
    grid = QGridLayout()
    grid.setContentsMargins(*[3 * GRID_PX] * 4)
    grid.setHorizontalSpacing(4 * GRID_PX)
    grid.setColumnStretch(1, 1)
    for line, (name, said) in enumerate(facts):
        words = label(said, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setAccessibleName(f"{name} {said}")
        grid.addWidget(label(name, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, line, 1)
    return grid


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window its size, or as much of it as the screen has: at 200 % that may be little."""
    room = window.screen().availableSize()
    margin = 12 * GRID_PX
    window.resize(min(width, room.width() - margin), min(height, room.height() - margin))


class ElidedLabel(QLabel):
    """A text on one line: where it is too long a part is left out, and the tip has it all."""

    def __init__(self, mode: Qt.TextElideMode, name: str = "") -> None:
        super().__init__()
        self.full = ""
        self._mode = mode
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show another one."""
        self.full = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out more or less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.full, self._mode, self.width()))


def card(layout: QLayout) -> QFrame:
    """A framed surface around a layout."""
    frame = QFrame()
    frame.setObjectName("card")
    frame.setLayout(layout)
    return frame


class EmptyState(QWidget):
    """What an empty page shows: what to do first, and the button that does it."""

    def __init__(self, theme: Theme, text: tuple[str, str], action: QPushButton | None) -> None:
        super().__init__()
        title, explanation = text
        heading = label(title)
        heading.setFont(theme.font(step=4, bold=True))
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = label(explanation, "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(None, heading, words)
        if action is not None:
            layout.addSpacing(2 * GRID_PX)
            layout.addLayout(row(None, action, None))
        layout.addStretch(2)
        self.setLayout(layout)
