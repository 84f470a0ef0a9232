"""The edit session: the open form, whatever a person does to its cells, and who must know.

The grid writes through it. A change is in the session at once, with derived cells and findings;
its commit is posted, and the saved mark follows the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from fuer_desktop.domain.cell_states import FREE, CellState
from fuer_desktop.domain.checking import Checker, Finding
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.findings import (
    Explanation,
    Explanations,
    FindingKey,
    explanation_of,
    key_of,
    takes_reason,
    with_reasons,
)
from fuer_desktop.domain.forms import Form, with_derived
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.slips import Proposal, likely_slips
from fuer_desktop.domain.spots import Figures, Source
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import (
    BLANK,
    LEAST_REASON,
    CellKey,
    DataValue,
    Kind,
    Values,
    is_reason,
    require_keepable,
)
from fuer_desktop.domain.wording import Told
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.checking import beside_at_desk
from fuer_desktop.services.handed_in import last_handed_in
from fuer_desktop.services.last_year import last_year_values
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import entry as entry_texts


class Saving(Enum):
    """Whether a cell's present value is on disk."""

    SAVED = "saved"
    WAITING = "waiting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FormContent:
    """A form's values and reasons as they are on disk, and the same unit's values a year before."""

    values: Values
    last_year: Values
    locked: str = ""
    """Why nothing can be entered; nothing where it can."""
    explanations: Explanations = field(default_factory=dict)
    checker: Checker | None = None
    """What checks the form in its task; without it, its own rules of any year."""
    beside: Figures = field(default_factory=dict)
    """The same unit's figures of the other forms that its rules name."""
    year: int | None = None
    """The reporting year, where the form belongs to a task."""
    handed_in: Values | None = None
    """What the last submission said; None where none was exported yet."""
    states: Mapping[CellKey, CellState] = field(default_factory=dict)


def load_content(workspace: Workspace, task: LoadedTask, form: Form) -> FormContent:
    """Read a desk's form from its workspace."""
    place = FormPlace(task.record.unit, form.code, task.record.period)
    return FormContent(
        workspace.values.of_form(place),
        last_year_values(workspace, task, form.code),
        locked=workspace.locked,
        explanations=workspace.findings.explanations(place),
        checker=task.checkers[form.code],
        beside=beside_at_desk(workspace, task, form),
        year=task.record.period,
        handed_in=last_handed_in(workspace, task, form),
    )


Cells = Mapping[CellKey, tuple[DataValue, int]]
"""Cells of one form, each with its value and decimals."""


@dataclass(frozen=True, slots=True)
class Change:
    """Cells and reasons of findings to be committed as one step."""

    form: Form
    cells: Cells
    how: How = How.TYPED
    reasons: Mapping[FindingKey, str] = field(default_factory=dict)
    source: str = ""
    """The file from which they came, if one."""


def commit_change(workspace: Workspace, task: LoadedTask, change: Change) -> None:
    """Commit a change; when this returns it is on disk. Raises WorkspaceError."""
    place = FormPlace(task.record.unit, change.form.code, task.record.period)
    with workspace.commit(change.how, change.source):
        workspace.values.write_forms({place: change.cells})
        if change.reasons:
            workspace.findings.explain(place, change.reasons)


def beside_note(old: DataValue, new: DataValue) -> DataValue:
    """A value where another stood: the note of the cell stays, and what says the same changes
    nothing."""
    if new.is_same_as(old) and new.reason in ("", old.reason):
        return old
    if Kind.TEXT in (old.kind, new.kind):
        return new
    return replace(new, note=new.note or old.note)


Committed = Callable[[Exception | None], None]
PostCommit = Callable[[Change, Committed], None]
Listener = Callable[[frozenset[CellKey]], None]


_Kept = CellKey | FindingKey
"""What is on disk or not: a cell, or the reason of a finding."""


class EditSession:
    """One open form. All calls come from one thread; ``post`` answers on that thread too."""

    def __init__(self, form: Form, content: FormContent, post: PostCommit) -> None:
        self.form = form
        self.locked = content.locked
        self.year = content.year
        self.listeners: list[Listener] = []
        self._handed_in = content.handed_in
        self._states = content.states
        self._post = post
        self._typed: dict[CellKey, DataValue] = dict(content.values)
        self._last_year = with_derived(form, content.last_year)
        checker = content.checker or Checker(form)
        self._live = checker.follow(content.values, content.last_year or None, content.beside)
        self._explanations: dict[FindingKey, Explanation] = dict(content.explanations)
        self._saving: dict[_Kept, Saving] = {}
        self._commits: dict[_Kept, int] = {}
        self._failed: dict[int, Change] = {}
        self._posted = 0
        self._by_cell: dict[CellKey, list[Finding]] = {}
        self._show_findings()

    def value(self, key: CellKey) -> DataValue:
        """The cell as it stands: typed, or derived from what is typed."""
        return self._live.complete.get(key, BLANK)

    def last_year(self, key: CellKey) -> DataValue:
        """The same cell a year before."""
        return self._last_year.get(key, BLANK)

    def state(self, key: CellKey) -> CellState:
        """What the office says of the cell."""
        return self._states.get(key, FREE)

    def is_changed(self, key: CellKey) -> bool:
        """Whether the cell is not what the last submission said."""
        if self._handed_in is None or key not in self.form.typed_cells:
            return False
        return not self.value(key).is_same_as(self._handed_in.get(key, BLANK))

    def why_locked(self, key: CellKey) -> str:
        """Why the cell cannot be changed, the form's reason or its own; nothing where it can."""
        return self.locked or self.state(key).locked

    def saving(self, key: CellKey) -> Saving:
        """Whether the cell is on disk."""
        return self._saving.get(key, Saving.SAVED)

    @property
    def unsaved(self) -> int:
        """Cells and reasons that are not on disk yet."""
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

    def told(self, finding: Finding) -> Told:
        """A finding in parts: what, the figures, the difference, what to do."""
        return self._live.told(finding)

    def likely_slips(self, finding: Finding) -> tuple[Proposal, ...]:
        """Slips of the hand that would explain a finding; proposals only."""
        return () if self.locked else likely_slips(self.form, self._live, finding)

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

    def enter_values(self, values: Values, how: How, source: str = "") -> None:
        """Take values of any kind as one step, all or none, from a file where one is named; what
        says the same as before changes nothing, and notes stay. Raises EntryError for a cell that
        is not filled, and where one is locked."""
        cells = {key: (value, self.form.require_typed(key)) for key, value in values.items()}
        self._set(cells, how, source)

    def take_last_year(self, keys: Iterable[CellKey]) -> int:
        """Take last year's figures, or why there was none, as one step; returns how many were
        there. Raises EntryError where a cell is locked."""
        found = {}
        for key in keys:
            before = self.last_year(key)
            if before.kind not in (Kind.BLANK, Kind.EXEMPT):
                text = before.note if before.kind is Kind.TEXT else before.plain
                # A figure's reason explained last year's findings, not this year's.
                reason = "" if before.number is not None else before.reason
                found[key] = self.form.read(key, text, before.kind, reason)[0]
        self.enter_values(found, How.LAST_YEAR)
        return len(found)

    def annotate(self, key: CellKey, note: str) -> None:
        """Put a note at a cell, or take it away. Raises EntryError for a cell of texts, whose
        content is its note, and for what cannot be kept."""
        decimals = self.form.require_typed(key)
        require_keepable(note)
        if key in self.form.text_cells:
            raise EntryError(entry_texts.NO_NOTE_AT_TEXT)
        noted = replace(self._typed.get(key, BLANK), note=note.strip())
        self._change({key: (noted, decimals)}, How.TYPED)

    @property
    def notes(self) -> dict[CellKey, str]:
        """The notes at cells, in reading order."""
        notes = ((key, self._typed.get(key, BLANK)) for key in self.form.typed_cells)
        return {k: value.note for k, value in notes if value.note and value.kind is not Kind.TEXT}

    def enter_kind(self, key: CellKey, kind: Kind, reason: str = "") -> None:
        """Take a kind of "no number". Raises EntryError where a reason is missing."""
        self._set({key: self.form.read(key, "", kind, reason)}, How.TYPED)

    @property
    def blank_cells(self) -> list[CellKey]:
        """The cells that are still 未填, in reading order."""
        return [k for k in self.form.typed_cells if self.value(k).kind is Kind.BLANK]

    def fill_rest(self, keys: Iterable[CellKey], kind: Kind) -> int:
        """Fill cells that are still blank with 0 (NUMBER) or with a kind of "no number", as one
        step; returns how many were. Raises EntryError for a cell that cannot hold it."""
        text = "0" if kind is Kind.NUMBER else ""
        blank = [key for key in keys if self.value(key).kind is Kind.BLANK]
        self._set({key: self.form.read(key, text, kind) for key in blank}, How.FILLED_REST)
        return len(blank)

    def explain(self, finding: Finding, reason: str) -> None:
        """Give the reason of a finding; it holds while both sides stay what they are. Raises
        EntryError for what is no reason, or cannot be kept, and where none is wanted."""
        require_keepable(reason)
        said = reason.strip()
        if not is_reason(said):
            raise EntryError(entry_texts.REASON_SHORT.format(least=LEAST_REASON))
        key = key_of(finding)
        if not takes_reason(finding) or key not in map(key_of, self._findings):
            raise EntryError(entry_texts.FINDING_CHANGED)
        known = self._explanations.get(key)
        if known is not None and known.reason == said:
            return
        if self.locked:
            raise EntryError(self.locked)
        self._explanations[key] = explanation_of(key, said)
        self._show_findings()
        self._commit(Change(self.form, {}, How.EXPLAINED, {key: said}))
        self._tell(frozenset(key.cells))

    def take_over(self, cells: Values, reasons: Iterable[Explanation] = ()) -> None:
        """Show what was committed elsewhere, by an undo or an import. A cell or reason that was
        changed here meanwhile keeps the later change, which is still to be committed."""
        saved = {key: value for key, value in cells.items() if self.saving(key) is Saving.SAVED}
        for explanation in reasons:
            if explanation.key not in self._saving:
                self._explanations[explanation.key] = explanation
        self._tell(frozenset(self._put(saved) | set(cells)))

    def stand_beside(self, others: Iterable[EditSession]) -> None:
        """Check again what compares with other open forms, whose figures changed meanwhile."""
        figures = {Source(other.form.code): other.figures for other in others}
        touched = self._live.stand_beside(figures)
        self._tell(frozenset(touched | self._show_findings()))

    @property
    def figures(self) -> Values:
        """Everything that stands in the form now, derived cells too."""
        return dict(self._live.complete)

    def retry(self) -> None:
        """Post again what could not be saved, each step as the step it was."""
        failed = [key for key, saving in self._saving.items() if saving is Saving.FAILED]
        answers_for = {key: self._commits[key] for key in failed}
        for number in sorted(set(answers_for.values())):
            change = self._failed.pop(number)
            # What was changed again since answers for itself.
            mine = {key for key in failed if answers_for[key] == number}
            cells = {key: cell for key, cell in change.cells.items() if key in mine}
            reasons = {key: said for key, said in change.reasons.items() if key in mine}
            self._commit(replace(change, cells=cells, reasons=reasons))

    def _read(self, key: CellKey, text: str) -> tuple[DataValue, int]:
        """What was typed as a value; raises EntryError."""
        old = self._typed.get(key, BLANK)
        if key in self.form.text_cells:
            return self.form.read(key, text)
        value, decimals = self.form.read(key, text, None, old.reason)
        if value.kind is Kind.BLANK:
            value = BLANK
        elif value.number != old.number:
            # As version 1 said it: a reason at a number stays while the number stays.
            value = replace(value, reason="")
        return value, decimals

    def _set(self, cells: Cells, how: How, source: str = "") -> None:
        """Take values beside what the cells keep."""
        kept = {
            key: (beside_note(self._typed.get(key, BLANK), value), decimals)
            for key, (value, decimals) in cells.items()
        }
        self._change(kept, how, source)

    def _change(self, cells: Cells, how: How, source: str = "") -> None:
        new = {
            key: change for key, change in cells.items()
            if change[0] != self._typed.get(key, BLANK)
        }  # fmt: skip
        if not new:
            return
        locked = next(filter(None, map(self.why_locked, new)), "")
        if locked:
            raise EntryError(locked)
        touched = self._put({key: value for key, (value, _) in new.items()})
        self._commit(Change(self.form, new, how, source=source))
        self._tell(frozenset(touched))

    def _put(self, cells: Values) -> set[CellKey]:
        """Take values; returns every cell of which something is not what it was."""
        for key, value in cells.items():
            if value == BLANK:
                self._typed.pop(key, None)
            else:
                self._typed[key] = value
        touched = self._live.change(cells)
        return touched | self._show_findings()

    def _show_findings(self) -> set[CellKey]:
        """Findings of what stands in the form now, with their reasons; returns the cells whose
        findings are not what they were."""
        marks = self._by_cell
        self._findings = with_reasons(self._live.findings, self._explanations, self._typed)
        self._by_cell = {}
        for finding in self._findings:
            for cell in finding.cells:
                self._by_cell.setdefault(cell, []).append(finding)
        for found in self._by_cell.values():
            found.sort(key=lambda finding: finding.severity)
        return _changed(marks, self._by_cell)

    def _commit(self, change: Change) -> None:
        self._posted += 1
        number = self._posted
        keys: list[_Kept] = [*change.cells, *change.reasons]
        for key in keys:
            self._saving[key] = Saving.WAITING
            self._commits[key] = number

        def committed(error: Exception | None) -> None:
            # A later change of the same cell is under way and will answer for it.
            answered = [key for key in keys if self._commits[key] == number]
            for key in answered:
                if error is None:
                    self._saving.pop(key, None)
                else:
                    self._saving[key] = Saving.FAILED
                    self._failed[number] = change
            self._tell(frozenset(cell for key in answered for cell in _cells_of(key)))

        self._post(change, committed)

    def _tell(self, touched: frozenset[CellKey]) -> None:
        for listener in self.listeners:
            listener(touched)


def _changed(before: Mapping[CellKey, object], after: Mapping[CellKey, object]) -> set[CellKey]:
    """The cells of which something else is known than before."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _cells_of(key: _Kept) -> tuple[CellKey, ...]:
    return (key,) if isinstance(key, CellKey) else key.cells
