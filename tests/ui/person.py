"""Hands on the program's windows: what a person presses and sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fuer_desktop.services.settings import Settings
from fuer_desktop.ui.application import Application
from fuer_desktop.ui.open_form import OpenForm
from fuer_desktop.ui.pages.desk_forms import FormsPage
from fuer_desktop.ui.pages.desk_submit import SubmitPage

PATIENCE_MS = 15_000


class Person:
    """Starts the program, opens files, presses keys, and ends it without asking it to save.

    ``settings`` are what the program kept last.
    """

    def __init__(self, qtbot: QtBot, application: QApplication) -> None:
        self._qtbot = qtbot
        self._application = application
        self.program: Application | None = None
        self.settings = Settings()

    def start(self, path: Path | None, settings: Settings | None = None) -> Application:
        """Start the program, as a double-click on a file does."""
        program = Application(self._application, settings or Settings(), self._keep, _fail_on_fault)
        self._qtbot.addWidget(program.window)
        self.program = program
        program.start(path)
        return program

    def open(self, path: Path) -> None:
        """Open a file and wait for its pages."""
        with self._qtbot.waitSignal(self._running.opened, timeout=PATIENCE_MS):
            self._running.open(path)

    def end(self) -> None:
        """Close the window; nothing is asked and nothing is saved by hand."""
        self._running.window.close()
        self.program = None

    def open_form(self, code: str) -> OpenForm:
        """Go to a form and wait until it stands on the screen."""
        page = self.page("forms")
        assert isinstance(page, FormsPage)
        page.open(code)
        self._running.window.go_to("forms")
        self.wait(lambda: page.current is not None and page.current.session.form.code == code)
        opened = page.current
        assert opened is not None
        opened.grid.setFocus()
        return opened

    def type_figures(self, opened: OpenForm, figures: list[str]) -> None:
        """Type one figure after the other from the first cell on, each with Enter."""
        opened.grid.go_to_first()
        for figure in figures:
            self.press(opened.grid, figure)

    def press(self, grid: QWidget, figure: str) -> None:
        """Type a figure where the cursor stands and press Enter."""
        for character in figure:
            self._qtbot.keyClicks(self._focus(grid), character)
        self._qtbot.keyClick(self._focus(grid), Qt.Key.Key_Return)

    def export(self, folder: Path) -> Path:
        """Sign and export; returns the file that was written."""
        window = self._running.window
        window.go_to("submit")
        page = self.page("submit")
        assert isinstance(page, SubmitPage)
        self.wait(page.export_button.isEnabled)
        for line in page.signatories.values():
            line.clear()
            self._qtbot.keyClicks(line, "someone")
        with self._qtbot.waitSignal(page.exported, timeout=PATIENCE_MS):
            page.export_to(folder)
        return page.written

    def page(self, name: str) -> QWidget:
        """A page of the window."""
        return self._running.window.page(name)

    def wait_for_page(self, name: str) -> QWidget:
        """Wait until the program has come to a page."""
        self.wait(lambda: self._running.window.current == name)
        return self.page(name)

    def wait(self, happens: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(happens, timeout=PATIENCE_MS)

    def _keep(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def _running(self) -> Application:
        assert self.program is not None
        return self.program

    def _focus(self, grid: QWidget) -> QWidget:
        """The open editor if there is one, else the grid."""
        focused = self._application.focusWidget()
        return focused if focused is not None and grid.isAncestorOf(focused) else grid


def _fail_on_fault(error: BaseException) -> Path:
    pytest.fail(f"the program made a mistake of its own: {error!r}")
