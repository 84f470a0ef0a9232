"""Taking-ins as a whole: what came of each, a report to save, and the files that could not be taken
in, copied for whoever brought them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import files
from fuer_desktop.formats.rows import write_rows
from fuer_desktop.services import unverified
from fuer_desktop.services.admitting import NOT_KEPT, Outcome
from fuer_desktop.services.intake_log import unit_names
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.taking_in import packages_in, tally
from fuer_desktop.store.intake import IntakeLine, IntakeRun
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import intake as texts


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A taking-in with its lines counted by outcome, in words."""

    run: IntakeRun
    count: int
    tally: str

    @property
    def words(self) -> str:
        """The run in one line."""
        return texts.RUN_LINE.format(
            number=self.run.number,
            at=self.run.at[:16].replace("T", " "),
            source=self.run.source or texts.FROM_QUARANTINE,
            count=self.count,
            tally=self.tally,
            undone=texts.UNDONE if self.run.undone else "",
        )


def runs(workspace: Workspace) -> list[RunSummary]:
    """All taking-ins, the newest first."""
    outcomes: dict[int, list[str]] = {}
    for line in workspace.intake.lines():
        outcomes.setdefault(line.run, []).append(line.outcome)
    return [
        RunSummary(run, len(found), tally(found))
        for run in reversed(workspace.intake.runs())
        for found in [outcomes.get(run.number, [])]
    ]


def report(workspace: Workspace, number: int) -> str:
    """The lines of a taking-in as CSV, whose texts no spreadsheet takes for formulas; raises
    WorkspaceError where there was none of this number."""
    run = _run(workspace, number)
    return write_rows(texts.REPORT_FIELDS, _rows(run, workspace.intake.lines(number), workspace))


def save_report(workspace: Workspace, number: int, path: Path) -> None:
    """Write ``report`` to a file as spreadsheets want it; raises WorkspaceError."""
    files.write_whole(path, report(workspace, number).encode("utf-8-sig"))


def has_failed(workspace: Workspace, number: int) -> bool:
    """Whether a taking-in could not take in some file."""
    return any(map(_is_failed, workspace.intake.lines(number)))


@dataclass(frozen=True, slots=True)
class SetAside:
    """What was copied for the courier; ``notices`` say which files could not be."""

    folder: Path
    copied: int
    notices: tuple[str, ...] = ()


def copy_failed(workspace: Workspace, number: int, into: Path, job: Job) -> SetAside:
    """Copy the files that a taking-in could not take in, with its report, into a folder of their
    own under ``into``; the files themselves stay where they are.

    Raises WorkspaceError where there was no such taking-in, and where every file was taken in.
    """
    workspace.require(Role.OFFICE)
    run = _run(workspace, number)
    failed = [line for line in workspace.intake.lines(number) if _is_failed(line)]
    if not failed:
        raise WorkspaceError(texts.NOTHING_FAILED.format(number=number))
    folder = into / texts.FAILED_FOLDER.format(number=number)
    there, kept = _there(run), {each.digest for each in unverified.unverified_files(workspace)}
    notices: list[str] = []
    taken: set[Path] = set()
    for done, line in enumerate(failed, start=1):
        job.step(done, len(failed), line.file)
        copy = _free(folder / line.file, taken)
        try:
            if line.sha256 in kept:
                unverified.copy_out(workspace, line.sha256, copy)
            else:
                files.copy_whole(_found(there.get(line.file, []), line, run), copy)
            taken.add(copy)
        except WorkspaceError as error:
            notices.append(str(error))
    save_report(workspace, number, folder / texts.REPORT_FILE.format(number=number))
    return SetAside(folder, len(taken), tuple(notices))


def _run(workspace: Workspace, number: int) -> IntakeRun:
    found = next((run for run in workspace.intake.runs() if run.number == number), None)
    if found is None:
        raise WorkspaceError(texts.NO_RUN.format(number=number))
    return found


def _rows(
    run: IntakeRun, lines: Iterable[IntakeLine], workspace: Workspace
) -> Iterator[tuple[str, ...]]:
    names = unit_names(workspace)
    for line in lines:
        yield (
            str(run.number),
            line.at,
            run.source or texts.FROM_QUARANTINE,
            line.file,
            Outcome(line.outcome).label,
            line.unit,
            names.get(line.unit, ""),
            str(line.version or ""),
            line.message,
            " ".join(line.details),
            line.sha256,
            run.undone,
        )


def _is_failed(line: IntakeLine) -> bool:
    outcome = Outcome(line.outcome)
    return outcome in NOT_KEPT or (outcome is Outcome.UNTRUSTED and not line.unit)


def _there(run: IntakeRun) -> dict[str, list[Path]]:
    """The packages that are still where a taking-in found them, by name."""
    source = Path(run.source)
    if not run.source or source == source.parent:  # a whole disk is nothing to look through
        return {}
    found: dict[str, list[Path]] = {}
    try:
        for path in packages_in(source):
            found.setdefault(files.printable(path.name), []).append(path)
    except WorkspaceError:
        return {}
    return found


def _found(there: Iterable[Path], line: IntakeLine, run: IntakeRun) -> Path:
    """Where the file of a line still is; raises WorkspaceError."""
    for path in there:
        if _is_same(path, line):
            return path
    raise WorkspaceError(texts.SOURCE_GONE.format(file=line.file, source=run.source))


def _is_same(path: Path, line: IntakeLine) -> bool:
    try:
        return not line.sha256 or files.digest_of(path) == line.sha256
    except OSError:
        return False


def _free(path: Path, taken: set[Path]) -> Path:
    """A name that no other copy has."""
    free, number = path, 1
    while free in taken:
        number += 1
        free = path.with_name(f"{path.stem}_{number}{path.suffix}")
    return free
