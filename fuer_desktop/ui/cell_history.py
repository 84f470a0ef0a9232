"""Ctrl+H: what happened to the cell in hand, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QDialog, QWidget

from fuer_desktop.domain.wording import cell_name
from fuer_desktop.texts import desk as texts
from fuer_desktop.texts import keeping as keeping_texts
from fuer_desktop.ui.frame import button, column, label, resize_within_screen, row, while_alive
from fuer_desktop.ui.tables import Cell, Heading, Line, LinesModel, Table, width_of
from fuer_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from fuer_desktop.services.cell_history import CellChange
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

SIZE_PX = (860, 420)
_WIDEST_PX = 260


class CellHistoryDialog(QDialog):
    """A list to read; Esc or the button closes it."""

    def __init__(
        self, parent: QWidget, theme: Theme, where: str, changes: list[CellChange]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(texts.HISTORY)
        name = label(where, wrap=True)
        name.setFont(theme.font(bold=True))
        headings = [Heading(text) for text in texts.HISTORY_HEADERS]
        self.changes = LinesModel(headings, theme.font(bold=True), self)
        self.table = Table(theme, self.changes, texts.HISTORY)
        self.table.hint = texts.HISTORY_NONE
        self.table.horizontalHeader().setStretchLastSection(True)
        self.changes.set_lines([_line(change) for change in changes])
        for number, heading in enumerate(texts.HISTORY_HEADERS[:-1]):
            longest = [line.cells[number].text for line in self.changes.shown]
            self.table.setColumnWidth(number, min(width_of(theme, [heading, *longest]), _WIDEST_PX))
        close = button(texts.CLOSE, self.accept, "primary")
        layout = column(name, self.table)
        layout.addLayout(row(None, close))
        self.setLayout(layout)
        resize_within_screen(self, *SIZE_PX)
        self.finished.connect(self.deleteLater)
        self.table.setFocus()


def _line(change: CellChange) -> Line:
    parts = (
        change.at.strftime(keeping_texts.WHEN),
        f"{change.who}（{change.machine}）",
        change.how,
        change.before,
        change.after,
    )
    return Line(tuple(Cell(part, tip=part) for part in parts), " ".join(parts), change)


def ask_history(page: FormsPage, opened: OpenForm) -> None:
    """Read the history of the cell in hand and show it."""
    from fuer_desktop.services.cell_history import history_of

    key, task = opened.model.key(opened.grid.currentIndex()), page.task
    form = opened.session.form
    if key is None or task is None or key not in form.typed_cells:
        page.context.say(opened.model.why_closed(opened.grid.currentIndex()))
        return

    def show(found: object) -> None:
        changes = cast("list[CellChange]", found)
        CellHistoryDialog(page, page.context.theme, cell_name(form, key), changes).open()

    page.context.link.ask(
        lambda workspace: history_of(workspace, task, form, key), while_alive(page, show)
    )
