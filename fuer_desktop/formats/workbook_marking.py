"""A copy of somebody's workbook with a colour and a comment at each mistake, all else as it was, as
far as openpyxl can keep it. It is made in the same sort of process in which workbooks are read."""

from __future__ import annotations

import importlib
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from fuer_desktop.domain.errors import WorkbookError
from fuer_desktop.formats import workbook_child, workbook_guard
from fuer_desktop.formats.workbook_child import Terms
from fuer_desktop.formats.workbook_guard import Area
from fuer_desktop.texts import form_workbook as texts
from fuer_desktop.texts import workbook as workbook_texts

ENTRY = "--mark-workbook"
"""The hidden word with which the program marks a workbook from its input."""

_FILL = "F9D5CF"
_COMMENT_WIDTH, _LINE_HEIGHT, _LINE_CHARACTERS = 320, 19, 24


class MarkedCell(NamedTuple):
    """A cell of a workbook, and what is wrong with it."""

    sheet: str
    address: str
    said: str


def marked(
    data: bytes, area: Area, marks: Sequence[MarkedCell], terms: Terms | None = None
) -> bytes:
    """The marked copy; raises WorkbookError with what stands in the way."""
    given = json.dumps(marks).encode() + b"\n" + data
    answer = b"".join(
        workbook_child.ask(terms or Terms(ENTRY), given, lambda: workbook_guard.examine(data, area))
    )
    if not answer.startswith(b"PK"):
        raise WorkbookError(workbook_texts.GAVE_UP)
    return answer


def answer() -> int:
    """In the other process: marks and a workbook come in, the marked workbook goes out."""
    workbook_child.begin()
    importlib.import_module("openpyxl")  # while the workbook is still being looked through

    with open(0, "rb", closefd=False) as source, open(1, "wb", closefd=False) as sink:
        marks = [MarkedCell(*mark) for mark in json.loads(source.readline())]
        sink.write(_marked(source.read(), marks))
    return 0


def _marked(data: bytes, marks: Iterable[MarkedCell]) -> bytes:
    import warnings

    import openpyxl

    warnings.simplefilter("ignore")  # parts that openpyxl does not know, and leaves out
    book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False, rich_text=True)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    for mark in marks:
        if mark.sheet in sheets:
            _mark(sheets[mark.sheet], _covering(sheets[mark.sheet], mark.address), mark.said)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _covering(sheet: Any, address: str) -> str:
    """The cell that is shown at an address: of a merged area its first."""
    for area in sheet.merged_cells.ranges:
        if address in area:
            return str(area.start_cell.coordinate)
    return address


def _mark(sheet: Any, address: str, said: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = sheet[address]
    cell.fill = PatternFill("solid", fgColor=_FILL)
    before = f"{cell.comment.text}\n" if cell.comment else ""
    text = texts.COMMENT.format(before=before, said=said)
    lines = sum(1 + len(line) // _LINE_CHARACTERS for line in text.split("\n"))
    height = _LINE_HEIGHT * (lines + 1)
    cell.comment = Comment(text, workbook_texts.AUTHOR, width=_COMMENT_WIDTH, height=height)
