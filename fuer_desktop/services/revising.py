"""An office changes a task that it handed out: the next revision, what it changes, and what came in
already, by its forms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from fuer_desktop.domain.continuity import RowPlace, What
from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.projection import asks_the_same
from fuer_desktop.domain.rule_succession import check_rules
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.succession import check_succession
from fuer_desktop.domain.tasks import Task
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.formats import definitions, signing
from fuer_desktop.services import catalogues, checking, form_versions
from fuer_desktop.services.catalogues import LoadedTask, build_task, form_path, load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.older_forms import Revisions
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.submissions import SubmissionRecord
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import revisions as texts

CHECKED_AT_ONCE = 9
"""Units a commit, while those that came in are checked again."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A task as it would be from now on, and a sentence for everything that changes."""

    record: TaskRecord
    definitions: Mapping[str, str]
    changes: tuple[str, ...]

    @property
    def number(self) -> int:
        """How often the task was changed then."""
        return self.record.revision - 1


def revision_of(
    workspace: Workspace, record: TaskRecord, task_texts: Mapping[str, str]
) -> Revision | None:
    """What would change if a task that there is were as these say; None where nothing would.

    Raises DefinitionError for forms of which it is not said what became of their rows.
    """
    known = workspace.tasks.get(record.code)
    assert known is not None  # asked about a task that was handed out
    wanted = replace(
        record, revision=known.revision, office=known.office, office_key=known.office_key
    )
    if wanted == known and workspace.tasks.definitions(record.code) == task_texts:
        return None
    before = load_task(workspace, record.code)
    following = replace(record, revision=known.revision + 1, office=known.office)
    after = LoadedTask(following, task_texts, build_task(following, task_texts))
    changes = _Changes(workspace, before, after)
    if problems := list(changes.problems()):
        raise DefinitionError(problems)
    return Revision(following, task_texts, tuple(changes.sentences()))


def with_earlier(workspace: Workspace, code: str, task_texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of a task, and those of other versions that its forms had in former revisions, so
    that a desk which missed one can follow from version to version."""
    found = dict(task_texts)
    for revision in workspace.tasks.revisions(code):
        for path, text in workspace.tasks.definitions(code, revision).items():
            new = task_texts.get(path, text)
            if new != text and catalogues.forms_among([path]):
                form, now = (definitions.read_one_form(path, one) for one in (text, new))
                if form.version != now.version:
                    found[form_versions.earlier_path(form.code, form.version)] = text
    return found


def revise(workspace: Workspace, revision: Revision, job: Job) -> None:
    """Put a revision in force: everything that came in counts by its forms when this returns, and
    is checked again. Cancelled before that is on disk, it changes nothing."""
    record = revision.record
    came = workspace.submissions.of_task(record.code)
    total = sum(map(len, came.values()))
    with workspace.commit(How.TASK_REVISED):
        workspace.tasks.revise(record, revision.definitions)
        task = load_task(workspace, record.code)
        keep_secrets(workspace, record.code, task.task.reporting_units)
        revisions = Revisions(workspace, task)
        submissions = (one for records in came.values() for one in records)
        for done, submission in enumerate(submissions, start=1):
            _derive(workspace, revisions, submission)
            job.step(done, total, texts.READING_AGAIN)
    for units in _portions(sorted(came)):
        checking.record_run(workspace, task, units)


def keep_secrets(workspace: Workspace, code: str, units: Collection[ReportingUnit]) -> None:
    """Give each unit that has none its one-time secret, inside the caller's transaction."""
    known = workspace.tasks.secrets(code)
    for unit in units:
        if unit.code not in known:
            workspace.tasks.keep_secret(code, unit.code, signing.new_secret())


def _derive(workspace: Workspace, revisions: Revisions, record: SubmissionRecord) -> None:
    """Figures and reasons of a submission by the forms in force."""
    content = revisions.kept_content(record)
    period = revisions.at(revisions.in_force).record.period
    workspace.values.remove_submission(record.number)
    for form, rows in content.rows:
        place = FormPlace(record.unit, form, period)
        workspace.values.add_submission(record.number, place, rows)
    claims = {FormPlace(record.unit, form, period): c for form, c in content.claims.items()}
    workspace.findings.revise_claims(record.number, claims)


def _portions(units: list[str]) -> Iterator[set[str]]:
    """A few at a time, so that a person who types meanwhile does not wait."""
    for first in range(0, len(units), CHECKED_AT_ONCE):
        yield set(units[first : first + CHECKED_AT_ONCE])


# --- what changes -----------------------------------------------------------------------------


class _Changes:
    """A task in force against the same task as it is to be."""

    def __init__(self, workspace: Workspace, before: LoadedTask, after: LoadedTask) -> None:
        self._workspace = workspace
        self._before, self._after = before, after
        codes = [code for code in before.record.forms if code in after.record.forms]
        self._changed = {
            code: (_form(before, code), _form(after, code))
            for code in codes
            if before.texts[form_path(code)] != after.texts[form_path(code)]
        }

    def problems(self) -> Iterator[str]:
        """Forms that became something else without saying how."""
        for code, (old, new) in self._changed.items():
            if self._was_in_force(code):
                continue
            words = {"form": code, "before": old.version, "version": new.version}
            if new.version == old.version:
                if not asks_the_same(old, new):
                    yield texts.FORM_CHANGED.format(next=old.version + 1, **words)
            elif new.version != old.version + 1:
                yield texts.FORM_SKIPPED.format(next=old.version + 1, **words)
            else:
                yield from check_succession(old, new) or check_rules(old, new)
        yield from self._reused_rows()

    def _reused_rows(self) -> Iterator[str]:
        """Rows of the place's own that count something else under a code that is in use: the form
        that a package names does not say so."""
        for new in self._after.task.forms:
            old = self._before.task.form(new.code)
            if old is not None and old.version == new.version and new.code not in self._changed:
                for place, row in new.rows.items():
                    was = old.row(place)
                    if was is not None and (was.element, was.unit) != (row.element, row.unit):
                        yield texts.ROW_REUSED.format(form=new.code, row=place.row)

    def _was_in_force(self, code: str) -> bool:
        """Whether the new text of a form is one that the task had before."""
        path, record = form_path(code), self._before.record
        earlier = (
            self._workspace.tasks.definitions(record.code, revision).get(path)
            for revision in range(1, record.revision)
        )
        return self._after.texts[path] in earlier

    def sentences(self) -> Iterator[str]:
        """What changes, in words."""
        before, after = self._before, self._after
        if before.record.deadline != after.record.deadline:
            dates = {"before": before.record.deadline, "now": after.record.deadline}
            yield texts.DEADLINE.format(**dates)
        yield from self._of_units(before.task, after.task)
        had, has = before.record.forms, after.record.forms
        if new := [code for code in has if code not in had]:
            yield texts.FORMS_NEW.format(forms="、".join(new))
        if gone := [code for code in had if code not in has]:
            yield texts.FORMS_GONE.format(forms="、".join(gone))
        for old, form in self._changed.values():
            yield _form_in_words(old, form)
        if others := self._other_texts():
            yield texts.OTHER_TEXTS.format(files="、".join(others))
        count = sum(map(len, self._workspace.submissions.of_task(before.code).values()))
        if count and self._asks_other_cells():
            yield texts.CAME.format(count=count)

    def _asks_other_cells(self) -> bool:
        """Whether figures that came in may have to move."""
        before, after = self._before, self._after
        had, has = ({unit.code for unit in of.task.reporting_units} for of in (before, after))
        same_members = before.task.place.members == after.task.place.members
        same_forms = before.record.forms == after.record.forms and not self._changed
        return not (same_forms and same_members and had == has)

    @staticmethod
    def _of_units(before: Task, after: Task) -> Iterator[str]:
        had = {unit.code: unit.name for unit in before.reporting_units}
        has = {unit.code: unit.name for unit in after.reporting_units}
        if new := [name for code, name in has.items() if code not in had]:
            yield texts.UNITS_NEW.format(units="、".join(new), count=len(new))
        if gone := [name for code, name in had.items() if code not in has]:
            yield texts.UNITS_GONE.format(units="、".join(gone), count=len(gone))
        for code, name in has.items():
            if had.get(code, name) != name:
                yield texts.UNIT_RENAMED.format(before=had[code], now=name)
        if before.place.members != after.place.members:
            yield texts.MEMBERS

    def _other_texts(self) -> list[str]:
        """Paths of definitions that differ and are neither forms nor the list of units."""
        old, new = self._before.texts, self._after.texts
        return sorted(
            path
            for path in old.keys() | new.keys()
            if old.get(path) != new.get(path)
            and path != catalogues.PLACE
            and not path.startswith("forms/")
        )


def _form(task: LoadedTask, code: str) -> Form:
    """A form without the members that a place lists: its definition alone is compared."""
    return definitions.read_one_form(form_path(code), task.texts[form_path(code)])


def _form_in_words(old: Form, new: Form) -> str:
    words = {"form": new.code, "title": new.title, "version": new.version}
    if new.version == old.version:
        return texts.FORM_WORDS.format(**words)
    if new.version < old.version:
        return texts.FORM_BACK.format(**words)
    rows: dict[What, list[str]] = {}
    for said in new.succession:
        places = said.was if said.place is None else (said.place,)
        form = old if said.place is None else new
        rows.setdefault(said.what, []).extend(_row(form, place) for place in places)
    parts = (
        texts.FORM_PART.format(what=what.label, rows="、".join(rows[what]))
        for what in What
        if what in rows
    )
    return texts.FORM_NEXT.format(changes="；".join(parts), **words)


def _row(form: Form, place: RowPlace) -> str:
    row = form.row(place)
    return texts.ROW_NAME.format(row=place.row, title="" if row is None else row.title)
