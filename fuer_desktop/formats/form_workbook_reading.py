"""Finds official forms in a workbook again, after people have inserted, hidden, reordered, renamed
and added: by the codes that are printed on them, never by position.

A form's table is known by its mark, a column by its code in the line of 甲 and 丙, a row by its
code under 丙. What was not read is told by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fuer_desktop.domain.forms import Form, Table
from fuer_desktop.domain.numbers import halfwidth
from fuer_desktop.domain.values import CellKey, DataValue
from fuer_desktop.domain.wording import cell_name as words_of
from fuer_desktop.formats.form_workbook_marks import Mark, mark_in
from fuer_desktop.formats.form_workbook_values import Said, said_by
from fuer_desktop.formats.workbook_cells import NUMBER, Cell, RawSheet
from fuer_desktop.formats.workbook_guard import Area, cell_name, letters_of
from fuer_desktop.formats.workbook_reading import listed
from fuer_desktop.texts import form_workbook as texts
from fuer_desktop.texts import paper as paper_texts
from fuer_desktop.texts import workbook as workbook_texts

AREA = Area(rows=20_000, columns=200)
"""What is looked at; people keep workings of their own beside a form."""


@dataclass(frozen=True)
class Wanted:
    """Whose forms are read, by their codes, for which year."""

    forms: Mapping[str, Form]
    unit: str
    unit_name: str
    year: int
    practice: bool = False


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell of a form, where it stands in the workbook, and what it says there."""

    key: CellKey
    sheet: str
    address: str
    said: Said

    @property
    def value(self) -> DataValue | None:
        """The value, where it is one."""
        return self.said.value

    def sentence(self, form: Form, problem: str = "") -> str:
        """A mistake with its place: sheet, address, row and column by name."""
        return texts.PROBLEM.format(
            sheet=self.sheet,
            address=self.address,
            cell=words_of(form, self.key),
            problem=problem or self.said.problem,
        )


@dataclass(frozen=True)
class FormsFound:
    """The cells of each form by its code, and in sentences what was not read."""

    cells: Mapping[str, Sequence[FoundCell]]
    notes: Sequence[str]


def find_forms(sheets: Sequence[RawSheet], wanted: Wanted) -> FormsFound:
    """Every cell of the wanted forms that stands in a workbook."""
    notes: list[str] = []
    blocks = [block for sheet in sheets for block in _blocks(sheet, wanted, notes)]
    if not blocks and not notes:
        notes.append(texts.NOTHING_FOUND)
    cells: dict[str, list[FoundCell]] = {}
    for block in _single(blocks, notes):
        cells.setdefault(block.form.code, []).extend(_Reader(block, notes).cells())
    return FormsFound(cells, notes)


# --- where the forms are -------------------------------------------------------------------


@dataclass(frozen=True)
class _Block:
    """A table of a form in a sheet: the rows from its mark to the next one."""

    sheet: RawSheet
    form: Form
    table: Table
    rows: Sequence[int]


def _blocks(sheet: RawSheet, wanted: Wanted, notes: list[str]) -> Iterator[_Block]:
    rows = sorted(sheet.rows)
    marks = [(row, mark) for row in rows if (mark := _mark_of_row(sheet, row))]
    if not marks and rows:
        marks = [(row, mark) for row in rows if (mark := _printed_code(sheet, row))][:1]
    if not marks:
        if rows and sheet.title != texts.NOTES_SHEET:
            notes.append(_note(sheet, texts.NOT_READ))
        return
    if sheet.hidden:
        notes.append(_note(sheet, texts.HIDDEN_SHEET))
    ends = [row for row, _ in marks[1:]] + [rows[-1] + 1]
    for (start, mark), end in zip(marks, ends, strict=True):
        lines = [row for row in rows if start <= row < end]
        problem = _foreign(mark, wanted)
        form = wanted.forms.get(mark.form)
        table = _table_of(form, mark, sheet, lines) if form and not problem else None
        if form is None or table is None:
            template = texts.UNKNOWN_TABLE if mark.table else texts.NO_TABLE
            told = problem or template.format(form=mark.form, table=mark.table)
            notes.append(_note(sheet, told))
        else:
            if not mark.version:
                notes.append(_note(sheet, texts.WITHOUT_MARK))
            yield _Block(sheet, form, table, lines)


def _note(sheet: RawSheet, note: str) -> str:
    return texts.NOTE.format(sheet=sheet.title, note=note)


def _mark_of_row(sheet: RawSheet, row: int) -> Mark | None:
    found = (mark_in(cell.text) for cell in sheet.rows[row].values())
    return next((mark for mark in found if mark), None)


_SIGN_OF_CODE = "号"
_PRINTED_CODE = re.compile(r"表号:(\S+?)(?:制定机关.*)?")


def _printed_code(sheet: RawSheet, row: int) -> Mark | None:
    """The form's code as its printed head says it, where the mark is gone."""
    for cell in sheet.rows[row].values():
        if _SIGN_OF_CODE not in cell.text:
            continue
        if found := _PRINTED_CODE.fullmatch(re.sub(r"\s", "", halfwidth(cell.text))):
            return Mark(found[1], 0, "")
    return None


def _foreign(mark: Mark, wanted: Wanted) -> str:
    """Why a table is not one of those wanted; nothing where it is."""
    form = wanted.forms.get(mark.form)
    if form is None:
        return texts.UNKNOWN_FORM.format(form=mark.form, known="、".join(wanted.forms))
    if mark.unit not in ("", wanted.unit):
        own = f"{wanted.unit} {wanted.unit_name}".strip()
        return texts.OTHER_UNIT.format(found=mark.unit, own=own)
    if mark.year not in (None, wanted.year):
        return texts.OTHER_YEAR.format(found=mark.year, own=wanted.year)
    if mark.version not in (0, form.version):
        words = {"form": form.code, "found": mark.version, "own": form.version}
        return texts.OTHER_VERSION.format(**words)
    if mark.practice != wanted.practice and (mark.practice or mark.unit):
        return texts.PRACTICE_HERE if mark.practice else texts.REAL_HERE
    return ""


def _table_of(form: Form, mark: Mark, sheet: RawSheet, rows: Sequence[int]) -> Table | None:
    if mark.table:
        return form.table_by_code.get(mark.table)
    if len(form.tables) == 1:
        return form.tables[0]
    titled = {f"({table.code})": table for table in form.tables}
    for row in rows:
        for cell in sheet.rows[row].values():
            text = halfwidth(cell.text).strip()
            for start, table in titled.items():
                if text.startswith(start):
                    return table
    return None


def _single(blocks: Sequence[_Block], notes: list[str]) -> Iterator[_Block]:
    """The tables that stand in the workbook once."""
    seen: dict[tuple[str, str], list[_Block]] = {}
    for block in blocks:
        seen.setdefault((block.form.code, block.table.code), []).append(block)
    for (form, table), found in seen.items():
        if len(found) == 1:
            yield found[0]
            continue
        first, other, *_ = found
        words = {"other": other.sheet.title, "form": form, "table": table}
        notes.append(_note(first.sheet, texts.TWICE.format(**words)))


# --- the cells of one table ----------------------------------------------------------------


@dataclass
class _Reader:
    block: _Block
    notes: list[str]
    merged: dict[tuple[int, int], str] = field(default_factory=dict)

    def cells(self) -> Iterator[FoundCell]:
        """The cells that a person fills, in the order of the form; what is missing is told."""
        line, code_column = self._code_line()
        if not line:
            self._tell(texts.NO_CODES)
            return
        columns = self._columns(line)
        lines = self._rows(line, code_column, columns)
        self._mark_merged(set(columns.values()))
        self._tell_hidden(lines, columns)
        table = self.block.table
        missing = [code for code in table.coded_rows if code not in lines]
        if missing:
            self._tell(texts.MISSING_ROWS.format(rows="、".join(missing)))
        closed: list[str] = []
        for code, rows in lines.items():
            for column, at in columns.items():
                key = CellKey(table.code, code, column)
                if key in self.block.form.typed_cells:
                    yield from self._found(key, rows, at)
                elif not table.is_open(table.coded_rows[code], table.column_by_code[column]):
                    closed += self._filled_though_closed(rows, at)
        if closed:
            self._tell(texts.CLOSED_FILLED.format(cells="、".join(closed)))

    def _tell(self, note: str) -> None:
        self.notes.append(_note(self.block.sheet, note))

    def _code_line(self) -> tuple[int, int]:
        """The row in which the codes of the columns stand, and the column of the rows' codes."""
        known = self.block.table.column_by_code.keys()
        for row in self.block.rows:
            by_text = {_code_in(cell): at for at, cell in self.block.sheet.rows[row].items()}
            if paper_texts.CODE_LETTER in by_text and not known.isdisjoint(by_text):
                return row, by_text[paper_texts.CODE_LETTER]
        return 0, 0

    def _columns(self, line: int) -> dict[str, int]:
        found: dict[str, list[int]] = {}
        for at, cell in self.block.sheet.rows[line].items():
            code = _code_in(cell)
            if code in self.block.table.column_by_code:
                found.setdefault(code, []).append(at)
        for code, places in found.items():
            if len(places) > 1:
                first, second = map(letters_of, places[:2])
                words = {"column": code, "first": first, "second": second}
                self._tell(texts.DOUBLE_COLUMN.format(**words))
        missing = [code for code in self.block.table.column_by_code if code not in found]
        if missing:
            self._tell(texts.MISSING_COLUMNS.format(columns="、".join(missing)))
        return {code: at for code in self.block.table.column_by_code
                for at in found.get(code, ()) if len(found[code]) == 1}  # fmt: skip

    def _rows(self, line: int, at: int, columns: Mapping[str, int]) -> dict[str, list[int]]:
        """The rows of the sheet in which each row of the form stands, in the form's order."""
        found: dict[str, list[int]] = {}
        uncoded: list[int] = []
        for row in self.block.rows:
            if row <= line:
                continue
            cells = self.block.sheet.rows[row]
            code = _code_in(cells[at]) if at in cells else ""
            if code in self.block.table.coded_rows:
                found.setdefault(code, []).append(row)
            elif code not in _NO_CODE:
                self._tell(texts.UNKNOWN_ROW.format(row=row, code=code))
            elif any(cells[c].kind == NUMBER for c in columns.values() if c in cells) and (
                code != paper_texts.CODE_LETTER
            ):
                uncoded.append(row)
        if uncoded:
            self._tell(texts.ROW_WITHOUT_CODE.format(rows=listed(uncoded)))
        return {code: found[code] for code in self.block.table.coded_rows if code in found}

    def _mark_merged(self, columns: set[int]) -> None:
        """Which cells are parts of merged ones, among the columns and rows that are read."""
        first, last = self.block.rows[0], self.block.rows[-1]
        for area in self.block.sheet.merged:
            said = f"{cell_name(area.top, area.left)}:{cell_name(area.bottom, area.right)}"
            for row in range(max(area.top, first), min(area.bottom, last) + 1):
                for column in columns.intersection(range(area.left, area.right + 1)):
                    self.merged[row, column] = said

    def _tell_hidden(self, lines: Mapping[str, Sequence[int]], columns: Mapping[str, int]) -> None:
        sheet = self.block.sheet
        hidden = [row for rows in lines.values() for row in rows if row in sheet.hidden_rows]
        if hidden:
            self._tell(workbook_texts.HIDDEN_ROWS.format(rows=listed(hidden)))
        letters = [letters_of(at) for at in columns.values() if at in sheet.hidden_columns]
        if letters:
            self._tell(workbook_texts.HIDDEN_COLUMNS.format(columns="、".join(letters)))

    def _found(self, key: CellKey, rows: Sequence[int], at: int) -> Iterator[FoundCell]:
        for row in rows:
            cell = self.block.sheet.rows[row].get(at)
            said = said_by(self.block.form, key, cell)
            problem = ""
            if len(rows) > 1:
                problem = texts.DOUBLE_ROW.format(code=key.row, rows=listed(rows))
            elif (row, at) in self.merged:
                problem = texts.MERGED.format(range=self.merged[row, at])
            if problem:
                said = Said(said.text, problem=problem)
            yield FoundCell(key, self.block.sheet.title, cell_name(row, at), said)

    def _filled_though_closed(self, rows: Sequence[int], at: int) -> Iterator[str]:
        for row in rows:
            cell = self.block.sheet.rows[row].get(at)
            if cell and cell.text.strip() not in ("", paper_texts.DASH):
                yield cell_name(row, at)


_NO_CODE = ("", paper_texts.DASH, paper_texts.CODE_LETTER)


def _code_in(cell: Cell) -> str:
    """A code as it is printed; a spreadsheet may have made a number of it."""
    return halfwidth(cell.text).strip()
