"""A form on the screen: its grid, what was found in it, its explanations, the line to seek in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QScrollArea, QSplitter, QTabWidget, QWidget

from fuer_desktop.domain.forms import Form
from fuer_desktop.services.editing import EditSession
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.findings_panel import FindingsPanel
from fuer_desktop.ui.frame import column, label
from fuer_desktop.ui.grid.model import GridModel
from fuer_desktop.ui.grid.seeker import SeekLine
from fuer_desktop.ui.grid.view import GridView
from fuer_desktop.ui.theme import GRID_PX, Theme

FINDINGS_SHARE = (3, 1)


@dataclass(frozen=True)
class OpenForm:
    """A form with everything that belongs to it."""

    session: EditSession
    model: GridModel
    grid: GridView
    findings: FindingsPanel
    seeker: SeekLine
    beside: QTabWidget
    widget: QWidget


def open_form(
    session: EditSession, theme: Theme, say: Callable[[str], None], owner: QObject
) -> OpenForm:
    """Put a form together; its parts already speak to one another."""
    model = GridModel(session, owner)
    grid = GridView(model, theme)
    grid.setAccessibleName(session.form.title)
    findings = FindingsPanel(session, theme, say)
    seeker = SeekLine(grid)
    beside = _beside(session.form, findings)
    left = QWidget()
    layout = column(grid, seeker, margin=0)
    layout.setStretch(0, 1)
    left.setLayout(layout)
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.addWidget(left)
    splitter.addWidget(beside)
    for number, share in enumerate(FINDINGS_SHARE):
        splitter.setStretchFactor(number, share)
    splitter.setSizes([1000 * share for share in FINDINGS_SHARE])
    grid.refused.connect(say)
    findings.wanted.connect(grid.go_to)
    findings.explained.connect(grid.setFocus)
    return OpenForm(session, model, grid, findings, seeker, beside, splitter)


def _beside(form: Form, findings: FindingsPanel) -> QTabWidget:
    """What stands beside the form: its findings, and its 填报说明."""
    notes = "\n\n".join(f"{n}. {note}" for n, note in enumerate(form.notes, start=1))
    words = label(notes, wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    words.setMargin(2 * GRID_PX)
    room = QScrollArea()
    room.setAccessibleName(texts.NOTES)
    room.setWidgetResizable(True)
    room.setWidget(words)
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.addTab(findings, texts.FINDINGS_TAB)
    tabs.addTab(room, texts.NOTES)
    return tabs
