"""Names, units and codes stay in sight where the figures of a wide form scroll away."""

from __future__ import annotations

import pytest

from fuer_desktop.domain.forms import Column
from fuer_desktop.services.editing import EditSession, FormContent
from fuer_desktop.ui.grid.model import FIRST, GridModel
from fuer_desktop.ui.grid.view import GridView
from fuer_desktop.ui.theme import Theme
from tests.domain.builders import form, table


@pytest.fixture
def grid(prepared, qtbot):
    """A form of a dozen columns in a narrow window."""
    columns = [Column(str(n), f"第{n}栏", breakdown=f"b{n}") for n in range(1, 13)]
    session = EditSession(form(table(columns=columns)), FormContent({}, {}), lambda *_: None)
    view = GridView(GridModel(session), Theme())
    qtbot.addWidget(view)
    view.resize(640, 300)
    view.show()
    return view


def test_the_first_columns_stay_when_the_others_scroll(grid):
    stub = grid._stub
    assert not stub.isVisible()

    grid.stand(grid.grid_model.index(1, FIRST + 11))

    assert stub.isVisible()
    assert stub.width() == sum(grid.columnWidth(n) for n in range(FIRST))
    assert [stub.rowHeight(n) for n in range(4)] == [grid.rowHeight(n) for n in range(4)]
    grid.horizontalScrollBar().setValue(0)
    assert not stub.isVisible()


def test_the_cell_in_hand_is_never_behind_them(grid):
    for column in (*range(11, -1, -1), *range(12)):
        index = grid.grid_model.index(1, FIRST + column)
        grid.stand(index)
        left = grid._stub.width() if grid._stub.isVisible() else 0
        assert grid.visualRect(index).left() >= left - 1, column
