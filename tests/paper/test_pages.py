"""Pages of official forms, told by their layout: what is measured there is what is drawn."""

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPageSize, QPdfWriter

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.forms import Approval, Column, Content, Row, with_derived
from fuer_desktop.domain.paper_sizes import PaperSize
from fuer_desktop.domain.periods import PeriodKind
from fuer_desktop.domain.telling import told_in
from fuer_desktop.domain.values import CellKey, DataValue, Kind, number
from fuer_desktop.paper import drawing, face
from fuer_desktop.paper.layout import lay_out
from fuer_desktop.paper.pieces import Box
from fuer_desktop.paper.sheet import Align, Occasion, sheet_of
from fuer_desktop.services import catalogues, paths
from tests.domain.builders import form, formula, table

SHIPPED = catalogues.newest(catalogues.shipped_texts(paths.forms())).forms
BIGGEST = Decimal("987654321")


@pytest.fixture(autouse=True)
def shipped_font(qapp):
    return face.ready(paths.font())


def printed(made, occasion=None, values=None, told=None):
    sheet = sheet_of(made, occasion or Occasion(), values, told)
    return sheet, lay_out(sheet)


def words(laid):
    return [line.text for page in laid.pages for line in page.types]


def full(made):
    """Nine digits in every cell, a long text where one is asked."""
    values = {}
    for key, decimals in made.typed_cells.items():
        is_text = key in made.text_cells
        figure = number(BIGGEST + (Decimal(1).scaleb(-decimals) if decimals else 0))
        values[key] = DataValue(Kind.TEXT, note="进展顺利。" * 40) if is_text else figure
    return with_derived(made, values)


def assert_all_is_in_place(laid):
    inside = Box(20, 20, laid.paper.width - 40, laid.paper.height - 40)
    for page in laid.pages:
        for line in page.types:
            assert inside.holds(line.box), line
            assert line.cell is None or line.cell.holds(line.box), line
            assert line.box.width == pytest.approx(face.width(line.text, line.points))
        free = [line for line in page.types if line.cell is None]
        cells = [line.cell for line in page.types if line.cell]
        for line in free:
            assert not any(overlap(line.box, cell) for cell in cells), line
        for place, line in enumerate(free):
            assert not any(overlap(line.box, other.box) for other in free[place + 1 :]), line


def overlap(one, other):
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > 0.01 and down > 0.01


def rows_of(laid):
    return [row for page in laid.pages for row in page.rows]


@pytest.mark.parametrize("made", SHIPPED, ids=lambda made: made.code)
@pytest.mark.parametrize("is_full", [False, True], ids=["blank", "full"])
def test_a_shipped_form_is_whole_on_its_pages(made, is_full):
    occasion = Occasion("演练县人力资源和社会保障局（演练）", 2025, practice=True)
    _, laid = printed(made, occasion, full(made) if is_full else None)

    assert_all_is_in_place(laid)
    expected = [(t.code, place) for t in made.tables for place in range(len(t.rows))]
    assert rows_of(laid) == expected
    for page in laid.pages:
        assert {table for table, _ in page.rows} == set(page.heads)
        assert len(page.heads) == len(set(page.heads))
        assert any(line.text == "演练" for line in page.types)


@pytest.mark.parametrize("made", SHIPPED, ids=lambda made: made.code)
def test_no_heading_stands_alone_at_the_end_of_a_page(made):
    _, laid = printed(made)

    for page in laid.pages:
        for code, place in page.rows[-1:]:
            assert made.table_by_code[code].rows[place].code


def test_the_head_says_what_makes_the_form_official_and_what_is_pending():
    _, laid = printed(form(title="人口表", authority="妇儿工委"), Occasion("甲镇", 2025))

    found = words(laid)
    expected = (
        "表　　号：FE-CS01", "制定机关：妇儿工委", "批准机关：待批准", "批准文号：待批准",
        "有效期至：待批准", "计量单位：人", "填报单位（盖章）：甲镇", "报告期：2025年",
    )  # fmt: skip
    assert set(expected) <= set(found)
    assert "人　口　表" in found
    assert "统一社会信用代码：" + "□" * 18 in found

    approved = form(approval=Approval("国家统计局", "国统制〔2025〕1号", "2027年1月"))
    found = words(printed(approved)[1])
    assert {"批准机关：国家统计局", "批准文号：国统制〔2025〕1号", "有效期至：2027年1月"} <= set(
        found
    )


def test_one_unit_for_all_stands_in_the_head_and_no_column_repeats_it():
    one, _ = printed(form())
    mixed, _ = printed(form(table((*table().rows, Row("村", "04", unit="个")))))

    assert [head.title for head in one.tables[0].heads] == ["指标名称", "代码", "合计"]
    assert [head.number for head in mixed.tables[0].heads] == ["甲", "乙", "丙", "1"]


def test_a_table_with_another_period_says_its_own():
    other = replace(table(code="2"), title="学校", period=PeriodKind.SCHOOL_YEAR)
    same = replace(table(code="3"), title="村", period=PeriodKind.CALENDAR)
    sheet, laid = printed(form(table(), other, same), Occasion(year=2025))

    assert [part.period for part in sheet.tables] == ["", "报告期：2025—2026学年", ""]
    assert "报告期：2025—2026学年" in words(laid)
    assert "（2）学校" in words(laid)


def test_headings_and_cells_that_are_not_filled_hold_dashes_and_derived_ones_are_shaded():
    rows = (
        Row("一、人口"),
        Row("总数", "01", unit="人"),
        Row("比例", "02", unit="%", computed=formula("01 / 01 * 100", "01")),
    )
    columns = (Column("1", "合计"), Column("2", "女", rows=frozenset({"01"})))
    sheet, laid = printed(form(table(rows, columns)))

    heading, total, share = sheet.tables[0].lines
    assert [cell.text for cell in heading.cells] == ["一、人口", "—", "—", "—", "—"]
    assert [cell.shaded for cell in total.cells[3:]] == [False, False]
    assert [(cell.text, cell.shaded) for cell in share.cells[3:]] == [("", True), ("—", False)]
    assert len(laid.pages[0].shades) == 1


def test_among_them_stands_before_the_first_of_several_parts_and_never_without_its_whole():
    rows = (
        Row("一、学校"),
        Row("学校", "01", unit="所", level=1),
        Row("小学", "02", unit="所", level=1, part_of="01"),
        Row("中学", "03", unit="所", level=1, part_of="01"),
        Row("初中", "04", unit="所", level=2),
        Row("中学比例", "05", unit="%", level=1, computed=formula("03 / 01", "01", "03")),
        Row("寄宿学校", "06", unit="所", level=1, part_of="01"),
        Row("二、体育"),
        Row("有操场的学校", "07", unit="所", level=1, part_of="01"),
    )
    sheet, _ = printed(form(table(rows)))

    names = [(line.cells[0].text, line.cells[0].indent) for line in sheet.tables[0].lines]
    assert names == [
        ("一、学校", 0), ("学校", 1), ("其中：小学", 2), ("中学", 5), ("初中", 6), ("中学比例", 1),
        ("其中：寄宿学校", 2), ("二、体育", 0), ("有操场的学校", 1),
    ]  # fmt: skip


def test_figures_stand_at_the_right_with_the_decimals_of_their_cell():
    rows = (Row("费用", "01", unit="万元", decimals=2), Row("无", "02", unit="万元"))
    values = {
        CellKey("1", "01", "1"): number("12345.6"),
        CellKey("1", "02", "1"): DataValue(Kind.NO_DATA, reason="没有开展这项统计"),
    }
    sheet, _ = printed(form(table(rows)), values=values)

    first, second = (line.cells[-1] for line in sheet.tables[0].lines)
    assert (first.text, first.align) == ("12\u202f345.60", Align.RIGHT)
    assert (second.text, second.align) == ("无数据", Align.CENTRE)


@pytest.mark.parametrize(
    ("columns", "paper"),
    [(5, PaperSize.A4), (9, PaperSize.A4_ACROSS), (15, PaperSize.A3_ACROSS)],
    ids=["A4", "across", "A3"],
)
def test_the_paper_is_as_large_as_the_tables_need(columns, paper):
    wide = [Column(str(n), f"栏目{n}") for n in range(1, columns + 1)]
    rows = [
        Row(f"第{n}项很长很长的指标名称和它的补充说明", f"{n:03}", unit="人") for n in range(1, 80)
    ]
    _, laid = printed(form(table(rows, wide)))

    assert laid.size == laid.drawn == paper
    assert len(laid.pages) > 1
    assert_all_is_in_place(laid)
    assert Counter(rows_of(laid)) == Counter(("1", place) for place in range(79))
    assert "（续表一）" in words(laid)


def test_a_table_too_wide_for_every_paper_is_told():
    wide = [Column(str(n), f"栏目{n}") for n in range(1, 31)]

    with pytest.raises(DefinitionError, match="在A3纸上也放不下"):
        printed(form(table(columns=wide)))


def test_texts_are_wrapped_in_their_column_and_never_cut():
    rows = (Row("主要做法", "01"), Row("存在问题", "02"))
    columns = (Column("1", "本年进展", content=Content.TEXT), Column("2", "件数"))
    made = form(table(rows, columns))
    text = "建成" + "妇女之家和儿童之家，" * 30 + "完。"
    values = {CellKey("1", "01", "1"): DataValue(Kind.TEXT, note=text)}

    _, laid = printed(made, values=values)

    assert_all_is_in_place(laid)
    cells = Counter(line.cell for page in laid.pages for line in page.types if line.cell)
    tallest = max(cells, key=cells.__getitem__)
    lines = [line.text for line in laid.pages[0].types if line.cell == tallest]
    assert "".join(lines) == text
    assert not any(line[0] in "，。" for line in lines)


def test_a_text_longer_than_a_page_goes_on_on_the_next():
    columns = (Column("1", "本年进展", content=Content.TEXT), Column("2", "件数"))
    made = form(table((Row("主要做法", "01"), Row("存在问题", "02")), columns))
    text = "建成妇女之家和儿童之家。" * 330
    values = {CellKey("1", "01", "1"): DataValue(Kind.TEXT, note=text)}

    _, laid = printed(made, values=values)

    assert_all_is_in_place(laid)
    assert len(laid.pages) > 1
    assert laid.pages[0].rows == [("1", 0)]
    assert rows_of(laid) == [("1", 0), ("1", 1)]
    assert text in "".join(line for line in words(laid) if set(line) <= set(text))


def test_figures_told_in_another_unit_name_it_and_note_sums_that_gave_way():
    made = form()
    values = {CellKey("1", row, "1"): number(23_456) for row in ("01", "02", "03")}
    told = told_in(made, values, "万人")

    sheet, laid = printed(made, values=with_derived(made, values), told=told)
    gave_way = sheet_of(made, Occasion(), values, replace(told, is_whole=False))

    assert "计量单位：万人" in words(laid)
    assert [line.cells[-1].text for line in sheet.tables[0].lines] == ["—", "2.35", "2.35", "2.35"]
    assert gave_way.remarks[-1] == "部分数据因四舍五入，分项之和与合计不等。"


def test_signatures_stand_on_the_last_page_and_every_page_says_what_it_is_a_page_of():
    rows = [Row(f"第{n}项", f"{n:02}", unit="人") for n in range(1, 80)]
    occasion = Occasion("甲镇", 2025, state="草稿，尚未上报", printed="2026-03-21 10:42")
    _, laid = printed(form(table(rows), notes=("本表由甲部门填报。",), version=3), occasion)

    assert len(laid.pages) == 2
    for place, page in enumerate(laid.pages, start=1):
        found = [line.text for line in page.types]
        assert f"第{place}页　共2页" in found
        assert "FE-CS01 第3版表样　甲镇　2025年" in found
        assert "草稿，尚未上报　打印时间 2026-03-21 10:42" in found
        assert ("单位负责人：" in found) is (place == 2)


def test_each_page_has_the_check_text_of_the_rows_that_stand_on_it():
    columns = (Column("1", "本年进展", content=Content.TEXT), Column("2", "件数"))
    made = form(table((Row("主要做法", "01"), Row("存在问题", "02")), columns))
    values = {CellKey("1", "01", "1"): DataValue(Kind.TEXT, note="建成妇女之家。" * 500)}
    asked = []

    def check(number, rows):
        asked.append((number, [place.row for place in rows]))
        return f"0000-0000-{number:04}"

    laid = lay_out(sheet_of(made, Occasion(), values), check=check)

    assert asked == [(1, ["01"]), (2, ["01"]), (3, ["01", "02"])]  # the first row goes on
    for place, page in enumerate(laid.pages, start=1):
        assert f"核对码 0000-0000-{place:04}" in [line.text for line in page.types]
    assert_all_is_in_place(laid)


@pytest.mark.parametrize("name", ["张三", "欧阳某某某", "买买提·阿不都热合曼·卡德尔", "甲" * 40])
def test_signatories_have_room_for_their_names_and_to_sign_behind_them(name):
    roles = ("head", "statistics_head", "filler")
    signed = dict.fromkeys(roles, name) | {"date": "2026年12月31日"}
    _, laid = printed(form(), Occasion("甲镇", 2025, signed=signed))

    assert_all_is_in_place(laid)
    found = words(laid)
    assert {f"单位负责人：{name}", f"统计负责人：{name}", f"填表人：{name}"} <= set(found)
    assert "报出日期：2026年12月31日" in found
    last = laid.pages[-1].types
    for line in last:
        if line.text.startswith(("单位负责人", "统计负责人")):
            beside = [o for o in last if o.box.y == line.box.y and o.box.x > line.box.x]
            assert all(other.box.x - line.box.right >= 24 - 0.01 for other in beside)


def test_drafts_and_practice_are_stamped_on_every_page():
    rows = [Row(f"第{n}项", f"{n:02}", unit="人") for n in range(1, 80)]
    occasion = Occasion("甲镇", 2025, practice=True, draft=True, state="草稿，尚未上报")
    _, laid = printed(form(table(rows), title="一张名称很长很长很长很长很长很长的表"), occasion)

    assert_all_is_in_place(laid)
    for page in laid.pages:
        assert {"演练", "草稿"} <= {line.text for line in page.types}
    assert not {"演练", "草稿"} & set(words(printed(form(table(rows)))[1]))


def test_a_long_unit_name_makes_the_foot_smaller_and_is_never_cut():
    unit = "演练县人力资源和社会保障局、" + "退役军人事务局、医保局、" * 3 + "（演练）"
    _, laid = printed(form(), Occasion(unit, 2025))

    assert_all_is_in_place(laid)
    [line] = [line for line in laid.pages[0].types if line.text.endswith(f"{unit}　2025年")]
    assert line.points < 8


def test_pages_after_the_first_repeat_the_heads_and_count_the_rest_of_the_table():
    rows = [Row(f"第{n}项", f"{n:03}", unit="人") for n in range(1, 180)]
    _, laid = printed(form(table(rows)))

    captions = [
        [line.text for line in page.types if line.text.startswith("（续表")] for page in laid.pages
    ]
    assert captions == [[], ["（续表一）"], ["（续表二）"], ["（续表三）"], ["（续表四）"]]
    for page in laid.pages:
        assert [line.text for line in page.types].count("指标名称") == 1


@pytest.mark.parametrize(
    ("code", "size"),
    [*(("FE-WJ02", size) for size in PaperSize), ("FE-LS01", PaperSize.A4_ACROSS)],
)
def test_a_form_is_whole_on_the_paper_that_was_chosen(code, size):
    [made] = [made for made in SHIPPED if made.code == code]

    laid = lay_out(sheet_of(made, Occasion("甲镇", 2025), full(made)), size)

    assert laid.size is size
    assert_all_is_in_place(laid)
    assert rows_of(laid) == [(t.code, n) for t in made.tables for n in range(len(t.rows))]
    assert laid.scale == pytest.approx(1 if laid.drawn is size else 0.707, abs=0.001)


def test_what_does_not_fit_the_paper_that_was_chosen_is_printed_smaller_or_told():
    [account] = [made for made in SHIPPED if made.code == "FE-LS01"]
    wide = [Column(str(n), f"栏目{n}") for n in range(1, 16)]

    smaller = lay_out(sheet_of(account, Occasion()), PaperSize.A4_ACROSS)

    assert (smaller.drawn, smaller.size) == (PaperSize.A3_ACROSS, PaperSize.A4_ACROSS)
    with pytest.raises(DefinitionError, match="最宽的表在A4竖上放不下，缩小也不行"):
        lay_out(sheet_of(form(table(columns=wide)), Occasion()), PaperSize.A4)


def test_a_document_has_all_pages_of_all_forms_each_on_its_own_paper():
    [account] = [made for made in SHIPPED if made.code == "FE-LS01"]
    rows = [Row(f"第{n}项", f"{n:02}", unit="人") for n in range(1, 80)]
    forms = [lay_out(sheet_of(made, Occasion())) for made in (account, form(table(rows)))]
    forms.append(lay_out(sheet_of(account, Occasion()), PaperSize.A4_ACROSS))

    document = drawing.pdf(forms, "报表")

    assert b"/FontFile" in document

    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", document)
    assert [tuple(round(float(side)) for side in box) for box in boxes] == [
        (1191, 842), (595, 842), (595, 842), (842, 595),
    ]  # fmt: skip


def test_pages_become_a_pdf_and_pictures():
    made = form()
    _, laid = printed(made)

    document = drawing.pdf([laid], made.title)
    [picture] = drawing.pictures(laid)

    assert document.startswith(b"%PDF-")
    assert document.count(b"/Type /Page\n") == 1
    assert picture.startswith(b"\x89PNG")


class OnlyA4(QPdfWriter):
    """A printer that knows no other paper."""

    def setPageLayout(self, _):  # noqa: N802 - Qt's name
        return False


def test_a_printer_without_such_paper_still_gets_the_whole_page(monkeypatch):
    [account] = [made for made in SHIPPED if made.code == "FE-LS01"]
    laid = lay_out(sheet_of(account, Occasion()))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    printer = OnlyA4(buffer)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    drawn = []
    monkeypatch.setattr(drawing, "draw", lambda painter, _: drawn.append(painter.transform()))

    assert drawing.put_on(printer, [laid])

    [scaled] = drawn
    width, height = (side * face.FINE for side in laid.drawn.points)
    given = printer.pageLayout().fullRectPixels(printer.logicalDpiX())
    assert scaled.m11() * width == pytest.approx(given.width(), rel=0.001)
    assert scaled.m22() * height < given.height()
