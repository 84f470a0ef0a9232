"""Cells: what is put is got, each change has its row in the journal, all or nothing."""

import sqlite3
from contextlib import contextmanager
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, number
from fuer_desktop.store import database
from fuer_desktop.store.journal import START, FormPlace, chained
from fuer_desktop.store.values import HANDED_DOWN, OWN
from fuer_desktop.store.workspace import Role, Workspace

PLACE = FormPlace("990100WJ", "FE-WJ01", 2025)
KEY = CellKey("1", "01", "1")
OTHER = CellKey("1", "02", "1")

reasons = st.text(max_size=20)
figures = st.builds(
    lambda scaled, decimals: (Decimal(scaled).scaleb(-decimals), decimals),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 6),
)
numbers = st.builds(
    lambda figure, reason, note: (DataValue(Kind.NUMBER, figure[0], reason, note), figure[1]),
    figures, reasons, reasons,
)  # fmt: skip
others = st.builds(
    lambda kind, reason, note: (DataValue(kind, None, reason, note), 0),
    st.sampled_from([kind for kind in Kind if kind is not Kind.NUMBER]), reasons, reasons,
)  # fmt: skip
values = numbers | others


@pytest.fixture
def connection(path):
    """The connection under ``wired``, to look behind the stores."""
    return database.open_existing(path)


@pytest.fixture
def wired(path, connection):
    """A workspace whose clock stands still and whose connection the test knows."""
    with Workspace(path, connection, "甲", clock=lambda: "2026-01-05T09:30:00+08:00") as workspace:
        yield workspace


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One workspace for all examples of a property; what one leaves is what the next finds."""
    path = tmp_path_factory.mktemp("store") / "a.fuerdb"
    with Workspace.create(path, Role.DESK, "11" * 32) as workspace:
        yield workspace


def journal_of(connection):
    query = "SELECT at, who, how, unit, form, period, tbl, row, col, old, new, hash FROM journal"
    return connection.execute(f"{query} ORDER BY number").fetchall()


def count(connection):
    return connection.execute("SELECT count(*) FROM journal").fetchone()[0]


def walk(rows):
    """The head that the rows of a journal lead to; fails at the first that does not follow."""
    head = START
    for number_, (*row, stored) in enumerate(rows, start=1):
        head = chained(head, tuple(row))
        assert stored == head, f"row {number_}"
    return head


# --- one cell -----------------------------------------------------------------------------


@given(values)
@example((BLANK, 0))
@example((DataValue(Kind.BLANK, None, "", "稍后补"), 0))
@example((number(0), 0))
@example((number("-0.5"), 1))
@example((number("999999999999999"), 0))
@example((number("-999999999.999999"), 6))
@example((DataValue(Kind.NO_DATA, None, "𠮷\0\n'\"", "；"), 0))
def test_any_value_that_is_put_is_got_again(shared, value_and_decimals):
    value, decimals = value_and_decimals

    shared.values.put(PLACE, {KEY: (value, decimals)}, "typed")

    assert shared.values.get(PLACE, KEY) == value
    assert shared.values.of_form(PLACE).get(KEY, BLANK) == value


@given(figures)
def test_a_figure_comes_back_with_the_decimals_of_its_cell(shared, figure):
    given_figure, decimals = figure

    shared.values.put(PLACE, {KEY: (BLANK, 0)}, "typed")
    shared.values.put(PLACE, {KEY: (DataValue(Kind.NUMBER, given_figure), decimals)}, "typed")

    assert shared.values.get(PLACE, KEY).plain == f"{given_figure:.{decimals}f}"


@given(values, values)
def test_a_change_has_one_row_in_the_journal_and_no_change_has_none(shared, first, second):
    shared.values.put(PLACE, {KEY: first}, "typed")
    head = shared.journal.head

    shared.values.put(PLACE, {KEY: second}, "typed")

    changed = first[0] != second[0]
    assert (shared.journal.head != head) is changed
    after = shared.journal.head
    shared.values.put(PLACE, {KEY: second}, "typed")
    assert shared.journal.head == after


def test_a_cell_that_nobody_filled_is_blank(workspace):
    assert workspace.values.get(PLACE, KEY) is BLANK
    assert workspace.values.of_form(PLACE) == {}


def test_a_cell_made_blank_again_has_no_row(wired, connection):
    wired.values.put(PLACE, {KEY: (number(5), 0)}, "typed")

    wired.values.put(PLACE, {KEY: (BLANK, 0)}, "typed")

    assert wired.values.of_form(PLACE) == {}
    assert connection.execute("SELECT count(*) FROM data_value").fetchone() == (0,)
    assert count(connection) == 2


def test_figures_are_stored_as_whole_numbers(wired, connection):
    wired.values.put(PLACE, {KEY: (number("12.5"), 2)}, "typed")

    row = connection.execute("SELECT number, typeof(number), decimals FROM data_value").fetchone()
    assert row == (1250, "integer", 2)


@pytest.mark.parametrize(
    "elsewhere",
    [
        FormPlace("990100JY", "FE-WJ01", 2025),
        FormPlace("990100WJ", "FE-WJ02", 2025),
        FormPlace("990100WJ", "FE-WJ01", 2024),
    ],
    ids=["another unit", "another form", "another year"],
)
def test_a_cell_is_seen_in_its_own_place_only(workspace, elsewhere):
    workspace.values.put(PLACE, {KEY: (number(1), 0)}, "typed")

    assert workspace.values.get(elsewhere, KEY) == BLANK
    assert workspace.values.of_form(elsewhere) == {}


def test_codes_are_texts_and_01_is_not_1(workspace):
    one, zero_one = CellKey("1", "1", "1"), CellKey("1", "01", "1")

    workspace.values.put(PLACE, {one: (number(1), 0), zero_one: (number(2), 0)}, "typed")

    assert workspace.values.of_form(PLACE) == {one: number(1), zero_one: number(2)}


# --- the journal --------------------------------------------------------------------------


def test_a_row_of_the_journal_says_what_was_there_and_what_is(wired, connection):
    wired.values.put(PLACE, {KEY: (number("1.5"), 1)}, "typed")
    later = DataValue(Kind.NO_DATA, None, "调查尚未完成", "问过乙")
    wired.values.put(PLACE, {KEY: (later, 1)}, "imported from 数据.csv")

    head = ("2026-01-05T09:30:00+08:00", "甲")
    cell = ("990100WJ", "FE-WJ01", 2025, "1", "01", "1")
    assert [row[:-1] for row in journal_of(connection)] == [
        (*head, "typed", *cell, '["blank","","",""]', '["number","1.5","",""]'),
        (
            *head, "imported from 数据.csv", *cell,
            '["number","1.5","",""]', '["no_data","","调查尚未完成","问过乙"]',
        ),
    ]  # fmt: skip


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from([KEY, OTHER]), values), max_size=6))
def test_the_chain_holds_from_its_start_after_any_changes(tmp_path_factory, changes):
    path = tmp_path_factory.mktemp("chain") / "a.fuerdb"
    connection = database.create(path)
    with Workspace(path, connection, "甲") as workspace:
        for key, value in changes:
            workspace.values.put(PLACE, {key: value}, "typed")

        assert walk(journal_of(connection)) == workspace.journal.head


def test_a_journal_without_rows_has_the_start_as_its_head(workspace):
    assert workspace.journal.head == START == "0" * 64


def test_the_chain_goes_on_after_closing_and_opening(path):
    with Workspace.open(path) as workspace:
        workspace.values.put(PLACE, {KEY: (number(1), 0)}, "typed")
        head = workspace.journal.head

    connection = database.open_existing(path)
    with Workspace(path, connection, "乙") as again:
        assert again.journal.head == head
        again.values.put(PLACE, {KEY: (number(2), 0)}, "typed")
        assert walk(journal_of(connection)) == again.journal.head


@pytest.mark.parametrize("field", range(11))
def test_no_field_of_a_row_can_be_changed_without_breaking_the_chain(wired, connection, field):
    wired.values.put(PLACE, {KEY: (number(1), 0), OTHER: (number(2), 0)}, "typed")
    rows = [list(row) for row in journal_of(connection)]
    rows[0][field] = rows[0][field] + (1 if field == 5 else "x")

    with pytest.raises(AssertionError, match="row 1"):
        walk(rows)


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_no_row_but_the_last_can_be_taken_out_without_breaking_the_chain(wired, connection, gone):
    for figure in range(4):
        wired.values.put(PLACE, {KEY: (number(figure), 0)}, "typed")
    rows = journal_of(connection)
    del rows[gone]

    with pytest.raises(AssertionError):
        walk(rows)


def test_two_rows_cannot_be_swapped_without_breaking_the_chain(wired, connection):
    wired.values.put(PLACE, {KEY: (number(1), 0), OTHER: (number(2), 0)}, "typed")

    with pytest.raises(AssertionError):
        walk(list(reversed(journal_of(connection))))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET new = 'x'",
        "UPDATE journal SET hash = hash",
        "UPDATE journal SET number = 7 WHERE number = 1",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE number = 2",
    ],
)
def test_the_journal_only_grows(wired, connection, statement):
    wired.values.put(PLACE, {KEY: (number(1), 0), OTHER: (number(2), 0)}, "typed")
    before = journal_of(connection)

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)

    assert journal_of(connection) == before


def test_no_row_of_the_journal_can_be_replaced(wired, connection):
    wired.values.put(PLACE, {KEY: (number(1), 0)}, "typed")
    before = journal_of(connection)

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE number = 1")

    assert journal_of(connection) == before


def test_what_was_there_stands_as_it_stood_in_the_row_before(wired, connection):
    wired.values.put(PLACE, {KEY: (number(1), 2)}, "typed")
    wired.values.put(PLACE, {KEY: (number(2), 2)}, "typed")

    (_, new), (old, _) = connection.execute("SELECT old, new FROM journal ORDER BY number")
    assert old == new == '["number","1.00","",""]'


def test_after_closing_nothing_can_be_written(path):
    workspace = Workspace.open(path)
    workspace.close()

    with pytest.raises((WorkspaceError, sqlite3.ProgrammingError)):
        workspace.values.put(PLACE, {KEY: (number(1), 0)}, "typed")


# --- all or nothing -----------------------------------------------------------------------


def test_many_cells_are_one_transaction(wired, connection):
    """The last cell cannot be stored: its code is no text. None of the others is there."""
    wired.values.put(PLACE, {KEY: (number(1), 0)}, "typed")
    head, rows = wired.journal.head, count(connection)
    bad = CellKey("1", None, "1")

    with pytest.raises(sqlite3.IntegrityError):
        wired.values.put(
            PLACE, {KEY: (number(2), 0), OTHER: (number(3), 0), bad: (number(4), 0)}, "pasted"
        )

    assert wired.values.of_form(PLACE) == {KEY: number(1)}
    assert (wired.journal.head, count(connection)) == (head, rows)


def test_after_a_failed_transaction_the_chain_goes_on_unbroken(wired, connection):
    wired.values.put(PLACE, {KEY: (number(1), 0)}, "typed")
    with pytest.raises(sqlite3.IntegrityError):
        wired.values.put(
            PLACE, {OTHER: (number(3), 0), CellKey("1", None, "1"): (number(4), 0)}, "pasted"
        )

    wired.values.put(PLACE, {OTHER: (number(5), 0)}, "typed")

    assert walk(journal_of(connection)) == wired.journal.head
    assert count(connection) == 2


class MindChangedError(Exception):
    """Raised in the middle of a transaction."""


def break_off(workspace, error):
    """Change a cell, write it into the journal, and then think better of it."""
    with workspace.commit():
        workspace.values.add_submission(7, PLACE, [("1", "01", "1", "number", 5, 0, "", "")])
        workspace.journal.append(PLACE, KEY, (BLANK, number(1)), "typed")
        raise error


@pytest.mark.parametrize("error", [MindChangedError, KeyboardInterrupt, MemoryError])
def test_a_transaction_that_is_broken_off_leaves_nothing(wired, connection, error):
    head = wired.journal.head

    with pytest.raises(error):
        break_off(wired, error)

    assert wired.values.of_form(PLACE, 7) == {}
    assert (wired.journal.head, count(connection)) == (head, 0)
    assert not connection.in_transaction


def test_a_sentence_for_people_passes_through_a_transaction_unchanged(workspace):
    with pytest.raises(WorkspaceError, match="请看这里"), workspace.commit():
        raise WorkspaceError("请看这里。")


# --- submissions' figures -----------------------------------------------------------------

ROWS = [
    ("1", "01", "1", "number", 1250, 2, "", "已核"),
    ("1", "02", "1", "no_data", None, 0, "调查尚未完成", ""),
]
FOUND = {
    KEY: DataValue(Kind.NUMBER, Decimal("12.5"), "", "已核"),
    OTHER: DataValue(Kind.NO_DATA, None, "调查尚未完成"),
}


@contextmanager
def added(workspace, submission, place=PLACE, rows=ROWS):
    with workspace.commit():
        workspace.values.add_submission(submission, place, rows)
    yield


def test_the_figures_of_a_submission_are_read_by_its_number(workspace):
    with added(workspace, 1), added(workspace, 2, rows=ROWS[:1]):
        assert workspace.values.of_form(PLACE, 1) == FOUND
        assert list(workspace.values.of_form(PLACE, 2)) == [KEY]
        assert workspace.values.of_form(PLACE, 3) == {}


def test_the_figures_of_submissions_are_nobodys_own(wired, connection):
    with added(wired, 1), added(wired, HANDED_DOWN):
        assert wired.values.of_form(PLACE) == wired.values.of_form(PLACE, OWN) == {}
        assert wired.values.get(PLACE, KEY) == BLANK
        assert count(connection) == 0


def test_the_figures_of_several_submissions_come_with_their_places(workspace):
    elsewhere = FormPlace("990100JY", "FE-JY01", 2025)
    with added(workspace, 1), added(workspace, 2, elsewhere), added(workspace, 3):
        found = list(workspace.values.of_submissions([1, 2]))

    assert sorted(found, key=repr) == sorted(
        [(place, key, value) for place in (PLACE, elsewhere) for key, value in FOUND.items()],
        key=repr,
    )


def test_the_figures_of_no_submission_are_none(workspace):
    assert list(workspace.values.of_submissions([])) == []


def test_a_submission_cannot_be_added_twice(workspace):
    with added(workspace, 1), pytest.raises(sqlite3.IntegrityError), added(workspace, 1):
        pass

    assert workspace.values.of_form(PLACE, 1) == FOUND


# --- any history --------------------------------------------------------------------------


class Filling(RuleBasedStateMachine):
    """Cells put one by one, together, in vain, and the program started again between."""

    keys = st.sampled_from([KEY, OTHER, CellKey("2", "01", "3")])
    folder = None

    @initialize()
    def begin(self):
        self.path = self.folder.mktemp("filling") / "a.fuerdb"
        Workspace.create(self.path, Role.DESK, "11" * 32).close()
        self.present, self.rows = {}, 0
        self.start()

    def start(self):
        self.connection = database.open_existing(self.path)
        self.workspace = Workspace(self.path, self.connection, "甲")

    @rule(changes=st.dictionaries(keys, values, max_size=3))
    def put(self, changes):
        self.workspace.values.put(PLACE, changes, "typed")
        for key, (value, _) in changes.items():
            self.rows += self.present.get(key, BLANK) != value
            self.present[key] = value

    @rule()
    def put_in_vain(self):
        with pytest.raises(MindChangedError):
            break_off(self.workspace, MindChangedError)

    @rule()
    def start_again(self):
        self.workspace.close()
        self.start()

    @invariant()
    def every_cell_is_what_was_put_last(self):
        filled = {key: value for key, value in self.present.items() if value != BLANK}
        assert self.workspace.values.of_form(PLACE) == filled

    @invariant()
    def the_journal_has_one_row_for_each_change_and_holds(self):
        rows = journal_of(self.connection)
        assert len(rows) == self.rows
        assert walk(rows) == self.workspace.journal.head

    def teardown(self):
        if hasattr(self, "workspace"):
            self.workspace.close()


def test_no_history_of_changes_loses_a_cell_or_breaks_the_chain(tmp_path_factory):
    machine = type("FillingHere", (Filling,), {"folder": tmp_path_factory})
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=12))
