"""Handing the open workspace on: to whom and why, the code once in large type, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.texts import handing_on as texts
from fuer_desktop.texts import keeping as keeping_texts
from fuer_desktop.ui.background import Background
from fuer_desktop.ui.frame import button, column, label, row, while_alive
from fuer_desktop.ui.theme import GRID_PX, Theme

if TYPE_CHECKING:
    from fuer_desktop.domain.handed_over import HandedOver
    from fuer_desktop.services.handing_on import DrawnUp
    from fuer_desktop.store.workspace import Workspace
    from fuer_desktop.ui.application import Application
    from fuer_desktop.ui.store_link import StoreLink

WIDTH_CHARS = 38
"""Chinese characters."""

_CODE_STEP = 14
"""Points that the code is larger than the rest."""


class HandingDialog(QDialog):
    """Three faces: what is wanted, the wait, the code. ``changed`` says that the workspace was
    marked, or taken back, and ``said`` what is to be known of it; ``fault`` carries a mistake of
    our own."""

    changed = Signal()
    fault = Signal(object)

    def __init__(
        self, link: StoreLink, mark: HandedOver | None, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._theme = theme
        self._mark = mark
        self._background = Background()
        self._is_busy = False
        self.path = Path()
        self.said = ""
        self.setWindowTitle(texts.TITLE)
        self.to, self.reason, self.back_reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.wrong = label("", "wrong", wrap=True)
        self.wrong.hide()
        again = texts.WRITE_AGAIN if mark else texts.WRITE
        self.write = button(again, self._choose_folder, "" if mark else "primary")
        self.back = button(texts.TAKE_BACK, self._take_back, "primary")
        self.cancel = button(texts.CANCEL, self.reject)
        for other in (self.cancel, self.write):
            other.setAutoDefault(False)
        (self.back if mark else self.write).setDefault(True)  # Enter in a line
        self.code = label()
        self.written = label("", wrap=True)
        self._faces = QStackedWidget()
        for face in (self._wanted(), self._waiting(), self._done()):
            widget = QWidget()
            widget.setLayout(face)
            self._faces.addWidget(widget)
        self.setLayout(column(self._faces, margin=5 * GRID_PX))
        self.setFixedWidth(WIDTH_CHARS * self.fontMetrics().horizontalAdvance("国"))
        self.finished.connect(self.deleteLater)
        (self.back_reason if mark else self.to).setFocus()

    def reject(self) -> None:
        """Not while the file is being written."""
        if not self._is_busy:
            super().reject()

    def hand_over(self, folder: Path) -> None:
        """Write the handover into a folder, then mark the workspace."""
        from fuer_desktop.services import handing_on

        to, reason = self.to.text(), self.reason.text()
        self._wait(texts.WRITING)
        self._link.ask(
            lambda workspace: handing_on.draw_up(workspace, to, reason),
            while_alive(self, lambda drawn: self._write(cast("DrawnUp", drawn), folder)),
            while_alive(self, self._failed),
        )

    def _write(self, drawn: DrawnUp, folder: Path) -> None:
        from fuer_desktop.services import handing_on

        code = handing_on.new_code()
        self._background.run(
            lambda: handing_on.write(drawn, code, folder),
            lambda path: self._set_mark(drawn, code, cast(Path, path)),
            self._failed,
        )

    def _set_mark(self, drawn: DrawnUp, code: str, path: Path) -> None:
        from fuer_desktop.services import handing_on, keeping

        def mark(workspace: Workspace) -> bool:
            handing_on.mark(workspace, drawn, path)
            return keeping.may_unplug(workspace, path)

        self._link.ask(
            mark,
            while_alive(self, lambda unplug: self._show_code(code, path, bool(unplug))),
            while_alive(self, self._failed),
        )

    def _show_code(self, code: str, path: Path, may_unplug: bool) -> None:
        from fuer_desktop.services.handing_on import in_groups

        self._is_busy = False
        self.path = path
        self.code.setText(in_groups(code))
        self.code.setAccessibleName(f"{texts.CODE_TITLE} {in_groups(code)}")
        unplug = f"\n{keeping_texts.MAY_UNPLUG}" if may_unplug else ""
        self.written.setText(texts.WRITTEN.format(path=path) + unplug)
        self._show(2)
        self.changed.emit()

    def _take_back(self) -> None:
        from fuer_desktop.services import handing_on

        reason = self.back_reason.text()

        def done(_: object) -> None:
            self.said = texts.TAKEN_BACK
            self.changed.emit()
            self.accept()

        self._link.ask(
            lambda workspace: handing_on.take_back(workspace, reason),
            while_alive(self, done),
            while_alive(self, self._failed),
        )

    def _choose_folder(self) -> None:
        from fuer_desktop.services.handing_on import require_said

        try:
            require_said(self.to.text(), self.reason.text())
        except FuerError as error:
            self._failed(error)
            (self.reason if self.to.text().strip() else self.to).setFocus()
            return
        folder = QFileDialog.getExistingDirectory(self, texts.CHOOSE_FOLDER)
        if folder:
            self.hand_over(Path(folder))

    def _failed(self, error: Exception) -> None:
        self._is_busy = False
        self._show(0)
        if isinstance(error, FuerError):
            self.wrong.setText(str(error))
            self.wrong.show()
            self.adjustSize()
        else:
            self.fault.emit(error)

    def _wait(self, words: str) -> None:
        self._is_busy = True
        self.wrong.hide()
        self.busy.setText(words)
        self._show(1)

    def _show(self, face: int) -> None:
        self._faces.setCurrentIndex(face)
        self.adjustSize()

    # --- the faces --------------------------------------------------------------------------

    def _wanted(self) -> QVBoxLayout:
        mark = self._mark
        title = label(texts.MARK_TITLE if mark else texts.TITLE)
        title.setFont(self._theme.font(step=2, bold=True))
        said = label(_mark_in_words(mark) if mark else texts.EXPLAINED, wrap=True)
        layout = column(title, said, margin=0)
        if mark:
            layout.addWidget(label(texts.MARK_WAYS, "muted", wrap=True))
            self.to.setText(mark.to)
            self.reason.setText(mark.reason)
            back = ((texts.BACK_REASON, self.back_reason, texts.BACK_HINT),)
            layout.addLayout(_fields(back))
            layout.addLayout(row(None, self.back))
            layout.addSpacing(3 * GRID_PX)
        fields = (
            (texts.TO, self.to, texts.TO_HINT),
            (texts.REASON, self.reason, texts.REASON_HINT),
        )
        layout.addLayout(_fields(fields))
        layout.addWidget(self.wrong)
        layout.addLayout(row(None, self.cancel, self.write))
        layout.addStretch(1)
        return layout

    def _waiting(self) -> QVBoxLayout:
        self.busy = label("", wrap=True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        return column(None, self.busy, bar, None, margin=0)

    def _done(self) -> QVBoxLayout:
        self.code.setFont(self._theme.font(step=_CODE_STEP, bold=True))
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        flag = Qt.TextInteractionFlag
        self.code.setTextInteractionFlags(
            flag.TextSelectableByMouse | flag.TextSelectableByKeyboard
        )
        title = label(texts.CODE_TITLE)
        title.setFont(self._theme.font(step=2, bold=True))
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        said = label(texts.CODE_SAID, wrap=True)
        layout = column(title, self.code, said, margin=0)
        layout.addWidget(self.written)
        layout.addSpacing(2 * GRID_PX)
        self.noted = button(texts.NOTED, self.accept, "primary")
        self.noted.setAutoDefault(False)  # Qt would make it the default before it is seen
        layout.addLayout(row(None, self.noted))
        layout.addStretch(1)
        return layout


def _mark_in_words(mark: HandedOver) -> str:
    return texts.MARK.format(by=mark.by, at=mark.day, to=mark.to, reason=mark.reason)


def _fields(fields: tuple[tuple[str, QLineEdit, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(3 * GRID_PX)
    grid.setVerticalSpacing(2 * GRID_PX)
    for number, (name, line, hint) in enumerate(fields):
        line.setPlaceholderText(hint)
        line.setAccessibleName(name)
        grid.addWidget(label(name), number, 0)
        grid.addWidget(line, number, 1)
    grid.setColumnStretch(1, 1)
    return grid


class HandingOn(QObject):
    """What the menu's 交接 does with the workspace that is open, if any is."""

    def __init__(self, program: Application, link: Callable[[], StoreLink | None]) -> None:
        super().__init__()
        self._program = program
        self._link = link
        self.dialog: HandingDialog | None = None

    def show(self) -> None:
        """Show the dialog, once everything typed is saved; or say why there is none."""
        program, link = self._program, self._link()
        path = program.path
        if link is None or path is None:
            program.window.say(texts.NOTHING_OPEN if link is None else texts.IS_COPY)
        elif program.may_close():
            link.ask(
                lambda workspace: workspace.handed_over,
                lambda mark: self._show(link, cast("HandedOver | None", mark), path),
            )

    def _show(self, link: StoreLink, mark: HandedOver | None, path: Path) -> None:
        program = self._program
        self.dialog = dialog = HandingDialog(link, mark, program.theme, program.window)

        def again(_result: int) -> None:
            program.open_workspace(path, dialog.said)

        dialog.changed.connect(lambda: dialog.finished.connect(again))
        dialog.fault.connect(program.fault)
        dialog.open()
