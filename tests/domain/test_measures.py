from decimal import Decimal
from fractions import Fraction

import pytest

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.measures import MEASURES, converted, converts, factor, others


@pytest.mark.parametrize(
    ("number", "unit", "other", "result"),
    [
        ("12345", "人", "万人", Fraction("1.2345")),
        ("12345", "人", "千人", Fraction("12.345")),
        ("1.5", "万户", "户", Fraction(15_000)),
        ("123456", "万元", "亿元", Fraction("12.3456")),
        ("10", "亩", "公顷", Fraction(2, 3)),
        ("15000", "亩", "千公顷", Fraction(1)),
        ("500", "平方米", "万平方米", Fraction("0.05")),
        ("300", "个", "万个", Fraction("0.03")),
    ],
)
def test_a_figure_is_told_exactly_in_another_unit(number, unit, other, result):
    assert converted(Decimal(number), unit, other) == result


def test_what_does_not_convert_is_said_with_what_would():
    with pytest.raises(DefinitionError, match="“人”不能换算成“万元”，可以换算成：千人、万人"):
        factor("人", "万元")
    with pytest.raises(DefinitionError, match="没有可以换算的其他单位"):
        factor("%", "万人")


def test_every_unit_that_converts_is_a_known_one_and_converts_back():
    pairs = [(a, b) for a in MEASURES for b in MEASURES if a != b and converts(a, b)]

    assert ("户", "万户") in pairs
    assert all(factor(a, b) * factor(b, a) == 1 for a, b in pairs)
    assert not converts("人", "户")


def test_the_units_into_which_a_forms_figures_convert_are_those_of_their_families():
    assert others(["人", "%"]) == ("千人", "万人")
    assert others(["户", "万户"]) == ("户", "万户")
    assert others(["岁"]) == ()
