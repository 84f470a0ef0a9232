"""A task is changed after it was handed out: the office's side."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from fuer_desktop.domain.errors import (
    DefinitionError,
    JobCancelledError,
    PackageError,
    WorkspaceError,
)
from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.services import (
    catalogues,
    checking,
    conflicts,
    designing,
    examining,
    handing_over,
    intake_log,
    last_year,
    opening_answers,
    returns,
    task_list,
    undoing,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.values import SECOND
from fuer_desktop.store.workspace import Workspace
from tests.services.revised import FIRST, catalogue, form_text, succession
from tests.services.trial import DEADLINE, EAST, Trial, replace_in, row

NEXT = {"members": "01", "directors": "06", "doses_due": "03", "elections": "07"}
FIGURES = {"01/1": "20", "01/2": "6", "02/1": "5", "02/2": "1", "03/1": "1000", "03/2": "500",
           "04/1": "960", "04/2": "480"}  # fmt: skip
CARRIED = {"01/1": "20", "01/2": "6", "06/1": "5", "06/2": "1", "03/1": "1000", "03/2": "500"}


@pytest.fixture
def first(tmp_path):
    """The definitions as they were handed out."""
    return catalogue(tmp_path / "first", [form_text(1, FIRST)])


@pytest.fixture
def second(tmp_path):
    """The same with a second version of the township form: 02 is 06, 04 is closed, 07 is new."""
    newer = form_text(2, NEXT, succession(FIRST, NEXT))
    return catalogue(tmp_path / "second", [form_text(1, FIRST), newer])


@pytest.fixture(scope="module")
def trial_once(tmp_path_factory):
    """Handed out by the first version, filled at one desk."""
    made = Trial(tmp_path_factory.mktemp("handed-out"))
    made.hand_out(catalogue=catalogue(made.folder / "first", [form_text(1, FIRST)]))
    made.open(EAST)
    made.fill(EAST, filled(EAST))
    return made


@pytest.fixture
def trial(trial_once, tmp_path):
    """The same of one's own."""
    return trial_once.copy(tmp_path / "trial")


def filled(unit, figures=None):
    return [row(unit, 2025, cell, value) for cell, value in (figures or FIGURES).items()]


def test_the_definitions_of_this_test_have_no_mistake(second):
    shipped = catalogues.shipped_texts(second)

    catalogues.newest(shipped)


def test_what_came_before_the_revision_counts_by_the_forms_in_force(trial, second):
    trial.take_in([trial.export(EAST).path])
    assert trial.counted()[EAST] == FIGURES

    trial.hand_out(catalogue=second, revise=True)

    assert trial.counted()[EAST] == CARRIED


def test_what_comes_after_the_revision_by_the_forms_before_counts_the_same(trial, second):
    sent = trial.export(EAST).path
    trial.hand_out(catalogue=second, revise=True)

    [line] = trial.take_in([sent])

    assert line.outcome == "new"
    assert line.message.endswith("按上一版表样填报，见明细。")
    assert line.details == (
        "按任务修订以前的表样填报，已按现在的表样换算。",
        "TF-XZ01：填报时的表样没有第07行（行elections）（或口径不同），现在空着。"
        "请该单位打开新的任务包补填。",
        "TF-XZ01的第04行（行doses_given）合计栏填的960，现在的表样没有对应的格，没有计入。",
        "TF-XZ01的第04行（行doses_given）女栏填的480，现在的表样没有对应的格，没有计入。",
    )
    assert trial.counted()[EAST] == CARRIED


def desk_figures(trial, unit=EAST):
    with Workspace.open(trial.desk(unit)) as desk:
        found = desk.values.of_form(FormPlace(unit, "TF-XZ01", 2025))
    return {f"{key.row}/{key.column}": value.plain for key, value in found.items()}


def test_a_desk_that_opens_the_revision_keeps_what_goes_on(trial, second):
    trial.hand_out(catalogue=second, revise=True)

    told = trial.open(EAST, revised=1)

    assert told == [
        "任务已按第1次修订更新：2格新，2格停用，其余已填的数都留着。",
        "停用的格里原来填的（留在修改记录里）：TF-XZ01第04行（行doses_given）合计栏960、"
        "TF-XZ01第04行（行doses_given）女栏480。",
    ]
    assert desk_figures(trial) == CARRIED


def test_what_a_desk_hands_in_after_the_revision_is_a_version_by_the_forms_in_force(trial, second):
    sent = trial.export(EAST).path
    trial.hand_out(catalogue=second, revise=True)
    trial.open(EAST, revised=1)
    trial.fill(EAST, filled(EAST, {"07/1": "3", "07/2": "0"}))

    lines = trial.take_in([trial.export(EAST).path, sent])

    assert [line.outcome for line in lines] == ["new", "older"]
    assert trial.counted()[EAST] == CARRIED | {"07/1": "3", "07/2": "0"}


def test_workspaces_are_sound_after_a_revision(trial, second):
    trial.take_in([trial.export(EAST).path])
    trial.hand_out(catalogue=second, revise=True)
    trial.open(EAST, revised=1)

    for path in (trial.office, trial.desk(EAST)):
        found = examining.examine_file(path, deep=True)
        assert found.soundness is examining.Soundness.SOUND, found.sentences


# --- what may change, and what is said of it --------------------------------------------------


def change_of(trial, folder):
    design = designing.TaskDesign(folder / "units.toml", folder, 2025, DEADLINE)
    with open_workspace(trial.office) as office:
        return designing.next_revision(office, design)


def test_without_the_word_a_task_that_is_out_stays_and_the_way_is_told(trial, second):
    before = trial.package(EAST).read_bytes()

    with pytest.raises(WorkspaceError, match="命令行加 --revise"):
        trial.hand_out(catalogue=second)

    with Workspace.open(trial.office) as office:
        assert office.tasks.revisions("990200-2025") == [1]
    assert trial.package(EAST).read_bytes() == before


def test_what_would_change_is_told_before_it_is_done(trial, second):
    replace_in(second / "units.toml", 'name = "东镇"', 'name = "东街道"')
    trial.take_in([trial.export(EAST).path])

    revision = change_of(trial, second)

    assert revision.number == 1
    assert revision.changes[:3] == (
        "单位改名：东镇改为东街道。",
        "TF-XZ01（乡镇表）改为第2版：新增第07行（行elections）；改号第06行（行directors）；"
        "停用第04行（行doses_given）。",
        "其他定义有变动：indicators/elsewhere.toml。",
    )
    assert revision.changes[-1] == "已收的1份上报包会按新表样换算，并重新审核。"
    with Workspace.open(trial.office) as office:
        assert office.tasks.get("990200-2025").revision == 1


def test_nothing_is_to_be_revised_where_nothing_differs_or_nothing_is_out(trial, first, second):
    assert change_of(trial, first) is None
    trial.hand_out(catalogue=second, revise=True)
    assert change_of(trial, second) is None
    assert change_of(Trial(trial.folder), first) is not None


MISTAKES = {
    "another row without another version": (
        form_text(1, {**FIRST, "doses_due": "09"}),
        "报表TF-XZ01第1版的行、列或口径变了，版本号没有变。",
    ),
    "a row closed without a word": (
        form_text(2, NEXT, succession(FIRST, NEXT).partition('was = ["04"]')[0]
                  .rpartition("[[form.succession]]")[0]),
        "TF-XZ01第1版表1第04行（行doses_given）：下一版没有这个数据项",
    ),
    "a version left out": (
        form_text(3, NEXT, succession(FIRST, NEXT)),
        "报表TF-XZ01从第1版变成了第3版。修订时只能改为第2版",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_form_that_does_not_say_what_became_of_its_rows_is_refused(trial, second, mistake):
    text, said = MISTAKES[mistake]
    (second / "forms" / "TF-XZ01.toml").write_text(text, "utf-8")

    with pytest.raises(DefinitionError) as refusal:
        trial.hand_out(catalogue=second, revise=True)

    assert said in str(refusal.value)
    with Workspace.open(trial.office) as office:
        assert office.tasks.revisions("990200-2025") == [1]


def test_words_of_a_form_may_change_without_another_version(trial, first):
    sent = trial.export(EAST).path
    replace_in(first / "forms" / "TF-XZ01.toml", "行directors", "村委会主任")

    trial.hand_out(catalogue=first, revise=True)
    [line] = trial.take_in([sent])

    assert line.details == ("按任务修订以前的表样填报，已按现在的表样换算。",)
    assert trial.counted()[EAST] == FIGURES


def test_units_come_and_go(trial, first):
    sent = trial.export(EAST).path
    units = first / "units.toml"
    named = units.read_text("utf-8")
    east = named[named.index("[[unit]]") : named.index("[[unit]]", named.index("东镇"))]
    north = east.replace(EAST, "990200103").replace("东镇", "北镇")
    units.write_text(named.replace(east, north), "utf-8")
    trial.take_in([sent])

    trial.hand_out(catalogue=first, revise=True)
    [line] = trial.take_in([trial.export(EAST).path])
    trial.open("990200103", revised=1)

    assert line.outcome == "unknown_unit"
    assert "任务修订以后不再要该单位填报" in line.message
    assert EAST not in trial.counted()
    with Workspace.open(trial.office) as office:
        assert len(office.submissions.of_task("990200-2025")[EAST]) == 1
        [listed] = task_list.read_tasks(office).lines
        assert intake_log.read_log(office).lines[0].unit == "东镇"
    assert (listed.due, listed.received, listed.revised) == (3, 0, 1)
    assert examining.examine_file(trial.office, deep=True).soundness == 0


def test_a_deadline_may_change_alone(trial, first):
    design = designing.TaskDesign(first / "units.toml", first, 2025, date(2026, 6, 30))
    with open_workspace(trial.office) as office:
        revision = designing.next_revision(office, design)
        designing.make_task(office, design, trial.folder / "tasks-2025", Job(), revise=True)

    told = trial.open(EAST, revised=1)

    assert revision.changes == ("应报日期：2026-05-20改为2026-06-30。",)
    assert told == [
        "任务已按第1次修订更新：格子没有变，已填的数都留着。",
        "应报日期现在是2026-06-30。",
    ]


def test_what_was_changed_back_is_another_revision_and_loses_nothing(trial, first, second):
    sent = trial.export(EAST).path
    trial.hand_out(catalogue=second, revise=True)
    trial.take_in([sent])

    trial.hand_out(catalogue=first, revise=True)

    assert trial.counted()[EAST] == FIGURES
    with Workspace.open(trial.office) as office:
        assert office.tasks.get("990200-2025").revision == 3


def test_a_desk_that_missed_a_revision_follows_to_the_next(trial, tmp_path, second):
    third_rows = {"members": "11", "directors": "06", "elections": "07"}
    texts = [form_text(1, FIRST), form_text(2, NEXT, succession(FIRST, NEXT)),
             form_text(3, third_rows, succession(NEXT, third_rows))]  # fmt: skip
    third = catalogue(tmp_path / "third", texts)
    sent = trial.export(EAST).path
    trial.hand_out(catalogue=second, revise=True)
    trial.hand_out(catalogue=third, revise=True)

    trial.take_in([sent])
    trial.open(EAST, revised=2)

    expected = {"11/1": "20", "11/2": "6", "06/1": "5", "06/2": "1"}
    assert desk_figures(trial) == trial.counted()[EAST] == expected


def test_an_older_or_the_same_package_changes_nothing_at_a_desk_and_it_is_said(trial, second):
    trial.hand_out(catalogue=second, revise=True)
    trial.open(EAST, revised=1)
    before = trial.desk(EAST).read_bytes()

    assert trial.open(EAST) == [
        f"“{trial.package(EAST).name}”是任务990200-2025较早的任务包，"
        "这里已有更新的第1次修订，没有改动。"
    ]
    assert trial.open(EAST, revised=1) == ["任务990200-2025的这个任务包以前打开过，没有变化。"]
    assert trial.desk(EAST).read_bytes() == before


def test_undo_does_not_go_behind_a_revision(trial, second):
    trial.hand_out(catalogue=second, revise=True)
    trial.open(EAST, revised=1)

    with open_workspace(trial.desk(EAST)) as desk, pytest.raises(WorkspaceError) as refusal:
        undoing.undo(desk, load_task(desk))

    assert "任务已于" in str(refusal.value)
    assert "之前的改动不能撤销" in str(refusal.value)


def test_last_year_s_figures_go_through_every_version_that_the_task_had(tmp_path, first, second):
    trial = Trial(tmp_path / "years")
    trial.folder.mkdir()
    trial.hand_out(2024, first)
    trial.open(EAST, 2024)
    trial.fill(EAST, [replace(one, period="2024") for one in filled(EAST)])
    trial.take_in([trial.export(EAST).path])
    third_rows = {"members": "11", "directors": "06", "elections": "07"}
    texts = [form_text(1, FIRST), form_text(2, NEXT, succession(FIRST, NEXT)),
             form_text(3, third_rows, succession(NEXT, third_rows))]  # fmt: skip
    trial.hand_out(catalogue=second)
    trial.open(EAST)
    trial.hand_out(catalogue=catalogue(tmp_path / "third", texts), revise=True)

    trial.open(EAST, revised=1)

    with open_workspace(trial.desk(EAST)) as desk:
        found = last_year.last_year_values(desk, load_task(desk), "TF-XZ01")
    assert {f"{key.row}/{key.column}": value.plain for key, value in found.items()} == {
        "11/1": "20", "11/2": "6", "06/1": "5", "06/2": "1",
    }  # fmt: skip


def test_a_row_that_an_indicator_needs_may_be_closed_without_the_version_before_at_hand(
    trial, tmp_path
):
    newer = form_text(2, NEXT, succession(FIRST, NEXT))
    alone = catalogue(tmp_path / "alone", [newer])
    trial.take_in([trial.export(EAST).path])

    trial.hand_out(catalogue=alone, revise=True)
    trial.open(EAST, revised=1)

    assert trial.counted()[EAST] == CARRIED
    assert trial.hand_out(catalogue=alone)
    unasked = [j.verdict.state.name for j in trial.judging().judged()]
    assert unasked
    with open_workspace(trial.desk(EAST)) as desk:
        assert "doses_given" in {e.code for e in load_task(desk).catalogue.unasked}


# --- reasons, a second keying ------------------------------------------------------------------

REASON = "撤村并居以后村委会成员增加"


@pytest.fixture
def explained(tmp_path):
    """More members than usual, and why; filled, not sent."""
    folder = catalogue(tmp_path / "ruled", [form_text(1, FIRST, rule="01")])
    trial = Trial(tmp_path / "trial-with-reason")
    trial.folder.mkdir()
    trial.hand_out(catalogue=folder)
    trial.open(EAST)
    trial.fill(EAST, filled(EAST, FIGURES | {"01/1": "50"}))
    trial.change(EAST, "01/1", "50", reason=REASON)
    return trial


@pytest.fixture
def moved(tmp_path):
    """The row of members moves to 11."""
    rows_now = {**FIRST, "members": "11"}
    newer = form_text(2, rows_now, succession(FIRST, rows_now), rule="11")
    return catalogue(tmp_path / "moved", [form_text(1, FIRST, rule="01"), newer])


def reasons_at(path):
    with open_workspace(path) as workspace:
        found = checking.record_run(workspace, load_task(workspace))
        return {(p.finding.rule, p.finding.cells[0].row, p.finding.reason) for p in found}


def test_reasons_go_along_with_their_cells_at_the_desk(explained, moved):
    explained.hand_out(catalogue=moved, revise=True)

    explained.open(EAST, revised=1)

    assert reasons_at(explained.desk(EAST)) == {("TF-XZ01.R05", "11", REASON)}


@pytest.mark.parametrize("order", ["before", "after"])
def test_reasons_go_along_with_their_cells_at_the_office(explained, moved, order):
    sent = explained.export(EAST).path
    if order == "before":
        explained.take_in([sent])
    explained.hand_out(catalogue=moved, revise=True)
    if order == "after":
        [line] = explained.take_in([sent])
        assert len(line.details) == 1

    assert reasons_at(explained.office) == {("TF-XZ01.R05", "11", REASON)}
    found = examining.examine_file(explained.office, deep=True)
    assert found.soundness == 0, found.sentences


def test_a_reason_whose_cell_is_closed_is_told(explained, tmp_path):
    rows_now = {key: code for key, code in FIRST.items() if key != "members"}
    texts = [form_text(1, FIRST, rule="01"), form_text(2, rows_now, succession(FIRST, rows_now))]
    sent = explained.export(EAST).path
    explained.hand_out(catalogue=catalogue(tmp_path / "closed", texts), revise=True)

    [line] = explained.take_in([sent])

    assert line.details[-1] == (
        f"TF-XZ01对TF-XZ01.R05（1/01/1）写的原因“{REASON}”，现在的表样没有对应的格，没有带过来。"
    )
    assert examining.examine_file(explained.office, deep=True).soundness == 0


def test_the_hand_over_card_leaves_out_what_was_found_at_cells_that_are_closed(explained, tmp_path):
    explained.export(EAST)
    rows_now = {key: code for key, code in FIRST.items() if key != "members"}
    texts = [form_text(1, FIRST, rule="01"), form_text(2, rows_now, succession(FIRST, rows_now))]
    explained.hand_out(catalogue=catalogue(tmp_path / "closed", texts), revise=True)
    explained.open(EAST, revised=1)

    with open_workspace(explained.desk(EAST)) as desk:
        card = handing_over.card_of(desk)

    assert all(REASON not in line for section in card.sections for line in section.lines)


def test_what_was_keyed_a_second_time_goes_along(trial, second):
    place = FormPlace(EAST, "TF-XZ01", 2025)
    with open_workspace(trial.desk(EAST)) as desk:
        cells = {CellKey("1", "02", "1"): (number(8), 0), CellKey("1", "04", "1"): (number(9), 0)}
        desk.values.keep_second(place, cells)
    trial.hand_out(catalogue=second, revise=True)

    trial.open(EAST, revised=1)

    with open_workspace(trial.desk(EAST)) as desk:
        assert desk.values.of_form(place, SECOND) == {CellKey("1", "06", "1"): number(8)}


# --- crashes ------------------------------------------------------------------------------------


def test_a_revision_that_the_file_lost_comes_back_from_the_second_record(
    trial, second, own_folder, tmp_path
):
    trial.take_in([trial.export(EAST).path])
    before = tmp_path / "before.fuerdb"
    shutil.copy(trial.office, before)
    trial.hand_out(catalogue=second, revise=True)

    shutil.copy(before, trial.office)

    assert trial.counted()[EAST] == CARRIED
    assert examining.examine_file(trial.office, deep=True).soundness == 0


def test_a_cancelled_revision_changes_nothing(trial, second):
    trial.take_in([trial.export(EAST).path])
    design = designing.TaskDesign(second / "units.toml", second, 2025, DEADLINE)
    job = Job()
    job.cancel()

    with open_workspace(trial.office) as office, pytest.raises(JobCancelledError):
        designing.make_task(office, design, trial.folder / "out", job, revise=True)

    assert trial.counted()[EAST] == FIGURES
    with Workspace.open(trial.office) as office:
        assert office.tasks.revisions("990200-2025") == [1]


# --- what was given back ---------------------------------------------------------------------


@pytest.fixture
def parted(trial, tmp_path):
    """East's versions part at the office in a cell that moves and in one that is closed."""
    base = trial.export(EAST).path
    elsewhere = trial.copy(tmp_path / "elsewhere")
    trial.change(EAST, "02/1", "4")
    elsewhere.change(EAST, "04/1", "950")
    trial.take_in([base, trial.export(EAST).path, elsewhere.export(EAST).path])
    return trial


def give_back(trial):
    with open_workspace(trial.office) as office:
        task = load_task(office)
        east = task.task.place.unit(EAST)
        return conflicts.return_differences(office, task, east, "两版请核对", trial.folder / "out")


def open_return(trial, path):
    with open_workspace(trial.desk(EAST)) as desk:
        return opening_answers.open_answer(desk, path).sentence


def returned_at(trial):
    """The cells to be looked at, with what each version says and what stands here."""
    with open_workspace(trial.desk(EAST)) as desk:
        [found] = returns.open_returns(desk, load_task(desk))
    return {
        f"{cell.key.row}/{cell.key.column}": ({v.plain for v in cell.values}, cell.here.plain)
        for cell in found.cells
    }


@pytest.mark.parametrize("order", ["opened before", "opened after"])
def test_a_return_by_the_forms_before_is_looked_at_by_those_in_force(parted, second, order):
    given = give_back(parted)
    if order == "opened before":
        assert "2格不同" in open_return(parted, given)
        assert set(returned_at(parted)) == {"02/1", "04/1"}
    parted.hand_out(catalogue=second, revise=True)
    parted.open(EAST, revised=1)

    if order == "opened after":
        assert "1格不同" in open_return(parted, given)

    assert returned_at(parted) == {"06/1": ({"5", "4"}, "4")}


def test_a_return_by_forms_that_a_desk_has_not_opened_says_so_and_opens_after_them(parted, second):
    parted.hand_out(catalogue=second, revise=True)
    given = give_back(parted)

    with pytest.raises(PackageError, match="请先打开办公室最新的任务包"):
        open_return(parted, given)
    parted.open(EAST, revised=1)

    assert "1格不同" in open_return(parted, given)
