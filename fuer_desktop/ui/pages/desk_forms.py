"""The entry page: one form at a time, as printed, with its findings beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QInputDialog,
    QMenu,
    QScrollArea,
    QSplitter,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.findings import Explanation
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.numbers import shown
from fuer_desktop.domain.values import LEAST_REASON, CellKey, Kind, Values
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.editing import (
    Change,
    Committed,
    EditSession,
    FormContent,
    commit_change,
    load_content,
)
from fuer_desktop.services.last_year import FormChanges, changes_of_form
from fuer_desktop.services.store_thread import Work
from fuer_desktop.texts import desk as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.findings_panel import FindingsPanel
from fuer_desktop.ui.form_tools import tool_button
from fuer_desktop.ui.frame import Context, Page, column, label, row
from fuer_desktop.ui.grid.model import GridModel
from fuer_desktop.ui.grid.view import GridView
from fuer_desktop.ui.pages.desk_days import days_left
from fuer_desktop.ui.pages.form_changes import ChangesLine
from fuer_desktop.ui.theme import GRID_PX

FINDINGS_SHARE = (3, 1)
REASON_WIDTH_PX = 420


@dataclass(frozen=True)
class OpenForm:
    """A form on the page with everything that belongs to it."""

    session: EditSession
    model: GridModel
    grid: GridView
    findings: FindingsPanel
    widget: QWidget


class FormsPage(Page):
    """Forms are read when first shown and stay open. ``begun`` tells of the first saved cell."""

    begun = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._has_begun = False
        self._task: LoadedTask | None = None
        self._open: dict[str, OpenForm] = {}
        self._changes: dict[str, FormChanges] = {}
        self._wanted: tuple[str, CellKey | None] = ("", None)
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
        top = QWidget()
        line = row(self._tabs, None, tool_button(self))
        line.setContentsMargins(0, 0, 0, 0)
        top.setLayout(line)
        layout = column(top, self._title, self._about, self._news, margin=3 * GRID_PX)
        layout.addLayout(self._room, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Read the task once; later visits keep the forms that are open."""
        if self._task is None:
            self.context.link.ask(load_task, lambda task: self._start(cast(LoadedTask, task)))
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

    @property
    def current(self) -> OpenForm | None:
        """The form in front, once it has been read."""
        form = self._current_form()
        return self._open.get(form.code) if form else None

    def _start(self, task: LoadedTask) -> None:
        self._task = task
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
        if opened is not None and cell is not None:
            opened.grid.go_to(cell)
            self._wanted = ("", None)

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

    def _others(self, form: Form) -> list[EditSession]:
        """The other forms that are open, whose figures a rule may name."""
        return [opened.session for code, opened in self._open.items() if code != form.code]

    def _build(self, session: EditSession) -> OpenForm:
        model = GridModel(session, self)
        grid = GridView(model, self.context.theme)
        findings = FindingsPanel(session, self.context.theme, self.context.say)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(grid)
        splitter.addWidget(self._beside(session.form, findings))
        for number, share in enumerate(FINDINGS_SHARE):
            splitter.setStretchFactor(number, share)
        splitter.setSizes([1000 * share for share in FINDINGS_SHARE])
        opened = OpenForm(session, model, grid, findings, splitter)
        grid.stood.connect(lambda index: self._tell_place(opened, index))
        grid.refused.connect(self.context.say)
        grid.asked_kind.connect(lambda index: self._ask_kind(opened, index))
        grid.asked_next_finding.connect(findings.go_to_next)
        findings.wanted.connect(grid.go_to)
        findings.explained.connect(grid.setFocus)
        grid.asked_reason.connect(findings.ask_reason)
        session.listeners.append(lambda _: self._tell_place(opened, grid.currentIndex()))
        return opened

    @staticmethod
    def _beside(form: Form, findings: FindingsPanel) -> QTabWidget:
        """What stands beside the form: its findings, and its 填报说明."""
        notes = "\n\n".join(f"{n}. {note}" for n, note in enumerate(form.notes, start=1))
        words = label(notes, wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.setMargin(2 * GRID_PX)
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setWidget(words)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(findings, texts.FINDINGS_TAB)
        tabs.addTab(room, texts.NOTES)
        return tabs

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
        if not index.isValid() or not opened.widget.isVisible():
            return
        _, line, column_ = opened.model.parts(index)
        key = opened.model.key(index)
        opened.findings.stand_at(key)
        if line is None or not line.code or column_ is None:
            self.located.emit(texts.HEADING_WHY if line is not None and not line.code else "")
            return
        words = texts.WHERE.format(row=line.code, title=line.title, column=column_.title)
        words += texts.WHERE_UNIT.format(unit=line.unit) if line.unit else ""
        self.located.emit("　　".join((words, self._values_in_words(opened, key))))

    def _values_in_words(self, opened: OpenForm, key: CellKey | None) -> str:
        if key is None:
            return texts.CLOSED_WHY
        now, before = opened.session.value(key), opened.session.last_year(key)
        change = ""
        if now.number is not None and before.number:
            percent = (now.number - before.number) / abs(before.number) * 100
            sign = "+" if percent >= 0 else ""
            change = texts.CHANGE.format(sign=sign, percent=shown(percent, 1))
        words = texts.WHERE_VALUES.format(
            before=before.text or "—", now=now.text or "—", change=change
        )
        typed = key in opened.session.form.typed_cells
        if key in opened.session.form.text_cells:
            words = texts.TEXT_CHARS.format(count=len(now.note)) if now.note else ""
            return f"{words}　　{opened.session.locked or texts.TEXT_KEYS}"
        if opened.session.locked:
            return f"{words}　　{texts.LOCKED}"
        return f"{words}　　{texts.KEYS if typed else texts.DERIVED_WHY}"

    def _ask_kind(self, opened: OpenForm, index: QModelIndex) -> None:
        """Offer the kinds of "no number" under the cell."""
        key = opened.model.key(index)
        if key is not None:
            below = opened.grid.visualRect(index).bottomLeft()
            self.kind_menu(opened, key).popup(opened.grid.viewport().mapToGlobal(below))

    def kind_menu(self, opened: OpenForm, key: CellKey) -> QMenu:
        """A small menu; one key chooses."""
        menu = QMenu(opened.grid)
        menu.setTitle(texts.CHOOSE_KIND)
        for name, words in texts.KIND_CHOICES.items():
            action = menu.addAction(words)
            enter = partial(self._enter_kind, opened, key, Kind(name))
            action.triggered.connect(lambda _=False, enter=enter: enter())
        return menu

    def reason_dialog(self, kind: Kind) -> QInputDialog:
        """Asks for the reason that a kind needs."""
        dialog = QInputDialog(self)
        dialog.setWindowTitle(texts.CHOOSE_KIND)
        dialog.setLabelText(texts.REASON_FOR.format(kind=kind.label, least=LEAST_REASON))
        dialog.setMinimumWidth(REASON_WIDTH_PX)
        dialog.setOkButtonText(ui_texts.OK)
        dialog.setCancelButtonText(ui_texts.CANCEL)
        return dialog

    def _enter_kind(self, opened: OpenForm, key: CellKey, kind: Kind) -> None:
        if kind not in (Kind.NO_DATA, Kind.INCLUDED):
            self._take_kind(opened, key, kind, "")
            return
        dialog = self.reason_dialog(kind)
        while dialog.exec() and not self._take_kind(opened, key, kind, dialog.textValue()):
            pass  # the box stays, with what was written in it

    def _take_kind(self, opened: OpenForm, key: CellKey, kind: Kind, reason: str) -> bool:
        try:
            opened.session.enter_kind(key, kind, reason)
        except EntryError as error:
            self.context.say(str(error))
            return False
        self.context.say("")
        opened.grid.setFocus()
        return True
