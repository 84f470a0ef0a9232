"""接收: packages of a folder are taken in, one line for each, whatever is wrong with some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QProgressBar, QVBoxLayout, QWidget

from fuer_desktop.domain.errors import JobCancelledError
from fuer_desktop.services.admitting import ATTENTION, Outcome
from fuer_desktop.services.intake_log import (
    IntakeLog,
    LogLine,
    can_take,
    read_log,
    take_in_given,
)
from fuer_desktop.services.jobs import Job, Progress
from fuer_desktop.services.taking_in import tally
from fuer_desktop.texts import attachments as attachment_texts
from fuer_desktop.texts import office as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.attachments import show_received
from fuer_desktop.ui.frame import (
    Context,
    EmptyState,
    Page,
    breakable,
    button,
    card,
    column,
    label,
    row,
    while_alive,
)
from fuer_desktop.ui.pages.intake_runs import OutcomeBox, RunTools
from fuer_desktop.ui.pages.office_parts import (
    Faces,
    Look,
    Reporter,
    longest,
    no_task,
    outcome_looks,
)
from fuer_desktop.ui.tables import (
    Cell,
    FilterBox,
    Heading,
    Line,
    LinesModel,
    Switch,
    Table,
    matches,
    nothing_found,
    width_of,
)
from fuer_desktop.ui.theme import BASE_PT, GRID_PX

FLUSH_MS = 50
"""Lines of a running job are shown together, some twenty times a second."""

WIDEST_PX = 260
"""A unit's or file's column is at most this wide at ordinary type; its tip has the whole."""


class IntakePage(Page):
    """Takes in folders and shows what became of every file, the newest first. ``taken`` tells that
    figures may count otherwise now, and that something may wait for a person."""

    taken = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        self._looks = outcome_looks(context.theme)
        self._job: Job | None = None
        self._pending: list[LogLine] = []
        self._tally: Counter[Outcome] = Counter()
        self._flush_timer = QTimer(self)
        self._flush_timer.setSingleShot(True)
        self._flush_timer.timeout.connect(self._flush)
        bold = context.theme.font(bold=True)
        self.model = LinesModel([Heading(text) for text in texts.INTAKE_HEADERS], bold, self)
        self.table = Table(context.theme, self.model, ui_texts.NAV["intake"])
        self.filter = FilterBox(texts.FILTER.format(what=texts.INTAKE_FILTER), self, self.table)
        self.only_attention = Switch(context.theme, texts.ONLY_ATTENTION, self._narrow)
        self.outcome = OutcomeBox(self._narrow)
        self.runs = RunTools(self)
        self.take_button = button(texts.TAKE_IN, self.choose_folder, "primary")
        self.cancel_button = button(texts.CANCEL, self.cancel)
        self.bar = QProgressBar()
        self.outcome.setMinimumHeight(self.filter.sizeHint().height())
        self.summary = label(wrap=True)
        self.detail = label(texts.CHOOSE_LINE, wrap=True)
        self.attachments_button = button(attachment_texts.INTAKE_BUTTON, self.show_attachments)
        self.faces = self._build_faces()
        self.setLayout(column(self.faces, margin=0))
        self.filter.textChanged.connect(lambda _: self._narrow())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_detail())
        self._set_running(None)

    # --- what a person does ---------------------------------------------------------------

    def choose_folder(self) -> None:
        """Ask for a folder and take it in."""
        chosen = QFileDialog.getExistingDirectory(self, texts.CHOOSE_FOLDER)
        if chosen:
            self.take_in_folder(Path(chosen))

    def take_in_folder(self, folder: Path) -> None:
        """Take in a folder with its sub-folders."""
        self.take_in([folder])

    def take_in(self, given: Sequence[Path]) -> None:
        """Take in folders and packages in the store thread; one run at a time."""
        if self._job is not None:
            self.context.say(texts.BUSY)
            return
        reporter = Reporter()
        reporter.progressed.connect(self._progress, Qt.ConnectionType.QueuedConnection)
        job = Job(reporter.report)
        self._tally = Counter()
        self._pending = []
        self._set_running(job)
        self.summary.setText(texts.STARTING)
        self.faces.show_face("work")
        self.context.link.run(
            lambda workspace: take_in_given(workspace, given, job),
            while_alive(self, self._add),
            while_alive(self, self._ended),
            while_alive(self, lambda _: self._done()),
        )

    def tell_taken(self) -> None:
        """Figures and what waits may be others now."""
        self.taken.emit()

    def cancel(self) -> None:
        """Ask the running job to stop; what its finished batches took in stays."""
        if self._job is not None:
            self._job.cancel()
            self.cancel_button.setEnabled(False)

    def show_attachments(self) -> None:
        """Show the files of the unit in the chosen line."""
        chosen = self.chosen
        if chosen is not None and chosen.code:
            show_received(self.context, (chosen.code, chosen.unit), self)

    def refresh(self) -> None:
        """Read the log again, but for while a job adds to it."""
        if self._job is None:
            self.context.link.ask(read_log, while_alive(self, self._show_log))

    @property
    def running(self) -> bool:
        """Whether a job is at work."""
        return self._job is not None

    @property
    def outcomes(self) -> list[str]:
        """Outcomes of the lines shown, the newest first, as ``Outcome`` values."""
        items = [line.item for line in self.model.shown]
        return [item.outcome.value for item in items if isinstance(item, LogLine)]

    # --- a run ----------------------------------------------------------------------------

    def _progress(self, progress: Progress) -> None:
        self.bar.setMaximum(progress.total)
        self.bar.setValue(progress.done)
        self.bar.setToolTip(progress.note)

    def _add(self, line: object) -> None:
        assert isinstance(line, LogLine)
        self._pending.append(line)
        if not self._flush_timer.isActive():
            self._flush_timer.start(FLUSH_MS)

    def _flush(self) -> None:
        self._flush_timer.stop()
        lines, self._pending = self._pending, []
        self._tally.update(line.outcome for line in lines)
        if lines:
            self.model.put_first([self._line(line) for line in reversed(lines)])
        if self._job is not None:
            self.summary.setText(texts.RUNNING.format(count=self._tally.total()))

    def _done(self) -> None:
        self.tell_taken()
        self._end(texts.RUN_SUMMARY)

    def _ended(self, error: Exception) -> None:
        cancelled = isinstance(error, JobCancelledError)
        self._end(texts.CANCELLED if cancelled else texts.INTERRUPTED)
        self.context.link.report(error)

    def _end(self, template: str) -> None:
        """The run is over: say what came of it, and go to the first line that needs a person."""
        self._set_running(None)
        self._flush()
        self.rested.emit()
        sentence = template.format(count=self._tally.total(), tally=self._tally_words())
        advice = [
            texts.WHAT_TO_DO[outcome.value]
            for outcome in Outcome
            if outcome in ATTENTION and self._tally[outcome]
        ]
        self.summary.setText("\n".join([sentence, *advice]))
        self._fit()
        if not self.model.shown:
            self.refresh()
            return
        for number, line in enumerate(self.model.shown[: self._tally.total()]):
            if isinstance(line.item, LogLine) and line.item.outcome in ATTENTION:
                self.table.selectRow(number)
                return

    def _tally_words(self) -> str:
        return tally(self._tally.elements())

    def _set_running(self, job: Job | None) -> None:
        self._job = job
        self.take_button.setEnabled(job is None)
        self.cancel_button.setEnabled(job is not None)
        self.cancel_button.setVisible(job is not None)
        self.bar.setVisible(job is not None)
        self.bar.setRange(0, 0)

    # --- what is seen ---------------------------------------------------------------------

    def _show_log(self, log: object) -> None:
        assert isinstance(log, IntakeLog)
        if self._job is not None:
            return
        if not log.lines:
            self.faces.show_face("empty" if log.has_task else "no_task")
            return
        self.faces.show_face("work")
        row = self.table.currentIndex().row()
        self.model.set_lines([self._line(line) for line in log.lines])
        if row >= 0:
            self.table.selectRow(row)
        if not self._tally:
            at = log.lines[0].at.strftime(texts.FULL_TIME)
            self.summary.setText(texts.LOG_SUMMARY.format(count=len(log.lines), at=at))
        self._fit()
        self._show_detail()

    def _line(self, line: LogLine) -> Line:
        look = self._looks[line.outcome]
        muted = QColor(self.context.theme.colours.muted) if line.undone else None
        run = texts.RUN_UNDONE if line.undone else texts.RUN
        version = texts.VERSION.format(number=line.version) if line.version else ""
        unit = line.unit or texts.NO_UNIT
        cells = (
            Cell(look.text, colour=muted or look.colour),
            Cell(unit, colour=muted),
            Cell(version, colour=muted),
            Cell(line.file, colour=muted),
            Cell(run.format(number=line.run), colour=muted),
            Cell(line.at.strftime(texts.TIME), line.at.strftime(texts.FULL_TIME), colour=muted),
            Cell(line.message, colour=muted),
        )
        return Line(cells, " ".join(cell.text for cell in cells).casefold(), line)

    def _narrow(self) -> None:
        words, only = self.filter.words(), self.only_attention.isChecked()

        def accept(line: Line) -> bool:
            assert isinstance(line.item, LogLine)
            return (
                matches(words, line.words)
                and (not only or line.item.outcome in ATTENTION)
                and self.outcome.lets_through(line.item.outcome)
            )

        self.table.hint = nothing_found(self.filter)
        self.model.set_filter(accept)
        self._show_detail()

    @property
    def chosen(self) -> LogLine | None:
        """The line in hand."""
        line = self.model.line(self.table.currentIndex().row())
        return line.item if line is not None and isinstance(line.item, LogLine) else None

    def _show_detail(self) -> None:
        """The chosen line's words in full."""
        item = self.chosen
        self.runs.show_run(item)
        self.attachments_button.setEnabled(item is not None and bool(item.code))
        if item is None:
            self.detail.setText(texts.CHOOSE_LINE if self.model.shown else "")
            self.located.emit("")
            return
        is_named = item.file in item.message
        line_words = texts.CHOSEN_LINE.format(file=item.file, message=item.message)
        said = item.message if is_named else line_words
        self.detail.setText(breakable("\n".join((said, *item.details))))
        version = texts.VERSION.format(number=item.version) if item.version else ""
        parts = (item.unit or texts.NO_UNIT, version, item.outcome.label, item.file)
        self.located.emit(texts.JOIN.join(part for part in parts if part))

    def _fit(self) -> None:
        theme, shown = self.context.theme, self.model.shown
        widest = WIDEST_PX * theme.points // BASE_PT
        looks: list[Look] = list(self._looks.values())
        for number, words in enumerate(
            (
                [look.text for look in looks],
                longest(line.cells[1].text for line in shown),
                [texts.VERSION.format(number=88)],
                longest(line.cells[3].text for line in shown),
                longest(line.cells[4].text for line in shown),
                longest(line.cells[5].text for line in shown),
            )
        ):
            self.table.setColumnWidth(number, min(width_of(theme, words), widest))

    def _detail_line(self) -> QVBoxLayout:
        lines = column(self.detail, margin=2 * GRID_PX)
        lines.addLayout(row(self.attachments_button, None, *self.runs.buttons))
        self.attachments_button.setEnabled(False)
        return lines

    def _build_faces(self) -> Faces:
        choose = button(texts.TAKE_IN, self.choose_folder, "primary")
        empty = EmptyState(
            self.context.theme, (texts.INTAKE_EMPTY_TITLE, texts.INTAKE_EMPTY_TEXT), choose
        )
        self.empty_button = choose
        self.bar.setFormat(texts.PROGRESS)
        self.bar.setFixedWidth(width_of(self.context.theme, [texts.STARTING * 3]))
        self.table.horizontalHeader().setStretchLastSection(True)
        tools = row(
            self.take_button, self.bar, self.cancel_button, None, self.only_attention, self.outcome,
            self.filter,
        )  # fmt: skip
        lines = column(self.summary, self.table, card(self._detail_line()))
        lines.setStretch(1, 1)
        lines.insertLayout(0, tools)
        work = QWidget()
        work.setLayout(lines)
        return Faces(self.filter, no_task=no_task(self.context), empty=empty, work=work)

    # --- files dropped --------------------------------------------------------------------

    def take_dropped(self, given: Sequence[Path]) -> bool:
        """Take in what was dropped anywhere on the window, if it holds packages; says whether it
        did."""
        found = [path for path in given if can_take(path)]
        if not found:
            return False
        self.context.navigate("intake")
        self.take_in(found)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders and packages are for this page; anything else is the window's."""
        if _dropped(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped."""
        event.acceptProposedAction()
        self.take_in(_dropped(event.mimeData()))


def _dropped(mime: QMimeData) -> list[Path]:
    local = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in local if can_take(path)]
