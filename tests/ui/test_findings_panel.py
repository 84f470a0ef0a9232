"""The findings beside a form: reasons stay with the finding for which they were begun."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget

from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.formats.definitions import read_forms
from fuer_desktop.services import paths
from fuer_desktop.services.editing import EditSession, FormContent
from fuer_desktop.ui.findings_panel import FindingsPanel
from fuer_desktop.ui.theme import Theme

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

    assert session.value(DUE).reason == REASON
    assert session.value(GIVEN).reason == ""


def test_a_reason_that_was_begun_is_kept_for_its_own_finding_when_the_cursor_goes_on(
    panel, session, qtbot
):
    write(panel, qtbot, DUE, REASON)

    panel.stand_at(GIVEN)
    panel.findChild(QListWidget).setFocus()

    assert session.value(DUE).reason == REASON
    assert session.value(GIVEN).reason == ""


def test_a_reason_that_is_too_short_is_not_taken(panel, session, qtbot):
    line = write(panel, qtbot, DUE, "true")

    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert session.value(DUE).reason == ""
    assert line.text() == "true"
