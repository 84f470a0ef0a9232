"""The hand-over card on the screen: asked for at a form, read, and kept as a PDF."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from fuer_desktop.ui.form_tools import TOOLS
from fuer_desktop.ui.hand_over_card import CardDialog
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("documents")


@pytest.fixture
def dialog(person: Person, office) -> CardDialog:
    """A clerk who has typed two figures asks for the card."""
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100JC_任务.fuer")
    opened = person.open_form("FE-JC01")
    person.type_figures(opened, ["37", "13"])
    page = person.page("forms")
    [tool] = [tool for tool in TOOLS if tool.words == "交接卡…"]
    tool.act(page, opened)
    person.wait(lambda: page.findChild(CardDialog) is not None)
    return page.findChild(CardDialog)


def test_a_clerk_reads_the_card_and_keeps_it_as_a_pdf(
    person: Person, dialog, tmp_path, monkeypatch, qtbot
):
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "FE-JC01" in said
    assert "已填2/4格" in said
    assert "还有2格未填" in said
    offered = []

    def choose(_parent, _title, suggested, _kinds):
        offered.append(suggested)
        return str(tmp_path / "卡"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    qtbot.keyClick(dialog.save, Qt.Key.Key_Return)

    assert "妇儿规划监测" in offered[0]
    assert offered[0].endswith("_2025.pdf")
    assert (tmp_path / "卡.pdf").read_bytes().startswith(b"%PDF-")
    assert "交接卡已写好" in person.program.window.message


def test_a_card_that_cannot_be_written_is_said_and_nothing_is_lost(
    person: Person, dialog, tmp_path, monkeypatch, qtbot
):
    (tmp_path / "file").write_text("")
    answer = (str(tmp_path / "file" / "卡.pdf"), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)

    qtbot.keyClick(dialog.save, Qt.Key.Key_Return)

    assert person.program.window.message
    assert "已写好" not in person.program.window.message
