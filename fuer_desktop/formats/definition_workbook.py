"""Definition files as a workbook that an office person can fill: the same definitions, written in
rows and columns instead of TOML, and read by the same readers.

``formats/workbook_layout.py`` says which key stands in which sheet and column.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.forms import Form
from fuer_desktop.formats import definitions
from fuer_desktop.formats.definition_text import to_toml
from fuer_desktop.formats.definitions import Texts
from fuer_desktop.formats.place_definition import check_selection
from fuer_desktop.formats.section import Problems
from fuer_desktop.formats.workbook_assembly import Assembly
from fuer_desktop.formats.workbook_cells import read_sheets
from fuer_desktop.formats.workbook_layout import FOLDERS
from fuer_desktop.formats.workbook_reading import Report, read_filled
from fuer_desktop.formats.workbook_relations import spread_lists
from fuer_desktop.formats.workbook_writing import File, write_book
from fuer_desktop.texts import definitions as definition_texts
from fuer_desktop.texts import workbook as texts

_ELSEWHERE = "indicators/elsewhere.toml"
"""Path of what only earlier versions of forms ask."""


@dataclass(frozen=True, slots=True)
class WorkbookReading:
    """Definition files read from a workbook, by their path below the catalogue, and what was taken
    in spite of its looks, in sentences."""

    texts: dict[str, str]
    warnings: tuple[str, ...]


# --- out -----------------------------------------------------------------------------------


def to_workbook(files: Texts) -> bytes:
    """A workbook (.xlsx) that says the same as these files, in the order given.

    Raises DefinitionError for a file that is not understood or says what a workbook has no place
    for.
    """
    return write_book([_file(path, text) for path, text in files.items()])


def empty_workbook(families: tuple[str, ...] = ("form",)) -> bytes:
    """A workbook to be filled, with a row in each sheet that is marked as an example."""
    return write_book([], families)


def _file(path: str, text: str) -> File:
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        problem = definition_texts.UNREADABLE.format(file=path, reason=error)
        raise DefinitionError([problem]) from error
    return File(path, _family(path, content), content)


def _family(path: str, content: Mapping[str, Any]) -> str:
    """What a file describes, by what is in it: a list of units may have any name."""
    for section, family in (("form", "form"), ("plan", "plan"), ("unit", "units")):
        if section in content:
            return family
    place = content.get("place")
    if isinstance(place, Mapping):
        return "units" if "follows" in place else "place"
    if path.startswith(FOLDERS["indicators"]):
        return "indicators"
    raise DefinitionError([texts.UNKNOWN_FILE.format(file=path)])


# --- in ------------------------------------------------------------------------------------


def from_workbook(data: bytes, beside: Texts | None = None) -> WorkbookReading:
    """The definition files that a workbook says.

    ``beside`` are the other files of the catalogue, which may be referred to; a file of the
    workbook takes the place of one with its path. Raises WorkbookError where the workbook cannot
    be read, DefinitionError with every problem of it in the order of sheet, row and column.
    """
    report = Report()
    sheets = read_filled(read_sheets(data), report)
    assembly = Assembly(sheets, report)
    spread_lists(assembly, _forms_beside(assembly, beside or {}))
    files = {path: to_toml(content) for path, content in assembly.files.items()}
    if not files and not report.problems:
        raise DefinitionError([texts.NOTHING_TO_READ])
    problems = Problems(writing=assembly)
    if not report.unreadable:
        _check(files, beside or {}, problems)
    told = {problem.order for problem in report.problems}
    problems.placed = report.problems + [
        problem for problem in problems.placed if problem.order not in told
    ]
    problems.raise_if_any()
    warnings = sorted(report.warnings, key=lambda warning: warning.order)
    return WorkbookReading(files, tuple(warning.where for warning in warnings))


def _forms_beside(assembly: Assembly, beside: Texts) -> dict[str, Form]:
    """The forms that relations may name, as far as they can be read: those of the catalogue, and
    those of the workbook."""
    files = {path: to_toml(content) for path, content in assembly.files.items()}
    catalogue = {
        path: text
        for path, text in {**beside, **files}.items()
        if path.startswith("forms/") and not path.startswith(definitions.EARLIER)
    }
    return {form.code: form for form in definitions.forms_without_rules(catalogue)}


def _check(files: Texts, beside: Texts, problems: Problems) -> None:
    """Read everything as it will be read once it is stored."""
    everything = {**beside, **files}
    earlier = {
        path: text for path, text in everything.items() if path.startswith(definitions.EARLIER)
    }
    definitions.gather_forms(earlier, problems)
    catalogue = {path: text for path, text in everything.items() if path not in earlier}
    elsewhere = definitions.declare_elements(catalogue, earlier)
    catalogue |= {_ELSEWHERE: elsewhere} if elsewhere else {}
    definitions.gather_catalogue(catalogue, problems)
    for path, text in files.items():
        if path.startswith(f"{FOLDERS['units']}/"):
            definitions.gather_place(path, text, problems)
        elif path.startswith(f"{FOLDERS['place']}/"):
            selection = definitions.gather_selection(path, text, problems)
            check_selection(path, selection, everything, problems)
