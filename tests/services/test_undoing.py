"""Undo and redo: whatever the step was, across openings, on record, never past what was sent."""

from datetime import date, datetime, timedelta

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.services import entering, opening, sessions, submitting, undoing
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.store.journal import FormPlace
from tests.services.keeping import (
    PLACE,
    cells_of,
    explain_into,
    figure,
    import_into,
    key,
    paste_into,
    reasons_of,
    redo,
    type_into,
    undo,
)
from tests.services.trial import EAST, FIGURES, HEALTH, TOWNSHIP, WEST, WHO, row, rows


@pytest.fixture
def workspace(desk):
    """The desk, open."""
    with desk.open() as workspace:
        yield workspace


def now_of(workspace, step=-1):
    """When a row was written, as a sentence says it."""
    at = list(workspace.journal.rows())[step].at
    return datetime.fromisoformat(at).strftime("%m月%d日 %H:%M")


# --- what was done ------------------------------------------------------------------------


def test_a_typed_figure_is_taken_back_and_typed_again(workspace):
    type_into(workspace, {"01/1": "20"})
    type_into(workspace, {"01/1": "21"})
    when = now_of(workspace)

    assert undo(workspace) == f"已撤销 {when}的录入：乡镇表 第01行第1列 21 → 20"
    assert cells_of(workspace) == {"01/1": "20"}
    assert redo(workspace) == f"已恢复 {when}的录入：乡镇表 第01行第1列 20 → 21"
    assert cells_of(workspace) == {"01/1": "21"}


def test_a_paste_is_one_step(workspace):
    type_into(workspace, {"01/1": "20"})
    paste_into(workspace, {"01/1": "21", "02/1": "5", "03/1": "1000"})

    said = undo(workspace)

    assert said.endswith("的粘贴：乡镇表 第01行第1列 21 → 20，共3格")
    assert cells_of(workspace) == {"01/1": "20"}
    redo(workspace)
    assert cells_of(workspace) == {"01/1": "21", "02/1": "5", "03/1": "1000"}


def test_an_import_into_several_forms_is_one_step(workspace):
    forms = {
        FormPlace(EAST, form, 2025): {key("01/1"): (figure(text), 0)}
        for form, text in ((TOWNSHIP, "20"), ("TF-WJ01", "2000"))
    }
    workspace.values.put_forms(forms, How.IMPORTED, "数据.csv")

    done = undoing.undo(workspace, load_task(workspace))

    assert {form: dict(cells) for form, cells in done.cells.items()} == {
        TOWNSHIP: {key("01/1"): figure("")}, "TF-WJ01": {key("01/1"): figure("")},
    }  # fmt: skip
    assert done.first == (TOWNSHIP, key("01/1"))
    assert done.sentence.endswith("的导入：乡镇表 第01行第1列 20 → 未填，共2格")
    assert all(workspace.values.of_form(place) == {} for place in forms)


def test_what_an_import_wrote_over_is_there_again(workspace):
    type_into(workspace, {"01/1": "19"})
    import_into(workspace, "数据.csv", FIGURES[2025, EAST])

    undo(workspace)

    assert cells_of(workspace) == {"01/1": "19"}


def test_a_cell_that_was_emptied_is_filled_again(workspace):
    type_into(workspace, {"01/1": "20"})
    type_into(workspace, {"01/1": ""})

    assert undo(workspace).endswith("第01行第1列 未填 → 20")
    assert cells_of(workspace) == {"01/1": "20"}


def test_a_reason_and_a_kind_come_back_too(filled, own_folder):
    filled.fill(EAST, [row(EAST, 2025, "01/1", "", kind="no_data", reason="本年没有单独统计")])
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")

    with sessions.open_workspace(filled.desk(EAST)) as workspace:
        undo(workspace)
        value = workspace.values.get(PLACE, key("01/1"))
    assert (value.kind.value, value.reason) == ("no_data", "本年没有单独统计")


def test_decimals_come_back_as_they_were(filled, own_folder):
    filled.fill(HEALTH, [row(HEALTH, 2025, "06/1", "90")])
    place = FormPlace(HEALTH, "TF-WJ01", 2025)

    with sessions.open_workspace(filled.desk(HEALTH)) as workspace:
        undo(workspace)
        assert workspace.values.get(place, key("06/1")).plain == "82.40"
        redo(workspace)
        assert workspace.values.get(place, key("06/1")).plain == "90.00"


# --- reasons ------------------------------------------------------------------------------


def test_a_reason_is_taken_back_and_given_again(workspace):
    type_into(workspace, {"01/1": "41"})
    explain_into(workspace, {"01/1": "两个村合并了"})
    when = now_of(workspace)

    back = undo(workspace)
    none = reasons_of(workspace)
    again = redo(workspace)

    where = "乡镇表 TF-XZ01.R05 1/01/1 的原因"
    assert back == f"已撤销 {when}的写原因：{where} 两个村合并了 → 未写"
    assert again == f"已恢复 {when}的写原因：{where} 未写 → 两个村合并了"
    assert (none, reasons_of(workspace)) == ({}, {"01/1": "两个村合并了"})
    assert cells_of(workspace) == {"01/1": "41"}


def test_the_reason_before_comes_back_as_it_was_signed(workspace):
    explain_into(workspace, {"01/1": "两个村合并了"})
    before = workspace.findings.explanations(PLACE)
    explain_into(workspace, {"01/1": "另一个说得通的原因"})

    done = undoing.undo(workspace, load_task(workspace))

    assert workspace.findings.explanations(PLACE) == before
    assert list(done.reasons[TOWNSHIP]) == list(before.values())
    assert (done.cells, done.first) == ({}, (TOWNSHIP, key("01/1")))


def test_an_import_with_reasons_is_one_step(filled, own_folder):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")

    with sessions.open_workspace(filled.desk(EAST)) as workspace:
        given = reasons_of(workspace)
        assert undo(workspace).endswith("的导入：乡镇表 第01行第1列 41 → 20")
        assert (reasons_of(workspace), cells_of(workspace)["01/1"]) == ({}, "20")
        redo(workspace)
        assert (reasons_of(workspace), cells_of(workspace)["01/1"]) == (given, "41")
    assert given == {"01/1": "本年合并两个村"}


def test_before_a_reason_of_an_earlier_day_is_taken_back_it_is_asked(workspace):
    explain_into(workspace, {"01/1": "两个村合并了"})
    when = now_of(workspace)

    step = undoing.next_back(workspace, load_task(workspace))

    assert undoing.question(step) == f"要撤销的是{when}写的原因，不是今天写的。撤销吗？"


# --- how far ------------------------------------------------------------------------------


def test_everything_back_to_the_empty_form_and_forth_again(workspace):
    states = [{}]
    for figures in ({"01/1": "20"}, {"01/1": "21"}, {"02/1": "5", "03/1": "7"}, {"01/1": ""}):
        paste_into(workspace, figures)
        states.append(cells_of(workspace))

    for state in states[-2::-1]:
        undo(workspace)
        assert cells_of(workspace) == state
    with pytest.raises(WorkspaceError, match=r"^没有可撤销的改动。$"):
        undo(workspace)
    for state in states[1:]:
        redo(workspace)
        assert cells_of(workspace) == state
    with pytest.raises(WorkspaceError, match="没有可恢复的改动"):
        redo(workspace)


def test_a_new_figure_ends_what_could_be_done_again(workspace):
    type_into(workspace, {"01/1": "20"})
    undo(workspace)
    type_into(workspace, {"02/1": "5"})

    with pytest.raises(
        WorkspaceError, match="没有可恢复的改动：只有刚撤销、之后没有再改动的才能恢复。"
    ):
        redo(workspace)
    undo(workspace)
    with pytest.raises(WorkspaceError, match="没有可撤销的改动"):
        undo(workspace)


def test_undo_and_redo_go_across_openings(desk):
    desk.type({"01/1": "20", "02/1": "5"})

    for act, expected in (
        (undo, {"01/1": "20"}), (undo, {}), (redo, {"01/1": "20"}), (undo, {}), (redo, None),
        (redo, {"01/1": "20", "02/1": "5"}),
    ):  # fmt: skip
        with desk.open() as workspace:
            act(workspace)
        assert expected is None or desk.cells == expected


def test_every_undo_and_redo_is_on_record(workspace):
    type_into(workspace, {"01/1": "20"})
    [done] = [r for r in workspace.journal.rows() if r.how == "typed"]
    undo(workspace)
    redo(workspace)

    found = [(r.how, r.source, r.old, r.new) for r in list(workspace.journal.rows())[-2:]]
    assert found == [
        ("undo", str(done.step), done.new, done.old),
        ("redo", str(done.step), done.old, done.new),
    ]


# --- where it stops -----------------------------------------------------------------------


@pytest.fixture
def handed_in(workspace, tmp_path):
    """The desk after version 1."""
    paste_into(workspace, FIGURES[2025, EAST])
    submitting.export(workspace, load_task(workspace), WHO, tmp_path / "inbox")
    return workspace


def test_what_was_handed_in_cannot_be_undone(handed_in):
    when = now_of(handed_in)
    before = handed_in.journal.head

    with pytest.raises(WorkspaceError) as said:
        undo(handed_in)

    assert str(said.value) == (
        f"第1版已于{when}上报定稿，之前的改动不能撤销。请直接改数，再导出新的一版。"
    )
    assert handed_in.journal.head == before


def test_what_came_after_it_can(handed_in):
    type_into(handed_in, {"01/1": "21"})

    undo(handed_in)

    assert cells_of(handed_in)["01/1"] == "20"
    with pytest.raises(WorkspaceError, match="第1版已于"):
        undo(handed_in)


def test_what_was_undone_before_it_cannot_be_done_again_after_it(workspace, tmp_path):
    paste_into(workspace, FIGURES[2025, EAST])
    type_into(workspace, {"01/1": "21"})
    undo(workspace)
    submitting.export(workspace, load_task(workspace), WHO, tmp_path / "inbox")

    with pytest.raises(WorkspaceError, match="没有可恢复的改动"):
        redo(workspace)


def test_writing_the_same_package_again_stops_nothing(handed_in, tmp_path):
    type_into(handed_in, {"01/1": "21"})
    undo(handed_in)

    again = submitting.export(handed_in, load_task(handed_in), WHO, tmp_path / "inbox")

    assert again.again
    redo(handed_in)
    assert cells_of(handed_in)["01/1"] == "21"


def test_another_year_s_steps_are_left_alone(two_years, own_folder):
    with sessions.open_workspace(two_years.desk(EAST)) as workspace:
        this, last = load_task(workspace), load_task(workspace, "990200-2024")
        entering.fill(workspace, this, [row(EAST, 2025, "01/1", "21")], "今年.csv")
        entering.fill(workspace, last, [row(EAST, 2024, "01/1", "19")], "去年.csv")

        assert "21 → 20" in undoing.undo(workspace, this).sentence
        with pytest.raises(WorkspaceError, match="第1版已于"):
            undoing.undo(workspace, this)
        assert "19 → 20" in undoing.undo(workspace, last).sentence
        assert "20 → 21" in undoing.redo(workspace, this).sentence


def test_an_office_has_nothing_to_undo(filled, own_folder):
    with sessions.open_workspace(filled.office) as office:
        task = load_task(office)
        for act in (undoing.next_back, undoing.undo, undoing.redo):
            with pytest.raises(WorkspaceError, match="这是办公室的工作库，不能填报"):
                act(office, task)


# --- an earlier day -----------------------------------------------------------------------


def test_going_back_behind_today_is_asked_about(workspace):
    paste_into(workspace, {"01/1": "20", "02/1": "5"})
    step = undoing.next_back(workspace, load_task(workspace))
    day = datetime.fromisoformat(step.at).date()

    assert not undoing.is_of_earlier_day(step, day)
    assert not undoing.is_of_earlier_day(step, day - timedelta(days=1))
    assert undoing.is_of_earlier_day(step, day + timedelta(days=1))
    assert undoing.is_of_earlier_day(step, date.max)
    assert undoing.question(step) == (
        f"要撤销的是{now_of(workspace)}的粘贴（2格），不是今天的改动。撤销吗？"
    )


def test_looking_at_the_next_step_changes_nothing(workspace):
    type_into(workspace, {"01/1": "20"})
    head = workspace.journal.head

    undoing.next_back(workspace, load_task(workspace))

    assert workspace.journal.head == head


# --- what else is on record ---------------------------------------------------------------


def events(path):
    with sessions.open_workspace(path) as workspace:
        return [(event.how, event.source, event.unit) for event in workspace.journal.events()]


def test_a_desk_s_journal_says_what_came_and_what_was_written_where(filled, own_folder):
    sent = filled.export(EAST)
    filled.export(EAST)

    assert events(filled.desk(EAST)) == [
        ("exported", str(sent.path), EAST),
        ("exported", str(sent.path), EAST),
        ("submitted", "", EAST),
        ("task_opened", filled.package(EAST).name, EAST),
        ("created", filled.desk(EAST).name, ""),
    ]


def test_an_office_s_journal_says_what_was_made_and_taken_in(filled, own_folder):
    sent = [filled.export(EAST), filled.export(WEST)]
    filled.take_in()

    first = events(filled.office)[:2]
    assert first == [("taken_in", str(filled.inbox), unit) for unit in (WEST, EAST)]
    with sessions.open_workspace(filled.office) as office:
        about = [event.new.split()[1:] for event in office.journal.events()[:2]]
        assert about == [["v1", exported.digest] for exported in sent[::-1]]
    assert "task_made" in [how for how, *_ in events(filled.office)]
    filled.take_in()
    assert [how for how, *_ in events(filled.office)[:2]] == ["taken_in", "taken_in"]


def test_history_and_a_second_opening_of_a_task_are_on_record_once(filled, own_folder):
    filled.record_history()
    before = events(filled.desk(EAST))

    opening.open_task(filled.package(EAST), filled.desk(EAST))
    filled.fill(EAST, rows(EAST, 2025))  # the same figures again

    assert events(filled.desk(EAST)) == before
    assert events(filled.office)[0][0] == "history"
