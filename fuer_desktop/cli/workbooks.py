"""Commands for official forms as workbooks: out, looked through, and in."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from fuer_desktop.cli.output import ATTENTION, DONE, open_workspace, put_rows, say
from fuer_desktop.domain.values import DataValue
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.formats.form_workbook_reading import FormsFound
from fuer_desktop.services import official_forms, workbook_forms, workbook_import
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.workbook_import import WRITES, Compared, ImportLine, Preview
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import cli as texts

FIELDS = ("form", "table", "row", "column", "name", "sheet", "cell", "class", "old", "new", "said")


def export_workbook(arguments: Namespace) -> int:
    """One form as a workbook: of a desk, or empty of the catalogue."""
    if arguments.workspace is None:
        where = (arguments.catalogue, arguments.code, arguments.place)
        workbook_forms.export_empty(official_forms.blank(*where, arguments.year), arguments.out)
    else:
        with open_workspace(arguments.workspace) as workspace:
            task = load_task(workspace, arguments.task)
            workbook_forms.export_form(
                workspace, task, arguments.code, arguments.out, blank=arguments.blank
            )
    say(texts.WORKBOOK_WRITTEN.format(form=arguments.code, path=arguments.out))
    return DONE


def import_workbook(arguments: Namespace) -> int:
    """What a workbook would change, cell by cell; with ``--apply`` it is entered."""
    path: Path = arguments.workbook
    with open_workspace(arguments.workspace) as workspace:
        workspace.require(Role.DESK)
        task = load_task(workspace, arguments.task)
        found = workbook_import.read_workbook(task, path)
        shown = list(previews(workspace, task, found))
        put_rows(
            FIELDS, (row_of(each, line) for each in shown for line in each.lines), arguments.out
        )
        for note in found.notes:
            say(note)
        if arguments.marked is not None:
            _mark(workspace, task, shown, arguments)
        if arguments.apply:
            wanted = (*WRITES, Compared.BLANK) if arguments.clear_blanks else WRITES
            chosen = {
                each.form.code: workbook_import.values_of(
                    line for line in each.lines if line.compared in wanted
                )
                for each in shown
            }
            workbook_import.apply(workspace, task, chosen, path.name)
            say(texts.WORKBOOK_APPLIED.format(cells=sum(map(len, chosen.values()))))
    for each in shown:
        counts = "、".join(f"{kind.label}{each.counts[kind]}" for kind in Compared)
        say(texts.WORKBOOK_COUNTS.format(form=each.form.title, counts=counts))
    wrong = any(each.counts[c] for each in shown for c in (Compared.WRONG, Compared.UNSETTLED))
    return ATTENTION if wrong or not shown else DONE


def previews(workspace: Workspace, task: LoadedTask, found: FormsFound) -> Iterator[Preview]:
    """What importing a workbook would do to each of the desk's forms that is in it."""
    for form in task.own_forms:
        if form.code in found.cells:
            place = FormPlace(task.record.unit, form.code, task.record.period)
            yield workbook_import.preview(form, found, workspace.values.of_form(place))


def row_of(shown: Preview, line: ImportLine) -> Sequence[str]:
    """A cell of a workbook in the shape of FIELDS."""
    about = (cell_name(shown.form, line.key), line.found.sheet, line.found.address)
    new = _text(line.new) if line.new is not None else line.found.said.text
    said = (line.compared.label, _text(line.old), new, line.said)
    return (shown.form.code, *line.key, *about, *said)


def _text(value: DataValue) -> str:
    return value.plain or value.text


def _mark(
    workspace: Workspace, task: LoadedTask, shown: Sequence[Preview], arguments: Namespace
) -> None:
    marks = [
        mark
        for each in shown
        for mark in workbook_import.marks_of(
            each, workbook_import.findings_after(workspace, task, each)
        )
    ]
    workbook_import.marked_copy(arguments.workbook, arguments.marked, marks)
    say(texts.WORKBOOK_MARKED.format(count=len(marks), path=arguments.marked))
