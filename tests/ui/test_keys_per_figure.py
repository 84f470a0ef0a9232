"""A clerk fills whole forms by keys alone, with fewer keys than the official workbook asks for."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind
from fuer_desktop.services import sessions, workbook_forms
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.editing import load_content
from tests.ui.scenes import BIG_DEPARTMENT, TOWN, Stage, World

pytestmark = pytest.mark.timeout(400)

DIGITS = {str(n): getattr(Qt.Key, f"Key_{n}") for n in range(10)} | {
    ".": Qt.Key.Key_Period, "-": Qt.Key.Key_Minus,
}  # fmt: skip


class NumberPad:
    """Presses the keys of a number pad where the focus is, and counts them."""

    def __init__(self, qtbot, grid) -> None:
        self.pressed = 0
        self._qtbot, self._grid = qtbot, grid

    def press(self, key: Qt.Key) -> None:
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or self._grid
        self._qtbot.keyClick(target, key, Qt.KeyboardModifier.KeypadModifier)
        self.pressed += 1

    def fill(self, wanted: DataValue, before: DataValue) -> None:
        """One cell: last year's figure, a kind of no number, or digits and Enter."""
        if wanted.is_same_as(before):
            self.press(Qt.Key.Key_Plus)
        elif wanted.kind is Kind.NOT_APPLICABLE:
            self.press(Qt.Key.Key_Slash)
            self._qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
            self.press(Qt.Key.Key_1)
        else:
            for character in wanted.plain:
                self.press(DIGITS[character])
            self.press(Qt.Key.Key_Enter)


def keys_in_a_spreadsheet(path, wanted: dict[CellKey, DataValue]) -> int:
    """What Tab between the open cells of the protected workbook needs: each figure's characters, or
    the one sign of 不适用, and Tab. Derived cells keep their formulas and are passed over."""
    book = openpyxl.load_workbook(path)
    open_cells = sum(
        not cell.protection.locked for sheet in book for line in sheet.iter_rows() for cell in line
    )
    assert open_cells == len(wanted)
    return sum(len(value.plain or "—") + 1 for value in wanted.values())


@pytest.mark.parametrize(
    ("unit", "code"), [(TOWN, "FE-XZ01"), (BIG_DEPARTMENT, "FE-WJ02")], ids=["town", "department"]
)
def test_a_form_needs_fewer_keys_than_its_workbook(unit, code, world: World, stage_in, qtbot):
    with sessions.open_workspace(world.copy(world.practice.desk(unit))) as desk:
        task = load_task(desk)
        form = next(form for form in task.own_forms if form.code == code)
        content = load_content(desk, task, form)
        wanted = {key: content.values.get(key, BLANK) for key in form.typed_cells}
        world.copies.mkdir(exist_ok=True)
        path = world.copies / f"{code}.xlsx"
        workbook_forms.export_form(desk, task, code, path, blank=True)
    stage: Stage = stage_in("light")
    stage.start(world.fresh_desk(unit))
    opened = stage.form(code)
    opened.grid.go_to_first()
    pad = NumberPad(qtbot, opened.grid)

    for key, value in wanted.items():
        stage.wait(lambda key=key: opened.model.key(opened.grid.currentIndex()) == key)
        pad.fill(value, opened.session.last_year(key))

    typed = {key: opened.session.value(key) for key in form.typed_cells}
    assert all(typed[key].is_same_as(wanted[key]) for key in wanted)
    assert pad.pressed < keys_in_a_spreadsheet(path, wanted)
