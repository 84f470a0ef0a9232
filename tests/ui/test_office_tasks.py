"""The office's page of tasks: the list, the form, and a task made with mouse and keys."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, QStandardPaths, Qt
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from fuer_desktop.formats import definitions
from fuer_desktop.services import catalogues, designing, paths
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.ui.pages.office_intake import IntakePage
from fuer_desktop.ui.pages.office_tasks import TasksPage
from tests.ui.office_pages import OfficePage, opening
from tests.ui.person import Person

PRACTICE = paths.resources() / "practice" / "wushan" / "units.toml"
UNITS = 37
HEAD = '[place]\ncode = "990300"\nname = "试县"\nfollows = "wushan"\n'
UNIT = '[[unit]]\ncode = "{code}"\nname = "试镇"\nkind = "{kind}"\n'


@pytest.fixture
def new_office(tmp_path):
    """An office that has no task yet."""
    path = tmp_path / "office.fuerdb"
    designing.new_office(path)
    return path


@pytest.fixture
def open_page(qtbot, prepared):
    """Opens the page of tasks on a workspace."""
    yield from opening(qtbot)


class Hands:
    """Mouse and keys on the page of tasks."""

    def __init__(self, qtbot: QtBot, page: TasksPage) -> None:
        self._qtbot = qtbot
        self.page = page

    def click(self, pressed: QPushButton) -> None:
        """Press a button."""
        self._qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)

    def type_into(self, field, words: str) -> None:
        """Replace what stands in a field, key by key, and leave it."""
        field.setFocus()
        field.selectAll()
        self._qtbot.keyClicks(field, words)
        self._qtbot.keyClick(field, Qt.Key.Key_Tab)

    def make(self, units: Path | None, out: Path, year: int = 2025) -> None:
        """Fill the form and press the button; without a list, the practice one."""
        form = self.page.form
        if units is None:
            self.click(form.practice_button)
        else:
            self.type_into(form.units, str(units))
        self.type_into(form.year, str(year))
        self.type_into(form.out, str(out))
        self.click(self.page.make_button)
        self._qtbot.waitUntil(lambda: not self.page.running, timeout=20_000)


def hands_on(qtbot: QtBot, office: OfficePage) -> Hands:
    assert isinstance(office.page, TasksPage)
    return Hands(qtbot, office.page)


def listed(page: TasksPage) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in line.cells) for line in page.model.shown]


def stored(office: OfficePage, path: Path):
    """What the workspace holds of its tasks, once the page has let go of it."""
    office.link.close()
    with Workspace.open(path) as workspace:
        tasks = workspace.tasks
        return [
            (record, tasks.definitions(record.code), tasks.secrets(record.code))
            for record in tasks.all()
        ]


def test_a_new_office_opens_on_the_page_and_its_title_takes_the_task_that_was_made(
    person: Person, new_office, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path))
    program = person.start(new_office)
    person.wait(lambda: program.window.current == "tasks")
    page = person.page("tasks")
    person.wait(lambda: page.is_loaded)
    assert page.first.isVisible()
    assert page.first.text().startswith("先建立本年度的任务")
    assert not page.table.isVisible()

    out = tmp_path / "packages"
    Hands(qtbot, page).make(None, out)
    person.wait(lambda: "演练县" in program.window.windowTitle())

    assert len(list(out.glob("990100-2025_*_任务.fuer"))) == UNITS
    assert listed(page) == [("990100-2025", "2025", "2026-05-20", "37", "0")]
    assert page.result.text().startswith(f"演练县2025年度的任务已建立，37个任务包已写到“{out}”。")
    assert program.window.windowTitle().endswith("演练县 · 2025年度 · 办公室 · 已收0/37")
    assert not page.first.isVisible()
    assert program.window.message == ""


def test_an_office_with_a_task_opens_on_intake(person: Person, office):
    program = person.start(office)

    person.wait(lambda: program.window.current == "intake")

    program.window.go_to("tasks")
    person.wait(lambda: bool(listed(person.page("tasks"))))


def test_making_the_same_task_again_writes_the_packages_and_changes_nothing(
    new_office, open_page, qtbot, tmp_path
):
    office = open_page(TasksPage, new_office)
    hands = hands_on(qtbot, office)
    hands.make(None, tmp_path / "once")
    office.settle()
    first = stored(office, new_office)

    office = open_page(TasksPage, new_office)
    heard = []
    office.page.made.connect(lambda: heard.append(True))
    hands_on(qtbot, office).make(None, tmp_path / "twice")
    office.settle()

    assert office.page.result.text().startswith(
        "演练县2025年度的任务早已建立，没有改动；37个任务包"
    )
    assert len(list((tmp_path / "twice").glob("*.fuer"))) == UNITS
    assert len(listed(office.page)) == 1
    assert heard == []
    assert stored(office, new_office) == first


def test_another_deadline_for_a_task_that_is_out_is_asked_about_first(
    new_office, open_page, qtbot, tmp_path
):
    office = open_page(TasksPage, new_office)
    hands, page = hands_on(qtbot, office), office.page
    hands.make(None, tmp_path / "once")
    hands.type_into(page.form.deadline, "2026-06-30")

    hands.make(None, tmp_path / "twice")
    office.settle()

    assert page.revision.isVisible()
    assert page.revision.title.text() == ("任务990100-2025已经下发。按现在的内容，这是第1次修订：")
    assert page.revision.changes.text() == "• 应报日期：2026-05-20改为2026-06-30。"
    assert page.revision.leave_button.hasFocus()
    assert listed(page) == [("990100-2025", "2025", "2026-05-20", "37", "0")]
    assert not (tmp_path / "twice").exists()

    qtbot.keyClick(page.revision.leave_button, Qt.Key.Key_Space)

    assert not page.revision.isVisible()
    assert page.result.text() == "没有修订，任务照原来下发的不变。"
    assert page.make_button.hasFocus()


def test_a_task_is_revised_with_one_more_press(new_office, open_page, qtbot, tmp_path):
    office = open_page(TasksPage, new_office)
    hands, page = hands_on(qtbot, office), office.page
    hands.make(None, tmp_path / "once")
    hands.type_into(page.form.deadline, "2026-06-30")
    hands.make(None, tmp_path / "twice")
    office.wait(page.revision.isVisible)

    page.revision.revise_button.setFocus()
    qtbot.keyClick(page.revision.revise_button, Qt.Key.Key_Space)
    office.wait(lambda: not page.running)
    office.settle()

    assert not page.revision.isVisible()
    assert page.result.text().startswith("演练县2025年度的任务已作第1次修订，37个任务包已写到")
    assert listed(page) == [("990100-2025（第1次修订）", "2025", "2026-06-30", "37", "0")]
    assert len(list((tmp_path / "twice").glob("*_任务_修订1.fuer"))) == UNITS


MISTAKES = {
    "kind": (HEAD + UNIT.format(code="1", kind="tonwship"), "是不是“township”？"),
    "twice": (HEAD + 2 * UNIT.format(code="1", kind="township"), "代码“1”重复"),
    "place": (
        HEAD.replace("wushan", "wuxi"),
        "“wuxi”，定义文件夹里没有这个地方。现有：guancheng、tiexi、wushan",
    ),
    "nobody": (HEAD, "任务没有任何填报单位可填的报表"),
    "no-toml": ("名单", "请按 TOML 写法改正。"),
    "empty": ("", "place"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_list_with_mistakes_is_refused_in_words_and_no_task_is_made(
    new_office, open_page, qtbot, tmp_path, mistake
):
    text, said = MISTAKES[mistake]
    units = tmp_path / "units.toml"
    units.write_text(text, "utf-8")
    office = open_page(TasksPage, new_office)

    hands_on(qtbot, office).make(units, tmp_path / "out")
    office.settle()

    assert said in office.said[-1]
    assert listed(office.page) == []
    assert not (tmp_path / "out").exists()
    assert not office.page.open_button.isVisible()
    assert stored(office, new_office) == []


def test_of_many_mistakes_the_first_are_told_and_the_others_counted(
    new_office, open_page, qtbot, tmp_path
):
    units = tmp_path / "units.toml"
    wrong = [UNIT.format(code=number, kind="tonwship") for number in range(20)]
    units.write_text(HEAD + "".join(wrong), "utf-8")
    office = open_page(TasksPage, new_office)

    hands_on(qtbot, office).make(units, tmp_path / "out")

    lines = office.said[-1].splitlines()
    assert len(lines) == 7
    assert lines[-1] == "另有14处，改好以上各处后再看。"
    assert office.page.result.text().startswith("没有建任务。")


def test_a_list_that_is_not_there_is_said_and_the_page_is_ready_again(
    new_office, open_page, qtbot, tmp_path
):
    office = open_page(TasksPage, new_office)

    hands_on(qtbot, office).make(tmp_path / "gone.toml", tmp_path / "out")

    assert office.said[-1] == f"文件“{tmp_path / 'gone.toml'}”不在。请核对路径。"
    assert office.page.make_button.isEnabled()


def test_what_was_said_of_a_failed_try_is_taken_back_by_the_next(
    new_office, open_page, qtbot, tmp_path
):
    office = open_page(TasksPage, new_office)
    hands = hands_on(qtbot, office)
    hands.make(tmp_path / "gone.toml", tmp_path / "out")

    hands.make(None, tmp_path / "out")

    assert office.said[-1] == ""


def test_what_is_missing_is_said_and_gets_the_cursor(new_office, open_page, qtbot):
    office = open_page(TasksPage, new_office)
    hands, page = hands_on(qtbot, office), office.page

    hands.click(page.make_button)
    assert page.result.text() == "请先选单位名单，或用演练名单。"
    hands.click(page.form.practice_button)
    page.form.out.clear()
    hands.click(page.make_button)

    assert page.result.text() == "请先选任务包存放的文件夹。"
    assert page.form.out.hasFocus()
    assert not page.running


def test_the_deadline_follows_the_year_until_it_is_set_by_hand(new_office, open_page, qtbot):
    office = open_page(TasksPage, new_office)
    hands, form = hands_on(qtbot, office), office.page.form
    last_year = datetime.now().astimezone().year - 1
    assert form.year.value() == last_year
    assert form.deadline.date() == QDate(last_year + 1, 5, 20)

    hands.type_into(form.year, "2023")
    assert form.deadline.date() == QDate(2024, 5, 20)
    qtbot.keyClick(form.year, Qt.Key.Key_Up)
    assert form.deadline.date() == QDate(2025, 5, 20)
    hands.type_into(form.deadline, "2025-06-15")
    hands.type_into(form.year, "2022")

    assert form.deadline.date() == QDate(2025, 6, 15)


def test_the_wheel_over_a_year_does_not_turn_it(new_office, open_page):
    page = open_page(TasksPage, new_office).page
    before = page.form.year.value(), page.form.deadline.date()

    for field in (page.form.year, page.form.deadline):
        middle = QPointF(field.rect().center())
        turn = QWheelEvent(
            middle,
            field.mapToGlobal(middle),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, turn)

    assert (page.form.year.value(), page.form.deadline.date()) == before


def test_list_and_folder_are_chosen_from_dialogs(new_office, open_page, qtbot, monkeypatch):
    office = open_page(TasksPage, new_office)
    hands, form = hands_on(qtbot, office), office.page.form
    assert form.folder == new_office.parent / "任务包"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(PRACTICE), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/somewhere")

    hands.click(form.units_button)
    hands.click(form.out_button)

    assert form.design.units_file == PRACTICE
    assert form.design.catalogue == paths.forms()
    assert form.folder == Path("/somewhere").absolute()


def test_cancel_stops_after_a_package_and_the_next_press_writes_the_rest(
    new_office, open_page, qtbot, tmp_path
):
    office = open_page(TasksPage, new_office)
    hands, page, out = hands_on(qtbot, office), office.page, tmp_path / "out"
    hands.click(page.form.practice_button)
    hands.type_into(page.form.out, str(out))
    hands.click(page.make_button)
    assert page.bar.isVisible()
    assert not page.make_button.isEnabled()

    hands.click(page.cancel_button)
    office.wait(lambda: not page.running)
    office.settle()

    assert page.result.text().startswith("已取消，任务包没有写全。")
    assert len(list(out.glob("*.fuer"))) < UNITS
    assert office.said == [""]
    assert len(listed(page)) == 1
    hands.click(page.make_button)
    office.wait(lambda: not page.running)
    assert len(list(out.glob("*.fuer"))) == UNITS


def test_a_run_that_is_over_says_so_to_the_frame_when_another_look_may_come(
    new_office, open_page, qtbot, tmp_path
):
    office = open_page(TasksPage, new_office)
    hands, page = hands_on(qtbot, office), office.page
    heard = []
    page.rested.connect(lambda: heard.append(page.running))

    hands.make(None, tmp_path / "out")

    assert heard == [False]


def test_the_bar_goes_to_the_last_package(new_office, open_page, qtbot, tmp_path):
    office = open_page(TasksPage, new_office)
    seen = []
    office.page.bar.valueChanged.connect(seen.append)

    hands_on(qtbot, office).make(None, tmp_path / "out")

    assert UNITS in seen
    assert not office.page.bar.isVisible()


def test_the_folder_of_the_packages_is_opened(new_office, open_page, qtbot, tmp_path, monkeypatch):
    office = open_page(TasksPage, new_office)
    hands, opened = hands_on(qtbot, office), []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or False)
    hands.make(None, tmp_path / "out")

    hands.click(office.page.open_button)

    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path / "out"]
    assert office.said[-1].startswith(f"打不开文件夹“{tmp_path / 'out'}”。")


def test_the_other_pages_of_a_new_office_lead_here(new_office, open_page, qtbot):
    office = open_page(IntakePage, new_office)
    face = office.page.faces.currentWidget()

    qtbot.mouseClick(face.findChild(QPushButton), Qt.MouseButton.LeftButton)

    assert office.page.faces.shown == "no_task"
    assert office.went == ["tasks"]


def test_the_practice_list_has_as_many_filing_units_as_packages_are_expected():
    place = definitions.read_place("units.toml", PRACTICE.read_text("utf-8")).in_force(2025)
    shipped = catalogues.shipped_texts(paths.forms())
    forms = definitions.read_forms(catalogues.selected_texts(shipped, place.follows, 2025))

    filing = [unit for unit in place.units if any(form.files(unit) for form in forms)]

    assert len(filing) == UNITS
