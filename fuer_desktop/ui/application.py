"""One running program with a window: what is open, who shows it, what the menus do.

Pages and services are imported when first needed: the window comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEventLoop, QObject, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

import fuer_desktop
from fuer_desktop.domain.errors import FuerError
from fuer_desktop.services import paths
from fuer_desktop.services.settings import Settings
from fuer_desktop.texts import ui as texts
from fuer_desktop.ui.frame import Context
from fuer_desktop.ui.main_window import MainWindow, MenuActions, Place
from fuer_desktop.ui.pages.start import StartPage
from fuer_desktop.ui.store_link import StoreLink
from fuer_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from fuer_desktop.services.boards import OfficeSummary
    from fuer_desktop.services.checking import PlacedFinding
    from fuer_desktop.services.overview import DeskOverview
    from fuer_desktop.services.store_thread import Answer
    from fuer_desktop.ui.pages.desk_forms import FormsPage


ANSWER_LOOK_MS, TITLE_BAR_PX = 10, 40


class Unsaved(Enum):
    """What a person wants of cells that could not be saved."""

    RETRY = "retry"
    DISCARD = "discard"
    STAY = "stay"


class Application(QObject):
    """Holds the window and the open workspace. ``opened`` tells that pages are there."""

    opened = Signal()

    def __init__(
        self,
        application: QApplication,
        settings: Settings,
        keep: Callable[[Settings], None],
        log_fault: Callable[[BaseException], Path],
    ) -> None:
        super().__init__()
        self._application = application
        self._settings = settings
        self._keep = keep
        self._log_fault = log_fault
        self._theme = Theme(dark=settings.dark, large=settings.large)
        self._link: StoreLink | None = None
        self._path: Path | None = None
        self._overview: DeskOverview | None = None
        self._forms: FormsPage | None = None
        self._theme.apply(application)
        self.window = self._make_window()

    def start(self, path: Path | None) -> None:
        """Show the window, on a file if one was given, else on the last one, else at the start."""
        self.window.show()
        last = next((Path(kept) for kept in self._settings.recent if Path(kept).is_file()), None)
        if path is not None:
            self.open(path)
        elif last is not None:
            self._open_workspace(last)
        else:
            self._show_start()

    def open(self, path: Path) -> None:
        """Open whatever the file is: a task package into its workspace, or a workspace."""
        if not self._may_close():
            return
        ending = path.suffix.lower()
        try:
            if ending == paths.PACKAGE_ENDING:
                self._open_task(path)
            elif ending == paths.WORKSPACE_ENDING:
                self._open_workspace(path)
            else:
                self.window.say(texts.DROP_UNKNOWN.format(file=path.name))
        except FuerError as error:
            self._refuse(str(error))

    def close(self) -> None:
        """Finish what was posted and let go of the workspace."""
        if self._link is not None:
            self._link.close()
            self._link = None

    @property
    def context(self) -> Context:
        """What the present pages work with."""
        assert self._link is not None
        return Context(
            self._link, self._theme, self.window.say, self.window.go_to, self._mark_saved
        )

    def _make_window(self) -> MainWindow:
        window = MainWindow(
            self._theme,
            MenuActions(
                open_task=self._choose_task,
                open_workspace=self._choose_workspace,
                new_office=self._choose_new_office,
                set_large=lambda on: self._set_theme(replace(self._theme, large=on)),
                set_dark=self.set_dark,
                about=lambda: self.about_box().exec(),
            ),
        )
        window.dropped.connect(lambda file: self.open(Path(file)))
        window.closed.connect(self.close)
        window.may_close = self._may_close
        room = self._application.primaryScreen().availableGeometry()
        window.resize(min(1280, room.width()), min(800, room.height() - TITLE_BAR_PX))
        return window

    def _may_close(self) -> bool:
        """Everything typed is saved first; only what the disk refuses is asked about."""
        if self._forms is None:
            return True
        self._forms.finish_typing()
        self._wait_for_commits(self._forms)
        while lost := self._forms.lost_if_closed:
            choice = self.ask_unsaved(lost)
            if choice is not Unsaved.RETRY:
                return choice is Unsaved.DISCARD
            self._forms.retry()
            self._wait_for_commits(self._forms)
        return True

    @staticmethod
    def _wait_for_commits(forms: FormsPage) -> None:
        """Run the event loop until the disk has answered; a slow one gets its time."""
        loop = QEventLoop()
        timer = QTimer()
        timer.timeout.connect(lambda: None if forms.is_saving else loop.quit())
        timer.start(ANSWER_LOOK_MS)
        if forms.is_saving:
            loop.exec()

    def ask_unsaved(self, count: int) -> Unsaved:
        """What to do with cells that could not be saved, before the window closes."""
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            texts.PROGRAM,
            texts.UNSAVED.format(count=count),
            parent=self.window,
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        again = box.addButton(texts.RETRY, QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(
            texts.CLOSE_ANYWAY.format(count=count), QMessageBox.ButtonRole.DestructiveRole
        )
        box.addButton(texts.STAY, QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is again:
            return Unsaved.RETRY
        return Unsaved.DISCARD if box.clickedButton() is discard else Unsaved.STAY

    def _open_task(self, package: Path) -> None:
        """Into the workspace that is open if it is a desk's, else into the unit's own file."""
        from fuer_desktop.services import opening, sessions

        desk_is_open = self._overview is not None and self._path is not None
        workspace = self._path if desk_is_open else sessions.desk_path(package, _documents())
        assert workspace is not None
        self.close()
        former = self._path
        try:
            opening.open_task(package, workspace)
        except FuerError:
            if former is not None:
                self._open_workspace(former)
            raise
        self._open_workspace(workspace)

    def _open_workspace(self, path: Path) -> None:
        from fuer_desktop.services import sessions

        self.close()
        link = StoreLink()
        link.refused.connect(self._refuse)
        link.failed.connect(self.fault)
        self._link, self._path, self._overview, self._forms = link, path, None, None
        self.window.say("")
        self.window.set_saved("")
        link.start(lambda opened: sessions.start(path, opened), self._opened)

    def _opened(self, answer: Answer) -> None:
        """The workspace is open, or why it is not."""
        link = self._link
        assert link is not None
        if answer.error is not None:
            self._link = self._path = None
            self._show_start()
            link.report(answer.error)
            return
        self._ask_whose(link, self._show_pages)

    @staticmethod
    def _ask_whose(link: StoreLink, show: Callable[[OfficeSummary | None], None]) -> None:
        """Whether the workspace is an office's, and in a few words what it holds."""
        from fuer_desktop.services.task_list import summary_if_office

        link.ask(summary_if_office, lambda found: show(cast("OfficeSummary | None", found)))

    def _show_pages(self, office: OfficeSummary | None) -> None:
        """The pages of a desk, or of an office: one without a task begins by making it."""
        assert self._path is not None
        self._settings = self._settings.with_recent(self._path)
        self._keep(self._settings)
        if office is None:
            self.window.show_places(self._desk_places())
        else:
            first = "intake" if office.place else "tasks"
            self.window.show_places(self._office_places(), first)
            self._show_office(office)
        self.opened.emit()

    def _desk_places(self) -> list[Place]:
        from fuer_desktop.ui.pages.desk_forms import FormsPage
        from fuer_desktop.ui.pages.desk_home import DeskHomePage
        from fuer_desktop.ui.pages.desk_submit import SubmitPage

        context = self.context
        home, forms = DeskHomePage(context), FormsPage(context)
        submit = SubmitPage(context, dict(self._settings.signatories))
        submit.signed.connect(self._keep_names)
        home.seen.connect(self._title_desk)
        home.chosen.connect(lambda form: self._open_form(forms, form))
        submit.wanted.connect(lambda placed: self._open_finding(forms, placed))
        submit.exported.connect(lambda _: home.refresh())
        self._forms = forms
        self.window.retried.connect(forms.retry)
        forms.begun.connect(home.refresh)
        return [
            Place("desk_home", "home", home),
            Place("forms", "form", forms),
            Place("submit", "submit", submit),
        ]

    def _office_places(self) -> list[Place]:
        from fuer_desktop.ui.pages.office_board import BoardPage
        from fuer_desktop.ui.pages.office_indicators import IndicatorsPage
        from fuer_desktop.ui.pages.office_intake import IntakePage
        from fuer_desktop.ui.pages.office_tasks import TasksPage

        context = self.context
        tasks = TasksPage(context)
        tasks.made.connect(self._title_office)
        intake = IntakePage(context)
        intake.taken.connect(self._title_office)
        return [
            Place("tasks", "form", tasks),
            Place("intake", "intake", intake),
            Place("board", "board", BoardPage(context)),
            Place("indicators", "chart", IndicatorsPage(context)),
        ]

    def _keep_names(self, names: dict[str, str]) -> None:
        self._settings = replace(self._settings, signatories=tuple(names.items()))
        self._keep(self._settings)

    def _open_form(self, page: FormsPage, form: str) -> None:
        page.open(form)
        self.window.go_to("forms")

    def _open_finding(self, page: FormsPage, placed: PlacedFinding) -> None:
        page.open(placed.form.code, placed.finding.cells[0])
        self.window.go_to("forms")

    def _title_desk(self, overview: DeskOverview) -> None:
        self._overview = overview
        task = overview.task.task
        self._set_title(
            task.place.name, str(task.period), overview.task.own_unit.name, overview.standing.label
        )
        self.window.set_practice(task.place.practice)

    def _title_office(self) -> None:
        from fuer_desktop.services.boards import office_summary

        assert self._link is not None
        self._link.ask(
            office_summary, lambda found: self._show_office(cast("OfficeSummary", found))
        )

    def _show_office(self, summary: OfficeSummary) -> None:
        self._set_title(summary.place, summary.year, texts.OFFICE, summary.state)
        self.window.set_practice(summary.practice)

    def _set_title(self, place: str, year: str, who: str, state: str) -> None:
        template = texts.TITLE if place else texts.TITLE_WITHOUT_TASK
        self.window.set_title(
            template.format(program=texts.PROGRAM, place=place, year=year, who=who, state=state)
        )

    def _show_start(self) -> None:
        context = Context(StoreLink(), self._theme, self.window.say, self.window.go_to)
        page = StartPage(context, self._settings.recent, self._start_actions())
        page.chosen.connect(lambda path: self.open(Path(path)))
        self.window.set_title(texts.PROGRAM)
        self.window.set_practice(False)
        self.window.show_places([Place("start", "start", page)])

    def _start_actions(self) -> dict[str, Callable[[], None]]:
        return {
            texts.OPEN_TASK: self._choose_task,
            texts.OPEN_WORKSPACE: self._choose_workspace,
            texts.NEW_OFFICE: self._choose_new_office,
        }

    def _mark_saved(self, waiting: int, failed: bool) -> None:
        if failed:
            self.window.set_saved(texts.NOT_SAVED.format(count=waiting), wrong=True)
        elif waiting:
            self.window.set_saved(texts.SAVING)
        else:
            now = datetime.now().astimezone().strftime("%H:%M")
            self.window.set_saved(texts.SAVED_AT.format(time=now))

    def _refuse(self, sentence: str) -> None:
        self.window.say(sentence)

    def fault(self, error: BaseException) -> None:
        """Our own mistake: logged whole, told in one sentence, the data left as they are."""
        self.window.say(texts.FAULT.format(log=self._log_fault(error)))

    def _choose_task(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self.window, texts.CHOOSE_TASK, "", texts.TASK_FILES)
        if file:
            self.open(Path(file))

    def _choose_workspace(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self.window, texts.CHOOSE_WORKSPACE, str(_documents()), texts.WORKSPACE_FILES
        )
        if file:
            self.open(Path(file))

    def _choose_new_office(self) -> None:
        file, _ = QFileDialog.getSaveFileName(
            self.window, texts.CHOOSE_NEW_OFFICE, str(_documents()), texts.WORKSPACE_FILES
        )
        if file:
            self.new_office(Path(file).with_suffix(paths.WORKSPACE_ENDING))

    def new_office(self, path: Path) -> None:
        """Make an office's workspace and open it; refuses a path that exists."""
        if not self._may_close():
            return
        from fuer_desktop.services import designing

        try:
            designing.new_office(path)
            self._open_workspace(path)
        except FuerError as error:
            self._refuse(str(error))

    def set_dark(self, on: bool) -> None:
        """Dark or light."""
        self._set_theme(replace(self._theme, dark=on))

    def _set_theme(self, theme: Theme) -> None:
        """Another look needs other pages; the one in front stays in front."""
        if not self._may_close():
            return
        self._theme = theme
        self._settings = replace(self._settings, large=theme.large, dark=theme.dark)
        self._keep(self._settings)
        theme.apply(self._application)
        self.window.set_theme(theme)
        if self._link is None:
            self._show_start()
        else:
            current = self.window.current
            self._ask_whose(self._link, lambda office: self._show_again(current, office))

    def _show_again(self, current: str, office: OfficeSummary | None) -> None:
        self._show_pages(office)
        self.window.go_to(current)

    def about_box(self) -> QMessageBox:
        """What this program is, and whose work it stands on."""
        words = texts.ABOUT_TEXT.format(program=texts.PROGRAM, version=fuer_desktop.__version__)
        box = QMessageBox(QMessageBox.Icon.NoIcon, texts.ABOUT, words, parent=self.window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.addButton(texts.OK, QMessageBox.ButtonRole.AcceptRole)
        return box


def _documents() -> Path:
    """Where workspaces go that nobody placed elsewhere."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(folder) / texts.PROGRAM
