"""The findings beside a form: reasons stay with the finding for which they were begun."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget

from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.formats.definitions import read_forms
from fuer_desktop.services import paths
from fuer_desktop.services.editing import EditSession, FormContent
from fuer_desktop.ui.findings_panel import FindingsPanel
from fuer_desktop.ui.grid.model import GridModel
from fuer_desktop.ui.grid.view import GridView
from fuer_desktop.ui.theme import Theme
from tests.services.trial import CATALOGUE

DUE, GIVEN = CellKey("3", "12", "1"), CellKey("3", "13", "1")
REASON = "two posts merged"  # Qt's test keys know no Chinese


@pytest.fixture
def session():
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
    write(panel, qtbot, DUE, REASON)

    panel.stand_at(GIVEN)
    panel.findChild(QListWidget).setFocus()

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
    panel.findChild(QListWidget).setFocus()

    assert reason_at(session, DUE) == ""


def test_a_figure_typed_anew_drops_the_reason_and_the_old_one_brings_it_back(panel, session, qtbot):
    line = write(panel, qtbot, DUE, REASON)
    qtbot.keyClick(line, Qt.Key.Key_Return)

    session.enter(DUE, "950")
    other = reason_at(session, DUE)
    session.enter(DUE, "900")

    assert (other, reason_at(session, DUE)) == ("", REASON)
    assert "已说明" in panel.findChild(QListWidget).item(0).text()


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
    lines = panel.findChild(QListWidget)

    def explain(rule, text):
        rules = [lines.item(n).data(Qt.ItemDataRole.UserRole).rule for n in range(lines.count())]
        lines.setCurrentRow(rules.index(rule))
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
