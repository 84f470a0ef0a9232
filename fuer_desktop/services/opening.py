"""A desk opens its task package: into a new workspace, or into the one that is there."""

from __future__ import annotations

from pathlib import Path

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.values import Values
from fuer_desktop.formats import files, packages, signing
from fuer_desktop.formats.packages import Manifest, TaskPayload
from fuer_desktop.services.catalogues import LoadedTask, build_task, load_task
from fuer_desktop.services.figures import to_rows
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.values import HANDED_DOWN
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import packages as texts


def open_task(package_path: Path, workspace_path: Path) -> LoadedTask:
    """Take a task package into the workspace, which is made if it is not there.

    The package is verified and its definitions read before anything is written; raises
    PackageError, DefinitionError or WorkspaceError. A task that is there already stays as it is.
    """
    package = packages.read(
        files.read_package_bytes(package_path), package_path.name, wanted="task"
    )
    payload = packages.task_of(package)
    record = _record(package.manifest, payload)
    build_task(record, payload.definitions)
    if workspace_path.exists():
        workspace = Workspace.open(workspace_path)
    else:
        workspace = Workspace.create(workspace_path, Role.DESK, signing.new_private_key())
    with workspace:
        workspace.require(Role.DESK)
        _take(workspace, record, payload, package_path.name)
        return load_task(workspace, record.code)


def _record(manifest: Manifest, payload: TaskPayload) -> TaskRecord:
    return TaskRecord(
        code=manifest.task,
        period=manifest.period,
        deadline=payload.deadline.isoformat(),
        unit=manifest.unit,
        forms=tuple(form.code for form in manifest.forms),
        office_key=manifest.sender,
        secret=payload.secret,
    )


def _take(workspace: Workspace, record: TaskRecord, payload: TaskPayload, file: str) -> None:
    for known in workspace.tasks.all():
        _refuse_other(known, record, file)
    if workspace.tasks.get(record.code) is not None:
        if workspace.tasks.definitions(record.code) != payload.definitions:
            raise WorkspaceError(texts.TASK_CHANGED.format(task=record.code, file=file))
        return
    task = build_task(record, payload.definitions)
    with workspace.commit():
        workspace.tasks.add(record, payload.definitions)
        for cells in payload.last_year:
            form = task.form(cells.code)
            if form is not None:
                place = FormPlace(record.unit, cells.code, cells.period)
                rows = to_rows(form, cells.cells, file)
                workspace.values.add_submission(HANDED_DOWN, place, rows)


def _refuse_other(known: TaskRecord, record: TaskRecord, file: str) -> None:
    """A workspace belongs to one unit and one office."""
    if known.unit != record.unit:
        raise WorkspaceError(
            texts.TASK_OTHER_UNIT.format(file=file, found=record.unit, own=known.unit)
        )
    if known.office_key != record.office_key:
        raise WorkspaceError(texts.TASK_OTHER_OFFICE.format(file=file))


def last_year_values(workspace: Workspace, task: LoadedTask, form: str) -> Values:
    """The unit's figures of the year before: as the office handed them down, else its own."""
    place = FormPlace(task.record.unit, form, task.record.period - 1)
    return workspace.values.of_form(place, HANDED_DOWN) or workspace.values.of_form(place)
