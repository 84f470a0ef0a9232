"""Backups of a workspace: made while it is open, verified, thinned out, rehearsed.

Each is a whole workspace file in a folder of the person's own, and in a second place if one was
named. A signed list says what they are; what stands in the folder but not in the list is not used.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from fuer_desktop.domain import retention
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.formats import backup_list, files
from fuer_desktop.formats.backup_list import Backup, BackupList, Rehearsal
from fuer_desktop.services import paths
from fuer_desktop.store import database
from fuer_desktop.store.journal import last_position
from fuer_desktop.store.soundness import faults_of, page_faults
from fuer_desktop.store.tables import counts
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import backups as texts

EVERY = timedelta(minutes=30)
REHEARSE_EVERY = timedelta(days=30)


class Reason(StrEnum):
    """Why a backup was made."""

    START = "start"
    WORK = "work"
    BY_HAND = "by_hand"
    IMPORT = "import"
    TAKING_IN = "taking_in"
    SUBMITTED = "submitted"
    CATCH_UP = "catch_up"
    RESTORE = "restore"

    @property
    def label(self) -> str:
        """The word for people."""
        return texts.REASONS[self.value]


def folder_of(workspace: Workspace) -> Path:
    """Where a workspace's backups are."""
    return paths.backup_folder(workspace.identity, workspace.path)


def listed(workspace: Workspace) -> BackupList:
    """The workspace's backups, the newest last."""
    return backup_list.read(folder_of(workspace), *workspace.reading_keys)


def back_up(workspace: Workspace, reason: Reason) -> Backup:
    """Make a backup now, unless the last one holds the same; returns the one that does.

    Raises WorkspaceError where it could not be made or is not the same as the file.
    """
    workspace.require_original()
    folder, known = folder_of(workspace), listed(workspace)
    forever = reason is Reason.SUBMITTED
    last = known.backups[-1] if known.backups else None
    if last and last.head == workspace.journal.head and _is_as_listed(folder, last):
        if forever and not last.forever:
            marked = replace(last, forever=True)
            _keep(workspace, replace(known, backups=(*known.backups[:-1], marked)))
        _copy_to_second(folder, last, known.second_place)
        return last
    with database.known_faults(folder):
        made = _make(workspace, folder, reason)
    others = (backup for backup in known.backups if backup.name != made.name)
    _keep(workspace, _thinned(folder, replace(known, backups=(*others, made))))
    _copy_to_second(folder, made, known.second_place)
    return made


def back_up_if_due(workspace: Workspace, reason: Reason) -> Backup | None:
    """Make the backup that is due; None where none was due."""
    known = listed(workspace)
    if known.backups and abs(_now() - known.backups[-1].time) < EVERY:
        return None
    return back_up(workspace, reason)


def rehearse_if_due(workspace: Workspace) -> Rehearsal | None:
    """Rehearse once a month, while the program runs: opening must not wait for it."""
    known = listed(workspace)
    if known.rehearsal and abs(_now() - known.rehearsal.time) < REHEARSE_EVERY:
        return None
    return rehearse(workspace)


def forget(path: Path) -> None:
    """Take away everything that is kept of a workspace that was only for practice."""
    for kind in paths.KEPT:
        for kept in paths.kept_for(path, kind):
            shutil.rmtree(kept, ignore_errors=True)


def rehearse(workspace: Workspace) -> Rehearsal:
    """Restore the newest backup in a temporary folder and look at every page of it; the result is
    remembered and said in one line."""
    workspace.require_original()
    known = listed(workspace)
    found = texts.NOTHING_TO_REHEARSE if not known.backups else ""
    if known.backups:
        newest = known.backups[-1]
        found = "；".join(faults_in(folder_of(workspace) / newest.name, newest))
    done = Rehearsal(_now().isoformat(timespec="seconds"), found)
    _keep(workspace, replace(listed(workspace), rehearsal=done))
    return done


def faults_in(path: Path, backup: Backup) -> list[str]:
    """What is wrong with a backup, in words; nothing where it can be restored."""
    try:
        if files.digest_of(path) != backup.sha256:
            return [texts.OTHER_CONTENT.format(name=path.name)]
        with Workspace.look(path) as copied:
            found = faults_of(copied.connection)
            if copied.journal.head != backup.head:
                found.append(texts.OTHER_HEAD.format(name=path.name))
            return found
    except OSError as error:
        return [texts.UNREADABLE.format(name=path.name, reason=reason_of(error))]
    except WorkspaceError as error:
        return [str(error)]


def set_second_place(workspace: Workspace, folder: Path | None) -> None:
    """Keep every backup in a second place too, from the newest on; None for nowhere. Asked once.

    Raises WorkspaceError where the place cannot be written.
    """
    workspace.require_original()
    known = listed(workspace)
    place = "" if folder is None else str(folder)
    if folder is not None and known.backups:
        newest = known.backups[-1].name
        files.copy_whole(folder_of(workspace) / newest, folder / newest)
    _keep(workspace, replace(known, second_place=place, second_asked=True))


def line_of(backup: Backup) -> str:
    """One backup in words."""
    return texts.LISTED.format(
        at=backup.time.strftime(texts.WHEN),
        reason=Reason(backup.reason).label,
        number=backup.number,
        size=backup.size // 1024,
        name=backup.name,
    )


def status_line(known: BackupList) -> str:
    """Whether a backup could be restored, in one line."""
    if known.rehearsal is None:
        return texts.NOT_REHEARSED
    when = known.rehearsal.time.strftime(texts.DAY)
    template = texts.REHEARSED_BAD if known.rehearsal.fault else texts.REHEARSED
    return template.format(day=when, fault=known.rehearsal.fault)


def _make(workspace: Workspace, folder: Path, reason: Reason) -> Backup:
    now = _now()
    position = workspace.journal.position
    name = f"backup-{position.number:08}-{now:%Y%m%d-%H%M%S}-{position.head[:8]}.fuerdb"
    path = folder / name
    temporary = files.temporary_of(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        workspace.copy_into(temporary)
        with closing(database.open_aside(temporary)) as copied:
            wrong = page_faults(copied, thorough=True) or (
                counts(copied) != counts(workspace.connection) or last_position(copied) != position
            )
        if wrong:
            raise WorkspaceError(texts.NOT_THE_SAME.format(path=path))
        digest = files.digest_of(temporary)
        files.put_in_place(temporary, path, digest)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    return Backup(
        name=path.name,
        at=now.isoformat(timespec="seconds"),
        reason=reason.value,
        number=position.number,
        head=position.head,
        sha256=digest,
        size=path.stat().st_size,
        forever=reason is Reason.SUBMITTED,
    )


def _is_as_listed(folder: Path, backup: Backup) -> bool:
    try:
        return files.digest_of(folder / backup.name) == backup.sha256
    except OSError:
        return False


def _thinned(folder: Path, known: BackupList) -> BackupList:
    """Take away the files of backups that are no longer kept."""
    dated = [
        # By the order in which they were made: the journal goes back at a restore.
        retention.Dated(backup.name, place, backup.time, backup.forever)
        for place, backup in enumerate(known.backups)
    ]
    keep = retention.kept(dated, _now())
    folders = [folder, Path(known.second_place)] if known.second_place else [folder]
    for backup in known.backups:
        for place in folders if backup.name not in keep else ():
            with suppress(OSError):
                (place / backup.name).unlink(missing_ok=True)
    return replace(known, backups=tuple(b for b in known.backups if b.name in keep))


def _copy_to_second(folder: Path, backup: Backup, second_place: str) -> None:
    """The second place may be a stick that is not plugged in today: then the first one is enough,
    and the page says when the second was last written."""
    copy = Path(second_place) / backup.name
    if second_place and Path(second_place).is_dir() and not copy.exists():
        with suppress(WorkspaceError):
            files.copy_whole(folder / backup.name, copy)


def in_second_place(known: BackupList) -> Sequence[Backup]:
    """The backups that are in the second place now."""
    place = Path(known.second_place)
    return [b for b in known.backups if known.second_place and (place / b.name).is_file()]


def _keep(workspace: Workspace, known: BackupList) -> None:
    backup_list.write(folder_of(workspace), known, workspace.private_key)


def _now() -> datetime:
    return datetime.now().astimezone()
