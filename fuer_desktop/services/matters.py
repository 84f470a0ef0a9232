"""What an office has to settle by a person's word, all on one list."""

from __future__ import annotations

from dataclasses import dataclass

from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.conflicts import Parted, parted_units
from fuer_desktop.services.intake_log import latest_task
from fuer_desktop.services.questions import Question, questions
from fuer_desktop.store.workspace import Workspace

Matter = Question | Parted


@dataclass(frozen=True, slots=True)
class Matters:
    """Whose keys are not known, and which units' versions parted; open ones first."""

    task: LoadedTask
    found: tuple[Matter, ...]

    @property
    def open_count(self) -> int:
        """How many wait for a person."""
        return sum(matter.is_open for matter in self.found)


def read_matters(workspace: Workspace) -> Matters | None:
    """The matters of the latest task; None in an office without one."""
    task = latest_task(workspace)
    if task is None:
        return None
    found: list[Matter] = [*questions(workspace, task), *parted_units(workspace, task)]
    return Matters(task, tuple(sorted(found, key=lambda matter: not matter.is_open)))
