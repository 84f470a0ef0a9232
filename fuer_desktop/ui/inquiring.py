"""写征询包: which of the findings that stand in the way to ask the office about, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from fuer_desktop.services.checking import PlacedFinding
from fuer_desktop.services.inquiring import LEAST_WHY, MOST_WHY, AskKey, ask_key, askable
from fuer_desktop.texts import inquiries as texts
from fuer_desktop.ui.finding_words import lines_of
from fuer_desktop.ui.frame import button, column, label, resize_within_screen, row
from fuer_desktop.ui.theme import GRID_PX, Theme

SIZE_CHARS = (48, 26)
"""Width in Chinese characters, and height in lines."""

_GROUP = int(Qt.ItemDataRole.UserRole)
_WHY, _WORDS = _GROUP + 1, _GROUP + 2


class InquiryDialog(QDialog):
    """What can be asked about, each line with a tick and why; whoever writes why has ticked it."""

    def __init__(self, found: Sequence[PlacedFinding], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(texts.TITLE)
        self.list = self._list_of(found)
        self.why = QLineEdit()
        self.why.setMaxLength(MOST_WHY)
        self.why.setPlaceholderText(texts.WHY.format(least=LEAST_WHY))
        self.why.textEdited.connect(self._keep)
        self.why.returnPressed.connect(self._next)
        self.same = button(texts.SAME_WHY, self._give_same)
        self._state = label("", wrap=True)
        self.write = button(texts.WRITE, self.accept, "primary")
        title = label(texts.TITLE)
        title.setFont(theme.font(step=4, bold=True))
        line = row(self.why, self.same)
        line.setStretch(0, 1)
        layout = column(title, label(texts.INTRO, wrap=True), self.list, margin=5 * GRID_PX)
        layout.setStretch(2, 1)
        layout.addLayout(line)
        cancel = button(texts.CANCEL, self.reject)
        for each in (self.same, cancel, self.write):
            each.setAutoDefault(False)  # Enter in the line goes on to the next one
        ends = row(self._state, cancel, self.write)
        ends.setStretch(0, 1)
        layout.addLayout(ends)
        self.setLayout(layout)
        self._lay_out()

    @property
    def asked(self) -> dict[AskKey, str]:
        """Why each finding of the ticked lines is asked about."""
        return {
            ask_key(placed): item.data(_WHY)
            for item in self._ticked
            for placed in item.data(_GROUP)
        }

    def showEvent(self, event: QShowEvent) -> None:
        """Space ticks at once."""
        super().showEvent(event)
        self.list.setFocus()

    # --- what it is made of ---------------------------------------------------------------

    def _list_of(self, found: Sequence[PlacedFinding]) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(texts.ASK_HEADER)
        made.setWordWrap(True)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for words, group in lines_of(askable(found)):
            kind = texts.KINDS[group[0].finding.severity.value]
            said = texts.ASK_LINE.format(kind=kind, words=words)
            item = QListWidgetItem(said)
            for role, what in ((_GROUP, group), (_WORDS, said), (_WHY, "")):
                item.setData(role, what)
            item.setCheckState(Qt.CheckState.Unchecked)
            made.addItem(item)
        return made

    def _lay_out(self) -> None:
        metrics = self.fontMetrics()
        wide, high = SIZE_CHARS
        em, line = metrics.horizontalAdvance("国"), metrics.lineSpacing()
        resize_within_screen(self, em * wide, line * high)
        self.finished.connect(self.deleteLater)
        self.list.currentRowChanged.connect(lambda _: self._show_line())
        self.list.itemChanged.connect(lambda _: self._tell())
        self.list.setCurrentRow(0)
        self._tell()

    # --- what a person does ---------------------------------------------------------------

    def _show_line(self) -> None:
        item = self.list.currentItem()
        self.why.setText(item.data(_WHY))
        self.why.setAccessibleName(texts.WHY_NAME.format(what=item.data(_WORDS)))
        self._tell()

    def _keep(self, text: str) -> None:
        item = self.list.currentItem()
        _say_why(item, text.strip())
        if text.strip():
            item.setCheckState(Qt.CheckState.Checked)

    def _next(self) -> None:
        """Go on to the next ticked line that has no reason yet, or to the button."""
        waiting = [item for item in self._ticked if len(item.data(_WHY)) < LEAST_WHY]
        if waiting:
            self.list.setCurrentItem(waiting[0])
        elif self.write.isEnabled():
            self.write.setFocus()

    def _give_same(self) -> None:
        """Say the same of every ticked line that has no reason yet."""
        for item in self._ticked:
            if not item.data(_WHY):
                _say_why(item, self.why.text().strip())

    @property
    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(number) for number in range(self.list.count())]

    @property
    def _ticked(self) -> list[QListWidgetItem]:
        return [item for item in self._items if item.checkState() is Qt.CheckState.Checked]

    def _tell(self) -> None:
        ticked = self._ticked
        short = [item for item in ticked if len(item.data(_WHY)) < LEAST_WHY]
        words = texts.CHOSEN if ticked else texts.NOTHING_TICKED
        if short:
            words = texts.MISSING_WHY
        self._state.setText(words.format(count=len(ticked), short=len(short), least=LEAST_WHY))
        self.write.setEnabled(bool(ticked) and not short)
        self.same.setEnabled(
            bool(self.why.text().strip()) and any(not i.data(_WHY) for i in ticked)
        )


def _say_why(item: QListWidgetItem, why: str) -> None:
    """Keep why a line is asked about, and show it there."""
    words = item.data(_WORDS)
    item.setData(_WHY, why)
    item.setText(texts.LINE_AND_WHY.format(words=words, why=why) if why else words)
