"""What stands in a workbook's cells: found by openpyxl in a process of its own, under limits.

Both sides of the pipe are here: ``read_sheets`` asks, ``answer`` is what the hidden entry
``--parse-workbook`` runs. openpyxl's own reader of a sheet is asked for the rows one by one, as its
read-only mode does, but makes no cell of what is empty.
"""

from __future__ import annotations

import gc
import importlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from fuer_desktop.domain.errors import WorkbookError
from fuer_desktop.formats import workbook_child, workbook_guard
from fuer_desktop.formats.workbook_child import Terms
from fuer_desktop.formats.workbook_guard import Area
from fuer_desktop.texts import workbook as texts

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ENTRY = "--parse-workbook"
"""The hidden word with which the program reads a workbook from its input."""

TEXT, NUMBER, BOOLEAN, DATE, ERROR, NOTHING = "tnbdex"
"""What a cell holds; ``NOTHING`` is a formula without a stored result."""


class Cell(NamedTuple):
    """One cell that is not empty: what it holds, as text; a number's format; whether computed."""

    column: int
    kind: str
    text: str
    shown: str = ""
    formula: bool = False


class Range(NamedTuple):
    """A rectangle of cells, both corners in it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class RawSheet:
    """One worksheet as it is, before anybody asks what it means; rows and columns count from 1."""

    title: str
    hidden: bool = False
    merged: list[Range] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)


# --- asking --------------------------------------------------------------------------------


def read_sheets(
    data: bytes, area: Area | None = None, terms: Terms | None = None
) -> list[RawSheet]:
    """All worksheets of a workbook; raises WorkbookError with what stands in the way."""
    lines = workbook_child.ask(
        terms or Terms(ENTRY), data, lambda: workbook_guard.examine(data, area or Area())
    )
    import msgspec

    told = msgspec.json.Decoder(_Told)
    try:
        return list(_sheets(map(told.decode, lines)))
    except msgspec.MsgspecError as error:
        raise WorkbookError(texts.GAVE_UP) from error


class _Told(NamedTuple):
    """A line of the answer: a row with its cells, or after its rows a sheet, or the end."""

    row: int = 0
    cells: tuple[Cell, ...] = ()
    sheet: str | None = None
    hidden: bool = False
    merged: tuple[Range, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    end: bool = False


def _sheets(lines: Iterable[_Told]) -> Iterator[RawSheet]:
    """Each sheet's rows come before its line about the whole; the last line says that all is
    told."""
    rows: dict[int, dict[int, Cell]] = {}
    ended = False
    for line in lines:
        ended = line.end
        if line.sheet is not None:
            hidden = frozenset(line.hidden_rows), frozenset(line.hidden_columns)
            yield RawSheet(line.sheet, line.hidden, list(line.merged), *hidden, rows)
            rows = {}
        elif line.row:
            rows[line.row] = {cell.column: cell for cell in line.cells}
    if not ended:
        raise WorkbookError(texts.GAVE_UP)


# --- answering -----------------------------------------------------------------------------


def answer() -> int:
    """Read a workbook from this process's input and write what is in it, a line for each row."""
    workbook_child.begin()
    import msgspec

    encoded = msgspec.json.Encoder().encode
    gc.disable()  # a tree for every row, each let go at once
    importlib.import_module("openpyxl")  # while the workbook is still being looked through

    with open(0, "rb", closefd=False) as source, open(1, "wb", closefd=False) as sink:
        for line in _lines(io.BytesIO(source.read())):
            sink.write(encoded(line) + b"\n")
    return 0


def _lines(source: IO[bytes]) -> Iterator[_Told]:
    import warnings

    import openpyxl
    from openpyxl.cell.read_only import ReadOnlyCell

    warnings.simplefilter("ignore")  # parts that openpyxl does not know; nobody asks for them
    book = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        formats = _Formats(partial(ReadOnlyCell, sheet, 1, 1, None, "n"))
        with sheet._get_source() as part:
            parser = _parser(book, sheet, part, formats)
            widest = 0
            for number, row in parser.parse():
                cells = tuple(cell for cell in row if cell is not None)
                if cells:
                    widest = max(widest, cells[-1].column)
                    yield _Told(number, cells)
        yield _described(sheet, parser, widest)
    yield _Told(end=True)


def _parser(book: Any, sheet: Any, part: IO[bytes], formats: _Formats) -> Any:
    """openpyxl's reader of a sheet that makes our cells, and none of what is empty."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    columns = _Columns()
    plain = _Plain(sheet._shared_strings, book._date_formats, formats)

    class Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl says nothing of its types
        def parse_cell(self, element: Element) -> Cell | None:
            """Plain numbers and texts the short way, all else as openpyxl does."""
            ref, parts = element.get("r"), len(element)
            if ref and parts <= 1:
                self.col_counter = columns[ref.rstrip(_DIGITS)]
                if not parts:
                    return None
                if found := plain.cell(element, element[0], self.col_counter):
                    return found
            is_formula = element.find(FORMULA_TAG) is not None
            return _cell(super().parse_cell(element), formats, formula=is_formula)

    return Parser(
        part,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


class _Plain:
    """Cells that hold one number or one text and nothing else: nearly all of them."""

    def __init__(self, shared: Sequence[str], dates: set[int], formats: _Formats) -> None:
        from openpyxl.worksheet._reader import VALUE_TAG, _cast_number

        self._shared = shared
        self._dates = dates
        self._formats = formats
        self._value_tag = VALUE_TAG
        self._number = _cast_number

    def cell(self, element: Element, part: Element, column: int) -> Cell | None:
        """The cell, or None where it takes the long way."""
        kind, text = element.get("t", "n"), part.text
        if not text or part.tag != self._value_tag:
            return self._inline(part, column) if kind == "inlineStr" else None
        if kind == "s":
            return Cell(column, TEXT, self._shared[int(text)])
        style = int(element.get("s", 0))
        if kind == "n" and style not in self._dates:
            return Cell(column, NUMBER, str(self._number(text)), self._formats[style])
        return None

    @staticmethod
    def _inline(part: Element, column: int) -> Cell | None:
        is_plain = len(part) == 1 and part[0].tag == _TEXT
        return Cell(column, TEXT, part[0].text) if is_plain and part[0].text else None


_DIGITS = "0123456789"
_TEXT = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t"


class _Columns(dict[str, int]):
    """Numbers of columns by their letters."""

    def __missing__(self, letters: str) -> int:
        self[letters] = workbook_guard.position(letters + "1")[1]
        return self[letters]


def _described(sheet: Any, parser: Any, widest: int) -> _Told:
    columns: set[int] = set()
    for column in parser.column_dimensions.values():
        if column.get("hidden") in _YES:
            columns.update(range(int(column["min"]), min(int(column["max"]), widest) + 1))
    rows = (int(n) for n, row in parser.row_dimensions.items() if row.get("hidden") in _YES)
    merged = (Range(r.min_row, r.min_col, r.max_row, r.max_col) for r in _merges(parser))
    return _Told(
        sheet=sheet.title,
        hidden=sheet.sheet_state != "visible",
        merged=tuple(sorted(merged)),
        hidden_rows=tuple(sorted(rows)),
        hidden_columns=tuple(sorted(columns)),
    )


_YES = ("1", "true")


def _merges(parser: Any) -> list[Any]:
    return list(parser.merged_cells.mergeCell) if parser.merged_cells else []


_KINDS = {
    "s": TEXT,
    "inlineStr": TEXT,
    "str": TEXT,
    "n": NUMBER,
    "b": BOOLEAN,
    "e": ERROR,
    "d": DATE,
}


class _Formats(dict[int, str]):
    """How the cells of a style show a number: nothing where they show it as it is."""

    def __init__(self, cell_of: Callable[[int], Any]) -> None:
        super().__init__()
        self._cell_of = cell_of

    def __missing__(self, style: int) -> str:
        shown = str(self._cell_of(style).number_format)
        self[style] = "" if shown == "General" else shown
        return self[style]


def _cell(found: Mapping[str, Any], formats: _Formats, *, formula: bool) -> Cell | None:
    """One cell as it travels; a formula's is what the spreadsheet program last computed."""
    column, value = found["column"], found["value"]
    if value is None:
        return Cell(column, NOTHING, "", "", formula) if formula else None
    kind = _KINDS.get(found["data_type"], TEXT)
    if kind == NUMBER:
        return Cell(column, kind, str(value), formats[found["style_id"]], formula)
    text = str(value).upper() if kind == BOOLEAN else str(value).removesuffix(" 00:00:00")
    return Cell(column, kind, text, "", formula)
