"""Definitions made by an office, in a workbook: written out, and read back into a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain.errors import DefinitionError, WorkspaceError
from fuer_desktop.formats import files, workbook_guard
from fuer_desktop.formats.definition_workbook import empty_workbook, from_workbook, to_workbook
from fuer_desktop.formats.place_definition import stem
from fuer_desktop.formats.section import suggestion
from fuer_desktop.formats.workbook_layout import FOLDERS
from fuer_desktop.services import catalogues
from fuer_desktop.texts import definitions as texts

_ENDING = ".toml"


@dataclass(frozen=True, slots=True)
class Imported:
    """What was stored, by path below the folder, and what was taken in spite of its looks."""

    files: tuple[str, ...]
    warnings: tuple[str, ...]


def export_workbook(
    codes: Sequence[str], catalogue: Path, out: Path, own: Mapping[str, str] | None = None
) -> None:
    """Write the definitions with these codes into a workbook; without codes an empty one for a
    form. A code may also be the path of a list of units; ``own`` are texts that stand before the
    catalogue's.

    Raises DefinitionError with every code that is not there, WorkspaceError for the file.
    """
    if not codes:
        files.write_whole(out, empty_workbook())
        return
    shipped = catalogues.shipped_texts(catalogue) | dict(own or {})
    chosen: dict[str, str] = {}
    problems = []
    for code in codes:
        found = _named(code, shipped)
        chosen |= found
        if not found:
            near = suggestion(code, {stem(path) for path in shipped})
            problems.append(texts.UNKNOWN_DEFINITION.format(code=code, suggestion=near))
    if problems:
        raise DefinitionError(problems)
    files.write_whole(out, to_workbook(chosen))


def import_own(workspace_path: Path, source: Path, catalogue: Path) -> Imported:
    """Take a workbook's definitions into use at an office: the next task is made with them. What
    it has of its own under the same name is replaced. Raises as ``import_workbook``."""
    folder = catalogues.own_folder(workspace_path)
    return import_workbook(source, folder, catalogue, replace=True)


def known_forms(workspace_path: Path, catalogue: Path) -> list[tuple[str, str]]:
    """Code and title of every form that a task could use, the office's own first."""
    own = catalogues.own_texts(workspace_path)
    everything = catalogues.shipped_texts(catalogue) | own
    forms = catalogues.newest(everything).forms
    mine = set(catalogues.forms_among(own))
    return sorted(((f.code, f.title) for f in forms), key=lambda form: form[0] not in mine)


def _named(code: str, shipped: Mapping[str, str]) -> dict[str, str]:
    if code.lower().endswith(_ENDING):
        return {code: files.read_text(Path(code))}
    return {path: text for path, text in shipped.items() if stem(path) == code}


def import_workbook(source: Path, folder: Path, catalogue: Path, *, replace: bool) -> Imported:
    """Read a workbook's definitions and store them in a folder, all or none.

    They are read together with the catalogue and with what the folder has already. Raises
    WorkbookError for what is no readable workbook, DefinitionError with every mistake in it,
    WorkspaceError where files are there already that are not to be replaced.
    """
    data = files.read_at_most(source, workbook_guard.MAX_FILE_BYTES + 1)
    beside = catalogues.shipped_texts(catalogue)
    if folder.is_dir():
        beside |= catalogues.shipped_texts(folder)
    reading = from_workbook(data, beside)
    catalogues.checked_texts(beside | _of_catalogue(reading.texts))
    there = [path for path in reading.texts if (folder / path).exists()]
    if there and not replace:
        raise WorkspaceError(texts.THERE_ALREADY.format(folder=folder, files="、".join(there)))
    for path, text in reading.texts.items():
        files.write_whole(folder / path, text.encode())
    return Imported(tuple(reading.texts), reading.warnings)


def _of_catalogue(read: Mapping[str, str]) -> dict[str, str]:
    """Without lists of units, which are no part of a catalogue."""
    return {
        path: text for path, text in read.items() if not path.startswith(f"{FOLDERS['units']}/")
    }
