"""Heads over heads and answers to choose from in the workbook of an official form."""

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.choices import Choice
from fuer_desktop.domain.forms import Column, Row
from fuer_desktop.domain.values import CellKey, Kind, number
from fuer_desktop.formats import workbook_cells
from fuer_desktop.formats.form_workbook_reading import Wanted, find_forms
from fuer_desktop.formats.form_workbook_values import said_by
from fuer_desktop.formats.form_workbook_writing import Filling, write_form
from fuer_desktop.formats.workbook_cells import NUMBER, TEXT, Cell
from fuer_desktop.services import workbook_forms
from fuer_desktop.services.official_forms import Paper
from tests.domain.builders import form, table

YES_NO = (Choice(1, "是"), Choice(2, "否"))
MADE = form(
    table(
        (
            Row("一、人口"),
            Row("学生", "01", unit="人", element="pupils"),
            Row("寄宿", "02", element="boarding", choices=YES_NO),
        ),
        (
            Column("1", "合计"),
            Column("2", "小学", group="其中", breakdown="primary"),
            Column("3", "初中", group="其中", breakdown="junior"),
        ),
    ),
    replace(
        table((Row("新建校舍", "21", unit="个", element="houses"),), code="2"),
        title="校舍",
        supplement=True,
    ),
)
CELL = CellKey("1", "02", "1")
VALUES = {CELL: number(2), CellKey("1", "01", "2"): number(7), CellKey("2", "21", "1"): number(3)}


@pytest.fixture(scope="module")
def data():
    paper = Paper(MADE, year=2025, values=VALUES)
    return write_form(MADE, workbook_forms._printed(paper), Filling("", 2025, values=VALUES))


def sheet_of(data, number=0):
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[number]


def place_of(page, text):
    [cell] = [c for row in page.iter_rows() for c in row if c.value == text]
    return cell


def test_a_group_is_one_cell_over_its_columns_and_others_reach_over_both_lines(data):
    page = sheet_of(data)
    shared, total, first = (place_of(page, text) for text in ("其中", "合计", "小学"))
    merged = {str(area) for area in page.merged_cells.ranges}

    assert first.row == shared.row + 1
    assert f"{shared.coordinate}:{place_of(page, '初中').column_letter}{shared.row}" in merged
    assert total.row == shared.row
    assert f"{total.coordinate}:{total.column_letter}{shared.row + 1}" in merged
    assert page.print_title_rows == f"${shared.row}:${shared.row + 2}"
    assert page.freeze_panes == f"D{shared.row + 3}"


def test_units_and_codes_stand_beside_their_rows(data):
    page = sheet_of(data)
    row = place_of(page, "学生").row

    assert page.cell(row, place_of(page, "丙").column).value == "01"


def test_an_answer_is_chosen_from_a_list(data):
    page = sheet_of(data)
    row, column = place_of(page, "寄宿").row, place_of(page, "合计").column

    assert page.cell(row, column).value == "2 否"
    [rule] = [
        rule
        for rule in page.data_validations.dataValidation
        if page.cell(row, column).coordinate in rule.sqref
    ]
    assert (rule.type, rule.formula1) == ("list", '"1 是,2 否,—"')
    assert "1 是、2 否" in rule.prompt


def test_words_with_commas_are_left_to_the_prompt():
    choices = (Choice(1, "县级,含园区"), Choice(2, '乡"级"'))
    made = form(table((Row("级别", "01", element="level", choices=choices),)))
    paper = Paper(made, year=2025)
    filling = Filling(values={CellKey("1", "01", "1"): number(1)})
    page = sheet_of(write_form(made, workbook_forms._printed(paper), filling))
    [rule] = page.data_validations.dataValidation

    assert rule.formula1 == '"1,2,—"'
    assert "1 县级,含园区" in rule.prompt
    assert place_of(page, "级别").offset(0, 3).value == 1


def test_a_supplementary_table_is_an_ordinary_one_that_says_what_it_is(data):
    page = sheet_of(data, 1)

    assert place_of(page, "（2）补充资料　校舍")
    assert place_of(page, "新建校舍").offset(0, 2).value == "21"


def test_everything_is_read_back(data):
    sheets = list(workbook_cells._sheets(workbook_cells._lines(io.BytesIO(data))))
    found = find_forms(sheets, Wanted({MADE.code: MADE}, "990200101", "东镇", 2025))

    values = {cell.key: cell.value for cell in found.cells[MADE.code]}
    assert {key: value for key, value in values.items() if value.kind is not Kind.BLANK} == VALUES
    assert values.keys() == MADE.typed_cells.keys()
    assert found.notes == []


@pytest.mark.parametrize("text", ["1", "是", "1 是", "１　是", " 1. 是 ", "1、是"])
def test_an_answer_may_be_written_as_code_words_or_both(text):
    assert said_by(MADE, CELL, Cell(1, TEXT, text)).value == number(1)


def test_a_number_is_taken_for_a_code():
    assert said_by(MADE, CELL, Cell(1, NUMBER, "2")).value == number(2)


@pytest.mark.parametrize(
    "cell", [Cell(1, NUMBER, "3"), Cell(1, NUMBER, "1.5"), Cell(1, TEXT, "是的，有制度")]
)
def test_what_is_no_answer_is_a_mistake_that_lists_the_answers(cell):
    assert "1 是、2 否" in said_by(MADE, CELL, cell).problem


def test_there_may_be_no_answer():
    assert said_by(MADE, CELL, Cell(1, TEXT, "—")).value.kind is Kind.NOT_APPLICABLE
    assert said_by(MADE, CELL, Cell(1, TEXT, "无数据：没有做过调查")).value.kind is Kind.NO_DATA


@given(st.text(max_size=8))
def test_whatever_is_written_is_an_answer_a_mistake_or_a_question(text):
    said = said_by(MADE, CELL, Cell(1, TEXT, text))

    told = [said.value is not None, bool(said.problem), bool(said.sign)]
    assert any(told)
    assert said.value is None or said.value.number in (None, 1, 2)
