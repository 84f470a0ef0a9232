import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.checking import Checker
from fuer_desktop.domain.expressions import Blanks, Operation
from fuer_desktop.domain.forms import Column, Row
from fuer_desktop.domain.numbers import to_scaled
from fuer_desktop.domain.rules import Over
from fuer_desktop.domain.spots import Source
from fuer_desktop.domain.values import BLANK, DataValue, Kind
from fuer_desktop.services.column_checking import FEW, ColumnCheck, check_many, columns_of
from tests.domain.builders import cells as cells_of
from tests.domain.builders import change, form, formula, relation, table

ROWS = (
    Row("总数", "01", unit="人", element="population"),
    Row("男", "02", unit="人", element="men"),
    Row("女", "03", unit="人", element="women"),
    Row("人均面积", "04", unit="平方米", element="area", decimals=2),
    Row("男性占比", "05", unit="%", computed=formula("02 / 01 * 100", "01", "02"), decimals=1),
    Row("合计", "06", unit="人", computed=formula("02 + 03", "02", "03")),
)
COLUMNS = (
    Column("1", "合计"),
    Column("2", "城镇", breakdown="urban"),
    Column("3", "城镇占比", computed=formula("2 / 1 * 100", "1", "2"), decimals=2),
)
OTHER = form(table((Row("户籍人口", "01", unit="人", element="registered"),)), code="FE-QT01")

addends = st.sampled_from(["01", "02", "03", "04", "06", "01@上年", "7.0", "2.5"])
sums = st.lists(addends, min_size=1, max_size=4).map(" + ".join)
sides = sums | st.sampled_from(
    ["02 / 01 * 100", "01 - 02", "04 * 01 / 03", "05", "01 / 3", "9 / 7"]
)
signs = st.sampled_from(["=", "≠", "≥", "≤", ">", "<"])
conditions = st.sampled_from(
    ["", "如果 02 > 0 则 ", "如果 01 / 02 > 1 或 03 = 0 且 02 ≥ 01@上年 则 "]
)
exceptions = st.sampled_from(["", " (01@上年 = 0时不审)"])
tolerances = st.sampled_from(["", " ±0.5"])
rules = st.builds(
    "{}{} {} {}{}".format, conditions, sides, signs, sides, tolerances
) | st.builds(
    "{} {} {}{}{}".format, sides, signs, sides, tolerances, exceptions
) | st.sampled_from(
    ["01 必填", "01、02 同填", "02、03 不同填", "如果 01 > 0 则 02、03 同填", "01 ≥ 02 ≥ 03",
     "01 > 02", "02 ≠ 03", "01 = 02 + 03 (04 = 0时不审)", "01 > 02 (04@上年 > 0时不审)",
     "栏1 ≥ 栏2", "栏3 ≤ 100", "01(1) = 02(2) + 03(1)",
     "01 = FE-QT01.01", "02 ≤ FE-QT01.01@上年 * 1.1"]
)  # fmt: skip
figures = st.sampled_from([0, 1, 2]) | st.integers(-3, 40) | st.integers(0, 10**15 - 1)
cells = (
    figures.map(lambda whole: DataValue(Kind.NUMBER, Decimal(whole)))
    | st.decimals(0, 50, places=2).map(lambda part: DataValue(Kind.NUMBER, part))
    | st.sampled_from([BLANK, *(DataValue(kind) for kind in Kind if kind is not Kind.NUMBER)])
)
blanks = st.sampled_from(Blanks)


def read(texts, left=Blanks.SKIP_ANY, right=Blanks.SKIP_ANY):
    """A form with those of these rules that name a figure at all."""
    written = [
        relation(text, code=f"R{n}", blank_left=left, blank_right=right)
        for n, text in enumerate(texts)
        if re.search("0[1-6]|栏", text.rpartition("则")[2].partition("(")[0])
    ]
    known = {OTHER.code: OTHER}
    return form(table(ROWS, COLUMNS), relations=written, changes=[change()], others=known)


def fitted(value, decimals):
    """The value as the cell can hold it."""
    if value.number is None:
        return value
    scaled = to_scaled(value.number.quantize(Decimal(1).scaleb(-decimals)), decimals)
    return DataValue(
        Kind.NUMBER, Decimal(scaled % 10**15).scaleb(-decimals) * (1 if scaled >= 0 else -1)
    )


def filled(draw, made):
    found = {}
    for key, decimals in made.typed_cells.items():
        value = fitted(draw(cells), decimals)
        if value != BLANK:
            found[key] = value
    return found


def stored(values, made):
    for key, value in values.items():
        decimals = made.typed_cells[key]
        number = None if value.number is None else to_scaled(value.number, decimals)
        yield (*key, value.kind.value, number)


def columns(made, forms):
    return columns_of(made, [list(stored(values, made)) for values in forms])


@given(st.data())
@settings(max_examples=30)
def test_many_forms_at_once_break_the_rules_that_each_breaks_alone(data):
    made = read(
        data.draw(st.lists(rules, min_size=1, max_size=4)), data.draw(blanks), data.draw(blanks)
    )
    checker = Checker(made, {OTHER.code: OTHER})
    now = [filled(data.draw, made) for _ in range(3)]
    before = [filled(data.draw, made) for _ in range(3)]
    beside = {
        Source(OTHER.code, last): [filled(data.draw, OTHER) for _ in range(3)]
        for last in (False, True)
    }

    at_once = ColumnCheck(
        checker, columns(made, now), columns(made, before),
        {source: columns(OTHER, forms) for source, forms in beside.items()},
    )  # fmt: skip

    alone = [
        checker.figures(now[n], before[n], {source: forms[n] for source, forms in beside.items()})
        for n in range(3)
    ]
    broken = {
        position: forms
        for position, check in enumerate(checker.checks)
        if (forms := [n for n in range(3) if check.finding(alone[n])])
    }
    assert dict(at_once.broken()) == broken


def test_without_last_year_nothing_is_compared_with_it():
    made = read(["01 ≤ 01@上年 * 1.3"])
    values = {key: DataValue(Kind.NUMBER, Decimal(5)) for key in made.typed_cells}

    [found] = ColumnCheck(Checker(made), columns(made, [values]), {}, {}).findings()

    assert found == Checker(made).check(values)


def test_a_cell_the_form_does_not_have_is_left_out():
    made = read(["01 ≥ 02"])

    found = columns_of(made, [[("1", "99", "1", "number", 7), ("1", "01", "1", "number", 3)]])

    assert {key.row for key in found} == {"01", "02", "03", "04"}


@pytest.mark.parametrize("text", ["01 * 01 * 01 * 01 > 02", "01 / 7 / 7 / 7 * 343 = 01"])
def test_what_does_not_fit_64_bits_is_decided_all_the_same(text):
    made = read([text])
    value = DataValue(Kind.NUMBER, Decimal(999_999_999_999_999))
    values = {key: value for key, places in made.typed_cells.items() if not places}

    [found] = ColumnCheck(Checker(made), columns(made, [values]), {}, {}).findings()

    assert found == Checker(made).check(values)


def test_no_length_of_a_sum_exhausts_the_stack():
    made = read(["01 ≥ 02"])
    rule = made.rules[0]
    total = men = rule.says.relations[0].right
    for _ in range(1_999):
        total = Operation("+", total, men)
    long = replace(rule.says.relations[0], right=total)
    made = replace(made, rules=(replace(rule, says=replace(rule.says, relations=(long,))),))
    values, checker = cells_of({"01": 3_999, "02": 2}), Checker(made)

    [found] = ColumnCheck(checker, columns(made, [values]), {}, {}).findings()

    assert found == checker.check(values)
    assert [finding.right for finding in found if finding.rule == rule.code] == [4_000]


def test_over_is_what_the_text_says():
    assert read(["栏1 ≥ 栏2"]).rules[0].says.over is Over.COLUMNS


@pytest.mark.parametrize(
    ("text", "entered", "fires"),
    [
        pytest.param("01 > 02", {"01": 0, "02": 0}, False, id="a strict sign on two zeros"),
        pytest.param("01 ≠ 0", {"01": 0}, True, id="not zero, against the rule's own number"),
        pytest.param("02 > 01 (04 = 0时不审)", {"01": 2, "02": 1}, False, id="exception unknown"),
        pytest.param(
            "02 > 01 (04 = 0时不审)", {"01": 2, "02": 1, "04": 1}, True, id="no exception"
        ),
        pytest.param(
            "02 > 01 (04 = 0时不审)", {"01": 2, "02": 1, "04": 0}, False, id="an exception"
        ),
        pytest.param("如果 04 > 0 则 02 > 01", {"01": 2, "02": 1}, False, id="condition unknown"),
    ],
)
def test_columns_are_silent_where_one_form_is(text, entered, fires):
    made = read([text])
    values, checker = cells_of(entered), Checker(made)

    at_once = ColumnCheck(checker, columns(made, [values]), {}, {})
    [found], broken = at_once.findings(), dict(at_once.broken())

    alone = checker.figures(values, None, None)
    assert ("R0" in [finding.rule for finding in found]) is fires
    assert found == checker.check(values)
    assert all(check.finding(alone) for check in map(checker.checks.__getitem__, broken))


def test_a_season_has_the_findings_of_each_of_its_units():
    made = read(["01 = 02 + 03", "02 ≤ 01@上年", "01 ≥ FE-QT01.01"])
    checker = Checker(made, {OTHER.code: OTHER})
    units = [
        (
            cells_of({"01": n, "02": n // 2, "03": 7, "04": "1.50"}),
            cells_of({"01": n // 3}) if n % 4 else {},
            {Source(OTHER.code): cells_of({"01": 11})} if n % 3 else {},
        )
        for n in range(FEW + 5)
    ]

    found = check_many(checker, units)

    assert found == [checker.check(now, before or None, beside) for now, before, beside in units]
    assert len({len(findings) for findings in found}) > 1
