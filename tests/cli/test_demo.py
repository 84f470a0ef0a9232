"""The practice round: the whole road in one command, into a folder of its own."""

import csv
import io
import shutil

import pytest

from fuer_desktop.services import practice
from fuer_desktop.texts import practice as practice_texts

RESULTS, CHARTS = "5-结果", "6-进度图"


def verdicts(folder):
    text = (folder / RESULTS / "目标判断.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def everything(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}


@pytest.mark.timeout(400)
def test_the_demo_goes_from_plans_to_charts_and_makes_room_for_another(demo, tmp_path):
    """One test for all that the slow run shows."""
    folder, ended = demo.folder, demo.ended
    said = ended.stderr.decode("utf-8")

    assert (ended.returncode, ended.stdout) == (0, b"")
    for words in (
        "2个规划、148条目标、28张报表、37个填报单位",
        "2024年度：38个单位填报",
        "“乡镇（街道）基本情况表”换了版本（本表是第2版：新增3行，改名1行，改号1行，停用1行），"
        "上年的数按衔接带过来120格。",  # 6 townships of 20 cells that were there before
        "丙岭镇（演练）由丙山乡（演练）、丙岭乡（演练）合并而来，上年的数逐格相加，带过来20格。",
        "“约六万”不是数字",
        "审核发现6处问题",
        "还不能导出",
        "办公室接收39个文件：新36，旧版1，相同1，损坏1。",
        "同一文件夹再接收一次：相同38，损坏1，数据没有变化。",
        "应报37个单位，已收36个，未报：县总工会（演练）。",
        "画出148张进度图",
    ):
        assert words in said
    assert "Traceback" not in said
    [log] = demo.state.rglob("log.txt")
    assert "Traceback" not in log.read_text(encoding="utf-8")

    found = verdicts(folder)
    assert len(found) == len({row["target"] for row in found}) == 148
    missing = [row["target"] for row in found if "县总工会" in row["sentence"]]
    assert missing == ["WW30"]
    for kind in ("png", "svg", "json"):
        charts = {path.stem for path in (folder / CHARTS).glob(f"*.{kind}")}
        assert charts == {row["target"] for row in found}
    assert all(path.stat().st_size > 1000 for path in (folder / CHARTS).glob("*.png"))
    assert sorted(path.name for path in (folder / RESULTS).iterdir()) == [
        "先看这里.txt", "各单位状态.csv", "指标值.csv", "目标判断.csv",
    ]  # fmt: skip
    assert len(list((folder / "1-任务包" / "2025").glob("*.fuer"))) == 37
    assert len(list((folder / "1-任务包" / "2024").glob("*.fuer"))) == 38
    assert len(list((folder / "2-填报单位").iterdir())) == 39  # the two merged ones keep theirs

    # Another round would begin like this: nothing of the earlier one is left, however it looks.
    again = shutil.copytree(folder, tmp_path / "again")
    (again / RESULTS / "上次的.txt").write_text("旧", encoding="utf-8")
    (again / "2-填报单位" / "990100101.fuerdb").write_bytes(b"")
    practice.clear(again)
    assert [path.name for path in again.iterdir()] == [practice_texts.MARKER]


def test_a_folder_with_other_files_is_refused_and_left_as_it_was(run, tmp_path):
    folder = tmp_path / "我的文件"
    (folder / "照片").mkdir(parents=True)
    (folder / "照片" / "1.jpg").write_bytes(b"\xff\xd8")
    (folder / "演练数据.csv").write_text("1", encoding="utf-8")
    before = everything(folder)

    code, out, err = run("demo", "--out", folder)

    assert (code, out) == (3, "")
    assert "里有别的文件，没有改动" in err
    assert err.count("\n") == 1
    assert everything(folder) == before
