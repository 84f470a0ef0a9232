"""任务: the tasks of this office, and the form that makes the next one and writes its packages."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import (
    QDate,
    QEvent,
    QLocale,
    QObject,
    QSignalBlocker,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import QColor, QDesktopServices, QFontMetrics, QShowEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QDateEdit,
    QFileDialog,
    QFormLayout,
    QFrame,
    QLabel,
    QLayout,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from fuer_desktop.domain.errors import DefinitionError, JobCancelledError
from fuer_desktop.services import paths
from fuer_desktop.services.designing import TaskDesign
from fuer_desktop.services.jobs import Job, Progress
from fuer_desktop.services.revising import Revision
from fuer_desktop.services.task_list import (
    HandedOut,
    TaskLine,
    TaskList,
    hand_out,
    practice_units,
    read_tasks,
)
from fuer_desktop.texts import office as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.frame import Context, Page, button, card, column, label, row, while_alive
from fuer_desktop.ui.pages.office_definitions import DefinitionsCard
from fuer_desktop.ui.pages.office_key_card import KeyCard
from fuer_desktop.ui.pages.office_parts import Reporter
from fuer_desktop.ui.pages.office_revision import RevisionBox
from fuer_desktop.ui.tables import (
    RIGHT,
    Cell,
    Heading,
    Line,
    LinesModel,
    Table,
    row_height,
    width_of,
)
from fuer_desktop.ui.theme import GRID_PX, Theme

FIRST_YEAR, LAST_YEAR = 2020, 2040
DUE_MONTH, DUE_DAY = 5, 20
"""The usual day for handing in, in the year after the data year."""

MOST_ROWS = 5
"""The list shows so many years at once; the others are scrolled to."""

MOST_PROBLEMS = 6
"""So many mistakes of a units file are told at once: the message stands above everything else."""

WIDTH_CHARS = 60
"""The page is this wide, so that the eye finds the end of a line; a wider window stays empty."""

FIELDS_STYLE = "QAbstractSpinBox QLineEdit { border: none; padding: 0; background: transparent; }"
"""A spin box holds a line of its own, which must not have a second frame. The box itself stays
the style's: a frame from a style sheet takes its arrows away."""

CALENDAR_ROWS = 10
"""Height of the calendar in rows of a table: it must show the sixth week of a month whole."""


class DesignForm(QFrame):
    """What an office decides about a task; the deadline follows the year until set by hand."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._deadline_is_set = False
        self.units = _path_line(texts.UNITS_FILE, texts.UNITS_HINT)
        self.units_button = button(texts.CHOOSE_FILE, self._choose_units)
        self.practice_button = button(texts.USE_PRACTICE, self._use_practice)
        self.practice_button.setToolTip(texts.PRACTICE_TIP)
        self.year = QSpinBox()
        self.year.setRange(FIRST_YEAR, LAST_YEAR)
        self.deadline = QDateEdit()
        self.deadline.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.deadline.setDisplayFormat(texts.DATE_FORMAT)
        self.deadline.setCalendarPopup(True)
        self.out = _path_line(texts.TASK_OUT, texts.TASK_OUT_HINT)
        self.out_button = button(texts.CHOOSE_OUT_FOLDER, self._choose_out)
        self.year.valueChanged.connect(self._follow)
        self.deadline.dateChanged.connect(lambda _: self._keep_deadline())
        self.year.setValue(datetime.now().astimezone().year - 1)
        self._lay_out(theme)

    def missing(self) -> tuple[str, QLineEdit] | None:
        """What has to be chosen first, and where; None if nothing."""
        if not _typed(self.units):
            return texts.UNITS_FIRST, self.units
        return None if _typed(self.out) else (texts.OUT_FIRST, self.out)

    @property
    def design(self) -> TaskDesign:
        """The task as it stands in the form, on the shipped definitions."""
        due = self.deadline.date()
        return TaskDesign(
            units_file=Path(_typed(self.units)),
            catalogue=paths.forms(),
            period=self.year.value(),
            deadline=date(due.year(), due.month(), due.day()),
        )

    @property
    def folder(self) -> Path:
        """Where the packages go."""
        return Path(_typed(self.out)).absolute()

    def propose(self, folder: Path) -> None:
        """Put a folder where none was named."""
        if not _typed(self.out):
            _show_path(self.out, folder)

    def _follow(self, year: int) -> None:
        if not self._deadline_is_set:
            with QSignalBlocker(self.deadline):
                self.deadline.setDate(QDate(year + 1, DUE_MONTH, DUE_DAY))

    def _keep_deadline(self) -> None:
        self._deadline_is_set = True

    def _use_practice(self) -> None:
        _show_path(self.units, practice_units())

    def _choose_units(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, texts.CHOOSE_UNITS, _typed(self.units), texts.UNITS_FILES
        )
        if file:
            _show_path(self.units, Path(file))

    def _choose_out(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, texts.CHOOSE_TASK_OUT, _typed(self.out))
        if folder:
            _show_path(self.out, Path(folder))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the page: it must not turn a year or a day that it passes over."""
        if event.type() is QEvent.Type.Wheel and watched in (self.year, self.deadline):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _dress_calendar(self, theme: Theme) -> None:
        """Qt's own red of the weekend cannot be read on the dark surface."""
        calendar = self.deadline.calendarWidget()
        calendar.setMinimumHeight(CALENDAR_ROWS * row_height(theme))
        weekend = QTextCharFormat()
        weekend.setForeground(QColor(theme.colours.muted))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, weekend)

    def _lay_out(self, theme: Theme) -> None:
        self.setStyleSheet(FIELDS_STYLE)
        self._dress_calendar(theme)
        for spin in (self.year, self.deadline):
            spin.setMinimumWidth(self.deadline.sizeHint().width())
            spin.installEventFilter(self)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(4 * GRID_PX)
        form.setVerticalSpacing(2 * GRID_PX)
        for words, field, *beside in (
            (texts.UNITS_FILE, self.units, self.units_button, self.practice_button),
            (texts.DATA_YEAR, self.year, None),
            (texts.DEADLINE, self.deadline, None),
            (texts.TASK_OUT, self.out, self.out_button),
        ):
            field.setAccessibleName(words)
            field.setFixedHeight(self.units_button.sizeHint().height())
            form.addRow(_named(words, field), row(field, *beside))


class TasksPage(Page):
    """``made`` tells that the workspace has a task more, whose name the title may bear."""

    made = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.theme
        self._job: Job | None = None
        self._year = 0
        self._asked: tuple[TaskDesign, Path] | None = None
        self._written_to = Path()
        self.is_loaded = False
        headings = [Heading(text, align=RIGHT) for text in texts.TASK_HEADERS]
        headings[0] = Heading(texts.TASK_HEADERS[0])
        self.model = LinesModel(headings, theme.font(bold=True), self)
        self.table = Table(theme, self.model, ui_texts.NAV["tasks"])
        self.first = label(texts.TASKS_FIRST, wrap=True)
        self.form = DesignForm(theme)
        self.definitions = DefinitionsCard(context)
        self.keys = KeyCard(context)
        self.make_button = button(texts.MAKE_TASK, self.make, "primary")
        self.cancel_button = button(texts.CANCEL, self.cancel)
        self.bar = QProgressBar()
        self.result = label(wrap=True)
        self.open_button = button(texts.OPEN_FOLDER, self._open_folder)
        self.area = QScrollArea()
        self.revision = RevisionBox(theme, self.revise, self._leave)
        self._lay_out()
        self._set_running(None)
        self._tell("")

    # --- what a person does ---------------------------------------------------------------

    def make(self) -> None:
        """Make the task and write its packages in the store thread; one run at a time."""
        if self._job is not None:
            return
        missing = self.form.missing()
        if missing is not None:
            words, field = missing
            self._tell(words, "wrong")
            field.setFocus()
            return
        self._start(self.form.design, self.form.folder)

    def revise(self) -> None:
        """Change the task that is out as the preview says, and write its packages."""
        if self._job is None and self._asked is not None:
            design, out = self._asked
            self._start(design, out, revise=True)

    def _start(self, design: TaskDesign, out: Path, *, revise: bool = False) -> None:
        reporter = Reporter()
        reporter.progressed.connect(self._progress, Qt.ConnectionType.QueuedConnection)
        job = Job(reporter.report)
        self._year, self._written_to = design.period, out
        self._asked = (design, out)
        self.revision.hide()
        self._set_running(job)
        self._tell(texts.MAKING)
        self.context.say("")
        self.context.link.ask(
            lambda workspace: hand_out(workspace, design, out, job, revise=revise),
            while_alive(self, self._done),
            while_alive(self, self._ended),
        )

    def cancel(self) -> None:
        """Ask the running job to stop; the packages written so far stay."""
        if self._job is not None:
            self._job.cancel()
            self.cancel_button.setEnabled(False)

    def refresh(self) -> None:
        """Read the tasks again."""
        self.context.link.ask(read_tasks, while_alive(self, self._show_tasks))
        self.definitions.refresh()
        self.keys.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """The page came to the front: the first field takes what is typed."""
        super().showEvent(event)
        self.form.units.setFocus()

    @property
    def running(self) -> bool:
        """Whether a job is at work."""
        return self._job is not None

    # --- a run ----------------------------------------------------------------------------

    def _progress(self, progress: Progress) -> None:
        self.bar.setMaximum(progress.total)
        self.bar.setValue(progress.done)
        self.bar.setToolTip(progress.note)

    def _done(self, result: object) -> None:
        if isinstance(result, Revision):
            self._end("")
            self.revision.ask(result)
            QTimer.singleShot(0, self._show_question)  # once the page has made room for it
            return
        handed = cast(HandedOut, result)
        template = texts.TASK_MADE if handed.is_new else texts.TASK_AGAIN
        template = texts.TASK_REVISED if handed.revised else template
        words = template.format(
            place=handed.place,
            year=self._year,
            number=handed.revised,
            count=handed.packages,
            folder=self._written_to,
        )
        self._end(words, "good")
        self.open_button.show()

    def _show_question(self) -> None:
        self.area.ensureWidgetVisible(self.revision)

    def _leave(self) -> None:
        """The task stays as it was handed out."""
        self.revision.hide()
        self._tell(texts.NOT_REVISED)
        self.make_button.setFocus()

    def _ended(self, error: Exception) -> None:
        """Cancelled, or something a person has to put right, which the message bar says."""
        if isinstance(error, JobCancelledError):
            self._end(texts.TASK_CANCELLED)
        elif isinstance(error, DefinitionError):
            self._end(texts.TASK_REFUSED, "wrong")
            self.context.link.report(_shortened(error))
        else:
            self._end(texts.TASK_STOPPED, "wrong")
            self.context.link.report(error)

    def _end(self, words: str, name: str = "") -> None:
        """A run that was stopped may have made the task too: the list says how it is."""
        self._set_running(None)
        self.rested.emit()
        self._tell(words, name)
        self.refresh()

    def _set_running(self, job: Job | None) -> None:
        self._job = job
        is_running = job is not None
        for part in (self.form, self.make_button):
            part.setEnabled(not is_running)
        self.cancel_button.setEnabled(is_running)
        self.cancel_button.setVisible(is_running)
        self.bar.setVisible(is_running)
        self.bar.setRange(0, 0)

    # --- what is seen ---------------------------------------------------------------------

    def _show_tasks(self, found: object) -> None:
        tasks = cast(TaskList, found)
        is_changed = self.is_loaded and len(tasks.lines) != self.model.rowCount()
        self.is_loaded = True
        self.form.propose(tasks.folder)
        self.model.set_lines([_line(task) for task in tasks.lines])
        self._fit(len(tasks.lines))
        if is_changed:
            self.made.emit()

    def _fit(self, count: int) -> None:
        """The list is as high as its lines; an office without a task reads what to do first."""
        self.first.setVisible(not count)
        self.table.setVisible(bool(count))
        head = self.table.horizontalHeader().sizeHint().height()
        lines = min(count, MOST_ROWS) * row_height(self.context.theme)
        self.table.setFixedHeight(head + lines + 2 * self.table.frameWidth())

    def _tell(self, words: str, name: str = "") -> None:
        """What came of the last press; the button to the folder is for whoever wrote into it."""
        self.result.setText(words)
        self.result.setObjectName(name)
        self.result.style().polish(self.result)
        self.result.setVisible(bool(words))
        self.open_button.hide()

    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written_to))):
            self.context.say(texts.FOLDER_NOT_OPENED.format(folder=self._written_to))

    def _lay_out(self) -> None:
        theme = self.context.theme
        self.bar.setFormat(texts.PROGRESS)
        self.bar.setFixedWidth(width_of(theme, [texts.MAKING * 2]))
        self.table.horizontalHeader().setSectionResizeMode(
            self.table.horizontalHeader().ResizeMode.Stretch
        )
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = column(_title(theme, texts.NEW_TASK), self.form)
        inside.addSpacing(GRID_PX)
        inside.addLayout(row(self.make_button, self.bar, self.cancel_button, None))
        inside.addWidget(label(texts.TASK_LASTS, "muted", wrap=True))
        inside.addWidget(self.revision)
        inside.addWidget(self.result)
        inside.addLayout(row(self.open_button, None))
        upper = column(_title(theme, texts.TASKS_TITLE), self.keys.notice, self.first, self.table)
        upper.addSpacing(2 * GRID_PX)
        upper.addWidget(card(inside))
        upper.addSpacing(2 * GRID_PX)
        upper.addWidget(card(column(self.definitions)))
        upper.addSpacing(2 * GRID_PX)
        upper.addWidget(card(column(self.keys)))
        upper.addStretch(1)
        self._scroll(upper)

    def _scroll(self, layout: QLayout) -> None:
        """Large type and a long message leave little height; the window must not grow by it."""
        narrow = QWidget()
        narrow.setLayout(layout)
        width = QFontMetrics(self.context.theme.font()).horizontalAdvance("国")
        narrow.setMaximumWidth(WIDTH_CHARS * width)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(narrow)
        self.setLayout(column(self.area, margin=0))


def _line(task: TaskLine) -> Line:
    figures = (str(task.year), task.deadline.isoformat(), str(task.due), str(task.received))
    revised = texts.CODE_REVISED.format(code=task.code, number=task.revised)
    code = Cell(revised if task.revised else task.code)
    cells = (code, *(Cell(figure, align=RIGHT) for figure in figures))
    return Line(cells, item=task)


def _shortened(error: DefinitionError) -> DefinitionError:
    """The first mistakes; what a whole file of them would fill is more than a screen."""
    rest = len(error.problems) - MOST_PROBLEMS
    if rest <= 0:
        return error
    return DefinitionError(
        [*error.problems[:MOST_PROBLEMS], texts.MORE_PROBLEMS.format(count=rest)]
    )


def _title(theme: Theme, words: str) -> QLabel:
    made = label(words)
    made.setFont(theme.font(step=2, bold=True))
    return made


def _named(words: str, field: QWidget) -> QLabel:
    """A field's name beside it, in the middle of its height."""
    made = label(words)
    made.setBuddy(field)
    made.setFixedHeight(field.minimumHeight())
    return made


def _path_line(name: str, hint: str) -> QLineEdit:
    """A path is typed or chosen; what is dropped is the window's, which says what it is for."""
    made = QLineEdit()
    made.setPlaceholderText(hint)
    made.setAcceptDrops(False)
    made.setAccessibleName(name)
    return made


def _show_path(field: QLineEdit, path: Path) -> None:
    """The whole path, its end in sight."""
    field.setText(str(path))
    field.setToolTip(str(path))


def _typed(field: QLineEdit) -> str:
    """The path in a field, without the quotes that Windows' "copy as path" puts around it."""
    return field.text().strip().strip('"')
