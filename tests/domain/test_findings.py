"""Findings on record: whose reason holds when, and what a run of checking changes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.checking import Finding, check
from fuer_desktop.domain.findings import (
    Explanation,
    FindingKey,
    Recorded,
    State,
    cells_text,
    changed_by_run,
    explained_record,
    explanation_of,
    key_of,
    read_key,
    side_text,
    takes_reason,
    with_reasons,
)
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import CellKey
from tests.domain.builders import cells, change, explained, form, relation

REASON = "含一名双重户籍"
TOTAL = relation("01 = 02 + 03", severity="C", code="R01")
PART = relation("01 ≥ 02", severity="C", code="R02")


def checked(rules, values, explanations=(), before=None):
    """All findings of a form with the reasons given for them."""
    found = check(form(relations=rules, changes=[change()]), values, before)
    return with_reasons(found, {e.key: e for e in explanations}, values)


def explain(finding, reason=REASON, by="甲", at="2026-01-05T09:30:00+08:00"):
    return explanation_of(key_of(finding), reason, by, at)


# --- what a reason is bound to ------------------------------------------------------------


def test_a_reason_comes_with_who_gave_it_and_when():
    values = cells({"01": 10, "02": 4, "03": 7})
    [finding] = checked([TOTAL], values)

    [said] = checked([TOTAL], values, [explain(finding)])

    assert (said.reason, said.by, said.at) == (REASON, "甲", "2026-01-05T09:30:00+08:00")
    assert (said.state, said.blocks) == ("explained", False)


def test_two_findings_of_one_cell_take_two_reasons():
    values = cells({"01": 3, "02": 4, "03": 7})
    total, part = checked([TOTAL, PART], values)
    assert total.cells[0] == part.cells[0]

    found = checked([TOTAL, PART], values, [explain(total), explain(part, "户籍与常住口径不同")])

    assert [f.reason for f in found] == [REASON, "户籍与常住口径不同"]


def test_a_reason_for_one_finding_is_none_for_the_other_of_the_cell():
    values = cells({"01": 3, "02": 4, "03": 7})
    total, _ = checked([TOTAL, PART], values)

    assert [f.explained for f in checked([TOTAL, PART], values, [explain(total)])] == [True, False]


def test_a_reason_for_one_rule_is_none_for_another_of_the_same_cells_and_sides():
    strict = relation("01 > 02", severity="C", code="R03")
    values = cells({"01": 3, "02": 4, "03": 7})
    first, second = checked([PART, strict], values)
    assert key_of(first)[1:] == key_of(second)[1:]

    found = checked([PART, strict], values, [explain(first)])

    assert [f.explained for f in found] == [True, False]


@pytest.mark.parametrize("side", ["01", "03"], ids=["the left side", "the right side"])
def test_a_reason_holds_while_both_sides_stay_and_again_when_they_come_back(side):
    entered = {"01": 10, "02": 4, "03": 7}
    [finding] = checked([TOTAL], cells(entered))
    given_reasons = [explain(finding)]

    [other] = checked([TOTAL], cells(entered | {side: 20}), given_reasons)
    [again] = checked([TOTAL], cells(entered), given_reasons)

    assert (other.reason, other.blocks) == ("", True)
    assert (again.reason, again.blocks) == (REASON, False)


def test_a_reason_holds_where_other_parts_make_the_same_side():
    """It is bound to the sides: 4 + 7 and 5 + 6 are 11."""
    [finding] = checked([TOTAL], cells({"01": 10, "02": 4, "03": 7}))

    [same] = checked([TOTAL], cells({"01": 10, "02": 5, "03": 6}), [explain(finding)])

    assert same.explained


def test_last_year_s_figure_is_a_side_too():
    now, before = cells({"01": 500, "02": 0, "03": 0}), cells({"01": 100, "02": 0, "03": 0})
    [finding] = checked([], now, before=before)

    [other] = checked([], now, [explain(finding)], before=cells({"01": 90, "02": 0, "03": 0}))

    assert (finding.right, other.right, other.reason) == (100, 90, "")


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        pytest.param("人口迁出了", "open", id="five characters"),
        pytest.param("  人口迁出  ", "open", id="spaces do not count"),
        pytest.param("人口迁出较多", "explained", id="six characters"),
        pytest.param("对对对对对对对", "open", id="one character over and over"),
        pytest.param("对 对 对 对", "open", id="with spaces between"),
    ],
)
def test_what_is_a_reason(reason, state):
    values = cells({"01": 10, "02": 4, "03": 7})
    [finding] = checked([TOTAL], values)

    [said] = checked([TOTAL], values, [explain(finding, reason)])

    assert (said.state, said.blocks) == (state, state == "open")


@pytest.mark.parametrize(
    ("severity", "blocks", "state", "takes"),
    [
        pytest.param("A", True, "open", False, id="A must be put right"),
        pytest.param("B", True, "open", False, id="B needs the office"),
        pytest.param("C", False, "explained", True, id="C needs a reason"),
        pytest.param("D", False, "open", False, id="D may be left"),
    ],
)
def test_what_a_reason_can_do_depends_on_the_class(severity, blocks, state, takes):
    rule = relation("01 ≥ 02", severity=severity)
    values = cells({"01": 1, "02": 2, "03": 0})
    [finding] = checked([rule], values)

    [said] = checked([rule], values, [explain(finding)])

    assert (said.blocks, said.state, takes_reason(said)) == (blocks, state, takes)


# --- as version-1 packages said it --------------------------------------------------------


def test_a_reason_at_a_number_counts_for_every_finding_that_names_the_cell():
    values = cells({"01": explained(3, REASON), "02": 4, "03": 7})

    found = checked([TOTAL, PART], values)

    assert [(f.reason, f.by, f.at, f.explained) for f in found] == [(REASON, "", "", True)] * 2


def test_the_fullest_reason_at_a_finding_s_cells_is_its_reason():
    values = cells({"01": explained(10, "见附件"), "02": 4, "03": explained(7, REASON)})

    assert [f.reason for f in checked([TOTAL], values)] == [REASON]


def test_a_reason_given_for_the_finding_goes_before_one_at_a_cell():
    values = cells({"01": explained(10, "这是很久以前在格子上写的原因"), "02": 4, "03": 7})
    [finding] = checked([TOTAL], values)

    assert [f.reason for f in checked([TOTAL], values, [explain(finding)])] == [REASON]


# --- how it is written --------------------------------------------------------------------

codes = st.text("0123456789ABCab._-", min_size=1, max_size=4)
cell_keys = st.builds(CellKey, codes, codes, codes)
sides = (
    st.none()
    | st.decimals(allow_nan=False, allow_infinity=False, places=4)
    | st.builds(
        lambda above, below: Decimal(above) / below, st.integers(-999, 999), st.integers(1, 999)
    )
)
keys = st.builds(
    FindingKey, codes, st.lists(cell_keys, min_size=1, max_size=3).map(tuple), sides, sides
)


@given(keys)
def test_a_key_is_read_as_it_was_written(key):
    texts = (cells_text(key.cells), side_text(key.left), side_text(key.right))

    assert read_key(key.rule, *texts) == key


@given(sides, sides)
def test_equal_sides_are_written_the_same_and_others_are_not(one, other):
    assert (side_text(one) == side_text(other)) == (one == other)


@pytest.mark.parametrize(
    ("side", "text"),
    [("1.50", "1.5"), ("-0.00", "0"), ("1E+3", "1000"), ("0.0010", "0.001"), ("100", "100")],
)
def test_a_side_is_a_plain_decimal(side, text):
    assert side_text(Decimal(side)) == text


# --- runs of checking ---------------------------------------------------------------------

KEYS = [
    FindingKey("R01", (CellKey("1", row, "1"),), Decimal(left), Decimal(2))
    for row in ("01", "02") for left in (1, 3)
]  # fmt: skip
findings = st.builds(
    lambda key, severity: Finding(key.rule, severity, key.cells, "", key.left, key.right),
    st.sampled_from(KEYS), st.sampled_from(list(RuleClass)),
)  # fmt: skip
given_for = st.builds(
    lambda key, reason: explanation_of(key, reason, "甲" if reason else "", "T" if reason else ""),
    st.sampled_from(KEYS), st.sampled_from(["", "短", REASON, "户籍与常住口径不同"]),
)  # fmt: skip
runs = st.lists(findings, max_size=4, unique_by=key_of)


class Register:
    """What is on record of one form, with a clock that ticks."""

    def __init__(self):
        self.records = {}
        self.ticks = 0

    def tick(self):
        self.ticks += 1
        return f"{self.ticks:04}"

    def run(self, found):
        known = {key: record.explanation for key, record in self.records.items()}
        completed = with_reasons(found, known, {})
        changed = list(changed_by_run(self.records, completed, self.tick()))
        self.records.update({record.key: record for record in changed})
        return changed

    def explain(self, explanation):
        known = self.records.get(explanation.key)
        self.records[explanation.key] = explained_record(known, explanation, self.tick())


@given(st.lists(runs | given_for, max_size=12), runs)
def test_recording_a_run_twice_changes_nothing_the_second_time(history, last):
    register = Register()
    for act in history:
        (register.explain if isinstance(act, Explanation) else register.run)(act)

    register.run(last)

    assert register.run(last) == []


@given(st.lists(runs | given_for, max_size=12))
def test_nothing_that_was_found_or_said_is_ever_left_out(history):
    register, seen, reasons = Register(), set(), {}
    for act in history:
        if isinstance(act, Explanation):
            register.explain(act)
            reasons[act.key] = act.reason
        else:
            register.run(act)
            seen |= set(map(key_of, act))
            present = {key_of(finding): finding for finding in act}
            for key, record in register.records.items():
                assert (record.state is State.GONE) == (key not in present)
                assert bool(record.gone_at) == (record.state is State.GONE)
        assert seen | reasons.keys() == register.records.keys()
        assert {k: r.reason for k, r in register.records.items() if r.reason} == {
            key: reason for key, reason in reasons.items() if reason
        }


def test_what_is_found_again_stands_again_with_its_reason_and_its_first_day():
    register, [finding] = Register(), checked([TOTAL], cells({"01": 10, "02": 4, "03": 7}))
    register.run([finding])
    register.explain(explain(finding))

    [gone] = register.run([])
    [back] = register.run([finding])

    assert (gone.state, gone.found_at, gone.gone_at, gone.reason) == (
        "gone", "0001", "0003", REASON,
    )  # fmt: skip
    assert (back.state, back.found_at, back.gone_at, back.reason) == (
        "explained", "0001", "", REASON,
    )  # fmt: skip


def test_a_reason_that_is_only_known_is_gone_until_it_is_found():
    """What a package says of a finding is no finding."""
    [finding] = checked([TOTAL], cells({"01": 10, "02": 4, "03": 7}))
    claim = Recorded(key_of(finding), RuleClass.C, State.GONE, REASON, "甲", "T")
    register = Register()
    register.records[claim.key] = claim

    assert register.run([]) == []
    [found] = register.run([finding])

    assert found == replace(claim, state=State.EXPLAINED, found_at="0002")


def test_a_reason_taken_back_opens_the_finding():
    register, [finding] = Register(), checked([TOTAL], cells({"01": 10, "02": 4, "03": 7}))
    register.explain(explain(finding))
    register.explain(explain(finding, "", "", ""))

    assert [record.state for record in register.records.values()] == ["open"]
