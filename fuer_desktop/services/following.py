"""A desk opens the next revision of its task: what it filled moves to the new form's cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.projection import Projection
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Values
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.services import checking
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.older_forms import Revisions
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.values import SECOND, CellRow
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import revisions as texts

MOST_CLOSED = 6
"""Closed cells whose figures are told by name; all of them stand in the journal."""

LastYearRows = Sequence[tuple[FormPlace, list[CellRow]]]
"""Figures of the year before as a task package has them, by form."""


def follow(
    workspace: Workspace, before: LoadedTask, after: LoadedTask, last_year: LastYearRows, file: str
) -> list[str]:
    """Put the next revision in force at a desk, in one step: figures, what is keyed a second time
    and reasons stand at the cells of the new forms when this returns. Returns what to tell."""
    moving = _Moving(workspace, before)
    with workspace.commit(How.TASK_REVISED, file):
        workspace.tasks.revise(after.record, after.texts)
        revisions = Revisions(workspace, after)
        unit = after.record.unit
        now = {form.code for form in after.own_forms}
        for form in before.own_forms:
            if form.code in now:
                moving.move(revisions.projection(before.record.revision, unit, form.code))
            else:
                moving.close(form)
        for place, rows in last_year:
            workspace.values.forget_handed_down(place)
            workspace.values.add_handed_down(place, rows)
    had = {form.code for form in before.own_forms}
    moving.new += sum(len(form.typed_cells) for form in after.own_forms if form.code not in had)
    checking.record_run(workspace, after)
    return list(moving.told(after))


Changes = dict[CellKey, tuple[DataValue, int]]


@dataclass
class _Moving:
    """Moves what is entered at a desk, inside the caller's transaction, and remembers what to
    tell."""

    workspace: Workspace
    before: LoadedTask
    new: int = 0
    closed: int = 0
    lost: list[str] = field(default_factory=list)
    rounded: list[str] = field(default_factory=list)

    def move(self, projection: Projection) -> None:
        """One form to its next version."""
        old, form = projection.source, projection.target
        place = self._place(old)
        values = self.workspace.values.of_form(place)
        result = projection.project(values)
        self.workspace.values.write_forms({place: _changes(form, values, result.values)})
        second = self.workspace.values.of_form(place, SECOND)
        moved = projection.project(second).values
        self.workspace.values.write_second(place, _changes(form, second, moved))
        given = self.workspace.findings.explanations(place).values()
        pairs = projection.explanations(said for said in given if said.reason)
        self.workspace.findings.put(place, [now for said, now in pairs if now != said])
        self.new += len(projection.new_cells)
        self.closed += len(projection.closed_cells)
        self.lost += (_closed_value(old, key, values) for key in result.lost)
        for key, was in result.rounded:
            words = {"before": values[was].text, "now": result.values[key].text}
            said = texts.ROUNDED_HERE.format(form=form.code, cell=cell_name(form, key), **words)
            self.rounded.append(said)

    def close(self, form: Form) -> None:
        """One form that the unit does not file any more."""
        place = self._place(form)
        values = self.workspace.values.of_form(place)
        self.workspace.values.write_forms({place: dict.fromkeys(values, (BLANK, 0))})
        second = self.workspace.values.of_form(place, SECOND)
        self.workspace.values.write_second(place, dict.fromkeys(second, (BLANK, 0)))
        self.closed += len(form.typed_cells)
        self.lost += (_closed_value(form, key, values) for key in form.typed_cells if key in values)

    def told(self, after: LoadedTask) -> Iterator[str]:
        """What happened, in sentences."""
        number = after.record.revision - 1
        kept = texts.KEPT_REST if self.lost else texts.KEPT_ALL
        counts = ((texts.NEW_CELLS, self.new), (texts.CLOSED_CELLS, self.closed))
        parts = [template.format(count=count) for template, count in counts if count]
        cells = "，".join(parts) or texts.SAME_CELLS
        yield texts.FOLLOWED.format(number=number, cells=cells, kept=kept)
        if self.lost:
            cells = "、".join(self.lost[:MOST_CLOSED])
            if len(self.lost) > MOST_CLOSED:
                cells = texts.AND_MORE.format(cells=cells, count=len(self.lost))
            yield texts.CLOSED_VALUES.format(cells=cells)
        yield from self.rounded
        if after.record.deadline != self.before.record.deadline:
            yield texts.DEADLINE_HERE.format(now=after.record.deadline)

    def _place(self, form: Form) -> FormPlace:
        record = self.before.record
        return FormPlace(record.unit, form.code, record.period)


def _changes(form: Form, was: Values, now: Values) -> Changes:
    """What has to be written so that these values stand where those stood."""
    gone: Changes = {key: (BLANK, 0) for key in was if key not in now}
    return gone | {key: (value, form.typed_cells[key]) for key, value in now.items()}


def _closed_value(form: Form, key: CellKey, values: Values) -> str:
    cell, value = cell_name(form, key), form.brief(key, values[key])
    return texts.CLOSED_VALUE.format(form=form.code, cell=cell, value=value)
