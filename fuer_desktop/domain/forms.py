"""Forms as they are printed: tables of rows (主栏) and columns (宾栏), each with a lasting code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from fuer_desktop.domain.choices import Choices, chosen, code_of
from fuer_desktop.domain.continuity import RowPlace, Succession
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.expressions import (
    Blanks,
    Expression,
    Lookup,
    Ref,
    evaluate,
    is_known,
    refs,
)
from fuer_desktop.domain.graphs import reachable
from fuer_desktop.domain.numbers import rounded
from fuer_desktop.domain.periods import PeriodKind
from fuer_desktop.domain.rules import ChangeRule, ValidationRule
from fuer_desktop.domain.units import EVERY, MemberKind, ReportingUnit, UnitKind
from fuer_desktop.domain.values import (
    BLANK,
    CellKey,
    DataValue,
    Kind,
    Values,
    read_text,
    read_value,
)
from fuer_desktop.texts import entry as texts


class Content(StrEnum):
    """What the cells of a column hold."""

    NUMBER = "number"
    TEXT = "text"


class Gathers(StrEnum):
    """What a row over a list of members says of them."""

    SUM = "sum"  # their figures added up
    COUNT = "count"  # how many there are
    REACHING = "reaching"  # how many have at least what the column demands


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``rows`` restricts it to some rows, ``computed`` derives it from others.
    ``at_least`` is what every member of a list is to have. ``least_chars`` and ``most_chars`` are
    advice on how long its texts should be. ``group`` is the head under which it stands with its
    neighbours of the same group."""

    code: str
    title: str
    breakdown: str = ""
    decimals: int = 0
    computed: Expression | None = None
    rows: frozenset[str] = frozenset()
    content: Content = Content.NUMBER
    at_least: Decimal | None = None
    least_chars: int | None = None
    most_chars: int | None = None
    group: str = ""

    @property
    def name(self) -> str:
        """The title with the head over it, if that says more than 其中."""
        group = self.group.rstrip("：:")
        if group in ("", texts.OF_WHICH):
            return self.title
        return texts.COLUMN_IN_GROUP.format(group=group, title=self.title)


@dataclass(frozen=True, slots=True)
class Group:
    """A head over neighbouring columns (多层宾栏): the first, counted from 0, and how many."""

    title: str
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row. Without a code it is a heading; ``computed`` derives it from other rows."""

    title: str
    code: str = ""
    unit: str = ""
    element: str = ""
    decimals: int = 0
    level: int = 0
    part_of: str = ""
    typed_rate: str = ""
    same_as: str = ""
    """The data element of another form that is the same number; indicators use that one."""
    computed: Expression | None = None
    gathers: Gathers | None = None
    """In a list: what it says of the members; typed where the place lists none of them."""
    is_member: bool = False
    meaning: str = ""
    """What is counted, in a sentence (指标解释)."""
    mistake: str = ""
    """What is often done wrong (常见错误)."""
    reasons: tuple[str, ...] = ()
    """Ready reasons for what is found at its figures."""
    choices: Choices = ()
    """The answers of which a cell holds the code of one (选择项)."""

    @property
    def identity(self) -> str:
        """What outlives the row's code: the thing counted; a derived row is known by its code."""
        return self.element or self.code


@dataclass(frozen=True)
class Table:
    """Rows times columns."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    period: PeriodKind | None = None
    """Where it is another than the form's."""
    members: MemberKind | None = None
    """Of what the table has a row for each, after its own rows."""
    supplement: bool = False
    """Whether it is printed as sentences below the others (补充资料)."""

    @cached_property
    def coded_rows(self) -> dict[str, Row]:
        """Rows that hold figures, by code."""
        return {row.code: row for row in self.rows if row.code}

    @cached_property
    def column_by_code(self) -> dict[str, Column]:
        """Columns by code."""
        return {column.code: column for column in self.columns}

    @cached_property
    def code_of(self) -> dict[str, str]:
        """Codes of the rows that hold figures, by the identity of the row."""
        return {row.identity: row.code for row in self.rows if row.code}

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The heads over columns, from the left."""
        found: list[Group] = []
        for number, column in enumerate(self.columns):
            last = found[-1] if found else None
            if last and last.title == column.group and last.first + last.count == number:
                found[-1] = replace(last, count=last.count + 1)
            elif column.group:
                found.append(Group(column.group, number, 1))
        return tuple(found)

    def is_open(self, row: Row, column: Column) -> bool:
        """Whether the cell exists at all: a coded row, and a column that applies to it; nothing is
        computed from the codes of answers."""
        if not row.code or (column.rows and row.code not in column.rows and not row.is_member):
            return False
        if row.gathers is Gathers.REACHING and column.at_least is None:
            return False
        if row.choices and column.computed:
            return False
        return not (row.computed and column.computed and row.code not in column.rows)

    def is_typed(self, row: Row, column: Column) -> bool:
        """Whether a person fills the cell."""
        derived = row.computed or column.computed or (row.gathers and self.listed)
        return self.is_open(row, column) and not derived

    @cached_property
    def listed(self) -> tuple[Row, ...]:
        """The rows of the members."""
        return tuple(row for row in self.rows if row.is_member)

    @property
    def elements(self) -> Iterator[tuple[str, CellKey]]:
        """Data elements asked in the table, or gathered from its list, each with its cell."""
        for row in self.rows:
            for column in self.columns:
                gathered = row.gathers and self.is_open(row, column)
                counted = column.content is Content.NUMBER
                if row.element and counted and (gathered or self.is_typed(row, column)):
                    key = CellKey(self.code, row.code, column.code)
                    yield element_name(row, column), key

    def decimals(self, row: Row, column: Column) -> int:
        """Decimals of the cell: a derived column has its own, else the row's."""
        return column.decimals if column.computed else row.decimals


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a form, by which document, until when; blank while it is not approved."""

    by: str = ""
    number: str = ""
    until: str = ""


@dataclass(frozen=True)
class Form:
    """One version of one form: what is asked, of whom, and what must hold."""

    code: str
    version: int
    title: str
    filed_by: UnitKind
    period: PeriodKind
    tables: tuple[Table, ...]
    rules: tuple[ValidationRule, ...] = ()
    changes: tuple[ChangeRule, ...] = ()
    department: str = ""
    authority: str = ""
    approval: Approval = Approval()
    frequency: str = ""
    notes: tuple[str, ...] = ()
    valid_from: int | None = None
    valid_to: int | None = None
    succession: tuple[Succession, ...] = ()
    """What became of the rows of the version before."""
    reasons: tuple[str, ...] = ()
    """Ready reasons for what is found anywhere in it."""
    sensitive: bool = False
    """Whether its figures may point to single persons, so that they travel sealed."""

    @cached_property
    def table_by_code(self) -> dict[str, Table]:
        """Tables by code."""
        return {table.code: table for table in self.tables}

    @cached_property
    def typed_cells(self) -> dict[CellKey, int]:
        """The cells a person fills, in reading order, with their decimals."""
        return {
            CellKey(table.code, row.code, column.code): table.decimals(row, column)
            for table in self.tables
            for row in table.rows
            for column in table.columns
            if table.is_typed(row, column)
        }

    @cached_property
    def text_cells(self) -> frozenset[CellKey]:
        """The cells in which a text is written."""
        return frozenset(
            key
            for key in self.typed_cells
            if self.table_by_code[key.table].column_by_code[key.column].content is Content.TEXT
        )

    @cached_property
    def choice_cells(self) -> dict[CellKey, Choices]:
        """The cells that hold the code of an answer, with the answers."""
        rows = {key: self.table_by_code[key.table].coded_rows[key.row] for key in self.typed_cells}
        return {
            key: row.choices
            for key, row in rows.items()
            if row.choices and key not in self.text_cells
        }

    def said(self, key: CellKey, value: DataValue) -> str:
        """What stands in a cell, for people: a figure, a text, a sign, or the answer chosen."""
        choice = chosen(self.choice_cells.get(key, ()), value.number)
        return choice.text if choice else value.text

    def brief(self, key: CellKey, value: DataValue) -> str:
        """The same in a line: of a text its beginning."""
        choice = chosen(self.choice_cells.get(key, ()), value.number)
        return choice.text if choice else value.brief

    @cached_property
    def has_numbers_only(self) -> bool:
        """Whether columns of numbers say all of it: no text, nothing gathered from a list."""
        gathers = any(row.gathers and table.listed for table in self.tables for row in table.rows)
        return not self.text_cells and not gathers

    @cached_property
    def elements(self) -> dict[str, CellKey]:
        """Data elements of this form and the cell where each is asked."""
        return {name: key for table in self.tables for name, key in table.elements}

    @cached_property
    def rows(self) -> dict[RowPlace, Row]:
        """Rows that hold figures, by their place, in reading order."""
        return {
            RowPlace(table.code, code): row
            for table in self.tables
            for code, row in table.coded_rows.items()
        }

    def row(self, place: RowPlace) -> Row | None:
        """The row at a place, if the form has it."""
        return self.rows.get(place)

    @cached_property
    def derived_cells(self) -> tuple[DerivedCell | GatheredCell, ...]:
        """Derived cells, each after those it is computed from; what goes in a circle is last."""
        cells = [cell for table in self.tables for cell in _derived(table)]
        waiting = {cell.key for cell in cells}
        ordered: list[DerivedCell | GatheredCell] = []
        while ready := [c for c in cells if c.key in waiting and waiting.isdisjoint(c.needs)]:
            ordered += ready
            waiting -= {cell.key for cell in ready}
        return (*ordered, *(cell for cell in cells if cell.key in waiting))

    @cached_property
    def typed_behind(self) -> dict[CellKey, tuple[CellKey, ...]]:
        """The typed cells from which each derived cell is computed, through others too."""
        found: dict[CellKey, tuple[CellKey, ...]] = {}
        for cell in self.derived_cells:
            needs = (key for need in cell.needs for key in found.get(need, (need,)))
            found[cell.key] = tuple(key for key in dict.fromkeys(needs) if key in self.typed_cells)
        return found

    @property
    def circular_cells(self) -> list[CellKey]:
        """Derived cells that are computed from themselves; a definition must have none."""
        needs = {cell.key: set(cell.needs) for cell in self.derived_cells}
        return [key for key in needs if key in reachable(key, needs)]

    def files(self, unit: ReportingUnit) -> bool:
        """Whether this unit has to file the form."""
        return unit.kind is self.filed_by and self.department in (EVERY, unit.department)

    def read(
        self, key: CellKey, text: str, kind: Kind | None = None, reason: str = "", note: str = ""
    ) -> tuple[DataValue, int]:
        """What is given for a cell, as its value and its decimals; raises EntryError for a place
        that is not filled and for what cannot stand there."""
        decimals = self.require_typed(key)
        if key in self.text_cells:
            return read_text(text, kind, reason, note), decimals
        choices = self.choice_cells.get(key)
        if choices and text.strip() and kind in (None, Kind.NUMBER):
            text = code_of(choices, text)
        return read_value(text, kind, decimals, reason, note), decimals

    def require_typed(self, key: CellKey) -> int:
        """The decimals of a cell that a person fills; raise EntryError for any other place."""
        decimals = self.typed_cells.get(key)
        if decimals is not None:
            return decimals
        table = self.table_by_code.get(key.table)
        row = table.coded_rows.get(key.row) if table else None
        column = table.column_by_code.get(key.column) if table else None
        if table is None or row is None or column is None:
            template = texts.NO_SUCH_CELL
        elif table.is_open(row, column):
            template = texts.COMPUTED_CELL
        else:
            template = texts.CLOSED_CELL
        raise EntryError(template.format(form=self.code, **key._asdict()))


def element_name(row: Row, column: Column) -> str:
    """The data element asked in a cell: the row's, with the column's breakdown."""
    return f"{row.element}.{column.breakdown}" if column.breakdown else row.element


@dataclass(frozen=True)
class DerivedCell:
    """A cell that is computed from others of its column (``over_rows``) or of its row."""

    key: CellKey
    expression: Expression
    over_rows: bool
    decimals: int

    @cached_property
    def needs(self) -> tuple[CellKey, ...]:
        """The cells it is computed from."""
        named = refs(self.expression)
        return tuple(_place_of(self.key, ref.name, self.over_rows) for ref in named)

    def value(self, values: Values) -> DataValue:
        """What it is worth beside these values; 未填 while it cannot be computed."""
        result = evaluate(self.expression, _beside(values, self))
        return BLANK if result is None else DataValue(Kind.NUMBER, rounded(result, self.decimals))


@dataclass(frozen=True)
class GatheredCell:
    """A cell that says something of the figures of all members in its column."""

    key: CellKey
    gathers: Gathers
    needs: tuple[CellKey, ...]
    """The members' cells."""
    decimals: int
    at_least: Decimal | None = None

    def value(self, values: Values) -> DataValue:
        """What it is worth beside these values; 未填 while a member's cell is."""
        if self.gathers is Gathers.COUNT:
            return DataValue(Kind.NUMBER, Decimal(len(self.needs)))
        found = [values.get(key, BLANK) for key in self.needs]
        if not is_known(found, Blanks.SKIP_ANY):
            return BLANK
        numbers = [value.number for value in found if value.number is not None]
        if self.gathers is Gathers.SUM:
            return DataValue(Kind.NUMBER, rounded(sum(numbers, Decimal(0)), self.decimals))
        least = self.at_least or Decimal(0)
        return DataValue(Kind.NUMBER, Decimal(sum(number >= least for number in numbers)))


def with_derived(form: Form, values: Values) -> dict[CellKey, DataValue]:
    """The typed values and every derived cell that can be computed from them."""
    complete = dict(values)
    for cell in form.derived_cells:
        _derive(cell, complete)
    return complete


def rederive(form: Form, complete: dict[CellKey, DataValue], changed: set[CellKey]) -> set[CellKey]:
    """Bring the derived cells up to date after some cells changed; returns those that did too."""
    known = set(changed)
    for cell in form.derived_cells:
        if not known.isdisjoint(cell.needs):
            before = complete.pop(cell.key, None)
            _derive(cell, complete)
            if complete.get(cell.key) != before:
                known.add(cell.key)
    return known - changed


def _derive(cell: DerivedCell | GatheredCell, complete: dict[CellKey, DataValue]) -> None:
    value = cell.value(complete)
    if value == BLANK:
        complete.pop(cell.key, None)
    else:
        complete[cell.key] = value


def _derived(table: Table) -> Iterator[DerivedCell | GatheredCell]:
    for row in table.rows:
        for column in table.columns:
            key = CellKey(table.code, row.code, column.code)
            expression = column.computed or row.computed
            if row.gathers and table.listed and table.is_open(row, column) and not expression:
                yield _gathered(table, row, column)
            elif expression and table.is_open(row, column):
                over_rows = column.computed is None
                yield DerivedCell(key, expression, over_rows, table.decimals(row, column))


def _gathered(table: Table, row: Row, column: Column) -> GatheredCell:
    assert row.gathers is not None
    needs = tuple(
        CellKey(table.code, member.code, column.code)
        for member in table.listed
        if table.is_open(member, column)
    )
    key = CellKey(table.code, row.code, column.code)
    return GatheredCell(key, row.gathers, needs, table.decimals(row, column), column.at_least)


def _place_of(key: CellKey, name: str, over_rows: bool) -> CellKey:
    return key._replace(row=name) if over_rows else key._replace(column=name)


def _beside(values: Values, cell: DerivedCell) -> Lookup:
    """Looks names up beside a derived cell."""

    def lookup(ref: Ref) -> DataValue:
        return values.get(_place_of(cell.key, ref.name, cell.over_rows), BLANK)

    return lookup
