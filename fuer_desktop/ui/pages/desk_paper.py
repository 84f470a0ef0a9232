"""收下: what the office keyed from a stamped paper becomes a version of the unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QFrame, QLineEdit

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.domain.values import LEAST_REASON
from fuer_desktop.services import paper_receiving
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.checking import PlacedFinding, record_run
from fuer_desktop.services.paper_receiving import PagesDifferError, Received, Said
from fuer_desktop.texts import packages as package_texts
from fuer_desktop.texts import paper_desk as texts
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
from fuer_desktop.ui.obstacles import ObstacleList
from fuer_desktop.ui.theme import GRID_PX

if TYPE_CHECKING:
    from fuer_desktop.store.workspace import Workspace

_BY = "keyed_by"
"""What the settings call the name of whoever keys."""

_WIDEST_PX = 420


@dataclass(frozen=True)
class _View:
    """What stands in the way, how many reasons were given, and the unit's forms."""

    open: list[PlacedFinding]
    reasons: int
    forms: tuple[str, ...]


class PaperPage(Page):
    """``wanted`` asks for a form and cell; ``exported`` carries the version that was taken in, as
    the page for handing in does; ``signed`` the name of whoever keyed; ``left`` asks for the
    office."""

    wanted = Signal(object)
    exported = Signal(int)
    signed = Signal(dict)
    left = Signal()

    def __init__(self, context: Context, names: Mapping[str, str]) -> None:
        super().__init__(context)
        title = label(texts.TITLE)
        title.setFont(context.theme.font(step=4, bold=True))
        self._state = label("", wrap=True)
        self.obstacles = ObstacleList(context.theme, texts.BLANKS)
        self.obstacles.wanted.connect(self.wanted)
        self.copy_button = button(texts.COPY_LIST, self.copy_list)
        self.signatories = {role: QLineEdit() for role in package_texts.SIGNATORIES}
        today = datetime.now().astimezone().date()
        self.seen = QLineEdit(texts.SEEN_USUAL.format(date=today))
        self.by = QLineEdit(names.get(_BY, ""))
        self.by.editingFinished.connect(lambda: self.signed.emit({_BY: self.by.text()}))
        self.told, self.despite = QLineEdit(), QLineEdit()
        self.checks: dict[str, QLineEdit] = {}
        self.take_button = button(texts.TAKE, self.take, "primary")
        self._result = label("", "good", wrap=True)
        self._result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.back_button = button(texts.BACK, self.left.emit)
        self._fields = QFormLayout()
        layout = column(self._state, self._result, self.obstacles, margin=6 * GRID_PX)
        layout.insertLayout(0, row(title, None, self.back_button))
        layout.addLayout(row(self.copy_button, None))
        layout.addWidget(self._signing())
        layout.addStretch(1)
        self.setLayout(column(scrolled(layout), margin=0))
        self.setTabOrder(self.take_button, self.back_button)  # last: nobody leaves by chance
        self._tell("")

    def refresh(self) -> None:
        """Check again what stands in the way."""
        self.context.link.ask(_read, while_alive(self, self._show))

    def copy_list(self) -> None:
        """Put what the unit has to put right on the clipboard."""
        self.context.link.ask(
            paper_receiving.for_the_unit, while_alive(self, lambda text: self._copy(str(text)))
        )

    def take(self) -> None:
        """Take in what was keyed; whatever is in the way is said on the page."""
        said = self._said()
        self.take_button.setEnabled(False)
        self.context.link.ask(
            lambda workspace: paper_receiving.receive_at_desk(workspace, said),
            while_alive(self, lambda received: self._taken(cast(Received, received))),
            while_alive(self, self._refused),
        )

    @property
    def result(self) -> str:
        """What was said after the last try."""
        return self._result.text()

    # --- what is seen ---------------------------------------------------------------------

    def _signing(self) -> QFrame:
        form = self._fields
        form.setContentsMargins(*[4 * GRID_PX] * 4)
        form.setSpacing(2 * GRID_PX)
        for role, line in self.signatories.items():
            who = package_texts.SIGNATORIES[role]
            self._add(texts.SIGNED.format(who=who), line)
        self._add(texts.SEEN, self.seen)
        self._add(texts.TOLD, self.told, texts.TOLD_HINT)
        self._add(texts.DESPITE, self.despite, texts.DESPITE_HINT.format(least=LEAST_REASON))
        self._add(texts.BY, self.by)
        form.addRow(label(), self.take_button)
        form.setAlignment(self.take_button, Qt.AlignmentFlag.AlignLeft)
        form.setRowVisible(self.told, False)
        form.setRowVisible(self.despite, False)
        return card(form)

    def _add(self, name: str, line: QLineEdit, hint: str = "", at: int = -1) -> None:
        line.setMinimumWidth(_WIDEST_PX)
        line.setMaximumWidth(_WIDEST_PX)
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.setMaxLength(paper_receiving.MOST_CHARS.get(name, 200))
        if at < 0:
            self._fields.addRow(label(name), line)
        else:
            self._fields.insertRow(at, label(name), line)

    def _show(self, found: object) -> None:
        view = cast(_View, found)
        self.counted.emit(len(view.open))
        self.obstacles.show_found(view.open)
        self.copy_button.setVisible(bool(view.open))
        self.take_button.setEnabled(not view.open)
        if self.back_button.hasFocus() and not self.result:  # Qt's choice: it stands first
            line = next(iter(self.signatories.values()))
            (self.obstacles if view.open else line).setFocus()
        words = texts.OBSTACLES.format(count=len(view.open)) if view.open else texts.READY
        self._state.setText(words)
        self._fields.setRowVisible(self.told, view.reasons > 0)
        first = len(self.signatories)
        for number, form in enumerate(view.forms):
            if form not in self.checks:
                self.checks[form] = QLineEdit()
                name = texts.CHECK_FORM.format(form=form)
                self._add(name, self.checks[form], texts.CHECK_HINT, first + number)

    def _said(self) -> Said:
        typed = {form: line.text() for form, line in self.checks.items()}
        return Said(
            by=self.by.text(),
            seen=self.seen.text(),
            signatories={role: line.text() for role, line in self.signatories.items()},
            checks=[
                c for form, text in typed.items() for c in paper_receiving.checks_of(form, text)
            ],
            told=self.told.text() if self._fields.isRowVisible(self.told) else "",
            despite=self.despite.text() if self._fields.isRowVisible(self.despite) else "",
        )

    def _taken(self, received: Received) -> None:
        self.take_button.setEnabled(True)
        self._fields.setRowVisible(self.despite, False)
        self._tell(received.line)
        self.context.say(received.warning)
        self.back_button.setFocus()
        self.exported.emit(received.version)

    def _refused(self, error: Exception) -> None:
        self.take_button.setEnabled(True)
        if not isinstance(error, FuerError):
            self.context.link.report(error)
            return
        self._tell(str(error), wrong=True)
        if isinstance(error, PagesDifferError):
            self._fields.setRowVisible(self.despite, True)
            self.despite.setFocus()

    def _tell(self, words: str, *, wrong: bool = False) -> None:
        self._result.setText(words)
        self._result.setVisible(bool(words))
        self._result.setObjectName("wrong" if wrong else "good")
        self._result.style().polish(self._result)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.context.say(texts.COPIED.format(count=len(text.splitlines()) - 1))


def _read(workspace: Workspace) -> _View:
    task = load_task(workspace)
    found = record_run(workspace, task)
    waiting = [placed for placed in found if placed.finding.blocks]
    reasons = sum(bool(placed.finding.reason) for placed in found)
    return _View(waiting, reasons, tuple(form.code for form in task.own_forms))
