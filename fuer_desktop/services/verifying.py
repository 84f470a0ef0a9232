"""``verify``: does a package hold, and what does it say, without taking it in anywhere.

Archive, signature, digests and content are read as strictly as where packages are taken in. With a
workspace its keys open the seal, and it says whether it knows the key that signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain import fingerprints
from fuer_desktop.domain.errors import FuerError
from fuer_desktop.formats import files, packages, signing
from fuer_desktop.formats.package_contents import SubmissionPayload, TaskPayload
from fuer_desktop.formats.packages import Package
from fuer_desktop.services import office_trust
from fuer_desktop.services.catalogues import PLACE
from fuer_desktop.services.intake_log import unit_names
from fuer_desktop.services.opening_files import Seen, What, kind_of
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import opening_files as texts
from fuer_desktop.texts import packages as package_texts

Fact = tuple[str, str]
"""What is said about a file: its name and its words."""

LONGEST = 400
"""Characters of what a package says of itself; whoever signed may have written anything there."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found. ``is_sound`` says that nothing is wrong with the file itself, and that a
    workspace that was asked knows its key."""

    seen: Seen
    facts: tuple[Fact, ...]
    sentence: str
    is_sound: bool


def verify(path: Path, workspace: Workspace | None = None) -> Verified:
    """Look at a file; raises WorkspaceError where it cannot even be read."""
    return verify_seen(kind_of(path), workspace)


def verify_seen(seen: Seen, workspace: Workspace | None = None) -> Verified:
    """The same of a file that was looked at already."""
    kind: Fact = (texts.NAMES["kind"], seen.what.label)
    if seen.package is None:
        return _without_package(seen, kind)
    try:
        package = _opened(seen.package, workspace)
        facts = [(name, _shown(said)) for name, said in _facts(seen, package, workspace)]
    except FuerError as error:
        broken = (kind, (texts.NAMES["checked"], texts.BREAKS))
        return Verified(seen, broken, str(error), is_sound=False)
    is_known, said = _key_known(package, workspace) if workspace else (True, "")
    if said:
        facts.append((texts.NAMES["known"], said))
    facts.append((texts.NAMES["checked"], texts.HOLDS))
    template = texts.SOUND_SEALED if _is_closed(package) else texts.SOUND
    sentence = (template if is_known else texts.KEY_DOUBTED).format(file=seen.name)
    return Verified(seen, tuple(facts), sentence, is_sound=is_known)


def _shown(said: str) -> str:
    """Words on one line of their own, so that nothing in them is taken for another fact."""
    short = said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
    return files.printable(short)


def _without_package(seen: Seen, kind: Fact) -> Verified:
    facts: tuple[Fact, ...] = (kind,)
    if seen.what is What.UNREADABLE:
        facts = (kind, (texts.NAMES["checked"], texts.BREAKS))
    if seen.fault:
        return Verified(seen, facts, seen.fault, is_sound=False)
    is_workspace = seen.what is What.WORKSPACE
    template = texts.IS_WORKSPACE if is_workspace else texts.NOT_VERIFIED
    sentence = template.format(file=seen.name, what=seen.what.label)
    return Verified(seen, facts, sentence, is_sound=is_workspace)


def _opened(package: Package, workspace: Workspace | None) -> Package:
    """The package with its seal opened, where a workspace has the key; its content is read either
    way, as far as it is open. Raises PackageError."""
    if package.is_sealed and workspace is not None:
        package = packages.read_any(package.data, package.file, workspace.reading_keys)
    return package


def _is_closed(package: Package) -> bool:
    return package.is_sealed and not package.payload


def _facts(seen: Seen, package: Package, workspace: Workspace | None) -> Iterator[Fact]:
    manifest, names = package.manifest, texts.NAMES
    kind = seen.what.label
    yield names["kind"], texts.PRACTICE.format(what=kind) if manifest.practice else kind
    content = None if _is_closed(package) else _content(seen.what, package)
    unit = _unit_name(manifest.unit, content, workspace)
    yield names["unit"], unit
    yield names["task"], manifest.task
    yield names["year"], texts.YEAR.format(year=manifest.period)
    if version := _version(package):
        yield names["version"], version
    if manifest.forms:
        said = (texts.FORM.format(code=form.code, version=form.version) for form in manifest.forms)
        yield names["forms"], "，".join(said)
    if isinstance(content, SubmissionPayload):
        yield from _of_submission(content)
    if paper := manifest.on_paper:
        words = {"by": paper.by, "at": paper.at[:10], "seen": paper.seen}
        yield names["paper"], texts.PAPER.format(**words)
    yield names["content"], _content_words(seen, package)
    if seen.what is What.HANDOVER:
        handed, _ = packages.handover_of(package)
        words = {"by": handed.by, "at": handed.at[:10], "to": handed.to, "reason": handed.reason}
        yield names["handed"], texts.HANDED.format(**words)
    yield names["key"], fingerprints.spoken(manifest.sender)
    made = manifest.created[:16].replace("T", " ")
    yield names["made"], texts.MADE.format(at=made, program=manifest.program)
    yield names["format"], texts.FORMAT.format(format=manifest.format, suite=manifest.suite)


def _content(what: What, package: Package) -> object:
    """What a package that is open says, read strictly; raises PackageError."""
    readers = {
        What.TASK: packages.task_of,
        What.SUBMISSION: packages.submission_of,
        What.INQUIRY: packages.submission_of,
        What.RETURN: packages.return_of,
        What.RECEIPT: packages.receipt_of,
        What.HANDOVER: packages.handover_of,
    }
    return readers[what](package)


def _unit_name(code: str, content: object, workspace: Workspace | None) -> str:
    """The unit with its name, where the package or the workspace tells it."""
    names: dict[str, str] = unit_names(workspace) if workspace else {}
    if isinstance(content, TaskPayload):
        names |= _names_in(content)
    return texts.UNIT.format(name=names[code], code=code) if code in names else code


def _names_in(content: TaskPayload) -> dict[str, str]:
    from fuer_desktop.formats import definitions

    text = content.definitions.get(PLACE, "")
    return {unit.code: unit.name for unit in definitions.read_place(PLACE, text).units}


def _version(package: Package) -> str:
    manifest = package.manifest
    if manifest.kind in ("submission", "inquiry"):
        words = {"version": manifest.version, "ancestors": len(manifest.ancestors)}
        return texts.VERSION.format(**words)
    if manifest.kind == "task" and manifest.version > 1:
        return texts.REVISION.format(version=manifest.version - 1)
    return ""


def _of_submission(content: SubmissionPayload) -> Iterator[Fact]:
    roles = package_texts.SIGNATORIES
    signed = [
        texts.SIGNED.format(role=roles[key], name=content.signatories[key])
        for key in roles
        if content.signatories.get(key)
    ]
    if signed:
        yield texts.NAMES["signed"], "，".join(signed)
    if content.attachments:
        yield texts.NAMES["attached"], texts.ATTACHED.format(count=len(content.attachments))


def _content_words(seen: Seen, package: Package) -> str:
    if seen.what is What.HANDOVER:
        return texts.SEALED_CODE
    if not package.is_sealed:
        return texts.PLAIN
    if package.payload:
        return texts.SEALED_OPENED
    return texts.SEALED.format(count=len(package.manifest.sealed_for))


def _key_known(package: Package, workspace: Workspace) -> tuple[bool, str]:
    """Whether the workspace knows the key that signed, and as whose."""
    manifest = package.manifest
    if manifest.sender in map(signing.public_key_of, workspace.reading_keys):
        return True, texts.KEY_OWN
    record = workspace.tasks.get(manifest.task)
    if record is None:
        return False, texts.KEY_NO_TASK.format(task=manifest.task)
    if workspace.role is Role.DESK:
        if manifest.kind not in packages.SIGNED_KINDS:
            return False, texts.KEY_FOREIGN
        try:
            office_trust.heard(record, manifest, package.file)
        except FuerError:
            return False, texts.KEY_OTHER_OFFICE
        is_known = manifest.sender == record.office_key
        return True, texts.KEY_OFFICE if is_known else texts.KEY_OFFICE_NEXT
    keys = workspace.unit_keys.of_task(manifest.task).get(manifest.unit, {})
    key = keys.get(manifest.sender)
    unit = unit_names(workspace).get(manifest.unit, manifest.unit)
    is_known = key is not None and key.holds_for(manifest.version)
    template = texts.KEY_ENROLLED if is_known else texts.KEY_UNKNOWN
    return is_known, template.format(unit=unit)
