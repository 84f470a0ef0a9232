"""Versions of one unit that do not contain one another: what they differ in, which one counts.

The office chooses one whole version, or gives the differences back to the unit, ready made. It
never changes a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind
from fuer_desktop.domain.versions import UNDECIDED, Decided, counted, heads
from fuer_desktop.formats import files, packages
from fuer_desktop.formats.package_contents import (
    Cell,
    Difference,
    ReturnPayload,
    VersionRef,
    replaced,
)
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.kept_packages import kept_submission
from fuer_desktop.services.manifests import form_refs, manifest_of
from fuer_desktop.services.office_reasons import require_reason
from fuer_desktop.store.decisions import OPEN, RETURN, Answer, Choice
from fuer_desktop.store.submissions import SubmissionRecord
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import matters as texts


@dataclass(frozen=True, slots=True)
class Side:
    """One of the versions: who signed it and when it was made (an ISO time, for people only)."""

    record: SubmissionRecord
    signatories: Mapping[str, str]
    made: str
    counts: bool

    @property
    def digest(self) -> str:
        """Its identity."""
        return self.record.version.digest


@dataclass(frozen=True, slots=True)
class DifferingCell:
    """A cell with what each version says, in their order, and what their last common ancestor
    said; ``base`` is None where none is here."""

    form: Form
    key: CellKey
    base: DataValue | None
    values: tuple[DataValue, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Versions side by side; ``returned`` is when they were given back to the unit, if they
    were."""

    unit: ReportingUnit
    sides: tuple[Side, ...]
    base: SubmissionRecord | None
    differences: tuple[DifferingCell, ...]
    returned: str = ""

    @property
    def is_open(self) -> bool:
        """Whether none of the versions counts."""
        return not any(side.counts for side in self.sides)


@dataclass(frozen=True, slots=True)
class Parted:
    """A unit with several versions of a task that do not contain one another; ``is_open`` while
    none counts."""

    task: LoadedTask
    unit: ReportingUnit
    versions: tuple[int, ...]
    is_open: bool

    @property
    def period(self) -> int:
        """The year of the task."""
        return self.task.record.period

    @property
    def about(self) -> tuple[str, ...]:
        """The same of the same matter, whatever became of it."""
        return self.task.code, self.unit.code


def parted_units(workspace: Workspace, task: LoadedTask) -> list[Parted]:
    """Units in conflict, and those whose conflict was settled by a choice that can be changed; in
    the order of the units."""
    decided = workspace.decisions.decided(task.code)
    found = workspace.submissions.of_task(task.code)
    parted = []
    for unit in task.task.place.units:
        versions = [record.version for record in found.get(unit.code, [])]
        standing = decided.get(unit.code, UNDECIDED)
        several = heads(versions)
        if len(several) > 1 and not standing.accepted:
            numbers = tuple(sorted(version.number for version in several))
            is_open = counted(versions, standing) is None
            parted.append(Parted(task, unit, numbers, is_open))
    return sorted(parted, key=lambda each: not each.is_open)


def conflict_of(workspace: Workspace, task: LoadedTask, unit: ReportingUnit) -> Conflict | None:
    """The versions of a unit that no other contains, with what they differ in; None where there is
    only one."""
    records = workspace.submissions.of_task(task.code, [unit.code]).get(unit.code, [])
    standing = workspace.decisions.decided(task.code).get(unit.code, UNDECIDED)
    found = _heads(records)
    if len(found) <= 1:
        return None
    sides = tuple(_side(workspace, record, records, standing) for record in found)
    base = _base(records, found)
    digests = {side.digest for side in sides}
    returned = [
        answer.at
        for answer in workspace.decisions.answers(task.code, unit.code)
        if answer.kind == RETURN and set(answer.about) == digests
    ]
    cells = tuple(_differences(workspace, task, base, [side.record for side in sides]))
    return Conflict(unit, sides, base, cells, max(returned, default=""))


def choose(
    workspace: Workspace, task: LoadedTask, unit: ReportingUnit, digest: str, reason: str
) -> None:
    """Have one whole version count over the others, for a reason; another choice may follow.

    Raises WorkspaceError without a reason, where it is no longer one of the versions, and where
    the unit is accepted.
    """
    workspace.require(Role.OFFICE)
    said = require_reason(reason)
    records = workspace.submissions.of_task(task.code, [unit.code]).get(unit.code, [])
    _refuse_accepted(workspace, task, unit, records)
    found = [record.version.digest for record in _heads(records)]
    if digest not in found:
        raise WorkspaceError(texts.NOT_A_HEAD)
    with workspace.commit(How.CHOSEN):
        who, at = workspace.journal.signature
        over = tuple(other for other in found if other != digest)
        choice = Choice(task.code, unit.code, digest, over, said, who, at)
        workspace.decisions.choose(choice)
        about = f"{task.code} {digest} {said}"
        workspace.journal.note(unit.code, period=task.record.period, about=about)


def return_differences(
    workspace: Workspace, task: LoadedTask, unit: ReportingUnit, reason: str, folder: Path
) -> Path:
    """Write a signed return with the versions of a unit and what they differ in, for the unit to
    settle; returns where it is. Raises WorkspaceError without a reason or a conflict."""
    workspace.require(Role.OFFICE)
    said = require_reason(reason)
    conflict = conflict_of(workspace, task, unit)
    if conflict is None:
        raise WorkspaceError(texts.NO_CONFLICT.format(unit=unit.name))
    who, at = workspace.journal.signature
    content = ReturnPayload(
        at=at,
        by=who,
        reason=said,
        versions=[version_ref(side.record) for side in conflict.sides],
        differences=[_said(cell) for cell in conflict.differences],
    )
    refs = form_refs(task.task, unit, task.form_digests)
    manifest = replaced(
        manifest_of(workspace, "return", task.task, unit.code, refs),
        sealed_for=_readers(workspace, conflict),
    )
    written = packages.make(manifest, content, workspace.private_key)
    about = tuple(side.digest for side in conflict.sides)
    answer = Answer(written.digest, RETURN, 0, task.code, unit.code, about, OPEN, at)
    with workspace.commit(How.ANSWERED):
        workspace.decisions.put_answer(answer, written.data)
        workspace.journal.note(unit.code, period=task.record.period, about=written.digest)
    name = texts.RETURN_FILE.format(
        unit=unit.code, year=task.record.period, digest=written.digest[:8]
    )
    files.write_whole(folder / name, written.data)
    return folder / name


def _readers(workspace: Workspace, conflict: Conflict) -> list[str]:
    """Whom a return is sealed for: those who could read the versions, where these were sealed."""
    packages_of = (kept_submission(workspace, side.record.number) for side in conflict.sides)
    readers = dict.fromkeys(who for package in packages_of for who in package.manifest.sealed_for)
    return list(readers)


def side_name(number: int) -> str:
    """What people call one of several versions: 甲, 乙, …; counted from 0."""
    names = texts.SIDE_NAMES
    return names[number] if number < len(names) else str(number + 1)


def version_ref(record: SubmissionRecord) -> VersionRef:
    """A version as returns and receipts name it."""
    version = record.version
    return VersionRef(
        digest=version.digest, version=version.number, ancestors=sorted(version.ancestors)
    )


def _refuse_accepted(
    workspace: Workspace, task: LoadedTask, unit: ReportingUnit, records: list[SubmissionRecord]
) -> None:
    accepted = workspace.decisions.decided(task.code).get(unit.code, UNDECIDED).accepted
    for record in records:
        if record.version.digest == accepted:
            words = {"unit": unit.name, "version": record.version.number}
            raise WorkspaceError(texts.ALREADY_ACCEPTED.format(**words))


def _heads(records: Iterable[SubmissionRecord]) -> list[SubmissionRecord]:
    """The records of the versions that no other contains, the lowest version first."""
    known = list(records)
    found = {version.digest for version in heads([record.version for record in known])}
    chosen = [record for record in known if record.version.digest in found]
    return sorted(chosen, key=lambda record: (record.version.number, record.number))


def _side(
    workspace: Workspace,
    record: SubmissionRecord,
    records: list[SubmissionRecord],
    standing: Decided,
) -> Side:
    package = kept_submission(workspace, record.number)
    content = packages.submission_of(package)
    version = counted([each.version for each in records], standing)
    counts = version is not None and version.digest == record.version.digest
    return Side(record, content.signatories, package.manifest.created, counts)


def _base(
    records: Iterable[SubmissionRecord], parted: list[SubmissionRecord]
) -> SubmissionRecord | None:
    """The latest version here that all of these contain."""
    shared = frozenset.intersection(*(record.version.ancestors for record in parted))
    common = [record for record in records if record.version.digest in shared]
    return max(common, key=lambda record: len(record.version.ancestors), default=None)


def _differences(
    workspace: Workspace,
    task: LoadedTask,
    base: SubmissionRecord | None,
    parted: list[SubmissionRecord],
) -> Iterator[DifferingCell]:
    said = [_figures(workspace, record) for record in parted]
    before = _figures(workspace, base) if base else None
    for form in task.task.forms:
        for key in form.typed_cells:
            where = (form.code, key)
            values = tuple(figures.get(where, BLANK) for figures in said)
            if len(set(values)) > 1:
                then = before.get(where, BLANK) if before is not None else None
                yield DifferingCell(form, key, then, values)


def _figures(
    workspace: Workspace, record: SubmissionRecord
) -> dict[tuple[str, CellKey], DataValue]:
    rows = workspace.values.of_submissions([record.number])
    return {(place.form, key): value for place, key, value in rows}


def _said(cell: DifferingCell) -> Difference:
    values = [
        None
        if value.kind is Kind.BLANK
        else Cell(*cell.key, value.kind, value.plain, value.reason, value.note)
        for value in cell.values
    ]
    return Difference(
        form=cell.form.code,
        table=cell.key.table,
        row=cell.key.row,
        column=cell.key.column,
        values=values,
    )
