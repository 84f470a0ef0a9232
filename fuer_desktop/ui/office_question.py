"""Whose key is it: fingerprints to be read on the telephone, what waits, and the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from fuer_desktop.services.admitting import Outcome
from fuer_desktop.services.intake_log import LogLine, take_in_waiting
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.questions import Answer, Question
from fuer_desktop.services.taking_in import tally
from fuer_desktop.texts import matters as texts
from fuer_desktop.texts import office as office_texts
from fuer_desktop.ui.frame import (
    Context,
    UprightArea,
    button,
    card,
    column,
    label,
    row,
    scrolled,
    while_alive,
)
from fuer_desktop.ui.tables import Cell, Heading, Line, LinesModel, Table, width_of
from fuer_desktop.ui.theme import BASE_PT, GRID_PX

_FILE_PX = 380
"""A file's column is at most this wide at ordinary type; its tip has the whole."""

_LEAST_LINES = 2


class QuestionPanel(QWidget):
    """``answered`` carries a sentence about what came of the answer."""

    answered = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._question: Question | None = None
        self._came: Counter[Outcome] = Counter()
        theme = context.theme
        self.heading = label("", wrap=True)
        self.heading.setFont(theme.font(step=2, bold=True))
        self.why = label("", wrap=True)
        self.new_key, self.known_keys = self._key_label(), self._key_label()
        heads = [Heading(text) for text in texts.WAITING_HEADERS]
        self.model = LinesModel(heads, theme.font(bold=True), self)
        self.table = Table(theme, self.model, texts.TITLE)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(texts.REASON_HINT)
        self.reason.setAccessibleName(texts.REASON_HINT)
        self.buttons = {said: button(said.label, self._answer(said)) for said in Answer}
        layout = column(self.heading, self.why, card(self._keys()), self.table, self.reason)
        layout.setStretch(3, 1)
        layout.addLayout(row(*self.buttons.values(), None))
        self.table.keep_in_sight(_LEAST_LINES)
        self._area = scrolled(layout, UprightArea())
        self.setLayout(column(self._area, margin=0))

    def show_question(self, question: Question) -> None:
        """Show another one; a reason that was begun for the same stays."""
        before, self._question = self._question, question
        if before is None or before.public_key != question.public_key:
            self.reason.clear()
            self._area.verticalScrollBar().setValue(0)
        self.heading.setText(texts.QUESTION.format(unit=question.name))
        self.why.setText(_why(question).format(count=len(question.waiting)))
        self.new_key.setText(question.fingerprint)
        self.known_keys.setText("\n".join(question.known) or texts.NO_KNOWN_KEY)
        self.model.set_lines(
            [
                Line(
                    (
                        Cell(office_texts.VERSION.format(number=each.version)),
                        Cell(each.file),
                        Cell(each.at[:16].replace("T", " ")),
                    ),
                    item=each,
                )
                for each in question.waiting
            ]
        )
        self._fit()
        self.buttons[Answer.NOT_OURS].setEnabled(question.is_open)

    def _answer(self, said: Answer) -> Callable[[], None]:
        return lambda: self.answer(said)

    def answer(self, said: Answer) -> None:
        """Give the office's answer; what waits of a key that is admitted comes in."""
        question = self._question
        if question is None:
            return
        reason, job = self.reason.text(), Job()
        self._came = Counter()
        self._enable(on=False)
        self._context.link.run(
            lambda workspace: take_in_waiting(workspace, question, said, reason, job),
            while_alive(self, self._note),
            while_alive(self, self._refused),
            while_alive(self, lambda _: self._done(question, said)),
        )

    def _note(self, line: object) -> None:
        assert isinstance(line, LogLine)
        self._came[line.outcome] += 1

    def _refused(self, error: Exception) -> None:
        self._enable(on=True)
        self._context.link.report(error)
        self.reason.setFocus()

    def _done(self, question: Question, said: Answer) -> None:
        self._enable(on=True)
        self.reason.clear()
        template = texts.REFUSED_SAID if said is Answer.NOT_OURS else texts.ADMITTED
        words = tally(self._came.elements())
        count = len(question.waiting)
        self.answered.emit(template.format(unit=question.name, count=count, tally=words))

    def _enable(self, *, on: bool) -> None:
        for made in self.buttons.values():
            made.setEnabled(on)

    def _key_label(self) -> QLabel:
        made = label("")
        made.setFont(self._context.theme.font(step=2, bold=True))
        return made

    def _keys(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(*[4 * GRID_PX] * 4)
        grid.setHorizontalSpacing(6 * GRID_PX)
        grid.setVerticalSpacing(2 * GRID_PX)
        for number, (words, shown) in enumerate(
            ((texts.NEW_KEY, self.new_key), (texts.KNOWN_KEY, self.known_keys))
        ):
            grid.addWidget(label(words, "muted"), number, 0)
            grid.addWidget(shown, number, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _fit(self) -> None:
        theme, shown = self._context.theme, self.model.shown
        version = office_texts.VERSION.format(number=88)
        widest = _FILE_PX * theme.points // BASE_PT
        names = [line.cells[1].text for line in shown]
        self.table.setColumnWidth(0, width_of(theme, [version]))
        self.table.setColumnWidth(1, min(width_of(theme, names), widest))
        self.table.horizontalHeader().setStretchLastSection(True)


def _why(question: Question) -> str:
    if not question.is_open:
        return texts.WHY_REFUSED
    if question.state is None:
        return texts.WHY_UNPROVED
    return texts.WHY_SECOND if question.is_asked else texts.WHY_KNOWN
