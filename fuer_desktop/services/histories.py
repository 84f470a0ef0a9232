"""Indicator values of years before the program, with their source and status."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.numbers import parse_number, plain
from fuer_desktop.domain.periods import ReferencePeriod
from fuer_desktop.formats import files
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.store.workspace import HistoryValue, Role, Workspace
from fuer_desktop.texts import cli as texts
from fuer_desktop.texts import packages as package_texts

FIELDS = ("indicator", "year", "value", "source", "status")
_DECIMALS = 6


def record(workspace: Workspace, file: Path) -> int:
    """Record a CSV of earlier values, all or none; returns how many. Raises EntryError by line."""
    workspace.require(Role.OFFICE)
    known = load_task(workspace).catalogue.indicator_by_code
    values = list(_read(files.read_table_text(file), file.name, set(known)))
    workspace.set_history(values)
    return len(values)


def _read(text: str, file: str, known: set[str]) -> Iterator[HistoryValue]:
    reader = csv.reader(io.StringIO(text), strict=True)
    if tuple(next(reader, ())) != FIELDS:
        raise EntryError(texts.HISTORY_HEADER.format(file=file))
    try:
        for fields in filter(None, reader):
            yield _value(fields, known)
    except (EntryError, csv.Error) as error:
        problem = error if isinstance(error, EntryError) else package_texts.UNREADABLE_ROW
        line = reader.line_num
        raise EntryError(texts.HISTORY_ROW.format(file=file, line=line, problem=problem)) from error


def _value(fields: list[str], known: set[str]) -> HistoryValue:
    indicator, year, value, source, status = [*fields, *[""] * len(FIELDS)][: len(FIELDS)]
    if indicator not in known:
        raise EntryError(texts.UNKNOWN_INDICATOR.format(code=indicator))
    number = plain(parse_number(value, _DECIMALS))
    return HistoryValue(indicator, ReferencePeriod.parse(year).year, number, source, status)
