"""Versions that the office gave back: the desk settles them cell by cell and hands in one version
that contains them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fuer_desktop.domain.errors import EntryError, PackageError
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.projection import Projection
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue
from fuer_desktop.domain.versions import Version
from fuer_desktop.formats import packages
from fuer_desktop.formats.package_contents import Cell
from fuer_desktop.formats.packages import Package
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.kept_packages import read_kept
from fuer_desktop.services.older_forms import Revisions
from fuer_desktop.store.decisions import OPEN, RETURN, SETTLED, Answer
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import matters as texts


@dataclass(frozen=True, slots=True)
class ReturnedCell:
    """A cell that versions differ in: what each says, in their order, and what stands here."""

    form: Form
    key: CellKey
    values: tuple[DataValue, ...]
    here: DataValue


@dataclass(frozen=True, slots=True)
class Returned:
    """A return that is not settled. ``versions`` are the numbers of those that it is about."""

    digest: str
    at: str
    reason: str
    versions: tuple[int, ...]
    cells: tuple[ReturnedCell, ...]


def open_returns(workspace: Workspace, task: LoadedTask) -> list[Returned]:
    """What has to be settled, the oldest first."""
    return [
        Returned(
            answer.digest,
            content.at,
            content.reason,
            tuple(version.version for version in content.versions),
            tuple(cells_of(workspace, task, package)),
        )
        for answer, package in _returns(workspace, task)
        if answer.state == OPEN
        for content in [packages.return_of(package)]
    ]


def settle(workspace: Workspace, task: LoadedTask, digest: str) -> None:
    """Every cell was looked at: the next version contains what was given back."""
    workspace.require(Role.DESK)
    for answer in workspace.decisions.answers(task.code, task.record.unit):
        if answer.digest == digest and answer.state == OPEN:
            package = workspace.decisions.answer_package(digest)
            with workspace.commit(How.ANSWERED):
                workspace.decisions.put_answer(replace(answer, state=SETTLED), package)
                workspace.journal.note(answer.unit, period=task.record.period, about=digest)


def returned_versions(workspace: Workspace, task: LoadedTask) -> list[Version]:
    """The versions of all returns that were settled."""
    return [
        Version(version.digest, version.version, frozenset(version.ancestors))
        for answer, package in _returns(workspace, task)
        if answer.state == SETTLED
        for version in packages.return_of(package).versions
    ]


def cells_of(workspace: Workspace, task: LoadedTask, package: Package) -> list[ReturnedCell]:
    """What the versions of a return differ in, by the forms in force here: a cell that was closed
    since, or became a part of another, is left out. Raises PackageError where the return is by
    forms that are not known here, or has what those do not hold."""
    revisions = Revisions(workspace, task)
    sentence = texts.RETURN_OTHER_FORMS.format(file=package.file)
    refusal: PackageError | None = None
    for revision in revisions.matching(package.manifest):
        try:
            return list(_cells(workspace, revisions, revision, package))
        except PackageError as error:  # lists of members change without the form
            refusal = refusal or error
    raise refusal or PackageError(sentence)


def _cells(
    workspace: Workspace, revisions: Revisions, revision: int, package: Package
) -> Iterator[ReturnedCell]:
    unit, task = package.manifest.unit, revisions.at(revisions.in_force)
    before, now = (revisions.forms_of(of, unit) for of in (revision, revisions.in_force))
    for each in packages.return_of(package).differences:
        key = CellKey(each.table, each.row, each.column)
        form = before.get(each.form)
        if form is None or key not in form.typed_cells:
            raise PackageError(texts.UNKNOWN_CELL_IN_RETURN.format(file=package.file))
        values = [_value(form, key, cell, package.file) for cell in each.values]
        if revision == revisions.in_force:
            yield _returned(workspace, task, (form, key), values)
        elif each.form in now:
            projection = revisions.projection(revision, unit, each.form)
            yield from _moved(workspace, task, (projection, key), values)


def _moved(
    workspace: Workspace,
    task: LoadedTask,
    was: tuple[Projection, CellKey],
    values: Sequence[DataValue],
) -> Iterator[ReturnedCell]:
    projection, key = was
    for new, cells in projection.origins.items():
        if cells == (key,):
            moved = [projection.project({key: value}).values.get(new, BLANK) for value in values]
            yield _returned(workspace, task, (projection.target, new), moved)


def _returned(
    workspace: Workspace,
    task: LoadedTask,
    where: tuple[Form, CellKey],
    values: Sequence[DataValue],
) -> ReturnedCell:
    form, key = where
    place = FormPlace(task.record.unit, form.code, task.record.period)
    return ReturnedCell(form, key, tuple(values), workspace.values.get(place, key))


def _value(form: Form, key: CellKey, cell: Cell | None, file: str) -> DataValue:
    if cell is None:
        return BLANK
    try:
        value, _ = form.read(key, cell.number, cell.kind, cell.reason, cell.note)
    except EntryError as error:
        raise PackageError(texts.UNKNOWN_CELL_IN_RETURN.format(file=file)) from error
    if CellKey(cell.table, cell.row, cell.column) != key:
        raise PackageError(texts.UNKNOWN_CELL_IN_RETURN.format(file=file))
    return value


def _returns(workspace: Workspace, task: LoadedTask) -> Iterator[tuple[Answer, Package]]:
    for answer in workspace.decisions.answers(task.code, task.record.unit):
        if answer.kind == RETURN:
            data = workspace.decisions.answer_package(answer.digest)
            yield answer, read_kept(workspace, data, "return")
