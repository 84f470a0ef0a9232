"""Heads over heads, answers to tick and supplementary lines, told by the layout of the pages."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.choices import Choice
from fuer_desktop.domain.forms import Column, Row, with_derived
from fuer_desktop.domain.values import CellKey, Kind, number, read_value
from fuer_desktop.paper import face
from fuer_desktop.paper.layout import lay_out
from fuer_desktop.paper.pieces import Box
from fuer_desktop.paper.sheet import Occasion, sheet_of
from fuer_desktop.services import paths
from tests.domain.builders import form, formula, table

COLUMNS = (
    Column("1", "合计"),
    Column("2", "小学", group="其中：按学段分", breakdown="primary"),
    Column("3", "初中", group="其中：按学段分", breakdown="junior"),
    Column("4", "女性占比（%）", computed=formula("2 / 1 * 100", "1", "2"), decimals=2),
)
LANDS = (Choice(1, "平原"), Choice(2, "丘陵"), Choice(3, "山区"))
YES_NO = (Choice(1, "是"), Choice(2, "否"))
ROWS = (
    Row("学生", "01", unit="人", element="pupils"),
    Row("寄宿", "02", element="boarding", choices=YES_NO),
    Row("地势", "03", element="land", choices=LANDS),
)
LINES = (
    Row("本年新建儿童之家", "21", unit="个", element="homes"),
    Row("农村", "22", unit="个", element="rural_homes", part_of="21", level=1),
    Row("城镇", "23", unit="个", element="urban_homes", part_of="21", level=1),
    Row("是否制定规划", "24", element="plan", choices=YES_NO),
)


def supplement(lines=LINES, title="", code="2"):
    made = table(lines, (Column("1", "数量"),), code=code)
    return replace(made, title=title, supplement=True)


MADE = form(table(ROWS, COLUMNS), supplement())


@pytest.fixture(autouse=True)
def shipped_font(qapp):
    return face.ready(paths.font())


def laid_out(made, values=None):
    return lay_out(sheet_of(made, Occasion(), values))


def typed(laid, text):
    return [line for page in laid.pages for line in page.types if line.text == text]


def test_columns_of_a_group_stand_under_one_head_that_no_stroke_cuts():
    laid = laid_out(MADE)
    [page] = laid.pages
    [shared], [first], [second] = (typed(laid, t) for t in ("其中：按学段分", "小学", "初中"))
    cell = shared.cell

    assert cell.x == pytest.approx(first.cell.x)
    assert cell.right == pytest.approx(second.cell.right)
    assert cell.bottom == pytest.approx(first.cell.y)
    between = [s for s in page.strokes if s.x1 == s.x2 == pytest.approx(second.cell.x)]
    assert [s.y1 for s in between] == [pytest.approx(cell.bottom)]
    below = [s for s in page.strokes if s.y1 == s.y2 == pytest.approx(cell.bottom)]
    assert [(s.x1, s.x2) for s in below] == [(pytest.approx(cell.x), pytest.approx(cell.right))]


def test_a_head_beside_a_group_has_both_lines_and_numbers_stand_below_all():
    laid = laid_out(MADE)
    [total], [shared], [first] = (typed(laid, t) for t in ("合计", "其中：按学段分", "小学"))

    assert total.cell.y == pytest.approx(shared.cell.y)
    assert total.cell.bottom == pytest.approx(first.cell.bottom)
    assert typed(laid, "2")[0].cell.y == pytest.approx(first.cell.bottom)


def test_heads_of_groups_are_repeated_on_every_page():
    rows = [Row(f"第{n}项", f"{n:03}", unit="人", element=f"e{n}") for n in range(1, 90)]
    laid = laid_out(form(table(rows, COLUMNS)))

    assert len(laid.pages) > 1
    assert len(typed(laid, "其中：按学段分")) == len(laid.pages)


def test_answers_are_printed_with_boxes_and_the_chosen_one_is_ticked():
    values = {CellKey("1", "02", "1"): number(2), CellKey("1", "03", "1"): number(3)}

    assert typed(laid_out(MADE, values), "□1 是　☑2 否")
    assert [len(typed(laid_out(MADE, values), t)) for t in ("☑3 山区", "□1 平原")] == [1, 3]
    assert typed(laid_out(MADE), "□1 是　□2 否")


def test_where_there_is_no_answer_the_reason_stands_alone():
    none = read_value("", Kind.NOT_APPLICABLE, 0, "", "")
    cells = {CellKey("1", "02", column): none for column in "123"}

    assert not typed(laid_out(MADE, cells), "□1 是　□2 否")


def line_of(laid, text):
    """Everything that stands in the line of a word, from the left."""
    [page] = [page for page in laid.pages if any(line.text == text for line in page.types)]
    [word] = [line for line in page.types if line.text == text]
    same = [line for line in page.types if line.box.y == pytest.approx(word.box.y)]
    return "".join(line.text for line in sorted(same, key=lambda line: line.box.x))


def test_supplementary_rows_are_sentences_below_the_tables_with_their_parts():
    values = {CellKey("2", "21", "1"): number(1234), CellKey("2", "24", "1"): number(1)}
    laid = laid_out(MADE, values)
    [page] = laid.pages

    said = line_of(laid, "补充资料：")
    assert (
        said == "补充资料：本年新建儿童之家（21）1\u202f234个，其中：农村（22）个，城镇（23）个。"
    )
    assert line_of(laid, "（24）") == "是否制定规划（24）☑1 是　□2 否。"
    lowest = max(line.cell.bottom for line in page.types if line.cell)
    assert typed(laid, "补充资料：")[0].box.y > lowest
    assert [part for part in page.parts if part[0] == "2"] == [("2", n) for n in range(4)]


def test_a_title_says_what_the_supplement_is_about():
    assert typed(laid_out(form(table(ROWS), supplement(title="校舍"))), "补充资料（校舍）：")


def test_a_figure_stands_on_a_line():
    laid = laid_out(MADE, {CellKey("2", "21", "1"): number(7)})
    [page] = laid.pages
    figure = [line for line in page.types if line.text == "7"][-1]

    low, high = figure.box.bottom, figure.box.bottom + 5
    flat = [s for s in page.strokes if s.y1 == s.y2 and low < s.y1 < high]
    [under] = [s for s in flat if s.x1 < figure.box.x < s.x2]
    assert under.x1 < figure.box.x < figure.box.right < under.x2


TITLES = st.text("本年新建儿童之家（，。A1", min_size=1, max_size=150)


@settings(max_examples=15, deadline=None)
@given(st.lists(TITLES, min_size=1, max_size=30), st.integers(0, 30))
def test_however_long_sentences_are_they_stay_on_the_page_and_every_row_is_there(titles, parts):
    lines = [
        Row(
            title,
            str(n),
            unit="万元",
            element=f"e{n}",
            part_of="50" if 50 < n <= 50 + parts else "",
        )
        for n, title in enumerate(titles, start=50)
    ]
    made = form(table(ROWS, COLUMNS), supplement(lines))
    laid = laid_out(made, with_derived(made, dict.fromkeys(made.typed_cells, number(1))))

    inside = Box(20, 20, laid.paper.width - 40, laid.paper.height - 40)
    assert all(inside.holds(line.box, 2.0) for page in laid.pages for line in page.types)
    seen = [row for page in laid.pages for row in page.rows if row[0] == "2"]
    assert seen == [("2", n) for n in range(len(lines))]


def test_one_sentence_longer_than_a_page_goes_on():
    lines = [
        Row("很长的名称" * 30, str(n), element=f"e{n}", part_of="50" if n > 50 else "")
        for n in range(50, 90)
    ]
    laid = laid_out(form(table(ROWS), supplement(lines)))

    inside = Box(20, 20, laid.paper.width - 40, laid.paper.height - 40)
    assert all(inside.holds(line.box, 2.0) for page in laid.pages for line in page.types)
    assert len(laid.pages) > 2
