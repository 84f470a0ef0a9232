"""The second witness: every transaction of a workspace as one flushed line of text, beside it in
another folder, from which the workspace can be made anew (reliability.md 4.2).

A file begins with a line that says whose it is; each further line is

    CRC-32 of the rest (8 hex digits) SP number-before SP number-after SP head-after SP JSON LF

where number and head are those of the journal and the JSON lists the rows that were added,
replaced or removed: ``[verb, table, {column: value, …}]``, bytes as ``{"b64": "…"}``. A line that
was cut off at the end of the file was never acknowledged and does not count. A new file (a
generation) begins with all rows that there are.
"""

from __future__ import annotations

import base64
import binascii
import errno
import itertools
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.formats import files
from fuer_desktop.texts import workspace as texts

FORMAT = 1
_NAME = "changes-{generation:04}.jsonl"
_TAIL_BYTES = 1 << 16
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Row = tuple[str, str, Mapping[str, Any]]
"""Verb (``+ = -``), table, the values by column."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose changes these are, and where its file was when the generation began."""

    workspace: str
    path: str
    at: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Line:
    """One transaction: from which journal number to which, and the hash it ends with."""

    before: int
    after: int
    head: str
    json: str

    @property
    def rows(self) -> Iterator[Row]:
        """What it changed."""
        for verb, table, values in json.loads(self.json):
            yield verb, table, {name: _from_json(value) for name, value in values.items()}


def generations(folder: Path) -> list[Path]:
    """The witness files of a workspace, the oldest first."""
    return sorted(folder.glob(_NAME.replace("{generation:04}", "*")))


def start(folder: Path, owner: Owner, lines: Iterable[tuple[int, str, Iterable[Row]]]) -> Path:
    """Begin a new generation with all rows that there are, given as (journal number, head, rows)
    in portions; it has its name only once it is whole. Raises WorkspaceError."""
    known = generations(folder)
    number = int(known[-1].stem.rpartition("-")[2]) + 1 if known else 1
    path = folder / _NAME.format(generation=number)
    first = _encoded(0, 0, "", _json(asdict(owner)))
    rest = (_encoded(after, after, head, _json_of(rows)) for after, head, rows in lines)
    files.write_in_parts(path, itertools.chain((first,), rest))
    return path


def owner_of(path: Path) -> Owner | None:
    """Whose a witness file is; None if it cannot be read."""
    try:
        with path.open("rb") as file:
            first = _decoded(file.readline())
        return Owner(**json.loads(first.json)) if first else None
    except (OSError, ValueError, TypeError):
        return None


def lines_of(path: Path) -> Iterator[Line]:
    """All whole lines after the first, up to a last one that was cut off.

    Raises WorkspaceError at a line that is damaged and has others behind it.
    """
    with files.reading(path) as file:
        for number, raw in enumerate(file, start=1):
            line = _decoded(raw)
            if line is None:
                if file.read(1):
                    raise WorkspaceError(texts.WITNESS_DAMAGED.format(path=path, line=number))
                return
            if number > 1:
                yield line


def readable_lines_of(path: Path) -> Iterator[Line | None]:
    """As ``lines_of``, with None in the place of each damaged line."""
    with files.reading(path) as file:
        for number, raw in enumerate(file, start=1):
            line = _decoded(raw)
            if number > 1 and (line is not None or raw.endswith(b"\n")):
                yield line


def last_line(path: Path) -> tuple[Line | None, int]:
    """The last whole line, and the length of the file up to its end; (None, 0) where even the
    end of the file is damaged."""
    with files.reading(path) as file:
        size = file.seek(0, os.SEEK_END)
        reach = _TAIL_BYTES
        while True:
            begin = max(0, size - reach)
            file.seek(begin)
            tail = file.read()
            end = tail.rfind(b"\n") + 1
            start_of_last = tail.rfind(b"\n", 0, end - 1) + 1 if end else 0
            if (start_of_last or begin == 0) and end:
                return _decoded(tail[start_of_last:end]), begin + end
            if begin == 0:
                return None, 0
            reach *= 4


class WitnessFile:
    """The open end of a witness file. ``length`` is where its last whole line ends: whatever
    stands behind it was never acknowledged."""

    def __init__(self, path: Path, length: int) -> None:
        self.path = path
        try:
            self._file: BinaryIO = files.again(lambda: path.open("r+b", buffering=0))
        except OSError as error:
            raise _failed(path, error) from error
        self._length = self._before = length
        self._ragged = True

    def append(self, before: int, after: int, head: str, rows: Iterable[Row]) -> None:
        """Put one transaction on disk; raises WorkspaceError, and then it does not count."""
        data = _encoded(before, after, head, _json_of(rows))
        try:
            if self._ragged:
                self._file.truncate(self._length)
            self._ragged = True
            self._file.seek(self._length)
            if self._file.write(data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            _sync(self._file)
        except OSError as error:
            self._cut()
            raise _failed(self.path, error) from error
        self._ragged = False
        self._before, self._length = self._length, self._length + len(data)

    def withdraw(self) -> None:
        """Take the last line back: the database refused the transaction."""
        self._length = self._before
        self._ragged = True
        self._cut()

    def close(self) -> None:
        """Let go of the file."""
        with suppress(OSError):
            self._file.close()

    def _cut(self) -> None:
        """If the disk refuses even that, the next line does it, or the next start."""
        with suppress(OSError):
            self._file.truncate(self._length)
            _sync(self._file)
            self._ragged = False


def _sync(file: BinaryIO) -> None:
    """The data and the length; no more is needed to read them back."""
    getattr(os, "fdatasync", os.fsync)(file.fileno())


def _failed(path: Path, error: OSError) -> WorkspaceError:
    return WorkspaceError(texts.WITNESS_FAILED.format(path=path, reason=reason_of(error)))


def _encoded(before: int, after: int, head: str, content: str) -> bytes:
    rest = f"{before} {after} {head or '-'} {content}".encode()
    return b"%08x %s\n" % (binascii.crc32(rest), rest)


def _decoded(raw: bytes) -> Line | None:
    """A line, or None if it is not whole."""
    crc, _, rest = raw.rstrip(b"\n").partition(b" ")
    if not raw.endswith(b"\n") or crc != b"%08x" % binascii.crc32(rest):
        return None
    before, after, head, content = rest.split(b" ", 3)
    return Line(int(before), int(after), head.decode(), content.decode())


def _json_of(rows: Iterable[Row]) -> str:
    return _json(
        [[verb, table, {name: _to_json(value) for name, value in values.items()}]
         for verb, table, values in rows]
    )  # fmt: skip


def _to_json(value: object) -> object:
    if isinstance(value, bytes):
        return {"b64": base64.b64encode(value).decode()}
    return value


def _from_json(value: object) -> object:
    if isinstance(value, dict):
        return base64.b64decode(value["b64"])
    return value
