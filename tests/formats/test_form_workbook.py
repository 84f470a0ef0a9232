"""Official forms as workbooks: what people do to them changes no figure that is read back."""

import io
from dataclasses import replace
from decimal import Decimal
from functools import cache

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.expressions import parse_formula
from fuer_desktop.domain.forms import Column, Content, Row
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, number
from fuer_desktop.formats import workbook_cells, workbook_marking
from fuer_desktop.formats.form_workbook_marks import Mark, mark_in
from fuer_desktop.formats.form_workbook_reading import Wanted, find_forms
from fuer_desktop.formats.form_workbook_values import said_by
from fuer_desktop.formats.form_workbook_writing import (
    Filling,
    Printed,
    PrintedTable,
    shown_value,
    write_form,
)
from fuer_desktop.formats.workbook_cells import (
    BOOLEAN,
    DATE,
    ERROR,
    NOTHING,
    NUMBER,
    TEXT,
    Cell,
    Range,
    RawSheet,
)
from fuer_desktop.formats.workbook_guard import Area, position
from fuer_desktop.formats.workbook_marking import MarkedCell
from tests.domain.builders import form, table

UNIT, YEAR = "990200101", 2025
SHARE = parse_formula("2 / 1 * 100", ("1", "2"))
FIGURES = table(
    (
        Row("一、人口"),
        Row("总数", "01", "人"),
        Row("男", "02", "人", level=1, part_of="01"),
        Row("收入", "03", "万元", decimals=2),
    ),
    (Column("1", "合计"), Column("2", "城镇", rows=frozenset({"01", "02"})),
     Column("3", "城镇占比", computed=SHARE, decimals=2, rows=frozenset({"01"}))),
)  # fmt: skip
WORDS = replace(
    table((Row("主要做法", "01"),), (Column("1", "内容", content=Content.TEXT),)), code="2"
)
FORM = form(FIGURES, WORDS, code="FE-CS01", version=3)
TYPED = list(FORM.typed_cells)
WANTED = Wanted({"FE-CS01": FORM}, UNIT, "东镇", YEAR)
A1, A2 = CellKey("1", "01", "1"), CellKey("1", "01", "2")
B1, C1 = CellKey("1", "02", "1"), CellKey("1", "03", "1")
TEXT_KEY = CellKey("2", "01", "1")


def printed(made=FORM):
    return Printed(
        made.title,
        ("填报单位：东镇",),
        ("表号：FE-CS01", "制定机关：待批准"),
        {
            each.code: PrintedTable(
                "",
                ["指标名称", "计量单位", "代码", *(column.title for column in each.columns)],
                [(row.title, row.level) for row in each.rows],
                [row.unit or "—" for row in each.rows],
            )
            for each in made.tables
        },
    )


def written(values=None, last_year=None, **filling):
    about = {"unit": UNIT, "year": YEAR} | filling
    return write_form(
        FORM, printed(), Filling(**about, values=values or {}, last_year=last_year or {})
    )


def sheets_of(data):
    """As the other process reads it, without starting one."""
    return list(workbook_cells._sheets(workbook_cells._lines(io.BytesIO(data))))


def read(sheets, wanted=WANTED):
    found = find_forms(sheets, wanted)
    return {cell.key: cell for cell in found.cells.get("FE-CS01", ())}, list(found.notes)


def values_in(cells):
    return {key: cell.value for key, cell in cells.items() if cell.value not in (None, BLANK)}


def book_of(values=None, **filling):
    return openpyxl.load_workbook(io.BytesIO(written(values, **filling)))


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def page_with(**cells):
    """The first table's sheet with other cells."""
    sheets = holding({})
    for address, cell in cells.items():
        row, column = int(address[1:]), "ABCDEFGHIJ".index(address[0]) + 1
        sheets[0].rows.setdefault(row, {})[column] = cell._replace(column=column)
    return sheets


@cache
def empty():
    return tuple(sheets_of(written()))


def holding(values):
    """The sheets as if they had been written with these values."""
    sheets = [
        replace(sheet, merged=[], rows={n: dict(row) for n, row in sheet.rows.items()})
        for sheet in empty()
    ]
    places = {cell.key: cell for cell in find_forms(sheets, WANTED).cells["FE-CS01"]}
    by_title = {sheet.title: sheet for sheet in sheets}
    for key, value in values.items():
        row, column = position(places[key].address)
        shown = shown_value(value)
        if shown is not None:
            kind = TEXT if isinstance(shown, str) else NUMBER
            by_title[places[key].sheet].rows[row][column] = Cell(column, kind, str(shown))
    return sheets


def text(words):
    return Cell(0, TEXT, words)


def place_of(key):
    cells, _ = read(empty())
    return cells[key].address


# --- out and back -------------------------------------------------------------------------

reasons = st.text("原因设备故障未统计", min_size=8, max_size=20).filter(lambda t: len(set(t)) > 2)
figures = st.decimals(0, 10**12, places=2)
contents = st.one_of(
    st.just(BLANK),
    figures.map(number),
    st.just(DataValue(Kind.NOT_APPLICABLE)),
    reasons.map(lambda reason: DataValue(Kind.NO_DATA, reason=reason)),
    reasons.map(lambda reason: DataValue(Kind.INCLUDED, reason=reason)),
)


def fitting(key, value):
    """The value as the cell can hold it."""
    if key in FORM.text_cells:
        return BLANK if value.kind is Kind.BLANK else DataValue(Kind.TEXT, note=f"做法{value.text}")
    if value.number is None:
        return value
    return number(round(value.number, FORM.typed_cells[key]))


filled = st.fixed_dictionaries(dict.fromkeys(TYPED, contents)).map(
    lambda cells: {key: fitting(key, value) for key, value in cells.items()}
)


@settings(max_examples=15)  # each writes a workbook
@given(filled)
def test_what_is_written_reads_back_as_the_same_values(values):
    cells, notes = read(sheets_of(written(values)))

    assert values_in(cells) == {key: value for key, value in values.items() if value != BLANK}
    assert (cells.keys(), notes) == (set(TYPED), [])


@given(filled, st.data())
def test_inserted_hidden_and_reordered_lines_change_nothing(values, data):
    sheets = holding(values)
    order = data.draw(st.permutations(range(9)))
    shift = data.draw(st.lists(st.integers(0, 3), min_size=40, max_size=40))
    moved = [_shuffled(sheet, order, shift) for sheet in sheets[:2]]
    own = RawSheet("我的底稿", rows={1: {1: text("收入"), 2: Cell(2, NUMBER, "5")}})

    cells, notes = read(data.draw(st.permutations([*moved, own])))

    assert values_in(cells) == {key: value for key, value in values.items() if value != BLANK}
    assert notes == ["“我的底稿”：不是报表（没有识别行），没有读。"]


def _shuffled(sheet, order, shift):
    """Columns in another order, rows moved down by inserted ones, another name."""
    at = {column: order[column - 1] + 1 for column in range(1, 10)}
    rows, down = {}, 0
    for row, cells in sorted(sheet.rows.items()):
        down += shift[row]
        rows[row + down] = {at[c.column]: c._replace(column=at[c.column]) for c in cells.values()}
    return RawSheet(f"{sheet.title}改", rows=rows, hidden_rows=frozenset())


@given(st.integers(1000, 10**12), st.sampled_from(["full", "commas", "spaces", "text"]))
def test_a_figure_written_as_people_write_it_is_that_figure(figure, way):
    words = {
        "full": "".join(chr(ord(digit) + 0xFEE0) for digit in str(figure)),
        "commas": f"{figure:,}",
        "spaces": f" {figure:,} ".replace(",", " "),
        "text": f"'{figure}"[1:],
    }[way]

    said = said_by(FORM, A1, text(words))

    assert said.value == number(figure)
    assert "按文字填的" in said.remark


def test_a_trip_through_a_file_and_the_other_process_keeps_every_value():
    values = {A1: number(12), C1: number("3.50"), TEXT_KEY: DataValue(Kind.TEXT, note="=做法")}

    cells, notes = read(workbook_cells.read_sheets(written(values)))

    assert (values_in(cells), notes) == (values, [])


# --- the sheet that people fill -----------------------------------------------------------


def test_open_cells_alone_can_be_filled_and_each_is_checked():
    page = book_of().worksheets[0]
    rules = page.data_validations.dataValidation
    checked = {
        page.cell(row, column)
        for rule in rules
        for area in rule.sqref.ranges
        for row, column in area.cells
    }
    unlocked = {cell for row in page.iter_rows() for cell in row if not cell.protection.locked}

    assert page.protection.sheet
    assert page.protection.password is None
    assert unlocked == checked
    assert {cell.coordinate for cell in unlocked} == {place_of(k) for k in TYPED if k.table == "1"}


def test_a_derived_cell_keeps_its_formula_over_the_cells_it_is_computed_from():
    page = book_of({A1: number(4), A2: number(1)}).worksheets[0]
    row = page[place_of(A1)].row

    formula = page.cell(row, 6).value

    assert formula.startswith("=IFERROR(")
    assert f"ROUND(N(E{row}) / N(D{row}) * 100,2)" in formula


def test_heads_stay_in_sight_and_repeat_on_every_page():
    page = book_of().worksheets[0]
    line = page[place_of(A1)].row - 2

    assert page.freeze_panes == f"D{line + 1}"
    assert page.print_title_rows == f"${line - 1}:${line}"
    assert (page.page_setup.fitToWidth, page.sheet_properties.pageSetUpPr.fitToPage) == (1, True)


def test_last_years_figures_stand_beside_and_are_not_read():
    data = written({A1: number(5)}, last_year={A1: number(7), B1: number(9)})
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]

    cells, notes = read(sheets_of(data))

    assert page.cell(page[place_of(A1)].row, 7).value == 7
    assert (values_in(cells), notes) == ({A1: number(5)}, [])


def test_nothing_leads_out_of_the_workbook():
    book = book_of({TEXT_KEY: DataValue(Kind.TEXT, note='=HYPERLINK("http://x")')})

    texts = [cell for page in book for row in page.iter_rows() for cell in row if cell.value]
    assert not [cell for cell in texts if cell.data_type == "f" and "HYPERLINK" in cell.value]
    assert not book.vba_archive


marks = st.builds(
    Mark,
    st.from_regex(r"FE-[A-Z]{2}[0-9]{2}", fullmatch=True),
    st.integers(1, 99),
    st.sampled_from(["1", "附1"]),
    st.sampled_from(["", "990100102"]),
    st.none() | st.integers(2010, 2099),
    st.booleans(),
)


@given(marks)
def test_a_mark_reads_back_also_in_full_width(mark):
    wide = "".join(chr(ord(s) + 0xFEE0) if "!" <= s <= "~" else s for s in mark.text)

    assert mark_in(mark.text) == mark_in(wide) == mark


# --- cells that are told ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (text("—"), DataValue(Kind.NOT_APPLICABLE)),
        (text(" 不适用 "), DataValue(Kind.NOT_APPLICABLE)),
        (text("无数据：系统改造，全年停报"), DataValue(Kind.NO_DATA, reason="系统改造，全年停报")),
        (text("并入（并到卫健局的表里）"), DataValue(Kind.INCLUDED, reason="并到卫健局的表里")),
        (text("　"), BLANK),
        (text("未填"), BLANK),
        (Cell(0, NUMBER, "0"), number(0)),
        (Cell(0, NUMBER, "12", "#,##0"), number(12)),
        (Cell(0, NUMBER, "300.00000000000006"), number(300)),
        (Cell(0, NUMBER, "1E+5"), number(100000)),
    ],
)
def test_agreed_signs_and_plain_numbers_are_taken(cell, value):
    assert said_by(FORM, A1, cell).value == value


@pytest.mark.parametrize("sign", ["无", "/", "-", "——", "…", "－", "没有", "N/A", "无数据", "并入"])
def test_a_sign_without_an_agreed_meaning_is_left_to_a_person(sign):
    said = said_by(FORM, A1, text(sign))

    assert said.value is None
    assert said.sign
    assert not said.problem


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell(0, NUMBER, "1.5"), "带有小数"),
        (Cell(0, NUMBER, "0.05", "0%"), "显示成了别的"),
        (Cell(0, NUMBER, "12345", '0!.0,"万"'), "显示成了别的"),
        (Cell(0, NUMBER, "1E+300"), "太大"),
        (Cell(0, DATE, "2025-01-02"), "日期"),
        (Cell(0, BOOLEAN, "TRUE"), "逻辑值"),
        (Cell(0, ERROR, "#REF!"), "错误值#REF!"),
        (Cell(0, NOTHING, "", "", True), "没有存下算出的结果"),
        (text("1,23"), "分隔符"),
        (text("约三百二十人左右"), "不是数字"),
        (text("12人"), "不是数字"),
        (text("免报"), "办公室"),
        (text("无数据：短"), "原因"),
    ],
)
def test_what_cannot_be_a_figure_is_told(cell, words):
    said = said_by(FORM, A1, cell)

    assert said.value is None
    assert words in said.problem


def test_a_formulas_stored_result_is_taken_and_said():
    said = said_by(FORM, A1, Cell(0, NUMBER, "7", "", True))

    assert said.value == number(7)
    assert "公式" in said.remark


@given(st.text(max_size=30), st.sampled_from([TEXT, NUMBER, DATE, ERROR, BOOLEAN, NOTHING]))
def test_anything_in_a_cell_is_a_value_a_word_or_a_sentence(words, kind):
    content = "9" if kind == NUMBER else words
    for key in (A1, TEXT_KEY):
        said = said_by(FORM, key, Cell(1, kind, content))
        assert (said.value is not None) + bool(said.problem or said.sign) == 1


def test_a_mistake_names_sheet_address_row_and_column():
    address = place_of(A1)
    cells, _ = read(page_with(**{address: text("十二")}))

    sentence = cells[A1].sentence(FORM, "不是数")

    assert sentence == f"“FE-CS01 表1”{address}，第01行（总数）合计栏：不是数"


# --- what people do to sheets -------------------------------------------------------------


def test_a_row_that_stands_twice_is_told_at_both_places_and_not_read():
    sheets = holding({A1: number(5)})
    row = int(place_of(A1)[1:])
    sheets[0].rows[40] = dict(sheets[0].rows[row])

    found = find_forms(sheets, WANTED).cells["FE-CS01"]

    twice = [cell for cell in found if cell.key == A1]
    assert [cell.address for cell in twice] == [f"D{row}", "D40"]
    assert all(f"第{row}、40行" in cell.said.problem for cell in twice)


def test_merged_cells_are_told():
    sheets = holding({})
    row = int(place_of(A1)[1:])
    sheets[0].merged.append(Range(row, 4, row + 1, 4))

    cells, _ = read(sheets)

    assert f"D{row}:D{row + 1}" in cells[A1].said.problem
    assert cells[B1].said.problem
    assert not cells[A2].said.problem


def test_a_row_or_column_that_is_gone_is_told_and_the_rest_read():
    sheets = holding({A1: number(5)})
    del sheets[0].rows[int(place_of(B1)[1:])]
    line = int(place_of(A1)[1:]) - 2
    del sheets[0].rows[line][5]

    cells, notes = read(sheets)

    assert values_in(cells) == {A1: number(5)}
    assert any("没有代码为02的行" in note for note in notes)
    assert any("没有第2栏" in note for note in notes)


def test_a_hidden_row_is_read_and_told():
    sheets = holding({A1: number(5)})
    row = int(place_of(A1)[1:])
    hidden = [replace(sheets[0], hidden_rows=frozenset({row})), *sheets[1:]]

    cells, notes = read(hidden)

    assert values_in(cells) == {A1: number(5)}
    assert notes == [f"“FE-CS01 表1”：第{row}行是隐藏的，也读了。"]


def test_the_same_table_on_two_sheets_is_read_from_neither():
    sheets = holding({A1: number(5)})

    cells, notes = read([*sheets, replace(sheets[0], title="副本")])

    assert A1 not in cells
    assert any("“FE-CS01 表1”：和“副本”是同一张表" in note for note in notes)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (replace(WANTED, unit="990200102"), "是单位990200101的表"),
        (replace(WANTED, year=2024), "是2025年度的表，现在填的是2024年度"),
        (replace(WANTED, forms={"FE-CS01": replace(FORM, version=4)}), "第3版，现在用第4版"),
        (replace(WANTED, forms={"FE-AB01": FORM}), "是报表FE-CS01，不是本单位本年度要填的"),
        (replace(WANTED, practice=True), "是正式的表"),
    ],
)  # fmt: skip
def test_a_form_of_another_unit_year_version_or_place_is_told_by_name(wanted, words):
    cells, notes = read(holding({A1: number(5)}), wanted)

    assert not cells
    assert len(notes) == 2
    assert all(words in note for note in notes)


def test_a_blank_form_of_nobody_is_read():
    cells, notes = read(sheets_of(written({A1: number(5)}, unit="", year=None)))

    assert (values_in(cells), notes) == ({A1: number(5)}, [])


def test_a_sheet_whose_mark_is_gone_is_known_by_its_printed_code():
    one = form(FIGURES, code="FE-CS01", version=3)
    data = write_form(one, printed(one), Filling(UNIT, YEAR, values={A1: number(5)}))
    sheets = sheets_of(data)
    del sheets[0].rows[1]

    cells, notes = read(sheets, replace(WANTED, forms={"FE-CS01": one}))

    assert values_in(cells) == {A1: number(5)}
    assert notes == ["“FE-CS01”：识别行不在了，没有核对单位和年度。"]


def test_a_workbook_without_a_form_is_told():
    _, notes = read([RawSheet("Sheet1")])

    assert "没有找到报表" in notes[0]


@pytest.mark.parametrize(
    ("cell", "words"),
    [("G30", "第30行有数，但没有代码"), ("C30", "的代码“99”不在这张表里")],
)
def test_a_row_that_is_no_row_of_the_form_is_told(cell, words):
    content = Cell(0, NUMBER, "5") if cell[0] == "G" else text("99")
    address = "D30" if cell[0] == "G" else cell

    _, notes = read(page_with(**{address: content}))

    assert any(words in note for note in notes)


def test_what_is_written_where_nothing_is_filled_is_told():
    row = int(place_of(C1)[1:])

    _, notes = read(page_with(**{f"E{row}": Cell(0, NUMBER, "5")}))

    assert notes == [f"“FE-CS01 表1”：E{row}不用填，里面的内容没有读。"]


numbers_or_texts = st.one_of(
    st.integers(-5, 10**6).map(lambda n: Cell(0, NUMBER, str(n))),
    st.sampled_from(["丙", "1", "01", "甲", "—", "表号=FE-CS01 分表=1", "表号：FE-CS01", "x"]).map(
        text
    ),
)


@given(
    st.dictionaries(st.tuples(st.integers(1, 6), st.integers(1, 4)), numbers_or_texts, max_size=24),
    st.lists(st.builds(Range, *(st.integers(1, 6),) * 4), max_size=3),
)
def test_any_sheet_ends_in_cells_and_sentences(cells, merged):
    sheet = RawSheet("乱", merged=merged)
    for (row, column), cell in cells.items():
        sheet.rows.setdefault(row, {})[column] = cell._replace(column=column)

    found = find_forms([sheet], WANTED)

    assert all(note.endswith("。") for note in found.notes)
    assert all(cell.key in FORM.typed_cells for cell in found.cells.get("FE-CS01", ()))


# --- the marked copy ----------------------------------------------------------------------


def test_a_marked_copy_has_a_colour_and_a_comment_and_all_else_as_it_was():
    book = book_of({A1: number(5)})
    book.create_sheet("我的底稿")["B2"] = "=1+1"
    data = saved(book)
    address = place_of(A1)

    copy = workbook_marking._marked(
        data, [MarkedCell("FE-CS01 表1", address, "第01行不等于各项之和")]
    )

    marked = openpyxl.load_workbook(io.BytesIO(copy))
    cell = marked.worksheets[0][address]
    assert "第01行不等于各项之和" in cell.comment.text
    assert cell.fill.fgColor.rgb == "00F9D5CF"
    assert cell.value == 5
    assert marked["我的底稿"]["B2"].value == "=1+1"
    assert marked.worksheets[0].protection.sheet
    assert values_in(read(sheets_of(copy))[0]) == {A1: number(5)}


def test_a_mark_in_a_merged_cell_stands_at_the_cell_that_is_shown():
    book = openpyxl.Workbook()
    book.active.merge_cells("B2:C3")

    copy = workbook_marking._marked(saved(book), [MarkedCell("Sheet", "C3", "合并了")])

    assert "合并了" in openpyxl.load_workbook(io.BytesIO(copy)).active["B2"].comment.text


def test_the_comment_that_a_person_wrote_stays():
    book = openpyxl.Workbook()
    book.active["A1"].comment = openpyxl.comments.Comment("自己的话", "某人")

    copy = workbook_marking._marked(saved(book), [MarkedCell("Sheet", "A1", "有错")])

    said = openpyxl.load_workbook(io.BytesIO(copy)).active["A1"].comment.text
    assert "自己的话" in said
    assert "有错" in said


def test_the_other_process_marks_too():
    copy = workbook_marking.marked(written(), Area(), [MarkedCell("FE-CS01 表1", "D9", "错")])

    assert "错" in openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0]["D9"].comment.text


def test_decimals_are_kept_as_they_were_typed():
    data = written({C1: number("12.30")})
    cells, _ = read(sheets_of(data))

    assert cells[C1].value.number == Decimal("12.3")
