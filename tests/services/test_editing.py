"""The edit session: what is typed is on disk at once, derived cells and findings follow."""

from dataclasses import replace
from decimal import Decimal

import pytest

from fuer_desktop.domain.cell_states import CellState
from fuer_desktop.domain.checking import BLANK_RULE
from fuer_desktop.domain.errors import EntryError, WorkspaceError
from fuer_desktop.domain.findings import explanation_of
from fuer_desktop.domain.findings import key_of as finding_key
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, DataValue, Kind, number
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
from tests.domain.builders import form as made
from tests.services.trial import EAST, TOWNSHIP

FORM = made()

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


# --- reasons ------------------------------------------------------------------------------


@pytest.fixture
def changed(two_years):
    """A desk whose 20 members of the year before become 41: too many by one rule, and too large a
    change by another."""
    with Workspace.open(two_years.desk(EAST)) as workspace:
        session_on(workspace).enter(MEMBERS, "41")
        yield workspace


LIMIT, CHANGE = "TF-XZ01.R05", "TF-XZ01.C01"


def wanting(session):
    """The findings at the members that a reason settles, by rule."""
    return {f.rule: f for f in session.findings_at(MEMBERS) if f.severity is RuleClass.C}


def reasons(session):
    return {rule: finding.reason for rule, finding in wanting(session).items()}


def test_two_findings_of_one_cell_take_two_reasons(changed):
    session = session_on(changed)
    found = wanting(session)

    session.explain(found[LIMIT], "两个村合并，委员多")
    one = reasons(session)
    session.explain(found[CHANGE], "换届后增加了席位")

    assert one == {LIMIT: "两个村合并，委员多", CHANGE: ""}
    both = {LIMIT: "两个村合并，委员多", CHANGE: "换届后增加了席位"}
    assert reasons(session) == reasons(session_on(changed)) == both
    assert stored(changed, MEMBERS).reason == ""
    assert session.worst(MEMBERS) is None


def test_another_figure_drops_the_reason_and_the_old_one_brings_it_back(changed):
    session = session_on(changed)
    for rule, finding in wanting(session).items():
        session.explain(finding, f"{rule}的原因写在这里")
    given = reasons(session)

    session.enter(MEMBERS, "42")
    other = reasons(session)
    session.enter(MEMBERS, "41")

    assert set(given.values()) == {f"{rule}的原因写在这里" for rule in (LIMIT, CHANGE)}
    assert other == {LIMIT: "", CHANGE: ""}
    assert reasons(session) == reasons(session_on(changed)) == given


def test_a_reason_is_one_commit_and_one_journal_row(changed):
    session = session_on(changed)
    before = changed.journal.position.number

    session.explain(wanting(session)[LIMIT], "两个村合并，委员多")
    session.explain(wanting(session)[LIMIT], " 两个村合并，委员多 ")

    assert changed.journal.position.number == before + 1


@pytest.mark.parametrize("reason", ["", "太短", "对对对对对对对", "有换行的\n原因说明"])
def test_what_is_no_reason_is_refused(changed, reason):
    session = session_on(changed)

    with pytest.raises(EntryError, match="原因"):
        session.explain(wanting(session)[LIMIT], reason)

    assert reasons(session)[LIMIT] == ""


def test_a_finding_that_is_no_more_takes_no_reason(changed):
    session = session_on(changed)
    before = wanting(session)[LIMIT]
    session.enter(MEMBERS, "42")

    with pytest.raises(EntryError, match="这条审核结果已经变了"):
        session.explain(before, "两个村合并，委员多")


def test_a_finding_that_must_be_put_right_takes_no_reason(changed):
    session = session_on(changed)
    session.enter(WOMEN, "")
    [blank] = [f for f in session.findings_at(WOMEN) if f.rule == BLANK_RULE]

    with pytest.raises(EntryError):
        session.explain(blank, "两个村合并，委员多")


def test_a_reason_that_could_not_be_saved_is_marked_and_can_be_saved_again(changed):
    task = load_task(changed)
    [form] = task.own_forms
    answers = [WorkspaceError("磁盘已满"), None]
    posted = []

    def post(change, committed):
        posted.append(change.reasons)
        committed(answers.pop(0))

    session = EditSession(form, load_content(changed, task, form), post)
    session.explain(wanting(session)[LIMIT], "两个村合并，委员多")
    failed = (session.failed, session.unsaved)
    session.retry()

    assert failed == (True, 1)
    assert (session.failed, session.unsaved) == (False, 0)
    assert posted[0] == posted[1] != {}


def test_what_was_committed_elsewhere_is_shown_but_for_a_reason_that_is_still_waiting(changed):
    task = load_task(changed)
    [form] = task.own_forms
    session = EditSession(form, load_content(changed, task, form), lambda *_: None)
    found = wanting(session)
    session.explain(found[LIMIT], "两个村合并，委员多")

    elsewhere = [explanation_of(finding_key(f), "别处写的原因说明") for f in found.values()]
    session.take_over({}, elsewhere)

    assert reasons(session) == {LIMIT: "两个村合并，委员多", CHANGE: "别处写的原因说明"}


def test_in_a_copy_nothing_is_explained(changed, two_years):
    changed.close()
    with Workspace.look(two_years.desk(EAST)) as copy:
        session = session_on(copy)
        with pytest.raises(EntryError, match="只读副本"):
            session.explain(wanting(session)[LIMIT], "两个村合并，委员多")


def test_as_version_1_said_it_a_reason_at_a_number_stays_while_the_number_stays(changed):
    place = FormPlace(EAST, TOWNSHIP, 2025)
    old = DataValue(Kind.NUMBER, Decimal(41), "合并了两个村子")
    changed.values.put(place, {MEMBERS: (old, 0)}, How.TYPED)
    session = session_on(changed)
    first = reasons(session)

    session.enter(MEMBERS, "42")

    assert set(first.values()) == {"合并了两个村子"}
    assert set(reasons(session).values()) == {""}


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


# --- the rest -----------------------------------------------------------------------------


def test_what_is_blank_is_filled_in_one_step_and_the_rest_stays(desk):
    session = session_on(desk)
    session.enter(MEMBERS, "")
    session.enter(WOMEN, "")
    before = desk.journal.head

    filled = session.fill_rest([MEMBERS, WOMEN, CellKey("1", "02", "1")], Kind.NOT_APPLICABLE)

    assert filled == 2
    assert session.value(MEMBERS) == DataValue(Kind.NOT_APPLICABLE)
    assert session.value(CellKey("1", "02", "1")).number == 5  # was not blank
    assert desk.journal.head != before
    assert next(iter(desk.journal.steps(2025))).how is How.FILLED_REST


def test_a_verified_zero_is_a_figure(desk):
    session = session_on(desk)
    session.enter(WOMEN, "")

    session.fill_rest([WOMEN], Kind.NUMBER)

    assert stored(desk, WOMEN).number == 0


def test_where_nothing_is_blank_nothing_is_written(desk):
    session = session_on(desk)
    head = desk.journal.head

    assert session.fill_rest(session.form.typed_cells, Kind.NUMBER) == 0
    assert desk.journal.head == head


# --- last year's figure, notes, locks -----------------------------------------------------


def test_last_years_figure_is_taken_as_one_step(two_years):
    with Workspace.open(two_years.desk(EAST)) as desk:
        session = session_on(desk)
        before = session.last_year(WOMEN).number

        count = session.take_last_year([WOMEN, CellKey("1", "03", "1")])

        assert (count, session.value(WOMEN).number) == (2, before)
        assert stored(desk, WOMEN).number == before == Decimal(5)
        [last] = {row.how for row in list(desk.journal.rows())[-1:]}
        assert last == How.LAST_YEAR


def test_where_last_year_has_nothing_nothing_is_taken(desk):
    session = session_on(desk)
    head = desk.journal.head

    assert session.take_last_year([MEMBERS]) == 0
    assert desk.journal.head == head


def test_a_note_stays_at_its_cell_whatever_the_figure_becomes(desk):
    session = session_on(desk)

    session.annotate(MEMBERS, " 已电话核对 ")
    session.enter(MEMBERS, "")
    session.enter(MEMBERS, "21")

    assert session.notes == {MEMBERS: "已电话核对"}
    assert stored(desk, MEMBERS).note == "已电话核对"
    session.annotate(MEMBERS, "")
    assert session.notes == {}


def test_a_note_at_a_blank_cell_leaves_it_blank(desk):
    session = session_on(desk)
    session.enter(MEMBERS, "")

    session.annotate(MEMBERS, "等民政办回话")

    assert session.value(MEMBERS).kind is Kind.BLANK
    assert any(f.rule == BLANK_RULE for f in session.findings_at(MEMBERS))
    assert session_on(desk).notes == {MEMBERS: "等民政办回话"}


def test_a_locked_cell_says_why_and_the_others_stay_open(desk):
    task = load_task(desk)
    [form] = task.own_forms
    states = {MEMBERS: CellState(locked="办公室已验收。")}
    content = replace(load_content(desk, task, form), states=states)
    session = EditSession(form, content, lambda _change, committed: committed(None))

    with pytest.raises(EntryError, match="办公室已验收"):
        session.enter_many({WOMEN: "9", MEMBERS: "9"}, How.PASTED)
    session.enter(WOMEN, "9")

    assert (session.value(MEMBERS).number, session.value(WOMEN).number) == (20, 9)


def test_what_was_changed_since_the_last_submission_is_marked_until_it_is_as_it_was(two_years):
    with Workspace.open(two_years.desk(EAST)) as desk:
        session = session_on(desk)
        was = session.value(MEMBERS).plain
        assert not any(map(session.is_changed, session.form.typed_cells))

        session.enter(MEMBERS, "19")
        changed = [key for key in session.form.typed_cells if session.is_changed(key)]
        session.annotate(MEMBERS, "核对过")
        session.enter(MEMBERS, was)

        assert changed == [MEMBERS]
        assert not session.is_changed(MEMBERS)


def test_before_the_first_submission_nothing_counts_as_changed(desk):
    session = session_on(desk)
    session.enter(MEMBERS, "19")

    assert not session.is_changed(MEMBERS)


def test_a_step_that_could_not_be_saved_is_the_same_step_when_it_is_posted_again():
    posted, refuse = [], [True]

    def post(change, committed):
        posted.append(change)
        committed(WorkspaceError("磁盘已满。") if refuse[0] else None)

    session = EditSession(FORM, FormContent({}, {}), post)
    first, second, third = list(FORM.typed_cells)[:3]
    session.enter_values({first: number(1), second: number(2)}, How.IMPORTED, "甲.xlsx")
    session.enter(third, "3")
    session.enter(second, "5")
    refuse[0] = False
    posted.clear()

    session.retry()

    told = [(c.how, c.source, {k: v.number for k, (v, _) in c.cells.items()}) for c in posted]
    assert told == [
        (How.IMPORTED, "甲.xlsx", {first: 1}),
        (How.TYPED, "", {third: 3}),
        (How.TYPED, "", {second: 5}),
    ]
    assert session.unsaved == 0


def test_last_years_reason_explains_nothing_of_this_year(two_years):
    with Workspace.open(two_years.desk(EAST)) as desk:
        task = load_task(desk)
        [form] = task.own_forms
        content = load_content(desk, task, form)
        before = {
            **content.last_year,
            MEMBERS: DataValue(Kind.NUMBER, Decimal(41), "上年合并了两个村子"),
        }
        session = EditSession(
            form, replace(content, last_year=before), lambda _, committed: committed(None)
        )

        session.take_last_year([MEMBERS])

        assert (session.value(MEMBERS).number, session.value(MEMBERS).reason) == (41, "")
        assert not any(f.explained for f in session.findings_at(MEMBERS))


def test_a_damaged_kept_package_does_not_keep_the_form_from_opening(two_years, monkeypatch):
    with Workspace.open(two_years.desk(EAST)) as desk:
        whole = desk.submissions.package
        monkeypatch.setattr(desk.submissions, "package", lambda n: whole(n)[:-40])

        session = session_on(desk)

        assert session.value(MEMBERS).number == 20
        assert not any(map(session.is_changed, session.form.typed_cells))
