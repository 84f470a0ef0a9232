"""What a desk's first page shows: its task and how far each form is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.values import Kind
from fuer_desktop.services.boards import UnitStanding, desk_standing
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.checking import check_unit
from fuer_desktop.services.returns import Returned, open_returns
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FormProgress:
    """How far a form is: cells filled of all, and findings that wait for the clerk."""

    form: Form
    filled: int
    cells: int
    open_findings: int


@dataclass(frozen=True, slots=True)
class DeskOverview:
    """A desk's task, its state, and its forms."""

    task: LoadedTask
    standing: UnitStanding
    forms: tuple[FormProgress, ...]
    returned: tuple[Returned, ...] = ()
    on_paper: bool = False
    """Whether an office keeps this desk for a unit without the program."""

    @property
    def open_findings(self) -> int:
        """Findings that wait, over all forms."""
        return sum(progress.open_findings for progress in self.forms)


def desk_overview(workspace: Workspace, code: str = "") -> DeskOverview:
    """Read the latest task, or the one with this code."""
    task = load_task(workspace, code)
    waiting = Counter(
        placed.form.code for placed in check_unit(workspace, task) if placed.finding.blocks
    )
    forms = []
    for form in task.own_forms:
        place = FormPlace(task.record.unit, form.code, task.record.period)
        values = workspace.values.of_form(place).values()
        filled = sum(value.kind is not Kind.BLANK for value in values)
        forms.append(FormProgress(form, filled, len(form.typed_cells), waiting[form.code]))
    return DeskOverview(
        task,
        desk_standing(workspace, task),
        tuple(forms),
        returned=tuple(open_returns(workspace, task)),
        on_paper=bool(workspace.paper_desk),
    )
