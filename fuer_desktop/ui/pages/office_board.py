"""汇总表: which unit has handed in, which is missing, which is late, form by form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QWidget

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.tasks import Task
from fuer_desktop.services.boards import UnitStanding, UnitState, board
from fuer_desktop.services.intake_log import latest_task
from fuer_desktop.texts import office as texts
from fuer_desktop.texts import paper_desk as paper_texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.frame import Context, Page, button, column, label, row, while_alive
from fuer_desktop.ui.pages.board_receipts import ReceiptTools
from fuer_desktop.ui.pages.office_parts import (
    Faces,
    longest,
    no_task,
    unit_looks,
)
from fuer_desktop.ui.tables import (
    CENTRE,
    Cell,
    FilterBox,
    FrozenTable,
    Heading,
    Line,
    LinesModel,
    Switch,
    matches,
    nothing_found,
    width_of,
)
from fuer_desktop.ui.theme import BASE_PT

if TYPE_CHECKING:
    from fuer_desktop.store.workspace import Workspace

STATE_COLUMNS = len(texts.BOARD_HEADERS)
WIDEST_UNIT_PX = 300
FORM_PADDING_PX = 5
"""Less than elsewhere, so that some twenty forms stand beside the units without scrolling."""

_WHOLE_ROW = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
)


@dataclass(frozen=True)
class BoardView:
    """The board of one task on one day."""

    task: Task
    standings: tuple[UnitStanding, ...]
    today: date

    @property
    def missing(self) -> list[UnitStanding]:
        """Who has not handed in."""
        return [s for s in self.standings if s.state is UnitState.MISSING]

    def count(self, state: UnitState) -> int:
        """Units in a state."""
        return sum(standing.state is state for standing in self.standings)

    @property
    def days_left(self) -> int:
        """Days until the deadline, less than none after it."""
        return (self.task.deadline - self.today).days


def read_board(workspace: Workspace) -> BoardView | None:
    """The board of the latest task today; None in an office without tasks."""
    task = latest_task(workspace)
    if task is None:
        return None
    today = datetime.now().astimezone().date()
    return BoardView(task.task, tuple(board(workspace, task, today)), today)


class BoardPage(Page):
    """Units by forms; the state in words stays in sight while the forms scroll. ``paper_wanted``
    names a unit whose stamped paper somebody wants to enter."""

    paper_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._looks = unit_looks(context.theme)
        self.view: BoardView | None = None
        self.model = LinesModel([], context.theme.font(bold=True), self)
        self.table = FrozenTable(context.theme, self.model, STATE_COLUMNS, ui_texts.NAV["board"])
        self.filter = FilterBox(
            texts.FILTER.format(what=texts.BOARD_FILTER), self, self.table.fixed
        )
        self.only_missing = Switch(context.theme, texts.ONLY_MISSING, self._narrow)
        self.copy_button = button(texts.COPY_MISSING, self.copy_missing)
        self.paper_button = button(paper_texts.ENTER, self.enter_paper)
        self.paper_button.setToolTip(paper_texts.ENTER_TIP)
        self.paper_button.setEnabled(False)
        self.receipts = ReceiptTools(self)
        self.summary = label(wrap=True)
        self.summary.setFont(context.theme.font(step=1, bold=True))
        self.about = label("", "muted", wrap=True)
        signs = texts.LEGEND_GAP.join(look.text for look in self._looks.values())
        self.legend = label(texts.LEGEND.format(signs=signs), "muted", wrap=True)
        self.faces = self._build_faces()
        self.setLayout(column(self.faces, margin=0))
        self.filter.textChanged.connect(lambda _: self._narrow())
        chosen = self.table.selectionModel()
        chosen.currentChanged.connect(lambda index, _: self._locate(index))
        for table in (self.table.fixed, self.table.moving):
            table.activated.connect(self._locate)

    def refresh(self) -> None:
        """Read again who has handed in."""
        self.context.link.ask(read_board, while_alive(self, self._show))

    def copy_missing(self) -> None:
        """Put the call list (催报名单) on the clipboard: a head line, then a line for each unit."""
        if self.view is None or not self.view.missing:
            return
        QGuiApplication.clipboard().setText(call_list(self.view))
        self.context.say(texts.CALL_COPIED.format(count=len(self.view.missing)))

    def enter_paper(self) -> None:
        """Enter the stamped paper of the unit in the chosen line."""
        line = self.model.line(self.table.selectionModel().currentIndex().row())
        if line is not None and isinstance(line.item, UnitStanding):
            self.paper_wanted.emit(line.item.unit.code)

    # --- what is seen ---------------------------------------------------------------------

    def _show(self, view: object) -> None:
        if not isinstance(view, BoardView):
            self.faces.show_face("no_task")
            return
        before = self.table.selectionModel().currentIndex()
        line = self.model.line(before.row())
        self.view = view
        self.faces.show_face("work")
        heads = [Heading(text) for text in texts.BOARD_HEADERS]
        heads += [_form_heading(form) for form in view.task.forms]
        self.model.set_lines([self._line(view.task, s) for s in view.standings], heads)
        self._fit(view)
        self.summary.setText(_summary(view))
        self.about.setText(_about(view))
        self.copy_button.setEnabled(bool(view.missing))
        self.counted.emit(len(view.missing))
        self._choose_again(cast(UnitStanding, line.item) if line else None, before.column())

    def _choose_again(self, before: UnitStanding | None, column: int) -> None:
        """Stay at the unit that was in hand, so that keys go on from there."""
        shown = [cast(UnitStanding, line.item).unit.code for line in self.model.shown]
        row = shown.index(before.unit.code) if before and before.unit.code in shown else -1
        index = self.model.index(row, column)
        self.table.selectionModel().setCurrentIndex(index, _WHOLE_ROW)
        self._locate(index)

    def _line(self, task: Task, standing: UnitStanding) -> Line:
        look = self._looks[standing.state]
        version = texts.VERSION.format(number=standing.version) if standing.version else ""
        late = texts.LATE if standing.late else ""
        paper = paper_texts.NAME if standing.on_paper else ""
        mark = f"{late} {paper}".strip()
        colours = self.context.theme.colours
        colour = colours.findings[RuleClass.B] if late else colours.paper
        titles = [form.title for form in task.forms if form.code in standing.forms]
        state = (
            Cell(standing.unit.name, tip=self._words(standing)),
            Cell(look.text, colour=look.colour),
            Cell(version),
            Cell(mark, tip=standing.on_paper, colour=QColor(colour)),
        )
        forms = tuple(self._form_cell(form, standing) for form in task.forms)
        words = [standing.unit.name, look.text, version, mark, *standing.forms, *titles]
        return Line(state + forms, " ".join(words).casefold(), standing)

    def _form_cell(self, form: Form, standing: UnitStanding) -> Cell:
        if form.code not in standing.forms:
            return Cell()
        look = self._looks[standing.state]
        return Cell(look.sign, tip=self._words(standing, form), colour=look.colour, align=CENTRE)

    def _words(self, standing: UnitStanding, form: Form | None = None) -> str:
        """A cell in full words."""
        parts = [standing.unit.name]
        if form is not None:
            parts.append(texts.FORM_TIP.format(code=form.code, title=form.title))
        else:
            forms = texts.LIST.join(standing.forms)
            parts.append(texts.ALL_FORMS.format(count=len(standing.forms), forms=forms))
        if form is not None and form.code not in standing.forms:
            return texts.JOIN.join([*parts, texts.NOT_DUE])
        parts.append(self._looks[standing.state].word)
        if standing.version:
            parts.append(texts.VERSION.format(number=standing.version))
        if standing.late:
            parts.append(texts.LATE)
        if standing.on_paper:
            parts.append(paper_texts.TIP.format(words=standing.on_paper))
        return texts.JOIN.join(parts)

    def _locate(self, index: QModelIndex) -> None:
        line = self.model.line(index.row())
        self.paper_button.setEnabled(line is not None)
        self.receipts.show_standing(cast(UnitStanding, line.item) if line is not None else None)
        if line is None or self.view is None or not isinstance(line.item, UnitStanding):
            self.located.emit("")
            return
        number = index.column() - STATE_COLUMNS
        form = self.view.task.forms[number] if number >= 0 else None
        self.located.emit(self._words(line.item, form))

    def _narrow(self) -> None:
        words, only = self.filter.words(), self.only_missing.isChecked()

        def accept(line: Line) -> bool:
            assert isinstance(line.item, UnitStanding)
            is_wanted = not only or line.item.state is UnitState.MISSING
            return is_wanted and matches(words, line.words)

        text = self.filter.text().strip()
        self.table.moving.hint = nothing_found(self.filter) if text else texts.ALL_RECEIVED
        self.model.set_filter(accept)

    def _fit(self, view: BoardView) -> None:
        theme = self.context.theme
        names = longest(standing.unit.name for standing in view.standings)
        papers = any(standing.on_paper for standing in view.standings)
        widths = [
            min(width_of(theme, names), WIDEST_UNIT_PX * theme.points // BASE_PT),
            width_of(theme, [look.text for look in self._looks.values()]),
            width_of(theme, [texts.VERSION.format(number=8), texts.BOARD_HEADERS[2]]),
            width_of(theme, [f"{texts.LATE} {paper_texts.NAME}"] if papers else [texts.LATE]),
        ]
        codes = [part for form in view.task.forms for part in form.code.split("-")]
        narrow = width_of(theme, longest(codes)) - width_of(theme, [""]) + FORM_PADDING_PX
        self.table.lay_out(widths, narrow)

    def _build_faces(self) -> Faces:
        head = self.table.moving.horizontalHeader()
        head.setStyleSheet("QHeaderView::section { padding: 4px 0px; }")
        acts = (self.copy_button, self.paper_button, *self.receipts.buttons)
        about = row(self.about, self.only_missing, self.filter)
        about.setStretch(0, 1)
        lines = column(self.summary, self.table, self.legend)
        lines.setStretch(1, 1)
        lines.insertLayout(0, row(*acts, None))
        lines.insertLayout(2, about)
        work = QWidget()
        work.setLayout(lines)
        return Faces(self.filter, work=work, no_task=no_task(self.context))


def _form_heading(form: Form) -> Heading:
    """A form's code on two lines; its title as a tip."""
    tip = texts.FORM_TIP.format(code=form.code, title=form.title)
    return Heading(form.code.replace("-", "-\n", 1), tip, CENTRE)


def _summary(view: BoardView) -> str:
    """How many are due, received, missing, and who is missing."""
    conflicts = view.count(UnitState.CONFLICT)
    papers = sum(bool(standing.on_paper) for standing in view.standings)
    return texts.BOARD_SUMMARY.format(
        due=len(view.standings),
        received=view.count(UnitState.RECEIVED) + view.count(UnitState.ACCEPTED),
        missing=len(view.missing),
        paper=paper_texts.COUNT.format(count=papers) if papers else "",
        rest=texts.CONFLICTS.format(count=conflicts) if conflicts else "",
        names=_missing_names(view),
    )


def _missing_names(view: BoardView) -> str:
    names = [standing.unit.name for standing in view.missing]
    if not names:
        return ""
    words = texts.LIST.join(names[: texts.MOST_NAMES])
    if len(names) > texts.MOST_NAMES:
        words = texts.MORE_NAMES.format(names=words, count=len(names))
    return texts.MISSING_NAMES.format(names=words)


def _about(view: BoardView) -> str:
    """The year and the deadline."""
    if view.days_left > 0:
        left = texts.LEFT.format(days=view.days_left)
    else:
        left = texts.OVER.format(days=-view.days_left) if view.days_left else texts.LAST_DAY
    return texts.BOARD_ABOUT.format(
        year=view.task.period.year, deadline=view.task.deadline, left=left
    )


def call_list(view: BoardView) -> str:
    """Who is missing, for a notice or a spreadsheet."""
    lines = [
        texts.CALL_HEAD.format(
            place=view.task.place.name,
            year=view.task.period.year,
            deadline=view.task.deadline,
            count=len(view.missing),
        )
    ]
    for number, standing in enumerate(view.missing, start=1):
        late = texts.CALL_LATE.format(days=-view.days_left) if standing.late else ""
        forms = texts.LIST.join(standing.forms)
        line = texts.CALL_LINE.format(
            number=number, unit=standing.unit.name, forms=forms, late=late
        )
        lines.append(line.rstrip())
    return "\n".join(lines)
