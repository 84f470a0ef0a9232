"""A desk asks (征询): a marked copy of what would be its next submission, with findings of class A
or B still open, to ask for an exemption or for leave to explain. It is never counted, and the
desk's own state stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.domain.findings import FindingKey, cells_text, key_of, side_text
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.versions import Version
from fuer_desktop.formats import files, package_contents, packages
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.checking import PlacedFinding, record_run
from fuer_desktop.services.kept_packages import read_kept
from fuer_desktop.services.manifests import own_refs
from fuer_desktop.services.sealing_for import recipients
from fuer_desktop.services.submitting import content_of, write_package
from fuer_desktop.store.intake import InquiryRecord
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import inquiries as texts

LEAST_WHY, MOST_WHY = 4, 400
"""Characters that say why somebody asks."""

ASKABLE = (RuleClass.A, RuleClass.B)
"""Classes of findings that only the office can let pass."""


class AskKey(NamedTuple):
    """A finding of a unit, as an inquiry names it."""

    form: str
    finding: FindingKey


@dataclass(frozen=True, slots=True)
class Inquired:
    """An inquiry that was written; ``again`` says that nothing had changed since one before."""

    path: Path
    digest: str
    asks: int
    again: bool


def ask_key(placed: PlacedFinding) -> AskKey:
    """What an inquiry calls this finding."""
    return AskKey(placed.form.code, key_of(placed.finding))


def askable(found: Iterable[PlacedFinding]) -> list[PlacedFinding]:
    """Those that can be asked about."""
    return [placed for placed in found if placed.finding.severity in ASKABLE]


def inquire(
    workspace: Workspace,
    task: LoadedTask,
    asked: Mapping[AskKey, str],
    signatories: Mapping[str, str],
    folder: Path,
) -> Inquired:
    """Write an inquiry about these findings, each with why, into ``folder``; raises WorkspaceError
    for one that is not open, or without a word of why. Whoever has signed already stands in it.

    It is on record before the file is written; the same content again writes the same bytes.
    """
    workspace.require(Role.DESK)
    workspace.require_original()
    workspace.require_in_hand()
    workspace.require_units_own()
    found = record_run(workspace, task)
    asks = _asks(found, asked)
    content = content_of(workspace, task, found, signatories, asks)
    record = task.record
    before = [
        each.version for each in workspace.submissions.of_task(task.code).get(record.unit, [])
    ]
    data = _kept(workspace, task, packages.encode(content), before)
    is_kept = data is not None
    if data is None:
        written, version = write_package(workspace, task, "inquiry", content, before)
        data = written.data
        _keep(workspace, task, version, data)
    return _save(workspace, folder, data, (len(asks), is_kept))


def _asks(
    found: Iterable[PlacedFinding], asked: Mapping[AskKey, str]
) -> list[package_contents.Ask]:
    """What is asked, in the order in which it was found."""
    open_now = {ask_key(placed): placed for placed in askable(found)}
    if not open_now:
        raise WorkspaceError(texts.NOTHING_OPEN)
    if not asked:
        raise WorkspaceError(texts.NOTHING_ASKED)
    for key in asked:
        if key not in open_now:
            what = f"{key.form} {key.finding.rule} {cells_text(key.finding.cells)}"
            raise WorkspaceError(texts.NOT_OPEN.format(what=what))
    return [
        _ask(key, asked[key], placed.finding.message)
        for key, placed in open_now.items()
        if key in asked
    ]


def _ask(key: AskKey, why: str, what: str) -> package_contents.Ask:
    said = " ".join(why.split())
    if len(said) < LEAST_WHY:
        raise WorkspaceError(texts.WHY_SHORT.format(what=what, least=LEAST_WHY))
    if len(said) > MOST_WHY:
        raise WorkspaceError(texts.WHY_LONG.format(what=what, most=MOST_WHY))
    return package_contents.Ask(
        form=key.form,
        rule=key.finding.rule,
        cells=cells_text(key.finding.cells),
        left=side_text(key.finding.left),
        right=side_text(key.finding.right),
        why=said,
    )


def _kept(
    workspace: Workspace, task: LoadedTask, payload: bytes, before: list[Version]
) -> bytes | None:
    """The inquiry that said this already by the same forms, to the same office after the same
    versions."""
    ancestors = sorted(version.digest for version in before)
    eyes = recipients(workspace, task)
    for package in _kept_inquiries(workspace, task):
        said = package.manifest
        about = (said.ancestors, said.sealed_for, said.recipient, said.forms)
        now = (ancestors, eyes, task.record.office_key, own_refs(task))
        if about == now and package.payload == payload:
            return package.data
    return None


def last_asked(workspace: Workspace, task: LoadedTask) -> Mapping[str, package_contents.FormCells]:
    """The figures of a desk's last inquiry by form; nothing where it never asked."""
    last = next(iter(_kept_inquiries(workspace, task)), None)
    forms = packages.submission_of(last).forms if last is not None else []
    return {cells.code: cells for cells in forms}


def _kept_inquiries(workspace: Workspace, task: LoadedTask) -> Iterator[packages.Package]:
    """A desk's own inquiries, the last first; fsck tells of one that is damaged, and asking again
    goes on."""
    for one in reversed(workspace.intake.inquiries(task.code, task.record.unit)):
        with suppress(PackageError):
            data = workspace.intake.inquiry_package(one.digest)
            yield read_kept(workspace, data, "inquiry")


def _keep(workspace: Workspace, task: LoadedTask, version: Version, data: bytes) -> None:
    record = task.record
    inquiry = InquiryRecord(
        digest=version.digest,
        task=task.code,
        unit=record.unit,
        version=version.number,
        at=workspace.clock(),
        run=0,
    )
    words = {"task": task.code, "version": version.number, "digest": version.digest}
    with workspace.commit(How.INQUIRED):
        workspace.intake.add_inquiry(inquiry, data)
        workspace.journal.note(record.unit, period=record.period, about=texts.EVENT.format(**words))


def _save(workspace: Workspace, folder: Path, data: bytes, about: tuple[int, bool]) -> Inquired:
    """Write the file under a name that says what it is, and note where to."""
    package = packages.read(data, "", "inquiry")
    manifest, count = package.manifest, about[0]
    words = {"unit": manifest.unit, "period": manifest.period, "short": package.digest[:8]}
    path = folder / texts.NAME.format(**words)
    files.write_whole(path, data)
    said = {"task": manifest.task, "version": manifest.version, "digest": package.digest}
    workspace.record_event(How.EXPORTED, str(path), texts.EVENT.format(**said), manifest.unit)
    return Inquired(path, package.digest, count, about[1])
