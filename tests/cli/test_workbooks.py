"""Forms as workbooks on the command line: out, looked through, and in."""

import openpyxl

from tests.services.trial import EAST, TOWNSHIP


def exported(run, trial, path, *more):
    return run("export-workbook", TOWNSHIP, "--workspace", trial.desk(EAST), "--out", path, *more)


def write(path, cell, value):
    book = openpyxl.load_workbook(path)
    book.worksheets[0][cell] = value
    book.save(path)


def members(path):
    """Where row 01, column 1 stands."""
    page = openpyxl.load_workbook(path).worksheets[0]
    return next(row[3].coordinate for row in page.iter_rows() if row[2].value == "01")


def test_a_workbook_goes_out_is_looked_through_and_comes_in(run, filled, tmp_path):
    path, listing = tmp_path / "表.xlsx", tmp_path / "预览.csv"
    code, out, said = exported(run, filled, path)
    assert (code, out) == (0, "")
    assert "已写成工作簿" in said
    at = members(path)
    write(path, at, 21)

    looking = ("import-workbook", path, "--workspace", filled.desk(EAST))
    code, _, said = run(*looking, "--out", listing)

    assert code == 0
    assert "新填0、更改1、有错0、待定0、空白0、相同5" in said
    assert f",{at},更改,20,21," in listing.read_text("utf-8-sig")
    _, before, _ = run("values", "--workspace", filled.desk(EAST))
    code, _, said = run(*looking, "--apply", "--out", listing)
    assert (code, "已从工作簿写入1格" in said) == (0, True)
    _, after, _ = run("values", "--workspace", filled.desk(EAST))
    assert after == before.replace(",01,1,20,", ",01,1,21,")


def test_a_mistake_is_code_1_and_stands_in_the_marked_copy(run, filled, tmp_path):
    path, marked = tmp_path / "表.xlsx", tmp_path / "标错.xlsx"
    exported(run, filled, path)
    at = members(path)
    write(path, at, "二十一个人左右")

    code, out, said = run(
        "import-workbook", path, "--workspace", filled.desk(EAST), "--marked", marked
    )

    assert code == 1
    assert "不是数字" in out
    assert "标出1格" in said
    assert "不是数字" in openpyxl.load_workbook(marked).worksheets[0][at].comment.text


def test_what_is_no_workbook_is_code_3_and_one_sentence(run, filled, tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(60))

    code, out, said = run("import-workbook", path, "--workspace", filled.desk(EAST))

    assert (code, out) == (3, "")
    assert "不完整或已损坏" in said


def test_an_empty_form_needs_no_workspace(run, tmp_path):
    code, _, _ = run("export-workbook", "FE-JC01", "--out", tmp_path / "空表.xlsx")

    assert code == 0
    assert openpyxl.load_workbook(tmp_path / "空表.xlsx").sheetnames == ["FE-JC01", "填报说明"]
