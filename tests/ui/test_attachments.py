"""Files are attached, taken away and copied out in the window, and found again at the office."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox

from fuer_desktop.services import attaching, sessions
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.keeping import read_view
from fuer_desktop.ui.attachments import AttachmentsDialog
from fuer_desktop.ui.pages.office_intake import IntakePage
from tests.services.trial import EAST, TOWNSHIP, Trial, rows
from tests.ui.office_pages import opening
from tests.ui.person import Person

CONTROL = Qt.KeyboardModifier.ControlModifier
PDF = b"%PDF-1.7\nseal\n%%EOF\n"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "盖章页.pdf"
    path.write_bytes(PDF)
    return path


@pytest.fixture
def dialog(person: Person, office: Path, qtbot, documents) -> AttachmentsDialog:
    """A desk, its form, and with Ctrl+T the list."""
    assert not documents.exists()
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100JC_任务.fuer")
    opened = person.open_form("FE-JC01")
    qtbot.keyClick(opened.grid, Qt.Key.Key_T, CONTROL)
    page = person.page("forms")
    person.wait(lambda: bool(page.findChildren(AttachmentsDialog)))
    dialog = page.findChildren(AttachmentsDialog)[-1]
    person.wait(lambda: dialog.is_read)
    return dialog


@pytest.fixture
def choose(monkeypatch):
    """What the person chooses in the system's own box."""

    def put(path: Path) -> None:
        chosen = str(path)
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([chosen], ""))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen, ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen)

    return put


def test_a_file_is_attached_and_taken_away_by_keys_alone(
    person: Person, dialog, scan, qtbot, choose
):
    choose(scan)
    assert (dialog.names, dialog.remove.isEnabled(), dialog.save.isEnabled()) == ([], False, False)

    qtbot.keyClick(dialog, Qt.Key.Key_Insert)
    person.wait(lambda: dialog.names == ["盖章页.pdf"])
    assert dialog.said.text() == "已加附件“盖章页.pdf”（1 KB），属于FE-JC01。"
    assert "共1个附件" in dialog.room.text()

    dialog.table.selectRow(0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    [question] = dialog.findChildren(QMessageBox)
    qtbot.keyClick(question.buttons()[0], Qt.Key.Key_Space)
    person.wait(lambda: dialog.names == [] and dialog.is_read)
    assert dialog.said.text() == "已去掉“盖章页.pdf”。"


def test_a_removal_that_is_not_confirmed_removes_nothing(person: Person, dialog, scan, qtbot):
    dialog.add_files([scan])
    person.wait(lambda: dialog.names == ["盖章页.pdf"])
    dialog.table.selectRow(0)

    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    [question] = dialog.findChildren(QMessageBox)
    qtbot.keyClick(question, Qt.Key.Key_Escape)

    assert dialog.names == ["盖章页.pdf"]


def test_dropped_files_are_taken_and_each_refusal_is_said(person: Person, dialog, scan, tmp_path):
    wrong = tmp_path / "通知.pdf"
    wrong.write_bytes(b"MZ" + bytes(60))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in (scan, wrong, tmp_path / "没有.pdf")])

    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    dialog.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, Qt.KeyboardModifier.NoModifier))

    person.wait(lambda: dialog.names == ["盖章页.pdf"])
    said = dialog.said.text().split("\n")
    assert [words[:4] for words in said] == ["已加附件", "“通知.", "文件“/"]


def test_a_copy_keeps_its_ending_and_never_takes_the_place_of_another_kind_of_file(
    person: Person, dialog, scan, choose
):
    dialog.add_files([scan])
    person.wait(lambda: dialog.names == ["盖章页.pdf"])
    other = scan.with_name("东镇.fuerdb")
    other.write_bytes(b"a workspace")
    choose(other)
    dialog.table.selectRow(0)

    dialog.save.click()

    person.wait(lambda: "已另存到" in dialog.said.text())
    assert other.read_bytes() == b"a workspace"
    assert other.with_name("东镇.fuerdb.pdf").read_bytes() == PDF


def test_a_copy_is_written_where_it_is_wanted_and_the_history_knows_the_file(
    person: Person, dialog, scan, choose, documents
):
    dialog.add_files([scan])
    person.wait(lambda: dialog.names == ["盖章页.pdf"])
    choose(scan.with_name("我的.pdf"))
    dialog.table.selectRow(0)

    dialog.save.click()

    person.wait(lambda: "已另存到" in dialog.said.text())
    assert (scan.with_name("我的.pdf")).read_bytes() == PDF
    dialog.shut.click()
    window = person.program.window
    window.go_to("submit")
    person.wait(lambda: any("附件1个" in part.text() for part in window.findChildren(QLabel)))
    person.end()
    with sessions.open_workspace(documents / "990100JC.fuerdb") as workspace:
        [event] = [event for event in read_view(workspace).events if event.what == "加附件"]
    assert "盖章页.pdf" in event.about
    assert event.place == str(scan)


@pytest.fixture
def open_page(qtbot):
    """Opens the intake page on a workspace."""
    yield from opening(qtbot)


def test_an_office_sees_and_saves_what_a_unit_attached(open_page, scan, tmp_path, choose, qtbot):
    trial = Trial(tmp_path / "trial")
    trial.hand_out()
    trial.open(EAST)
    trial.fill(EAST, rows(EAST, 2025))
    with sessions.open_workspace(trial.desk(EAST)) as desk:
        given = attaching.read_file(scan)
        attaching.attach(desk, load_task(desk), TOWNSHIP, given)
    trial.take_in([trial.export(EAST).path])
    page = open_page(IntakePage, trial.office)
    assert not page.page.attachments_button.isEnabled()
    page.page.table.selectRow(0)

    qtbot.mouseClick(page.page.attachments_button, Qt.MouseButton.LeftButton)
    dialog = page.page.findChildren(AttachmentsDialog)[-1]
    page.wait(lambda: dialog.is_read)
    choose(tmp_path / "收到的")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    page.wait(lambda: "已另存" in dialog.said.text())

    assert dialog.names == ["盖章页.pdf"]
    assert (dialog.add.isVisible(), dialog.remove.isVisible()) == (False, False)
    [saved] = (tmp_path / "收到的").iterdir()
    assert saved.read_bytes() == PDF
    assert saved.name.startswith(f"{EAST}_{TOWNSHIP}_2025_附件01_")
