"""待定: whose key it is, which version counts; and what the desk makes of a return."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from fuer_desktop.formats import packages
from fuer_desktop.services import conflicts, opening_answers, returns
from fuer_desktop.services.questions import Answer
from fuer_desktop.texts import matters as texts
from fuer_desktop.ui.office_conflict import ConflictPanel
from fuer_desktop.ui.pages.office_matters import MattersPage
from fuer_desktop.ui.returned import ReturnedDialog
from tests.services.intake import (
    desk_of,
    office_of,
    packed_anew,
    waiting_office,
    without_signature,
)
from tests.services.trial import EAST, WEST, Trial
from tests.ui.office_pages import opening, type_words


@pytest.fixture(scope="module")
def waiting_once(tmp_path_factory):
    return waiting_office(tmp_path_factory.mktemp("waiting"))


@pytest.fixture
def waiting(waiting_once, tmp_path):
    """The same, of one's own."""
    return waiting_once.copy(tmp_path / "trial")


@pytest.fixture
def open_page(qtbot):
    """Opens the page on a workspace."""
    yield from opening(qtbot)


def column(office, number):
    return [line.cells[number].text for line in office.page.model.shown]


def choose(office, row):
    """Go to a line and wait until what it is about is shown."""
    office.page.table.selectRow(row)
    office.settle()


def click(office, qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    office.settle()
    office.settle()


def test_what_waits_is_counted_and_listed_with_its_unit(waiting, open_page):
    office = open_page(MattersPage, waiting.office)

    assert column(office, 0) == ["◇ 核对签名", "▲ 定哪一版"]
    assert column(office, 1) == ["西镇", "东镇"]
    assert office.counts[-1] == 2


def test_a_second_key_is_admitted_by_one_button_and_what_waited_is_taken_in(
    waiting, open_page, qtbot
):
    office = open_page(MattersPage, waiting.office)
    panel = office.page.question
    assert len(panel.new_key.text().split()) == 6
    assert panel.new_key.text() != panel.known_keys.text()

    click(office, qtbot, panel.buttons[Answer.OTHER_MACHINE])
    office.wait(lambda: bool(office.said))
    office.settle()

    assert office.said[-1] == "西镇：已收下放在一边的1份（冲突1）。"
    assert column(office, 0) == ["▲ 定哪一版"] * 2


def test_a_key_that_is_not_the_unit_s_goes_on_waiting_as_answered(waiting, open_page, qtbot):
    office = open_page(MattersPage, waiting.office)
    type_words(office.page.question.reason, "电话里说没有换过")

    click(office, qtbot, office.page.question.buttons[Answer.NOT_OURS])
    office.wait(lambda: bool(office.said))
    office.settle()

    assert "1份仍放在一边，不计入" in office.said[-1]
    assert column(office, 0) == ["▲ 定哪一版", "○ 已否认"]


def test_a_version_is_chosen_with_a_reason_and_may_be_chosen_otherwise(waiting, open_page, qtbot):
    office = open_page(MattersPage, waiting.office)
    choose(office, 1)
    panel = office.page.conflict
    assert [line.cells[0].text for line in panel.model.shown] == ["TF-XZ01"] * 2

    click(office, qtbot, panel.choices[1])
    assert office.said[-1] == "请写明理由，至少4个字，日后查得到。"
    type_words(panel.reason, "单位电话确认")
    click(office, qtbot, panel.choices[1])

    assert office.said[-1] == "东镇：已选定乙版，照它计入。"
    assert column(office, 0) == ["◇ 核对签名", "○ 已选定"]
    choose(office, 1)
    assert [made.isEnabled() for made in panel.choices] == [True, False]
    assert panel.why.text() == "已选定乙版，可以改选。"
    office.link.close()
    assert set(waiting.counted()) == {EAST, WEST}


def test_differences_are_written_into_a_folder_for_the_unit(
    waiting, open_page, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "fuer_desktop.ui.office_conflict.QFileDialog.getExistingDirectory",
        lambda *_: str(tmp_path / "out"),
    )
    office = open_page(MattersPage, waiting.office)
    choose(office, 1)
    type_words(office.page.conflict.reason, "请逐格核对")

    click(office, qtbot, office.page.conflict.return_button)

    [path] = (tmp_path / "out").iterdir()
    content = packages.return_of(packages.read(path.read_bytes(), "", "return"))
    assert (content.reason, len(content.differences)) == ("请逐格核对", 2)
    choose(office, 1)
    assert "退回差异" in office.page.conflict.why.text()


def test_what_came_late_for_an_earlier_year_waits_with_its_year(waiting, open_page, qtbot):
    waiting.hand_out(2026)
    office = open_page(MattersPage, waiting.office)
    assert column(office, 1) == ["西镇（2025年度）", "东镇（2025年度）"]

    choose(office, 1)
    panel = office.page.conflict
    type_words(panel.reason, "单位电话确认")
    click(office, qtbot, panel.choices[1])

    assert office.said[-1] == "东镇：已选定乙版，照它计入。"
    office.link.close()
    assert set(waiting.counted()) == {EAST, WEST}


@pytest.fixture
def with_unsigned(waiting):
    """The same, and a file came that nobody signed."""
    sent = waiting.export(EAST).path
    waiting.take_in([packed_anew(sent, waiting.inbox / "无签.fuer", without_signature)])
    return waiting


def test_a_file_nobody_signed_is_listed_by_its_name_copied_out_and_put_away(
    with_unsigned, open_page, qtbot, tmp_path, monkeypatch
):
    copy = tmp_path / "交还.fuer"
    monkeypatch.setattr(
        "fuer_desktop.ui.office_unverified.QFileDialog.getSaveFileName", lambda *_: (str(copy), "")
    )
    office = open_page(MattersPage, with_unsigned.office)
    assert column(office, 0) == ["◇ 核对签名", "▲ 定哪一版", "◇ 签名不符"]
    assert column(office, 1)[-1] == "无签.fuer"
    assert office.counts[-1] == 3
    choose(office, 2)
    panel = office.page.unverified
    assert "没有签名" in panel.why.text()

    click(office, qtbot, panel.copy)
    assert copy.read_bytes() == (with_unsigned.inbox / "无签.fuer").read_bytes()
    assert office.said[-1] == f"已另存到“{copy}”。"
    click(office, qtbot, panel.put_away)

    assert office.said[-1] == "已移出“无签.fuer”。接收记录里仍有这一行。"
    assert column(office, 0) == ["◇ 核对签名", "▲ 定哪一版"]


def test_a_copy_of_a_file_nobody_signed_never_takes_the_place_of_a_workspace(
    with_unsigned, open_page, qtbot, tmp_path, monkeypatch
):
    proposed = []

    def choose_workspace(*said):
        proposed.append(Path(said[2]))
        return str(with_unsigned.office), ""

    monkeypatch.setattr(
        "fuer_desktop.ui.office_unverified.QFileDialog.getSaveFileName", choose_workspace
    )
    office = open_page(MattersPage, with_unsigned.office)
    choose(office, 2)

    click(office, qtbot, office.page.unverified.copy)

    beside = with_unsigned.office.with_name(with_unsigned.office.name + ".fuer")
    assert beside.read_bytes() == (with_unsigned.inbox / "无签.fuer").read_bytes()
    assert with_unsigned.office.read_bytes().startswith(b"SQLite format 3")
    [where] = proposed
    assert where.is_absolute()
    assert where.name == "无签.fuer"


def test_what_is_put_away_gives_its_place_in_hand_to_the_next(with_unsigned, open_page, qtbot):
    sent = with_unsigned.export(EAST).path
    again = [packed_anew(sent, with_unsigned.inbox / f"无签{n}.fuer", signed_by(n)) for n in (2, 3)]
    with_unsigned.take_in(again)
    office = open_page(MattersPage, with_unsigned.office)
    assert column(office, 1)[2:] == ["无签.fuer", "无签2.fuer", "无签3.fuer"]
    choose(office, 3)

    click(office, qtbot, office.page.unverified.put_away)

    assert column(office, 1)[2:] == ["无签.fuer", "无签3.fuer"]
    assert office.page.chosen.file == "无签3.fuer"


def test_a_long_file_name_needs_no_more_room_than_there_is_and_is_shown_whole(waiting, open_page):
    name = "a" * 120 + "_b" * 40 + ".fuer"
    sent = waiting.export(EAST).path
    waiting.take_in([packed_anew(sent, waiting.inbox / name, without_signature)])
    office = open_page(MattersPage, waiting.office)
    choose(office, 2)
    panel = office.page.unverified

    assert office.page.minimumSizeHint().width() <= 900
    assert panel.heading.text().replace("\u200b", "") == f"“{name}”：签名不符"
    panel.copy_to(waiting.folder / "交还.fuer")
    office.wait(lambda: bool(office.said))
    assert (waiting.folder / "交还.fuer").exists()


def test_putting_away_by_a_key_pressed_twice_is_one_act(with_unsigned, open_page, qtbot):
    office = open_page(MattersPage, with_unsigned.office)
    choose(office, 2)
    button = office.page.unverified.put_away
    button.setFocus()

    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    office.settle()
    office.settle()

    assert office.said == ["已移出“无签.fuer”。接收记录里仍有这一行。"]


def test_another_file_is_shown_from_its_top_on(with_unsigned, open_page):
    sent = with_unsigned.export(EAST).path
    with_unsigned.take_in([packed_anew(sent, with_unsigned.inbox / "无签2.fuer", signed_by(2))])
    office = open_page(MattersPage, with_unsigned.office)
    office.page.panels.setFixedHeight(150)
    choose(office, 2)
    bar = office.page.unverified.findChild(QScrollArea).verticalScrollBar()
    office.wait(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())

    choose(office, 3)

    assert bar.value() == 0


def signed_by(number):
    """Changes a package's signature to what nobody signed."""

    def change(members):
        members["manifest.sig"] = bytes([number]) * 64

    return change


def test_typing_narrows_the_list(waiting, open_page):
    office = open_page(MattersPage, waiting.office)

    type_words(office.page.filter, "东镇")

    assert column(office, 1) == ["东镇"]
    assert isinstance(office.page.panels.widget(2), ConflictPanel)


def test_an_office_with_nothing_to_settle_says_so(tmp_path, open_page):
    trial = Trial(tmp_path / "quiet")
    trial.hand_out()

    assert open_page(MattersPage, trial.office).page.faces.shown == "empty"


# --- the desk ---------------------------------------------------------------------------------


@pytest.fixture
def returned(waiting):
    """East's desk to which its differences came back."""
    with office_of(waiting) as (office, task):
        path = conflicts.return_differences(
            office, task, task.task.place.unit(EAST), "请逐格核对", waiting.folder / "out"
        )
    with desk_of(waiting) as (desk, _):
        opening_answers.open_answer(desk, path)
    return waiting


def start(person, path):
    person.start(path)
    page = person.wait_for_page("desk_home")
    person.wait(page.returned.isVisible)
    page.returned.button.click()
    forms = person.page("forms")
    person.wait(lambda: forms.current is not None)
    [dialog] = forms.findChildren(ReturnedDialog)
    person.wait(dialog.isVisible)
    return dialog, forms


def here(dialog):
    """What stands in the cells now, by their row."""
    number = dialog.model.columnCount() - 2
    return [line.cells[number].text for line in dialog.model.shown]


def test_digits_take_a_version_s_figure_and_the_last_one_settles_the_return(
    returned, person, qtbot
):
    dialog, forms = start(person, returned.desk(EAST))
    first = [dialog.model.shown[0].cells[n].text for n in (2, 3)]
    assert not dialog.done_button.isEnabled()

    qtbot.keyClick(dialog.table, Qt.Key.Key_2)
    assert here(dialog)[0] == first[1]
    assert dialog.count.text() == texts.DESK_LEFT.format(count=2, left=1)
    qtbot.keyClick(dialog.table, Qt.Key.Key_0)
    assert dialog.count.text() == "2格都看过了。"
    person.wait(lambda: not forms.current.session.waiting)
    dialog.done_button.click()
    person.wait(lambda: "核对完毕" in person.program.window.message)
    person.end()

    with desk_of(returned) as (desk, task):
        assert returns.open_returns(desk, task) == []
        [step] = [s for s in desk.journal.steps(2025) if "退回的差异" in source_of(desk, s)]
        assert step.cells == 1


def source_of(desk, step):
    return desk.journal.rows_of(step.number)[0].source


def test_enter_goes_to_the_cell_and_coming_back_what_was_looked_at_stays_so(
    returned, person, qtbot
):
    dialog, forms = start(person, returned.desk(EAST))
    qtbot.keyClick(dialog.table, Qt.Key.Key_1)
    cell = dialog.current

    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)

    assert not dialog.isVisible()
    assert forms.current.model.key(forms.current.grid.currentIndex()) == cell.key
    person.program.window.go_to("desk_home")
    page = person.page("desk_home")
    person.wait(page.returned.isVisible)
    page.returned.button.click()
    assert dialog.isVisible()
    assert len(dialog.seen) == 1
    qtbot.keyClick(dialog.table, Qt.Key.Key_2)
    assert len(dialog.seen) == 2


def test_the_submit_page_says_that_what_came_back_is_looked_at_first(returned, person, qtbot):
    person.start(returned.desk(EAST))
    person.wait_for_page("desk_home")
    person.program.window.go_to("submit")
    page = person.page("submit")

    person.wait(lambda: "退回的差异还没有看完（2格）" in page.state)
    assert not page.export_button.isEnabled()
