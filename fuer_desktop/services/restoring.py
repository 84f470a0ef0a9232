"""Getting a workspace back: from a backup or from its second witness, into a new file first.

The file that is replaced is kept beside it under another name; it is never mended in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.handed_over import HandedOver
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue
from fuer_desktop.formats import backup_list, files
from fuer_desktop.formats.backup_list import Backup
from fuer_desktop.services import backing_up, paths, witnessing
from fuer_desktop.store.database import known_faults
from fuer_desktop.store.holding import Hold
from fuer_desktop.store.journal import FormPlace, position_at
from fuer_desktop.store.values import OWN
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import backups as texts

Cells = dict[tuple[FormPlace, CellKey], DataValue]


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that can be restored, and its file."""

    path: Path
    backup: Backup


Source = Kept | Path
"""A backup, or a witness to rebuild from."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What there is to get a workspace back from: backups, the newest first, and its witness."""

    backups: tuple[Kept, ...] = ()
    witness: Path | None = None


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs between the file there is and the one to come."""

    place: FormPlace
    key: CellKey
    now: DataValue
    then: DataValue


@dataclass(frozen=True, slots=True)
class Comparison:
    """What restoring would change. ``fewer`` and ``more`` count journal rows that would be lost
    and won; ``readable`` says whether the file there is could be compared at all."""

    cells: tuple[CellChange, ...]
    total: int
    fewer: int
    more: int
    readable: bool
    files_gone: tuple[str, ...] = ()
    files_back: tuple[str, ...] = ()
    """Names of attached files that would no longer be there, and that would come back."""


def sources(path: Path) -> Sources:
    """What this PC keeps of the workspace at a path, whether the file is there or not."""
    kept: list[Kept] = []
    for folder in paths.kept_for(path, "backups"):
        listed = _readable(folder).backups
        kept += [Kept(folder / b.name, b) for b in listed if (folder / b.name).is_file()]
    kept.sort(key=lambda found: (found.backup.time, found.backup.number), reverse=True)
    return Sources(tuple(kept), witnessing.newest(paths.kept_for(path, "witness")))


def _readable(folder: Path) -> backup_list.BackupList:
    try:
        return backup_list.read(folder)
    except WorkspaceError:
        return backup_list.BackupList()


@dataclass(frozen=True, slots=True)
class Restored:
    """A workspace that was switched to; ``kept`` is the file it replaced, if there was one."""

    source: str
    kept: Path | None


def restore(path: Path, source: Source, agree: Callable[[Comparison], bool]) -> Restored | None:
    """Make the file to come beside the one there is, compare the two, and switch if ``agree`` says
    so; None if not, and then nothing was changed.

    Nobody may have the workspace open. Raises WorkspaceError where the source is not whole.
    """
    with known_faults(path):
        with _prepared(path, source) as prepared:
            if not agree(prepared.compare()):
                return None
            done = Restored(prepared.source, prepared.switch())
        _finish(path)
    return done


def summary(comparison: Comparison) -> str:
    """What would change, in one sentence."""
    template = texts.COMPARED if comparison.readable else texts.COMPARED_NOTHING
    words = template.format(
        differing=len(comparison.cells),
        fewer=comparison.fewer,
        more=comparison.more,
        total=comparison.total,
    )
    told = ((texts.FILES_GONE, comparison.files_gone), (texts.FILES_BACK, comparison.files_back))
    return words + "".join(t.format(files="、".join(names)) for t, names in told if names)


def line_of(change: CellChange) -> str:
    """One cell that would change, in words."""
    place = change.place
    return texts.CELL_BACK.format(
        unit=place.unit,
        period=place.period,
        form=place.form,
        row=change.key.row,
        column=change.key.column,
        now=change.now.text or texts.BLANK,
        then=change.then.text or texts.BLANK,
    )


@contextmanager
def _prepared(path: Path, source: Source) -> Iterator[_Prepared]:
    """The file to come, whole and checked; taken away again if it is not switched to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    hold = Hold(path)
    new = path.with_name(path.name + ".restoring")
    try:
        new.unlink(missing_ok=True)
        if isinstance(source, Kept):
            wrong = backing_up.faults_in(source.path, source.backup)
            if wrong:
                raise WorkspaceError(wrong[0])
            files.copy_whole(source.path, new)
            yield _Prepared(path, new, source.path.name)
        else:
            witnessing.rebuild(source, new).close()
            yield _Prepared(path, new, source.name)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        hold.release(keep_note=hold.was_left)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A restored file before it takes its place."""

    path: Path
    new: Path
    source: str

    def compare(self) -> Comparison:
        """What would change; a file that cannot be read is compared with nothing."""
        with Workspace.look(self.new) as coming:
            then, position = _cells(coming), coming.journal.position
            files_then = coming.attachments.everyones()
            try:
                with Workspace.look(self.path) as present:
                    now, last = _cells(present), present.journal.position
                    shared = shared_rows(present, coming)
                    files_now = present.attachments.everyones()
            except (WorkspaceError, OSError):
                return Comparison((), len(then), 0, 0, readable=False)
        changed = [
            CellChange(*where, now.get(where, BLANK), then.get(where, BLANK))
            for where in sorted(now.keys() | then.keys())
            if now.get(where, BLANK) != then.get(where, BLANK)
        ]
        fewer, more = last.number - shared, position.number - shared
        gone = tuple(name for where, name in files_now.items() if where not in files_then)
        back = tuple(name for where, name in files_then.items() if where not in files_now)
        return Comparison(tuple(changed), len(then), fewer, more, True, gone, back)

    def switch(self) -> Path | None:
        """Put the new file in place; returns where the old one is kept, None if there was none.

        The old file and SQLite's log of it are copied before anything is taken away.
        """
        kept = self._keep_old() if self.path.exists() else None
        self._note(self._mark())
        for ending in ("-wal", "-shm", "-journal"):
            left = self.path.with_name(self.path.name + ending)
            files.again(partial(left.unlink, missing_ok=True))
        files.put_in_place(self.new, self.path, files.digest_of(self.new))
        return kept

    def _mark(self) -> HandedOver | None:
        """Whether the old file was handed over: a restore does not take that back in silence."""
        try:
            with Workspace.look(self.path) as present:
                return present.handed_over
        except (WorkspaceError, OSError):
            return None

    def _note(self, mark: HandedOver | None) -> None:
        """Say in the new file's journal that it was restored: from then on it is not merely behind
        its witness, and what was given up does not come back by itself."""
        with Workspace.open(self.new) as workspace, workspace.commit(How.RESTORED, self.source):
            if mark is not None:
                workspace.set_handed_over(mark)
            workspace.journal.note()

    def _keep_old(self) -> Path:
        now = datetime.now().astimezone()
        name = f"{self.path.stem}.{now:%Y%m%d-%H%M%S}"
        names = (name, *(f"{name}-{number}" for number in range(2, 100)))
        free = (self.path.with_name(name + self.path.suffix) for name in names)
        kept = next(path for path in free if not path.exists())
        for ending in ("", "-wal", "-journal"):
            old = self.path.with_name(self.path.name + ending)
            if old.exists():
                files.copy_whole(old, kept.with_name(kept.name + ending))
        return kept


def shared_rows(one: Workspace, other: Workspace) -> int:
    """How many journal rows two files have in common: each hash stands for all rows before it."""
    low, high = 0, min(one.journal.position.number, other.journal.position.number)
    while low < high:
        middle = (low + high + 1) // 2
        if position_at(one.connection, middle) == position_at(other.connection, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _finish(path: Path) -> None:
    """Begin a new witness and a new backup."""
    with Workspace.open(path) as workspace:
        witnessing.begin(workspace, paths.witness_folder(workspace.identity, path))
        backing_up.back_up(workspace, backing_up.Reason.RESTORE)


def _cells(workspace: Workspace) -> Cells:
    return {(place, key): value for place, key, value in workspace.values.of_submissions([OWN])}
