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

from tests.bench import cell, intake, keystroke, start


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
    floor, committed = cell.measure(folder)
    yield Measure(
        "one committed cell with its journal row",
        "4 kB written and synced",
        committed * 1e3,
        floor * 1e3,
        "ms",
        "≤ 3",
    )


def _intake(folder: Path) -> Iterator[Measure]:
    floor, taken = intake.measure(folder)
    yield Measure(
        f"taking in {intake.PACKAGES} packages of {intake.CELLS} cells",
        "bare loop of unzip, verify, decode, insert",
        taken,
        floor,
        "s",
        "≤ 2",
    )


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
    floor, typed = keystroke.measure(folder)
    yield Measure(
        f"a figure taken, {keystroke.RULES} comparisons checked, marks and next cell shown",
        f"repainting all {keystroke.CELLS} cells",
        typed * 1e3,
        floor * 1e3,
        "ms",
        "≤ 16 ms",
    )


BENCHES: tuple[Callable[[Path], Iterator[Measure]], ...] = (_cell, _intake, _start, _keystroke)


def main() -> None:
    """Run every bench in a temporary folder."""
    for bench in BENCHES:
        with tempfile.TemporaryDirectory() as folder:
            for measure in bench(Path(folder)):
                print(measure, flush=True)


if __name__ == "__main__":
    main()
