"""征询: what units ask about, found again in their figures by the office's own check; nothing of it
counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QWidget

from fuer_desktop.domain.checking import BLANK_RULE
from fuer_desktop.domain.findings import read_key
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import CellKey
from fuer_desktop.services.inquiries import (
    Asked,
    Inquiry,
    InquiryLine,
    InquiryList,
    inquiry_list,
    read_inquiry,
)
from fuer_desktop.texts import inquiries as texts
from fuer_desktop.texts import office as office_texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.figures_table import FiguresTable
from fuer_desktop.ui.frame import Context, EmptyState, Page, button, column, label, row, while_alive
from fuer_desktop.ui.pages.office_parts import Faces, longest, no_task
from fuer_desktop.ui.tables import (
    Cell,
    FilterBox,
    Heading,
    Line,
    LinesModel,
    Table,
    matches,
    nothing_found,
    width_of,
)
from fuer_desktop.ui.theme import BASE_PT, FINDING_SIGNS, GRID_PX

WIDEST_PX = 240
"""A unit's column is at most this wide at ordinary type; its tip has the whole."""

_CELLS = int(Qt.ItemDataRole.UserRole)


class InquiriesPage(Page):
    """A line for each inquiry, the newest first; beside it what the chosen one asks, below it the
    figures that it brought."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        bold = context.theme.font(bold=True)
        self.model = LinesModel([Heading(text) for text in texts.HEADERS], bold, self)
        self.table = Table(context.theme, self.model, ui_texts.NAV["inquiries"])
        self.filter = FilterBox(office_texts.FILTER.format(what=texts.FILTER), self, self.table)
        self.hint = label(texts.PAGE_HINT, wrap=True)
        self.about = label(texts.CHOOSE, wrap=True)
        self.about.setFont(bold)
        self.rest = label("", "muted", wrap=True)
        self.asks = QListWidget()
        self.asks.setAccessibleName(texts.ASK_HEADER)
        self.asks.setWordWrap(True)
        self.asks.setAlternatingRowColors(True)
        self.asks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.figures = FiguresTable(context.theme, label(texts.FIGURES))
        self._beside = QSplitter(Qt.Orientation.Horizontal)
        self.faces = self._build_faces()
        self.setLayout(column(self.faces, margin=0))
        self._chosen = ""
        self.filter.textChanged.connect(lambda _: self._narrow())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._choose())
        self.asks.currentItemChanged.connect(lambda item, _: self._go_to(item))

    def refresh(self) -> None:
        """Read the list again."""
        self.context.link.ask(inquiry_list, while_alive(self, self._show))

    # --- the list -------------------------------------------------------------------------

    def _show(self, found: object) -> None:
        assert isinstance(found, InquiryList)
        waiting = [one for one in found.lines if not one.asked_again and not one.sent_since]
        self.counted.emit(len(waiting))
        if not found.lines:
            self.faces.show_face("empty" if found.has_task else "no_task")
            return
        self.faces.show_face("work")
        before = self._chosen
        self.model.set_lines([_line(one) for one in found.lines])
        self._fit()
        self._select(before)

    def _select(self, digest: str) -> None:
        """Choose the inquiry that was chosen, or the first one."""
        items = [line.item for line in self.model.shown]
        digests = [item.digest for item in items if isinstance(item, InquiryLine)]
        if digests:
            self.table.selectRow(digests.index(digest) if digest in digests else 0)

    def _narrow(self) -> None:
        words = self.filter.words()
        self.table.hint = nothing_found(self.filter)
        before = self._chosen
        self.model.set_filter(lambda line: matches(words, line.words))
        self._select(before)

    def _fit(self) -> None:
        theme, needed = self.context.theme, 0
        for number, heading in enumerate(texts.HEADERS):
            words = longest(line.cells[number].text for line in self.model.shown)
            wide = width_of(theme, [*words, heading])
            wide = min(wide, WIDEST_PX * theme.points // BASE_PT)
            self.table.setColumnWidth(number, wide)
            needed += wide
        needed += 2 * self.table.frameWidth() + self.table.verticalScrollBar().sizeHint().width()
        if not self._chosen:  # later it is as wide as somebody made it
            needed = min(needed, self.width() // 2)
            self._beside.setSizes([needed, self.width() - needed])

    # --- the chosen one -------------------------------------------------------------------

    def _choose(self) -> None:
        line = self.model.line(self.table.currentIndex().row())
        item = line.item if line is not None else None
        if not isinstance(item, InquiryLine):
            return
        self._chosen = digest = item.digest
        self.located.emit(texts.LOCATED.format(unit=item.name))

        def show(found: object) -> None:
            if self._chosen == digest:
                assert isinstance(found, Inquiry)
                self._show_inquiry(found)

        def say(error: Exception) -> None:
            if self._chosen == digest:
                self._show_nothing(texts.UNREADABLE.format(reason=error))

        self.context.link.ask(
            lambda workspace: read_inquiry(workspace, digest),
            while_alive(self, show),
            while_alive(self, say),
        )

    def _show_nothing(self, words: str) -> None:
        self.about.setText(words)
        self.rest.setText("")
        self.asks.clear()
        self.figures.show_figures([], {})

    def _show_inquiry(self, found: Inquiry) -> None:
        words = {"unit": found.unit.name, "version": found.manifest.version}
        self.about.setText(texts.ABOUT.format(**words))
        self.rest.setText(texts.OTHERS.format(count=found.others) if found.others else "")
        cells: dict[str, frozenset[CellKey]] = {}
        for ask in found.asks:
            cells[ask.form.code] = cells.get(ask.form.code, frozenset()) | set(_cells(ask))
        self.figures.show_figures(found.figures, cells)
        self.asks.clear()
        for number, group in enumerate(_groups(found.asks), start=1):
            item = QListWidgetItem(_words(number, group))
            item.setData(_CELLS, (group[0].form.code, _cells(group[0])[0]))
            self.asks.addItem(item)
        self.asks.setCurrentRow(0)

    def _go_to(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.figures.go_to(*item.data(_CELLS))

    # --- how it is laid out ---------------------------------------------------------------

    def _build_faces(self) -> Faces:
        self.table.horizontalHeader().setStretchLastSection(True)
        asked = column(self.about, self.asks, self.rest, margin=0)
        asked.setStretch(1, 1)
        asked.setContentsMargins(2 * GRID_PX, 0, 0, 0)
        right = QWidget()
        right.setLayout(asked)
        above, below = self._beside, QSplitter(Qt.Orientation.Vertical)
        for splitter, parts in ((above, (self.table, right)), (below, (above, self.figures))):
            splitter.setChildrenCollapsible(False)
            for number, part in enumerate(parts):
                splitter.addWidget(part)
                splitter.setStretchFactor(number, int(splitter is below or number))
        work = QWidget()
        lines = column()
        tools = row(self.hint, self.filter)
        tools.setStretch(0, 1)
        lines.addLayout(tools)
        lines.addWidget(below, 1)
        work.setLayout(lines)
        go = button(texts.GO_INTAKE, lambda: self.context.navigate("intake"), "primary")
        empty = EmptyState(self.context.theme, (texts.EMPTY_TITLE, texts.EMPTY_TEXT), go)
        return Faces(self.filter, no_task=no_task(self.context), empty=empty, work=work)


def _line(one: InquiryLine) -> Line:
    since = texts.SINCE_LATER if one.asked_again else ""
    if one.sent_since:
        since = texts.SINCE_VERSION.format(version=one.sent_since)
    cells = (
        Cell(one.name),
        Cell(texts.VERSION.format(version=one.version)),
        Cell(texts.ASKS.format(count=one.asks)),
        Cell(since),
        Cell(one.at.strftime(office_texts.TIME), tip=one.at.strftime(office_texts.FULL_TIME)),
    )
    return Line(cells, " ".join(cell.text for cell in cells).casefold(), one)


def _groups(asks: Sequence[Asked]) -> Iterator[list[Asked]]:
    """Each question for itself, but blank cells of a form with one reason together."""
    groups: dict[object, list[Asked]] = {}
    for number, ask in enumerate(asks):
        is_blank = ask.said.rule == BLANK_RULE and ask.finding is not None
        where = (ask.form.code, ask.said.why) if is_blank else number
        groups.setdefault(where, []).append(ask)
    yield from groups.values()


def _cells(ask: Asked) -> tuple[CellKey, ...]:
    said = ask.said
    return read_key(said.rule, said.cells, said.left, said.right).cells


def _words(number: int, group: Sequence[Asked]) -> str:
    """What is asked, in full: the finding as the office's own check tells it, and why."""
    ask, finding = group[0], group[0].finding
    why = texts.ASK_WHY.format(why=ask.said.why)
    if finding is None:
        gone = texts.ASK_GONE.format(rule=ask.said.rule, cells=ask.said.cells)
        head = texts.ASK_GONE_TITLE.format(number=number, form=ask.form.title)
        return "\n".join((head, gone, why))
    severity: RuleClass = finding.severity
    head = texts.ASK_TITLE.format(
        number=number,
        kind=texts.KINDS.get(severity.value, ""),
        sign=FINDING_SIGNS[severity],
        severity=severity.label,
        form=ask.form.title,
    )
    if len(group) > 1:
        return "\n".join((head, texts.BLANKS.format(count=len(group)), why))
    return "\n".join((head, finding.message, why))
