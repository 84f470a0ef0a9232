"""Files that stand beside a form: a desk attaches them and takes them away, an office finds them in
the submissions; both list them and write copies elsewhere.

What is attached is never opened here, only looked at: what it is, how large, and of a workbook
whether its archive is harmless. Attaching is one step of the journal. It is not undone by Ctrl+Z,
but taken away again by another, as the removal is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fuer_desktop.domain.attachments import (
    MAX_FILE_BYTES,
    Attachment,
    FileKind,
    kept_name,
    kind_of,
    require_room,
    saved_name,
)
from fuer_desktop.domain.errors import (
    EntryError,
    FuerError,
    PackageError,
    WorkbookError,
    WorkspaceError,
)
from fuer_desktop.domain.steps import How
from fuer_desktop.formats import files, package_contents, packages
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.counting import counted_submissions
from fuer_desktop.services.kept_packages import kept_submission
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import attachments as texts

_ANY_ROWS, _ANY_COLUMNS = 1 << 20, 1 << 14
"""Nobody here reads the workbook, so it may be as large as a spreadsheet can be."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that may be attached, read whole; ``source`` is where it came from."""

    name: str
    content: bytes
    source: str


@dataclass(frozen=True, slots=True)
class UnitFiles:
    """The files of one unit: at a desk its own, at an office those of the version that counts, or
    where versions are in conflict of the last one taken in. ``version`` is 0 at a desk."""

    unit: str
    period: int
    version: int
    files: tuple[Attachment, ...]
    submission: int = 0
    """Its number in the workspace; 0 at a desk."""


def read_file(path: Path) -> GivenFile:
    """Read a file that is to be attached; needs no workspace. Raises EntryError for what cannot be
    attached, WorkspaceError for what cannot be read."""
    data = files.read_at_most(path, MAX_FILE_BYTES + 1)
    source = files.printable(str(path))
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    kind = kind_of(data, name)
    _require_harmless(data, name, kind)
    return GivenFile(kept_name(name, kind), data, source)


def read_files(paths: Iterable[Path]) -> tuple[list[GivenFile], list[str]]:
    """Read several files; those that can be attached, and a sentence for each other."""
    given, refused = [], []
    for path in paths:
        try:
            given.append(read_file(path))
        except FuerError as error:
            refused.append(str(error))
    return given, refused


def attach_files(
    workspace: Workspace, task: LoadedTask, form: str, given: Iterable[GivenFile]
) -> list[str]:
    """Attach several files, each a step of its own; a sentence for each."""
    said = []
    for file in given:
        try:
            made = attach(workspace, task, form, file)
            words = {"name": made.name, "form": made.form, "size": made.shown_size}
            said.append(texts.ATTACHED.format(**words))
        except FuerError as error:
            said.append(str(error))
    return said


def attach(workspace: Workspace, task: LoadedTask, form: str, given: GivenFile) -> Attachment:
    """Attach a file to one of the unit's forms; on disk when this returns, and nothing changed
    where it is refused. Raises EntryError for a form that the unit does not file, for a file that
    is there already, and where there is no room; WorkspaceError where it cannot be kept."""
    workspace.require(Role.DESK)
    workspace.require_original()
    known = [own.code for own in task.own_forms]
    if form not in known:
        raise EntryError(texts.FORM_UNKNOWN.format(form=form, known="、".join(known)))
    there = workspace.attachments.of_unit(task.record.unit, task.record.period)
    digest = hashlib.sha256(given.content).hexdigest()
    for other in there:
        if (other.form, other.digest) == (form, digest):
            words = texts.ALREADY_THERE.format(file=given.name, name=other.name)
            raise EntryError(words)
    require_room(there, given.name, len(given.content))
    place = FormPlace(task.record.unit, form, task.record.period)
    with workspace.commit(How.ATTACHED, given.source):
        return workspace.attachments.add(place, given.name, given.content)


def detach(workspace: Workspace, task: LoadedTask, attachment: Attachment) -> None:
    """Take a file away again; what was handed in keeps it. Raises WorkspaceError."""
    workspace.require(Role.DESK)
    workspace.require_original()
    there = workspace.attachments.of_unit(task.record.unit, task.record.period)
    if attachment not in there:
        raise WorkspaceError(texts.NOT_THERE)
    place = FormPlace(task.record.unit, attachment.form, task.record.period)
    with workspace.commit(How.DETACHED):
        workspace.attachments.remove(place, attachment)


def files_of(workspace: Workspace, task: LoadedTask, unit: str) -> UnitFiles:
    """What a unit attached; nothing where an office has nothing of it."""
    if workspace.role is Role.DESK:
        own = workspace.attachments.of_unit(unit, task.record.period)
        order = [form.code for form in task.own_forms]
        own.sort(key=lambda found: order.index(found.form) if found.form in order else len(order))
        return UnitFiles(unit, task.record.period, 0, tuple(own))
    records = workspace.submissions.of_task(task.code, [unit]).get(unit, [])
    if not records:
        return UnitFiles(unit, task.record.period, 0, ())
    counted = counted_submissions(workspace, task.code, [unit])
    record = counted.get(unit, records[-1])
    _, payload = _opened(workspace, record.number)
    found = tuple(
        Attachment(said.form, said.sha256, said.name, said.size) for said in payload.attachments
    )
    return UnitFiles(unit, task.record.period, record.version.number, found, record.number)


def files_of_all(workspace: Workspace, task: LoadedTask) -> Iterator[UnitFiles]:
    """The files of every unit that has any, one after the other."""
    units = task.task.reporting_units if workspace.role is Role.OFFICE else (task.own_unit,)
    for unit in units:
        found = files_of(workspace, task, unit.code)
        if found.files:
            yield found


def save_all(workspace: Workspace, found: UnitFiles, folder: Path) -> list[Path]:
    """Write copies of a unit's files into a folder, under names made of codes; each is there whole
    or not at all. Raises WorkspaceError."""
    return [
        _write(folder / name_of(found, attachment), content)
        for attachment, content in zip(found.files, _contents(workspace, found), strict=True)
    ]


def save_one(workspace: Workspace, found: UnitFiles, attachment: Attachment, path: Path) -> Path:
    """Write a copy of one file of a unit. Raises WorkspaceError."""
    one = replace(found, files=(attachment,))
    [content] = _contents(workspace, one)
    return _write(path, content)


def name_of(found: UnitFiles, attachment: Attachment) -> str:
    """What a copy of a unit's file is called: its own name decides nothing."""
    number = found.files.index(attachment) + 1
    return saved_name(found.unit, found.period, attachment, number)


def own_files(workspace: Workspace, task: LoadedTask) -> Sequence[Attachment]:
    """A desk's files in the order in which they are listed and handed in."""
    return files_of(workspace, task, task.record.unit).files


def members_of(
    workspace: Workspace, said: Sequence[package_contents.SaidAttachment]
) -> dict[str, bytes]:
    """The members of a package in which a desk's files travel; raises WorkspaceError for a file
    whose content is gone."""
    names = {attachment.sha256: attachment.name for attachment in said}
    members = {}
    for member, digest in packages.members_of(said).items():
        content = workspace.attachments.content(digest)
        if content is None:
            raise WorkspaceError(texts.CONTENT_GONE.format(name=names[digest]))
        members[member] = content
    return members


def require_known(
    package: packages.Package, payload: package_contents.SubmissionPayload, forms: Collection[str]
) -> None:
    """Raise PackageError for a submission with a file of a form that it does not bring, one that
    it names twice, one that is not what its ending says, or more than a unit may attach."""
    seen: list[Attachment] = []
    for said in payload.attachments:
        made = Attachment(said.form, said.sha256, said.name, said.size)
        content = packages.attached_file(package, payload, said.sha256) or b""
        try:
            kind_of(content, said.name)
            require_room(seen, said.name, said.size)
        except EntryError as error:
            raise _foreign(package, said.name) from error
        if said.form not in forms or any(
            (other.form, other.digest) == (made.form, made.digest) for other in seen
        ):
            raise _foreign(package, said.name)
        seen.append(made)


def _foreign(package: packages.Package, name: str) -> PackageError:
    return PackageError(texts.FOREIGN.format(file=package.file, name=name))


def _contents(workspace: Workspace, found: UnitFiles) -> Iterator[bytes]:
    """The files' bytes; raises WorkspaceError for one that is gone, or that is not what it says
    and so must not leave the workspace under its ending."""
    package, payload = _opened(workspace, found.submission) if found.submission else (None, None)
    for attachment in found.files:
        if package is None or payload is None:
            content = workspace.attachments.content(attachment.digest)
        else:
            content = packages.attached_file(package, payload, attachment.digest)
        if content is None:
            raise WorkspaceError(texts.CONTENT_GONE.format(name=attachment.name))
        if hashlib.sha256(content).hexdigest() != attachment.digest:
            raise WorkspaceError(texts.CONTENT_FAULT.format(name=attachment.name))
        _require_harmless(content, attachment.name, kind_of(content, attachment.name))
        yield content


def _opened(
    workspace: Workspace, submission: int
) -> tuple[packages.Package, package_contents.SubmissionPayload]:
    package = kept_submission(workspace, submission)
    return package, packages.submission_of(package)


def _require_harmless(data: bytes, name: str, kind: FileKind) -> None:
    """An archive is only taken for a workbook after the scan that no library has to survive."""
    if kind is FileKind.XLSX:
        from fuer_desktop.formats.workbook_guard import Area, examine

        try:
            examine(data, Area(_ANY_ROWS, _ANY_COLUMNS))
        except WorkbookError as error:
            words = texts.UNSAFE_WORKBOOK.format(file=name, problem=error)
            raise EntryError(words) from error


def _write(path: Path, content: bytes) -> Path:
    files.write_whole(path, content)
    return path
