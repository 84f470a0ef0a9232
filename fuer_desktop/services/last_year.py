"""Last year's figures where this year's stand: by this year's forms, at this year's units.

Forms and units change from year to year. What was renamed, moved or merged is carried over; what
cannot be compared is left out; units that were split are compared together, at the office.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from fuer_desktop.domain.carrying import carried_along, summed
from fuer_desktop.domain.checking import Checker, Finding
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.projection import chain
from fuer_desktop.domain.succession import sentences, tally
from fuer_desktop.domain.tasks import Task
from fuer_desktop.domain.units import Group, ReportingUnit
from fuer_desktop.domain.values import Values
from fuer_desktop.formats import definitions
from fuer_desktop.services import counting
from fuer_desktop.services.catalogues import LoadedTask, build_task, form_path, load_task
from fuer_desktop.services.older_forms import Revisions
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.values import HANDED_DOWN
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import succession as texts


@dataclass(frozen=True)
class LastYear:
    """An office's figures of the year before a task, as far as they compare with the task's.

    ``before`` is the task of that year, None where there was none; ``values`` are its figures that
    count, by unit and form, as they were filled. ``versions`` are those that each form had since
    the task was first handed out, by number, where it was revised.
    """

    task: Task
    before: Task | None
    values: Mapping[str, counting.UnitValues]
    versions: Mapping[str, Mapping[int, Form]] = field(default_factory=dict)

    def of_form(self, unit: ReportingUnit, form: Form) -> Values:
        """The figures to compare a unit's form with: its own, or those it was made of added up;
        none where the unit is one of several that were made of them."""
        group = self.task.group_of.get(unit.code)
        if group is None or len(self._filers(group, form)) != 1:
            return {}
        return self._of_group(group, form)

    def group_findings(
        self, now: Mapping[str, counting.UnitValues]
    ) -> Iterator[tuple[ReportingUnit, Form, Finding]]:
        """Changes of units that only compare together, each at the first of them. ``now`` are this
        year's figures that count."""
        for form in self.task.forms:
            for group in self.task.joint_groups:
                units = self._filers(group, form)
                if len(units) > 1:
                    for finding in self._changes(group, form, now):
                        yield units[0], form, finding

    def _changes(
        self, group: Group, form: Form, now: Mapping[str, counting.UnitValues]
    ) -> Iterator[Finding]:
        units = self._filers(group, form)
        before = self._of_group(group, form)
        together = summed(form, [now.get(unit.code, {}).get(form.code, {}) for unit in units])
        changes = {rule.code for rule in form.changes}
        only_changes = replace(form, rules=())
        for finding in Checker(only_changes).check(together, before):
            if finding.rule in changes:
                message = texts.GROUP.format(
                    now="、".join(unit.name for unit in units),
                    before="、".join(unit.name for unit in self._units_before(group)),
                    message=finding.message,
                )
                yield replace(finding, message=message)

    def _filers(self, group: Group, form: Form) -> list[ReportingUnit]:
        """The units of a group that file a form this year."""
        units = (self.task.place.unit(code) for code in group.now)
        return [unit for unit in units if unit is not None and form.files(unit)]

    def _units_before(self, group: Group) -> list[ReportingUnit]:
        units = (self.before.place.unit(code) for code in group.before) if self.before else ()
        return [unit for unit in units if unit is not None]

    def _of_group(self, group: Group, form: Form) -> Values:
        """A group's figures of the year before together, by the cells of this year's form."""
        old = self.before.form(form.code) if self.before else None
        units = self._units_before(group)
        if old is None or len(units) < len(group.before):
            return {}
        filed = [unit for unit in units if old.files(unit)]
        parts = [self.values.get(unit.code, {}).get(form.code, {}) for unit in filed]
        steps = chain(old, form, self.versions.get(form.code, {})).forms
        return carried_along(steps, summed(old, parts))


def standing_together(task: Task, units: Collection[str]) -> set[str]:
    """These units and those that only compare with last year together with one of them."""
    return {code for group in _groups_of(task, units) for code in group.now}


def _groups_of(task: Task, units: Collection[str]) -> set[Group]:
    return {task.group_of[unit] for unit in units if unit in task.group_of}


def office_last_year(
    workspace: Workspace, task: Task, units: Collection[str] | None = None
) -> LastYear:
    """What an office's workspace has of the year before a task, for all its units or for these."""
    record = _record_before(workspace, task.period.year)
    if record is None:
        return LastYear(task, None, {})
    before = build_task(record, workspace.tasks.definitions(record.code))
    wanted = None
    if units is not None:
        wanted = {old for group in _groups_of(task, units) for old in group.before}
    values = counting.counted_values(workspace, record.period, wanted)
    return LastYear(task, before, values, _versions(workspace, task))


def _versions(workspace: Workspace, task: Task) -> dict[str, dict[int, Form]]:
    """The versions of the forms of a task that was revised."""
    record = workspace.tasks.get(task.code)
    if record is None or record.revision == 1:
        return {}
    revisions = Revisions(workspace, load_task(workspace, task.code))
    return {form.code: revisions.versions(form.code) for form in task.forms}


def last_year_values(workspace: Workspace, task: LoadedTask, form: str) -> Values:
    """A desk's figures of the year before by this year's cells: as the office handed them down,
    else its own."""
    place = FormPlace(task.record.unit, form, task.record.period - 1)
    if handed_down := workspace.values.of_form(place, HANDED_DOWN):
        return handed_down
    own = workspace.values.of_form(place)
    new = task.task.form(form)
    old = _form_before(workspace, task, form) if own else None
    if old is None or new is None:
        return {}
    is_next = task.record.revision == 1
    versions = {} if is_next else Revisions(workspace, task).versions(form)
    return carried_along(chain(old, new, versions).forms, own)


@dataclass(frozen=True, slots=True)
class FormChanges:
    """What is new in a form: in one line, and a sentence for each row; both empty if nothing is."""

    summary: str = ""
    sentences: tuple[str, ...] = ()


def changes_of_form(workspace: Workspace, task: LoadedTask, form: Form) -> FormChanges:
    """What a desk has to know about a form of which a new version is in force since this year."""
    if form.valid_from != task.record.period:
        return FormChanges()
    old = _form_before(workspace, task, form.code)
    return FormChanges(tally(form), tuple(sentences(form, old)))


def _record_before(workspace: Workspace, year: int) -> TaskRecord | None:
    records = workspace.tasks.all()
    return next((record for record in records if record.period == year - 1), None)


def _form_before(workspace: Workspace, task: LoadedTask, form: str) -> Form | None:
    """A form as a desk filled it last year; None where it has no such task."""
    record = _record_before(workspace, task.record.period)
    if record is None or form not in record.forms:
        return None
    path = form_path(form)
    return definitions.read_one_form(path, workspace.tasks.definitions(record.code)[path])
