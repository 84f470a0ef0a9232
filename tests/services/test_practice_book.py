"""The practice book: a copy that cannot be mistaken, its score, and that it goes without trace."""

import re
import shutil
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.findings import key_of
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, Kind, number
from fuer_desktop.formats import packages
from fuer_desktop.services import (
    backing_up,
    examining,
    paths,
    practice_book,
    submitting,
    undoing,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.checking import check_form
from fuer_desktop.services.practice_planting import Slip
from fuer_desktop.services.practice_score import MarkState, Seen, look, score
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from tests.services.trial import EAST, HEALTH, HEALTH_FORM, TOWNSHIP, WHO

SEED = 3


@pytest.fixture(scope="module")
def copy_once(tmp_path_factory):
    """A practice copy of the township form, with a figure in which only the reason is missing."""
    path = practice_book.free_path(tmp_path_factory.mktemp("documents"), practice_book.USUAL_FORM)
    practice_book.begin(path, practice_book.usual_subject(), SEED)
    return path


@pytest.fixture
def copy(copy_once, tmp_path):
    """The same for one test."""
    path = tmp_path / copy_once.name
    shutil.copy(copy_once, path)
    return path


@pytest.fixture
def health_copy(filled_once, tmp_path):
    """A practice copy of a desk's own form."""
    return _copy_for_a_desk(filled_once, tmp_path, SEED)


def _copy_for_a_desk(trial, folder, seed):
    with open_workspace(trial.desk(HEALTH)) as desk:
        subject = practice_book.subject_of(load_task(desk), HEALTH_FORM)
    path = practice_book.free_path(folder, HEALTH_FORM)
    practice_book.begin(path, subject, seed)
    return path


def place_of(task):
    [form] = task.own_forms
    return form, FormPlace(task.record.unit, form.code, task.record.period)


def put(workspace, cells):
    """Type these cells."""
    form, place = place_of(load_task(workspace))
    decimals = form.typed_cells
    changes = {key: (value, decimals[key]) for key, value in cells.items()}
    workspace.values.put(place, changes, How.TYPED)


def explain_all(workspace):
    """Give a reason wherever one is wanted."""
    task = load_task(workspace)
    form, place = place_of(task)
    found = [placed.finding for placed in check_form(workspace, task, form)]
    with workspace.commit(How.EXPLAINED):
        reasons = {key_of(f): "按原始资料核对无误" for f in found}
        workspace.findings.explain(place, reasons)


def correct(workspace, wanted=lambda _: True):
    """Put planted mistakes right."""
    content = practice_book.content_of(workspace)
    for one in filter(wanted, content.planted):
        if one.slip is not Slip.REASON:
            put(workspace, {key: content.right[key] for key in one.wrong})
    if any(one.slip is Slip.REASON for one in filter(wanted, content.planted)):
        explain_all(workspace)


# --- the score -------------------------------------------------------------------------------


def test_an_untouched_copy_has_none_of_its_mistakes_put_right(copy):
    with open_workspace(copy) as workspace:
        found = score(workspace)

    assert (found.fixed, found.spoilt, found.begun, found.is_full) == (0, (), False, False)
    assert len(found.marks) >= 5
    assert {mark.state for mark in found.marks} == {MarkState.OPEN}


def test_each_mistake_that_is_put_right_counts_and_all_of_them_are_the_full_score(copy):
    with open_workspace(copy) as workspace:
        planted = practice_book.content_of(workspace).planted
        assert Slip.REASON in {one.slip for one in planted}
        for number_fixed, one in enumerate(planted, start=1):
            correct(workspace, lambda other, one=one: other == one)
            assert score(workspace).fixed == number_fixed
        found = score(workspace)

    assert found.is_full
    assert found.begun
    assert {mark.state.label for mark in found.marks} == {"✓ 已改对"}


@settings(max_examples=6)
@given(seed=st.integers(min_value=0, max_value=10**6))
def test_any_copy_corrected_is_right_and_untouched_is_wrong(filled_once, tmp_path_factory, seed):
    path = _copy_for_a_desk(filled_once, tmp_path_factory.mktemp("copy"), seed)

    with open_workspace(path) as workspace:
        untouched = score(workspace)
        correct(workspace)
        corrected = score(workspace)

    assert (untouched.fixed, len(untouched.marks)) == (0, len(corrected.marks))
    assert corrected.is_full


def test_another_wrong_figure_is_no_correction(copy):
    with open_workspace(copy) as workspace:
        content = practice_book.content_of(workspace)
        one = next(one for one in content.planted if one.slip is Slip.SWAPPED)
        [key] = one.wrong
        put(workspace, {key: number(content.right[key].number + 3)})
        states = {mark.slip: mark.state for mark in score(workspace).marks}

    assert states[Slip.SWAPPED] is MarkState.OTHERWISE


def test_half_of_an_exchange_put_back_is_no_correction(copy):
    with open_workspace(copy) as workspace:
        content = practice_book.content_of(workspace)
        one = next(one for one in content.planted if len(one.wrong) == 2)
        key = next(iter(one.wrong))
        put(workspace, {key: content.right[key]})
        states = [mark.state for mark in score(workspace).marks]

    assert states[content.planted.index(one)] is MarkState.OTHERWISE


def test_a_right_figure_that_only_wants_a_reason_must_not_be_changed(copy):
    with open_workspace(copy) as workspace:
        content = practice_book.content_of(workspace)
        one = next(one for one in content.planted if one.slip is Slip.REASON)
        [key] = one.wrong
        explain_all(workspace)
        explained = score(workspace)
        put(workspace, {key: number(1)})
        changed = score(workspace)

    at = content.planted.index(one)
    assert explained.marks[at].state is MarkState.FIXED
    assert changed.marks[at].state is MarkState.OTHERWISE


def test_what_was_right_and_was_spoilt_is_told_and_keeps_the_score_from_being_full(copy):
    with open_workspace(copy) as workspace:
        content = practice_book.content_of(workspace)
        planted = {key for one in content.planted for key in one.wrong}
        key = next(key for key in content.right if key not in planted)
        correct(workspace)
        put(workspace, {key: BLANK})
        found = score(workspace)

    assert found.fixed == len(found.marks)
    assert not found.is_full
    [spoilt] = found.spoilt
    assert spoilt.cell == key
    assert f"本来是{content.right[key].text}，现在是未填" in spoilt.what


def test_each_mistake_says_where_what_how_it_could_be_seen_and_what_to_do(copy):
    with open_workspace(copy) as workspace:
        marks = score(workspace).marks

    for mark in marks:
        assert re.match(r"第\d+行（.+）.*栏：", mark.what)
        assert mark.name
        assert mark.seen.startswith(("审核指出：", "审核查不出来"))
        assert mark.todo.endswith("。")


def test_the_papers_say_what_is_right_in_every_cell(copy):
    with open_workspace(copy) as workspace:
        content = practice_book.content_of(workspace)
        papers = practice_book.originals(workspace)

    assert [figure for _, figure in papers] == [value.text for value in content.right.values()]
    assert "未填" not in dict(papers).values()


# --- that it is practice, and nothing else ------------------------------------------------------


def test_what_is_exported_from_a_copy_says_that_it_is_practice_and_no_office_takes_it(
    copy, two_years
):
    with open_workspace(copy) as workspace:
        correct(workspace)
        task = load_task(workspace)
        sent = submitting.export(workspace, task, WHO, two_years.inbox).path

    assert task.task.place.practice
    assert packages.read(sent.read_bytes(), sent.name, wanted="submission").manifest.practice
    [line] = two_years.take_in([sent])
    assert line.outcome == "refused"


def test_a_copy_of_a_desk_s_form_has_the_desk_s_form_and_nothing_else_of_the_desk(
    health_copy, filled_once
):
    with open_workspace(health_copy) as workspace:
        task = load_task(workspace)
        values = workspace.values.of_form(place_of(task)[1])

    assert [form.code for form in task.own_forms] == [HEALTH_FORM]
    assert task.own_unit.name.endswith("（演练）")
    assert (task.task.place.name, task.record.unit[:6]) == ("演练县", "990100")
    with open_workspace(filled_once.desk(HEALTH)) as desk:
        real = load_task(desk)
        own = desk.values.of_form(FormPlace(HEALTH, HEALTH_FORM, real.record.period))
    assert task.record.office_key != real.record.office_key
    assert task.record.secret != real.record.secret
    same = [key for key, value in own.items() if values.get(key) == value]
    assert len(same) < len(own) / 2


def test_last_year_stands_beside_and_nothing_can_be_undone_that_nobody_did(copy):
    with open_workspace(copy) as workspace:
        task = load_task(workspace)
        handed_down = workspace.values.of_form(
            replace(place_of(task)[1], period=task.record.period - 1), submission=-1
        )
        with pytest.raises(WorkspaceError):
            undoing.undo(workspace, task)

    assert any(value.kind is Kind.NUMBER for value in handed_down.values())


def test_a_copy_is_a_sound_workspace_and_says_on_opening_what_it_is(copy):
    assert examining.examine_file(copy, deep=True).soundness is examining.Soundness.SOUND
    with open_workspace(copy) as workspace:
        assert any("这是演练本" in notice for notice in workspace.notices)


def test_no_other_workspace_is_a_practice_copy(filled_once):
    with open_workspace(filled_once.desk(EAST)) as desk:
        seen = look(desk)
        assert not any("演练本" in notice for notice in desk.notices)
        with pytest.raises(WorkspaceError, match="不是演练本"):
            score(desk)

    assert seen.score is None
    assert [subject.form for _, subject in seen.forms] == [TOWNSHIP]


def test_an_office_has_no_form_of_its_own_to_practise(filled_once):
    with open_workspace(filled_once.office) as office:
        assert look(office) == Seen()


# --- again, and away ---------------------------------------------------------------------------


def test_the_same_form_again_has_other_figures_and_other_mistakes(copy, tmp_path):
    with open_workspace(copy) as workspace:
        first = practice_book.content_of(workspace)
        subject, seed = practice_book.following(workspace)
    second_path = practice_book.free_path(tmp_path, subject.form)
    practice_book.begin(second_path, subject, seed)

    with open_workspace(second_path) as workspace:
        second = practice_book.content_of(workspace)
        name = load_task(workspace).own_unit.name

    assert second_path.name != copy.name
    assert second.form == first.form
    assert second.right != first.right
    assert [one.wrong for one in second.planted] != [one.wrong for one in first.planted]
    assert name == "演练镇"


def test_a_copy_that_could_not_be_filled_leaves_nothing(tmp_path, monkeypatch):
    def fail(*_):
        raise WorkspaceError("磁盘满了")

    monkeypatch.setattr(Workspace, "keep_practice_book", fail)
    path = practice_book.free_path(tmp_path, practice_book.USUAL_FORM)

    with pytest.raises(WorkspaceError, match="磁盘满了"):
        practice_book.begin(path, practice_book.usual_subject(), SEED)

    assert practice_book.copies_in(tmp_path) == []
    assert not paths.kept_for(path, "witness")


def test_a_copy_made_in_the_place_of_another_is_the_new_one_alone(copy):
    practice_book.begin(copy, practice_book.usual_subject(), SEED + 1)

    with open_workspace(copy) as workspace:
        assert practice_book.content_of(workspace).seed == SEED + 1


def test_a_copy_goes_without_trace(copy, own_folder):
    with open_workspace(copy) as workspace:
        backing_up.back_up(workspace, backing_up.Reason.BY_HAND)
    assert paths.kept_for(copy, "backups")

    practice_book.remove(copy)

    assert not list(copy.parent.glob(f"{copy.stem}*"))
    assert not paths.kept_for(copy, "backups")
    assert not paths.kept_for(copy, "witness")
    practice_book.remove(copy)  # twice is no mistake


def test_only_practice_copies_are_taken_away_whatever_they_are_called(filled, tmp_path):
    disguised = tmp_path / "演练_FE-XZ01.fuerdb"
    filled.desk(EAST).rename(disguised)

    with pytest.raises(WorkspaceError, match="不是演练本，没有删除"):
        practice_book.remove(disguised)

    assert disguised.exists()


def test_a_copy_that_is_open_is_not_taken_away(copy):
    with open_workspace(copy), pytest.raises(WorkspaceError):
        practice_book.remove(copy)

    assert copy.exists()


def test_copies_are_found_by_name_and_by_form(copy, tmp_path):
    Workspace.create(tmp_path / "990200101.fuerdb", Role.DESK, "00" * 32).close()
    second = practice_book.free_path(tmp_path, practice_book.USUAL_FORM)
    shutil.copy(copy, second)

    found = practice_book.copies_in(tmp_path)

    assert found == sorted([copy, second])
    assert practice_book.copy_of(practice_book.USUAL_FORM, found) in found
    assert practice_book.copy_of("FE-WJ01", found) is None
    assert practice_book.copies_in(tmp_path / "nowhere") == []


def test_only_forms_that_ask_for_enough_figures_can_be_practised(filled_once):
    def practised(unit):
        with open_workspace(filled_once.desk(unit)) as desk:
            return [form.code for form in practice_book.forms_to_practise(load_task(desk))]

    assert practised(HEALTH) == [HEALTH_FORM]
    assert practised(EAST) == [TOWNSHIP]
