"""Receipts from the board: on everything that was received, and the acceptance of one unit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from fuer_desktop.services.boards import UnitStanding, UnitState
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.receipts import Receipt, write_for_latest
from fuer_desktop.texts import office as texts
from fuer_desktop.ui.frame import button, while_alive

if TYPE_CHECKING:
    from fuer_desktop.ui.pages.office_board import BoardPage


class ReceiptTools:
    """Two buttons; accepting is about the unit in hand."""

    def __init__(self, page: BoardPage) -> None:
        self._page = page
        self._standing: UnitStanding | None = None
        self.write_button = button(texts.WRITE_RECEIPTS, self.ask_write)
        self.accept_button = button(texts.ACCEPT, self.ask_accept)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """In their order."""
        return self.write_button, self.accept_button

    def show_standing(self, standing: UnitStanding | None) -> None:
        """Offer what can be done about a unit."""
        self._standing = standing
        received = standing is not None and standing.state is UnitState.RECEIVED
        self.accept_button.setEnabled(received)
        view = self._page.view
        arrived = view is not None and any(each.has_arrived for each in view.standings)
        self.write_button.setEnabled(arrived)

    def ask_write(self) -> None:
        """Ask where receipts are to be written."""
        if folder := self._ask_folder():
            self.write(folder)

    def write(self, folder: Path) -> None:
        """Write receipts on everything that was received."""
        self._page.context.link.ask(
            lambda workspace: write_for_latest(workspace, "", folder, Job()),
            while_alive(self._page, lambda found: self._written(cast("list[Receipt]", found))),
        )

    def ask_accept(self) -> None:
        """Ask before a version is frozen."""
        self.question().open()

    def question(self) -> QMessageBox:
        """What is asked before the unit in hand is accepted."""
        standing = self._standing
        assert standing is not None  # the button is off without one
        box = QMessageBox(self._page)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(texts.ACCEPT)
        words = {"unit": standing.unit.name, "version": standing.version}
        box.setText(texts.ACCEPT_ASK.format(**words))
        yes = box.addButton(texts.ACCEPT_YES, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(texts.ACCEPT_NO, QMessageBox.ButtonRole.RejectRole))
        yes.clicked.connect(lambda _=False: self._accept_into(standing.unit.code))
        return box

    def accept(self, unit: str, folder: Path) -> None:
        """Accept the version of a unit that counts."""
        self._page.context.link.ask(
            lambda workspace: write_for_latest(workspace, unit, folder, Job(), accept=True),
            while_alive(self._page, lambda found: self._accepted(cast("list[Receipt]", found))),
        )

    def _accept_into(self, unit: str) -> None:
        if folder := self._ask_folder():
            self.accept(unit, folder)

    def _ask_folder(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self._page, texts.CHOOSE_RECEIPTS)
        return Path(chosen) if chosen else None

    def _written(self, receipts: list[Receipt]) -> None:
        folder = receipts[0].path.parent
        self._page.context.say(texts.RECEIPTS_WRITTEN.format(count=len(receipts), folder=folder))

    def _accepted(self, receipts: list[Receipt]) -> None:
        [receipt] = receipts
        words = {"unit": receipt.unit.name, "version": receipt.version, "path": receipt.path}
        self._page.context.say(texts.ACCEPTED_SAID.format(**words))
        self._page.table.fixed.setFocus()  # the button is off now
        self._page.refresh()
