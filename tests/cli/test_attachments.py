"""Files are attached, listed and written elsewhere from the command line."""

import csv
import io

import pytest

from tests.services.trial import EAST, TOWNSHIP, UNITS, WEST

PDF = b"%PDF-1.7\nseal\n%%EOF\n"


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "盖章页.pdf"
    path.write_bytes(PDF)
    return path


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_file_is_attached_listed_and_saved(run, filled, scan, tmp_path):
    desk = filled.desk(EAST)

    assert run("attach", scan, "--form", TOWNSHIP, "--workspace", desk) == (
        0, "", f"已加附件“盖章页.pdf”（1 KB），属于{TOWNSHIP}。\n",
    )  # fmt: skip
    code, out, err = run("attachments", "--workspace", desk, "--save", tmp_path / "副本")

    [row] = rows(out)
    assert (code, err) == (0, f"已另存1个附件到 {tmp_path / '副本'}\n")
    assert (row["unit"], row["form"], row["name"], row["size"]) == (
        EAST, TOWNSHIP, "盖章页.pdf", str(len(PDF)),
    )  # fmt: skip
    assert (tmp_path / "副本" / row["saved_as"]).read_bytes() == PDF


def test_the_office_lists_the_files_of_every_unit(run, filled, scan, tmp_path):
    for unit in (EAST, WEST):
        run("attach", scan, "--form", TOWNSHIP, "--workspace", filled.desk(unit))
    filled.take_in([filled.export(unit).path for unit in UNITS])

    code, out, _ = run("attachments", "--workspace", filled.office, "--save", tmp_path / "收到的")

    assert code == 0
    assert [(row["unit"], row["version"], row["by"]) for row in rows(out)] == [
        (EAST, "1", ""), (WEST, "1", ""),
    ]  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "收到的").iterdir()) == sorted(
        row["saved_as"] for row in rows(out)
    )


def test_what_cannot_be_attached_is_code_3_and_one_sentence(run, filled, tmp_path):
    path = tmp_path / "通知.pdf"
    path.write_bytes(b"MZ" + bytes(60))

    code, out, err = run("attach", path, "--form", TOWNSHIP, "--workspace", filled.desk(EAST))

    assert (code, out) == (3, "")
    assert "不是 PDF" in err


def test_where_nothing_is_attached_it_is_said(run, filled):
    code, out, err = run("attachments", "--workspace", filled.desk(EAST))

    assert (code, rows(out), err) == (0, [], "没有附件。\n")
