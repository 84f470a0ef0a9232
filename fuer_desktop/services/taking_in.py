"""An office takes in submissions: a set union of immutable versions, one outcome line a file.

The same folder twice changes nothing, order does not matter, and one broken package never
stops the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.versions import Ancestry, Version, compare, counted
from fuer_desktop.formats import files, packages, signing
from fuer_desktop.formats.packages import Package
from fuer_desktop.services import attaching, backing_up, checking
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.figures import Claims, to_claims, to_rows
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.paths import PACKAGE_ENDING
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.submissions import IntakeLine
from fuer_desktop.store.tasks import Enrolment
from fuer_desktop.store.values import CellRow
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import packages as texts

BATCH = 25
"""Packages a transaction: one sync of the disk each, some 50 ms of work, so that commits of a
person who types meanwhile wait no longer, and little to repeat after a crash."""

BATCH_BYTES = 16 << 20
"""Bytes of packages a transaction, unless one alone has more: files may be attached, and whatever
is written is one line of the second witness."""

CHECKED_AT_ONCE = 9
"""Units that are checked between two lines, for the same reason."""


class Outcome(StrEnum):
    """What became of a file."""

    NEW = "new"
    NEWER = "newer"
    OLDER = "older"
    SAME = "same"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The word for people."""
        return texts.OUTCOMES[self.value]


ATTENTION = frozenset({Outcome.CONFLICT, Outcome.QUARANTINED, Outcome.REFUSED})
"""Outcomes after which a person has to do something."""


def tally(outcomes: Iterable[str]) -> str:
    """How many files came to which outcome, in words."""
    count = Counter(outcomes)
    return "，".join(f"{of.label}{count[of.value]}" for of in Outcome if count[of.value])


class UnknownKeyError(PackageError):
    """The package is whole, but its key is not one that this office knows for the unit."""


def packages_in(folder: Path) -> list[Path]:
    """The packages of a folder and its sub-folders, by name; raises WorkspaceError."""
    if not folder.is_dir():
        raise WorkspaceError(texts.NO_FOLDER.format(folder=folder))
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() == PACKAGE_ENDING and path.is_file()
    )
    if not found:
        raise WorkspaceError(texts.EMPTY_FOLDER.format(folder=folder))
    return found


def take_in(workspace: Workspace, paths: Sequence[Path], job: Job) -> Iterator[IntakeLine]:
    """Take in packages, yielding one line for each once its batch is on disk; between the lines
    the units that came are checked, a few at a time, and what is found is kept on record.

    A cancelled job keeps the batches it finished.
    """
    workspace.require(Role.OFFICE)
    backing_up.back_up(workspace, backing_up.Reason.TAKING_IN)
    intake = _Intake(workspace)
    done = 0
    for batch in _batches(paths):
        with workspace.commit(How.TAKEN_IN, str(batch[0].parent)):
            lines = []
            for path in batch:
                done += 1
                job.step(done, len(paths), path.name)
                lines.append(intake.take(path))
        for number, line in enumerate(lines):
            yield line
            if number % CHECKED_AT_ONCE == 0:
                intake.check_next(CHECKED_AT_ONCE)


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


def _bytes_of(path: Path) -> bytes:
    """The sender's file; one that cannot be read is the file's fault, not the office's."""
    try:
        return files.read_package_bytes(path)
    except WorkspaceError as error:
        raise PackageError(str(error)) from error


class _Intake:
    """What one run of taking in knows: tasks, keys and versions, read once and kept in step."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._own_key = signing.public_key_of(workspace.private_key)
        self._tasks: dict[str, _KnownTask] = {}
        self._practice: bool | None = None
        self._came: list[tuple[str, str]] = []

    def check_next(self, count: int) -> None:
        """Check so many of the units that brought something and are not checked yet."""
        came, self._came = self._came[:count], self._came[count:]
        for code in dict.fromkeys(code for code, _ in came):
            units = {unit for of, unit in came if of == code}
            checking.record_run(self._workspace, self._tasks[code].task, units)

    def take(self, path: Path) -> IntakeLine:
        """Take in one file inside the caller's transaction; whatever is wrong becomes a line."""
        unit, number = "", 0
        try:
            package = packages.read(
                _bytes_of(path), files.printable(path.name), wanted="submission"
            )
            unit, number = package.manifest.unit, package.manifest.version
            outcome, message = self._add(package)
        except UnknownKeyError as error:
            outcome, message = Outcome.QUARANTINED, str(error)
        except PackageError as error:
            outcome, message = Outcome.REFUSED, str(error)
        name = files.printable(path.name)
        line = IntakeLine(self._workspace.clock(), name, outcome.value, unit, number, message)
        self._workspace.submissions.note(line)
        return line

    def _add(self, package: Package) -> tuple[Outcome, str]:
        self._refuse_other_world(package)
        known = self._task_of(package)
        unit = known.admitted_unit(package, self._own_key)
        version = Version(
            package.digest, package.manifest.version, frozenset(package.manifest.ancestors)
        )
        before = known.versions.setdefault(unit.code, [])
        outcome, other = _standing(version, before)
        if outcome is not Outcome.SAME:
            self._store(known, package, version)
            before.append(version)
            self._came.append((known.task.code, unit.code))
        line = texts.OUTCOME_LINES[outcome].format(
            unit=unit.name, version=version.number, before=other
        )
        return outcome, line

    def _refuse_other_world(self, package: Package) -> None:
        """Practice counts only where everything is practice, and nothing real counts there; said
        before anything else, since whoever sent it has made no other mistake."""
        if self._practice is None:
            tasks = self._workspace.tasks.all()
            self._practice = load_task(self._workspace).task.place.practice if tasks else False
        if package.manifest.practice != self._practice:
            template = texts.IS_REAL if self._practice else texts.IS_PRACTICE
            raise PackageError(template.format(file=package.file))

    def _task_of(self, package: Package) -> _KnownTask:
        code = package.manifest.task
        if code not in self._tasks:
            if self._workspace.tasks.get(code) is None:
                raise PackageError(texts.UNKNOWN_TASK.format(file=package.file, task=code))
            self._tasks[code] = _KnownTask(self._workspace, load_task(self._workspace, code))
        return self._tasks[code]

    def _store(self, known: _KnownTask, package: Package, version: Version) -> None:
        rows, claims = known.content_of(package)
        manifest = package.manifest
        known.enrol(self._workspace, manifest)
        number = self._workspace.submissions.add(
            manifest.task, manifest.unit, version, self._workspace.clock(), package.data
        )
        for form, cells in rows:
            place = FormPlace(manifest.unit, form, manifest.period)
            self._workspace.values.add_submission(number, place, cells)
            self._workspace.findings.add_claims(number, place, claims.get(form, ()))


def _standing(version: Version, before: Iterable[Version]) -> tuple[Outcome, int]:
    """How a version stands to those that are there, and the number of the latest of them."""
    present = list(before)
    if any(known.digest == version.digest for known in present):
        return Outcome.SAME, version.number
    if not present:
        return Outcome.NEW, 0
    relations = {known.number: compare(version, known) for known in present}
    latest = max(relations)
    if counted([*present, version]) is None:
        return Outcome.CONFLICT, latest
    if Ancestry.OLDER in relations.values():
        return Outcome.OLDER, latest
    return Outcome.NEWER, latest


class _KnownTask:
    """A task of the office with who may hand in what."""

    def __init__(self, workspace: Workspace, task: LoadedTask) -> None:
        self.task = task
        self._enrolments = workspace.tasks.enrolments(task.code)
        self._units = {unit.code: unit for unit in task.task.reporting_units}
        self._forms = {form.code: form for form in task.task.forms}
        self._expected = {
            code: {form.code: task.form_digests[form.code] for form in task.task.forms_of(unit)}
            for code, unit in self._units.items()
        }
        self.versions: dict[str, list[Version]] = {
            unit: [record.version for record in records]
            for unit, records in workspace.submissions.of_task(task.code).items()
        }

    def admitted_unit(self, package: Package, own_key: str) -> ReportingUnit:
        """The unit a package comes from; raises PackageError if it may not count here."""
        manifest, file = package.manifest, package.file
        unit = self._units.get(manifest.unit)
        if unit is None or manifest.period != self.task.record.period:
            raise PackageError(texts.UNKNOWN_UNIT.format(file=file, unit=manifest.unit))
        if manifest.recipient != own_key:
            raise PackageError(texts.OTHER_OFFICE.format(file=file))
        self._require_known_key(package, unit)
        sent = {form.code: form.digest for form in manifest.forms}
        for code, digest in self._expected[unit.code].items():
            if sent.pop(code, None) != digest:
                raise PackageError(texts.OTHER_FORMS.format(file=file, form=code))
        if sent:
            raise PackageError(texts.OTHER_FORMS.format(file=file, form="、".join(sent)))
        return unit

    def _require_known_key(self, package: Package, unit: ReportingUnit) -> None:
        manifest = package.manifest
        enrolment = self._enrolments.get(unit.code)
        known = enrolment is not None and (
            manifest.sender == enrolment.public_key
            if enrolment.public_key
            else signing.proves_enrolment(
                manifest.enrolment, enrolment.secret, manifest.task, unit.code, manifest.sender
            )
        )
        if not known:
            raise UnknownKeyError(texts.UNKNOWN_KEY.format(file=package.file, unit=unit.name))

    def enrol(self, workspace: Workspace, manifest: packages.Manifest) -> None:
        """Tie the unit to the key of its first submission."""
        enrolment = self._enrolments[manifest.unit]
        if not enrolment.public_key:
            enrolled = Enrolment(enrolment.secret, manifest.sender)
            workspace.tasks.enrol(manifest.task, manifest.unit, enrolled)
            self._enrolments[manifest.unit] = enrolled

    def content_of(self, package: Package) -> tuple[list[tuple[str, list[CellRow]]], Claims]:
        """A submission's figures by form, and the reasons that it brings; raises PackageError for
        what the forms do not have."""
        payload = packages.submission_of(package)
        rows = list(self._rows_of(package, payload.forms))
        attaching.require_known(package, payload, [form for form, _ in rows])
        return rows, to_claims(payload.findings, [form for form, _ in rows], package.file)

    def _rows_of(
        self, package: Package, forms: Iterable[packages.FormCells]
    ) -> Iterator[tuple[str, list[CellRow]]]:
        seen: set[str] = set()
        for cells in forms:
            expected = cells.code in self._expected[package.manifest.unit]
            if not expected or cells.code in seen or cells.period != package.manifest.period:
                raise PackageError(texts.OTHER_FORMS.format(file=package.file, form=cells.code))
            seen.add(cells.code)
            yield cells.code, to_rows(self._forms[cells.code], cells.cells, package.file)
