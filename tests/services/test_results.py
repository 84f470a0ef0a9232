"""What an office gets out as files: the same figures as the screen, ready for a spreadsheet."""

import csv
import io

import pytest

from fuer_desktop.services import boards, results
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import DEADLINE


@pytest.fixture(scope="module")
def written(two_years_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("results")
    with Workspace.open(two_years_once.office) as office:
        standings = boards.board(office, load_task(office), DEADLINE)
    judging = two_years_once.judging()
    results.write_all(folder, standings, judging, judging.judged())
    return folder


def table(path):
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_board_file_has_a_row_for_each_unit(written):
    rows = table(written / "各单位状态.csv")

    assert [(r["name"], r["state"], r["version"]) for r in rows] == [
        ("东镇", "已收（1）", "1"),
        ("西镇", "已收（1）", "1"),
        ("县卫健委", "已收（1）", "1"),
    ]


def test_the_indicator_file_has_the_whole_and_each_unit_where_several_give(written):
    rows = table(written / "指标值.csv")

    shares = [
        (r["unit_name"], r["value"], r["numerator"], r["denominator"])
        for r in rows
        if r["indicator"] == "member_share"
    ]
    assert shares == [
        ("试验县", "36.00", "18", "50"),
        ("东镇", "30.00", "6", "20"),
        ("西镇", "40.00", "12", "30"),
    ]
    # 1 / 2000 × 100000
    [mortality] = [r for r in rows if r["indicator"] == "maternal_mortality"]
    assert (mortality["value"], mortality["measure"]) == ("50.0", "1/10万")
    assert len(rows) == 5 + 3 * 3


def test_the_verdict_file_has_the_figures_of_the_verdict(written):
    rows = {r["target"]: r for r in table(written / "目标判断.csv")}

    assert list(rows) == [f"T{number}" for number in range(1, 9)]
    about = rows["T2"]
    assert {k: about[k] for k in ("value", "base_year", "base", "aim", "ratio", "needed")} == {
        "value": "50.0",
        "base_year": "2020",
        "base": "80.0",
        "aim": "＜8/10万",
        "ratio": "0.83",
        "needed": "8.40",
    }
    assert [rows[f"T{n}"]["reached"] for n in range(1, 9)] == [
        "1",
        "0",
        "0",
        "1",
        "0",
        "0",
        "",
        "1",
    ]


def test_the_summary_is_by_plan_and_domain_and_says_that_the_figures_are_invented(written):
    lines = (written / "先看这里.txt").read_text(encoding="utf-8-sig").splitlines()

    assert lines[0].startswith("演练：试验县 2025年度")
    assert any(line.startswith("《试验县妇女发展规划（2021—2030年）》 8条目标") for line in lines)
    assert lines.index("妇女参与") < lines.index("妇女与健康")
    assert sum("【" in line for line in lines) == 8
