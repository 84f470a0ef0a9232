"""指标: every target of the plans with its verdict; the chosen one with chart and values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from fuer_desktop.services.charting import Chart, chart_data, draw_charts
from fuer_desktop.services.intake_log import latest_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.judging import JudgedTarget, Judging
from fuer_desktop.texts import office as texts
from fuer_desktop.ui.frame import Context, EmptyState, Page, button, column, row, while_alive
from fuer_desktop.ui.pages.office_parts import Faces, no_task, state_looks
from fuer_desktop.ui.pages.office_target import TargetPanel
from fuer_desktop.ui.pages.office_targets import CONCERNING, TargetList, TargetView
from fuer_desktop.ui.tables import FilterBox, Switch, nothing_found

if TYPE_CHECKING:
    from fuer_desktop.charts.progress import ProgressData
    from fuer_desktop.store.workspace import Workspace

LIST_CHARACTERS = 26
"""Width of the list in characters of its type."""

HEADS_ABOVE = 2
"""The first target stands below its plan's and its domain's heads, which are to be seen."""


@dataclass(frozen=True)
class Results:
    """What the office knows of the latest task's year; pure memory, for the windows' thread."""

    judging: Judging
    judged: tuple[JudgedTarget, ...]

    @property
    def has_figures(self) -> bool:
        """Whether any unit's figures count."""
        return bool(self.judging.current.values)


def read_results(workspace: Workspace) -> Results | None:
    """Judge every target; None in an office without tasks.

    The first chart's data are asked for here, so that matplotlib is imported in this thread and
    the window does not stand still for it.
    """
    task = latest_task(workspace)
    if task is None:
        return None
    judging = Judging(workspace, task.record.period)
    judged = tuple(judging.judged())
    if judged:
        chart_data(judging, judged[0])
    return Results(judging, judged)


class IndicatorsPage(Page):
    """A list of targets and the chosen one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.results: Results | None = None
        self._chosen = ""
        self.targets = TargetList(state_looks(context.theme), self)
        self.list = TargetView(context.theme, self.targets)
        self.filter = FilterBox(texts.FILTER.format(what=texts.TARGET_FILTER), self, self.list)
        self.only_concerning = Switch(
            context.theme, texts.ONLY_CONCERNING, self._narrow, texts.ONLY_CONCERNING_TIP
        )
        self.export_button = button(texts.EXPORT, self.choose_export)
        self.panel = TargetPanel(context.theme, self.export_button)
        self.empty_button = button(texts.GO_INTAKE, lambda: context.navigate("intake"), "primary")
        self.faces = self._build_faces()
        self.setLayout(column(self.faces, margin=0))
        self.filter.textChanged.connect(lambda _: self._narrow())
        self.list.selectionModel().currentChanged.connect(
            lambda index, _: self._choose(index.row())
        )

    @property
    def chart_data(self) -> ProgressData | None:
        """What the chart of the shown target draws."""
        return self.panel.chart_data

    @property
    def shown(self) -> JudgedTarget | None:
        """The target beside the list."""
        judged = self.results.judged if self.results else ()
        return next((item for item in judged if item.target.code == self._chosen), None)

    def refresh(self) -> None:
        """Judge again from what counts now."""
        self.context.link.ask(read_results, while_alive(self, self._show))

    @property
    def is_loaded(self) -> bool:
        """Whether verdicts have come and are shown."""
        return self.results is not None and self.faces.shown == "work"

    def show_target(self, target: str) -> None:
        """Show a target by its code, if the list has it."""
        number = self.targets.row_of(target)
        if number >= 0:
            self.list.setCurrentIndex(self.targets.index(number))
            if number <= HEADS_ABOVE:
                self.list.scrollToTop()

    def choose_export(self) -> None:
        """Ask for a folder and write the shown chart there."""
        chosen = QFileDialog.getExistingDirectory(self, texts.CHOOSE_OUT)
        if chosen:
            self.export_chart(Path(chosen))

    def export_chart(self, folder: Path) -> None:
        """Write the shown chart as PNG, SVG and JSON in the store thread, and say where."""
        results, judged = self.results, self.shown
        if results is None or judged is None:
            return
        self.context.link.ask(
            lambda _: draw_charts(results.judging, [judged], folder, Job()),
            while_alive(self, lambda charts: self._say_exported(charts, folder)),
        )

    # --- what is seen ---------------------------------------------------------------------

    def _show(self, results: object) -> None:
        if not isinstance(results, Results):
            self.faces.show_face("no_task")
            return
        self.results = results
        if not results.has_figures:
            self.faces.show_face("empty")
            self.counted.emit(0)
            return
        self.faces.show_face("work")
        self.targets.set_targets(results.judged)
        self._choose_again()
        concerning = sum(item.verdict.state in CONCERNING for item in results.judged)
        self.counted.emit(concerning)

    def _narrow(self) -> None:
        self.list.hint = nothing_found(self.filter)
        self.targets.set_filter(
            self.filter.words(), only_concerning=self.only_concerning.isChecked()
        )
        self._choose_again()

    def _choose_again(self) -> None:
        """The target that was shown, or the first of the list; keeps the panel if none is left."""
        self.show_target(self._chosen)

    def _choose(self, number: int) -> None:
        entry = self.targets.entry(number)
        if self.results is None or not isinstance(entry, JudgedTarget):
            return
        self._chosen = entry.target.code
        self.panel.show_target(self.results.judging, entry)
        self.located.emit(
            texts.INDICATOR_WHERE.format(
                code=entry.target.code,
                indicator=entry.indicator.name,
                definition=entry.indicator.definition,
            )
        )

    def _say_exported(self, charts: object, folder: Path) -> None:
        assert isinstance(charts, list)
        made: Sequence[Chart] = charts
        names = [path.name for chart in made for path in (chart.png, chart.svg, chart.data)]
        files = texts.LIST.join(names)
        self.context.say(texts.EXPORTED.format(count=len(names), folder=folder, files=files))

    def _build_faces(self) -> Faces:
        width = QFontInfo(self.context.theme.font()).pixelSize() * LIST_CHARACTERS
        left = QWidget()
        lines = column(self.list, margin=0)
        lines.insertLayout(0, row(self.filter, self.only_concerning))
        left.setLayout(lines)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(12)
        parts.addWidget(left)
        parts.addWidget(self.panel)
        parts.setStretchFactor(1, 1)
        parts.setSizes([width, 10 * width])
        work = QWidget()
        work.setLayout(column(parts))
        words = (texts.RESULTS_EMPTY_TITLE, texts.RESULTS_EMPTY_TEXT)
        empty = EmptyState(self.context.theme, words, self.empty_button)
        return Faces(self.filter, work=work, empty=empty, no_task=no_task(self.context))
