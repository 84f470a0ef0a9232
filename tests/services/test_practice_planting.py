"""Planted mistakes: always wrong, never two in one cell, of the kinds that people make."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.checking import Checker
from fuer_desktop.domain.values import BLANK, CellKey, number
from fuer_desktop.formats import definitions
from fuer_desktop.services.practice_planting import MOST, Slip, Truth, plant

FORM = """
[form]
code = "T1"
version = 1
title = "试验表"
frequency = "年报"
filed_by = "township"
period = "calendar"

[[form.table]]
code = "1"
title = ""

[[form.table.column]]
code = "1"
title = "合计"

[[form.table.column]]
code = "2"
title = "女"
breakdown = "female"

[[form.table.column]]
code = "3"
title = "男"
breakdown = "male"

[[form.table.row]]
code = "01"
title = "人口"
unit = "人"
element = "people"

[[form.table.row]]
code = "02"
title = "其中儿童"
unit = "人"
element = "children"

[[form.table.row]]
code = "03"
title = "学生"
unit = "人"
element = "pupils"

[[form.table.row]]
code = "04"
title = "经费"
unit = "万元"
element = "money"
decimals = 2

[[form.table.row]]
code = "05"
title = "教师"
unit = "人"
element = "teachers"

[[form.rule]]
code = "T1.R01"
class = "A"
relation = "1 = 2 + 3"
over = "columns"

[[form.change]]
code = "T1.C01"
class = "C"
percent = 30
at_least = 20
rows = ["01", "02", "03"]
"""

NOW = {
    "01": ("1234", "600", "634"),
    "02": ("300", "140", "160"),
    "03": ("251", "120", "131"),
    "04": ("12.50", "6.25", "6.25"),
    "05": ("37", "25", "12"),
}
BEFORE = {
    "01": ("1220", "595", "625"),
    "02": ("310", "145", "165"),
    "03": ("240", "115", "125"),
    "04": ("11.50", "6.00", "5.50"),
    "05": ("36", "25", "11"),
}


def cells(rows):
    return {
        CellKey("1", row, str(place)): number(figure)
        for row, figures in rows.items()
        for place, figure in enumerate(figures, start=1)
    }


@pytest.fixture(scope="module")
def truth():
    form = definitions.read_one_form("forms/T1.toml", FORM)
    found = Truth(Checker(form), cells(NOW), cells(BEFORE))
    assert not found.findings()
    return found


seeds = st.integers(min_value=0, max_value=10**6)


@given(seed=seeds)
def test_no_planted_cell_is_right_and_none_is_planted_twice(truth, seed):
    planted = plant(truth, seed)

    seen = [key for one in planted for key in one.wrong]
    assert len(seen) == len(set(seen))
    assert len(planted) == min(MOST, len(truth.figures) // 3)
    for one in planted:
        for key, wrong in one.wrong.items():
            assert (wrong == truth.values[key]) is (one.slip is Slip.REASON), one


@given(seed=seeds)
def test_the_same_seed_plants_the_same_and_a_form_has_room_for_all_but_few_kinds(truth, seed):
    planted = plant(truth, seed)

    assert planted == plant(truth, seed)
    assert len({one.slip for one in planted}) == len(planted)


def test_another_seed_plants_other_mistakes(truth):
    assert len({str(plant(truth, seed)) for seed in range(20)}) == 20


def test_over_some_rounds_every_kind_of_mistake_comes(truth):
    assert {one.slip for seed in range(20) for one in plant(truth, seed)} == set(Slip)


@given(seed=seeds)
def test_every_mistake_is_the_slip_that_it_is_called(truth, seed):
    for one in plant(truth, seed):
        pairs = {key: (truth.figures[key], wrong.number) for key, wrong in one.wrong.items()}
        assert IS_SO[one.slip](truth, pairs), one


def digits(figure):
    return str(figure).replace(".", "")


def exchanged(truth, pairs):
    (one, other) = pairs.values()
    return one == tuple(reversed(other))


IS_SO = {
    Slip.SWAPPED: lambda _, pairs: all(
        sorted(digits(right)) == sorted(digits(wrong)) for right, wrong in pairs.values()
    ),
    Slip.EXTRA_DIGIT: lambda _, pairs: all(
        len(digits(wrong)) == len(digits(right)) + 1 for right, wrong in pairs.values()
    ),
    Slip.UNIT: lambda _, pairs: all(
        key.row == "04" and wrong == right * 10_000 for key, (right, wrong) in pairs.items()
    ),
    Slip.NEIGHBOUR: lambda truth, pairs: (
        exchanged(truth, pairs) and len({key.column for key in pairs}) == 1
    ),
    Slip.SEXES: lambda truth, pairs: (
        exchanged(truth, pairs) and {key.column for key in pairs} == {"2", "3"}
    ),
    Slip.LAST_YEAR: lambda truth, pairs: all(
        wrong == truth.last_year[key].number for key, (_, wrong) in pairs.items()
    ),
    Slip.SUM: lambda _, pairs: all(
        key.column == "1" and abs(right - wrong) in (10, Decimal("0.1"))
        for key, (right, wrong) in pairs.items()
    ),
    Slip.BLANK: lambda _, pairs: all(wrong is None for _, wrong in pairs.values()),
    Slip.REASON: lambda _, pairs: all(right == wrong for right, wrong in pairs.values()),
}


@given(seed=seeds)
def test_what_the_rules_say_of_a_mistake_is_told_and_goes_with_it(truth, seed):
    planted = plant(truth, seed)
    before = {key: p.before for p in planted if p.before != BLANK for key in p.wrong}

    for one in planted:
        told = {f.message for f in truth.findings(one.wrong, before).values()}
        right = {f.message for f in truth.findings(before=before).values()}
        silent = one.slip is not Slip.REASON and told <= right
        assert (one.seen == "") is silent
        assert silent or one.seen in told


def test_where_only_the_reason_is_missing_last_year_s_figure_makes_the_rules_ask(truth):
    found = [one for seed in range(20) for one in plant(truth, seed) if one.slip is Slip.REASON]

    for one in found:
        [key] = one.wrong
        [finding] = truth.findings(before={key: one.before}).values()
        assert (finding.rule, finding.cells) == (one.rule, (key,)) == ("T1.C01", (key,))


def test_a_form_of_texts_and_blanks_has_no_room_for_mistakes(truth):
    assert plant(Truth(truth.checker, {}, {}), 1) == []


def test_a_small_form_keeps_most_of_its_figures_right(truth):
    few = {key: value for key, value in truth.values.items() if key.row in ("02", "03")}
    form = replace(truth.form, rules=(), changes=())

    assert len(plant(Truth(Checker(form), few, {}), 5)) == 2
