"""The journal as a whole: steps, events, and the first row that somebody has tampered with."""

import random
import sqlite3
from contextlib import closing, contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.steps import How, Step
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, number
from fuer_desktop.store.database import Connection
from fuer_desktop.store.journal import (
    COLUMNS,
    START,
    Breach,
    FormPlace,
    chained,
    first_breach,
    last_position,
    last_time,
    position_at,
    value_of,
)
from fuer_desktop.store.recording import Position
from fuer_desktop.store.workspace import Role, Workspace
from tests.store.desk import FIRST, KEY, PLACE, SECOND, type_in, values

ROWS = 60
NUMBERS = {"number", "step", "period"}


def connect_free():
    return sqlite3.connect(":memory:", isolation_level=None, factory=Connection)


@pytest.fixture(scope="module")
def tampered(tmp_path_factory):
    """A journal of sixty rows in a connection that has no triggers."""
    path = tmp_path_factory.mktemp("journal") / "a.fuerdb"
    with Workspace.create(path, Role.DESK, KEY) as workspace:
        for row in range(1, ROWS):
            type_in(workspace, CellKey("1", f"{row:02}", "1"), row)
        with closing(connect_free()) as free:
            workspace.connection.backup(free)
            for event in ("update", "delete"):
                free.execute(f"DROP TRIGGER journal_is_append_only_{event}")
            yield free


@contextmanager
def taken_back(connection):
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def content(connection, number_):
    [row] = connection.execute("SELECT * FROM journal WHERE number = ?", (number_,))
    return list(row)


def store(connection, row):
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT OR REPLACE INTO journal VALUES ({marks})", row)


def edit(connection, chance):
    """Change one field of one row; returns the number of the first row that is wrong."""
    at = chance.randint(1, ROWS)
    column = chance.choice([*COLUMNS[1:], "hash"])
    changed = f"{column} + 1" if column in NUMBERS else f"{column} || 'x'"
    connection.execute(f"UPDATE journal SET {column} = {changed} WHERE number = ?", (at,))
    return at


def delete(connection, chance):
    """Take out some rows in a line, but not the last."""
    first = chance.randint(1, ROWS - 1)
    last = chance.randint(first, ROWS - 1)
    connection.execute("DELETE FROM journal WHERE number BETWEEN ? AND ?", (first, last))
    return first


def close_up(connection, chance):
    """Take a row out, and number the later ones as if it had not been."""
    gone = chance.randint(1, ROWS - 1)
    connection.execute("DELETE FROM journal WHERE number = ?", (gone,))
    for later in range(gone + 1, ROWS + 1):
        connection.execute("UPDATE journal SET number = number - 1 WHERE number = ?", (later,))
    return gone


def swap(connection, chance):
    """Two rows with each other's content."""
    first, second = sorted(chance.sample(range(1, ROWS + 1), 2))
    one, other = content(connection, first), content(connection, second)
    store(connection, [first, *other[1:]])
    store(connection, [second, *one[1:]])
    return first


def insert(connection, chance):
    """Somebody else's row between two others, and all later ones moved on."""
    at = chance.randint(1, ROWS)
    for later in range(ROWS, at - 1, -1):
        connection.execute("UPDATE journal SET number = number + 1 WHERE number = ?", (later,))
    row = [at, *content(connection, at + 1)[1:]]
    row[COLUMNS.index("who")] = "别人"
    store(connection, row)
    return at


def forge(connection, chance):
    """One row changed and hashed as it should be: the one after it no longer follows."""
    at = chance.randint(1, ROWS - 1)
    row = content(connection, at)
    row[COLUMNS.index("who")] = "别人"
    previous = START if at == 1 else content(connection, at - 1)[-1]
    store(connection, [*row[:-1], chained(previous, tuple(row[:-1]))])
    return at + 1


def test_a_journal_that_nobody_touched_is_whole(tampered):
    assert first_breach(tampered) is None
    assert tampered.execute("SELECT count(*) FROM journal").fetchone() == (ROWS,)


@pytest.mark.parametrize("tamper", [edit, delete, close_up, swap, insert, forge])
def test_the_first_row_that_was_tampered_with_is_named(tampered, tamper):
    chance = random.Random(tamper.__name__)

    for _ in range(200):
        with taken_back(tampered):
            first = tamper(tampered, chance)
            found = first_breach(tampered)
        assert found is not None
        assert found.number == first

    assert first_breach(tampered) is None


def test_the_time_of_the_first_wrong_row_is_named(tampered):
    with taken_back(tampered):
        tampered.execute("UPDATE journal SET at = '2020-02-02', who = '别人' WHERE number = 7")

        assert first_breach(tampered) == Breach(7, "2020-02-02")


@pytest.mark.parametrize("number_", [0, -3])
def test_a_row_before_the_first_is_found(tampered, number_):
    with taken_back(tampered):
        tampered.execute("UPDATE journal SET number = ? WHERE number = 9", (number_,))

        assert first_breach(tampered).number == number_


@pytest.mark.parametrize("left", [0, 1, ROWS - 1])
def test_a_tail_that_was_cut_off_shows_only_beside_a_head_that_left_the_machine(tampered, left):
    head = last_position(tampered)

    with taken_back(tampered):
        tampered.execute("DELETE FROM journal WHERE number > ?", (left,))

        assert first_breach(tampered) is None
        assert last_position(tampered) != head
        assert position_at(tampered, head.number) is None


# --- positions ----------------------------------------------------------------------------


def test_where_the_journal_stood_is_found_by_its_number(workspace):
    heads = [Position(0, START), workspace.journal.position]
    for figure in range(1, 4):
        type_in(workspace, FIRST, figure)
        heads.append(workspace.journal.position)

    assert [position_at(workspace.connection, at) for at in range(5)] == heads
    assert position_at(workspace.connection, 5) is None
    assert last_position(workspace.connection) == heads[-1]


def test_the_time_of_the_last_row_is_known(workspace):
    workspace.record_event(How.EXPORTED, "U盘/a.csv")

    [*_, last] = workspace.journal.rows()
    assert last_time(workspace.connection) == last.at != ""


# --- values in the journal ----------------------------------------------------------------


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One workspace for all examples of a property."""
    path = tmp_path_factory.mktemp("values") / "a.fuerdb"
    with Workspace.create(path, Role.DESK, KEY) as workspace:
        yield workspace


@given(values)
def test_a_value_is_read_out_of_the_journal_as_it_was_put(shared, value_and_decimals):
    value, decimals = value_and_decimals
    shared.values.put(PLACE, {FIRST: (DataValue(Kind.EXEMPT), 0)}, How.TYPED)
    shared.values.put(PLACE, {FIRST: (value, decimals)}, How.TYPED)

    [row] = shared.journal.rows_of(shared.journal.position.number)

    found, found_decimals = value_of(row.new)
    assert found == value
    if value.number is not None:
        assert found_decimals == decimals


# --- steps and events ---------------------------------------------------------------------


def test_one_commit_is_one_step_whatever_the_number_of_cells(workspace):
    workspace.values.put(PLACE, {FIRST: (number(1), 0), SECOND: (number(2), 0)}, How.PASTED)
    type_in(workspace, FIRST, 3)

    typed, pasted = workspace.journal.steps(2025)

    assert (pasted.number, pasted.how, pasted.cells) == (2, How.PASTED, 2)
    assert (typed.number, typed.how, typed.cells) == (4, How.TYPED, 1)
    assert [row.number for row in workspace.journal.rows_of(2)] == [2, 3]
    assert [row.key for row in workspace.journal.rows_of(2)] == [FIRST, SECOND]


def test_two_commits_of_one_kind_are_two_steps(workspace):
    type_in(workspace, FIRST, 1)
    type_in(workspace, SECOND, 2)

    assert [step.number for step in workspace.journal.steps(2025)] == [3, 2]


def test_a_step_over_several_forms_is_one_step(workspace):
    other = FormPlace(PLACE.unit, "FE-WJ02", 2025)
    cells = {FIRST: (number(1), 0)}

    workspace.values.put_forms({PLACE: cells, other: cells}, How.IMPORTED, "2025.csv")

    [step] = workspace.journal.steps(2025)
    assert (step.how, step.cells) == (How.IMPORTED, 2)
    assert {row.source for row in workspace.journal.rows_of(step.number)} == {"2025.csv"}


def test_each_year_has_its_own_steps(workspace):
    type_in(workspace, FIRST, 1)
    type_in(workspace, FIRST, 2, FormPlace(PLACE.unit, PLACE.form, 2024))

    assert [step.number for step in workspace.journal.steps(2024)] == [3]
    assert [step.number for step in workspace.journal.steps(2025)] == [2]
    assert list(workspace.journal.steps(2023)) == []


def test_an_undo_says_which_step_it_is_about(workspace):
    type_in(workspace, FIRST, 1)
    workspace.values.put_forms({PLACE: {FIRST: (BLANK, 0)}}, How.UNDO, "2")

    undo, typed = workspace.journal.steps(2025)

    assert undo == Step(3, How.UNDO, undo.at, of=2, cells=1)
    assert typed.of == 0


def test_events_are_on_record_beside_the_cells(workspace):
    type_in(workspace, FIRST, 1)
    workspace.record_event(How.EXPORTED, "U盘/a.csv", about="ab" * 32, unit="990100WJ")

    exported, created = workspace.journal.events()

    assert (exported.how, exported.source, exported.new) == ("exported", "U盘/a.csv", "ab" * 32)
    assert (exported.unit, exported.key) == ("990100WJ", None)
    assert created.how == "created"


def test_the_beginning_and_the_author_are_in_every_row(path):
    with Workspace.open(path, who="乙") as workspace:
        type_in(workspace, FIRST, 1)
        last = list(workspace.journal.rows())[-1]

    assert last.who == "乙"
    assert last.machine
    assert last.program


@given(st.lists(st.text(max_size=5), min_size=1, max_size=4))
def test_a_row_is_hashed_field_by_field(fields):
    """Moving a character from one field to the next gives another hash."""
    joined = ("".join(fields),)

    assert (chained(START, tuple(fields)) == chained(START, joined)) is (len(fields) == 1)
