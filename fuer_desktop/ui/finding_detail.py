"""One finding in full: what it is, both sides, the difference, what to do, and a likely slip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from fuer_desktop.domain.checking import Finding
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.numbers import shown
from fuer_desktop.domain.slips import MOST, Proposal
from fuer_desktop.domain.values import Values
from fuer_desktop.domain.wording import Told
from fuer_desktop.texts import checks as texts
from fuer_desktop.ui.frame import button, column, label
from fuer_desktop.ui.theme import GRID_PX, Theme


class FindingDetail(QWidget):
    """The finding's own lines."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._what = label("", wrap=True)
        self._figures = label("", wrap=True)
        self._figures.setFont(theme.font(bold=True))
        self._advice = label("", "muted", wrap=True)
        self._reason = label("", "good", wrap=True)
        lines = (self._what, self._figures, self._advice, self._reason)
        for line in lines:
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = column(*lines, margin=0)
        layout.setSpacing(GRID_PX)
        self.setLayout(layout)

    def show_finding(self, finding: Finding | None, told: Told) -> None:
        """Show a finding; nothing for None."""
        self._say(self._what, told.what)
        figures = told.figures
        if told.difference:
            figures = texts.FIGURES.format(figures=figures, difference=told.difference)
        self._say(self._figures, figures)
        self._say(self._advice, told.advice)
        self._say(self._reason, _reason_said(finding))

    @staticmethod
    def _say(part: QLabel, text: str) -> None:
        part.setText(text)
        part.setVisible(bool(text))


class SlipLines(QWidget):
    """Likely slips: a sentence and a button for each, made once since they come and go all the
    time. ``corrected`` asks for a proposal to be taken."""

    corrected = Signal(object)

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self.proposals: Sequence[Proposal] = ()
        self._said: list[QLabel] = []
        self._buttons: list[QPushButton] = []
        layout = column(margin=0)
        layout.setSpacing(GRID_PX)
        for number in range(MOST):
            self._said.append(label("", wrap=True))
            self._buttons.append(button("", partial(self._take, number)))
            layout.addWidget(self._said[-1])
            layout.addWidget(self._buttons[-1], 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(layout)
        self.hide()

    def propose(self, proposals: Sequence[Proposal], values: Values) -> None:
        """Show these and no others; ``values`` are what stands in the form."""
        self.proposals = proposals
        for number, parts in enumerate(zip(self._said, self._buttons, strict=True)):
            for part in parts:
                part.setVisible(number < len(proposals))
        for number, proposal in enumerate(proposals):
            self._said[number].setText(proposal.said(self._form, values))
            words = correction(proposal)
            first = texts.CORRECT_FIRST.format(words=words)
            self._buttons[number].setText(words if number else first)
        self.setVisible(bool(proposals))

    def _take(self, number: int) -> None:
        self.corrected.emit(self.proposals[number])


def correction(proposal: Proposal) -> str:
    """What is done if a proposal is taken, in a few words."""
    if len(proposal.meant) > 1:
        return texts.CORRECT_BOTH
    [(_, figure)] = proposal.meant
    return texts.CORRECT.format(meant=shown(figure))


def _reason_said(finding: Finding | None) -> str:
    """The reason that was given, by whom and when."""
    if finding is None or not finding.explained:
        return ""
    said = texts.REASON_GIVEN.format(reason=finding.reason)
    if finding.by and finding.at:
        at = datetime.fromisoformat(finding.at).strftime(texts.TIME)
        said += texts.REASON_BY.format(by=finding.by, at=at)
    return said
