"""A long piece of work's line to whoever waits for it: progress and cancel are one call."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from fuer_desktop.domain.errors import JobCancelledError

REPORT_EVERY_S = 0.05
"""A job may step a million times; nobody can read more than twenty reports a second."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; ``note`` says in words what it is at."""

    done: int
    total: int
    note: str = ""


class Job:
    """Passed to a service that takes more than half a second."""

    def __init__(self, report: Callable[[Progress], None] = lambda _: None) -> None:
        self._report = report
        self._next_report = 0.0
        self._stop = threading.Event()

    def step(self, done: int, total: int, note: str = "") -> None:
        """Report progress; raise JobCancelledError if a stop was asked for."""
        if self._stop.is_set():
            raise JobCancelledError
        now = time.monotonic()
        if now >= self._next_report or done == total:
            self._next_report = now + REPORT_EVERY_S
            self._report(Progress(done, total, note))

    def cancel(self) -> None:
        """Ask the job to stop at its next step. Safe from any thread."""
        self._stop.set()
