"""Versions of a unit side by side: the cells in which they differ, and which one is to count."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from fuer_desktop.domain.values import DataValue
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.conflicts import (
    Conflict,
    DifferingCell,
    Side,
    choose,
    return_differences,
    side_name,
)
from fuer_desktop.texts import matters as texts
from fuer_desktop.texts import packages as package_texts
from fuer_desktop.ui.frame import (
    Context,
    UprightArea,
    button,
    column,
    label,
    row,
    scrolled,
    while_alive,
)
from fuer_desktop.ui.tables import RIGHT, Cell, Heading, Line, LinesModel, Table, width_of
from fuer_desktop.ui.theme import BASE_PT

_NAME_PX, _FORM_PX, _FIGURE_PX = 330, 120, 150
"""Columns are at most so wide at ordinary type; a cell's tip has the whole."""

_LEAST_LINES = 4


class ConflictPanel(QWidget):
    """``answered`` carries a sentence about what was decided."""

    answered = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[LoadedTask, Conflict] | None = None
        theme = context.theme
        self.heading = label("", wrap=True)
        self.heading.setFont(theme.font(step=2, bold=True))
        self.why = label(texts.WHY_CONFLICT, wrap=True)
        self.sides = label("", wrap=True)
        self.cells = label("", wrap=True)
        self.cells.setFont(theme.font(bold=True))
        self.model = LinesModel([], theme.font(bold=True), self)
        self.table = Table(theme, self.model, texts.TITLE)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(texts.REASON_HINT)
        self.reason.setAccessibleName(texts.REASON_HINT)
        self.choices: list[QPushButton] = []
        self.return_button = button(texts.RETURN, self.ask_return)
        self._buttons = row(None, self.return_button)
        layout = column(self.heading, self.why, self.sides, self.cells, self.table, self.reason)
        layout.setStretch(4, 1)
        layout.addLayout(self._buttons)
        self.table.keep_in_sight(_LEAST_LINES)
        self._area = scrolled(layout, UprightArea())
        self.setLayout(column(self._area, margin=0))

    def show_conflict(self, task: LoadedTask, conflict: Conflict) -> None:
        """Show the versions of a unit; a reason that was begun for the same unit stays."""
        before = self._shown
        if before is None or (before[0].code, before[1].unit) != (task.code, conflict.unit):
            self.reason.clear()
            self._area.verticalScrollBar().setValue(0)
        self._shown = (task, conflict)
        count = len(conflict.sides)
        self.heading.setText(texts.CONFLICT.format(unit=conflict.unit.name, count=count))
        self.why.setText(_why(conflict))
        self.sides.setText("\n".join(_side_words(conflict)))
        found = conflict.differences
        self.cells.setText(texts.CELLS.format(count=len(found)) if found else texts.SAME_FIGURES)
        self.table.setVisible(bool(found))
        self.model.set_lines([_line(cell) for cell in found], _headings(conflict))
        self._fit(conflict)
        self._offer(conflict)

    def choose(self, number: int) -> None:
        """Have one version count."""
        if self._shown is None:
            return
        task, conflict = self._shown
        digest, reason = conflict.sides[number].digest, self.reason.text()
        name = side_name(number)
        said = texts.CHOSEN_SAID.format(unit=conflict.unit.name, name=name)
        self._context.link.ask(
            lambda workspace: choose(workspace, task, conflict.unit, digest, reason),
            while_alive(self, lambda _: self._done(said)),
            while_alive(self, self._refused),
        )

    def ask_return(self) -> None:
        """Ask for a folder and write the differences there for the unit."""
        chosen = QFileDialog.getExistingDirectory(self, texts.CHOOSE_FOLDER)
        if chosen:
            self.return_to(Path(chosen))

    def return_to(self, folder: Path) -> None:
        """Write the differences into a folder."""
        if self._shown is None:
            return
        task, conflict = self._shown
        reason, unit = self.reason.text(), conflict.unit
        self._context.link.ask(
            lambda workspace: return_differences(workspace, task, unit, reason, folder),
            while_alive(
                self,
                lambda path: self._done(texts.RETURN_SAID.format(path=path, unit=unit.name)),
            ),
            while_alive(self, self._refused),
        )

    def _done(self, sentence: str) -> None:
        self.reason.clear()
        self.answered.emit(sentence)

    def _refused(self, error: Exception) -> None:
        self._context.link.report(error)
        self.reason.setFocus()

    def _offer(self, conflict: Conflict) -> None:
        """A button for each version; the one that counts already needs none."""
        for made in self.choices:
            self._buttons.removeWidget(made)
            made.deleteLater()
        self.choices = []
        for number, side in enumerate(conflict.sides):
            words = texts.CHOOSE.format(name=side_name(number))
            made = button(words, self._chooser(number))
            made.setEnabled(not side.counts)
            self._buttons.insertWidget(number, made)
            self.choices.append(made)
        for before, after in pairwise((self.reason, *self.choices, self.return_button)):
            self.setTabOrder(before, after)

    def _chooser(self, number: int) -> Callable[[], None]:
        return lambda: self.choose(number)

    def _fit(self, conflict: Conflict) -> None:
        theme, shown = self._context.theme, self.model.shown
        scale = theme.points / BASE_PT
        heads = [heading.text for heading in _headings(conflict)]
        for number, head in enumerate(heads):
            words = [head, *(line.cells[number].text for line in shown)]
            most = (_FORM_PX, _NAME_PX)[number] if number < len(texts.CELL_HEADERS) else _FIGURE_PX
            widest = max(int(most * scale), width_of(theme, [head]))
            self.table.setColumnWidth(number, min(width_of(theme, words), widest))


def _why(conflict: Conflict) -> str:
    if not conflict.is_open:
        [number] = [n for n, side in enumerate(conflict.sides) if side.counts]
        name = texts.SIDE.format(name=side_name(number))
        return texts.SETTLED_CONFLICT.format(name=name)
    if conflict.returned:
        return texts.RETURNED_AT.format(at=_time(conflict.returned))
    return texts.WHY_CONFLICT


def _side_words(conflict: Conflict) -> list[str]:
    lines = [
        texts.SIDE_WORDS.format(
            name=side_name(number),
            version=side.record.version.number,
            made=_time(side.made),
            received=_time(side.record.at),
            who=_who(side),
            counts=texts.SIDE_COUNTS if side.counts else "",
        )
        for number, side in enumerate(conflict.sides)
    ]
    base = conflict.base
    return [*lines, texts.BASE.format(version=base.version.number) if base else texts.NO_BASE]


def _who(side: Side) -> str:
    said = (
        texts.WHO.format(role=words, name=side.signatories[role])
        for role, words in package_texts.SIGNATORIES.items()
        if side.signatories.get(role)
    )
    return "，".join(said)


def _time(at: str) -> str:
    return at[:16].replace("T", " ")


def _headings(conflict: Conflict) -> list[Heading]:
    heads = [Heading(text) for text in texts.CELL_HEADERS]
    if conflict.base is not None:
        heads.append(Heading(texts.BASE_HEAD, align=RIGHT))
    for number, side in enumerate(conflict.sides):
        words = {"name": side_name(number), "version": side.record.version.number}
        heads.append(Heading(texts.SIDE_HEAD.format(**words), align=RIGHT))
    return heads


def _line(cell: DifferingCell) -> Line:
    form, key = cell.form, cell.key

    def shown(value: DataValue, *, bold: bool = False) -> Cell:
        brief = form.brief(key, value) or texts.BLANK
        whole = "\n".join(filter(None, (form.said(key, value), value.reason)))
        return Cell(brief, tip=whole or brief, align=RIGHT, bold=bold)

    figures = [] if cell.base is None else [shown(cell.base)]
    figures += [shown(value, bold=value != cell.base) for value in cell.values]
    name = cell_name(form, key)
    return Line((Cell(form.code, tip=form.title), Cell(name, tip=name), *figures), item=cell)
