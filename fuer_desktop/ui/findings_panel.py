"""The list of findings beside a form, and the line in which a reason is given."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from fuer_desktop.domain.checking import BLANK_RULE, Finding
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.findings import takes_reason
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import LEAST_REASON, CellKey, is_reason
from fuer_desktop.services.editing import EditSession
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.frame import button, column, label, row
from fuer_desktop.ui.theme import FINDING_SIGNS, GRID_PX, Theme

_FINDING = int(Qt.ItemDataRole.UserRole)


class FindingsPanel(QWidget):
    """``wanted`` asks the grid to go to a cell, ``explained`` gives the keys back to it."""

    wanted = Signal(CellKey)
    explained = Signal()

    def __init__(self, session: EditSession, theme: Theme, say: Callable[[str], None]) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._say = say
        self._shown: list[Finding] = []
        self._begun_for: Finding | None = None
        self._heading = label()
        self._heading.setFont(theme.font(bold=True))
        self._list = self._build_list()
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(texts.REASON.format(least=LEAST_REASON))
        self._reason.textEdited.connect(self._begin_reason)
        self._reason.returnPressed.connect(self._explain)
        self._reason.editingFinished.connect(self._keep_begun)
        self._keep = button(texts.REASON_SAVE, self._explain)
        self._explaining = QWidget()
        line = row(self._reason, self._keep)
        line.setContentsMargins(0, 0, 0, 0)
        self._explaining.setLayout(line)
        layout = column(self._heading, self._list, self._explaining, margin=2 * GRID_PX)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        session.listeners.append(lambda _: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show the findings as they are; the list is rebuilt only when they changed."""
        if self._session.findings == self._shown and self._list.count():
            return
        self._shown = list(self._session.findings)
        current = self._list.currentRow()
        blocked = QSignalBlocker(self._list)  # a row that comes and goes is nobody's choice
        self._list.clear()
        blanks = [f for f in self._shown if f.rule == BLANK_RULE]
        for finding in self._shown:
            if finding.rule != BLANK_RULE:
                self._list.addItem(self._item(finding, self._words(finding)))
        if blanks:
            words = texts.BLANKS.format(count=len(blanks))
            sign = FINDING_SIGNS[RuleClass.A]
            text = texts.FINDING.format(sign=sign, severity=RuleClass.A.label, message=words)
            self._list.addItem(self._item(blanks[0], text))
        waiting = sum(f.blocks for f in self._shown)
        self._heading.setText(
            texts.FINDINGS.format(count=waiting) if waiting else texts.FINDINGS_NONE
        )
        self._list.setCurrentRow(min(max(current, 0), self._list.count() - 1))
        blocked.unblock()
        self._offer_reason()

    def go_to_next(self) -> None:
        """Step to the next finding and ask for its cell."""
        if self._list.count():
            self._list.setCurrentRow((self._list.currentRow() + 1) % self._list.count())
            self._go()

    def ask_reason(self) -> None:
        """Take the keys for the reason of the finding in hand, if it is one that wants one."""
        if self._explaining.isVisible():
            self._reason.setFocus()
            self._reason.selectAll()
        else:
            self._say(texts.NO_REASON_WANTED)

    def stand_at(self, key: CellKey | None) -> None:
        """Select the finding of the cell where the grid's cursor stands."""
        if key is None:
            return
        for number in range(self._list.count()):
            finding = self._finding_at(number)
            if finding is not None and key in finding.cells:
                self._list.setCurrentRow(number)
                break
        self._offer_reason()

    def _build_list(self) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(texts.FINDINGS_TAB)
        made.setWordWrap(True)
        made.setSpacing(GRID_PX // 2)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.itemActivated.connect(lambda _: self._go())
        made.itemClicked.connect(lambda _: self._go())
        made.currentRowChanged.connect(lambda _: self._offer_reason())
        return made

    def _item(self, finding: Finding, text: str) -> QListWidgetItem:
        item = QListWidgetItem(text)
        colours = self._theme.colours
        colour = colours.good if finding.explained else colours.findings[finding.severity]
        item.setForeground(QColor(colour))
        item.setData(_FINDING, finding)
        return item

    @staticmethod
    def _words(finding: Finding) -> str:
        if finding.explained:
            return texts.FINDING_EXPLAINED.format(message=finding.message)
        return texts.FINDING.format(
            sign=FINDING_SIGNS[finding.severity],
            severity=finding.severity.label,
            message=finding.message,
        )

    def _finding_at(self, number: int) -> Finding | None:
        item = self._list.item(number)
        found = item.data(_FINDING) if item else None
        return found if isinstance(found, Finding) else None

    def _current(self) -> Finding | None:
        return self._finding_at(self._list.currentRow())

    def _offer_reason(self) -> None:
        """The line is there only for a finding that a reason settles."""
        finding = self._current()
        wanted = finding is not None and takes_reason(finding)
        offered = wanted and not self._session.locked
        self._explaining.setVisible(offered)
        if finding is not None and offered and not self._reason.hasFocus():
            self._reason.setText(finding.reason)
            self._reason.setCursorPosition(0)  # a long reason shows its beginning

    def _go(self) -> None:
        finding = self._current()
        if finding is not None:
            self.wanted.emit(finding.cells[0])

    def _explain(self) -> None:
        finding = self._begun_for or self._current()
        if finding is None:
            return
        try:
            self._session.explain(finding, self._reason.text())
        except EntryError as error:
            self._say(str(error))
            return
        self._begun_for = None
        self._say("")
        self.explained.emit()

    def _begin_reason(self) -> None:
        """A reason belongs to the finding for which it was begun, wherever the cursor goes."""
        self._begun_for = self._begun_for or self._current()

    def _keep_begun(self) -> None:
        """Leaving the line keeps what was written, if it is long enough to be a reason."""
        begun, self._begun_for = self._begun_for, None
        if begun is not None and is_reason(self._reason.text()):
            try:
                self._session.explain(begun, self._reason.text())
            except EntryError as error:
                self._say(str(error))
