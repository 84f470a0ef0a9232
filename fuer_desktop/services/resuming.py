"""Where a person stopped: the form and the cell, after any end of the program."""

from __future__ import annotations

from collections.abc import Sequence

from fuer_desktop.domain.values import CellKey
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.store.workspace import Workspace

FormCell = tuple[str, CellKey | None]
"""A form's code and one of its cells."""


def resume(workspace: Workspace) -> tuple[LoadedTask, FormCell | None]:
    """The desk's task and, after an end without goodbye, the cell that was changed last: nothing
    else is known of where the person stood then. Raises WorkspaceError where there is no task."""
    task = load_task(workspace)
    last = workspace.journal.last_cell(task.record.unit, task.record.period)
    return task, last if workspace.was_unclean else None


def as_form_cell(kept: Sequence[str]) -> FormCell | None:
    """What the settings kept of a place; None where they kept none that can be read."""
    if len(kept) == len(("form", *CellKey._fields)):
        return kept[0], CellKey(*kept[1:])
    return (kept[0], None) if len(kept) == 1 else None
