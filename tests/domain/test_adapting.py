"""A form as one place uses it: what is not asked is gone with all that says something of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.adapting import adapted
from fuer_desktop.domain.checking import Checker
from fuer_desktop.domain.forms import Column, Row, with_derived
from fuer_desktop.domain.printing import printed
from fuer_desktop.domain.rules import Over
from fuer_desktop.domain.spots import Source
from fuer_desktop.domain.values import CellKey, number
from tests.domain.builders import change, form, formula, relation, table

ROWS = (
    Row("一、儿童", ""),
    Row("儿童", "01", unit="人", element="children"),
    Row("其中：女童", "02", unit="人", element="girls", part_of="01", level=1),
    Row("男童", "03", unit="人", element="boys", level=1),
    Row("二、机构", ""),
    Row("机构", "04", unit="个", element="places"),
    Row("达标机构", "05", unit="个", element="places_good"),
    Row("达标率", "06", unit="%", computed=formula("05 / 04 * 100", "04", "05"), decimals=1),
    Row("差距", "07", unit="%", computed=formula("100 - 06", "06"), decimals=1),
)
COLUMNS = (
    Column("1", "合计"),
    Column("2", "城镇", breakdown="urban", rows=frozenset({"01", "02"})),
    Column("3", "占比", computed=formula("2 / 1 * 100", "1", "2"), rows=frozenset({"01", "02"})),
)
RULES = (
    relation("01 = 02 + 03", code="R01"),
    relation("04 ≥ 05", code="R02"),
    relation("如果 04 > 0 则 01 > 0", code="R03"),
    relation("1 ≥ 2", over=Over.COLUMNS, code="R04", only=frozenset({"children", "girls"})),
    relation("01 ≥ 02 ≥ 0", code="R05"),
    relation("06 ≤ 100", code="R06"),
)
NOTES = (
    "本表由民政部门填报，人数填整数，上年10月1日起算。",
    "02行指女童。",
    "02—03行按性别分，01行、02行含流动儿童。",
    "04行、05行指有编制的机构。没有的填0。",
    "本表填年末数；04行、05行填核定数。",
)
WHOLE = form(
    table(ROWS, COLUMNS), relations=RULES, changes=(change(rows=("02", "05")),), notes=NOTES
)
OTHER = form(
    table((Row("女童", "01", element="girls_here", unit="人"),)),
    relations=(relation("01 ≤ FE-CS01.02(1)"),),
    others={"FE-CS01": WHOLE},
    code="FE-CS02",
)
ELEMENTS = tuple(row.element for row in ROWS if row.element)


def at_place(*left_out, of=WHOLE):
    return adapted({of.code: of}, {of.code: set(left_out)})[of.code]


def codes(made):
    return [row.code or row.title for one in made.tables for row in one.rows]


def test_a_row_that_is_left_out_is_gone_and_the_others_keep_their_codes():
    assert codes(at_place("boys")) == ["一、儿童", "01", "02", "二、机构", "04", "05", "06", "07"]


def test_what_is_computed_from_it_goes_too_however_far():
    assert codes(at_place("places_good")) == ["一、儿童", "01", "02", "03", "二、机构", "04"]


def test_a_heading_with_nothing_under_it_goes():
    assert codes(at_place("places", "places_good")) == ["一、儿童", "01", "02", "03"]


def test_a_column_of_rows_that_are_gone_goes_with_what_is_computed_from_it():
    made = at_place("children", "girls")

    assert [column.code for column in made.tables[0].columns] == ["1"]


def test_a_row_under_one_that_is_gone_stands_alone():
    assert at_place("children").rows["1", "02"].part_of == ""


def test_a_table_without_rows_goes_with_its_rules():
    made = at_place(*ELEMENTS)

    assert (made.tables, made.rules, made.changes) == ((), (), ())


@pytest.mark.parametrize(
    ("left_out", "kept"),
    [
        ("boys", ["R02", "R03", "R04", "R05", "R06"]),
        ("places", ["R01", "R04", "R05"]),
        ("girls", ["R02", "R03", "R04", "R06"]),
        ("children", ["R02", "R04", "R05", "R06"]),
    ],
)
def test_a_rule_that_names_what_is_gone_is_left_out_whole(left_out, kept):
    assert [rule.code for rule in at_place(left_out).rules] == kept


def test_of_a_chain_only_the_part_that_names_it_goes():
    [rule] = [rule for rule in at_place("children").rules if rule.code == "R05"]

    assert printed(rule.says, at_place("children"), "1", {}) == "02 ≥ 0"


PARTS = (
    Row("死亡", "01", unit="人", element="deaths"),
    Row("溺水", "02", unit="人", element="drowned", part_of="01", level=1),
    Row("烧伤", "03", unit="人", element="burnt", part_of="01", level=1),
    Row("中毒", "04", unit="人", element="poisoned", part_of="01", level=1),
)


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("01 ≥ 02 + 03 + 04", "01 ≥ 02 + 04"),
        ("02 + 03 + 04 < 01", "02 + 04 < 01"),
        ("01 * 2 > 03 + 04", "01 * 2 > 04"),
        ("01 ≥ 03", None),
        ("01 = 02 + 03 + 04", None),
        ("01 ≤ 02 + 03 + 04", None),
        ("01 ≥ 02 - 03", None),
        ("01 ≥ 02 + 03 * 2", None),
        ("03 ≥ 02 + 04", None),
        ("01 ≠ 02 + 03", None),
    ],
)
def test_of_parts_held_under_a_figure_those_that_are_asked_stay_under_it(written, left):
    made = at_place("burnt", of=form(table(PARTS), relations=(relation(written),)))

    assert [printed(rule.says, made, "1", {}) for rule in made.rules] == [left] * bool(left)


@given(
    st.lists(st.integers(0, 9), min_size=4, max_size=4),
    st.sets(st.sampled_from(["drowned", "burnt", "poisoned"]), max_size=2),
    st.sampled_from(["01 ≥ 02 + 03 + 04", "02 + 03 + 04 ≤ 01", "01 > 02 + 04 + 03"]),
)
def test_figures_that_keep_the_whole_rule_keep_what_a_place_has_of_it(figures, gone, written):
    whole = form(table(PARTS), relations=(relation(written),))
    values = {CellKey("1", f"0{n}", "1"): number(f) for n, f in enumerate(figures, start=1)}
    made = at_place(*gone, of=whole)
    asked = {key: value for key, value in values.items() if key in made.typed_cells}

    assert made.rules
    assert Checker(whole, {}).check(values) or not Checker(made, {}).check(asked)


def test_watching_for_changes_goes_on_for_the_rows_that_stay():
    assert [rule.rows for rule in at_place("girls").changes] == [{"05"}]
    assert at_place("girls", "places_good").changes == ()


@pytest.mark.parametrize(
    ("left_out", "kept"),
    [
        pytest.param({"girls"}, [0, 2, 3, 4], id="about one row that is gone"),
        pytest.param({"places"}, [0, 1, 2, 3, 4], id="one of two rows is still there"),
        pytest.param({"places", "places_good"}, [0, 1, 2], id="both rows are gone"),
        pytest.param({"children", "girls"}, [0, 2, 3, 4], id="a row of a stretch is still there"),
    ],
)
def test_notes_about_rows_that_are_gone_are_left_out(left_out, kept):
    found = [note for note in at_place(*left_out).notes if note != "本表填年末数。"]

    assert found == [NOTES[number] for number in kept]


def test_of_a_note_that_says_more_only_the_clause_about_them_goes():
    assert at_place("places", "places_good").notes[-1] == "本表填年末数。"


def test_a_rule_of_another_form_that_names_it_is_left_out_there():
    forms = {"FE-CS01": WHOLE, "FE-CS02": OTHER}

    assert adapted(forms, {"FE-CS01": {"boys"}})["FE-CS02"].rules == OTHER.rules
    assert adapted(forms, {"FE-CS01": {"girls"}})["FE-CS02"].rules == ()


def test_where_nothing_is_left_out_nothing_changes():
    assert adapted({"FE-CS01": WHOLE, "FE-CS02": OTHER}, {}) == {
        "FE-CS01": WHOLE,
        "FE-CS02": OTHER,
    }


figures = st.dictionaries(st.sampled_from(list(WHOLE.typed_cells)), st.integers(0, 9).map(number))


@given(st.sets(st.sampled_from(ELEMENTS)), figures, figures)
def test_a_place_that_asks_less_finds_less_and_nothing_else(left_out, now, before):
    made = at_place(*left_out)

    found = Checker(made).check(now, before)

    everything = Checker(WHOLE).check(now, before)
    assert all(finding in everything for finding in found)
    asked = {row.element for row in made.rows.values()} - {""}
    assert asked == set(ELEMENTS) - left_out
    for rule in made.rules:
        assert printed(rule.says, made, rule.table, {}) != ""


@given(st.sets(st.sampled_from(ELEMENTS)), figures)
def test_derived_figures_that_stay_are_what_they_were(left_out, now):
    made = at_place(*left_out)

    there = with_derived(made, {k: v for k, v in now.items() if k in made.typed_cells})

    whole = with_derived(WHOLE, now)
    assert there == {key: value for key, value in whole.items() if key in there}


@given(st.sets(st.sampled_from(ELEMENTS)), st.sets(st.sampled_from(ELEMENTS)))
def test_leaving_out_twice_is_leaving_out_both_at_once(first, second):
    assert at_place(*second, of=at_place(*first)) == at_place(*first, *second)


def test_the_other_form_is_still_checked_against_what_is_asked():
    forms = adapted({"FE-CS01": WHOLE, "FE-CS02": OTHER}, {"FE-CS01": {"boys"}})
    here, there = {CellKey("1", "01", "1"): number(9)}, {CellKey("1", "02", "1"): number(5)}

    checker = Checker(forms["FE-CS02"], {"FE-CS01": forms["FE-CS01"]})

    [finding] = checker.check(here, beside={Source("FE-CS01"): there})
    assert (finding.left, finding.right) == (9, 5)
