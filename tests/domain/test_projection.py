"""Figures of one version of a form by the cells of another: what goes on, and what is named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.choices import Choice
from fuer_desktop.domain.continuity import Continuity, RowPlace, Succession, What
from fuer_desktop.domain.expressions import parse_formula
from fuer_desktop.domain.findings import FindingKey, explanation_of
from fuer_desktop.domain.forms import Column, Content, Row
from fuer_desktop.domain.projection import asks_the_same, chain
from fuer_desktop.domain.values import CellKey, DataValue, Kind, number
from tests.domain.builders import TWO_COLUMNS, form, table

OLD = form(table((
    Row("男", "01", unit="人", element="men"),
    Row("女", "02", unit="人", element="women"),
    Row("人数", "03", unit="人", element="people", decimals=2),
    Row("合计", "04", unit="人", computed=parse_formula("01 + 02", ("01", "02"))),
), TWO_COLUMNS))  # fmt: skip


def said(what, row, *was, continuity=Continuity.FULL):
    place = RowPlace("1", row) if row else None
    return Succession(what, continuity, place, tuple(RowPlace("1", old) for old in was))


def newer(*rows, succession=(), columns=TWO_COLUMNS, version=2):
    return form(table(rows, columns), version=version, succession=tuple(succession))


def cell(row, column="1"):
    return CellKey("1", row, column)


MERGED = newer(
    Row("合在一起", "09", unit="人", element="both"),
    Row("人数", "03", unit="人", element="people", decimals=1),
    succession=[said(What.MERGED, "09", "01", "02")],
)


def test_parts_that_were_merged_are_added_and_none_is_lost():
    result = chain(OLD, MERGED, {}).project({cell("01"): number(3), cell("02"): number(4)})

    assert result.values == {cell("09"): number(7)}
    assert result.lost == ()


def test_a_part_whose_other_part_is_not_filled_is_named():
    result = chain(OLD, MERGED, {}).project({cell("01"): number(3)})

    assert result.values == {}
    assert result.lost == (cell("01"),)


def test_a_figure_with_too_many_decimals_is_rounded_and_named():
    result = chain(OLD, MERGED, {}).project({cell("03"): number("1.25")})

    assert result.values == {cell("03"): number("1.3")}
    assert result.rounded == ((cell("03"), cell("03")),)


def test_what_says_the_same_with_fewer_decimals_is_not_named():
    result = chain(OLD, MERGED, {}).project({cell("03"): number("1.20")})

    assert result.rounded == ()


def test_what_is_merged_does_not_come_apart_again():
    result = chain(MERGED, OLD, {}).project({cell("09"): number(7), cell("03"): number("1.2")})

    assert result.values == {cell("03"): number("1.2")}
    assert result.lost == (cell("09"),)


def test_between_versions_that_are_not_known_nothing_goes_on():
    fourth = newer(Row("男", "01", unit="人", element="men"), version=4)

    result = chain(OLD, fourth, {2: MERGED}).project({cell("01"): number(3)})

    assert (result.values, result.lost) == ({}, (cell("01"),))


def test_a_closed_code_that_counts_something_else_now_gets_no_figure():
    reused = newer(
        Row("学校", "01", unit="所", element="schools"),
        succession=[said(What.ADDED, "01", continuity=Continuity.NO_HISTORY),
                    said(What.CLOSED, "", "01", continuity=Continuity.NONE)],
    )  # fmt: skip

    projection = chain(OLD, reused, {})

    assert projection.project({cell("01"): number(3)}).values == {}
    assert cell("01") in projection.new_cells
    assert cell("01") in projection.closed_cells


def test_a_text_does_not_go_where_figures_belong_nor_an_answer_that_is_not_offered():
    written = Column("1", "说明", content=Content.TEXT)
    old = form(table((Row("甲", "01", element="a"),), (written,)))
    new = newer(Row("甲", "01", element="a"), columns=(Column("1", "合计"),))
    answers = newer(Row("女", "02", element="women", choices=(Choice(1, "有"),)))
    text = {cell("01"): DataValue(Kind.TEXT, None, "", "话")}

    assert chain(old, new, {}).project(text).lost == (cell("01"),)
    given = {cell("02"): number(2), cell("02", "2"): number(1)}
    result = chain(OLD, answers, {}).project(given)
    assert (result.values, result.lost) == ({cell("02", "2"): number(1)}, (cell("02"),))


MOVED = newer(
    Row("男", "11", unit="人", element="men"),
    Row("女", "02", unit="人", element="women"),
    Row("合计", "14", unit="人", computed=parse_formula("11 + 02", ("11", "02"))),
    succession=[said(What.MOVED, "11", "01"), said(What.MOVED, "14", "04"),
                said(What.CLOSED, "", "03", continuity=Continuity.NONE)],
)  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "moved"),
    [
        pytest.param(["01", "02"], ["11", "02"], id="typed cells"),
        pytest.param(["04"], ["14"], id="a derived cell"),
        pytest.param(["02", "03"], None, id="one of them closed"),
    ],
)
def test_a_reason_goes_on_where_all_of_its_cells_do(cells, moved):
    key = FindingKey("R01", tuple(map(cell, cells)), Decimal(1), None)
    given = explanation_of(key, "核实过的数", "张三", "2026-01-01T08:00:00+08:00")

    found = chain(OLD, MOVED, {}).explanations([given])

    expected = [] if moved is None else [tuple(map(cell, moved))]
    assert [now.cells for _, now in found] == expected
    assert all((now.reason, now.by, now.at) == (given.reason, given.by, given.at)
               for _, now in found)  # fmt: skip


ELEMENTS = "abcdef"


@given(st.permutations(ELEMENTS), st.permutations(ELEMENTS), st.data())
def test_there_and_back_again_everything_that_was_asked_in_both_is_as_it_was(before, after, data):
    had = data.draw(st.lists(st.sampled_from(ELEMENTS), min_size=1, unique=True))
    has = data.draw(st.lists(st.sampled_from(ELEMENTS), min_size=1, unique=True))
    was = {e: f"{code:02}" for code, e in enumerate(before, 1) if e in had}
    now = {e: f"{code:02}" for code, e in enumerate(after, 1) if e in has}
    said_of = [said(What.MOVED, code, was[e]) for e, code in now.items() if e in was]
    old, new = (
        newer(*(Row(e, code, element=e) for e, code in rows.items()), succession=s, version=v)
        for rows, s, v in ((was, (), 1), (now, said_of, 2))
    )
    values = {cell(code): number(ord(e)) for e, code in was.items()}

    there = chain(old, new, {}).project(values)
    back = chain(new, old, {}).project(there.values)

    assert there.values == {cell(now[e]): number(ord(e)) for e in was if e in now}
    assert set(there.lost) == {cell(code) for e, code in was.items() if e not in now}
    assert back.values == {cell(was[e]): number(ord(e)) for e in was if e in now}


# --- one version, other words -----------------------------------------------------------------


def same_version(*rows, columns=TWO_COLUMNS):
    return newer(*rows, columns=columns, version=1)


A, B = Row("甲", "01", unit="人", element="a"), Row("乙", "02", unit="人", element="b")


@pytest.mark.parametrize(
    ("rows", "columns", "same"),
    [
        pytest.param((A, B), TWO_COLUMNS, True, id="nothing"),
        pytest.param((Row("甲等", "01", unit="人", element="a"), B), TWO_COLUMNS, True, id="words"),
        pytest.param((A,), TWO_COLUMNS, False, id="a row less"),
        pytest.param((A, Row("乙", "03", unit="人", element="b")), TWO_COLUMNS, False, id="moved"),
        pytest.param((A, Row("乙", "02", unit="户", element="b")), TWO_COLUMNS, False, id="unit"),
        pytest.param((A, Row("乙", "02", unit="人", element="c")), TWO_COLUMNS, False, id="thing"),
        pytest.param((A, Row("乙", "02", unit="人", element="b", decimals=1)), TWO_COLUMNS, False,
            id="decimals"),
        pytest.param((A, B), (Column("1", "合计"), Column("2", "农村", breakdown="rural")), False,
            id="another breakdown"),
        pytest.param((A, B), (Column("1", "合计"),), False, id="a column less"),
    ],
)  # fmt: skip
def test_two_texts_of_one_version_ask_the_same_or_not(rows, columns, same):
    assert asks_the_same(same_version(A, B), same_version(*rows, columns=columns)) is same


def test_an_answer_may_come_but_not_go():
    one, both = (Choice(1, "有"),), (Choice(1, "有"), Choice(2, "无"))
    few, many = (same_version(Row("甲", "01", element="a", choices=c)) for c in (one, both))

    assert asks_the_same(few, many)
    assert not asks_the_same(many, few)
