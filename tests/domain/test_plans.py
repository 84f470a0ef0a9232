from dataclasses import replace

import pytest

from fuer_desktop.domain.demands import demand_words
from fuer_desktop.domain.plans import (
    Audience,
    ChangeBasis,
    Comparator,
    Goal,
    Plan,
    Scope,
    Sense,
    TargetKind,
)
from fuer_desktop.texts import judgement as texts
from tests.domain.builders import bound, target


def plan(targets=(), goals=()):
    return Plan(
        "p", "规划", "巫山县", "wushan", Audience.WOMEN, "", 2021, 2030, 2020, targets, goals
    )


def test_a_plan_names_its_domains_once_in_the_order_of_the_text():
    targets = tuple(
        replace(target(), domain=domain)
        for domain in ("妇女与健康", "妇女与教育", "妇女与健康", "妇女与经济", "妇女与教育")
    )

    assert plan(targets).domains == ("妇女与健康", "妇女与教育", "妇女与经济")


def test_a_plan_without_targets_has_no_domains():
    assert plan().domains == ()


def test_a_domain_stands_where_its_goals_do_even_without_a_target():
    goals = tuple(Goal(domain, "1", "…", False) for domain in ("妇女与健康", "妇女与法律"))

    assert plan((replace(target(), domain="组织实施"),), goals).domains == (
        "妇女与健康", "妇女与法律", "组织实施",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (bound("ge", "95"), "≥95%"),
        (bound("le", "8", unit="1/10万"), "≤8/10万"),
        (bound("eq", "1", unit="所"), "1所"),
        (target(TargetKind.ABOUT, value="45"), "45%左右"),
        (target(TargetKind.RATIO, value="2:3", unit="男=1"), "2:3"),
        (target(TargetKind.DIRECTION, sense=Sense.DECREASE), "下降"),
        (target(TargetKind.SLOW_DOWN), "上升得到控制"),
        (target(TargetKind.KEEP), "保持合理"),
        (target(TargetKind.BALANCE), "趋于平衡"),
        (target(TargetKind.MILESTONE), "完成"),
        (
            target(
                TargetKind.CHANGE, sense=Sense.DECREASE, value="20", base_year=2020,
                change_basis=ChangeBasis.BASE_PERCENT, unit="1/10万",
            ),
            "比2020年下降20%",
        ),
        (
            target(
                TargetKind.CHANGE, sense=Sense.INCREASE, value="5", unit="%",
                change_basis=ChangeBasis.BASE_POINTS,
            ),
            "比基期提高5个百分点",
        ),
        (
            target(
                TargetKind.YEARLY_CHANGE, sense=Sense.DECREASE, value="0.5", value2="1",
                change_basis=ChangeBasis.YEARLY_POINTS,
            ),
            "每年下降0.5—1个百分点",
        ),
        (
            target(
                TargetKind.YEARLY_CHANGE, sense=Sense.INCREASE, value="6", unit="元",
                change_basis=ChangeBasis.YEARLY_MEAN_PERCENT,
            ),
            "年均提高6%",
        ),
        (
            target(
                TargetKind.REFERENCE, comparator=Comparator.REF_GE, reference_words="党员中女性比例"
            ),
            "不低于党员中女性比例",
        ),
        (
            target(
                TargetKind.REFERENCE, comparator=Comparator.REF_ABOUT, reference_words="实际需求"
            ),
            "与实际需求相适应",
        ),
    ],
)  # fmt: skip
def test_every_kind_of_demand_is_told_in_few_words(wanted, words):
    assert demand_words(wanted) == words


@pytest.mark.parametrize("kind", TargetKind)
def test_every_kind_of_target_has_a_word(kind):
    assert texts.KINDS[kind.value]


@pytest.mark.parametrize("scope", Scope)
def test_every_scope_has_a_word(scope):
    assert texts.SCOPES[scope.value]


@pytest.mark.parametrize("sense", Sense)
def test_every_sense_has_a_word(sense):
    assert texts.SENSES[sense.value]


@pytest.mark.parametrize("comparator", Comparator)
def test_every_comparator_is_written_somehow(comparator):
    assert comparator.value in texts.COMPARATORS | texts.AIM_REFERENCE
