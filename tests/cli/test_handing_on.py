"""Handing a workspace on by commands."""

import re

from tests.services.trial import EAST

REASON = ("--reason", "换电脑了")


def test_a_workspace_goes_to_another_file_with_the_code_that_was_said(run, filled, tmp_path):
    old, new = filled.desk(EAST), tmp_path / "new" / "东镇.fuerdb"
    code, out, err = run(
        "hand-over", "--workspace", old, "--to", "新电脑", *REASON, "--out", tmp_path
    )
    assert (code, out) == (0, "")
    said = re.search(r"交接码：(\d{4} \d{4} \d{4})。", err)[1]
    [file] = tmp_path.glob("*_交接_*.fuer")

    wrong = "0" * 12 if said != "0000 0000 0000" else "1" * 12
    assert run("take-up", file, "--code", wrong, "--workspace", new)[0] == 3
    assert run("take-up", file, "--code", "12 34", "--workspace", new)[::2] == (
        3, "交接码是12位数字。请再核对一遍。\n",
    )  # fmt: skip
    assert not new.exists()
    code, _, err = run("take-up", file, "--code", said, "--workspace", new)
    assert code == 0
    assert "已接手东镇的工作库" in err
    assert run("values", "--workspace", new)[1] == run("values", "--workspace", old)[1]
    assert run("fsck", new, "--deep")[0] == 0
    assert run("take-up", file, "--code", said, "--workspace", new)[0] == 3

    code, _, err = run("undo", "--workspace", old)
    assert code == 3
    assert "已于" in err
    assert run("take-back", "--workspace", old, "--reason", "坏了")[0] == 3
    code, _, err = run("take-back", "--workspace", old, "--reason", "新电脑坏了")
    assert code == 0
    assert "互不包含" in err
    assert run("undo", "--workspace", old, "--yes")[0] == 0


def test_a_workspace_beside_it_that_knows_more_is_told(run, filled, tmp_path):
    old = filled.desk(EAST)
    _, _, err = run("hand-over", "--workspace", old, "--to", "王小兰", *REASON, "--out", tmp_path)
    said = re.search(r"交接码：(.{14})。", err)[1]
    [file] = tmp_path.glob("*_交接_*.fuer")
    run("take-back", "--workspace", old, "--reason", "还是我来做")
    filled.change(EAST, "01/1", "21")

    code, _, err = run("take-up", file, "--code", said, "--workspace", filled.folder / "2.fuerdb")

    assert code == 1
    assert f"“{old.name}”里有1处改动" in err
