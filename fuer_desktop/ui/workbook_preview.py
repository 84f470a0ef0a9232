"""The preview of a workbook before anything of it is imported: every cell with its class, to be
left out by its tick."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import LEAST_REASON, CellKey, DataValue, Kind
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.services import workbook_import
from fuer_desktop.services.workbook_import import WRITES, Compared, ImportLine, Preview
from fuer_desktop.texts import form_workbook as texts
from fuer_desktop.ui.frame import button, column, label, row
from fuer_desktop.ui.tables import (
    LEFT,
    RIGHT,
    Cell,
    FilterBox,
    Heading,
    Line,
    LinesModel,
    Switch,
    Table,
    matches,
    nothing_found,
    width_of,
)
from fuer_desktop.ui.theme import BASE_PT, GRID_PX, Theme

Index = QModelIndex | QPersistentModelIndex

_CHECK = int(Qt.ItemDataRole.CheckStateRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_NAME_PX, _PLACE_PX, _FIGURE_PX = 280, 170, 120
"""At most so wide at ordinary type; a cell's tip has the whole."""

_NOTES_SHOWN = 2
_MEASURED = 12
_REASONED = (Kind.NO_DATA, Kind.INCLUDED)


class PreviewModel(LinesModel):
    """Lines of which those that can be imported have a tick; ``ticked`` tells how many."""

    ticked = Signal()

    def __init__(self, headings: Sequence[Heading], theme: Theme, parent: QWidget) -> None:
        super().__init__(headings, theme.font(bold=True), parent)
        self.left_out: set[CellKey] = set()
        self.can_write: frozenset[Compared] = frozenset(WRITES)

    def can_tick(self, line: Line) -> bool:
        """Whether a line would write anything."""
        item = line.item
        return isinstance(item, ImportLine) and item.compared in self.can_write

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first cell of a line that would write has a tick."""
        flags = super().flags(index)
        if index.column() == 0 and self.can_tick(self.shown[index.row()]):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """One aspect of a cell, its tick too."""
        if index.column() or role not in (_CHECK, _SPOKEN):
            return super().data(index, role)
        line = self.shown[index.row()]
        if not self.can_tick(line):
            return None
        assert isinstance(line.item, ImportLine)
        out = line.item.key in self.left_out
        if role == _SPOKEN:
            return texts.NOT_TICKED if out else texts.TICKED
        return Qt.CheckState.Unchecked if out else Qt.CheckState.Checked

    def setData(self, index: Index, value: object, role: int = _DISPLAY) -> bool:
        """Set or take a tick."""
        line = self.shown[index.row()]
        if role != _CHECK or not self.can_tick(line):
            return False
        assert isinstance(line.item, ImportLine)
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self.left_out.discard(line.item.key)
        else:
            self.left_out.add(line.item.key)
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True


class PreviewTable(Table):
    """Space sets or takes the ticks of all chosen lines, to what the first of them is not."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space; the rest is a table's."""
        if event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
            return
        rows = sorted({index.row() for index in self.selectedIndexes()})
        firsts = [self.model().index(row, 0) for row in rows]
        known = [index for index in firsts if index.data(_CHECK) is not None]
        if known:
            was = known[0].data(_CHECK) == Qt.CheckState.Checked
            for index in known:
                state = Qt.CheckState.Unchecked if was else Qt.CheckState.Checked
                self.model().setData(index, state, _CHECK)


class PreviewPane(QWidget):
    """Counts, the words to be settled, the cells, what was not read. ``changed`` tells that the
    number of cells to import may be another."""

    changed = Signal()

    def __init__(self, shown: Preview, notes: Sequence[str], theme: Theme) -> None:
        super().__init__()
        self.preview = shown
        self._theme = theme
        heads = [Heading(t, align=RIGHT if t in texts.FIGURES else LEFT) for t in texts.HEADINGS]
        self.model = PreviewModel(heads, theme, self)
        self.model.ticked.connect(self.changed)
        self.table = PreviewTable(theme, self.model, texts.PREVIEW_TITLE)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._tell(now.row()))
        self.detail = label(texts.CHOOSE_LINE, "muted", wrap=True)
        self.filter = FilterBox(texts.FILTER, self, self.table)
        self.filter.textChanged.connect(lambda _: self._narrow())
        self.classes: dict[Compared, Switch] = {}
        self._class_room = row()
        self.settle = SettleLine(self._settle)
        self.clear = QCheckBox(texts.CLEAR_BLANKS.format(count=shown.counts[Compared.BLANK]))
        self.clear.setVisible(shown.counts[Compared.BLANK] > 0)
        self.clear.toggled.connect(self._clear_blanks)
        layout = column(margin=0)
        top = row(None, self.filter)
        top.insertLayout(0, self._class_room)
        layout.addLayout(top)
        layout.addWidget(self.settle)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        if notes:
            layout.addWidget(_notes(notes))
        self.setLayout(layout)
        self._fill()

    @property
    def chosen(self) -> dict[CellKey, DataValue]:
        """What is to be written."""
        return workbook_import.values_of(
            line
            for line in self.preview.lines
            if line.compared in self.model.can_write and line.key not in self.model.left_out
        )

    def _tell(self, at: int) -> None:
        """The line in hand in full words; its last column may be cut off."""
        line = self.model.line(at)
        words = texts.CHOOSE_LINE
        if line is not None and isinstance(line.item, ImportLine):
            said = line.item.said or texts.NOTHING_SAID
            words = line.item.found.sentence(self.preview.form, said)
        self.detail.setText(words)

    def _count_classes(self) -> None:
        """A switch for each class that there is, in or out as it was; what is the same is out."""
        counts = self.preview.counts
        for old in self.classes.values():
            self._class_room.removeWidget(old)
            old.deleteLater()
        made = {kind: self._switch(kind) for kind in Compared if counts[kind]}
        for kind, switch in made.items():
            before = self.classes.get(kind)
            usual = kind is not Compared.SAME or set(counts) == {Compared.SAME}
            switch.setChecked(before.isChecked() if before else usual)
            self._class_room.addWidget(switch)
        self.classes = made

    def _switch(self, kind: Compared) -> Switch:
        words = texts.COUNTED.format(class_=kind.label, count=self.preview.counts[kind])
        made = Switch(self._theme, words, self._narrow)
        made.setAutoDefault(False)  # Enter in a line of the dialog is no click
        return made

    def _settle(self, sign: str, kind: Kind, reason: str) -> None:
        self.preview = self.preview.settled(sign, kind, reason)
        self._fill()
        self.changed.emit()

    def _clear_blanks(self, on: bool) -> None:
        self.model.can_write = frozenset((*WRITES, Compared.BLANK) if on else WRITES)
        self._narrow()
        self.changed.emit()

    def _fill(self) -> None:
        self.settle.show_signs(self.preview.signs)
        self._count_classes()
        lines = [self._line(line) for line in self.preview.lines]
        self.model.set_lines(lines)
        widths = [
            width_of(self._theme, [head, *_longest(line.cells[at].text for line in lines)])
            for at, head in enumerate(texts.HEADINGS)
        ]
        scale = self._theme.points / BASE_PT
        most = (None, None, _NAME_PX, _PLACE_PX, _FIGURE_PX, _FIGURE_PX, None)
        for at, (width, limit) in enumerate(zip(widths, most, strict=True)):
            self.table.setColumnWidth(at, min(width, round(limit * scale)) if limit else width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self._narrow()

    def _narrow(self) -> None:
        words = self.filter.words()

        def accept(line: Line) -> bool:
            assert isinstance(line.item, ImportLine)
            switch = self.classes.get(line.item.compared)
            return switch is not None and switch.isChecked() and matches(words, line.words)

        self.model.set_filter(accept)
        if not self.preview.lines:
            self.table.hint = texts.NO_LINES
        else:
            self.table.hint = nothing_found(self.filter)

    def _line(self, line: ImportLine) -> Line:
        found = line.found
        form = self.preview.form
        new = found.said.text if line.new is None else form.brief(line.key, line.new)
        name = cell_name(form, line.key)
        place = texts.AT.format(sheet=found.sheet, cell=found.address)
        sign, colour = texts.SIGNS[line.compared], self._colour(line.compared)
        align = LEFT if line.key in form.text_cells else RIGHT
        cells = (
            Cell(),
            Cell(texts.SIGNED.format(sign=sign, word=line.compared.label), colour=colour),
            Cell(name),
            Cell(place),
            Cell(form.brief(line.key, line.old), align=align),
            Cell(" ".join(new.split()), align=align),
            Cell(line.said),
        )
        return Line(cells, f"{name} {place} {new} {line.said}".casefold(), line)

    def _colour(self, kind: Compared) -> QColor | None:
        colours = self._theme.colours
        named = {
            Compared.NEW: colours.good,
            Compared.CHANGED: colours.accent,
            Compared.WRONG: colours.findings[RuleClass.A],
            Compared.UNSETTLED: colours.findings[RuleClass.C],
        }
        return QColor(named.get(kind, colours.muted))


class SettleLine(QWidget):
    """One word at a time: what it means, and why where a reason is wanted."""

    def __init__(self, settle: Callable[[str, Kind, str], None]) -> None:
        super().__init__()
        self._settle = settle
        self.sign = QComboBox()
        self.sign.setAccessibleName(texts.SETTLE)
        self.kind = QComboBox()
        self.kind.setAccessibleName(texts.SETTLE_AS)
        for name, words in texts.SETTLE_KINDS.items():
            self.kind.addItem(words, name)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(texts.SETTLE_REASON.format(least=LEAST_REASON))
        self.reason.setAccessibleName(self.reason.placeholderText())
        self.kind.currentIndexChanged.connect(lambda _: self._show_reason())
        self.sign.currentIndexChanged.connect(lambda _: self._suggest())
        self.reason.returnPressed.connect(self._take)
        self.do = button(texts.SETTLE_DO, self._take)
        self.do.setAutoDefault(False)
        self.problem = label("", "muted")
        layout: QHBoxLayout = row(
            label(texts.SETTLE), self.sign, label(texts.SETTLE_AS), self.kind, self.reason,
            self.do, self.problem, None,
        )  # fmt: skip
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setStretchFactor(self.reason, 1)
        self.setLayout(layout)
        self._show_reason()

    def show_signs(self, signs: Mapping[str, int]) -> None:
        """The words that are not settled; nothing is seen where there are none."""
        self.sign.clear()
        for sign, count in signs.items():
            self.sign.addItem(texts.SETTLE_SIGN.format(sign=sign, count=count), sign)
        self.reason.clear()
        self.problem.setText("")
        self.setVisible(bool(signs))

    @property
    def _meant(self) -> Kind:
        return Kind(self.kind.currentData())

    def _suggest(self) -> None:
        """A word that only lacks its reason stands for its own kind."""
        for kind in _REASONED:
            if self.sign.currentData() == kind.label:
                self.kind.setCurrentIndex(self.kind.findData(kind.value))

    def _show_reason(self) -> None:
        self.reason.setVisible(self._meant in _REASONED)

    def _take(self) -> None:
        reason = self.reason.text().strip() if self._meant in _REASONED else ""
        try:
            self._settle(self.sign.currentData(), self._meant, reason)
        except EntryError as error:
            self.problem.setText(str(error))
            self.reason.setFocus()


def _longest(words: Iterable[str]) -> list[str]:
    """Those that can decide how wide a column is."""
    return heapq.nlargest(_MEASURED, set(words), key=len)


def _notes(notes: Sequence[str]) -> QWidget:
    """What was not read; the first sentences, all of them in the tip."""
    shown = list(notes[:_NOTES_SHOWN])
    if len(notes) > _NOTES_SHOWN:
        shown.append(texts.MORE_NOTES.format(count=len(notes) - _NOTES_SHOWN))
    made = label(texts.NOTES.format(notes="\n".join(shown)), "muted", wrap=True)
    made.setToolTip("\n".join(notes))
    made.setContentsMargins(0, GRID_PX, 0, 0)
    return made
