"""What can be done with a taking-in as a whole: take it back, save its report, copy what failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QMessageBox, QPushButton

from fuer_desktop.services.admitting import Outcome
from fuer_desktop.services.intake_log import LogLine
from fuer_desktop.services.intake_report import SetAside, copy_failed, save_report
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.undoing_intake import TakenBack, undo_run
from fuer_desktop.texts import intake as intake_texts
from fuer_desktop.texts import office as texts
from fuer_desktop.ui.choosing import documents, new_file
from fuer_desktop.ui.frame import button, while_alive

if TYPE_CHECKING:
    from fuer_desktop.ui.pages.office_intake import IntakePage

_CSV = ".csv"


class OutcomeBox(QComboBox):
    """All outcomes, or one."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self.setAccessibleName(texts.OUTCOME_BOX)
        self.addItem(texts.ALL_OUTCOMES, None)
        for outcome in Outcome:
            self.addItem(outcome.label, outcome.value)
        self.currentIndexChanged.connect(lambda _: act())

    def lets_through(self, outcome: Outcome) -> bool:
        """Whether lines of this outcome are to be shown."""
        return self.currentData() in (None, outcome.value)


class RunTools:
    """Buttons about the taking-in to which the line in hand belongs."""

    def __init__(self, page: IntakePage) -> None:
        self._page = page
        self._run = 0
        self.undo_button = button(texts.UNDO_RUN_NONE, self.ask_undo)
        self.save_button = button(texts.SAVE_REPORT, self.ask_save)
        self.copy_button = button(texts.COPY_FAILED, self.ask_copy)
        self.show_run(None)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """In their order."""
        return self.copy_button, self.save_button, self.undo_button

    def show_run(self, line: LogLine | None) -> None:
        """Offer what can be done with a line's taking-in."""
        self._run = line.run if line is not None and not self._page.running else 0
        for made in self.buttons:
            made.setEnabled(self._run > 0)
        if line is not None and line.undone:
            self.undo_button.setEnabled(False)
        words = texts.UNDO_RUN.format(number=self._run) if self._run else texts.UNDO_RUN_NONE
        self.undo_button.setText(words)

    def ask_undo(self) -> None:
        """Ask before a taking-in is taken back."""
        self.question().open()

    def question(self) -> QMessageBox:
        """What is asked before."""
        box = QMessageBox(self._page)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(texts.UNDO_RUN.format(number=self._run))
        box.setText(texts.UNDO_ASK.format(number=self._run))
        yes = box.addButton(texts.UNDO_YES, QMessageBox.ButtonRole.DestructiveRole)
        no = box.addButton(texts.UNDO_NO, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        run = self._run
        yes.clicked.connect(lambda _=False: self.undo(run))
        return box

    def undo(self, run: int) -> None:
        """Take a taking-in back."""
        self._page.context.link.ask(
            lambda workspace: undo_run(workspace, run), while_alive(self._page, self._undone)
        )

    def ask_save(self) -> None:
        """Ask where the report is to be saved."""
        name = intake_texts.REPORT_FILE.format(number=self._run)
        proposed = str(documents().parent / name)
        file, _ = QFileDialog.getSaveFileName(
            self._page, texts.CHOOSE_REPORT, proposed, texts.CSV_FILES
        )
        if path := new_file(self._page, file, _CSV):
            self.save(path)

    def save(self, path: Path) -> None:
        """Save the report of the taking-in in hand."""
        run, said = self._run, texts.REPORT_SAVED.format(number=self._run, path=path)
        self._page.context.link.ask(
            lambda workspace: save_report(workspace, run, path),
            while_alive(self._page, lambda _: self._page.context.say(said)),
        )

    def ask_copy(self) -> None:
        """Ask where the files that could not be taken in are to be copied."""
        chosen = QFileDialog.getExistingDirectory(self._page, texts.CHOOSE_FAILED)
        if chosen:
            self.copy(Path(chosen))

    def copy(self, folder: Path) -> None:
        """Copy them, with the report."""
        run = self._run
        self._page.context.link.ask(
            lambda workspace: copy_failed(workspace, run, folder, Job()),
            while_alive(self._page, self._copied),
        )

    def _undone(self, gone: object) -> None:
        self._page.context.say(cast(TakenBack, gone).words)
        self._page.table.setFocus()  # the button is off now
        self._page.tell_taken()
        self._page.refresh()

    def _copied(self, found: object) -> None:
        made = cast(SetAside, found)
        said = intake_texts.COPIED.format(count=made.copied, folder=made.folder)
        self._page.context.say("\n".join((said, *made.notices)))
