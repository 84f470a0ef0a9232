"""Lists in forms: a row for each member, and what the rows above say of them."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.checking import BLANK_RULE, Checker
from fuer_desktop.domain.forms import Column, Gathers, Row, with_derived
from fuer_desktop.domain.members import with_members
from fuer_desktop.domain.units import Member, MemberKind, Place
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, number
from tests.domain.builders import form, relation, table

DOCTORS = Column("1", "全科医生数", breakdown="gp", at_least=Decimal(1))
NURSES = Column("2", "儿保医生数", breakdown="child", at_least=Decimal(2))
ROWS = (
    Row("合计", "01", unit="名", element="doctors", gathers=Gathers.SUM),
    Row("机构数", "02", unit="所", element="institutions", gathers=Gathers.COUNT),
    Row("配备到位的机构数", "03", unit="所", element="equipped", gathers=Gathers.REACHING),
)
LIST = replace(table(ROWS, (DOCTORS, NURSES)), members=MemberKind.INSTITUTION)
FORM = form(LIST, relations=(relation("02 ≥ 03"), relation("03 ≤ 01")))
MEMBERS = (
    Member("990100201", "甲乡卫生院", MemberKind.INSTITUTION),
    Member("990100202", "乙镇卫生院", MemberKind.INSTITUTION),
    Member("990100203", "丙村小学", MemberKind.SCHOOL),
)
LISTED = with_members(FORM, MEMBERS)


def figures(*gps):
    codes = ("990100201", "990100202")
    return {CellKey("1", code, "1"): gp for code, gp in zip(codes, gps, strict=True)}


def worth(values, row, column="1"):
    return with_derived(LISTED, values).get(CellKey("1", row, column), BLANK)


def test_a_list_has_a_row_for_each_member_of_its_kind_after_its_own_rows():
    assert [row.title for row in LISTED.tables[0].rows[3:]] == ["甲乡卫生院", "乙镇卫生院"]
    assert {key.row for key in LISTED.typed_cells} == {"990100201", "990100202"}


def test_without_members_the_rows_are_counts_to_be_typed():
    made = with_members(FORM, MEMBERS[2:])

    assert made == FORM
    assert {key.row for key in made.typed_cells} == {"01", "02", "03"}


def test_the_indicators_find_the_counts_in_the_same_cells_either_way():
    assert LISTED.elements == FORM.elements
    assert LISTED.elements["equipped.gp"] == CellKey("1", "03", "1")


def test_a_row_adds_up_counts_and_counts_those_that_reach_what_is_demanded():
    entered = figures(number(3), number(0))

    assert [worth(entered, row) for row in ("01", "02", "03")] == [
        number(3), number(2), number(1),
    ]  # fmt: skip


def test_each_column_demands_what_it_says():
    entered = {
        CellKey("1", "990100201", "2"): number(2),
        CellKey("1", "990100202", "2"): number(1),
    }

    assert worth(entered, "03", "2") == number(1)


def test_while_a_member_is_not_filled_only_their_number_is_known():
    entered = {CellKey("1", "990100201", "1"): number(3)}

    assert [worth(entered, row) for row in ("01", "02", "03")] == [BLANK, number(2), BLANK]


def test_a_member_to_whom_it_does_not_apply_is_not_counted_as_reaching():
    entered = figures(number(3), DataValue(Kind.NOT_APPLICABLE))

    assert [worth(entered, row) for row in ("01", "03")] == [number(3), number(1)]


def test_every_cell_of_every_member_has_to_be_filled():
    found = Checker(LISTED).check(figures(number(1), number(1)))

    blank = [finding.cells[0] for finding in found if finding.rule == BLANK_RULE]
    assert blank == [CellKey("1", code, "2") for code in ("990100201", "990100202")]


def test_rules_speak_of_the_gathered_rows():
    entered = figures(number(1), number(1)) | {
        CellKey("1", code, "2"): number(0) for code in ("990100201", "990100202")
    }

    assert Checker(LISTED).check(entered) == []


def test_only_members_of_the_year_are_listed():
    gone = replace(MEMBERS[0], valid_to=2024)
    place = Place(
        "990100", "演练县", "wushan", practice=True, units=(), members=(gone, *MEMBERS[1:])
    )

    made = with_members(FORM, place.in_force(2025).members)

    assert [row.title for row in made.tables[0].listed] == ["乙镇卫生院"]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_gathered_figures_are_what_counting_by_hand_gives(doctors):
    members = [
        Member(f"99010{at:04}", f"机构{at}", MemberKind.INSTITUTION) for at in range(len(doctors))
    ]
    made = with_members(FORM, members)
    entered = {
        CellKey("1", member.code, "1"): number(count)
        for member, count in zip(members, doctors, strict=True)
    }

    found = with_derived(made, entered)

    assert found[CellKey("1", "01", "1")] == number(sum(doctors))
    assert found[CellKey("1", "02", "1")] == number(len(doctors))
    assert found[CellKey("1", "03", "1")] == number(sum(count >= 1 for count in doctors))
