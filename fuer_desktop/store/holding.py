"""Who has a workspace open: a lock on a small file beside it, held through an open handle.

The lock dies with its process, the file does not: one that is there and not locked says that the
last program did not end by itself. SQLite's own lock still guards the workspace; this one comes
first, so that a second start never touches the file, and can say who has it.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.texts import workspace as texts


class Hold:
    """Held from its making until ``release``. Raises WorkspaceError where another has it, OSError
    where the folder cannot be written."""

    def __init__(self, path: Path) -> None:
        self._note = note_of(path)
        self.was_left = self._note.exists()
        self._file = _locked(self._note)
        if self._file is None:
            raise WorkspaceError(texts.IN_USE.format(path=path, holder=holder_of(path)))
        with suppress(OSError):  # the lock is what counts; without words the message is shorter
            self._file.truncate(0)
            self._file.write(_words().encode())
            self._file.flush()

    def release(self, *, keep_note: bool = False) -> None:
        """Let go, and take the note away: this program ended by itself. A note that is kept
        tells the next one to look closely, as it told this one."""
        if self._file is None:
            return
        with suppress(OSError):
            if keep_note:
                self._file.close()
            else:
                _let_go(self._file, self._note)
        self._file = None


def holder_of(path: Path) -> str:
    """Who has the workspace, in words for a message; empty where nobody said so."""
    try:
        note = json.loads(note_of(path).read_text("utf-8"))
        return texts.HOLDER.format(who=note["who"], machine=note["machine"], since=note["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def note_of(path: Path) -> Path:
    """The small file beside a workspace."""
    return path.with_name(path.name + ".holder")


def _words() -> str:
    now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    about = {"who": account(), "machine": platform.node(), "since": now}
    return json.dumps(about, ensure_ascii=False)


def account() -> str:
    """The account this program runs under; empty where the system does not say."""
    return os.environ.get("USERNAME") or os.environ.get("USER") or ""


def _locked(note: Path) -> BinaryIO | None:
    """The note, open and locked; None where another program has it."""
    while True:
        file = note.open("a+b")
        if not _lock(file):
            file.close()
            return None
        if _is_still(file, note):
            return file
        file.close()  # its holder ended and took the note away while we waited


if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 20
    """Beyond the words, so that others can read them."""

    def _lock(file: BinaryIO) -> bool:
        try:
            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _is_still(_file: BinaryIO, _note: Path) -> bool:
        return True  # an open file cannot be taken away

    def _let_go(file: BinaryIO, note: Path) -> None:
        file.close()
        note.unlink(missing_ok=True)  # fails, and stays, where another has it open by now

else:
    import fcntl

    def _lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _is_still(file: BinaryIO, note: Path) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), note.stat())
        except FileNotFoundError:
            return False

    def _let_go(file: BinaryIO, note: Path) -> None:
        note.unlink(missing_ok=True)  # while it is still locked: nobody else's can be taken away
        file.close()
