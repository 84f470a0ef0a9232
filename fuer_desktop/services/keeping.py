"""What the page 保管 shows and does, and what is done about a workspace that does not open."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from fuer_desktop.domain.errors import NewerWorkspaceError, WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.formats import witness
from fuer_desktop.services import backing_up, examining, paths, restoring
from fuer_desktop.services.intake_log import unit_names
from fuer_desktop.services.restoring import Comparison, Kept, Source, Sources
from fuer_desktop.services.sessions import LITTLE_ROOM
from fuer_desktop.store.holding import Hold
from fuer_desktop.store.journal import JournalRow
from fuer_desktop.store.media import Medium, medium_of
from fuer_desktop.store.soundness import page_faults
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import keeping as texts
from fuer_desktop.texts import workspace as workspace_texts

MOST_CHANGES = 200
"""Cells that are listed before a restore; beyond them only how many more there are."""

_DIGEST_CHARS, _SHOWN_DIGEST = 64, 8


# --- what the page shows --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BackupLine:
    """A backup as the page shows it, and what restoring it needs."""

    kept: Kept
    at: datetime
    reason: str
    changes: int
    size: str
    in_second: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that left the workspace or came into it; ``place`` says from or to where."""

    at: datetime
    who: str
    machine: str
    what: str
    about: str
    place: str


@dataclass(frozen=True, slots=True)
class KeepingView:
    """Where everything is, the backups and the events, each the newest first.

    ``witness`` is None where there is none now; ``second_place`` is empty where none was named,
    and ``invites`` says that nobody was asked for one yet. ``is_restorable`` is None where that was
    never tried; ``locked`` says why nothing can be done.
    """

    path: Path
    witness: Path | None
    folder: Path
    second_place: str
    is_second_there: bool
    invites: bool
    locked: str
    status: str
    is_restorable: bool | None
    backups: tuple[BackupLine, ...]
    events: tuple[Event, ...]


def read_view(workspace: Workspace) -> KeepingView:
    """Read everything that the page shows."""
    known = backing_up.listed(workspace)
    folder = backing_up.folder_of(workspace)
    in_second = {backup.name for backup in backing_up.in_second_place(known)}
    generations = witness.generations(paths.witness_folder(workspace.identity, workspace.path))
    names = unit_names(workspace)
    return KeepingView(
        path=workspace.path,
        witness=generations[-1] if generations else None,
        folder=folder,
        second_place=known.second_place,
        is_second_there=bool(known.second_place) and Path(known.second_place).is_dir(),
        invites=not known.second_asked and not workspace.is_copy,
        locked=workspace_texts.IS_COPY.format(path=workspace.path) if workspace.is_copy else "",
        status=backing_up.status_line(known),
        is_restorable=None if known.rehearsal is None else not known.rehearsal.fault,
        backups=tuple(
            _backup_line(Kept(folder / backup.name, backup), backup.name in in_second)
            for backup in reversed(known.backups)
        ),
        events=tuple(_event(row, names) for row in workspace.journal.events()),
    )


def _backup_line(kept: Kept, in_second: bool) -> BackupLine:
    backup = kept.backup
    reason = backing_up.Reason(backup.reason).label
    return BackupLine(
        kept=kept,
        at=backup.time,
        reason=texts.FOREVER.format(reason=reason) if backup.forever else reason,
        changes=backup.number,
        size=_size(backup.size),
        in_second=in_second,
    )


def _size(count: int) -> str:
    if count < 1 << 20:
        return texts.KILOBYTES.format(size=-(-count // 1024))
    return texts.MEGABYTES.format(size=count / (1 << 20))


def _event(row: JournalRow, names: Mapping[str, str]) -> Event:
    unit = names.get(row.unit, row.unit)
    about = [part for part in (unit, *map(_in_words, row.new.split())) if part]
    if row.how == How.TAKEN_IN and not about:
        about = [texts.NOTHING_NEW]
    return Event(
        at=datetime.fromisoformat(row.at),
        who=row.who,
        machine=row.machine,
        what=How(row.how).label,
        about=" ".join(about),
        place=row.source,
    )


def _in_words(word: str) -> str:
    """A version as people call it, a digest as file names have it; any other word as it is."""
    if word[:1] == "v" and word[1:].isdecimal():
        return texts.VERSION.format(number=word[1:])
    return word[:_SHOWN_DIGEST] if len(word) == _DIGEST_CHARS else word


# --- what the page does ---------------------------------------------------------------------


def back_up_now(workspace: Workspace) -> str:
    """Make a backup, and say so in one sentence."""
    known = backing_up.listed(workspace).backups
    made = backing_up.back_up(workspace, backing_up.Reason.BY_HAND)
    if made in known:
        return texts.BACKED_UP_ALREADY.format(at=made.time.strftime(texts.WHEN))
    return texts.BACKED_UP.format(name=made.name, size=_size(made.size))


def rehearse(workspace: Workspace) -> str:
    """Try a restore, and say in one line how it went."""
    backing_up.rehearse(workspace)
    return backing_up.status_line(backing_up.listed(workspace))


def set_second(workspace: Workspace, folder: Path | None) -> str:
    """Name the second place, or none for good; returns what is said.

    Raises WorkspaceError where the place cannot be written or is the first one.
    """
    if folder is None:
        backing_up.set_second_place(workspace, None)
        return texts.SECOND_LEFT
    if folder.resolve() == backing_up.folder_of(workspace).resolve():
        raise WorkspaceError(texts.SECOND_IS_FIRST.format(place=folder))
    has_any = bool(backing_up.listed(workspace).backups)
    backing_up.set_second_place(workspace, folder)
    said = (texts.SECOND_SET if has_any else texts.SECOND_SET_EMPTY).format(place=folder)
    return f"{said}\n{texts.SECOND_SAME_DISK}" if _on_one_disk(workspace.path, folder) else said


def examine(workspace: Workspace) -> str:
    """Look at everything in the open workspace; one sentence, or one a fault."""
    return "\n".join(examining.examine(workspace, deep=True).sentences)


def _on_one_disk(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False


# --- while a workspace is open --------------------------------------------------------------


class Chore(Enum):
    """What is tended to every minute; each can go wrong by itself."""

    LOG = "log"
    BACKUP = "backup"
    REHEARSAL = "rehearsal"
    ROOM = "room"


def tend(workspace: Workspace) -> dict[Chore, str]:
    """What has to be done now and then while nobody waits; a sentence for each that went wrong."""
    if workspace.is_copy:
        return {}
    wrong: dict[Chore, str] = {}
    for chore, do in _CHORES:
        try:
            do(workspace)
        except WorkspaceError as error:
            wrong[chore] = str(error)
    room = _little_room(workspace)
    return wrong | ({Chore.ROOM: room} if room else {})


def _back_up_if_changed(workspace: Workspace) -> None:
    """Only a workspace that changed is looked at: a backup is read whole to know it."""
    known = backing_up.listed(workspace).backups
    if not known or known[-1].head != workspace.journal.head:
        backing_up.back_up_if_due(workspace, backing_up.Reason.WORK)


_CHORES: tuple[tuple[Chore, Callable[[Workspace], object]], ...] = (
    (Chore.LOG, Workspace.tidy),
    (Chore.BACKUP, _back_up_if_changed),
    (Chore.REHEARSAL, backing_up.rehearse_if_due),
)


def _little_room(workspace: Workspace) -> str:
    """That the disk is nearly full, unless it was said at the opening."""
    folder = workspace.path.parent
    begins = workspace_texts.LITTLE_ROOM.partition("{room}")[0].format(folder=folder)
    if any(notice.startswith(begins) for notice in workspace.notices):
        return ""
    with suppress(OSError):
        free = shutil.disk_usage(folder).free
        if free < LITTLE_ROOM:
            return workspace_texts.LITTLE_ROOM.format(folder=folder, room=free >> 20)
    return ""


def may_unplug(workspace: Workspace, written: Path) -> bool:
    """Whether a file was written to a stick on which nothing else is being worked."""
    on_stick = medium_of(written) is Medium.REMOVABLE
    return on_stick and medium_of(workspace.path) is not Medium.REMOVABLE


# --- before a restore -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a restore would do, in words: from what, in one sentence, and cell by cell."""

    title: str
    summary: str
    lines: tuple[str, ...]
    more: str


def outlook(path: Path, source: Source, comparison: Comparison) -> Outlook:
    """A comparison as it is shown to whoever decides."""
    if isinstance(source, Kept):
        backup = source.backup
        at, reason = backup.time.strftime(texts.WHEN), backing_up.Reason(backup.reason).label
        title = texts.RESTORE_FROM.format(at=at, reason=reason, file=path.name)
    else:
        title = texts.REBUILD_FROM.format(file=path.name)
    if path.exists():
        summary = f"{restoring.summary(comparison)}{texts.RESTORE_KEPT}"
    else:
        summary = texts.RESTORE_NEW.format(file=path.name, total=comparison.total)
    unlisted = len(comparison.cells) - MOST_CHANGES
    return Outlook(
        title=title,
        summary=summary,
        lines=tuple(map(restoring.line_of, comparison.cells[:MOST_CHANGES])),
        more=texts.RESTORE_MORE.format(count=unlisted) if unlisted > 0 else "",
    )


# --- when a workspace does not open ---------------------------------------------------------

NOTHING_KEPT = Sources()


@dataclass(frozen=True, slots=True)
class WaysOut:
    """What can be done about a workspace that did not open. ``sources`` are given only where its
    file is gone or damaged; a sound file has to be opened elsewhere or later."""

    sources: Sources = NOTHING_KEPT
    can_look: bool = False
    is_there: bool = False


def ways_out(path: Path) -> WaysOut:
    """Find out, without changing anything."""
    if not path.exists():
        return WaysOut(restoring.sources(path))
    if _is_in_use(path):
        return WaysOut(is_there=True)
    if medium_of(path) is Medium.NETWORK:
        return WaysOut(can_look=True, is_there=True)
    try:
        with Workspace.look(path) as workspace:
            is_sound = bool(workspace.role) and _is_sound(workspace)
    except NewerWorkspaceError:
        return WaysOut(is_there=True)
    except (WorkspaceError, ValueError):
        return WaysOut(restoring.sources(path), is_there=True)
    sources = NOTHING_KEPT if is_sound else restoring.sources(path)
    return WaysOut(sources, can_look=True, is_there=True)


def _is_sound(workspace: Workspace) -> bool:
    try:
        return not page_faults(workspace.connection, thorough=False)
    except WorkspaceError:
        return False


def _is_in_use(path: Path) -> bool:
    try:
        hold = Hold(path)
    except WorkspaceError:
        return True
    except OSError:
        return False  # a folder that cannot be written: nobody works there
    hold.release(keep_note=hold.was_left)
    return False
