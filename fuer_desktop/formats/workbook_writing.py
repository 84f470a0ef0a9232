"""Writing definition files into the sheets of a workbook, so that a person can go on in them.

Texts are text cells in columns of text, so that 01 stays 01 and ``= 02`` no formula, choices have
a list to choose from, and every heading explains itself.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.formats.workbook_guard import letters_of
from fuer_desktop.formats.workbook_layout import (
    EARLIER,
    FAMILIES,
    HEADS,
    ITEM,
    OWNER,
    TABLE,
    VERSION,
    Key,
    Kind,
    Sheet,
    sheets_of,
)
from fuer_desktop.texts import workbook as texts
from fuer_desktop.texts import workbook_layout as names

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

EARLIER_FOLDER = "/earlier/"

_LAST_ROW = 2_000
"""Down to here a person finds lists to choose from."""

_TEXT_FORMAT = "@"
_NUMBERS = (Kind.WHOLE, Kind.NUMBER)
_LIST_CHARACTERS = 255
"""As much as a list of choices may hold in the file format."""

_WIDTHS = {Kind.WHOLE: 9, Kind.NUMBER: 11, Kind.FLAG: 9, Kind.TEXT: 34, Kind.TEXTS: 26}
_WIDTH = 15
_COMMENT_WIDTH, _COMMENT_HEIGHT = 260, 110

_HEADING_FILL, _REQUIRED_FILL, _EXAMPLE_COLOUR = "DDE6F0", "F6E3C5", "808080"
_STYLE, _EXAMPLE_STYLE = texts.AUTHOR, texts.EXAMPLE
_WHEN = datetime.fromisoformat("2000-01-01")  # the same file from the same definitions
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)

Values = dict[str, Any]
"""One row: what stands under each key in the definition file."""


@dataclass(frozen=True, slots=True)
class File:
    """One parsed definition file, what it describes, and its path."""

    path: str
    family: str
    content: Mapping[str, Any]

    @property
    def code(self) -> str:
        """What the rows of the file are told by."""
        if self.family not in HEADS:
            return self.path.rpartition("/")[2].removesuffix(".toml")
        return str(self._head.get("code", ""))

    @property
    def version(self) -> object:
        """The version of a form; nothing for other files."""
        return self._head.get("version", "")

    @property
    def _head(self) -> Mapping[str, Any]:
        section = {"form": "form", "plan": "plan"}.get(self.family, "place")
        head: Mapping[str, Any] = self.content.get(section, {})
        return head


def write_book(files: Sequence[File], examples: Sequence[str] = ()) -> bytes:
    """A workbook with the sheets that these files need, and those of the families of which it
    shall have examples. Raises DefinitionError for what it has no place for."""
    import openpyxl

    problems = [problem for file in files for problem in _homeless(file)]
    if problems:
        raise DefinitionError(problems)
    book = openpyxl.Workbook()
    _add_styles(book)
    families = {file.family for file in files} | set(examples)
    sheets = [sheet for family in FAMILIES if family in families for sheet in sheets_of(family)]
    _write_guide(book, sheets)
    for sheet in sheets:
        rows = list(_rows(sheet, [file for file in files if file.family == sheet.family]))
        page = book.create_sheet(sheet.title)
        _write_headings(page, sheet)
        if sheet.family in examples:
            _write_row(page, sheet, 2, _example(sheet), example=True)
        for number, row in enumerate(rows, start=page.max_row + 1):
            _write_row(page, sheet, number, {k: _shown(sheet.key[k], v) for k, v in row.items()})
    book.active = min(1, len(sheets))
    return _saved(book)


# --- rows ----------------------------------------------------------------------------------


def _homeless(file: File) -> Iterator[str]:
    """A sentence for each key of a file that has no column."""
    known: dict[tuple[str, ...], set[str]] = {}
    for sheet in sheets_of(file.family):
        known.setdefault(sheet.path, set()).update(key.name for key in sheet.own_keys)
        for length in range(len(sheet.path)):
            known.setdefault(sheet.path[:length], set()).add(sheet.path[length])
    for path, key in _keys(file.content, ()):
        if key not in known.get(path, ()):
            yield texts.UNWRITABLE_KEY.format(file=file.path, key=".".join((*path, key)))


def _keys(
    content: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in content.items():
        yield path, key
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            if isinstance(part, Mapping):
                yield from _keys(part, (*path, key))


def _rows(sheet: Sheet, files: Sequence[File]) -> Iterator[Values]:
    codes = [file.code for file in files]
    for file in files:
        owner: Values = {}
        if not sheet.is_head:
            owner[OWNER] = file.code
            if codes.count(file.code) > 1:
                owner[VERSION] = file.version
        for row in _sections(sheet, file):
            yield owner | row


def _sections(sheet: Sheet, file: File) -> Iterator[Values]:
    """The sections of a file that are the rows of a sheet, each with what tells where it is."""
    found: list[tuple[Values, Any]] = [({}, file.content)]
    for name in sheet.path:
        found = [
            (where, part) for above, item in found for where, part in _below(above, item, name)
        ]
    for where, section in found:
        if sheet.id == "note":
            yield {ITEM: section}
            continue
        own = {key.name: section[key.name] for key in sheet.own_keys if key.name in section}
        told = {name: value for name, value in where.items() if name in sheet.key}
        if EARLIER in sheet.key and EARLIER_FOLDER in file.path:
            told[EARLIER] = True
        yield told | own


def _below(above: Values, item: Mapping[str, Any], name: str) -> Iterator[tuple[Values, Any]]:
    part = item.get(name, [])
    for section in part if isinstance(part, list) else [part]:
        table = {TABLE: section.get("code", "")} if name == "table" else {}
        yield above | table, section


def _shown(key: Key, value: object) -> str | int | float:
    """A value as a person writes it."""
    if key.kind == Kind.FLAG:
        return key.choices["true" if value else "false"]
    if isinstance(value, list):
        return _listed(key, [str(item) for item in value])
    if key.kind in _NUMBERS:
        return _number(value)
    return key.choices.get(str(value), str(value))


def _listed(key: Key, items: list[str]) -> str:
    if key.kind == Kind.TEXTS:
        if any(re.search("[；;\n]", item) for item in items):
            return "\n".join(items) + ("\n" if len(items) == 1 else "")
        return "；".join(items)
    return "、".join(key.choices.get(item, item) for item in items)


def _number(value: object) -> str | int | float:
    """A number cell, unless a spreadsheet's number would not be the same number."""
    number = Decimal(str(value))
    if number == number.to_integral_value() and abs(number) < 10**15:
        return int(number)
    return float(number) if Decimal(repr(float(number))) == number else str(value)


def _example(sheet: Sheet) -> Values:
    return {key.name: key.example for key in sheet.keys if key.example}


# --- cells ---------------------------------------------------------------------------------


def _write_guide(book: Workbook, sheets: Sequence[Sheet]) -> None:
    from openpyxl.styles import Alignment, Font

    page = book.active
    assert page is not None  # a new workbook has one sheet
    page.title = names.GUIDE
    purposes = [
        texts.GUIDE_SHEET.format(sheet=sheet.title, purpose=sheet.purpose) for sheet in sheets
    ]
    for number, line in enumerate((*texts.GUIDE, "", texts.GUIDE_SHEETS, *purposes), start=1):
        cell = page.cell(number, 1)
        _put(cell, line)
        cell.font = Font(name=texts.FONT, size=11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.column_dimensions["A"].width = 100


def _write_headings(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    for column, key in enumerate(sheet.keys, start=1):
        cell = page.cell(1, column)
        _put(cell, key.heading + (texts.REQUIRED_MARK if key.required else ""))
        cell.font = Font(name=texts.FONT, size=11, bold=True)
        fill = _REQUIRED_FILL if key.required else _HEADING_FILL
        cell.fill = PatternFill("solid", fgColor=fill)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        hint = texts.COMMENT.format(hint=key.hint, example=key.example) if key.example else key.hint
        cell.comment = Comment(hint, texts.AUTHOR, width=_COMMENT_WIDTH, height=_COMMENT_HEIGHT)
        _prepare_column(page, letters_of(column), key)
    page.freeze_panes = "A2"


def _prepare_column(page: Worksheet, letters: str, key: Key) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    described = page.column_dimensions[letters]
    described.width = _WIDTHS.get(key.kind, _WIDTH)
    described.font = Font(name=texts.FONT, size=11)
    described.alignment = Alignment(wrap_text=True, vertical="top")
    if key.kind not in _NUMBERS:
        described.number_format = _TEXT_FORMAT
    choices = ",".join(key.choices.values())
    if choices and key.kind != Kind.CHOICES and len(choices) <= _LIST_CHARACTERS:
        validation = DataValidation("list", formula1=f'"{choices}"', allow_blank=True)
        validation.showErrorMessage = True
        validation.errorTitle = texts.CHOICE_TITLE
        validation.error = texts.CHOICE_ERROR
        validation.add(f"{letters}2:{letters}{_LAST_ROW}")
        page.add_data_validation(validation)


def _write_row(
    page: Worksheet, sheet: Sheet, number: int, row: Values, *, example: bool = False
) -> None:
    for column, key in enumerate(sheet.keys, start=1):
        value = row.get(key.name, "")
        if value != "":
            cell = page.cell(number, column)
            cell.style = _EXAMPLE_STYLE if example else _STYLE
            _put(cell, value)


def _add_styles(book: Workbook) -> None:
    """Once for the book: a style of its own for each cell takes ten times as long to write."""
    from openpyxl.styles import Alignment, Font, NamedStyle

    alignment = Alignment(wrap_text=True, vertical="top")
    font = Font(name=texts.FONT, size=11)
    example = Font(name=texts.FONT, size=11, italic=True, color=_EXAMPLE_COLOUR)
    book.add_named_style(NamedStyle(_STYLE, font, alignment=alignment))
    book.add_named_style(NamedStyle(_EXAMPLE_STYLE, example, alignment=alignment))


def _put(cell: Any, value: str | int | float) -> None:
    """A value as what it is: text stays text, whatever it begins with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = _TEXT_FORMAT


# --- the file ------------------------------------------------------------------------------


def _saved(book: Workbook) -> bytes:
    """The file's bytes, the same whenever they are made."""
    book.properties.creator = texts.AUTHOR
    book.properties.created = _WHEN
    raw = io.BytesIO()
    book.save(raw)
    even = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(even, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content
                )
            entry = zipfile.ZipInfo(member.filename, _ZIP_DATE)
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return even.getvalue()
