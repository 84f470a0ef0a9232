"""How far a practice copy is put right: each planted mistake, and what was right and is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.steps import CHANGES_CELLS
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, Values
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.checking import check_form
from fuer_desktop.services.practice_book import (
    Content,
    Subject,
    content_of,
    forms_to_practise,
    originals,
    subject_of,
)
from fuer_desktop.services.practice_planting import Planted, Slip
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import practice_book as texts


class MarkState(StrEnum):
    """What became of a planted mistake."""

    FIXED = "fixed"
    OPEN = "open"
    OTHERWISE = "otherwise"

    @property
    def label(self) -> str:
        """The words for people, with a sign."""
        return texts.STATES[self.value]


@dataclass(frozen=True, slots=True)
class Mark:
    """One planted mistake: where, what it was, how it could be seen, what is to be done."""

    slip: Slip
    state: MarkState
    form: str
    cell: CellKey
    what: str
    seen: str
    todo: str

    @property
    def name(self) -> str:
        """The kind of slip in a word or two."""
        return texts.SLIPS[self.slip.value]


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A cell that was right and is not any more."""

    form: str
    cell: CellKey
    what: str


@dataclass(frozen=True, slots=True)
class Score:
    """A practice copy as it stands. ``begun`` says whether anything was changed in it yet."""

    title: str
    marks: tuple[Mark, ...]
    spoilt: tuple[Spoilt, ...]
    begun: bool

    @property
    def fixed(self) -> int:
        """Planted mistakes that are put right."""
        return sum(mark.state is MarkState.FIXED for mark in self.marks)

    @property
    def is_full(self) -> bool:
        """Whether all are, and nothing else was spoilt."""
        return self.fixed == len(self.marks) and not self.spoilt


@dataclass(frozen=True, slots=True)
class Seen:
    """What the practice book finds open: a practice copy with its score and papers, or the titles
    of forms that a desk can practise."""

    score: Score | None = None
    papers: tuple[tuple[str, str], ...] = ()
    forms: tuple[tuple[str, Subject], ...] = ()


def look(workspace: Workspace) -> Seen:
    """What is open; an office, or a desk without a task, has nothing of its own to practise."""
    if workspace.practice_book:
        return Seen(score(workspace), tuple(originals(workspace)))
    if workspace.role is not Role.DESK or not workspace.tasks.all():
        return Seen()
    task = load_task(workspace)
    forms = forms_to_practise(task)
    return Seen(forms=tuple((form.title, subject_of(task, form.code)) for form in forms))


def score(workspace: Workspace) -> Score:
    """The score of a practice copy; raises WorkspaceError in any other workspace."""
    content = content_of(workspace)
    task = load_task(workspace)
    [form] = task.own_forms
    place = FormPlace(task.record.unit, form.code, task.record.period)
    values = workspace.values.of_form(place)
    explained = _explained(workspace, task, form)
    marks = tuple(_mark(form, one, content, (values, explained)) for one in content.planted)
    begun = any(step.how in CHANGES_CELLS for step in workspace.journal.steps(place.period))
    return Score(form.title, marks, tuple(_spoilt(form, content, values)), begun)


Spot = tuple[str, CellKey]
"""A rule at a cell."""


def _explained(workspace: Workspace, task: LoadedTask, form: Form) -> set[Spot]:
    """What wants a reason and has one."""
    placed = check_form(workspace, task, form)
    found = [one.finding for one in placed if one.finding.explained]
    return {
        (finding.rule, cell) for finding in found if finding.explained for cell in finding.cells
    }


def _mark(form: Form, planted: Planted, content: Content, now: tuple[Values, set[Spot]]) -> Mark:
    values, explained = now
    first = next(iter(planted.wrong))
    seen = texts.RULES_SAY.format(message=planted.seen) if planted.seen else ""
    return Mark(
        planted.slip,
        _state(planted, content, values, explained),
        form.code,
        first,
        "".join(_what(form, planted.slip, key, content) for key in planted.wrong),
        seen or texts.HINTS[planted.slip.value],
        texts.WHAT_TO_DO[planted.slip.value],
    )


def _state(planted: Planted, content: Content, values: Values, explained: set[Spot]) -> MarkState:
    def stands(as_in: Values) -> bool:
        return all(same(values.get(k, BLANK), as_in.get(k, BLANK)) for k in planted.wrong)

    right = stands(content.right)
    if planted.slip is Slip.REASON and right:
        done = all((planted.rule, key) in explained for key in planted.wrong)
        return MarkState.FIXED if done else MarkState.OPEN
    if right:
        return MarkState.FIXED
    return MarkState.OPEN if stands(planted.wrong) else MarkState.OTHERWISE


def same(one: DataValue, other: DataValue) -> bool:
    """Whether two cells say the same, whatever was remarked at them; of texts the text counts."""
    texts_of = (one.note, other.note) if one.kind is Kind.TEXT else ("", "")
    return (one.kind, one.number, texts_of[0]) == (other.kind, other.number, texts_of[1])


def _what(form: Form, slip: Slip, key: CellKey, content: Content) -> str:
    wrong = next(p.wrong[key] for p in content.planted if key in p.wrong)
    template = texts.WRONG_MISSING if wrong == BLANK else texts.WRONG
    template = texts.WRONG_REASON if slip is Slip.REASON else template
    right = content.right.get(key, BLANK)
    cell = cell_name(form, key)
    return template.format(cell=cell, wrong=_said(wrong), right=_said(right))


def _spoilt(form: Form, content: Content, values: Values) -> Iterator[Spoilt]:
    planted = {key for one in content.planted for key in one.wrong}
    for key in form.typed_cells:
        now, right = values.get(key, BLANK), content.right.get(key, BLANK)
        if key not in planted and not same(now, right):
            cell = cell_name(form, key)
            what = texts.SPOILT.format(cell=cell, right=_said(right), now=_said(now))
            yield Spoilt(form.code, key, what)


def _said(value: DataValue) -> str:
    return value.brief or texts.NO_VALUE
