"""The whole road, from plan files to verdicts and chart data, against figures worked out by hand.

Once with a small invented plan, once with the two plans of 巫山县 and the practice figures. The
expected numbers stand here with their arithmetic and never come from the program; where a sum
runs over many cells it is made anew from the CSV files.
"""

import csv
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from fuer_desktop.domain.plans import TargetKind
from fuer_desktop.formats import definitions, files
from fuer_desktop.formats.rows import read_cells
from fuer_desktop.services import (
    catalogues,
    charting,
    checking,
    counting,
    designing,
    entering,
    histories,
    last_year,
    opening,
    submitting,
    taking_in,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.judging import JudgedTarget, Judging
from fuer_desktop.services.practice_figures import Inventing
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import (
    CATALOGUE,
    EAST,
    FIGURES,
    HEALTH,
    UNITS,
    WEST,
    csv_text,
    rows,
    spaceless,
)

ROOT = Path(__file__).parents[1]
PRACTICE = ROOT / "resources" / "practice" / "wushan"
WHO = {"head": "张三", "statistics_head": "李四", "filler": "王五"}
DEADLINE = date(2026, 5, 20)


@dataclass
class Road:
    """Where one walk of the road led."""

    judging: Judging
    judged: dict[str, JudgedTarget]
    counted: dict[str, counting.UnitValues]
    findings: dict[str, list]
    outcomes: list[str]

    def verdict(self, target):
        """The verdict on a target."""
        return self.judged[target].verdict

    def chart(self, target):
        """What the chart of a target shows, as its file says it."""
        return charting.chart_data(self.judging, self.judged[target]).as_dict()

    def cell(self, unit, form, cell):
        """A counted figure as text."""
        return self.counted[unit][form][tuple(cell.split("/"))].plain


def walk(folder, designs, history, figures):
    """Every step once for each year's task; ``figures`` gives a unit's rows of a year."""
    office_path = folder / "office.fuerdb"
    designing.new_office(office_path)
    findings, outcomes = {}, []
    for design in designs:
        year = design.period
        with Workspace.open(office_path) as office:
            tasks = designing.make_task(office, design, folder / f"tasks-{year}", Job())
        for package in tasks:
            unit = package.name.split("_")[1]
            desk_path = folder / f"{unit}.fuerdb"
            opening.open_task(package, desk_path)
            with Workspace.open(desk_path) as desk:
                task = load_task(desk)
                entering.fill(desk, task, figures(year, unit), f"{unit}.csv")
                findings[unit] = [p.finding for p in checking.check_unit(desk, task)]
                submitting.export(desk, task, WHO, folder / f"inbox-{year}")
        with Workspace.open(office_path) as office:
            sent = taking_in.packages_in(folder / f"inbox-{year}")
            outcomes += [line.outcome for line in taking_in.take_in(office, sent, Job())]
    with Workspace.open(office_path) as office:
        for file in history:
            histories.record(office, file)
        judging = Judging(office, year)
        counted = counting.counted_values(office, year)
    judged = {item.target.code: item for item in judging.judged()}
    return Road(judging, judged, counted, findings, outcomes)


# --- the small plan -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")

    def figures(year, unit):
        return read_cells(csv_text(rows(unit, year)), "数据.csv")

    return walk(
        folder,
        [
            designing.TaskDesign(CATALOGUE / "units.toml", CATALOGUE, year, DEADLINE)
            for year in (2024, 2025)
        ],
        [CATALOGUE / "history.csv"],
        figures,
    )


def test_what_the_desks_filled_is_what_the_office_counts(small):
    forms = {EAST: "TF-XZ01", WEST: "TF-XZ01", HEALTH: "TF-WJ01"}

    counted = {
        unit: {f"{key.row}/{key.column}": value.plain for key, value in cells[forms[unit]].items()}
        for unit, cells in small.counted.items()
    }

    assert counted == {unit: FIGURES[2025, unit] for unit in UNITS}
    assert small.outcomes == ["new"] * 6
    assert small.findings == {unit: [] for unit in UNITS}


@pytest.mark.parametrize(
    ("target", "value", "state", "ratio"),
    [
        # (6 + 12) / (20 + 30) = 36.00 %, at least 30
        pytest.param("T1", "36.00", "已达标", None, id="bound reached"),
        # 1 / 2000 × 100000 = 50.0; base 80.0, below 8: (72 - 42) / 72 / 0.5 = 0.833
        pytest.param("T2", "50.0", "进度偏慢", "0.83", id="bound approached slowly"),
        # 4350 / 10000 = 43.50 %; base 42.00, 44 to 46: (2.0 - 0.5) / 2.0 / 0.5 = 1.50
        pytest.param("T3", "43.50", "按进度可达标", "1.50", id="about"),
        # 700 / 1000 = 70.00 % after 65 and 68
        pytest.param("T4", "70.00", "按进度可达标", None, id="direction"),
        # (1 + 2) / (5 + 10) = 20.00 % against 36.00; base 15 against 25:
        # (10 - 16) / 10 / 0.5 = -1.20
        pytest.param("T5", "20.00", "偏离目标", "-1.20", id="reference"),
        # 960 / 1000 = 96 reaches 95, 470 / 500 = 94 does not: one of two; no base year
        pytest.param("T6", "50.00", "数据不足暂不评价", None, id="each township"),
        # 1050 / 950 × 100 = 110.53
        pytest.param("T7", "110.5", "暂不评价", None, id="not judged"),
        # 82.40 as it was typed, at least 82.3
        pytest.param("T8", "82.40", "已达标", None, id="typed figure"),
    ],
)
def test_the_small_plan_s_targets(small, target, value, state, ratio):
    verdict = small.verdict(target)

    decimals = small.judged[target].indicator.decimals
    assert verdict.value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) == Decimal(value)
    assert verdict.state == state
    assert verdict.ratio == (None if ratio is None else Decimal(ratio))


def test_the_chart_of_a_rate_shows_all_years_the_base_the_target_and_the_way(small):
    shown = small.chart("T2")

    assert shown == {
        "title": shown["title"],
        "indicator": "孕产妇死亡率",
        "unit": "1/10万",
        "year": 2025,
        "state": "进度偏慢",
        "values": [
            {"year": 2020, "value": "80.0"},
            {"year": 2024, "value": "47.6"},  # 1 / 2100
            {"year": 2025, "value": "50.0"},  # 1 / 2000
        ],
        "base": {"year": 2020, "value": "80.0"},
        "target": {"year": 2030, "value": "8", "band": None, "words": "＜8/10万"},
        "required_path": [{"year": 2020, "value": "80.0"}, {"year": 2030, "value": "8"}],
        "better": "lower",
        "source": shown["source"],
        "practice": True,
    }
    assert shown["source"].startswith("来源：县卫健委，TF-WJ01；2020")
    assert shown["source"].endswith("县妇幼年报")
    assert "孕产妇死亡率" in shown["title"]
    assert "进度偏慢" in shown["title"]


def test_the_chart_of_an_about_target_has_its_band(small):
    shown = small.chart("T3")

    assert shown["target"] == {
        "year": 2030,
        "value": "45",
        "band": ["44", "46"],
        "words": "45%左右（44—46）",
    }
    # 4300 / 9900 = 43.43 %
    assert [point["value"] for point in shown["values"]] == ["42.00", "43.43", "43.50"]


def test_the_chart_of_an_each_target_shows_the_share_of_townships(small):
    shown = small.chart("T6")

    # 2024: 955 / 1000 = 95.5 reaches, 450 / 500 = 90 does not
    assert [(p["year"], Decimal(p["value"])) for p in shown["values"]] == [(2024, 50), (2025, 50)]
    assert (shown["unit"], shown["target"]["value"]) == ("%", "100")


def test_the_chart_of_a_direction_has_no_number_to_reach(small):
    shown = small.chart("T4")

    assert (shown["target"]["value"], shown["required_path"]) == (None, None)
    assert (shown["better"], shown["target"]["words"]) == ("higher", "提高")


# --- the shipped plans --------------------------------------------------------------------


@pytest.fixture(scope="module")
def given():
    """The practice figures of 2025, read without the program."""
    found = {}
    for path in sorted((PRACTICE / "figures").glob("*-2025.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line in csv.DictReader(file):
                cell = (line["form"], "/".join((line["table"], line["row"], line["column"])))
                found.setdefault(cell, {})[line["unit"]] = line["value"]
    return found


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """2025 of the practice district, with one maternal death more than in its files; what they do
    not have is invented beside them."""
    given = [
        with_a_death(row)
        for path in sorted((PRACTICE / "figures").glob("*-2025.csv"))
        for row in read_cells(files.read_text(path), path.name)
    ]
    place = definitions.read_place("units.toml", files.read_text(PRACTICE / "units.toml"))
    texts = catalogues.shipped_texts(ROOT / "forms")
    by_unit = Inventing(place, texts, (2025,), given, given).result.rows(2025)
    return walk(
        tmp_path_factory.mktemp("shipped"),
        [designing.TaskDesign(PRACTICE / "units.toml", ROOT / "forms", 2025, DEADLINE)],
        sorted((PRACTICE / "history").glob("*.csv")),
        lambda year, unit: by_unit[unit],
    )


def with_a_death(row):
    """FE-WJ01 02 孕产妇死亡人数: 合计 and 农村 1 instead of 0."""
    if (row.form, row.row) == ("FE-WJ01", "02") and row.column in {"1", "3"}:
        return replace(row, value="1")
    return row


def summed(given, form, cell):
    return sum(Fraction(value) for value in given[form, cell].values())


def percent(part, whole):
    return float(part * 100 / whole)


def test_all_units_of_the_practice_district_are_taken_in(shipped):
    assert shipped.outcomes == ["new"] * 37
    assert len(shipped.counted) == 37


def test_every_figure_of_the_files_is_counted_unchanged(shipped, given):
    different = [
        (unit, form, cell)
        for (form, cell), values in given.items()
        for unit, value in values.items()
        if value and shipped.cell(unit, form, cell) != value
    ]

    assert sorted(different) == [
        ("990100WJ", "FE-WJ01", "1/02/1"),
        ("990100WJ", "FE-WJ01", "1/02/3"),
    ]


def test_the_merged_township_begins_with_the_sums_of_the_two_before(tmp_path):
    """By the second version of its form: 10 was 11, 11 is new, and what was 10 is gone."""
    merged, before = "990100103", ("990100203", "990100204")
    filled = {}
    for row in read_cells(
        files.read_text(PRACTICE / "figures" / "FE-XZ01-2024.csv"), "FE-XZ01-2024.csv"
    ):
        filled.setdefault(row.unit, []).append(row)
    office_path = tmp_path / "office.fuerdb"
    designing.new_office(office_path)
    for year in (2024, 2025):
        design = designing.TaskDesign(PRACTICE / "units.toml", ROOT / "forms", year, DEADLINE)
        with Workspace.open(office_path) as office:
            designing.make_task(office, design, tmp_path / str(year), Job())
        for unit in before if year == 2024 else ():
            opening.open_task(
                tmp_path / "2024" / f"990100-2024_{unit}_任务.fuer", tmp_path / f"{unit}.fuerdb"
            )
            with Workspace.open(tmp_path / f"{unit}.fuerdb") as desk:
                task = load_task(desk)
                entering.fill(desk, task, filled[unit], "")
                submitting.export(desk, task, WHO, tmp_path / "inbox")
        if year == 2024:
            with Workspace.open(office_path) as office:
                list(taking_in.take_in(office, taking_in.packages_in(tmp_path / "inbox"), Job()))

    desk_path = tmp_path / "merged.fuerdb"
    opening.open_task(tmp_path / "2025" / f"990100-2025_{merged}_任务.fuer", desk_path)
    with Workspace.open(desk_path) as desk:
        found = last_year.last_year_values(desk, load_task(desk), "FE-XZ01")

    expected = {}
    for row in (row for unit in before for row in filled[unit]):
        code = {"10": None, "11": "10"}.get(row.row, row.row)
        if code is not None:
            cell = (row.table, code, row.column)
            expected[cell] = expected.get(cell, 0) + int(row.value)
    assert {tuple(key): int(value.number) for key, value in found.items()} == expected
    assert len(expected) == 20
    assert expected["1", "01", "1"] == 21501 + 31459 == 52960


def test_women_in_village_committees_are_counted_over_six_townships(shipped, given):
    women, members = summed(given, "FE-XZ01", "2/04/2"), summed(given, "FE-XZ01", "2/04/1")
    townships = given["FE-XZ01", "2/04/1"]
    mean = sum(
        percent(Fraction(given["FE-XZ01", "2/04/2"][t]), Fraction(townships[t])) for t in townships
    ) / len(townships)

    verdict = shipped.verdict("WW33")

    # 75 + 86 + 82 + 62 + 53 + 30 = 388 of 226 + 254 + 262 + 199 + 175 + 74 = 1190: 32.61 %
    assert (women, members, len(townships)) == (388, 1190, 6)
    assert float(verdict.value) == pytest.approx(percent(women, members), abs=1e-9)
    assert round(verdict.value, 2) == Decimal("32.61")
    assert round(mean, 2) == 33.39  # what averaging would have said
    assert (verdict.state, verdict.aim) == ("已达标", "≥30%")
    assert "32.61%" in verdict.sentence


def test_one_maternal_death_in_a_small_county_loses_what_was_reached_and_is_marked(shipped, given):
    verdict = shipped.verdict("WW03")

    # 1 / 2846 × 100000 = 35.137, not below 8; 2021 and 2023 had 0.0
    assert given["FE-WJ01", "1/01/1"] == {"990100WJ": "2846"}
    assert round(verdict.value, 3) == Decimal("35.137")
    assert (verdict.state, verdict.reached, verdict.ratio) == ("未保持", False, None)
    assert [flag.value for flag in verdict.flags] == ["小样本"]
    assert "2023年曾达到" in verdict.sentence
    assert "分子1，分母2846" in spaceless(verdict.sentence)


def test_infant_mortality_is_on_its_way(shipped):
    verdict = shipped.verdict("WC02")

    # 11 / 2846 × 1000 = 3.8651; base 4.39, below 3.5: (0.89 - 0.3651) / 0.89 / 0.5 = 1.18
    assert round(verdict.value, 2) == Decimal("3.87")
    assert (verdict.state, verdict.ratio) == ("按进度可达标", Decimal("1.18"))
    assert round(verdict.needed, 3) == Decimal("0.073")  # 0.3651 / 5


def test_an_about_target_of_the_plan_is_measured_to_its_band(shipped, given):
    verdict = shipped.verdict("WW16")

    # 16190 / 47361 = 34.184 %; base 32.80, 40 ± 1: (6.20 - 4.816) / 6.20 / 0.5 = 0.446
    assert given["FE-RS01", "1/02/2"] == {"990100RS": "16190"}
    women = summed(given, "FE-RS01", "1/02/2")
    assert float(verdict.value) == pytest.approx(
        percent(women, summed(given, "FE-RS01", "1/02/1")), abs=1e-9
    )
    assert (verdict.state, verdict.ratio) == ("预计达标困难", Decimal("0.45"))
    assert verdict.aim == "40%左右（39—41）"


def test_a_direction_of_the_plan_is_judged_by_its_trend(shipped, given):
    verdict = shipped.verdict("WW01")

    # 2555 / 3560 = 71.77 %, after 62.35, 64.18, 66.72, 68.94
    assert given["FE-WJ01", "2/25/1"] == {"990100WJ": "2555"}
    assert given["FE-WJ01", "2/24/1"] == {"990100WJ": "3560"}
    assert round(verdict.value, 2) == Decimal("71.77")
    assert (verdict.state, verdict.trend) == ("按进度可达标", "趋势向好")


def test_a_reference_of_the_plan_is_the_other_indicator_s_value_of_the_year(shipped, given):
    verdict = shipped.verdict("WW21")

    delegates = percent(summed(given, "FE-ZZ01", "1/03/2"), summed(given, "FE-ZZ01", "1/03/1"))
    members = percent(summed(given, "FE-ZZ01", "1/01/2"), summed(given, "FE-ZZ01", "1/01/1"))
    assert float(verdict.value) == pytest.approx(delegates, abs=1e-9)
    assert (round(delegates, 2), round(members, 2)) == (30.31, 28.40)
    assert (verdict.state, verdict.aim) == ("已达标", "不低于中国共产党女党员比例（28.40%）")


def test_the_townships_that_miss_the_vaccination_target_are_named(shipped, given):
    due, done = given["FE-XZ01", "3/12/1"], given["FE-XZ01", "3/13/1"]
    below = [unit for unit in due if Fraction(done[unit]) / Fraction(due[unit]) < Fraction(95, 100)]

    verdict = shipped.verdict("WC07")

    # 1901 / 2020 = 94.11 %
    assert below == ["990100202"]
    assert "5个达到、6个应达到" in verdict.sentence
    assert "戊树乡（演练） 94.11%" in verdict.sentence


def test_the_chart_of_maternal_mortality_joins_history_and_this_year(shipped):
    shown = shipped.chart("WW03")

    assert [(point["year"], point["value"]) for point in shown["values"]] == [
        (2020, "24.4"), (2021, "0.0"), (2022, "27.9"), (2023, "0.0"), (2025, "35.1"),
    ]  # fmt: skip
    assert shown["required_path"] == [
        {"year": 2020, "value": "24.4"},
        {"year": 2030, "value": "8"},
    ]
    assert (shown["better"], shown["practice"], shown["state"]) == ("lower", True, "未保持")


def test_every_target_of_both_plans_gets_one_verdict_and_chart_data(shipped):
    titles = [shipped.chart(target)["title"] for target in shipped.judged]

    assert len(shipped.judged) == len(titles) == 82 + 66
    unjudged = [item.target for item in shipped.judged.values() if item.verdict.state == "暂不评价"]
    of_a_part = {target.code for target in unjudged if target.kind is TargetKind.BOUND}
    assert {target.kind.value for target in unjudged} == {
        "keep", "balance", "ratio", "slow_down", "bound",
    }  # fmt: skip
    assert of_a_part == {"WC51", "WC52"}  # the townships above 30,000 people, and the others
    assert len(unjudged) == 22


def test_every_target_of_the_county_is_asked_by_its_forms(shipped):
    unasked = [
        code
        for code, item in shipped.judged.items()
        if shipped.judging.catalogue.unasked_by(item.indicator)
    ]

    assert unasked == []
