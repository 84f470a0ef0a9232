"""The figures of one form as they were sent, to be read: its tables one at a time, as printed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from fuer_desktop.domain.forms import Form, Row, Table
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import BLANK, CellKey, Values
from fuer_desktop.texts import inquiries as texts
from fuer_desktop.ui.frame import column, row
from fuer_desktop.ui.tables import RIGHT, Cell, Heading, Line, LinesModel, width_of
from fuer_desktop.ui.tables import Table as LinesTable
from fuer_desktop.ui.theme import BASE_PT, Theme

WIDEST_NAME_PX, WIDEST_PX = 260, 160
"""Columns are at most this wide at ordinary type; a cell's tip has the whole."""

_LEVEL, _NARROWEST = "　", "0000"


class FiguresTable(QWidget):
    """Forms and their tables in a box, and the rows of the chosen one."""

    def __init__(self, theme: Theme, name: QLabel) -> None:
        super().__init__()
        self._theme = theme
        self._shown: list[tuple[Form, Table, Values]] = []
        self._asked: dict[str, frozenset[CellKey]] = {}
        self.choice = QComboBox()
        self.choice.setAccessibleName(name.text())
        self.choice.currentIndexChanged.connect(lambda _: self._show())
        self.model = LinesModel([], theme.font(bold=True), self)
        self.table = LinesTable(theme, self.model, name.text())
        layout = column(margin=0)
        head = row(name, self.choice)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        self.setLayout(layout)

    def show_figures(
        self, figures: Sequence[tuple[Form, Values]], asked: dict[str, frozenset[CellKey]]
    ) -> None:
        """Show these forms; ``asked`` are the cells of each that a question is about."""
        self._asked = asked
        self._shown = [
            (form, table, values)
            for form, values in figures
            for table in form.tables
            if table.coded_rows
        ]
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItems([_name(form, table) for form, table, _ in self._shown])
        self.choice.blockSignals(False)
        self._show()

    def go_to(self, form: str, cell: CellKey) -> None:
        """Bring a cell's row into sight."""
        for number, (shown, table, _) in enumerate(self._shown):
            if (shown.code, table.code) == (form, cell.table):
                self.choice.setCurrentIndex(number)
                for line, item in enumerate(self.model.shown):
                    if item.item == cell.row:
                        self.table.selectRow(line)
                        self.table.scrollTo(self.model.index(line, 0))

    def _show(self) -> None:
        number = self.choice.currentIndex()
        if not 0 <= number < len(self._shown):
            self.model.set_lines([])
            return
        form, table, values = self._shown[number]
        asked = self._asked.get(form.code, frozenset())
        heads = [Heading(text) for text in texts.STUB]
        heads += [Heading(each.name, align=RIGHT) for each in table.columns]
        lines = [self._line(form, table, each, (values, asked)) for each in table.rows]
        self.model.set_lines(lines, heads)
        self._fit()

    def _line(
        self, form: Form, table: Table, of: Row, given: tuple[Values, Collection[CellKey]]
    ) -> Line:
        values, asked = given
        stub = (
            Cell(_LEVEL * of.level + of.title, bold=not of.code),
            Cell(of.unit),
            Cell(of.code),
        )
        colour = QColor(self._theme.colours.findings[RuleClass.A])
        cells = []
        for each in table.columns:
            key = CellKey(table.code, of.code, each.code)
            if not table.is_open(of, each):
                cells.append(Cell())
                continue
            said = form.brief(key, values.get(key, BLANK))
            is_asked = key in asked
            tip = texts.ASKED_CELL.format(value=said) if is_asked else said
            text = texts.ASKED_MARK.format(value=said) if is_asked else said
            cells.append(Cell(text, tip, colour if is_asked else None, align=RIGHT, bold=is_asked))
        return Line((*stub, *cells), item=of.code)

    def _fit(self) -> None:
        scale = self._theme.points / BASE_PT
        for number in range(self.model.columnCount()):
            words = [line.cells[number].text for line in self.model.shown]
            words += [_NARROWEST, str(self.model.headerData(number, Qt.Orientation.Horizontal))]
            most = WIDEST_NAME_PX if number == 0 else WIDEST_PX
            self.table.setColumnWidth(
                number, min(width_of(self._theme, words, bold=True), round(most * scale))
            )


def _name(form: Form, table: Table) -> str:
    title = table.title if len(form.tables) > 1 and table.title else ""
    return texts.FIGURES_OF.format(form=form.code, title=form.title) + (
        texts.FIGURES_TABLE.format(table=table.code, title=title) if len(form.tables) > 1 else ""
    )
