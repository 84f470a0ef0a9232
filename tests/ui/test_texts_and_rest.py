"""Texts in a form, and the cells that are still blank: written and filled with real keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from fuer_desktop.domain.values import CellKey, Kind
from fuer_desktop.ui.fill_rest import FillRestDialog
from fuer_desktop.ui.grid.editors import TextEditor
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("documents")

CONTROL = Qt.KeyboardModifier.ControlModifier
FIRST, SECOND = CellKey("1", "01", "1"), CellKey("1", "01", "2")


def open_desk(person: Person, whole_office: Path) -> None:
    person.start(None)
    person.open(whole_office.parent / "tasks" / "990100-2025_990100JC_任务.fuer")


def write(qtbot, opened, text: str) -> TextEditor:
    """Begin a text in the cell in hand with F2; Chinese comes from an input method, not keys."""
    qtbot.keyClick(opened.grid, Qt.Key.Key_F2)
    editor = opened.grid.findChild(TextEditor)
    editor.insertPlainText(text)
    return editor


def test_a_text_is_written_with_new_lines_and_kept(person: Person, whole_office, documents, qtbot):
    open_desk(person, whole_office)
    opened = person.open_form("FE-LS01")
    opened.grid.go_to(FIRST)

    editor = write(qtbot, opened, "开展检查12次。")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    editor.insertPlainText("覆盖全部乡镇。")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert opened.session.value(FIRST).text == "开展检查12次。\n覆盖全部乡镇。"
    assert opened.model.key(opened.grid.currentIndex()) == SECOND
    person.end()
    person.start(documents / "990100JC.fuerdb")
    person.wait(lambda: person.program.window.current == "desk_home")
    again = person.open_form("FE-LS01").session.value(FIRST)
    assert (again.kind, again.note) == (Kind.TEXT, "开展检查12次。\n覆盖全部乡镇。")


def test_what_is_too_long_stays_in_the_box_and_is_explained(person: Person, whole_office, qtbot):
    open_desk(person, whole_office)
    opened = person.open_form("FE-LS01")
    opened.grid.go_to(FIRST)

    editor = write(qtbot, opened, "字" * 4001)
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert opened.session.value(FIRST).kind is Kind.BLANK
    assert len(opened.grid.findChild(TextEditor).text()) == 4001
    assert "最多4000个字" in person.program.window.message


def rest(person: Person, opened, qtbot) -> FillRestDialog:
    qtbot.keyClick(opened.grid, Qt.Key.Key_F8)
    return asked(person)


def asked(person: Person) -> FillRestDialog:
    """What F8 opened."""
    page = person.page("forms")
    person.wait(lambda: bool(page.findChildren(FillRestDialog)))
    return page.findChildren(FillRestDialog)[-1]


def test_one_key_fills_the_rest_after_a_look_and_one_step_takes_it_back(
    person: Person, whole_office, qtbot
):
    open_desk(person, whole_office)
    opened = person.open_form("FE-JC01")
    person.type_figures(opened, ["40", "10"])

    dialog = rest(person, opened, qtbot)
    assert [dialog.cells.item(n).text().split("（")[0] for n in range(dialog.cells.count())] == [
        "第02行", "第03行",
    ]  # fmt: skip
    qtbot.keyClick(dialog.fill, Qt.Key.Key_Space)

    kinds = [opened.session.value(key).kind for key in opened.session.form.typed_cells]
    assert kinds == [Kind.NUMBER, Kind.NUMBER, Kind.NOT_APPLICABLE, Kind.NOT_APPLICABLE]
    person.wait(lambda: not opened.session.waiting)
    window = person.program.window
    person.wait(window.isActiveWindow)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Z, CONTROL)
    person.wait(lambda: len(opened.session.blank_cells) == 2)


def test_a_cell_whose_tick_is_taken_stays_blank_and_zero_is_a_figure(
    person: Person, whole_office, qtbot
):
    open_desk(person, whole_office)
    opened = person.open_form("FE-JC01")
    person.type_figures(opened, ["40", "10"])

    dialog = rest(person, opened, qtbot)
    qtbot.keyClick(dialog.zero, Qt.Key.Key_Space)
    dialog.cells.setCurrentRow(0)
    qtbot.keyClick(dialog.cells, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.fill, Qt.Key.Key_Space)

    texts = [opened.session.value(key).plain for key in opened.session.form.typed_cells]
    assert texts == ["40", "10", "", "0"]


def test_escape_fills_nothing(person: Person, whole_office, qtbot):
    open_desk(person, whole_office)
    opened = person.open_form("FE-JC01")

    dialog = rest(person, opened, qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert len(opened.session.blank_cells) == 4


def test_texts_are_never_filled_with_zero(person: Person, whole_office, qtbot):
    open_desk(person, whole_office)
    opened = person.open_form("FE-LS01")

    dialog = rest(person, opened, qtbot)
    count = dialog.cells.count()
    qtbot.keyClick(dialog.zero, Qt.Key.Key_Space)

    assert (count, dialog.cells.count(), dialog.fill.isEnabled()) == (75, 0, False)


def test_where_nothing_is_blank_it_is_said(person: Person, whole_office, qtbot):
    open_desk(person, whole_office)
    opened = person.open_form("FE-JC01")
    person.type_figures(opened, ["40", "10", "5", "6"])

    qtbot.keyClick(opened.grid, Qt.Key.Key_F8)

    assert "没有未填" in person.program.window.message


def test_what_is_being_typed_is_taken_before_the_rest_is_filled(
    person: Person, whole_office, qtbot
):
    open_desk(person, whole_office)
    opened = person.open_form("FE-JC01")
    qtbot.keyClick(opened.grid, Qt.Key.Key_4)
    editor = opened.grid.findChild(QLineEdit)
    qtbot.keyClick(editor, Qt.Key.Key_0)

    qtbot.keyClick(editor, Qt.Key.Key_F8)
    dialog = asked(person)

    figures = [opened.session.value(key).plain for key in opened.session.form.typed_cells]
    assert (figures, dialog.cells.count()) == (["40", "", "", ""], 3)
