"""What stands in a workbook's cells: found by openpyxl in a process of its own, under limits.

The workbook is a stranger's: a mistake in the library or a cunning file may take all time and
memory, and then it is that process which ends and not the program (reliability.md 3.9). Both sides
of the pipe are here: ``read_sheets`` asks, ``answer`` is what the hidden entry
``--parse-workbook`` runs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from fuer_desktop.domain.errors import WorkbookError
from fuer_desktop.formats import workbook_guard
from fuer_desktop.formats.workbook_guard import Area
from fuer_desktop.texts import workbook as texts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ENTRY = "--parse-workbook"
"""The hidden word with which the program reads a workbook from its input."""

MAX_SECONDS = 20
MAX_MEMORY_BYTES = 512 << 20
MAX_ANSWER_BYTES = 128 << 20

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
    data: bytes, area: Area | None = None, command: Sequence[str] = (), seconds: float = MAX_SECONDS
) -> list[RawSheet]:
    """All worksheets of a workbook; raises WorkbookError with what stands in the way.

    ``command`` runs another program in the place of ours, as tests do.
    """
    workbook_guard.examine(data, area or Area())
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        answer = _ask(command or _own_command(), file, seconds)
    try:
        lines = [json.loads(line) for line in answer.splitlines()]
        if not lines or lines.pop() != {"end": True}:
            raise WorkbookError(texts.GAVE_UP)
        return list(_sheets(lines))
    except (ValueError, TypeError, KeyError) as error:
        raise WorkbookError(texts.GAVE_UP) from error


def _ask(command: Sequence[str], file: IO[bytes], seconds: float) -> bytes:
    """What the other process answers within its time and size."""
    late = threading.Event()
    try:
        process = subprocess.Popen(
            command,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise WorkbookError(texts.NO_CHILD.format(reason=error.strerror)) from error

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    with process:
        timer.start()
        try:
            assert process.stdout is not None  # a pipe was asked for
            answer = process.stdout.read(MAX_ANSWER_BYTES + 1)
        finally:
            timer.cancel()
            process.kill()
    if late.is_set():
        raise WorkbookError(texts.TOO_SLOW.format(limit=round(seconds)))
    if len(answer) > MAX_ANSWER_BYTES:
        raise WorkbookError(texts.GAVE_UP)
    return answer


def _own_command() -> list[str]:
    """This same program; of a frozen one the console half, whose pipes are always there."""
    program = Path(sys.executable)
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-P", "-m", "fuer_desktop", ENTRY]
    console = program.with_name(f"{program.stem.removesuffix('-cli')}-cli{program.suffix}")
    return [str(console if console.is_file() else program), ENTRY]


def _environment() -> dict[str, str]:
    """So that it is the same program, wherever it was started from."""
    package = str(Path(__file__).parents[2])
    others = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (package, others)))}


def _sheets(lines: Sequence[Mapping[str, Any]]) -> Iterator[RawSheet]:
    sheet: RawSheet | None = None
    for line in lines:
        if "sheet" in line:
            if sheet:
                yield sheet
            sheet = RawSheet(
                str(line["sheet"]),
                bool(line["hidden"]),
                [Range(*corners) for corners in line["merged"]],
                frozenset(line["hidden_rows"]),
                frozenset(line["hidden_columns"]),
            )
        elif sheet:
            cells = (Cell(*cell) for cell in line["cells"])
            sheet.rows[int(line["row"])] = {cell.column: cell for cell in cells}
    if sheet:
        yield sheet


# --- answering -----------------------------------------------------------------------------


def answer() -> int:
    """Read a workbook from this process's input and write what is in it, a line for each row."""
    _limit_memory()
    modules: dict[str, Any] = sys.modules
    for optional in ("numpy", "PIL"):  # openpyxl takes them where they are, and needs neither
        modules[optional] = None
    with open(0, "rb", closefd=False) as source, open(1, "wb", closefd=False) as sink:
        for line in _lines(source):
            sink.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return 0


def _limit_memory() -> None:
    """Where the system can; on Windows it cannot without a job object, there time is the limit."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _lines(source: IO[bytes]) -> Iterator[dict[str, object]]:
    import warnings

    import openpyxl

    warnings.simplefilter("ignore")  # parts that openpyxl does not know; nobody asks for them
    book = openpyxl.load_workbook(source, keep_links=False)
    computed = any(cell.data_type == "f" for sheet in book.worksheets for cell in _cells(sheet))
    results = None
    if computed:
        source.seek(0)
        results = openpyxl.load_workbook(source, keep_links=False, data_only=True)
    for sheet in book.worksheets:
        yield _described(sheet)
        stored = results[sheet.title] if results else None
        for number, row in groupby(_cells(sheet), key=lambda cell: cell.row):
            yield {"row": number, "cells": [_cell(cell, stored) for cell in row]}
    yield {"end": True}


def _cells(sheet: Any) -> list[Any]:
    """The cells that hold something, in reading order. openpyxl's own way to walk makes every
    cell in between, which a few far apart turn into a million."""
    return [cell for _, cell in sorted(sheet._cells.items()) if cell.value is not None]


def _described(sheet: Worksheet) -> dict[str, object]:
    rows = [number for number, row in sheet.row_dimensions.items() if row.hidden]
    columns: set[int] = set()
    for column in sheet.column_dimensions.values():
        if column.hidden:
            column.reindex()
            columns.update(range(column.min, min(column.max, sheet.max_column) + 1))
    merged = [(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges]
    return {
        "sheet": sheet.title,
        "hidden": sheet.sheet_state != "visible",
        "merged": sorted(merged),
        "hidden_rows": sorted(rows),
        "hidden_columns": sorted(columns),
    }


_KINDS = {"s": TEXT, "inlineStr": TEXT, "str": TEXT, "n": NUMBER, "b": BOOLEAN, "e": ERROR}


def _cell(cell: Any, stored: Any) -> Cell:
    """One cell as it travels; a formula's is what the spreadsheet program last computed."""
    formula = cell.data_type == "f"
    if formula:
        cell = stored.cell(cell.row, cell.column)
        if cell.value is None:
            return Cell(cell.column, NOTHING, "", "", formula)
    kind = DATE if cell.is_date or cell.data_type == "d" else _KINDS.get(cell.data_type, TEXT)
    value = cell.value
    text = str(value).upper() if kind == BOOLEAN else str(value).removesuffix(" 00:00:00")
    shown = "" if kind != NUMBER or cell.number_format == "General" else cell.number_format
    return Cell(cell.column, kind, text, shown, formula)
