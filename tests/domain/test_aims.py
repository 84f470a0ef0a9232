from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.aims import NoAimError, aim_of, meets_bound
from fuer_desktop.domain.indicators import Direction
from fuer_desktop.domain.plans import Comparator, Scope, TargetKind
from fuer_desktop.domain.trends import Point
from tests.domain.builders import bound, indicator, target

UP, DOWN, NEUTRAL = Direction.UP, Direction.DOWN, Direction.NEUTRAL
figures = st.decimals(-1000, 1000, places=3)


def aim(wanted, reference=None, direction=UP, unit="%"):
    return aim_of(wanted, indicator(direction=direction, unit=unit), reference or {}, "参照指标")


def about(value, **more):
    return target(TargetKind.ABOUT, value=value, **more)


def in_2025(figure):
    return Point(2025, Decimal(figure))


# --- bounds -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comparator", "below", "at", "above"),
    [
        pytest.param("ge", False, True, True, id="≥ is inclusive"),
        pytest.param("gt", False, False, True, id="＞ is not met by equality"),
        pytest.param("le", True, True, False, id="≤ is inclusive"),
        pytest.param("lt", True, False, False, id="＜ is not met by equality"),
        pytest.param("eq", False, True, True, id="a number without sign means at least"),
    ],
)
def test_a_bound_is_met_as_its_sign_says(comparator, below, at, above):
    wanted = bound(comparator, "98.5")

    met = [aim(wanted).reached(in_2025(figure)) for figure in ("98.49", "98.5", "98.51")]

    assert met == [below, at, above]


@given(figures, figures, st.sampled_from(["ge", "gt", "le", "lt"]))
def test_the_number_against_the_target_decides(demanded, figure, comparator):
    expected = {
        "ge": figure >= demanded,
        "gt": figure > demanded,
        "le": figure <= demanded,
        "lt": figure < demanded,
    }[comparator]

    wanted = bound(comparator, str(demanded))

    assert aim(wanted).reached(in_2025(figure)) is expected
    assert meets_bound(wanted, figure) is expected


def test_a_value_that_would_only_round_to_the_bound_does_not_meet_it():
    assert not aim(bound("ge", "95")).reached(in_2025("94.96"))


@pytest.mark.parametrize(
    ("comparator", "value", "unit", "text"),
    [
        pytest.param("ge", "95", "%", "≥95%", id="at least"),
        pytest.param("lt", "8", "1/10万", "＜8/10万", id="below, per hundred thousand"),
        pytest.param("le", "4.4", "‰", "≤4.4‰", id="at most"),
        pytest.param("eq", "1", "所", "1所", id="a number without sign"),
    ],
)
def test_a_bound_is_written_as_printed(comparator, value, unit, text):
    assert aim(bound(comparator, value, unit=unit)).text == text


# --- about --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("direction", "figure", "reached"),
    [
        pytest.param(NEUTRAL, "38.9", False, id="below the band"),
        pytest.param(NEUTRAL, "39", True, id="at its lower edge"),
        pytest.param(NEUTRAL, "40", True, id="in the middle"),
        pytest.param(NEUTRAL, "41", True, id="at its upper edge"),
        pytest.param(NEUTRAL, "41.1", False, id="above the band"),
        pytest.param(UP, "38.9", False, id="below it where up is better"),
        pytest.param(UP, "39", True, id="lower edge where up is better"),
        pytest.param(UP, "60", True, id="beyond it on the good side, up"),
        pytest.param(DOWN, "41.1", False, id="above it where down is better"),
        pytest.param(DOWN, "41", True, id="upper edge where down is better"),
        pytest.param(DOWN, "10", True, id="beyond it on the good side, down"),
    ],
)
def test_about_forty_per_cent_is_one_point_either_way_and_open_on_the_good_side(
    direction, figure, reached
):
    assert aim(about("40"), direction=direction).reached(in_2025(figure)) is reached


@pytest.mark.parametrize(
    ("wanted", "band"),
    [
        pytest.param(about("40"), ("39", "41"), id="a share: one point"),
        pytest.param(about("40", unit="人"), ("39.2", "40.8"), id="else two per cent"),
        pytest.param(
            about("40", tolerance=Decimal("2.5")), ("37.5", "42.5"), id="what the office confirmed"
        ),
        pytest.param(about("40", tolerance=Decimal(0)), ("40", "40"), id="even none"),
    ],
)
def test_the_band_of_about(wanted, band):
    assert aim(wanted, direction=NEUTRAL).band == tuple(map(Decimal, band))


def test_the_way_to_about_ends_at_the_nearer_edge():
    found = aim(about("45"), direction=NEUTRAL)

    assert found.shortfall(in_2025("30")) == 14
    assert found.shortfall(in_2025("50")) == 4
    assert found.text == "45%左右（44—46）"


# --- references ---------------------------------------------------------------------------


def reference(comparator, **more):
    return target(
        TargetKind.REFERENCE, comparator=Comparator(comparator), reference="other", **more
    )


def test_a_reference_is_the_other_value_of_the_same_year():
    found = aim(reference("ref_ge"), {2024: Decimal(20), 2025: Decimal(30)})

    assert not found.reached(in_2025("29"))
    assert found.reached(in_2025("30"))
    assert found.reached(Point(2024, Decimal(29)))


def test_without_a_reference_of_that_year_nothing_can_be_said():
    found = aim(reference("ref_ge"), {2024: Decimal(20), 2026: Decimal(20)})

    with pytest.raises(NoAimError, match="没有2025年的参照值“参照指标”"):
        found.reached(in_2025("30"))
    assert not found.known_reached(in_2025("30"))


@pytest.mark.parametrize(
    ("figure", "reached"), [("28.9", False), ("29", True), ("31", True), ("31.1", False)]
)
def test_in_keeping_with_a_reference_is_a_band_around_it(figure, reached):
    found = aim(reference("ref_about"), {2024: Decimal(20), 2025: Decimal(30), 2026: Decimal(40)})

    assert found.reached(in_2025(figure)) is reached


# --- each unit, and the rest --------------------------------------------------------------


def test_a_target_for_each_unit_is_reached_when_all_of_them_reached():
    found = aim(bound("ge", "90", scope=Scope.EACH, each="township"))

    assert not found.reached(in_2025("96"))  # of the units, though 96 is more than 90
    assert found.reached(in_2025("100"))
    assert found.text == "全部达到"


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for kind in TargetKind
        if kind not in (TargetKind.BOUND, TargetKind.ABOUT, TargetKind.REFERENCE)
    ],
)
def test_a_kind_without_a_number_to_reach_has_no_aim(kind):
    with pytest.raises(NoAimError, match="原文如此"):
        aim(target(kind, value="1"))
