"""Tables that are read, not filled: lines of ready-made cells, a typed filter, frozen columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fuer_desktop.domain.numbers import NARROW_SPACE
from fuer_desktop.texts import office as texts
from fuer_desktop.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

# Plain integers: comparing roles as enums makes a table several times slower to paint.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_COLOUR = int(Qt.ItemDataRole.ForegroundRole)
_GROUND = int(Qt.ItemDataRole.BackgroundRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_NO_PARENT = QModelIndex()

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)

ROW_HEIGHT = 1.9
"""Height of a row in heights of its type."""

PADDING_PX = 18
"""What a column needs beside its words."""

HEAD_STYLE = "QHeaderView::section { padding: 4px 5px; }"
ITEM_STYLE = "QTableView::item { border: 0px; padding: 0 2px; }"
"""Heads begin where the words of their columns begin; Qt adds 3 px of its own to a cell."""

NARROWEST_PX = 16
"""A column of signs is narrower than Qt's least."""

HINT_TOP = 2
"""Where an empty list says why it is empty, in rows from its top."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it is shown; ``tip`` is also what a screen reader says."""

    text: str = ""
    tip: str = ""
    colour: QColor | None = None
    ground: QColor | None = None
    align: int = LEFT
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells, the words a filter looks in, and what it is about."""

    cells: tuple[Cell, ...]
    words: str = ""
    item: object = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head; ``tip`` says what a short text stands for."""

    text: str
    tip: str = ""
    align: int = LEFT


class LinesModel(QAbstractTableModel):
    """Lines and the part of them that a filter lets through."""

    def __init__(self, headings: Sequence[Heading], bold: QFont, parent: QObject) -> None:
        super().__init__(parent)
        self._headings = list(headings)
        self._bold = bold
        self._lines: list[Line] = []
        self._shown: list[Line] = []
        self._accept: Callable[[Line], bool] = lambda _: True

    # --- what is shown --------------------------------------------------------------------

    def set_lines(self, lines: Sequence[Line], headings: Sequence[Heading] = ()) -> None:
        """Replace everything; the filter stays."""
        self.beginResetModel()
        self._headings = list(headings) or self._headings
        self._lines = list(lines)
        self._shown = [line for line in self._lines if self._accept(line)]
        self.endResetModel()

    def put_first(self, lines: Sequence[Line]) -> None:
        """Add lines above the others."""
        self._lines[:0] = lines
        accepted = [line for line in lines if self._accept(line)]
        if accepted:
            self.beginInsertRows(_NO_PARENT, 0, len(accepted) - 1)
            self._shown[:0] = accepted
            self.endInsertRows()

    def set_filter(self, accept: Callable[[Line], bool]) -> None:
        """Show only lines that are accepted."""
        self._accept = accept
        self.set_lines(self._lines)

    @property
    def shown(self) -> Sequence[Line]:
        """The lines that the filter lets through."""
        return self._shown

    def line(self, row: int) -> Line | None:
        """The line in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    # --- what Qt asks ---------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Lines shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self._headings)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be read and chosen, none changed."""
        return _FLAGS

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """One aspect of a cell."""
        cell = self._shown[index.row()].cells[index.column()]
        if role == _DISPLAY:
            return cell.text
        if role == _COLOUR:
            return cell.colour
        if role == _GROUND:
            return cell.ground
        if role == _ALIGN:
            return cell.align
        if role == _FONT:
            return self._bold if cell.bold else None
        return (cell.tip or cell.text) if role in (_TIP, _SPOKEN) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """One aspect of a column's head."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._headings):
            return None
        heading = self._headings[section]
        if role == _DISPLAY:
            return heading.text
        if role == _ALIGN:
            return heading.align
        return (heading.tip or None) if role == _TIP else None


class Table(QTableView):
    """A table of whole rows in the house's measures; Ctrl+C copies what a spreadsheet takes.
    ``name`` is what a screen reader calls it."""

    def __init__(self, theme: Theme, model: LinesModel, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.hint = ""
        self._theme = theme
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height(theme))
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setStyleSheet(HEAD_STYLE)
        columns.setMinimumSectionSize(NARROWEST_PX)
        self.setStyleSheet(ITEM_STYLE)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def keep_in_sight(self, lines: int) -> None:
        """Never be lower than its head and so many lines: what it stands in scrolls instead."""
        bar = self.horizontalScrollBar().sizeHint().height() + 2 * self.frameWidth()
        head = self.horizontalHeader().sizeHint().height()
        self.setMinimumHeight(head + lines * row_height(self._theme) + bar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the chosen rows with their heads' order, figures without thin spaces."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._chosen_text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines; ``hint`` where there are none."""
        super().paintEvent(event)
        if self.hint and not self.model().rowCount():
            paint_hint(self, self.hint, self._theme)

    def _chosen_text(self) -> str:
        model = self.model()
        rows = sorted({index.row() for index in self.selectedIndexes()})
        lines = (
            "\t".join(
                str(model.index(row, column).data() or "") for column in range(model.columnCount())
            )
            for row in rows
        )
        return "\n".join(lines).replace(NARROW_SPACE, "").replace("−", "-")


class FrozenTable(QFrame):
    """Two views of one model: the first columns stay, the others scroll beside them."""

    def __init__(self, theme: Theme, model: LinesModel, frozen: int, name: str) -> None:
        super().__init__()
        self._model = model
        self._frozen = frozen
        self.fixed, self.moving = Table(theme, model, name), Table(theme, model, name)
        chosen = self.fixed.selectionModel()
        self.moving.setSelectionModel(chosen)
        self.fixed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fixed.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        edge = theme.colours.muted
        square = "border-top-right-radius: 0; border-bottom-right-radius: 0"
        self.fixed.setStyleSheet(
            f"{ITEM_STYLE} QTableView {{ border-right: 1px solid {edge}; {square}; }}"
        )
        square = square.replace("right", "left")
        self.moving.setStyleSheet(f"{ITEM_STYLE} QTableView {{ border-left: none; {square}; }}")
        self._foot = QWidget()
        bar = self.moving.horizontalScrollBar()
        bar.rangeChanged.connect(lambda *_: self._level())
        fixed_bar, moving_bar = self.fixed.verticalScrollBar(), self.moving.verticalScrollBar()
        fixed_bar.valueChanged.connect(moving_bar.setValue)
        moving_bar.valueChanged.connect(fixed_bar.setValue)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.fixed, 1)
        left.addWidget(self._foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left)
        layout.addWidget(self.moving, 1)

    def selectionModel(self) -> QItemSelectionModel:
        """The choice that both views share."""
        return self.fixed.selectionModel()

    def lay_out(self, widths: Sequence[int], moving_width: int) -> None:
        """Set the widths: one for each frozen column, one for all the others; after new heads."""
        for column in range(self._model.columnCount()):
            is_frozen = column < self._frozen
            self.fixed.setColumnHidden(column, not is_frozen)
            self.moving.setColumnHidden(column, is_frozen)
            view = self.fixed if is_frozen else self.moving
            view.setColumnWidth(column, widths[column] if is_frozen else moving_width)
        self.fixed.setFixedWidth(sum(widths) + 2 * self.fixed.frameWidth())
        heads = self.fixed.horizontalHeader(), self.moving.horizontalHeader()
        height = max(head.sizeHint().height() for head in heads)
        for head in heads:
            head.setFixedHeight(height)
        self._level()

    def _level(self) -> None:
        """Both views are equally high, whether or not the moving one has a scroll bar below."""
        bar = self.moving.horizontalScrollBar()
        self._foot.setFixedHeight(bar.sizeHint().height() if bar.maximum() > 0 else 0)


class FilterBox(QLineEdit):
    """Typed into at once: it takes the keys when its page comes to the front, and on Ctrl+F.

    Down goes to the list, Esc clears.
    """

    def __init__(self, hint: str, page: QWidget, listing: QWidget) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self._listing = listing
        self._whole = QFontMetrics(self.font()).horizontalAdvance(hint) + 2 * PADDING_PX
        self.setMinimumWidth(self._whole // 2)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.setFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Esc; the rest is typing."""
        key = event.key()
        if key == Qt.Key.Key_Down:
            self._listing.setFocus()
        elif key == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Wide enough for the hint where there is room."""
        hint = super().sizeHint()
        return QSize(max(self._whole, hint.width()), hint.height())

    def words(self) -> list[str]:
        """What is looked for; each word must be found."""
        return self.text().casefold().split()


class Switch(QPushButton):
    """A button that stays in and narrows a list; in or out is told by a sign, not by colour."""

    def __init__(self, theme: Theme, text: str, act: Callable[[], None], tip: str = "") -> None:
        super().__init__(texts.SWITCH_ON.format(text=text))
        self.setFixedWidth(self.sizeHint().width())
        self._words = text
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setToolTip(tip)
        colours = theme.colours
        self.setStyleSheet(
            f"QPushButton:checked {{ background: {colours.selection};"
            f" border-color: {colours.accent}; }}"
        )
        self.toggled.connect(self._tell)
        self.toggled.connect(lambda _: act())

    def _tell(self, on: bool) -> None:
        self.setText(texts.SWITCH_ON.format(text=self._words) if on else self._words)


def nothing_found(box: FilterBox) -> str:
    """Why a list that was narrowed is empty."""
    text = box.text().strip()
    return texts.NOTHING_FOUND.format(text=text) if text else texts.NOTHING_LEFT


def paint_hint(view: QAbstractItemView, text: str, theme: Theme) -> None:
    """Say in an empty list why it is empty."""
    viewport = view.viewport()
    painter = QPainter(viewport)
    painter.setFont(theme.font())
    painter.setPen(QColor(theme.colours.muted))
    area = viewport.rect().adjusted(PADDING_PX, HINT_TOP * row_height(theme), -PADDING_PX, 0)
    align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    painter.drawText(area, int(align | Qt.TextFlag.TextWordWrap), text)
    painter.end()


def matches(words: Sequence[str], text: str) -> bool:
    """Whether a line's words, lower-cased, hold all that is looked for."""
    return all(word in text for word in words)


def row_height(theme: Theme) -> int:
    """Height of a row in pixels."""
    return round(ROW_HEIGHT * QFontInfo(theme.font()).pixelSize())


def width_of(theme: Theme, texts: Sequence[str], *, bold: bool = False) -> int:
    """Width in pixels of a column that shows each of these texts whole."""
    metrics = QFontMetrics(theme.font(bold=bold))
    return max((metrics.horizontalAdvance(text) for text in texts), default=0) + PADDING_PX
