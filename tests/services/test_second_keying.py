"""Keying twice: what agrees is silent, each difference is decided, nothing counts before."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, number
from fuer_desktop.services import undoing
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.second_keying import (
    compare,
    forget_second,
    keep_second,
    read_second,
    second_session,
)
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.values import SECOND
from fuer_desktop.store.workspace import Workspace
from tests.domain import builders as b
from tests.services.test_editing import session_on
from tests.services.trial import EAST, TOWNSHIP

MEMBERS, WOMEN, SHARE = CellKey("1", "01", "1"), CellKey("1", "01", "2"), CellKey("1", "01", "3")
PLACE = FormPlace(EAST, TOWNSHIP, 2025)


@pytest.fixture
def desk(filled):
    with Workspace.open(filled.desk(EAST)) as workspace:
        yield workspace


@pytest.fixture
def form(desk):
    [form] = load_task(desk).own_forms
    return form


def key_again(desk, form, figures):
    """A second keying of these cells, each on disk before the next line runs."""
    task = load_task(desk)

    def post(change, committed):
        keep_second(desk, task, form, change.cells)
        committed(None)

    session = second_session(session_on(desk), read_second(desk, task, form), post)
    for key, figure in figures.items():
        session.enter(key, figure)
    return session


# --- what is kept -------------------------------------------------------------------------


def test_what_is_keyed_again_counts_nowhere_and_is_there_after_a_restart(desk, form, filled):
    before = desk.values.of_form(PLACE)
    key_again(desk, form, {MEMBERS: "21", WOMEN: "6"})
    desk.close()

    with open_workspace(filled.desk(EAST)) as again:
        keyed = read_second(again, load_task(again), form)
        assert again.values.of_form(PLACE) == before
        assert {key: value.number for key, value in keyed.items()} == {MEMBERS: 21, WOMEN: 6}


def test_a_cell_keyed_again_and_emptied_is_not_keyed(desk, form):
    session = key_again(desk, form, {MEMBERS: "21"})

    session.enter(MEMBERS, "")

    assert read_second(desk, load_task(desk), form) == {}


def test_the_second_keying_is_blind(desk, form):
    session = key_again(desk, form, {WOMEN: "7"})
    before = session.value(MEMBERS)
    session.enter(MEMBERS, "5")  # of whom 7 are women

    assert before == session.last_year(MEMBERS) == BLANK
    assert {finding.rule for finding in session.findings} == {"BLANK"}


def test_undo_passes_over_a_second_keying_and_the_list_of_events_has_only_its_end(desk, form):
    task = load_task(desk)
    session_on(desk).enter(MEMBERS, "22")
    events = len(desk.journal.events())
    key_again(desk, form, {MEMBERS: "21"})
    during = len(desk.journal.events())
    forget_second(desk, task, form, "比了1格")

    assert undoing.next_back(desk, task).how is How.TYPED
    assert during == events
    assert [row.new for row in desk.journal.events()][:1] == ["比了1格"]
    assert desk.values.of_form(PLACE, SECOND) == {}


def test_what_was_decided_is_one_step_that_undo_takes_back(desk, form):
    task = load_task(desk)
    session = session_on(desk)
    first = session.figures
    again = key_again(desk, form, {MEMBERS: "21", WOMEN: "5"})
    found = compare(form, first, again.figures)

    session.enter_values(found.result({MEMBERS: number(21), WOMEN: number(5)}), How.COMPARED)
    step = undoing.next_back(desk, task)
    changed = desk.values.of_form(PLACE)
    undoing.undo(desk, task)

    assert (step.how, step.cells) == (How.COMPARED, 2)
    assert (changed[MEMBERS].number, changed[WOMEN].number) == (21, 5)
    assert desk.values.of_form(PLACE)[MEMBERS].number == first[MEMBERS].number


def test_a_figure_that_is_decided_keeps_the_note_of_its_cell(desk, form):
    place, noted = PLACE, DataValue(Kind.NUMBER, Decimal(20), note="村委会换届前")
    desk.values.put(place, {MEMBERS: (noted, 0)}, How.TYPED)
    session = session_on(desk)

    session.enter_values({MEMBERS: number(21)}, How.COMPARED)

    assert desk.values.get(place, MEMBERS).note == "村委会换届前"


def test_in_a_copy_nothing_is_keyed_again(filled, form):
    with Workspace.look(filled.desk(EAST)) as copy, pytest.raises(WorkspaceError, match="副本"):
        keep_second(copy, load_task(copy), form, {MEMBERS: (number(1), 0)})


# --- comparing ----------------------------------------------------------------------------


SMALL = b.form(b.table(columns=b.TWO_COLUMNS))
CELLS = list(SMALL.typed_cells)
contents = st.sampled_from(
    [BLANK, number(1), number("1.00"), number(12), number(21), DataValue(Kind.NOT_APPLICABLE),
     DataValue(Kind.NO_DATA, reason="台账遗失，无法补录")]
)  # fmt: skip
keyings = st.dictionaries(st.sampled_from(CELLS), contents)


def same(first, second):
    return (first.kind, first.number) == (second.kind, second.number)


@given(keyings, keyings, st.data())
def test_for_any_two_keyings_the_decided_result_is_what_was_decided_and_else_the_first(
    first, second, data
):
    found = compare(SMALL, first, second)
    decisions, model = {}, {key: first.get(key, BLANK) for key in CELLS}
    for key in CELLS:
        there = second.get(key, BLANK)
        if there != BLANK and not same(model[key], there):
            choice = data.draw(st.sampled_from(["first", "second", "other"]))
            other = {"first": model[key], "second": there, "other": number(99)}
            decisions[key] = model[key] = other[choice]

    result = found.result(decisions)

    assert {d.key for d in found.differences} == set(decisions)
    after = {key: result.get(key, first.get(key, BLANK)) for key in CELLS}
    assert all(same(after[key], model[key]) for key in CELLS)
    assert all(not same(first.get(key, BLANK), value) for key, value in result.items())
    keyed = sum(value != BLANK for value in second.values())
    assert (found.keyed, found.left_out) == (keyed, len(CELLS) - keyed)
    assert found.progress == f"已录 {keyed}/{len(CELLS)}，不同 {len(decisions)}"


def test_a_difference_that_nobody_decided_is_never_taken_in_silence():
    found = compare(SMALL, {CELLS[0]: number(1)}, {CELLS[0]: number(2)})

    with pytest.raises(KeyError):
        found.result({})
