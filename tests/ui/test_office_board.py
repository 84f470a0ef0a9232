"""The office's board: who has handed in, form by form, and who has to be called."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from fuer_desktop.services import designing
from fuer_desktop.ui.pages.office_board import STATE_COLUMNS, BoardPage
from tests.services.trial import EAST, HEALTH, UNITS, WEST, Trial, rows
from tests.ui.office_pages import opening, type_words


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory):
    """Every desk is filled, nothing is sent."""
    trial = Trial(tmp_path_factory.mktemp("filled"))
    trial.hand_out()
    for unit in UNITS:
        trial.open(unit)
        trial.fill(unit, rows(unit, 2025))
    return trial


@pytest.fixture
def filled(filled_once, tmp_path):
    """The same, of one's own."""
    return filled_once.copy(tmp_path / "trial")


@pytest.fixture
def open_page(qtbot):
    """Opens the board on a workspace."""
    yield from opening(qtbot)


def states(office):
    """The unit, its state in words, and the signs in the columns of the forms."""
    return [
        (
            line.cells[0].text,
            line.cells[1].text,
            line.cells[2].text,
            "".join(cell.text or "." for cell in line.cells[STATE_COLUMNS:]),
        )
        for line in office.page.model.shown
    ]


def heads(office):
    model = office.page.model
    return [
        model.headerData(column, Qt.Orientation.Horizontal).replace("\n", "")
        for column in range(STATE_COLUMNS, model.columnCount())
    ]


def test_the_board_shows_who_is_received_and_who_is_missing(filled, open_page):
    filled.take_in([filled.export(WEST).path, filled.export(HEALTH).path])

    office = open_page(BoardPage, filled.office)

    assert heads(office) == ["TF-XZ01", "TF-WJ01"]
    assert states(office) == [
        ("东镇", "○ 未报", "", "○."),
        ("西镇", "● 已收", "第1版", "●."),
        ("县卫健委", "● 已收", "第1版", ".●"),
    ]
    assert office.page.summary.text() == "应报3　已收2　未报1：东镇"
    assert office.counts == [1]


def test_right_after_taking_in_the_board_shows_the_new_state(filled, open_page):
    path = filled.export(EAST).path
    office = open_page(BoardPage, filled.office)
    assert office.counts == [3]
    office.link.close()
    filled.take_in([path])

    again = open_page(BoardPage, filled.office)

    assert states(again)[0] == ("东镇", "● 已收", "第1版", "●.")
    assert again.counts == [2]


def test_a_conflict_is_a_state_of_its_own(filled, open_page, tmp_path):
    elsewhere = filled.copy(tmp_path / "other PC")
    elsewhere.change(EAST, "01/1", "21")
    filled.take_in([filled.export(EAST).path, elsewhere.export(EAST).path])

    office = open_page(BoardPage, filled.office)

    assert states(office)[0] == ("东镇", "▲ 冲突", "", "▲.")
    assert office.page.summary.text() == "应报3　已收0　未报2　冲突1：西镇、县卫健委"


def test_only_missing_units_can_be_shown(filled, open_page, qtbot):
    filled.take_in([filled.export(WEST).path])
    office = open_page(BoardPage, filled.office)

    qtbot.mouseClick(office.page.only_missing, Qt.MouseButton.LeftButton)

    assert [unit for unit, *_ in states(office)] == ["东镇", "县卫健委"]


def test_typing_finds_a_unit_a_state_or_a_form(filled, open_page, qtbot):
    filled.take_in([filled.export(WEST).path])
    office = open_page(BoardPage, filled.office)

    found = {}
    for typed in ("西", "已收", "tf-wj01", "镇 未报"):
        type_words(office.page.filter, typed)
        found[typed] = [unit for unit, *_ in states(office)]
        qtbot.keyClick(office.page.filter, Qt.Key.Key_Escape)

    assert found == {
        "西": ["西镇"],
        "已收": ["西镇"],
        "tf-wj01": ["县卫健委"],
        "镇 未报": ["东镇"],
    }


def test_the_call_list_names_every_missing_unit(filled, open_page, qtbot):
    filled.take_in([filled.export(WEST).path])
    office = open_page(BoardPage, filled.office)

    qtbot.mouseClick(office.page.copy_button, Qt.MouseButton.LeftButton)

    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "试验县 2025年度监测报表，应报2026-05-20，至今未报的2个单位："
    assert [line.split("\t")[:2] for line in lines[1:]] == [
        ["1. 东镇", "TF-XZ01"],
        ["2. 县卫健委", "TF-WJ01"],
    ]
    assert office.said == ["催报名单（2个单位）已复制，可以粘贴到通知或表格里。"]


def test_the_bottom_bar_says_a_chosen_cell_in_full_words(filled, open_page, qtbot):
    filled.take_in([filled.export(WEST).path])
    office = open_page(BoardPage, filled.office)
    table, model = office.page.table.moving, office.page.model

    for row, column in ((1, STATE_COLUMNS), (1, STATE_COLUMNS + 1)):
        where = table.visualRect(model.index(row, column)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert office.places[-2].startswith("西镇 · TF-XZ01 ")
    assert " · 已收 · 第1版" in office.places[-2]
    assert office.places[-1].endswith("不由该单位填报")


def test_the_units_stay_in_sight_while_the_forms_scroll(filled, open_page):
    office = open_page(BoardPage, filled.office)
    fixed, moving = office.page.table.fixed, office.page.table.moving

    hidden = [fixed.isColumnHidden(column) for column in range(office.page.model.columnCount())]

    assert hidden == [False] * STATE_COLUMNS + [True] * 2
    assert [moving.isColumnHidden(column) for column in range(len(hidden))] == [
        not is_hidden for is_hidden in hidden
    ]
    assert fixed.horizontalHeader().height() == moving.horizontalHeader().height()


def test_a_new_office_says_that_a_task_comes_first(open_page, tmp_path):
    designing.new_office(tmp_path / "new.fuerdb")

    office = open_page(BoardPage, tmp_path / "new.fuerdb")

    assert office.page.faces.shown == "no_task"


# --- receipts ---------------------------------------------------------------------------------


def test_receipts_are_written_for_all_that_was_received_and_a_chosen_unit_is_accepted(
    filled, open_page, tmp_path
):
    filled.take_in([filled.export(WEST).path, filled.export(HEALTH).path])
    office = open_page(BoardPage, filled.office)
    tools = office.page.receipts
    assert not tools.accept_button.isEnabled()

    tools.write(tmp_path)
    office.wait(lambda: bool(office.said))
    assert len(list(tmp_path.glob("*_已收.fuer"))) == 2
    office.page.table.fixed.selectRow(UNITS.index(WEST))
    assert "验收西镇第1版" in tools.question().text()
    tools.accept(WEST, tmp_path)
    office.wait(lambda: len(office.said) > 1)
    office.settle()

    assert office.said[-1].startswith("西镇第1版已验收")
    assert [line[1] for line in states(office)] == ["○ 未报", "✔ 已验收", "● 已收"]
    assert office.page.summary.text().startswith("应报3　已收2")


def test_after_a_unit_was_accepted_the_keys_go_on_from_it(filled, open_page, tmp_path, qtbot):
    filled.take_in([filled.export(WEST).path, filled.export(HEALTH).path])
    office = open_page(BoardPage, filled.office)
    table = office.page.table.fixed
    table.selectRow(UNITS.index(WEST))
    office.page.receipts.accept(WEST, tmp_path)
    office.wait(lambda: bool(office.said))
    office.settle()

    assert table.selectionModel().currentIndex().row() == UNITS.index(WEST)
    assert not office.page.receipts.accept_button.isEnabled()
    assert office.places[-1].startswith("西镇")
    assert "已验收" in office.places[-1]
    qtbot.keyClick(table, Qt.Key.Key_Down)

    assert table.selectionModel().currentIndex().row() == UNITS.index(WEST) + 1
    assert office.page.receipts.accept_button.isEnabled()


def test_only_a_received_unit_can_be_accepted(filled, open_page):
    filled.take_in([filled.export(WEST).path])
    office = open_page(BoardPage, filled.office)

    office.page.table.fixed.selectRow(UNITS.index(EAST))

    assert not office.page.receipts.accept_button.isEnabled()
