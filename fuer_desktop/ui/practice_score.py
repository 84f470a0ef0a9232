"""Beside a practice copy: the papers that its figures come from, and what is put right so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from fuer_desktop.domain.values import CellKey
from fuer_desktop.services.practice_score import Mark, MarkState, Score, Spoilt
from fuer_desktop.texts import practice_book as texts
from fuer_desktop.ui.frame import button, card, column, label, resize_within_screen, row
from fuer_desktop.ui.tables import RIGHT, Cell, Heading, Line, LinesModel, Table, width_of
from fuer_desktop.ui.theme import GRID_PX, Theme

SIZE_CHARS = (44, 27)
"""Width in Chinese characters, and height in lines."""

Papers = Sequence[tuple[str, str]]
"""Each cell's name and figure."""


class ScoreWindow(QDialog):
    """Stays open beside the form. ``asked`` wants the score anew, ``wanted`` names a form and a
    cell to go to; ``again`` wants another round, ``thrown_away`` none any more."""

    asked = Signal()
    wanted = Signal(str, object)
    again = Signal()
    thrown_away = Signal()

    def __init__(self, papers: Papers, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shows_answers = False
        self.setWindowTitle(texts.TITLE)
        self._about = label("", "muted", wrap=True)
        self.papers = self._make_papers(papers)
        self.room = QScrollArea()
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setWidgetResizable(True)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        page = QWidget()
        page.setLayout(column(self._about, self.papers, margin=2 * GRID_PX))
        self.tabs.addTab(page, texts.PAPERS_TAB)
        self.tabs.addTab(self.room, texts.SCORE_TAB)
        self.tabs.currentChanged.connect(lambda _: self.asked.emit())
        self.remove = button(texts.REMOVE, self.thrown_away.emit)
        self.once_more = button(texts.AGAIN, self.again.emit)
        close = button(texts.CLOSE, self.close)
        layout = column(self.tabs, margin=3 * GRID_PX)
        layout.addLayout(row(self.remove, None, self.once_more, close))
        self.setLayout(layout)
        wide, high = SIZE_CHARS
        metrics = self.fontMetrics()
        em, line = metrics.horizontalAdvance("国"), metrics.lineSpacing()
        resize_within_screen(self, em * wide, line * high)
        corner = parent.geometry().topRight()  # beside what is being filled, not on it
        self.move(corner.x() - self.width(), corner.y())

    def show_score(self, score: Score) -> None:
        """Show the copy as it stands now; answers only once something was tried, or asked for."""
        self._about.setText(texts.PAPERS.format(count=len(score.marks)))
        place = self.room.verticalScrollBar().value()
        parts = QVBoxLayout()
        parts.setSpacing(2 * GRID_PX)
        parts.setContentsMargins(0, 2 * GRID_PX, 2 * GRID_PX, 0)
        if score.begun or self._shows_answers:
            self._add_marks(parts, score)
        else:
            self._add_advice(parts, score)
        parts.addStretch(1)
        inner = QWidget()
        inner.setLayout(parts)
        self.room.setWidget(inner)
        self.room.verticalScrollBar().setValue(place)

    def changeEvent(self, event: QEvent) -> None:
        """Whoever comes back from the form sees what has become of it."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.asked.emit()

    def _make_papers(self, papers: Papers) -> Table:
        headings = (Heading(texts.CELL_HEADING), Heading(texts.FIGURE_HEADING, align=RIGHT))
        model = LinesModel(headings, self._theme.font(bold=True), self)
        model.set_lines(
            [Line((Cell(name, name), Cell(figure, align=RIGHT))) for name, figure in papers]
        )
        table = Table(self._theme, model, texts.PAPERS_TAB)
        figures = [texts.FIGURE_HEADING, *(figure for _, figure in papers)]
        head = table.horizontalHeader()
        head.setSectionResizeMode(0, head.ResizeMode.Stretch)
        head.resizeSection(1, width_of(self._theme, figures))
        return table

    def _add_advice(self, parts: QVBoxLayout, score: Score) -> None:
        parts.addWidget(self._heading(score))
        parts.addWidget(label(texts.NOT_BEGUN, wrap=True))
        self.answers = button(texts.SHOW_ANSWERS, self._show_answers)
        parts.addLayout(row(self.answers, None))

    def _show_answers(self) -> None:
        self._shows_answers = True
        self.asked.emit()

    def _heading(self, score: Score) -> QWidget:
        words = texts.SCORE.format(fixed=score.fixed, count=len(score.marks))
        heading = label(words, "good" if score.is_full else "")
        heading.setFont(self._theme.font(step=4, bold=True))
        return heading

    def _add_marks(self, parts: QVBoxLayout, score: Score) -> None:
        parts.addWidget(self._heading(score))
        words = texts.SCORE_FULL if score.is_full else texts.SCORE_LEFT
        if score.spoilt:
            words = texts.SCORE_SPOILT.format(count=len(score.spoilt)) + words
        parts.addWidget(label(words, "muted", wrap=True))
        for mark in sorted(score.marks, key=lambda mark: mark.state is MarkState.FIXED):
            parts.addWidget(self._mark(mark))
        for spoilt in score.spoilt:
            parts.addWidget(self._spoilt(spoilt))

    def _mark(self, mark: Mark) -> QWidget:
        fixed = mark.state is MarkState.FIXED
        title = texts.MARK.format(state=mark.state.label, name=mark.name)
        lines = [mark.what, mark.seen, *([] if fixed else [mark.todo])]
        return self._card(title, lines, fixed, (mark.form, mark.cell))

    def _spoilt(self, spoilt: Spoilt) -> QWidget:
        where = (spoilt.form, spoilt.cell)
        return self._card(texts.SPOILT_MARK, [spoilt.what], False, where)

    def _card(
        self, title: str, lines: Sequence[str], fixed: bool, where: tuple[str, CellKey]
    ) -> QWidget:
        heading = label(title, "good" if fixed else "wrong")
        heading.setFont(self._theme.font(bold=True))
        go: Callable[[], None] = partial(self.wanted.emit, *where)
        parts = column(margin=3 * GRID_PX)
        parts.addLayout(row(heading, None, button(texts.GO_TO, go, "fold")))
        for number, line in enumerate(lines):
            words = label(line, "muted" if number == 1 else "", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            parts.addWidget(words)
        return card(parts)
