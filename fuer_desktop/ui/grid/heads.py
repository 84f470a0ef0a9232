"""The heads over the grid's columns: as high as their words need, those of a group under one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from fuer_desktop.domain.forms import Group
from fuer_desktop.ui.grid.model import FIRST, GridModel
from fuer_desktop.ui.theme import GRID_PX, Theme

_PAD_PX = GRID_PX
"""Left free above, below and beside the words of a head."""
_WRAPPED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
_ALIGN = int(_WRAPPED)


def words_height(metrics: QFontMetrics, text: str, width: int) -> int:
    """How high a head's words are, broken into lines of this many pixels."""
    room = QRect(0, 0, max(width - 2 * _PAD_PX, 1), 0)
    return metrics.boundingRect(room, _ALIGN, text or " ").height() + 2 * _PAD_PX


class Heads(QHeaderView):
    """Paints its own heads: Qt neither breaks their words into lines nor joins them."""

    def __init__(self, model: GridModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._grid = model
        self._upper = 0
        self._height = 0
        self.dress(theme)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setHighlightSections(False)
        self.sectionResized.connect(lambda *_: self.fit())

    def dress(self, theme: Theme) -> None:
        """Other type and colours."""
        colours = theme.colours
        self._ground, self._line = QColor(colours.heading), QColor(colours.hairline)
        self._ink = QColor(colours.text)
        self.setFont(theme.font())

    @property
    def upper_height(self) -> int:
        """How high the heads of groups are; 0 where there are none."""
        return self._upper

    def fit(self) -> None:
        """As high as the longest words need that may ever stand there."""
        metrics = QFontMetrics(self.font())
        widths = [self.sectionSize(number) for number in range(self._grid.columnCount())]
        grouped = {n for group in self._grid.groups for n in sections(group)}
        self._upper = max(
            (
                words_height(metrics, group.title, sum(widths[n] for n in sections(group)))
                for group in self._grid.groups
            ),
            default=0,
        )
        height = max(
            words_height(metrics, text, width) + (self._upper if number in grouped else 0)
            for number, width in enumerate(widths)
            for text in self._grid.possible_heads(number)
        )
        if height != self._height:
            self._height = height
            self.updateGeometry()
            self.geometriesChanged.emit()

    def sizeHint(self) -> QSize:
        """As wide as Qt makes it."""
        return QSize(super().sizeHint().width(), self._height or super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """A head; over those of a group its part of the head that they share."""
        painter.save()
        painter.setClipRect(rect)
        painter.setFont(self.font())
        group = next((g for g in self._grid.groups if section in sections(g)), None)
        own = rect
        if group is not None:
            own = rect.adjusted(0, self._upper, 0, 0)
            before = sum(self.sectionSize(n) for n in sections(group) if n < section)
            wide = sum(self.sectionSize(n) for n in sections(group))
            shared = QRect(rect.left() - before, rect.top(), wide, self._upper)
            self._paint(painter, shared, group.title)
        heading = self._grid.headerData(section, Qt.Orientation.Horizontal)
        self._paint(painter, own, str(heading or ""))
        painter.restore()

    def _paint(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.fillRect(rect, self._ground)
        painter.setPen(self._line)
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(self._ink)
        painter.drawText(rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0), _ALIGN, text)


def sections(group: Group) -> range:
    """The columns of the grid under a group's head."""
    return range(FIRST + group.first, FIRST + group.first + group.count)
