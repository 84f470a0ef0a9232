"""写征询包 at the desk: chosen with the keys, written beside the signatures, never an export."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from fuer_desktop.formats import packages
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.ui.inquiring import InquiryDialog
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("documents")


@pytest.fixture
def submitting(person: Person, office, tmp_path, monkeypatch):
    """The submit page of a department whose women exceed all, with two figures still blank."""
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100JC_任务.fuer")
    person.type_figures(person.open_form("FE-JC01"), ["10", "13"])
    person.program.window.go_to("submit")
    page = person.page("submit")
    person.wait(page.ask_button.isVisible)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    return page


def opened(person, page, qtbot):
    qtbot.keyClick(page.ask_button, Qt.Key.Key_Return)
    dialog = page.findChild(InquiryDialog)
    person.wait(lambda: dialog.isVisible() and dialog.list.hasFocus())
    return dialog


def test_a_finding_is_ticked_explained_and_asked_about(
    person: Person, office, submitting, qtbot, tmp_path
):
    dialog = opened(person, submitting, qtbot)
    assert dialog.list.count() == 2  # the blank cells share a line
    assert not dialog.write.isEnabled()

    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert not dialog.write.isEnabled()  # nobody has said why
    qtbot.keyClick(dialog.list, Qt.Key.Key_Tab)
    dialog.why.insert("检察官编制由上级院统管")
    dialog.why.textEdited.emit(dialog.why.text())
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert dialog.write.hasFocus()
    qtbot.keyClick(dialog.write, Qt.Key.Key_Return)

    person.wait(lambda: "不计入" in submitting.result)
    assert submitting.written.parent == tmp_path
    assert "_征询_" in submitting.written.name
    with Workspace.look(office) as opened_office:
        keys = opened_office.reading_keys
    package = packages.read(submitting.written.read_bytes(), "", "inquiry", keys)
    [said] = packages.submission_of(package).asks
    assert (said.form, said.why) == ("FE-JC01", "检察官编制由上级院统管")
    assert not submitting.export_button.isEnabled()


def test_one_reason_serves_all_that_are_ticked_and_blank_cells_are_asked_about_together(
    person: Person, submitting, qtbot
):
    dialog = opened(person, submitting, qtbot)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        qtbot.keyClick(dialog.list, key)
    dialog.why.insert("院里尚未分列")
    dialog.why.textEdited.emit(dialog.why.text())

    qtbot.mouseClick(dialog.same, Qt.MouseButton.LeftButton)

    assert dialog.write.isEnabled()
    assert set(dialog.asked.values()) == {"院里尚未分列"}
    assert len(dialog.asked) == 3  # two blank cells and the sum
    assert all("理由：院里尚未分列" in item.text() for item in items(dialog))


def items(dialog):
    return [dialog.list.item(number) for number in range(dialog.list.count())]


def test_a_reason_stays_with_its_line(person: Person, submitting, qtbot):
    dialog = opened(person, submitting, qtbot)
    dialog.why.insert("院里尚未分列")
    dialog.why.textEdited.emit(dialog.why.text())

    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.why.text() == ""
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)

    assert dialog.why.text() == "院里尚未分列"
    assert items(dialog)[0].checkState() is Qt.CheckState.Checked


def test_where_nothing_strict_is_open_nobody_is_offered_to_ask(person: Person, office):
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100JC_任务.fuer")
    person.type_figures(person.open_form("FE-JC01"), ["37", "13", "31", "18"])
    person.program.window.go_to("submit")
    page = person.page("submit")

    person.wait(lambda: "可以导出" in page.state)

    assert not page.ask_button.isVisible()
    assert "敏感报表" in page.cover  # it counts minors who were arrested
