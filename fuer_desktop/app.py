"""Composition root: decides what runs and builds it once.

Without words, or with one file, the program opens its window; with a command it runs that. With
one hidden word it reads a workbook for another process of the program.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fuer_desktop.services.paths import PACKAGE_ENDING, WORKSPACE_ENDING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from fuer_desktop.ui.application import Application


def _run_child(entry: str) -> int:
    """A process of our own that only looks at a workbook; kept out of an ordinary start."""
    from fuer_desktop.formats import workbook_cells, workbook_marking

    answers = {
        workbook_cells.ENTRY: workbook_cells.answer,
        workbook_marking.ENTRY: workbook_marking.answer,
    }
    return answers[entry]() if entry in answers else run_command([entry])


def main() -> int:
    """Run the program with this process's arguments; returns the exit code."""
    _speak_utf8()
    _keep_caches_at_home()
    arguments = sys.argv[1:]
    if len(arguments) == 1 and arguments[0].endswith("-workbook"):
        return _run_child(arguments[0])
    if not arguments:
        return run_window(None)
    if len(arguments) == 1 and _is_file(arguments[0]):
        return run_window(Path(arguments[0]))
    return run_command(arguments)


def _is_file(word: str) -> bool:
    """Whether the one word is a file for the window and no command: commands have no ending and
    no folder. A file of ours may be gone, which the window then says."""
    path = Path(word)
    if path.suffix.lower() in (PACKAGE_ENDING, WORKSPACE_ENDING):
        return True
    return word != path.stem and path.exists()


def run_command(arguments: list[str]) -> int:
    """Run one command of the command line."""
    from fuer_desktop.cli.main import main as run
    from fuer_desktop.services.self_test import Check
    from fuer_desktop.texts.self_test import WINDOW

    return run(arguments, [Check(WINDOW, _check_window)])


def _check_window(folder: Path) -> str:
    from fuer_desktop.services import faults
    from fuer_desktop.ui.self_check import check_window

    return check_window(folder, faults.log_fault)


def run_window(path: Path | None) -> int:
    """Open the window, on a file if one is given, and run until it is closed."""
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    program = compose(application)
    sys.excepthook = lambda _kind, error, _trace: program.fault(error)
    program.start(path)
    return application.exec()


def compose(application: QApplication) -> Application:
    """The program with everything it needs, ready to start."""
    from fuer_desktop.services import faults, paths, settings
    from fuer_desktop.ui import theme
    from fuer_desktop.ui.application import Application

    theme.prepare(application, paths.font())
    folder = paths.user_folder()
    return Application(
        application,
        settings.read_settings(folder),
        lambda kept: settings.write_settings(folder, kept),
        faults.log_fault,
    )


def _keep_caches_at_home() -> None:
    """matplotlib's list of fonts goes into our own folder, not beside the program."""
    from fuer_desktop.services import paths

    os.environ.setdefault("MPLCONFIGDIR", str(paths.user_folder() / "matplotlib"))


def _speak_utf8() -> None:
    """Chinese goes out as UTF-8 whatever the console's code page, and never stops the program."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
