"""What is recorded of every transaction makes the same tables again, and nothing else is."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.checking import Finding
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.findings import FindingKey
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, number
from fuer_desktop.domain.versions import Version
from fuer_desktop.store.intake import IntakeLine
from fuer_desktop.store.recording import Change, NoWitness, Position
from fuer_desktop.store.submissions import NewSubmission
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.workspace import HistoryValue, Role, Workspace
from tests.store.desk import FIRST, KEY, NOW, PLACE, SECOND, all_tables, type_in, values

TASK = TaskRecord("990100-2025", 2025, "2026-03-31", "", ("FE-WJ01",), "aa" * 32, "")
FINDING = FindingKey("R01", (FIRST,), None, None)
CELL = ("1", "01", "1", "number", 1250, 2, "", "已核")


class Listener(NoWitness):
    """A witness that remembers what it was told."""

    def __init__(self):
        self.told = []
        self.withdrawn = 0

    def write(self, before, after, changes):
        self.told.append((before, after, list(changes)))

    def withdraw(self):
        self.withdrawn += 1

    @property
    def changes(self):
        return [change for *_, changes in self.told for change in changes]


class RefusingWitness(NoWitness):
    """A witness whose disk is full."""

    def write(self, before, after, changes):
        raise WorkspaceError("第二份记录写不进。")


@pytest.fixture
def listener(workspace):
    listener = Listener()
    workspace.watch(listener)
    return listener


# --- replay -------------------------------------------------------------------------------


def put(workspace, changes):
    workspace.values.put(PLACE, changes, How.TYPED)


def enrol(workspace, secret):
    with workspace.commit(How.TASK_MADE):
        workspace.tasks.keep_secret(TASK.code, "U1", secret)


def take_in(workspace, package):
    digest = f"{len(workspace.intake.lines()):064}"
    with workspace.commit(How.TAKEN_IN, "U盘"):
        new = NewSubmission(TASK.code, "U1", Version(digest, 1, frozenset()), NOW, "22" * 32)
        workspace.submissions.add(new, package)
        run = workspace.intake.begin(NOW, "收件", "甲").number
        workspace.intake.note(IntakeLine(run, NOW, "a.fuer", "new", "U1", 1, "已收下。"))


def hand_down(workspace, figure):
    with workspace.commit(How.TASK_OPENED):
        workspace.values.add_handed_down(PLACE, [("1", figure, "1", "number", 5, 0, "", "")])


def set_history(workspace, value):
    workspace.set_history([HistoryValue("a", 2020, value, "年鉴", "final")], "历年.csv")


def explain(workspace, reason):
    with workspace.commit(How.EXPLAINED):
        workspace.findings.explain(PLACE, {FINDING: reason})


def check(workspace, found):
    with workspace.commit(How.CHECKED):
        spots = {(0, PLACE): [Finding(FINDING.rule, RuleClass.C, FINDING.cells, "")] * found}
        workspace.findings.record(PLACE.period, {PLACE.unit: spots})


def attach(workspace, content):
    with workspace.commit(How.ATTACHED):
        if any(
            kept.size == len(content) for kept in workspace.attachments.of_unit("990100WJ", 2025)
        ):
            return
        workspace.attachments.add(PLACE, f"{len(content)}.pdf", content)


def detach(workspace, _):
    for kept in workspace.attachments.of_unit(PLACE.unit, PLACE.period)[:1]:
        with workspace.commit(How.DETACHED):
            workspace.attachments.remove(PLACE, kept)


def break_off(workspace):
    with workspace.commit(How.TYPED):
        run = workspace.intake.begin(NOW, "收件", "甲").number
        workspace.intake.note(IntakeLine(run, NOW, "b.fuer", "new", "U2", 1, ""))
        raise KeyError


def fail(workspace, _):
    with pytest.raises(KeyError):
        break_off(workspace)


words = st.text(st.characters(codec="utf-8"), max_size=8)
keys = st.sampled_from([FIRST, SECOND, CellKey("2", "01", "3")])
acts = st.one_of(
    st.tuples(st.just(put), st.dictionaries(keys, values, max_size=3)),
    st.tuples(st.just(enrol), words),
    st.tuples(st.just(take_in), st.binary(max_size=50)),
    st.tuples(st.just(set_history), words),
    st.tuples(st.just(explain), words),
    st.tuples(st.just(check), st.booleans()),
    st.tuples(st.just(attach), st.binary(min_size=1, max_size=5)),
    st.tuples(st.just(detach), st.none()),
    st.tuples(st.just(fail), st.none()),
)


def rebuilt(path, changes):
    """All tables of a file made from recorded changes alone."""
    with Workspace.rebuild(path, changes, lambda _: None) as again:
        return all_tables(again.connection)


@settings(max_examples=20)
@given(st.lists(acts, max_size=12), st.booleans())
def test_recorded_changes_make_equal_tables(tmp_path_factory, todo, handed_down):
    folder = tmp_path_factory.mktemp("replay")
    with Workspace.create(folder / "a.fuerdb", Role.OFFICE, KEY) as workspace:
        beginning, listener = list(workspace.everything()), Listener()
        workspace.watch(listener)
        with workspace.commit(How.TASK_MADE):
            workspace.tasks.add(TASK, {"forms/FE-WJ01.toml": "[form]\n", "place.toml": "演练县"})
        if handed_down:
            hand_down(workspace, "01")
        for act, argument in todo:
            act(workspace, argument)
        now = all_tables(workspace.connection)

        assert rebuilt(folder / "changes.fuerdb", beginning + listener.changes) == now
        assert rebuilt(folder / "rows.fuerdb", workspace.everything()) == now


def test_a_cell_made_blank_is_blank_in_what_is_made_again(tmp_path, workspace, listener):
    beginning = list(workspace.everything())
    type_in(workspace, FIRST, 1)
    type_in(workspace, SECOND, 2)
    workspace.values.put(PLACE, {FIRST: (BLANK, 0)}, How.TYPED)

    again = rebuilt(tmp_path / "又.fuerdb", beginning + listener.changes)

    assert again == all_tables(workspace.connection)
    assert len(again["data_value"]) == 1


def test_a_file_catches_up_with_what_was_recorded(tmp_path, workspace, listener):
    behind = tmp_path / "旧.fuerdb"
    workspace.copy_into(behind)
    type_in(workspace, FIRST, 1)
    workspace.values.put(PLACE, {FIRST: (number(2), 0), SECOND: (number(3), 0)}, How.PASTED)

    with Workspace.open(behind) as late:
        late.catch_up(listener.changes, lambda _: None)

        assert all_tables(late.connection) == all_tables(workspace.connection)
        assert late.journal.position == workspace.journal.position
        type_in(late, FIRST, 7)


def test_changes_that_do_not_fit_are_made_all_or_not_at_all(workspace, listener):
    type_in(workspace, FIRST, 1)
    before = all_tables(workspace.connection)
    fits = Change("=", "setting", ("name", "value"), ("x", "y"))

    with pytest.raises(sqlite3.IntegrityError):
        workspace.catch_up([fits, *listener.changes], lambda _: None)

    assert all_tables(workspace.connection) == before


# --- what the witness is told -------------------------------------------------------------


def test_a_commit_is_told_once_with_where_the_journal_stood_and_stands(workspace, listener):
    before = workspace.journal.position

    workspace.values.put(PLACE, {FIRST: (number(1), 0), SECOND: (number(2), 0)}, How.PASTED)

    [(began, ended, changes)] = listener.told
    assert (began, ended) == (before, workspace.journal.position)
    assert [(change.verb, change.table) for change in changes] == [
        ("=", "data_value"), ("+", "journal"), ("=", "data_value"), ("+", "journal"),
    ]  # fmt: skip


def test_the_witness_is_told_while_the_database_can_still_refuse(workspace, path):
    class Looking(Listener):
        def write(self, before, after, changes):
            self.was_open = workspace.connection.in_transaction

    looking = Looking()
    workspace.watch(looking)
    type_in(workspace, FIRST, 1)

    assert looking.was_open
    assert not workspace.connection.in_transaction


def test_what_changed_nothing_is_not_told(workspace, listener):
    type_in(workspace, FIRST, 1)
    type_in(workspace, FIRST, 1)
    with workspace.commit(How.TYPED):
        pass

    assert len(listener.told) == 1


def test_what_was_broken_off_is_not_told_with_the_next_commit(workspace, listener):
    fail(workspace, None)

    set_history(workspace, "7")

    [(_, _, changes)] = listener.told
    assert [change.table for change in changes] == ["history", "journal"]


def test_every_transaction_moves_the_journal_on(workspace, listener):
    """Else two transactions could not be told apart by where the journal stands."""
    set_history(workspace, "7")

    [(before, after, _)] = listener.told
    assert after.number == before.number + 1


def test_the_figures_of_a_submission_are_not_told_with_its_package(workspace, listener):
    with workspace.commit(How.TAKEN_IN):
        workspace.tasks.add(TASK, {})
        workspace.values.add_submission(1, PLACE, [CELL])

    assert "data_value" not in {change.table for change in listener.changes}
    assert list(workspace.values.of_form(PLACE, 1)) == [FIRST]


def test_what_the_witness_refuses_is_not_in_the_file_either(workspace):
    before, position = all_tables(workspace.connection), workspace.journal.position
    workspace.watch(RefusingWitness())

    with pytest.raises(WorkspaceError, match="第二份记录写不进"):
        type_in(workspace, FIRST, 1)

    assert all_tables(workspace.connection) == before
    assert workspace.journal.position == position
    workspace.watch(NoWitness())
    type_in(workspace, FIRST, 2)
    assert workspace.values.of_form(PLACE) == {FIRST: number(2)}


def refuse_at_commit(workspace):
    """A reference that is only looked at when the transaction ends, and leads nowhere."""
    workspace.connection.execute("PRAGMA defer_foreign_keys = ON")
    workspace.tasks.keep_secret("nothing", "U1", "11")


def test_what_the_database_refuses_in_the_end_is_taken_back_from_the_witness(workspace, listener):
    position = workspace.journal.position

    with pytest.raises(sqlite3.IntegrityError), workspace.commit(How.TASK_MADE):
        refuse_at_commit(workspace)

    assert (len(listener.told), listener.withdrawn) == (1, 1)
    assert workspace.journal.position == position


def test_what_the_witness_was_never_told_is_not_taken_back(workspace, listener):
    fail(workspace, None)

    assert (listener.told, listener.withdrawn) == ([], 0)


def test_a_copy_to_look_at_takes_no_writing_and_says_why(path):
    with Workspace.look(path) as copy, pytest.raises(WorkspaceError) as refusal:
        type_in(copy, FIRST, 1)

    assert str(refusal.value) == (
        f"现在看的是“{path}”的只读副本，不能改动。请把工作库复制到本机硬盘后打开。"
    )


def test_the_beginning_of_the_journal_is_a_position_too(workspace):
    assert workspace.journal.position == Position(1, workspace.journal.head)
