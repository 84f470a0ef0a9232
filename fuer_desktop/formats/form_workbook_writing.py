"""An official form as a workbook that people fill in Excel or WPS: as printed, protected without a
password, every open cell checked, no macro and no link.

Each table has a sheet of its own, for only so the heads stay in sight while one scrolls, repeat on
every printed page, and every table has the column widths it needs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from fuer_desktop.domain.cell_text import NOT_APPLICABLE, as_written
from fuer_desktop.domain.choices import Choice, Choices, chosen, listed
from fuer_desktop.domain.forms import Content, Form, Table, with_derived
from fuer_desktop.domain.numbers import MAX_DIGITS
from fuer_desktop.domain.values import BLANK, MAX_TEXT, CellKey, DataValue, Kind, Values
from fuer_desktop.formats.form_workbook_formulas import Place, formula_of, number_check, runs
from fuer_desktop.formats.form_workbook_marks import Mark
from fuer_desktop.formats.form_workbook_styles import add_styles
from fuer_desktop.formats.workbook_guard import cell_name, letters_of
from fuer_desktop.texts import form_workbook as texts
from fuer_desktop.texts import paper as paper_texts

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_BESIDE = 4
"""Columns of figures beside which last year's have room."""

_NAME_WIDTHS = (16, 44)
_UNIT_WIDTH, _CODE_WIDTH, _NUMBER_WIDTH, _TEXT_WIDTH = 9, 8, 14, 56
_TEXT_HEIGHT = 66
_GROUP_HEIGHT = 22
_HEIGHTS = {"mark": 11, "title": 26, "line": 15}
_A4, _A3 = 9, 8
_UPRIGHT, _ACROSS = 92, 140
"""Characters of a whole table up to which it is read on an upright A4 page, on one across."""

_STYLE = texts.STYLES


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The words of a table as printed: titles of the heads, and for each row its name with the
    characters by which it is set in, and its unit; no units where the form has one for all."""

    title: str
    heads: Sequence[str]
    names: Sequence[tuple[str, float]]
    units: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """The words of a form as printed, by the codes of its tables."""

    title: str
    left: Sequence[str]
    right: Sequence[str]
    tables: Mapping[str, PrintedTable]
    remarks: Sequence[str] = ()


@dataclass(frozen=True)
class Filling:
    """What stands in the form: of whom and when, this year's values and last year's."""

    unit: str = ""
    year: int | None = None
    practice: bool = False
    values: Values = field(default_factory=dict)
    last_year: Values = field(default_factory=dict)


def write_form(form: Form, printed: Printed, filling: Filling) -> bytes:
    """The form as an .xlsx file."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    add_styles(
        book, sorted({*form.typed_cells.values(), *(c.decimals for c in form.derived_cells)})
    )
    for table in form.tables:
        _SheetWriter(book, form, table, printed, filling).write()
    _write_notes(book, form)
    book.properties.title = form.title
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def shown_value(value: DataValue) -> str | int | float | None:
    """A value as a cell holds it: a figure as a number, else the words that read back."""
    if value.number is not None:
        whole = value.number == value.number.to_integral_value()
        return int(value.number) if whole else float(value.number)
    return None if value.kind is Kind.BLANK else as_written(value)


class _SheetWriter:
    """One table on its sheet, from the first line to the last."""

    def __init__(
        self, book: Workbook, form: Form, table: Table, printed: Printed, filling: Filling
    ) -> None:
        self._form = form
        self._table = table
        self._printed = printed
        self._words = printed.tables[table.code]
        self._filling = filling
        self._values = with_derived(form, filling.values)
        self._page: Worksheet = book.create_sheet(self._sheet_title())
        self._fixed = 3 if self._words.units else 2
        self._next = 1
        numbers = [c for c in table.columns if c.content is Content.NUMBER]
        known = any(key.table == table.code for key in filling.last_year)
        self._before = numbers if known and len(numbers) <= MOST_BESIDE else []

    def write(self) -> None:
        """Everything of the sheet."""
        self._write_top()
        self._head_row = self._next
        self._write_heads()
        first = self._first_row = self._next
        for row, (name, indent) in zip(self._table.rows, self._words.names, strict=True):
            self._write_row_names(row.code, name, indent)
            self._next += 1
        self._places = {
            CellKey(self._table.code, row.code, column.code): (first + line, self._fixed + number)
            for line, row in enumerate(self._table.rows)
            if row.code
            for number, column in enumerate(self._table.columns, start=1)
        }
        self._write_cells(first)
        self._write_foot()
        self._set_up(first)

    @property
    def _width(self) -> int:
        return self._fixed + len(self._table.columns) + len(self._before)

    def _sheet_title(self) -> str:
        template = texts.SHEET if len(self._form.tables) == 1 else texts.SHEET_OF_TABLE
        title = template.format(form=self._form.code, table=self._table.code)
        return "".join("-" if sign in r"[]:*?/\'" else sign for sign in title)[:31]

    def _put(self, column: int, value: object, style: str) -> Any:
        return self._put_at((self._next, column), value, style)

    def _put_at(self, place: Place, value: object, style: str) -> Any:
        cell = self._page.cell(*place)
        cell.style = style
        cell.value = value
        if isinstance(value, str) and not style.startswith(_DERIVED):
            cell.data_type = "s"  # text stays text, whatever it begins with
        return cell

    # --- heads and foot -----------------------------------------------------------------

    def _write_top(self) -> None:
        filling, printed = self._filling, self._printed
        mark = Mark(
            self._form.code, self._form.version, self._table.code,
            filling.unit, filling.year, filling.practice,
        )  # fmt: skip
        self._line("mark", mark.text)
        title = (
            printed.title
            if not filling.practice
            else texts.PRACTICE_TITLE.format(title=printed.title)
        )
        for column in range(1, self._width + 1):
            self._put(column, title if column == 1 else None, _STYLE["title"])
        self._page.row_dimensions[self._next].height = _HEIGHTS["title"]
        self._next += 1
        pairs = [
            texts.GAP.join(printed.right[at : at + 2]) for at in range(0, len(printed.right), 2)
        ]
        for left, right in zip_longest(printed.left, pairs):
            if right:
                self._put(self._width, right, _STYLE["line_right"])
            self._line("line", left)
        if self._words.title:
            self._line("line", self._words.title)

    def _line(self, kind: str, text: str | None) -> None:
        if text:
            self._put(1, text, _STYLE[kind])
        self._page.row_dimensions[self._next].height = _HEIGHTS[kind]
        self._next += 1

    def _write_heads(self) -> None:
        """Titles of the columns, above them the heads that some share, below them the codes."""
        has_groups = bool(self._table.groups)
        upper, self._next = self._next, self._next + has_groups
        self._write_titles()
        if has_groups:
            self._write_groups(upper)

    def _write_groups(self, upper: int) -> None:
        """Each over its columns; what belongs to none reaches over both lines."""
        page, grouped = self._page, set[int]()
        for group in self._table.groups:
            first = self._fixed + 1 + group.first
            columns = range(first, first + group.count)
            grouped.update(columns)
            self._put_at((upper, first), group.title, _STYLE["head"])
            for column in columns[1:]:
                self._put_at((upper, column), None, _STYLE["head"])
            if group.count > 1:
                page.merge_cells(None, upper, first, upper, columns[-1])
        for column in set(range(1, self._width + 1)) - grouped:
            self._put_at((upper, column), page.cell(upper + 1, column).value, _STYLE["head"])
            page.merge_cells(None, upper, column, upper + 1, column)
        page.row_dimensions[upper].height = _GROUP_HEIGHT

    def _write_titles(self) -> None:
        codes = [paper_texts.NAME_LETTER, paper_texts.UNIT_LETTER, paper_texts.CODE_LETTER]
        if not self._words.units:
            codes.remove(paper_texts.UNIT_LETTER)
        codes += [column.code for column in self._table.columns]
        heads = [*self._words.heads, *(texts.LAST_YEAR.format(title=c.title) for c in self._before)]
        codes += [texts.LAST_YEAR_CODE.format(code=column.code) for column in self._before]
        lines = max(text.count("\n") + 1 + _width_of(text) // _NUMBER_WIDTH for text in heads[1:])
        for column, (head, code) in enumerate(zip(heads, codes, strict=True), start=1):
            self._put_at((self._next, column), head, _STYLE["head"])
            self._put_at((self._next + 1, column), code, _STYLE["code"])
        self._page.row_dimensions[self._next].height = 8 + 14 * min(lines, 6)
        self._next += 2

    def _write_row_names(self, code: str, name: str, indent: float) -> None:
        from openpyxl.styles import Alignment

        cell = self._put(1, name, _STYLE["name"])
        if indent:
            cell.alignment = Alignment(
                vertical="center", wrap_text=True, indent=min(round(indent), 12)
            )
        if self._words.units:
            line = self._next - self._first_row
            self._put(2, self._words.units[line], _STYLE["fixed"])
        self._put(self._fixed, code or paper_texts.DASH, _STYLE["fixed"])

    def _write_foot(self) -> None:
        for remark in self._printed.remarks:
            self._line("line", paper_texts.REMARKS + remark)
        self._line("line", texts.GAP.join(paper_texts.SIGNATURES))

    # --- cells --------------------------------------------------------------------------

    def _write_cells(self, first: int) -> None:
        derived = {cell.key: cell for cell in self._form.derived_cells}
        for line, row in enumerate(self._table.rows):
            for number, column in enumerate(self._table.columns, start=1):
                place = (first + line, self._fixed + number)
                key = CellKey(self._table.code, row.code, column.code)
                if not self._table.is_open(row, column):
                    self._put_at(place, paper_texts.DASH, _STYLE["closed"])
                elif key in derived:
                    cell = derived[key]
                    style = _STYLE["derived"].format(decimals=cell.decimals)
                    self._put_at(place, formula_of(cell, self._places), style)
                else:
                    self._write_open(place, key)
            self._write_before(first + line, row.code)
        for rule in self._checks():
            self._page.add_data_validation(rule)

    def _write_open(self, place: Place, key: CellKey) -> None:
        value = self._shown(key, self._values.get(key, BLANK))
        if key in self._form.text_cells:
            self._put_at(place, value, _STYLE["text"])
            self._page.row_dimensions[place[0]].height = _TEXT_HEIGHT
        else:
            decimals = self._form.typed_cells[key]
            self._put_at(place, value, _STYLE["number"].format(decimals=decimals))

    def _shown(self, key: CellKey, value: DataValue) -> str | int | float | None:
        """A value as a cell holds it; an answer with its words, as the list beside it has it."""
        choice = chosen(self._form.choice_cells.get(key, ()), value.number)
        return _answer(choice, self._form.choice_cells[key]) if choice else shown_value(value)

    def _write_before(self, line: int, row: str) -> None:
        """Last year's figures, only to be looked at."""
        for number, column in enumerate(self._before, start=1):
            key = CellKey(self._table.code, row, column.code)
            value = self._filling.last_year.get(key, BLANK)
            place = (line, self._fixed + len(self._table.columns) + number)
            decimals = self._form.typed_cells.get(key, 0)
            style = _STYLE["before"].format(decimals=decimals)
            self._put_at(place, self._shown(key, value), style)

    def _checks(self) -> Iterator[Any]:
        """A check for every piece of a column in which the same may stand; in one piece, the
        address in its formula is told by every program from the piece's first cell."""
        for column in self._table.columns:
            open_cells: dict[tuple[int, Choices], list[Place]] = {}
            for row in self._table.rows:
                key = CellKey(self._table.code, row.code, column.code)
                if key in self._form.typed_cells:
                    alike = self._form.typed_cells[key], self._form.choice_cells.get(key, ())
                    open_cells.setdefault(alike, []).append(self._places[key])
            for (decimals, choices), places in open_cells.items():
                for top, bottom in runs(places):
                    if choices:
                        made = _choice_check(choices)
                    elif column.content is Content.TEXT:
                        made = _text_check()
                    else:
                        made = _number_check(top, decimals)
                    made.add(f"{cell_name(*top)}:{cell_name(*bottom)}")
                    yield made

    # --- the page -----------------------------------------------------------------------

    def _set_up(self, first: int) -> None:
        page, fixed = self._page, self._fixed
        page.freeze_panes = cell_name(first, fixed + 1)
        page.sheet_view.showGridLines = False
        page.sheet_view.zoomScale = 100
        widths = self._widths()
        for number, width in enumerate(widths, start=1):
            page.column_dimensions[letters_of(number)].width = width
        _protect(page)
        total = sum(widths)
        page.page_setup.paperSize = _A4 if total <= _ACROSS else _A3
        page.page_setup.orientation = "portrait" if total <= _UPRIGHT else "landscape"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.print_title_rows = f"{self._head_row}:{first - 1}"
        page.print_area = f"A1:{cell_name(self._next - 1, self._width)}"
        page.print_options.horizontalCentered = True
        page.oddFooter.center.text = texts.PAGE

    def _widths(self) -> list[float]:
        longest = max((_width_of(n) + 2 * i for n, i in self._words.names), default=0)
        widths: list[float] = [min(max(longest + 2, _NAME_WIDTHS[0]), _NAME_WIDTHS[1])]
        if self._words.units:
            widths.append(max(_UNIT_WIDTH, *(_width_of(unit) + 2 for unit in self._words.units)))
        widths.append(_CODE_WIDTH)
        for column in self._table.columns:
            widths.append(_TEXT_WIDTH if column.content is Content.TEXT else _NUMBER_WIDTH)
        return widths + [_NUMBER_WIDTH] * len(self._before)


_DERIVED = texts.STYLES["derived"].format(decimals="")


_LATIN = 0xFF


def _width_of(text: str) -> int:
    """Characters of a text at their widest line; a Chinese one takes two."""
    return max(
        (sum(2 if ord(sign) > _LATIN else 1 for sign in line) for line in text.split("\n")),
        default=0,
    )


def _number_check(top: Place, decimals: int) -> Any:
    signs = texts.PROMPT_SIGNS
    prompt = texts.PROMPT_DECIMALS if decimals else texts.PROMPT_WHOLE
    error = texts.ERROR_DECIMALS if decimals else texts.ERROR_WHOLE
    words = {"decimals": decimals, "signs": signs, "digits": MAX_DIGITS - decimals}
    made = _check("custom", prompt.format(**words), error.format(**words))
    made.formula1 = number_check(top, decimals)
    return made


def _answer(choice: Choice, choices: Choices) -> str | int:
    """An answer as a cell holds it: in words, where a list can hold them all."""
    return choice.text if _in_words(choices) else choice.code


def _in_words(choices: Choices) -> bool:
    """Whether a list of a spreadsheet holds the words: it parts them at commas, and is short."""
    words = ",".join(choice.text for choice in choices)
    return words.count(",") == len(choices) - 1 and '"' not in words and len(words) < _LONGEST_LIST


_LONGEST_LIST = 250


def _choice_check(choices: Choices) -> Any:
    """A list to choose from; what stands for no number may be written instead, after a question."""
    words = {"choices": listed(choices), "signs": texts.PROMPT_SIGNS}
    made = _check(
        "list",
        _short(texts.PROMPT_CHOICE.format(**words)),
        _short(texts.ERROR_CHOICE.format(**words)),
    )
    offered = [str(_answer(choice, choices)) for choice in choices]
    made.formula1 = f'"{",".join([*offered, NOT_APPLICABLE])}"'
    made.errorStyle = "warning"
    return made


def _short(text: str) -> str:
    """As much as the prompt of a check may hold."""
    return text if len(text) <= _LONGEST_LIST else f"{text[: _LONGEST_LIST - 1]}…"


def _text_check() -> Any:
    prompt, error = texts.PROMPT_TEXT.format(most=MAX_TEXT), texts.ERROR_TEXT.format(most=MAX_TEXT)
    made = _check("textLength", prompt, error)
    made.operator, made.formula1 = "lessThanOrEqual", str(MAX_TEXT)
    return made


def _check(kind: str, prompt: str, error: str) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    made = DataValidation(kind, allow_blank=True, showErrorMessage=True, showInputMessage=True)
    made.promptTitle, made.prompt = texts.PROMPT_TITLE, prompt
    made.errorTitle, made.error = texts.ERROR_TITLE, error
    return made


def _protect(page: Worksheet) -> None:
    """Without a password; widths, heights, sorting and filters stay free. False means allowed."""
    page.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(page.protection, allowed, False)


def _write_notes(book: Workbook, form: Form) -> None:
    page = book.create_sheet(texts.NOTES_SHEET)
    notes = [
        paper_texts.NOTE.format(number=number) + note
        for number, note in enumerate(form.notes, start=1)
    ]
    lines = (texts.HOW_TO_TITLE, *texts.HOW_TO, "", paper_texts.NOTES, *notes)
    for number, line in enumerate(lines, start=1):
        cell = page.cell(number, 1)
        cell.style = _STYLE["note"]
        cell.value = line
        cell.data_type = "s"
    page.column_dimensions["A"].width = 100
    page.sheet_view.showGridLines = False
    _protect(page)
