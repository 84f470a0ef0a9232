"""Handing in: what a person waits for between the button and the package that was read back."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.services import designing, opening, sessions, submitting
from fuer_desktop.services import paths as user_paths
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.jobs import Job
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from tests.bench.intake import CELLS, COLUMNS, ROWS, design

TIMES = 30
_WHO = {"head": "甲", "statistics_head": "乙", "filler": "丙"}
_FIRST = CellKey("1", "00", "0")


class Found(NamedTuple):
    """Seconds, the median of ``TIMES``."""

    floor: float
    again: float
    whole: float


def measure(folder: Path) -> Found:
    """Write and read back the bytes alone; export what is on record; and the same with the check,
    a new version and the backup that is kept of it."""
    with mock.patch.object(user_paths, "user_folder", return_value=folder / "user"):
        designing.new_office(folder / "office.fuerdb")
        with sessions.open_workspace(folder / "office.fuerdb") as office:
            made = designing.make_task(office, design(folder, units=1), folder / "tasks", Job())
        path = folder / "desk.fuerdb"
        task = opening.open_task(made[0], path)
        with sessions.open_workspace(path) as desk:
            return _measure(desk, task, folder)


def _measure(desk: Workspace, task: LoadedTask, folder: Path) -> Found:
    place = FormPlace(task.record.unit, "FE-B", task.record.period)
    keys = [
        CellKey("1", f"{row:02}", str(column)) for row in range(ROWS) for column in range(COLUMNS)
    ]
    desk.values.put(place, {key: (number(at), 0) for at, key in enumerate(keys)}, How.PASTED)

    def export() -> Path:
        return submitting.export(desk, task, _WHO, folder / "sent").path

    def export_new(count: int) -> None:
        desk.values.put(place, {_FIRST: (number(CELLS + count), 0)}, How.TYPED)
        export()

    package = export().read_bytes()
    return Found(
        floor=_median(lambda count: _written(folder / f"bare-{count}.fuer", package)),
        again=_median(lambda _: export()),
        whole=_median(export_new),
    )


def _written(path: Path, data: bytes) -> None:
    """The bytes on disk, and read back through another handle."""
    with path.open("wb") as file:
        file.write(data)
        os.fsync(file.fileno())
    if path.read_bytes() != data:
        raise RuntimeError(f"the disk gave back something else: {path}")


def _median(act: Callable[[int], object]) -> float:
    found = []
    for count in range(TIMES):
        started = time.perf_counter()
        act(count)
        found.append(time.perf_counter() - started)
    return statistics.median(found)
