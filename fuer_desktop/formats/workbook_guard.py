"""Looks through a workbook before any library does: an archive of reasonable size, plain XML, and
nothing outside the area that is to be read (reliability.md 3.9).

One cell in the last column of the last row keeps openpyxl busy for minutes, and a merge over the
whole sheet takes all memory, so both are told here.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from fuer_desktop.domain.errors import WorkbookError
from fuer_desktop.texts import workbook as texts

MAX_FILE_BYTES = 32 << 20
MAX_PARTS = 200
MAX_INFLATED_BYTES = 64 << 20
MAX_RATIO = 200
_RATIO_FROM_BYTES = 1 << 20
"""Smaller parts may be as dense as they like: a sheet of equal cells is."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = "xl/workbook.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_IS_ENCRYPTED = 0x1

_REFUSED = {
    "vbaproject": texts.HAS_MACRO,
    "xlmacros": texts.HAS_MACRO,
    "macrosheets": texts.HAS_MACRO,
    "externallink": texts.HAS_LINKS,
    "connections.xml": texts.HAS_CONNECTIONS,
    "querytables/": texts.HAS_CONNECTIONS,
    "embeddings/": texts.HAS_OBJECTS,
    "oleobject": texts.HAS_OBJECTS,
    "activex": texts.HAS_OBJECTS,
}
"""What must not be in a workbook, by a part of its members' names."""


@dataclass(frozen=True, slots=True)
class Area:
    """How many rows and columns may be in use."""

    rows: int = 20_000
    columns: int = 60


def examine(data: bytes, area: Area) -> None:
    """Raise WorkbookError with a sentence for whatever must not be read."""
    if len(data) > MAX_FILE_BYTES:
        raise WorkbookError(texts.TOO_LARGE.format(limit=MAX_FILE_BYTES >> 20))
    if not data.startswith(b"PK"):
        raise WorkbookError(_not_an_archive(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _examine_list(archive)
            for member in archive.infolist():
                _examine_part(archive, member, area)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError) as error:
        raise WorkbookError(texts.DAMAGED) from error
    except (NotImplementedError, RuntimeError, ValueError) as error:  # odd compression, odd names
        raise WorkbookError(texts.DAMAGED) from error


def _not_an_archive(data: bytes) -> str:
    if data.startswith(_OLE):
        return texts.ENCRYPTED if _ENCRYPTED_STREAM in data else texts.OLD_WORKBOOK
    if b"\0" not in data[:4096]:
        return texts.TEXT_FILE
    return texts.NOT_A_WORKBOOK


def _examine_list(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_PARTS:
        problem = texts.TOO_MANY_PARTS.format(count=len(members), limit=MAX_PARTS)
        raise WorkbookError(problem)
    if sum(member.file_size for member in members) > MAX_INFLATED_BYTES:
        raise WorkbookError(texts.TOO_MUCH_INSIDE.format(limit=MAX_INFLATED_BYTES >> 20))
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise WorkbookError(texts.DAMAGED)
    if any(member.flag_bits & _IS_ENCRYPTED for member in members):
        raise WorkbookError(texts.ENCRYPTED)
    for member in members:
        _refuse_by_name(member)
    if _WORKBOOK not in names:
        other = any(name.endswith(("workbook.bin", "content.xml")) for name in names)
        raise WorkbookError(texts.BINARY_WORKBOOK if other else texts.NOT_A_WORKBOOK)


def _refuse_by_name(member: zipfile.ZipInfo) -> None:
    name = member.filename.lower()
    for part, problem in _REFUSED.items():
        if part in name:
            raise WorkbookError(problem)
    dense = member.file_size > MAX_RATIO * max(member.compress_size, 1)
    if dense and member.file_size > _RATIO_FROM_BYTES:
        raise WorkbookError(texts.TOO_DENSE.format(part=member.filename, limit=MAX_RATIO))


_CHUNK = 1 << 16
_DRAWING = ".vml"
"""Drawings of comments, which spreadsheet programs write as they like and nobody reads here."""

_XML = (".xml", ".rels")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def _examine_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, area: Area) -> None:
    """Read a part whole, which also proves its checksum, and scan it if it is XML."""
    with archive.open(member) as file:
        chunks = iter(lambda: file.read(_CHUNK), b"")
        first = next(chunks, b"")
        name = member.filename.lower()
        text = first.lstrip().startswith(b"<") or first.startswith(_MARKS) or name.endswith(_XML)
        if not text or name.endswith(_DRAWING) or not first:
            for _ in chunks:
                pass
        else:
            _PartScan(member.filename, area).run(first, chunks)


class _PartScan:
    """One XML part: no document type, and no cell, merge or link outside the area."""

    def __init__(self, part: str, area: Area) -> None:
        self._part = part
        self._area = area
        self._row = 0
        self._row_text = "0"
        self._column = 0
        self._columns: dict[str, int] = {}
        self._merged = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._element
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype

    def run(self, first: bytes, rest: Iterator[bytes]) -> None:
        """Scan to the end; raises WorkbookError or ExpatError."""
        self._parser.Parse(first, False)
        for chunk in rest:
            self._parser.Parse(chunk, False)
        self._parser.Parse(b"", True)

    def _doctype(self, *_: object) -> None:
        raise WorkbookError(texts.HAS_DOCTYPE.format(part=self._part))

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        meant = _SCANNED.get(name)
        if meant is not None:  # charts and drawings have rows of their own
            meant(self, attributes)

    def refuse_strict(self, _attributes: dict[str, str]) -> None:
        """The workbook is of the other dialect."""
        raise WorkbookError(texts.STRICT_WORKBOOK)

    def row(self, attributes: dict[str, str]) -> None:
        """A row begins."""
        self._row = _number(attributes.get("r"), self._row + 1)
        self._row_text = str(self._row)
        self._column = 0
        self._require(self._row, 1, f"{self._row}行")

    def cell(self, attributes: dict[str, str]) -> None:
        """A cell, most often of the row that began: then its letters alone are new."""
        ref = attributes.get("r")
        letters = ref.removesuffix(self._row_text) if ref else ""
        column = self._columns.get(letters)
        if column is not None:
            self._column = column
            return
        row, self._column = position(ref) if ref else (self._row, self._column + 1)
        self._require(row, self._column, ref or cell_name(row, self._column))
        if letters != ref and letters.isalpha():
            self._columns[letters] = self._column

    def range(self, attributes: dict[str, str]) -> None:
        """A range makes cells in memory, every one of them, even where ranges overlap."""
        ref = attributes.get("ref", "")
        first, _, last = ref.partition(":")
        top, left = position(first)
        bottom, right = position(last or first)
        self._merged += (bottom - top + 1) * (right - left + 1)
        if (
            bottom > self._area.rows
            or right > self._area.columns
            or self._merged > self._area.rows * self._area.columns
        ):
            raise WorkbookError(texts.WIDE_RANGE.format(part=self._part, ref=ref, **self._limits))

    def _require(self, row: int, column: int, where: str) -> None:
        if row > self._area.rows or column > self._area.columns:
            raise WorkbookError(texts.BEYOND.format(part=self._part, cell=where, **self._limits))

    @property
    def _limits(self) -> dict[str, int]:
        return {"rows": self._area.rows, "columns": self._area.columns}


_SCANNED: dict[str, Callable[[_PartScan, dict[str, str]], None]] = {
    f"{_STRICT} workbook": _PartScan.refuse_strict,
    f"{_MAIN} row": _PartScan.row,
    f"{_MAIN} c": _PartScan.cell,
    f"{_MAIN} mergeCell": _PartScan.range,
    f"{_MAIN} hyperlink": _PartScan.range,
}

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,9})")


def position(ref: str) -> tuple[int, int]:
    """Row and column of a cell's name such as ``C7``; raises WorkbookError for anything else."""
    found = _REFERENCE.fullmatch(ref.upper())
    if not found:
        raise WorkbookError(texts.DAMAGED)
    letters, row = found.groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(row), column


def letters_of(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """A cell's name such as ``C7``."""
    return f"{letters_of(column)}{row}"


def _number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not text.isascii() or not text.isdecimal():
        raise WorkbookError(texts.DAMAGED)
    return int(text[:12])
