"""The form as lines and columns for Qt; it holds no values, it asks the edit session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.forms import Column, Content, Group, Row, Table
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, DataValue, Kind
from fuer_desktop.services.editing import EditSession, Saving
from fuer_desktop.texts import desk as texts

Index = QModelIndex | QPersistentModelIndex

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
EDIT = int(Qt.ItemDataRole.EditRole)
TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
HORIZONTAL = Qt.Orientation.Horizontal

NAME, UNIT, CODE, FIRST = range(4)
"""Columns before the first column of figures."""


class Look(Enum):
    """What sort of cell it is, for painting."""

    TABLE = auto()
    COLUMN_HEAD = auto()
    HEADING = auto()
    NAME = auto()
    QUIET = auto()
    TYPED = auto()
    DERIVED = auto()
    CLOSED = auto()
    LAST_YEAR = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the grid: a table's head where there are several, or a row of a table. ``upper``
    is the line of a head in which the heads of groups stand, above that of the columns."""

    table: Table
    row: Row | None
    upper: bool = False


@dataclass(frozen=True, slots=True)
class CellView:
    """Everything painting needs of one cell."""

    look: Look
    text: str
    level: int = 0
    severity: RuleClass | None = None
    explained: bool = False
    saving: Saving = Saving.SAVED
    turn: str = ""
    """How it differs from last year where a watch on changes says so: ↑ or ↓."""
    tag: str = ""
    """What else there is to know of it, in one character."""
    locked: bool = False


class GridModel(QAbstractTableModel):
    """Lines of all tables one below the other. ``refused`` carries a sentence for the clerk.

    ``heads_changed`` stands in for headerDataChanged, upon which Qt would paint every cell anew.
    """

    refused = Signal(str)
    heads_changed = Signal()

    def __init__(self, session: EditSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.lines = list(_lines(session.form.tables))
        self.width = max(len(table.columns) for table in session.form.tables)
        self._line_of = {
            (line.table.code, line.row.code): number
            for number, line in enumerate(self.lines)
            if line.row and line.row.code
        }
        places = map(self.index_of, session.form.typed_cells)
        self._typed_places = sorted((place.row(), place.column()) for place in places)
        self._typed = set(self._typed_places)
        self._table = session.form.tables[0]
        self._focused = 0
        self._views: dict[tuple[int, int], CellView] = {}
        self._plain = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        self._editable = self._plain | Qt.ItemFlag.ItemIsEditable
        session.listeners.append(self._on_change)

    @property
    def last_year_column(self) -> int:
        """The column that shows last year's figures of the column in hand."""
        return FIRST + self.width

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Name, unit, code, figures, last year."""
        return 0 if parent.isValid() else FIRST + self.width + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only cells that a person fills can be edited."""
        return self._editable if self.is_typed(index) else self._plain

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """Text for the screen, for editing and for screen readers."""
        if role == DISPLAY:
            return self.view(index).text
        if role == ACCESSIBLE:
            return self.in_words(index)
        if role == EDIT:
            key = self.key(index)
            return self._as_typed(key) if key else ""
        if role == TOOL_TIP:
            return self._tool_tip(index)
        return None

    def _as_typed(self, key: CellKey) -> str:
        """What an editor begins with."""
        value = self.session.value(key)
        return value.note if value.kind is Kind.TEXT else value.plain

    @cached_property
    def text_lines(self) -> frozenset[int]:
        """Lines with cells in which a text is written."""
        return frozenset(self._line_of[k.table, k.row] for k in self.session.form.text_cells)

    def text_columns(self, row: int) -> list[int]:
        """Columns of a line in which a text is written."""
        return [c for line, c in self._text_places if line == row]

    @cached_property
    def _text_places(self) -> list[tuple[int, int]]:
        places = map(self.index_of, self.session.form.text_cells)
        return sorted((place.row(), place.column()) for place in places)

    def is_text(self, index: Index) -> bool:
        """Whether a text is written there."""
        return self.key(index) in self.session.form.text_cells

    def is_text_column(self, column: int) -> bool:
        """Whether any table has texts in a column of the grid."""
        number = column - FIRST
        return any(
            0 <= number < len(table.columns) and table.columns[number].content is Content.TEXT
            for table in self.session.form.tables
        )

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """Columns of the table in which the cursor stands."""
        if role != DISPLAY or orientation != HORIZONTAL:
            return None
        if section < FIRST:
            return (texts.NAME, texts.UNIT, texts.CODE)[section]
        columns = self._table.columns
        if section == self.last_year_column:
            return texts.LAST_YEAR_OF.format(column=columns[self._focused].title)
        if len(self.session.form.tables) > 1:
            return str(section - FIRST + 1)  # each table has its own heads below
        return columns[section - FIRST].title

    @property
    def groups(self) -> tuple[Group, ...]:
        """The heads over columns, where the form has one table; of several each has its own."""
        tables = self.session.form.tables
        return tables[0].groups if len(tables) == 1 else ()

    def possible_heads(self, section: int) -> list[str]:
        """Every head that a column may get while the cursor moves."""
        if section != self.last_year_column:
            return [str(self.headerData(section, HORIZONTAL) or "")]
        columns = (column for table in self.session.form.tables for column in table.columns)
        return [texts.LAST_YEAR_OF.format(column=column.title) for column in columns]

    def view(self, index: Index) -> CellView:
        """What a cell looks like; kept until the cell changes, since painting asks often."""
        place = (index.row(), index.column())
        found = self._views.get(place)
        if found is None:
            found = self._views[place] = self._look_at(index)
        return found

    def _look_at(self, index: Index) -> CellView:
        line, column = self.lines[index.row()], index.column()
        if line.row is None:
            return self._table_line(line, column)
        if not line.row.code:
            return CellView(Look.HEADING, line.row.title if column == NAME else "")
        if column < FIRST:
            return _stub(line.row, column)
        if column == self.last_year_column:
            return self._last_year_view(line)
        return self._figure_view(line, line.row, column - FIRST)

    def key(self, index: Index) -> CellKey | None:
        """The form's cell at a place of the grid, if one exists there."""
        line, number = self.lines[index.row()], index.column() - FIRST
        if line.row is None or not 0 <= number < len(line.table.columns):
            return None
        column = line.table.columns[number]
        if not line.table.is_open(line.row, column):
            return None
        return CellKey(line.table.code, line.row.code, column.code)

    def is_typed(self, index: Index) -> bool:
        """Whether a person fills this place, and may do so now."""
        if (index.row(), index.column()) not in self._typed or self.session.locked:
            return False
        key = self.key(index)
        return key is not None and not self.session.state(key).locked

    def has(self, key: CellKey) -> bool:
        """Whether the form has such a cell; one of another version may be gone."""
        line = self._line_of.get((key.table, key.row))
        return line is not None and key.column in self.lines[line].table.column_by_code

    def index_of(self, key: CellKey) -> QModelIndex:
        """The place of a form's cell."""
        line = self._line_of[key.table, key.row]
        columns = [column.code for column in self.lines[line].table.columns]
        return self.index(line, FIRST + columns.index(key.column))

    def parts(self, index: Index) -> tuple[Table, Row | None, Column | None]:
        """Table, row and column at a place."""
        line, number = self.lines[index.row()], index.column() - FIRST
        column = line.table.columns[number] if 0 <= number < len(line.table.columns) else None
        return line.table, line.row, column

    def focus(self, index: Index) -> None:
        """Let the heads and the last-year column follow the cursor."""
        table, _, column = self.parts(index)
        number = self._focused if column is None else index.column() - FIRST
        number = min(number, len(table.columns) - 1)
        if (table, number) != (self._table, self._focused):
            self._table, self._focused = table, number
            self._forget_column(self.last_year_column)
            self.heads_changed.emit()

    def why_closed(self, index: Index) -> str:
        """Why nobody fills this place."""
        if self.session.locked:
            return self.session.locked
        _, row, column = self.parts(index)
        if row is None or not row.code:
            return texts.HEADING_WHY
        if column is None:
            return texts.STUB_WHY
        key = self.key(index)
        if key is None:
            return texts.CLOSED_WHY
        return self.session.state(key).locked or texts.DERIVED_WHY

    def in_words(self, index: Index) -> str:
        """A cell for a screen reader: its place in full words, its content, what it is about."""
        _, row, column = self.parts(index)
        cell, key = self.view(index), self.key(index)
        if row is None or column is None or key is None:
            return cell.text
        words = texts.WHERE.format(row=row.code, title=row.title, column=column.name)
        told = self.marks_in_words(key)
        return texts.IN_WORDS.format(where=words, value=cell.text or texts.EMPTY, told=told)

    def marks_in_words(self, key: CellKey) -> str:
        """Everything that the marks of a cell say, in words."""
        session, state = self.session, self.session.state(key)
        worst, value = session.worst(key), session.value(key)
        note = "" if value.kind is Kind.TEXT else value.note
        told = [
            texts.MARK_FINDING.format(severity=worst.label) if worst else "",
            texts.MARK_EXPLAINED if self._is_explained(key, value) else "",
            texts.MARK_SAVING[session.saving(key).value],
            texts.MARK_QUERY[state.query.value] if state.query else "",
            texts.MARK_LOCKED if state.locked else "",
            texts.MARK_CHANGED if session.is_changed(key) else "",
            texts.MARK_NOTE.format(note=note) if note else "",
        ]
        return "　".join(filter(None, told))

    def try_enter(self, index: Index, text: str) -> str:
        """Enter what was typed; returns the refusal's sentence, or nothing when it was taken."""
        key = self.key(index)
        if key is None:
            return texts.CLOSED_WHY
        try:
            self.session.enter(key, text)
        except EntryError as error:
            return str(error)
        return ""

    def try_clear(self, cells: Iterable[CellKey]) -> str:
        """Make cells 未填 as one step; returns the refusal's sentence, or nothing."""
        try:
            self.session.enter_many(dict.fromkeys(cells, ""), How.TYPED)
        except EntryError as error:
            return str(error)
        return ""

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        """Qt's way in: the same as ``try_enter``."""
        if role != EDIT:
            return False
        refusal = self.try_enter(index, str(value))
        if refusal:
            self.refused.emit(refusal)
        return not refusal

    @cached_property
    def table_numbers(self) -> list[int]:
        """To which table each line belongs, counted from above."""
        codes = [table.code for table in self.session.form.tables]
        return [codes.index(line.table.code) for line in self.lines]

    @property
    def typed_places(self) -> list[tuple[int, int]]:
        """Line and column of every place a person fills, in reading order."""
        return self._typed_places

    def _table_line(self, line: Line, column: int) -> CellView:
        if column == NAME:
            return CellView(Look.TABLE, self._table_title(line.table))
        number = column - FIRST
        if not 0 <= number < len(line.table.columns):
            return CellView(Look.COLUMN_HEAD, "")
        head = line.table.columns[number]
        return CellView(Look.COLUMN_HEAD, (line.upper and head.group) or head.title)

    def _table_title(self, table: Table) -> str:
        template = texts.SUPPLEMENT_TITLE if table.supplement else texts.TABLE_TITLE
        title = template.format(code=table.code, title=table.title)
        if table.period:
            title += texts.TABLE_PERIOD.format(period=table.period.covers(self.session.year))
        return title

    def _last_year_view(self, line: Line) -> CellView:
        columns = line.table.columns
        number = min(self._focused, len(columns) - 1)
        row = line.row
        if row is None or not line.table.is_open(row, columns[number]):
            return CellView(Look.LAST_YEAR, "")
        key = CellKey(line.table.code, row.code, columns[number].code)
        before = self.session.last_year(key)
        look = Look.TEXT if before.kind is Kind.TEXT else Look.LAST_YEAR
        return CellView(look, self.session.form.said(key, before))

    def _figure_view(self, line: Line, row: Row, number: int) -> CellView:
        columns = line.table.columns
        if number >= len(columns) or not line.table.is_open(row, columns[number]):
            return CellView(Look.CLOSED, "")
        key = CellKey(line.table.code, row.code, columns[number].code)
        value = self.session.value(key)
        typed = line.table.is_typed(row, columns[number])
        look = Look.TYPED if typed else Look.DERIVED
        return CellView(
            Look.TEXT if value.kind is Kind.TEXT else look,
            self.session.form.said(key, value),
            severity=self.session.worst(key) if value.text or not typed else None,
            explained=self._is_explained(key, value),
            saving=self.session.saving(key),
            turn=self._turn(key, value),
            tag=self._tag(key, value),
            locked=bool(self.session.state(key).locked),
        )

    def _turn(self, key: CellKey, value: DataValue) -> str:
        before = self.session.last_year(key)
        watched = any(f.rule in self._watches for f in self.session.findings_at(key))
        if not watched or value.number is None or before.number is None:
            return ""
        return texts.ROSE if value.number > before.number else texts.FELL

    @cached_property
    def _watches(self) -> frozenset[str]:
        return frozenset(rule.code for rule in self.session.form.changes)

    def _tag(self, key: CellKey, value: DataValue) -> str:
        """The one of several that asks most of the person."""
        state = self.session.state(key)
        if state.query is not None:
            return texts.TAG_QUERY[state.query.value]
        if state.locked:
            return texts.TAG_LOCKED
        if value.note and value.kind is not Kind.TEXT:
            return texts.TAG_NOTE
        return texts.TAG_CHANGED if self.session.is_changed(key) else ""

    def _tool_tip(self, index: Index) -> str:
        key = self.key(index)
        if key is None:
            return ""
        value = self.session.value(key)
        told = []
        for finding in self.session.findings_at(key):
            told += [finding.message, *[finding.reason] * bool(finding.reason)]
        if value.reason and value.reason not in told:
            told.append(value.reason)
        told += filter(None, [self.marks_in_words(key), self.session.state(key).locked])
        return "\n".join(told)

    def _is_explained(self, key: CellKey, value: DataValue) -> bool:
        """Whether somebody said why it is so: why there is no number, or why a finding is true."""
        return bool(value.reason) or any(f.explained for f in self.session.findings_at(key))

    def _on_change(self, touched: frozenset[CellKey]) -> None:
        for key in touched:
            place = self.index_of(key)
            self._views.pop((place.row(), place.column()), None)
            self.dataChanged.emit(place, place)

    def _forget_column(self, column: int) -> None:
        """Each cell by itself: for a range of cells Qt would paint the whole form again."""
        for row in range(len(self.lines)):
            if self._views.pop((row, column), None) is not None:
                place = self.index(row, column)
                self.dataChanged.emit(place, place)


def _lines(tables: tuple[Table, ...]) -> Iterator[Line]:
    for table in tables:
        if len(tables) > 1:
            if table.groups:
                yield Line(table, None, upper=True)
            yield Line(table, None)
        for row in table.rows:
            yield Line(table, row)


def _stub(row: Row, column: int) -> CellView:
    """Name, unit and code of a row; the first of 其中 rows says so."""
    if column == NAME:
        title = texts.PART_OF + row.title if row.part_of else row.title
        return CellView(Look.NAME, title, level=row.level)
    return CellView(Look.QUIET, row.unit if column == UNIT else row.code)
