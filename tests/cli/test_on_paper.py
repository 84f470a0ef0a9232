"""凭盖章件接收 on the command line: workbooks or rows, who, which paper, and its check text."""

import openpyxl
import pytest

from tests.cli.test_workbooks import exported, members, write
from tests.services.trial import EAST, TOWNSHIP, csv_text, row, rows

WHO = ("--head", "张三", "--statistics-head", "李四", "--filler", "王五")
PAPER = ("--by", "赵六", "--seen", "盖章纸件，2026-05-18收到")


@pytest.fixture
def take(run, filled):
    """Take in a paper of the eastern township."""

    def take_in(*more):
        return run(
            "take-in-paper", "--workspace", filled.office, "--unit", EAST, *PAPER, *WHO, *more
        )

    return take_in


@pytest.fixture
def workbook(run, filled, tmp_path):
    """The official workbook, filled."""
    exported(run, filled, tmp_path / "表.xlsx")
    return tmp_path / "表.xlsx"


def board(run, filled):
    return run("board", "--workspace", filled.office)


def test_a_filled_workbook_is_taken_in_and_marked(run, filled, take, workbook, tmp_path):
    code, out, said = take("--workbook", workbook, "--out", tmp_path / "收下")

    assert (code, out) == (0, "")
    assert "东镇 第1版，已收下。凭盖章件：盖章纸件，2026-05-18收到；纸上无核对码；赵六录入" in said
    assert [path.name for path in (tmp_path / "收下").iterdir()] == [
        f"{EAST}_2025_v1_凭盖章件.fuer"
    ]
    _, listed, told = board(run, filled)
    row_of_east = listed.splitlines()[1].split(",")
    assert row_of_east[3:5] == ["已收（1）", "1"]
    assert row_of_east[6].startswith("盖章纸件")
    assert told.splitlines()[-1] == "凭盖章件接收1个单位：东镇。"
    _, values, _ = run("values", "--workspace", filled.office)
    assert values.splitlines()[0].endswith(",note,on_paper")
    assert values.splitlines()[1].endswith(",20,number,,,凭盖章件")


def test_rows_are_taken_in_as_fill_reads_them(run, filled, take, tmp_path):
    path = tmp_path / "纸件.csv"
    path.write_text(csv_text(rows(EAST, 2025)), "utf-8")

    assert take("--rows", path)[0] == 0
    assert filled.counted()[EAST]["01/1"] == "20"


def test_the_same_again_is_told_as_that(take, workbook):
    take("--workbook", workbook)

    code, _, said = take("--workbook", workbook)

    assert code == 0
    assert "与已收的第1版内容相同，没有另收一版" in said


def test_what_stands_in_the_way_is_listed_for_the_unit_and_kept_for_later(
    run, filled, take, tmp_path
):
    path, rest = tmp_path / "纸件.csv", tmp_path / "更正.csv"
    path.write_text(csv_text([*rows(EAST, 2025), row(EAST, 2025, "01/2", "21")]), "utf-8")
    rest.write_text(csv_text([row(EAST, 2025, "01/2", "6")]), "utf-8")

    code, out, said = take("--rows", path)

    assert code == 3
    assert out.startswith("东镇：2025年度盖章件上有")
    assert "没有收下：还有" in said
    assert filled.counted() == {}
    assert take("--rows", rest)[0] == 0
    assert filled.counted()[EAST] == {**filled.counted()[EAST], "01/1": "20", "01/2": "6"}


@pytest.mark.parametrize(
    ("words", "compared"), [("二十一个人左右", "有错"), ("二十个左右", "待定")]
)
def test_a_cell_that_cannot_be_read_is_listed_and_nothing_is_entered(
    filled, take, workbook, words, compared
):
    write(workbook, members(workbook), words)

    code, out, said = take("--workbook", workbook)

    assert code == 1
    assert f",{compared},," in out
    assert "有1格读不进去，没有收下" in said
    assert filled.counted() == {}


def test_what_is_blank_in_the_workbook_is_blank_here(filled, take, workbook):
    take("--workbook", workbook)
    write(workbook, members(workbook), None)

    code, out, _ = take("--workbook", workbook)

    assert code == 3
    assert out.startswith("东镇：2025年度盖章件上有")


def test_a_workbook_of_other_forms_is_told(take, tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "别的表"
    book.save(tmp_path / "别的.xlsx")

    code, _, said = take("--workbook", tmp_path / "别的.xlsx")

    assert code == 3
    assert "“别的.xlsx”里没有东镇的报表" in said


def test_the_paper_s_check_text_is_compared(run, filled, take, workbook):
    code, _, said = take("--workbook", workbook, "--check", f"{TOWNSHIP}:1:0000-0000-0000")

    assert code == 3
    assert "核对码" in said
    assert filled.counted() == {}
    despite = ("--despite", "盖章件上有手写更正")
    code, _, said = take(
        "--workbook", workbook, "--check", f"{TOWNSHIP}：1：0000-0000-0000", *despite
    )
    assert code == 0
    assert "核对码1页不同（盖章件上有手写更正）" in said


@pytest.mark.parametrize("text", ["1:4817", "TF-XZ01:一页:4817-2093-5526", "TF-XZ01:1:"])
def test_a_check_text_without_its_page_is_code_2(take, workbook, text):
    code, _, said = take("--workbook", workbook, "--check", text)

    assert code == 2
    assert "表号:页码:核对码" in said


def test_a_unit_that_is_not_there_is_code_3(run, filled):
    code, _, said = run("take-in-paper", "--workspace", filled.office, "--unit", "1", *PAPER, *WHO)

    assert code == 3
    assert "没有填报单位“1”" in said
