"""What is still 未填, shown before one step fills it: with 0, or with 不适用."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QWidget,
)

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.values import CellKey, Kind
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.services.editing import EditSession
from fuer_desktop.texts import desk as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.frame import column, label, resize_within_screen
from fuer_desktop.ui.theme import GRID_PX

if TYPE_CHECKING:
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

SIZE_PX = (520, 480)
_KEY = int(Qt.ItemDataRole.UserRole)


class FillRestDialog(QDialog):
    """Every blank cell of a form, each to be left out by its tick. 0 is only for figures that were
    verified to be none; a text is never 0, and 0 is no answer."""

    def __init__(self, session: EditSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._blank = session.blank_cells
        self.setWindowTitle(texts.FILL_REST)
        self._count = label("", wrap=True)
        self.zero = QRadioButton(texts.REST_ZERO)
        self.not_applicable = QRadioButton(texts.REST_NOT_APPLICABLE)
        self._choice = QButtonGroup(self)
        for button in (self.zero, self.not_applicable):
            self._choice.addButton(button)
        self.not_applicable.toggled.connect(self._show)
        self.cells = QListWidget()
        self.cells.setAlternatingRowColors(True)
        self.cells.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.cells.itemChanged.connect(lambda _: self._tell())
        self._buttons = self._make_buttons()
        layout = column(
            self._count, self.zero, self.not_applicable, self.cells, self._buttons,
            margin=4 * GRID_PX,
        )  # fmt: skip
        layout.setStretch(3, 1)
        self.setLayout(layout)
        resize_within_screen(self, *SIZE_PX)
        self.finished.connect(self.deleteLater)
        self.not_applicable.setChecked(True)
        self.cells.setFocus()

    @property
    def kind(self) -> Kind:
        """What the cells are to become: 不适用, or the number 0."""
        return Kind.NOT_APPLICABLE if self.not_applicable.isChecked() else Kind.NUMBER

    @property
    def chosen(self) -> Sequence[CellKey]:
        """The cells whose tick stands, in reading order."""
        items = (self.cells.item(number) for number in range(self.cells.count()))
        return [item.data(_KEY) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _make_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.fill = box.addButton(texts.REST_FILL, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(ui_texts.CANCEL, QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def _show(self) -> None:
        """The cells that the choice can fill, all ticked."""
        form = self._session.form
        self.cells.blockSignals(True)
        self.cells.clear()
        for key in self._blank:
            never_0 = key in form.text_cells or key in form.choice_cells
            if self.kind is Kind.NUMBER and never_0:
                continue
            item = QListWidgetItem(cell_name(form, key))
            item.setData(_KEY, key)
            item.setCheckState(Qt.CheckState.Checked)
            self.cells.addItem(item)
        self.cells.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        chosen = len(self.chosen)
        words = {"count": len(self._blank), "chosen": chosen}
        self._count.setText(texts.REST_COUNT.format(**words))
        self.fill.setEnabled(chosen > 0)


def ask_rest(page: FormsPage, opened: OpenForm) -> None:
    """Show what is still blank, and fill what is chosen as one step."""
    if not opened.session.blank_cells:
        page.context.say(texts.REST_NOTHING)
        return
    dialog = FillRestDialog(opened.session, page)
    dialog.accepted.connect(lambda: _fill(page, opened, dialog))
    dialog.open()


def _fill(page: FormsPage, opened: OpenForm, dialog: FillRestDialog) -> None:
    try:
        count = opened.session.fill_rest(dialog.chosen, dialog.kind)
    except EntryError as error:
        page.context.say(str(error))
        return
    page.context.say(texts.REST_DONE.format(count=count))
    page.activateWindow()
    opened.grid.setFocus()
