"""The edit session: what is typed is on disk at once, derived cells and findings follow."""

from decimal import Decimal

import pytest

from fuer_desktop.domain.errors import EntryError, WorkspaceError
from fuer_desktop.domain.values import CellKey, Kind
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.editing import (
    EditSession,
    FormContent,
    Saving,
    commit_change,
    load_content,
)
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import EAST, TOWNSHIP

MEMBERS, WOMEN, SHARE = CellKey("1", "01", "1"), CellKey("1", "01", "2"), CellKey("1", "01", "3")


def session_on(desk: Workspace) -> EditSession:
    """The desk's form, each change committed before the next line runs."""
    task = load_task(desk)
    [form] = task.own_forms

    def post(change, committed):
        commit_change(desk, task, change)
        committed(None)

    return EditSession(form, load_content(desk, task, form), post)


@pytest.fixture
def desk(filled):
    with Workspace.open(filled.desk(EAST)) as workspace:
        yield workspace


def stored(desk: Workspace, key: CellKey):
    return desk.values.get(FormPlace(EAST, TOWNSHIP, 2025), key)


def test_a_typed_cell_is_on_disk_when_it_is_marked_saved(desk):
    session = session_on(desk)

    session.enter(MEMBERS, "33")

    assert session.saving(MEMBERS) is Saving.SAVED
    assert stored(desk, MEMBERS).number == Decimal(33)


@pytest.mark.parametrize("cell", [("05", "1"), ("01", "3"), ("03", "2"), ("09", "1")])
def test_a_cell_that_nobody_fills_cannot_be_typed(desk, cell):
    session = session_on(desk)
    head = desk.journal.head

    with pytest.raises(EntryError):
        session.enter(CellKey("1", *cell), "1")

    assert desk.journal.head == head


def test_each_change_moves_the_journal_and_no_change_does_not(desk):
    session = session_on(desk)
    start = desk.journal.head

    session.enter(MEMBERS, "20")
    same = desk.journal.head
    session.enter(MEMBERS, "")

    assert same == start
    assert desk.journal.head != start


def test_what_is_derived_follows_what_is_typed(desk):
    session = session_on(desk)
    touched = []
    session.listeners.append(touched.append)

    session.enter(WOMEN, "10")

    # 10 of 20 members
    assert session.value(SHARE).number == 50
    assert {WOMEN, SHARE} <= frozenset().union(*touched)


def test_a_reason_stays_while_the_value_stays_and_goes_with_it(desk):
    session = session_on(desk)
    session.explain(MEMBERS, "换届后增加了席位")

    session.enter(MEMBERS, "20")
    kept = session.value(MEMBERS).reason
    session.enter(MEMBERS, "21")

    assert kept == "换届后增加了席位"
    assert session.value(MEMBERS).reason == ""


def test_no_data_needs_a_reason(desk):
    session = session_on(desk)

    with pytest.raises(EntryError, match="无数据"):
        session.enter_kind(MEMBERS, Kind.NO_DATA)

    assert session.value(MEMBERS).number == 20


def test_what_could_not_be_saved_is_marked_and_can_be_saved_again(desk):
    task = load_task(desk)
    [form] = task.own_forms
    answers = [WorkspaceError("磁盘已满"), None]
    session = EditSession(form, FormContent({}, {}), lambda _, done: done(answers.pop(0)))

    session.enter(MEMBERS, "33")
    failed = session.saving(MEMBERS)
    session.retry()

    assert failed is Saving.FAILED
    assert session.saving(MEMBERS) is Saving.SAVED


def test_an_answer_to_an_older_change_says_nothing_about_the_newer(desk):
    task = load_task(desk)
    [form] = task.own_forms
    waiting = []
    session = EditSession(form, FormContent({}, {}), lambda _, done: waiting.append(done))

    session.enter(MEMBERS, "1")
    session.enter(MEMBERS, "2")
    waiting[0](None)

    assert session.saving(MEMBERS) is Saving.WAITING
    waiting[1](None)
    assert session.saving(MEMBERS) is Saving.SAVED
