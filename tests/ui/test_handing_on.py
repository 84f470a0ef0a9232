"""A workspace goes from one PC to the next in the window: the code is seen once, cells are locked,
it is taken back, and taken up elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox

from fuer_desktop.formats import sealing
from fuer_desktop.services import handing_on, opening, sessions, taking_up
from fuer_desktop.services.settings import Settings
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import handing_on as texts
from tests.ui.person import Person

SAID = ("新电脑", "旧电脑年底报废")


@pytest.fixture(autouse=True)
def quick_sealing(monkeypatch):
    """The code costs a second by design; here it only has to be the right one."""

    def opened(sealed, code):
        if not sealed.startswith(code.encode()):
            raise sealing.CannotOpenError
        return sealed[len(code) :]

    monkeypatch.setattr(sealing, "seal_with_code", lambda data, code: code.encode() + data)
    monkeypatch.setattr(sealing, "opened_with_code", opened)


@pytest.fixture
def stick(tmp_path, monkeypatch) -> Path:
    """The folder that is chosen."""
    folder = tmp_path / "stick"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    return folder


@pytest.fixture
def desk(person: Person, office, documents) -> Path:
    """A clerk's workspace with two figures, open."""
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100JC_任务.fuer")
    person.type_figures(person.open_form("FE-JC01"), ["37", "13"])
    return documents / "990100JC.fuerdb"


def figures(opened) -> list[str]:
    return [opened.session.value(key).plain for key in opened.session.form.typed_cells]


def ask(person: Person):
    """Press the menu's entry; returns the dialog."""
    program = person.program
    before = program.handing_on.dialog
    menu_entry(person, texts.MENU).trigger()
    person.wait(lambda: program.handing_on.dialog is not before)
    return program.handing_on.dialog


def menu_entry(person: Person, words: str):
    [file, *_] = person.program.window.menuBar().actions()
    [entry] = [action for action in file.menu().actions() if action.text() == words]
    return entry


def write(person: Person, dialog) -> str:
    """Say to whom and why; the folder is chosen; returns the code as it is read out."""
    dialog.to.setText(SAID[0])
    dialog.reason.setText(SAID[1])
    QTest.keyClick(dialog.write, Qt.Key.Key_Return)
    person.wait(lambda: bool(dialog.code.text()))
    return dialog.code.text()


def note(person: Person, dialog, qtbot) -> None:
    """The code is noted; the pages come again."""
    with qtbot.waitSignal(person.program.opened):
        qtbot.keyClick(dialog.noted, Qt.Key.Key_Return)


@pytest.mark.usefixtures("desk", "stick")
def test_enter_in_a_line_writes_and_enter_once_more_does_not_put_the_code_away(
    person: Person, qtbot
):
    dialog = ask(person)
    dialog.to.setText(SAID[0])
    dialog.reason.setText(SAID[1])

    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    person.wait(lambda: bool(dialog.code.text()))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)

    assert dialog.isVisible()
    note(person, dialog, qtbot)


@pytest.mark.usefixtures("desk")
def test_the_code_is_shown_once_and_the_desk_is_locked_with_the_reason(
    person: Person, stick, qtbot
):
    dialog = ask(person)
    code = write(person, dialog)

    assert dialog.path.parent == stick
    assert len(handing_on.read_code(code)) == 12
    assert dialog.code.font().pointSize() > 2 * dialog.font().pointSize()
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "关掉就看不到了" in said
    note(person, dialog, qtbot)
    window = person.program.window
    person.wait(lambda: "交接给新电脑" in window.message)
    person.wait(lambda: window.windowTitle().endswith("已交接"))
    opened = person.open_form("FE-JC01")
    opened.grid.go_to_first()
    before = figures(opened)
    person.press(opened.grid, "5")
    assert figures(opened) == before
    assert "交接给新电脑" in opened.session.locked
    window.go_to("submit")
    page = person.page("submit")
    person.wait(lambda: "交接给新电脑" in page._state.text())
    assert not page.export_button.isEnabled()


def test_nothing_is_written_before_it_is_said_to_whom_and_why(
    person: Person, desk, qtbot, monkeypatch
):
    def choose(*_):
        pytest.fail("no folder is asked for yet")

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", choose)
    dialog = ask(person)

    qtbot.keyClick(dialog.write, Qt.Key.Key_Return)
    assert dialog.wrong.text() == texts.TO_MISSING
    dialog.to.setText("王小兰")
    qtbot.keyClick(dialog.write, Qt.Key.Key_Return)
    assert "至少4个字" in dialog.wrong.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not person.program.window.windowTitle().endswith("已交接")


def test_a_stick_that_cannot_be_written_is_said_in_the_dialog_and_nothing_is_marked(
    person: Person, desk, tmp_path, qtbot, monkeypatch
):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "file"))
    dialog = ask(person)
    dialog.to.setText(SAID[0])
    dialog.reason.setText(SAID[1])
    qtbot.keyClick(dialog.write, Qt.Key.Key_Return)

    person.wait(lambda: "写不成" in dialog.wrong.text())
    assert dialog.to.text() == SAID[0]
    dialog.reject()
    person.end()
    with Workspace.look(desk) as workspace:
        assert workspace.handed_over is None


@pytest.mark.usefixtures("desk")
def test_what_was_typed_and_not_entered_yet_goes_along(person: Person, stick, tmp_path, qtbot):
    opened = person.open_form("FE-JC01")
    opened.grid.go_to_first()
    person.wait(lambda: opened.grid.findChild(QLineEdit) is None)
    qtbot.keyClick(opened.grid, Qt.Key.Key_8)

    code = write(person, ask(person))

    [file] = stick.iterdir()
    offer = taking_up.read(file)
    (tmp_path / "库.fuerdb").write_bytes(taking_up.opened(offer, code))
    with Workspace.look(tmp_path / "库.fuerdb") as workspace:
        place = FormPlace("990100JC", "FE-JC01", 2025)
        handed = [value.plain for value in workspace.values.of_form(place).values()]
    assert sorted(handed) == ["13", "37", "8"]


@pytest.mark.usefixtures("desk", "stick")
def test_it_is_taken_back_for_a_reason_and_work_goes_on(person: Person, qtbot):
    first = ask(person)
    write(person, first)
    note(person, first, qtbot)

    dialog = ask(person)
    assert dialog.to.text() == SAID[0]
    dialog.back_reason.setText("坏了")
    qtbot.keyClick(dialog.back, Qt.Key.Key_Return)
    person.wait(lambda: "至少4个字" in dialog.wrong.text())
    dialog.back_reason.setText("新电脑坏了")
    with qtbot.waitSignal(person.program.opened):
        qtbot.keyClick(dialog.back, Qt.Key.Key_Return)

    assert person.program.window.message == texts.TAKEN_BACK
    opened = person.open_form("FE-JC01")
    person.type_figures(opened, ["39"])
    person.wait(lambda: opened.session.unsaved == 0)
    assert not opened.session.failed
    assert "已交接" not in person.program.window.windowTitle()


def test_where_nothing_or_only_a_copy_is_open_that_is_said(person: Person, office, documents):
    person.start(None)
    menu_entry(person, texts.MENU).trigger()
    assert person.program.window.message == texts.NOTHING_OPEN
    person.program.look(office)
    person.wait_for_page("intake")
    menu_entry(person, texts.MENU).trigger()
    assert person.program.window.message == texts.IS_COPY


# --- the other side -------------------------------------------------------------------------


@pytest.fixture
def handed(office, documents, tmp_path):
    """A handover on a stick, and its code; the desk that was left is on another PC."""
    elsewhere = tmp_path / "elsewhere" / "990100JC.fuerdb"
    elsewhere.parent.mkdir()
    opening.open_task(office.parent / "tasks" / "990100-2025_990100JC_任务.fuer", elsewhere)
    with sessions.open_workspace(elsewhere) as workspace:
        return handing_on.hand_over(workspace, *SAID, tmp_path)


def type_code(person: Person, code: str, qtbot):
    dialog = person.program.opening.taking_up.dialog
    dialog.code.clear()
    qtbot.keyClicks(dialog.code, code)
    qtbot.keyClick(dialog.code, Qt.Key.Key_Return)
    return dialog


def test_a_double_click_asks_for_the_code_and_the_right_one_opens_a_desk(
    person: Person, handed, documents, qtbot
):
    file, code = handed
    program = person.start(file)
    wrong = type_code(person, "1111 1111 1111", qtbot)
    person.wait(lambda: "打不开" in wrong.wrong.text())
    assert not list(documents.glob("*.fuerdb")) if documents.exists() else True
    type_code(person, "12", qtbot)
    assert "12位数字" in wrong.wrong.text()

    with qtbot.waitSignal(program.opened):
        type_code(person, handing_on.in_groups(code), qtbot)

    assert program.path == documents / "990100JC.fuerdb"
    assert "已接手" in program.window.message
    assert person.settings.recent[0] == str(documents / "990100JC.fuerdb")
    person.type_figures(person.open_form("FE-JC01"), ["37"])


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    """Where a person wants the one that she takes up."""
    chosen = tmp_path / "接手的.fuerdb"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    return chosen


def test_a_desk_on_this_pc_that_knows_more_is_told_and_kept(
    person: Person, desk, handed, place, qtbot
):
    file, code = handed
    told = []

    def keep_both():
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            told.append(box.text())
            [go_on] = [b for b in box.buttons() if b.text() == texts.KEEP_BOTH]
            go_on.click()
        else:
            QTimer.singleShot(20, keep_both)

    person.program.open(file)
    keep_both()
    with qtbot.waitSignal(person.program.opened):
        type_code(person, code, qtbot)

    assert "990100JC.fuerdb”里有" in told[0]
    assert person.program.path == place
    with Workspace.look(desk) as kept:
        assert len(list(kept.journal.rows())) > 2


def test_stopping_there_opens_again_what_was_open(person: Person, desk, handed, qtbot):
    file, code = handed
    program = person.program
    program.opening.taking_up.ask_place = lambda *_: None
    program.open(file)

    with qtbot.waitSignal(program.opened):
        type_code(person, code, qtbot)

    assert program.path == desk
    assert program.window.message.startswith(texts.STOPPED)
    assert list(desk.parent.glob("*.fuerdb")) == [desk]


def test_a_damaged_handover_is_said_and_the_start_page_stays(person: Person, handed, documents):
    file, _ = handed
    file.write_bytes(file.read_bytes()[:-20])

    program = person.start(file, Settings())

    assert program.opening.taking_up.dialog is None
    person.wait_for_page("start")
    assert "不完整" in program.window.message
