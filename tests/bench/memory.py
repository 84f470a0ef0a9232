"""Memory of the open desk, against a program that shows one empty window."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from fuer_desktop.services import designing, opening, paths, sessions
from fuer_desktop.services.jobs import Job
from fuer_desktop.store.workspace import Workspace

UNIT, FORM = "990100WJ", "FE-WJ02"

_RESIDENT = """
import re
from pathlib import Path
print(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""
_FLOOR = """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.show()
application.processEvents()
"""
_DESK = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from fuer_desktop import app
application = QApplication([])
program = app.compose(application)
program.start(Path(sys.argv[1]))

def wait(happens):
    while not happens():
        application.processEvents()
        time.sleep(0.01)

wait(lambda: program.window.current == "desk_home")
page = program.window.page("forms")
page.open(sys.argv[2])
program.window.go_to("forms")
wait(lambda: page.current is not None)
application.processEvents()
"""


def measure(folder: Path) -> tuple[float, float]:
    """Resident megabytes of the floor and of the desk; Linux only, as it says what it holds."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "XDG_STATE_HOME": str(folder / "state"),
    }
    workspace = _desk(folder)
    floor = _megabytes([_FLOOR + _RESIDENT], environment)
    return floor, _megabytes([_DESK + _RESIDENT, str(workspace), FORM], environment)


def _desk(folder: Path) -> Path:
    """The desk of the department with the largest form, its task just opened."""
    office = folder / "office.fuerdb"
    designing.new_office(office)
    units = paths.resources() / "practice" / "wushan" / "units.toml"
    design = designing.TaskDesign(units, paths.forms(), 2025, date(2026, 5, 20))
    with Workspace.open(office) as workspace:
        designing.make_task(workspace, design, folder / "tasks", Job())
    package = folder / "tasks" / f"990100-2025_{UNIT}_任务.fuer"
    path = sessions.desk_path(package, folder)
    opening.open_task(package, path, lambda _: None)
    return path


def _megabytes(words: list[str], environment: dict[str, str]) -> float:
    done = subprocess.run(
        [sys.executable, "-c", *words], env=environment, check=True, capture_output=True, text=True
    )
    return int(done.stdout.split()[-1]) / 1024
