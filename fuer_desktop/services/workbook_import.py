"""Figures from a workbook into a form: first a preview that shows every cell, then one step."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from fuer_desktop.domain.cell_text import AGREED
from fuer_desktop.domain.checking import Finding
from fuer_desktop.domain.errors import WorkbookError
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, Values
from fuer_desktop.formats import files, workbook_cells, workbook_guard, workbook_marking
from fuer_desktop.formats.form_workbook_reading import (
    AREA,
    FormsFound,
    FoundCell,
    Wanted,
    find_forms,
)
from fuer_desktop.formats.workbook_child import Terms
from fuer_desktop.formats.workbook_marking import MarkedCell
from fuer_desktop.services import backing_up, checking
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.editing import beside_note
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import form_workbook as texts


class Compared(StrEnum):
    """What importing a cell of a workbook would do."""

    NEW = "new"
    CHANGED = "changed"
    WRONG = "wrong"
    UNSETTLED = "unsettled"
    BLANK = "blank"
    SAME = "same"

    @property
    def label(self) -> str:
        """The word for people."""
        return texts.COMPARED[self.value]


WRITES = (Compared.NEW, Compared.CHANGED)
"""What is imported unless it is left out."""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A cell of the workbook beside what stands in the form: ``old`` now, ``new`` after."""

    found: FoundCell
    compared: Compared
    old: DataValue
    new: DataValue | None = None
    said: str = ""
    """What a person should know of it: the mistake, or how it was read."""

    @property
    def key(self) -> CellKey:
        """The cell."""
        return self.found.key


@dataclass(frozen=True)
class Preview:
    """What importing a workbook into one form would do; cells that are blank on both sides are
    left out."""

    form: Form
    lines: Sequence[ImportLine]
    notes: Sequence[str]

    @property
    def counts(self) -> Mapping[Compared, int]:
        """Cells of each class."""
        return Counter(line.compared for line in self.lines)

    @property
    def signs(self) -> Mapping[str, int]:
        """Words for "no number" that are not settled, with their cells."""
        return Counter(
            line.found.said.sign for line in self.lines if line.compared is Compared.UNSETTLED
        )

    def settled(self, sign: str, kind: Kind, reason: str = "") -> Preview:
        """The same once a person has said what a word means. Raises EntryError where a reason is
        wanted."""
        lines = [
            self._meant(line, kind, reason)
            if line.compared is Compared.UNSETTLED and line.found.said.sign == sign
            else line
            for line in self.lines
        ]
        return replace(self, lines=lines)

    def _meant(self, line: ImportLine, kind: Kind, reason: str) -> ImportLine:
        figure = "0" if kind is Kind.NUMBER else ""
        value, _ = self.form.read(line.key, figure, kind, reason)
        said = texts.SETTLED.format(sign=line.found.said.text, kind=value.text or kind.label)
        return _compared(line.found, line.old, value, said)


def read_workbook(task: LoadedTask, path: Path, stop: threading.Event | None = None) -> FormsFound:
    """What a workbook holds of the desk's forms. ``stop`` calls it off.

    Raises WorkspaceError where the file cannot be read, WorkbookError where it must not be.
    """
    data = files.read_at_most(path, workbook_guard.MAX_FILE_BYTES + 1)
    terms = Terms(workbook_cells.ENTRY, stop=stop)
    return find_forms(workbook_cells.read_sheets(data, AREA, terms), wanted(task))


def wanted(task: LoadedTask) -> Wanted:
    """Whose forms a desk reads."""
    forms = {form.code: form for form in task.own_forms}
    own = task.own_unit
    return Wanted(forms, own.code, own.name, task.record.period, task.task.place.practice)


def preview(form: Form, found: FormsFound, values: Values) -> Preview:
    """The cells of one form beside ``values``, which stand in it now."""
    lines = [_line(cell, values.get(cell.key, BLANK)) for cell in found.cells.get(form.code, ())]
    return Preview(form, [line for line in lines if line is not None], found.notes)


def _line(cell: FoundCell, old: DataValue) -> ImportLine | None:
    said = cell.said
    meant = AGREED.get(said.sign)
    if meant is not None and old.kind is meant:
        return ImportLine(cell, Compared.SAME, old, old)
    if said.problem:
        return ImportLine(cell, Compared.WRONG, old, None, said.problem)
    if said.sign:
        template = texts.UNSETTLED_REASON if meant else texts.UNSETTLED_SIGN
        words = template.format(sign=said.sign)
        return ImportLine(cell, Compared.UNSETTLED, old, None, words)
    value = said.value or BLANK
    if value.kind is Kind.BLANK:
        if old.kind is Kind.BLANK:
            return None
        return ImportLine(cell, Compared.BLANK, old, BLANK, texts.BLANK_KEEPS)
    return _compared(cell, old, value, said.remark)


def _compared(cell: FoundCell, old: DataValue, value: DataValue, said: str) -> ImportLine:
    if old.kind is Kind.BLANK:
        compared = Compared.NEW
    else:
        compared = Compared.SAME if beside_note(old, value) == old else Compared.CHANGED
    return ImportLine(cell, compared, old, value, said)


def values_of(lines: Iterable[ImportLine]) -> dict[CellKey, DataValue]:
    """What chosen lines would write."""
    return {line.key: line.new for line in lines if line.new is not None}


def apply(workspace: Workspace, task: LoadedTask, chosen: Mapping[str, Values], file: str) -> None:
    """Enter values of several forms as one step, with a backup before; raises WorkspaceError or
    EntryError, and nothing is entered then."""
    workspace.require(Role.DESK)
    record = task.record
    cells = {}
    for form in task.own_forms:
        place = FormPlace(record.unit, form.code, record.period)
        old = workspace.values.of_form(place)
        new = {
            key: (beside_note(old.get(key, BLANK), value), form.require_typed(key))
            for key, value in chosen.get(form.code, {}).items()
        }
        if new:
            cells[place] = new
    if not cells:
        return
    backing_up.back_up(workspace, backing_up.Reason.IMPORT)
    with workspace.commit(How.IMPORTED, file):
        workspace.values.write_forms(cells)


# --- the clerk's own workbook, marked ------------------------------------------------------


def marks_of(shown: Preview, findings: Iterable[Finding]) -> list[MarkedCell]:
    """Every mistake at its cell in the workbook: of reading, and of the rules as the form would
    stand after the import."""
    marks: dict[tuple[str, str], list[str]] = {}
    places: dict[CellKey, tuple[str, str]] = {}
    for line in shown.lines:
        place = (line.found.sheet, line.found.address)
        places[line.key] = place
        if line.compared is Compared.WRONG:
            marks.setdefault(place, []).append(line.said)
        elif line.compared is Compared.UNSETTLED:
            said = texts.MARK_SIGN.format(sign=line.found.said.sign, signs=texts.PROMPT_SIGNS)
            marks.setdefault(place, []).append(said)
    for finding in findings:
        for key in finding.cells:
            if key in places and not finding.explained:
                said = texts.FINDING.format(severity=finding.severity, message=finding.message)
                marks.setdefault(places[key], []).append(said)
    return [MarkedCell(*place, "\n".join(said)) for place, said in marks.items()]


def findings_after(workspace: Workspace, task: LoadedTask, shown: Preview) -> list[Finding]:
    """What the rules would find once everything that can be imported is."""
    place = FormPlace(task.record.unit, shown.form.code, task.record.period)
    new = values_of(line for line in shown.lines if line.compared in WRITES)
    values = {**workspace.values.of_form(place), **new}
    return checking.check_values(workspace, task, shown.form, values)


def marked_copy(path: Path, out: Path, marks: Sequence[MarkedCell]) -> None:
    """Write a copy of a workbook with a colour and a comment at each mark; the workbook itself is
    never written over. Raises WorkspaceError or WorkbookError."""
    if out.resolve() == path.resolve() or (out.exists() and out.samefile(path)):
        raise WorkbookError(texts.NOT_OVER_ITSELF.format(file=path.name))
    data = files.read_at_most(path, workbook_guard.MAX_FILE_BYTES + 1)
    files.write_whole(out, workbook_marking.marked(data, AREA, marks))
