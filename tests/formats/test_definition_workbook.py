"""Definitions as a workbook: nothing is lost on the way out and back, and every mistake people make
in one is told with its cell."""

import io
import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.formats import definition_workbook, workbook_cells
from fuer_desktop.formats.definition_text import to_toml
from fuer_desktop.formats.definition_workbook import empty_workbook, from_workbook, to_workbook
from fuer_desktop.formats.definitions import (
    read_catalogue,
    read_forms,
    read_place,
    read_selection,
)
from fuer_desktop.formats.workbook_layout import SHEETS, Kind
from fuer_desktop.formats.workbook_reading import _plain
from fuer_desktop.texts import workbook_layout as names

ROOT = Path(__file__).resolve().parents[2]
UNITS = (ROOT / "resources" / "practice" / "wushan" / "units.toml").read_text("utf-8")


def texts_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for part in ("indicators", "forms", "plans", "places")
        for path in sorted((folder / part).rglob("*.toml"))
    }


SHIPPED = texts_of(ROOT / "forms")

FORM = """
[form]
code = "F1"
version = 1
title = "甲表"
filed_by = "township"
period = "calendar"
notes = ["一", "=二"]

[[form.table]]
code = "1"
title = ""

[[form.table.column]]
code = "1"
title = "合计"

[[form.table.column]]
code = "2"
title = "女"
breakdown = "female"

[[form.table.row]]
title = "一、人口"

[[form.table.row]]
code = "01"
title = "人口"
unit = "人"
element = "people"

[[form.table.row]]
code = "02"
title = "其中：儿童"
unit = "人"
element = "kids"
part_of = "01"
level = 1

[[form.table.row]]
code = "03"
title = "儿童占比"
unit = "%"
computed = "02 / 01 * 100"
decimals = 1

[[form.rule]]
code = "F1.R01"
class = "A"
relation = "01 ≥ 02"
only = ["1", "2"]

[[form.change]]
code = "F1.C01"
class = "C"
percent = "2.5"
at_least = 20
rows = ["01", "02"]
"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Workbooks of our own are read in this process: another one takes a second to start."""
    monkeypatch.setattr(definition_workbook, "read_sheets", read_here)


def read_here(data):
    return list(workbook_cells._sheets(workbook_cells._lines(io.BytesIO(data))))


# --- out and back -------------------------------------------------------------------------


def test_the_shipped_definitions_come_back_as_they_are():
    book = to_workbook(SHIPPED)

    reading = from_workbook(book)

    assert (reading.texts.keys(), reading.warnings) == (SHIPPED.keys(), ())
    assert read_catalogue(reading.texts) == read_catalogue(SHIPPED)
    for path in (path for path in SHIPPED if path.startswith("places/")):
        assert read_selection(path, reading.texts[path]) == read_selection(path, SHIPPED[path])
    assert to_workbook(reading.texts) == book


def test_a_list_of_units_comes_back_as_it_is():
    book = to_workbook({"某处/units.toml": UNITS})

    reading = from_workbook(book)

    assert list(reading.texts) == ["units/990100.toml"]
    (text,) = reading.texts.values()
    assert read_place("", text) == read_place("", UNITS)
    assert to_workbook(reading.texts) == book


@pytest.mark.parametrize(
    "path",
    [
        "forms/FE-XZ01.toml",
        "forms/FE-WJ01.toml",
        "indicators/health.toml",
        "plans/wushan-women-2021.toml",
        "places/wushan.toml",
    ],
)
def test_one_file_comes_back_beside_the_others(path):
    reading = from_workbook(to_workbook({path: SHIPPED[path]}), SHIPPED)

    assert list(reading.texts) == [path]
    assert read_catalogue(SHIPPED | reading.texts) == read_catalogue(SHIPPED)


def test_a_workbook_goes_through_the_other_process(monkeypatch):
    monkeypatch.undo()

    reading = from_workbook(to_workbook({"forms/F1.toml": FORM}))

    assert read_forms(reading.texts) == read_forms({"forms/F1.toml": FORM})


def test_versions_of_one_form_are_kept_apart():
    files = {
        "forms/F1.toml": FORM.replace("version = 1", "version = 2"),
        "forms/earlier/F1.1.toml": FORM.replace("甲表", "旧甲表"),
    }

    reading = from_workbook(to_workbook(files))

    assert reading.texts.keys() == files.keys()
    for path, text in files.items():
        assert read_forms({path: reading.texts[path]}) == read_forms({path: text})


def test_what_the_workbook_has_no_place_for_is_not_lost_in_silence():
    text = FORM.replace('code = "F1.R01"', 'code = "F1.R01"\ncolour = "red"')

    with pytest.raises(DefinitionError) as refused:
        to_workbook({"forms/F1.toml": text})

    assert refused.value.problems == [
        "forms/F1.toml：“form.rule.colour”在工作簿里没有位置，不能导出。"
    ]


WORDS = st.text(st.sampled_from("人口女儿童=+-@01、；\n （）“”%ab'\""), min_size=1, max_size=8).map(
    lambda text: "甲" + text.strip() + "乙"
)
CODES = st.integers(0, 120).map(lambda number: f"{number:02}")


@st.composite
def small_forms(draw):
    rows = draw(st.lists(CODES, min_size=1, max_size=4, unique=True))
    columns = draw(st.lists(CODES, min_size=1, max_size=3, unique=True))
    form = {
        "code": draw(st.sampled_from(["F1", "渝表01", "A-b_2"])),
        "version": draw(st.integers(1, 9)),
        "title": draw(WORDS),
        "filed_by": draw(st.sampled_from(["township", "department"])),
        "period": draw(st.sampled_from(["calendar", "mch", "point"])),
        **draw(st.sampled_from([{}, {"sensitive": True}])),
        "notes": draw(st.lists(WORDS, max_size=3, unique=True)),
        "table": [
            {
                "code": "1",
                "title": draw(st.just("") | WORDS),
                "column": [
                    {"code": code, "title": draw(WORDS), "breakdown": f"c{code}"}
                    for code in columns
                ],
                "row": [
                    {
                        "code": code,
                        "title": draw(WORDS),
                        "unit": "%",
                        "element": f"e{code}",
                        "level": draw(st.integers(0, 2)),
                        "meaning": draw(WORDS),
                        "mistake": draw(WORDS),
                    }
                    for code in rows
                ],
            }
        ],
        "rule": [
            {
                "code": f"R{number}",
                "class": draw(st.sampled_from("ABCD")),
                "relation": f"{draw(st.sampled_from(rows))} ≥ {draw(st.sampled_from(rows))}",
                "only": draw(st.lists(st.sampled_from(columns), unique=True)),
                "hint": draw(WORDS),
            }
            for number in range(draw(st.integers(0, 3)))
        ],
        "change": [
            {
                "code": "C1",
                "class": "C",
                "percent": str(draw(st.decimals(0, 500, places=3))),
                "at_least": draw(st.integers(0, 10**9)),
            }
        ],
    }
    return {f"forms/{form['code']}.toml": to_toml({"form": form})}


@settings(max_examples=12, deadline=None)
@given(small_forms())
def test_any_form_comes_back_as_it_is(files):
    book = to_workbook(files)

    reading = from_workbook(book)

    assert reading.warnings == ()
    assert read_forms(reading.texts) == read_forms(files)
    assert to_workbook(reading.texts) == book


@given(st.dictionaries(st.sampled_from("abc"), st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_text_is_written_so_that_toml_reads_it(content):
    assert tomllib.loads(to_toml({"x": content}))["x"] == content


# --- what it looks like -------------------------------------------------------------------


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_codes_and_formula_like_texts_are_text_cells_in_text_columns():
    book = opened(to_workbook({"forms/F1.toml": FORM}))

    code, note = book["主栏"]["D3"], book["填报说明"]["C3"]
    assert (code.value, code.data_type, code.number_format) == ("01", "s", "@")
    assert (note.value, note.data_type, note.number_format) == ("=二", "s", "@")
    assert book["主栏"].column_dimensions["D"].number_format == "@"
    assert book["主栏"].freeze_panes == "A2"


def test_choices_have_a_list_and_headings_explain_themselves():
    page = opened(to_workbook({"forms/F1.toml": FORM}))["报表"]

    lists = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert lists["F2:F2000"] == '"乡镇（街道）,县（市、区）,部门"'
    assert page["F1"].value == "填报对象＊"
    assert "哪一类单位" in page["F1"].comment.text


def test_the_empty_workbook_has_a_marked_example_in_each_sheet_and_reads_as_nothing():
    data = empty_workbook()

    book = opened(data)
    assert book.sheetnames[0] == "说明"
    assert all(page["A2"].value == "示例" for page in book.worksheets[1:])
    with pytest.raises(DefinitionError, match="没有填写的内容"):
        from_workbook(data)


def test_every_column_has_a_heading_of_its_own_that_reads_back():
    for sheet in SHEETS:
        headings = [_plain(key.heading) for key in sheet.keys]
        assert len(set(headings)) == len(headings)
        assert {key.name for key in sheet.keys} == set(names.COLUMNS[sheet.id])
        for key in sheet.keys:
            assert key.kind != Kind.CHOICE or len(",".join(key.choices.values())) <= 255


# --- what people do -----------------------------------------------------------------------


@cache
def exported():
    return to_workbook({"forms/F1.toml": FORM})


class Filling:
    """A person before the exported workbook of the form F1."""

    def __init__(self):
        self.book = opened(exported())

    def __getitem__(self, title):
        return self.book[title]

    def put(self, title, cell, value):
        self.book[title][cell] = value
        return self

    def read(self, beside=None):
        file = io.BytesIO()
        self.book.save(file)
        return from_workbook(file.getvalue(), beside)

    def problems(self, beside=None):
        with pytest.raises(DefinitionError) as refused:
            self.read(beside)
        return refused.value.problems


@pytest.fixture
def filling():
    return Filling()


def test_an_untouched_workbook_has_nothing_to_tell(filling):
    assert filling.read().warnings == ()


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        ("主栏", "D3", 1, "“主栏”第3行“行代码”（D3）：是数字1；代码要写成文本，例如 01。"),
        ("宾栏", "D2", 1, "“宾栏”第2行“栏代码”（D2）：是数字1；代码要写成文本，例如 1。"),
        ("审核关系", "H2", 1, "“审核关系”第2行“只审”（H2）：是数字1；代码要写成文本"),
        ("主栏", "D3", "0 1", "“主栏”第3行“行代码”（D3）：代码“0 1”中间有空格或换行"),
        ("主栏", "D3", "0\n1", "代码“0↓1”中间有空格或换行"),
        ("主栏", "D3", None, "“主栏”第3行“数据项代码”（G3）：行有代码就要写 数据项代码 或 算式"),
        ("主栏", "D4", "01", "“主栏”第4行“行代码”（D4）：行代码“01”重复"),
        ("主栏", "G4", "people", "“主栏”第4行“数据项代码”（G4）：数据项代码“people”重复"),
        ("主栏", "F3", "仁", "“主栏”第3行“计量单位”（F3）：不认识计量单位“仁”。"),
        ("主栏", "E3", None, "“主栏”第3行“指标名称”（E3）：缺少“指标名称”。"),
        ("主栏", "H3", "一位", "“主栏”第3行“小数位”（H3）：“一位”不是整数"),
        ("主栏", "H3", 1.5, "“主栏”第3行“小数位”（H3）：“1.5”不是整数"),
        ("主栏", "H3", 7, "“主栏”第3行“小数位”（H3）：“小数位”应为0到6的整数"),
        ("主栏", "J4", "09", "“主栏”第4行“其中于”（J4）：行“09”没有定义。"),
        ("主栏", "L5", "02 / 09", "“主栏”第5行“算式”（L5）：“02 / 09”里的“09”不在代码中。"),
        ("主栏", "L5", "03 / 01", "“主栏”第5行“算式”（L5）：第03行第1栏的算式绕回了自己。"),
        ("主栏", "C3", "2", "“主栏”第3行“分表”（C3）：“2”不在“分表”里。"),
        ("主栏", "A3", "F2", "“主栏”第3行“表号”（A3）：“F2”不在“报表”里。是不是“F1”？"),
        ("审核关系", "D2", "E", "“审核关系”第2行“类别”（D2）：不能是“E”，可以是：A 强制、B "),
        ("审核关系", "F2", "01 02", "“审核关系”第2行“关系式”（F2）："),
        ("审核关系", "F2", "01 ≥ 09", "“审核关系”第2行“关系式”（F2）：“01 ≥ 09”第6个字处的“09”"),
        ("审核关系", "H2", "1、7", "“审核关系”第2行“只审”（H2）：栏“7”没有定义。"),
        ("审核关系", "E2", "2", "“审核关系”第2行“分表”（E2）：表“2”不在本报表中。"),
        ("变动审核", "C2", "F1.R01", "“变动审核”第2行“关系代码”（C2）：审核关系代码“F1.R01”重复"),
        ("变动审核", "F2", "三成", "“变动审核”第2行“变动超过（%）”（F2）：“三成”不是数字"),
        ("变动审核", "F2", "30%", "“变动审核”第2行“变动超过（%）”（F2）：“30%”不是数字"),
        (
            "报表",
            "F2",
            "村",
            "“报表”第2行“填报对象”（F2）：不能是“村”，可以是：乡镇（街道）、县（市、区）、部门",
        ),
        ("报表", "A2", "a/b", "“报表”第2行“表号”（A2）：“a/b”不能做文件名"),
        ("报表", "A2", "..", "“报表”第2行“表号”（A2）：“..”不能做文件名"),
        ("报表", "A2", "NUL", "“报表”第2行“表号”（A2）：“NUL”不能做文件名"),
        ("报表", "A2", None, "“报表”第2行“表号”（A2）：不能空着"),
        ("报表", "C2", None, "“报表”第2行“表名”（C2）：缺少“表名”。"),
        ("报表", "C2", "#REF!", "“报表”第2行“表名”（C2）：是表格软件的错误值#REF!"),
        ("报表", "C2", date(2025, 1, 2), "“报表”第2行“表名”（C2）：被表格软件变成了日期或时间"),
        ("报表", "K2", True, "“报表”第2行“早先版本”（K2）：是逻辑值TRUE"),
        ("报表", "K2", "对", "“报表”第2行“早先版本”（K2）：“对”应为“是”或“否”"),
        ("报表", "C2", "=A2", "“报表”第2行“表名”（C2）：是公式，但没有存下算出的结果"),
        ("报表", "I2", "二〇二五", "“报表”第2行“起用年度”（I2）：“二〇二五”不是整数"),
    ],
)
def test_a_mistake_is_told_once_with_its_cell(filling, sheet, cell, value, said):
    problems = filling.put(sheet, cell, value).problems()

    assert said in problems[0]
    assert sum(said in problem for problem in problems) == 1
    assert [problem for problem in problems if problem.startswith("forms/")] == []


def test_a_number_shown_as_a_percentage_is_asked_about(filling):
    filling.put("变动审核", "F2", 0.3)["变动审核"]["F2"].number_format = "0%"

    (problem,) = filling.problems()

    assert "存的数是0.3，显示的不是它（格式“0%”）" in problem


def test_all_mistakes_are_told_at_once_in_the_order_of_sheets_rows_and_columns(filling):
    filling.put("审核关系", "F2", "01 ≥ 09").put("主栏", "F4", "仁").put("主栏", "J4", "08")
    filling.put("主栏", "F3", "仁").put("报表", "D2", "x").put("报表", "B2", "一")

    places = [problem.partition("：")[0] for problem in filling.problems()]

    assert places == [
        "“报表”第2行“版本”（B2）",
        "“主栏”第3行“计量单位”（F3）",
        "“主栏”第4行“计量单位”（F4）",
        "“主栏”第4行“其中于”（J4）",
        "“审核关系”第2行“关系式”（F2）",
    ]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        ("主栏", "D3", "０１", "“主栏”第3行“行代码”（D3）：“０１”里有全角字符，按“01”读入。"),
        ("主栏", "D3", " 01\n", "“ 01↓”前后有空格或换行，按“01”读入。"),
        ("主栏", "I4", "１", "“主栏”第4行“缩进”（I4）：“１”里有全角字符，按“1”读入。"),
        ("变动审核", "H2", "０１，02", "“０１，02”里有全角字符，按“01、02”读入。"),
    ],
)
def test_what_cannot_be_misread_is_taken_with_a_warning(filling, sheet, cell, value, said):
    reading = filling.put(sheet, cell, value).read()

    assert any(said in warning for warning in reading.warnings)
    assert read_forms(reading.texts) == read_forms({"forms/F1.toml": FORM})


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("审核关系", "D2", "a"),
        ("审核关系", "D2", "Ａ强制"),
        ("审核关系", "D2", "强制"),
        ("报表", "F2", "乡镇"),
        ("主栏", "C3", None),
        ("主栏", "A3", None),
        ("变动审核", "F2", "2.50"),
        ("变动审核", "G2", "20"),
        ("变动审核", "H2", "01,02"),
        ("变动审核", "H2", "01 02"),
        ("主栏", "F5", "％"),
        ("报表", "B2", "1"),
    ],
)
def test_what_means_the_same_is_taken_without_a_word(filling, sheet, cell, value):
    reading = filling.put(sheet, cell, value).read()

    assert reading.warnings == ()
    assert read_forms(reading.texts) == read_forms({"forms/F1.toml": FORM})


def test_the_only_table_need_not_be_listed(filling):
    filling["分表"].delete_rows(2)

    assert read_forms(filling.read().texts) == read_forms({"forms/F1.toml": FORM})


def test_a_formula_with_its_stored_result_is_taken_with_a_warning(filling, monkeypatch):
    def with_formula(data):
        sheets = read_here(data)
        page = next(sheet for sheet in sheets if sheet.title == "报表")
        page.rows[2][3] = page.rows[2][3]._replace(formula=True)
        return sheets

    monkeypatch.setattr(definition_workbook, "read_sheets", with_formula)

    reading = filling.read()

    assert reading.warnings == ("“报表”第2行“表名”（C2）：是公式，按算出的结果“甲表”读入。",)


def test_sheets_and_columns_may_come_in_any_order_with_titles_above(filling):
    page = filling["主栏"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    page.delete_rows(1, page.max_row)
    page["A1"] = "二〇二五年"
    page.merge_cells("A1:F1")
    for row in rows:
        page.append(row[::-1])
    filling.book.move_sheet("主栏", -4)

    reading = filling.read()

    assert reading.warnings == ()
    assert read_forms(reading.texts) == read_forms({"forms/F1.toml": FORM})


@pytest.mark.parametrize("heading", ["行 代\n码", "行代码*", " 行代码＊"])
def test_a_heading_is_known_in_other_clothes(filling, heading):
    assert filling.put("主栏", "D1", heading).read().warnings == ()


def test_empty_rows_are_passed_over(filling):
    filling["主栏"].insert_rows(3, 2)
    filling["主栏"]["B4"] = "  "

    assert read_forms(filling.read().texts) == read_forms({"forms/F1.toml": FORM})


def test_a_misspelt_heading_is_told_with_the_right_one(filling):
    problems = filling.put("主栏", "G1", "数据项代号").problems()

    assert problems[0].startswith(
        "“主栏”第1行“数据项代号”（G1）：不认识标题“数据项代号”。是不是“数据项代码”？"
    )


def test_a_column_of_ones_own_is_told_and_left(filling):
    reading = filling.put("主栏", "S1", "经办人意见栏").put("主栏", "S3", "同意").read()

    assert reading.warnings == (
        "“主栏”第1行“经办人意见栏”（S1）：不认识标题“经办人意见栏”，这一列没有读。",
    )


def test_a_required_heading_that_is_missing_is_told_and_nothing_that_follows_from_it(filling):
    filling["主栏"].delete_cols(5)

    (problem,) = filling.problems()

    assert problem.startswith("“主栏”第1行：标题行里没有“指标名称”这一列")


def test_a_heading_that_stands_twice_is_told(filling):
    (problem,) = filling.put("主栏", "S1", "行代码").problems()

    assert problem == "“主栏”第1行“行代码”（S1）：标题“行代码”重复，另一列是D列。请只留一列。"


def test_content_without_a_heading_is_told(filling):
    (problem,) = filling.put("主栏", "S4", "注意").problems()

    assert problem == "“主栏”S列：第4行有内容，但这一列没有标题。请补上标题或删掉整列。"


def test_a_second_row_of_headings_is_told(filling):
    page = filling["主栏"]
    page.append([cell.value for cell in page[1]])

    (problem,) = filling.problems()

    assert problem.startswith("“主栏”第6行：又是一行标题。")


def test_a_sheet_without_headings_is_told(filling):
    filling["主栏"].delete_rows(1)

    (problem,) = filling.problems()

    assert problem == "“主栏”：找不到标题行。标题应为：指标名称。"


def test_merged_cells_are_told_with_their_place(filling):
    filling["主栏"].merge_cells("A3:A5")

    assert filling.problems()[0] == "“主栏”A3:A5：单元格合并了。请取消合并，每一格都填上。"


def test_a_doubled_row_is_told(filling):
    page = filling["主栏"]
    page.append([cell.value for cell in page[4]])

    assert filling.problems() == ["“主栏”第6行：与第4行完全相同。请删掉其中一行。"]


def test_two_headings_of_a_form_may_be_alike(filling):
    page = filling["主栏"]
    page.append([cell.value for cell in page[2]])

    (text,) = filling.read().texts.values()
    assert text.count("一、人口") == 2


def test_what_is_hidden_is_read_and_told(filling):
    filling["主栏"].row_dimensions[3].hidden = True
    filling["主栏"].row_dimensions[4].hidden = True
    filling["主栏"].column_dimensions["F"].hidden = True
    filling["审核关系"].sheet_state = "hidden"

    reading = filling.read()

    assert read_forms(reading.texts) == read_forms({"forms/F1.toml": FORM})
    assert reading.warnings == (
        "“主栏”：第3—4行是隐藏的，也读了。",
        "“主栏”：F列是隐藏的，也读了。",
        "“审核关系”：工作表是隐藏的，也读了。",
    )


@pytest.mark.parametrize("title", ["主栏 (2)", "我的表"])
def test_a_renamed_sheet_is_told_by_its_headings(filling, title):
    filling["主栏"].title = title

    (problem,) = filling.problems()

    assert problem.startswith(f"“{title}”：不认识这张工作表，像是“主栏”。")


def test_a_copy_beside_the_sheet_and_a_foreign_one_are_left_with_a_warning(filling):
    filling.book.copy_worksheet(filling["主栏"]).title = "主栏 (2)"
    filling.book.create_sheet("草稿")["A1"] = "想法"
    filling.book.create_sheet("Sheet3")

    assert filling.read().warnings == (
        "“主栏 (2)”：另有一张“主栏”，这一张没有读。",
        "“草稿”：不认识这张工作表，没有读。",
    )


def test_rows_without_a_form_to_belong_to_are_told_at_the_sheet_of_forms(filling):
    filling["报表"].delete_rows(2)

    (problem,) = filling.problems()

    assert problem.startswith("“报表”：里面没有一行")


def test_of_two_forms_each_row_says_whose_it_is(filling):
    filling["报表"].append(["F2", 1, "乙表", None, None, "部门", "health", "日历年"])
    filling.put("主栏", "A3", None)

    problems = filling.problems()

    assert problems[0] == "“主栏”第3行“表号”（A3）：没有写属于哪一个。可以写：F1、F2。"


def test_two_forms_with_names_that_windows_takes_for_one_are_told(filling):
    filling["报表"].append(["f1", 1, "乙表", None, None, "部门", "health", "日历年"])

    assert "“报表”第3行“表号”（A3）：“f1”与第2行重复。" in filling.problems()


def test_examples_left_in_place_are_passed_over_with_a_warning(filling):
    filling["主栏"].append(["示例", None, "1", "09", "举例", "人", "x9"])

    reading = filling.read()

    assert reading.warnings == ("“主栏”：第6行是示例，没有读。",)
    assert read_forms(reading.texts) == read_forms({"forms/F1.toml": FORM})


def test_what_another_form_asks_already_is_told_here_and_not_there(filling):
    other = FORM.replace('"F1', '"A0')

    problems = filling.problems({"forms/A0.toml": other, "forms/Z9.toml": other})
    mine = [problem for problem in problems if problem.startswith("“主栏”")]

    assert "“主栏”第3行“数据项代码”（G3）：数据项代码“people”重复，另一处在A0。" in mine


ANYTHING = (
    st.none()
    | st.text(st.characters(min_codepoint=32, max_codepoint=0x9FFF), max_size=6)
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.sampled_from(["示例", "F1", "01", "=1", "#N/A", "行代码", "\n", "1、、2", "a" * 300])
)


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(["报表", "分表", "宾栏", "主栏", "审核关系", "填报说明"]),
            st.integers(1, 7),
            st.integers(1, 13),
        ),
        ANYTHING,
        max_size=12,
    )
)
def test_whatever_is_typed_ends_in_definitions_or_in_sentences(cells):
    filling = Filling()
    for (title, row, column), content in cells.items():
        filling[title].cell(row, column).value = content

    reading, problems = None, []
    try:
        reading = filling.read()
    except DefinitionError as refused:
        problems = refused.problems

    assert reading is None or read_forms(reading.texts)
    assert all(problem.startswith("“") for problem in problems)


# --- plans, indicators, places ------------------------------------------------------------

PLAN = "plans/wushan-women-2021.toml"


def test_targets_are_told_in_the_words_of_the_workbook():
    book = opened(to_workbook({PLAN: SHIPPED[PLAN]}))
    page = book["目标值"]
    column = {cell.value.rstrip("＊"): cell.column_letter for cell in page[1]}
    kinds = {page[f"{column['类型']}{row}"].value: row for row in range(page.max_row, 1, -1)}
    row = kinds["方向"]
    page[f"{column['方向']}{row}"] = None
    page[f"{column['目标值']}{row}"] = 95
    page[f"{column['指标代码']}{kinds['界限']}"] = "no_such"
    file = io.BytesIO()
    book.save(file)

    with pytest.raises(DefinitionError) as refused:
        from_workbook(file.getvalue(), SHIPPED)

    told = refused.value.problems
    letters = column["方向"], column["目标值"], column["指标代码"]
    assert f"“目标值”第{row}行“方向”（{letters[0]}{row}）：“方向”类目标要写“方向”。" in told
    assert f"“目标值”第{row}行“目标值”（{letters[1]}{row}）：“方向”类目标不写“目标值”。" in told
    bound = kinds["界限"]
    assert any(
        problem.startswith(f"“目标值”第{bound}行“指标代码”（{letters[2]}{bound}）：指标“no_such”")
        for problem in told
    )
    assert len(told) == 3


def test_a_place_that_names_what_is_not_there_is_told_with_its_cell():
    path = "places/wushan.toml"
    text = SHIPPED[path].replace('"FE-XZ01"', '"FE-XZ09"')

    with pytest.raises(DefinitionError) as refused:
        from_workbook(to_workbook({path: text}), SHIPPED)

    (problem,) = refused.value.problems
    assert problem.startswith("“地方”第2行“用的报表”（D2）：报表“FE-XZ09”没有定义。")


def test_a_unit_that_stands_twice_is_told_with_its_cell():
    book = opened(to_workbook({"units.toml": UNITS}))
    book["单位"]["B3"] = book["单位"]["B2"].value
    file = io.BytesIO()
    book.save(file)

    with pytest.raises(DefinitionError) as refused:
        from_workbook(file.getvalue())

    (problem,) = refused.value.problems
    assert problem.startswith("“单位”第3行“单位代码”（B3）：填报单位代码“990100101”重复")


def test_indicators_say_their_file_once():
    path = "indicators/health.toml"
    book = opened(to_workbook({path: SHIPPED[path]}))
    for row in range(3, book["指标"].max_row + 1):
        book["指标"][f"A{row}"] = None
    file = io.BytesIO()
    book.save(file)

    reading = from_workbook(file.getvalue(), SHIPPED)

    assert read_catalogue(SHIPPED | reading.texts) == read_catalogue(SHIPPED)


def test_a_name_that_another_file_has_is_told_here_and_not_there():
    mine = SHIPPED["indicators/water.toml"]
    name = tomllib.loads(SHIPPED["indicators/womens_federation.toml"])["indicator"][0]["name"]
    content = tomllib.loads(mine)
    content["indicator"][0]["name"] = name

    with pytest.raises(DefinitionError) as refused:
        from_workbook(to_workbook({"indicators/water.toml": to_toml(content)}), SHIPPED)

    (problem,) = refused.value.problems
    assert problem.startswith(f"“指标”第2行“指标名称”（C2）：名称“{name}”已经是指标")


# --- relations pasted into one cell ----------------------------------------------------------


def columns_of(sheet):
    return {str(cell.value or "").strip("＊* "): cell.column_letter for cell in sheet[1]}


def pasted(filling, text, **more):
    """A row without a code below the rules, with a whole list in its cell."""
    sheet = filling["审核关系"]
    at, line = columns_of(sheet), sheet.max_row + 1
    for heading in ("表号", "类别"):
        sheet[f"{at[heading]}{line}"] = sheet[f"{at[heading]}2"].value
    sheet[f"{at['关系式']}{line}"] = text
    for heading, value in more.items():
        sheet[f"{at[heading]}{line}"] = value
    return f"“审核关系”第{line}行"


def rules_in(reading):
    [form] = read_forms({path: text for path, text in reading.texts.items() if "forms/" in path})
    return {rule.code: rule.text for rule in form.rules}


def test_a_pasted_list_becomes_rules_with_codes_that_were_free(filling):
    known = rules_in(filling.read())
    place = pasted(filling, "01≥02；以下情况为不合格：01＜02，01≤0")

    reading = filling.read()

    new = {code: text for code, text in rules_in(reading).items() if code not in known}
    assert list(new.values()) == ["01 ≥ 02", "01 ≥ 02", "01 > 0"]
    assert len(set(new)) == 3
    assert all(re.fullmatch(r"F1\.R\d\d", code) for code in new)
    assert any(place in warning and "3条" in warning for warning in reading.warnings)


def test_a_mistake_in_a_pasted_list_is_told_at_its_cell_with_its_place_in_the_list(filling):
    place = pasted(filling, "01≥02；01≥02+99；01≥0，，02≥0")

    problems = filling.problems()

    assert all(problem.startswith(place) and "“关系式”" in problem for problem in problems)
    assert any("99" in problem for problem in problems)
    assert len(problems) == 2


def test_codes_once_given_stay_when_the_workbook_goes_out_again(filling):
    pasted(filling, "01≥02；02≥0")
    texts = filling.read().texts

    again = from_workbook(to_workbook(texts)).texts

    assert rules_in(from_workbook(to_workbook(texts))) == rules_in(filling.read())
    assert again == texts
