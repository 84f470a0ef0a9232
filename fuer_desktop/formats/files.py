"""Reading and writing whole files: atomically, flushed, and read back (reliability.md 4.9)."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.formats import container
from fuer_desktop.texts import packages
from fuer_desktop.texts import workspace as texts

_RETRY_S = (0.05, 0.1, 0.25, 0.5, 1.0)
"""Waits while a virus scanner or a sync client holds the file."""


def read_package_bytes(path: Path) -> bytes:
    """A package's bytes, never more than one can have; raises WorkspaceError or PackageError."""
    try:
        if path.stat().st_size > container.MAX_BYTES:
            limit = container.MAX_BYTES >> 20
            raise PackageError(packages.TOO_LARGE.format(file=path.name, limit=limit))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise WorkspaceError(texts.FILE_MISSING.format(path=path)) from error
    except OSError as error:
        raise WorkspaceError(
            texts.FILE_UNREADABLE.format(path=path, reason=error.strerror)
        ) from error


def read_text(path: Path) -> str:
    """A UTF-8 text, with or without byte order mark; raises WorkspaceError."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise WorkspaceError(texts.FILE_MISSING.format(path=path)) from error
    except UnicodeDecodeError as error:
        raise WorkspaceError(texts.FILE_NOT_TEXT.format(path=path)) from error
    except OSError as error:
        raise WorkspaceError(
            texts.FILE_UNREADABLE.format(path=path, reason=error.strerror)
        ) from error


def read_table_text(path: Path) -> str:
    """A table saved as text: UTF-8, or GB 18030 as Chinese spreadsheets write it.

    The two cannot be taken for one another: GB 18030 text is practically never valid UTF-8.
    Raises WorkspaceError.
    """
    data = read_package_bytes(path)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise WorkspaceError(texts.FILE_NOT_TABLE.format(path=path))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, and compare what the disk gives back.

    Raises WorkspaceError, which says whether a file that was there under this name is unchanged.
    """
    temporary = path.with_name(path.name + ".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_flushed(temporary, data)
        _replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise WorkspaceError(texts.WRITE_FAILED.format(path=path, reason=error.strerror)) from error
    try:
        _flush(path)
        found = path.read_bytes()
    except OSError as error:
        raise WorkspaceError(texts.WRITE_UNSURE.format(path=path, reason=error.strerror)) from error
    if found != data:
        raise WorkspaceError(texts.READ_BACK_DIFFERS.format(path=path))


def _write_flushed(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _replace(temporary: Path, path: Path) -> None:
    for wait in _RETRY_S:
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    temporary.replace(path)


def _flush(path: Path) -> None:
    """Once more after the rename: without it Windows lost finished exports (reliability.md 0.1)."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
