"""What an office has to settle by a person's word, all on one list."""

from __future__ import annotations

from dataclasses import dataclass

from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.conflicts import Parted, parted_units
from fuer_desktop.services.questions import Question, questions
from fuer_desktop.services.unverified import Unverified, unverified_files
from fuer_desktop.store.workspace import Workspace

Matter = Question | Parted | Unverified


@dataclass(frozen=True, slots=True)
class Matters:
    """Whose keys are not known, and which units' versions parted, in every year, and the files that
    no signature vouches for; open ones first, then the latest year. ``period`` is the latest."""

    period: int
    found: tuple[Matter, ...]

    @property
    def open_count(self) -> int:
        """How many wait for a person."""
        return sum(matter.is_open for matter in self.found)


def read_matters(workspace: Workspace) -> Matters | None:
    """The matters of all tasks; None in an office without one."""
    records = workspace.tasks.all()
    if not records:
        return None
    found: list[Matter] = []
    for record in records:
        task = load_task(workspace, record.code)
        found += [*questions(workspace, task), *parted_units(workspace, task)]
    found += unverified_files(workspace)
    in_order = sorted(found, key=lambda matter: not matter.is_open)
    return Matters(records[0].period, tuple(in_order))
