"""Findings on record: kept in the transaction of their journal row, never removed."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.checking import Finding
from fuer_desktop.domain.findings import FindingKey, explanation_of, key_of, with_reasons
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.steps import How
from fuer_desktop.store.findings import RunResult, explanation_from, explanation_text
from fuer_desktop.store.recording import NoWitness
from fuer_desktop.store.values import OWN
from fuer_desktop.store.workspace import Role, Workspace
from tests.store.desk import FIRST, KEY, PLACE, SECOND

REASON = "两个村合并，人数增加"


def finding(left="41", cell=FIRST, rule="C01", severity="C"):
    return Finding(rule, RuleClass(severity), (cell,), "", Decimal(left), Decimal(40))


def explain(workspace, *findings, reason=REASON):
    with workspace.commit(How.EXPLAINED):
        workspace.findings.explain(PLACE, {key_of(found): reason for found in findings})


def run(workspace, *findings, submission=OWN):
    """What a check of the unit found, with the reasons on record."""
    known = workspace.findings.explanations(PLACE, submission)
    with workspace.commit(How.CHECKED):
        found = with_reasons(findings, known, {})
        spots = {(submission, PLACE): found}
        return workspace.findings.record(PLACE.period, {PLACE.unit: spots})


def listed(workspace):
    return [
        (placed.submission, placed.record.key.left, placed.record.state.value)
        for placed in workspace.findings.of_year(PLACE.period)
    ]


# --- reasons ------------------------------------------------------------------------------


def test_a_reason_is_signed_and_dated_and_there_after_closing_and_opening(workspace, path):
    explain(workspace, finding())
    workspace.close()

    with Workspace.open(path) as again:
        [given_for] = again.findings.explanations(PLACE).values()
        last = list(again.journal.rows())[-1]
    assert (given_for.key, given_for.reason) == (key_of(finding()), REASON)
    assert (given_for.by, last.who) == ("甲", "甲")
    assert "" < given_for.at <= last.at


class Listener(NoWitness):
    """A witness that remembers of which tables it was told, by transaction."""

    def __init__(self):
        self.told = []

    def write(self, before, after, changes):
        self.told.append([(change.verb, change.table) for change in changes])


def test_a_reason_and_its_journal_row_are_one_transaction(workspace):
    listener = Listener()
    workspace.watch(listener)

    explain(workspace, finding())

    assert listener.told == [[("=", "finding"), ("+", "journal")]]


def test_the_journal_says_which_finding_and_what_it_was_before(workspace):
    explain(workspace, finding())
    explain(workspace, finding(), reason="另一个说得通的原因")

    first, second = list(workspace.journal.rows())[-2:]

    assert (first.how, first.place, first.key, first.is_reason) == ("explained", PLACE, None, True)
    assert explanation_from(first.old) == explanation_of(key_of(finding()), "")
    assert second.old == first.new
    assert explanation_from(second.new).reason == "另一个说得通的原因"
    assert workspace.journal.events()[-1].how == "created"


def test_the_same_reason_again_changes_nothing(workspace):
    explain(workspace, finding())
    head = workspace.journal.head

    explain(workspace, finding("41.00"))

    assert workspace.journal.head == head


def test_reasons_belong_to_their_form_and_submission(workspace):
    explain(workspace, finding())
    with workspace.commit(How.TAKEN_IN):
        claim = explanation_of(key_of(finding("5")), "另一份上报的原因", "乙", "T")
        workspace.findings.add_claims(3, PLACE, [(claim, RuleClass.C)])
        workspace.journal.note()

    assert list(workspace.findings.explanations(PLACE)) == [key_of(finding())]
    assert workspace.findings.explanations_of([3]) == {(3, PLACE): {claim.key: claim}}
    other = type(PLACE)(PLACE.unit, "FE-WJ02", PLACE.period)
    assert workspace.findings.explanations(other) == {}


texts = st.text(st.characters(codec="utf-8"), max_size=12)
keys = st.builds(
    FindingKey, st.sampled_from(["R01", "C01"]), st.just((FIRST, SECOND)),
    st.none() | st.decimals(-999, 999, places=2), st.none() | st.decimals(-999, 999, places=2),
)  # fmt: skip


@given(keys, texts, texts, texts)
def test_a_reason_is_read_from_the_journal_as_it_was_written(key, reason, by, at):
    explanation = explanation_of(key, reason, by, at)

    assert explanation_from(explanation_text(explanation)) == explanation


# --- runs ---------------------------------------------------------------------------------


def test_what_is_not_found_any_more_is_gone_and_comes_back(workspace):
    run(workspace, finding("41"), finding("7"))

    assert run(workspace, finding("7"), finding("42")) == RunResult(2, 1)
    assert listed(workspace) == [(0, 41, "gone"), (0, 42, "open"), (0, 7, "open")]
    run(workspace, finding("41"))
    assert listed(workspace) == [(0, 41, "open"), (0, 42, "gone"), (0, 7, "gone")]


def test_a_reason_survives_that_its_finding_is_gone(workspace):
    explain(workspace, finding())
    run(workspace)
    run(workspace, finding())

    [placed] = workspace.findings.of_year(PLACE.period)

    assert (placed.record.state, placed.record.reason) == ("explained", REASON)


def test_findings_of_a_submission_that_no_longer_counts_are_gone(workspace):
    run(workspace, finding(), submission=1)
    run(workspace, finding(), submission=2)

    assert listed(workspace) == [(1, 41, "gone"), (2, 41, "open")]


def test_other_units_and_years_are_left_alone(workspace):
    run(workspace, finding())
    with workspace.commit(How.CHECKED):
        nothing = workspace.findings.record(PLACE.period, {"990100JY": {}})
        earlier = workspace.findings.record(PLACE.period - 1, {PLACE.unit: {}})

    assert nothing == earlier == RunResult()
    assert listed(workspace) == [(0, 41, "open")]


acts = st.lists(
    st.tuples(
        st.booleans(),
        st.lists(
            st.builds(
                finding, st.sampled_from("123"), st.sampled_from([FIRST, SECOND]),
                severity=st.sampled_from("ABCD"),
            ),
            max_size=3, unique_by=key_of,
        ),
    ),
    max_size=6,
)  # fmt: skip


@settings(max_examples=25)
@given(acts)
def test_a_run_that_finds_the_same_writes_nothing_and_no_row_is_ever_removed(
    tmp_path_factory, history
):
    path = tmp_path_factory.mktemp("runs") / "a.fuerdb"
    with Workspace.create(path, Role.DESK, KEY) as workspace:
        seen = set()
        for is_run, findings in history:
            (run if is_run else explain)(workspace, *findings)
            seen |= set(map(key_of, findings))
            assert {p.record.key for p in workspace.findings.of_year(PLACE.period)} == seen
            if is_run:
                head = workspace.journal.head
                assert run(workspace, *findings) == RunResult()
                assert workspace.journal.head == head


@pytest.mark.parametrize("severity", list(RuleClass))
def test_a_run_says_the_class_that_the_rule_has_now(workspace, severity):
    explain(workspace, finding())
    run(workspace, finding(severity=severity))

    [placed] = workspace.findings.of_year(PLACE.period)

    assert placed.record.severity is severity
