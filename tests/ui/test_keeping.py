"""保管: what a person sees and does about backups, and how a workspace comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from fuer_desktop.services import keeping
from fuer_desktop.services.keeping import Chore
from fuer_desktop.store.media import Medium
from fuer_desktop.texts import keeping as texts
from fuer_desktop.ui.rescue import RestoreDialog
from tests.ui.office_pages import type_words
from tests.ui.person import Person


@pytest.fixture
def desk(person: Person, office, documents) -> Path:
    """The desk of the procuratorate, with 37 in its first cell."""
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100JC_任务.fuer")
    type_into(person, "37")
    return documents / "990100JC.fuerdb"


def type_into(person: Person, *figures: str):
    opened = person.open_form("FE-JC01")
    person.type_figures(opened, list(figures))
    person.wait(lambda: opened.session.unsaved == 0)
    return opened


def numbers(opened) -> list[str]:
    return [opened.session.value(key).plain for key in opened.session.form.typed_cells]


def keeping_page(person: Person):
    """Go there and wait until everything that was asked is answered."""
    person.program.window.go_to("keeping")
    page = person.page("keeping")
    settle(person, page)
    return page


def settle(person: Person, page) -> None:
    answers: list[object] = []
    page.context.link.ask(lambda _: None, answers.append)
    person.wait(lambda: bool(answers) and page.is_loaded and not page.is_busy)


def do(person: Person, page, words: str) -> str:
    """Press a button of the page; returns what is said then."""
    window = person.program.window
    window.say("")
    button_of(page, words).click()
    person.wait(lambda: bool(window.message))
    settle(person, page)
    return window.message


def button_of(widget, words: str) -> QPushButton:
    [found] = [b for b in widget.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    return found


def decide(person: Person, words: str) -> list[RestoreDialog]:
    """Press this button in the dialog that comes; returns what was shown."""
    shown: list[RestoreDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, RestoreDialog):
            shown.append(dialog)
            button_of(dialog, words).click()
        else:
            QTimer.singleShot(20, look)

    look()
    return shown


# --- what is seen ---------------------------------------------------------------------------


def test_the_page_says_where_everything_is_and_that_it_can_be_restored(person: Person, desk):
    page = keeping_page(person)

    assert page.paths[texts.FILE].full == str(desk)
    assert Path(page.paths[texts.WITNESS].full).is_file()
    assert Path(page.paths[texts.BACKUPS].full).is_dir()
    assert page.status.text() == "备份可恢复：还没有演练"  # opening does not wait for it


def test_what_came_in_is_listed_and_found_by_typing(person: Person, desk):
    page = keeping_page(person)

    type_words(page.filter, "任务包")

    [line] = page.events.shown
    assert line.item.what == "打开任务包"
    assert line.item.place == "990100-2025_990100JC_任务.fuer"


def test_a_day_of_the_calendar_narrows_the_backups_and_any_other_shows_all(person: Person, desk):
    page = keeping_page(person)
    first = page.backups.shown[0].item
    older = replace(first, at=first.at - timedelta(days=3))
    page._show(replace(page.view, backups=(first, older)))
    today = first.at.date()
    select = page.calendar.days.setSelectedDate

    select(QDate(today.year, today.month, today.day))
    page.calendar.days.activated.emit(page.calendar.days.selectedDate())
    narrowed = [line.item for line in page.backups.shown]
    page.calendar.days.activated.emit(QDate(2000, 1, 1))

    assert narrowed == [first]
    assert [line.item for line in page.backups.shown] == [first, older]
    assert [page.calendar.days.count(day) for day in (today, older.at.date())] == [1, 1]


def test_an_office_has_the_page_too(person: Person, office):
    person.start(office)
    person.wait(lambda: person.program.window.current == "intake")

    page = keeping_page(person)

    assert [line.item.what for line in page.events.shown] == [
        "新建任务",
        "办公室密钥",
        "新建工作库",
    ]


# --- what a person does ---------------------------------------------------------------------


def test_a_backup_is_made_when_asked_for_and_only_if_something_changed(person: Person, desk):
    page = keeping_page(person)

    first, second = do(person, page, "立即备份"), do(person, page, "立即备份")

    assert first.startswith("已备份：")
    assert "以后没有改动" in second
    assert page.backups.shown[0].item.reason == "手动"


def test_a_rehearsal_and_an_examination_say_how_they_went(person: Person, desk):
    page = keeping_page(person)

    assert do(person, page, "演练一次").startswith("备份可恢复：是，")
    assert "完好" in do(person, page, "检查工作库")


def test_the_second_place_gets_every_backup_and_is_no_longer_asked_for(
    person: Person, desk, tmp_path, monkeypatch
):
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    page = keeping_page(person)
    was_asked = page.invite.isVisible()

    do(person, page, "选一个位置…")
    do(person, page, "立即备份")

    assert was_asked
    assert not page.invite.isVisible()
    assert page.paths[texts.SECOND].full == str(stick)
    assert page.backups.shown[0].item.kept.backup.name in {path.name for path in stick.iterdir()}
    assert page.backups.shown[0].cells[4].text == "✓ 有"


def test_whoever_needs_no_second_place_is_not_asked_again(person: Person, desk):
    page = keeping_page(person)
    do(person, page, "不需要")
    person.end()
    person.start(desk)
    person.wait(lambda: person.program.window.current == "desk_home")

    assert not keeping_page(person).invite.isVisible()


def test_the_folder_of_the_backups_is_no_second_place(person: Person, desk, monkeypatch):
    page = keeping_page(person)
    folder = page.paths[texts.BACKUPS].full
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: folder)

    said = do(person, page, "第二个备份位置…")

    assert "就是备份所在的文件夹" in said


# --- restoring ------------------------------------------------------------------------------


def changed_after_a_backup(person: Person):
    """37 and 13 in a backup, then 99 in the place of 13."""
    type_into(person, "13")
    page = keeping_page(person)
    do(person, page, "立即备份")
    opened = person.open_form("FE-JC01")
    opened.grid.go_to(next(key for key in opened.session.form.typed_cells if key.column == "2"))
    person.press(opened.grid, "99")
    person.wait(lambda: opened.session.unsaved == 0)
    page = keeping_page(person)
    page.backups_table.selectRow(0)
    return page


def test_restoring_shows_what_changes_and_brings_the_backup_back(person: Person, desk, qtbot):
    page = changed_after_a_backup(person)
    shown = decide(person, "恢复")

    with qtbot.waitSignal(person.program.opened, timeout=15_000):
        button_of(page, "恢复所选…").click()
    person.wait(lambda: "已恢复" in person.program.window.message)

    assert shown[0].outlook.lines == ("990100JC 2025年 FE-JC01 第01行第2列：99 → 13",)
    assert shown[0].outlook.summary.startswith("与现在相比：1格不同，少1条变更记录，多0条。")
    assert numbers(person.open_form("FE-JC01")) == ["37", "13", "", ""]
    kept = person.program.window.message.rpartition("存为“")[2].partition("”")[0]
    assert Path(kept).is_file()


def test_whoever_decides_against_it_goes_on_as_before(person: Person, desk, qtbot):
    page = changed_after_a_backup(person)
    decide(person, "不恢复")

    with qtbot.waitSignal(person.program.opened, timeout=15_000):
        button_of(page, "恢复所选…").click()

    assert person.program.window.message == "没有恢复，什么都没有改动。"
    assert numbers(person.open_form("FE-JC01")) == ["37", "99", "", ""]
    assert [path.name for path in desk.parent.glob("*.fuerdb")] == [desk.name]


def test_a_backup_that_was_changed_is_not_restored(person: Person, desk, qtbot):
    page = changed_after_a_backup(person)
    with page.backups.shown[0].item.kept.path.open("ab") as file:
        file.write(b"x")

    with qtbot.waitSignal(person.program.opened, timeout=15_000):
        button_of(page, "恢复所选…").click()

    assert "的内容变了，不能用来恢复" in person.program.window.message
    assert numbers(person.open_form("FE-JC01")) == ["37", "99", "", ""]


def test_without_a_choice_restoring_asks_for_one(person: Person, desk):
    page = keeping_page(person)

    assert do(person, page, "恢复所选…") == "请先在备份表里选一行。"


def test_nothing_else_is_opened_during_a_restore(person: Person, desk, office, qtbot):
    page = changed_after_a_backup(person)
    opened: list[str] = []
    person.program.opened.connect(lambda: opened.append(person.program.window.current))
    QTimer.singleShot(0, lambda: person.program.open(office))
    QTimer.singleShot(500, lambda: decide(person, "不恢复"))

    page.restore_chosen()
    person.wait(lambda: person.program.window.message == "没有恢复，什么都没有改动。")
    person.wait(lambda: bool(opened))

    assert opened == ["desk_home"]


# --- starting after trouble -----------------------------------------------------------------


def in_trouble(person: Person, start: Callable[[], object]):
    """The card of a workspace that does not open."""
    start()
    person.wait(lambda: person.program.window.current == "start")
    return person.page("start")


def words_of(page) -> list[str]:
    return [found.text() for found in page.findChildren(QPushButton)]


def test_a_file_that_is_gone_is_made_anew_with_everything_in_it(person: Person, desk, qtbot):
    type_into(person, "13")
    settings = person.settings
    person.end()
    for file in desk.parent.glob(desk.name + "*"):
        file.unlink()

    page = in_trouble(person, lambda: person.start(None, settings))
    decide(person, "恢复")
    with qtbot.waitSignal(person.program.opened, timeout=15_000):
        button_of(page, "从第二份记录重建…").click()

    assert numbers(person.open_form("FE-JC01")) == ["37", "13", "", ""]


def test_a_file_that_is_damaged_is_made_anew_and_kept(person: Person, desk, qtbot):
    person.end()
    with desk.open("r+b") as file:
        file.write(bytes(100))

    page = in_trouble(person, lambda: person.start(desk))
    words = words_of(page)
    decide(person, "恢复")
    with qtbot.waitSignal(person.program.opened, timeout=15_000):
        button_of(page, "从第二份记录重建…").click()

    assert words[0] == "从第二份记录重建…"
    assert words[1].startswith("从备份恢复（")
    assert words[-2:] == ["再试一次", "换一个文件…"]
    assert numbers(person.open_form("FE-JC01"))[0] == "37"
    [kept] = [path for path in desk.parent.glob("*.fuerdb") if path != desk]
    assert kept.read_bytes()[:100] == bytes(100)


def test_what_was_filled_in_at_the_start_is_said(person: Person, desk):
    person.end()
    old = desk.read_bytes()
    person.start(desk)
    person.wait(lambda: person.program.window.current == "desk_home")
    type_into(person, "13", "31")
    person.end()
    desk.write_bytes(old)

    person.start(desk)
    person.wait(lambda: "已从第二份记录补回" in person.program.window.message)
    person.wait(lambda: person.program.window.current == "desk_home")

    assert numbers(person.open_form("FE-JC01")) == ["37", "13", "31", ""]


def test_a_lost_workspace_is_not_hidden_by_a_new_one_from_the_task_package(
    person: Person, desk, office
):
    person.end()
    desk.unlink()
    person.start(None)
    package = office.parent / "tasks" / "990100-2025_990100JC_任务.fuer"

    in_trouble(person, lambda: person.program.open(package))

    person.wait(lambda: "从第二份记录重建…" in words_of(person.page("start")))
    assert not desk.exists()


def test_a_workspace_that_is_open_elsewhere_can_be_tried_again(person: Person, desk, qtbot):
    elsewhere = person.program
    person.program = None
    page = in_trouble(person, lambda: person.start(desk))
    words = words_of(page)
    elsewhere.window.close()

    with qtbot.waitSignal(person.program.opened, timeout=15_000):
        button_of(page, "再试一次").click()

    assert words == ["再试一次", "换一个文件…"]


@pytest.fixture
def on_a_share(person: Person, desk, monkeypatch, qtbot):
    """The desk's file lies on a network share, and is looked at."""
    from fuer_desktop.store import database

    person.end()
    monkeypatch.setattr(database, "medium_of", lambda _: Medium.NETWORK)
    monkeypatch.setattr(keeping, "medium_of", lambda _: Medium.NETWORK)
    page = in_trouble(person, lambda: person.start(desk))
    with qtbot.waitSignal(person.program.opened, timeout=15_000):
        button_of(page, "打开只读副本").click()
    return desk


def test_a_read_only_copy_is_read_and_refuses_typing(person: Person, on_a_share, qtbot):
    before = on_a_share.read_bytes()
    opened = person.open_form("FE-JC01")
    opened.grid.go_to_first()

    qtbot.keyClicks(opened.grid, "5")

    assert person.program.window.windowTitle().endswith("只读副本")
    assert numbers(opened)[0] == "37"
    assert "只读副本，不能改动" in person.program.window.message
    assert opened.session.unsaved == 0
    person.end()
    assert on_a_share.read_bytes() == before


def test_a_read_only_copy_refuses_what_would_write(person: Person, on_a_share):
    page = keeping_page(person)

    for words in ("立即备份", "演练一次", "恢复所选…"):
        assert "只读副本，不能改动" in do(person, page, words)
    person.program.window.say("")
    person.program.undo()
    person.wait(lambda: "只读副本，不能改动" in person.program.window.message)


def test_only_what_can_be_made_anew_stays_among_the_recent(person: Person, desk, tmp_path):
    settings = person.settings.with_recent(tmp_path / "never.fuerdb")
    person.end()
    desk.unlink()

    page = in_trouble(person, lambda: person.start(None, settings))

    assert "从第二份记录重建…" in words_of(page)


# --- every minute ---------------------------------------------------------------------------


def test_what_goes_wrong_intending_is_said_once(person: Person, desk, monkeypatch):
    monkeypatch.setattr(keeping, "tend", lambda _: {Chore.ROOM: "快满了。"})
    window, tending = person.program.window, person.program.tending
    tending.tend()
    person.wait(lambda: window.message == "快满了。")
    window.say("")

    tending.tend()
    settle(person, keeping_page(person))

    assert window.message == ""


def test_a_backup_is_made_while_somebody_works(person: Person, desk, monkeypatch):
    from datetime import timedelta

    from fuer_desktop.services import backing_up

    monkeypatch.setattr(backing_up, "EVERY", timedelta(0))
    person.program.tending.tend()
    page = keeping_page(person)
    person.program.tending.tend()
    page = keeping_page(person)

    assert [line.item.reason for line in page.backups.shown].count("工作中") == 1


# --- a stick --------------------------------------------------------------------------------


def test_after_an_export_to_a_stick_it_says_that_the_stick_may_go(
    person: Person, desk, tmp_path, monkeypatch
):
    stick = tmp_path / "stick"
    monkeypatch.setattr(
        keeping, "medium_of", lambda path: Medium(("local", "removable")[stick in path.parents])
    )
    type_into(person, "13", "31", "18")
    page, said = person.page("submit"), []

    for folder in (stick, tmp_path / "here"):
        person.export(folder)
        said.append("可以拔出U盘" in page.result)

    assert said == [True, False]
