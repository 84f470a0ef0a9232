"""Tasks, enrolments, submissions, intake and history: what is added is found."""

import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.steps import How
from fuer_desktop.domain.versions import UNDECIDED, Decided, Version
from fuer_desktop.store.decisions import Answer, Choice
from fuer_desktop.store.intake import InquiryRecord, IntakeLine, Quarantined
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.submissions import NewSubmission, SubmissionRecord
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.unit_keys import KeyState, UnitKey
from fuer_desktop.store.workspace import HistoryValue, Role, Workspace
from tests.store.desk import KEY, NOW


def task(code="990100-2025", period=2025, **more):
    fields = {
        "deadline": "2026-03-31",
        "unit": "990100WJ",
        "forms": ("FE-WJ01", "FE-WJ02"),
        "office_key": "aa" * 32,
        "secret": "bb" * 32,
    }
    return TaskRecord(code=code, period=period, **fields | more)


DEFINITIONS = {"forms/FE-WJ01.toml": "[form]\n", "place.toml": "# 演练县 𠮷\n"}


def add(workspace, record, definitions=DEFINITIONS):
    with workspace.commit(How.TASK_MADE):
        workspace.tasks.add(record, definitions)


def reopened(workspace, look):
    """What the next start of the program finds."""
    path = workspace.path
    workspace.close()
    with Workspace.open(path) as again:
        return look(again)


# --- tasks --------------------------------------------------------------------------------


def test_a_task_is_found_by_its_code_with_its_definitions(workspace):
    add(workspace, task())

    assert workspace.tasks.get("990100-2025") == task()
    assert workspace.tasks.definitions("990100-2025") == DEFINITIONS
    assert workspace.tasks.get("990100-2024") is None
    assert workspace.tasks.definitions("990100-2024") == {}


def test_a_task_is_there_after_closing_and_opening(workspace):
    add(workspace, task())

    found = reopened(
        workspace, lambda again: (again.tasks.all(), again.tasks.definitions("990100-2025"))
    )

    assert found == ([task()], DEFINITIONS)


@pytest.mark.parametrize("forms", [(), ("FE-WJ01",), ("b", "a")], ids=["none", "one", "two"])
def test_a_task_keeps_the_forms_in_use_in_their_order(workspace, forms):
    add(workspace, task(forms=forms))

    assert workspace.tasks.get("990100-2025").forms == forms


def test_the_latest_task_comes_first(workspace):
    for code, period in [("b-2024", 2024), ("a-2025", 2025), ("a-2023", 2023), ("b-2025", 2025)]:
        add(workspace, task(code, period), {})

    assert [record.code for record in workspace.tasks.all()] == [
        "a-2025", "b-2025", "b-2024", "a-2023",
    ]  # fmt: skip


def test_two_tasks_may_share_definitions_and_differ_in_others(workspace):
    later = DEFINITIONS | {"forms/FE-WJ01.toml": "[form]\nversion = 2\n"}

    add(workspace, task("a", 2024))
    add(workspace, task("b", 2025), later)

    assert workspace.tasks.definitions("a") == DEFINITIONS
    assert workspace.tasks.definitions("b") == later


def test_two_files_of_one_task_may_have_the_same_text(workspace):
    add(workspace, task(), {"a.toml": "", "b.toml": ""})

    assert workspace.tasks.definitions("990100-2025") == {"a.toml": "", "b.toml": ""}


def test_a_task_cannot_be_added_twice(workspace):
    add(workspace, task())

    with pytest.raises(sqlite3.IntegrityError):
        add(workspace, task(deadline="2027-01-01"))

    assert workspace.tasks.all() == [task()]


# --- secrets and keys ---------------------------------------------------------------------


def test_a_unit_has_one_secret_in_a_task(workspace):
    for code in ("a", "b"):
        add(workspace, task(code))
    with workspace.commit(How.TASK_MADE):
        workspace.tasks.keep_secret("a", "U1", "11" * 32)
        workspace.tasks.keep_secret("a", "U2", "22" * 32)
        workspace.tasks.keep_secret("b", "U1", "33" * 32)

    assert workspace.tasks.secrets("a") == {"U1": "11" * 32, "U2": "22" * 32}
    assert workspace.tasks.secrets("b") == {"U1": "33" * 32}
    assert workspace.tasks.secrets("c") == {}


def test_a_secret_needs_its_task(workspace):
    with pytest.raises(sqlite3.IntegrityError), workspace.commit(How.TASK_MADE):
        workspace.tasks.keep_secret("nothing", "U1", "11" * 32)


def test_what_an_office_thinks_of_a_key_replaces_what_it_thought(workspace):
    add(workspace, task())
    asked = UnitKey("aa" * 32, KeyState.ASKED, at=NOW)
    revoked = UnitKey("aa" * 32, KeyState.REVOKED, 2, "电脑丢失", "甲", NOW)
    other = UnitKey("bb" * 32, KeyState.ENROLLED, at=NOW)
    with workspace.commit(How.TAKEN_IN):
        for key in (asked, other, revoked):
            workspace.unit_keys.put("990100-2025", "U1", key)

    kept = {"U1": {"aa" * 32: revoked, "bb" * 32: other}}
    assert workspace.unit_keys.of_task("990100-2025") == kept
    with workspace.commit(How.TAKEN_IN):
        workspace.unit_keys.forget("990100-2025", "U1", "bb" * 32)
    assert workspace.unit_keys.of_task("990100-2025") == {"U1": {"aa" * 32: revoked}}


@pytest.mark.parametrize(
    ("state", "holds"),
    [
        (KeyState.ENROLLED, {1, 2, 3}),
        (KeyState.ADMITTED, {1, 2, 3}),
        (KeyState.REVOKED, {1, 2}),
        (KeyState.ASKED, set()),
        (KeyState.REFUSED, set()),
    ],
)
def test_a_key_holds_for_versions_as_its_state_says(state, holds):
    key = UnitKey("aa" * 32, state, last_version=2 if state is KeyState.REVOKED else 0)

    assert {version for version in (1, 2, 3) if key.holds_for(version)} == holds


# --- revisions ----------------------------------------------------------------------------


def test_a_revised_task_keeps_what_was_in_force(workspace):
    add(workspace, task())
    later = replace(task(), revision=2, deadline="2026-05-01")
    with workspace.commit(How.TASK_MADE):
        workspace.tasks.revise(later, {"a.toml": "neu"})

    assert workspace.tasks.get("990100-2025") == later
    assert workspace.tasks.definitions("990100-2025") == {"a.toml": "neu"}
    assert workspace.tasks.definitions("990100-2025", 1) == DEFINITIONS
    assert reopened(workspace, lambda again: again.tasks.get("990100-2025")) == later


# --- submissions --------------------------------------------------------------------------

digests = st.from_regex("[0-9a-f]{64}", fullmatch=True)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """One office for all examples of a property."""
    path = tmp_path_factory.mktemp("office") / "office.fuerdb"
    with Workspace.create(path, Role.OFFICE, KEY) as workspace:
        add(workspace, task())
        yield workspace


def submit(workspace, version, **about):
    with workspace.commit(How.TAKEN_IN):
        return submitted(workspace, version, **about)


def submitted(workspace, version, unit="U1", package=b"PK", code="990100-2025"):
    return workspace.submissions.add(NewSubmission(code, unit, version, NOW, "ab" * 32), package)


class TakenBackError(Exception):
    """Raised at the end of a transaction, so that every example meets an empty office."""


@contextmanager
def taken_back(workspace):
    with suppress(TakenBackError), workspace.commit(How.TAKEN_IN):
        yield
        raise TakenBackError


@given(
    st.builds(Version, digests, st.integers(1, 2**31), st.frozensets(digests, max_size=4)),
    st.binary(max_size=200),
)
def test_a_submission_is_kept_as_it_came(office, version, package):
    with taken_back(office):
        number = submitted(office, version, package=package)
        found = office.submissions.of_task("990100-2025")
        kept = office.submissions.package(number)

    assert found == {"U1": [SubmissionRecord(number, "U1", NOW, version, "ab" * 32)]}
    assert kept == package


def test_submissions_come_by_unit_in_the_order_they_came(workspace):
    add(workspace, task())
    third = Version("cc", 3, frozenset({"aa", "bb"}))
    first, other = Version("aa", 1, frozenset()), Version("dd", 1, frozenset())

    numbers = [
        submit(workspace, third),
        submit(workspace, other, unit="U2"),
        submit(workspace, first),
    ]

    assert numbers == sorted(numbers)
    found = workspace.submissions.of_task("990100-2025")
    assert [record.version for record in found["U1"]] == [third, first]
    assert [record.version for record in found["U2"]] == [other]


def test_submissions_belong_to_one_task(workspace):
    add(workspace, task("a"))
    add(workspace, task("b"))

    submit(workspace, Version("aa", 1, frozenset()), code="a")

    assert workspace.submissions.of_task("b") == {}


def test_the_number_of_a_submission_is_never_that_of_own_figures(workspace):
    add(workspace, task())

    assert submit(workspace, Version("aa", 1, frozenset())) > 0


def test_one_package_is_one_submission(workspace):
    add(workspace, task())
    submit(workspace, Version("aa", 1, frozenset()))

    with pytest.raises(sqlite3.IntegrityError):
        submit(workspace, Version("aa", 2, frozenset()))

    assert len(workspace.submissions.of_task("990100-2025")["U1"]) == 1


def test_a_submission_needs_its_task(workspace):
    with pytest.raises(sqlite3.IntegrityError):
        submit(workspace, Version("aa", 1, frozenset()), code="nothing")


def test_a_submission_is_there_after_closing_and_opening(workspace):
    add(workspace, task())
    version = Version("cc", 2, frozenset({"aa", "bb"}))
    number = submit(workspace, version, package=bytes(range(256)) * 100)

    found = reopened(
        workspace,
        lambda again: (again.submissions.of_task("990100-2025"), again.submissions.package(number)),
    )

    assert found == (
        {"U1": [SubmissionRecord(number, "U1", NOW, version, "ab" * 32)]}, bytes(range(256)) * 100,
    )  # fmt: skip


# --- intake and history -------------------------------------------------------------------


def test_a_submission_that_is_taken_away_leaves_no_figures(workspace):
    add(workspace, task())
    place = FormPlace("U1", "FE-XX01", 2025)
    number = submit(workspace, Version("aa", 1, frozenset()))
    kept = submit(workspace, Version("bb", 2, frozenset({"aa"})))
    with workspace.commit(How.TAKEN_IN):
        for one in (number, kept):
            row = ("1", "01", "1", "number", 12, 0, "", "")
            workspace.values.add_submission(one, place, [row])
        gone = workspace.submissions.of_task("990100-2025")["U1"][0]
        workspace.submissions.remove("990100-2025", gone)

    assert [n for n in (number, kept) if any(workspace.values.of_submissions([n]))] == [kept]
    left = workspace.submissions.of_task("990100-2025")["U1"]
    assert [record.number for record in left] == [kept]


def test_lines_of_intake_stay_in_their_order_and_may_repeat(workspace):
    with workspace.commit(How.TAKEN_IN):
        runs = [workspace.intake.begin(NOW, source, "甲") for source in ("U盘", "U盘")]
        lines = [
            IntakeLine(1, NOW, "b.fuer", "new", "U1", 1, "已收下。", "ab" * 32, ("一", "二")),
            IntakeLine(1, NOW, "a.fuer", "refused", "", 0, "“a.fuer”不是本程序的包。"),
            IntakeLine(2, NOW, "b.fuer", "new", "U1", 1, "已收下。"),
        ]
        for line in lines:
            workspace.intake.note(line)
        undone = replace(runs[1], undone=NOW)
        workspace.intake.put_run(undone)

    assert workspace.intake.lines() == lines
    assert workspace.intake.lines(run=1) == lines[:2]
    assert workspace.intake.runs() == [runs[0], undone]
    assert reopened(workspace, lambda again: again.intake.lines()) == lines


def test_what_waits_in_quarantine_is_kept_until_it_is_released(workspace):
    add(workspace, task())
    one, two = (
        Quarantined(digest * 32, "990100-2025", "U1", "cd" * 32, 1, NOW, "a.fuer", 1)
        for digest in ("aa", "bb")
    )
    with workspace.commit(How.TAKEN_IN):
        for waiting in (one, two, one):
            workspace.intake.set_aside(waiting, waiting.digest.encode())

    assert workspace.intake.quarantined("990100-2025") == [one, two]
    assert workspace.intake.quarantined_package(two.digest) == two.digest.encode()
    with workspace.commit(How.TAKEN_IN):
        workspace.intake.release(one.digest)
    assert workspace.intake.quarantined("990100-2025") == [two]


def test_an_inquiry_is_kept_apart_from_submissions(workspace):
    add(workspace, task())
    inquiry = InquiryRecord("aa" * 32, "990100-2025", "U1", 2, NOW, 1)
    with workspace.commit(How.TAKEN_IN):
        workspace.intake.add_inquiry(inquiry, b"PK")

    assert workspace.intake.inquiries("990100-2025", "U1") == [inquiry]
    assert workspace.intake.inquiries("990100-2025", "U2") == []
    assert workspace.intake.inquiry_package(inquiry.digest) == b"PK"
    assert workspace.submissions.of_task("990100-2025") == {}
    with workspace.commit(How.TAKEN_IN):
        workspace.intake.remove_inquiry(inquiry.digest)
    assert workspace.intake.inquiries("990100-2025") == []


# --- decisions ----------------------------------------------------------------------------


def choice(chosen, *over):
    return Choice("990100-2025", "U1", chosen, over, "电话核对", "甲", NOW)


def answer(kind, number, about, state):
    return Answer(f"{kind}{number}", kind, number, "990100-2025", "U1", about, state, NOW)


@pytest.mark.parametrize(
    ("chosen", "aside"),
    [
        ([], set()),
        ([choice("a", "b")], {"b"}),
        ([choice("a", "b"), choice("b", "a")], {"a"}),
        ([choice("a", "b"), choice("c", "d", "a")], {"a", "b", "d"}),
    ],
)
def test_the_latest_choice_that_names_a_version_says_whether_it_is_set_aside(
    workspace, chosen, aside
):
    add(workspace, task())
    with workspace.commit(How.TAKEN_IN):
        for one in chosen:
            workspace.decisions.choose(one)

    found = workspace.decisions.decided("990100-2025").get("U1", UNDECIDED)
    assert found.set_aside == aside
    assert workspace.decisions.choices("990100-2025") == chosen


def test_only_an_acceptance_freezes_a_version(workspace):
    add(workspace, task())
    answers = [
        answer("return", 0, ("a", "b"), "open"),
        answer("receipt", 1, ("a",), "received"),
        answer("receipt", 2, ("b",), "accepted"),
    ]
    assert workspace.decisions.last_receipt() == (0, "")
    with workspace.commit(How.TAKEN_IN):
        for one in answers:
            workspace.decisions.put_answer(one, one.digest.encode())

    assert workspace.decisions.decided("990100-2025") == {"U1": Decided(frozenset(), "b")}
    assert workspace.decisions.answers("990100-2025", "U1") == answers
    assert workspace.decisions.last_receipt() == (2, "receipt2")
    assert workspace.decisions.answer_package("receipt2") == b"receipt2"


def test_history_is_kept_as_printed_in_order_and_replaced_by_a_later_word(workspace):
    early = HistoryValue("b", 2020, "12.50", "年鉴", "final")
    wrong = HistoryValue("a", 2021, "7", "简报", "draft")
    right = HistoryValue("a", 2021, "7.0", "年鉴", "final")

    workspace.set_history([early, wrong])
    workspace.set_history([right])

    assert workspace.history() == [right, early]
    assert reopened(workspace, Workspace.history) == [right, early]
