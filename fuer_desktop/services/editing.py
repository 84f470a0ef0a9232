"""The edit session: the open form, whatever a person does to its cells, and who must know.

The grid writes through it. A change is in the session at once, with derived cells and findings;
its commit is posted, and the saved mark follows the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from fuer_desktop.domain.checking import Checker, Finding
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.forms import Form, with_derived
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import (
    BLANK,
    CellKey,
    DataValue,
    Kind,
    Values,
    read_value,
    require_keepable,
)
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.last_year import last_year_values
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import workspace as texts


class Saving(Enum):
    """Whether a cell's present value is on disk."""

    SAVED = "saved"
    WAITING = "waiting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FormContent:
    """A form's values as they are on disk, and the same unit's a year before."""

    values: Values
    last_year: Values
    locked: str = ""
    """Why nothing can be entered; nothing where it can."""


def load_content(workspace: Workspace, task: LoadedTask, form: Form) -> FormContent:
    """Read a desk's form from its workspace."""
    place = FormPlace(task.record.unit, form.code, task.record.period)
    return FormContent(
        workspace.values.of_form(place),
        last_year_values(workspace, task, form.code),
        locked=texts.IS_COPY.format(path=workspace.path) if workspace.is_copy else "",
    )


Cells = Mapping[CellKey, tuple[DataValue, int]]
"""Cells of one form, each with its value and decimals."""


@dataclass(frozen=True, slots=True)
class Change:
    """Cells to be committed as one step."""

    form: Form
    cells: Cells
    how: How = How.TYPED


def commit_change(workspace: Workspace, task: LoadedTask, change: Change) -> None:
    """Commit a change; when this returns it is on disk. Raises WorkspaceError."""
    place = FormPlace(task.record.unit, change.form.code, task.record.period)
    workspace.values.put(place, change.cells, change.how)


Committed = Callable[[Exception | None], None]
PostCommit = Callable[[Change, Committed], None]
Listener = Callable[[frozenset[CellKey]], None]


class EditSession:
    """One open form. All calls come from one thread; ``post`` answers on that thread too."""

    def __init__(self, form: Form, content: FormContent, post: PostCommit) -> None:
        self.form = form
        self.locked = content.locked
        self.listeners: list[Listener] = []
        self._post = post
        self._checker = Checker(form)
        self._typed: dict[CellKey, DataValue] = dict(content.values)
        self._last_year = with_derived(form, content.last_year)
        self._compare_with = content.last_year or None
        self._saving: dict[CellKey, Saving] = {}
        self._commits: dict[CellKey, int] = {}
        self._posted = 0
        self._refresh()

    def value(self, key: CellKey) -> DataValue:
        """The cell as it stands: typed, or derived from what is typed."""
        return self._complete.get(key, BLANK)

    def last_year(self, key: CellKey) -> DataValue:
        """The same cell a year before."""
        return self._last_year.get(key, BLANK)

    def saving(self, key: CellKey) -> Saving:
        """Whether the cell is on disk."""
        return self._saving.get(key, Saving.SAVED)

    @property
    def unsaved(self) -> int:
        """Cells that are not on disk yet."""
        return len(self._saving)

    @property
    def waiting(self) -> bool:
        """Whether a commit has not been answered yet."""
        return Saving.WAITING in self._saving.values()

    @property
    def failed(self) -> bool:
        """Whether anything could not be saved."""
        return Saving.FAILED in self._saving.values()

    @property
    def findings(self) -> list[Finding]:
        """Everything the rules find now."""
        return self._findings

    def findings_at(self, key: CellKey) -> list[Finding]:
        """Findings that name this cell, the strictest first."""
        return self._by_cell.get(key, [])

    def worst(self, key: CellKey) -> RuleClass | None:
        """The strictest class among the cell's open findings; 未填 shows itself by its blank."""
        found = [f.severity for f in self.findings_at(key) if not f.explained]
        return min(found, default=None)

    def enter(self, key: CellKey, text: str) -> None:
        """Take what was typed: a figure, or nothing for 未填; a refusal is an EntryError."""
        self._set({key: self._read(key, text)}, How.TYPED)

    def enter_many(self, cells: Mapping[CellKey, str], how: How) -> None:
        """Take several cells as one step, all or none; a refusal is an EntryError."""
        self._set({key: self._read(key, text) for key, text in cells.items()}, how)

    def enter_kind(self, key: CellKey, kind: Kind, reason: str = "") -> None:
        """Take a kind of "no number". Raises EntryError where a reason is missing."""
        decimals = self.form.require_typed(key)
        self._set({key: (read_value("", kind, decimals, reason, ""), decimals)}, How.TYPED)

    def explain(self, key: CellKey, reason: str) -> None:
        """Give the reason of a cell's figure. Raises EntryError for what cannot be kept."""
        require_keepable(reason)
        value = self._typed.get(key, BLANK)
        if value.kind is not Kind.BLANK:
            explained = replace(value, reason=reason.strip())
            self._set({key: (explained, self.form.require_typed(key))}, How.TYPED)

    def take_over(self, cells: Values) -> None:
        """Show what was committed elsewhere, by an undo or an import. A cell that was changed here
        meanwhile keeps the later change, which is still to be committed."""
        before, marks = self._complete, self._by_cell
        for key, value in cells.items():
            if self.saving(key) is Saving.SAVED:
                self._put(key, value)
        self._refresh()
        touched = _changed(before, self._complete) | _changed(marks, self._by_cell)
        self._tell(frozenset(touched | set(cells)))

    def retry(self) -> None:
        """Post again what could not be saved."""
        for key in [key for key, saving in self._saving.items() if saving is Saving.FAILED]:
            decimals = self.form.require_typed(key)
            self._commit({key: (self._typed.get(key, BLANK), decimals)}, How.TYPED)

    def _read(self, key: CellKey, text: str) -> tuple[DataValue, int]:
        """What was typed as a value; raises EntryError."""
        old = self._typed.get(key, BLANK)
        decimals = self.form.require_typed(key)
        value = read_value(text, None, decimals, old.reason, old.note)
        if value.kind is Kind.BLANK:
            value = BLANK
        elif value.number != old.number:
            # A reason stays while the value stays; for another figure it must be given anew.
            value = replace(value, reason="")
        return value, decimals

    def _set(self, cells: Cells, how: How) -> None:
        new = {
            key: change for key, change in cells.items()
            if change[0] != self._typed.get(key, BLANK)
        }  # fmt: skip
        if not new:
            return
        if self.locked:
            raise EntryError(self.locked)
        before, marks = self._complete, self._by_cell
        for key, (value, _) in new.items():
            self._put(key, value)
        self._refresh()
        derived = _changed(before, self._complete)
        self._commit(new, how)
        self._tell(frozenset(new.keys() | derived | _changed(marks, self._by_cell)))

    def _put(self, key: CellKey, value: DataValue) -> None:
        if value == BLANK:
            self._typed.pop(key, None)
        else:
            self._typed[key] = value

    def _refresh(self) -> None:
        """Derived cells and findings of what stands in the form now."""
        self._complete = with_derived(self.form, self._typed)
        self._findings = self._checker.check(self._typed, self._compare_with)
        self._by_cell: dict[CellKey, list[Finding]] = {}
        for finding in self._findings:
            for cell in finding.cells:
                self._by_cell.setdefault(cell, []).append(finding)
        for found in self._by_cell.values():
            found.sort(key=lambda finding: finding.severity)

    def _commit(self, cells: Cells, how: How) -> None:
        self._posted += 1
        number = self._posted
        for key in cells:
            self._saving[key] = Saving.WAITING
            self._commits[key] = number

        def committed(error: Exception | None) -> None:
            # A later change of the same cell is under way and will answer for it.
            answered = [key for key in cells if self._commits[key] == number]
            for key in answered:
                if error is None:
                    self._saving.pop(key, None)
                else:
                    self._saving[key] = Saving.FAILED
            self._tell(frozenset(answered))

        self._post(Change(self.form, cells, how), committed)

    def _tell(self, touched: frozenset[CellKey]) -> None:
        for listener in self.listeners:
            listener(touched)


def _changed(before: Mapping[CellKey, object], after: Mapping[CellKey, object]) -> set[CellKey]:
    """The cells of which something else is known than before."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
