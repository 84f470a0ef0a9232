"""The entry page: one form at a time, as printed, with its findings beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from fuer_desktop.domain.findings import Explanation
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.values import CellKey, Values
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.editing import (
    Change,
    Committed,
    EditSession,
    FormContent,
    commit_change,
    load_content,
)
from fuer_desktop.services.last_year import FormChanges, changes_of_form
from fuer_desktop.services.resuming import FormCell, as_form_cell, resume
from fuer_desktop.services.settings import LEAST_ZOOM, MOST_ZOOM
from fuer_desktop.services.store_thread import Work
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.cell_tools import take_last_year
from fuer_desktop.ui.form_tools import tool_button
from fuer_desktop.ui.frame import Context, Page, column, label, row
from fuer_desktop.ui.grid.place_words import place_in_words
from fuer_desktop.ui.kinds import ask_kind
from fuer_desktop.ui.open_form import OpenForm, open_form
from fuer_desktop.ui.pages.desk_days import days_left
from fuer_desktop.ui.pages.form_changes import ChangesLine
from fuer_desktop.ui.theme import GRID_PX
from fuer_desktop.ui.writing import ask_writing


class FormsPage(Page):
    """Forms are read when first shown and stay open. ``begun`` tells of the first saved cell."""

    begun = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._has_begun = False
        self._task: LoadedTask | None = None
        self._open: dict[str, OpenForm] = {}
        self._changes: dict[str, FormChanges] = {}
        self._wanted: FormCell = ("", None)
        self._waiting: list[Callable[[OpenForm], None]] = []
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.currentChanged.connect(lambda _: self._show_current())
        self._title = label()
        self._title.setFont(context.theme.font(step=2, bold=True))
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._about = label("", "muted")
        self._about.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._news = ChangesLine()
        self._room = QVBoxLayout()
        layout = column(self._tabs, self._head(), self._about, self._news, margin=3 * GRID_PX)
        layout.addLayout(self._room, 1)
        self.setLayout(layout)

    def _head(self) -> QWidget:
        """The title in the middle, what can be done with the form at its right."""
        tools, head = tool_button(self), QWidget()
        layout = row(None, self._title, None, tools)
        layout.insertSpacing(0, tools.sizeHint().width())
        layout.setContentsMargins(0, 0, 0, 0)
        head.setLayout(layout)
        return head

    def refresh(self) -> None:
        """Read the task once; later visits keep the forms that are open."""
        if self._task is None:
            self.context.link.ask(
                resume, lambda found: self._start(*cast(tuple[LoadedTask, FormCell | None], found))
            )
        else:
            self._show_current()

    def open(self, form: str, cell: CellKey | None = None) -> None:
        """Show a form, at a cell if one is named."""
        self._wanted = (form, cell)
        if self._task is not None:
            self._go_to_wanted()

    def take_over(
        self, cells: Mapping[str, Values], reasons: Mapping[str, Sequence[Explanation]]
    ) -> None:
        """Show what was committed elsewhere, by form; a form not read yet will be read so."""
        for code in self._open.keys() & (cells.keys() | reasons.keys()):
            self._open[code].session.take_over(cells.get(code, {}), reasons.get(code, ()))

    @property
    def task(self) -> LoadedTask | None:
        """The task whose forms these are, once it has been read."""
        return self._task

    def when_open(self, act: Callable[[OpenForm], None]) -> None:
        """Do something with the form in front, once one has been read."""
        if self.current is not None:
            act(self.current)
        else:
            self._waiting.append(act)

    @property
    def current(self) -> OpenForm | None:
        """The form in front, once it has been read."""
        form = self._current_form()
        return self._open.get(form.code) if form else None

    def _start(self, task: LoadedTask, last: FormCell | None) -> None:
        """Begin where the person stopped: at the last cell on record after an end without goodbye,
        else where the cursor stood."""
        self._task = task
        if not self._wanted[0]:
            memory = self.context.memory
            kept = memory.settings().place(memory.workspace) if memory.workspace else ()
            self._wanted = last or as_form_cell(kept) or ("", None)
        for form in task.own_forms:
            self._tabs.addTab(form.title)
        self._tabs.setVisible(len(task.own_forms) > 1)
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        assert self._task is not None
        codes = [form.code for form in self._task.own_forms]
        form, cell = self._wanted
        if form in codes:
            self._tabs.setCurrentIndex(codes.index(form))
        self._show_current()
        opened = self.current
        if opened is not None and cell is not None and opened.session.form.code == form:
            self._wanted = ("", None)
            if opened.model.has(cell):
                opened.grid.go_to(cell)

    def _current_form(self) -> Form | None:
        if self._task is None or self._tabs.currentIndex() < 0:
            return None
        return self._task.own_forms[self._tabs.currentIndex()]

    def _show_current(self) -> None:
        form = self._current_form()
        if form is None:
            return
        self._show_head(form)
        for code, opened in self._open.items():
            opened.widget.setVisible(code == form.code)
        if form.code in self._open:
            self._count()
            opened = self._open[form.code]
            opened.session.stand_beside(self._others(form))
            opened.grid.setFocus()
            self._tell_place(opened, opened.grid.currentIndex())
        else:
            self._read(form)

    def _show_head(self, form: Form) -> None:
        assert self._task is not None
        task = self._task.task
        self._title.setText(form.title)
        self._about.setText(
            texts.FORM_LINE.format(
                code=form.code,
                version=form.version,
                period=form.period.covers(task.period.year),
                deadline=task.deadline,
                left=days_left(task.deadline),
            )
        )
        self._news.show_changes(self._changes.get(form.code, FormChanges()))

    def _read(self, form: Form) -> None:
        task = self._task
        assert task is not None
        self.context.link.ask(
            lambda workspace: (
                load_content(workspace, task, form),
                changes_of_form(workspace, task, form),
            ),
            lambda found: self._opened(form, *cast(tuple[FormContent, FormChanges], found)),
        )

    def _opened(self, form: Form, content: FormContent, changes: FormChanges) -> None:
        if form.code in self._open:
            return
        self._changes[form.code] = changes
        session = EditSession(form, content, self._post)
        session.stand_beside(self._others(form))
        opened = self._build(session)
        self._open[form.code] = opened
        self._room.addWidget(opened.widget)
        session.listeners.append(lambda _: self._count())
        opened.grid.go_to_first()
        self._show_current()
        if self._wanted[0] == form.code:
            self._go_to_wanted()
        while self._waiting and self.current is opened:
            self._waiting.pop(0)(opened)

    def _others(self, form: Form) -> list[EditSession]:
        """The other forms that are open, whose figures a rule may name."""
        return [opened.session for code, opened in self._open.items() if code != form.code]

    def _build(self, session: EditSession) -> OpenForm:
        settings = self.context.memory.settings()
        theme = replace(self.context.theme, zoom=settings.zoom)
        opened = open_form(session, theme, self.context.say, self)
        grid = opened.grid
        grid.enter_down = settings.enter_down
        grid.stood.connect(lambda index: self._tell_place(opened, index))
        grid.asked_kind.connect(lambda index: ask_kind(self, opened, index))
        grid.asked_row.connect(lambda: opened.seeker.ask(by_code=True))
        grid.asked_last_year.connect(lambda: take_last_year(self, opened))
        grid.asked_text.connect(lambda: ask_writing(self, opened))
        session.listeners.append(lambda _: self._tell_place(opened, grid.currentIndex()))
        return opened

    def set_enter_down(self, on: bool) -> None:
        """Let Enter go down, or to the right; remembered."""
        memory = self.context.memory
        memory.keep(replace(memory.settings(), enter_down=on))
        for opened in self._open.values():
            opened.grid.enter_down = on

    def set_zoom(self, points: int) -> None:
        """Make the figures of all forms larger than the rest by so many points; remembered."""
        memory = self.context.memory
        zoom = max(min(points, MOST_ZOOM), LEAST_ZOOM)
        memory.keep(replace(memory.settings(), zoom=zoom))
        for opened in self._open.values():
            opened.grid.set_theme(replace(self.context.theme, zoom=zoom))

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember where the cursor stands, to stand there again after the next start."""
        super().hideEvent(event)
        opened, memory = self.current, self.context.memory
        if opened is not None and memory.workspace is not None:
            key = opened.model.key(opened.grid.currentIndex())
            place = (opened.session.form.code, *(key or ()))
            memory.keep(memory.settings().with_place(memory.workspace, place))

    def finish_typing(self) -> None:
        """Take what stands in an open editor."""
        for opened in self._open.values():
            opened.grid.finish_typing()

    @property
    def is_saving(self) -> bool:
        """Whether a commit has not been answered yet."""
        return any(opened.session.waiting for opened in self._open.values())

    @property
    def lost_if_closed(self) -> int:
        """Cells that could not be saved."""
        return sum(opened.session.unsaved for opened in self._open.values())

    def retry(self) -> None:
        """Try again to save what could not be saved."""
        for opened in self._open.values():
            opened.session.retry()

    def _post(self, change: Change, committed: Committed) -> None:
        task = self._task
        assert task is not None
        work: Work = lambda workspace: commit_change(workspace, task, change)  # noqa: E731

        def failed(error: Exception) -> None:
            committed(error)
            self.context.link.report(error)

        def saved(_: object) -> None:
            committed(None)
            if not self._has_begun:
                self._has_begun = True
                self.begun.emit()

        self.context.link.ask(work, saved, failed)

    def _count(self) -> None:
        sessions = [opened.session for opened in self._open.values()]
        self.counted.emit(sum(f.blocks for session in sessions for f in session.findings))
        waiting = sum(session.unsaved for session in sessions)
        self.context.mark_saved(waiting, any(session.failed for session in sessions))

    def _tell_place(self, opened: OpenForm, index: QModelIndex | QPersistentModelIndex) -> None:
        """Where the cursor is, in full words, with last year beside this year."""
        if index.isValid() and opened.widget.isVisible():
            opened.findings.stand_at(opened.model.key(index))
            self.located.emit(place_in_words(opened.model, index))
