"""What a desk has handed in, read back from the package it kept."""

from __future__ import annotations

from fuer_desktop.domain.errors import PackageError
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.values import CellKey, Values
from fuer_desktop.formats import packages
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.kept_packages import kept_submission
from fuer_desktop.store.workspace import Workspace


def last_handed_in(workspace: Workspace, task: LoadedTask, form: Form) -> Values | None:
    """A form's figures as the unit's last submission of the task said them; None before the first,
    and where the package that was kept cannot be read: fsck tells of that, and entry goes on."""
    records = workspace.submissions.of_task(task.code, [task.record.unit])
    if not records:
        return None
    last = records[task.record.unit][-1]
    try:
        package = kept_submission(workspace, last.number)
    except PackageError:
        return None
    said = (cells for cells in packages.submission_of(package).forms if cells.code == form.code)
    return {
        key: form.read(key, cell.number, cell.kind, cell.reason, cell.note)[0]
        for cells in said
        for cell in cells.cells
        if (key := CellKey(cell.table, cell.row, cell.column)) in form.typed_cells
    }
