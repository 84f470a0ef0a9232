"""Garbage is collected in the window's thread alone.

Python collects in whichever thread happens to make an object too many. A workspace's thread that
does so may take down what is left of a closed dialog, which Qt allows only in the window's own:
then it waits for Qt, and the window for Python, for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer

EVERY_MS = 500
"""Rarely enough that nobody notices, often enough that little gathers."""


class Collector(QObject):
    """Collects what Python would have collected by itself, generation by generation."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY_MS)

    def collect(self) -> None:
        """Collect the oldest generation that is due, and those younger with it."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        generations = [number for number, (count, most) in enumerate(due) if count > most]
        if generations:
            gc.collect(generations[-1])


def collect_here() -> None:
    """From now on only the thread of the application collects; nothing without one."""
    application = QCoreApplication.instance()
    if application is None:
        return
    if application.findChild(Collector) is None:
        Collector(application)
    gc.disable()
