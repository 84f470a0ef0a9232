"""Any file, double-clicked, chosen or dropped: the window does what it asks for, and says so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel

from fuer_desktop.services import opening_answers
from fuer_desktop.services.settings import Settings
from fuer_desktop.texts import office as office_texts
from fuer_desktop.texts import opening_files as texts
from tests.services import packages_of_each_kind
from tests.services.trial import EAST, UNITS, WEST, Trial, rows
from tests.ui.person import Person


@pytest.fixture(scope="session")
def each_once(tmp_path_factory):
    """A round, and one package of each kind about its township in the east."""
    trial = Trial(tmp_path_factory.mktemp("each"))
    trial.hand_out()
    for unit in UNITS:
        trial.open(unit)
        trial.fill(unit, rows(unit, 2025))
    return trial, packages_of_each_kind.make_all(trial, trial.folder / "files")


@pytest.fixture
def round_(each_once, tmp_path):
    """The same of one's own."""
    trial, _ = each_once
    return trial.copy(tmp_path / "trial")


@pytest.fixture
def made(each_once):
    """Packages by kind; nobody changes them."""
    return each_once[1]


def shown(person: Person) -> str:
    """Everything that stands in the window of a package that is only looked at."""
    dialog = person.program.opening.shown
    assert dialog is not None
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def start(person: Person, path, *recent):
    return person.start(path, Settings(recent=tuple(map(str, recent))))


@pytest.mark.usefixtures("documents")
@pytest.mark.parametrize("kind", ["submission", "inquiry", "sealed"])
def test_what_units_send_is_only_shown_where_no_office_is_open(person: Person, made, kind):
    program = start(person, made[kind])

    words = shown(person)
    assert EAST in words
    assert "完好" in words
    assert texts.OPEN_AT_OFFICE in words
    assert ("加密" in words) == (kind == "sealed" or "不加密" in words)
    assert program.window.current == "start"


def test_a_double_click_on_what_a_unit_sent_goes_to_the_office_that_was_open_last(
    person: Person, made, round_, qtbot
):
    program = start(person, made["submission"], round_.office)

    page = person.wait_for_page("intake")
    person.wait(lambda: page.outcomes == ["new"] or bool(page.outcomes))
    assert program.opening.shown is None


def test_a_damaged_file_is_said_with_what_to_do(person: Person, made, round_, documents):
    broken = round_.folder / "坏.fuer"
    broken.write_bytes(made["task"].read_bytes()[:-40])
    program = start(person, broken)
    person.wait_for_page("start")
    assert "“坏.fuer”不完整" in program.window.message
    strange = round_.folder / "照片.fuer"
    strange.write_bytes(b"\x89PNG\r\n")
    program.window.dropped.emit(str(strange))
    assert "拿错了文件" in program.window.message


def test_a_task_whatever_it_is_called_is_opened(person: Person, made, documents):
    program = person.start(None)
    person.open(made["task"])
    assert program.path == documents / f"{EAST}.fuerdb"


def test_the_menu_opens_any_file(person: Person, made, monkeypatch, documents):
    program = person.start(None)
    asked = []

    def choose(_window, title, _folder, kinds):
        asked.append((title, kinds))
        return str(made["submission"]), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    [file, *_] = program.window.menuBar().actions()
    [entry] = [action for action in file.menu().actions() if action.text() == texts.OPEN]
    entry.trigger()

    assert asked == [(texts.CHOOSE, texts.FILES)]
    assert EAST in shown(person)


def test_a_window_that_only_shows_closes_with_enter_and_leaves_the_desk_open(
    person: Person, made, round_, qtbot
):
    program = person.start(None)
    person.open(round_.desk(WEST))
    program.open(made["submission"])

    dialog = program.opening.shown
    qtbot.keyClick(dialog.close_button, Qt.Key.Key_Return)

    assert program.path == round_.desk(WEST)


@pytest.fixture
def answers(monkeypatch):
    """A desk that opens answers; to whose they came."""
    came = []

    def opener(workspace, path):
        came.append((workspace.path, path))
        return opening_answers.Opened("receipt", "", "回执：第1版已验收。")

    monkeypatch.setattr(opening_answers, "open_answer", opener)
    return came


def test_an_answer_finds_its_desk_among_those_that_were_open_before(
    person: Person, made, round_, answers
):
    desks = [round_.desk(WEST), round_.desk(EAST)]
    program = start(person, made["receipt"], *desks)

    person.wait(lambda: bool(answers))
    assert answers == [(round_.desk(EAST), made["receipt"])]
    person.wait(lambda: "已验收" in program.window.message)
    assert "东镇" in program.window.message
    assert program.path == round_.desk(EAST)


def test_an_answer_for_the_open_desk_goes_there_at_once(person: Person, made, round_, answers):
    program = person.start(None)
    person.open(round_.desk(EAST))

    program.window.dropped.emit(str(made["return"]))

    person.wait(lambda: bool(answers))
    assert answers[0][0] == round_.desk(EAST)


def test_an_answer_for_a_desk_that_is_not_here_is_shown_with_whose_it_is(
    person: Person, made, round_, answers
):
    start(person, made["return"], round_.desk(WEST))

    person.wait(lambda: person.program.opening.shown is not None)
    assert f"请先打开{EAST}的工作库" in shown(person)
    assert answers == []


def test_a_workbook_without_a_desk_is_said(person: Person, tmp_path, documents):
    import openpyxl

    path = tmp_path / "表.xlsx"
    openpyxl.Workbook().save(path)
    program = start(person, path)
    assert "请先打开填报单位的工作库" in program.window.message


def drop(window, *paths):
    """Let files fall on the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    keys, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPoint(10, 10), Qt.DropAction.CopyAction, mime, left, keys))


def test_of_several_files_dropped_on_a_desk_none_is_left_out_unsaid(
    person: Person, made, round_, answers
):
    program = person.start(None)
    person.open(round_.desk(EAST))

    drop(program.window, made["return"], made["receipt"])
    assert program.window.message == texts.ONE_AT_A_TIME.format(count=2)

    drop(program.window, made["return"])
    assert program.window.message == ""
    person.wait(lambda: bool(answers))


def test_what_is_dropped_while_the_office_takes_in_is_not_dropped_unsaid(
    person: Person, made, round_
):
    program = person.start(None)
    person.open(round_.office)
    page = program.window.page("intake")

    drop(program.window, made["submission"])
    drop(program.window, made["inquiry"])

    assert program.window.message == office_texts.BUSY
    person.wait(lambda: not page.running)
