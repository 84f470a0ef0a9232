"""What the command line prints: sentences, rows, a bar."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fuer_desktop.formats import files
from fuer_desktop.formats.rows import write_rows
from fuer_desktop.services.jobs import Progress

if TYPE_CHECKING:
    from fuer_desktop.store.workspace import Workspace

DONE, ATTENTION, USAGE, FAILED, BUG = range(5)
"""Exit codes: done; done, but a person has to look; wrong command; cannot; our own mistake."""

_BAR = 30


def open_workspace(path: Path) -> Workspace:
    """Open a workspace and say what was found odd about it."""
    from fuer_desktop.services import sessions

    workspace = sessions.open_workspace(path)
    for notice in workspace.notices:
        say(notice)
    return workspace


def say(sentence: str) -> None:
    """One line for a person; on standard error, so that standard output holds rows alone."""
    print(sentence, file=sys.stderr, flush=True)


def put_rows(fields: Sequence[str], rows: Iterable[Sequence[object]], out: Path | None) -> None:
    """Rows as CSV, to a file (with a byte order mark, as spreadsheets want) or to the screen."""
    text = write_rows(fields, rows)
    if out is None and sys.stdout is None:
        return  # a windowed program has no screen for rows
    if out is None:
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        files.write_whole(out, text.encode("utf-8-sig"))


def show_progress(progress: Progress) -> None:
    """A bar on a terminal; nothing where output goes to a file."""
    if sys.stderr is None or not sys.stderr.isatty():
        return
    filled = _BAR * progress.done // max(progress.total, 1)
    bar = "█" * filled + "░" * (_BAR - filled)
    end = "\r\033[K" if progress.done == progress.total else ""
    sys.stderr.write(f"\r\033[K{bar} {progress.done}/{progress.total} {progress.note[:30]}{end}")
    sys.stderr.flush()
