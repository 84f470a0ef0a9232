"""Start-up until the first painted window, against importing QtWidgets alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROUNDS = 7

_FLOOR = "import PySide6.QtWidgets"
_PROGRAM = """
import os
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from fuer_desktop import app

class FirstPaint(QObject):
    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Paint:
            os._exit(0)
        return False

application = QApplication([])
program = app.compose(application)
watcher = FirstPaint()
program.window.centralWidget().installEventFilter(watcher)
program.start(None)
application.exec()
"""


def measure(folder: Path) -> tuple[float, float]:
    """Median seconds of whole processes, taken in turns after one warm-up each."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "XDG_STATE_HOME": str(folder),
        "LOCALAPPDATA": str(folder),
    }
    floors, starts = [], []
    for _ in range(ROUNDS + 1):
        floors.append(_seconds(_FLOOR, environment))
        starts.append(_seconds(_PROGRAM, environment))
    return median(floors[1:]), median(starts[1:])


def _seconds(code: str, environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    return time.perf_counter() - started
