"""What a person wants to know after the program ended without goodbye: is it all there, and where
was I?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.values import CellKey
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import journal as texts


@dataclass(frozen=True, slots=True)
class Recovery:
    """The last thing that is on disk: when, in which form, at which cell, and what stands there."""

    at: datetime
    form: Form
    cell: CellKey
    where: str
    content: str


def recovery_of(workspace: Workspace, task: LoadedTask) -> Recovery | None:
    """What was saved last before an end without goodbye; None after a good end, where nothing was
    entered yet, and where the cell is none of the task's any more."""
    unit, period = task.record.unit, task.record.period
    last = workspace.journal.last_cell(unit, period) if workspace.was_unclean else None
    form = task.task.form(last[0]) if last else None
    if last is None or form is None or last[1] not in form.typed_cells:
        return None
    key = last[1]
    place = FormPlace(unit, form.code, period)
    at = datetime.fromisoformat(workspace.journal.of_cell(place, key)[0].at)
    content = form.brief(key, workspace.values.get(place, key)) or texts.BLANK
    return Recovery(at, form, key, cell_name(form, key), content)
