"""What the office's intake page shows: lines of intake with names, and a run over folders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from fuer_desktop.formats import definitions
from fuer_desktop.services.admitting import Outcome
from fuer_desktop.services.catalogues import PLACE, LoadedTask, load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.paths import PACKAGE_ENDING
from fuer_desktop.services.questions import Answer, Question, answer
from fuer_desktop.services.taking_in import packages_in, take_in
from fuer_desktop.store.intake import IntakeLine
from fuer_desktop.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LogLine:
    """What became of one file; ``unit`` is a name, empty if the file did not even say it, and
    ``code`` the unit's code."""

    at: datetime
    file: str
    outcome: Outcome
    unit: str
    version: int
    message: str
    code: str = ""
    details: tuple[str, ...] = ()
    run: int = 0
    undone: bool = False


@dataclass(frozen=True, slots=True)
class IntakeLog:
    """All lines, the newest first; without a task nothing can be taken in yet."""

    lines: tuple[LogLine, ...]
    has_task: bool


def read_log(workspace: Workspace) -> IntakeLog:
    """Every file that was ever looked at."""
    names = unit_names(workspace)
    undone = {run.number for run in workspace.intake.runs() if run.undone}
    lines = tuple(
        replace(_named(line, names), undone=line.run in undone)
        for line in reversed(workspace.intake.lines())
    )
    return IntakeLog(lines, has_task=bool(workspace.tasks.all()))


def take_in_given(workspace: Workspace, given: Sequence[Path], job: Job) -> Iterator[LogLine]:
    """Take in packages and whole folders of them, as ``taking_in.take_in`` does."""
    names = unit_names(workspace)
    for line in take_in(workspace, list(_packages_of(given)), job):
        yield _named(line, names)


def take_in_waiting(
    workspace: Workspace, question: Question, said: Answer, reason: str, job: Job
) -> Iterator[LogLine]:
    """Answer whose key it is, and take in what waited for that, as ``questions.answer`` does."""
    names = unit_names(workspace)
    for line in answer(workspace, question, said, reason, job):
        yield _named(line, names)


def can_take(path: Path) -> bool:
    """Whether something dropped may hold packages: a folder, or a file that is named as one."""
    return path.is_dir() or path.suffix.lower() == PACKAGE_ENDING


def latest_task(workspace: Workspace) -> LoadedTask | None:
    """The task that the office's pages are about; None in a new office."""
    return load_task(workspace) if workspace.tasks.all() else None


def _packages_of(given: Sequence[Path]) -> Iterator[Path]:
    """A file stands for itself, anything else is a folder; raises WorkspaceError."""
    for path in given:
        if path.is_file():
            yield path
        else:
            yield from packages_in(path)


def unit_names(workspace: Workspace) -> dict[str, str]:
    """Names of the units of all tasks by code, those that a revision took out among them; where a
    unit was renamed, the latest."""
    names: dict[str, str] = {}
    for record in reversed(workspace.tasks.all()):
        for revision in workspace.tasks.revisions(record.code):
            text = workspace.tasks.definitions(record.code, revision).get(PLACE, "")
            place = definitions.read_place(PLACE, text)
            names.update((unit.code, unit.name) for unit in place.units)
    return names


def _named(line: IntakeLine, names: Mapping[str, str]) -> LogLine:
    return LogLine(
        at=datetime.fromisoformat(line.at),
        file=line.file,
        outcome=Outcome(line.outcome),
        unit=names.get(line.unit, line.unit),
        version=line.version,
        message=line.message,
        code=line.unit,
        details=line.details,
        run=line.run,
    )
