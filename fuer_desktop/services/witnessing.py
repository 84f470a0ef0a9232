"""The second witness at work: it learns every change, and gives back what a workspace lost.

What the witness has and the file has not was told to be saved, so it is filled in: one change
that a crash cut off in silence, more with a backup before and a sentence after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import witness
from fuer_desktop.formats.witness import Line, WitnessFile
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.older_forms import Revisions
from fuer_desktop.store.journal import FormPlace, position_at
from fuer_desktop.store.recording import Change, Position
from fuer_desktop.store.submissions import SubmissionRecord
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import workspace as texts

PORTION = 2000
"""Rows a line when a new generation begins."""

PORTION_BYTES = 8 << 20
"""Bytes of packages and attached files after which a line ends: none is too much to hold."""


class FileWitness:
    """The store's witness, on a file."""

    def __init__(self, file: WitnessFile) -> None:
        self._file = file

    def write(self, before: Position, after: Position, changes: Sequence[Change]) -> None:
        """One line, on disk when this returns."""
        self._file.append(before.number, after.number, after.head, map(_row, changes))

    def withdraw(self) -> None:
        """Take the line back."""
        self._file.withdraw()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a witness stands to its workspace: the file to go on with, up to where it is whole, and
    the lines that the workspace has not. No file: another has to be begun. ``parted`` is a witness
    that knows other changes than the workspace; ``elsewhere`` says that the file was begun where
    the workspace was before."""

    file: Path | None = None
    length: int = 0
    missing: tuple[Line, ...] = ()
    parted: Path | None = None
    elsewhere: bool = False

    @property
    def missing_many(self) -> bool:
        """More than the one change that a crash may cut off between the two files."""
        return len(self.missing) > 1


def look(workspace: Workspace, folder: Path, *, thorough: bool) -> Standing:
    """Compare the workspace with its witness in ``folder``, without changing either; ``thorough``
    compares every line, not only the ends. Raises WorkspaceError where it cannot be read."""
    known = witness.generations(folder)
    if not known:
        return Standing()
    path = known[-1]
    last, length = witness.last_line(path)
    missing, whole = _missing(workspace, path, last) if last else (None, False)
    if missing is None or (thorough and not missing and not _agrees(workspace, path)):
        return Standing(parted=path if _knows_more(workspace, last) else None)
    if not whole:
        return Standing(None, 0, missing)  # filled in from it, and another begun
    if original_of(path) != workspace.path.resolve():
        return Standing(None, 0, missing, elsewhere=True)
    return Standing(path, length, missing)


def attach(workspace: Workspace, folder: Path, standing: Standing) -> None:
    """Fill in what the workspace lost, and tie it to its witness, from now on level with it.

    Raises WorkspaceError where the folder cannot be written.
    """
    if standing.missing:
        workspace.catch_up(_changes(standing.missing), add_figures)
    if standing.file is None:
        begin(workspace, folder)
    else:
        workspace.watch(FileWitness(WitnessFile(standing.file, standing.length)))


def add_figures(workspace: Workspace) -> None:
    """Add the figures of every submission that has none yet, from its package, inside the
    caller's transaction; of a revised task those of all, for they are by the forms in force. A
    desk's own figures are its cells."""
    if workspace.role is Role.DESK:
        return
    for record, period, revisions in submissions_with_forms(workspace):
        is_there = revisions.in_force == 1 and any(workspace.values.of_submissions([record.number]))
        if not is_there:
            workspace.values.remove_submission(record.number)
            for form, rows in revisions.kept_content(record).rows:
                place = FormPlace(record.unit, form, period)
                workspace.values.add_submission(record.number, place, rows)


def submissions_with_forms(
    workspace: Workspace,
) -> Iterator[tuple[SubmissionRecord, int, Revisions]]:
    """Every submission that is kept, with its year and the forms of its task."""
    for task in workspace.tasks.all():
        revisions = Revisions(workspace, load_task(workspace, task.code))
        for records in workspace.submissions.of_task(task.code).values():
            for record in records:
                yield record, task.period, revisions


def newest(folders: Iterable[Path]) -> Path | None:
    """The witness that was begun last among those in several folders; None if there is none."""
    found = [
        (owner.at, known[-1])
        for known in map(witness.generations, folders)
        if known and (owner := witness.owner_of(known[-1]))
    ]
    return max(found)[1] if found else None


def original_of(witness_file: Path) -> Path:
    """Where the workspace was when its witness was begun."""
    owner = witness.owner_of(witness_file)
    return Path(owner.path) if owner else Path()


def rebuild(witness_file: Path, path: Path) -> Workspace:
    """Make a workspace file anew from its witness alone; refuses a path that exists.

    Raises WorkspaceError where the witness is damaged before its end.
    """
    lines = list(_whole(witness.lines_of(witness_file)))
    if not lines:
        raise WorkspaceError(texts.WITNESS_EMPTY.format(path=witness_file))
    return Workspace.rebuild(path, _changes(lines), add_figures)


def _whole(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that follow one another; one that the database refused has a second after it."""
    kept: list[Line] = []
    for line in lines:
        while kept and kept[-1].after > line.before and line.before != line.after:
            kept.pop()
        kept.append(line)
    yield from kept


def begin(workspace: Workspace, folder: Path) -> None:
    """Begin a new generation from all that the file holds, and tie the workspace to it.

    Raises WorkspaceError where the folder cannot be written.
    """
    position = workspace.journal.position
    owner = witness.Owner(workspace.identity, str(workspace.path.resolve()), workspace.clock())
    portions = _portions(map(_row, workspace.everything()))
    path = witness.start(
        folder, owner, ((position.number, position.head, portion) for portion in portions)
    )
    _, length = witness.last_line(path)
    workspace.watch(FileWitness(WitnessFile(path, length)))


def _portions(rows: Iterable[witness.Row]) -> Iterator[list[witness.Row]]:
    """Rows by the line."""
    portion: list[witness.Row] = []
    weight = 0
    for row in rows:
        portion.append(row)
        weight += sum(len(value) for value in row[2].values() if isinstance(value, bytes))
        if len(portion) == PORTION or weight >= PORTION_BYTES:
            yield portion
            portion, weight = [], 0
    if portion:
        yield portion


def _missing(workspace: Workspace, path: Path, last: Line) -> tuple[tuple[Line, ...] | None, bool]:
    """What the witness has beyond the file, None where the two do not belong together; and whether
    every line of it could be read. A damaged line that the file has anyway is no matter."""
    here = workspace.journal.position
    if last.after == here.number:
        return (() if last.head == here.head else None), True
    if last.after < here.number:
        return None, True  # the file went on without it, elsewhere or before it had a witness
    lines: list[Line] = []
    head, whole = "", True
    for line in witness.readable_lines_of(path):
        if line is None:
            lines, whole = [], False
        elif line.after <= here.number:
            head = line.head if line.after == here.number else head
        else:
            lines.append(line)
    belongs = head == here.head and bool(lines) and lines[0].before == here.number
    return (tuple(lines) if belongs else None), whole


def _knows_more(workspace: Workspace, last: Line | None) -> bool:
    """Whether the witness ends with something that is not in the file's journal: not where the
    file merely went on without it."""
    return last is None or not _has(workspace, Position(last.after, last.head))


def _agrees(workspace: Workspace, path: Path) -> bool:
    """Whether every line's hash is the one in the file's journal."""
    try:
        return all(
            line.after > workspace.journal.position.number
            or _has(workspace, Position(line.after, line.head))
            for line in witness.lines_of(path)
        )
    except WorkspaceError:
        return False


def _has(workspace: Workspace, position: Position) -> bool:
    return position_at(workspace.connection, position.number) == position


def _row(change: Change) -> witness.Row:
    return change.verb, change.table, dict(zip(change.columns, change.values, strict=True))


def _changes(lines: Iterable[Line]) -> Iterator[Change]:
    for line in lines:
        for verb, table, values in line.rows:
            yield Change(verb, table, tuple(values), tuple(values.values()))
