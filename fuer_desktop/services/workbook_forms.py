"""Official forms as workbooks: out for whoever fills them in Excel or WPS."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fuer_desktop.domain.forms import Table
from fuer_desktop.formats import files, form_workbook_writing
from fuer_desktop.formats.form_workbook_writing import Filling, Printed, PrintedTable
from fuer_desktop.services import official_forms
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.last_year import last_year_values
from fuer_desktop.services.official_forms import Paper
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import form_workbook as texts
from fuer_desktop.texts import paper as paper_texts


def export_form(
    workspace: Workspace, task: LoadedTask, code: str, path: Path, *, blank: bool = False
) -> None:
    """Write one of the desk's own forms as a workbook, with its figures or without, last year's
    beside them. Raises DefinitionError for any other form, WorkspaceError where nothing can be
    written."""
    write(*gather(workspace, task, code, blank=blank), path)


def gather(
    workspace: Workspace, task: LoadedTask, code: str, *, blank: bool = False
) -> tuple[Paper, Filling]:
    """What the workbook of a desk's own form is made of; raises DefinitionError for another."""
    paper = official_forms.filled(workspace, task, code)
    values = {} if blank else paper.values or {}
    before = last_year_values(workspace, task, code)
    filling = Filling(task.record.unit, paper.year, paper.practice, values, before)
    return paper, filling


def export_empty(paper: Paper, path: Path) -> None:
    """Write a form of the catalogue that belongs to nobody yet; raises WorkspaceError."""
    write(paper, Filling(year=paper.year, practice=paper.practice), path)


def write(paper: Paper, filling: Filling, path: Path) -> None:
    """Write a form as a workbook; raises WorkspaceError."""
    data = form_workbook_writing.write_form(paper.form, _printed(paper), filling)
    files.write_whole(path, data)


def _printed(paper: Paper) -> Printed:
    """The words of the form as the printed one has them."""
    from fuer_desktop.paper.sheet import Holds, Occasion, sheet_of

    form = replace(paper.form, tables=tuple(map(_as_table, paper.form.tables)))
    sheet = sheet_of(form, Occasion(paper.unit, paper.year, paper.practice))
    tables = {}
    for table in sheet.tables:
        holds = [head.holds for head in table.heads]
        units = [line.cells[1].text for line in table.lines] if Holds.UNIT in holds else []
        said = (text for text in (table.title, table.period) if text)
        tables[table.code] = PrintedTable(
            "　　".join(said),
            [head.title for head in table.heads],
            [(line.cells[0].text, line.cells[0].indent) for line in table.lines],
            units,
        )
    left = [line for line in sheet.left if paper_texts.BOX not in line]
    return Printed(sheet.title, left, sheet.right, tables, sheet.remarks)


def _as_table(table: Table) -> Table:
    """A supplementary table as one of rows and columns, that says what it is."""
    if not table.supplement:
        return table
    title = texts.SUPPLEMENT.format(title=table.title).strip()
    return replace(table, supplement=False, title=title)
