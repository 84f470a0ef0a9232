"""A taking-in is taken back: what it alone brought goes away, its lines stay and say so.

What another one brought too stays, and is that one's from then on. What waited in quarantine before
waits there again. Nothing is taken back on which the office decided something: a choice, a receipt
or a return would be about a version that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.versions import Version
from fuer_desktop.formats import signing
from fuer_desktop.formats.packages import Package
from fuer_desktop.services import backing_up, checking
from fuer_desktop.services.admitting import KEPT, NOT_KEPT, Outcome
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.kept_packages import read_kept
from fuer_desktop.store.intake import (
    InquiryRecord,
    IntakeLine,
    IntakeRun,
    Quarantined,
    UnverifiedFile,
)
from fuer_desktop.store.submissions import SubmissionRecord
from fuer_desktop.store.unit_keys import KeyState
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import intake as texts


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What went away with a run: submissions, inquiries, and packages from quarantine; and how many
    stay, since a later run brought them too."""

    run: int
    submissions: int
    inquiries: int
    waiting: int
    staying: int = 0

    @property
    def words(self) -> str:
        """The same in a sentence."""
        parts = [
            texts.TAKEN_BACK_PARTS[name].format(count=count)
            for name in texts.TAKEN_BACK_PARTS
            if (count := getattr(self, name))
        ]
        nothing = texts.NOTHING_ALONE if self.staying else texts.TAKEN_BACK_NOTHING
        what = "、".join(parts) or nothing
        said = texts.TAKEN_BACK.format(number=self.run, what=what)
        return said + (texts.STAYING.format(count=self.staying) if self.staying else "")


@dataclass(frozen=True, slots=True)
class _Brought:
    """What a run alone brought to one task."""

    task: LoadedTask
    submissions: list[SubmissionRecord]
    inquiries: list[InquiryRecord]
    waiting: list[Quarantined]


def undo_run(workspace: Workspace, number: int) -> TakenBack:
    """Take back a taking-in, all of it in one commit, with a backup before; then the units that it
    concerned are checked again. Raises WorkspaceError where there is no such run, where it was
    taken back already, and where something was decided about what it brought.
    """
    workspace.require(Role.OFFICE)
    run = _run(workspace, number)
    both = _Both(workspace, run)
    brought = [_brought(workspace, record.code, both) for record in workspace.tasks.all()]
    for of_task in brought:
        _refuse_decided(workspace, of_task)
    unread = both.alone(
        (each for each in workspace.intake.unverified() if each.run == number),
        lambda each: workspace.intake.unverified_data(each.digest),
    )
    backing_up.back_up(workspace, backing_up.Reason.TAKING_IN)
    with workspace.commit(How.INTAKE_UNDONE, str(number)):
        both.leave()
        for each in unread:
            workspace.intake.remove_unverified(each.digest)
        for of_task in brought:
            _remove(workspace, run, of_task)
            _forget_keys(workspace, of_task)
        _, at = workspace.journal.signature
        workspace.intake.put_run(replace(run, undone=at))
    for of_task in brought:
        units = {record.unit for record in of_task.submissions}
        if units:
            checking.record_run(workspace, of_task.task, units)
    return TakenBack(
        number,
        sum(len(of_task.submissions) for of_task in brought),
        sum(len(of_task.inquiries) for of_task in brought),
        sum(len(of_task.waiting) for of_task in brought) + len(unread),
        len(both.staying),
    )


Came = TypeVar("Came", SubmissionRecord, InquiryRecord, Quarantined, UnverifiedFile)


class _Both:
    """What a run brought and a later one that holds brought too: it is the later one's when the
    first is taken back. ``staying`` fills as ``alone`` is asked."""

    def __init__(self, workspace: Workspace, run: IntakeRun) -> None:
        self.run = run
        self.staying: list[SubmissionRecord | InquiryRecord | Quarantined | UnverifiedFile] = []
        self._workspace = workspace
        lines = workspace.intake.lines()
        own = {line.sha256 for line in lines if line.run == run.number}
        held = {each.number for each in workspace.intake.runs() if each.source and not each.undone}
        self._later = {
            line.sha256: line.run
            for line in reversed(lines)
            if line.run > run.number
            and line.run in held
            and line.sha256 in own
            and Outcome(line.outcome) not in NOT_KEPT
        }

    def alone(self, came: Iterable[Came], data_of: Callable[[Came], bytes]) -> list[Came]:
        """Those that no later run brought; the files are read only where one may have."""
        found = []
        for each in came:
            later = self._later and self._later.get(signing.fingerprint(data_of(each)))
            if later:
                self.staying.append(replace(each, run=later))
            else:
                found.append(each)
        return found

    def leave(self) -> None:
        """Say that what stays is the later run's, inside the caller's transaction."""
        intake = self._workspace.intake
        for each in self.staying:
            if isinstance(each, SubmissionRecord):
                self._workspace.submissions.put_run(each)
            elif isinstance(each, InquiryRecord):
                intake.add_inquiry(each, intake.inquiry_package(each.digest))
            elif isinstance(each, Quarantined):
                intake.set_aside(each, intake.quarantined_package(each.digest))
            else:
                intake.keep_unverified(each, intake.unverified_data(each.digest))


def _run(workspace: Workspace, number: int) -> IntakeRun:
    run = next((run for run in workspace.intake.runs() if run.number == number), None)
    if run is None:
        raise WorkspaceError(texts.NO_RUN.format(number=number))
    if run.undone:
        raise WorkspaceError(texts.UNDONE_BEFORE.format(number=number))
    return run


def _brought(workspace: Workspace, code: str, both: _Both) -> _Brought:
    """Nothing that waits was brought by a run out of quarantine: it waited there before."""
    number, intake = both.run.number, workspace.intake
    submissions = workspace.submissions
    found = [record for records in submissions.of_task(code).values() for record in records]
    waiting = intake.quarantined(code) if both.run.source else []
    return _Brought(
        load_task(workspace, code),
        both.alone(
            (each for each in found if each.run == number),
            lambda each: submissions.package(each.number),
        ),
        both.alone(
            (each for each in intake.inquiries(code) if each.run == number),
            lambda each: intake.inquiry_package(each.digest),
        ),
        both.alone(
            (each for each in waiting if each.run == number),
            lambda each: intake.quarantined_package(each.digest),
        ),
    )


def _refuse_decided(workspace: Workspace, brought: _Brought) -> None:
    code = brought.task.code
    decided: dict[str, str] = {}
    for choice in workspace.decisions.choices(code):
        decided |= dict.fromkeys((choice.chosen, *choice.over), texts.DECIDED["choice"])
    for answer in workspace.decisions.answers(code):
        decided |= dict.fromkeys(answer.about, texts.DECIDED[answer.kind])
    for record in brought.submissions:
        what = decided.get(record.version.digest)
        if what is not None:
            unit = brought.task.task.place.unit(record.unit)
            name = unit.name if unit is not None else record.unit
            words = {"unit": name, "version": record.version.number, "what": what}
            raise WorkspaceError(texts.UNDO_DECIDED.format(**words))


def _remove(workspace: Workspace, run: IntakeRun, brought: _Brought) -> None:
    code = brought.task.code
    for each in brought.waiting:
        workspace.intake.release(each.digest)
        version = Version(each.digest, each.version, frozenset())
        workspace.submissions.tell(code, each.unit, version)  # it may have counted once
    gone: list[tuple[Quarantined, bytes]] = []
    for record in brought.submissions:
        data = workspace.submissions.package(record.number)
        gone.append((_as_waiting(run, read_kept(workspace, data, "submission")), data))
        workspace.submissions.remove(code, record)
    for inquiry in brought.inquiries:
        data = workspace.intake.inquiry_package(inquiry.digest)
        gone.append((_as_waiting(run, read_kept(workspace, data, "inquiry")), data))
        workspace.intake.remove_inquiry(inquiry.digest)
    came = _came_before(workspace, run)
    for waiting, data in gone:
        line = came.get(signing.fingerprint(data))
        if line is not None:
            again = replace(waiting, file=line.file, run=line.run)
            workspace.intake.set_aside(again, data)


def _came_before(workspace: Workspace, run: IntakeRun) -> dict[str, IntakeLine]:
    """What waited in quarantine when a run took it in, by SHA-256 of the file: what another run
    that still holds had brought before, and all of a run out of quarantine."""
    lines = workspace.intake.lines()
    held = {each.number for each in workspace.intake.runs() if each.source and not each.undone}
    before = [line for line in reversed(lines) if line.run in held and line.run < run.number]
    if not run.source:
        before = [*(line for line in lines if line.run == run.number), *before]
    return {line.sha256: line for line in before if Outcome(line.outcome) in KEPT}


def _as_waiting(run: IntakeRun, package: Package) -> Quarantined:
    manifest = package.manifest
    return Quarantined(
        digest=package.digest,
        task=manifest.task,
        unit=manifest.unit,
        public_key=manifest.sender,
        version=manifest.version,
        at=run.at,
        file="",
        run=run.number,
    )


def _forget_keys(workspace: Workspace, brought: _Brought) -> None:
    """Keys that became known by what went away alone; what an office decided stays."""
    code = brought.task.code
    used = {
        (unit, record.sender)
        for unit, records in workspace.submissions.of_task(code).items()
        for record in records
    }
    used |= {
        (each.unit, read_kept(workspace, data, "inquiry").manifest.sender)
        for each in workspace.intake.inquiries(code)
        for data in [workspace.intake.inquiry_package(each.digest)]
    }
    asked = {(each.unit, each.public_key) for each in workspace.intake.quarantined(code)}
    for unit, keys in workspace.unit_keys.of_task(code).items():
        for key in keys.values():
            signs = {KeyState.ENROLLED: used, KeyState.ASKED: used | asked}.get(key.state)
            if signs is not None and (unit, key.public_key) not in signs:
                workspace.unit_keys.forget(code, unit, key.public_key)
