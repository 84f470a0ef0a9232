"""Handing a whole workspace to the next PC or the next person: a sealed file, and a mark here.

The file is whole on its target and read back before the mark is set: a crash in between leaves
either no mark, or both. From the mark on this workspace is only read, until it is taken back. The
card for the next clerk is ``handing_over``; the other side is ``taking_up``.
"""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain.errors import EntryError, WorkspaceError
from fuer_desktop.domain.handed_over import HandedOver
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import require_keepable
from fuer_desktop.formats import container, files, packages, sealing, signing
from fuer_desktop.formats.package_contents import HandoverPayload, Manifest
from fuer_desktop.services import paths
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.manifests import manifest_of, own_refs
from fuer_desktop.store.recording import Position
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import handing_on as texts

CODE_DIGITS = 12
"""Some 40 bits behind a second of work for each guess; short enough for the telephone."""

LEAST_REASON = 4
"""Characters."""

_MOST_CHARACTERS = 200
"""What a package takes for a line is twice as long."""

_MOST_BYTES = container.MAX_BYTES - (1 << 20)
"""Sealing and the archive need some room of their own."""


@dataclass(frozen=True, slots=True)
class DrawnUp:
    """A workspace's content as it is handed over, before it is sealed; ``position`` is where its
    journal stood."""

    manifest: Manifest
    mark: HandedOver
    content: bytes
    private_key: str
    position: Position


def new_code() -> str:
    """A fresh code of digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def in_groups(code: str) -> str:
    """A code as it is read out: groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """A code as somebody typed it: in groups, with any dashes, in full-width digits. Raises
    EntryError where it cannot be one."""
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    others = {sign for sign in typed if not sign.isdecimal()} - set(" -—–－\u3000\t")
    if others or len(digits) != CODE_DIGITS:
        raise EntryError(texts.CODE_WRONG.format(digits=CODE_DIGITS))
    return digits


def hand_over(workspace: Workspace, to: str, reason: str, folder: Path) -> tuple[Path, str]:
    """Write the handover into ``folder`` and mark the workspace; returns the file and its code.

    Raises EntryError or WorkspaceError, and then nothing is marked.
    """
    drawn = draw_up(workspace, to, reason)
    code = new_code()
    path = write(drawn, code, folder)
    mark(workspace, drawn, path)
    return path, code


def draw_up(workspace: Workspace, to: str, reason: str) -> DrawnUp:
    """The closed-up content of the workspace, and what is said beside it; raises EntryError or
    WorkspaceError. One that is marked may be handed over again: a file can get lost."""
    workspace.require_original()
    workspace.require_units_own()
    require_said(to, reason)
    by, at = workspace.journal.signature
    said = HandedOver(at=at, by=by, to=to.strip(), reason=reason.strip())
    if workspace.practice_book:
        raise WorkspaceError(texts.IS_PRACTICE)
    manifest = _manifest(workspace)
    with tempfile.TemporaryDirectory(prefix="fuer-") as place:
        copied = Path(place) / "workspace.fuerdb"
        workspace.copy_into(copied)
        size = copied.stat().st_size
        if size > _MOST_BYTES:
            words = {"size": size >> 20, "limit": _MOST_BYTES >> 20, "name": workspace.path.name}
            raise WorkspaceError(texts.TOO_LARGE.format(**words))
        content = copied.read_bytes()
    return DrawnUp(manifest, said, content, workspace.private_key, workspace.journal.position)


def write(drawn: DrawnUp, code: str, folder: Path) -> Path:
    """Seal, sign and write, and read the file back: takes a second and needs no workspace. Returns
    the file; raises WorkspaceError."""
    sealed = sealing.seal_with_code(drawn.content, code)
    said = drawn.mark
    payload = HandoverPayload(
        at=said.at,
        by=said.by,
        to=said.to,
        reason=said.reason,
        size=len(sealed),
        sha256=signing.fingerprint(sealed),
    )
    written = packages.make_handover(drawn.manifest, payload, drawn.private_key, sealed)
    words = {"unit": drawn.manifest.unit, "day": said.day.replace("-", "")}
    path = paths.free(folder / (texts.FILE_NAME.format(**words) + paths.PACKAGE_ENDING))
    files.write_whole(path, written.data)
    return path


def mark(workspace: Workspace, drawn: DrawnUp, path: Path) -> None:
    """Mark the workspace, whose content stands in the file; raises WorkspaceError where something
    was written to it since."""
    if workspace.journal.position != drawn.position:
        raise WorkspaceError(texts.CHANGED_SINCE.format(path=path))
    _note(workspace, How.HANDED_OVER, str(path), drawn.mark)


def take_back(workspace: Workspace, reason: str) -> None:
    """Go on here after all, for a reason; raises EntryError or WorkspaceError."""
    _require_reason(reason)
    if workspace.handed_over is None:
        raise WorkspaceError(texts.ALREADY_BACK)
    with workspace.commit(How.RECLAIMED):
        workspace.set_handed_over(None)
        workspace.journal.note(about=reason.strip())


def require_said(to: str, reason: str) -> None:
    """Raise EntryError unless somebody said to whom a workspace goes, and why."""
    if not to.strip():
        raise EntryError(texts.TO_MISSING)
    require_keepable(to)
    if max(len(to), len(reason)) > _MOST_CHARACTERS:
        raise EntryError(texts.TOO_LONG.format(most=_MOST_CHARACTERS))
    _require_reason(reason)


def _require_reason(typed: str) -> None:
    require_keepable(typed)
    if len(typed.strip()) < LEAST_REASON:
        raise EntryError(texts.REASON_SHORT.format(least=LEAST_REASON))


def _note(workspace: Workspace, how: How, source: str, said: HandedOver) -> None:
    with workspace.commit(how, source):
        workspace.set_handed_over(said)
        workspace.journal.note(about=texts.HEAD_PARTS.format(to=said.to, reason=said.reason))


def _manifest(workspace: Workspace) -> Manifest:
    """That of a desk names its unit, that of an office its place."""
    if not workspace.tasks.all():
        raise WorkspaceError(texts.NOTHING_YET)
    task = load_task(workspace)
    if workspace.role is Role.OFFICE:
        return manifest_of(workspace, "handover", task.task, task.task.place.code)
    return manifest_of(workspace, "handover", task.task, task.record.unit, own_refs(task))
