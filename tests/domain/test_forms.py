from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.forms import Column, Row, with_derived
from fuer_desktop.domain.units import ReportingUnit, UnitKind
from fuer_desktop.domain.values import CellKey, Kind, number
from tests.domain.builders import cells, form, formula, table

COLUMNS = (
    Column("1", "合计"),
    Column("2", "女", breakdown="female", rows=frozenset({"01"})),
    Column("3", "女性占比", computed=formula("2 / 1 * 100", "1", "2"), decimals=2)
)  # fmt: skip
ROWS = (
    Row("一、就业"),
    Row("就业人数", "01", unit="人", element="employed"),
    Row("其中：新增", "02", unit="人", element="newly_employed", decimals=1),
    Row("新增占比", "03", unit="%", computed=formula("02 / 01 * 100", "01", "02"), decimals=1),
)
FORM = form(table(ROWS, COLUMNS))


def test_headings_and_derived_rows_and_columns_are_not_typed():
    assert FORM.typed_cells == {
        CellKey("1", "01", "1"): 0,
        CellKey("1", "01", "2"): 0,
        CellKey("1", "02", "1"): 1,
    }


def test_a_data_element_is_the_rows_with_the_breakdown_of_the_column():
    assert FORM.elements == {
        "employed": CellKey("1", "01", "1"),
        "employed.female": CellKey("1", "01", "2"),
        "newly_employed": CellKey("1", "02", "1"),
    }


@pytest.mark.parametrize(
    ("row", "column", "is_open"),
    [
        pytest.param("01", "1", True, id="typed"),
        pytest.param("01", "2", True, id="a row the column applies to"),
        pytest.param("02", "2", False, id="a row it does not apply to"),
        pytest.param("01", "3", True, id="a derived column in a typed row"),
        pytest.param("03", "1", True, id="a derived row in a typed column"),
        pytest.param("03", "3", False, id="derived both ways means nothing"),
    ],
)
def test_which_cells_exist(row, column, is_open):
    [only] = FORM.tables

    assert only.is_open(only.coded_rows[row], only.column_by_code[column]) is is_open


def test_a_heading_has_no_cells():
    [only] = FORM.tables

    assert not any(only.is_open(ROWS[0], column) for column in COLUMNS)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        pytest.param(("9", "01", "1"), "没有表9", id="no such table"),
        pytest.param(("1", "1", "1"), "01不等于1", id="a code is text"),
        pytest.param(("1", "", "1"), "没有表1第行", id="a heading"),
        pytest.param(("1", "01", "9"), "第9栏", id="no such column"),
        pytest.param(("1", "03", "1"), "由程序计算", id="a derived row"),
        pytest.param(("1", "01", "3"), "由程序计算", id="a derived column"),
        pytest.param(("1", "02", "2"), "不需要填写", id="a cell that is not asked"),
    ],
)
def test_only_a_typed_cell_can_be_filled(key, says):
    with pytest.raises(EntryError, match=says):
        FORM.require_typed(CellKey(*key))


def test_a_typed_cell_tells_its_decimals():
    assert FORM.require_typed(CellKey("1", "02", "1")) == 1


@pytest.mark.parametrize(
    ("kind", "department", "files"),
    [
        pytest.param(UnitKind.DEPARTMENT, "health", True, id="the department"),
        pytest.param(UnitKind.DEPARTMENT, "education", False, id="another department"),
        pytest.param(UnitKind.TOWNSHIP, "", False, id="a township"),
        pytest.param(UnitKind.TOWNSHIP, "health", False, id="a township of that name"),
    ],
)
def test_a_departments_form_is_filed_by_that_department(kind, department, files):
    assert form(department="health").files(ReportingUnit("x", "x", kind, department)) is files


# --- derived cells ------------------------------------------------------------------------


def derived(values, of=FORM):
    complete = with_derived(of, values)
    return {key: value.number for key, value in complete.items() if key not in values}


def test_derived_columns_and_rows_are_computed_beside_their_figures():
    values = cells({"01": 8, "02": 1}) | cells({"01": 3}, column="2")

    assert derived(values) == {
        CellKey("1", "01", "3"): Decimal("37.50"),
        CellKey("1", "03", "1"): Decimal("12.5"),
    }


@pytest.mark.parametrize(
    ("total", "part", "expected"),
    [
        pytest.param(8, 1, "12.5", id="computed"),
        pytest.param(3, 2, "66.7", id="rounded half up to the row's decimals"),
        pytest.param(16, 1, "6.3", id="6.25 goes up"),
        pytest.param(8, 0, "0.0", id="zero of eight"),
        pytest.param(0, 1, None, id="division by zero"),
        pytest.param(0, 0, None, id="zero by zero"),
        pytest.param(Kind.BLANK, 1, None, id="no total yet"),
        pytest.param(8, Kind.NO_DATA, None, id="no data"),
        pytest.param(8, Kind.NOT_APPLICABLE, "0.0", id="not applicable counts as nothing"),
        pytest.param(Kind.NOT_APPLICABLE, 1, None, id="but divides nothing"),
    ],
)
def test_a_derived_rate_stands_where_it_can_be_computed(total, part, expected):
    found = derived(cells({"01": total, "02": part})).get(CellKey("1", "03", "1"))

    assert (None if found is None else str(found)) == expected


def test_a_share_of_a_derived_row_is_computed():
    rows = (
        Row("合计", "01", computed=formula("02 + 03", "02", "03")),
        Row("甲", "02", element="a"),
        Row("乙", "03", element="b"),
    )
    share = Column(
        "3",
        "占比",
        computed=formula("2 / 1 * 100", "1", "2"),
        decimals=1,
        rows=frozenset({"01", "02", "03"}),
    )
    columns = (Column("1", "人数"), Column("2", "女", breakdown="female"), share)
    values = cells({"02": 4, "03": 6}) | cells({"02": 1, "03": 4}, column="2")

    found = derived(values, form(table(rows, columns)))

    assert found[CellKey("1", "01", "3")] == 50


def test_a_total_of_subtotals_is_computed_though_it_stands_above_them():
    rows = (
        Row("总计", "01", computed=formula("02", "02")),
        Row("小计", "02", computed=formula("03", "03")),
        Row("甲", "03", element="a"),
    )

    found = derived(cells({"03": 4}), form(table(rows)))

    assert found == {CellKey("1", "01", "1"): 4, CellKey("1", "02", "1"): 4}


@pytest.mark.parametrize(
    ("first", "second", "circular"),
    [
        pytest.param("02", "03", [], id="in a line"),
        pytest.param("02", "01", ["01", "02"], id="each from the other"),
        pytest.param("01", "03", ["01"], id="from itself"),
    ],
)
def test_cells_computed_from_themselves_are_told_and_stay_empty(first, second, circular):
    rows = (
        Row("甲", "01", computed=formula(first, first)),
        Row("乙", "02", computed=formula(second, second)),
        Row("丙", "03", element="c"),
    )
    turning = form(table(rows))

    found = derived(cells({"03": 4}), turning)

    assert bool(turning.circular_cells) is bool(circular)
    assert {key.row for key in turning.circular_cells} <= set(circular)
    assert {key.row for key in found}.isdisjoint(circular)


def test_the_rows_of_one_table_are_not_those_of_another():
    two = form(table(ROWS, COLUMNS[:1]), table(ROWS, COLUMNS[:1], code="2"))

    found = derived(cells({"01": 8, "02": 1}) | cells({"01": 2, "02": 1}, in_table="2"), two)

    assert found == {
        CellKey("1", "03", "1"): Decimal("12.5"),
        CellKey("2", "03", "1"): Decimal("50.0"),
    }


@given(st.dictionaries(st.sampled_from(sorted(FORM.typed_cells)), st.integers(-9, 9).map(number)))
def test_deriving_never_touches_what_was_typed_nor_opens_a_closed_cell(values):
    complete = with_derived(FORM, values)

    assert {key: complete[key] for key in values} == values
    assert set(complete) - set(values) <= {CellKey("1", "01", "3"), CellKey("1", "03", "1")}
