"""Versions that the office gave back: the desk settles them cell by cell and hands in one version
that contains them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue
from fuer_desktop.domain.versions import Version
from fuer_desktop.formats import packages
from fuer_desktop.formats.package_contents import Cell, ReturnPayload
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.kept_packages import read_kept
from fuer_desktop.store.decisions import OPEN, RETURN, SETTLED, Answer
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace


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
            tuple(_cells(workspace, task, content)),
        )
        for answer, content in _returns(workspace, task)
        if answer.state == OPEN
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
        for answer, content in _returns(workspace, task)
        if answer.state == SETTLED
        for version in content.versions
    ]


def _returns(workspace: Workspace, task: LoadedTask) -> Iterator[tuple[Answer, ReturnPayload]]:
    for answer in workspace.decisions.answers(task.code, task.record.unit):
        if answer.kind == RETURN:
            data = workspace.decisions.answer_package(answer.digest)
            yield answer, packages.return_of(read_kept(workspace, data, "return"))


def _cells(
    workspace: Workspace, task: LoadedTask, content: ReturnPayload
) -> Iterator[ReturnedCell]:
    forms = {form.code: form for form in task.own_forms}
    for each in content.differences:
        form = forms[each.form]
        key = CellKey(each.table, each.row, each.column)
        place = FormPlace(task.record.unit, form.code, task.record.period)
        values = tuple(_value(form, key, cell) for cell in each.values)
        yield ReturnedCell(form, key, values, workspace.values.get(place, key))


def _value(form: Form, key: CellKey, cell: Cell | None) -> DataValue:
    if cell is None:
        return BLANK
    return form.read(key, cell.number, cell.kind, cell.reason, cell.note)[0]
