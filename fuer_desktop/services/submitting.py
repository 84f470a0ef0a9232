"""A desk hands in: all forms of the unit as one signed package, in versions 1, 2, …"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.versions import Version, ancestors_after, number_after
from fuer_desktop.formats import files, package_contents, packages, signing
from fuer_desktop.services import attaching, backing_up
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.checking import PlacedFinding, record_run
from fuer_desktop.services.figures import to_cells, to_said
from fuer_desktop.services.kept_packages import kept_submission
from fuer_desktop.services.manifests import manifest_of, own_refs
from fuer_desktop.services.returns import open_returns, returned_versions
from fuer_desktop.services.sealing_for import recipients
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.submissions import NewSubmission
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import matters as matters_texts
from fuer_desktop.texts import packages as texts


@dataclass(frozen=True, slots=True)
class Exported:
    """A submission that was written. ``again`` says that nothing had changed since the last;
    ``warning`` what went wrong beside it."""

    path: Path
    version: int
    digest: str
    again: bool
    warning: str = ""


def obstacles(workspace: Workspace, task: LoadedTask) -> list[PlacedFinding]:
    """The findings that stand in the way of handing in; everything that was found is on record
    when this returns."""
    return [placed for placed in record_run(workspace, task) if placed.finding.blocks]


def export(
    workspace: Workspace, task: LoadedTask, signatories: dict[str, str], folder: Path
) -> Exported:
    """Write the unit's submission into ``folder``; raises WorkspaceError with what is in the way.

    The version is on record before the file is written, so that no two files can claim one
    number; if writing fails, exporting again writes the same bytes, those that are kept, since
    nothing is sealed twice alike. ``signatories`` are keyed by ``head``, ``statistics_head`` and
    ``filler``.
    """
    workspace.require(Role.DESK)
    workspace.require_original()
    workspace.require_in_hand()
    workspace.require_units_own()
    content = ready_content(workspace, task, signatories)
    payload = packages.encode(content)
    records = workspace.submissions.of_task(task.code).get(task.record.unit, [])
    before = [record.version for record in records] + returned_versions(workspace, task)
    if records and _contains_all(records[-1].version, before):
        last = kept_submission(workspace, records[-1].number)
        # an office with another key since then reads only what is addressed to it
        same_office = last.manifest.recipient == task.record.office_key
        same_eyes = last.manifest.sealed_for == recipients(workspace, task)
        same_forms = last.manifest.forms == own_refs(task)
        if last.payload == payload and same_office and same_eyes and same_forms:
            version = records[-1].version
            return _hand_over(workspace, folder, (version, last.data), again=True)
    written, version = write_package(workspace, task, "submission", content, before)
    with workspace.commit(How.SUBMITTED):
        sender = signing.public_key_of(workspace.private_key)
        new = NewSubmission(task.code, task.record.unit, version, workspace.clock(), sender)
        workspace.submissions.add(new, written.data)
    return _hand_over(workspace, folder, (version, written.data), again=False)


def _contains_all(version: Version, others: Iterable[Version]) -> bool:
    """Whether a version contains the others: not where the office gave some back since."""
    return all(other.digest in version.ancestors | {version.digest} for other in others)


def _hand_over(
    workspace: Workspace, folder: Path, submission: tuple[Version, bytes], *, again: bool
) -> Exported:
    """Write the file, and keep a backup of what was handed in for ever; one that could not be made
    is told beside the file, which is whole."""
    version, data = submission
    path = _save(workspace, folder, version, data)
    warning = ""
    if not again:
        try:
            backing_up.back_up(workspace, backing_up.Reason.SUBMITTED)
        except WorkspaceError as error:
            warning = str(error)
    return Exported(path, version.number, version.digest, again, warning)


def ready_content(
    workspace: Workspace, task: LoadedTask, signatories: Mapping[str, str]
) -> package_contents.SubmissionPayload:
    """What is handed in, once nothing stands in the way; raises WorkspaceError."""
    _refuse_unsigned(signatories)
    _refuse_returned(still_returned(workspace, task))
    found = record_run(workspace, task)
    _refuse_blocked([placed for placed in found if placed.finding.blocks])
    return content_of(workspace, task, found, signatories)


def content_of(
    workspace: Workspace,
    task: LoadedTask,
    found: Sequence[PlacedFinding],
    signatories: Mapping[str, str],
    asks: Sequence[package_contents.Ask] = (),
) -> package_contents.SubmissionPayload:
    """What a desk sends: the figures, what was found in them, the reasons, and what files go along;
    signed by whom it is signed so far. Only an inquiry asks anything."""
    unit, period = task.record.unit, task.record.period
    filed = {form.code for form in task.own_forms}
    return package_contents.SubmissionPayload(
        forms=[
            to_cells(form, period, workspace.values.of_form(FormPlace(unit, form.code, period)))
            for form in task.own_forms
        ],
        signatories={
            role: " ".join(signatories.get(role, "").split()) for role in texts.SIGNATORIES
        },
        findings=[to_said(placed.form.code, placed.finding) for placed in found],
        attachments=[
            package_contents.SaidAttachment(
                form=own.form, name=own.name, size=own.size, sha256=own.digest
            )
            for own in attaching.own_files(workspace, task)
            if own.form in filed
        ],
        asks=list(asks),
    )


def _refuse_unsigned(signatories: Mapping[str, str]) -> None:
    for role, label in texts.SIGNATORIES.items():
        if not signatories.get(role, "").strip():
            raise WorkspaceError(texts.SIGNATORY_MISSING.format(who=label))


def still_returned(workspace: Workspace, task: LoadedTask) -> str:
    """What was given back is looked at first: a version that did not would part again. Empty where
    nothing is left to be looked at."""
    returned = open_returns(workspace, task)
    count = sum(len(each.cells) for each in returned)
    return matters_texts.RETURN_OPEN.format(cells=count) if returned else ""


def _refuse_returned(words: str) -> None:
    if words:
        raise WorkspaceError(words)


def _refuse_blocked(found: list[PlacedFinding]) -> None:
    if found:
        first = f"{found[0].form.title}：{found[0].finding.message}"
        raise WorkspaceError(texts.BLOCKED.format(count=len(found), first=first))


def write_package(
    workspace: Workspace,
    task: LoadedTask,
    kind: package_contents.Kind,
    content: package_contents.SubmissionPayload,
    before: Sequence[Version],
) -> tuple[packages.Written, Version]:
    """A submission or an inquiry as the version that comes after those ``before``; sealed where the
    unit's forms ask for it. Raises WorkspaceError."""
    record = task.record
    ancestors = ancestors_after(before)
    public_key = signing.public_key_of(workspace.private_key)
    manifest = package_contents.replaced(
        manifest_of(workspace, kind, task.task, record.unit, own_refs(task)),
        version=number_after(before),
        ancestors=ancestors,
        recipient=record.office_key,
        enrolment=signing.enrolment_proof(record.secret, record.code, record.unit, public_key),
        sealed_for=recipients(workspace, task),
    )
    attached = attaching.members_of(workspace, content.attachments)
    written = packages.make(manifest, content, workspace.private_key, attached)
    return written, Version(written.digest, manifest.version, frozenset(ancestors))


def _save(workspace: Workspace, folder: Path, version: Version, data: bytes) -> Path:
    """Write the package and note where to. Names are made of codes only and decide nothing."""
    manifest = packages.read(data, "", "submission").manifest
    name = f"{manifest.unit}_{manifest.period}_v{version.number}_{version.digest[:8]}.fuer"
    path = folder / name
    files.write_whole(path, data)
    about = f"{manifest.task} v{version.number} {version.digest}"
    workspace.record_event(How.EXPORTED, str(path), about, manifest.unit)
    return path
