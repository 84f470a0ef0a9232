"""The traps of practice (handbook, section 4.4): what real report systems got wrong."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.checking import Checker, check
from fuer_desktop.domain.errors import DefinitionError, EntryError
from fuer_desktop.domain.forms import Column, Row, with_derived
from fuer_desktop.domain.printing import printed
from fuer_desktop.domain.rule_language import parse_rule
from fuer_desktop.domain.values import CellKey, Kind
from fuer_desktop.domain.vocabulary import Vocabulary
from tests.domain.builders import TWO_COLUMNS, cells, form, formula, relation, table

SCHOOLS = (
    Row("学校数", "01", unit="所", element="schools"),
    Row("教师数", "02", unit="人", element="teachers"),
    Row("学生数", "03", unit="人", element="pupils"),
)


def told(made, entered, last_year=None):
    """The rules that fire, but for blanks."""
    before = None if last_year is None else cells(last_year)
    return [f.rule for f in check(made, cells(entered), before) if f.rule.startswith("R")]


def key(row, column="1", of="1"):
    return CellKey(of, row, column)


# --- 严格 > 遇两边为 0/空:不报。单位数为 0 的跨单位大小:不报 --------------------------------------


@pytest.mark.parametrize(
    ("entered", "fires"),
    [
        pytest.param({"02": 0, "03": 0}, False, id="both 0"),
        pytest.param({}, False, id="both blank"),
        pytest.param({"02": 0}, False, id="0 and blank"),
        pytest.param({"02": Kind.NOT_APPLICABLE, "03": 0}, False, id="not applicable and 0"),
        pytest.param({"02": 1, "03": 1}, True, id="equal, but not 0"),
        pytest.param({"02": 0, "03": 1}, True, id="less"),
    ],
)
@pytest.mark.parametrize("text", ["02 > 03", "03 < 02"])
def test_a_strict_sign_is_silent_over_zeros_and_blanks(text, entered, fires):
    assert told(form(table(SCHOOLS), relations=[relation(text)]), entered) == ["R01"] * fires


@pytest.mark.parametrize(
    ("text", "entered", "fires"),
    [
        pytest.param("02 > 01", {"01": 0, "02": 0}, False, id="no school, no teacher"),
        pytest.param("02 / 01 ≥ 1", {"01": 0, "02": 0}, False, id="a ratio over no school"),
        pytest.param("02 / 01 ≥ 1", {"01": 2, "02": 1}, True, id="a ratio over two schools"),
        pytest.param("如果 01 > 0 则 02 > 01", {"01": 0, "02": 5}, False, id="under a condition"),
        pytest.param("02 > 01 (01 = 0时不审)", {"01": 3, "02": 3}, True, id="but for an exception"),
        pytest.param("02 > 01 (01 = 0时不审)", {"01": 0, "02": 0}, False, id="the exception"),
    ],
)
def test_where_there_is_no_unit_its_people_are_not_compared(text, entered, fires):
    assert told(form(table(SCHOOLS), relations=[relation(text)]), entered) == ["R01"] * fires


# --- 错误随汇总上移:报错要指到最下层那一行 --------------------------------------------------------

COUNTED = form(
    table(
        (
            Row("在校学生", "01", unit="人", computed=formula("02 + 05", "02", "05")),
            Row("小学", "02", unit="人", computed=formula("03 + 04", "03", "04"), level=1),
            Row("男", "03", unit="人", element="boys", level=2),
            Row("女", "04", unit="人", element="girls", level=2),
            Row("中学", "05", unit="人", element="middle", level=1),
            Row("招生", "06", unit="人", element="new", level=1),
        )
    ),
    relations=[relation("06 ≤ 01")],
)


def test_a_broken_total_leads_to_the_typed_cells_at_the_bottom():
    [finding] = check(COUNTED, cells({"03": 1, "04": 2, "05": 3, "06": 7}))

    typed = [key("06"), key("03"), key("04"), key("05")]
    assert finding.cells == (*typed, key("01"))
    assert all(cell in COUNTED.typed_cells for cell in typed)


def test_a_mistake_below_is_not_told_again_at_the_totals_above():
    """Totals are computed, so that they agree with their parts whatever the parts are."""
    wrong_below = replace(COUNTED, rules=(relation("03 ≥ 04").read(COUNTED),))

    [finding] = check(wrong_below, cells({"03": 1, "04": 2, "05": 3, "06": 0}))

    assert finding.cells == (key("03"), key("04"))


@given(st.lists(st.integers(0, 10**9), min_size=3, max_size=3))
def test_a_computed_total_never_differs_from_its_parts(figures):
    parts = dict(zip(("03", "04", "05"), figures, strict=True))
    agrees = [relation("01 = 02 + 05"), relation("02 = 03 + 04", code="R02")]
    rules = tuple(rule.read(COUNTED) for rule in agrees)

    assert told(replace(COUNTED, rules=rules), parts | {"06": 0}) == []


def test_a_finding_over_a_derived_rate_can_be_put_right_at_its_counts():
    rate = Row("女性占比", "04", unit="%", computed=formula("03 / 01 * 100", "01", "03"))
    made = form(table((*table().rows, rate)), relations=[relation("04 ≤ 100")])

    [finding] = check(made, cells({"01": 4, "02": 0, "03": 5}))

    assert finding.cells == (key("03"), key("01"), key("04"))


# --- 合计被人改而下级没改:汇总值不得手改 ----------------------------------------------------------


def test_a_total_cannot_be_typed_over():
    assert key("01") not in COUNTED.typed_cells
    with pytest.raises(EntryError, match="01"):
        COUNTED.require_typed(key("01"))


def test_a_total_that_came_in_with_the_figures_is_computed_again():
    entered = cells({"01": 999, "02": 999, "03": 1, "04": 2, "05": 3, "06": 0})

    complete = with_derived(COUNTED, entered)

    assert (complete[key("02")].number, complete[key("01")].number) == (3, 6)


def test_a_total_that_came_in_is_not_kept_where_its_parts_are_missing():
    complete = with_derived(COUNTED, cells({"01": 999, "02": 999, "03": 1}))

    assert complete.keys() == {key("03")}


# --- 重编代码后关系式没跟着改;引用已删除的行 ------------------------------------------------------

OLD = form(relations=[relation("01 = 02 + 03")])
NEW = form(
    table(
        (
            Row("总数", "01", unit="人", element="population"),
            Row("男", "03", unit="人", element="men"),
            Row("女", "05", unit="人", element="women"),
            Row("儿童", "02", unit="人", element="children"),
        )
    ),
    version=2,
)


def test_a_rule_follows_what_is_counted_when_codes_change_and_is_printed_with_the_new_ones():
    [rule] = OLD.rules

    assert printed(rule.says, NEW, "1", {}) == "01 = 03 + 05"
    renumbered = replace(NEW, rules=(rule,))
    assert told(renumbered, {"01": 5, "03": 2, "05": 3, "02": 99}) == []
    assert told(renumbered, {"01": 5, "03": 2, "05": 4, "02": 1}) == ["R01"]


def test_the_old_text_means_something_else_in_the_new_version_and_is_never_kept_as_text():
    [rule] = OLD.rules
    names = Vocabulary(NEW, NEW.tables[0])

    assert parse_rule(rule.text, names) != rule.says
    assert parse_rule(printed(rule.says, NEW, "1", {}), names) == rule.says


def test_a_text_over_a_row_that_is_gone_is_refused():
    with pytest.raises(DefinitionError, match="第11个字处的“04”不是本表的代码或指标名称"):
        parse_rule("01 = 02 + 04", Vocabulary(NEW, NEW.tables[0]))


def test_a_rule_over_a_row_that_is_gone_is_refused_when_printed_and_checks_nothing():
    [rule] = OLD.rules
    without = form(table(NEW.tables[0].rows[:2]), version=3)

    with pytest.raises(DefinitionError, match="“women”不在报表FE-CS01的这一版中"):
        printed(rule.says, without, "1", {})
    assert told(replace(without, rules=(rule,)), {"01": 5, "03": 2}) == []


# --- 关系式自己印错:允许停用并留痕 --------------------------------------------------------------


def test_a_rule_that_is_put_off_stays_listed_with_its_reason_and_is_not_applied():
    reason = "制度印反了左右两边，已报省里更正"
    made = form(relations=[relation("02 ≥ 01", off=reason), relation("01 ≥ 02", code="R02")])

    assert told(made, {"01": 5, "02": 2, "03": 3}) == []
    assert [(rule.code, rule.off) for rule in made.rules] == [("R01", reason), ("R02", "")]


def test_a_rule_that_is_out_of_date_stays_listed_too():
    made = form(relations=[relation("02 ≥ 01", valid_to=2024)])

    assert Checker(made, year=2025).check(cells({"01": 5, "02": 2, "03": 3})) == []
    assert len(made.rules) == 1


# --- 派生栏不参与加总;不适用格在求和时跳过 --------------------------------------------------------

YIELD = Column("3", "单产", computed=formula("2 / 1", "1", "2"), decimals=2)


def test_derived_columns_take_no_part_in_sums_of_rows():
    made = form(table(columns=(*TWO_COLUMNS, YIELD)), relations=[relation("01 = 02 + 03")])
    values = cells({"01": 10, "02": 4, "03": 6}) | cells({"01": 5, "02": 3, "03": 2}, column="2")

    complete = with_derived(made, values)
    rates = [complete[key(row, "3")].number for row in ("01", "02", "03")]

    assert rates[0] != rates[1] + rates[2]
    assert check(made, values) == []


def test_closed_cells_take_no_part_in_sums_of_rows():
    closed = Column("2", "城镇", rows=frozenset({"01", "02"}))
    made = form(table(columns=(TWO_COLUMNS[0], closed)), relations=[relation("01 = 02 + 03")])
    values = cells({"01": 10, "02": 4, "03": 6}) | cells({"01": 9, "02": 3}, column="2")

    assert check(made, values) == []


@pytest.mark.parametrize("kind", [Kind.NOT_APPLICABLE, Kind.INCLUDED])
def test_what_does_not_apply_is_skipped_in_a_sum(kind):
    made = form(relations=[relation("01 = 02 + 03")])

    assert told(made, {"01": 4, "02": 4, "03": kind}) == []
    assert told(made, {"01": 5, "02": 4, "03": kind}) == ["R01"]


# --- 分子分母填错:率由系统用分子分母算,不让人填率 -------------------------------------------------

ENROLLED = form(
    table(
        (
            Row("学龄女童", "01", unit="人", element="girls_of_age"),
            Row("入学女童", "02", unit="人", element="girls_enrolled"),
            Row("女童净入学率", "03", unit="%", computed=formula("02 / 01 * 100", "01", "02"),
                decimals=1),
        )
    ),
    relations=[
        relation("03 ≤ 100"),
        relation("03 ≥ 90", "C", code="R02", hint="净入学率低于90%，请核对分子分母。"),
    ],
)  # fmt: skip


def test_a_rate_is_computed_from_its_counts_and_cannot_be_typed():
    with pytest.raises(EntryError):
        ENROLLED.require_typed(key("03"))
    complete = with_derived(ENROLLED, cells({"01": 200, "02": 199}))
    assert complete[key("03")].number == Decimal("99.5")


@pytest.mark.parametrize(
    ("of_age", "enrolled", "rules"),
    [
        pytest.param(200, 199, [], id="as it should be"),
        pytest.param(199, 200, ["R01"], id="numerator and denominator changed over"),
        pytest.param(440, 200, ["R02"], id="girls over all pupils, a share and no rate"),
        pytest.param(0, 0, [], id="no girl of that age"),
    ],
)
def test_a_rate_out_of_its_range_is_told_at_its_counts(of_age, enrolled, rules):
    found = check(ENROLLED, cells({"01": of_age, "02": enrolled}))

    assert [finding.rule for finding in found] == rules
    assert all({key("01"), key("02")} <= set(finding.cells) for finding in found)
