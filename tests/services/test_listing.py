"""Rows of goals, targets and indicators: the shape that other readings are compared in."""

import pytest

from fuer_desktop.domain.plans import ChangeBasis, Comparator, Each, Scope, Sense, TargetKind
from fuer_desktop.services import listing
from fuer_desktop.services.reading import shipped_plans
from tests.domain.builders import bound, target

COMPARATORS = {
    "ge", "gt", "le", "lt", "eq", "about", "ratio", "increase", "decrease", "slow_down", "keep",
    "balance", "change_ge", "change_le", "ref_ge", "ref_about", "milestone",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    return shipped_plans()


def table(fields, rows):
    return [dict(zip(fields, row, strict=True)) for row in rows]


def test_every_goal_is_a_row(catalogue):
    rows = table(listing.GOAL_FIELDS, listing.goal_rows(catalogue))

    assert len(rows) == sum(len(plan.goals) for plan in catalogue.plans) > 500
    assert {row["group"] for row in rows} == {"women", "children"}
    assert {row["place"] for row in rows} == {"yanhu", "xianyang", "wushan", "guancheng", "tiexi"}
    assert {row["measurable"] for row in rows} == {"yes", "no"}


def test_every_target_is_a_row_in_words_that_are_agreed(catalogue):
    rows = table(listing.TARGET_FIELDS, listing.target_rows(catalogue))

    assert len(rows) == sum(len(plan.targets) for plan in catalogue.plans)
    assert {row["comparator"] for row in rows} == COMPARATORS
    assert {row["where"] for row in rows} <= {"goal", "box", "strategy", "overall"}
    assert {row["attribute"] for row in rows} == {"约束性", "预期性", "none"}
    assert {row["maintain"] for row in rows} == {"yes", "no"}
    assert {row["scope"] for row in rows if not row["scope"].startswith("other: ")} == {
        "whole", "urban", "rural", "each-township", "each-county", "each-school",
    }  # fmt: skip
    assert {row["year"] for row in rows} == {"2022", "2023", "2025", "2030", "annual"}
    assert all(row["indicator_code"] in catalogue.indicator_by_code for row in rows)


def test_every_indicator_is_a_row_with_the_forms_that_ask_it(catalogue):
    rows = table(listing.INDICATOR_FIELDS, listing.indicator_rows(catalogue))

    deaths = next(row for row in rows if row["code"] == "maternal_mortality")
    assert len(rows) == len(catalogue.indicators)
    assert (deaths["numerator"], deaths["denominator"], deaths["multiplier"]) == (
        "maternal_deaths", "live_births", "100000",
    )  # fmt: skip
    assert (deaths["form"], deaths["period"], deaths["unit"]) == ("FE-WJ01", "mch", "1/10万")
    assert any(not row["form"] for row in rows)


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        (bound("lt", "8"), "lt"),
        (target(TargetKind.REFERENCE, comparator=Comparator.REF_ABOUT), "ref_about"),
        (target(TargetKind.DIRECTION, sense=Sense.DECREASE), "decrease"),
        (
            target(TargetKind.CHANGE, sense=Sense.DECREASE, change_basis=ChangeBasis.BASE_PERCENT),
            "change_le",
        ),
        (
            target(
                TargetKind.YEARLY_CHANGE,
                sense=Sense.INCREASE,
                change_basis=ChangeBasis.YEARLY_POINTS,
            ),
            "change_ge",
        ),
        (target(TargetKind.BALANCE), "balance"),
    ],
)
def test_a_target_of_any_kind_has_one_comparator(wanted, word):
    assert listing.comparator_of(wanted) == word


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({}, "whole"),
        ({"scope": Scope.RURAL}, "rural"),
        ({"scope": Scope.EACH, "each": Each.TOWNSHIP}, "each-township"),
        (
            {"scope": Scope.EACH, "each": Each.INSTITUTION, "scope_words": "每所乡镇卫生院"},
            "other: 每所乡镇卫生院",
        ),
        ({"scope": Scope.PART, "scope_words": "小学各年级"}, "other: 小学各年级"),
    ],
)
def test_whom_a_target_binds_is_one_word_or_the_texts_own(about, words):
    assert listing.scope_of(bound("ge", "95", **about)) == words
