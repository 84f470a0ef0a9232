"""The desk's first page: what to do next, and how far each form is."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fuer_desktop.services.boards import UnitState
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.overview import DeskOverview, FormProgress, desk_overview
from fuer_desktop.services.recovering import Recovery, recovery_of
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.frame import (
    Context,
    Page,
    button,
    card,
    column,
    label,
    row,
    scrolled,
    while_alive,
)
from fuer_desktop.ui.pages.desk_days import days_left
from fuer_desktop.ui.pages.desk_recovery import RecoveryCard
from fuer_desktop.ui.returned import ReturnedCard
from fuer_desktop.ui.theme import GRID_PX


class DeskHomePage(Page):
    """``chosen`` names a form to open; ``seen`` carries the overview for the frame's title,
    ``compared`` the return whose differences a person wants to see."""

    chosen = Signal(str)
    seen = Signal(object)
    compared = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._title = label()
        self._title.setFont(context.theme.font(step=4, bold=True))
        self._state = label("", "muted")
        self._advice = label("", wrap=True)
        self.go_button = button("", self._go_on, "primary")
        self._next = "forms"
        self._looked_back = False
        self._forms = QVBoxLayout()
        self._forms.setSpacing(2 * GRID_PX)
        heading = label(texts.HOME_FORMS)
        heading.setFont(context.theme.font(bold=True))
        layout = column(self._title, self._state, margin=6 * GRID_PX)
        advice = _roomy(row(self._advice, self.go_button))
        advice.setStretch(0, 1)
        self.recovery = RecoveryCard(context.theme)
        layout.addWidget(self.recovery)
        self.returned = ReturnedCard(self.compared.emit)
        layout.addWidget(self.returned)
        layout.addWidget(card(advice))
        layout.addSpacing(2 * GRID_PX)
        layout.addWidget(heading)
        layout.addLayout(self._forms)
        layout.addStretch(1)
        self.setLayout(column(scrolled(layout), margin=0))

    def refresh(self) -> None:
        """Read the task and its forms again."""
        show = while_alive(self, lambda found: self._show(cast(DeskOverview, found)))
        self.context.link.ask(desk_overview, show)

    def _show(self, overview: DeskOverview) -> None:
        task = overview.task
        self.seen.emit(overview)
        self._look_back(task)
        self._title.setText(
            texts.HOME_TITLE.format(
                place=task.task.place.name, year=task.task.period, unit=task.own_unit.name
            )
        )
        self._state.setText(
            texts.HOME_STATE.format(
                state=overview.standing.label,
                deadline=task.task.deadline,
                left=days_left(task.task.deadline),
            )
        )
        self._show_advice(overview)
        self.returned.show_returned(overview.returned)
        if self.isVisible():
            (self.returned.button if overview.returned else self.go_button).setFocus()
        self._show_forms(overview.forms)
        self.counted.emit(0)

    def _look_back(self, task: LoadedTask) -> None:
        """Once: whether the program ended without goodbye, and what was saved last then."""
        if self._looked_back:
            return
        self._looked_back = True

        def show(found: object) -> None:
            if found is not None:
                self.recovery.show_recovery(cast(Recovery, found))

        self.context.link.ask(
            lambda workspace: recovery_of(workspace, task), while_alive(self, show)
        )

    def _show_advice(self, overview: DeskOverview) -> None:
        unfinished = next((p for p in overview.forms if p.filled < p.cells), None)
        self._next = "forms"
        if unfinished is not None:
            self._advice.setText(texts.HOME_NEXT_FILL.format(form=unfinished.form.title))
        elif overview.open_findings:
            self._advice.setText(texts.HOME_NEXT_CHECK.format(count=overview.open_findings))
        else:
            self._next = "paper" if overview.on_paper else "submit"
            words = _done_words(overview)
            self._advice.setText(words.format(version=overview.standing.version))
        self.go_button.setText(texts.HOME_GO[self._next])

    def _show_forms(self, forms: tuple[FormProgress, ...]) -> None:
        while item := self._forms.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for progress in forms:
            self._forms.addWidget(self._form_card(progress))

    def _form_card(self, progress: FormProgress) -> QWidget:
        form = progress.form
        title = label(form.title)
        title.setFont(self.context.theme.font(bold=True))
        filled = texts.HOME_FILLED.format(
            code=form.code, filled=progress.filled, cells=progress.cells
        )
        about = label(filled, "muted")
        state = label(_state_words(progress), _state_name(progress))
        state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        open_form = button(texts.HOME_OPEN, lambda: self.chosen.emit(form.code))
        words = column(title, about, margin=0)
        line = QHBoxLayout()
        line.setSpacing(4 * GRID_PX)
        line.addLayout(words, 1)
        line.addWidget(state)
        line.addWidget(open_form)
        return card(_roomy(line))

    def _go_on(self) -> None:
        self.context.navigate(self._next)


def _done_words(overview: DeskOverview) -> str:
    """What a desk does next that has filled everything."""
    if overview.on_paper:
        return texts.HOME_TAKEN if overview.standing.version else texts.HOME_NEXT_TAKE
    return {
        UnitState.SUBMITTED: texts.HOME_SUBMITTED,
        UnitState.RECEIVED: texts.HOME_RECEIVED,
        UnitState.ACCEPTED: texts.HOME_ACCEPTED,
        UnitState.RETURNED: texts.HOME_RETURNED,
    }.get(overview.standing.state, texts.HOME_NEXT_SUBMIT)


def _roomy(layout: QHBoxLayout) -> QHBoxLayout:
    layout.setContentsMargins(*[4 * GRID_PX] * 4)
    return layout


def _state_words(progress: FormProgress) -> str:
    if progress.filled == 0:
        return texts.FORM_STATES["unfilled"]
    if progress.filled < progress.cells:
        return texts.FORM_STATES["filling"]
    if progress.open_findings:
        return f"{texts.FORM_STATES['findings']} {progress.open_findings}"
    return texts.FORM_STATES["done"]


def _state_name(progress: FormProgress) -> str:
    if progress.filled < progress.cells:
        return "muted"
    return "wrong" if progress.open_findings else "good"
