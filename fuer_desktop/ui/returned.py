"""Differences that the office gave back: one list at the desk, 1 and 2 take a version's figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHeaderView

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.services.conflicts import side_name
from fuer_desktop.services.returns import Returned, ReturnedCell, settle
from fuer_desktop.texts import matters as texts
from fuer_desktop.ui.frame import button, column, label, row, while_alive
from fuer_desktop.ui.tables import CENTRE, RIGHT, Cell, Heading, Line, LinesModel, Table, width_of
from fuer_desktop.ui.theme import BASE_PT, GRID_PX

if TYPE_CHECKING:
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

_SHARE = 0.9
_FORM_PX, _FIGURE_PX = 120, 150
"""Columns are at most so wide at ordinary type; a cell's tip has the whole."""

Where = tuple[str, CellKey]


class ReturnedCard(QFrame):
    """The first page's word about a return, hidden where there is none."""

    def __init__(self, act: Callable[[Returned], None]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._returned: Returned | None = None
        self._act = act
        self.words = label("", wrap=True)
        self.button = button(texts.DESK_OPEN, self._open, "primary")
        layout = row(self.words, self.button)
        layout.setContentsMargins(*[4 * GRID_PX] * 4)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.hide()

    def show_returned(self, returned: Sequence[Returned]) -> None:
        """Tell of the oldest."""
        self._returned = returned[0] if returned else None
        self.setVisible(bool(returned))
        if returned:
            first = returned[0]
            template = texts.DESK_CARD if first.cells else texts.DESK_CARD_SAME
            counts = {"count": len(first.versions), "cells": len(first.cells)}
            self.words.setText(template.format(**counts))

    def _open(self) -> None:
        if self._returned is not None:
            self._act(self._returned)


class ReturnedTable(Table):
    """``took`` says which version is taken, counted from 1, or 0 for what stands here; ``went``
    that Enter was pressed."""

    took = Signal(int)
    went = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and Enter; the rest as in every list."""
        if event.text() and event.text() in "0123456789":
            self.took.emit(int(event.text()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.went.emit()
        else:
            super().keyPressEvent(event)


class ReturnedDialog(QDialog):
    """Every differing cell is looked at once; then the return is settled and ``settled`` told.
    It can be left for a cell and come back to."""

    settled = Signal()

    def __init__(self, page: FormsPage, returned: Returned) -> None:
        super().__init__(page)
        self._page = page
        self._returned = returned
        self.here: dict[Where, DataValue] = {}
        self.seen: set[Where] = set()
        self.setWindowTitle(texts.DESK_TITLE)
        theme = page.context.theme
        self.count = label("", wrap=True)
        self.count.setFont(theme.font(bold=True))
        self.said = label("", "wrong", wrap=True)
        self.model = LinesModel(_headings(returned), theme.font(bold=True), self)
        self.table = ReturnedTable(theme, self.model, texts.DESK_TITLE)
        self.done_button = button(texts.DESK_DONE, self.finish, "primary")
        self.done_button.setAutoDefault(False)
        self.table.took.connect(self.take)
        self.table.went.connect(self._go)
        self._build()
        self.show_here(returned)
        self.say("")
        self._fit()

    @property
    def digest(self) -> str:
        """Which return it is about."""
        return self._returned.digest

    def show_here(self, returned: Returned) -> None:
        """Show what stands in the cells now; what was looked at stays so, and the cell in hand."""
        row = max(self.table.currentIndex().row(), 0)
        self._returned = returned
        self.here = {_where(cell): cell.here for cell in returned.cells}
        self._refresh()
        self.table.setCurrentIndex(self.model.index(row, 0))

    def say(self, words: str) -> None:
        """Show a sentence."""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _build(self) -> None:
        later = button(texts.DESK_LATER, self.reject)
        later.setAutoDefault(False)
        reason = label(texts.DESK_REASON.format(reason=self._returned.reason), wrap=True)
        keys = label(texts.DESK_KEYS, "muted", wrap=True)
        layout = column(reason, self.count, keys, self.table, self.said)
        layout.setStretch(3, 1)
        layout.addLayout(row(None, later, self.done_button))
        self.setLayout(layout)
        self.resize(self._page.window().size() * _SHARE)

    @property
    def current(self) -> ReturnedCell | None:
        """The cell in hand."""
        line = self.model.line(self.table.currentIndex().row())
        return line.item if line is not None and isinstance(line.item, ReturnedCell) else None

    def take(self, number: int) -> None:
        """Take what a version says, or with 0 leave what stands here; the cell is looked at."""
        cell = self.current
        if cell is None or number > len(cell.values):
            return
        if number == 0:
            self._look_at(cell)
            return
        value, form = cell.values[number - 1], cell.form.code
        self._page.open(form)
        self._page.when_open(lambda opened: self._enter(opened, cell, value, number))

    def finish(self) -> None:
        """Every cell was looked at: settle the return."""
        task, digest = self._page.task, self._returned.digest
        if task is None:
            return
        self._page.context.link.ask(
            lambda workspace: settle(workspace, task, digest),
            while_alive(self, lambda _: self._settled()),
        )

    def _enter(self, opened: OpenForm, cell: ReturnedCell, value: DataValue, number: int) -> None:
        source = texts.DESK_SOURCE.format(name=side_name(number - 1))
        try:
            opened.session.enter_values({cell.key: value}, How.IMPORTED, source)
        except EntryError as error:
            self.say(str(error))
            return
        self.here[_where(cell)] = opened.session.value(cell.key)
        self._look_at(cell)

    def _look_at(self, cell: ReturnedCell) -> None:
        self.seen.add(_where(cell))
        here = self.table.currentIndex().row()
        self.say("")
        self._refresh()
        order = [*range(here, len(self._returned.cells)), *range(here)]
        cells = self._returned.cells
        left = (number for number in order if _where(cells[number]) not in self.seen)
        self.table.setCurrentIndex(self.model.index(next(left, here), 0))

    def _go(self) -> None:
        cell = self.current
        if cell is not None:
            self.reject()
            self._page.open(cell.form.code, cell.key)

    def _settled(self) -> None:
        self._page.context.say(texts.DESK_SETTLED)
        self.settled.emit()
        self.accept()
        self.deleteLater()

    def _refresh(self) -> None:
        cells = self._returned.cells
        left = len(cells) - len(self.seen)
        template = texts.DESK_LEFT if left else texts.DESK_ALL
        self.count.setText(template.format(count=len(cells), left=left))
        self.done_button.setEnabled(not left)
        self.model.set_lines([self._line(cell) for cell in cells])

    def _line(self, cell: ReturnedCell) -> Line:
        name, here = cell_name(cell.form, cell.key), self.here[_where(cell)]
        figures = [_figure(cell, value) for value in cell.values]
        seen = texts.DESK_SEEN if _where(cell) in self.seen else ""
        cells = (
            Cell(cell.form.code, tip=cell.form.title),
            Cell(name, tip=name),
            *figures,
            _figure(cell, here, bold=True),
            Cell(seen, align=CENTRE),
        )
        return Line(cells, item=cell)

    def _fit(self) -> None:
        theme = self._page.context.theme
        head, shown = self.table.horizontalHeader(), self.model.shown
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        scale = theme.points / BASE_PT
        for number in range(self.model.columnCount()):
            if number == 1:
                continue
            title = str(self.model.headerData(number, Qt.Orientation.Horizontal))
            words = [title, *(line.cells[number].text for line in shown)]
            most = _FORM_PX if number == 0 else _FIGURE_PX
            widest = max(int(most * scale), width_of(theme, [title]))
            self.table.setColumnWidth(number, min(width_of(theme, words), widest))


def _where(cell: ReturnedCell) -> Where:
    return cell.form.code, cell.key


def _figure(cell: ReturnedCell, value: DataValue, *, bold: bool = False) -> Cell:
    brief = cell.form.brief(cell.key, value) if value != BLANK else texts.BLANK
    whole = "\n".join(filter(None, (cell.form.said(cell.key, value), value.reason)))
    return Cell(brief or texts.BLANK, tip=whole or brief, align=RIGHT, bold=bold)


def _headings(returned: Returned) -> list[Heading]:
    versions = [
        texts.SIDE_HEAD.format(name=side_name(number), version=version)
        for number, version in enumerate(returned.versions)
    ]
    return [
        *(Heading(text) for text in texts.DESK_HEADERS),
        *(Heading(text, align=RIGHT) for text in (*versions, texts.DESK_HERE)),
        Heading(texts.DESK_SEEN_HEAD, align=CENTRE),
    ]
