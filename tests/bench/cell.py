"""One committed cell against the disk's own floor: 4 kB written and synced."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.formats import signing
from fuer_desktop.services import witnessing
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace

ROUNDS = 400


class Medians(NamedTuple):
    """Seconds of the floor, of a commit to the database alone, of one to both files."""

    floor: float
    alone: float
    witnessed: float


def measure(folder: Path) -> Medians:
    """Taken in turns, so that all see one disk."""
    page = os.urandom(4096)
    place = FormPlace("990100101", "FE-XZ01", 2025)
    with ExitStack() as stack:
        file = stack.enter_context((folder / "floor").open("wb"))
        alone, witnessed = (
            stack.enter_context(
                Workspace.create(folder / f"{name}.fuerdb", Role.DESK, signing.new_private_key())
            )
            for name in ("alone", "witnessed")
        )
        witnessing.begin(witnessed, folder / "witness")

        def write_page() -> None:
            file.write(page)
            file.flush()
            os.fdatasync(file.fileno()) if hasattr(os, "fdatasync") else os.fsync(file.fileno())

        def commit(workspace: Workspace, count: int) -> None:
            key = CellKey("1", f"{count % 40:02}", "1")
            workspace.values.put(place, {key: (number(count), 0)}, How.TYPED)

        times: list[tuple[float, float, float]] = []
        for count in range(ROUNDS):
            floor = _seconds(write_page)
            first = _seconds(lambda count=count: commit(alone, count))
            second = _seconds(lambda count=count: commit(witnessed, count))
            times.append((floor, first, second))
    return Medians(*(median(column) for column in zip(*times, strict=True)))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
