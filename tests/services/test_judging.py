"""Judging: values recomputed from summed counts, years joined with history, nothing from a part."""

from decimal import Decimal

import pytest

from fuer_desktop.services import histories
from fuer_desktop.services.judging import Judging
from fuer_desktop.store.workspace import HistoryValue, Workspace
from tests.services.trial import EAST, HEALTH, UNITS, WEST, row, spaceless


@pytest.fixture
def judged(two_years_once):
    judging = two_years_once.judging()
    return {item.target.code: item.verdict for item in judging.judged()}


def indicator(judging, code):
    return judging.catalogue.indicator_by_code[code]


def series(judging, code):
    return [(p.year, Decimal(round(p.value, 2))) for p in judging.series(indicator(judging, code))]


def test_a_rate_is_recomputed_from_summed_counts_and_never_averaged(two_years_once):
    judging = two_years_once.judging()

    whole = judging.value(indicator(judging, "member_share"))
    units = judging.unit_values(indicator(judging, "member_share"))

    # (6 + 12) / (20 + 30) = 18 / 50; the mean of 30 % and 40 % would be 35 %
    assert (whole.numerator, whole.denominator, whole.value) == (18, 50, 36)
    assert [(u.unit.code, u.value.value) for u in units] == [(EAST, 30), (WEST, 40)]


def test_history_comes_before_the_task_years(two_years_once):
    judging = two_years_once.judging()

    # 2020 from the year-book; 2024: 1 / 2100 and (5 + 10) / 50; 2025: 1 / 2000 and 18 / 50
    assert series(judging, "maternal_mortality") == [
        (2020, Decimal(80)),
        (2024, Decimal("47.62")),
        (2025, Decimal(50)),
    ]
    assert series(judging, "member_share") == [(2020, 25), (2024, 30), (2025, 36)]


def test_history_names_its_source_and_task_years_do_not(two_years_once):
    judging = two_years_once.judging()

    assert judging.history_sources(indicator(judging, "maternal_mortality")) == {2020: "县妇幼年报"}


def record(trial, *values):
    with Workspace.open(trial.office) as office:
        office.set_history(HistoryValue(*value, "县志", "final") for value in values)


def test_a_task_year_s_own_figures_come_before_a_history_value_of_that_year(two_years):
    record(two_years, ("member_share", 2024, "99"))

    assert series(two_years.judging(), "member_share")[1] == (2024, 30)


def test_a_history_value_fills_a_task_year_that_is_not_complete(filled):
    filled.take_in([filled.export(EAST).path])
    record(filled, ("member_share", 2025, "33.33"))

    assert series(filled.judging(), "member_share") == [(2025, Decimal("33.33"))]


def test_judging_an_earlier_year_knows_nothing_of_later_ones(two_years):
    record(two_years, ("member_share", 2026, "50"))

    judging = two_years.judging(2024)

    assert series(judging, "member_share") == [(2020, 25), (2024, 30)]
    assert {item.verdict.year for item in judging.judged()} == {2024}


# --- the verdict of each kind -------------------------------------------------------------


def test_a_bound_that_is_met(judged):
    verdict = judged["T1"]

    assert (verdict.state, verdict.value, verdict.aim) == ("已达标", 36, "≥30%")
    assert verdict.reached is True


def test_a_bound_that_is_approached_too_slowly(judged):
    verdict = judged["T2"]

    # 80 → 50, aim 8: (72 - 42) / 72 = 0.4167 done in 5 of 10 years; 0.4167 / 0.5 = 0.83
    assert (verdict.state, verdict.ratio, verdict.reached) == ("进度偏慢", Decimal("0.83"), False)
    assert (verdict.base.year, verdict.base.value) == (2020, 80)
    assert verdict.needed == Decimal("8.4")  # 42 / 5
    assert "分子1，分母2000" in spaceless(verdict.sentence)
    assert [flag.value for flag in verdict.flags] == ["小样本"]


def test_an_about_target_counts_to_the_near_end_of_its_band(judged):
    verdict = judged["T3"]

    # 45 ± 1: 42.0 lacked 2.0, 43.5 lacks 0.5: 0.75 done in half of the time, R = 1.50
    assert (verdict.state, verdict.ratio) == ("按进度可达标", Decimal("1.50"))
    assert verdict.aim == "45%左右（44—46）"
    assert verdict.needed == Decimal("0.1")  # 0.5 / 5


def test_a_direction_has_a_trend_and_no_ratio(judged):
    verdict = judged["T4"]

    # 65 in 2020, 68 in 2024, 70 in 2025
    assert (verdict.state, verdict.trend, verdict.ratio) == ("按进度可达标", "趋势向好", None)


def test_a_reference_is_that_of_the_same_year(judged):
    verdict = judged["T5"]

    # 15 against 25 lacked 10; (1 + 2) / 15 = 20 against 36 lacks 16: -0.6 done, R = -1.20
    assert (verdict.state, verdict.value, verdict.ratio) == ("偏离目标", 20, Decimal("-1.20"))
    assert "36.00%" in verdict.aim


def test_a_target_of_each_township_counts_townships_and_names_who_lags(judged):
    verdict = judged["T6"]

    # 960 / 1000 = 96 % reaches 95, 470 / 500 = 94 % does not
    assert (verdict.value, verdict.reached) == (50, False)
    assert "1个达到、2个应达到" in verdict.sentence
    assert "西镇 94.00%" in verdict.sentence
    assert "东镇" not in verdict.sentence


def test_a_kind_that_is_not_judged_says_so_with_the_words_of_the_plan(judged):
    verdict = judged["T7"]

    assert (verdict.state, verdict.reached, verdict.ratio) == ("暂不评价", None, None)
    assert "趋于平衡" in verdict.sentence


def test_a_township_that_reaches_too_makes_the_each_target_reached(two_years):
    two_years.change(WEST, "04/1", "475")  # 475 / 500 = 95 %
    two_years.take_in([two_years.export(WEST).path])

    [verdict] = [i.verdict for i in two_years.judging().judged() if i.target.code == "T6"]

    assert (verdict.state, verdict.value) == ("已达标", 100)


def test_a_figure_that_only_moves_the_average_moves_nothing(two_years):
    """West doubles all its counts: its share stays 40 %, the district's becomes 30 / 80."""
    two_years.fill(WEST, [
        row(WEST, 2025, "01/1", "60", reason="本年扩大统计范围"),
        row(WEST, 2025, "01/2", "24", reason="本年扩大统计范围"),
    ])  # fmt: skip
    two_years.take_in([two_years.export(WEST).path])
    judging = two_years.judging()

    assert judging.value(indicator(judging, "member_share")).value == Decimal("37.5")


# --- fewer data than it needs -------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "missing"),
    [((EAST,), ("西镇",)), ((WEST,), ("东镇",)), ((), ("东镇", "西镇"))],
)
def test_an_incomplete_sum_is_no_data_and_names_who_is_missing(filled, sent, missing):
    filled.take_in([filled.export(unit).path for unit in sent])

    judged = {item.target.code: item.verdict for item in filled.judging().judged()}

    for code in ("T1", "T5", "T6"):
        assert judged[code].state == "无数据"
        assert f"还缺{len(missing)}个填报单位的数据" in judged[code].sentence
        assert all(name in judged[code].sentence for name in missing)
        assert judged[code].reached is None


def test_a_unit_without_data_is_missing_and_one_it_does_not_apply_to_is_not(filled):
    filled.fill(EAST, [row(EAST, 2025, "01/2", kind="无数据", reason="本年没有分性别统计")])
    filled.fill(
        WEST,
        [row(WEST, 2025, cell, kind="不适用") for cell in ("02/1", "02/2")],
    )
    filled.take_in([filled.export(unit).path for unit in UNITS])

    judging = filled.judging()
    share = judging.value(indicator(judging, "member_share"))
    directors = judging.value(indicator(judging, "director_share"))

    assert share.missing == ("东镇",)
    assert (directors.value, directors.missing) == (20, ())  # 1 of 5 in East alone


def test_a_denominator_of_nought_is_no_data(filled):
    filled.fill(HEALTH, [row(HEALTH, 2025, cell, "0") for cell in ("01/1", "01/2", "01/3")])
    filled.take_in([filled.export(unit).path for unit in UNITS])

    judged = {item.target.code: item.verdict for item in filled.judging().judged()}

    assert judged["T2"].state == "无数据"
    assert "分母为0" in judged["T2"].sentence


def test_one_year_alone_has_no_pace(filled):
    filled.take_in([filled.export(unit).path for unit in UNITS])

    judged = {item.target.code: item.verdict for item in filled.judging().judged()}

    assert judged["T2"].state == "数据不足暂不评价"
    assert judged["T1"].state == "已达标"


def test_units_in_conflict_are_missing(filled, tmp_path):
    elsewhere = filled.copy(tmp_path / "other PC")
    elsewhere.change(EAST, "01/1", "21")
    sent = [elsewhere.export(EAST).path]
    filled.take_in(sent + [filled.export(unit).path for unit in UNITS])

    [verdict] = [i.verdict for i in filled.judging().judged() if i.target.code == "T1"]

    assert verdict.state == "无数据"
    assert "东镇" in verdict.sentence


# --- history ------------------------------------------------------------------------------

HEADER = "indicator,year,value,source,status\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "第一行应为"),
        ("indicator,year,value\n", "第一行应为"),
        (HEADER + "member_share,2020,25,年鉴,final\nmember_shore,2020,25,年鉴,final\n", "第3行"),
        (HEADER + "member_share,20,25,年鉴,final\n", "“20”不是报告期"),
        (HEADER + "member_share,2020,二十五,年鉴,final\n", "“二十五”不是数字"),
        (HEADER + "member_share,2020,,年鉴,final\n", "不是数字"),
    ],
)
def test_a_history_file_is_taken_whole_or_refused_by_line(filled, tmp_path, text, words):
    file = tmp_path / "以前年度.csv"
    file.write_text(text, encoding="utf-8")

    with (
        Workspace.open(filled.office) as office,
        pytest.raises(histories.EntryError) as refusal,
    ):
        histories.record(office, file)

    assert words in str(refusal.value)
    assert "以前年度.csv" in str(refusal.value)
    with Workspace.open(filled.office) as office:
        assert office.history() == []


def test_a_history_value_recorded_again_is_replaced(filled):
    assert (filled.record_history(), filled.record_history()) == (5, 5)
    record(filled, ("member_share", 2020, "26"))

    with Workspace.open(filled.office) as office:
        values = {v.indicator: (v.value, v.source) for v in office.history()}
        judging = Judging(office, 2025)

    assert len(values) == 5
    assert values["member_share"] == ("26", "县志")
    assert series(judging, "member_share") == [(2020, 26)]
