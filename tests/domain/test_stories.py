"""Invented courses of indicators."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.plans import Comparator, Sense, TargetKind
from fuer_desktop.domain.stories import CYCLE, Course, Known, Story, chance, start_and_goal
from tests.domain.builders import target


def course(story, **other):
    return Course("x", 2020, 80.0, 90.0, story, tremble=0, **other)


def test_chance_is_the_same_for_the_same_words():
    assert chance("a", 1) == chance("a", 1) != chance("a", 2)
    assert 0 <= chance("b") < 1


@pytest.mark.parametrize(
    ("story", "value"),
    [
        (Story.ON_PACE, 85.4),
        (Story.AHEAD, 91.8),
        (Story.BEHIND, 83.8),
        (Story.HARD, 81.7),
        (Story.AWAY, 77.8),
        (Story.NOT_KEPT, 88.6),
        (Story.SINKING, 91.0),
        (Story.TURNED, 78.2),
    ],
)
def test_each_story_five_years_after_its_beginning(story, value):
    assert course(story).value(2020) == 80
    assert course(story).value(2025) == pytest.approx(value)
    assert story in CYCLE


def test_a_shorter_plan_goes_the_same_way_in_less_time():
    assert course(Story.ON_PACE, end=2025).value(2025) == pytest.approx(80 + 10 * 1.09)


def test_bounds_are_never_left():
    assert course(Story.AHEAD, high=90.0).value(2029) == 90


def test_where_a_bound_leads():
    ge = target(kind=TargetKind.BOUND, comparator=Comparator.GE, value="95")
    le = replace(ge, comparator=Comparator.LE, value="8")
    assert start_and_goal(ge, Known(baseline=91.5), True) == (91.5, 95)
    assert start_and_goal(ge, Known(usual=93.0), True) == (93, 95)
    assert start_and_goal(le, Known(usual=12.0), False) == (12, 8)
    start, goal = start_and_goal(le, Known(), False)
    assert start > goal == 8


@given(st.sampled_from(Sense), st.floats(1, 1000))
def test_a_direction_leads_its_way(sense, start):
    wanted = target(kind=TargetKind.DIRECTION, sense=sense)
    begun, goal = start_and_goal(wanted, Known(usual=start), True)
    assert begun == start
    assert (goal > start) == (sense is Sense.INCREASE)


def test_a_reference_leads_to_the_other_indicator():
    other = Course("y", 2020, 40.0, 50.0, Story.AHEAD, tremble=0)
    wanted = target(kind=TargetKind.REFERENCE, comparator=Comparator.REF_GE, year=2030)
    start, goal = start_and_goal(wanted, Known(reference=other), True)
    assert start == pytest.approx(34.4)
    assert goal == pytest.approx(other.value(2030))
