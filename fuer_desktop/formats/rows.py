"""Rows of cells, findings, values and verdicts as CSV, for scripts and for people's workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.texts import packages as texts

CELL_FIELDS = (
    "unit", "form", "period", "table", "row", "column", "value", "kind", "reason", "note",
)  # fmt: skip
FINDING_FIELDS = (
    "unit", "form", "period", "rule", "class", "cells", "left", "right", "difference",
    "state", "reason", "message", "by", "at",
)  # fmt: skip
RECORD_FIELDS = (
    "version", "unit", "form", "period", "rule", "class", "cells", "left", "right", "difference",
    "state", "reason", "by", "at", "found_at", "gone_at", "on_paper",
)  # fmt: skip
COUNTED_FIELDS = (*CELL_FIELDS, "on_paper")
"""What an office lists: a cell that counts, and whether it was entered from paper."""
JOURNAL_FIELDS = (
    "number", "step", "at", "who", "machine", "program", "how", "source",
    "unit", "form", "period", "table", "row", "column", "old", "new", "hash",
)  # fmt: skip
_RISKY = tuple("=+-@\t\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell as it stands in a file; all text. ``line`` is its line in the file."""

    line: int
    unit: str
    form: str
    period: str
    table: str
    row: str
    column: str
    value: str
    kind: str
    reason: str
    note: str


def read_cells(text: str, file: str) -> Iterator[CellRow]:
    """The cells of a CSV text in the one cell-row shape, or in an office's, whose mark is passed
    over; raises EntryError for another header."""
    reader = csv.reader(io.StringIO(text), strict=True)
    header = tuple(name.strip() for name in next(reader, []))
    if header not in (CELL_FIELDS, COUNTED_FIELDS):
        raise EntryError(texts.CELL_ROWS_HEADER.format(file=file, header=",".join(CELL_FIELDS)))
    try:
        for fields in reader:
            if len(fields) > len(header):
                raise _row_problem(file, reader.line_num, texts.TOO_MANY_FIELDS)
            if fields:
                padded = [*fields, *[""] * len(CELL_FIELDS)][: len(CELL_FIELDS)]
                yield CellRow(reader.line_num, *map(_unguarded, padded))
    except csv.Error as error:
        raise _row_problem(file, reader.line_num, texts.UNREADABLE_ROW) from error


def _unguarded(field: str) -> str:
    """The text as it was before ``write_rows`` guarded it."""
    text = field.strip()
    return text[1:] if text.startswith("'") and _is_risky(text[1:]) else text


def _row_problem(file: str, line: int, problem: str) -> EntryError:
    return EntryError(texts.CELL_ROW_PROBLEM.format(file=file, line=line, problem=problem))


def write_rows(fields: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV text with a header; text that a spreadsheet would run as a formula is quoted."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows([_guarded(field) for field in row] for row in rows)
    return output.getvalue()


def _guarded(field: object) -> object:
    """A leading apostrophe keeps foreign text from being a formula; figures stay figures."""
    if not isinstance(field, str):
        return field
    text = field.replace("\r", " ")  # a bare one would begin a new row for other readers
    return f"'{text}" if _is_risky(text) else text


def _is_risky(text: str) -> bool:
    """Whether a spreadsheet might run the text, or take its apostrophe for our guard."""
    bare = text.lstrip("'")
    return bare.startswith(_RISKY) and not _is_figure(text)


def _is_figure(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()
