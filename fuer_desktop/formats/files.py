"""Reading and writing whole files: atomically, flushed, and read back (reliability.md 4.9)."""

from __future__ import annotations

import hashlib
import os
import time
import unicodedata
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.formats import container
from fuer_desktop.texts import packages
from fuer_desktop.texts import workspace as texts

_RETRY_S = (0.05, 0.1, 0.25, 0.5, 1.0)
"""Waits while a virus scanner or a sync client holds the file."""

_PART_BYTES = 1 << 20

Result = TypeVar("Result")


_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, formats such as a change of direction, halves of characters, line separators."""


def printable(name: str) -> str:
    """A file's name for lines and messages, whatever bytes a strange system put into it: what
    breaks a line, turns its direction or cannot be written is a box, which every system takes."""
    return "".join(
        "□" if unicodedata.category(character) in _UNPRINTABLE else character for character in name
    )


def read_package_bytes(path: Path) -> bytes:
    """A package's bytes, never more than one can have; raises WorkspaceError or PackageError."""
    data = read_at_most(path, container.MAX_BYTES + 1)
    if len(data) > container.MAX_BYTES:
        limit = container.MAX_BYTES >> 20
        raise PackageError(packages.TOO_LARGE.format(file=path.name, limit=limit))
    return data


def read_at_most(path: Path, limit: int) -> bytes:
    """A file's bytes, or so many of them; raises WorkspaceError."""
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except FileNotFoundError as error:
        raise WorkspaceError(texts.FILE_MISSING.format(path=path)) from error
    except OSError as error:
        raise WorkspaceError(
            texts.FILE_UNREADABLE.format(path=path, reason=reason_of(error))
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
            texts.FILE_UNREADABLE.format(path=path, reason=reason_of(error))
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
    write_in_parts(path, (data,))


def write_in_parts(path: Path, parts: Iterable[bytes]) -> str:
    """``write_whole`` for what is too large to hold; returns the SHA-256 of what was written."""
    temporary = temporary_of(path)
    digest = hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            for part in parts:
                file.write(part)
                digest.update(part)
    except OSError as error:
        raise _not_written(temporary, path, error) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    put_in_place(temporary, path, digest.hexdigest())
    return digest.hexdigest()


def copy_whole(source: Path, path: Path) -> str:
    """Write a file's content elsewhere as ``write_whole`` does; returns its SHA-256."""
    with closing(_parts_of(source)) as parts:
        return write_in_parts(path, parts)


def _parts_of(path: Path) -> Generator[bytes, None, None]:
    with reading(path) as file:
        yield from iter(lambda: file.read(_PART_BYTES), b"")


def put_in_place(temporary: Path, path: Path, digest: str) -> None:
    """Give a finished file its name, so that it is there whole or not at all, and compare what the
    disk gives back with its SHA-256. Raises WorkspaceError."""
    try:
        _flush(temporary)
        again(lambda: temporary.replace(path))
    except OSError as error:
        raise _not_written(temporary, path, error) from error
    try:
        again(lambda: _flush(path))  # else Windows loses finished exports (reliability.md 0.1)
        found = again(lambda: digest_of(path))
    except OSError as error:
        raise WorkspaceError(
            texts.WRITE_UNSURE.format(path=path, reason=reason_of(error))
        ) from error
    if found != digest:
        raise WorkspaceError(texts.READ_BACK_DIFFERS.format(path=path))


def temporary_of(path: Path) -> Path:
    """Where a file is written before it has its name."""
    return path.with_name(path.name + ".tmp")


def digest_of(path: Path) -> str:
    """SHA-256 of a file; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """A file open for reading; what the disk refuses becomes a WorkspaceError."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise WorkspaceError(
            texts.FILE_UNREADABLE.format(path=path, reason=reason_of(error))
        ) from error


def _not_written(temporary: Path, path: Path, error: OSError) -> WorkspaceError:
    with suppress(OSError):
        temporary.unlink(missing_ok=True)
    return WorkspaceError(texts.WRITE_FAILED.format(path=path, reason=reason_of(error)))


def again(act: Callable[[], Result]) -> Result:
    """Do it, waiting a little where a virus scanner or a sync client holds the file."""
    for wait in _RETRY_S:
        try:
            return act()
        except PermissionError:
            time.sleep(wait)
    return act()


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
