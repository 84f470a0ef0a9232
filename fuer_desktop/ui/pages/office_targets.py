"""The list of targets beside a chart: plans and domains as heads, two lines a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from fuer_desktop.domain.judgement import State
from fuer_desktop.domain.numbers import shown, with_unit
from fuer_desktop.domain.plans import Audience
from fuer_desktop.services.judging import JudgedTarget
from fuer_desktop.texts import office as texts
from fuer_desktop.ui.pages.office_parts import Look, state_looks
from fuer_desktop.ui.style_option import drawn
from fuer_desktop.ui.tables import Index, matches, paint_hint, row_height
from fuer_desktop.ui.theme import GRID_PX, Theme

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ENTRY = int(Qt.ItemDataRole.UserRole)
_TARGET_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_HEAD_FLAGS = Qt.ItemFlag.NoItemFlags
_NO_PARENT = QModelIndex()

CONCERNING = frozenset({State.AWAY, State.HARD, State.NOT_KEPT, State.FINAL_MISSED})
"""States of which an office has to speak."""

BAR_PX = 3
"""Width of the bar in the state's colour at the left of a target."""

TALL = 1.75
"""Height of a target, in rows of a table: it has two lines."""


@dataclass(frozen=True, slots=True)
class Head:
    """A plan's or a domain's name above its targets."""

    text: str
    is_plan: bool


Entry = Head | JudgedTarget


def value_words(judged: JudgedTarget) -> str:
    """The latest value with its unit; of an "each" target the share of units that reach it."""
    value = judged.verdict.value
    if value is None:
        return ""
    unit = "%" if judged.target.of_units else judged.indicator.unit
    return with_unit(shown(value, judged.indicator.decimals), unit)


def _looked_in(judged: JudgedTarget) -> str:
    """What the filter looks in, lower-cased."""
    target = judged.target
    parts = (
        target.code,
        target.wording,
        target.domain,
        target.sentence,
        judged.indicator.name,
        judged.indicator.responsible,
        judged.plan.title,
        judged.verdict.state.value,
        *(flag.value for flag in judged.verdict.flags),
    )
    return " ".join(parts).casefold()


def _place_of_domain(judged: JudgedTarget) -> tuple[int, str, int]:
    plan = judged.plan
    order = list(Audience).index(plan.audience)
    return order, plan.code, plan.domains.index(judged.target.domain)


class TargetList(QAbstractListModel):
    """Targets in the order of the plans' texts, with heads; a filter leaves out empty groups."""

    def __init__(self, looks: Mapping[State, Look], parent: QObject) -> None:
        super().__init__(parent)
        self._looks = looks
        self._all: list[tuple[JudgedTarget, str]] = []
        self._entries: list[Entry] = []
        self._words: Sequence[str] = ()
        self._only_concerning = False

    def set_targets(self, judged: Sequence[JudgedTarget]) -> None:
        """Replace all targets; the filter stays. A domain's goals, box and strategies come
        together, though the text may tell them apart."""
        together = sorted(judged, key=_place_of_domain)
        self._all = [(item, _looked_in(item)) for item in together]
        self._rebuild()

    def set_filter(self, words: Sequence[str], *, only_concerning: bool) -> None:
        """Show only targets that have all words, and only those an office has to speak of."""
        self._words, self._only_concerning = words, only_concerning
        self._rebuild()

    @property
    def targets(self) -> list[JudgedTarget]:
        """The targets shown."""
        return [entry for entry in self._entries if isinstance(entry, JudgedTarget)]

    def entry(self, row: int) -> Entry | None:
        """What stands in a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, target: str) -> int:
        """The row of a target by its code; of the first one if it is not shown; -1 if none is."""
        rows = {
            entry.target.code: row
            for row, entry in enumerate(self._entries)
            if isinstance(entry, JudgedTarget)
        }
        return rows.get(target, next(iter(rows.values()), -1))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Heads and targets."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Targets can be chosen; the arrow keys pass over heads."""
        return _HEAD_FLAGS if isinstance(self._entries[index.row()], Head) else _TARGET_FLAGS

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """The entry itself for painting; the words for screen readers and tips."""
        entry = self._entries[index.row()]
        if role == _ENTRY:
            return entry
        if role not in (_DISPLAY, _TIP):
            return None
        if isinstance(entry, Head):
            return entry.text
        return texts.TARGET_SPOKEN.format(
            wording=entry.target.wording,
            state=self._looks[entry.verdict.state].text,
            value=value_words(entry),
        )

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._entries = []
        kept = [item for item, words in self._all if self._is_kept(item, words)]
        plan = domain = ""
        for item in kept:
            if item.plan.code != plan:
                plan, domain = item.plan.code, ""
                count = sum(other.plan.code == plan for other in kept)
                text = texts.PLAN_HEAD.format(title=item.plan.title, count=count)
                self._entries.append(Head(text, is_plan=True))
            if item.target.domain != domain:
                domain = item.target.domain
                self._entries.append(Head(domain, is_plan=False))
            self._entries.append(item)
        self.endResetModel()

    def _is_kept(self, judged: JudgedTarget, words: str) -> bool:
        is_wanted = not self._only_concerning or judged.verdict.state in CONCERNING
        return is_wanted and matches(self._words, words)


class TargetDelegate(QStyledItemDelegate):
    """Paints an entry: the wording, below it the state and the value."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        colours = theme.colours
        self._text, self._muted = QColor(colours.text), QColor(colours.muted)
        self._selection, self._heading = QColor(colours.selection), QColor(colours.heading)
        self._hairline = QColor(colours.hairline)
        self._looks = state_looks(theme)
        self._font, self._bold = theme.font(), theme.font(bold=True)
        self._row = row_height(theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Heads are one row high, targets two lines."""
        is_head = isinstance(index.data(_ENTRY), Head)
        return QSize(0, self._row if is_head else round(self._row * TALL))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one entry."""
        entry = index.data(_ENTRY)
        painter.save()
        area = drawn(option).rect
        if isinstance(entry, Head):
            self._paint_head(painter, area, entry)
        else:
            chosen = QStyle.StateFlag.State_Selected in drawn(option).state
            if chosen:
                painter.fillRect(area, self._selection)
            self._paint_target(painter, area, entry)
        painter.restore()

    def _paint_head(self, painter: QPainter, area: QRect, head: Head) -> None:
        if head.is_plan:
            painter.fillRect(area, self._heading)
        painter.setFont(self._bold)
        painter.setPen(self._text if head.is_plan else self._muted)
        inner = area.adjusted(2 * GRID_PX, 0, -2 * GRID_PX, 0)
        self._write(painter, inner, Qt.AlignmentFlag.AlignVCenter, head.text)

    def _paint_target(self, painter: QPainter, area: QRect, judged: JudgedTarget) -> None:
        look = self._looks[judged.verdict.state]
        painter.fillRect(area.x(), area.y() + 4, BAR_PX, area.height() - 8, look.colour)
        painter.setPen(self._hairline)
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(3 * GRID_PX, GRID_PX, -2 * GRID_PX, -GRID_PX)
        painter.setFont(self._font)
        painter.setPen(self._text)
        self._write(painter, inner, Qt.AlignmentFlag.AlignTop, judged.target.wording)
        value = value_words(judged)
        painter.drawText(
            inner, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight), value
        )
        painter.setPen(look.colour)
        room = inner.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(value + "  "), 0)
        self._write(painter, room, Qt.AlignmentFlag.AlignBottom, look.text)

    @staticmethod
    def _write(painter: QPainter, area: QRect, align: Qt.AlignmentFlag, text: str) -> None:
        """One line of text; what does not fit is in the tip and beside the chart."""
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(align | Qt.AlignmentFlag.AlignLeft), fitting)


class TargetView(QListView):
    """The list as it is seen."""

    def __init__(self, theme: Theme, model: TargetList) -> None:
        super().__init__()
        self.hint = ""
        self._theme = theme
        self.setModel(model)
        self.setItemDelegate(TargetDelegate(theme, self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The targets; ``hint`` where there are none."""
        super().paintEvent(event)
        if self.hint and not self.model().rowCount():
            paint_hint(self, self.hint, self._theme)
