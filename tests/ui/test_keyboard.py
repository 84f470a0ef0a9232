"""The page of keys, pressed: the number pad alone suffices, and every key does what it says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, Kind
from fuer_desktop.ui.cell_history import CellHistoryDialog
from fuer_desktop.ui.grid.model import NAME
from tests.ui.person import Person

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
TOTAL, WOMEN, MEN = (CellKey("1", "01", column) for column in "123")
CHILDREN = CellKey("1", "02", "1")


@pytest.fixture
def town(person: Person, office, documents, qtbot):
    """A township's form at its first cell, and hands on its keys."""
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100101_任务.fuer")
    opened = person.open_form("FE-XZ01")
    opened.grid.go_to(TOTAL)
    return Hands(person, opened, qtbot)


class Hands:
    """Presses keys where the focus is."""

    def __init__(self, person: Person, opened, qtbot) -> None:
        self.person, self.opened, self._qtbot = person, opened, qtbot

    def press(self, *keys, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self._qtbot.keyClick(self._focus(), key, modifier)

    def press_in(self, widget, key) -> None:
        self._qtbot.keyClick(widget, key)

    def type(self, text: str) -> None:
        """ASCII, one key after the other."""
        for character in text:
            self._qtbot.keyClicks(self._focus(), character)

    def commit(self, text: str) -> None:
        """What an input method commits without showing it first."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.opened.grid, event)

    def _focus(self):
        focused = QApplication.focusWidget()
        return focused or self.opened.grid

    @property
    def here(self) -> CellKey | None:
        return self.opened.model.key(self.opened.grid.currentIndex())

    def figure(self, key: CellKey) -> str:
        return self.opened.session.value(key).text

    @property
    def message(self) -> str:
        return self.person.program.window.message


def test_digits_and_enter_of_the_number_pad_fill_a_row(town):
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Enter):
        town.press(key, modifier=KEYPAD)
    town.type("7")
    town.press(Qt.Key.Key_Enter, modifier=KEYPAD)

    assert (town.figure(TOTAL), town.figure(WOMEN), town.here) == ("12", "7", MEN)


def test_slash_and_a_digit_choose_a_kind_and_go_on(town):
    town.type("/")
    town.person.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    town.press_in(QApplication.activePopupWidget(), Qt.Key.Key_1)

    assert town.opened.session.value(TOTAL).kind is Kind.NOT_APPLICABLE
    town.person.wait(lambda: town.here == WOMEN)


@pytest.mark.parametrize("sign", ["*", "＊"])
def test_a_star_and_a_code_go_to_a_row_and_one_that_is_not_there_is_said(town, sign):
    town.type(sign) if sign.isascii() else town.commit(sign)
    town.type("99")
    town.press(Qt.Key.Key_Enter)
    told = town.opened.seeker.isVisible()
    town.type("14")
    town.press(Qt.Key.Key_Enter)

    assert told
    assert town.here == CellKey("3", "14", "1")
    assert not town.opened.seeker.isVisible()
    assert town.opened.grid.hasFocus()


def test_plus_takes_last_years_figure_and_goes_on(town):
    before = town.opened.session.last_year(TOTAL)
    assert before.number is None  # the first year of this office has none

    town.type("+")

    assert "上年没有这一格的数" in town.message
    assert (town.figure(TOTAL), town.here) == ("", TOTAL)


def test_escape_restores_what_stood_there(town):
    town.type("12")
    town.press(Qt.Key.Key_Enter)
    town.press(Qt.Key.Key_Left)
    town.type("99")
    town.press(Qt.Key.Key_Escape)

    assert (town.figure(TOTAL), town.here) == ("12", TOTAL)


def test_enter_goes_down_where_that_was_chosen_and_it_is_remembered(town):
    town.person.page("forms").set_enter_down(True)
    town.type("5")
    town.press(Qt.Key.Key_Enter)

    assert town.here == CHILDREN
    town.press(Qt.Key.Key_Tab)
    assert town.here == CellKey("1", "02", "2")
    town.press(Qt.Key.Key_Enter, modifier=SHIFT)
    assert town.here == WOMEN
    assert town.person.settings.enter_down


def test_a_figure_is_taken_by_tab_and_shift_enter_too(town):
    town.type("5")
    town.press(Qt.Key.Key_Tab)
    town.type("2")
    town.press(Qt.Key.Key_Enter, modifier=SHIFT)

    assert (town.figure(TOTAL), town.figure(WOMEN), town.here) == ("5", "2", TOTAL)


@pytest.mark.parametrize(
    ("text", "figure"), [("１２", "12"), ("1，234", "1\u202f234"), ("３。５", None), ("十二", None)]
)
def test_what_an_input_method_commits_is_understood_or_refused_and_kept(town, text, figure):
    town.commit(text)
    town.press(Qt.Key.Key_Enter)

    assert town.figure(TOTAL) == (figure or "")
    assert bool(town.message) == (figure is None)


def test_a_block_goes_to_a_spreadsheet_and_comes_back_from_it(town):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("300\t160\t140\r\n60\t30\t30\r\n")

    town.press(Qt.Key.Key_V, modifier=CONTROL)
    pasted = [town.figure(key) for key in (TOTAL, WOMEN, MEN, CHILDREN)]
    town.press(Qt.Key.Key_Right, Qt.Key.Key_Down, modifier=SHIFT)
    town.press(Qt.Key.Key_C, modifier=CONTROL)

    assert pasted == ["300", "160", "140", "60"]
    assert clipboard.text() == "300\t160\r\n60\t30\r\n"
    assert "<table>" in clipboard.mimeData().html()
    town.press(Qt.Key.Key_Z, modifier=CONTROL)
    town.person.wait(lambda: town.figure(TOTAL) == "")


def test_a_paste_with_a_mistake_changes_nothing_and_names_the_place(town):
    QGuiApplication.clipboard().setText("300\t无\t140")

    town.press(Qt.Key.Key_V, modifier=CONTROL)

    assert "第01行（年末常住人口）女栏" in town.message
    assert town.figure(TOTAL) == ""


def test_delete_clears_the_cells_chosen_as_one_step(town):
    QGuiApplication.clipboard().setText("300\t160\t140")
    town.press(Qt.Key.Key_V, modifier=CONTROL)
    town.press(Qt.Key.Key_Right, modifier=SHIFT)

    town.press(Qt.Key.Key_Delete)

    assert [town.figure(key) for key in (TOTAL, WOMEN, MEN)] == ["", "", "140"]
    town.press(Qt.Key.Key_Z, modifier=CONTROL)
    town.person.wait(lambda: [town.figure(k) for k in (TOTAL, WOMEN)] == ["300", "160"])


def test_cut_takes_the_figures_to_the_clipboard_and_leaves_blanks(town):
    town.type("12")
    town.press(Qt.Key.Key_Enter)
    town.press(Qt.Key.Key_Left)

    town.press(Qt.Key.Key_X, modifier=CONTROL)

    assert QGuiApplication.clipboard().text().strip() == "12"
    assert town.figure(TOTAL) == ""


def test_home_and_end_go_to_the_first_and_last_figure_of_the_row_and_of_the_form(town):
    places = list(town.opened.session.form.typed_cells)
    town.press(Qt.Key.Key_End)
    assert town.here == MEN
    town.press(Qt.Key.Key_Home)
    assert town.here == TOTAL
    town.press(Qt.Key.Key_End, modifier=CONTROL)
    assert town.here == places[-1]
    town.press(Qt.Key.Key_Home, modifier=CONTROL)
    assert town.here == places[0]


def test_a_likely_slip_is_put_right_by_a_key_and_can_be_undone(town, qtbot):
    QGuiApplication.clipboard().setText("2486\t1423\t1243")
    town.press(Qt.Key.Key_V, modifier=CONTROL)
    town.opened.grid.go_to(WOMEN)
    town.person.wait(lambda: len(town.opened.findings.slips.proposals) == 1)

    town.press(Qt.Key.Key_Return, modifier=CONTROL)

    assert town.figure(WOMEN) == "1\u202f243"
    town.press(Qt.Key.Key_Z, modifier=CONTROL)
    town.person.wait(lambda: town.figure(WOMEN) == "1\u202f423")


def test_a_word_is_found_in_names_and_again(town):
    town.press(Qt.Key.Key_F, modifier=CONTROL)
    town.opened.seeker.line.setText("社区居民委员会")
    town.press(Qt.Key.Key_Enter)
    first = town.opened.grid.currentIndex()
    town.press(Qt.Key.Key_Escape)
    town.press(Qt.Key.Key_F3)

    second = town.opened.grid.currentIndex()
    assert second.row() > first.row()
    assert all("社区居民委员会" in town.opened.model.view(i.siblingAtColumn(NAME)).text
               for i in (first, second))  # fmt: skip


def test_a_note_is_written_at_the_cell(town, monkeypatch):
    def write(dialog: QInputDialog) -> int:
        dialog.setTextValue("已电话核对")
        return 1

    monkeypatch.setattr(QInputDialog, "exec", write)
    town.press(Qt.Key.Key_F9)

    assert town.opened.session.notes == {TOTAL: "已电话核对"}
    view = town.opened.model.view(town.opened.model.index_of(TOTAL))
    assert view.tag == "注"


def test_the_history_of_a_cell_is_a_key_away(town):
    town.type("12")
    town.press(Qt.Key.Key_Enter)
    town.person.wait(lambda: not town.opened.session.waiting)
    town.press(Qt.Key.Key_Left)

    town.press(Qt.Key.Key_H, modifier=CONTROL)
    page = town.person.page("forms")
    town.person.wait(lambda: bool(page.findChildren(CellHistoryDialog)))
    [dialog] = page.findChildren(CellHistoryDialog)

    assert [line.item.after for line in dialog.changes.shown] == ["12"]
    town.press_in(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_f5_leaves_the_form_and_comes_back(town):
    town.press(Qt.Key.Key_F5)
    left = not town.opened.grid.hasFocus()
    town.press(Qt.Key.Key_F5)

    assert left
    assert town.opened.grid.hasFocus()


def test_figures_grow_and_shrink_without_losing_the_place(town):
    height = town.opened.grid.rowHeight(3)
    usual = town.opened.grid.viewport().font().pointSize()
    town.opened.grid.go_to(CHILDREN)

    town.press(Qt.Key.Key_Plus, modifier=CONTROL)
    grown = town.opened.grid.rowHeight(3)
    larger = town.opened.grid.viewport().font().pointSize()
    town.press(Qt.Key.Key_0, modifier=CONTROL)

    assert grown > height == town.opened.grid.rowHeight(3)
    assert larger > usual == town.opened.grid.viewport().font().pointSize()
    assert town.here == CHILDREN
    assert town.person.settings.zoom == 0


def test_the_program_opens_at_the_cell_where_it_was_closed(town, qtbot, documents):
    town.opened.grid.go_to(CellKey("2", "05", "2"))
    settings = _settings_after(town.person)
    [path] = documents.glob("*.fuerdb")

    town.person.start(path, settings)
    town.person.wait(lambda: town.person.program.window.current not in ("", "start"))
    opened = _form_in_front(town.person)

    assert opened.model.key(opened.grid.currentIndex()) == CellKey("2", "05", "2")


def _settings_after(person: Person):
    person.end()
    return person.settings


def _form_in_front(person: Person):
    page = person.page("forms")
    person.program.window.go_to("forms")
    person.wait(lambda: page.current is not None)
    return page.current


def test_a_screen_reader_hears_the_place_the_figure_and_its_marks(town):
    town.type("12")
    town.press(Qt.Key.Key_Enter)
    index = town.opened.model.index_of(TOTAL)

    said = town.opened.model.data(index, int(Qt.ItemDataRole.AccessibleTextRole))

    assert said.startswith("01 年末常住人口 · 合计：12")


def test_shift_and_arrows_choose_a_block_that_is_seen(town):
    select = town.opened.grid.selectionModel()
    town.press(Qt.Key.Key_Right, modifier=SHIFT)

    assert len(town.opened.grid.chosen_cells) == 2
    select.clearSelection()
    select.setCurrentIndex(
        town.opened.model.index_of(TOTAL), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    assert town.opened.grid.chosen_cells == [TOTAL]


def test_escape_in_the_reason_line_keeps_no_reason(town):
    town.opened.session.enter_many({CellKey("3", "12", "1"): "9", CellKey("3", "13", "1"): "1"},
                                   How.PASTED)  # fmt: skip
    town.opened.grid.go_to(CellKey("3", "13", "1"))
    town.press(Qt.Key.Key_F6)
    town.press(Qt.Key.Key_1)
    written = town.opened.findings.reason.text

    town.press(Qt.Key.Key_Escape)

    assert len(written) >= 6
    assert not any(f.explained for f in town.opened.session.findings)
    assert town.opened.grid.hasFocus()


def test_escape_closes_the_line_to_seek_in_before_the_help_panel(town):
    town.press(Qt.Key.Key_F1)
    town.press(Qt.Key.Key_F, modifier=CONTROL)
    town.press(Qt.Key.Key_Escape)

    assert not town.opened.seeker.isVisible()
    assert town.opened.grid.hasFocus()


def test_a_word_with_full_width_brackets_is_found(town):
    town.press(Qt.Key.Key_F, modifier=CONTROL)
    town.opened.seeker.line.setText("村（社区）")
    town.press(Qt.Key.Key_Enter)

    assert "没有找到" not in town.opened.seeker._told.text()


def test_cut_in_the_findings_list_takes_nothing_from_the_form(town):
    town.type("12")
    town.press(Qt.Key.Key_Enter)
    town.press(Qt.Key.Key_Left, Qt.Key.Key_F5)

    town.press(Qt.Key.Key_X, modifier=CONTROL)

    assert town.figure(TOTAL) == "12"
