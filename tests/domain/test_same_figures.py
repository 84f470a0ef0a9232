"""The same number asked of two departments is held against each other by itself."""

from dataclasses import replace

import pytest

from fuer_desktop.domain.checking import Checker
from fuer_desktop.domain.forms import Column, Row
from fuer_desktop.domain.printing import printed
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.same_figures import same_figure_rules
from fuer_desktop.domain.spots import Source
from fuer_desktop.domain.values import CellKey, number
from tests.domain.builders import form, table

TOTAL, WOMEN = Column("1", "合计"), Column("2", "女", breakdown="female")
PEOPLE = Row("人口", "01", unit="人", element="population")
COUNTED_AGAIN = Row("人口", "07", unit="人", element="population_seen", same_as="population")

PRINCIPAL = form(table((PEOPLE,), (TOTAL, WOMEN)), code="FE-TJ09", title="人口表")


def second(*columns):
    made = form(table((COUNTED_AGAIN,), columns), code="FE-WJ09")
    return replace(made, rules=tuple(same_figure_rules(made, {"FE-TJ09": PRINCIPAL})))


def findings(made, here, there):
    checker = Checker(made, {"FE-TJ09": PRINCIPAL})
    return checker.check(in_row("07", here), beside={Source("FE-TJ09"): in_row("01", there)})


def in_row(row, figures):
    return {CellKey("1", row, column): number(figure) for column, figure in figures.items()}


def test_two_departments_that_give_different_figures_are_asked_to_agree():
    found = findings(second(TOTAL), {"1": 98}, {"1": 100})

    assert [(one.rule, one.severity, one.left, one.right) for one in found] == [
        ("FE-WJ09.S07", RuleClass.C, 98, 100)
    ]
    assert "《人口表》" in found[0].message


def test_figures_that_agree_are_not_mentioned():
    assert findings(second(TOTAL), {"1": 100}, {"1": 100}) == []


@pytest.mark.parametrize("women", [WOMEN, Column("9", "其中女性", breakdown="female")])
def test_columns_are_compared_by_what_they_count_and_not_by_their_code(women):
    town = Column("3" if women is WOMEN else "2", "城镇", breakdown="urban")
    here = {"1": 100, women.code: 51, town.code: 60}

    found = findings(second(TOTAL, women, town), here, {"1": 100, "2": 50})

    assert [one.cells[0].column for one in found] == [women.code]


def test_the_rule_prints_like_any_other():
    made = second(TOTAL)

    text = printed(made.rules[0].says, made, "1", {"FE-TJ09": PRINCIPAL})

    assert text == "07(1) = FE-TJ09.表1.01(1)"


def test_without_the_other_form_there_is_nothing_to_compare_with():
    made = form(table((COUNTED_AGAIN,)), code="FE-WJ09")

    assert list(same_figure_rules(made, {})) == []
