"""待定: whose keys are not known, which of several versions counts, and what files no signature
vouches for, settled one by one."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.services.conflicts import Conflict, Parted, conflict_of
from fuer_desktop.services.matters import Matter, Matters, read_matters
from fuer_desktop.services.questions import Question
from fuer_desktop.services.unverified import Unverified
from fuer_desktop.texts import matters as texts
from fuer_desktop.texts import office as office_texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.frame import Context, EmptyState, Page, column, label, while_alive
from fuer_desktop.ui.office_conflict import ConflictPanel
from fuer_desktop.ui.office_question import QuestionPanel
from fuer_desktop.ui.office_unverified import UnverifiedPanel
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
from fuer_desktop.ui.theme import BASE_PT

WIDEST_PX = 240
"""A unit's column is at most this wide at ordinary type; its tip has the whole."""


class MattersPage(Page):
    """A list of matters, and beside it what is to be known and answered of the chosen one.
    ``settled`` tells that figures may count otherwise now."""

    settled = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._matters: Matters | None = None
        bold = context.theme.font(bold=True)
        self.model = LinesModel([Heading(text) for text in texts.HEADERS], bold, self)
        self.table = Table(context.theme, self.model, ui_texts.NAV["matters"])
        self.filter = FilterBox(office_texts.FILTER.format(what=texts.HEADERS[1]), self, self.table)
        self.count = label("", wrap=True)
        self.count.setFont(context.theme.font(bold=True))
        self.question = QuestionPanel(context)
        self.conflict = ConflictPanel(context)
        self.panels = QStackedWidget()
        self.unverified = UnverifiedPanel(context)
        for panel in (QWidget(), self.question, self.conflict, self.unverified):
            self.panels.addWidget(panel)
        self.faces = self._build_faces()
        self.setLayout(column(self.faces, margin=0))
        self.filter.textChanged.connect(lambda _: self._narrow())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        for panel in (self.question, self.conflict, self.unverified):
            panel.answered.connect(self._answered)

    def refresh(self) -> None:
        """Read again what waits."""
        self.context.link.ask(read_matters, while_alive(self, self._show))

    @property
    def chosen(self) -> Matter | None:
        """The matter in hand."""
        line = self.model.line(self.table.currentIndex().row())
        return cast(Matter, line.item) if line is not None else None

    # --- what is seen ---------------------------------------------------------------------

    def _show(self, found: object) -> None:
        if found is None:
            self.faces.show_face("no_task")
            return
        matters = cast(Matters, found)
        before, row = self.chosen, self.table.currentIndex().row()
        self._matters = matters
        self.counted.emit(matters.open_count)
        if not matters.found:
            self.faces.show_face("empty")
            return
        self.faces.show_face("work")
        settled = len(matters.found) - matters.open_count
        self.count.setText(texts.COUNT.format(open=matters.open_count, settled=settled))
        self.model.set_lines([self._line(matter) for matter in matters.found])
        self._fit()
        self._choose_again(before, row)

    def _choose_again(self, before: Matter | None, row: int) -> None:
        """Stay at the matter that was in hand; where it is gone, go on at what took its place."""
        shown = [cast(Matter, line.item) for line in self.model.shown]
        wanted = [n for n, matter in enumerate(shown) if before and matter.about == before.about]
        if shown:
            self.table.selectRow(wanted[0] if wanted else min(max(row, 0), len(shown) - 1))
        self._show_chosen()

    def _line(self, matter: Matter) -> Line:
        (sign, word), name = _look(matter), self._name(matter)
        colours = self.context.theme.colours
        severity = RuleClass.A if isinstance(matter, Parted) else RuleClass.C
        colour = QColor(colours.findings[severity] if matter.is_open else colours.muted)
        what = office_texts.SIGNED.format(sign=sign, word=word)
        return Line((Cell(what, colour=colour), Cell(name)), f"{what} {name}".casefold(), matter)

    def _name(self, matter: Matter) -> str:
        """The unit, with the year where it is not the latest, or the file."""
        if isinstance(matter, Unverified):
            return matter.file
        name = matter.name if isinstance(matter, Question) else matter.unit.name
        if self._matters is None or matter.period == self._matters.period:
            return name
        return texts.OF_YEAR.format(unit=name, year=matter.period)

    def _fit(self) -> None:
        theme = self.context.theme
        words = [office_texts.SIGNED.format(sign=sign, word=word) for sign, word in _LOOKS]
        names = longest(line.cells[1].text for line in self.model.shown)
        widest = WIDEST_PX * theme.points // BASE_PT
        self.table.setColumnWidth(0, width_of(theme, words))
        self.table.setColumnWidth(1, min(width_of(theme, names), widest))

    def _narrow(self) -> None:
        words = self.filter.words()
        self.table.hint = nothing_found(self.filter)
        self.model.set_filter(lambda line: matches(words, line.words))
        self._choose_again(None, 0)

    def _show_chosen(self) -> None:
        matter = self.chosen
        if matter is None:
            self.panels.setCurrentIndex(0)
            self.located.emit("")
            return
        self.located.emit(office_texts.JOIN.join((_look(matter)[1], self._name(matter))))
        if isinstance(matter, Question):
            self.question.show_question(matter)
            self.panels.setCurrentWidget(self.question)
            return
        if isinstance(matter, Unverified):
            self.unverified.show_file(matter)
            self.panels.setCurrentWidget(self.unverified)
            return
        self.context.link.ask(
            lambda workspace: conflict_of(workspace, matter.task, matter.unit),
            while_alive(self, lambda found: self._show_conflict(matter, found)),
        )

    def _show_conflict(self, matter: Parted, found: object) -> None:
        if found is None or self.chosen is not matter:
            return  # another matter is in hand by now
        self.conflict.show_conflict(matter.task, cast(Conflict, found))
        self.panels.setCurrentWidget(self.conflict)

    def _answered(self, sentence: str) -> None:
        self.context.say(sentence)
        self.table.setFocus()  # the button that was pressed may be gone
        self.settled.emit()
        self.refresh()

    def _build_faces(self) -> Faces:
        empty = EmptyState(self.context.theme, (texts.EMPTY_TITLE, texts.EMPTY_TEXT), None)
        self.table.horizontalHeader().setStretchLastSection(True)
        listing, work = QWidget(), QSplitter()
        lines = column(self.count, self.filter, self.table)
        lines.setStretch(2, 1)
        listing.setLayout(lines)
        work.addWidget(listing)
        work.addWidget(self.panels)
        work.setStretchFactor(1, 1)
        work.setChildrenCollapsible(False)
        theme = self.context.theme
        least = WIDEST_PX * 4 // 3 * theme.points // BASE_PT
        work.setSizes([least, 3 * least])
        return Faces(self.filter, no_task=no_task(self.context), empty=empty, work=work)


_LOOKS = (
    texts.OPEN_QUESTION,
    texts.OPEN_CONFLICT,
    texts.UNVERIFIED,
    texts.REFUSED,
    texts.CHOSEN,
)


def _look(matter: Matter) -> tuple[str, str]:
    if isinstance(matter, Unverified):
        return texts.UNVERIFIED
    if isinstance(matter, Question):
        return texts.OPEN_QUESTION if matter.is_open else texts.REFUSED
    return texts.OPEN_CONFLICT if matter.is_open else texts.CHOSEN
