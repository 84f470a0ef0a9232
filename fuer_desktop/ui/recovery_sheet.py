"""The recovery sheet: shown once to be printed, asked back; and the code typed in again later."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from fuer_desktop.domain import recovery_code
from fuer_desktop.domain.errors import FuerError
from fuer_desktop.domain.recovery_sheet import RecoverySheet
from fuer_desktop.texts import office_keys as texts
from fuer_desktop.texts import printing as printing_texts
from fuer_desktop.ui import choosing, printing
from fuer_desktop.ui.frame import (
    Context,
    button,
    column,
    label,
    resize_within_screen,
    row,
    while_alive,
)
from fuer_desktop.ui.page_view import PageView
from fuer_desktop.ui.theme import GRID_PX

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from fuer_desktop.services.office_keys import Standing
    from fuer_desktop.store.workspace import Workspace

SIZE_PX = (980, 680)
_PANEL_CHARS = 22
_ASKED = 2
_CODE_SIZE = (44, 15)
"""Width in Chinese characters, and height in lines, of the dialog that takes a code."""
_CODE_LINES = 4


class SheetDialog(QDialog):
    """The sheet at the right; at the left what to do with it. ``kept`` tells that it was printed or
    written, from which moment the office is bound to it; ``confirmed`` that two groups of it were
    typed. The code is nowhere but here, and gone when the dialog is."""

    kept = Signal(str)
    confirmed = Signal()

    def __init__(self, context: Context, sheet: RecoverySheet, parent: QWidget) -> None:
        from fuer_desktop.paper.recovery import lay_out_sheet

        super().__init__(parent)
        self._sheet = sheet
        self._laid = lay_out_sheet(sheet)
        self.is_kept = False
        self.is_confirmed = False
        self.setWindowTitle(texts.SHEET_TITLE)
        self.view = PageView(context.theme)
        self.print = button(texts.PRINT_SHEET, self._print, "primary")
        self.save = button(texts.SAVE_SHEET, self._choose_file)
        self.result_words = label("", wrap=True)
        self.result_words.hide()
        self.result_words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.asked = sorted(secrets.SystemRandom().sample(range(recovery_code.GROUPS), _ASKED))
        self._asking = QWidget()
        self.fields = [QLineEdit() for _ in self.asked]
        self.confirm = button(texts.CONFIRM, self._confirm)
        self.later = button(texts.LATER, self.reject)
        layout = row(spacing=4 * GRID_PX)
        layout.setContentsMargins(*[4 * GRID_PX] * 4)
        layout.addWidget(self._panel(context))
        layout.addWidget(self.view, 1)
        self.setLayout(layout)
        resize_within_screen(self, *SIZE_PX)
        self.finished.connect(self.deleteLater)
        self.view.show_forms([self._laid])
        self._show_kept()
        self.print.setFocus()

    def _panel(self, context: Context) -> QWidget:
        title = label(texts.SHEET_HEAD)
        title.setFont(context.theme.font(step=4, bold=True))
        groups = QFormLayout()
        groups.setSpacing(2 * GRID_PX)
        for place, field in zip(self.asked, self.fields, strict=True):
            name = texts.GROUP_NAME.format(number=place + 1)
            field.setAccessibleName(name)
            field.returnPressed.connect(self._next)
            groups.addRow(label(name), field)
        inside = column(title, label(texts.SHEET_TEXT, wrap=True), margin=0)
        inside.addLayout(row(self.print, self.save, None))
        inside.addWidget(self.result_words)
        inside.addSpacing(4 * GRID_PX)
        asked = column(label(texts.CONFIRM_TEXT, wrap=True), margin=0)
        asked.addLayout(groups)
        asked.addLayout(row(self.confirm, None))
        self._asking.setLayout(asked)
        inside.addWidget(self._asking)
        inside.addStretch(1)
        inside.addLayout(row(self.later, None))
        panel = QWidget()
        panel.setLayout(inside)
        panel.setFixedWidth(_PANEL_CHARS * self.fontMetrics().horizontalAdvance("国"))
        return panel

    def _show_kept(self) -> None:
        self._asking.setVisible(self.is_kept)
        self.later.setText(texts.LATER_CHECK if self.is_kept else texts.LATER)

    def _tell(self, words: str) -> None:
        self.result_words.setText(words)
        self.result_words.setVisible(bool(words))

    def _is_out(self, words: str) -> None:
        self._tell(words)
        if not self.is_kept:
            self.is_kept = True
            self.kept.emit(" ".join(self._sheet.groups))
        self._show_kept()
        self.fields[0].setFocus()

    def _print(self) -> None:
        if not printing.has_printer():
            self._tell(texts.NO_PRINTER)
            self.save.setFocus()
            return
        printer = printing.ask_printer(self, self._laid, 1)
        if printer is not None:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print the page on it."""
        from fuer_desktop.paper import drawing

        printer.setFullPage(True)
        printer.setDocName(texts.SHEET_TITLE)  # a queue of the printer shows the name alone
        if drawing.put_on(printer, [self._laid], range(1, 2)):
            self._is_out(texts.SHEET_PRINTED)
        else:
            name = printer.printerName()
            self._tell(printing_texts.PRINTER_FAILED.format(printer=name, count=1))

    def _choose_file(self) -> None:
        suggested = str(choosing.documents() / f"{texts.SHEET_TITLE}.pdf")
        file, _ = QFileDialog.getSaveFileName(self, texts.CHOOSE_PDF, suggested, texts.PDF_FILES)
        path = choosing.new_file(self, file, choosing.PDF)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the page as a PDF."""
        from fuer_desktop.services import office_keys

        try:
            office_keys.draw(self._sheet, path)
        except FuerError as error:
            self._tell(str(error))
        else:
            self._is_out(texts.SHEET_SAVED.format(path=path))

    def _next(self) -> None:
        """Enter goes on to what is not typed yet, and at the end confirms."""
        empty = [field for field in self.fields if not field.text().strip()]
        if empty:
            empty[0].setFocus()
        else:
            self._confirm()

    def _confirm(self) -> None:
        for place, field in zip(self.asked, self.fields, strict=True):
            if recovery_code.digits_of(field.text()) != self._sheet.groups[place]:
                self._tell(texts.GROUP_WRONG.format(number=place + 1))
                field.setFocus()
                field.selectAll()
                return
        self.is_confirmed = True
        self.confirmed.emit()
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field does not press the dialog's first button."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


class CodeDialog(QDialog):
    """Takes a recovery code. ``act`` is done with it in the store thread; what comes of it goes to
    ``done``, and a refusal is told here, so that the code need not be typed again."""

    def __init__(
        self,
        context: Context,
        words: tuple[str, str, str],
        act: Callable[[Workspace, str], object],
        done: Callable[[object], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        title, text, do = words
        self._context, self._act, self._done = context, act, done
        self.setWindowTitle(title)
        head = label(title)
        head.setFont(context.theme.font(step=4, bold=True))
        self.code = QPlainTextEdit()
        self.code.setAccessibleName(texts.CODE_FIELD)
        self.code.setPlaceholderText(texts.CODE_HINT)
        self.code.setTabChangesFocus(True)
        wide, high = _CODE_SIZE
        metrics = self.fontMetrics()
        self.code.setFixedHeight(_CODE_LINES * metrics.lineSpacing())
        self.result_words = label("", "wrong", wrap=True)
        self.go = button(do, self._go, "primary")
        self.close_button = button(texts.CLOSE, self.reject)
        layout = column(head, label(text, wrap=True), self.code, margin=5 * GRID_PX)
        layout.addWidget(self.result_words)
        layout.addStretch(1)
        layout.addLayout(row(None, self.close_button, self.go))
        self.setLayout(layout)
        em = metrics.horizontalAdvance("国")
        resize_within_screen(self, wide * em, high * metrics.lineSpacing())
        self.finished.connect(self.deleteLater)
        self.code.setFocus()

    def _go(self) -> None:
        typed, act = self.code.toPlainText(), self._act
        self.go.setEnabled(False)
        self._context.link.ask(
            lambda workspace: act(workspace, typed),
            while_alive(self, self._accepted),
            while_alive(self, self._refused),
        )

    def _accepted(self, result: object) -> None:
        self.code.clear()
        self.accept()
        self._done(result)

    def _refused(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if not isinstance(error, FuerError):
            self._context.link.report(error)
            return
        self.result_words.setText(str(error))
        self.code.setFocus()


def show_sheet(context: Context, parent: QWidget, ended: Callable[[], None]) -> None:
    """Make a recovery code and show its sheet; the office is bound to it once it is printed or
    written. ``ended`` is called when the dialog is gone."""
    from fuer_desktop.services import office_keys

    def show(found: object) -> None:
        shown = cast("list[SheetDialog]", parent.findChildren(SheetDialog))
        if any(each.isVisible() for each in shown):
            return  # the button was pressed twice: two codes would be taken for one another
        dialog = SheetDialog(context, cast(RecoverySheet, found), parent)

        def keep(code: str) -> None:
            context.link.ask(
                lambda workspace: office_keys.adopt_sheet(workspace, code), lambda _: None
            )

        def end() -> None:
            words = texts.SHEET_PUT_OFF
            if dialog.is_confirmed:
                words = texts.SHEET_CONFIRMED
            elif dialog.is_kept:
                words = texts.SHEET_UNCONFIRMED
            context.say(words)
            ended()

        dialog.kept.connect(keep)
        dialog.confirmed.connect(
            lambda: context.link.ask(office_keys.confirm_sheet, lambda _: None)
        )
        dialog.finished.connect(lambda _: end())
        dialog.open()

    context.link.ask(
        lambda workspace: office_keys.sheet_of(workspace, office_keys.new_code()),
        while_alive(parent, show),
    )


def ask_code(context: Context, what: str, parent: QWidget, ended: Callable[[], None]) -> None:
    """Ask for the code of a sheet that is on paper, and do with it what is wanted: ``check``,
    ``replace`` or ``begin_again``."""
    from fuer_desktop.services import office_keys

    acts: dict[str, Callable[[Workspace, str], object]] = {
        "check": office_keys.check_sheet,
        "replace": office_keys.replace_key,
        "begin_again": office_keys.begin_again,
    }

    def done(result: object) -> None:
        context.say(_said(what, result))
        ended()

    CodeDialog(context, texts.ASK[what], acts[what], done, parent).open()


def _said(what: str, result: object) -> str:
    """What came of a code, in a sentence."""
    if what == "check":
        return texts.SHEET_CHECKED.format(fingerprint=result)
    now = cast("Standing", result)
    if what == "replace":
        return texts.KEY_REPLACED.format(number=now.number, fingerprint=now.key)
    return texts.BEGUN_AGAIN.format(number=now.number, root=now.root)
