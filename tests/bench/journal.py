"""A large journal: how long it takes to verify, and what a kill costs at the next start."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.formats import signing
from fuer_desktop.services import paths, sessions
from fuer_desktop.store.holding import note_of
from fuer_desktop.store.journal import FormPlace, first_breach
from fuer_desktop.store.workspace import Role, Workspace

ROWS, PASTED = 500_000, 1000


class Found(NamedTuple):
    """Seconds, and the file's size."""

    hashing: float
    verifying: float
    clean: float
    unclean: float
    megabytes: int


def measure(folder: Path) -> Found:
    """Fill a workspace by pastes, verify it, open it after a clean end and after a kill."""
    path = folder / "large.fuerdb"
    with mock.patch.object(paths, "user_folder", return_value=folder / "user"):
        with sessions.create_workspace(path, Role.DESK, signing.new_private_key()) as workspace:
            _fill(workspace)
            rows = [repr(row).encode() for row in workspace.journal.rows()]
            hashing = _seconds(lambda: [hashlib.sha256(row).hexdigest() for row in rows])
            verifying = _seconds(lambda: first_breach(workspace.connection))
        sessions.open_workspace(path).close()  # the backup that was due is made
        clean = _seconds(lambda: sessions.open_workspace(path).close())
        note_of(path).write_text("", "utf-8")
        unclean = _seconds(lambda: sessions.open_workspace(path).close())
        return Found(hashing, verifying, clean, unclean, path.stat().st_size >> 20)


def _fill(workspace: Workspace) -> None:
    for count in range(ROWS // PASTED):
        place = FormPlace("990100101", f"FE-XZ{count % 30:02}", 2025)
        cells = {
            CellKey("1", f"{row:04}", "1"): (number(count * PASTED + row), 0)
            for row in range(PASTED)
        }
        workspace.values.put(place, cells, How.PASTED)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
