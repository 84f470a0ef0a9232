"""Cells: what is put is got, each change has its row in the journal, all or nothing."""

import platform
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

import fuer_desktop
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, number
from fuer_desktop.store import database
from fuer_desktop.store.journal import COLUMNS, START, Author, FormPlace, Journal, chained
from fuer_desktop.store.migrations import migrate
from fuer_desktop.store.recording import Recorder
from fuer_desktop.store.values import OWN
from fuer_desktop.store.workspace import Role, Workspace
from tests.store.desk import FIRST, KEY, NOW, PLACE, SECOND, figures, type_in, values


@pytest.fixture
def connection(path):
    """The connection under ``wired``, to look behind the stores."""
    return database.open_existing(path, migrate)


@pytest.fixture
def wired(path, connection):
    """A workspace whose clock stands still and whose connection the test knows."""
    with Workspace(path, connection, "甲", clock=lambda: NOW) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One workspace for all examples of a property; what one leaves is what the next finds."""
    path = tmp_path_factory.mktemp("store") / "a.fuerdb"
    with Workspace.create(path, Role.DESK, KEY) as workspace:
        yield workspace


def journal_of(connection):
    """All rows; the first is that of the making of the workspace."""
    query = f"SELECT {', '.join(COLUMNS)}, hash FROM journal ORDER BY number"
    return connection.execute(query).fetchall()


def cell_changes(connection):
    """How many changes of cells are on record."""
    return connection.execute("SELECT count(*) FROM journal WHERE tbl <> ''").fetchone()[0]


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

    shared.values.put(PLACE, {FIRST: (value, decimals)}, How.TYPED)

    assert shared.values.get(PLACE, FIRST) == value
    assert shared.values.of_form(PLACE).get(FIRST, BLANK) == value


@given(figures)
def test_a_figure_comes_back_with_the_decimals_of_its_cell(shared, figure):
    given_figure, decimals = figure

    shared.values.put(PLACE, {FIRST: (BLANK, 0)}, How.TYPED)
    shared.values.put(PLACE, {FIRST: (DataValue(Kind.NUMBER, given_figure), decimals)}, How.TYPED)

    assert shared.values.get(PLACE, FIRST).plain == f"{given_figure:.{decimals}f}"


@given(values, values)
def test_a_change_has_one_row_in_the_journal_and_no_change_has_none(shared, first, second):
    shared.values.put(PLACE, {FIRST: first}, How.TYPED)
    head = shared.journal.head

    shared.values.put(PLACE, {FIRST: second}, How.TYPED)

    changed = first[0] != second[0]
    assert (shared.journal.head != head) is changed
    after = shared.journal.head
    shared.values.put(PLACE, {FIRST: second}, How.TYPED)
    assert shared.journal.head == after


def test_a_cell_that_nobody_filled_is_blank(workspace):
    assert workspace.values.get(PLACE, FIRST) is BLANK
    assert workspace.values.of_form(PLACE) == {}


def test_a_cell_made_blank_again_has_no_row(wired, connection):
    type_in(wired, FIRST, 5)

    wired.values.put(PLACE, {FIRST: (BLANK, 0)}, How.TYPED)

    assert wired.values.of_form(PLACE) == {}
    assert connection.execute("SELECT count(*) FROM data_value").fetchone() == (0,)
    assert cell_changes(connection) == 2


def test_figures_are_stored_as_whole_numbers(wired, connection):
    wired.values.put(PLACE, {FIRST: (number("12.5"), 2)}, How.TYPED)

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
    type_in(workspace, FIRST, 1)

    assert workspace.values.get(elsewhere, FIRST) == BLANK
    assert workspace.values.of_form(elsewhere) == {}


def test_codes_are_texts_and_01_is_not_1(workspace):
    one, zero_one = CellKey("1", "1", "1"), CellKey("1", "01", "1")

    workspace.values.put(PLACE, {one: (number(1), 0), zero_one: (number(2), 0)}, How.TYPED)

    assert workspace.values.of_form(PLACE) == {one: number(1), zero_one: number(2)}


# --- the journal --------------------------------------------------------------------------


def test_a_row_of_the_journal_says_what_was_there_and_what_is(wired, connection):
    wired.values.put(PLACE, {FIRST: (number("1.5"), 1)}, How.TYPED)
    later = DataValue(Kind.NO_DATA, None, "调查尚未完成", "问过乙")
    wired.values.put_forms({PLACE: {FIRST: (later, 1)}}, How.IMPORTED, "数据.csv")

    head = (NOW, "甲", platform.node(), fuer_desktop.__version__)
    cell = ("990100WJ", "FE-WJ01", 2025, "1", "01", "1")
    assert [row[:-1] for row in journal_of(connection)[1:]] == [
        (2, 2, *head, "typed", "", *cell, '["blank","","",""]', '["number","1.5","",""]'),
        (
            3, 3, *head, "imported", "数据.csv", *cell,
            '["number","1.5","",""]', '["no_data","","调查尚未完成","问过乙"]',
        ),
    ]  # fmt: skip


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from([FIRST, SECOND]), values), max_size=6))
def test_the_chain_holds_from_its_start_after_any_changes(tmp_path_factory, changes):
    path = tmp_path_factory.mktemp("chain") / "a.fuerdb"
    with Workspace.create(path, Role.DESK, KEY) as workspace:
        for key, value in changes:
            workspace.values.put(PLACE, {key: value}, How.TYPED)

        assert walk(journal_of(workspace.connection)) == workspace.journal.head


def test_a_journal_without_rows_has_the_start_as_its_head(tmp_path):
    empty = database.create(tmp_path / "a.fuerdb", lambda _: None)
    try:
        assert Journal(empty, Recorder(empty), lambda: NOW, Author()).head == START == "0" * 64
    finally:
        database.close(empty)


def test_a_new_workspace_has_its_making_as_the_only_row(workspace):
    [row] = workspace.journal.rows()

    assert (row.number, row.step, row.how, row.key) == (1, 1, How.CREATED, None)
    assert row.source == workspace.path.name
    assert workspace.journal.head == row.hash


def test_the_chain_goes_on_after_closing_and_opening(path):
    with Workspace.open(path) as workspace:
        type_in(workspace, FIRST, 1)
        head = workspace.journal.head

    connection = database.open_existing(path, migrate)
    with Workspace(path, connection, "乙") as again:
        assert again.journal.head == head
        type_in(again, FIRST, 2)
        assert walk(journal_of(connection)) == again.journal.head


@pytest.mark.parametrize("field", range(len(COLUMNS)))
def test_no_field_of_a_row_can_be_changed_without_breaking_the_chain(wired, connection, field):
    wired.values.put(PLACE, {FIRST: (number(1), 0), SECOND: (number(2), 0)}, How.TYPED)
    rows = [list(row) for row in journal_of(connection)]
    rows[0][field] = rows[0][field] + (1 if isinstance(rows[0][field], int) else "x")

    with pytest.raises(AssertionError, match=r"^row 1\b"):
        walk(rows)


@pytest.mark.parametrize("gone", [0, 1, 2, 3])
def test_no_row_but_the_last_can_be_taken_out_without_breaking_the_chain(wired, connection, gone):
    for figure in range(4):
        wired.values.put(PLACE, {FIRST: (number(figure), 0)}, How.TYPED)
    rows = journal_of(connection)
    del rows[gone]

    with pytest.raises(AssertionError):
        walk(rows)


def test_two_rows_cannot_be_swapped_without_breaking_the_chain(wired, connection):
    wired.values.put(PLACE, {FIRST: (number(1), 0), SECOND: (number(2), 0)}, How.TYPED)

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
    wired.values.put(PLACE, {FIRST: (number(1), 0), SECOND: (number(2), 0)}, How.TYPED)
    before = journal_of(connection)

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)

    assert journal_of(connection) == before


def test_no_row_of_the_journal_can_be_replaced(wired, connection):
    type_in(wired, FIRST, 1)
    before = journal_of(connection)

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE number = 1")

    assert journal_of(connection) == before


def test_what_was_there_stands_as_it_stood_in_the_row_before(wired, connection):
    wired.values.put(PLACE, {FIRST: (number(1), 2)}, How.TYPED)
    wired.values.put(PLACE, {FIRST: (number(2), 2)}, How.TYPED)

    (_, new), (old, _) = connection.execute(
        "SELECT old, new FROM journal WHERE tbl <> '' ORDER BY number"
    )
    assert old == new == '["number","1.00","",""]'


def test_after_closing_nothing_can_be_written(path):
    workspace = Workspace.open(path)
    workspace.close()

    with pytest.raises((WorkspaceError, sqlite3.ProgrammingError)):
        type_in(workspace, FIRST, 1)


# --- all or nothing -----------------------------------------------------------------------


def test_many_cells_are_one_transaction(wired, connection):
    """The last cell cannot be stored: its code is no text. None of the others is there."""
    type_in(wired, FIRST, 1)
    head, rows = wired.journal.head, cell_changes(connection)
    bad = CellKey("1", None, "1")

    with pytest.raises(sqlite3.IntegrityError):
        wired.values.put(
            PLACE, {FIRST: (number(2), 0), SECOND: (number(3), 0), bad: (number(4), 0)}, How.PASTED
        )

    assert wired.values.of_form(PLACE) == {FIRST: number(1)}
    assert (wired.journal.head, cell_changes(connection)) == (head, rows)


def test_after_a_failed_transaction_the_chain_goes_on_unbroken(wired, connection):
    type_in(wired, FIRST, 1)
    with pytest.raises(sqlite3.IntegrityError):
        wired.values.put(
            PLACE, {SECOND: (number(3), 0), CellKey("1", None, "1"): (number(4), 0)}, How.PASTED
        )

    type_in(wired, SECOND, 5)

    assert walk(journal_of(connection)) == wired.journal.head
    assert cell_changes(connection) == 2


class MindChangedError(Exception):
    """Raised in the middle of a transaction."""


def break_off(workspace, error):
    """Change a cell, write it into the journal, and then think better of it."""
    with workspace.commit(How.TYPED):
        workspace.values.add_submission(7, PLACE, [("1", "01", "1", "number", 5, 0, "", "")])
        workspace.journal.append(PLACE, FIRST, (BLANK, number(1)))
        raise error


@pytest.mark.parametrize("error", [MindChangedError, KeyboardInterrupt, MemoryError])
def test_a_transaction_that_is_broken_off_leaves_nothing(wired, connection, error):
    head = wired.journal.head

    with pytest.raises(error):
        break_off(wired, error)

    assert wired.values.of_form(PLACE, 7) == {}
    assert (wired.journal.head, cell_changes(connection)) == (head, 0)
    assert not connection.in_transaction


def test_a_sentence_for_people_passes_through_a_transaction_unchanged(workspace):
    with pytest.raises(WorkspaceError, match="请看这里"), workspace.commit(How.TYPED):
        raise WorkspaceError("请看这里。")


# --- submissions' figures -----------------------------------------------------------------

ROWS = [
    ("1", "01", "1", "number", 1250, 2, "", "已核"),
    ("1", "02", "1", "no_data", None, 0, "调查尚未完成", ""),
]
FOUND = {
    FIRST: DataValue(Kind.NUMBER, Decimal("12.5"), "", "已核"),
    SECOND: DataValue(Kind.NO_DATA, None, "调查尚未完成"),
}


@contextmanager
def added(workspace, submission, place=PLACE, rows=ROWS):
    with workspace.commit(How.TAKEN_IN):
        workspace.values.add_submission(submission, place, rows)
    yield


def hand_down(workspace, place=PLACE, rows=ROWS):
    """Last year's figures as the office has them."""
    with workspace.commit(How.TASK_OPENED):
        workspace.values.add_handed_down(place, rows)


def test_the_figures_of_a_submission_are_read_by_its_number(workspace):
    with added(workspace, 1), added(workspace, 2, rows=ROWS[:1]):
        assert workspace.values.of_form(PLACE, 1) == FOUND
        assert list(workspace.values.of_form(PLACE, 2)) == [FIRST]
        assert workspace.values.of_form(PLACE, 3) == {}


def test_the_figures_of_submissions_are_nobodys_own(wired, connection):
    hand_down(wired)
    with added(wired, 1):
        assert wired.values.of_form(PLACE) == wired.values.of_form(PLACE, OWN) == {}
        assert wired.values.get(PLACE, FIRST) == BLANK
        assert cell_changes(connection) == 0


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

    keys = st.sampled_from([FIRST, SECOND, CellKey("2", "01", "3")])
    folder = None

    @initialize()
    def begin(self):
        self.path = self.folder.mktemp("filling") / "a.fuerdb"
        Workspace.create(self.path, Role.DESK, KEY).close()
        self.present, self.rows = {}, 1
        self.start()

    def start(self):
        self.connection = database.open_existing(self.path, migrate)
        self.workspace = Workspace(self.path, self.connection, "甲")

    @rule(changes=st.dictionaries(keys, values, max_size=3))
    def put(self, changes):
        self.workspace.values.put(PLACE, changes, How.TYPED)
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
