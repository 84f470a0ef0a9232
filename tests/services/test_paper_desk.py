"""A desk that an office keeps for a unit without the program."""

import json

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import signing
from fuer_desktop.services import (
    handing_on,
    inquiring,
    opening_answers,
    paper_desk,
    submitting,
    taking_in,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.last_year import last_year_values
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.decisions import ACCEPTED, RECEIPT, Answer
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from tests.services.paper import at_desk, change, key, prepare, receive_paper
from tests.services.trial import EAST, HEALTH, TOWNSHIP, WEST, WHO


def figures(trial, unit=EAST):
    with at_desk(trial, unit) as desk:
        found = desk.values.of_form(FormPlace(unit, TOWNSHIP, 2025))
    return {f"{key.row}/{key.column}": value.plain for key, value in found.items()}


def test_it_lies_beside_the_office_s_file_and_is_called_after_it(filled):
    path = prepare(filled).path

    assert path.parent.name == "office-凭盖章件"
    assert path.parent.parent == filled.office.parent
    assert path.name == f"{EAST}.fuerdb"


def test_it_has_the_unit_s_own_task_and_last_year_and_no_figure_of_this_year(two_years):
    prepare(two_years)

    with at_desk(two_years) as desk:
        task = load_task(desk)
        before = last_year_values(desk, task, TOWNSHIP)
    assert (task.own_unit.code, [form.code for form in task.own_forms]) == (EAST, [TOWNSHIP])
    assert {f"{key.row}/{key.column}": value.plain for key, value in before.items()}["03/1"] == (
        "1000"
    )
    assert figures(two_years) == {}


def test_opened_again_it_keeps_what_was_keyed(filled):
    prepare(filled)
    key(filled)
    prepare(filled)

    assert figures(filled)["01/1"] == "20"


def test_each_unit_has_its_own(filled):
    paths = {prepare(filled, unit).path for unit in (EAST, WEST, HEALTH)}

    assert len(paths) == 3


def test_a_unit_that_is_not_in_the_task_has_none(filled):
    with pytest.raises(WorkspaceError, match="没有填报单位"):
        prepare(filled, "990200999")


def test_it_holds_neither_the_office_s_key_nor_the_unit_s_secret(filled):
    prepare(filled)

    with open_workspace(filled.office) as office:
        key_of_office = office.private_key
        secret = office.tasks.secrets("990200-2025")[EAST]
    with at_desk(filled) as desk:
        assert desk.private_key != key_of_office
        assert desk.tasks.get("990200-2025").secret != secret


def test_nothing_leaves_it_or_comes_to_it_as_if_it_were_the_unit_s(filled):
    prepare(filled)
    key(filled)

    acts = (
        lambda desk: submitting.export(desk, load_task(desk), WHO, filled.inbox),
        lambda desk: inquiring.inquire(desk, load_task(desk), {}, WHO, filled.inbox),
        lambda desk: handing_on.hand_over(desk, "下一位", "换电脑了", filled.inbox),
        lambda desk: opening_answers.open_answer(desk, filled.inbox / "x.fuer"),
    )
    with at_desk(filled) as desk:
        for act in acts:
            with pytest.raises(WorkspaceError, match="凭盖章件代录"):
                act(desk)
    assert not filled.inbox.exists()


def test_what_its_own_key_signs_does_not_count_even_if_somebody_takes_the_mark_away(filled):
    """Its key and its secret are nobody's."""
    prepare(filled)
    key(filled)
    with at_desk(filled) as desk:
        with desk.commit(taking_in.How.EXPORTED):
            desk.set_paper_desk("")
        sent = submitting.export(desk, load_task(desk), WHO, filled.inbox).path

    [line] = filled.take_in([sent])

    assert line.outcome == "untrusted"
    assert filled.counted() == {}


def test_whoever_opens_it_is_told_what_it_is_for(filled):
    prepare(filled)

    with at_desk(filled) as desk:
        assert any("不代填、不代改" in notice for notice in desk.notices)


def test_it_says_where_something_else_counts_meanwhile(filled):
    first = prepare(filled).notice
    filled.take_in([filled.export(EAST).path])
    second = prepare(filled).notice
    receive_paper(filled)
    third = prepare(filled).notice

    assert "东镇现在计入的是第1版，不是在这里录的" in second
    assert first == third == ""


def test_what_has_to_be_decided_first_is_said_before_anything_is_keyed(filled):
    receive_paper(filled)
    filled.take_in([filled.export(EAST).path])
    conflict = prepare(filled).notice
    with open_workspace(filled.office) as office, office.commit(taking_in.How.TAKEN_IN):
        first = office.submissions.of_task("990200-2025")[EAST][0].version.digest
        answer = Answer("0" * 64, RECEIPT, 1, "990200-2025", EAST, (first,), ACCEPTED, "")
        office.decisions.put_answer(answer, b"")
    accepted = prepare(filled).notice

    assert "冲突" in conflict
    assert "第1版已验收" in accepted


def test_the_desk_finds_its_office_when_both_were_moved(filled, tmp_path):
    prepare(filled)
    moved = filled.copy(tmp_path / "moved")

    with Workspace.open(paper_desk.path_of(moved.office, EAST)) as desk:
        assert paper_desk.office_path(desk) == moved.office.resolve()


def test_without_its_office_it_says_where_that_was(filled):
    prepare(filled)
    filled.office.unlink()

    with at_desk(filled) as desk, pytest.raises(WorkspaceError, match=r"office\.fuerdb”不在"):
        paper_desk.office_path(desk)


def test_another_office_and_a_unit_s_own_desk_are_refused(filled):
    prepare(filled)

    with at_desk(filled) as desk, open_workspace(filled.office) as office:
        paper_desk.require_pair(desk, office)
        said = json.loads(desk.paper_desk) | {"identity": "0" * 16}
        with desk.commit(taking_in.How.TASK_OPENED):
            desk.set_paper_desk(json.dumps(said))
        with pytest.raises(WorkspaceError, match="不是建这个代录工作库的办公室"):
            paper_desk.require_pair(desk, office)
    with (
        open_workspace(filled.desk(EAST)) as own,
        pytest.raises(WorkspaceError, match="不是凭盖章件"),
    ):
        paper_desk.office_path(own)


def test_a_made_up_secret_is_new_each_time(filled):
    assert signing.new_secret() != signing.new_secret()
    prepare(filled)
    change(filled, "01/1", "21")
    prepare(filled)  # another secret in the package is no other task

    assert figures(filled)["01/1"] == "21"
