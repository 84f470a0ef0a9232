"""Keying a form a second time into an empty grid, then deciding each difference, by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QMenu, QMessageBox, QPushButton, QStackedWidget, QWidget

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, Kind, Values
from fuer_desktop.services import second_keying
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.editing import Change, Committed, EditSession
from fuer_desktop.services.second_keying import Comparison
from fuer_desktop.services.store_thread import Work
from fuer_desktop.texts import desk as desk_texts
from fuer_desktop.texts import second_keying as texts
from fuer_desktop.ui.frame import Context, button, column, label, row
from fuer_desktop.ui.grid.model import GridModel
from fuer_desktop.ui.grid.view import GridView
from fuer_desktop.ui.kinds import reason_dialog
from fuer_desktop.ui.second_comparing import ComparingPage
from fuer_desktop.ui.theme import GRID_PX

if TYPE_CHECKING:
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

_SHARE = 0.94
"""Of the window: the form is as large as in its own place, and what it covers shows around it."""

_KINDS = {"not_applicable": Kind.NOT_APPLICABLE, "no_data": Kind.NO_DATA, "included": Kind.INCLUDED}


def ask_second(page: FormsPage, opened: OpenForm) -> None:
    """Read what was keyed a second time so far and go on with it."""
    task, form = page.task, opened.session.form
    assert task is not None  # a form stands in front
    if not second_keying.compare(form, {}, {}).cells:
        page.context.say(texts.ONLY_TEXTS)
        return

    def begin(keyed: object) -> None:
        dialog = SecondKeyingDialog(page, opened, task, cast(Values, keyed))
        dialog.open()
        dialog.keying.grid.go_to_first()
        dialog.keying.grid.setFocus()

    page.context.link.ask(lambda w: second_keying.read_second(w, task, form), begin)


class SecondKeyingDialog(QDialog):
    """Keying, then comparing; what is keyed is on disk at once, so that it can be closed any time.

    ``opened`` has the first keying, which takes what is decided in the end.
    """

    def __init__(self, page: FormsPage, opened: OpenForm, task: LoadedTask, keyed: Values) -> None:
        super().__init__(page)
        self._page = page
        self._opened = opened
        self._task = task
        form = opened.session.form
        self.setWindowTitle(texts.TITLE.format(form=form.title))
        self.session = second_keying.second_session(opened.session, keyed, self._post)
        self.keying = KeyingPage(self.session, page.context, self._ask_reason)
        self.comparing = ComparingPage(opened.session, page.context.theme)
        self._pages = QStackedWidget()
        for part in (self.keying, self.comparing):
            self._pages.addWidget(part)
        self.setLayout(column(self._pages, margin=2 * GRID_PX))
        self._connect()
        self.resize(page.window().size() * _SHARE)
        self.finished.connect(self._gone)
        self._tell()

    @property
    def comparison(self) -> Comparison:
        """Both keyings as they stand."""
        first = self._opened.session.figures
        return second_keying.compare(self._opened.session.form, first, self.session.figures)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the keying; there it leaves the cell, not the window."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._pages.currentWidget() is self.comparing:
            self._back()

    def _ask_reason(self, kind: Kind) -> str | None:
        """The reason that a kind needs; None where nobody gave one."""
        dialog = reason_dialog(self._page, kind)
        return dialog.textValue() if dialog.exec() else None

    def _connect(self) -> None:
        self.session.listeners.append(lambda _: self._tell())
        self.keying.compare.clicked.connect(lambda _=False: self._compare())
        self.keying.clear.clicked.connect(lambda _=False: self._ask_clear())
        self.keying.shut.clicked.connect(lambda _=False: self._shut())
        self.comparing.back.clicked.connect(lambda _=False: self._back())
        self.comparing.decided.connect(self._write)

    def _post(self, change: Change, committed: Committed) -> None:
        task, form = self._task, self._opened.session.form
        self._ask(
            lambda desk: second_keying.keep_second(desk, task, form, change.cells),
            lambda: committed(None),
            committed,
        )

    def _ask(
        self, work: Work, done: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        """Have the store do something; what it refuses is said in the window."""
        link = self._page.context.link

        def refused(error: Exception) -> None:
            failed(error)
            link.report(error)

        link.ask(work, lambda _: done(), refused)

    def _tell(self) -> None:
        lost = self.session.unsaved if self.session.failed else 0
        self.keying.tell(self.comparison.progress, lost)

    def _compare(self) -> None:
        self.keying.grid.finish_typing()
        self.session.retry()
        found = self.comparison
        if not found.keyed:
            self.keying.say(texts.NOTHING_KEYED)
            return
        self.comparing.show_comparison(found)
        self._pages.setCurrentWidget(self.comparing)
        self.comparing.take_keys()

    def _back(self) -> None:
        self._pages.setCurrentWidget(self.keying)
        self.keying.grid.setFocus()

    def _shut(self) -> None:
        self.keying.grid.finish_typing()
        self.session.retry()
        self.reject()

    def _ask_clear(self) -> None:
        count = self.comparison.keyed
        box = QMessageBox(self)
        box.setWindowTitle(texts.MENU)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(texts.CLEAR_ASK.format(count=count))
        clear = box.addButton(texts.CLEAR, QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(texts.BACK, QMessageBox.ButtonRole.RejectRole)
        clear.clicked.connect(lambda _=False: self.clear())
        box.open()

    def clear(self) -> None:
        """Empty the second keying."""
        keyed = {key: "" for key in self.session.form.typed_cells if self.session.value(key).text}
        self.session.enter_many(keyed, How.KEYED_AGAIN)
        self.keying.grid.go_to_first()
        self.keying.grid.setFocus()

    def _write(self) -> None:
        found = self.comparing.comparison
        changed = found.result(self.comparing.decisions)
        try:
            self._opened.session.enter_values(changed, How.COMPARED)
        except EntryError as error:
            self.comparing.say(texts.DATA_LOCKED.format(why=error))
            return
        said = texts.DONE.format(
            compared=found.keyed,
            different=len(found.differences),
            changed=len(changed),
            undo=texts.UNDO if changed else "",
        )
        task, form = self._task, self._opened.session.form
        about = said.removesuffix(texts.UNDO)
        self._ask(
            lambda desk: second_keying.forget_second(desk, task, form, about),
            lambda: None,
            lambda _: None,
        )
        self._page.context.say(said)
        self.accept()

    def _gone(self) -> None:
        """Answers of the disk that are still to come find nobody to tell."""
        self.session.listeners.clear()
        self._page.activateWindow()
        self._opened.grid.setFocus()
        self.deleteLater()


class KeyingPage(QWidget):
    """The empty form with what was keyed a second time, and how far it is."""

    def __init__(
        self,
        session: EditSession,
        context: Context,
        ask_reason: Callable[[Kind], str | None],
    ) -> None:
        super().__init__()
        self._session = session
        self._ask_reason = ask_reason
        self.progress = label()
        self.progress.setFont(context.theme.font(bold=True))
        self._said = label("", "wrong", wrap=True)
        self.model = GridModel(session, self)
        self.grid = GridView(self.model, context.theme)
        self.grid.setColumnHidden(self.model.last_year_column, True)
        self.grid.refused.connect(self.say)
        self.grid.stood.connect(lambda _: self.say(""))
        self.grid.asked_kind.connect(self._offer_kinds)
        self.compare = _plain_button(texts.COMPARE, "primary")
        self.clear = _plain_button(texts.CLEAR)
        self.shut = _plain_button(texts.CLOSE)
        layout = column(label(texts.HINT, "muted", wrap=True), self.grid, self._said, margin=0)
        layout.setStretch(1, 1)
        layout.addLayout(row(self.progress, None, self.clear, self.shut, self.compare))
        self.setLayout(layout)
        self.say("")

    def tell(self, progress: str, lost: int) -> None:
        """Show how far it is; ``lost`` cells could not be saved."""
        self.progress.setText(progress)
        if lost:
            self.say(texts.NOT_SAVED.format(count=lost))

    def say(self, words: str) -> None:
        """Show a sentence until the cursor goes on."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _offer_kinds(self, index: QModelIndex) -> None:
        key = self.model.key(index)
        if key is not None:
            below = self.grid.visualRect(index).bottomLeft()
            self.kind_menu(key).popup(self.grid.viewport().mapToGlobal(below))

    def kind_menu(self, key: CellKey) -> QMenu:
        """The kinds of "no number"; one key chooses."""
        menu = QMenu(self.grid)
        menu.setTitle(desk_texts.CHOOSE_KIND)
        for name, kind in _KINDS.items():
            action = menu.addAction(desk_texts.KIND_CHOICES[name])
            action.triggered.connect(lambda _=False, kind=kind: self._take_kind(key, kind))
        return menu

    def _take_kind(self, key: CellKey, kind: Kind) -> None:
        reason: str | None = ""
        if kind is not Kind.NOT_APPLICABLE:
            reason = self._ask_reason(kind)
        if reason is None:
            return
        try:
            self._session.enter_kind(key, kind, reason)
        except EntryError as error:
            self.say(str(error))
        self.grid.setFocus()


def _plain_button(text: str, name: str = "") -> QPushButton:
    """A button that Enter in the grid never presses."""
    made = button(text, lambda: None, name)
    made.setAutoDefault(False)
    return made
