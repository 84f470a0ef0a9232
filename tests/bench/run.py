"""``python3 dev.py bench``: prints each measure, its floor, and the ratio of the two.

Nothing here asserts a time; goals stand beside the ratios so that a person can see how far
they are.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench import (
    cell,
    definitions,
    handing_in,
    intake,
    journal,
    keystroke,
    memory,
    rules,
    start,
    workbook,
)


@dataclass(frozen=True)
class Measure:
    """One line of the report; both figures in ``unit``."""

    name: str
    floor_name: str
    value: float
    floor: float
    unit: str
    goal: str

    def __str__(self) -> str:
        ratio = self.value / self.floor
        return (
            f"{self.name}: {self.value:.3f} {self.unit}; "
            f"{self.floor_name}: {self.floor:.3f} {self.unit}; ratio {ratio:.2f} (goal {self.goal})"
        )


def _cell(folder: Path) -> Iterator[Measure]:
    found = cell.measure(folder)
    floor = ("4 kB written and synced", found.floor * 1e3, "ms")
    yield _measure("one committed cell with its journal row", found.alone * 1e3, floor, "≤ 3")
    name = "the same with the second witness"
    yield _measure(name, found.witnessed * 1e3, floor, "≤ 4.5")


def _measure(name: str, value: float, floor: tuple[str, float, str], goal: str) -> Measure:
    floor_name, floor_value, unit = floor
    return Measure(name, floor_name, value, floor_value, unit, goal)


def _journal(folder: Path) -> Iterator[Measure]:
    found = journal.measure(folder)
    hashing = (f"SHA-256 of {journal.ROWS:,} rows alone", found.hashing, "s")
    name = f"verifying a journal of {journal.ROWS:,} rows"
    yield _measure(name, found.verifying, hashing, "seconds")
    clean = (f"opening {found.megabytes} MB after a clean end", found.clean, "s")
    name = "opening it after the program was killed"
    yield _measure(name, found.unclean, clean, "≤ 3 s more")


def _intake(folder: Path) -> Iterator[Measure]:
    found = intake.measure(folder)
    loop = ("bare loop of unzip, verify, decode, insert", found.bare, "s")
    name = f"taking in {intake.PACKAGES:,} packages of {intake.CELLS} cells"
    yield _measure(name, found.taken, loop, "≤ 2")
    print(f"memory over the second half of it: {found.grown:+.1f} MB (goal flat)")


def _handing_in(folder: Path) -> Iterator[Measure]:
    found = handing_in.measure(folder)
    floor = ("its bytes written, synced, read back", found.floor * 1e3, "ms")
    name = f"exporting a package of {handing_in.CELLS} cells that is on record"
    yield _measure(name, found.again * 1e3, floor, "≤ 50 ms")
    name = "the same with the check, a new version and its backup"
    yield _measure(name, found.whole * 1e3, floor, "≤ 50 ms")


def _start(folder: Path) -> Iterator[Measure]:
    floor, painted = start.measure(folder)
    yield Measure(
        "start to the first painted window",
        "importing QtWidgets alone",
        painted * 1e3,
        floor * 1e3,
        "ms",
        "≤ 2.5",
    )


def _keystroke(folder: Path) -> Iterator[Measure]:
    for rows in (keystroke.ROWS, keystroke.MANY_ROWS):
        floor, typed = keystroke.measure(folder, rows)
        yield Measure(
            f"a figure taken, {keystroke.RULES} comparisons checked, marks and next cell shown",
            f"repainting what is seen of {rows * keystroke.COLUMNS:,} cells",
            typed * 1e3,
            floor * 1e3,
            "ms",
            "≤ 16 ms",
        )


def _memory(folder: Path) -> Iterator[Measure]:
    floor, opened = memory.measure(folder)
    name = "memory of a desk with its largest form open"
    yield Measure(name, "QtWidgets alone, one empty window", opened, floor, "MB", "< 150 MB")


def _definitions(folder: Path) -> Iterator[Measure]:
    floor, checked = definitions.measure(folder)
    yield Measure(
        "loading and checking all shipped definitions",
        "parsing their TOML alone",
        checked * 1e3,
        floor * 1e3,
        "ms",
        "≤ 2",
    )


def _rules(folder: Path) -> Iterator[Measure]:
    found = rules.measure(folder)
    adding = ("adding up the same figures", found.adding * 1e3, "ms")
    yield _measure(f"{rules.RULES} rules on one form", found.whole * 1e3, adding, "≤ 3 ms")
    name = "the rules of one changed cell"
    yield _measure(name, found.one_cell * 1e3, adding, "≤ 0.3 ms")
    loading = (f"loading the figures of {rules.FORMS:,} forms", found.loading, "s")
    name = f"{rules.RULES} rules on them, with loading"
    yield _measure(name, found.many, loading, "≤ 2")


def _workbook(folder: Path) -> Iterator[Measure]:
    found = workbook.measure(folder)
    name = f"a workbook of {workbook.ROWS:,} × {workbook.COLUMNS} cells read, guarded"
    alone = ("openpyxl read-only alone, as a process", found.alone * 1e3, "ms")
    yield _measure(name, found.guarded * 1e3, alone, "≤ 1.5")
    here = ("openpyxl read-only alone, already imported", found.here * 1e3, "ms")
    yield _measure("the same", found.guarded * 1e3, here, "≤ 1.5")


BENCHES: tuple[Callable[[Path], Iterator[Measure]], ...] = (
    _cell,
    _journal,
    _intake,
    _handing_in,
    _start,
    _keystroke,
    _memory,
    _rules,
    _definitions,
    _workbook,
)


def main() -> None:
    """Run every bench in a temporary folder."""
    for bench in BENCHES:
        with tempfile.TemporaryDirectory() as folder:
            for measure in bench(Path(folder)):
                print(measure, flush=True)


if __name__ == "__main__":
    main()
