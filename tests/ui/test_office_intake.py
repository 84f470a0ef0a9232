"""The office's intake page: a line a file, progress, cancel, and what to do first."""

import shutil

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent

from fuer_desktop.services import designing
from fuer_desktop.services.admitting import Outcome
from fuer_desktop.services.taking_in import BATCH
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.pages.office_intake import IntakePage
from tests.services.trial import EAST, UNITS, Trial, rows
from tests.ui.office_pages import opening, type_words


@pytest.fixture(scope="module")
def sent_once(tmp_path_factory):
    """All three units handed in; nothing is taken in yet."""
    trial = Trial(tmp_path_factory.mktemp("sent"))
    trial.hand_out()
    for unit in UNITS:
        trial.open(unit)
        trial.fill(unit, rows(unit, 2025))
        trial.export(unit)
    return trial


@pytest.fixture
def sent(sent_once, tmp_path):
    """The same, of one's own."""
    return sent_once.copy(tmp_path / "trial")


@pytest.fixture
def open_page(qtbot):
    """Opens the intake page on a workspace."""
    yield from opening(qtbot)


def take_in(office, folder):
    office.page.take_in_folder(folder)
    finish(office)


def finish(office):
    office.wait(lambda: not office.page.running)


def column(office, number):
    return [line.cells[number].text for line in office.page.model.shown]


def spoil(trial):
    """A file that was cut off on its way."""
    whole = next(iter(sorted(trial.inbox.glob(f"{EAST}*.fuer"))))
    cut = trial.inbox / "cut.fuer"
    cut.write_bytes(whole.read_bytes()[:200])
    return cut


def test_taking_in_a_folder_shows_one_line_for_each_file(sent, open_page):
    cut = spoil(sent)
    office = open_page(IntakePage, sent.office)

    take_in(office, sent.inbox)

    assert sorted(column(office, 0)) == ["● 新", "● 新", "● 新", "✖ 损坏"]
    assert sorted(column(office, 1)) == sorted(["东镇", "西镇", "县卫健委", "（读不出）"])
    assert cut.name in column(office, 3)
    assert office.page.summary.text().startswith("本次4个文件：新3，损坏1。")
    assert "请重新拷贝，或让单位重新导出" in office.page.summary.text()


def test_after_a_run_the_line_that_needs_a_person_is_chosen_and_told_in_full(sent, open_page):
    spoil(sent)
    office = open_page(IntakePage, sent.office)

    take_in(office, sent.inbox)

    assert office.page.detail.text().startswith("“cut.fuer”不完整")
    assert office.places[-1] == "（读不出） · 损坏 · cut.fuer"


def test_taking_in_twice_says_that_all_are_repeats_and_keeps_the_earlier_lines(sent, open_page):
    office = open_page(IntakePage, sent.office)

    for _ in range(2):
        take_in(office, sent.inbox)

    assert column(office, 0) == ["○ 相同"] * 3 + ["● 新"] * 3
    assert office.page.summary.text() == "本次3个文件：相同3。"
    office.refresh()
    assert column(office, 0) == ["○ 相同"] * 3 + ["● 新"] * 3


def test_cancel_keeps_what_finished_batches_took_in_and_says_so(sent, open_page, qtbot):
    package = next(iter(sorted(sent.inbox.glob("*.fuer"))))
    for number in range(40 * BATCH):
        shutil.copy(package, sent.inbox / f"copy-{number:04}.fuer")
    office = open_page(IntakePage, sent.office)
    page = office.page
    page.take_in_folder(sent.inbox)
    assert not page.take_button.isEnabled()
    office.wait(lambda: page.model.rowCount() >= BATCH)

    qtbot.mouseClick(page.cancel_button, Qt.MouseButton.LeftButton)
    finish(office)

    kept = page.model.rowCount()
    assert BATCH <= kept < 40 * BATCH
    assert kept % BATCH == 0
    assert page.summary.text().startswith(f"已取消，收到一半停下：{kept}个文件已有结果并存盘")
    assert page.take_button.isEnabled()
    assert office.said == []
    office.link.close()
    with Workspace.open(sent.office) as workspace:
        assert len(workspace.intake.lines()) == kept


def test_the_progress_bar_is_there_while_files_are_taken_in(sent, open_page):
    office = open_page(IntakePage, sent.office)
    seen = []
    office.page.bar.valueChanged.connect(seen.append)

    office.page.take_in_folder(sent.inbox)
    assert office.page.bar.isVisibleTo(office.page)
    finish(office)

    assert 3 in seen
    assert not office.page.bar.isVisibleTo(office.page)


def test_a_folder_without_packages_is_said_and_the_page_is_ready_again(sent, open_page, tmp_path):
    office = open_page(IntakePage, sent.office)
    bare = tmp_path / "空"
    bare.mkdir()

    take_in(office, bare)
    office.settle()

    assert office.said == [f"“{bare}”里没有包（.fuer 文件）。请核对文件夹。"]
    assert office.page.take_button.isEnabled()
    assert office.page.faces.shown == "empty"


def test_typing_narrows_the_lines_and_escape_brings_them_back(sent, open_page, qtbot):
    office = open_page(IntakePage, sent.office)
    take_in(office, sent.inbox)

    type_words(office.page.filter, "西镇")
    assert column(office, 1) == ["西镇"]
    type_words(office.page.filter, "没有")
    assert column(office, 1) == []
    assert office.page.table.hint.startswith("没有符合“西镇没有”的行")
    qtbot.keyClick(office.page.filter, Qt.Key.Key_Escape)

    assert len(column(office, 1)) == 3


def test_only_what_needs_a_person_can_be_shown(sent, open_page, qtbot):
    spoil(sent)
    office = open_page(IntakePage, sent.office)
    take_in(office, sent.inbox)

    qtbot.mouseClick(office.page.only_attention, Qt.MouseButton.LeftButton)

    assert column(office, 0) == ["✖ 损坏"]
    assert office.page.only_attention.text() == "✓ 只看需处理的"


def test_a_folder_dropped_on_the_page_is_taken_in(sent, open_page):
    office = open_page(IntakePage, sent.office)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(sent.inbox))])

    office.page.dropEvent(
        QDropEvent(
            QPoint(10, 10),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    finish(office)

    assert column(office, 0) == ["● 新"] * 3


def test_before_the_first_package_the_page_says_what_to_do_and_offers_the_button(
    sent, open_page, qtbot, monkeypatch
):
    office = open_page(IntakePage, sent.office)
    monkeypatch.setattr(
        "fuer_desktop.ui.pages.office_intake.QFileDialog.getExistingDirectory",
        lambda *_: str(sent.inbox),
    )
    assert office.page.faces.shown == "empty"

    qtbot.mouseClick(office.page.empty_button, Qt.MouseButton.LeftButton)
    finish(office)

    assert office.page.faces.shown == "work"
    assert len(column(office, 0)) == 3


def test_a_new_office_says_that_a_task_comes_first(open_page, tmp_path):
    designing.new_office(tmp_path / "new.fuerdb")

    office = open_page(IntakePage, tmp_path / "new.fuerdb")

    assert office.page.faces.shown == "no_task"


def test_every_outcome_has_a_sign_and_a_word(sent, open_page):
    page = open_page(IntakePage, sent.office).page

    assert {look.text[2:] for look in page._looks.values()} == {o.label for o in Outcome}


def test_a_run_goes_on_to_its_end_when_its_page_is_replaced(sent, open_page):
    package = next(iter(sorted(sent.inbox.glob("*.fuer"))))
    for number in range(4 * BATCH):
        shutil.copy(package, sent.inbox / f"copy-{number:04}.fuer")
    office = open_page(IntakePage, sent.office)
    office.page.take_in_folder(sent.inbox)

    office.page.deleteLater()
    office.page = None
    counts = []
    while not counts or counts[-1] < 4 * BATCH + 3:
        heard = len(counts)
        office.link.ask(lambda opened: len(opened.intake.lines()), counts.append)
        office.wait(lambda heard=heard: len(counts) > heard)

    assert counts[-1] == 4 * BATCH + 3


# --- a taking-in as a whole -------------------------------------------------------------------


def test_a_taking_in_is_taken_back_after_a_question_and_its_lines_say_so(sent, open_page, qtbot):
    office = open_page(IntakePage, sent.office)
    take_in(office, sent.inbox)
    office.page.table.selectRow(0)
    box = office.page.runs.question()
    [undo] = [button for button in box.buttons() if button.text() == "撤回"]

    undo.click()
    office.wait(lambda: bool(office.said))
    office.settle()

    assert office.said == ["第1次接收已撤回：上报3版。同一文件夹可以再收一次。"]
    assert column(office, 4) == ["1 已撤回"] * 3
    office.page.table.selectRow(1)
    assert not office.page.runs.undo_button.isEnabled()
    take_in(office, sent.inbox)
    assert column(office, 0)[:3] == ["● 新"] * 3


def test_lines_of_one_outcome_can_be_shown_alone(sent, open_page):
    spoil(sent)
    office = open_page(IntakePage, sent.office)
    take_in(office, sent.inbox)

    box = office.page.outcome
    box.setCurrentIndex(box.findText("损坏"))

    assert column(office, 0) == ["✖ 损坏"]
    box.setCurrentIndex(0)
    assert len(column(office, 0)) == 4


def test_the_report_is_saved_and_what_failed_is_copied(sent, open_page, tmp_path):
    cut = spoil(sent)
    office = open_page(IntakePage, sent.office)
    take_in(office, sent.inbox)
    office.page.table.selectRow(0)

    office.page.runs.save(tmp_path / "r.csv")
    office.page.runs.copy(tmp_path / "out")
    office.wait(lambda: len(office.said) > 1)

    assert len((tmp_path / "r.csv").read_text("utf-8-sig").splitlines()) == 5
    assert (tmp_path / "out" / "没收下的_第1次" / cut.name).exists()


def test_what_is_dropped_anywhere_on_an_office_s_window_is_taken_in(sent, person):
    program = person.start(sent.office)
    page = person.wait_for_page("intake")
    program.window.go_to("board")

    assert not program.window.take_dropped([sent.folder / "说明.docx"])
    assert program.window.take_dropped([sent.inbox])

    person.wait(lambda: page.model.rowCount() > 0 and not page.running)
    assert program.window.current == "intake"


def test_a_long_name_without_a_place_to_break_leaves_the_page_its_width(sent, open_page):
    named = sent.inbox / f"{'a' * 200}.fuer"
    named.write_bytes(b"PK\3\4")
    office = open_page(IntakePage, sent.office)

    office.page.take_in([named])
    office.wait(lambda: not office.page.running)
    office.page.table.selectRow(0)

    detail = office.page.detail
    assert named.name in detail.text().replace("\u200b", "")
    assert detail.minimumSizeHint().width() < office.page.width()


def test_another_look_waits_until_the_taking_in_is_over_and_then_shows_every_line(sent, person):
    program = person.start(sent.office)
    page = person.wait_for_page("intake")
    actions = program.window.findChildren(QAction)
    [dark] = [action for action in actions if action.text() == ui_texts.DARK]
    page.take_in([sent.inbox])
    dark.trigger()

    assert program.window.message == ui_texts.LOOK_WAITS
    person.wait(lambda: program.window.page("intake") is not page)
    shown = program.window.page("intake")
    person.wait(lambda: shown.faces.shown == "work")

    assert shown.model.rowCount() == len(list(sent.inbox.glob("*.fuer")))
    assert program.theme.dark
    assert program.window.message == ""
