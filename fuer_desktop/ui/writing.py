"""Room to write a text of the yearly account: what it is about, how long it should be, and beside
it what was written last year."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMessageBox, QPlainTextEdit, QWidget

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.narrative import (
    column_of,
    is_copied,
    length_words,
    text_places,
    topic,
    written_chars,
)
from fuer_desktop.domain.pasted_text import chinese_marks
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, DataValue, Kind
from fuer_desktop.services.editing import EditSession
from fuer_desktop.texts import narrative as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.frame import button, column, label, row
from fuer_desktop.ui.grid.editors import TextEditor
from fuer_desktop.ui.theme import FINDING_SIGNS, GRID_PX, Theme

if TYPE_CHECKING:
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

SHARE = 0.86
"""Of the window's width and height, so that it is still seen behind."""

KEEP_EVERY_MS = 60_000
"""What is written is kept at every new line, and so often in a long paragraph: each is a step."""


class WritingBox(TextEditor):
    """The box to write in; ``exhausted`` says that Ctrl+Z has nothing left to take back in it."""

    exhausted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Enter is a new line as in a cell; Enter is one too, since there is room."""
        if event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
            self.exhausted.emit()
        elif _is_alt_enter(event):
            self.insertPlainText("\n")
        else:
            super().keyPressEvent(event)


class WritingDialog(QDialog):
    """One text at a time. ``left`` carries the cell that was written last, and whether to go on."""

    left = Signal(CellKey, bool)

    def __init__(self, session: EditSession, key: CellKey, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.key = key
        self._kept = self._begun_with = ""
        self._before = DataValue(Kind.BLANK)
        self.setWindowTitle(texts.TITLE)
        self.above = label("", "muted", wrap=True)
        self.heading = label("", wrap=True)
        self.heading.setFont(theme.font(step=2, bold=True))
        self.this_year = label("", "muted")
        self.length = label("", "muted")
        self.copied = label("", wrap=True)
        self.said = label("", wrap=True)
        self.box = WritingBox(self)
        self.before = QPlainTextEdit()
        self._build(parent)
        self._keeping = QTimer(self)
        self._keeping.timeout.connect(self.keep)
        self._keeping.start(KEEP_EVERY_MS)
        self.box.textChanged.connect(self._tell)
        self.box.blockCountChanged.connect(lambda _: self.keep())
        self.box.pasted.connect(self.said.setText)
        self.box.exhausted.connect(lambda: self.said.setText(texts.UNDO_ELSEWHERE))
        self.finished.connect(self.deleteLater)
        self._go_to(key)

    # --- what a person does ---------------------------------------------------------------

    def keep(self) -> bool:
        """Keep what is written as a step, if it is not yet; says why where it cannot be."""
        written = self.box.text().strip()
        if written == self._kept or self._session.locked:
            return True
        try:
            self._session.enter(self.key, written)
        except EntryError as error:
            self.said.setText(str(error))
            return False
        self._kept = written
        return True

    def finish(self) -> None:
        """The text is written: keep it, and go on in the form."""
        if self.keep():
            self.left.emit(self.key, True)
            self.accept()

    def take_last_year(self) -> None:
        """Last year's text as a start; never in the place of what is written."""
        if self.box.text().strip():
            self.said.setText(texts.NOT_OVER_WRITTEN)
        elif self._before.kind is Kind.TEXT and not self._session.locked:
            self.box.insertPlainText(self._before.note)
            self.said.setText(texts.TAKEN)

    def put_marks_right(self) -> None:
        """Make the punctuation Chinese, as one change that Ctrl+Z takes back."""
        found, count = chinese_marks(self.box.text())
        if count:
            cursor = self.box.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(found)
        template = texts.PUT_RIGHT if count else texts.NOTHING_TO_PUT_RIGHT
        self.said.setText(template.format(count=count))

    def step(self, by: int) -> None:
        """Keep this text and go to the one before or after it."""
        places = text_places(self._session.form, self.key)
        target = places[0] if by < 0 else places[1]
        if target is None:
            self.said.setText(texts.FIRST if by < 0 else texts.LAST)
        elif self.keep():
            self._go_to(target)

    def reject(self) -> None:
        """Esc: what was there stays, but nothing that was written goes without being asked."""
        if self.box.text().strip() == self._begun_with or self._session.locked:
            self._leave()
            return
        box = self.question()
        box.open()

    def question(self) -> QMessageBox:
        """What is asked before a changed text is left."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, texts.TITLE, texts.LEAVE, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        keep = box.addButton(texts.LEAVE_KEEP, QMessageBox.ButtonRole.AcceptRole)
        back = box.addButton(texts.LEAVE_BACK, QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(ui_texts.CANCEL, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        keep.clicked.connect(self._keep_and_leave)
        back.clicked.connect(self._go_back)
        return box

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross in the corner asks as Esc does."""
        event.ignore()
        self.reject()

    # --- between them ---------------------------------------------------------------------

    def _keep_and_leave(self) -> None:
        if self.keep():
            self._leave()

    def _go_back(self) -> None:
        """As it was when the text was opened; the history keeps what was written meanwhile."""
        self.box.setText(self._begun_with)
        if self._stood.kind in (Kind.TEXT, Kind.BLANK):
            self._keep_and_leave()
            return
        self._session.enter_values({self.key: self._stood}, How.TYPED)
        self._leave()

    def _leave(self) -> None:
        self.left.emit(self.key, False)
        super().reject()

    def _go_to(self, key: CellKey) -> None:
        self.key = key
        about = topic(self._session.form, key)
        value = self._session.value(key)
        self._before = self._session.last_year(key)
        self.above.setText(texts.PATH.join(about.above))
        self.above.setVisible(bool(about.above))
        self.heading.setText(texts.HEADING.format(row=about.row, column=about.column))
        self._stood = value
        self._kept = self._begun_with = value.note if value.kind is Kind.TEXT else ""
        self.box.blockSignals(True)
        self.box.setText(self._begun_with)
        self.box.blockSignals(False)
        self.box.moveCursor(self.box.textCursor().MoveOperation.End)
        has_before = self._before.kind is Kind.TEXT
        self._beside.setVisible(has_before)
        self.this_year.setText(texts.THIS_YEAR if has_before else texts.THIS_YEAR_ALONE)
        self.take.setEnabled(has_before and not self._session.locked)
        self.before.setPlainText(self._before.note if has_before else "")
        other = value.kind not in (Kind.TEXT, Kind.BLANK)
        stands = texts.OTHER_KIND.format(kind=value.kind.label) if other else ""
        self.said.setText(self._session.locked or stands)
        self._tell()
        self.box.setFocus()

    def _tell(self) -> None:
        """How long the text is, and whether it is still last year's."""
        written = self.box.text().strip()
        advice = column_of(self._session.form, self.key)
        self.length.setText(length_words(written_chars(written), advice))
        now = DataValue(Kind.TEXT, note=written)
        hint = texts.COPIED.format(sign=FINDING_SIGNS[RuleClass.D])
        self.copied.setText(hint if is_copied(now, self._before) else "")

    def _build(self, parent: QWidget) -> None:
        locked = bool(self._session.locked)
        self.box.setReadOnly(locked)
        self.box.setAccessibleName(texts.THIS_YEAR)
        self.box.setPlaceholderText(texts.PLACEHOLDER)
        self.before.setReadOnly(True)
        colours = self._theme.colours
        self.setStyleSheet(
            f"QPlainTextEdit {{ border: 1px solid {colours.hairline}; border-radius: 4px;"
            f" padding: 4px; background: {colours.surface}; }}"
            f" QPlainTextEdit:focus {{ border-color: {colours.accent}; }}"
        )
        self.before.setAccessibleName(texts.LAST_YEAR)
        self.before.setTabChangesFocus(True)
        palette = self.copied.palette()
        colour = QColor(self._theme.colours.findings[RuleClass.D])
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        self.copied.setPalette(palette)
        self._beside = QWidget()
        self._beside.setLayout(column(label(texts.LAST_YEAR, "muted"), self.before, margin=0))
        here = QWidget()
        here.setLayout(column(self.this_year, self.box, margin=0))
        both = QHBoxLayout()
        both.setSpacing(4 * GRID_PX)
        both.addWidget(here, 3)
        both.addWidget(self._beside, 2)
        layout = column(self.above, self.heading, margin=5 * GRID_PX)
        layout.addLayout(both, 1)
        layout.addLayout(row(self.length, self.copied, None))
        layout.addWidget(self.said)
        layout.addLayout(self._buttons(locked))
        self.setLayout(layout)
        window = parent.window()
        self.resize(int(window.width() * SHARE), int(window.height() * SHARE))

    def _buttons(self, locked: bool) -> QHBoxLayout:
        self.take = button(texts.TAKE, self.take_last_year)
        self.marks = button(texts.MARKS, self.put_marks_right)
        self.marks.setEnabled(not locked)
        self.back = button(texts.PREVIOUS, lambda: self.step(-1))
        self.on = button(texts.NEXT, lambda: self.step(1))
        self.ready = button(texts.CLOSE if locked else texts.DONE, self.finish, "primary")
        self._press("F7", self.take_last_year)
        self._press("Ctrl+PgUp", lambda: self.step(-1))
        self._press("Ctrl+PgDown", lambda: self.step(1))
        self._press("Ctrl+Return", self.finish)
        self._press("Ctrl+Enter", self.finish)
        return row(self.take, self.marks, None, self.back, self.on, self.ready)

    def _press(self, keys: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(act)


def _is_alt_enter(event: QKeyEvent) -> bool:
    keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return event.key() in keys and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)


def ask_writing(page: FormsPage, opened: OpenForm) -> None:
    """Write the text of the cell in hand in a window with room; says so where none is asked."""
    key = opened.model.key(opened.grid.currentIndex())
    if key is None or key not in opened.session.form.text_cells:
        page.context.say(texts.NO_TEXT_HERE)
        return
    dialog = WritingDialog(opened.session, key, page.context.theme, page)

    def left(last: CellKey, goes_on: bool) -> None:
        page.activateWindow()
        opened.grid.go_to(last)
        if goes_on:
            opened.grid.step(1)

    dialog.left.connect(left)
    dialog.open()
