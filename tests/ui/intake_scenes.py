"""What passes from hand to hand, at the office and at a desk, in every state."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast
from unittest.mock import patch

from PySide6.QtWidgets import QWidget

from fuer_desktop.formats.rows import CellRow
from fuer_desktop.services import (
    conflicts,
    entering,
    opening_answers,
    receipts,
    sessions,
    submitting,
    taking_in,
    undoing_intake,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.receipts import Giving
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.ui.pages.board_receipts import ReceiptTools
from fuer_desktop.ui.pages.office_board import BoardPage
from fuer_desktop.ui.pages.office_intake import IntakePage
from fuer_desktop.ui.pages.office_matters import MattersPage
from fuer_desktop.ui.returned import ReturnedDialog
from tests.services.intake import packed_anew, without_signature

if TYPE_CHECKING:
    from tests.ui.scenes import Play, Stage, World

TOWN, DEPARTMENT = "990100102", "990100WJ"
WHO = {"head": "张三", "statistics_head": "李四", "filler": "王五"}
CELLS = 7


def _export(desk: Path, folder: Path) -> Path:
    """A desk's package, whatever still stands in its way."""
    with sessions.open_workspace(desk) as workspace, patch.object(submitting, "_refuse_blocked"):
        return submitting.export(workspace, load_task(workspace), WHO, folder).path


def _change(desk: Path, by: int) -> None:
    """Raise a few figures of the desk's first form."""
    with sessions.open_workspace(desk) as workspace:
        task = load_task(workspace)
        form = task.own_forms[0]
        place = FormPlace(task.record.unit, form.code, task.record.period)
        values = workspace.values.of_form(place)
        known = [(key, value) for key, value in values.items() if value.number is not None]
        rows = [
            CellRow(
                2, place.unit, form.code, str(place.period), *key,
                str(int(value.number or 0) + by), "", "", "",
            )
            for key, value in known[:CELLS]
            if key not in form.choice_cells
        ]  # fmt: skip
        entering.fill(workspace, task, rows, "核对.csv")


def _taken(world: World, act: Callable[[Workspace, Path], None]) -> Path:
    """An office to which files came; ``act`` takes them in."""
    office = world.copy(world.practice.office)
    folder = office.parent / "收件"
    folder.mkdir()
    with sessions.open_workspace(office) as workspace:
        act(workspace, folder)
    return office


def _take(office: Workspace, folder: Path) -> None:
    list(taking_in.take_in(office, taking_in.packages_in(folder), Job()))


def _parted(world: World) -> tuple[Path, Path]:
    """An office at which a town's versions part, and one of its desks."""
    desks = [world.copy(world.practice.desk(TOWN)) for _ in range(2)]

    def act(office: Workspace, folder: Path) -> None:
        for number, desk in enumerate(desks, start=1):
            _change(desk, number)
            shutil.copy(_export(desk, desk.parent), folder / f"{number}.fuer")
        _take(office, folder)

    return _taken(world, act), desks[0]


def _asked(world: World) -> Path:
    """An office that does not know whose key two packages are."""

    def act(office: Workspace, folder: Path) -> None:
        for unit in (TOWN, DEPARTMENT):
            _export(world.fresh_desk(unit), folder)
        _take(office, folder)

    return _taken(world, act)


def _altered(world: World) -> Path:
    """An office to which a file came that is not what was signed."""

    def act(office: Workspace, folder: Path) -> None:
        package = _export(world.fresh_desk(TOWN), folder)
        packed_anew(package, package, without_signature)
        _take(office, folder)

    return _taken(world, act)


def _matters(find: Callable[[World], Path], *, empty: bool = False) -> Play:
    def play(stage: Stage, world: World) -> QWidget:
        stage.start(find(world))
        stage.go_to("matters")
        page = cast(MattersPage, stage.window.page("matters"))
        stage.wait(lambda: page.faces.shown == ("empty" if empty else "work"))
        stage.wait(lambda: empty or page.panels.currentIndex() > 0)
        stage.settle()
        return stage.window

    return play


def _intake_undone(stage: Stage, world: World) -> QWidget:
    """Two taking-ins, the later one taken back; files that failed among them."""

    def act(office: Workspace, folder: Path) -> None:
        (folder / "坏.fuer").write_bytes(b"PK\3\4")
        (folder / "说明.fuer").write_text("说明", encoding="utf-8")
        _export(world.fresh_desk(TOWN), folder)
        desk = world.copy(world.practice.desk(DEPARTMENT))
        _change(desk, 1)
        _export(desk, folder)
        _take(office, folder)
        undoing_intake.undo_run(office, office.intake.runs()[-1].number)

    page = _intake(stage, _taken(world, act))
    page.table.selectRow(0)
    stage.settle()
    return stage.window


def _intake_question(stage: Stage, world: World) -> QWidget:
    page = _intake(stage, world.copy(world.practice.office))
    page.table.selectRow(0)
    return _shown(stage, page.runs.question())


def _intake(stage: Stage, office: Path) -> IntakePage:
    stage.start(office)
    stage.go_to("intake")
    page = cast(IntakePage, stage.window.page("intake"))
    stage.wait(lambda: page.faces.shown == "work")
    return page


def _accepted(world: World) -> Path:
    def act(office: Workspace, folder: Path) -> None:
        task = load_task(office)
        units = receipts.receivable(office, task)
        receipts.write(office, task, Giving(units[:5], folder, accept=True), Job())

    return _taken(world, act)


def _board(stage: Stage, world: World) -> tuple[BoardPage, ReceiptTools]:
    stage.start(_accepted(world))
    stage.go_to("board")
    page = cast(BoardPage, stage.window.page("board"))
    stage.wait(lambda: page.faces.shown == "work")
    page.table.fixed.selectRow(6)
    stage.settle()
    return page, page.receipts


def _board_accepted(stage: Stage, world: World) -> QWidget:
    _board(stage, world)
    return stage.window


def _accept_question(stage: Stage, world: World) -> QWidget:
    _, tools = _board(stage, world)
    return _shown(stage, tools.question())


def _returned_desk(world: World) -> Path:
    office, desk = _parted(world)
    with sessions.open_workspace(office) as workspace:
        task = load_task(workspace)
        unit = task.task.place.unit(TOWN)
        assert unit is not None
        path = conflicts.return_differences(
            workspace, task, unit, "两台电脑报的数不同，请逐格核对", office.parent
        )
    with sessions.open_workspace(desk) as workspace:
        opening_answers.open_answer(workspace, path)
    return desk


def _returned_home(stage: Stage, world: World) -> QWidget:
    stage.start(_returned_desk(world))
    stage.settle()
    return stage.window


def _returned(stage: Stage, world: World) -> QWidget:
    stage.start(_returned_desk(world))
    stage.settle()
    home = stage.window.page("desk_home")
    home.returned.button.click()
    stage.settle()
    [dialog] = stage.forms.findChildren(ReturnedDialog)
    for number in (1, 2, 0):
        dialog.take(number)
        stage.settle()
    return dialog


def _shown(stage: Stage, dialog: QWidget) -> QWidget:
    dialog.show()
    stage.settle()
    return dialog


INTAKE_SCENES: dict[str, Play] = {
    "intake-undone": _intake_undone,
    "intake-undo-question": _intake_question,
    "matters-empty": _matters(lambda world: world.copy(world.practice.office), empty=True),
    "matters-question": _matters(_asked),
    "matters-unverified": _matters(_altered),
    "matters-conflict": _matters(lambda world: _parted(world)[0]),
    "board-accepted": _board_accepted,
    "board-accept-question": _accept_question,
    "returned-home": _returned_home,
    "returned": _returned,
}
