"""A plan as it is read: domains, goals verbatim, and below each goal its targets in columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fuer_desktop.services.reading import Part, PlanLine
from fuer_desktop.texts import plans as texts
from fuer_desktop.ui.style_option import drawn
from fuer_desktop.ui.tables import Index, paint_hint
from fuer_desktop.ui.theme import GRID_PX, Theme

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_LINE = int(Qt.ItemDataRole.UserRole)
_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_NO_PARENT = QModelIndex()
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)

DEMAND_SHARE, WHEN_SHARE = 0.24, 0.29
"""Widths of a target's demand and of its year, of the whole width; the wording has the rest."""

LEAD_CHARACTERS = 2.4
"""Room for a goal's number, in characters."""


class PlanLines(QAbstractListModel):
    """The lines shown; targets can be chosen, the arrow keys pass over the rest."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: list[PlanLine] = []

    def set_lines(self, lines: Sequence[PlanLine]) -> None:
        """Replace what is shown."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    @property
    def lines(self) -> list[PlanLine]:
        """The lines shown."""
        return self._lines

    def line(self, row: int) -> PlanLine | None:
        """The line of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, target: str) -> int:
        """The row of a target by its code; -1 where it is not shown."""
        codes = [line.target.code if line.target else "" for line in self._lines]
        return codes.index(target) if target in codes else -1

    def row_of_domain(self, domain: str) -> int:
        """The row of a domain's head; -1 where it is not shown."""
        heads = [line.text if line.part is Part.DOMAIN else "" for line in self._lines]
        return heads.index(domain) if domain in heads else -1

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """All lines."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only targets can be chosen."""
        return _CHOOSABLE if self._lines[index.row()].target else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """The line itself for painting; its words for screen readers."""
        line = self._lines[index.row()]
        if role == _LINE:
            return line
        if role != _DISPLAY:
            return None
        if not line.demand:
            return line.text
        return texts.SPOKEN.format(wording=line.text, demand=line.demand, when=line.when)


class _Block:
    """One piece of wrapped text: where it begins, how wide it is, and how it looks."""

    def __init__(self, text: str, left: int, width: int, look: tuple[QFont, QColor]) -> None:
        self.text, self.left, self.width = text, left, max(width, 1)
        self.font, self.colour = look

    @property
    def height(self) -> int:
        """Height of the wrapped text."""
        room = QRect(0, 0, self.width, 1 << 16)
        return QFontMetrics(self.font).boundingRect(room, _WRAPPED, self.text).height()

    def paint(self, painter: QPainter, area: QRect, top: int) -> None:
        """Write it into a row's area, below ``top``."""
        painter.setFont(self.font)
        painter.setPen(self.colour)
        room = QRect(area.x() + self.left, area.y() + top, self.width, area.height() - top)
        painter.drawText(room, _WRAPPED, self.text)


class PlanDelegate(QStyledItemDelegate):
    """Paints a line, as high as its wrapped words need."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        colours = theme.colours
        self._text, self._muted = QColor(colours.text), QColor(colours.muted)
        self._heading, self._selection = QColor(colours.heading), QColor(colours.selection)
        self._hairline = QColor(colours.hairline)
        self._font, self._bold = theme.font(), theme.font(bold=True)
        self._large = theme.font(step=2, bold=True)
        self._small = theme.font(step=-1)
        character = QFontInfo(self._font).pixelSize()
        self._lead = round(character * LEAD_CHARACTERS)
        self._roomy = character // 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The view's width, and the height of the words in it."""
        line: PlanLine = index.data(_LINE)
        rows = self._rows(line, self._view.viewport().width())
        above, below = self._margins(line)
        height = above + sum(max(block.height for block in row) for row in rows) + below
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        line: PlanLine = index.data(_LINE)
        area = drawn(option).rect
        painter.save()
        if line.part is Part.DOMAIN:
            painter.fillRect(area, self._heading)
        elif QStyle.StateFlag.State_Selected in drawn(option).state:
            painter.fillRect(area.adjusted(self._lead, 0, 0, 0), self._selection)
        if line.part is Part.GOAL:
            painter.setPen(self._hairline)
            painter.drawLine(area.topLeft(), area.topRight())
        top = self._margins(line)[0]
        for row in self._rows(line, area.width()):
            for block in row:
                block.paint(painter, area, top)
            top += max(block.height for block in row)
        painter.restore()

    def _margins(self, line: PlanLine) -> tuple[int, int]:
        if line.part in (Part.TARGET, Part.BASELINE):
            return GRID_PX, GRID_PX
        return self._roomy, self._roomy

    def _rows(self, line: PlanLine, width: int) -> list[list[_Block]]:
        """The words of a line: one below the other, and beside one another in columns."""
        margin = 3 * GRID_PX
        if line.part is Part.DOMAIN:
            look = (self._large, self._text)
            return [[_Block(line.text, margin, width - 2 * margin, look)]]
        left = margin + self._lead
        room = width - left - margin
        if line.part is Part.SECTION:
            return [[_Block(line.text, margin, width - 2 * margin, (self._bold, self._muted))]]
        if line.part is Part.GOAL:
            lead = _Block(line.lead, margin, self._lead, (self._bold, self._muted))
            return [[lead, _Block(line.text, left, room, (self._font, self._text))]]
        return self._columns(line, left + 2 * GRID_PX, room - 2 * GRID_PX)

    def _columns(self, line: PlanLine, left: int, room: int) -> list[list[_Block]]:
        """Wording, demand and year side by side; what is odd below."""
        demand, when = round(room * DEMAND_SHARE), round(room * WHEN_SHARE)
        wording = room - demand - when
        gap = 3 * GRID_PX
        rows = [
            [
                _Block(line.text, left, wording - gap, (self._font, self._text)),
                _Block(line.demand, left + wording, demand - gap, (self._bold, self._text)),
                _Block(_when(line), left + wording + demand, when, (self._font, self._muted)),
            ]
        ]
        small = (self._small, self._muted)
        if line.note:
            rows.append([_Block(texts.NOTE.format(note=line.note), left, room, small)])
        return rows


def _when(line: PlanLine) -> str:
    """By when, and what else binds."""
    return texts.JOIN.join(filter(None, (line.when, line.remarks)))


class PlanView(QListView):
    """The plan as it is seen; ``hint`` says why it is empty."""

    def __init__(self, theme: Theme, model: PlanLines) -> None:
        super().__init__()
        self.hint = ""
        self._theme = theme
        self.setModel(model)
        self.setItemDelegate(PlanDelegate(theme, self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # One that came and went would change the width, and with it every height.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines; ``hint`` where there are none."""
        super().paintEvent(event)
        if self.hint and not self.model().rowCount():
            paint_hint(self, self.hint, self._theme)
