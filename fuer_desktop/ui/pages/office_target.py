"""One target beside the list: its words, the verdict, the chart, and the values by unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from fuer_desktop.domain.demands import demand_words
from fuer_desktop.domain.indicators import Indicator, IndicatorValue
from fuer_desktop.domain.numbers import shown
from fuer_desktop.services.charting import chart_data
from fuer_desktop.services.judging import JudgedTarget, Judging
from fuer_desktop.texts import office as texts
from fuer_desktop.texts import paper_desk as paper_texts
from fuer_desktop.ui.chart_canvas import ChartCanvas
from fuer_desktop.ui.frame import card, column, label, row
from fuer_desktop.ui.pages.office_parts import longest, state_looks
from fuer_desktop.ui.tables import (
    LEFT,
    RIGHT,
    Cell,
    Heading,
    Line,
    LinesModel,
    Table,
    width_of,
)
from fuer_desktop.ui.theme import GRID_PX, Theme

if TYPE_CHECKING:
    from fuer_desktop.charts.progress import ProgressData

CHART_SHARE, TABLE_SHARE = 3, 2
MOST_NAMES = 6
"""More missing units than these are counted in the total's note, named in its tip."""


class TargetPanel(QWidget):
    """Shows one target; ``chart_data`` is what the chart draws."""

    def __init__(self, theme: Theme, *tools: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._looks = state_looks(theme)
        self.chart_data: ProgressData | None = None
        self.title = label(wrap=True)
        self.title.setFont(theme.font(step=2, bold=True))
        self.demand = label("", "muted", wrap=True)
        self.state = label()
        self.state.setFont(theme.font(bold=True))
        self.sentence = label(wrap=True)
        self.chart = ChartCanvas(theme)
        self.values = LinesModel(
            [Heading(text) for text in texts.VALUE_HEADERS], theme.font(bold=True), self
        )
        self.table = Table(theme, self.values, texts.VALUES_NAME)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.setLayout(self._build(tools))

    def show_target(self, judging: Judging, judged: JudgedTarget) -> None:
        """Show another target, or the same one with new figures."""
        target, verdict = judged.target, judged.verdict
        look = self._looks[verdict.state]
        self.title.setText(target.wording)
        unit = texts.DEMAND_UNIT.format(unit=judged.indicator.unit) if judged.indicator.unit else ""
        demand = texts.DEMAND.format(year=target.year, demand=demand_words(target), unit=unit)
        where = texts.WHERE_FROM.format(domain=target.domain, plan=judged.plan.title)
        printed = texts.PRINTED.format(sentence=target.sentence)
        self.demand.setText(f"{demand}\n{printed}\n{where}")
        self.demand.setToolTip(judged.indicator.definition)
        flags = texts.LIST.join(flag.value for flag in verdict.flags)
        self.state.setText(look.text + (texts.FLAGS.format(flags=flags) if flags else ""))
        self.state.setStyleSheet(f"color: {look.colour.name()}")
        self.sentence.setText(verdict.sentence)
        self.chart_data = chart_data(judging, judged)
        self.chart.show_data(self.chart_data)
        self._show_values(judging, judged.indicator)

    def _show_values(self, judging: Judging, indicator: Indicator) -> None:
        lines = list(value_lines(judging, indicator))
        headings = [
            Heading(text, align=RIGHT if 0 < number < len(texts.VALUE_HEADERS) - 1 else LEFT)
            for number, text in enumerate(texts.VALUE_HEADERS)
        ]
        if indicator.unit:
            headings[1] = Heading(texts.VALUE_HEADER.format(unit=indicator.unit), align=RIGHT)
        self.values.set_lines(lines, headings)
        for number, heading in enumerate(headings[:-1]):
            words = [heading.text, *longest(line.cells[number].text for line in lines)]
            self.table.setColumnWidth(number, width_of(self._theme, words, bold=True))

    def _build(self, tools: tuple[QWidget, ...]) -> QVBoxLayout:
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = row(_column(self.title, self.demand), *tools)
        head.setStretch(0, 1)
        for number in range(1, head.count()):
            head.setAlignment(tools[number - 1], Qt.AlignmentFlag.AlignTop)
        verdict = row(self.state, self.sentence, spacing=3 * GRID_PX)
        verdict.setStretch(1, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(card(column(self.chart, margin=GRID_PX)))
        parts.addWidget(self.table)
        parts.setStretchFactor(0, CHART_SHARE)
        parts.setStretchFactor(1, TABLE_SHARE)
        layout = column(parts, margin=0)
        layout.setStretch(0, 1)
        layout.insertLayout(0, head)
        layout.insertLayout(1, verdict)
        return layout


def _column(*labels: QLabel) -> QWidget:
    made = QWidget()
    layout = column(*labels, margin=0)
    layout.setSpacing(GRID_PX)
    made.setLayout(layout)
    return made


def value_lines(judging: Judging, indicator: Indicator) -> Iterator[Line]:
    """The whole place, recomputed from summed counts, and below it every unit that files."""
    whole = judging.value(indicator)
    name = texts.WHOLE if indicator.denominator is not None else texts.WHOLE_COUNT
    yield _line(indicator, name, whole, _missing_words(whole), bold=True)
    for found in judging.unit_values(indicator):
        counted = found.unit.code in judging.current.values
        note = paper_texts.NAME if found.unit.code in judging.current.on_paper else ""
        if found.value.value is None:
            note = texts.LIST.join(filter(None, (_why_not(found.value, counted=counted), note)))
        yield _line(indicator, found.unit.name, found.value, note)


def _line(
    indicator: Indicator, name: str, value: IndicatorValue, note: str, *, bold: bool = False
) -> Line:
    figure = "" if value.value is None else shown(value.value, indicator.decimals)
    counts = (value.numerator, value.denominator)
    numbers = (figure, *("" if count is None else shown(count) for count in counts))
    tip = texts.LIST.join(value.missing) if len(value.missing) > MOST_NAMES else ""
    return Line(
        (
            Cell(name, bold=bold),
            *(Cell(number, align=RIGHT, bold=bold) for number in numbers),
            Cell(note, tip=tip),
        ),
        item=value,
    )


def _missing_words(whole: IndicatorValue) -> str:
    if whole.unasked:
        return texts.UNASKED.format(elements=texts.LIST.join(whole.unasked))
    if not whole.missing:
        return "" if whole.value is not None else texts.NOT_COMPUTABLE
    names = texts.LIST.join(whole.missing[:MOST_NAMES])
    more = "…" if len(whole.missing) > MOST_NAMES else ""
    return texts.MISSING_UNITS.format(count=len(whole.missing), names=names + more)


def _why_not(value: IndicatorValue, *, counted: bool) -> str:
    if not counted:
        return texts.NOT_COUNTED
    return texts.NOT_FILLED if value.missing else texts.NOT_COMPUTABLE
