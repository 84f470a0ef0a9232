"""The office's forms go out into a workbook and come in from one, with mouse and real files."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from fuer_desktop.services import catalogues, designing
from fuer_desktop.ui.pages.office_tasks import TasksPage
from tests.ui.office_pages import opening

FORM = "FE-SF01"


@pytest.fixture
def office(tmp_path):
    path = tmp_path / "office.fuerdb"
    designing.new_office(path)
    return path


@pytest.fixture
def open_page(qtbot, prepared):
    yield from opening(qtbot)


@pytest.fixture
def card(qtbot, open_page, office):
    made = open_page(TasksPage, office).page.definitions
    qtbot.waitUntil(lambda: made.forms.count() > 20, timeout=20_000)
    return made


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


def take_out(qtbot, card, monkeypatch, path: Path):
    card.forms.setCurrentIndex(card.forms.findData(FORM))
    choose(monkeypatch, path)
    press(qtbot, card.out_button)
    qtbot.waitUntil(lambda: card.result.objectName() == "good", timeout=20_000)
    return load_workbook(path)


def test_a_form_taken_out_and_brought_back_under_its_name_is_the_offices_own(
    qtbot, card, office, monkeypatch, tmp_path
):
    path = tmp_path / "表.xlsx"
    take_out(qtbot, card, monkeypatch, path)

    card.result.setObjectName("")
    press(qtbot, card.in_button)
    qtbot.waitUntil(lambda: card.result.objectName() == "good", timeout=60_000)

    assert catalogues.forms_among(catalogues.own_texts(office)) == [FORM]
    qtbot.waitUntil(lambda: card.forms.itemData(1) == FORM, timeout=20_000)


def test_a_workbook_with_mistakes_changes_nothing_and_names_each_cell(
    qtbot, card, office, monkeypatch, tmp_path
):
    path = tmp_path / "表.xlsx"
    book = take_out(qtbot, card, monkeypatch, path)
    sheet = book["审核关系"]
    heads = [str(cell.value or "").strip("＊* ") for cell in sheet[1]]
    sheet.cell(2, heads.index("关系式") + 1).value = "01 ≥ 99"
    book.save(path)

    press(qtbot, card.in_button)
    qtbot.waitUntil(lambda: card.result.objectName() == "wrong", timeout=60_000)

    [box] = card.findChildren(QMessageBox)
    assert "“审核关系”第2行“关系式”" in box.informativeText()
    assert "99" in box.informativeText()
    assert catalogues.own_texts(office) == {}
    box.close()
