"""Reading a stranger's workbook, guarded and in a process of its own, against openpyxl's read-only
mode alone: in a process of its own as well, and in this one with openpyxl already there."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from fuer_desktop.formats import workbook_cells

ROWS, COLUMNS = 2000, 20
ROUNDS = 5

_ALONE = """
import sys
for module in ("numpy", "PIL"):
    sys.modules[module] = None
import openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
for sheet in book.worksheets:
    for row in sheet.iter_rows(values_only=True):
        pass
"""


@dataclass(frozen=True)
class Found:
    """Median seconds, each measured in turns."""

    guarded: float
    alone: float
    here: float


def measure(folder: Path) -> Found:
    """Read one workbook of figures three ways."""
    path = folder / "figures.xlsx"
    path.write_bytes(_workbook())
    data = path.read_bytes()
    guarded, alone, here = [], [], []
    for _ in range(ROUNDS):
        guarded.append(_seconds(lambda: workbook_cells.read_sheets(data)))
        alone.append(_seconds(lambda: _run(path)))
        here.append(_seconds(lambda: _read(data)))
    return Found(median(guarded), median(alone), median(here))


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("数据")
    for row in range(ROWS):
        page.append([f"{row:04d}", f"名称{row}", *(row * 7 + at for at in range(COLUMNS - 2))])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _run(path: Path) -> None:
    subprocess.run([sys.executable, "-c", _ALONE, str(path)], check=True)


def _read(data: bytes) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
