"""Choices: a cell holds the code of one of a few answers and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.cell_text import read_cell_text
from fuer_desktop.domain.checking import Checker
from fuer_desktop.domain.choices import Choice, code_in_words, parse_choice
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.forms import Column, Row
from fuer_desktop.domain.rules import Over
from fuer_desktop.domain.values import CellKey, Kind, number
from tests.domain.builders import change, form, formula, relation, table

ANSWERS = (Choice(1, "平原"), Choice(2, "丘陵"), Choice(3, "山区"))
ROWS = (
    Row("地势", "01", element="terrain", choices=ANSWERS),
    Row("村", "02", unit="个", element="villages"),
)
COLUMNS = (
    Column("1", "合计"),
    Column("2", "其中：小村", breakdown="small"),
    Column("3", "占比", computed=formula("2 / 1 * 100", "1", "2")),
)
MADE = form(table(ROWS))
CELL = CellKey("1", "01", "1")
LABELS = st.text(st.sampled_from("平原丘陵山区是否（）、 A1／"), min_size=1, max_size=8).map(
    lambda text: "甲" + text.strip()
)


@given(st.integers(0, 9999), LABELS, st.sampled_from([" ", "　", ". ", "、", "．"]))
def test_an_answer_is_read_as_it_is_written(code, label, between):
    assert parse_choice(f"{code}{between}{label}").code == code
    assert parse_choice(parse_choice(f"{code}{between}{label}").text) == parse_choice(
        f"{code}{between}{label}"
    )


@pytest.mark.parametrize(
    "text", ["是", "1", "1是", "01 是", "-1 是", "1.5 是", "12345 是", "1 ", ""]
)
def test_what_has_no_code_or_no_words_is_no_answer(text):
    assert parse_choice(text) is None


@pytest.mark.parametrize("typed", ["2", "２", " 2 "])
def test_a_code_is_taken_full_width_or_not(typed):
    assert MADE.read(CELL, typed)[0] == number(2)


@pytest.mark.parametrize("typed", ["4", "0", "丘陵", "2 丘陵", "1.0", "02", "-1", "²"])
def test_anything_else_that_is_typed_is_refused_with_the_answers(typed):
    with pytest.raises(EntryError, match="请填选项的代码：1 平原、2 丘陵、3 山区"):
        MADE.read(CELL, typed)


@given(st.sampled_from(ANSWERS))
def test_a_spreadsheet_may_say_the_code_the_words_or_both(answer):
    for text in (str(answer.code), f"{answer.code}.0", answer.label, answer.text):
        assert read_cell_text(MADE, CELL, text) == number(answer.code)


@given(st.text(max_size=6))
def test_of_any_text_either_an_answer_is_read_or_it_stays_and_is_refused(text):
    code = code_in_words(ANSWERS, text)
    if code in ("1", "2", "3"):
        assert read_cell_text(MADE, CELL, text) == number(code)
    elif text.strip() and code not in ("—", "不适用", "――", "——"):
        with pytest.raises(EntryError):
            read_cell_text(MADE, CELL, text)


def test_an_answer_called_none_is_no_riddle():
    asked = form(
        table((Row("围墙", "01", element="wall", choices=(Choice(1, "有"), Choice(2, "无"))),))
    )

    assert read_cell_text(asked, CELL, "无") == number(2)


def test_there_may_be_no_answer_for_a_reason():
    assert MADE.read(CELL, "", Kind.NOT_APPLICABLE)[0].kind is Kind.NOT_APPLICABLE
    assert MADE.read(CELL, "")[0].kind is Kind.BLANK
    assert MADE.read(CELL, "", Kind.NO_DATA, "没有做过调查")[0].kind is Kind.NO_DATA


def test_people_see_the_code_with_its_words():
    assert MADE.said(CELL, number(3)) == "3 山区"
    assert MADE.said(CELL, number(7)) == "7"
    assert MADE.said(CELL, MADE.read(CELL, "", Kind.NOT_APPLICABLE)[0]) == "—"
    assert MADE.said(CellKey("1", "02", "1"), number(1234)) == "1\u202f234"


def test_nothing_is_computed_from_a_code():
    made = form(table(ROWS, COLUMNS))

    assert [key.row for cell in made.derived_cells for key in [cell.key]] == ["02"]


def test_a_code_is_not_watched_for_changes():
    made = form(table(ROWS), changes=(change(percent=1, at_least=0),))
    was, now = ({CELL: number(n), CellKey("1", "02", "1"): number(n)} for n in (1, 3))

    assert {cell.row for f in Checker(made, {}).check(now, was) for cell in f.cells} == {"02"}


def test_columns_are_not_compared_where_they_hold_codes():
    made = form(table(ROWS, COLUMNS[:2]), relations=(relation("1 ≥ 2", over=Over.COLUMNS),))
    values = {CellKey("1", row, column): number(column) for row in ("01", "02") for column in "12"}

    assert {c.row for f in Checker(made, {}).check(values) if f.rule for c in f.cells} == {"02"}


@pytest.mark.parametrize(
    ("written", "broken"), [("01 = 1", True), ("01 ≠ 1", False), ("如果 01 = 2 则 02 = 0", True)]
)
def test_a_rule_may_ask_for_an_answer(written, broken):
    made = form(table(ROWS), relations=(relation(written),))
    values = {CELL: number(2), CellKey("1", "02", "1"): number(5)}

    assert any(f.rule == "R01" for f in Checker(made, {}).check(values)) is broken


def test_a_wrong_answer_is_told_in_its_words():
    made = form(table(ROWS), relations=(relation("01 = 1"),))

    [finding] = Checker(made, {}).check({CELL: number(2), CellKey("1", "02", "1"): number(5)})

    assert "填的是“2 丘陵”，相比的是“1 平原”。" in finding.message
    assert not {"多", ">"} & set(finding.message)
