"""Rows of cells as CSV: read as they stand, written so that no spreadsheet runs them."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.formats.rows import CELL_FIELDS, CellRow, read_cells, write_rows
from fuer_desktop.texts import packages as texts

HEADER = ",".join(CELL_FIELDS)
ROW = ("990100WJ", "FE-WJ01", "2025", "1", "01", "1", "1234", "number", "", "")

# What a cell's text can be without the blanks at its ends, which reading takes away.
RISKY = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
plain_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(str.strip)


def read(text):
    return list(read_cells(text, "数据.csv"))


# --- reading ------------------------------------------------------------------------------


@given(st.lists(st.tuples(*[plain_texts] * 10), max_size=4))
@example([ROW, ROW])
@example([("a,b", '"', "“引号”", "𠮷", "", "", "", "", "", "")])
@example([("'=1", "''=1", "", "", "", "", "", "", "", "")])
@example([("=1+1", "＝1", "@甲", "-", "+5", "-5", "'", "''", "'甲", "－1")])
def test_rows_survive_being_written_and_read(rows):
    found = read(write_rows(CELL_FIELDS, rows))

    assert [tuple(getattr(row, name) for name in CELL_FIELDS) for row in found] == rows


def test_a_row_knows_its_line_in_the_file():
    rows = read(f'{HEADER}\nu,f,2025,1,01,1,1,,,"两\n行"\n\nu,f,2025,1,02,1,2,,,\n')

    assert [(row.line, row.row) for row in rows] == [(3, "01"), (5, "02")]


def test_a_short_row_has_empty_fields_and_blanks_around_are_no_matter():
    [row] = read(f"{HEADER}\n u , f ,2025,1,01,1, 1 234 \n")

    assert row == CellRow(2, "u", "f", "2025", "1", "01", "1", "1 234", "", "", "")


@pytest.mark.parametrize(
    ("rows", "line", "problem"),
    [
        pytest.param(
            "u,f,2025,1,01,1,5,,,甲,乙\n", 2, texts.TOO_MANY_FIELDS, id="a comma in a note"
        ),
        pytest.param(
            "u,f,2025,1,01,1,5,,,\n" + "," * 10 + "\n", 3, texts.TOO_MANY_FIELDS, id="eleven empty"
        ),
        pytest.param("x" * 200_000 + "\n", 2, texts.UNREADABLE_ROW, id="a huge field"),
        pytest.param(
            'u,f,2025,1,01,1,5,,,"甲\n', 2, texts.UNREADABLE_ROW, id="a quote never closed"
        ),
        pytest.param('u,f,2025,1,01,1,5,,,"甲"乙\n', 2, texts.UNREADABLE_ROW, id="text behind it"),
    ],
)
def test_a_row_that_cannot_be_understood_is_refused_with_its_line(rows, line, problem):
    with pytest.raises(EntryError) as error:
        read(f"{HEADER}\n{rows}")

    assert str(error.value) == f"“数据.csv”第{line}行：{problem}"


def test_codes_are_texts():
    [row] = read(f"{HEADER}\nu,f,2025,01,001,1,007,,,\n")

    assert (row.table, row.row, row.value) == ("01", "001", "007")


def test_blanks_in_the_header_are_no_matter():
    assert read(HEADER.replace(",", " , ") + "\n") == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="an empty file"),
        pytest.param("\n" + HEADER, id="an empty line first"),
        pytest.param("unit,form\n", id="columns missing"),
        pytest.param(HEADER + ",extra\n", id="a column too many"),
        pytest.param(HEADER.replace("unit,form", "form,unit") + "\n", id="columns swapped"),
        pytest.param(HEADER.upper() + "\n", id="capitals"),
        pytest.param(HEADER.replace(",", ";") + "\n", id="semicolons"),
        pytest.param(HEADER.replace(",", "\t") + "\n", id="tabs"),
        pytest.param("\ufeff" + HEADER, id="a byte order mark that nobody took off"),
        pytest.param("990100WJ,FE-WJ01,2025,1,01,1,1,number,,\n", id="no header at all"),
    ],
)
def test_another_header_is_refused_and_the_right_one_shown(text):
    with pytest.raises(EntryError) as error:
        read(text)

    assert str(error.value) == (
        "“数据.csv”的第一行应为：unit,form,period,table,row,column,value,kind,reason,note。"
    )


# --- writing ------------------------------------------------------------------------------


def written(text):
    [_, [field]] = csv.reader(io.StringIO(write_rows(["a"], [[text]]), newline=""))
    return field


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "-", "@SUM(A1)", "\t=1", "\n=1+1", "\n",
        "＝1+1", "＋1", "－1", "＠SUM", "-5-5", "-1.5.5", "+5", "-5%", "-,5", "=", "--",
    ],
    ids=repr,
)  # fmt: skip
def test_text_that_a_spreadsheet_would_run_is_quoted(text):
    assert written(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["-5", "-5.25", "0", "12.50", "5", "甲", "a=b", "a-b", "'甲", "1-2", "—", "−5"]
)
def test_figures_and_harmless_text_stay_as_they_are(text):
    assert written(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\r=1+1", " =1+1", id="before a formula"),
        pytest.param("甲\r=1+1", "甲 =1+1", id="in the middle"),
        pytest.param("甲\r\n乙", "甲 \n乙", id="at the end of a line"),
    ],
)
def test_a_carriage_return_becomes_a_blank_so_that_nobody_begins_a_row_there(text, expected):
    assert "\r" not in write_rows(["a"], [[text]])
    assert written(text) == expected


@given(st.text("=+-@＝＋－＠\t\n 0.5a'", max_size=8))
def test_no_written_text_begins_like_a_formula_unless_it_is_a_figure(text):
    field = written(text)

    risky = field.startswith(RISKY)
    assert not risky or field.strip("-").replace(".", "").isdecimal()
    assert field in (text, f"'{text}")


def test_numbers_are_written_as_numbers():
    assert write_rows(["a", "b"], [[-5, None]]) == "a,b\n-5,\n"


def test_no_rows_are_a_header():
    assert write_rows(["a", "b"], []) == "a,b\n"
