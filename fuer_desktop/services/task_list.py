"""What the office's page of tasks shows and does: the tasks there are, and one more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fuer_desktop.formats import definitions, files
from fuer_desktop.services import designing, paths
from fuer_desktop.services.boards import OfficeSummary, arrived, office_summary
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.designing import TaskDesign
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.opening_files import Now, now_of
from fuer_desktop.services.revising import Revision
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import office as texts


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task: how many units owe a package, of how many of them a version counts, and how often
    it was revised."""

    code: str
    year: int
    deadline: date
    due: int
    received: int
    revised: int = 0


@dataclass(frozen=True, slots=True)
class TaskList:
    """All tasks, the latest first, and where packages go if nobody says otherwise."""

    lines: tuple[TaskLine, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What came of making a task; one that was there already ``is_new`` no more. ``revised`` is
    how often it was changed, where this did it, else 0."""

    place: str
    packages: int
    is_new: bool
    revised: int = 0


def summary_if_office(workspace: Workspace) -> OfficeSummary | None:
    """What decides on which page the window opens; None at a desk."""
    return office_summary(workspace) if workspace.role is Role.OFFICE else None


def whose(workspace: Workspace) -> tuple[OfficeSummary | None, Now, bool]:
    """What decides on the pages, what files mean here, and whether somebody else goes on with
    it."""
    now, is_handed_over = now_of(workspace), workspace.handed_over is not None
    return summary_if_office(workspace), now, is_handed_over


def read_tasks(workspace: Workspace) -> TaskList:
    """Every task of the workspace; no definition is read, so that many years cost nothing."""
    lines = tuple(_line(workspace, record) for record in workspace.tasks.all())
    return TaskList(lines, workspace.path.resolve().parent / texts.TASK_FOLDER)


def hand_out(
    workspace: Workspace, design: TaskDesign, out: Path, job: Job, *, revise: bool = False
) -> HandedOut | Revision:
    """Make the task and write its packages, as ``designing.make_task`` does, and say if it is new.
    Where it differs from the one that was handed out, nothing is done unless the caller says
    ``revise``: what would change is returned.

    Raises DefinitionError or WorkspaceError.
    """
    place = definitions.read_place(design.units_file.name, files.read_text(design.units_file))
    revision = designing.next_revision(workspace, design)
    if revision is not None and not revise:
        return revision
    before = len(workspace.tasks.all())
    written = designing.make_task(workspace, design, out, job, revise=revise)
    return HandedOut(
        place.name,
        len(written),
        is_new=len(workspace.tasks.all()) > before,
        revised=revision.number if revision else 0,
    )


def practice_units() -> Path:
    """The shipped list of an invented district's units."""
    return paths.practice() / paths.USUAL_PLACE / "units.toml"


def _line(workspace: Workspace, record: TaskRecord) -> TaskLine:
    """A unit has an enrolment if it has forms to file. Of a revised task the definitions say which
    units are left."""
    due = set(workspace.tasks.secrets(record.code))
    if record.revision > 1:
        due = {unit.code for unit in load_task(workspace, record.code).task.reporting_units}
    return TaskLine(
        code=record.code,
        year=record.period,
        deadline=date.fromisoformat(record.deadline),
        due=len(due),
        received=len(due & arrived(workspace, record.code)),
        revised=record.revision - 1,
    )
