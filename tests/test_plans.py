"""Proof that the plans' definitions say what their texts print, and leave nothing out unsaid.

The texts under ``resources/plans`` hold one or two plans each. White space is no part of a text:
it was lost and won when the documents became text.
"""

import itertools
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from fuer_desktop.domain.plans import Plan, Standing, TargetKind
from fuer_desktop.services.reading import Part, lines_of, shipped_plans

TEXTS = Path(__file__).resolve().parents[1] / "resources" / "plans"
CATALOGUE = shipped_plans()
PLANS = {plan.code: plan for plan in CATALOGUE.plans}

CARRYING_OUT = re.compile(r"^\s*[一二三四五]、组织(与)?实施", re.M)
GOALS_BEGIN = re.compile(r"^.*(（三）主要目标|发展领域、主要目标和(策略|保障)措施)\s*$", re.M)
ITEM = re.compile(r"^\s*(\d{1,2})\s*[.．、]")
HEADING = re.compile(r"^\s*(专栏\s*\d+|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五]、)")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
AGE_OR_YEAR = re.compile(r"^(—\d+|-\d+|～\d+)?(周?岁|个?月龄?|年)")
COUNTED = re.compile(
    r"(?<!第)[一两三四五六七八九十]+(?=所|次(?!性)|名|家|张|小时|倍|成|平方米)|一半以上|过半"
)
WORDS_FOR = {
    "100": ("全覆盖", "全面覆盖", "全部", "均", "全面"),
    "50": ("一半",),
    "1": ("一",),
    "2": ("两", "二"),
    "5": ("五",),
}
"""Words that stand for a demanded number (definitions.md, "Reading sentences")."""


def bare(text):
    """The text without white space."""
    return "".join(text.split())


@dataclass(frozen=True)
class Printed:
    """A plan beside its own part of the text."""

    plan: Plan

    @cached_property
    def text(self):
        """From the plan's title to the title of the next plan of the same text."""
        whole = (TEXTS / f"{self.plan.text}.txt").read_text("utf-8")
        titles = {plan.title for plan in PLANS.values() if plan.text == self.plan.text}
        starts = {title: re.search(f"^(# )?{re.escape(title)}", whole, re.M) for title in titles}
        begin = starts[self.plan.title].start()
        later = [found.start() for found in starts.values() if found.start() > begin]
        return whole[begin : min(later, default=len(whole))]

    @cached_property
    def bare(self):
        return bare(self.text)

    @cached_property
    def demands(self):
        """Goals, boxes and strategies without the numbers of items and headings, bare."""
        begin, end = GOALS_BEGIN.search(self.text), CARRYING_OUT.search(self.text)
        lines, item, row = [], 0, 0
        for line in self.text[begin.end() : end.start()].splitlines():
            numbered = ITEM.match(line)
            if line.strip() == str(row + 1):  # 序号 of a row of the indicators' table
                row += 1
            elif numbered and int(numbered[1]) in (1, item + 1, item + 2):  # one may be lost
                item = int(numbered[1])
                lines.append(line[numbered.end() :])
            else:
                lines.append(HEADING.sub("", line))
        return bare("\n".join(lines))


@pytest.fixture(params=PLANS)
def printed(request):
    return Printed(PLANS[request.param])


def test_all_nine_plans_of_the_five_places_are_there():
    assert sorted((plan.text, plan.audience.value) for plan in PLANS.values()) == sorted(
        {(text, group) for text in ("guancheng", "wushan", "xianyang", "yanhu")
         for group in ("women", "children")} | {("tiexi", "children")}
    )  # fmt: skip
    assert {path.stem for path in TEXTS.glob("*.txt")} == {plan.text for plan in PLANS.values()}


def test_every_goal_stands_in_its_plan_word_for_word(printed):
    invented = [goal.text for goal in printed.plan.goals if bare(goal.text) not in printed.bare]

    assert invented == []
    assert len(printed.plan.goals) > 40


def test_every_sentence_stands_in_its_plan_word_for_word(printed):
    plan = printed.plan
    parts = (*plan.targets, *plan.baselines)

    assert [part.sentence for part in parts if bare(part.sentence) not in printed.bare] == []
    assert [left.text for left in plan.left_out if bare(left.text) not in printed.bare] == []


def test_a_target_of_a_goal_stands_in_the_text_of_that_goal(printed):
    goals = {}
    for goal in printed.plan.goals:
        goals.setdefault((goal.domain, goal.item), []).append(bare(goal.text))

    lost = [
        target.code
        for target in printed.plan.targets
        if target.stands_in in (Standing.GOAL, Standing.BOX)
        and not any(
            bare(target.sentence) in text for text in goals.get((target.domain, target.item), [])
        )
    ]

    assert lost == []


def test_exactly_the_goals_that_name_something_measurable_have_targets(printed):
    with_targets = {
        (target.domain, target.item)
        for target in printed.plan.targets
        if target.stands_in in (Standing.GOAL, Standing.BOX)
    }

    wrong = [
        goal.text
        for goal in printed.plan.goals
        if goal.measurable != ((goal.domain, goal.item) in with_targets)
    ]

    assert wrong == []


def test_every_value_is_printed_in_its_sentence(printed):
    unprinted = [
        (target.code, value, target.sentence)
        for target in printed.plan.targets
        for value in filter(None, (target.value, target.value2))
        if value not in NUMBER.findall(target.sentence)
        and value not in target.sentence
        and not any(word in target.sentence for word in WORDS_FOR.get(value, ()))
    ]

    assert unprinted == []


def test_every_value_of_a_baseline_is_printed_in_its_sentence(printed):
    unprinted = [
        (baseline.wording, baseline.value)
        for baseline in printed.plan.baselines
        if baseline.value not in NUMBER.findall(baseline.sentence)
        and not any(word in baseline.sentence for word in WORDS_FOR.get(baseline.value, ()))
    ]

    assert unprinted == []


def spans(text, part):
    """Every place where a part stands in a text."""
    return [(found.start(), found.end()) for found in re.finditer(re.escape(part), text)]


def unaccounted(printed, pattern, is_of_target):
    """Matches in goals, boxes and strategies that belong to no target and are not left out."""
    text = printed.demands
    left_out = [
        span
        for left in printed.plan.left_out
        for span in spans(text, bare(HEADING.sub("", left.text)))
    ]
    sentences = [
        (span, target)
        for target in printed.plan.targets
        for span in spans(text, bare(target.sentence))
    ]
    for found in pattern.finditer(text):
        inside = [s for s in left_out if s[0] <= found.start() and found.end() <= s[1]]
        targets = [t for s, t in sentences if s[0] <= found.start() and found.end() <= s[1]]
        if not inside and not any(is_of_target(found, text, target) for target in targets):
            yield text[max(0, found.start() - 15) : found.end() + 15]


def number_is_of(found, text, target):
    """A value, a year, an age, or a condition that the indicator's name, unit or scope says."""
    number = found.group()
    values = {target.value, target.value2, *target.value.split(":")}
    years = {str(target.year), str(target.base_year)}
    said = f"{target.wording} {target.unit} {target.scope_words} {target.reference_words}"
    return (
        number in values | years
        or number in NUMBER.findall(said)
        or AGE_OR_YEAR.match(text[found.end() :]) is not None
    )


def test_every_number_of_goals_boxes_and_strategies_is_a_targets_or_left_out_for_a_reason(printed):
    assert list(unaccounted(printed, NUMBER, number_is_of)) == []
    assert len(NUMBER.findall(printed.demands)) > 20


def test_a_counted_thing_in_words_is_a_targets_or_left_out_for_a_reason(printed):
    def is_of(found, _text, target):
        return target.value in WORDS_FOR and any(
            word in found.group() for word in WORDS_FOR[target.value]
        )

    assert list(unaccounted(printed, COUNTED, is_of)) == []


def test_a_number_that_nobody_accounts_for_is_found():
    """The proof above can fail: without its targets and left-outs a plan has numbers to explain."""
    plan = PLANS["yanhu-women-2021"]
    empty = Printed(Plan(**{**vars(plan), "targets": (), "left_out": ()}))

    assert len(list(unaccounted(empty, NUMBER, number_is_of))) > 20


def test_what_a_target_leaves_to_an_office_is_only_what_the_text_leaves_open(printed):
    """A reference has a code or is no statistic; a yearly bound binds until the plan's end."""
    plan = printed.plan

    assert all(plan.start <= target.year <= plan.end for target in plan.targets)
    assert all(target.year == plan.end for target in plan.targets if target.annual)
    assert all(
        target.reference_words for target in plan.targets if target.kind is TargetKind.REFERENCE
    )


def test_a_reader_of_a_plan_meets_every_goal_and_every_target_once(printed):
    plan = printed.plan
    lines = lines_of(plan, CATALOGUE)

    goals = [line.text for line in lines if line.part is Part.GOAL]
    codes = [line.target.code for line in lines if line.target]
    assert sorted(goals) == sorted(goal.text for goal in plan.goals)
    assert sorted(codes) == sorted(target.code for target in plan.targets)
    below_goals = [
        line.target
        for before, line in itertools.pairwise(lines)
        if line.target and before.part is Part.GOAL
    ]
    assert {target.stands_in for target in below_goals} <= {Standing.GOAL, Standing.BOX}
