"""The page on making a new form, followed to the letter: what its tables say is typed into the
exported workbook as a person would, and its commands are given one after the other."""

import re
import shutil
import tomllib
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from fuer_desktop.services import catalogues

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "resources" / "help" / "new-form.md").read_text("utf-8")
SECTION = re.compile(r"^### \d+\. “(.+?)”.*?$(.*?)(?=^##)", re.MULTILINE | re.DOTALL)
WELL = 1
"""Done, and the examples that were passed over are told."""


def commands(page):
    return [
        line.split()[1:]
        for block in re.findall(r"```\n(.*?)```", page, re.DOTALL)
        for line in block.splitlines()
    ]


def tables(page):
    """Headings and rows of the table of each sheet that has one on the page."""
    found = {}
    for title, text in SECTION.findall(page):
        lines = [line for line in text.splitlines() if line.startswith("|")]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        if rows:
            found[title] = (rows[0], rows[2:])
    return found


def typed(page, row, column, text):
    """Type into a cell as into a spreadsheet: only a cell of text keeps what looks otherwise."""
    cell = page.cell(row, column)
    letters = get_column_letter(column)
    if page.column_dimensions[letters].number_format != "@" and re.fullmatch(r"[0-9.]+", text):
        cell.value = float(text) if "." in text else int(text)
    else:
        cell.value = text


def fill(path, *, from_row, clear_example):
    book = openpyxl.load_workbook(path)
    for title, (headings, rows) in tables(PAGE).items():
        sheet = book[title]
        columns = {cell.value.rstrip("＊"): cell.column for cell in sheet[1]}
        for number, row in enumerate(rows, start=from_row):
            for heading, text in zip(headings, row, strict=True):
                if text:
                    typed(sheet, number, columns[heading], text)
    if clear_example:
        for sheet in book.worksheets[1:]:
            sheet.delete_rows(2)
    book.save(path)


@pytest.fixture
def disk(tmp_path):
    """Drive D with the copy of the catalogue."""
    for part in ("forms", "indicators", "plans", "places"):
        shutil.copytree(ROOT / "forms" / part, tmp_path / "本县定义" / part)
    return tmp_path


@pytest.fixture
def follow(run, disk):
    def give(command):
        return run(*(str(disk / word[3:]) if word.startswith("D:\\") else word for word in command))

    return give


def test_the_page_has_twenty_rows_and_ten_relations():
    found = tables(PAGE)

    assert [row[0] for row in found["主栏"][1] if row[0]] == [f"{n:02}" for n in range(1, 21)]
    assert len(found["审核关系"][1]) == 10


def test_the_page_leads_to_a_form_in_use(follow, disk):
    empty, take, place_out, place_in, check, change = commands(PAGE)

    code, _, said = follow(empty)
    assert code == 0
    assert f"空的工作簿已写到 {disk / '新表.xlsx'}" in said
    fill(disk / "新表.xlsx", from_row=3, clear_example=False)
    code, _, said = follow(take)
    assert code == WELL
    assert "没有错误。已写进" in said
    assert "第2行是示例，没有读" in said

    assert follow(place_out)[0] == 0
    book = openpyxl.load_workbook(disk / "地方.xlsx")
    headings = {cell.value.rstrip("＊"): cell.column for cell in book["地方"][1]}
    book["地方"].cell(2, headings["用的报表"]).value += "、FE-XZ02"
    book.save(disk / "地方.xlsx")
    assert follow(place_in)[0] == 0
    code, _, said = follow(check)
    assert code == 0
    assert "定义文件没有问题" in said

    catalogue, places = catalogues.checked(disk / "本县定义")
    place = next(place for place in places if place.code == "wushan")
    assert place.forms[-1] == "FE-XZ02"
    form = catalogue.form_by_code["FE-XZ02"]
    assert [row.code for row in form.tables[0].rows if row.code][::19] == ["01", "20"]
    assert len(form.rules) == 10
    assert follow(change)[0] == 0
    assert (disk / "改表.xlsx").exists()


def test_nothing_of_a_workbook_with_mistakes_is_stored(follow, disk):
    empty, take, *_ = commands(PAGE)
    follow(empty)
    fill(disk / "新表.xlsx", from_row=3, clear_example=False)
    book = openpyxl.load_workbook(disk / "新表.xlsx")
    book["主栏"]["D4"] = 1
    book["审核关系"]["F3"] = "01 = 02 加 03"
    book.save(disk / "新表.xlsx")

    code, _, said = follow(take)

    assert code == 3
    assert [line.partition("：")[0] for line in said.splitlines()] == [
        "“主栏”第4行“行代码”（D4）",
        "“审核关系”第3行“关系式”（F3）",
    ]
    assert not (disk / "本县定义" / "forms" / "FE-XZ02.toml").exists()


def test_a_form_that_is_there_is_replaced_only_on_demand(follow, disk):
    empty, take, *_ = commands(PAGE)
    follow(empty)
    fill(disk / "新表.xlsx", from_row=3, clear_example=True)
    follow(take)
    path = disk / "本县定义" / "forms" / "FE-XZ02.toml"
    book = openpyxl.load_workbook(disk / "新表.xlsx")
    book["报表"]["C2"] = "另一个名字"
    book.save(disk / "新表.xlsx")

    code, _, said = follow(take)
    assert (code, "已经有：forms/FE-XZ02.toml" in said) == (3, True)
    assert tomllib.loads(path.read_text("utf-8"))["form"]["title"] == "妇女儿童服务阵地情况表"
    assert follow([*take, "--replace"])[0] == 0
    assert tomllib.loads(path.read_text("utf-8"))["form"]["title"] == "另一个名字"


def test_a_definition_that_is_not_there_is_told_with_the_nearest(run, tmp_path):
    code, _, said = run("export-definition", "FE-XZ1", "无此", "--out", tmp_path / "x.xlsx")

    assert code == 3
    assert said.splitlines()[0].startswith("没有“FE-XZ1”。是不是“FE-XZ01”？")
    assert said.splitlines()[1].startswith("没有“无此”。")
    assert list(tmp_path.iterdir()) == []


def test_a_list_of_units_goes_out_and_comes_back(run, tmp_path):
    units = ROOT / "resources" / "practice" / "wushan" / "units.toml"
    assert run("export-definition", units, "--out", tmp_path / "单位.xlsx")[0] == 0

    code, _, said = run("import-definition", tmp_path / "单位.xlsx", "--to", tmp_path / "定义")

    assert code == 0
    assert "units/990100.toml" in said


def test_a_file_that_is_no_workbook_is_a_sentence(run, tmp_path):
    (tmp_path / "表.xlsx").write_text("代码,名称", encoding="utf-8")

    code, _, said = run("import-definition", tmp_path / "表.xlsx", "--to", tmp_path / "定义")

    assert code == 3
    assert "不是 Excel 工作簿" in said
    assert not (tmp_path / "定义").exists()
