from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.indicators import IndicatorValue, Total, compute, total
from fuer_desktop.domain.values import DataValue, Kind, number
from tests.domain.builders import indicator, value

counts = st.integers(0, 10**9)


def units(*contents):
    return [(f"U{place}", value(content)) for place, content in enumerate(contents, 1)]


def looking_up(**totals):
    known = {name: total(units(*contents)) for name, contents in totals.items()}
    return lambda name: known[name]


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        pytest.param([3, 4], Total(number(7)), id="numbers add up"),
        pytest.param([3, 0], Total(number(3)), id="zero is a number"),
        pytest.param(["0.1", "0.2"], Total(number("0.3")), id="exactly"),
        pytest.param([3, Kind.NOT_APPLICABLE], Total(number(3)), id="不适用 adds nothing"),
        pytest.param([3, Kind.INCLUDED], Total(number(3)), id="并入 adds nothing"),
        pytest.param([3, Kind.BLANK], Total(number(3), ("U2",)), id="未填 is missing"),
        pytest.param([Kind.NO_DATA, 3], Total(number(3), ("U1",)), id="无数据 is missing"),
        pytest.param([3, Kind.EXEMPT], Total(number(3)), id="免报 adds nothing"),
        pytest.param(
            [Kind.BLANK, 3, Kind.NO_DATA], Total(number(3), ("U1", "U3")), id="all are named"
        ),
        pytest.param([], Total(DataValue(Kind.BLANK)), id="nobody files it"),
        pytest.param([Kind.EXEMPT] * 2, Total(DataValue(Kind.EXEMPT)), id="all are exempt"),
        pytest.param(
            [Kind.EXEMPT, Kind.BLANK], Total(DataValue(Kind.BLANK), ("U2",)), id="one is not"
        ),
        pytest.param(
            [Kind.NOT_APPLICABLE] * 2, Total(DataValue(Kind.NOT_APPLICABLE)), id="applies nowhere"
        ),
        pytest.param(
            [Kind.NOT_APPLICABLE, Kind.BLANK],
            Total(DataValue(Kind.BLANK), ("U2",)),
            id="no number and one missing",
        ),
    ],
)
def test_an_element_is_summed_over_units(contents, expected):
    assert total(units(*contents)) == expected


def test_a_rate_is_computed_from_summed_counts_never_averaged():
    found = compute(indicator(), looking_up(reached=[1, 90], due=[10, 90]))

    assert found == IndicatorValue(Decimal(91), Decimal(91), Decimal(100))  # not (10 + 100) / 2


@given(st.lists(st.tuples(counts, counts), min_size=1), st.randoms(use_true_random=False))
def test_a_rate_is_the_quotient_of_the_sums_in_whatever_order_units_come(pairs, random):
    shuffled = list(pairs)
    random.shuffle(shuffled)
    one, other = (
        compute(indicator(), looking_up(reached=[a for a, _ in some], due=[b for _, b in some]))
        for some in (pairs, shuffled)
    )
    reached, due = (sum(column) for column in zip(*pairs, strict=True))

    assert one == other
    assert (one.numerator, one.denominator) == (reached, due)
    if due == 0:
        assert one.value is None
    else:
        exact = Fraction(100 * reached, due)
        assert abs(Fraction(one.value) - exact) <= exact * Fraction(1, 10**24)


@pytest.mark.parametrize(
    ("reached", "due", "expected"),
    [
        pytest.param([1], [2000], "0.05", id="one of two thousand"),
        pytest.param([0], [2000], "0", id="none of two thousand"),
        pytest.param([0], [0], None, id="none of none"),
        pytest.param([1], [0], None, id="one of none"),
        pytest.param([Kind.NO_DATA], [5], None, id="no numerator"),
        pytest.param([5], [Kind.BLANK], None, id="no denominator"),
        pytest.param([Kind.NOT_APPLICABLE], [5], None, id="a numerator that applies nowhere"),
    ],
)
def test_a_rate_stands_where_both_counts_are_known(reached, due, expected):
    found = compute(indicator(), looking_up(reached=reached, due=due))

    assert found.value == (None if expected is None else Decimal(expected))


def test_the_counts_stay_with_a_rate_that_cannot_be_computed():
    found = compute(indicator(), looking_up(reached=[3], due=[0]))

    assert (found.numerator, found.denominator) == (3, 0)


def test_one_death_in_two_thousand_births_is_fifty_in_a_hundred_thousand():
    found = compute(indicator(multiplier=100000), looking_up(reached=[1], due=[2000]))

    assert found.value == 50


def test_a_figure_that_is_itself_the_indicator_needs_no_denominator():
    beds = indicator(denominator=None, multiplier=1, unit="张")

    assert compute(beds, looking_up(reached=[120, 30])) == IndicatorValue(Decimal(150))


def test_a_numerator_may_be_a_sum_and_a_difference():
    wide = indicator(numerator="reached + more - less")

    found = compute(wide, looking_up(reached=[50], more=[20], less=[10], due=[80]))

    assert found.value == 75
    assert list(wide.elements) == ["reached", "more", "less", "due"]


def test_units_that_owe_any_count_are_named_once_in_order():
    found = compute(
        indicator(),
        looking_up(reached=[Kind.BLANK, 1, Kind.BLANK], due=[Kind.BLANK, Kind.BLANK, 9]),
    )

    assert found.missing == ("U1", "U2", "U3")


def test_what_is_there_is_computed_even_while_units_are_missing():
    found = compute(indicator(), looking_up(reached=[9, Kind.BLANK], due=[10, Kind.BLANK]))

    assert (found.value, found.missing) == (90, ("U2",))
