"""A desk and what is kept of it: its file, its witness, its backups, and how they get lost."""

import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from fuer_desktop.domain.findings import FindingKey
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, number
from fuer_desktop.formats import witness
from fuer_desktop.services import (
    backing_up,
    entering,
    paths,
    restoring,
    sessions,
    undoing,
    workbook_import,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.store import database
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import EAST, TOWNSHIP, row

YEAR = 2025
PLACE = FormPlace(EAST, TOWNSHIP, YEAR)


Figures = Mapping[str, str]
"""What is typed, by row/column; nothing for 未填."""


def figure(text: str) -> DataValue:
    """A figure, or 未填."""
    return number(text) if text else BLANK


def files_of(path: Path) -> dict[str, bytes]:
    """A workspace's files as they are, without the note of who has it."""
    return {
        file.name: file.read_bytes()
        for file in path.parent.glob(path.name + "*")
        if not file.name.endswith(".holder")
    }


def sql(path: Path, *statements: str) -> None:
    """Change a file that nobody has open past everything that guards it."""
    with closing(database.open_aside(path)) as connection:
        for name in ("update", "delete"):
            connection.execute(f"DROP TRIGGER journal_is_append_only_{name}")
        for statement in statements:
            connection.execute(statement)
        for statement in database.schema_of("journal"):
            if "TRIGGER" in statement:
                connection.execute(statement)


@dataclass(frozen=True)
class Desk:
    """The desk of a township, opened for each thing that is done to it."""

    path: Path

    def open(self) -> Workspace:
        """For work, as the program does."""
        return sessions.open_workspace(self.path, "甲")

    def type(self, figures: Figures) -> None:
        """One step a cell."""
        with self.open() as workspace:
            type_into(workspace, figures)

    @property
    def cells(self) -> dict[str, str]:
        """What is entered, as plain text by row/column."""
        with Workspace.look(self.path) as workspace:
            return cells_of(workspace)

    @property
    def folder(self) -> Path:
        """The folder of its witness."""
        [folder] = paths.kept_for(self.path, "witness")
        return folder

    @property
    def witness(self) -> Path:
        """The witness that it goes on with."""
        return witness.generations(self.folder)[-1]

    @property
    def notices(self) -> list[str]:
        """What a person is told who opens it now."""
        with self.open() as workspace:
            return workspace.notices

    @property
    def backups(self) -> list[restoring.Kept]:
        """The backups that are there, the oldest first."""
        return sorted(restoring.sources(self.path).backups, key=lambda kept: kept.backup.number)

    def back_up(self) -> restoring.Kept:
        """Make one by hand."""
        with self.open() as workspace:
            made = backing_up.back_up(workspace, backing_up.Reason.BY_HAND)
            return restoring.Kept(backing_up.folder_of(workspace) / made.name, made)

    def restore(self, source) -> restoring.Restored:
        """Get it back, whatever that changes."""
        done = restoring.restore(self.path, source, lambda _: True)
        assert done is not None
        return done

    def keep_aside(self, name: str) -> Path:
        """A copy of the closed file somewhere else, as a person makes one."""
        return Path(shutil.copy(self.path, self.path.with_suffix(f".{name}")))

    def lose(self) -> None:
        """The file is gone, with everything beside it."""
        for file in self.path.parent.glob(self.path.name + "*"):
            file.unlink()


def key(name: str) -> CellKey:
    """A cell by row/column."""
    return CellKey("1", *name.split("/"))


def cells_of(workspace: Workspace) -> dict[str, str]:
    """The figures of the form as plain text by row/column."""
    found = workspace.values.of_form(PLACE)
    return {f"{key.row}/{key.column}": value.plain for key, value in found.items()}


def type_into(workspace: Workspace, figures: Figures) -> None:
    """One step a cell."""
    for name, text in figures.items():
        workspace.values.put(PLACE, {key(name): (figure(text), 0)}, How.TYPED)


def paste_into(workspace: Workspace, figures: Figures) -> None:
    """All cells in one step."""
    changes = {key(name): (figure(text), 0) for name, text in figures.items()}
    workspace.values.put(PLACE, changes, How.PASTED)


def take_workbook_into(workspace: Workspace, figures: Figures) -> None:
    """All cells in one step, as a workbook's preview was confirmed."""
    values = {key(name): figure(text) for name, text in figures.items()}
    workbook_import.apply(workspace, load_task(workspace), {TOWNSHIP: values}, "表.xlsx")


def import_into(workspace: Workspace, file: str, figures: Figures) -> None:
    """All cells in one step, from a file of rows."""
    rows = [row(EAST, YEAR, name, text) for name, text in figures.items()]
    entering.fill(workspace, load_task(workspace), rows, file)


def reason_key(name: str) -> FindingKey:
    """The finding of the township's rule R05 at a cell by row/column, whose figure is 41."""
    return FindingKey("TF-XZ01.R05", (key(name),), Decimal(41), Decimal(40))


def explain_into(workspace: Workspace, reasons: Mapping[str, str]) -> None:
    """Reasons of findings by row/column, all in one step."""
    with workspace.commit(How.EXPLAINED):
        workspace.findings.explain(PLACE, {reason_key(n): said for n, said in reasons.items()})


def reasons_of(workspace: Workspace) -> dict[str, str]:
    """The reasons that are given now, by row/column."""
    found = workspace.findings.explanations(PLACE).values()
    return {f"{e.cells[0].row}/{e.cells[0].column}": e.reason for e in found}


def undo(workspace: Workspace) -> str:
    """Take the last step back; returns what is said."""
    return undoing.undo(workspace, load_task(workspace)).sentence


def redo(workspace: Workspace) -> str:
    """Do it again; returns what is said."""
    return undoing.redo(workspace, load_task(workspace)).sentence
