"""An office takes in submissions: a set union of immutable versions, one outcome line a file.

The same folder twice changes nothing, order does not matter, and one broken package never
stops the others.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.domain.versions import Version
from fuer_desktop.formats import files, packages, signing
from fuer_desktop.formats.package_contents import to_text
from fuer_desktop.formats.packages import (
    NewerFormatError,
    Package,
    SealedForOthersError,
    UnknownSuiteError,
    WronglySignedError,
)
from fuer_desktop.services import backing_up, checking, on_paper
from fuer_desktop.services.admitting import (
    Admission,
    KnownTask,
    NotAdmittedError,
    Outcome,
    UnknownKeyError,
)
from fuer_desktop.services.inquiries import require_asks
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.paths import PACKAGE_ENDING
from fuer_desktop.store.intake import InquiryRecord, IntakeLine, Quarantined, UnverifiedFile
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.submissions import NewSubmission
from fuer_desktop.store.unit_keys import KeyState
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import packages as texts
from fuer_desktop.texts import revisions as revision_texts

BATCH = 25
"""Packages a transaction: one sync of the disk each, some 50 ms of work, so that commits of a
person who types meanwhile wait no longer, and little to repeat after a crash."""

BATCH_BYTES = 16 << 20
"""Bytes of packages a transaction, unless one alone has more: files may be attached, and whatever
is written is one line of the second witness."""

CHECKED_AT_ONCE = 9
"""Units that are checked between two lines, for the same reason."""


def tally(outcomes: Iterable[str]) -> str:
    """How many files came to which outcome, in words."""
    count = Counter(outcomes)
    return "，".join(f"{of.label}{count[of.value]}" for of in Outcome if count[of.value])


def packages_in(folder: Path) -> list[Path]:
    """The packages of a folder and its sub-folders, by name; raises WorkspaceError."""
    if not folder.is_dir():
        raise WorkspaceError(texts.NO_FOLDER.format(folder=folder))
    try:
        found = sorted(
            path
            for path in folder.rglob("*")
            if path.suffix.lower() == PACKAGE_ENDING and path.is_file()
        )
    except OSError as error:  # a stick that was pulled out
        reason = reason_of(error)
        raise WorkspaceError(texts.FOLDER_GONE.format(folder=folder, reason=reason)) from error
    if not found:
        raise WorkspaceError(texts.EMPTY_FOLDER.format(folder=folder))
    return found


def take_in(
    workspace: Workspace, paths: Sequence[Path], job: Job, source: str = ""
) -> Iterator[IntakeLine]:
    """Take in packages, yielding one line for each once its batch is on disk; between the lines
    the units that came are checked, a few at a time, and what is found is kept on record.

    A cancelled job keeps the batches it finished. ``source`` is where they come from, the folder
    of the files if nothing is said.
    """
    workspace.require(Role.OFFICE)
    backing_up.back_up(workspace, backing_up.Reason.TAKING_IN)
    intake = _Intake(workspace)
    done = 0
    source = source or _source(paths)
    for batch in _batches(paths):
        with workspace.commit(How.TAKEN_IN, source):
            intake.begin(source)
            lines = []
            for path in batch:
                done += 1
                job.step(done, len(paths), path.name)
                name = files.printable(path.name)
                lines.append(intake.take(name, partial(_bytes_of, path)))
        for number, line in enumerate(lines):
            yield line
            if number % CHECKED_AT_ONCE == 0:
                intake.check_next(CHECKED_AT_ONCE)


def take_in_waiting(
    workspace: Workspace, waiting: Sequence[Quarantined], job: Job
) -> Iterator[IntakeLine]:
    """Take in packages that waited in quarantine, as a run of its own without a source, yielding
    as ``take_in`` does; what still does not count goes on waiting."""
    workspace.require(Role.OFFICE)
    backing_up.back_up(workspace, backing_up.Reason.TAKING_IN)
    intake = _Intake(workspace)
    for first in range(0, len(waiting), BATCH):
        with workspace.commit(How.TAKEN_IN):
            intake.begin("")
            lines = []
            for number, each in enumerate(waiting[first : first + BATCH], start=first + 1):
                job.step(number, len(waiting), each.file)
                data = workspace.intake.quarantined_package(each.digest)
                lines.append(intake.take(each.file, partial(bytes, data)))
        yield from lines
        intake.check_next(len(lines))


def _batches(paths: Iterable[Path]) -> Iterator[list[Path]]:
    """Files that are taken in by one transaction: few, and never too much to hold."""
    batch: list[Path] = []
    weight = 0
    for path in paths:
        size = 0
        with suppress(OSError):  # that it cannot be read is told when it is taken
            size = path.stat().st_size
        if batch and (len(batch) == BATCH or weight + size > BATCH_BYTES):
            yield batch
            batch, weight = [], 0
        batch.append(path)
        weight += size
    if batch:
        yield batch


def _source(paths: Sequence[Path]) -> str:
    """The folder that all of these stand in, for people."""
    parents = {str(path.absolute().parent) for path in paths}
    try:
        return files.printable(os.path.commonpath(parents))
    except ValueError:  # on several drives, or nothing at all
        return files.printable(min(parents, default=""))


def _bytes_of(path: Path) -> bytes:
    """The sender's file; one that cannot be read is the file's fault, not the office's."""
    try:
        return files.read_package_bytes(path)
    except WorkspaceError as error:
        raise PackageError(str(error)) from error


class _Intake:
    """One taking-in: what comes is admitted, kept and told."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._admission = Admission(workspace)
        self._came: list[tuple[str, str]] = []
        self._run = 0

    def begin(self, source: str) -> None:
        """Give the run its number, inside the transaction of its first batch, so that a run of
        nothing leaves nothing."""
        if not self._run:
            who, at = self._workspace.journal.signature
            self._run = self._workspace.intake.begin(at, source, who).number

    def check_next(self, count: int) -> None:
        """Check so many of the units that brought something and are not checked yet."""
        came, self._came = self._came[:count], self._came[count:]
        for code in dict.fromkeys(code for code, _ in came):
            units = {unit for of, unit in came if of == code}
            known = self._admission.known(code)
            assert known is not None  # what came is of a task that is known
            checking.record_run(self._workspace, known.task, units)

    def take(self, name: str, read: Callable[[], bytes]) -> IntakeLine:
        """Take in one file inside the caller's transaction; whatever is wrong becomes a line."""
        data = b""
        told = Told(Outcome.DAMAGED, "")
        package = None
        try:
            data = read()
            package = packages.read_any(data, name, self._workspace.reading_keys)
            told = self._add(package)
        except NotAdmittedError as error:
            told = Told(error.outcome, str(error))
            if package is not None and isinstance(error, UnknownKeyError):
                self._set_aside(package, is_question=error.is_question)
        except (WronglySignedError, UnknownSuiteError) as error:
            told = Told(Outcome.UNTRUSTED, texts.UNVERIFIED.format(why=error))
        except (NewerFormatError, SealedForOthersError) as error:
            told = Told(Outcome.REFUSED, str(error))
        except PackageError as error:
            told = Told(Outcome.DAMAGED, str(error))
        digest = signing.fingerprint(data) if data else ""
        if told.outcome is Outcome.UNTRUSTED and not self._waits(package):
            self._keep_unverified(name, digest, data)
        line = IntakeLine(
            run=self._run,
            at=self._workspace.clock(),
            file=name,
            outcome=told.outcome.value,
            unit=package.manifest.unit if package else "",
            version=package.manifest.version if package else 0,
            message=told.message,
            details=told.details,
            sha256=digest,
        )
        self._workspace.intake.note(line)
        return line

    def _add(self, package: Package) -> Told:
        kind, file = package.manifest.kind, package.file
        if kind not in ("submission", "inquiry"):
            raise NotAdmittedError(Outcome.REFUSED, texts.NOT_TAKEN_IN[kind].format(file=file))
        known = self._admission.task_of(package)
        unit = known.unit_of(package)
        known.require_key(package, self._admission.own_keys)
        known.require_forms(package)
        manifest = package.manifest
        version = Version(package.digest, manifest.version, frozenset(manifest.ancestors))
        words: dict[str, object] = {"unit": unit.name, "version": version.number}
        if kind == "inquiry":
            return self._ask(known, package, texts.OUTCOME_LINES["inquiry"].format(**words))
        outcome, before = known.standing_of(unit.code, version)
        details: tuple[str, ...] = ()
        if outcome is not Outcome.SAME:
            details = self._store(known, package, version)
            known.add_version(unit.code, version)
            self._came.append((known.task.code, unit.code))
        self._admission.release(package.digest)
        line = texts.OUTCOME_LINES[outcome].format(before=before, **words)
        if details:
            line += revision_texts.BY_OLDER
        return Told(outcome, line + on_paper.line_of(manifest.on_paper), details)

    def _store(self, known: KnownTask, package: Package, version: Version) -> tuple[str, ...]:
        content = known.content_of(package)
        manifest = package.manifest
        self._learn_key(known, package)
        new = NewSubmission(
            task=manifest.task,
            unit=manifest.unit,
            version=version,
            at=self._workspace.clock(),
            sender=manifest.sender,
            on_paper=to_text(manifest.on_paper),
            run=self._run,
        )
        number = self._workspace.submissions.add(new, package.data)
        for form, cells in content.rows:
            place = FormPlace(manifest.unit, form, manifest.period)
            self._workspace.values.add_submission(number, place, cells)
            self._workspace.findings.add_claims(number, place, content.claims.get(form, ()))
        return content.details

    def _ask(self, known: KnownTask, package: Package, line: str) -> Told:
        """Keep an inquiry: it is looked at and never counted."""
        manifest = package.manifest
        require_asks(package)
        content = known.content_of(package)
        self._learn_key(known, package)
        inquiry = InquiryRecord(
            digest=package.digest,
            task=manifest.task,
            unit=manifest.unit,
            version=manifest.version,
            at=self._workspace.clock(),
            run=self._run,
        )
        self._admission.release(package.digest)
        kept = {
            one.digest for one in self._workspace.intake.inquiries(manifest.task, manifest.unit)
        }
        if inquiry.digest in kept:
            unit = known.unit_of(package).name
            words = {"unit": unit, "version": manifest.version}
            return Told(Outcome.SAME, texts.OUTCOME_LINES["same"].format(**words))
        self._workspace.intake.add_inquiry(inquiry, package.data)
        return Told(Outcome.INQUIRY, line, content.details)

    def _learn_key(self, known: KnownTask, package: Package) -> None:
        """Tie the unit to the key of its first submission."""
        if package.manifest.on_paper is None:
            unit, sender = package.manifest.unit, package.manifest.sender
            known.learn_key(unit, sender, KeyState.ENROLLED)

    def _set_aside(self, package: Package, *, is_question: bool) -> None:
        """Keep what is whole and does not count (yet), and the question whose key it is."""
        manifest = package.manifest
        known = self._admission.known(manifest.task)
        if known is not None and is_question:
            known.learn_key(manifest.unit, manifest.sender, KeyState.ASKED)
        if package.digest not in self._admission.waiting:
            self._keep_waiting(package)

    def _keep_waiting(self, package: Package) -> None:
        manifest = package.manifest
        waiting = Quarantined(
            digest=package.digest,
            task=manifest.task,
            unit=manifest.unit,
            public_key=manifest.sender,
            version=manifest.version,
            at=self._workspace.clock(),
            file=package.file,
            run=self._run,
        )
        self._workspace.intake.set_aside(waiting, package.data)
        self._admission.waiting.add(package.digest)

    def _waits(self, package: Package | None) -> bool:
        return package is not None and package.digest in self._admission.waiting

    def _keep_unverified(self, name: str, digest: str, data: bytes) -> None:
        """Keep a file of whose content nothing is believed, once."""
        if not self._workspace.intake.is_unverified(digest):
            kept = UnverifiedFile(digest, self._workspace.clock(), name, self._run)
            self._workspace.intake.keep_unverified(kept, data)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one file, and the sentences for a person."""

    outcome: Outcome
    message: str
    details: tuple[str, ...] = ()
