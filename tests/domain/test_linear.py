"""Expressions as sums of unknowns."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.expressions import parse_formula
from fuer_desktop.domain.linear import Linear, Quotient, quotient

NAMES = {"a": 0, "b": 1, "c": 2}


def read(text):
    return quotient(
        parse_formula(text, NAMES),
        lambda ref: Quotient(Linear(factors={NAMES[ref.name]: Fraction(1)})),
    )


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("a + b - c", 2 + 3 - 7),
        ("(a + b) * 2 - c / 4", 10 - Fraction(7, 4)),
        ("a / b * 100", Fraction(200, 3)),
        ("100 * a / (b + c)", 20),
        ("a / c - b / c", Fraction(-1, 7)),
    ],
)
def test_what_an_expression_is_worth(text, worth):
    values = {0: Fraction(2), 1: Fraction(3), 2: Fraction(7)}
    found = read(text)
    assert found.above.at(values) / found.below.at(values) == worth


@pytest.mark.parametrize("text", ["a * b", "a / b - b / c", "a / (b - b)"])
def test_what_is_no_quotient_of_sums(text):
    assert read(text) is None


def test_a_name_without_value_leaves_nothing():
    assert quotient(parse_formula("a + 1", NAMES), lambda _: None) is None


@given(st.lists(st.integers(-9, 9), min_size=3, max_size=3), st.integers(-9, 9))
def test_sums_add_up(numbers, times):
    values = {i: Fraction(n) for i, n in enumerate(numbers)}
    first, second = read("a + 2 * b").above, read("c - a + 1").above
    together = first.plus(second, Fraction(times))
    assert together.at(values) == first.at(values) + times * second.at(values)
