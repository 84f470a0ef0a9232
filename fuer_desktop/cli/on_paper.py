"""The command by which an office takes in a unit's stamped paper or workbook."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from fuer_desktop.cli import workbooks
from fuer_desktop.cli.output import ATTENTION, DONE, open_workspace, put_rows, say
from fuer_desktop.domain.errors import WorkbookError
from fuer_desktop.formats import files, rows
from fuer_desktop.services import entering, paper_desk, paper_receiving, workbook_import
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.paper_receiving import Said
from fuer_desktop.services.workbook_import import WRITES, Compared, Preview
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import paper_desk as texts

_UNREAD = (Compared.WRONG, Compared.UNSETTLED)


def take_in_paper(arguments: Namespace) -> int:
    """Key a unit's workbooks or rows at the desk that the office keeps for it, and take them in."""
    with open_workspace(arguments.workspace) as office:
        code = load_task(office, arguments.task).code
        prepared = paper_desk.prepare(office, load_task(office, code), arguments.unit)
    if prepared.notice:
        say(prepared.notice)
    with open_workspace(prepared.path) as desk:
        task = load_task(desk, code)
        if not _key(desk, task, arguments):
            return ATTENTION
        if told := paper_receiving.for_the_unit(desk, code):
            print(told, flush=True)
        received = paper_receiving.receive_at_desk(desk, _said(arguments, code))
    say(received.line)
    if received.warning:
        say(received.warning)
    if arguments.out is not None and received.data:
        say(texts.SAVED.format(path=paper_receiving.save(received, arguments.out)))
    return DONE


def _said(arguments: Namespace, task: str) -> Said:
    names = ("head", "statistics_head", "filler")
    return Said(
        by=arguments.by,
        seen=arguments.seen,
        signatories={name: vars(arguments)[name] for name in names},
        checks=tuple(arguments.check),
        told=arguments.told,
        despite=arguments.despite,
        task=task,
    )


def _key(desk: Workspace, task: LoadedTask, arguments: Namespace) -> bool:
    """Enter what was given; False where a workbook has cells that cannot be read, and then nothing
    is entered."""
    if arguments.rows is not None:
        text = files.read_table_text(arguments.rows)
        name = arguments.rows.name
        entering.fill(desk, task, rows.read_cells(text, name), name)
    shown = [(path, _previews(desk, task, path)) for path in arguments.workbook]
    unread = [
        (path, each, line)
        for path, previews in shown
        for each in previews
        for line in each.lines
        if line.compared in _UNREAD
    ]
    if unread:
        found = (workbooks.row_of(each, line) for _, each, line in unread)
        put_rows(workbooks.FIELDS, found, None)
        for path in dict.fromkeys(path for path, _, _ in unread):
            count = sum(of == path for of, _, _ in unread)
            say(texts.PROBLEMS.format(file=path.name, count=count))
        return False
    for path, previews in shown:
        _apply(desk, task, path, previews)
    return True


def _previews(desk: Workspace, task: LoadedTask, path: Path) -> list[Preview]:
    found = workbook_import.read_workbook(task, path)
    for note in found.notes:
        say(note)
    shown = list(workbooks.previews(desk, task, found))
    if not shown:
        raise WorkbookError(texts.NO_FORMS.format(file=path.name, unit=task.own_unit.name))
    return shown


def _apply(desk: Workspace, task: LoadedTask, path: Path, previews: list[Preview]) -> None:
    """The forms as the workbook has them: what is blank there is blank here."""
    wanted = (*WRITES, Compared.BLANK)
    chosen = {
        each.form.code: workbook_import.values_of(
            line for line in each.lines if line.compared in wanted
        )
        for each in previews
    }
    workbook_import.apply(desk, task, chosen, path.name)
