"""The findings of a form as a list in groups that fold; only what changed is touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from fuer_desktop.domain.checking import BLANK_RULE, Finding
from fuer_desktop.domain.findings import FindingKey, key_of
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import CellKey
from fuer_desktop.domain.wording import Told, cell_name
from fuer_desktop.services.editing import EditSession
from fuer_desktop.texts import checks as texts
from fuer_desktop.ui.style_option import drawn
from fuer_desktop.ui.theme import FINDING_SIGNS, GRID_PX, Theme

Index = QModelIndex | QPersistentModelIndex

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_NO_PARENT = QModelIndex()
_BAR_PX = 3
_PADDING_PX = 2 * GRID_PX


class Group(Enum):
    """The heads of the list, in their order."""

    A = RuleClass.A
    B = RuleClass.B
    C = RuleClass.C
    D = RuleClass.D
    EXPLAINED = None

    @property
    def label(self) -> str:
        """The word for people."""
        return self.value.label if self.value else texts.EXPLAINED

    @property
    def sign(self) -> str:
        """The sign that goes with the word."""
        return FINDING_SIGNS[self.value] if self.value else texts.EXPLAINED_SIGN


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: a group's head where ``finding`` is None, else a finding; that of blank cells stands
    for as many as ``count``. ``identity`` is what it is about, whatever it says of it."""

    group: Group
    identity: tuple[object, ...]
    finding: Finding | None = None
    count: int = 1
    is_folded: bool = False

    @property
    def is_blanks(self) -> bool:
        """Whether it stands for the cells that are 未填."""
        return self.finding is not None and self.finding.rule == BLANK_RULE


class FindingsModel(QAbstractListModel):
    """Rows of the list; what is explained is folded away until somebody looks."""

    def __init__(self, session: EditSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._findings: Sequence[Finding] = ()
        self._folded = {Group.EXPLAINED}
        self._told: dict[FindingKey, Told] = {}
        self.rows: list[ListRow] = []
        self.refresh()

    def refresh(self) -> bool:
        """Show the session's findings as they are now; returns whether anything changed."""
        if self._findings == self._session.findings:
            return False
        self._findings = list(self._session.findings)
        self._arrange()
        return True

    def fold(self, group: Group, folded: bool) -> None:
        """Fold a group away, or unfold it."""
        if (group in self._folded) != folded:
            self._folded ^= {group}
            self._arrange()

    def reveal(self, finding: Finding) -> int:
        """Unfold the group of a finding; returns the finding's row."""
        self.fold(_group_of(finding), False)
        return self.row_of(finding)

    def row_of(self, finding: Finding) -> int:
        """The row of a finding, -1 where it is folded away or not there."""
        about = _row_of(finding).identity
        return next((n for n, row in enumerate(self.rows) if row.identity == about), -1)

    def in_order(self) -> list[Finding]:
        """What is still to be dealt with, in the order of the list, all blank cells as one; where
        nothing is, what was explained."""
        groups = _grouped(self._findings)
        settled = groups.pop(Group.EXPLAINED, [])
        return [row.finding for rows in groups.values() for row in rows if row.finding] or [
            row.finding for row in settled if row.finding
        ]

    def told(self, finding: Finding) -> Told:
        """A finding in parts."""
        if finding.rule == BLANK_RULE:
            return self._told_blanks()
        key = key_of(finding)
        if key not in self._told:
            self._told[key] = self._session.told(finding)
        return self._told[key]

    def _told_blanks(self) -> Told:
        cells = [f.cells[0] for f in self._findings if f.rule == BLANK_RULE]
        if not cells:
            return Told("")
        where = texts.BLANKS_FIGURES.format(cell=cell_name(self._session.form, cells[0]))
        return Told(texts.BLANKS.format(count=len(cells)), where, advice=texts.BLANKS_ADVICE)

    def lines(self, row: ListRow) -> tuple[str, str]:
        """What stands in a row: a group's head, or a finding's place and its figures."""
        if row.finding is None:
            words = {"sign": row.group.sign, "label": row.group.label, "count": row.count}
            return texts.GROUP.format(fold=texts.FOLD[row.is_folded], **words), ""
        told = self.told(row.finding)
        if row.is_blanks:
            return told.what, told.figures
        if not told.figures:
            return self._place(row.finding.cells[0]), told.what
        figures = told.figures
        if told.difference:
            figures = texts.FIGURES.format(figures=figures, difference=told.difference)
        return self._place(row.finding.cells[0]), figures

    def _place(self, key: CellKey) -> str:
        table = self._session.form.table_by_code[key.table]
        template = texts.PLACE_COLUMN if len(table.columns) > 1 else texts.PLACE
        title = table.coded_rows[key.row].title
        column = table.column_by_code[key.column].title
        return template.format(row=key.row, title=title, column=column)

    # --- what changed -----------------------------------------------------------------------

    def _arrange(self) -> None:
        """Take away the rows that are no more, add the new ones, and say which changed."""
        wanted = list(_rows(_grouped(self._findings), self._folded))
        kept = {row.identity for row in wanted}
        for number in range(len(self.rows) - 1, -1, -1):
            if self.rows[number].identity not in kept:
                self.beginRemoveRows(_NO_PARENT, number, number)
                del self.rows[number]
                self.endRemoveRows()
        for number, row in enumerate(wanted):
            if number == len(self.rows) or self.rows[number].identity != row.identity:
                self.beginInsertRows(_NO_PARENT, number, number)
                self.rows.insert(number, row)
                self.endInsertRows()
            elif self.rows[number] != row or row.is_blanks:
                self.rows[number] = row
                place = self.index(number)
                self.dataChanged.emit(place, place)

    # --- what Qt asks -----------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Rows that are not folded away."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """The row's words."""
        row = self.rows[index.row()]
        if role == _DISPLAY:
            return self.lines(row)[0]
        if role in (_SPOKEN, _TIP):
            if row.finding is None or row.is_blanks:
                return "　".join(filter(None, self.lines(row)))
            return row.finding.message
        return None


def _group_of(finding: Finding) -> Group:
    return Group.EXPLAINED if finding.explained else _GROUPS[finding.severity]


_GROUPS = {group.value: group for group in Group}


def _row_of(finding: Finding) -> ListRow:
    group = _group_of(finding)
    if finding.rule == BLANK_RULE:
        return ListRow(group, (group.name, BLANK_RULE), finding)
    return ListRow(group, (group.name, finding.rule, finding.cells), finding)


def _grouped(findings: Iterable[Finding]) -> dict[Group, list[ListRow]]:
    """Rows by group, the blank cells as one behind the others that must be put right."""
    found: dict[Group, list[ListRow]] = {group: [] for group in Group}
    blanks = []
    for finding in findings:
        if finding.rule == BLANK_RULE:
            blanks.append(finding)
        else:
            row = _row_of(finding)
            found[row.group].append(row)
    if blanks:
        found[Group.A].append(replace(_row_of(blanks[0]), count=len(blanks)))
    return found


def _rows(groups: dict[Group, list[ListRow]], folded: set[Group]) -> Iterator[ListRow]:
    for group, rows in groups.items():
        if rows:
            count = sum(row.count for row in rows)
            yield ListRow(group, (group.name,), count=count, is_folded=group in folded)
        if group not in folded:
            yield from rows


class FindingsView(QTableView):
    """The list, a table of one column: its heights are numbers, while a list view would ask for
    each row's after every change. ``chosen`` says that a finding's cell is wanted, ``left`` that
    Esc was pressed."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, model: FindingsModel, theme: Theme) -> None:
        super().__init__()
        self._rows = model
        self.setModel(model)
        delegate = _FindingDelegate(model, theme, self)
        self.setItemDelegate(delegate)
        self.setAccessibleName(texts.LIST)
        self._head_height = delegate.head_height
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(delegate.body_height)
        model.rowsInserted.connect(lambda _parent, first, last: self._fit(first, last))
        self._fit(0, len(model.rows) - 1)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._use)

    @property
    def finding(self) -> Finding | None:
        """The finding in hand."""
        number = self.currentIndex().row()
        return self._rows.rows[number].finding if 0 <= number < len(self._rows.rows) else None

    @property
    def whole_height(self) -> int:
        """Pixels in which every row can be seen."""
        return self.verticalHeader().length() + 2 * self.frameWidth()

    def show_finding(self, finding: Finding, *, unfold: bool) -> None:
        """Take a finding in hand; nothing is in hand where it stays folded away."""
        row = self._rows.reveal(finding) if unfold else self._rows.row_of(finding)
        self.setCurrentIndex(self._rows.index(row) if row >= 0 else QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the cell or folds; left and right fold and unfold; Esc gives the keys
        back."""
        key, number = event.key(), self.currentIndex().row()
        row = self._rows.rows[number] if 0 <= number < len(self._rows.rows) else None
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif row and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(row.group, folded=key == Qt.Key.Key_Left)
        elif row and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._use(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _fit(self, first: int, last: int) -> None:
        """A group's head is one line high."""
        for number in range(first, last + 1):
            if self._rows.rows[number].finding is None:
                self.setRowHeight(number, self._head_height)

    def _use(self, index: QModelIndex) -> None:
        row = self._rows.rows[index.row()]
        if row.finding is None:
            self._fold(row.group, folded=not row.is_folded)
        else:
            self.chosen.emit(row.finding)

    def _fold(self, group: Group, *, folded: bool) -> None:
        self._rows.fold(group, folded)
        heads = (n for n, r in enumerate(self._rows.rows) if r.finding is None and r.group is group)
        self.setCurrentIndex(self._rows.index(next(heads, -1)))


class _FindingDelegate(QStyledItemDelegate):
    """A head is one line; a finding has its place and below it its figures."""

    def __init__(self, model: FindingsModel, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = model
        self._theme = theme
        self._plain, self._bold = theme.font(), theme.font(bold=True)
        line = QFontMetrics(self._plain).height()
        self._line = line
        self.head_height = line + 2 * GRID_PX
        self.body_height = 2 * line + 2 * GRID_PX + GRID_PX // 2

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Never by colour alone: the group's head has sign and word."""
        row = self._rows.rows[index.row()]
        first, second = self._rows.lines(row)
        place = drawn(option).rect
        painter.save()
        painter.fillRect(place, self._ground(option, row))
        inner = place.adjusted(_PADDING_PX, GRID_PX, -_PADDING_PX, -GRID_PX)
        if row.finding is None:
            self._write(painter, inner, first, (self._bold, self._colour(row.group)))
        else:
            bar = QRect(place.left(), place.top() + 1, _BAR_PX, place.height() - 2)
            painter.fillRect(bar, QColor(self._colour(row.group)))
            inner.setLeft(inner.left() + GRID_PX)
            upper = QRect(inner.left(), inner.top(), inner.width(), self._line)
            self._write(painter, upper, first, (self._plain, self._theme.colours.text))
            lower = upper.translated(0, self._line + GRID_PX // 2)
            self._write(painter, lower, second, (self._plain, self._theme.colours.muted))
        painter.restore()

    def _colour(self, group: Group) -> str:
        colours = self._theme.colours
        return colours.findings[group.value] if group.value else colours.good

    def _ground(self, option: QStyleOptionViewItem, row: ListRow) -> QColor:
        colours = self._theme.colours
        if drawn(option).state & QStyle.StateFlag.State_Selected:
            return QColor(colours.selection)
        return QColor(colours.heading if row.finding is None else colours.surface)

    @staticmethod
    def _write(painter: QPainter, place: QRect, text: str, look: tuple[QFont, str]) -> None:
        font, colour = look
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        align = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(place, align, shown)
