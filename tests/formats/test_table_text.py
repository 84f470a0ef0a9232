"""Blocks of cells on the clipboard, as Excel and WPS write them and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.formats.table_text import read_block, read_html, read_text, write_html, write_text

CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=6
)
LINES = st.builds("\n".join, st.lists(CELLS, min_size=1, max_size=2))
BLOCKS = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(LINES, min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(BLOCKS)
def test_a_block_reads_back_from_text_as_it_was_written(block):
    assert read_text(write_text(block)) == block


@given(BLOCKS)
def test_a_block_reads_back_from_a_table_but_for_blanks_at_the_ends(block):
    def bare(rows):
        return [[" ".join(cell.split()) for cell in row] for row in rows]

    assert bare(read_html(write_html(block)) or [[""]]) == bare(block)


def test_codes_stay_text_in_a_spreadsheet():
    page = write_html([["01", "10", "女"]])

    assert page.count("mso-number-format") == 1


def test_the_whole_number_is_taken_where_excel_says_it_beside_what_is_seen():
    page = (
        '<table x:str><tr><td x:num="1234.567">1,235</td><td x:num>12</td><td>女</td>'
        '<td x:num="12.300000000000001">12.3</td></tr></table>'
    )

    assert read_block("1,235\t12\t女\t12.3", page) == [["1234.567", "12", "女", "12.3"]]


def test_a_percentage_stays_as_it_is_seen():
    page = '<table><tr><td x:num="0.125">12.5%</td></tr></table>'

    assert read_block("12.5%", page) == [["12.5%"]]


@pytest.mark.parametrize(
    ("number", "seen"),
    [("45000", "2023/3/15"), ("123456", "12.35"), ("0.125", "12.5%")],
    ids=["a date", "ten thousands", "a percentage"],
)
def test_what_is_seen_as_another_number_is_taken_as_it_is_seen(number, seen):
    assert read_html(f'<table><tr><td x:num="{number}">{seen}</td></tr></table>') == [[seen]]


def test_a_cell_over_two_rows_leaves_the_second_row_its_columns():
    page = (
        "<table><tr><td rowspan=2 x:num>5</td><td x:num>1</td></tr>"
        "<tr><td x:num>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )

    assert read_html(page) == [["5", "1"], ["", "2"], ["3", "4"]]


def test_a_merged_cell_counts_once():
    page = '<table><tr><td colspan="2" x:num="7">7</td><td>8</td></tr><tr><td>1</td></tr></table>'

    assert read_html(page) == [["7", "", "8"], ["1"]]


@pytest.mark.parametrize(
    ("text", "block"),
    [
        pytest.param("12\r\n13\r\n", [["12"], ["13"]], id="Excel's last line end"),
        pytest.param('5" 管\t1', [['5" 管', "1"]], id="a quote that is no quotation"),
        pytest.param('"甲\n乙"\t2\r\n', [["甲\n乙", "2"]], id="a cell of two lines"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_text_of_spreadsheets_is_understood(text, block):
    assert read_text(text) == block


@given(st.text(max_size=60))
def test_no_clipboard_stops_the_program(text):
    for page in ("", text, f"<table x:num>{text}", f"<table><tr><td colspan={text} x:num={text}>"):
        assert all(isinstance(cell, str) for row in read_block(text, page) for cell in row)
