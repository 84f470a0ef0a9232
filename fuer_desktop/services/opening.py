"""A desk opens its task package: into a new workspace, or into the one that is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fuer_desktop.domain.errors import FuerError, PackageError, WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.formats import files, packages, signing
from fuer_desktop.formats.package_contents import Manifest, TaskPayload
from fuer_desktop.services import following, office_trust
from fuer_desktop.services.catalogues import LoadedTask, build_task, load_task
from fuer_desktop.services.figures import to_rows
from fuer_desktop.services.manifests import kept_of_key
from fuer_desktop.services.sessions import (
    create_workspace,
    open_workspace,
    refuse_lost,
    undo_creation,
)
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.values import CellRow
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import packages as texts
from fuer_desktop.texts import revisions as texts_of_revisions


def open_task(
    package_path: Path, workspace_path: Path, tell: Callable[[str], None] = lambda _: None
) -> LoadedTask:
    """Take a task package into the workspace, which is made if it is not there.

    The package is verified and its definitions read before anything is written; raises
    PackageError, DefinitionError or WorkspaceError. ``tell`` hears what was odd about the
    workspace, and what a later revision of a task that is there changes; the same one again, or an
    older one, changes nothing.
    """
    package = packages.read(
        files.read_package_bytes(package_path), package_path.name, wanted="task"
    )
    payload = packages.task_of(package)
    record = _record(package.manifest, payload)
    last_year = _last_year(record, payload, package_path.name)
    office_trust.require_sound(package.manifest, package_path.name)
    is_new = not workspace_path.exists()
    refuse_lost(workspace_path)
    if is_new:
        workspace = create_workspace(workspace_path, Role.DESK, signing.new_private_key())
    else:
        workspace = open_workspace(workspace_path)
    try:
        with workspace:
            for notice in workspace.notices:
                tell(notice)
            workspace.require(Role.DESK)
            brought = (package.manifest, payload, last_year)
            for said in _take(workspace, brought, package_path.name):
                tell(said)
            return load_task(workspace, record.code)
    except FuerError:
        if is_new:
            undo_creation(workspace_path)
        raise


_LastYear = list[tuple[FormPlace, list[CellRow]]]


def _last_year(record: TaskRecord, payload: TaskPayload, file: str) -> _LastYear:
    """Last year's rows, after making sure that the whole package can be used."""
    task = build_task(record, payload.definitions)
    unit = task.place.unit(record.unit)
    if unit is None or len(task.forms_of(unit)) != len(record.forms):
        raise PackageError(texts.UNKNOWN_UNIT.format(file=file, unit=record.unit))
    found: dict[str, tuple[FormPlace, list[CellRow]]] = {}
    for cells in payload.last_year:
        form = task.form(cells.code)
        if form is None or cells.code in found:
            raise PackageError(texts.OTHER_FORMS.format(file=file, form=cells.code))
        place = FormPlace(record.unit, cells.code, cells.period)
        found[cells.code] = (place, to_rows(form, cells.cells, file))
    return list(found.values())


def _record(manifest: Manifest, payload: TaskPayload) -> TaskRecord:
    return TaskRecord(
        code=manifest.task,
        period=manifest.period,
        deadline=payload.deadline.isoformat(),
        unit=manifest.unit,
        forms=tuple(form.code for form in manifest.forms),
        office_key=manifest.sender,
        secret=payload.secret,
        revision=manifest.version,
        office=kept_of_key(manifest.office),
    )


def _take(
    workspace: Workspace, brought: tuple[Manifest, TaskPayload, _LastYear], file: str
) -> list[str]:
    """Take the task in, or a later revision of it; returns what to tell of that."""
    manifest, payload, last_year = brought
    record = _record(manifest, payload)
    known = workspace.tasks.all()
    if known and known[0].unit != record.unit:
        words = {"found": record.unit, "own": known[0].unit}
        raise WorkspaceError(texts.TASK_OTHER_UNIT.format(file=file, **words))
    with workspace.commit(How.TASK_OPENED, file):
        if known:
            office = office_trust.accept(workspace, known[0], manifest, file)
            record = replace(record, office_key=office.office_key, office=office.office)
        here = workspace.tasks.get(record.code)
        if here is None:
            workspace.tasks.add(record, payload.definitions)
            for place, rows in last_year:
                workspace.values.add_handed_down(place, rows)
            return []
        if record.revision == here.revision:
            return _take_again(workspace, here, (record, payload), file)
    if record.revision < here.revision:
        sentence = texts_of_revisions.OLDER_REVISION
        return [sentence.format(file=file, task=record.code, number=here.revision - 1)]
    before = load_task(workspace, record.code)
    after = LoadedTask(record, payload.definitions, build_task(record, payload.definitions))
    return following.follow(workspace, before, after, last_year, file)


def _take_again(
    workspace: Workspace, known: TaskRecord, brought: tuple[TaskRecord, TaskPayload], file: str
) -> list[str]:
    """A task that is there stays as it is, but for the secret of an office that had to begin again
    from its recovery sheet."""
    record, payload = brought
    if workspace.tasks.definitions(record.code) != payload.definitions:
        raise WorkspaceError(texts.TASK_CHANGED.format(task=record.code, file=file))
    if known.secret != record.secret:
        workspace.tasks.update(replace(known, secret=record.secret))
    return [texts_of_revisions.SAME_REVISION.format(task=record.code)]
