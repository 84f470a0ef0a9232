"""The office's signed word on versions: received, or accepted, numbered and chained.

What is accepted is frozen: it goes on counting whatever comes later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.formats import files, packages, signing
from fuer_desktop.formats.package_contents import ReceiptPayload
from fuer_desktop.services import counting
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.conflicts import version_ref
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.kept_packages import read_kept
from fuer_desktop.services.manifests import form_refs, manifest_of
from fuer_desktop.store.decisions import ACCEPTED, RECEIPT, RECEIVED, Answer
from fuer_desktop.store.submissions import SubmissionRecord
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import matters as texts


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that was written; ``again`` where it was there and is only written once more."""

    path: Path
    unit: ReportingUnit
    number: int
    version: int
    again: bool


def receivable(workspace: Workspace, task: LoadedTask) -> list[ReportingUnit]:
    """The units of which a version counts, in their order."""
    there = counting.counted_submissions(workspace, task.code)
    return [unit for unit in task.task.reporting_units if unit.code in there]


@dataclass(frozen=True, slots=True)
class Giving:
    """Which units are to have a receipt, in which folder, and whether it accepts."""

    units: Sequence[ReportingUnit]
    folder: Path
    accept: bool = False


def write(workspace: Workspace, task: LoadedTask, giving: Giving, job: Job) -> list[Receipt]:
    """Write a receipt on the version that counts of each unit, or its acceptance, as a file each
    in the folder. One that was given before is written as it was, and an acceptance says that the
    version was received as well. All are on record before the first file is written.

    Raises WorkspaceError where a unit has no version that counts.
    """
    workspace.require(Role.OFFICE)
    there = counting.counted_submissions(workspace, task.code, [unit.code for unit in giving.units])
    for unit in giving.units:
        if unit.code not in there:
            raise WorkspaceError(texts.NOTHING_COUNTS.format(unit=unit.name))
    given: list[tuple[Answer, ReportingUnit, int, bool]] = []
    with workspace.commit(How.ANSWERED):
        for unit in giving.units:
            record = there[unit.code]
            known = _given(workspace, task, record, accept=giving.accept)
            answer = known or _give(workspace, task, unit, record, accept=giving.accept)
            given.append((answer, unit, record.version.number, known is not None))
    written = []
    for done, (answer, unit, version, again) in enumerate(given, start=1):
        name = texts.RECEIPT_FILE.format(
            unit=unit.code,
            year=task.record.period,
            number=answer.number,
            state=texts.RECEIPT_STATES[answer.state],
        )
        files.write_whole(giving.folder / name, workspace.decisions.answer_package(answer.digest))
        written.append(Receipt(giving.folder / name, unit, answer.number, version, again))
        job.step(done, len(given), unit.name)
    return written


def write_for_latest(
    workspace: Workspace, unit: str, folder: Path, job: Job, *, accept: bool = False
) -> list[Receipt]:
    """Receipts of the latest task as ``write`` does: on every version that counts, or on that of
    one unit."""
    task = load_task(workspace)
    units = [each for each in receivable(workspace, task) if unit in ("", each.code)]
    if not units:
        raise WorkspaceError(texts.NOTHING_TO_RECEIPT)
    return write(workspace, task, Giving(units, folder, accept), job)


def _given(
    workspace: Workspace, task: LoadedTask, record: SubmissionRecord, *, accept: bool
) -> Answer | None:
    """The last receipt that says as much of a version already, unless another key signed it: desks
    that know the key of now take none of a former one."""
    enough = (ACCEPTED,) if accept else (RECEIVED, ACCEPTED)
    own = signing.public_key_of(workspace.private_key)
    found = [
        answer
        for answer in workspace.decisions.answers(task.code, record.unit)
        if answer.kind == RECEIPT
        and answer.about == (record.version.digest,)
        and answer.state in enough
        and _sender(workspace, answer) == own
    ]
    return found[-1] if found else None


def _sender(workspace: Workspace, answer: Answer) -> str:
    package = workspace.decisions.answer_package(answer.digest)
    return read_kept(workspace, package, "receipt").manifest.sender


def _give(
    workspace: Workspace,
    task: LoadedTask,
    unit: ReportingUnit,
    record: SubmissionRecord,
    *,
    accept: bool,
) -> Answer:
    """Another receipt, on record inside the caller's transaction."""
    number, previous = workspace.decisions.last_receipt()
    who, at = workspace.journal.signature
    content = ReceiptPayload(
        number=number + 1,
        previous=previous,
        at=at,
        by=who,
        state="accepted" if accept else "received",
        about=version_ref(record),
        cells=len(workspace.values.rows_of_submission(record.number)),
    )
    refs = form_refs(task.task, unit, task.form_digests)
    manifest = manifest_of(workspace, "receipt", task.task, unit.code, refs)
    written = packages.make(manifest, content, workspace.private_key)
    digest, about = written.digest, (record.version.digest,)
    answer = Answer(digest, RECEIPT, number + 1, task.code, unit.code, about, content.state, at)
    workspace.decisions.put_answer(answer, written.data)
    workspace.journal.note(unit.code, period=task.record.period, about=digest)
    return answer
