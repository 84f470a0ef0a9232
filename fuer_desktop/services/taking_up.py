"""Taking a workspace up that was handed over: its file and its code make a new workspace file.

Never over one that is there. The journal goes on where it stood, the file is another one: it has
an identity, a witness and backups of its own, and the mark is gone.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain.errors import FuerError, PackageError, WorkspaceError
from fuer_desktop.domain.steps import AFTER_HANDING_OVER, How
from fuer_desktop.formats import files, packages, sealing, signing
from fuer_desktop.formats.package_contents import HandoverPayload, Manifest
from fuer_desktop.services import paths, sessions
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.handing_on import read_code
from fuer_desktop.services.restoring import shared_rows
from fuer_desktop.store.soundness import page_faults
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import handing_on as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.texts import workspace as workspace_texts


class WrongCodeError(FuerError):
    """What was typed is not the code of this file."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A verified handover whose workspace is still sealed."""

    file: str
    manifest: Manifest
    said: HandoverPayload
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Kin:
    """A workspace of the same unit that is on this PC already; ``ahead`` counts the changes that
    the one that was handed over does not have."""

    path: Path
    ahead: int

    @property
    def sentence(self) -> str:
        """How the two stand to one another, and what to do."""
        template = texts.KIN_AHEAD if self.ahead else texts.KIN_WITHIN
        return template.format(name=self.path.name, count=self.ahead)


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A workspace that was made from a handover."""

    path: Path
    sentence: str


def read(path: Path) -> Offer:
    """What a handover says, without its code; raises PackageError or WorkspaceError."""
    data = files.read_package_bytes(path)
    package = packages.read(data, files.printable(path.name), "handover")
    said, sealed = packages.handover_of(package)
    return Offer(package.file, package.manifest, said, sealed)


def opened(offer: Offer, typed: str) -> bytes:
    """The workspace's content; takes about a second. Raises EntryError for what can be no code,
    and WrongCodeError."""
    try:
        return sealing.opened_with_code(offer.sealed, read_code(typed))
    except sealing.CannotOpenError as error:
        raise WrongCodeError(texts.NOT_OPENED.format(file=offer.file)) from error


def usual_path(offer: Offer, folder: Path) -> Path:
    """Where the workspace would go that nobody placed elsewhere; nothing is there."""
    usual = folder / f"{offer.manifest.unit}{paths.WORKSPACE_ENDING}"
    if not usual.exists() and not paths.kept_for(usual, "witness"):
        return usual
    words = {"unit": offer.manifest.unit, "day": offer.said.at[:10].replace("-", "")}
    return paths.free(folder / (texts.TAKEN_NAME.format(**words) + paths.WORKSPACE_ENDING))


def kin_of(content: bytes, candidates: Iterable[Path]) -> list[Kin]:
    """The workspaces of the same unit among those that are on this PC and that nobody has open."""
    found = []
    with tempfile.TemporaryDirectory(prefix="fuer-") as place:
        coming = Path(place) / "coming.fuerdb"
        coming.write_bytes(content)
        with Workspace.look(coming) as handed:
            for path in dict.fromkeys(path.resolve() for path in candidates):
                with suppress(WorkspaceError, OSError), Workspace.look(path) as present:
                    if _whose(present) == _whose(handed):
                        found.append(Kin(path, _ahead(present, handed)))
    return found


def on_this_pc(folder: Path, known: Iterable[Path]) -> list[Path]:
    """The workspaces in a folder, and those that were open before."""
    beside = sorted(folder.glob("*" + paths.WORKSPACE_ENDING))
    return [*beside, *(path for path in known if path.is_file())]


def take_up(offer: Offer, content: bytes, path: Path) -> TakenUp:
    """Make the workspace at ``path``, where nothing may be; raises WorkspaceError or PackageError,
    and then nothing is there."""
    if path.exists():
        raise WorkspaceError(workspace_texts.ALREADY_THERE.format(path=path))
    sessions.refuse_lost(path)
    coming = path.with_name(path.name + ".taking-up")
    _clear(coming)  # what a crash left
    try:
        files.write_whole(coming, content)
        unit = _make_own(coming, offer)
        files.put_in_place(coming, path, files.digest_of(coming))
    finally:
        with suppress(OSError):
            _clear(coming)
    sessions.open_workspace(path).close()  # its witness and its first backup begin
    words = {"unit": unit, "by": offer.said.by, "at": offer.said.at[:10], "path": path}
    return TakenUp(path, texts.TAKEN_UP.format(**words))


def _clear(coming: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        coming.with_name(coming.name + ending).unlink(missing_ok=True)


def _make_own(coming: Path, offer: Offer) -> str:
    """Make the copied file another workspace than the one it was copied from; returns whose it is,
    in words. Raises PackageError where it is not what the package says."""
    with Workspace.open(coming) as workspace:
        faults = page_faults(workspace.connection, thorough=True)
        if faults or signing.public_key_of(workspace.private_key) != offer.manifest.sender:
            raise PackageError(texts.NOT_INSIDE.format(file=offer.file))
        task = load_task(workspace)
        is_office = workspace.role is Role.OFFICE
        whose = task.task.place.code if is_office else task.record.unit
        if whose != offer.manifest.unit:
            raise PackageError(texts.NOT_INSIDE.format(file=offer.file))
        with workspace.commit(How.TAKEN_UP, offer.file):
            workspace.set_identity(secrets.token_hex(8))
            workspace.set_handed_over(None)
            said = offer.said
            workspace.journal.note(about=texts.HEAD_PARTS.format(to=said.to, reason=said.reason))
        return ui_texts.OFFICE if is_office else task.own_unit.name


def _whose(workspace: Workspace) -> tuple[Role, frozenset[str]]:
    """Role and units, of an office its tasks."""
    tasks = workspace.tasks.all()
    return workspace.role, frozenset(task.unit or task.code.rpartition("-")[0] for task in tasks)


def _ahead(present: Workspace, handed: Workspace) -> int:
    shared = shared_rows(present, handed)
    return sum(
        row.number > shared and row.how not in AFTER_HANDING_OVER for row in present.journal.rows()
    )
