"""The office designs a task and hands each unit its package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.values import Values
from fuer_desktop.formats import definitions, files, package_contents, packages, signing
from fuer_desktop.services import catalogues, office_keys, revising
from fuer_desktop.services.catalogues import PLACE, LoadedTask
from fuer_desktop.services.figures import to_cells
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.last_year import LastYear, office_last_year
from fuer_desktop.services.manifests import form_refs, manifest_of
from fuer_desktop.services.revising import Revision, keep_secrets, revision_of, with_earlier
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import packages as texts
from fuer_desktop.texts import revisions as revision_texts


def new_office(path: Path) -> str:
    """Make an office's workspace with its keys; refuses a path that exists. Returns the recovery
    code, which nothing keeps (``office_keys``)."""
    return office_keys.new_office(path)


@dataclass(frozen=True, slots=True)
class TaskDesign:
    """What an office decides about a task: units, catalogue, year and deadline. Definitions of its
    own (``catalogues.own_folder``) stand beside the catalogue and before what is in it."""

    units_file: Path
    catalogue: Path
    period: int
    deadline: date


def make_task(
    workspace: Workspace, design: TaskDesign, out: Path, job: Job, *, revise: bool = False
) -> list[Path]:
    """Add the task to the office's workspace and write one package for each unit into ``out``.

    A task made again gives its packages once more, with last year's figures as they count now. One
    that differs from what was handed out is its next revision, if the caller says so.
    One office has one place, so that practice and the real thing never meet in one workspace.
    Returns the paths in the order of the units; raises DefinitionError or WorkspaceError.
    """
    workspace.require(Role.OFFICE)
    record, task_texts = _record(workspace, design)
    task = catalogues.build_task(record, task_texts)
    units = task.reporting_units
    if not units:
        raise WorkspaceError(texts.NOBODY_FILES)
    _store(workspace, (record, task_texts, units), job, revise=revise)
    stored = workspace.tasks.get(record.code)
    assert stored is not None  # it was just put there
    return _hand_out(workspace, LoadedTask(stored, task_texts, task), out, job)


def next_revision(workspace: Workspace, design: TaskDesign) -> Revision | None:
    """What the design changes in the task that was handed out; None where there is no such task,
    or nothing changes. Raises DefinitionError or WorkspaceError."""
    workspace.require(Role.OFFICE)
    record, task_texts = _record(workspace, design)
    if workspace.tasks.get(record.code) is None:
        return None
    return revision_of(workspace, record, task_texts)


def _hand_out(workspace: Workspace, loaded: LoadedTask, out: Path, job: Job) -> list[Path]:
    task, units = loaded.task, loaded.task.reporting_units
    before = office_last_year(workspace, task)
    secrets = workspace.tasks.secrets(loaded.code)
    written = []
    for number, unit in enumerate(units, start=1):
        handed = _HandedOut(loaded, unit, _last_year(before, loaded, unit))
        package = _package(workspace, handed, secrets[unit.code])
        path = out / _file_name(loaded, unit)
        files.write_whole(path, package.data)
        written.append(path)
        job.step(number, len(units), unit.name)
    return written


def _file_name(task: LoadedTask, unit: ReportingUnit) -> str:
    """Names are for people and decide nothing."""
    number = task.record.revision - 1
    revised = revision_texts.FILE_REVISED.format(number=number) if number else ""
    return f"{task.code}_{unit.code}_任务{revised}.fuer"


def _record(workspace: Workspace, design: TaskDesign) -> tuple[TaskRecord, dict[str, str]]:
    units_text = files.read_text(design.units_file)
    place = definitions.read_place(design.units_file.name, units_text)
    own = catalogues.own_texts(workspace.path)
    shipped = catalogues.shipped_texts(design.catalogue) | own
    code = task_code(place.code, design.period)
    # What only earlier revisions asked is declared, so that indicators may still name it.
    shipped = with_earlier(workspace, code, shipped) | shipped
    also = catalogues.forms_among(own)
    task_texts = catalogues.selected_texts(shipped, place.follows, design.period, also)
    definitions.read_catalogue(task_texts, complete=False)  # every problem now, not at a desk
    task_texts[PLACE] = units_text
    task_texts = with_earlier(workspace, code, task_texts)
    record = TaskRecord(
        code=code,
        period=design.period,
        deadline=design.deadline.isoformat(),
        unit="",
        forms=tuple(catalogues.forms_among(task_texts)),
        office_key=signing.public_key_of(workspace.private_key),
        secret="",
    )
    return record, task_texts


def task_code(place: str, year: int) -> str:
    """A task is known by its place and year."""
    return f"{place}-{year}"


def _store(
    workspace: Workspace,
    made: tuple[TaskRecord, Mapping[str, str], tuple[ReportingUnit, ...]],
    job: Job,
    *,
    revise: bool,
) -> None:
    record, task_texts, units = made
    place = record.code.rpartition("-")[0]
    for other in workspace.tasks.all():
        if other.code.rpartition("-")[0] != place:
            raise WorkspaceError(texts.OTHER_PLACE.format(task=record.code, other=other.code))
    if workspace.tasks.get(record.code) is None:
        with workspace.commit(How.TASK_MADE):
            workspace.tasks.add(record, task_texts)
            keep_secrets(workspace, record.code, units)
    elif (revision := revision_of(workspace, record, task_texts)) is not None:
        if not revise:
            raise WorkspaceError(texts.TASK_DIFFERS.format(task=record.code))
        revising.revise(workspace, revision, job)


def package_for_paper(
    workspace: Workspace, task: LoadedTask, unit: ReportingUnit
) -> packages.Written:
    """The task of one unit as its own package has it, for a desk that the office keeps for it. The
    secret is another: nothing that is signed there may ever pass for the unit's own."""
    last_year = _last_year(office_last_year(workspace, task.task), task, unit)
    return _package(workspace, _HandedOut(task, unit, last_year), signing.new_secret())


def _last_year(before: LastYear, task: LoadedTask, unit: ReportingUnit) -> dict[str, Values]:
    return {form.code: before.of_form(unit, form) for form in task.task.forms_of(unit)}


@dataclass(frozen=True, slots=True)
class _HandedOut:
    """What goes into one unit's package."""

    task: LoadedTask
    unit: ReportingUnit
    last_year: Mapping[str, Values]


def _package(workspace: Workspace, handed: _HandedOut, secret: str) -> packages.Written:
    task, unit = handed.task.task, handed.unit
    content = package_contents.TaskPayload(
        deadline=task.deadline,
        secret=secret,
        definitions=dict(handed.task.texts),
        last_year=[
            to_cells(form, task.period.previous.year, handed.last_year[form.code])
            for form in task.forms_of(unit)
        ],
    )
    refs = form_refs(task, unit, handed.task.form_digests)
    manifest = manifest_of(workspace, "task", task, unit.code, refs)
    revised = package_contents.replaced(manifest, version=handed.task.record.revision)
    return packages.make(revised, content, workspace.private_key)
