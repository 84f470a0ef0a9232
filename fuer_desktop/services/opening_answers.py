"""A desk opens what its office answers: a return, or a receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from fuer_desktop.domain.errors import PackageError
from fuer_desktop.domain.steps import How
from fuer_desktop.formats import files, packages
from fuer_desktop.formats.package_contents import ReceiptPayload, ReturnPayload
from fuer_desktop.formats.packages import Package
from fuer_desktop.services import office_trust
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.returns import cells_of
from fuer_desktop.store.decisions import ACCEPTED, OPEN, RECEIPT, RETURN, SETTLED, Answer
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import matters as texts
from fuer_desktop.texts import packages as package_texts


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened: the kind, its task, and a sentence for the person."""

    kind: str
    task: str
    sentence: str


def open_answer(workspace: Workspace, path: Path) -> Opened:
    """Take a return or a receipt into the desk; the same one again changes nothing.

    Raises PackageError for what is none, is another unit's or was not signed by the desk's office.
    """
    workspace.require(Role.DESK)
    workspace.require_units_own()
    data, file = files.read_package_bytes(path), files.printable(path.name)
    package = packages.read_any(data, file, workspace.reading_keys)
    manifest = package.manifest
    if manifest.kind not in (RETURN, RECEIPT):
        found = package_texts.KINDS[manifest.kind]
        raise PackageError(texts.NOT_AN_ANSWER.format(file=file, found=found))
    record = workspace.tasks.get(manifest.task)
    if record is None:
        raise PackageError(package_texts.UNKNOWN_TASK.format(file=file, task=manifest.task))
    if manifest.unit != record.unit:
        raise PackageError(texts.OTHER_UNITS_ANSWER.format(file=file))
    office_trust.heard(record, manifest, file)
    task = load_task(workspace, record.code)
    answer, sentence = _read(workspace, task, package)
    known = {each.digest for each in workspace.decisions.answers(task.code)}
    if answer.digest in known:
        sentence = texts.RETURN_KNOWN.format(file=file)
        return Opened(manifest.kind, task.code, sentence)
    with workspace.commit(How.ANSWERED, file):
        office_trust.accept(workspace, record, manifest, file)
        _settle_contained(workspace, answer)
        workspace.decisions.put_answer(answer, data)
        workspace.journal.note(record.unit, period=record.period, about=answer.digest)
    return Opened(manifest.kind, task.code, sentence)


def _settle_contained(workspace: Workspace, answer: Answer) -> None:
    """An open return whose versions are all in a later one is settled with that: nobody looks at
    the same cells twice. Inside the caller's transaction."""
    for before in workspace.decisions.answers(answer.task, answer.unit):
        is_open = before.kind == answer.kind == RETURN and before.state == OPEN
        if is_open and set(before.about) <= set(answer.about):
            package = workspace.decisions.answer_package(before.digest)
            workspace.decisions.put_answer(replace(before, state=SETTLED), package)


def _read(workspace: Workspace, task: LoadedTask, package: Package) -> tuple[Answer, str]:
    if package.manifest.kind == RETURN:
        content = packages.return_of(package)
        cells = len(cells_of(workspace, task, package))
        return _kept_return(task, package, content), _return_sentence(content, cells)
    receipt = packages.receipt_of(package)
    return _kept_receipt(task, package, receipt), _receipt_sentence(receipt)


def _kept_return(task: LoadedTask, package: Package, content: ReturnPayload) -> Answer:
    about = tuple(version.digest for version in content.versions)
    unit = package.manifest.unit
    return Answer(package.digest, RETURN, 0, task.code, unit, about, OPEN, content.at)


def _return_sentence(content: ReturnPayload, cells: int) -> str:
    template = texts.RETURN_OPENED if cells else texts.RETURN_SAME
    return template.format(count=len(content.versions), cells=cells)


def _kept_receipt(task: LoadedTask, package: Package, content: ReceiptPayload) -> Answer:
    about, unit = (content.about.digest,), package.manifest.unit
    return Answer(
        package.digest, RECEIPT, content.number, task.code, unit, about, content.state, content.at
    )


def _receipt_sentence(content: ReceiptPayload) -> str:
    template = texts.ACCEPTED if content.state == ACCEPTED else texts.RECEIVED
    return template.format(version=content.about.version, number=content.number)
