"""What stands in the way of handing in, a line each; a line leads to its cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from fuer_desktop.services.checking import PlacedFinding
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.finding_words import lines_of
from fuer_desktop.ui.theme import Theme

MOST_LINES = 8
_PLACED = int(Qt.ItemDataRole.UserRole)


class ObstacleList(QListWidget):
    """``wanted`` carries the ``PlacedFinding`` that somebody wants to see; ``blanks`` is what is
    said of a form's blank cells (``count``)."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, blanks: str = texts.BLANKS) -> None:
        super().__init__()
        self._theme = theme
        self._blanks = blanks
        self.setAccessibleName(texts.FINDINGS_TAB)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(self._go)
        self.itemClicked.connect(self._go)

    def show_found(self, found: Sequence[PlacedFinding]) -> None:
        """Show other findings; an empty list is not seen."""
        self.clear()
        for words, group in lines_of(found, self._blanks):
            item = QListWidgetItem(words)
            item.setData(_PLACED, group[0])
            self.addItem(item)
        self.setVisible(bool(found))
        self.setFixedHeight(self._height_of(self.count()))

    def _height_of(self, lines: int) -> int:
        """Room for a few lines; the list scrolls beyond them."""
        line = QFontMetrics(self._theme.font()).height() * 2
        return min(max(lines, 2), MOST_LINES) * line

    def _go(self, item: QListWidgetItem) -> None:
        self.wanted.emit(item.data(_PLACED))
