"""Scales: few round ticks around the values."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.charts.scale import scale_of, years_of


def scale(values, decimals=1, *, percent=False):
    """The scale for values given as text."""
    return scale_of([Decimal(value) for value in values.split()], decimals, percent=percent)


def test_a_scale_starts_at_zero_where_zero_is_near():
    assert scale("4 33").low == 0
    assert scale("88 95").low > 80


def test_a_scale_never_goes_below_zero_for_values_that_cannot():
    assert scale("0 0").low == 0
    assert scale("0.3 0.4").low == 0


def test_there_is_room_for_a_label_above_the_highest_value():
    highest = scale("88 95")
    assert (highest.high - 95) / (highest.high - highest.low) > Decimal("0.1")


def test_ticks_of_whole_numbers_are_whole():
    assert scale("3 4", decimals=0).decimals == 0


def test_percentages_have_no_tick_above_a_hundred():
    assert max(scale("99.5 100", percent=True).ticks) <= 100
    assert max(scale("60 130", percent=True).ticks) > 100


@given(
    st.integers(0, 4).flatmap(
        lambda places: st.tuples(
            st.just(places),
            st.lists(st.decimals(-(10**11), 10**11, places=places), min_size=1, max_size=8),
        )
    ),
    st.booleans(),
)
def test_any_values_have_two_to_four_even_ticks(case, percent):
    decimals, values = case
    found = scale_of(values, decimals, percent=percent)
    assert found.low <= min(values) <= max(values) < found.high
    assert 2 <= len(found.ticks) <= 4
    steps = {later - earlier for earlier, later in zip(found.ticks, found.ticks[1:], strict=False)}
    assert len(steps) == 1
    assert all(found.low <= tick <= found.high for tick in found.ticks)
    assert found.decimals <= decimals


@pytest.mark.parametrize(
    ("first", "last", "room", "years"),
    [
        (2020, 2025, 10, [2020, 2021, 2022, 2023, 2024, 2025]),
        (2020, 2030, 6, [2020, 2022, 2024, 2026, 2028, 2030]),
        (2019, 2030, 7, [2019, 2021, 2023, 2025, 2027, 2030]),
        (2025, 2025, 1, [2025]),
        (2025, 2026, 1, [2026]),
    ],
)
def test_year_ticks_keep_the_last_year_and_do_not_crowd(first, last, room, years):
    assert years_of(first, last, room, (last, first)) == years
