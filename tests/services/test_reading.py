"""A plan as a person reads it: order, words, and what a search finds."""

import pytest

from fuer_desktop.domain.plans import Each, Scope
from fuer_desktop.services.reading import (
    Part,
    lines_of,
    matching,
    plans_at_hand,
    scope_words,
    shipped_plans,
    when_words,
)
from fuer_desktop.store.workspace import Role, Workspace
from tests.domain.builders import bound

PLAN = "wushan-women-2021"


@pytest.fixture(scope="module")
def lines():
    catalogue = shipped_plans()
    plan = next(plan for plan in catalogue.plans if plan.code == PLAN)
    return lines_of(plan, catalogue)


def test_domains_come_in_the_order_of_the_text_and_the_past_comes_last(lines):
    heads = [line.text for line in lines if line.part is Part.DOMAIN]

    assert heads[0] == "妇女与健康"
    assert heads[-2:] == ["妇女与法律", "基期值"]
    assert len(heads) == len(set(heads)) == 9


def test_below_a_goal_stand_its_targets_with_demand_and_year(lines):
    row = next(n for n, line in enumerate(lines) if line.target and line.target.code == "WW03")
    goal, deaths = lines[row - 1], lines[row]

    assert (goal.part, goal.lead) == (Part.GOAL, "3")
    assert "孕产妇死亡率（1/10万）" in goal.text
    assert (deaths.text, deaths.demand, deaths.when) == ("孕产妇死亡率", "＜8/10万", "2030年")
    assert deaths.remarks == "约束性"
    assert "半角" in deaths.note


def test_numbers_of_strategies_come_after_the_goals_of_their_domain(lines):
    heads = [n for n, line in enumerate(lines) if line.part is Part.DOMAIN]
    sections = [n for n, line in enumerate(lines) if line.part is Part.SECTION]
    goals = [n for n, line in enumerate(lines) if line.part is Part.GOAL]

    for section in sections:
        domain_end = min((head for head in heads if head > section), default=len(lines))
        assert not [goal for goal in goals if section < goal < domain_end]
        assert all(line.target for line in lines[section + 1 : domain_end])


def test_a_baseline_is_told_with_its_year(lines):
    deaths = next(
        line for line in lines if line.part is Part.BASELINE and line.text == "孕产妇死亡率"
    )

    assert (deaths.demand, deaths.when) == ("≤14/10万", "2020年")


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({}, ""),
        ({"scope": Scope.URBAN}, "城市"),
        ({"scope": Scope.EACH, "each": Each.TOWNSHIP}, "每个乡镇（街道）"),
        ({"scope": Scope.PART, "scope_words": "每个街道"}, "每个街道"),
    ],
)
def test_whom_a_target_binds_is_said_unless_it_is_the_whole_place(about, words):
    assert scope_words(bound("ge", "95", **about)) == words


def test_a_yearly_demand_is_told_as_such():
    assert when_words(bound("ge", "1", annual=True)) == "每年，至2030年"
    assert when_words(bound("ge", "1")) == "2030年"


def test_a_search_keeps_the_goal_and_the_domain_of_what_it_finds(lines):
    found = matching(lines, ["女性律师占比"])

    assert [line.part for line in found] == [Part.DOMAIN, Part.GOAL, Part.TARGET]
    assert found[0].text == "妇女与法律"


def test_a_goal_that_is_found_brings_all_its_targets(lines):
    found = matching(lines, ["妇幼健康服务体系"])

    goal = next(n for n, line in enumerate(found) if line.part is Part.GOAL)
    assert [line.text for line in found[goal + 1 :]][:2] == ["妇女人均预期寿命", "孕产妇死亡率"]


def test_another_plans_wording_of_the_indicator_finds_the_target(lines):
    found = [line.text for line in matching(lines, ["婚检率"]) if line.target]

    assert found == ["婚前医学检查率"]


def test_every_word_has_to_be_found(lines):
    assert matching(lines, ["孕产妇", "律师"]) == []
    assert matching(lines, []) == lines


def test_a_desk_and_an_office_read_the_plans_of_their_task(two_years_once):
    with Workspace.open(two_years_once.office) as office:
        assert [plan.code for plan in plans_at_hand(office).plans] == ["trial-women"]


def test_an_office_without_a_task_reads_all_that_the_program_brings(tmp_path):
    with Workspace.create(tmp_path / "office.fuerdb", Role.OFFICE, "00") as office:
        assert len(plans_at_hand(office).plans) == 9
