"""The recovery sheet in the window: printed before it counts, asked back, typed again later."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from fuer_desktop.services import office_keys
from fuer_desktop.services.office_keys import SheetState, Standing
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.ui import printing
from fuer_desktop.ui.frame import Context
from fuer_desktop.ui.pages.office_key_card import KeyCard
from fuer_desktop.ui.recovery_sheet import CodeDialog, SheetDialog
from fuer_desktop.ui.store_link import StoreLink
from fuer_desktop.ui.theme import Theme
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("documents")


@pytest.fixture
def path(tmp_path):
    """Where the office goes."""
    return tmp_path / "示例县.fuerdb"


@pytest.fixture
def begun(person: Person, path):
    """Somebody has just made an office and sees its sheet."""
    program = person.start(None)
    program.new_office(path)
    person.wait(lambda: bool(program.window.findChildren(SheetDialog)))
    return program.window.findChildren(SheetDialog)[0]


def card(person: Person):
    person.program.window.go_to("tasks")
    keys = person.page("tasks").keys
    person.wait(keys.state.isVisible)
    return keys


def standing(person: Person, path):
    person.end()
    with open_workspace(path) as workspace:
        return office_keys.standing(workspace)


def code_of(dialog: SheetDialog) -> str:
    return " ".join(dialog._sheet.groups)


def type_code(person: Person, qtbot, button, code):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = person.program.window.findChildren(CodeDialog)[-1]
    qtbot.keyClicks(dialog.code, code)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    return dialog


@pytest.fixture
def pdf(tmp_path, monkeypatch):
    """The file that somebody chooses for the sheet."""
    answer = (str(tmp_path / "单"), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)
    return tmp_path / "单.pdf"


def test_a_new_office_keeps_its_sheet_and_two_groups_are_asked_back(
    person: Person, begun: SheetDialog, path, pdf, qtbot
):
    assert not begun.fields[0].isVisible()

    qtbot.keyClick(begun.save, Qt.Key.Key_Return)
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert "请把这个文件删掉" in begun.result_words.text()
    first, second = begun.fields
    groups = [begun._sheet.groups[place] for place in begun.asked]
    qtbot.keyClicks(first, "000000")
    qtbot.keyClick(first, Qt.Key.Key_Return)
    qtbot.keyClicks(second, groups[1])
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert f"第{begun.asked[0] + 1}组与恢复单不一致" in begun.result_words.text()
    qtbot.keyClicks(first, f"{groups[0][:3]} {groups[0][3:]}")
    qtbot.keyClick(first, Qt.Key.Key_Return)

    person.wait(lambda: "核对无误" in person.program.window.message)
    keys = card(person)
    person.wait(lambda: "已于" in keys.state.text())
    assert not keys.notice.isVisible()
    assert standing(person, path).state is SheetState.KEPT


def test_a_sheet_that_was_not_printed_binds_nobody_and_is_made_later(
    person: Person, begun: SheetDialog, path, tmp_path, qtbot
):
    qtbot.keyClick(begun, Qt.Key.Key_Escape)

    person.wait(lambda: "恢复码作废" in person.program.window.message)
    keys = card(person)
    assert keys.notice.isVisible()
    assert "还没有恢复单" in keys.notice.text()
    qtbot.mouseClick(keys.make, Qt.MouseButton.LeftButton)
    person.wait(lambda: bool(person.program.window.findChildren(SheetDialog)))
    dialog = person.program.window.findChildren(SheetDialog)[-1]
    code = code_of(dialog)
    dialog.save_to(tmp_path / "单.pdf")
    qtbot.mouseClick(dialog.later, Qt.MouseButton.LeftButton)

    person.wait(lambda: "还没有核对" in keys.state.text())
    assert keys.make.text() == "重做恢复单…"
    type_code(person, qtbot, keys.check, code)
    person.wait(lambda: "核对无误" in person.program.window.message)
    person.wait(lambda: not keys.make.isVisible())
    assert standing(person, path).state is SheetState.KEPT


def test_a_button_pressed_twice_shows_one_sheet(person: Person, begun: SheetDialog, qtbot):
    qtbot.keyClick(begun, Qt.Key.Key_Escape)
    keys = card(person)
    person.wait(keys.make.isVisible)

    qtbot.keyClick(keys.make, Qt.Key.Key_Return)
    qtbot.keyClick(keys.make, Qt.Key.Key_Return)
    answered: list[object] = []
    keys._context.link.ask(lambda _: None, answered.append)
    person.wait(lambda: bool(answered))

    assert sum(each.isVisible() for each in keys.findChildren(SheetDialog)) == 1


def test_a_sheet_that_cannot_be_written_is_said_and_is_not_taken_for_kept(
    begun: SheetDialog, tmp_path, monkeypatch, qtbot
):
    (tmp_path / "file").write_text("")
    begun.save_to(tmp_path / "file" / "单.pdf")

    assert not begun.is_kept
    assert begun.result_words.isVisible()
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    qtbot.mouseClick(begun.print, Qt.MouseButton.LeftButton)
    assert "没有打印机" in begun.result_words.text()
    assert not begun.is_kept


def test_a_printed_sheet_is_kept(begun: SheetDialog, tmp_path, monkeypatch, qtbot):
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(printing, "ask_printer", lambda *_: printer)

    qtbot.mouseClick(begun.print, Qt.MouseButton.LeftButton)

    assert begun.is_kept
    assert begun.fields[0].isVisible()
    assert (tmp_path / "out.pdf").stat().st_size > 1000


@pytest.fixture
def kept(path):
    """An office whose code is known."""
    return office_keys.new_office(path)


def test_a_key_is_replaced_with_the_code_and_a_slip_is_told_where_it_was_typed(
    person: Person, kept, path, qtbot
):
    person.start(path)
    person.wait(lambda: person.program.window.current == "tasks")
    keys = card(person)
    before = keys.prints.text()

    dialog = type_code(person, qtbot, keys.replace, kept[:-1] + "x")
    person.wait(lambda: "第16组写错了" in dialog.result_words.text())
    assert keys.prints.text() == before
    dialog.code.selectAll()
    qtbot.keyClicks(dialog.code, kept)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    person.wait(lambda: "请重新写出任务包" in person.program.window.message)
    person.wait(lambda: keys.prints.text() != before)
    assert standing(person, path).number > 1


def test_a_new_workspace_takes_the_place_of_the_office_that_was_lost(
    person: Person, kept, path, tmp_path, qtbot
):
    other = tmp_path / "新.fuerdb"
    office_keys.new_office_without_sheet(other)
    with open_workspace(path) as workspace:
        root = office_keys.standing(workspace).root
    person.start(other)
    person.wait(lambda: person.program.window.current == "tasks")
    keys = card(person)
    assert not keys.learn.isVisible()

    type_code(person, qtbot, keys.begin_again, kept)

    person.wait(lambda: root in person.program.window.message)
    person.wait(keys.learn.isVisible)
    assert root in keys.prints.text()


def test_practice_asks_for_no_sheet(prepared, qtbot):
    keys = KeyCard(Context(StoreLink(), Theme(), lambda _: None, lambda _: None))
    qtbot.addWidget(keys)
    keys.show()

    keys._show(Standing(SheetState.NONE, "1234", may_make=True, practice=True))

    assert "演练" in keys.state.text()
    assert not keys.notice.isVisible()
    assert not keys.make.isVisible()
