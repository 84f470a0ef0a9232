"""Ctrl+Z and Ctrl+Y: steps are taken back on disk, then shown where they were made."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox

from fuer_desktop.domain.steps import Step
from fuer_desktop.services import undoing
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.undoing import Reversal
from fuer_desktop.texts import keeping as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.frame import Context, while_alive
from fuer_desktop.ui.pages.desk_forms import FormsPage


class Undo(QObject):
    """Undo and redo of one desk. ``agreed`` says that going back behind today was agreed to, which
    is asked once; ``done`` that cells changed."""

    done = Signal()

    def __init__(self, context: Context, forms: FormsPage, *, agreed: bool) -> None:
        super().__init__(forms)
        self.agreed = agreed
        self._asking = False
        self._context = context
        self._forms = forms

    def undo(self) -> None:
        """Take back the latest step, of an earlier day only if the person agrees."""
        self._forms.finish_typing()
        task = self._forms.task
        step_back = undoing.undo if self.agreed else undoing.undo_or_ask
        self._context.link.ask(
            lambda workspace: step_back(workspace, task or load_task(workspace)),
            while_alive(self._forms, self._answered),
        )

    def redo(self) -> None:
        """Do again what was undone last."""
        self._forms.finish_typing()
        task = self._forms.task
        self._context.link.ask(
            lambda workspace: undoing.redo(workspace, task or load_task(workspace)),
            while_alive(self._forms, self._answered),
        )

    def question_box(self, step: Step) -> QMessageBox:
        """Asks before undo goes behind today; accepted is 撤销."""
        parent = self._forms.window()
        box = QMessageBox(
            QMessageBox.Icon.Question, ui_texts.PROGRAM, undoing.question(step), parent=parent
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.addButton(texts.UNDO, QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(texts.UNDO_NOT, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        return box

    def _answered(self, answer: object) -> None:
        if isinstance(answer, Step):
            self._ask(answer)
        elif isinstance(answer, Reversal):
            self._show(answer)

    def _ask(self, step: Step) -> None:
        """Two presses in a row are both answered with a question; one is asked."""
        if self._asking:
            return
        box = self.question_box(step)
        self._asking = True
        box.exec()
        self._asking = False
        if box.buttonRole(box.clickedButton()) is QMessageBox.ButtonRole.AcceptRole:
            self.agreed = True
            self.undo()

    def _show(self, reversal: Reversal) -> None:
        self._forms.take_over(reversal.cells, reversal.reasons)
        self._forms.open(*reversal.first)
        self._context.navigate("forms")
        self._context.say(reversal.sentence)
        self.done.emit()
