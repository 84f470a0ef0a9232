"""From worksheets as people leave them to rows of known keys.

Sheets are found by their names, columns by their headings, both in any order. What is taken in
spite of its looks is a warning; what could be misread is a problem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fuer_desktop.formats.section import Placed, suggestion
from fuer_desktop.formats.workbook_cells import Cell, Range, RawSheet
from fuer_desktop.formats.workbook_guard import cell_name, letters_of
from fuer_desktop.formats.workbook_layout import OWNER, SHEETS, Key, Sheet
from fuer_desktop.formats.workbook_values import Content, fold, read_value
from fuer_desktop.texts import workbook as texts
from fuer_desktop.texts import workbook_layout as names

_TITLE_ROWS = 30
"""How far down the headings may begin."""

_LEAST_HEADINGS = 2
_ALIKE = 0.6
"""Share of a sheet's required headings by which a renamed one is known."""


@dataclass
class Line:
    """One row that says something: its values by key."""

    number: int
    values: dict[str, Content] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        """The value of a key that is a text; empty where there is none."""
        return str(self.values.get(key, ""))


@dataclass
class FilledSheet:
    """One sheet of the layout as it was filled; ``columns`` are column numbers by key."""

    layout: Sheet
    raw: RawSheet
    position: int
    heading_row: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def place(self, row: int = 0, key: str = "") -> Placed:
        """The place of a cell, or of a row where it is no key's, or of the sheet."""
        column = self.columns.get(key, 0) if row else 0
        words = {"sheet": self.raw.title, "row": row}
        if column:
            heading = self.layout.key[key].heading
            where = texts.CELL.format(heading=heading, cell=cell_name(row, column), **words)
        else:
            where = (texts.ROW if row else texts.SHEET).format(**words)
        return Placed((self.position, row, column), where)

    def below(self, row: int, column: int, where: str) -> Placed:
        """A place that has its own words."""
        return Placed((self.position, row, column), where)


@dataclass
class Report:
    """What is wrong with a workbook, and what was taken in spite of its looks."""

    problems: list[Placed] = field(default_factory=list)
    warnings: list[Placed] = field(default_factory=list)
    unreadable: bool = False
    """Whether so much is missing that what depends on it had better not be told."""

    def problem(self, place: Placed, problem: str) -> None:
        """Note a problem."""
        self.problems.append(_sentence(place, problem))

    def warning(self, place: Placed, warning: str) -> None:
        """Note a warning."""
        self.warnings.append(_sentence(place, warning))

    def obstacle(self, place: Placed, problem: str) -> None:
        """Note a problem from which others would follow that are none."""
        self.unreadable = True
        self.problem(place, problem)


def _sentence(place: Placed, said: str) -> Placed:
    return Placed(place.order, texts.SENTENCE.format(where=place.where, problem=said))


def read_filled(sheets: Sequence[RawSheet], report: Report) -> list[FilledSheet]:
    """The known sheets of a workbook with their rows; everything odd is noted."""
    filled = [
        FilledSheet(layout, raw, position)
        for position, raw in enumerate(sheets, start=1)
        if (layout := _layout_of(raw))
    ]
    known = {sheet.layout.id for sheet in filled}
    for position, raw in enumerate(sheets, start=1):
        if raw.rows and raw.title.strip() != names.GUIDE and not _layout_of(raw):
            _tell_unknown(raw, position, known, report)
    for sheet in filled:
        if sheet.raw.rows:
            _read_sheet(sheet, report)
    return filled


# --- sheets --------------------------------------------------------------------------------


def _layout_of(raw: RawSheet) -> Sheet | None:
    return next((sheet for sheet in SHEETS if sheet.title == fold(raw.title).strip()), None)


def _tell_unknown(raw: RawSheet, position: int, known: set[str], report: Report) -> None:
    """A sheet with another name may be one that was renamed; then it is not passed over."""
    place = Placed((position, 0, 0), texts.SHEET.format(sheet=raw.title))
    like = _sheet_like(raw)
    if like is None:
        report.warning(place, texts.UNKNOWN_SHEET)
    elif like.id in known:
        report.warning(place, texts.SECOND_SHEET.format(near=like.title))
    else:
        report.obstacle(place, texts.RENAMED_SHEET.format(near=like.title))


def _sheet_like(raw: RawSheet) -> Sheet | None:
    """The sheet whose headings these are, or whose name is near."""
    headings = {_plain(cell.text) for row in _first_rows(raw) for cell in raw.rows[row].values()}
    best, share = None, 0.0
    for sheet in SHEETS:
        wanted = [_plain(key.heading) for key in sheet.keys]
        found = sum(heading in headings for heading in wanted) / len(wanted)
        if found > share:
            best, share = sheet, found
    if best and share >= _ALIKE:
        return best
    titles = {sheet.title: sheet for sheet in SHEETS}
    stripped = re.sub(r"[\s()（）0-9]+", "", raw.title)
    near = stripped if stripped in titles else ""
    return titles.get(near)


def _first_rows(raw: RawSheet) -> list[int]:
    return [row for row in sorted(raw.rows) if row <= _TITLE_ROWS]


# --- headings ------------------------------------------------------------------------------


def _plain(heading: str) -> str:
    """A heading without blanks and marks, full-width signs as half-width ones."""
    return re.sub(r"[\s*]", "", unicodedata.normalize("NFKC", heading)).casefold()


def _read_sheet(sheet: FilledSheet, report: Report) -> None:
    headings = {_plain(key.heading): key for key in sheet.layout.keys}
    sheet.heading_row = _heading_row(sheet.raw, headings)
    if not sheet.heading_row:
        wanted = "、".join(key.heading for key in sheet.layout.keys if key.required)
        report.obstacle(sheet.place(), texts.NO_HEADINGS.format(headings=wanted))
        return
    _find_columns(sheet, headings, report)
    _tell_merged(sheet, report)
    _tell_hidden(sheet, report)
    sheet.lines = list(_lines(sheet, report))
    _tell_examples(sheet, report)
    _refuse_repeated(sheet, report)


def _heading_row(raw: RawSheet, headings: Mapping[str, Key]) -> int:
    """The first row in which most known headings stand; 0 where none has two."""
    best, most = 0, _LEAST_HEADINGS - 1
    for row in _first_rows(raw):
        count = sum(_plain(cell.text) in headings for cell in raw.rows[row].values())
        if count > most:
            best, most = row, count
    return best


def _find_columns(sheet: FilledSheet, headings: Mapping[str, Key], report: Report) -> None:
    row = sheet.heading_row
    written = sheet.raw.rows[row]
    for column, cell in written.items():
        key = headings.get(_plain(cell.text))
        where = texts.CELL.format(
            sheet=sheet.raw.title, row=row, heading=cell.text, cell=cell_name(row, column)
        )
        place = sheet.below(row, column, where)
        if key is None:
            _tell_unknown_heading(cell, [key.heading for key in sheet.layout.keys], place, report)
        elif key.name in sheet.columns:
            other = letters_of(sheet.columns[key.name])
            report.problem(place, texts.DOUBLE_HEADING.format(heading=key.heading, letter=other))
        else:
            sheet.columns[key.name] = column
    for key in sheet.layout.keys:
        if key.required and key.name not in sheet.columns:
            problem = texts.MISSING_HEADING.format(heading=key.heading)
            report.obstacle(sheet.place(row), problem)
    _tell_unheaded(sheet, written, report)


def _tell_unknown_heading(cell: Cell, known: list[str], place: Placed, report: Report) -> None:
    near = suggestion(cell.text, known)
    if near:
        report.problem(place, texts.UNKNOWN_HEADING.format(heading=cell.text, suggestion=near))
    elif cell.text.strip():
        report.warning(place, texts.IGNORED_HEADING.format(heading=cell.text))


def _tell_unheaded(sheet: FilledSheet, written: Mapping[int, Cell], report: Report) -> None:
    """Every column that has content below and no heading, once."""
    headed = {column for column, cell in written.items() if cell.text.strip()}
    told: set[int] = set()
    for row, cells in sorted(sheet.raw.rows.items()):
        if row <= sheet.heading_row:
            continue
        for column, cell in cells.items():
            if column not in headed | told and cell.text.strip():
                told.add(column)
                letter = letters_of(column)
                where = texts.COLUMN.format(sheet=sheet.raw.title, letter=letter)
                place = sheet.below(row, column, where)
                report.problem(place, texts.NO_HEADING.format(row=row))


# --- looks ---------------------------------------------------------------------------------


def _tell_merged(sheet: FilledSheet, report: Report) -> None:
    """Merged titles above the headings do no harm."""
    for merged in sheet.raw.merged:
        if merged.bottom >= sheet.heading_row:
            where = texts.AREA.format(sheet=sheet.raw.title, ref=_ref(merged))
            report.problem(sheet.below(merged.top, merged.left, where), texts.MERGED)


def _ref(area: Range) -> str:
    return f"{cell_name(area.top, area.left)}:{cell_name(area.bottom, area.right)}"


def _tell_hidden(sheet: FilledSheet, report: Report) -> None:
    raw = sheet.raw
    if raw.hidden:
        report.warning(sheet.place(), texts.HIDDEN_SHEET)
    rows = [row for row in raw.hidden_rows if row in raw.rows and row > sheet.heading_row]
    if rows:
        report.warning(sheet.place(), texts.HIDDEN_ROWS.format(rows=listed(rows)))
    columns = sorted(raw.hidden_columns & set(sheet.columns.values()))
    if columns:
        letters = "、".join(map(letters_of, columns))
        report.warning(sheet.place(), texts.HIDDEN_COLUMNS.format(columns=letters))


def listed(numbers: Iterable[int]) -> str:
    """Row numbers in words, neighbours drawn together: 3—5、9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(
        str(run[0]) if len(run) == 1 else texts.ROW_RUN.format(first=run[0], last=run[-1])
        for run in runs
    )


# --- rows ----------------------------------------------------------------------------------


def _lines(sheet: FilledSheet, report: Report) -> Iterator[Line]:
    for row in sorted(sheet.raw.rows):
        if row <= sheet.heading_row:
            continue
        cells = _known_cells(sheet, row)
        if not cells:
            continue
        if _is_heading_again(sheet, cells):
            report.problem(sheet.place(row), texts.HEADING_AGAIN)
        elif _is_example(sheet, cells):
            yield Line(row, {OWNER: texts.EXAMPLE})
        else:
            yield _line(sheet, row, cells, report)


def _known_cells(sheet: FilledSheet, row: int) -> dict[str, Cell]:
    cells = sheet.raw.rows[row]
    found = {key: cells[column] for key, column in sheet.columns.items() if column in cells}
    return {key: cell for key, cell in found.items() if cell.formula or cell.text.strip()}


def _is_heading_again(sheet: FilledSheet, cells: Mapping[str, Cell]) -> bool:
    same = sum(
        _plain(cell.text) == _plain(sheet.layout.key[key].heading) for key, cell in cells.items()
    )
    return same >= _LEAST_HEADINGS and same * 2 >= len(cells)


def _is_example(sheet: FilledSheet, cells: Mapping[str, Cell]) -> bool:
    """Whether what the row belongs to, or is called, is marked as an example."""
    cell = cells.get("code" if sheet.layout.is_head else OWNER)
    return cell is not None and cell.text.strip().startswith(texts.EXAMPLE)


def _line(sheet: FilledSheet, row: int, cells: Mapping[str, Cell], report: Report) -> Line:
    line = Line(row)
    for key, cell in cells.items():
        value = read_value(cell, sheet.layout.key[key])
        place = sheet.place(row, key)
        if value.problem:
            report.problem(place, value.problem)
            line.refused.add(key)
        for warning in value.warnings:
            report.warning(place, warning)
        if value.content is not None:
            line.values[key] = value.content
    return line


def _tell_examples(sheet: FilledSheet, report: Report) -> None:
    examples = [line.number for line in sheet.lines if line.text(OWNER) == texts.EXAMPLE]
    if examples:
        report.warning(sheet.place(), texts.EXAMPLES.format(rows=listed(examples)))
    sheet.lines = [line for line in sheet.lines if line.number not in examples]


def _refuse_repeated(sheet: FilledSheet, report: Report) -> None:
    """Note every row that says the same as one above, and leave it out.

    A row without code is a heading of a form, and those may be alike.
    """
    first: dict[tuple[tuple[str, str], ...], int] = {}
    kept = []
    for line in sheet.lines:
        content = tuple(sorted((key, str(value)) for key, value in line.values.items()))
        is_heading = sheet.layout.id == "row" and "code" not in line.values
        if content in first and not is_heading:
            report.problem(sheet.place(line.number), texts.SAME_ROW.format(row=first[content]))
        else:
            first.setdefault(content, line.number)
            kept.append(line)
    sheet.lines = kept
