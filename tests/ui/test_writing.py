"""A text is written with room, last year's beside it, by keys alone; nothing written is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMessageBox

from fuer_desktop.domain.checking import COPIED_RULE
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, Kind
from fuer_desktop.services import opening, sessions
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.texts import narrative as texts
from fuer_desktop.ui.open_form import OpenForm
from fuer_desktop.ui.writing import WritingDialog
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("documents")

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
RETURN = Qt.Key.Key_Return
FIRST, SECOND = CellKey("1", "01", "1"), CellKey("1", "01", "2")
LAST_YEAR = "上年开展检查12次。\n覆盖全部乡镇。"


@pytest.fixture(scope="module")
def desk_once(tmp_path_factory, all_handed_out) -> Path:
    """A department's desk that has last year's text of the first cell of its yearly account."""
    desk = tmp_path_factory.mktemp("account") / "desk.fuerdb"
    task = opening.open_task(all_handed_out / "tasks" / "990100-2025_990100JC_任务.fuer", desk)
    before = FormPlace(task.record.unit, "FE-LS01", task.record.period - 1)
    with sessions.open_workspace(desk) as workspace, workspace.commit(How.TASK_OPENED):
        row = (*FIRST, Kind.TEXT.value, None, 0, "", LAST_YEAR)
        workspace.values.add_handed_down(before, [row])
    return desk


@pytest.fixture
def opened(person: Person, desk_once, tmp_path) -> OpenForm:
    """The same, of one's own, with the yearly account in front."""
    desk = tmp_path / "desk.fuerdb"
    shutil.copy(desk_once, desk)
    person.start(desk)
    person.wait(lambda: person.program.window.current == "desk_home")
    opened = person.open_form("FE-LS01")
    opened.grid.go_to(FIRST)
    return opened


@pytest.fixture
def writing(person: Person, opened: OpenForm, qtbot) -> WritingDialog:
    """What Enter opens at the first text."""
    return enter(person, opened, qtbot)


def enter(person: Person, opened: OpenForm, qtbot) -> WritingDialog:
    qtbot.keyClick(opened.grid, RETURN)
    page = person.page("forms")
    person.wait(lambda: any(d.isVisible() for d in page.findChildren(WritingDialog)))
    return next(d for d in page.findChildren(WritingDialog) if d.isVisible())


def question(writing: WritingDialog) -> QMessageBox:
    [box] = writing.findChildren(QMessageBox)
    return box


def test_a_text_is_written_and_the_grid_goes_on(writing, opened, qtbot):
    assert writing.above.text() == "各领域落实情况 › 一、妇女发展规划"
    assert writing.heading.text() == "妇女与健康 · 本年进展"
    writing.box.insertPlainText("开展检查13次。")
    qtbot.keyClick(writing.box, RETURN)
    writing.box.insertPlainText("覆盖全部乡镇。")
    assert writing.length.text() == "已写15字，建议200—800字，还差185字"

    qtbot.keyClick(writing.box, RETURN, CONTROL)

    assert opened.session.value(FIRST).text == "开展检查13次。\n覆盖全部乡镇。"
    assert opened.model.key(opened.grid.currentIndex()) == SECOND


def test_each_finished_line_is_kept_before_the_next_is_begun(writing, opened, qtbot):
    writing.box.insertPlainText("第一段写完了。")
    qtbot.keyClick(writing.box, RETURN)

    assert opened.session.value(FIRST).text == "第一段写完了。"


def test_a_new_line_comes_with_alt_as_well(writing, qtbot):
    writing.box.insertPlainText("一")
    qtbot.keyClick(writing.box, RETURN, ALT)
    writing.box.insertPlainText("二")

    assert writing.box.text() == "一\n二"


def test_last_year_s_text_is_a_start_that_is_marked_until_it_is_changed(writing, opened, qtbot):
    assert writing.before.toPlainText() == LAST_YEAR

    qtbot.keyClick(writing.box, Qt.Key.Key_F7)
    assert writing.box.text() == LAST_YEAR
    assert "与上年一字不差" in writing.copied.text()
    writing.keep()
    assert COPIED_RULE in [found.rule for found in opened.session.findings_at(FIRST)]

    writing.box.insertPlainText("本年多2次。")
    writing.keep()
    assert writing.copied.text() == ""
    assert COPIED_RULE not in [found.rule for found in opened.session.findings_at(FIRST)]


def test_last_year_s_text_never_takes_the_place_of_what_is_written(writing, qtbot):
    writing.box.insertPlainText("本年的话。")

    qtbot.keyClick(writing.box, Qt.Key.Key_F7)

    assert writing.box.text() == "本年的话。"
    assert "已经写了字，没有取上年的" in writing.said.text()


def test_a_paste_is_put_in_order_said_and_taken_back_with_one_key(writing, qtbot):
    mime = QMimeData()
    mime.setText("村\t户\r\n甲\u200b村\t10")

    writing.box.insertFromMimeData(mime)

    assert writing.box.text() == "村　户\n甲村　10"
    assert writing.said.text().startswith("粘贴时整理了：去掉1个看不见的字符，表格排成文字2行")
    qtbot.keyClick(writing.box, Qt.Key.Key_Z, CONTROL)
    assert writing.box.text() == ""
    qtbot.keyClick(writing.box, Qt.Key.Key_Z, CONTROL)
    assert "在表里按 Ctrl+Z" in writing.said.text()


def test_punctuation_is_changed_only_when_it_is_asked(writing, qtbot):
    writing.box.insertPlainText("检查,建档")

    qtbot.mouseClick(writing.marks, Qt.MouseButton.LeftButton)
    assert writing.box.text() == "检查，建档"
    qtbot.keyClick(writing.box, Qt.Key.Key_Z, CONTROL)
    assert writing.box.text() == "检查,建档"


def test_one_goes_from_text_to_text_and_each_is_kept(writing, opened, qtbot):
    writing.box.insertPlainText("第一格。")
    qtbot.keyClick(writing.box, Qt.Key.Key_PageDown, CONTROL)
    assert writing.heading.text() == "妇女与健康 · 主要做法"
    assert "上年没有" in writing.this_year.text()
    writing.box.insertPlainText("第二格。")
    qtbot.keyClick(writing.box, Qt.Key.Key_PageUp, CONTROL)

    assert writing.box.text() == "第一格。"
    assert opened.session.value(SECOND).text == "第二格。"
    qtbot.keyClick(writing.box, Qt.Key.Key_PageUp, CONTROL)
    assert writing.said.text() == "这是第一格文字。"


def test_escape_asks_before_anything_written_goes(writing, opened, qtbot):
    writing.box.insertPlainText("写了一半")
    qtbot.keyClick(writing.box, Qt.Key.Key_Escape)
    qtbot.keyClick(question(writing), Qt.Key.Key_Escape)
    assert writing.isVisible()

    qtbot.keyClick(writing.box, Qt.Key.Key_Escape)
    box = [b for b in writing.findChildren(QMessageBox) if b.isVisible()][-1]
    qtbot.keyClick(box.defaultButton(), Qt.Key.Key_Space)

    assert not writing.isVisible()
    assert opened.session.value(FIRST).text == "写了一半"


def test_not_keeping_brings_back_what_was_there(writing, opened, person, qtbot):
    writing.box.insertPlainText("第一稿。")
    qtbot.keyClick(writing.box, RETURN, CONTROL)
    opened.grid.go_to(FIRST)
    again = enter(person, opened, qtbot)
    again.box.moveCursor(QTextCursor.MoveOperation.End)
    again.box.insertPlainText("又改了。")
    qtbot.keyClick(again.box, RETURN)
    assert opened.session.value(FIRST).text == "第一稿。又改了。"

    qtbot.keyClick(again.box, Qt.Key.Key_Escape)
    back = next(b for b in question(again).buttons() if b.text() == "不存")
    qtbot.keyClick(back, Qt.Key.Key_Space)

    assert opened.session.value(FIRST).text == "第一稿。"


def test_escape_without_a_change_just_leaves_and_a_kind_stays(person, opened, qtbot):
    opened.session.enter_kind(FIRST, Kind.NOT_APPLICABLE)
    writing = enter(person, opened, qtbot)
    assert "“不适用”" in writing.said.text()

    qtbot.keyClick(writing.box, Qt.Key.Key_Escape)

    assert not writing.isVisible()
    assert opened.session.value(FIRST).kind is Kind.NOT_APPLICABLE


def test_a_text_that_is_too_long_stays_and_says_so(writing, opened, qtbot):
    writing.box.insertPlainText("字" * 4001)

    qtbot.keyClick(writing.box, RETURN, CONTROL)

    assert writing.isVisible()
    assert "最多4000个字" in writing.said.text()
    assert opened.session.value(FIRST).kind is Kind.BLANK


def test_what_was_kept_is_taken_back_step_by_step_in_the_form(writing, opened, person, qtbot):
    writing.box.insertPlainText("第一段。")
    qtbot.keyClick(writing.box, RETURN)
    writing.box.insertPlainText("第二段。")
    qtbot.keyClick(writing.box, RETURN, CONTROL)
    person.wait(lambda: not opened.session.waiting)
    window = person.program.window
    person.wait(window.isActiveWindow)

    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Z, CONTROL)

    person.wait(lambda: opened.session.value(FIRST).text == "第一段。")


def test_enter_on_a_figure_still_goes_on(person, opened, qtbot):
    form = person.open_form("FE-JC01")
    form.grid.go_to_first()
    first = form.grid.currentIndex()

    qtbot.keyClick(form.grid, RETURN)

    assert form.grid.currentIndex() != first
    assert person.page("forms").findChildren(WritingDialog) == []


def test_going_back_restores_why_there_was_no_text(person, opened, qtbot):
    opened.session.enter_kind(FIRST, Kind.NO_DATA, "今年没有开展这项工作")
    opened.grid.go_to(FIRST)
    writing = enter(person, opened, qtbot)
    writing.box.insertPlainText("写了一半\n")
    assert writing.keep()
    writing.box.insertPlainText("又写")

    writing.reject()
    [back] = [b for b in question(writing).buttons() if b.text() == texts.LEAVE_BACK]
    back.click()

    now = opened.session.value(FIRST)
    assert (now.kind, now.reason) == (Kind.NO_DATA, "今年没有开展这项工作")
