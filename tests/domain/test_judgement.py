from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.indicators import Direction, IndicatorValue
from fuer_desktop.domain.judgement import Flag, State, Trend, judge
from fuer_desktop.domain.plans import Comparator, Each, Scope, Sense, TargetKind
from fuer_desktop.domain.trends import Point
from fuer_desktop.texts import judgement as texts
from tests.domain.builders import bound, evidence, indicator, points, target

AT_LEAST_95 = bound("ge", "95")
DEATHS = indicator(unit="1/10万", direction=Direction.DOWN, multiplier=100000)


def counted(value, numerator, denominator, missing=()):
    return IndicatorValue(Decimal(value), Decimal(numerator), Decimal(denominator), missing)


# --- the words ----------------------------------------------------------------------------


def test_the_states_are_worded_exactly_as_the_method_set_says():
    assert {state.value for state in State} == {
        "无数据",
        "数据不足暂不评价",
        "无法判断",
        "未保持",
        "偏离目标",
        "预计达标困难",
        "进度偏慢",
        "已达标有回落风险",
        "按进度可达标",
        "已达标",
        "达标",
        "基本达标",
        "未达标",
        "暂不评价",  # ours: a kind of target that this version leaves to people
    }


def test_trends_and_flags_are_worded_exactly_as_the_method_set_says():
    assert {trend.value for trend in Trend} == {
        "趋势向好",
        "总体向好本年回落或持平",
        "本年转好总体未改善",
        "未按要求变化",
    }
    assert {flag.value for flag in Flag} == {"初步", "起步期", "小样本"}


# --- the worked examples of the method set, B4.1 ------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "series", "ratio", "state"),
    [
        pytest.param(
            AT_LEAST_95, {2020: "84.0", 2025: "88.4"}, "0.80", State.BEHIND, id="84.0 to 88.4 of 95"
        ),
        pytest.param(
            bound("le", "32"),
            {2020: "40.0", 2024: "37.0"},
            "0.94",
            State.BEHIND,
            id="40.0 to 37.0 of 32",
        ),
        pytest.param(
            bound("le", "12"),
            {2020: "16.9", 2024: "14.3"},
            "1.33",
            State.ON_TRACK,
            id="16.9 to 14.3 of 12",
        ),
        pytest.param(
            bound("ge", "80", year=2025),
            {2020: "62", 2023: "70"},
            "0.74",
            State.BEHIND,
            id="62 to 70 of 80 by 2025",
        ),
    ],
)
def test_pace_is_the_way_done_over_the_time_gone(wanted, series, ratio, state):
    verdict = judge(wanted, evidence(series))

    assert verdict.ratio == Decimal(ratio)
    assert verdict.state is state
    assert verdict.reached is False


def test_the_sentence_of_a_slow_pace_can_be_recomputed_by_hand():
    verdict = judge(AT_LEAST_95, evidence({2020: "84.0", 2025: "88.4"}))

    assert verdict.needed == Decimal("1.32")
    assert verdict.base == Point(2020, Decimal("84.0"))
    assert verdict.sentence == (
        "2025年为88.4%，比2020年提高4.4个百分点，目标≥95%；"
        "完成目标任务的40.0%，时间进度为50.0%，进度比0.80，进度偏慢；"
        "后5年需年均提高1.32个百分点，是前5年年均的1.5倍。"
    )


def test_where_down_is_better_the_sentence_says_so():
    wanted = bound("le", "12", unit="1/10万")

    verdict = judge(wanted, evidence({2020: "16.9", 2024: "14.3"}, indicator=DEATHS))

    assert "2024年为14.3/10万，比2020年下降2.6个十万分点，目标≤12/10万" in verdict.sentence
    assert "后6年需年均下降0.38个十万分点" in verdict.sentence  # 2.3 / 6


@pytest.mark.parametrize(
    ("now", "state"),
    [
        pytest.param("50.1", State.ON_TRACK, id="ahead of time"),
        pytest.param("47.5", State.ON_TRACK, id="R 0.95 exactly"),
        pytest.param("47.4", State.BEHIND, id="R 0.948, though it prints as 0.95"),
        pytest.param("30", State.BEHIND, id="R 0.60 exactly"),
        pytest.param("29.9", State.HARD, id="R 0.598, though it prints as 0.60"),
        pytest.param("0", State.HARD, id="R 0: nothing moved"),
        pytest.param("-0.1", State.AWAY, id="R below 0: moved away"),
    ],
)
def test_the_cuts_of_pace_are_held_against_the_unrounded_ratio(now, state):
    verdict = judge(bound("ge", "100"), evidence({2020: "0", 2025: now}))

    assert verdict.state is state


@pytest.mark.parametrize(
    ("now", "says"),
    [
        pytest.param("60", "进度比1.20，按进度可达标（进度较快）；", id="R 1.20 exactly"),
        pytest.param("59.9", "进度比1.20，按进度可达标；", id="R 1.198, though it prints as 1.20"),
    ],
)
def test_a_fast_pace_is_said_beside_the_state(now, says):
    verdict = judge(bound("ge", "100"), evidence({2020: "0", 2025: now}))

    assert verdict.state is State.ON_TRACK
    assert says in verdict.sentence


def test_a_way_that_led_backwards_has_no_speed_to_multiply():
    verdict = judge(AT_LEAST_95, evidence({2020: "84.0", 2025: "83.0"}))

    assert verdict.state is State.AWAY
    assert "比2020年下降1.0个百分点" in verdict.sentence
    assert "需年均提高2.40个百分点。" in verdict.sentence
    assert "倍" not in verdict.sentence


def test_no_change_is_said_as_such():
    verdict = judge(AT_LEAST_95, evidence({2020: "84.0", 2025: "84.0"}))

    assert verdict.state is State.HARD
    assert "比2020年没有变化" in verdict.sentence


# --- bases --------------------------------------------------------------------------------


def test_the_pace_counts_from_the_base_year_not_from_earlier_values():
    verdict = judge(AT_LEAST_95, evidence({2015: "10", 2020: "84.0", 2025: "88.4"}))

    assert verdict.ratio == Decimal("0.80")


def test_values_after_the_judged_year_are_not_looked_at():
    series = {2020: "84.0", 2025: "88.4", 2026: "99"}

    verdict = judge(AT_LEAST_95, evidence(series, year=2025))

    assert (verdict.value, verdict.ratio) == (Decimal("88.4"), Decimal("0.80"))
    assert verdict.flags == (Flag.FIRST,)  # two points, not three


@pytest.mark.parametrize(
    ("first", "ratio"),
    [
        pytest.param(2021, "1.13", id="a year late: half of the way in four of nine years, 1.125"),
        pytest.param(2022, "1.33", id="two years late: half of the way in three of eight years"),
    ],
)
def test_a_first_value_up_to_two_years_late_stands_in_for_the_base(first, ratio):
    verdict = judge(AT_LEAST_95, evidence({first: "85", 2025: "90"}))

    assert verdict.base == Point(first, Decimal(85))
    assert verdict.ratio == Decimal(ratio)


def test_a_first_value_three_years_late_is_no_base():
    verdict = judge(AT_LEAST_95, evidence({2023: "85", 2025: "90"}))

    assert verdict.state is State.TOO_FEW
    assert "没有2020年前后的基期值" in verdict.sentence


@pytest.mark.parametrize(
    "base",
    [
        pytest.param("96", id="beyond the target"),
        pytest.param("95", id="at the target"),
        pytest.param("94.96", id="less than half a printed unit short"),
    ],
)
def test_a_base_already_at_the_target_means_keeping_it(base):
    verdict = judge(AT_LEAST_95, evidence({2020: base, 2025: "94"}))

    assert verdict.state is State.NOT_KEPT
    assert ("2020年曾达到" in verdict.sentence) == (base != "94.96")
    assert ("2020年已在目标附近" in verdict.sentence) == (base == "94.96")


def test_a_value_once_reached_and_lost_is_not_kept_however_late_the_base():
    verdict = judge(AT_LEAST_95, evidence({2023: "96", 2024: "96", 2025: "90"}))

    assert verdict.state is State.NOT_KEPT
    assert "2024年曾达到" in verdict.sentence


def test_a_base_half_a_printed_unit_short_still_has_a_way_to_go():
    verdict = judge(AT_LEAST_95, evidence({2020: "94.95", 2025: "94.97"}))

    assert verdict.state is State.BEHIND  # 0.02 of 0.05 in half of the time: R 0.80


# --- reached, kept, lost ------------------------------------------------------------------


@pytest.mark.parametrize("maintain", [True, False], ids=["to keep", "to reach"])
def test_a_target_that_was_reached_and_lost_is_not_kept(maintain):
    wanted = bound("ge", "96", maintain=maintain)

    verdict = judge(wanted, evidence({2020: "94.0", 2021: "96.2", 2024: "95.7"}))

    assert verdict.state is State.NOT_KEPT
    assert "2021年曾达到" in verdict.sentence
    assert verdict.reached is False


def test_before_it_was_first_reached_a_target_to_keep_has_a_pace():
    wanted = bound("ge", "96", maintain=True)

    verdict = judge(wanted, evidence({2020: "94.0", 2021: "95", 2025: "95"}))

    assert (verdict.state, verdict.ratio) == (State.ON_TRACK, Decimal("1.00"))


@pytest.mark.parametrize(
    ("series", "state"),
    [
        pytest.param(
            {2020: "99", 2021: "98", 2022: "97", 2023: "96"},
            State.AT_RISK,
            id="a point a year down",
        ),
        pytest.param(
            {2020: "99", 2022: "98.8", 2024: "98.6", 2025: "98.5"},
            State.REACHED,
            id="down 0.1 a year: 98.0 in 2030",
        ),
        pytest.param({2021: "98", 2022: "97", 2023: "96"}, State.REACHED, id="three points only"),
        pytest.param(
            {2018: "99.9", 2019: "99.5", 2021: "98", 2022: "97", 2023: "96"},
            State.REACHED,
            id="years before the base are no trend of the plan",
        ),
        pytest.param(
            {2020: "90", 2021: "92", 2022: "94", 2023: "96"}, State.REACHED, id="on the way up"
        ),
        pytest.param({2025: "95"}, State.REACHED, id="a single year"),
    ],
)
def test_a_reached_target_is_at_risk_if_the_trend_leads_out_of_it(series, state):
    verdict = judge(AT_LEAST_95, evidence(series))

    assert (verdict.state, verdict.reached) == (state, True)


@pytest.mark.parametrize(
    ("series", "maintain", "state"),
    [
        # On average 0.76 a year down, and 0.2 to spare.
        pytest.param(
            {2020: "99", 2024: "97.5", 2025: "95.2"}, True, State.AT_RISK, id="nearly lost"
        ),
        pytest.param(
            {2020: "99", 2024: "97.5", 2025: "95.2"}, False, State.REACHED, id="not to be kept"
        ),
        pytest.param(
            {2020: "97", 2024: "96.5", 2025: "96"}, True, State.REACHED, id="two changes to spare"
        ),
        pytest.param(
            {2020: "97", 2024: "96.5", 2025: "95.5"}, True, State.AT_RISK, id="less than two"
        ),
        pytest.param(
            {2020: "95", 2024: "95.1", 2025: "95.2"}, True, State.REACHED, id="on the way up"
        ),
        pytest.param({2024: "97.5", 2025: "95.2"}, True, State.REACHED, id="two points only"),
    ],
)
def test_a_target_to_keep_is_at_risk_if_little_is_left_and_it_worsens(series, maintain, state):
    verdict = judge(bound("ge", "95", maintain=maintain), evidence(series))

    assert (verdict.state, verdict.reached) == (state, True)


@pytest.mark.parametrize(
    ("comparator", "state"),
    [
        pytest.param("ge", State.REACHED, id="≥"),
        pytest.param("gt", State.ON_TRACK, id="＞ is not reached, but the way is done"),
    ],
)
def test_equality_reaches_a_bound_only_if_it_is_inclusive(comparator, state):
    verdict = judge(bound(comparator, "98.5"), evidence({2020: "97", 2025: "98.5"}))

    assert verdict.state is state


# --- the target's year --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "now", "state"),
    [
        pytest.param(bound("le", "20"), "20", State.FINAL_REACHED, id="at most 20, 20"),
        pytest.param(bound("le", "20"), "20.1", State.FINAL_NEARLY, id="20.1 against 20"),
        pytest.param(bound("le", "20"), "20.2", State.FINAL_NEARLY, id="one per cent exactly"),
        pytest.param(bound("le", "20"), "20.3", State.FINAL_MISSED, id="more than one per cent"),
        pytest.param(AT_LEAST_95, "95", State.FINAL_REACHED, id="at least 95, 95"),
        pytest.param(AT_LEAST_95, "94.05", State.FINAL_NEARLY, id="one per cent of 95 short"),
        pytest.param(AT_LEAST_95, "94.04", State.FINAL_MISSED, id="within a point, not 1 %"),
        pytest.param(bound("lt", "8"), "8", State.FINAL_NEARLY, id="below 8, 8"),
        pytest.param(bound("lt", "8"), "7.99", State.FINAL_REACHED, id="below 8, 7.99"),
        pytest.param(bound("eq", "1"), "2", State.FINAL_REACHED, id="one school, two built"),
        pytest.param(bound("eq", "1"), "0", State.FINAL_MISSED, id="one school, none built"),
        pytest.param(bound("le", "0"), "0", State.FINAL_REACHED, id="none, and none"),
        pytest.param(bound("le", "0"), "1", State.FINAL_MISSED, id="none, but one"),
    ],
)
def test_in_its_year_a_target_is_reached_nearly_reached_or_missed(wanted, now, state):
    verdict = judge(wanted, evidence({2020: "50", 2030: now}))

    assert verdict.state is state
    assert verdict.ratio is None


def test_the_first_target_of_two_has_its_own_year():
    verdict = judge(bound("ge", "80", year=2025), evidence({2020: "62", 2025: "81"}))

    assert verdict.state is State.FINAL_REACHED


def test_after_its_year_a_target_is_judged_as_in_its_year():
    verdict = judge(bound("ge", "80", year=2025), evidence({2020: "62", 2026: "70"}))

    assert verdict.state is State.FINAL_MISSED


def test_a_missed_target_says_by_how_much():
    verdict = judge(AT_LEAST_95, evidence({2020: "84", 2030: "93.5"}))

    assert verdict.sentence == "2030年为93.5%，未达到2030年目标≥95%，差1.5个百分点。"


# --- about --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "ratio", "state"),
    [
        # Up from 30, band 44 to 46: 14 points to the nearer edge, half of the time gone.
        pytest.param("37", "1.00", State.ON_TRACK, id="half of the way to the edge"),
        pytest.param("34.2", "0.60", State.BEHIND, id="4.2 of 14"),
        pytest.param("44", None, State.REACHED, id="at the edge"),
        pytest.param("50", None, State.REACHED, id="beyond on the good side"),
    ],
)
def test_pace_towards_about_ends_at_the_nearer_edge(now, ratio, state):
    wanted = target(TargetKind.ABOUT, value="45")

    verdict = judge(wanted, evidence({2020: "30", 2025: now}))

    assert verdict.state is state
    assert verdict.ratio == (None if ratio is None else Decimal(ratio))


@pytest.mark.parametrize(
    ("direction", "now", "state"),
    [
        pytest.param(Direction.UP, "39", State.FINAL_REACHED, id="lower edge"),
        pytest.param(Direction.UP, "38.4", State.FINAL_MISSED, id="well below"),
        pytest.param(Direction.UP, "38.9", State.FINAL_MISSED, id="a little below: no 基本达标"),
        pytest.param(Direction.UP, "55", State.FINAL_REACHED, id="far above where up is better"),
        pytest.param(Direction.NEUTRAL, "41", State.FINAL_REACHED, id="upper edge"),
        pytest.param(Direction.NEUTRAL, "55", State.FINAL_MISSED, id="far above, no good side"),
    ],
)
def test_in_its_year_about_forty_is_its_band(direction, now, state):
    wanted = target(TargetKind.ABOUT, value="40")

    verdict = judge(
        wanted, evidence({2020: "30", 2030: now}, indicator=indicator(direction=direction))
    )

    assert verdict.state is state


def test_a_figure_that_overshot_about_has_to_fall():
    wanted = target(TargetKind.ABOUT, value="45")
    series = {2020: "40", 2025: "48"}

    verdict = judge(wanted, evidence(series, indicator=indicator(direction=Direction.NEUTRAL)))

    assert "年均下降0.40个百分点" in verdict.sentence  # from 48 to 46 in five years


# --- directions ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("series", "trend", "state"),
    [
        pytest.param(("50", "51", "52"), Trend.GOOD, State.ON_TRACK, id="up and up"),
        pytest.param(("50", "53", "52"), Trend.GOOD_BUT, State.ON_TRACK, id="up, then back a bit"),
        pytest.param(("50", "53", "53"), Trend.GOOD_BUT, State.ON_TRACK, id="up, then level"),
        pytest.param(("50", "47", "48"), Trend.TURNED, State.BEHIND, id="down, then up a bit"),
        pytest.param(("50", "49", "50"), Trend.TURNED, State.BEHIND, id="down and up again"),
        pytest.param(("50", "49", "48"), Trend.AGAINST, State.AWAY, id="down and down"),
        pytest.param(("50", "50", "50"), Trend.AGAINST, State.AWAY, id="nothing moved"),
        pytest.param(("50", "50.04"), Trend.AGAINST, State.AWAY, id="less than half a digit"),
        pytest.param(("50", "50.05"), Trend.GOOD, State.ON_TRACK, id="half a digit exactly"),
    ],
)
@pytest.mark.parametrize("sense", Sense)
def test_a_direction_is_judged_by_the_mean_and_the_last_change(series, trend, state, sense):
    figures = [
        Decimal(figure) if sense is Sense.INCREASE else 100 - Decimal(figure) for figure in series
    ]
    wanted = target(TargetKind.DIRECTION, sense=sense)

    verdict = judge(wanted, evidence(dict(enumerate(figures, 2020))))

    assert (verdict.trend, verdict.state) == (trend, state)


def test_the_trend_of_a_direction_is_that_of_the_last_six_values():
    # Up over all eight years, down over the last six, and up in the last.
    figures = ("40", "60", "58", "57", "56", "55", "54", "55")

    verdict = judge(
        target(TargetKind.DIRECTION, sense=Sense.INCREASE),
        evidence(dict(enumerate(figures, 2020))),
    )

    assert verdict.trend is Trend.TURNED
    assert verdict.reached is True  # better than the base all the same


def test_one_value_has_no_direction():
    verdict = judge(target(TargetKind.DIRECTION, sense=Sense.INCREASE), evidence({2025: "50"}))

    assert verdict.state is State.TOO_FEW


@pytest.mark.parametrize(
    ("sense", "now", "state"),
    [
        pytest.param(Sense.INCREASE, "50.1", State.FINAL_REACHED, id="higher, as wanted"),
        pytest.param(Sense.INCREASE, "50", State.FINAL_MISSED, id="as it was"),
        pytest.param(Sense.INCREASE, "49", State.FINAL_MISSED, id="lower, against the text"),
        pytest.param(Sense.DECREASE, "49", State.FINAL_REACHED, id="lower, as wanted"),
        pytest.param(Sense.DECREASE, "51", State.FINAL_MISSED, id="higher, against the text"),
    ],
)
def test_in_its_year_a_direction_is_held_against_the_base(sense, now, state):
    wanted = target(TargetKind.DIRECTION, sense=sense)

    verdict = judge(wanted, evidence({2020: "50", 2029: "70", 2030: now}))

    assert verdict.state is state


# --- references ---------------------------------------------------------------------------


def reference(comparator="ref_ge", **more):
    return target(
        TargetKind.REFERENCE, comparator=Comparator(comparator), reference="other", **more
    )


@pytest.mark.parametrize(
    ("now", "state"),
    [
        pytest.param("31", State.REACHED, id="equal"),
        pytest.param("32", State.REACHED, id="more"),
        # The gap was 10 and is 5; against the base year's reference it would be 4.
        pytest.param("26", State.ON_TRACK, id="half of the gap closed"),
        # 8 of 10 left: R 0.40
        pytest.param("23", State.HARD, id="a fifth of the gap closed"),
    ],
)
def test_a_reference_is_that_of_the_same_year(now, state):
    known = {2020: "30", 2024: "10", 2025: "31"}

    verdict = judge(reference(), evidence({2020: "20", 2025: now}, reference=known))

    assert verdict.state is state


def test_the_gap_to_a_reference_sets_the_pace():
    known = {2020: "30", 2025: "31"}

    verdict = judge(reference(), evidence({2020: "20", 2025: "26"}, reference=known))

    assert verdict.ratio == Decimal("1.00")


@pytest.mark.parametrize(
    "known",
    [
        pytest.param({}, id="never known"),
        pytest.param({2020: "30", 2024: "10"}, id="known for other years"),
    ],
)
def test_without_a_reference_of_the_year_it_cannot_be_decided(known):
    verdict = judge(
        reference(),
        evidence({2020: "20", 2025: "26"}, reference=known, reference_name="全国平均"),
    )

    assert verdict.state is State.UNDECIDABLE
    assert verdict.reached is None
    assert verdict.sentence == "没有2025年的参照值“全国平均”，无法比较。"


@pytest.mark.parametrize(
    ("now", "state"),
    [("29", State.FINAL_REACHED), ("31", State.FINAL_REACHED), ("33", State.FINAL_MISSED)],
)
def test_in_keeping_with_a_reference_is_neither_far_below_nor_far_above(now, state):
    verdict = judge(
        reference("ref_about"), evidence({2020: "20", 2030: now}, reference={2030: "30"})
    )

    assert verdict.state is state


# --- each unit ----------------------------------------------------------------------------

EACH_TOWNSHIP = bound("ge", "90", scope=Scope.EACH, each=Each.TOWNSHIP)


@pytest.mark.parametrize(
    ("reached", "state", "ratio"),
    [
        pytest.param(10, State.REACHED, None, id="all of them"),
        # From five of ten: 3 of the 5 that lagged, in half of the time.
        pytest.param(8, State.ON_TRACK, "1.20", id="eight of ten"),
        pytest.param(6, State.HARD, "0.40", id="six of ten"),
        pytest.param(4, State.AWAY, "-0.40", id="fewer than before"),
    ],
)
def test_a_target_for_each_unit_is_the_share_of_units_that_reach_it(reached, state, ratio):
    share = 10 * reached

    verdict = judge(
        EACH_TOWNSHIP,
        evidence(
            {2020: "50", 2025: str(share)}, current=counted(share, reached, 10), each_known=True
        ),
    )

    assert verdict.state is state
    assert verdict.ratio == (None if ratio is None else Decimal(ratio))
    assert f"2025年{reached}个达到、10个应达到" in verdict.sentence


@pytest.mark.parametrize("kind", [TargetKind.ABOUT, TargetKind.DIRECTION, TargetKind.REFERENCE])
def test_only_a_bound_can_be_demanded_of_each_unit(kind):
    wanted = target(kind, value="40", sense=Sense.INCREASE, scope=Scope.EACH, each=Each.TOWNSHIP)

    verdict = judge(wanted, evidence({2020: "30", 2025: "50"}, reference={2025: "9"}))

    assert (verdict.state, verdict.reached) == (State.NOT_JUDGED, None)
    assert "“每个单位”" in verdict.sentence


def test_units_that_lag_are_counted_and_named_not_called_a_small_sample():
    verdict = judge(
        EACH_TOWNSHIP,
        evidence(
            {2020: "50", 2030: "80"},
            current=counted(80, 8, 10),
            each_known=True,
            remark="未达到的：甲乡 85%、乙镇 88%。",
        ),
    )

    assert verdict.state is State.FINAL_MISSED
    assert "差2个。" in verdict.sentence
    assert verdict.sentence.endswith("未达到的：甲乡 85%、乙镇 88%。")
    assert Flag.SMALL not in verdict.flags


def test_a_unit_that_did_not_report_leaves_it_open_whether_each_reached():
    verdict = judge(
        EACH_TOWNSHIP,
        evidence(
            {2020: "50", 2025: "100"},
            current=counted(100, 9, 10, missing=("甲乡",)),
            each_known=True,
        ),
    )

    assert (verdict.state, verdict.reached) == (State.NO_DATA, None)
    assert "甲乡" in verdict.sentence


# --- gates --------------------------------------------------------------------------------


def test_while_units_are_missing_there_is_no_verdict():
    current = counted(96, 96, 100, missing=("500237101", "500237102"))

    verdict = judge(AT_LEAST_95, evidence({2020: "84", 2025: "96"}, current=current))

    assert (verdict.state, verdict.reached, verdict.ratio) == (State.NO_DATA, None, None)
    assert "还缺2个填报单位的数据（500237101、500237102）" in verdict.sentence


@pytest.mark.parametrize(
    ("current", "says"),
    [
        pytest.param(IndicatorValue(None), "没有这个指标的数据", id="no figures"),
        pytest.param(
            IndicatorValue(None, Decimal(3), Decimal(0)), "分母为0", id="nothing to divide by"
        ),
    ],
)
def test_without_a_value_there_is_no_verdict(current, says):
    verdict = judge(AT_LEAST_95, evidence({2020: "84"}, year=2025, current=current))

    assert (verdict.state, verdict.value) == (State.NO_DATA, None)
    assert says in verdict.sentence


def test_one_value_short_of_the_target_has_no_pace():
    verdict = judge(AT_LEAST_95, evidence({2025: "88.4"}))

    assert (verdict.state, verdict.reached) == (State.TOO_FEW, False)
    assert "还差6.6个百分点" in verdict.sentence


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (TargetKind.RATIO, "比例"),
        (TargetKind.SLOW_DOWN, "得到控制"),
        (TargetKind.KEEP, "保持合理比例"),
        (TargetKind.BALANCE, "趋于平衡"),
        (TargetKind.CHANGE, "相对基期变化"),
        (TargetKind.YEARLY_CHANGE, "年均变化"),
        (TargetKind.MILESTONE, "任务"),
    ],
)
def test_a_kind_that_is_not_judged_says_so_with_the_words_of_the_text(kind, word):
    wanted = target(kind, value="2", sentence="达到规划要求")

    verdict = judge(wanted, evidence({2020: "1", 2025: "3"}))

    assert verdict.state == "暂不评价"
    assert verdict.reached is None
    assert f"“{word}”" in verdict.sentence
    assert "达到规划要求" in verdict.sentence


def test_a_target_for_a_part_of_the_place_is_not_judged():
    wanted = bound("ge", "95", scope=Scope.PART, scope_words="每个3万人以上乡镇")

    verdict = judge(wanted, evidence({2020: "84", 2025: "96"}))

    assert verdict.state is State.NOT_JUDGED
    assert "每个3万人以上乡镇" in verdict.sentence


@pytest.mark.parametrize("scope", [Scope.URBAN, Scope.RURAL])
def test_a_demand_on_town_or_country_alone_is_not_held_against_the_whole_place(scope):
    verdict = judge(bound("ge", "95", scope=scope), evidence({2020: "84", 2025: "96"}))

    assert verdict.state is State.NOT_JUDGED
    assert texts.SCOPES[scope.value] in verdict.sentence


def test_what_each_township_owes_is_not_judged_on_a_figure_of_the_whole_place():
    wanted = bound("ge", "95", scope=Scope.EACH, each=Each.TOWNSHIP)

    verdict = judge(wanted, evidence({2020: "84", 2025: "96"}))

    assert verdict.state is State.NOT_JUDGED


def test_what_each_institution_owes_is_judged_on_a_share_and_not_on_a_count():
    wanted = bound("ge", "1", scope=Scope.EACH, each=Each.INSTITUTION, unit="名")

    share = judge(wanted, evidence({2020: "84", 2025: "100"}))
    count = judge(wanted, evidence({2020: "84", 2025: "100"}, indicator=indicator(unit="名")))

    assert (share.state, count.state) == (State.REACHED, State.NOT_JUDGED)


def test_a_reference_to_what_no_statistics_measure_is_left_to_people():
    wanted = target(
        TargetKind.REFERENCE,
        comparator=Comparator.REF_ABOUT,
        reference="",
        reference_words="实际需求",
    )

    verdict = judge(wanted, evidence({2020: "84", 2025: "96"}))

    assert verdict.state is State.NOT_JUDGED
    assert "“实际需求”没有对应的统计指标" in verdict.sentence


def test_what_no_form_asks_is_no_data_with_that_reason():
    unasked = IndicatorValue(None, unasked=("农村卫生厕所户数",))

    verdict = judge(bound("ge", "95"), evidence({2020: "84"}, year=2025, current=unasked))

    assert verdict.state is State.NO_DATA
    assert "还没有报表填报“农村卫生厕所户数”" in verdict.sentence


# --- marks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("series", "flags"),
    [
        pytest.param({2020: "84", 2025: "88"}, (Flag.FIRST,), id="two points are preliminary"),
        pytest.param({2020: "84", 2024: "86", 2025: "88"}, (), id="three are not"),
        pytest.param(
            {2020: "84", 2021: "84", 2022: "85"}, (Flag.EARLY,), id="two years of ten are early"
        ),
        pytest.param({2020: "84", 2022: "85", 2023: "86"}, (), id="three years are not"),
        pytest.param({2020: "84", 2021: "85"}, (Flag.FIRST, Flag.EARLY), id="the first year"),
    ],
)
def test_few_points_and_early_years_are_marked(series, flags):
    assert judge(AT_LEAST_95, evidence(series)).flags == flags


def test_the_first_two_years_of_a_plan_are_early_for_an_interim_target_too():
    verdict = judge(bound("ge", "95", year=2025), evidence({2020: "90", 2021: "90", 2022: "91"}))

    assert verdict.flags == (Flag.EARLY,)


@pytest.mark.parametrize(
    ("current", "small"),
    [
        pytest.param(counted(50, 1, 2000), True, id="one death"),
        pytest.param(counted(50, 0, 2000), True, id="none"),
        pytest.param(counted(50, 19, 38000), True, id="nineteen"),
        pytest.param(counted(50, 20, 40000), False, id="twenty"),
        pytest.param(IndicatorValue(Decimal(50), Decimal(5)), False, id="a figure, not a rate"),
        pytest.param(IndicatorValue(Decimal(50)), False, id="no counts known"),
    ],
)
def test_a_rate_of_fewer_than_twenty_events_is_marked_as_a_small_sample(current, small):
    wanted = bound("le", "12", unit="1/10万")

    verdict = judge(wanted, evidence({2020: "60", 2025: "50"}, current=current, indicator=DEATHS))

    assert (Flag.SMALL in verdict.flags) is small


def test_the_counts_of_a_small_sample_are_printed_and_do_not_change_the_state():
    wanted = bound("le", "12", unit="1/10万", year=2025)

    verdict = judge(
        wanted,
        evidence({2020: "60", 2025: "50"}, current=counted(50, 1, 2000), indicator=DEATHS),
    )

    assert verdict.state is State.FINAL_MISSED
    assert "分子1，分母2\u202f000。" in verdict.sentence


# --- all values ---------------------------------------------------------------------------

BETTER = (
    (State.NOT_KEPT, State.AWAY, State.FINAL_MISSED),
    (State.HARD,),
    (State.BEHIND, State.FINAL_NEARLY),
    (State.ON_TRACK,),
    (State.AT_RISK,),  # a reached target ranks above every unreached one
    (State.REACHED, State.FINAL_REACHED),
)
RANK = {state: rank for rank, states in enumerate(BETTER) for state in states}
percents = st.decimals(0, 120, places=1)
earlier_years = st.dictionaries(st.integers(2020, 2024), percents, min_size=1)
bounds = st.builds(
    bound,
    st.sampled_from(["ge", "gt", "le", "lt", "eq"]),
    percents.map(str),
    year=st.sampled_from([2025, 2026, 2030]),
    maintain=st.booleans(),
)


def judged(wanted, history, now):
    return judge(wanted, evidence({**history, 2025: now}))


@given(bounds, earlier_years, percents, percents)
def test_a_value_farther_on_the_good_side_never_gets_a_worse_state(wanted, history, one, other):
    down = wanted.comparator in (Comparator.LE, Comparator.LT)
    worse, better = sorted([one, other], reverse=down)

    states = [judged(wanted, history, now).state for now in (worse, better)]

    if State.TOO_FEW not in states:
        assert RANK[states[0]] <= RANK[states[1]]


@given(bounds, earlier_years, percents)
def test_the_number_against_the_target_is_never_overruled(wanted, history, now):
    demanded = Decimal(wanted.value)
    meets = {
        Comparator.GE: now >= demanded,
        Comparator.EQ: now >= demanded,
        Comparator.GT: now > demanded,
        Comparator.LE: now <= demanded,
        Comparator.LT: now < demanded,
    }[wanted.comparator]

    verdict = judged(wanted, history, now)

    assert verdict.reached is meets
    reached_states = (State.REACHED, State.AT_RISK, State.FINAL_REACHED)
    assert (verdict.state in reached_states) is meets


@given(bounds, earlier_years, percents)
def test_only_in_its_year_a_target_is_called_final(wanted, history, now):
    final = (State.FINAL_REACHED, State.FINAL_NEARLY, State.FINAL_MISSED)

    assert (judged(wanted, history, now).state in final) is (wanted.year == 2025)


@given(bounds, earlier_years, percents)
def test_the_ratio_is_what_the_method_set_defines(wanted, history, now):
    verdict = judged(wanted, history, now)

    if verdict.ratio is not None:
        year, base = points(history)[0].year, points(history)[0].value
        done = (now - base) / (Decimal(wanted.value) - base)
        elapsed = Decimal(2025 - year) / (wanted.year - year)
        assert verdict.ratio == pytest.approx(done / elapsed, abs=Decimal("0.00501"))


@given(st.sampled_from(TargetKind), st.sampled_from(Scope), earlier_years | st.just({}), percents)
def test_every_target_gets_one_state_and_a_sentence(kind, scope, history, now):
    wanted = target(
        kind,
        value="95",
        sense=Sense.INCREASE,
        comparator=Comparator.REF_GE if kind is TargetKind.REFERENCE else Comparator.GE,
        scope=scope,
        each=Each.TOWNSHIP if scope is Scope.EACH else None,
    )

    verdict = judge(
        wanted, evidence({**history, 2025: now}, current=counted(now, 5, 10), reference={2025: "9"})
    )

    assert verdict.state in State
    assert verdict.sentence.endswith("。")
    assert "{" not in verdict.sentence
