"""The frame around every page: title, places on the left, a message, a bar at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fuer_desktop.texts import handing_on as handing_texts
from fuer_desktop.texts import helping as helping_texts
from fuer_desktop.texts import keeping as keeping_texts
from fuer_desktop.texts import opening_files as opening_texts
from fuer_desktop.texts import paper_desk as paper_texts
from fuer_desktop.texts import practice_book as practice_texts
from fuer_desktop.texts import ui as texts
from fuer_desktop.ui.frame import ElidedLabel, Page, button, label, row
from fuer_desktop.ui.icons import icon
from fuer_desktop.ui.theme import GRID_PX, Theme

SIDE_WIDTH_CHARS = 10
LEAST_SIZE = (900, 500)
"""A screen of 1920×1080 at 200 % is 960×540, less a task bar."""


TITLE_BAR_PX = 40


@dataclass(frozen=True)
class Place:
    """A page and how the left side names it."""

    name: str
    icon: str
    page: Page


@dataclass(frozen=True)
class MenuActions:
    """What the menus do; the application provides it."""

    open_file: Callable[[], None]
    open_workspace: Callable[[], None]
    new_office: Callable[[], None]
    hand_over: Callable[[], None]
    undo: Callable[[], None]
    redo: Callable[[], None]
    set_large: Callable[[bool], None]
    set_dark: Callable[[bool], None]
    practise: Callable[[], None]
    about: Callable[[], object]


def _takes_nothing(_paths: Sequence[Path]) -> bool:
    """Where no page takes what is dropped anywhere on the window."""
    return False


@dataclass
class _Side:
    """The places on the left."""

    frame: QFrame
    layout: QVBoxLayout
    buttons: dict[str, QPushButton] = field(default_factory=dict)


class MainWindow(QMainWindow):
    """One window. It knows pages and files dropped on it, nothing of what they are about."""

    dropped = Signal(str)
    closed = Signal()
    retried = Signal()

    def __init__(self, theme: Theme, actions: MenuActions) -> None:
        super().__init__()
        self._theme = theme
        self._actions = actions
        self._places: dict[str, Place] = {}
        self.may_close: Callable[[], bool] = lambda: True
        self.take_dropped: Callable[[Sequence[Path]], bool] = _takes_nothing
        self.setAcceptDrops(True)
        self.setMinimumSize(*LEAST_SIZE)
        self._stack = QStackedWidget()
        self._title = label(texts.PROGRAM, "title")
        self._practice = label(texts.PRACTICE_MARK, "practice")
        self._practice.hide()
        self._paper = label(paper_texts.MARK, "paper")
        self._paper.hide()
        self._saved = label("", "muted")
        self._retry = button(texts.RETRY, self.retried.emit)
        self._retry.hide()
        self._where = ElidedLabel(Qt.TextElideMode.ElideRight, "muted")
        self._side = self._build_side()
        self._message_text = label("", "messageText", wrap=True)
        self._message = self._build_message()
        self.setCentralWidget(self._build_body())
        self._build_menus()
        self._keep_room_for_saved()
        self.set_title(texts.PROGRAM)

    def show_places(self, places: list[Place], first: str = "") -> None:
        """Replace all pages; the first, or the named one, comes to the front."""
        self._clear()
        for place in places:
            self._places[place.name] = place
            self._stack.addWidget(place.page)
            self._side.layout.addWidget(self._nav_button(place))
            place.page.counted.connect(lambda count, p=place: self._set_count(p, count))
            place.page.located.connect(lambda words, p=place: self._show_where(p, words))
        self._side.layout.addStretch(1)
        self._side.frame.setVisible(len(places) > 1)
        self.go_to(first or places[0].name)

    def go_to(self, name: str) -> None:
        """Bring a page to the front and have it read again."""
        place = self._places.get(name)
        if place is None:
            return
        if name in self._side.buttons:
            self._side.buttons[name].setChecked(True)
        self._where.show_text("")
        self._stack.setCurrentWidget(place.page)
        place.page.refresh()

    @property
    def current(self) -> str:
        """Name of the page in front."""
        page = self._stack.currentWidget()
        return next((name for name, place in self._places.items() if place.page is page), "")

    def page(self, name: str) -> Page:
        """A page by name."""
        return self._places[name].page

    def fit_in(self, room: QSize) -> None:
        """Be as large as is good, and no larger than the screen's room."""
        self.resize(min(1280, room.width()), min(800, room.height() - TITLE_BAR_PX))

    def set_title(self, title: str) -> None:
        """Place, year, unit and state in words, always in sight."""
        self._title.setText(title)
        self.setWindowTitle(title)

    def set_practice(self, practice: bool) -> None:
        """Mark practice, so that it can never be taken for the real thing."""
        self._practice.setVisible(practice)

    def set_paper_desk(self, on: bool) -> None:
        """Mark a desk that the office keeps, so that it can never be taken for the unit's own."""
        self._paper.setVisible(on)

    def set_editing(self, *, on: bool) -> None:
        """Offer what only a desk can do: undo and redo."""
        self._edit.menuAction().setVisible(on)
        for action in self._edit.actions():
            action.setEnabled(on)

    def show_nothing_open(self, title: str) -> None:
        """No place, no marks, nothing to edit."""
        self.set_title(title)
        self.set_practice(False)
        self.set_paper_desk(False)
        self.set_editing(on=False)

    def show_manual(self) -> None:
        """Open the manual beside the window, at what the page in front is about."""
        from fuer_desktop.ui.manual import show_manual

        page, heading = helping_texts.ABOUT_PAGES.get(self.current, ("", ""))
        show_manual(self, self._theme, page, heading)

    def set_theme(self, theme: Theme) -> None:
        """Take another look; pages are made anew by whoever made them."""
        self._theme = theme
        self._title.setFont(theme.font(step=1, bold=True))
        self._side.frame.setFixedWidth(self._side_width())
        self._keep_room_for_saved()

    def _keep_room_for_saved(self) -> None:
        """The mark changes at each figure; nothing beside it may move then."""
        words = texts.SAVED_AT.format(time="00:00")
        width = QFontMetrics(self._theme.font()).horizontalAdvance(words)
        self._saved.setMinimumWidth(width + 2 * GRID_PX)
        self._saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def mark_saved(self, waiting: int, *, failed: bool) -> None:
        """Say how many cells are on their way to the disk, or could not be written, or that all
        are there now."""
        if failed:
            self.set_saved(texts.NOT_SAVED.format(count=waiting), wrong=True)
        elif waiting:
            self.set_saved(texts.SAVING)
        else:
            now = datetime.now().astimezone().strftime("%H:%M")
            self.set_saved(texts.SAVED_AT.format(time=now))

    def set_saved(self, text: str, *, wrong: bool = False) -> None:
        """The saved mark at the top right, and a way to try again where saving failed."""
        self._retry.setVisible(wrong)
        self._saved.setText(text)
        self._saved.setObjectName("wrong" if wrong else "muted")
        self._saved.style().polish(self._saved)

    def say(self, sentence: str) -> None:
        """Show a sentence until it is dismissed or replaced; an empty one hides the bar."""
        self._message_text.setText(sentence)
        self._message.setVisible(bool(sentence))

    def say_also(self, sentence: str) -> None:
        """Show a sentence below what is shown."""
        before = self._message_text.text()
        self.say("\n".join(part for part in (before, sentence) if part))

    @property
    def message(self) -> str:
        """The sentence that is shown, or nothing."""
        return self._message_text.text() if self._message.isVisible() else ""

    @property
    def saved(self) -> str:
        """The saved mark."""
        return self._saved.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 where nothing has a meaning of its own to tell: the manual."""
        if event.key() == Qt.Key.Key_F1:
            self.show_manual()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on the file dropped; of several none is left out unsaid."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths or self.take_dropped([Path(path) for path in paths]):
            return
        if len(paths) > 1:
            self.say(opening_texts.ONE_AT_A_TIME.format(count=len(paths)))
        else:
            self.say("")  # what was said of another file is no word on this one
            self.dropped.emit(paths[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let whoever holds the workspace finish; asked is only what could not be saved."""
        if not self.may_close():
            event.ignore()
            return
        self.closed.emit()
        super().closeEvent(event)

    def _clear(self) -> None:
        self._places.clear()
        self.take_dropped = _takes_nothing
        while self._stack.count():
            page = self._stack.widget(0)
            self._stack.removeWidget(page)
            page.deleteLater()
        while item := self._side.layout.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self._side.buttons.clear()
        self._group = QButtonGroup(self)
        self._where.show_text("")

    def _nav_button(self, place: Place) -> QPushButton:
        colours = self._theme.colours
        made = button(texts.NAV[place.name], lambda: self.go_to(place.name), "nav")
        made.setIcon(icon(place.icon, colours.text))
        made.setIconSize(QSize(20, 20))
        made.setCheckable(True)
        self._group.addButton(made)
        self._side.buttons[place.name] = made
        number = len(self._side.buttons)
        made.setShortcut(QKeySequence(f"Ctrl+{number}"))
        return made

    def _show_where(self, place: Place, words: str) -> None:
        """Only of the page in front: others are read again behind it."""
        if self._stack.currentWidget() is place.page:
            self._where.show_text(words)

    def _set_count(self, place: Place, count: int) -> None:
        if self._places.get(place.name) is not place:
            return  # an answer that came when its page was gone
        words, made = texts.NAV[place.name], self._side.buttons[place.name]
        shortcut = made.shortcut()
        made.setText(f"{words}  {count}" if count else words)
        made.setShortcut(shortcut)  # Qt takes it away with the old text

    def _build_side(self) -> _Side:
        frame = QFrame()
        frame.setObjectName("side")
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(*[2 * GRID_PX] * 4)
        layout.setSpacing(GRID_PX)
        frame.setFixedWidth(self._side_width())
        return _Side(frame, layout)

    def _side_width(self) -> int:
        return SIDE_WIDTH_CHARS * QFontMetrics(self._theme.font()).horizontalAdvance("国")

    def _build_message(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("message")
        dismiss = button(texts.DISMISS, lambda: self.say(""))
        layout = row(self._message_text, dismiss)
        layout.setStretch(0, 1)
        layout.setContentsMargins(4 * GRID_PX, GRID_PX, 4 * GRID_PX, GRID_PX)
        frame.setLayout(layout)
        frame.hide()
        return frame

    def _build_body(self) -> QWidget:
        self._title.setFont(self._theme.font(step=1, bold=True))
        header, bottom = QFrame(), QFrame()
        header.setObjectName("header")
        bottom.setObjectName("bottom")
        for frame, parts in (
            (header, row(self._title, self._practice, self._paper, None, self._saved, self._retry)),
            (bottom, row(self._where)),
        ):
            parts.setContentsMargins(4 * GRID_PX, GRID_PX, 4 * GRID_PX, GRID_PX)
            frame.setLayout(parts)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._side.frame)
        middle.addWidget(self._stack, 1)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addLayout(middle, 1)
        layout.addWidget(self._message)  # below, so that nothing a person aims at moves
        layout.addWidget(bottom)
        return body

    def _build_menus(self) -> None:
        actions = self._actions
        file = self.menuBar().addMenu(texts.MENU_FILE)
        self._add(file, opening_texts.OPEN, actions.open_file, "Ctrl+O")
        self._add(file, texts.OPEN_WORKSPACE, actions.open_workspace, "Ctrl+Shift+O")
        self._add(file, texts.NEW_OFFICE, actions.new_office)
        file.addSeparator()
        self._add(file, handing_texts.MENU, actions.hand_over)
        file.addSeparator()
        self._add(file, texts.QUIT, self.close, "Ctrl+Q")
        self._edit = self.menuBar().addMenu(keeping_texts.MENU_EDIT)
        self._add(self._edit, keeping_texts.UNDO, actions.undo, "Ctrl+Z")
        self._add(self._edit, keeping_texts.REDO, actions.redo, "Ctrl+Y")
        self.set_editing(on=False)
        view = self.menuBar().addMenu(texts.MENU_VIEW)
        self._add_switch(view, texts.LARGE_TYPE, actions.set_large, on=self._theme.large)
        self._add_switch(view, texts.DARK, actions.set_dark, on=self._theme.dark)
        self.helping = helping = self.menuBar().addMenu(texts.MENU_HELP)
        self._add(helping, helping_texts.MENU_MANUAL, self.show_manual, "Shift+F1")
        self._add(helping, practice_texts.MENU, actions.practise)
        self._add(helping, texts.ABOUT, actions.about)

    def _add(
        self, menu: QMenu, text: str, act: Callable[[], object], shortcut: str = ""
    ) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _=False: act())
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        menu.addAction(action)
        return action

    def _add_switch(self, menu: QMenu, text: str, act: Callable[[bool], None], *, on: bool) -> None:
        action = QAction(text, self)
        action.setCheckable(True)
        action.setChecked(on)
        action.toggled.connect(lambda on: self._change_look(lambda: act(on)))
        menu.addAction(action)

    def _change_look(self, change: Callable[[], None]) -> None:
        """Another look needs other pages, which would not hear how a job ends: it waits."""
        busy = next((place.page for place in self._places.values() if place.page.running), None)
        if busy is None:
            change()
            return

        def go_on() -> None:
            if self.message == texts.LOOK_WAITS:
                self.say("")
            change()

        self.say(texts.LOOK_WAITS)
        busy.rested.connect(go_on, Qt.ConnectionType.SingleShotConnection)
