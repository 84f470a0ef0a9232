"""The findings beside a form: reasons stay with the finding for which they were begun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from fuer_desktop.domain.reasons import ready_reasons
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, Kind, number
from fuer_desktop.formats.definitions import read_forms
from fuer_desktop.services import paths
from fuer_desktop.services.editing import EditSession, FormContent
from fuer_desktop.ui.findings_list import FindingsModel, Group
from fuer_desktop.ui.findings_panel import FindingsPanel
from fuer_desktop.ui.grid.model import GridModel
from fuer_desktop.ui.grid.view import GridView
from fuer_desktop.ui.theme import Theme
from tests.services.trial import CATALOGUE

DUE, GIVEN = CellKey("3", "12", "1"), CellKey("3", "13", "1")
REASON = "two posts merged"  # Qt's test keys know no Chinese


@pytest.fixture
def session():
    return made_session()


def made_session() -> EditSession:
    """A township's form whose vaccinations rose by half."""
    text = (paths.forms() / "forms" / "FE-XZ01.toml").read_text("utf-8")
    [form] = read_forms({"forms/FE-XZ01.toml": text})
    now = {DUE: number(900), GIVEN: number(890)}
    before = {DUE: number(600), GIVEN: number(590)}
    return EditSession(form, FormContent(now, before), lambda _, done: done(None))


def reason_at(session, key: CellKey) -> str:
    """The reason of the large change at a cell."""
    [finding] = [f for f in session.findings_at(key) if f.severity is RuleClass.C]
    return finding.reason


@pytest.fixture
def panel(session, prepared, qtbot):
    made = FindingsPanel(session, Theme(), lambda _: None)
    qtbot.addWidget(made)
    made.show()
    return made


def words(panel) -> list[str]:
    """The first line of every row."""
    model = panel.list.model()
    return [model.index(number).data() for number in range(model.rowCount())]


def choose(panel, rule: str) -> None:
    """Take the finding of a rule in hand."""
    rows = panel.list.model().rows
    [number] = [n for n, row in enumerate(rows) if row.finding and row.finding.rule == rule]
    panel.list.setCurrentIndex(panel.list.model().index(number))


def write(panel, qtbot, key: CellKey, text: str) -> QLineEdit:
    panel.stand_at(key)
    panel.ask_reason()
    line = panel.findChild(QLineEdit)
    qtbot.keyClicks(line, text)
    return line


def test_enter_keeps_the_reason_and_gives_the_keys_back(panel, session, qtbot):
    line = write(panel, qtbot, DUE, REASON)

    with qtbot.waitSignal(panel.explained):
        qtbot.keyClick(line, Qt.Key.Key_Return)

    assert reason_at(session, DUE) == REASON
    assert reason_at(session, GIVEN) == ""


def test_a_reason_that_was_begun_is_kept_for_its_own_finding_when_the_cursor_goes_on(
    panel, session, qtbot
):
    line = write(panel, qtbot, DUE, REASON)

    panel.stand_at(GIVEN)
    line.clearFocus()

    assert reason_at(session, DUE) == REASON
    assert reason_at(session, GIVEN) == ""


def test_a_reason_that_is_too_short_is_not_taken(panel, session, qtbot):
    line = write(panel, qtbot, DUE, "true")

    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert reason_at(session, DUE) == ""
    assert line.text() == "true"


def test_one_letter_over_and_over_is_no_reason(panel, session, qtbot):
    line = write(panel, qtbot, DUE, "aaaaaaaa")

    qtbot.keyClick(line, Qt.Key.Key_Return)
    line.clearFocus()

    assert reason_at(session, DUE) == ""


def test_a_figure_typed_anew_drops_the_reason_and_the_old_one_brings_it_back(panel, session, qtbot):
    line = write(panel, qtbot, DUE, REASON)
    qtbot.keyClick(line, Qt.Key.Key_Return)

    session.enter(DUE, "950")
    other = reason_at(session, DUE)
    session.enter(DUE, "900")

    assert (other, reason_at(session, DUE)) == ("", REASON)
    assert [w for w in words(panel) if "已说明" in w] == ["▷ ✓ 已说明（1）"]


# --- ready reasons ------------------------------------------------------------------------


def test_a_digit_takes_a_ready_reason_and_more_can_be_written_behind_it(panel, session, qtbot):
    ready = ready_reasons(session.form, session.findings_at(DUE)[-1])
    line = write(panel, qtbot, DUE, "2")

    chosen = line.text()
    qtbot.keyClicks(line, "3 too")
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert chosen == ready[1]
    assert reason_at(session, DUE) == f"{ready[1]}3 too"


def test_the_ready_reasons_are_there_only_while_one_is_written(panel, qtbot):
    panel.stand_at(DUE)
    before = panel.reason.list.isVisible()
    panel.ask_reason()
    during = panel.reason.list.isVisible()
    qtbot.keyClick(panel.reason.line, Qt.Key.Key_Return)  # too short: it stays
    panel.reason.line.clearFocus()

    assert (before, during, panel.reason.list.isVisible()) == (False, True, False)


def test_down_and_enter_take_a_ready_reason_too(panel, session, qtbot):
    line = write(panel, qtbot, DUE, "")
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(panel.reason.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.reason.list, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert reason_at(session, DUE) == ready_reasons(session.form, session.findings_at(DUE)[-1])[1]


def test_a_reason_may_be_changed_by_another_ready_one(panel, session, qtbot):
    write(panel, qtbot, DUE, "1")
    qtbot.keyClick(panel.reason.line, Qt.Key.Key_Return)
    panel.setFocus()
    line = write(panel, qtbot, DUE, "3")
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert reason_at(session, DUE) == ready_reasons(session.form, session.findings_at(DUE)[-1])[2]


# --- groups, next and previous ------------------------------------------------------------


def settle_blanks(session) -> None:
    """Nothing is 未填 any more."""
    session.fill_rest(session.blank_cells, Kind.NOT_APPLICABLE)


def test_findings_stand_in_groups_with_their_number_and_the_blank_cells_are_one(panel, session):
    blanks = len(session.blank_cells)

    assert words(panel) == [
        f"▽ ✖ 强制（{blanks}）",
        f"还有{blanks}格未填",
        "▽ ？ 核实（2）",
        "12 国家免疫规划疫苗应种人次",
        "13 国家免疫规划疫苗实种人次",
    ]


def test_a_group_is_folded_and_unfolded_by_the_arrow_keys(panel, qtbot):
    whole = words(panel)
    panel.list.setCurrentIndex(panel.list.model().index(3))

    qtbot.keyClick(panel.list, Qt.Key.Key_Left)
    folded = words(panel)
    qtbot.keyClick(panel.list, Qt.Key.Key_Right)

    assert folded == [*whole[:2], "▷ ？ 核实（2）"]
    assert words(panel) == whole


def test_next_and_previous_go_round_all_that_is_open(panel, session):
    settle_blanks(session)
    went = []
    panel.wanted.connect(went.append)

    for _ in range(3):
        panel.go_to_next()
    panel.go_to_previous()
    panel.go_to_previous()

    forward = went[:3]
    assert set(forward) == {DUE, GIVEN}
    assert forward[0] == forward[2] != forward[1]
    assert went[3:] == [forward[1], forward[0]]


def test_what_is_explained_is_left_out_until_nothing_else_is_open(panel, session):
    settle_blanks(session)
    [due] = [f for f in session.findings_at(DUE) if f.severity is RuleClass.C]
    session.explain(due, "两个接种点合并后补报")
    went = []
    panel.wanted.connect(went.append)

    panel.go_to_next()
    panel.go_to_next()

    assert went == [GIVEN, GIVEN]


def test_enter_in_the_list_goes_to_the_cell_and_escape_gives_the_keys_back(panel, qtbot):
    panel.list.setCurrentIndex(panel.list.model().index(4))

    with qtbot.waitSignal(panel.wanted) as wanted:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.explained):
        qtbot.keyClick(panel.list, Qt.Key.Key_Escape)

    assert wanted.args == [GIVEN]


def test_a_keystroke_touches_only_the_rows_that_it_changes(panel, session):
    touched = []
    model = panel.list.model()
    model.rowsInserted.connect(lambda _, first, last: touched.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _, first, last: touched.append(("out", first, last)))
    model.modelReset.connect(lambda: touched.append("reset"))

    session.enter(GIVEN, "750")  # of 900, and 590 last year

    assert touched == [("out", 4, 4)]
    assert words(panel)[2:] == ["▽ ？ 核实（1）", "12 国家免疫规划疫苗应种人次"]


@given(st.lists(st.tuples(st.sampled_from(range(6)), st.sampled_from(["", "7", "600", "9000"]))))
def test_whatever_is_typed_and_folded_the_list_says_what_the_session_finds(prepared, steps):
    session = made_session()
    panel = FindingsPanel(session, Theme(), lambda _: None)
    model = panel.list.model()
    keys = list(session.form.typed_cells)[-6:]
    for position, figure in steps:
        session.enter(keys[position], figure)
        model.fold(list(Group)[position % len(Group)], folded=not figure)

    afresh = FindingsModel(session, panel)
    for group in Group:
        model.fold(group, folded=False)
        afresh.fold(group, folded=False)

    assert [(r.identity, r.finding, r.count) for r in model.rows] == [
        (r.identity, r.finding, r.count) for r in afresh.rows
    ]


# --- likely slips -------------------------------------------------------------------------

ALL, WOMEN, MEN = (CellKey("1", "01", column) for column in "123")


@pytest.fixture
def swapped(session, panel):
    """1 243 women were typed as 1 423, of 2 486."""
    session.enter_many({ALL: "2486", WOMEN: "1423", MEN: "1243"}, How.PASTED)
    panel.stand_at(WOMEN)


def test_a_likely_slip_is_told_in_a_sentence_and_taken(swapped, panel, session, qtbot):
    qtbot.waitUntil(lambda: len(panel.slips.proposals) == 1)
    said = " ".join(part.text().replace("\u202f", "") for part in panel.slips.findChildren(QLabel))

    panel.correct_first()

    assert "可能相邻两位数字颠倒：第01行（年末常住人口）女栏 1423 → 1243。" in said
    assert session.value(WOMEN).number == 1243


def test_nothing_is_changed_by_looking_at_a_slip(swapped, panel, session, qtbot):
    qtbot.waitUntil(lambda: len(panel.slips.proposals) == 1)

    assert session.value(WOMEN).number == 1423


def test_a_button_takes_a_slip_and_the_grid_is_asked_to_show_the_cell(swapped, panel, qtbot):
    qtbot.waitUntil(lambda: len(panel.slips.proposals) == 1)
    [take] = [b for b in panel.slips.findChildren(QPushButton) if b.isVisible()]

    with qtbot.waitSignal(panel.wanted) as wanted:
        take.click()

    assert wanted.args == [WOMEN]


# --- two findings of one cell -------------------------------------------------------------

MEMBERS = CellKey("1", "01", "1")
LIMIT, CHANGE = "TF-XZ01.R05", "TF-XZ01.C01"


@pytest.fixture
def both(prepared, qtbot):
    """The trial's township, whose 20 members of the year before are 41 now: too many by one rule,
    and too large a change by another; its grid and its panel."""
    text = (CATALOGUE / "forms" / "TF-XZ01.toml").read_text("utf-8")
    [form] = read_forms({"forms/TF-XZ01.toml": text})
    content = FormContent({MEMBERS: number(41)}, {MEMBERS: number(20)})
    session = EditSession(form, content, lambda _, done: done(None))
    grid = GridView(GridModel(session), Theme())
    panel = FindingsPanel(session, Theme(), lambda _: None)
    for widget in (grid, panel):
        qtbot.addWidget(widget)
        widget.show()
    return session, grid, panel


def reasons_at_members(session) -> dict[str, str]:
    return {f.rule: f.reason for f in session.findings_at(MEMBERS) if f.severity is RuleClass.C}


def editor_of(grid):
    """What takes the keys: the open editor, else the grid; closed ones linger a moment."""
    return next((e for e in grid.findChildren(QLineEdit) if e.isVisible()), grid)


def test_two_findings_of_one_cell_take_two_reasons_and_both_go_and_come_with_the_figure(
    both, qtbot
):
    session, grid, panel = both

    def explain(rule, text):
        choose(panel, rule)
        panel.ask_reason()
        line = panel.findChild(QLineEdit)
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)

    def type_figure(figure):
        grid.go_to(MEMBERS)
        for character in figure:
            qtbot.keyClicks(editor_of(grid), character)
        qtbot.keyClick(editor_of(grid), Qt.Key.Key_Return)

    explain(LIMIT, "two villages merged")
    explain(CHANGE, "seats added by vote")
    given = reasons_at_members(session)
    type_figure("42")
    other = reasons_at_members(session)
    type_figure("41")

    assert given == {LIMIT: "two villages merged", CHANGE: "seats added by vote"}
    assert other == {LIMIT: "", CHANGE: ""}
    assert reasons_at_members(session) == given
    place = grid.model().index_of(MEMBERS)
    assert "seats added by vote" in grid.model().data(place, Qt.ItemDataRole.ToolTipRole)
    assert grid.model().view(place).explained
