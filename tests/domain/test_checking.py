from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.checking import BLANK_RULE, Checker, check
from fuer_desktop.domain.expressions import Blanks
from fuer_desktop.domain.forms import Column, Row, with_derived
from fuer_desktop.domain.rules import Over, RuleClass
from fuer_desktop.domain.spots import Source
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind
from tests.domain.builders import (
    TWO_COLUMNS,
    cells,
    change,
    form,
    formula,
    relation,
    table,
    value,
)

PARTS = relation("01 = 02 + 03")


def broken(rule, entered, last_year=None, of=None):
    """Codes of broken rules but for blanks."""
    checked = of or form(relations=[rule])
    before = None if last_year is None else cells(last_year)
    found = check(checked, cells(entered), before)
    return [finding.rule for finding in found if finding.rule != BLANK_RULE]


def filled(first, second, third=0):
    return {"01": first, "02": second, "03": third}


# --- blanks -------------------------------------------------------------------------------


def test_every_cell_that_was_not_filled_is_a_finding_that_blocks():
    found = check(form(), cells({"01": 0, "03": Kind.NOT_APPLICABLE}))

    [finding] = found
    assert finding.rule == BLANK_RULE
    assert finding.severity is RuleClass.A
    assert finding.cells == (CellKey("1", "02", "1"),)
    assert finding.blocks
    assert "第02行（男）合计栏未填" in finding.message


def test_an_empty_form_is_blank_everywhere_and_breaks_no_rule():
    found = check(form(relations=[PARTS], changes=[change()]), {}, {})

    assert [finding.rule for finding in found] == [BLANK_RULE] * 3


@pytest.mark.parametrize("kind", [k for k in Kind if k not in (Kind.NUMBER, Kind.BLANK)])
def test_a_cell_that_says_why_it_has_no_number_is_filled(kind):
    assert check(form(), cells({"01": kind, "02": kind, "03": kind})) == []


def test_a_blank_is_told_even_if_a_reason_stands_there():
    only_a_reason = cells(filled(1, 1)) | {
        CellKey("1", "03", "1"): DataValue(Kind.BLANK, reason="今年没有统计这个数")
    }

    [finding] = check(form(), only_a_reason)

    assert (finding.rule, finding.blocks) == (BLANK_RULE, True)


def test_blanks_come_first_and_then_the_rules_in_the_order_of_the_form():
    rules = [relation("01 ≥ 02", code="R02"), relation("01 > 02", code="R01")]

    found = check(form(relations=rules), cells({"01": 1, "02": 2}))

    assert [finding.rule for finding in found] == [BLANK_RULE, "R02", "R01"]


# --- relations between rows ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "entered", "fires"),
    [
        pytest.param("01 = 02 + 03", filled(10, 4, 6), False, id="parts equal the total"),
        pytest.param("01 = 02 + 03", filled(10, 4, 7), True, id="one too many"),
        pytest.param("01 = 02 + 03", filled(10, 4, 5), True, id="one too few"),
        pytest.param("01 = 02 + 03", filled("0.3", "0.1", "0.2"), False, id="exactly"),
        pytest.param("01 ≠ 02", filled(1, 2), False, id="different"),
        pytest.param("01 ≠ 02", filled(2, 2), True, id="not different"),
        pytest.param("01 ≥ 02 + 03", filled(10, 4, 6), False, id="at least, equal"),
        pytest.param("01 ≥ 02 + 03", filled(10, 4, 3), False, id="at least, more"),
        pytest.param("01 ≥ 02 + 03", filled(10, 4, 7), True, id="at least, less"),
        pytest.param("02 ≤ 01", filled(10, 10), False, id="at most, equal"),
        pytest.param("02 ≤ 01", filled(10, 11), True, id="at most, more"),
        pytest.param("01 > 02", filled(2, 1), False, id="more"),
        pytest.param("01 > 02", filled(2, 2), True, id="more, but equal"),
        pytest.param("01 > 02", filled(0, 1), True, id="more, but less"),
        pytest.param("01 > 02", filled(0, 0), False, id="more is silent on 0 and 0"),
        pytest.param("01 < 02", filled(1, 2), False, id="less"),
        pytest.param("01 < 02", filled(2, 2), True, id="less, but equal"),
        pytest.param("01 < 02", filled(0, 0), False, id="less is silent on 0 and 0"),
        pytest.param("01 ≤ 100", filled(100, 0), False, id="a number on the right"),
        pytest.param("01 ≤ 100", filled(101, 0), True, id="above that number"),
        pytest.param("01 ≤ 02 * 1.5", filled(15, 10), False, id="a multiple"),
        pytest.param("01 ≤ 02 * 1.5", filled(16, 10), True, id="above a multiple"),
        pytest.param("01 / 02 ≤ 3", filled(9, 0), False, id="division by zero says nothing"),
    ],
)
def test_a_relation_fires_exactly_when_it_is_broken(text, entered, fires):
    assert broken(relation(text), entered) == (["R01"] if fires else [])


@pytest.mark.parametrize(
    ("entered", "fires"),
    [
        pytest.param({"01": 1, "02": 5}, False, id="a blank part"),
        pytest.param({"02": 5, "03": 5}, False, id="a blank total"),
        pytest.param(filled(1, 5, Kind.BLANK), False, id="a part that is blank in so many words"),
        pytest.param(filled(1, 5, Kind.NO_DATA), False, id="a part without data"),
        pytest.param(filled(1, 5, Kind.EXEMPT), False, id="a part that is exempt"),
        pytest.param(filled(5, 5, Kind.NOT_APPLICABLE), False, id="a part that does not apply"),
        pytest.param(filled(6, 5, Kind.NOT_APPLICABLE), True, id="and counts as nothing"),
        pytest.param(filled(5, 5, Kind.INCLUDED), False, id="a part included elsewhere"),
        pytest.param(filled(6, 5, Kind.INCLUDED), True, id="counts as nothing too"),
        pytest.param(
            filled(6, Kind.NOT_APPLICABLE, Kind.NOT_APPLICABLE), False, id="no part applies"
        ),
    ],
)
def test_a_side_with_an_unknown_figure_is_skipped(entered, fires):
    assert broken(PARTS, entered) == (["R01"] if fires else [])


def test_each_link_of_a_chain_is_a_finding_of_its_own():
    chain = relation("01 ≥ 02 ≥ 03")

    assert broken(chain, filled(3, 2, 1)) == []
    assert broken(chain, filled(1, 2, 1)) == ["R01"]
    assert broken(chain, filled(1, 2, 3)) == ["R01", "R01"]


def test_a_finding_has_both_sides_and_their_difference():
    [finding] = check(form(relations=[PARTS]), cells(filled(10, 4, 7)))

    assert (finding.left, finding.right, finding.difference) == (10, 11, -1)
    assert [key.row for key in finding.cells] == ["01", "02", "03"]


def test_the_message_names_the_rows_with_both_values_and_the_difference():
    rule = relation("01 = 02 + 03", hint="请核对户籍人口。")

    [finding] = check(form(relations=[rule]), cells(filled(12345, 12000, 300)))

    assert finding.message == (
        "第01行（总数）应等于第02行（男）＋第03行（女）："
        "12\u202f345 > 12\u202f300，多 45。请核对户籍人口。"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("01 ≥ 02", "第01行（总数）应大于或等于第02行（男）", id="≥"),
        pytest.param("02 ≤ 1", "第02行（男）应小于或等于1", id="≤ a number"),
        pytest.param("01 > 02", "第01行（总数）应大于第02行（男）", id=">"),
        pytest.param("02 < 01", "第02行（男）应小于第01行（总数）", id="<"),
        pytest.param("02 ≠ 2", "第02行（男）不应等于2", id="≠"),
        pytest.param(
            "01 ≥ (02 + 03) * 2", "应大于或等于（第02行（男）＋第03行（女））×2", id="brackets"
        ),
        pytest.param(
            "01 = 02 - (03 + 03)",
            "第02行（男）－（第03行（女）＋第03行（女））",
            id="a sum that is taken off",
        ),
        pytest.param(
            "01 = 02 - (03 - 03)",
            "第02行（男）－（第03行（女）－第03行（女））",
            id="a difference that is taken off",
        ),
        pytest.param(
            "01 = 02 / (03 * 2)", "第02行（男）÷（第03行（女）×2）", id="divided by a product"
        ),
        pytest.param(
            "01 = (02 + 03) + 02", "第02行（男）＋第03行（女）＋第02行（男）", id="no need"
        ),
    ],
)
def test_the_message_says_what_should_be(text, words):
    [finding] = check(form(relations=[relation(text)]), cells(filled(1, 2, 3)))

    assert words in finding.message


def test_a_quotient_that_does_not_come_out_even_is_still_held_exactly():
    assert broken(relation("01 = 02 / 03 * 3"), filled(1, 1, 3)) == []
    assert broken(relation("01 = 02 / 03 * 3"), filled("1.01", 1, 3)) == ["R01"]


def test_in_several_columns_the_message_says_which():
    two = form(table(columns=TWO_COLUMNS), relations=[PARTS])
    values = cells(filled(10, 4, 6)) | cells(filled(5, 4, 3), column="2")

    [finding] = check(two, values)

    assert finding.message.startswith("城镇栏：第01行（总数）应等于")
    assert {key.column for key in finding.cells} == {"2"}


def test_a_relation_is_checked_in_every_column():
    two = form(table(columns=TWO_COLUMNS), relations=[PARTS])
    values = cells(filled(10, 4, 7)) | cells(filled(5, 4, 3), column="2")

    assert [finding.cells[0].column for finding in check(two, values)] == ["1", "2"]


def test_a_relation_can_be_restricted_to_columns():
    rule = relation("01 = 02 + 03", only=frozenset({"2"}))
    two = form(table(columns=TWO_COLUMNS), relations=[rule])
    values = cells(filled(10, 4, 7)) | cells(filled(5, 4, 3), column="2")

    assert [finding.cells[0].column for finding in check(two, values)] == ["2"]


def test_a_relation_is_silent_where_one_of_its_cells_does_not_exist():
    columns = (Column("1", "合计"), Column("2", "城镇", rows=frozenset({"01", "02"})))
    part_only = form(table(columns=columns), relations=[PARTS])
    values = cells(filled(10, 4, 6)) | cells({"01": 5, "02": 9}, column="2")

    assert check(part_only, values) == []


def test_figures_that_strayed_into_a_closed_cell_are_not_checked():
    columns = (Column("1", "合计"), Column("2", "城镇", rows=frozenset({"01", "02"})))
    part_only = form(table(columns=columns), relations=[PARTS])
    values = cells(filled(10, 4, 6)) | cells(filled(5, 9, 9), column="2")

    assert check(part_only, values) == []


def test_a_relation_reads_the_rows_of_its_own_table():
    two = form(table(), table(code="2"), relations=[relation("01 = 02 + 03", table="2")])
    values = cells(filled(10, 4, 7)) | cells(filled(10, 4, 6), in_table="2")

    assert check(two, values) == []


# --- relations between columns ------------------------------------------------------------

WIDE = (Column("1", "合计"), Column("2", "女"), Column("3", "女童", rows=frozenset({"02"})))


def wide(first, second):
    return cells(first) | cells(second, column="2") | cells({"02": 0}, column="3")


def test_a_relation_over_columns_is_checked_in_every_row():
    rule = relation("1 ≥ 2", over=Over.COLUMNS)

    found = check(
        form(table(columns=WIDE), relations=[rule]), wide(filled(1, 5, 5), filled(2, 5, 6))
    )

    assert [finding.cells for finding in found] == [
        (CellKey("1", "01", "1"), CellKey("1", "01", "2")),
        (CellKey("1", "03", "1"), CellKey("1", "03", "2")),
    ]
    assert found[0].message == (
        "第01行（总数）：第1栏（合计）应大于或等于第2栏（女）：1 < 2，少 1。请核对这几格。"
    )


def test_a_relation_over_columns_can_be_restricted_to_rows():
    rule = relation("1 ≥ 2", over=Over.COLUMNS, only=frozenset({"women"}))

    found = check(
        form(table(columns=WIDE), relations=[rule]), wide(filled(1, 5, 5), filled(2, 5, 6))
    )

    assert [finding.cells[0].row for finding in found] == ["03"]


def test_a_relation_over_columns_is_silent_in_rows_a_column_does_not_apply_to():
    rule = relation("3 ≥ 2", over=Over.COLUMNS)

    found = check(
        form(table(columns=WIDE), relations=[rule]), wide(filled(9, 9, 9), filled(9, 9, 9))
    )

    assert [finding.cells[0].row for finding in found] == ["02"]


# --- derived cells ------------------------------------------------------------------------

RATE = Row("男性占比", "04", unit="%", computed=formula("02 / 01 * 100", "01", "02"), decimals=1)


def test_a_derived_row_is_checked_and_never_blank():
    rows = (*table().rows, RATE)
    rated = form(table(rows), relations=[relation("04 ≤ 100")])

    assert broken(None, filled(10, 10), of=rated) == []
    assert broken(None, filled(10, 11), of=rated) == ["R01"]
    assert broken(None, filled(0, 11), of=rated) == []
    assert broken(None, {"01": 10}, of=rated) == []


def test_a_derived_column_is_checked():
    share = Column("3", "占比", computed=formula("2 / 1 * 100", "1", "2"), decimals=1)
    rule = relation("3 ≤ 100", over=Over.COLUMNS)
    rated = form(table(columns=(*WIDE[:2], share)), relations=[rule])

    found = check(rated, cells(filled(10, 10, 10)) | cells(filled(10, 11, 9), column="2"))

    assert [(finding.left, finding.cells[0].row) for finding in found] == [(Decimal(110), "02")]


# --- against last year --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "last_year", "fires"),
    [
        pytest.param(130, {"01": 100}, False, id="as much as allowed"),
        pytest.param(131, {"01": 100}, True, id="one more"),
        pytest.param(131, None, False, id="last year unknown"),
        pytest.param(131, {}, False, id="last year blank"),
        pytest.param(131, {"01": Kind.NO_DATA}, False, id="last year without data"),
    ],
)
def test_a_relation_may_look_at_last_year(now, last_year, fires):
    rule = relation("01 ≤ 01@上年 * 1.3")

    assert broken(rule, filled(now, 0), last_year) == (["R01"] if fires else [])


def test_only_this_years_cells_are_marked():
    rule = relation("01 ≤ 02@上年")

    [finding] = check(form(relations=[rule]), cells(filled(5, 9, 9)), cells({"02": 4}))

    assert finding.cells == (CellKey("1", "01", "1"),)
    assert "上年第02行（男）" in finding.message


def test_last_years_derived_rows_can_be_compared():
    rated = form(table((*table().rows, RATE)), relations=[relation("04 ≤ 04@上年")])

    assert broken(None, filled(10, 6), filled(10, 5), of=rated) == ["R01"]
    assert broken(None, filled(10, 6), filled(10, 6), of=rated) == []


@pytest.mark.parametrize(
    ("now", "then", "fires"),
    [
        pytest.param(130, 100, False, id="exactly the percentage"),
        pytest.param(131, 100, True, id="more than the percentage"),
        pytest.param(70, 100, False, id="exactly the percentage down"),
        pytest.param(69, 100, True, id="more than the percentage down"),
        pytest.param(30, 15, False, id="doubled, but fewer than twenty people"),
        pytest.param(40, 20, True, id="doubled, exactly twenty people"),
        pytest.param(1020, 1000, False, id="twenty people, but few per cent"),
        pytest.param(20, 0, True, id="from nothing to twenty"),
        pytest.param(19, 0, False, id="from nothing to nineteen"),
        pytest.param(0, 0, False, id="nothing stays nothing"),
        pytest.param(0, 20, True, id="all gone"),
        pytest.param(Kind.BLANK, 100, False, id="blank now"),
        pytest.param(Kind.NO_DATA, 100, False, id="no data now"),
        pytest.param(500, Kind.BLANK, False, id="blank then"),
        pytest.param(500, Kind.NOT_APPLICABLE, False, id="not applicable then"),
    ],
)
def test_a_large_change_is_large_in_per_cent_and_in_people(now, then, fires):
    checked = form(changes=[change(percent="30", at_least="20")])

    found = broken(None, filled(now, 0), filled(then, 0), of=checked)

    assert found == (["C01"] if fires else [])


def test_a_figure_below_zero_must_be_put_right():
    [finding] = check(form(), cells(filled(-4, 0, 0)))

    assert (finding.rule, finding.severity, finding.blocks) == ("NEGATIVE", RuleClass.A, True)
    assert "第01行（总数）" in finding.message
    assert "−4" in finding.message


def test_without_last_year_no_change_is_large():
    assert broken(None, filled(999, 0), of=form(changes=[change()])) == []


def test_a_change_may_be_watched_in_some_rows_only():
    checked = form(changes=[change(rows=["02"])])

    found = check(checked, cells(filled(500, 500, 500)), cells(filled(100, 100, 100)))

    assert [finding.cells for finding in found] == [(CellKey("1", "02", "1"),)]


def test_a_change_says_both_years_how_much_and_that_a_reason_is_wanted():
    [finding] = check(form(changes=[change()]), cells(filled(1000, 0)), cells(filled(1500, 0)))

    assert (finding.left, finding.right, finding.difference) == (1000, 1500, -500)
    assert finding.message == (
        "第01行（总数）合计栏本年 1\u202f000，上年 1\u202f500，减少 500（33.3%），"
        "变动超过30%。请核对；情况属实的，写明原因（至少6个字）。"
    )


def test_a_change_from_nothing_says_so_instead_of_a_share():
    [finding] = check(form(changes=[change()]), cells(filled(25, 0)), cells(filled(0, 0)))

    assert "本年 25，上年 0，增加 25（上年为0），" in finding.message


# --- what stands in the way --------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "blocks"), [("A", True), ("B", True), ("C", True), ("D", False)]
)
def test_without_a_reason_all_but_a_hint_block(severity, blocks):
    [finding] = check(form(relations=[relation("01 ≥ 02", severity=severity)]), cells(filled(1, 2)))

    assert finding.blocks is blocks


# --- blanks of a side ---------------------------------------------------------------------

NOT_APPLICABLE, INCLUDED, NO_DATA, EXEMPT = (
    Kind.NOT_APPLICABLE, Kind.INCLUDED, Kind.NO_DATA, Kind.EXEMPT
)  # fmt: skip
BLANK_SIDES = [
    # What stands in 02 and 03, and whether 01 = 5 differs from their sum by each of the ways:
    # skipped while any is blank, while all are blank, blank counts as 0.
    pytest.param(2, 3, (False, False, False), id="all there and kept"),
    pytest.param(2, 4, (True, True, True), id="all there and broken"),
    pytest.param(2, Kind.BLANK, (False, True, True), id="one blank, the rest too little"),
    pytest.param(5, Kind.BLANK, (False, False, False), id="one blank, the rest enough"),
    pytest.param(Kind.BLANK, Kind.BLANK, (False, False, True), id="all blank"),
    pytest.param(2, NOT_APPLICABLE, (True, True, True), id="one does not apply"),
    pytest.param(NOT_APPLICABLE, NOT_APPLICABLE, (False, False, False), id="none applies"),
    pytest.param(NOT_APPLICABLE, Kind.BLANK, (False, False, True), id="blank or not applicable"),
    pytest.param(2, INCLUDED, (True, True, True), id="one is included elsewhere"),
    pytest.param(INCLUDED, INCLUDED, (False, False, False), id="all are included elsewhere"),
    pytest.param(2, NO_DATA, (False, False, False), id="one without data"),
    pytest.param(Kind.BLANK, NO_DATA, (False, False, False), id="no data beside a blank"),
    pytest.param(2, EXEMPT, (False, False, False), id="one exempt"),
]  # fmt: skip


@pytest.mark.parametrize("side", ["blank_left", "blank_right"])
@pytest.mark.parametrize(("second", "third", "fires"), BLANK_SIDES)
def test_each_side_says_what_its_blanks_do(side, second, third, fires):
    text = "01 = 02 + 03" if side == "blank_right" else "02 + 03 = 01"

    found = [
        bool(broken(relation(text, **{side: blanks}), filled(5, second, third)))
        for blanks in (Blanks.SKIP_ANY, Blanks.SKIP_ALL, Blanks.ZERO)
    ]

    assert tuple(found) == fires


def test_the_blanks_of_one_side_do_nothing_to_the_other():
    rule = relation("01 = 02 + 03", blank_right=Blanks.ZERO)

    assert broken(rule, {"02": 5}) == []
    assert broken(rule, {"01": 4, "02": 5}) == ["R01"]


# --- tolerance, strict signs and zero -----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "entered", "fires"),
    [
        pytest.param("01 = 02 ±0.5", filled("1.5", 1), False, id="as much as allowed"),
        pytest.param("01 = 02 ±0.5", filled("0.5", 1), False, id="as little as allowed"),
        pytest.param("01 = 02 ±0.5", filled("1.6", 1), True, id="more"),
        pytest.param("01 = 02 ±0.5", filled("0.4", 1), True, id="less"),
        pytest.param("01 ≥ 02 ±0.5", filled("0.5", 1), False, id="nearly at least"),
        pytest.param("01 ≥ 02 ±0.5", filled("0.4", 1), True, id="not even nearly"),
        pytest.param("01 ≤ 02 ±0.5", filled("1.5", 1), False, id="nearly at most"),
        pytest.param("01 ≤ 02 ±0.5", filled("1.6", 1), True, id="too much"),
        pytest.param("01 > 02 ±0.5", filled(1, 1), True, id="a strict sign has no tolerance"),
        pytest.param("01 ≠ 02 ±0.5", filled("1.2", 1), False, id="nor has ≠"),
        pytest.param("01 ≠ 02", filled(0, 0), False, id="≠ is silent on 0 and 0"),
        pytest.param("01 > 02 + 03", filled(0, 0, 0), False, id="> is silent on 0 and a sum of 0"),
        pytest.param("01 > 0", filled(0, 0), True, id="but must be more than a 0 in the rule"),
        pytest.param("01 ≠ 0", filled(0, 0), True, id="or other than it"),
        pytest.param("01 < 02", filled(0, 0), False, id="< is silent on 0 and 0 too"),
        pytest.param("0 < 01", filled(0, 0), True, id="but not on a 0 in the rule"),
    ],
)
def test_tolerance_and_zero(text, entered, fires):
    assert broken(relation(text), entered) == (["R01"] if fires else [])


# --- conditions ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "entered", "fires"),
    [
        pytest.param("如果 01>0 则 02>0", filled(1, 0), True, id="met and broken"),
        pytest.param("如果 01>0 则 02>0", filled(1, 1), False, id="met and kept"),
        pytest.param("如果 01>0 则 02>0", filled(0, 0), False, id="not met"),
        pytest.param("如果 01>0 则 02>0", {"02": 0}, False, id="blank, so not known"),
        pytest.param("如果 01>0 则 02>0", filled(NO_DATA, 0), False, id="no data, so not known"),
        pytest.param("如果 01>0 且 03>0 则 02>0", filled(1, 0, 1), True, id="both met"),
        pytest.param("如果 01>0 且 03>0 则 02>0", filled(1, 0, 0), False, id="one not met"),
        pytest.param("如果 01>0 且 03>0 则 02>0", {"01": 1, "02": 0}, False, id="one not known"),
        pytest.param("如果 01>0 或 03>0 则 02>0", filled(0, 0, 1), True, id="either met"),
        pytest.param("如果 01>0 或 03>0 则 02>0", {"02": 0, "03": 1}, True, id="one met is enough"),
        pytest.param("如果 01>0 或 03>0 则 02>0", {"01": 0, "02": 0}, False, id="none is known"),
        pytest.param("02>0 (01=0时不审)", filled(1, 0), True, id="no exception"),
        pytest.param("02>0 (01=0时不审)", filled(0, 0), False, id="the exception"),
        pytest.param("02>0 (01=0时不审)", {"02": 0}, False, id="perhaps the exception"),
        pytest.param("02>0 (01=0或03=0时不审)", filled(1, 0, 0), False, id="one of two exceptions"),
        pytest.param("02>0 (01=0或03=0时不审)", filled(1, 0, 1), True, id="neither of two"),
        pytest.param("如果 01=0 则 02=0 且 03=0", filled(0, 0, 1), True, id="one of two demands"),
    ],
)
def test_a_rule_with_a_condition_speaks_only_where_it_is_known_to_be_met(text, entered, fires):
    assert broken(relation(text), entered) == (["R01"] if fires else [])


def test_a_condition_may_look_at_last_year():
    rule = relation("如果 01=01@上年 则 02=02@上年")

    assert broken(rule, filled(7, 3), filled(7, 4)) == ["R01"]
    assert broken(rule, filled(8, 3), filled(7, 4)) == []
    assert broken(rule, filled(7, 3), None) == []


# --- presence -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "entered", "fires"),
    [
        pytest.param("01、02 必填", filled(1, 0), False, id="both hold a number"),
        pytest.param("01、02 必填", filled(1, NO_DATA), True, id="one only says why not"),
        pytest.param("01、02 必填", {"01": 1}, True, id="one is blank"),
        pytest.param("01、02 同填", filled(1, 0), False, id="both"),
        pytest.param("01、02 同填", filled(NOT_APPLICABLE, NOT_APPLICABLE), False, id="neither"),
        pytest.param("01、02 同填", filled(1, NOT_APPLICABLE), True, id="one of two"),
        pytest.param("01、02 不同填", filled(1, NOT_APPLICABLE), False, id="one of them"),
        pytest.param("01、02 不同填", {}, False, id="none of them"),
        pytest.param("01、02 不同填", filled(1, 0), True, id="two of them"),
        pytest.param("如果 03>0 则 01 必填", filled(NO_DATA, 0, 1), True, id="under a condition"),
        pytest.param("如果 03>0 则 01 必填", filled(NO_DATA, 0, 0), False, id="not under it"),
    ],
)
def test_what_must_be_filled_together_or_not(text, entered, fires):
    assert broken(relation(text), entered) == (["R01"] if fires else [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("01、02 必填", "第01行（总数）、第02行（男）应填数。请核对这几格。"),
        ("01、02 同填", "第01行（总数）、第02行（男）应都填或都不填。请核对这几格。"),
        ("02、03 不同填", "第02行（男）、第03行（女）只应有一格填数。请核对这几格。"),
    ],
)
def test_a_broken_demand_says_what_should_be(text, words):
    entered = filled(1, NOT_APPLICABLE) if "03" not in text else filled(1, 1, 1)

    [finding] = check(form(relations=[relation(text)]), cells(entered))

    assert finding.message == words
    assert (finding.left, finding.right, finding.difference) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "01 ≥ 02",
            "男不多于总数（第01行（总数）应大于或等于第02行（男））：1 < 2，少 1。请核对这几格。",
        ),
        (
            "02、03 不同填",
            "男不多于总数（第02行（男）、第03行（女）只应有一格填数）。请核对这几格。",
        ),
    ],
)
def test_a_rule_s_own_words_come_before_the_cells_that_they_are_about(text, words):
    rule = relation(text, message="男不多于总数。")

    [finding] = check(form(relations=[rule]), cells(filled(1, 2, 0)))

    assert finding.message == words


# --- other tables and forms ---------------------------------------------------------------

BEDS = (Row("床位数", "26", unit="张", element="beds"),)
BIRTHS = form(table((Row("活产数", "07", unit="人", element="births"),), TWO_COLUMNS),
              code="FE-WJ01")  # fmt: skip


def test_a_relation_may_compare_with_another_table():
    both = form(table(), table(BEDS, code="2"), relations=[relation("01 = 表二26")])

    [finding] = check(both, cells(filled(5, 3, 2)) | cells({"26": 6}, in_table="2"))

    assert finding.cells == (CellKey("1", "01", "1"), CellKey("2", "26", "1"))
    assert (
        finding.message == "第01行（总数）应等于“表2”第26行（床位数）：5 < 6，少 1。请核对这几格。"
    )


def test_another_table_is_called_by_its_title_where_it_has_one():
    named = table(BEDS, code="2")
    named = type(named)("2", "卫生机构", named.columns, named.rows)
    both = form(table(), named, relations=[relation("01 = 表二26")])

    [finding] = check(both, cells(filled(5, 3, 2)) | cells({"26": 6}, in_table="2"))

    assert "“卫生机构”第26行（床位数）" in finding.message


def test_a_table_with_one_column_is_compared_with_each_column_of_another():
    both = form(table(columns=TWO_COLUMNS), table(BEDS, code="2"),
                relations=[relation("01 ≤ 表二26")])  # fmt: skip
    values = cells(filled(5, 3, 2)) | cells(filled(7, 3, 4), column="2")

    found = check(both, values | cells({"26": 6}, in_table="2"))

    assert [finding.cells[0].column for finding in found] == ["2"]


def with_births(text):
    made = form(relations=[relation(text)], others={"FE-WJ01": BIRTHS})
    return Checker(made, {"FE-WJ01": BIRTHS})


def births(number, urban=0):
    figures = cells({"07": number}) | cells({"07": urban}, column="2")
    return {Source("FE-WJ01"): figures}


def test_a_relation_may_compare_with_another_form_whose_figures_stand_beside():
    checker = with_births("01 ≥ FE-WJ01.07")

    assert checker.check(cells(filled(5, 3, 2)), None, births(5)) == []
    [finding] = checker.check(cells(filled(5, 3, 2)), None, births(6))
    assert finding.cells == (CellKey("1", "01", "1"),)
    assert finding.message == (
        "第01行（总数）应大于或等于《测试表》第07行（活产数）：5 < 6，少 1。请核对这几格。"
    )


def test_a_relation_may_name_one_cell_of_another_form_by_its_element():
    checker = with_births("01 ≥ {births.urban}")

    [finding] = checker.check(cells(filled(5, 3, 2)), None, births(2, urban=6))

    assert "《测试表》第07行（活产数）城镇栏：5 < 6" in finding.message


def test_without_the_other_forms_figures_its_relations_are_silent():
    checker = with_births("01 ≥ FE-WJ01.07")

    assert checker.check(cells(filled(5, 3, 2))) == []
    assert check(checker.form, cells(filled(5, 3, 2))) == []


def test_another_forms_last_year_is_not_this_year():
    checker = with_births("01 ≥ FE-WJ01.07@上年")
    last_year = {Source("FE-WJ01", last_year=True): cells({"07": 6})}

    assert checker.check(cells(filled(5, 3, 2)), None, births(6)) == []
    [finding] = checker.check(cells(filled(5, 3, 2)), None, last_year)
    assert "上年《测试表》第07行（活产数）" in finding.message


# --- where a rule is looked at ------------------------------------------------------------

SHARE = Column("3", "占比", computed=formula("2 / 1 * 100", "1", "2"), decimals=1)


def test_pinned_names_are_looked_at_once_and_the_message_names_their_columns():
    two = form(table(columns=TWO_COLUMNS), relations=[relation("01(1) ≥ 01(2)")])
    values = cells(filled(5, 3, 2)) | cells(filled(6, 3, 3), column="2")

    [finding] = check(two, values)

    assert finding.cells == (CellKey("1", "01", "1"), CellKey("1", "01", "2"))
    assert finding.message == (
        "第01行（总数）合计栏应大于或等于第01行（总数）城镇栏：5 < 6，少 1。请核对这几格。"
    )


def test_brackets_behind_the_first_name_restrict_the_columns():
    two = form(table(columns=TWO_COLUMNS), relations=[relation("01(城镇) = 02 + 03")])
    values = cells(filled(10, 4, 7)) | cells(filled(5, 4, 3), column="2")

    assert [finding.cells[0].column for finding in check(two, values)] == ["2"]


def test_relations_between_rows_leave_derived_columns_alone_unless_they_are_named():
    values = cells(filled(10, 4, 6)) | cells(filled(5, 3, 2), column="2")
    columns = (*TWO_COLUMNS, SHARE)

    assert check(form(table(columns=columns), relations=[PARTS]), values) == []
    named = form(table(columns=columns), relations=[relation("01(3) = 02 + 03")])
    [finding] = check(named, values)
    assert (finding.left, finding.right) == (Decimal("50.0"), Decimal("108.3"))


# --- rules that are not applied -----------------------------------------------------------


def test_a_rule_that_an_office_put_off_is_not_applied():
    assert broken(relation("01 ≥ 02", off="本县没有这类学校"), filled(1, 2)) == []


@pytest.mark.parametrize(
    ("year", "fires"), [(2023, False), (2024, True), (2025, True), (2026, False), (0, True)]
)
def test_a_rule_is_applied_in_the_years_for_which_it_is_valid(year, fires):
    checked = form(relations=[relation("01 ≥ 02", valid_from=2024, valid_to=2025)])

    found = Checker(checked, year=year).check(cells(filled(1, 2, 0)))

    assert bool(found) is fires


# --- all forms ----------------------------------------------------------------------------

contents = st.integers(-3, 40) | st.sampled_from([kind for kind in Kind if kind is not Kind.NUMBER])
entries = st.dictionaries(st.sampled_from(["01", "02", "03"]), contents)


@given(entries, st.none() | entries)
def test_every_finding_shows_why(entered, last_year):
    rules = [PARTS, relation("01 > 02 ≥ 03", code="R02"), relation("01≤01@上年*2", code="R03")]

    before = None if last_year is None else cells(last_year)
    found = check(form(relations=rules, changes=[change()]), cells(entered), before)

    for finding in found:
        assert finding.cells
        assert finding.message.endswith("。")
        if finding.rule != BLANK_RULE:
            assert finding.left is not None
            assert finding.difference == finding.left - finding.right


@given(entries)
def test_parts_make_the_total_or_there_is_a_finding(entered):
    known = [content for content in entered.values() if isinstance(content, int)]

    found = broken(PARTS, entered)

    if len(known) == 3:
        assert (found == []) == (entered["01"] == entered["02"] + entered["03"])


# --- kept up to date while a form is filled -----------------------------------------------

ALL_KINDS = form(
    table(
        (*table().rows, RATE, Row("一半", "05", computed=formula("04/2", "04"), decimals=1)),
        (*TWO_COLUMNS, SHARE),
    ),
    table(BEDS, code="2"),
    relations=[
        PARTS, relation("01 > 02 ≥ 03", code="R02"), relation("01 ≤ 01@上年 * 2", code="R03"),
        relation("如果 02 > 3 则 03 > 0", code="R04"), relation("02、03 同填", code="R05"),
        relation("04 ≤ 100", code="R06"), relation("05 ≤ 04@上年", code="R07"),
        relation("01 ≥ 表2.26", code="R08"), relation("01(1) ≥ 01(2)", code="R09"),
        relation("栏2 ≤ 栏1", code="R10"), relation("3 ≤ 50", code="R11", over=Over.COLUMNS),
        relation("表2.26 ≤ FE-WJ01.07", code="R12"),
        relation("02 = 03 (01 = 0时不审)", code="R13", blank_right=Blanks.ZERO),
    ],
    changes=[change(percent="50", at_least="3")],
    others={"FE-WJ01": BIRTHS},
)  # fmt: skip
typed_cells = st.sampled_from(list(ALL_KINDS.typed_cells))
fillings = st.dictionaries(typed_cells, contents.map(value))


def by_cell(findings):
    return {
        key: [finding for finding in findings if key in finding.cells]
        for finding in findings
        for key in finding.cells
    }


@given(
    fillings,
    st.none() | fillings,
    st.lists(st.dictionaries(typed_cells, contents.map(value), max_size=4), max_size=8),
)
def test_a_check_that_follows_changes_finds_what_a_fresh_one_finds(first, last_year, changes):
    checker = Checker(ALL_KINDS, {"FE-WJ01": BIRTHS})
    beside = births(9)
    live = checker.follow(first, last_year, beside)
    values = dict(first)
    for changed in changes:
        before, complete = by_cell(live.findings), dict(live.complete)

        told = live.change(changed)

        values |= changed
        assert live.findings == checker.check(values, last_year, beside)
        after, fresh = by_cell(live.findings), with_derived(ALL_KINDS, values)
        different = {
            key
            for key in {*before, *after, *complete, *fresh}
            if before.get(key) != after.get(key)
            or complete.get(key, BLANK) != fresh.get(key, BLANK)
        }
        assert different <= told


def test_a_change_tells_the_cells_that_it_touches_and_no_others():
    checker = Checker(form(table(), table(BEDS, code="2"), relations=[PARTS]))
    values = cells(filled(5, 3, 2)) | cells({"26": 6}, in_table="2")
    live = checker.follow(values)

    assert live.change(cells({"26": 7}, in_table="2")) == {CellKey("2", "26", "1")}
    assert live.change(cells({"03": 3})) == set(cells(filled(0, 0, 0)))
    assert live.change(cells({"03": 3})) == set()


# --- figures in sentences -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("vaccinated", "told"),
    [
        pytest.param(4100, "0.4680 < 0.8，少 0.3320", id="a quotient has few decimals"),
        pytest.param(7007, "0.7999 < 0.8，少 0.0001", id="near the bound it has enough"),
    ],
)
def test_a_quotient_is_told_with_no_more_decimals_than_it_needs(vaccinated, told):
    made = form(relations=[relation("02 / 01 ≥ 0.8")])

    [finding] = check(made, cells({"01": 8760, "02": vaccinated, "03": 0}))

    assert told in finding.message


@pytest.mark.parametrize(
    ("vaccinated", "told"),
    [
        pytest.param(4100, "46.80% < 80%，少 33.20个百分点", id="few decimals"),
        pytest.param(7007, "79.99% < 80%，少 0.01个百分点", id="as many as it needs"),
        pytest.param(7007.99999, "79.999999", id="near the bound"),
    ],
)
def test_a_share_is_told_in_percent_where_the_rule_says_percent(vaccinated, told):
    made = form(relations=[relation("02 / 01 ≥ 80%")])

    [finding] = check(made, cells({"01": 8760, "02": vaccinated, "03": 0}))

    assert told in finding.message
    assert "80%" in finding.message.partition("：")[0]


def test_counts_are_told_as_counts_where_the_rule_takes_a_share_of_one():
    made = form(relations=[relation("02 ≤ 01 × 30%")])

    [finding] = check(made, cells({"01": 100, "02": 31, "03": 0}))

    assert "31 > 30" in finding.message
    assert "×30%" in finding.message


def test_two_quotients_that_differ_late_are_still_told_apart():
    made = form(relations=[relation("02 / 01 = 1 / 3.0")])

    [finding] = check(made, cells({"01": 3000000, "02": 1000001, "03": 0}))

    assert "0.33333367 > 0.33333333" in finding.message
