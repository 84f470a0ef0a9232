"""A clerk at the desk: real keys, and everything still there after the window was closed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.values import CellKey, Kind
from fuer_desktop.store.holding import note_of
from fuer_desktop.ui.application import Unsaved
from fuer_desktop.ui.pages import desk_forms
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("documents")


def task_of(office: Path, unit: str) -> Path:
    return office.parent / "tasks" / f"990100-2025_990100{unit}_任务.fuer"


def numbers(opened) -> list[str]:
    return [opened.session.value(key).plain for key in opened.session.form.typed_cells]


def test_what_was_typed_is_there_when_the_program_starts_again(person: Person, office, documents):
    person.start(None)
    person.open(task_of(office, "JC"))
    opened = person.open_form("FE-JC01")

    person.type_figures(opened, ["37", "13", "31", "18"])
    person.end()
    person.start(documents / "990100JC.fuerdb")
    person.wait(lambda: person.program.window.current == "desk_home")

    assert numbers(person.open_form("FE-JC01")) == ["37", "13", "31", "18"]


def test_a_figure_that_is_no_number_stays_in_the_line_and_is_explained(person: Person, office):
    person.start(None)
    person.open(task_of(office, "JC"))
    opened = person.open_form("FE-JC01")

    person.type_figures(opened, ["12a"])

    editor = opened.grid.findChild(QLineEdit)
    assert editor.text() == "12a"
    assert numbers(opened) == ["", "", "", ""]
    assert "“12a”不是数字" in person.program.window.message


def test_a_total_that_does_not_add_up_is_marked_while_typing(person: Person, office):
    person.start(None)
    person.open(task_of(office, "101"))
    opened = person.open_form("FE-XZ01")

    person.type_figures(opened, ["100", "60", "50"])

    [finding] = [f for f in opened.session.findings if f.rule != "BLANK"]
    assert (finding.left, finding.right) == (100, 110)
    assert opened.session.worst(CellKey("1", "01", "1")) == "A"


def test_f4_goes_to_the_cell_of_the_next_finding(person: Person, office, qtbot):
    person.start(None)
    person.open(task_of(office, "101"))
    opened = person.open_form("FE-XZ01")
    person.type_figures(opened, ["100", "60", "50"])
    opened.grid.go_to(CellKey("3", "12", "1"))

    seen = set()
    for _ in range(3):
        qtbot.keyClick(opened.grid, Qt.Key.Key_F4)
        seen.add(opened.model.key(opened.grid.currentIndex()))

    assert CellKey("1", "01", "1") in seen


def test_rates_are_computed_while_typing_and_cannot_be_typed(person: Person, office):
    person.start(None)
    person.open(task_of(office, "JC"))
    opened = person.open_form("FE-JC01")

    person.type_figures(opened, ["40", "10"])

    shares = [
        key for key in opened.session.form.typed_cells if opened.session.value(key).text == "25.00"
    ]
    derived = CellKey("1", "01", "3")
    assert opened.session.value(derived).text == "25.00"
    assert shares == []
    assert not opened.model.is_typed(opened.model.index_of(derived))


def test_after_the_last_cell_the_first_is_not_overwritten(person: Person, office):
    person.start(None)
    person.open(task_of(office, "JC"))
    opened = person.open_form("FE-JC01")

    person.type_figures(opened, ["37", "13", "31", "18", "999"])

    assert numbers(opened) == ["37", "13", "31", "999"]
    assert "最后一格" in person.program.window.message


def test_a_figure_still_being_typed_is_saved_when_the_window_closes(
    person: Person, office, documents, qtbot
):
    person.start(None)
    person.open(task_of(office, "JC"))
    opened = person.open_form("FE-JC01")

    qtbot.keyClicks(opened.grid, "3")
    qtbot.keyClicks(opened.grid.findChild(QLineEdit), "7")
    person.end()
    person.start(documents / "990100JC.fuerdb")
    person.wait(lambda: person.program.window.current == "desk_home")

    assert numbers(person.open_form("FE-JC01"))[0] == "37"


@pytest.mark.parametrize("choice", ["retry", "discard", "stay"])
def test_what_the_disk_refused_is_asked_about_before_the_window_closes(
    person: Person, office, monkeypatch, choice
):
    person.start(None)
    person.open(task_of(office, "JC"))
    opened = person.open_form("FE-JC01")
    commit = desk_forms.commit_change
    monkeypatch.setattr(desk_forms, "commit_change", refuse)
    person.type_figures(opened, ["37"])
    person.wait(lambda: opened.session.failed)
    program = person.program
    asked = []

    def answer(count):
        asked.append(count)
        monkeypatch.setattr(desk_forms, "commit_change", commit)
        return Unsaved(choice)

    monkeypatch.setattr(program, "ask_unsaved", answer)
    closed = program.window.close()

    assert asked == [1]
    assert closed == (choice != "stay")
    assert opened.session.failed == (choice != "retry")


def test_another_file_is_not_opened_over_what_the_disk_refused(person: Person, office, monkeypatch):
    person.start(None)
    person.open(task_of(office, "JC"))
    opened = person.open_form("FE-JC01")
    monkeypatch.setattr(desk_forms, "commit_change", refuse)
    person.type_figures(opened, ["37"])
    monkeypatch.setattr(person.program, "ask_unsaved", lambda _: Unsaved.STAY)

    person.program.open(office)
    person.program.set_dark(True)

    assert person.page("forms").current is opened
    assert opened.session.value(CellKey("1", "01", "1")).number == 37
    monkeypatch.setattr(person.program, "ask_unsaved", lambda _: Unsaved.DISCARD)


def refuse(*_):
    raise WorkspaceError("磁盘已满。")


def test_a_clipboard_without_figures_is_not_swallowed_in_silence(person: Person, office, qtbot):
    person.start(None)
    person.open(task_of(office, "JC"))
    opened = person.open_form("FE-JC01")
    QGuiApplication.clipboard().clear()

    qtbot.keyClick(opened.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert "剪贴板里没有能填进这里的数" in person.program.window.message


def test_enter_presses_the_button_that_has_the_keys(person: Person, office, qtbot):
    person.start(None)
    person.open(task_of(office, "JC"))
    home = person.page("desk_home")
    person.wait(home.go_button.hasFocus)

    qtbot.keyClick(home.go_button, Qt.Key.Key_Enter)

    assert person.program.window.current == "forms"


def test_slash_offers_the_kinds_of_no_number(person: Person, office, qtbot):
    person.start(None)
    person.open(task_of(office, "JC"))
    opened = person.open_form("FE-JC01")
    opened.grid.go_to_first()

    with qtbot.waitSignal(opened.grid.asked_kind):
        qtbot.keyClicks(opened.grid, "/")

    assert opened.session.value(CellKey("1", "01", "1")).kind is Kind.BLANK


def test_the_saved_mark_comes_after_the_disk_has_the_cell(person: Person, office, documents):
    person.start(None)
    person.open(task_of(office, "JC"))
    opened = person.open_form("FE-JC01")

    person.type_figures(opened, ["37"])
    person.wait(lambda: opened.session.unsaved == 0)

    assert person.program.window.saved.startswith("已存盘")


def test_export_says_what_stands_in_the_way(person: Person, office):
    person.start(None)
    person.open(task_of(office, "JC"))
    person.program.window.go_to("submit")
    page = person.page("submit")

    person.wait(lambda: page.obstacle_count == 4)

    assert not page.export_button.isEnabled()
    assert re.fullmatch(
        r"本机密钥指纹( \d{4}){6}（.+）\n办公室密钥指纹( \d{4}){6}（.+）", page.prints.text()
    )


def test_a_package_cut_short_opens_nothing_and_says_so(person: Person, office, tmp_path, documents):
    whole = task_of(office, "JC").read_bytes()
    cut = tmp_path / "cut.fuer"
    cut.write_bytes(whole[: len(whole) // 2])
    person.start(None)

    person.program.open(cut)

    assert "“cut.fuer”不完整" in person.program.window.message
    assert not documents.exists()


def test_the_workspace_that_is_there_takes_next_years_task(person: Person, office, documents):
    from datetime import date

    from fuer_desktop.services import designing, paths
    from fuer_desktop.services.jobs import Job
    from fuer_desktop.store.workspace import Workspace

    person.start(None)
    person.open(task_of(office, "JC"))
    units = paths.resources() / "practice" / "wushan" / "units.toml"
    with Workspace.open(office) as workspace:
        design = designing.TaskDesign(units, paths.forms(), 2026, date(2027, 5, 20))
        designing.make_task(workspace, design, office.parent / "next", Job())

    person.open(office.parent / "next" / "990100-2026_990100JC_任务.fuer")
    person.wait(lambda: "2026年度" in person.program.window.windowTitle())

    assert [path.name for path in documents.glob("*.fuerdb")] == ["990100JC.fuerdb"]


def test_after_a_power_cut_the_first_thing_seen_is_what_was_saved_last(
    person: Person, office, documents, qtbot
):
    person.start(None)
    person.open(task_of(office, "JC"))
    opened = person.open_form("FE-JC01")
    person.type_figures(opened, ["37", "12"])
    person.wait(lambda: opened.session.unsaved == 0)
    path = documents / "990100JC.fuerdb"
    person.end()
    note_of(path).touch()  # as a program leaves it that was killed

    person.start(path)
    home = person.wait_for_page("desk_home")
    person.wait(home.recovery.isVisible)
    qtbot.keyClick(home.recovery.go_on, Qt.Key.Key_Return)
    page = person.page("forms")
    person.wait(lambda: page.current is not None)

    here = page.current.model.key(page.current.grid.currentIndex())
    assert here == CellKey("1", "01", "2")
    assert not home.recovery.isVisible()
