"""One committed cell against the disk's own floor: 4 kB written and synced."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace

ROUNDS = 400


def measure(folder: Path) -> tuple[float, float]:
    """Median seconds of the floor and of a commit, taken in turns so that both see one disk."""
    page = os.urandom(4096)
    place = FormPlace("990100101", "FE-XZ01", 2025)
    with (
        (folder / "floor").open("wb") as file,
        Workspace.create(folder / "bench.fuerdb", Role.DESK, "00") as workspace,
    ):

        def write_page() -> None:
            file.write(page)
            file.flush()
            os.fdatasync(file.fileno()) if hasattr(os, "fdatasync") else os.fsync(file.fileno())

        def commit(count: int) -> None:
            key = CellKey("1", f"{count % 40:02}", "1")
            workspace.values.put(place, {key: (number(count), 0)}, how="typed")

        floors, commits = [], []
        for count in range(ROUNDS):
            floors.append(_seconds(write_page))
            commits.append(_seconds(lambda count=count: commit(count)))
    return median(floors), median(commits)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
