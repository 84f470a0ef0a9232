"""Printing with the keyboard: what is seen is what goes to the printer or into the file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.values import CellKey
from fuer_desktop.services.settings import Settings
from fuer_desktop.ui import choosing
from fuer_desktop.ui.open_form import OpenForm
from fuer_desktop.ui.pages import desk_forms
from fuer_desktop.ui.printing import PrintDialog
from fuer_desktop.ui.unsaved import Unsaved
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("documents")

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FIGURES = ["40", "10", "5", "6"]


@pytest.fixture
def court(all_handed_out: Path) -> Path:
    """The task of a department with one short form and the yearly account; nobody changes it."""
    return all_handed_out / "tasks" / "990100-2025_990100JC_任务.fuer"


def open_court(person: Person, court: Path, settings: Settings | None = None) -> OpenForm:
    """The department's desk, at its short form."""
    person.start(None, settings)
    person.open(court)
    return person.open_form("FE-JC01")


def press_print(person: Person, opened, qtbot) -> PrintDialog:
    qtbot.keyClick(opened.grid, Qt.Key.Key_P, CONTROL)
    page = person.page("forms")
    person.wait(lambda: any(made.is_ready for made in page.findChildren(PrintDialog)))
    dialog = page.findChildren(PrintDialog)[-1]
    person.wait(dialog.isActiveWindow)
    return dialog


def words(dialog: PrintDialog) -> list[str]:
    return [line.text for laid in dialog.forms for page in laid.pages for line in page.types]


def chosen(person: Person, dialog: PrintDialog) -> PrintDialog:
    person.wait(lambda: dialog.is_ready)
    return dialog


def page_count(document: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", document))


def test_the_figures_that_were_just_typed_are_printed_as_a_draft_with_the_names_that_are_kept(
    person: Person, court, qtbot
):
    names = Settings(signatories=(("head", "张三"), ("filler", "王五")))
    opened = open_court(person, court, names)
    person.type_figures(opened, FIGURES)

    dialog = press_print(person, opened, qtbot)

    found = words(dialog)
    assert [line for line in FIGURES if line not in found] == []
    assert {"草稿", "演练", "单位负责人：张三", "填表人：王五", "统计负责人："} <= set(found)
    assert any(line.startswith("核对码 ") for line in found)
    assert dialog.print.hasFocus()


def test_without_a_printer_a_pdf_is_offered_and_written(
    person: Person, court, qtbot, tmp_path, monkeypatch
):
    opened = open_court(person, court)
    dialog = press_print(person, opened, qtbot)
    proposed = []
    monkeypatch.setattr(
        choosing, "new_pdf", lambda _, name: proposed.append(name) or tmp_path / "表.pdf"
    )

    qtbot.keyClick(dialog.print, Qt.Key.Key_Return)
    assert "没有装打印机。请存为 PDF" in dialog.result_words.text()
    assert dialog.save.hasFocus()
    qtbot.keyClick(dialog.save, Qt.Key.Key_Return)
    person.wait(lambda: "已存为" in dialog.result_words.text())

    assert page_count((tmp_path / "表.pdf").read_bytes()) == dialog.view.count == 1
    assert proposed[0].startswith("FE-JC01_")


def test_all_forms_of_the_unit_become_one_document_each_on_its_own_paper(
    person: Person, court, qtbot, tmp_path
):
    dialog = press_print(person, open_court(person, court), qtbot)

    qtbot.keyClick(dialog.this, Qt.Key.Key_2, ALT)
    person.wait(lambda: len(dialog.forms) == 2)
    dialog.save_to(tmp_path / "全部.pdf")
    person.wait(lambda: "已存为" in dialog.result_words.text())

    assert [laid.size for laid in dialog.forms] == ["a4", "a3-across"]
    boxes = re.findall(rb"/MediaBox \[0 0 (\d+)", (tmp_path / "全部.pdf").read_bytes())
    assert boxes == [b"595", b"1191"]


def test_a_blank_form_has_no_figures_and_no_check_text(person: Person, court, qtbot):
    opened = open_court(person, court)
    person.type_figures(opened, FIGURES)
    dialog = press_print(person, opened, qtbot)

    qtbot.keyClick(dialog.blank, Qt.Key.Key_Space)

    found = words(chosen(person, dialog))
    assert not any(line.startswith("核对码") for line in found)
    assert not {"草稿", *FIGURES[:2]} & set(found)
    assert any(line.startswith("空表　打印时间") for line in found)


def test_paper_and_unit_of_measure_are_chosen_by_keys_and_what_cannot_be_is_told(
    person: Person, court, qtbot
):
    opened = open_court(person, court)
    person.type_figures(opened, FIGURES)
    dialog = press_print(person, opened, qtbot)

    qtbot.keyClick(dialog.paper, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.paper, Qt.Key.Key_Down)
    assert chosen(person, dialog).forms[0].size == "a4-across"
    while dialog.measure.currentText() != "万人":
        qtbot.keyClick(dialog.measure, Qt.Key.Key_Down)
    assert "万人" in " ".join(words(chosen(person, dialog)))

    qtbot.keyClick(dialog.paper, Qt.Key.Key_Up)
    chosen(person, dialog)
    qtbot.keyClick(dialog.all, Qt.Key.Key_Space)
    person.wait(lambda: "FE-LS01最宽的表在A4竖上放不下" in dialog.result_words.text())
    assert not dialog.is_ready
    assert not dialog.print.isEnabled()


def test_a_printer_gets_the_pages_that_were_chosen(person: Person, court, qtbot, tmp_path):
    opened = open_court(person, court)
    account = person.open_form("FE-LS01")
    key = CellKey("1", "01", "1")
    account.session.enter(key, "建成妇女之家和儿童之家。" * 330)
    dialog = press_print(person, account, qtbot)
    assert dialog.view.count == 5
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    for name, pages, count in (("全.pdf", (0, 0), 5), ("后两页.pdf", (2, 3), 2)):
        printer.setOutputFileName(str(tmp_path / name))
        printer.setFromTo(*pages)
        dialog.print_on(printer)

        assert f"共{count}页" in dialog.result_words.text()
        document = (tmp_path / name).read_bytes()
        assert page_count(document) == count
        assert set(re.findall(rb"/MediaBox \[0 0 (\d+)", document)) == {b"1191"}
    assert opened.session.form.code == "FE-JC01"


def test_the_pages_are_turned_with_keys_and_the_number_is_told(person: Person, court, qtbot):
    open_court(person, court)
    account = person.open_form("FE-LS01")
    account.session.enter(CellKey("1", "01", "1"), "建成妇女之家和儿童之家。" * 330)
    dialog = press_print(person, account, qtbot)
    seen = []
    dialog.view.seen.connect(lambda number, count: seen.append((number, count)))

    for _ in range(14):
        qtbot.keyClick(dialog.view, Qt.Key.Key_PageDown)

    assert seen[-1] == (5, 5)
    dialog.zoom.setCurrentIndex(3)
    assert dialog.view.widget().width() > dialog.view.viewport().width()


def test_figures_that_are_not_saved_are_not_printed(person: Person, court, qtbot, monkeypatch):
    opened = open_court(person, court)

    def refuse(*_: object) -> None:
        raise WorkspaceError("磁盘已满。")

    monkeypatch.setattr(desk_forms, "commit_change", refuse)
    monkeypatch.setattr(person.program, "ask_unsaved", lambda _: Unsaved.DISCARD)
    person.type_figures(opened, ["40"])
    person.wait(lambda: opened.session.failed)

    qtbot.keyClick(opened.grid, Qt.Key.Key_P, CONTROL)

    person.wait(lambda: "有1格还没有存盘" in person.program.window.message)
    assert not person.page("forms").findChildren(PrintDialog)
