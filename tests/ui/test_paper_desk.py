"""The office enters a unit's stamped paper in the window: from the board to its desk and back."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from fuer_desktop.services import paper_desk
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.ui.application import Application
from fuer_desktop.ui.pages.desk_paper import PaperPage
from fuer_desktop.ui.pages.office_board import BoardPage
from fuer_desktop.ui.pages.office_target import value_lines
from tests.services.paper import change, key, prepare, receive_paper
from tests.services.trial import EAST, TOWNSHIP, UNITS, WEST, Trial, rows
from tests.ui.person import Person


@pytest.fixture(scope="module")
def handed_out_once(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """The small place's task of 2025, filled at the units' own desks."""
    trial = Trial(tmp_path_factory.mktemp("small"))
    trial.hand_out()
    for unit in UNITS:
        trial.open(unit)
        trial.fill(unit, rows(unit, 2025))
    return trial


@pytest.fixture
def trial(handed_out_once: Trial, tmp_path: Path) -> Trial:
    """One of one's own."""
    return handed_out_once.copy(tmp_path / "trial")


def board_of(person: Person) -> BoardPage:
    """The board, read."""
    assert person.program is not None
    person.program.window.go_to("board")
    page = person.page("board")
    assert isinstance(page, BoardPage)
    person.wait(lambda: page.view is not None)
    return page


def desk_of(person: Person, trial: Trial, unit: str = EAST) -> PaperPage:
    """The page for taking in, of a desk that the office keeps."""
    assert person.program is not None
    person.open(paper_desk.path_of(trial.office, unit))
    person.program.window.go_to("paper")
    page = person.page("paper")
    assert isinstance(page, PaperPage)
    person.wait(lambda: TOWNSHIP in page.checks)
    return page


def is_marked(program: Application) -> bool:
    """Whether the window says that the office keeps this desk."""
    mark = program.window.findChild(QLabel, "paper")
    return mark is not None and mark.isVisible()


def press(button: QPushButton) -> None:
    """Enter on a button."""
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)


def write(line: QLineEdit, words: str) -> None:
    """Chinese arrives as an input method commits it."""
    line.setFocus()
    line.selectAll()
    line.insert(words)


def sign(page: PaperPage) -> None:
    """Write the names that stand on the paper, and who keyed it."""
    for line, name in zip(page.signatories.values(), ("张三", "李四", "王五"), strict=True):
        write(line, name)
    write(page.by, "赵六")


def version_at(trial: Trial, unit: str = EAST) -> list[str]:
    """What the office knows of the papers behind a unit's versions."""
    with open_workspace(trial.office) as office:
        records = office.submissions.of_task("990200-2025").get(unit, [])
    return [record.on_paper for record in records]


def test_from_the_board_to_the_unit_s_desk_figures_typed_taken_in_and_back(
    person: Person, trial: Trial
) -> None:
    program = person.start(None)
    person.open(trial.office)
    board = board_of(person)
    assert not board.paper_button.isEnabled()
    choose = QItemSelectionModel.SelectionFlag.SelectCurrent
    board.table.selectionModel().setCurrentIndex(board.model.index(0, 0), choose)
    press(board.paper_button)
    person.wait_for_page("desk_home")

    person.wait(lambda: "东镇" in program.window.windowTitle())
    assert is_marked(program)
    assert "不代填、不代改" in program.window.message
    opened = person.open_form(TOWNSHIP)
    person.type_figures(opened, ["20", "6", "5", "1", "1000", "960"])
    program.window.go_to("paper")
    page = cast(PaperPage, person.page("paper"))
    person.wait(lambda: TOWNSHIP in page.checks and page.take_button.isEnabled())
    sign(page)
    press(page.take_button)
    person.wait(lambda: "已收下" in page.result)
    assert page.back_button.hasFocus()
    QTest.keyClick(page.back_button, Qt.Key.Key_Return)
    person.wait_for_page("board")

    person.wait(lambda: not is_marked(program))
    board = board_of(person)
    person.wait(lambda: "凭盖章件1" in board.summary.text())
    assert board.model.shown[0].cells[3].text.endswith("凭盖章件")
    assert "赵六录入" in board.model.shown[0].cells[3].tip
    person.end()
    assert [bool(said) for said in version_at(trial)] == [True]


def test_a_desk_that_the_office_keeps_is_not_opened_by_itself_next_time(
    person: Person, trial: Trial
) -> None:
    prepare(trial)
    person.start(None)
    person.open(trial.office)
    desk_of(person, trial)

    assert [Path(recent).name for recent in person.settings.recent] == ["office.fuerdb"]


def test_a_unit_s_task_package_does_not_go_into_it(
    person: Person, trial: Trial, documents: Path
) -> None:
    prepare(trial)
    program = person.start(None)
    desk_of(person, trial)
    person.open(trial.package(EAST))

    person.wait(lambda: not is_marked(program))
    assert (documents / f"{EAST}.fuerdb").exists()


def test_what_is_open_leads_to_its_cell_and_can_be_copied_for_the_unit(
    person: Person, trial: Trial
) -> None:
    prepare(trial)
    program = person.start(None)
    page = desk_of(person, trial)

    assert not page.take_button.isEnabled()
    assert page.obstacles.count() == 1  # all that is blank
    page.copy_button.click()
    person.wait(lambda: "清单（" in program.window.message)
    assert QGuiApplication.clipboard().text().startswith("东镇：2025年度盖章件上有")
    page.obstacles.setCurrentRow(0)
    page.obstacles.itemActivated.emit(page.obstacles.item(0))
    person.wait_for_page("forms")


def test_a_missing_name_is_said_on_the_page_and_nothing_is_taken_in(
    person: Person, trial: Trial
) -> None:
    prepare(trial)
    key(trial)
    person.start(None)
    page = desk_of(person, trial)

    page.take_button.click()

    person.wait(lambda: page.result != "")
    assert page.result == "请填写“录入人”，再收下。"
    person.end()
    assert version_at(trial) == []


def test_a_page_that_differs_asks_why_and_then_comes_in(person: Person, trial: Trial) -> None:
    prepare(trial)
    key(trial)
    person.start(None)
    page = desk_of(person, trial)
    sign(page)
    QTest.keyClicks(page.checks[TOWNSHIP], "0000 0000 0000")
    assert not page.despite.isVisible()

    page.take_button.click()
    person.wait(lambda: page.result != "")

    assert "对不上" in page.result
    assert page.despite.hasFocus()
    write(page.despite, "第01行有手写更正")
    page.take_button.click()
    person.wait(lambda: "已收下" in page.result)
    assert "核对码1页不同（第01行有手写更正）" in page.result


def test_the_name_of_whoever_keys_is_kept_and_those_on_the_paper_are_not(
    person: Person, trial: Trial
) -> None:
    prepare(trial)
    prepare(trial, WEST)
    key(trial)
    person.start(None)
    page = desk_of(person, trial)
    sign(page)
    page.by.editingFinished.emit()

    other = desk_of(person, trial, WEST)

    assert other.by.text() == "赵六"
    assert {line.text() for line in other.signatories.values()} == {""}


def test_reasons_ask_where_they_come_from(person: Person, trial: Trial) -> None:
    prepare(trial)
    key(trial)
    change(trial, "01/1", "41", reason="本年合并两个村")
    person.start(None)
    page = desk_of(person, trial)
    person.wait(page.told.isVisible)
    sign(page)
    page.take_button.click()
    person.wait(lambda: "原因从何而来" in page.result)
    write(page.told, "5月19日电话，李四")
    page.take_button.click()

    person.wait(lambda: "已收下" in page.result)


def test_where_an_indicator_is_told_unit_by_unit_paper_is_marked(trial: Trial) -> None:
    trial.take_in([trial.export(WEST).path])
    receive_paper(trial)
    judging = trial.judging()
    shares = judging.catalogue.indicator_by_code["member_share"]

    lines = [(line.cells[0].text, line.cells[-1].text) for line in value_lines(judging, shares)]

    assert lines[1:] == [("东镇", "凭盖章件"), ("西镇", "")]


def test_the_keys_are_where_work_begins_so_that_enter_does_not_leave(trial: Trial, person: Person):
    person.start(None)
    prepare(trial, EAST)

    person.open(paper_desk.path_of(trial.office, EAST))
    person.wait(person.page("desk_home").go_button.hasFocus)
    person.program.window.go_to("paper")
    page = person.page("paper")
    person.wait(lambda: TOWNSHIP in page.checks)

    assert page.obstacles.hasFocus()
