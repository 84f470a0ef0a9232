"""Taking up a workspace that was handed over: its code, then where it lies, then it is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QMessageBox, QProgressBar, QWidget

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.texts import handing_on as texts
from fuer_desktop.ui import choosing
from fuer_desktop.ui.background import Background
from fuer_desktop.ui.frame import button, card, column, facts_grid, label, row
from fuer_desktop.ui.theme import GRID_PX, Theme

if TYPE_CHECKING:
    from fuer_desktop.services.taking_up import Kin, Offer, TakenUp
    from fuer_desktop.ui.application import Application

WIDTH_CHARS = 36
"""Chinese characters."""

_CODE_STEP = 6
"""Points that the code is larger than the rest."""


class TakeUpDialog(QDialog):
    """What is offered, and a line for its code. ``opened`` carries the content, once the code is
    right; ``fault`` a mistake of our own."""

    opened = Signal(object)
    fault = Signal(object)

    def __init__(self, offer: Offer, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.offer = offer
        self._background = Background()
        self._is_busy = False
        self.setWindowTitle(texts.UP_TITLE)
        self.code = QLineEdit()
        self.code.setFont(theme.font(step=_CODE_STEP))
        self.code.setPlaceholderText(texts.CODE_HINT)
        self.code.setAccessibleName(texts.CODE)
        self.wrong = label("", "wrong", wrap=True)
        self.wrong.hide()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.hide()
        self.take = button(texts.TAKE_UP, self.try_code, "primary")
        self.take.setDefault(True)
        self.cancel = button(texts.CANCEL, self.reject)
        self.cancel.setAutoDefault(False)  # Enter in the line is for the code
        self._lay_out(theme)
        self.finished.connect(self.deleteLater)
        self.code.setFocus()

    def _lay_out(self, theme: Theme) -> None:
        title = label(texts.UP_TITLE)
        title.setFont(theme.font(step=2, bold=True))
        layout = column(title, card(facts_grid(_facts(self.offer))), margin=5 * GRID_PX)
        layout.addWidget(label(texts.UP_EXPLAINED, wrap=True))
        layout.addLayout(row(label(texts.CODE), self.code))
        layout.addWidget(self.wrong)
        layout.addWidget(self.busy)
        layout.addLayout(row(None, self.cancel, self.take))
        self.setLayout(layout)
        self.setFixedWidth(WIDTH_CHARS * self.fontMetrics().horizontalAdvance("国"))

    def try_code(self) -> None:
        """See whether the code is right; it takes a second, right or wrong."""
        from fuer_desktop.services import handing_on, taking_up

        offer, typed = self.offer, self.code.text()
        if self._is_busy:
            return
        try:
            handing_on.read_code(typed)
        except FuerError as error:
            self._refuse(error)
            return
        self._set_busy(True)
        self._background.run(lambda: taking_up.opened(offer, typed), self._take, self._refuse)

    def reject(self) -> None:
        """Not while a code is being tried."""
        if not self._is_busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The same for the cross at the corner."""
        if self._is_busy:
            event.ignore()
        else:
            super().closeEvent(event)

    def _take(self, content: object) -> None:
        self._set_busy(False)
        self.accept()
        self.opened.emit(content)

    def _refuse(self, error: Exception) -> None:
        self._set_busy(False)
        if not isinstance(error, FuerError):
            self.fault.emit(error)
            return
        self.wrong.setText(str(error))
        self.wrong.show()
        self.adjustSize()
        self.code.setFocus()
        self.code.selectAll()

    def _set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self.busy.setVisible(busy)
        if busy:
            self.wrong.hide()
        for part in (self.code, self.take, self.cancel):
            part.setEnabled(not busy)
        self.adjustSize()


class TakingUp(QObject):
    """From a handover's file to its open workspace; what was open before is opened again where a
    person stops."""

    def __init__(self, program: Application) -> None:
        super().__init__()
        self._program = program
        self._background = Background()
        self.dialog: TakeUpDialog | None = None

    def show(self, path: Path, known: Sequence[Path]) -> None:
        """Ask for the code of this file; ``known`` are workspaces that were open before. Raises
        FuerError where it is no whole handover."""
        from fuer_desktop.services import taking_up

        program = self._program
        offer = taking_up.read(path)
        self.dialog = dialog = TakeUpDialog(offer, program.theme, program.window)
        dialog.fault.connect(program.fault)
        dialog.opened.connect(lambda content: self._opened(offer, cast(bytes, content), known))
        dialog.open()

    def _opened(self, offer: Offer, content: bytes, known: Sequence[Path]) -> None:
        """The code was right: see what is on this PC already, which nobody may have open then."""
        from fuer_desktop.services import taking_up

        program, folder = self._program, choosing.documents()
        former = program.path
        if not program.let_go():
            return
        others = [*known, former] if former else known
        self._background.run(
            lambda: taking_up.kin_of(content, taking_up.on_this_pc(folder, others)),
            lambda kin: self._place(offer, content, cast("list[Kin]", kin), former),
            lambda error: self._stop(former, error),
        )

    def _place(self, offer: Offer, content: bytes, kin: list[Kin], former: Path | None) -> None:
        """Where it goes: a person says so where another one knows more than it."""
        from fuer_desktop.services import taking_up

        path: Path | None = taking_up.usual_path(offer, choosing.documents())
        assert path is not None
        if any(other.ahead for other in kin):
            path = self.ask_place(kin, path)
        if path is None:
            self._stop(former, None)
            return
        target = path
        self._background.run(
            lambda: taking_up.take_up(offer, content, target),
            lambda done: self._done(cast("TakenUp", done), kin),
            lambda error: self._stop(former, error),
        )

    def ask_place(self, kin: list[Kin], usual: Path) -> Path | None:
        """Say that another one on this PC knows more, and ask where to put this one beside it."""
        window = self._program.window
        words = "\n".join(other.sentence for other in kin)
        box = QMessageBox(QMessageBox.Icon.NoIcon, texts.UP_TITLE, words, parent=window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        go_on = box.addButton(texts.KEEP_BOTH, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(texts.CANCEL, QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is not go_on:
            return None
        return choosing.new_workspace(window, usual, texts.CHOOSE_PLACE)

    def _done(self, taken: TakenUp, kin: list[Kin]) -> None:
        said = "\n".join([taken.sentence, *(other.sentence for other in kin)])
        self._program.open_workspace(taken.path, said)

    def _stop(self, former: Path | None, error: Exception | None) -> None:
        if error is not None and not isinstance(error, FuerError):
            self._program.fault(error)
        self._program.open_workspace(former, str(error) if error else texts.STOPPED)


def _facts(offer: Offer) -> tuple[tuple[str, str], ...]:
    said = offer.said
    given = texts.FROM_VALUE.format(by=said.by, at=said.at[:10], to=said.to)
    return (
        (texts.UNIT, offer.manifest.unit),
        (texts.FROM, given),
        (texts.WHY, said.reason),
    )
