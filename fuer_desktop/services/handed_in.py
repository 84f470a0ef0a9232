"""What a desk has handed in, read back from the package it kept."""

from __future__ import annotations

from fuer_desktop.domain.errors import PackageError
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.values import Values
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.kept_packages import kept_submission
from fuer_desktop.services.older_forms import Revisions
from fuer_desktop.store.workspace import Workspace


def last_handed_in(workspace: Workspace, task: LoadedTask, form: Form) -> Values | None:
    """A form's figures as the unit's last submission of the task said them; None before the first,
    and where the package that was kept cannot be read: fsck tells of that, and entry goes on. By
    the cells of the form in force, whichever revision of the task it was filled by."""
    records = workspace.submissions.of_task(task.code, [task.record.unit])
    if not records:
        return None
    last = records[task.record.unit][-1]
    try:
        return Revisions(workspace, task).values_of(
            kept_submission(workspace, last.number), form.code
        )
    except PackageError:
        return None
