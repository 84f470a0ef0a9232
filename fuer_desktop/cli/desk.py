"""Commands of a reporting unit's desk."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from fuer_desktop.cli.output import ATTENTION, DONE, open_workspace, put_rows, say
from fuer_desktop.formats import files, rows
from fuer_desktop.services import checking, counting, entering, opening, submitting
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.sealing_for import cover_of
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import cli as texts
from fuer_desktop.texts import paper_desk as paper_texts


def open_task(arguments: Namespace) -> int:
    """Take a task package into a workspace."""
    task = opening.open_task(arguments.package, arguments.workspace, say)
    say(
        texts.TASK_OPENED.format(
            unit=task.own_unit.name,
            task=task.code,
            deadline=task.task.deadline,
            forms="、".join(form.code for form in task.own_forms),
            workspace=arguments.workspace,
        )
    )
    return DONE


def fill(arguments: Namespace) -> int:
    """Enter a file of cell rows."""
    text = files.read_table_text(arguments.rows)
    with open_workspace(arguments.workspace) as workspace:
        task = load_task(workspace, arguments.task)
        name = arguments.rows.name
        filled = entering.fill(workspace, task, rows.read_cells(text, name), name)
    say(texts.FILLED.format(cells=filled.cells, forms="、".join(filled.forms)))
    return DONE


def check(arguments: Namespace) -> int:
    """List findings, and keep them on record."""
    with open_workspace(arguments.workspace) as workspace:
        found = checking.record_run(workspace, load_task(workspace, arguments.task))
    put_rows(rows.FINDING_FIELDS, (placed.row for placed in found), arguments.out)
    blocking = sum(placed.finding.blocks for placed in found)
    template = texts.CHECKED if blocking else texts.CHECKED_CLEAN
    say(template.format(count=len(found), blocking=blocking))
    return ATTENTION if blocking else DONE


def findings(arguments: Namespace) -> int:
    """List the findings that are on record, those that are gone if asked for."""
    with open_workspace(arguments.workspace) as workspace:
        task = load_task(workspace, arguments.task)
        found = list(checking.record_rows(workspace, task, with_gone=arguments.all))
    put_rows(rows.RECORD_FIELDS, found, arguments.out)
    return DONE


def export(arguments: Namespace) -> int:
    """Write the unit's submission."""
    signatories = {name: vars(arguments)[name] for name in ("head", "statistics_head", "filler")}
    with open_workspace(arguments.workspace) as workspace:
        task = load_task(workspace, arguments.task)
        exported = submitting.export(workspace, task, signatories, arguments.out)
    template = texts.EXPORTED_AGAIN if exported.again else texts.EXPORTED
    say(template.format(version=exported.version, path=exported.path))
    for more in (cover_of(task).sentence, exported.warning):
        if more:
            say(more)
    return DONE


def values(arguments: Namespace) -> int:
    """List cells: the desk's own, or all that count at the office."""
    with open_workspace(arguments.workspace) as workspace:
        task = load_task(workspace, arguments.task)
        found = list(_cell_rows(workspace, task))
        is_office = workspace.role is Role.OFFICE
    put_rows(rows.COUNTED_FIELDS if is_office else rows.CELL_FIELDS, found, arguments.out)
    return DONE


def _cell_rows(workspace: Workspace, task: LoadedTask) -> Iterator[tuple[str, ...]]:
    period = task.record.period
    is_office = workspace.role is Role.OFFICE
    counted = counting.counted_values(workspace, period) if is_office else {}
    paper = counting.units_on_paper(workspace, period) if is_office else frozenset()
    given = checking.reasons_by_cell(checking.check_all(workspace, task))
    units = task.task.reporting_units if is_office else (task.own_unit,)
    for unit in units:
        mark = (paper_texts.NAME if unit.code in paper else "",) if is_office else ()
        for form in task.task.forms_of(unit):
            if is_office:
                cells = counted.get(unit.code, {}).get(form.code, {})
            else:
                cells = workspace.values.of_form(FormPlace(unit.code, form.code, period))
            for key in form.typed_cells:
                if key in cells:
                    value = cells[key]
                    reason = value.reason or given.get((unit.code, form.code, key), "")
                    about = (value.plain, value.kind.value, reason, value.note)
                    yield (unit.code, form.code, str(period), *key, *about, *mark)
