"""A workbook out and in at the desk, with real keys: nothing is written before the preview is
confirmed, and one step takes it back."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from fuer_desktop.domain.values import CellKey, Kind, number
from fuer_desktop.formats import workbook_cells, workbook_marking
from fuer_desktop.ui import workbook_tools
from fuer_desktop.ui.workbook_tools import ImportDialog
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("documents", "at_once")

CONTROL = Qt.KeyboardModifier.ControlModifier
FIRST, SECOND, THIRD = (CellKey("1", row, "1") for row in ("01", "02", "03"))


@pytest.fixture
def at_once(monkeypatch):
    """Workbooks of our own are read in this process: another one takes a second to start."""

    def here(data, _area, terms):
        if terms.stop.is_set():
            return []
        return list(workbook_cells._sheets(workbook_cells._lines(io.BytesIO(data))))

    monkeypatch.setattr(workbook_cells, "read_sheets", here)


@pytest.fixture
def opened(person: Person, office):
    """A form of four figures, with the first typed."""
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100JC_任务.fuer")
    opened = person.open_form("FE-JC01")
    person.type_figures(opened, ["40"])
    person.wait(lambda: not opened.session.waiting)
    return opened


def press(qtbot, grid, key):
    qtbot.keyClick(grid, key, CONTROL)


def exported(person, opened, qtbot, monkeypatch, path: Path) -> Path:
    """What Ctrl+E writes."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    press(qtbot, opened.grid, Qt.Key.Key_E)
    person.wait(path.exists)
    person.wait(lambda: "已导出" in person.program.window.message)
    return path


def places(path: Path) -> dict[CellKey, str]:
    page = openpyxl.load_workbook(path).worksheets[0]
    rows = [[str(cell.value or "") for cell in row] for row in page.iter_rows()]
    line = next(row for row in rows if row[0] == "甲")
    at, code = line.index("1"), line.index("丙")
    return {
        CellKey("1", row[code], "1"): page.cell(number, at + 1).coordinate
        for number, row in enumerate(rows, start=1)
    }


def write(path: Path, cells: dict) -> None:
    book = openpyxl.load_workbook(path)
    for key, value in cells.items():
        book.worksheets[0][places(path)[key]] = value
    book.save(path)


def imported(person, opened, qtbot, monkeypatch, path: Path) -> ImportDialog:
    """The preview that Ctrl+I shows."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    press(qtbot, opened.grid, Qt.Key.Key_I)
    page = person.page("forms")
    person.wait(lambda: any(dialog.pane for dialog in page.findChildren(ImportDialog)))
    return page.findChildren(ImportDialog)[-1]


@pytest.fixture
def filled(person, opened, qtbot, monkeypatch, tmp_path):
    """The form as a workbook in which somebody wrote."""

    def fill(cells):
        path = exported(person, opened, qtbot, monkeypatch, tmp_path / "表.xlsx")
        write(path, cells)
        return imported(person, opened, qtbot, monkeypatch, path)

    return fill


def test_what_goes_out_is_what_stands_in_the_form(person, opened, qtbot, monkeypatch, tmp_path):
    path = exported(person, opened, qtbot, monkeypatch, tmp_path / "表.xlsx")

    page = openpyxl.load_workbook(path).worksheets[0]
    assert page[places(path)[FIRST]].value == 40


def test_an_import_is_shown_then_one_step_that_ctrl_z_takes_back(person, opened, filled, qtbot):
    dialog = filled({FIRST: 41, SECOND: 10, THIRD: "不适用"})
    assert opened.session.value(FIRST) == number(40)
    assert dialog.take.text() == "导入3格"

    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    person.wait(lambda: opened.session.value(FIRST) == number(41))
    assert opened.session.value(SECOND) == number(10)
    assert opened.session.value(THIRD).kind is Kind.NOT_APPLICABLE
    person.wait(lambda: not opened.session.waiting)
    window = person.program.window
    person.wait(window.isActiveWindow)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Z, CONTROL)
    person.wait(lambda: opened.session.value(FIRST) == number(40))
    assert opened.session.value(SECOND).kind is Kind.BLANK


def test_a_cell_whose_tick_is_taken_is_not_imported(person, opened, filled, qtbot):
    dialog = filled({FIRST: 41, SECOND: 10})

    dialog.pane.table.selectRow(0)
    qtbot.keyClick(dialog.pane.table, Qt.Key.Key_Space)
    assert dialog.take.text() == "导入1格"
    qtbot.keyClick(dialog.take, Qt.Key.Key_Return)

    person.wait(lambda: opened.session.value(SECOND) == number(10))
    assert opened.session.value(FIRST) == number(40)


def test_a_sign_is_settled_by_the_person_and_a_reason_is_wanted(person, opened, filled, qtbot):
    dialog = filled({SECOND: "/", THIRD: "/"})
    pane = dialog.pane
    assert not dialog.take.isEnabled()

    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(pane.settle.kind, Qt.Key.Key_Down)
    qtbot.keyClick(pane.settle.do, Qt.Key.Key_Return)
    assert "原因" in pane.settle.problem.text()
    pane.settle.reason.setText("本年没有单独统计")
    qtbot.keyClick(pane.settle.reason, Qt.Key.Key_Return)
    assert [(kind.value, s.accessibleName()) for kind, s in pane.classes.items()] == [
        ("new", "新填 2"), ("same", "相同 1"),
    ]  # fmt: skip
    qtbot.keyClick(dialog.take, Qt.Key.Key_Return)

    person.wait(lambda: opened.session.value(THIRD).kind is Kind.NO_DATA)
    assert opened.session.value(SECOND).reason == "本年没有单独统计"


def test_a_blank_clears_only_where_it_is_ticked(person, opened, filled, qtbot):
    dialog = filled({FIRST: None})
    assert not dialog.take.isEnabled()

    qtbot.keyClick(dialog.pane.clear, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.take, Qt.Key.Key_Return)

    person.wait(lambda: opened.session.value(FIRST).kind is Kind.BLANK)


def test_a_class_can_be_taken_out_of_sight(filled, qtbot):
    dialog = filled({FIRST: 41, SECOND: "十二点五个左右"})
    shown = dialog.pane.model.shown
    assert len(shown) == 2

    [wrong] = [s for kind, s in dialog.pane.classes.items() if kind.value == "wrong"]
    qtbot.keyClick(wrong, Qt.Key.Key_Space)

    assert [line.item.key for line in dialog.pane.model.shown] == [FIRST]


def test_enter_while_looking_for_something_imports_nothing(opened, filled, qtbot):
    dialog = filled({FIRST: 41, SECOND: 10})

    qtbot.keyClicks(dialog.pane.filter, "41")
    qtbot.keyClick(dialog.pane.filter, Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert [line.item.key for line in dialog.pane.model.shown] == [FIRST]
    assert opened.session.value(FIRST) == number(40)
    assert all(switch.isChecked() for kind, switch in dialog.pane.classes.items() if kind != "same")


def test_a_damaged_workbook_is_one_sentence(person, opened, qtbot, monkeypatch, tmp_path):
    monkeypatch.undo()  # the guard is asked too
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(60))

    workbook_tools.show_workbook(person.page("forms"), opened, path)

    person.wait(lambda: "已损坏" in person.program.window.message)
    assert not [d for d in person.page("forms").findChildren(ImportDialog) if d.isVisible()]


def test_the_marked_copy_goes_where_it_is_wanted(person, filled, monkeypatch, tmp_path):
    def here(data, _area, marks):
        return workbook_marking._marked(data, marks)

    monkeypatch.setattr(workbook_marking, "marked", here)
    dialog = filled({SECOND: "十二点五个左右"})

    dialog.write_marked(tmp_path / "标错.xlsx")

    person.wait(lambda: "已标出" in dialog.said.text())
    assert (tmp_path / "标错.xlsx").exists()


def test_a_workbook_dropped_on_the_window_is_shown_before_anything_is_written(
    person, opened, qtbot, monkeypatch, tmp_path
):
    path = exported(person, opened, qtbot, monkeypatch, tmp_path / "表.xlsx")
    window = person.program.window
    window.go_to("desk_home")

    window.dropped.emit(str(path))
    page = person.page("forms")
    person.wait(lambda: bool(page.findChildren(ImportDialog)))

    assert window.current == "forms"
    assert opened.session.value(FIRST) == number(40)
