"""A desk that the office keeps for a unit without the program: its stamped papers are keyed there.

It is a desk like any other, with the unit's own task and last year's figures, so that all checks,
second keying and the official workbook are there. Nothing can be exported from it: what was keyed
is taken in by the office (``paper_receiving``), signed by the office and marked. Its own key signs
nothing that counts, so that the office's key stays in one file.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.versions import UNDECIDED, counted
from fuer_desktop.formats import files
from fuer_desktop.services import designing, opening, paths
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.paper_check import unit_of
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import paper_desk as texts


def path_of(office: Path, unit: str) -> Path:
    """Where an office keeps the desk of a unit: beside its own workspace, called after it."""
    path = office.resolve()
    folder = path.with_name(texts.FOLDER.format(workspace=path.stem))
    return folder / f"{unit}{paths.WORKSPACE_ENDING}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A desk that is ready to be worked at, and what a person should know of it."""

    path: Path
    notice: str


def prepare(office: Workspace, task: LoadedTask, unit: str) -> Prepared:
    """Make the desk of a unit, or bring the one that is there to the task as it is now; what was
    keyed stays. Raises WorkspaceError."""
    office.require(Role.OFFICE)
    office.require_original()
    filer = unit_of(task, unit)
    path = path_of(office.path, unit)
    package = designing.package_for_paper(office, task, filer)
    with tempfile.TemporaryDirectory(prefix="fuer-") as folder:
        file = Path(folder) / texts.TASK_FILE.format(unit=unit)
        files.write_whole(file, package.data)
        opening.open_task(file, path)
    with open_workspace(path) as desk:
        where = os.path.relpath(office.path.resolve(), path.parent)
        said = json.dumps({"office": where, "identity": office.identity}, ensure_ascii=False)
        if desk.paper_desk != said:
            with desk.commit(How.TASK_OPENED, office.path.name):
                desk.set_paper_desk(said)
        notice = _notice(office, desk, (task, filer))
    return Prepared(path, notice)


def _notice(office: Workspace, desk: Workspace, of: tuple[LoadedTask, ReportingUnit]) -> str:
    """What keeps a paper of the unit from being taken in as things stand, or that what counts was
    not keyed here."""
    task, filer = of
    records = office.submissions.of_task(task.code, [filer.code]).get(filer.code, [])
    decided = office.decisions.decided(task.code).get(filer.code, UNDECIDED)
    version = counted([record.version for record in records], decided)
    own = desk.submissions.of_task(task.code).get(filer.code, [])
    if version is None:
        return texts.CONFLICT_FIRST.format(unit=filer.name) if records else ""
    words = {"unit": filer.name, "version": version.number}
    if version.digest == decided.accepted:
        return texts.ACCEPTED_FIRST.format(**words)
    is_own = version.digest in {record.version.digest for record in own}
    return "" if is_own else texts.BEHIND.format(**words)


def office_path(desk: Workspace) -> Path:
    """The workspace of the office that keeps this desk; raises WorkspaceError where this is no
    such desk, and where the office's file is not there."""
    path = _said_office(desk)
    if not path.exists():
        folder = desk.path.resolve().parent.name
        raise WorkspaceError(texts.OFFICE_LOST.format(path=path, folder=folder))
    return path


def require_pair(desk: Workspace, office: Workspace) -> None:
    """Raise WorkspaceError unless this is the office that keeps this desk."""
    _said_office(desk)
    office.require(Role.OFFICE)
    if json.loads(desk.paper_desk)["identity"] != office.identity:
        raise WorkspaceError(texts.OTHER_OFFICE.format(path=office.path))


def _said_office(desk: Workspace) -> Path:
    if not desk.paper_desk:
        raise WorkspaceError(texts.NOT_ONE.format(path=desk.path))
    where: str = json.loads(desk.paper_desk)["office"]
    return (desk.path.resolve().parent / where).resolve()
