"""What is printed on an official form: every text of it, before anything is measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum

from fuer_desktop.domain.choices import Choices
from fuer_desktop.domain.forms import Column, Content, Form, Group, Row, Table
from fuer_desktop.domain.numbers import shown
from fuer_desktop.domain.telling import Told, is_told
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, Values
from fuer_desktop.domain.vocabulary import chinese_numeral
from fuer_desktop.texts import measures as measure_texts
from fuer_desktop.texts import paper as texts


class Align(Enum):
    """Where a text stands in its cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Holds(Enum):
    """What a printed column is for; widths follow from it."""

    NAME = "name"
    UNIT = "unit"
    CODE = "code"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in a cell; ``indent`` in widths of a character; ``shaded`` where it is derived."""

    text: str
    align: Align = Align.CENTRE
    indent: float = 0
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is printed; no code at headings. One that ``clings`` begins the parts of the row
    above it, and is not parted from it."""

    code: str
    cells: tuple[Cell, ...]
    clings: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its title, and the letter or number under it; with its neighbours of
    the same ``group`` it stands under the head of that name."""

    title: str
    number: str
    holds: Holds
    group: str = ""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table: its own title and period, where it has them, its heads and its rows, and the groups
    of heads that share one, by the first and how many. One of ``sentences`` has no heads, and of
    each row name, unit, code and figure."""

    code: str
    title: str
    period: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    groups: tuple[Group, ...] = ()
    sentences: bool = False

    def continued(self, turns: int) -> str:
        """The title over the rest of the table after so many turns of the page."""
        number = chinese_numeral(turns) if turns <= _MOST_IN_WORDS else str(turns)
        title = self.title.removesuffix(texts.CONTINUED)
        return f"{title}{texts.CONTINUED_NUMBER.format(number=number)}"


_MOST_IN_WORDS = 99


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who fills the form and for which year; a blank form knows neither.

    ``state`` says in words how the figures stand, ``printed`` when they were printed. ``signed``
    are the words behind the labels of ``texts.SIGNATURES`` that are known; ``key`` is the
    fingerprint of the key that signs the package, to be compared in doubt.
    """

    unit: str = ""
    year: int | None = None
    practice: bool = False
    draft: bool = False
    state: str = ""
    printed: str = ""
    key: str = ""
    signed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole form: lines of the head at the left and at the right, tables, remarks, notes,
    signatures; ``stamps`` stand above each page, the lines of ``foot`` below it."""

    code: str
    title: str
    stamps: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    tables: tuple[PrintedTable, ...]
    remarks: tuple[str, ...]
    notes: tuple[str, ...]
    signatures: tuple[str, ...]
    foot: tuple[str, str]

    @property
    def ruled(self) -> tuple[PrintedTable, ...]:
        """The tables with rows and columns; the others stand below them."""
        return tuple(table for table in self.tables if not table.sentences)


_NOTHING: Values = {}


def sheet_of(
    form: Form, occasion: Occasion, values: Values | None = None, told: Told | None = None
) -> Sheet:
    """The form as it is printed: blank, or with ``values``, which hold the derived ones too.

    Figures that are ``told`` in another unit stand in it, and their rows name it.
    """
    printer = _Printer(form, occasion, values, told)
    return Sheet(
        code=form.code,
        title=form.title,
        stamps=tuple(printer.stamps()),
        left=printer.left(),
        right=printer.right(),
        tables=tuple(printer.table(table) for table in form.tables),
        remarks=tuple(printer.remarks()),
        notes=form.notes,
        signatures=tuple(printer.signatures()),
        foot=printer.foot(),
    )


@dataclass
class _Printer:
    form: Form
    occasion: Occasion
    values: Values | None
    told: Told | None
    measure: str = field(init=False)
    """The unit of all rows, if they share one."""

    def __post_init__(self) -> None:
        rows = (row for table in self.form.tables for row in table.rows if row.code)
        units = {self._unit(row) for row in rows if not row.choices}
        self.measure = units.pop() if len(units) == 1 else ""

    def left(self) -> tuple[str, ...]:
        """Unit and period; the code in boxes, one for each of its signs."""
        unit = self.occasion.unit or texts.TO_WRITE
        return (
            _said(texts.CREDIT_CODE, texts.BOX * 18),
            _said(texts.UNIT_NAME, unit),
            _said(texts.PERIOD, self.form.period.covers(self.occasion.year)),
        )

    def right(self) -> tuple[str, ...]:
        """What makes the form official, and the unit of the whole form."""
        form, approval = self.form, self.form.approval
        words = (form.code, form.authority, approval.by, approval.number, approval.until)
        labels = texts.HEAD_RIGHT.values()
        lines = [
            _said(label, word or texts.PENDING) for label, word in zip(labels, words, strict=True)
        ]
        if self.measure:
            lines.append(_said(texts.MEASURE, self.measure))
        return tuple(lines)

    def stamps(self) -> Iterator[str]:
        """What keeps the pages from being taken for the real thing."""
        if self.occasion.practice:
            yield texts.PRACTICE
        if self.occasion.draft:
            yield texts.STAMP_DRAFT

    def signatures(self) -> Iterator[str]:
        """Who answers for the form, with the names that are known."""
        usual = {"date": texts.DATE_TO_WRITE}
        for role, label in texts.SIGNATURES.items():
            yield label + (self.occasion.signed.get(role) or usual.get(role, ""))

    def foot(self) -> tuple[str, str]:
        """What the page is a page of, and how its figures stand."""
        form, occasion = self.form, self.occasion
        of_what = [texts.FOOT_FORM.format(code=form.code, version=form.version), occasion.unit]
        if occasion.year is not None:
            of_what.append(form.period.covers(occasion.year))
        state = texts.FOOT_STATE.format(state=occasion.state, at=occasion.printed).strip()
        key = texts.FOOT_KEY.format(key=occasion.key) if occasion.key else ""
        stands = texts.SPACE.join(filter(None, (state, key)))
        return texts.SPACE.join(filter(None, of_what)), stands if occasion.printed else ""

    def table(self, table: Table) -> PrintedTable:
        """One table; it says its own period where that is another than the form's."""
        period = ""
        if table.period and table.period is not self.form.period:
            period = _said(texts.PERIOD, table.period.covers(self.occasion.year))
        title = table.title
        if table.supplement:
            lines = tuple(self._sentences(table))
            return PrintedTable(table.code, title, "", (), lines, sentences=True)
        if title and len(self.form.tables) > 1:
            title = texts.TABLE_TITLE.format(code=table.code, title=title)
        heads, lines = tuple(self._heads(table)), tuple(self._lines(table))
        before = len(heads) - len(table.columns)
        groups = tuple(replace(group, first=group.first + before) for group in table.groups)
        return PrintedTable(table.code, title, period, heads, lines, groups)

    def remarks(self) -> Iterator[str]:
        """What signs and shades mean, those that the form has."""
        cells = [
            (table, row, column)
            for table in self.form.tables
            for row in table.rows
            if row.code
            for column in table.columns
        ]
        if any(t.is_open(r, c) and not t.is_typed(r, c) for t, r, c in cells):
            yield texts.REMARK_DERIVED
        if any(not t.is_open(r, c) for t, r, c in cells):
            yield texts.REMARK_CLOSED if self.values is None else texts.REMARK_CLOSED_FILLED
        if self.told:
            yield texts.REMARK_UNIT.format(unit=self.told.unit)
            if not self.told.is_whole:
                yield measure_texts.ROUNDING_NOTE

    def _heads(self, table: Table) -> Iterator[Head]:
        yield Head(texts.NAME, texts.NAME_LETTER, Holds.NAME)
        if not self.measure:
            yield Head(texts.ROW_UNIT, texts.UNIT_LETTER, Holds.UNIT)
        yield Head(texts.ROW_CODE, texts.CODE_LETTER, Holds.CODE)
        for column in table.columns:
            is_text = column.content is Content.TEXT
            holds = Holds.TEXT if is_text else Holds.NUMBER
            yield Head(column.title, column.code, holds, column.group)

    def _lines(self, table: Table) -> Iterator[Line]:
        for row, (words, indent) in zip(table.rows, _names(table), strict=True):
            cells = [Cell(words, Align.LEFT, indent)]
            if not self.measure:
                cells.append(Cell(self._unit(row) or texts.DASH))
            cells.append(Cell(row.code or texts.DASH))
            cells += (self._cell(table, row, column) for column in table.columns)
            yield Line(row.code, tuple(cells), words.startswith(texts.PART_OF))

    def _sentences(self, table: Table) -> Iterator[Line]:
        """The rows of a supplementary table; parts go on in the sentence of their row."""
        for row, (words, _) in zip(table.rows, _names(table), strict=True):
            cells = [Cell(words), Cell(self._unit(row)), Cell(row.code)]
            cells.append(self._cell(table, row, table.columns[0]))
            yield Line(row.code, tuple(cells), clings=bool(row.part_of))

    def _unit(self, row: Row) -> str:
        return self.told.unit if self.told and is_told(row, self.told.unit) else row.unit

    def _cell(self, table: Table, row: Row, column: Column) -> Cell:
        if not table.is_open(row, column):
            return Cell(texts.DASH)
        shaded = not table.is_typed(row, column)
        key = CellKey(table.code, row.code, column.code)
        value = (self.values or _NOTHING).get(key, BLANK)
        numbers: Mapping[CellKey, Decimal] = self.told.numbers if self.told else {}
        if key in numbers:
            return Cell(shown(numbers[key]), Align.RIGHT, shaded=shaded)
        if key in self.form.choice_cells and value.kind in (Kind.NUMBER, Kind.BLANK):
            return Cell(_ticked(row.choices, value), Align.LEFT, shaded=shaded)
        if value.number is not None:
            text = shown(value.number, table.decimals(row, column))
            return Cell(text, Align.RIGHT, shaded=shaded)
        align = Align.LEFT if value.kind is Kind.TEXT else Align.CENTRE
        return Cell(value.text, align, shaded=shaded)


def _ticked(choices: Choices, value: DataValue) -> str:
    """All answers, that which was chosen ticked: in one line where they are short, else one below
    the other."""
    boxes = [
        texts.CHOICE.format(
            box=texts.TICKED_BOX if choice.code == value.number else texts.EMPTY_BOX,
            choice=choice.text,
        )
        for choice in choices
    ]
    line = texts.CHOICES_IN_LINE.join(boxes)
    return line if len(line) <= _SHORT else "\n".join(boxes)


_SHORT = 14
"""Signs of answers that stand in one line."""


def _said(label: str, word: str) -> str:
    return f"{label}{texts.COLON}{word}"


_PART_INDENT = 3
"""Widths of a character that 其中： takes: the rows after the first of its group begin below its
name."""


def _names(table: Table) -> Iterator[tuple[str, float]]:
    """Each row's name and indent.

    其中 stands before the first of several parts below one another, a step in from the row whose
    parts they are; what belongs to a part begins below the part's name. A part whose whole stands
    under another heading goes without: 其中 would point at nothing.
    """
    near: dict[str, int] = {}
    group: Row | None = None
    for row in table.rows:
        if not row.code:
            near, group = {}, None
        if row.part_of in near:
            is_first = group is None or group.part_of != row.part_of
            group = row
            name = texts.PART_OF + row.title if is_first else row.title
            yield name, _step(row, near) + (0 if is_first else _PART_INDENT)
        elif group and row.level > group.level:
            yield row.title, _step(group, near) + row.level - group.level + _PART_INDENT
        else:
            group = None
            yield row.title, row.level
        if row.code:
            near[row.code] = row.level


def _step(part: Row, near: Mapping[str, int]) -> int:
    return max(part.level, near[part.part_of] + 1)
