"""One running program with a window: what is open, who shows it, what the menus do.

Pages and services are imported when first needed: the window comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.services import paths
from fuer_desktop.services.settings import Settings
from fuer_desktop.texts import handing_on as handing_texts
from fuer_desktop.texts import keeping as keeping_texts
from fuer_desktop.texts import practice_book as practice_texts
from fuer_desktop.texts import ui as texts
from fuer_desktop.ui import choosing
from fuer_desktop.ui.frame import Context, Memory, Page
from fuer_desktop.ui.handing_on import HandingOn
from fuer_desktop.ui.main_window import MainWindow, MenuActions, Place
from fuer_desktop.ui.opening import Opening
from fuer_desktop.ui.pages.start import StartPage, is_known
from fuer_desktop.ui.paper_desk import PaperDesk
from fuer_desktop.ui.practice_book import PracticeBook
from fuer_desktop.ui.registering import FileTies
from fuer_desktop.ui.rescue import Rescue
from fuer_desktop.ui.store_link import StoreLink
from fuer_desktop.ui.tending import Tending
from fuer_desktop.ui.theme import Theme
from fuer_desktop.ui.unsaved import Unsaved, all_saved, ask_unsaved

if TYPE_CHECKING:
    from fuer_desktop.services.boards import OfficeSummary
    from fuer_desktop.services.keeping import WaysOut
    from fuer_desktop.services.opening_files import Now
    from fuer_desktop.services.overview import DeskOverview
    from fuer_desktop.services.restoring import Source
    from fuer_desktop.services.store_thread import Answer
    from fuer_desktop.ui.desk import Desk
    from fuer_desktop.ui.pages.office_tasks import TasksPage
    from fuer_desktop.ui.pages.trouble import Trouble


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
        self._desk: Desk | None = None
        self._trouble: Trouble | None = None
        self._is_copy = False
        self._new_office: Path | None = None
        self._is_handed_over = False
        self._now: Now | None = None
        self._to_say = ""
        self._theme.apply(application)
        self.practice_book = PracticeBook(self, lambda: (self._link, self._path))
        self.handing_on = HandingOn(self, lambda: self._link)
        self.window = self._make_window()
        kept = Memory(lambda: self._settings, self._remember)
        self.file_ties = FileTies(self.window, kept, self.fault)
        self.paper_desk = self._make_paper_desk()
        self._rescue = Rescue(self.window, lambda: self.theme)
        self._rescue.ended.connect(self._open_workspace)
        self._rescue.failed.connect(self.fault)
        self.tending = Tending(self.window.say_also, self.fault)
        self.opening = Opening(self, lambda: self._link)

    def start(self, path: Path | None) -> None:
        """Show the window, on a file if one was given, else on the last one, else at the start."""
        self.window.show()
        last = next((Path(kept) for kept in self._settings.recent if is_known(Path(kept))), None)
        if path is not None and not self.opening.waits_for_workspace(path):
            self.open(path)
        elif last is not None:
            self._open_workspace(last)
        if self._link is None:
            self._show_start()
            self.opening.go_on()

    def open(self, path: Path) -> None:
        """Open whatever the file is, by its content: see ``services/opening_files``."""
        from fuer_desktop.services.opening_files import Now

        known = tuple(Path(kept) for kept in self._settings.recent if Path(kept) != self._path)
        self.opening.open(path, replace(self._now or Now(), known=known))

    def open_workspace(self, path: Path | None, sentence: str = "") -> None:
        """Open a workspace instead of the one that is open, or go back to the start, and say the
        sentence then."""
        if path is None:
            self._show_start()
            self.window.say(sentence)
        elif self.may_close():
            self._open_workspace(path, sentence)

    def open_task(self, package: Path) -> None:
        """Open a task package into its workspace; raises FuerError."""
        if self.may_close():
            self._open_task(package)

    def take_workbook(self, path: Path) -> None:
        """Show what a workbook would change in the form in front."""
        if self._desk is not None:
            self._desk.take_workbook(path)

    def let_go(self) -> bool:
        """Close the workspace and wait for what comes next; not where cells are not saved."""
        if not self.may_close():
            return False
        self.close()
        self._show_wait(handing_texts.OPENING)
        return True

    @property
    def path(self) -> Path | None:
        """The workspace that is open for work."""
        return None if self._is_copy or self._link is None else self._path

    def close(self) -> None:
        """Finish what was posted and let go of the workspace."""
        self.tending.follow(None)
        self._overview = self._desk = self._now = None
        if self._link is not None:
            self._link.close()
            self._link = None

    def undo(self) -> None:
        """Take back the latest step at a desk."""
        if self._desk is not None:
            self._desk.undo.undo()

    def redo(self) -> None:
        """Do again what was undone last at a desk."""
        if self._desk is not None:
            self._desk.undo.redo()

    def look(self, path: Path) -> None:
        """Open a copy of a workspace, in which nothing can be changed."""
        if self.may_close():
            self._open_workspace(path, as_copy=True)

    def restore(self, path: Path, source: Source) -> None:
        """Get a workspace back, after showing what would change; then it is opened again."""
        if not self.may_close():
            return
        self.close()
        self._show_wait(keeping_texts.RESTORE_WAIT)
        self._rescue.start(path, source)

    def _show_wait(self, words: str) -> None:
        from fuer_desktop.ui.pages.trouble import WaitPage

        page = WaitPage(self._context_of(self._link_without_store()), words)
        self.window.show_places([Place("start", "start", page)])

    @property
    def theme(self) -> Theme:
        """The present look."""
        return self._theme

    @property
    def context(self) -> Context:
        """What the present pages work with."""
        assert self._link is not None
        memory = Memory(lambda: self._settings, self._remember, self._path)
        say, go_to, practise = self.window.say, self.window.go_to, self.practice_book.show
        return Context(self._link, self._theme, say, go_to, self._mark_saved, memory, practise)

    def _remember(self, settings: Settings) -> None:
        self._settings = settings
        self._keep(settings)

    def _make_window(self) -> MainWindow:
        window = MainWindow(
            self._theme,
            MenuActions(
                open_file=lambda: self._choose(choosing.any_file, self.open),
                open_workspace=self._choose_workspace,
                new_office=self._choose_new_office,
                hand_over=self.handing_on.show,
                undo=self.undo,
                redo=self.redo,
                set_large=lambda on: self._set_theme(replace(self._theme, large=on)),
                set_dark=self.set_dark,
                practise=self.practice_book.show,
                about=lambda: choosing.about_box(self.window).exec(),
            ),
        )
        window.dropped.connect(lambda file: self.open(Path(file)))
        window.closed.connect(self.close)
        window.may_close = self.may_close
        window.fit_in(self._application.primaryScreen().availableGeometry().size())
        return window

    def _make_paper_desk(self) -> PaperDesk:
        made = PaperDesk(self.window, lambda: self._link)
        made.ready.connect(self.open_workspace)
        made.left.connect(self.open)
        self.opened.connect(made.arrived)
        return made

    def may_close(self) -> bool:
        """Everything typed is saved first; only what the disk refuses is asked about."""
        if self._rescue.running:
            return False
        return self._desk is None or all_saved(self._desk.forms, self.ask_unsaved)

    def ask_unsaved(self, count: int) -> Unsaved:
        """What to do with cells that could not be saved, before the window closes."""
        return ask_unsaved(self.window, count)

    def _open_task(self, package: Path) -> None:
        """Into the workspace that is open if it is a desk's, else into the unit's own file."""
        from fuer_desktop.services import opening, sessions

        workspace = self._path if self._overview is not None and not self._is_copy else None
        if workspace is None or paths.is_nobodys_own(workspace):
            workspace = sessions.desk_path(package, choosing.documents())
        if is_known(workspace) and not workspace.is_file():
            self._open_workspace(workspace)  # it can be got back: a new one would hide it
            return
        self.close()
        former, was_copy = self._path, self._is_copy
        told: list[str] = []
        try:
            opening.open_task(package, workspace, told.append)
        except FuerError as error:
            if former is None:
                raise
            self._open_workspace(former, str(error), as_copy=was_copy)
            return
        self._open_workspace(workspace, "\n".join(told))

    def _open_workspace(self, path: Path, sentence: str = "", *, as_copy: bool = False) -> None:
        """Open it for work, or only to be looked at, and say the sentence then."""
        from fuer_desktop.services import sessions

        self.close()
        link = self._link_without_store()
        self._link, self._path, self._is_copy, self._to_say = link, path, as_copy, sentence
        self._trouble = None
        self.window.say("")
        self.window.set_saved("")
        start = sessions.start_copy if as_copy else sessions.start
        link.start(lambda opened: start(path, opened), lambda answer: self._opened(link, answer))

    def _opened(self, link: StoreLink, answer: Answer) -> None:
        """The workspace is open, or why it is not."""
        if link is not self._link:
            return
        self.window.say(self._to_say)
        if answer.error is not None:
            self._give_up(link, answer.error)
            return
        link.ask(
            lambda workspace: "\n".join(workspace.notices),
            lambda notices: self.window.say_also(str(notices)),
        )
        self._ask_whose(link, self._show_pages)
        self.tending.follow(link)

    def _give_up(self, link: StoreLink, error: Exception) -> None:
        """The workspace did not open: show what can be done about it."""
        path, self._link, self._path = self._path, None, None
        if path is None or not isinstance(error, FuerError):
            self._show_start()
            link.report(error)
            return
        sentence = str(error)
        self._rescue.find_ways(path, lambda ways: self._show_trouble(path, sentence, ways))

    def _show_trouble(self, path: Path, sentence: str, ways: WaysOut) -> None:
        from fuer_desktop.ui.pages.trouble import Trouble

        if self._link is None:
            self._trouble = Trouble(path, sentence, ways)
            self._show_start()
            self.opening.go_on()

    def _ask_whose(self, link: StoreLink, show: Callable[[OfficeSummary | None], None]) -> None:
        """Whose the workspace is, whether it was handed over, and of an office in a few words what
        it holds."""
        from fuer_desktop.services.task_list import whose

        def take(found: object) -> None:
            office, now, handed = cast("tuple[OfficeSummary | None, Now, bool]", found)
            self._now, self._is_handed_over = None if self._is_copy else now, handed
            show(office)

        link.ask(whose, take)

    def _show_pages(self, office: OfficeSummary | None) -> None:
        """The pages of a desk, or of an office: one without a task begins by making it."""
        assert self._path is not None
        if not self._is_copy and not paths.is_nobodys_own(self._path):
            self._remember(self._settings.with_recent(self._path))
        self.window.set_editing(on=office is None)
        if office is None:
            self.window.show_places(self._desk_places())
        else:
            self._show_office_pages(office)
        self.opened.emit()
        if office is not None and self._path == self._new_office:
            self._new_office = None
            cast("TasksPage", self.window.page("tasks")).keys.make_sheet()

    def _desk_places(self) -> list[Place]:
        from fuer_desktop.ui.desk import desk_of

        agreed = self._desk is not None and self._desk.undo.agreed
        on_paper = self._path is not None and paths.is_paper_desk(self._path)
        self._desk = desk_of(self.context, self._title_desk, agreed=agreed, on_paper=on_paper)
        self.paper_desk.follow(self._desk.submit)
        self.window.retried.connect(self._desk.forms.retry)
        return self._desk.places(self._keeping_place())

    def _show_office_pages(self, summary: OfficeSummary) -> None:
        from fuer_desktop.ui.office import office_of

        office = office_of(self.context, self._title_office)
        office.board.paper_wanted.connect(self.paper_desk.begin)
        first = "intake" if summary.place else "tasks"
        self.window.show_places(office.places(self._keeping_place()), first)
        self.window.take_dropped = office.intake.take_dropped
        office.count()
        self._show_office(summary)

    def _keeping_place(self) -> Place:
        from fuer_desktop.ui.pages.keeping import KeepingPage

        path, page = self._path, KeepingPage(self.context)
        assert path is not None
        page.restored.connect(lambda source: self.restore(path, source))
        return Place("keeping", "keeping", page)

    def _title_desk(self, overview: DeskOverview) -> None:
        self._overview = overview
        task = overview.task.task
        self._set_title(
            task.place.name, str(task.period), overview.task.own_unit.name, overview.standing.label
        )
        self.window.set_practice(task.place.practice)
        self.window.set_paper_desk(overview.on_paper)

    def _title_office(self) -> None:
        from fuer_desktop.services.boards import office_summary

        assert self._link is not None
        show = self._show_office
        self._link.ask(office_summary, lambda found: show(cast("OfficeSummary", found)))

    def _show_office(self, summary: OfficeSummary) -> None:
        self._set_title(summary.place, summary.year, texts.OFFICE, summary.state)
        self.window.set_practice(summary.practice)
        self.window.set_paper_desk(False)

    def _set_title(self, place: str, year: str, who: str, state: str) -> None:
        if self._is_copy:
            state = keeping_texts.COPY_STATE.format(state=state)
        elif self._is_handed_over:
            state = handing_texts.STATE.format(state=state)
        template = texts.TITLE if place else texts.TITLE_WITHOUT_TASK
        self.window.set_title(
            template.format(program=texts.PROGRAM, place=place, year=year, who=who, state=state)
        )

    def _show_start(self) -> None:
        link = self._link_without_store()
        self.window.show_nothing_open(texts.PROGRAM)
        if self._trouble is None:
            self.window.show_places([self._start_place(link)])
        else:
            page = self._trouble_page(link, self._trouble)
            self.window.show_places([Place("start", "start", page)])

    def show_shipped_plans(self) -> None:
        """Every plan that the program brings, without a workspace."""
        from fuer_desktop.ui.pages.plans import shipped_plans_page

        link = self._link_without_store()
        plans = Place("plans", "plan", shipped_plans_page(self._context_of(link)))
        self.window.show_places([self._start_place(link), plans], "plans")

    def _link_without_store(self) -> StoreLink:
        link = StoreLink()
        link.refused.connect(self.window.say)
        link.failed.connect(self.fault)
        return link

    def _context_of(self, link: StoreLink) -> Context:
        """What a page works with before anything is open."""
        return Context(link, self._theme, self.window.say, self.window.go_to)

    def _start_place(self, link: StoreLink) -> Place:
        page = StartPage(self._context_of(link), self._settings.recent, self._start_actions())
        page.chosen.connect(lambda path: self.open(Path(path)))
        page.show_offer(self.file_ties.offer())
        return Place("start", "start", page)

    def _trouble_page(self, link: StoreLink, trouble: Trouble) -> Page:
        from fuer_desktop.ui.pages.trouble import TroublePage

        page = TroublePage(self._context_of(link), trouble, self._choose_workspace)
        path = trouble.path
        page.restored.connect(lambda source: self.restore(path, source))
        page.looked.connect(lambda: self.look(path))
        page.tried.connect(lambda: self._open_workspace(path))
        return page

    def _start_actions(self) -> dict[str, Callable[[], None]]:
        return {
            texts.OPEN_TASK: self._choose_task,
            texts.OPEN_WORKSPACE: self._choose_workspace,
            texts.NEW_OFFICE: self._choose_new_office,
            practice_texts.MENU: self.practice_book.show,
            texts.READ_PLANS: self.show_shipped_plans,
        }

    def _mark_saved(self, waiting: int, failed: bool) -> None:
        if self._is_copy and not waiting:
            self.window.set_saved("")
        else:
            self.window.mark_saved(waiting, failed=failed)

    def fault(self, error: BaseException) -> None:
        """Our own mistake: logged whole, told in one sentence, the data left as they are."""
        self.window.say(texts.FAULT.format(log=self._log_fault(error)))

    def _choose(self, ask: Callable[[QWidget], Path | None], act: Callable[[Path], None]) -> None:
        if file := ask(self.window):
            act(file)

    def _choose_task(self) -> None:
        self._choose(choosing.task_package, self.open)

    def _choose_workspace(self) -> None:
        self._choose(choosing.workspace, self.open)

    def _choose_new_office(self) -> None:
        self._choose(choosing.new_office, self.new_office)

    def new_office(self, path: Path) -> None:
        """Make an office's workspace and open it; refuses a path that exists."""
        if not self.may_close():
            return
        from fuer_desktop.services import office_keys

        try:
            office_keys.new_office_without_sheet(path)
            self._new_office = path
            self._open_workspace(path)
        except FuerError as error:
            self.window.say(str(error))

    def set_dark(self, on: bool) -> None:
        """Dark or light."""
        self._set_theme(replace(self._theme, dark=on))

    def _set_theme(self, theme: Theme) -> None:
        """Another look needs other pages; the one in front stays in front."""
        if not self.may_close():
            return
        self._theme = theme
        self._remember(replace(self._settings, large=theme.large, dark=theme.dark))
        theme.apply(self._application)
        self.window.set_theme(theme)
        current = self.window.current
        if self._link is None and current == "plans":
            self.show_shipped_plans()
        elif self._link is None:
            self._show_start()
        else:
            self._ask_whose(self._link, lambda office: self._show_again(current, office))

    def _show_again(self, current: str, office: OfficeSummary | None) -> None:
        self._show_pages(office)
        self.window.go_to(current)
