"""The office's pages together: what one changes, the window tells of the others."""

import pytest
from PySide6.QtCore import Qt

from fuer_desktop.services.questions import Answer
from tests.services.intake import waiting_office


@pytest.fixture(scope="module")
def waiting_once(tmp_path_factory):
    return waiting_office(tmp_path_factory.mktemp("waiting"))


@pytest.fixture
def waiting(waiting_once, tmp_path):
    """The same, of one's own."""
    return waiting_once.copy(tmp_path / "trial")


@pytest.fixture
def window(waiting, person):
    """The office's window, just opened."""
    person.start(None)
    person.open(waiting.office)
    return person.program.window


def named(window, name):
    """How the left side names a page."""
    return window._side.buttons[name].text()


def test_what_waits_is_counted_at_the_left_as_soon_as_the_office_is_open(window, person):
    person.wait(lambda: named(window, "matters") == "待定  2")
    person.wait(lambda: named(window, "board") == "汇总表  1")
    assert window.current == "intake"


def test_pages_behind_say_nothing_in_the_bar_of_the_page_in_front(window, person):
    person.wait(lambda: named(window, "matters") == "待定  2")

    assert "核对签名" not in window._where.full


def test_the_title_counts_what_counts_as_the_board_does(window, person):
    person.wait(lambda: "已收" in window.windowTitle())

    assert window.windowTitle().endswith("已收1/3")


def test_the_list_of_tasks_counts_the_same(window, person):
    window.go_to("tasks")
    page = window.page("tasks")
    person.wait(lambda: page.is_loaded)

    assert [cell.text for cell in page.model.shown[0].cells][-2:] == ["3", "1"]


def test_every_page_counts_again_what_a_taking_in_and_its_undoing_change(window, person):
    person.wait(lambda: named(window, "matters") == "待定  2")
    page = window.page("intake")
    person.wait(lambda: page.model.rowCount() > 0)
    page.table.selectRow(page.model.rowCount() - 1)

    page.runs.undo(2)
    person.wait(lambda: named(window, "matters") == "待定  1")

    assert page.table.hasFocus()
    assert page.runs.save_button.isEnabled()


def test_what_was_settled_leaves_the_keys_in_the_list(window, person, qtbot):
    window.go_to("matters")
    page = window.page("matters")
    person.wait(lambda: page.panels.currentIndex() > 0)

    qtbot.keyClick(page.question.buttons[Answer.OTHER_MACHINE], Qt.Key.Key_Return)
    person.wait(lambda: "已收下" in window.message)
    person.wait(lambda: named(window, "board") == "汇总表  1")

    assert page.table.hasFocus()
