"""F1 explains the cell in hand and follows the cursor; F1 again opens the manual."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from fuer_desktop.domain.values import CellKey
from fuer_desktop.services.handbook import handbook
from fuer_desktop.texts import helping as texts
from fuer_desktop.ui.cell_help import CellHelpPanel
from fuer_desktop.ui.manual import Manual, show_manual
from fuer_desktop.ui.open_form import OpenForm
from fuer_desktop.ui.theme import Theme
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("documents")

JUDGED, WOMEN_SHARE = CellKey("1", "02", "1"), CellKey("1", "01", "3")


@pytest.fixture
def opened(person: Person, office: Path) -> OpenForm:
    """The prosecutors' form, its first cell in hand."""
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100JC_任务.fuer")
    return person.open_form("FE-JC01")


@pytest.fixture
def explained(person: Person, opened: OpenForm, qtbot) -> CellHelpPanel:
    """The help beside it, opened with F1."""
    qtbot.keyClick(opened.grid, Qt.Key.Key_F1)
    panel = person.page("forms").findChild(CellHelpPanel)
    assert "年末在任的入额检察官，按人计。" in words(panel)  # at once, whatever is still read
    person.wait(lambda: panel.is_complete)
    return panel


def words(panel: CellHelpPanel) -> str:
    return panel.words.toPlainText()


def test_f1_tells_what_the_cell_counts_and_leaves_the_keys_with_the_form(explained, opened):
    assert explained.title.text() == "01 检察官 · 合计"
    assert "年末在任的入额检察官，按人计。" in words(explained)
    assert "女性检察官占比（%）（分母）" in words(explained)
    assert explained.isVisible()
    assert not explained.hasFocus()
    assert QApplication.focusWidget() in (opened.grid, None)


def test_the_help_follows_the_cursor(explained, opened, qtbot):
    opened.grid.go_to(JUDGED)
    assert explained.title.text() == "02 审查逮捕审结的未成年犯罪嫌疑人 · 合计"

    qtbot.keyClick(opened.grid, Qt.Key.Key_Down)

    assert explained.title.text() == "03 不批准逮捕 · 合计"


def test_a_locked_cell_and_a_heading_say_why_nobody_fills_them(explained, opened, qtbot):
    opened.grid.go_to(WOMEN_SHARE)
    assert texts.DERIVED in words(explained)
    assert "第2栏（女）÷第1栏（合计）×100" in words(explained)

    opened.grid.go_to(CellKey("1", "01", "1"))
    qtbot.keyClick(opened.grid, Qt.Key.Key_Up)

    assert explained.title.text() == "一、检察官"
    assert words(explained).endswith(texts.HEADING)


def test_esc_closes_the_help_and_f1_brings_it_back(explained, opened, qtbot):
    qtbot.keyClick(opened.grid, Qt.Key.Key_Escape)
    assert not explained.isVisible()

    opened.grid.go_to(JUDGED)
    qtbot.keyClick(opened.grid, Qt.Key.Key_F1)

    assert explained.isVisible()
    assert explained.title.text().startswith("02 ")


def test_a_figure_can_be_typed_while_the_help_is_there(explained, opened, person: Person):
    person.press(opened.grid, "12")

    assert opened.session.value(CellKey("1", "01", "1")).text == "12"
    assert explained.title.text() == "01 检察官 · 女"


def test_f1_in_the_middle_of_a_figure_leaves_it_to_be_typed_on(opened, person: Person, qtbot):
    qtbot.keyClicks(opened.grid, "1")
    editor = opened.grid.findChild(QLineEdit)
    qtbot.keyClick(editor, Qt.Key.Key_F1)
    panel = person.page("forms").findChild(CellHelpPanel)
    assert panel.isVisible()

    qtbot.keyClicks(editor, "2")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert opened.session.value(CellKey("1", "01", "1")).text == "12"


def test_esc_in_the_middle_of_a_figure_gives_it_up_and_leaves_the_help(explained, opened, qtbot):
    qtbot.keyClicks(opened.grid, "9")
    qtbot.keyClick(opened.grid.findChild(QLineEdit), Qt.Key.Key_Escape)

    assert opened.session.value(CellKey("1", "01", "1")).text == ""
    assert explained.isVisible()


def test_alt_down_reads_on(explained, opened, qtbot):
    before = explained.words.verticalScrollBar().value()

    qtbot.keyClick(opened.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)

    assert explained.words.verticalScrollBar().value() > before
    assert explained.title.text().startswith("01 ")


def test_f1_again_opens_the_manual_where_it_goes_on(explained, opened, person: Person, qtbot):
    qtbot.keyClick(opened.grid, Qt.Key.Key_F1)

    manual = person.program.window.findChild(Manual)
    assert manual.isVisible()
    assert manual.page == "no-number"

    opened.grid.go_to(WOMEN_SHARE)
    qtbot.keyClick(opened.grid, Qt.Key.Key_F1)

    assert (manual.page, manual.heading) == ("desk", "填数")


def test_every_place_to_which_f1_goes_on_is_in_the_manual():
    known = {(page.name, s.title) for page in handbook() for s in page.sections}
    known |= {(page.name, "") for page in handbook()}

    assert set(texts.GOES_ON.values()) | set(texts.ABOUT_PAGES.values()) <= known


# --- the manual ------------------------------------------------------------------------------


@pytest.fixture
def manual(prepared, qtbot) -> Iterator[Manual]:
    window = QWidget()
    qtbot.addWidget(window)
    show_manual(window, Theme())
    yield window.findChild(Manual)
    window.close()


def test_shift_f1_opens_the_manual_anywhere(person: Person, qtbot):
    program = person.start(None)
    window = program.window
    person.wait(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)

    manual = window.findChild(Manual)
    assert (manual.page, manual.heading) == ("desk", "打开任务")


def test_f1_on_a_page_without_cells_opens_what_the_page_is_about(opened, person: Person, qtbot):
    window = person.program.window
    window.go_to("keeping")
    qtbot.keyClick(window.page("keeping"), Qt.Key.Key_F1)

    manual = window.findChild(Manual)
    assert (manual.page, manual.heading) == ("trouble", "恢复到以前")
    assert person.page("forms").findChild(CellHelpPanel) is None


def test_what_is_looked_for_is_listed_and_enter_goes_there(manual, qtbot):
    manual.search.setText("U盘 硬盘")
    assert manual.found.text() == texts.FOUND.format(count=manual.contents.count())
    assert manual.contents.count() >= 2

    qtbot.keyClick(manual.search, Qt.Key.Key_Return)

    place = manual.contents.item(0).text().splitlines()[0]
    assert manual.heading in place
    assert "U盘" in manual.browser.toPlainText()
    assert manual.browser.extraSelections()


def test_what_is_not_there_is_told(manual):
    manual.search.setText("没有的词语")

    assert manual.contents.count() == 0
    assert "没有的词语" in manual.found.text()


def test_esc_clears_the_search_and_then_closes(manual, qtbot):
    manual.search.setText("存盘")
    qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert (manual.search.text(), manual.isVisible()) == ("", True)

    qtbot.keyClick(manual, Qt.Key.Key_Escape)

    assert not manual.isVisible()


def test_a_link_leads_to_its_page_and_back(manual, qtbot):
    manual.browser.anchorClicked.emit(QUrl("keys.md#移动"))
    assert (manual.page, manual.heading) == ("keys", "移动")
    assert manual.browser.verticalScrollBar().value() > 0

    manual.back.click()

    assert manual.page == "desk"


def test_every_page_and_heading_of_the_contents_is_shown(manual):
    for number in range(manual.contents.count()):
        manual.contents.setCurrentRow(number)
        title = manual.contents.item(number).text().strip("　")
        assert title in manual.browser.toPlainText()


def test_another_look_makes_the_manual_anew(manual, qtbot):
    window = manual.parent()
    show_manual(window, Theme(dark=True), "keys")

    [again] = window.findChildren(Manual)
    assert again is not manual
    assert again.page == "keys"
