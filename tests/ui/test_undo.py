"""Ctrl+Z and Ctrl+Y with real keys: what was typed goes back, comes again, and stays on disk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QMessageBox

from fuer_desktop.domain.values import CellKey
from fuer_desktop.services import undoing
from tests.ui.person import Person

CONTROL = Qt.KeyboardModifier.ControlModifier
FIRST = CellKey("1", "01", "1")


@pytest.fixture
def desk(person: Person, office, documents) -> Path:
    """The desk of the procuratorate, open with its one form."""
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100JC_任务.fuer")
    return documents / "990100JC.fuerdb"


@pytest.fixture
def undo(person: Person, qtbot):
    """Press Ctrl+Z and wait for what is said."""
    return lambda: press(person, qtbot, Qt.Key.Key_Z)


@pytest.fixture
def redo(person: Person, qtbot):
    """Press Ctrl+Y and wait for what is said."""
    return lambda: press(person, qtbot, Qt.Key.Key_Y)


def press(person: Person, qtbot, key: Qt.Key) -> str:
    window = person.program.window
    window.say("")
    person.wait(window.isActiveWindow)
    qtbot.keyClick(window.focusWidget() or window, key, CONTROL)
    person.wait(lambda: bool(window.message))
    return window.message


def typed(person: Person, *figures: str):
    opened = person.open_form("FE-JC01")
    person.type_figures(opened, list(figures))
    person.wait(lambda: opened.session.unsaved == 0)
    return opened


def numbers(opened) -> list[str]:
    return [opened.session.value(key).plain for key in opened.session.form.typed_cells]


def test_a_figure_goes_back_and_comes_again(person: Person, desk, undo, redo):
    opened = typed(person, "37", "13")

    said = undo()
    after_undo = numbers(opened)
    redone = redo()

    assert "已撤销" in said
    assert "第01行第2列 13 → 未填" in said
    assert after_undo == ["37", "", "", ""]
    assert "已恢复" in redone
    assert numbers(opened) == ["37", "13", "", ""]


def test_the_form_and_the_cell_come_to_the_front(person: Person, desk, undo):
    opened = typed(person, "37", "13")
    opened.grid.go_to(CellKey("1", "02", "1"))
    person.program.window.go_to("desk_home")

    undo()

    assert person.program.window.current == "forms"
    assert opened.model.key(opened.grid.currentIndex()) == CellKey("1", "01", "2")


def test_undo_goes_on_after_the_window_was_closed(person: Person, desk, undo, redo):
    typed(person, "37", "13")
    undo()
    person.end()
    person.start(desk)
    person.wait(lambda: person.program.window.current == "desk_home")

    undo()
    person.wait(lambda: person.page("forms").current is not None)
    opened = person.page("forms").current
    after_undo = numbers(opened)
    redo()
    redo()

    assert after_undo == ["", "", "", ""]
    assert numbers(opened) == ["37", "13", "", ""]


def test_what_cannot_be_undone_or_redone_is_said(person: Person, desk, undo, redo):
    assert undo() == "没有可撤销的改动。"
    assert redo().startswith("没有可恢复的改动")


def test_undo_stops_at_what_was_handed_in(person: Person, desk, undo, tmp_path):
    opened = typed(person, "40", "13", "31", "18")
    person.export(tmp_path / "sent")
    person.open_form("FE-JC01")

    said = undo()

    assert said.startswith("第1版已于")
    assert numbers(opened) == ["40", "13", "31", "18"]


def test_while_an_editor_is_open_ctrl_z_is_its_own(person: Person, desk, qtbot):
    opened = typed(person, "37")
    qtbot.keyClicks(opened.grid, "5")
    editor = opened.grid.findChild(QLineEdit)
    qtbot.keyClicks(editor, "9")

    qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    qtbot.wait(50)

    assert "59" not in editor.text()
    assert numbers(opened)[0] == "37"
    assert person.program.window.message == ""


@pytest.fixture
def tomorrow(monkeypatch):
    """What was typed is of yesterday."""
    day = undoing.today() + timedelta(days=1)
    monkeypatch.setattr(undoing, "today", lambda: day)


def answering(person: Person, monkeypatch, word: str) -> list[str]:
    """Answer every question by pressing the button with this word; returns what was asked."""
    asked: list[str] = []
    ask, window = QMessageBox.exec, person.program.window

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        QTimer.singleShot(0, lambda: next(b for b in box.buttons() if b.text() == word).click())
        code = ask(box)
        window.activateWindow()
        return code

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return asked


def test_what_was_done_on_an_earlier_day_is_asked_about_once(
    person: Person, desk, undo, tomorrow, monkeypatch
):
    opened = typed(person, "37", "13")
    asked = answering(person, monkeypatch, "撤销")

    undo()
    undo()

    assert len(asked) == 1
    assert "不是今天的改动。撤销吗？" in asked[0]
    assert numbers(opened) == ["", "", "", ""]


def test_whoever_says_no_is_asked_again_the_next_time(
    person: Person, desk, tomorrow, monkeypatch, qtbot
):
    opened = typed(person, "37")
    asked = answering(person, monkeypatch, "不撤销")

    for count in (1, 2):
        person.wait(person.program.window.isActiveWindow)
        qtbot.keyClick(opened.grid, Qt.Key.Key_Z, CONTROL)
        person.wait(lambda count=count: len(asked) == count)

    assert numbers(opened)[0] == "37"


def test_what_is_typed_while_the_disk_undoes_is_not_taken_away(person: Person, desk, qtbot):
    opened = typed(person, "37")
    opened.grid.go_to(FIRST)

    qtbot.keyClick(opened.grid, Qt.Key.Key_Z, CONTROL)
    person.press(opened.grid, "99")
    person.wait(lambda: "已撤销" in person.program.window.message)
    person.end()
    person.start(desk)
    person.wait(lambda: person.program.window.current == "desk_home")

    assert numbers(person.open_form("FE-JC01"))[0] == "99"


def test_an_office_has_nothing_to_undo(person: Person, office, qtbot):
    person.start(office)
    person.wait(lambda: person.program.window.current == "intake")

    menus = [
        action.text() for action in person.program.window.menuBar().actions() if action.isVisible()
    ]

    assert "编辑(&E)" not in menus
