from dataclasses import replace

import pytest

from fuer_desktop.domain.plans import Audience, Comparator, Plan, Scope, Sense, TargetKind
from fuer_desktop.texts import judgement as texts
from tests.domain.builders import target


def test_a_plan_names_its_domains_once_in_the_order_of_the_text():
    targets = tuple(
        replace(target(), domain=domain)
        for domain in ("妇女与健康", "妇女与教育", "妇女与健康", "妇女与经济", "妇女与教育")
    )

    plan = Plan("p", "规划", "巫山县", Audience.WOMEN, "", 2021, 2030, 2020, targets)

    assert plan.domains == ("妇女与健康", "妇女与教育", "妇女与经济")


def test_a_plan_without_targets_has_no_domains():
    assert Plan("p", "规划", "巫山县", Audience.WOMEN, "", 2021, 2030, 2020, ()).domains == ()


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
