"""The grid as it is printed: heads over heads, answers to choose from, supplementary lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from fuer_desktop.domain.choices import Choice
from fuer_desktop.domain.forms import Column, Row
from fuer_desktop.domain.values import CellKey, Kind, number
from fuer_desktop.services.editing import EditSession, FormContent
from fuer_desktop.ui.fill_rest import FillRestDialog
from fuer_desktop.ui.grid.heads import words_height
from fuer_desktop.ui.grid.model import FIRST, NAME, GridModel
from fuer_desktop.ui.grid.place_words import place_in_words
from fuer_desktop.ui.grid.view import GridView
from fuer_desktop.ui.theme import Theme
from tests.domain.builders import form, formula, table

COLUMNS = (
    Column("1", "合计"),
    Column("2", "小学", group="按学段分", breakdown="primary"),
    Column("3", "初中", group="按学段分", breakdown="junior"),
    Column("4", "女性占比（%）", computed=formula("2 / 1 * 100", "1", "2"), decimals=2),
)
ROWS = (
    Row("学生", "01", unit="人", element="pupils"),
    Row("寄宿", "02", element="boarding", choices=(Choice(1, "是"), Choice(2, "否"))),
)
SUPPLEMENT = replace(
    table((Row("新建校舍", "21", unit="个", element="houses"),), code="2"),
    title="校舍",
    supplement=True,
)
ONE, SEVERAL = form(table(ROWS, COLUMNS)), form(table(ROWS, COLUMNS), SUPPLEMENT)
CELL = CellKey("1", "02", "1")


@pytest.fixture
def show(prepared, qtbot):
    def shown(made, theme=Theme(), values=None):  # noqa: B008 - frozen
        session = EditSession(made, FormContent(values or {}, {CELL: number(2)}), lambda *_: None)
        view = GridView(GridModel(session), theme)
        qtbot.addWidget(view)
        view.resize(1000, 400)
        view.show()
        return view

    return shown


@pytest.mark.parametrize("theme", [Theme(), Theme(large=True)])
def test_the_head_of_last_year_has_room_for_its_words_in_every_column(show, theme):
    grid = show(ONE, theme)
    height = grid.heads.height()

    for column in COLUMNS:
        grid.go_to(CellKey("1", "01", column.code))
        last = grid.grid_model.last_year_column
        text = grid.grid_model.headerData(last, Qt.Orientation.Horizontal)
        assert column.title in text
        width = grid.columnWidth(last)
        assert words_height(QFontMetrics(grid.heads.font()), text, width) <= grid.heads.height()
    assert grid.heads.height() == height, "the form jumps while the cursor moves"


def test_columns_of_a_group_share_the_head_above_them(show):
    grid = show(ONE)
    picture = grid.heads.viewport().grab().toImage()
    line = QColor(Theme().colours.hairline)

    def between(column, y):
        return picture.pixelColor(grid.columnViewportPosition(column) - 1, y)

    upper = grid.heads.upper_height
    assert 0 < upper < grid.heads.height()
    assert between(FIRST + 2, upper // 2) != line
    assert between(FIRST + 2, upper + 4) == line
    for column in (FIRST + 1, FIRST + 3):
        assert between(column, upper // 2) == between(column, upper + 4) == line


def test_a_form_of_several_tables_has_the_groups_in_a_line_above(show):
    grid = show(SEVERAL)
    model = grid.grid_model
    shown = [model.view(model.index(0, FIRST + n)).text for n in range(4)]

    assert shown == ["合计", "按学段分", "按学段分", "女性占比（%）"]
    assert (grid.rowSpan(0, NAME), grid.columnSpan(0, NAME)) == (2, FIRST)
    assert (grid.rowSpan(0, FIRST), grid.columnSpan(0, FIRST)) == (2, 1)
    assert (grid.rowSpan(0, FIRST + 1), grid.columnSpan(0, FIRST + 1)) == (1, 2)
    assert model.view(model.index(1, FIRST + 1)).text == "小学"
    assert (grid._stub.rowSpan(0, NAME), grid._stub.columnSpan(0, NAME)) == (2, FIRST)


def test_heads_of_several_tables_have_room_for_their_words(show):
    wide = replace(COLUMNS[1], group="其中：按本年年末在校的学段分")
    other = replace(COLUMNS[2], group=wide.group)
    grid = show(form(table(ROWS, (COLUMNS[0], wide, other)), SUPPLEMENT), Theme(large=True))
    metrics = QFontMetrics(grid.font())
    room = grid.columnWidth(FIRST + 1) + grid.columnWidth(FIRST + 2) - 16

    assert grid.rowHeight(0) >= words_height(metrics, wide.group, room)


def test_a_supplementary_table_says_what_it_is(show):
    model = show(SEVERAL).grid_model
    titles = [model.view(model.index(n, NAME)).text for n in range(model.rowCount())]

    assert "（2）补充资料　校舍" in titles


def test_the_bar_names_a_column_with_its_group_and_lists_the_answers(show):
    grid = show(ONE)

    words = place_in_words(grid.grid_model, grid.grid_model.index_of(CELL._replace(column="2")))

    assert "02 寄宿 · 按学段分：小学" in words
    assert "选填 1 是、2 否" in words


def commit(grid, text):
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(grid, event)


def answer(grid, qtbot, text):
    """The keys that give an answer; full-width ones as an input method commits them."""
    grid.go_to(CELL)
    if text.isascii():
        for key in text:
            qtbot.keyClicks(grid.focusWidget() or grid, key)
    else:
        commit(grid, text)
    qtbot.keyClick(grid._editor() or grid, Qt.Key.Key_Enter)


@pytest.mark.parametrize(("typed", "seen"), [("1", "1 是"), ("2", "2 否"), ("２", "2 否")])
def test_an_answer_is_typed_as_its_code_and_seen_in_words(show, qtbot, typed, seen):
    grid = show(ONE)

    answer(grid, qtbot, typed)

    assert grid.grid_model.view(grid.grid_model.index_of(CELL)).text == seen
    assert grid.currentIndex() != grid.grid_model.index_of(CELL)


def test_another_code_is_refused_with_the_answers_and_stays_to_be_put_right(show, qtbot):
    grid = show(ONE, values={CELL: number(1)})
    told = []
    grid.refused.connect(told.append)

    answer(grid, qtbot, "3")

    assert "请填选项的代码：1 是、2 否" in told[-1]
    assert grid._editor().text() == "3"
    assert grid.grid_model.session.value(CELL) == number(1)


def test_last_year_is_seen_in_words_too_and_taken_as_a_code(show):
    grid = show(ONE)
    grid.go_to(CELL)
    model = grid.grid_model

    assert model.view(model.index(1, model.last_year_column)).text == "2 否"
    grid.grid_model.session.take_last_year([CELL])
    assert grid.grid_model.session.value(CELL) == number(2)


def test_an_answer_may_be_missing_for_a_reason(show):
    grid = show(ONE)
    grid.grid_model.session.enter_kind(CELL, Kind.NOT_APPLICABLE)

    assert grid.grid_model.view(grid.grid_model.index_of(CELL)).text == "—"


def test_zero_is_never_offered_for_an_answer(show, qtbot):
    grid = show(SEVERAL)
    dialog = FillRestDialog(grid.grid_model.session, grid)
    qtbot.addWidget(dialog)
    assert CELL in dialog.chosen

    dialog.zero.setChecked(True)

    assert CELL not in dialog.chosen
    assert CellKey("1", "01", "1") in dialog.chosen
