from decimal import Decimal
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.trends import slope, yearly_change
from tests.domain.builders import points

series = st.dictionaries(
    st.integers(2010, 2035), st.integers(-1000, 1000), min_size=2, max_size=12
).map(points)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(
            {2020: "95.1", 2021: "95.6", 2022: "96.0", 2023: "89.0", 2024: "96.9", 2025: "97.2"},
            "0.42",
            id="one bad year in six does not matter (A11.6)",
        ),
        pytest.param({2020: "50", 2021: "52"}, "2", id="two points make one slope"),
        pytest.param({2020: "50", 2025: "60"}, "2", id="distances are real years"),
        pytest.param({2020: "50", 2021: "51", 2024: "63"}, "3.25", id="1, 13/4 and 4: the middle"),
        pytest.param({2020: "5", 2021: "5", 2022: "5"}, "0", id="flat"),
        pytest.param(
            {2018: "99", 2019: "98", 2020: "1", 2021: "2", 2022: "3", 2023: "4", 2024: "5"}
            | {2025: "6"},
            "1",
            id="only the last six values",
        ),
    ],
)
def test_the_slope_is_the_median_of_all_pairs(values, expected):
    assert slope(points(values)).quantize(Decimal("0.01")) == Decimal(expected)


@given(series)
def test_the_slope_is_what_the_definition_says(known):
    recent = known[-6:]
    pairs = [
        Fraction(b.value - a.value) / (b.year - a.year)
        for a in recent
        for b in recent
        if a.year < b.year
    ]

    assert float(slope(known)) == pytest.approx(float(median(pairs)))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({2020: "84.0", 2025: "88.4"}, "0.88", id="4.4 points in five years"),
        pytest.param({2020: "10", 2021: "99", 2022: "8"}, "-1", id="only the ends matter"),
        pytest.param(
            {2020: "90", 2021: "80", 2022: "10", 2023: "1", 2024: "2", 2025: "3", 2026: "4"}
            | {2027: "15"},
            "1",
            id="only the last six values",
        ),
    ],
)
def test_the_yearly_change_is_the_mean_over_the_recent_years(values, expected):
    assert yearly_change(points(values)) == Decimal(expected)
