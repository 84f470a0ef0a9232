"""Tasks, enrolments, submissions, intake and history: what is added is found."""

import sqlite3
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.steps import How
from fuer_desktop.domain.versions import Version
from fuer_desktop.store.submissions import IntakeLine, SubmissionRecord
from fuer_desktop.store.tasks import Enrolment, TaskRecord
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


# --- enrolments ---------------------------------------------------------------------------


def test_a_unit_enrols_its_key_with_its_secret(workspace):
    add(workspace, task())
    with workspace.commit(How.TASK_MADE):
        workspace.tasks.enrol("990100-2025", "U1", Enrolment("11" * 32, ""))
        workspace.tasks.enrol("990100-2025", "U2", Enrolment("22" * 32, ""))

    with workspace.commit(How.TASK_MADE):
        workspace.tasks.enrol("990100-2025", "U1", Enrolment("11" * 32, "33" * 32))

    assert workspace.tasks.enrolments("990100-2025") == {
        "U1": Enrolment("11" * 32, "33" * 32),
        "U2": Enrolment("22" * 32, ""),
    }


def test_an_enrolment_belongs_to_one_task(workspace):
    for code in ("a", "b"):
        add(workspace, task(code))
        with workspace.commit(How.TASK_MADE):
            workspace.tasks.enrol(code, "U1", Enrolment("11" * 32, ""))

    with workspace.commit(How.TASK_MADE):
        workspace.tasks.enrol("a", "U1", Enrolment("11" * 32, "33" * 32))

    assert workspace.tasks.enrolments("b") == {"U1": Enrolment("11" * 32, "")}
    assert workspace.tasks.enrolments("c") == {}


def test_an_enrolment_needs_its_task(workspace):
    with pytest.raises(sqlite3.IntegrityError), workspace.commit(How.TASK_MADE):
        workspace.tasks.enrol("nothing", "U1", Enrolment("11" * 32, ""))


# --- submissions --------------------------------------------------------------------------

digests = st.from_regex("[0-9a-f]{64}", fullmatch=True)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """One office for all examples of a property."""
    path = tmp_path_factory.mktemp("office") / "office.fuerdb"
    with Workspace.create(path, Role.OFFICE, KEY) as workspace:
        add(workspace, task())
        yield workspace


def submit(workspace, version, unit="U1", package=b"PK", code="990100-2025"):
    with workspace.commit(How.TAKEN_IN):
        return workspace.submissions.add(code, unit, version, NOW, package)


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
        number = office.submissions.add("990100-2025", "U1", version, NOW, package)
        found = office.submissions.of_task("990100-2025")
        kept = office.submissions.package(number)

    assert found == {"U1": [SubmissionRecord(number, "U1", NOW, version)]}
    assert kept == package


def test_submissions_come_by_unit_in_the_order_they_came(workspace):
    add(workspace, task())
    third = Version("cc", 3, frozenset({"aa", "bb"}))
    first, other = Version("aa", 1, frozenset()), Version("dd", 1, frozenset())

    numbers = [submit(workspace, third), submit(workspace, other, "U2"), submit(workspace, first)]

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
        {"U1": [SubmissionRecord(number, "U1", NOW, version)]}, bytes(range(256)) * 100,
    )  # fmt: skip


# --- intake and history -------------------------------------------------------------------


def test_lines_of_intake_stay_in_their_order_and_may_repeat(workspace):
    lines = [
        IntakeLine(NOW, "b.fuer", "new", "U1", 1, "已收下。"),
        IntakeLine(NOW, "a.fuer", "refused", "", 0, "“a.fuer”不是本程序的包。"),
        IntakeLine(NOW, "b.fuer", "new", "U1", 1, "已收下。"),
    ]
    with workspace.commit(How.TAKEN_IN):
        for line in lines:
            workspace.submissions.note(line)

    assert workspace.submissions.intake() == lines
    assert reopened(workspace, lambda again: again.submissions.intake()) == lines


def test_history_is_kept_as_printed_in_order_and_replaced_by_a_later_word(workspace):
    early = HistoryValue("b", 2020, "12.50", "年鉴", "final")
    wrong = HistoryValue("a", 2021, "7", "简报", "draft")
    right = HistoryValue("a", 2021, "7.0", "年鉴", "final")

    workspace.set_history([early, wrong])
    workspace.set_history([right])

    assert workspace.history() == [right, early]
    assert reopened(workspace, Workspace.history) == [right, early]
