from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.forms import Column, Row
from fuer_desktop.domain.rules import Over
from fuer_desktop.domain.telling import told_in
from fuer_desktop.domain.values import CellKey, number
from tests.domain.builders import form, formula, relation, table

ROWS = (
    Row("一、人口"),
    Row("常住人口", "01", unit="人", element="people"),
    Row("城镇", "02", unit="人", element="urban"),
    Row("农村", "03", unit="人", element="rural"),
    Row("城镇化率", "04", unit="%", computed=formula("02 / 01 * 100", "01", "02"), decimals=2),
    Row("两项合计", "05", unit="人", computed=formula("02 + 03", "02", "03")),
    Row("村", "06", unit="个", element="villages"),
)
COLUMNS = (
    Column("1", "合计"),
    Column("2", "女", breakdown="female"),
    Column("3", "男", breakdown="male"),
    Column("4", "女性占比（%）", computed=formula("2 / 1 * 100", "1", "2"), decimals=2),
)
FORM = form(
    table(ROWS, COLUMNS),
    relations=(
        relation("1 = 2 + 3", over=Over.COLUMNS, code="R1"),
        relation("01 = 02 + 03", code="R2"),
    ),
)
PEOPLE = st.integers(0, 900_000)


def values_of(women_and_men):
    """Typed figures in which both rules hold: (urban women, urban men, rural women, rural men)."""
    a, b, c, d = women_and_men
    grid = {"02": (a + b, a, b), "03": (c + d, c, d), "01": (a + b + c + d, a + c, b + d)}
    typed = {
        CellKey("1", row, column): number(figure)
        for row, figures in grid.items()
        for column, figure in zip("123", figures, strict=True)
    }
    return typed | {CellKey("1", "06", column): number(3) for column in "123"}


def test_only_figures_in_a_unit_that_converts_are_told():
    told = told_in(FORM, values_of((12_345, 23_456, 34_567, 45_678)), "万人")

    assert {key.row for key in told.numbers} == {"01", "02", "03", "05"}
    assert {key.column for key in told.numbers} == {"1", "2", "3"}
    assert told.numbers[CellKey("1", "01", "1")] == Decimal("11.60")
    assert told.is_whole


def test_a_form_without_a_unit_that_converts_says_which_it_has():
    with pytest.raises(DefinitionError, match=r"FE-CS01没有可以换算成“万元”的计量单位.*人、%、个"):
        told_in(FORM, values_of((1, 2, 3, 4)), "万元")


@given(st.tuples(PEOPLE, PEOPLE, PEOPLE, PEOPLE))
def test_rules_and_derived_sums_hold_in_the_told_figures(figures):
    told = told_in(FORM, values_of(figures), "万人")
    found = {(key.row, key.column): Fraction(n) for key, n in told.numbers.items()}

    assert told.is_whole
    for row in ("01", "02", "03", "05"):
        assert found[row, "1"] == found[row, "2"] + found[row, "3"]
    for column in "123":
        assert found["01", column] == found["02", column] + found["03", column]
        assert found["05", column] == found["02", column] + found["03", column]


def test_a_cell_that_is_not_filled_is_nothing_in_a_sum():
    values = values_of((12_345, 0, 34_567, 0))
    del values[CellKey("1", "02", "3")]

    told = told_in(FORM, values, "万人")

    assert CellKey("1", "02", "3") not in told.numbers
    assert told.is_whole
