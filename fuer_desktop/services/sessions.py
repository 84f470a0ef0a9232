"""Starting work on a workspace: is the place fit for it, is the file whole, is the witness level.

Every program opens and makes workspaces here, window and command line alike.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.services import backing_up, faults, paths, witnessing
from fuer_desktop.services.store_thread import Answered, StoreThread
from fuer_desktop.store.database import ENGINE
from fuer_desktop.store.journal import last_time
from fuer_desktop.store.media import Medium, medium_of
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import paper_desk as paper_texts
from fuer_desktop.texts import practice_book as practice_texts
from fuer_desktop.texts import workspace as texts

LITTLE_ROOM = 200 << 20
"""Bytes left on a disk below which a person is told (reliability.md F3)."""

THOROUGH_EVERY_S = 7 * 24 * 3600
"""After a clean end, file and witness are compared line by line once a week (4.7)."""

CLOCK_TOLERANCE = timedelta(minutes=5)


def start(path: Path, opened: Answered) -> StoreThread:
    """Open a workspace in a store thread of its own; ``opened`` hears whether it could be."""
    return StoreThread(lambda: open_workspace(path), opened)


def start_copy(path: Path, opened: Answered) -> StoreThread:
    """Look at a copy of a workspace in a store thread of its own; nothing can be changed in it."""
    return StoreThread(lambda: Workspace.look(path), opened)


def open_workspace(path: Path, who: str = "") -> Workspace:
    """Open a workspace for work, with its witness and the backup that is due.

    What is odd about its place, or was mended, stands in ``notices``; raises WorkspaceError where
    it cannot be worked on, and then nothing was changed.
    """
    refuse_lost(path)
    workspace = Workspace.open(path, who)
    try:
        workspace.notices.extend(_try_folder(path.parent))
        faults.log_note(f"SQLite {ENGINE}, {path.name}, unclean={workspace.was_unclean}")
        workspace.notices.extend(_oddities(workspace))
        _attach(workspace)
        _back_up(workspace)
    except BaseException:
        workspace.close(ended_well=False)
        raise
    return workspace


def refuse_lost(path: Path) -> None:
    """Raise WorkspaceError where a workspace was and its witness still is: it can be rebuilt, and
    a new one must not take its place in silence."""
    if not path.exists() and witnessing.newest(paths.kept_for(path, "witness")):
        raise WorkspaceError(texts.NOTHING_HERE.format(path=path))


def create_workspace(path: Path, role: Role, private_key: str, who: str = "") -> Workspace:
    """Make a workspace and open it for work; refuses a path that exists and a place unfit."""
    workspace = Workspace.create(path, role, private_key, who)
    try:
        _attach(workspace)
    except BaseException:
        workspace.close()
        undo_creation(path)
        raise
    return workspace


def undo_creation(path: Path) -> None:
    """Take a workspace away that was just made and that nobody has typed anything into, with its
    witness: it is nothing that could be rebuilt."""
    path.unlink(missing_ok=True)
    for kept in paths.kept_for(path, "witness"):
        shutil.rmtree(kept, ignore_errors=True)


def desk_path(package: Path, folder: Path) -> Path:
    """Where a task package's workspace is, or will be: one for each unit in the person's folder.

    Raises PackageError or WorkspaceError if the file is no task package.
    """
    from fuer_desktop.formats import files, packages

    read = packages.read(files.read_package_bytes(package), package.name, wanted="task")
    return folder / f"{read.manifest.unit}{paths.WORKSPACE_ENDING}"


def own_folder(documents: Path, name: str) -> Path:
    """Where workspaces go that nobody placed elsewhere: the person's documents, or, where those
    are copied to a cloud, a folder of their home that is not."""
    folder = documents / name
    return Path.home() / name if medium_of(folder / "_") is Medium.SYNCED else folder


def _attach(workspace: Workspace) -> None:
    """Bring file and witness level. A machine without room for a witness still opens the file,
    and says so."""
    folder = paths.witness_folder(workspace.identity, workspace.path)
    _follow_moved(folder, workspace)
    compared = folder / "compared"
    thorough = workspace.was_unclean or _age_s(compared) > THOROUGH_EVERY_S
    standing = _standing(workspace, folder, thorough=thorough)
    try:
        kept = _keep_before(workspace) if standing.missing_many else ""
        witnessing.attach(workspace, folder, standing)
    except WorkspaceError as error:
        if standing.missing:  # called saved, and not in the file: nobody may write over that
            count = len(standing.missing)
            raise WorkspaceError(texts.NOT_CAUGHT_UP.format(count=count, reason=error)) from error
        workspace.notices.append(texts.WITNESS_OFF.format(reason=error))
        return
    if kept:
        count = len(standing.missing)
        workspace.notices.append(texts.CAUGHT_UP.format(count=count, kept=kept))
    if thorough:
        with suppress(OSError):
            compared.touch()


def _standing(workspace: Workspace, folder: Path, *, thorough: bool) -> witnessing.Standing:
    """How the witness stands; one that is damaged, or knows other changes than the file, is told
    and kept, and another is begun."""
    try:
        standing = witnessing.look(workspace, folder, thorough=thorough)
    except WorkspaceError as error:
        workspace.notices.append(str(error))
        return witnessing.Standing()
    if standing.parted is not None:
        workspace.notices.append(texts.WITNESS_PARTED.format(path=standing.parted))
    return standing


def _follow_moved(folder: Path, workspace: Workspace) -> None:
    """A workspace that was renamed or moved takes what is kept of it along; a copy, whose original
    is still there, does not."""
    if folder.exists():
        return
    for former in sorted(folder.parent.glob(f"{workspace.identity}-*")):
        begun = witnessing.newest([former])
        if begun is not None and not _is_there(witnessing.original_of(begun)):
            with suppress(OSError):
                backups = paths.backup_folder(workspace.identity, workspace.path)
                backups.with_name(former.name).rename(backups)
            with suppress(OSError):
                former.rename(folder)
            return


def _back_up(workspace: Workspace) -> None:
    """A backup that could not be made is no reason not to work, and is told."""
    try:
        backing_up.back_up_if_due(workspace, backing_up.Reason.START)
    except WorkspaceError as error:
        workspace.notices.append(str(error))


def _keep_before(workspace: Workspace) -> str:
    backup = backing_up.back_up(workspace, backing_up.Reason.CATCH_UP)
    return str(backing_up.folder_of(workspace) / backup.name)


def _oddities(workspace: Workspace) -> Iterator[str]:
    """What a person should know about the workspace, its place and the clock, a sentence each."""
    if workspace.practice_book:
        yield practice_texts.OPENED
    if workspace.handed_over:
        yield workspace.locked
    if workspace.paper_desk:
        yield paper_texts.OPENED
    folder = workspace.path.parent
    medium = medium_of(workspace.path)
    if medium is Medium.SYNCED:
        yield texts.SYNCED.format(folder=folder)
    if medium is Medium.REMOVABLE:
        yield texts.REMOVABLE
    free = _free(folder)
    if free < LITTLE_ROOM:
        yield texts.LITTLE_ROOM.format(folder=folder, room=free >> 20)
    last = last_time(workspace.connection)
    if last and datetime.fromisoformat(last) - CLOCK_TOLERANCE > datetime.now().astimezone():
        yield texts.CLOCK_BACK.format(at=last[:16].replace("T", " "))


def _try_folder(folder: Path) -> Iterator[str]:
    """Write, flush, read back, replace, delete: what every save will need of the folder. A full
    disk is told; anything else is refused with a WorkspaceError."""
    first, second = folder / f".fuer-{os.getpid()}-1", folder / f".fuer-{os.getpid()}-2"
    said = b"fuer"
    try:
        with first.open("wb") as file:
            file.write(said)
            file.flush()
            os.fsync(file.fileno())
        second.write_bytes(b"")
        first.replace(second)
        read = second.read_bytes()
        second.unlink()
    except OSError as error:
        for left in (first, second):
            with suppress(OSError):
                left.unlink(missing_ok=True)
        if error.errno != errno.ENOSPC:
            raise WorkspaceError(
                texts.FOLDER_FAILED.format(folder=folder, reason=reason_of(error))
            ) from error
        yield texts.LITTLE_ROOM.format(folder=folder, room=0)
        return
    if read != said:
        raise WorkspaceError(texts.FOLDER_FAILED.format(folder=folder, reason=texts.READ_DIFFERS))


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return LITTLE_ROOM  # a place that does not say is not warned about


def _is_there(path: Path) -> bool:
    """Whether a file is there; one that may not be looked at is."""
    try:
        return path.exists()
    except OSError:
        return True


def _age_s(path: Path) -> float:
    try:
        return abs(time.time() - path.stat().st_mtime)  # a clock may have been years ahead
    except OSError:
        return float("inf")
