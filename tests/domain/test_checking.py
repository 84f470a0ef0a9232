from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.checking import BLANK_RULE, check
from fuer_desktop.domain.forms import Column, Row
from fuer_desktop.domain.rules import Over, RuleClass
from fuer_desktop.domain.values import CellKey, DataValue, Kind
from tests.domain.builders import (
    TWO_COLUMNS,
    cells,
    change,
    explained,
    form,
    formula,
    relation,
    table,
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


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.NUMBER, Kind.BLANK)])
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


# --- reasons ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        pytest.param("", "open", id="none"),
        pytest.param("人口迁出了", "open", id="five characters"),
        pytest.param("  人口迁出  ", "open", id="spaces do not count"),
        pytest.param("人口迁出较多", "explained", id="six characters"),
    ],
)
def test_a_large_change_is_explained_by_six_characters_at_its_cell(reason, state):
    values = cells({"01": explained(500, reason), "02": 0, "03": 0})

    [finding] = check(form(changes=[change()]), values, cells(filled(100, 0)))

    assert (finding.state, finding.blocks) == (state, state == "open")


def test_a_reason_at_any_cell_of_a_relation_explains_it():
    rule = relation("01 = 02 + 03", severity="C")
    values = cells({"01": 10, "02": 4, "03": explained(7, "含一名双重户籍")})

    [finding] = check(form(relations=[rule]), values)

    assert finding.explained
    assert finding.reason == "含一名双重户籍"


def test_a_reason_too_short_at_one_cell_does_not_hide_a_good_one_at_another():
    rule = relation("01 = 02 + 03", severity="C")
    values = cells({"01": explained(10, "见附件"), "02": 4, "03": explained(7, "含一名双重户籍")})

    [finding] = check(form(relations=[rule]), values)

    assert finding.explained
    assert finding.reason == "含一名双重户籍"


@pytest.mark.parametrize(
    ("severity", "blocks", "state"),
    [
        pytest.param("A", True, "open", id="A must be put right"),
        pytest.param("B", True, "open", id="B needs the office"),
        pytest.param("C", False, "explained", id="C needs a reason"),
        pytest.param("D", False, "open", id="D may be left"),
    ],
)
def test_what_a_reason_can_do_depends_on_the_class(severity, blocks, state):
    rule = relation("01 ≥ 02", severity=severity)
    values = cells({"01": explained(1, "情况属实已核对"), "02": 2, "03": 0})

    [finding] = check(form(relations=[rule]), values)

    assert (finding.blocks, finding.state) == (blocks, state)


@pytest.mark.parametrize(
    ("severity", "blocks"), [("A", True), ("B", True), ("C", True), ("D", False)]
)
def test_without_a_reason_all_but_a_hint_block(severity, blocks):
    [finding] = check(form(relations=[relation("01 ≥ 02", severity=severity)]), cells(filled(1, 2)))

    assert finding.blocks is blocks


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
