"""``fsck``: is a workspace file whole, without changing it and without trusting anything in it.

Quick: SQLite's pages, and file and witness at the same place. Deep: every page, every reference,
every journal row, every cell against the journal, every submission against its package, and every
head that left the file before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.formats import backup_list, package_contents, packages, signing, witness
from fuer_desktop.services import paths, witnessing
from fuer_desktop.services.kept_packages import kept_submission, read_kept
from fuer_desktop.services.older_forms import Content, Revisions
from fuer_desktop.store.holding import Hold
from fuer_desktop.store.journal import START, FormPlace
from fuer_desktop.store.soundness import faults_of, page_faults
from fuer_desktop.store.submissions import SubmissionRecord
from fuer_desktop.store.tables import counts
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import workspace as texts


class Soundness(IntEnum):
    """How an examination ends; the exit code of ``fsck`` (reliability.md G20)."""

    SOUND = 0
    DAMAGED = 1
    MISSING = 10
    LOCKED = 11
    WRONG_KEY = 12


@dataclass(frozen=True, slots=True)
class Examination:
    """The result with a sentence for every fault; of a sound file what it holds."""

    soundness: Soundness
    sentences: tuple[str, ...]


def examine_file(path: Path, *, deep: bool) -> Examination:
    """Examine a workspace that nobody has open, on a copy."""
    if not path.is_file():
        return Examination(Soundness.MISSING, (texts.NOT_THERE.format(path=path),))
    try:
        hold = Hold(path)
    except WorkspaceError as error:
        return Examination(Soundness.LOCKED, (str(error),))
    except OSError:
        hold = None  # a folder that cannot be written: nobody works there
    try:
        with Workspace.look(path) as workspace:
            return examine(workspace, deep=deep)
    except WorkspaceError as error:
        return Examination(Soundness.DAMAGED, (str(error),))
    finally:
        if hold is not None:
            hold.release(keep_note=hold.was_left)


def examine(workspace: Workspace, *, deep: bool) -> Examination:
    """Examine an open workspace, or the copy of one."""
    connection = workspace.connection
    faults = faults_of(connection) if deep else page_faults(connection, thorough=False)
    if not faults:
        faults = list(_compared(workspace, deep=deep))
    if faults:
        return Examination(Soundness.DAMAGED, tuple(faults))
    if deep and not _has_own_key(workspace):
        return Examination(Soundness.WRONG_KEY, (texts.KEY_DIFFERS,))
    found = counts(connection)
    sound = texts.SOUND.format(
        path=workspace.path, rows=found["journal"], cells=found["data_value"]
    )
    return Examination(Soundness.SOUND, (sound,))


def _compared(workspace: Workspace, *, deep: bool) -> Iterator[str]:
    folder = paths.witness_folder(workspace.identity, workspace.path)
    if witness.generations(folder):
        yield from _against_witness(workspace, folder, deep=deep)
    if deep:
        yield from _lost_heads(workspace)
        yield from _submission_faults(workspace)
        yield from _inquiry_faults(workspace)


def _against_witness(workspace: Workspace, folder: Path, *, deep: bool) -> Iterator[str]:
    standing = witnessing.look(workspace, folder, thorough=deep)
    if standing.file is None and not standing.elsewhere:
        number = workspace.journal.position.number
        yield texts.WITNESS_DIFFERS.format(number=number)
    elif standing.missing_many:
        yield texts.WITNESS_AHEAD.format(count=len(standing.missing))


def _lost_heads(workspace: Workspace) -> Iterator[str]:
    """Heads that left the file, in packages and backups, and are no longer in its journal: what a
    journal whose tail was cut off cannot say of itself."""
    known, chained_anew, restored = {START}, "", ""
    for row in workspace.journal.rows():
        known.add(row.hash)
        if row.how == How.MIGRATED:
            chained_anew = row.at
        elif row.how == How.RESTORED:
            restored = row.at  # what stood in backups before may have been given up
    folder = paths.backup_folder(workspace.identity, workspace.path)
    for backup in backup_list.read(folder, *workspace.reading_keys).backups:
        if backup.head not in known and backup.at > restored:
            yield texts.HEAD_UNKNOWN.format(what=backup.name)
    for record, manifest in _own_packages(workspace):
        if manifest.journal_head not in known and record.at > chained_anew:
            what = texts.PACKAGE.format(version=record.version.number)
            yield texts.HEAD_UNKNOWN.format(what=what)


def _submission_faults(workspace: Workspace) -> Iterator[str]:
    """Submissions that are on record and gone, or are not what they were."""
    there = {
        waiting.digest
        for task in workspace.tasks.all()
        for waiting in workspace.intake.quarantined(task.code)
    }
    for record, period, revisions in witnessing.submissions_with_forms(workspace):
        there.add(record.version.digest)
        content = _content(workspace, record, revisions)
        if content is None or not _is_as_it_came(workspace, record, (period, content)):
            yield texts.SUBMISSION_FAULT.format(unit=record.unit, version=record.version.number)
        elif not _has_its_reasons(workspace, record, (period, content)):
            yield texts.SUBMISSION_REASON_FAULT.format(
                unit=record.unit, version=record.version.number
            )
    for row in workspace.journal.events():
        if row.how in (How.SUBMITTED, How.TAKEN_IN, How.INTAKE_UNDONE) and row.new:
            _, version, digest = row.new.split()
            if digest not in there and row.how != How.INTAKE_UNDONE:
                yield texts.SUBMISSION_GONE.format(unit=row.unit, version=version.removeprefix("v"))
            there.add(digest)  # the newest row says whether it should be there


def _inquiry_faults(workspace: Workspace) -> Iterator[str]:
    """Inquiries that are on record and gone, or are not what they were."""
    there = set()
    for task in workspace.tasks.all():
        for one in workspace.intake.inquiries(task.code):
            there.add(one.digest)
            if not _is_whole_inquiry(workspace, one.digest):
                yield texts.INQUIRY_FAULT.format(unit=one.unit, version=one.version)
    for row in workspace.journal.events():
        if row.how == How.INQUIRED and row.new:
            *_, version, digest = row.new.split()
            if digest not in there:
                yield texts.INQUIRY_GONE.format(unit=row.unit, version=version.removeprefix("v"))


def _is_whole_inquiry(workspace: Workspace, digest: str) -> bool:
    try:
        package = read_kept(workspace, workspace.intake.inquiry_package(digest), "inquiry")
        packages.submission_of(package)
    except PackageError:
        return False
    return package.digest == digest


def _content(
    workspace: Workspace, record: SubmissionRecord, revisions: Revisions
) -> Content | None:
    """What a submission brings by the forms in force; None where the package is not whole."""
    try:
        package = kept_submission(workspace, record.number)
        if package.digest != record.version.digest:
            return None
        return revisions.content_of(package, packages.submission_of(package))
    except PackageError:
        return None


def _is_as_it_came(
    workspace: Workspace, record: SubmissionRecord, brought: tuple[int, Content]
) -> bool:
    """Whether an office's figures are those of the package."""
    if workspace.role is Role.DESK:
        return True
    period, content = brought
    sent = {
        (FormPlace(record.unit, form, period), *row) for form, rows in content.rows for row in rows
    }
    return workspace.values.rows_of_submission(record.number) == sent


def _has_its_reasons(
    workspace: Workspace, record: SubmissionRecord, brought: tuple[int, Content]
) -> bool:
    """Whether the reasons at an office are those of the package."""
    if workspace.role is Role.DESK:
        return True
    reasons = workspace.findings.explanations_of([record.number])
    kept = {(spot[1], given) for spot, found in reasons.items() for given in found.values()}
    period, content = brought
    return kept == {
        (FormPlace(record.unit, form, period), said)
        for form, claims in content.claims.items()
        for said, _ in claims
    }


def _has_own_key(workspace: Workspace) -> bool:
    """Whether the signing key is the one that signed the workspace's own packages."""
    try:
        own = set(map(signing.public_key_of, workspace.reading_keys))
    except ValueError:
        return False
    return all(manifest.sender in own for _, manifest in _own_packages(workspace))


def _own_packages(
    workspace: Workspace,
) -> Iterator[tuple[SubmissionRecord, package_contents.Manifest]]:
    """A desk's own submissions: not what an office took in from paper, and signed, at a desk that
    it keeps."""
    if workspace.role is Role.DESK:
        for record, _, _ in witnessing.submissions_with_forms(workspace):
            if record.on_paper:
                continue
            with suppress(PackageError):  # is told as a damaged submission
                yield record, kept_submission(workspace, record.number).manifest
