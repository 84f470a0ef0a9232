"""What becomes of cells that could not be saved, when the window is to close."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from fuer_desktop.texts import ui as texts

if TYPE_CHECKING:
    from fuer_desktop.ui.pages.desk_forms import FormsPage

ANSWER_LOOK_MS = 10


class Unsaved(Enum):
    """What a person wants of cells that could not be saved."""

    RETRY = "retry"
    DISCARD = "discard"
    STAY = "stay"


def wait_for_commits(forms: FormsPage) -> None:
    """Run the event loop until the disk has answered; a slow one gets its time."""
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: None if forms.is_saving else loop.quit())
    timer.start(ANSWER_LOOK_MS)
    if forms.is_saving:
        loop.exec()


def all_saved(forms: FormsPage, ask: Callable[[int], Unsaved]) -> bool:
    """Take what is being typed and wait until all is on disk; of cells that could not be saved ask
    what is to become of them. False where the person stays."""
    forms.finish_typing()
    wait_for_commits(forms)
    while lost := forms.lost_if_closed:
        choice = ask(lost)
        if choice is not Unsaved.RETRY:
            return choice is Unsaved.DISCARD
        forms.retry()
        wait_for_commits(forms)
    return True


def ask_unsaved(parent: QWidget, count: int) -> Unsaved:
    """Ask what to do with them."""
    box = QMessageBox(
        QMessageBox.Icon.Warning, texts.PROGRAM, texts.UNSAVED.format(count=count), parent=parent
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    again = box.addButton(texts.RETRY, QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(
        texts.CLOSE_ANYWAY.format(count=count), QMessageBox.ButtonRole.DestructiveRole
    )
    box.addButton(texts.STAY, QMessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() is again:
        return Unsaved.RETRY
    return Unsaved.DISCARD if box.clickedButton() is discard else Unsaved.STAY
