"""Filling: all rows or none, only the unit's own open cells, and nothing entered is lost."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.errors import EntryError, WorkspaceError
from fuer_desktop.domain.values import CellKey, DataValue, Kind, number
from fuer_desktop.services import entering
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import EAST, HEALTH, TOWNSHIP, WEST, row, rows

PLACE = FormPlace(EAST, TOWNSHIP, 2025)
MEMBERS = CellKey("1", "01", "1")


def values(trial, unit=EAST, form=TOWNSHIP):
    with Workspace.open(trial.desk(unit)) as desk:
        return desk.values.of_form(FormPlace(unit, form, 2025))


def test_what_was_filled_is_there_after_reopening(filled):
    found = values(filled)

    assert {f"{key.row}/{key.column}": value.plain for key, value in found.items()} == {
        "01/1": "20", "01/2": "6", "02/1": "5", "02/2": "1", "03/1": "1000", "04/1": "960",
    }  # fmt: skip


def test_decimals_come_back_as_they_were_typed(filled):
    assert values(filled, HEALTH, "TF-WJ01")[CellKey("1", "06", "1")] == number("82.40")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("不适用", ""),
        ("无数据", "本年没有单独统计"),
        ("included", "并入县直单位统计"),
    ],
)
def test_each_kind_of_no_number_stays_itself_with_its_reason(filled, kind, reason):
    filled.fill(EAST, [row(EAST, 2025, "01/2", kind=kind, reason=reason, note="电话核实")])

    assert values(filled)[CellKey("1", "01", "2")] == DataValue(
        Kind.parse(kind), None, reason, "电话核实"
    )


def test_an_empty_row_empties_the_cell(filled):
    filled.change(EAST, "01/1", "")

    assert MEMBERS not in values(filled)


def test_zero_is_a_figure(filled):
    filled.change(EAST, "02/2", "0")

    assert values(filled)[CellKey("1", "02", "2")] == number(0)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    figures=st.dictionaries(
        st.sampled_from(["01/1", "01/2", "02/1", "02/2", "03/1", "04/1"]),
        st.integers(min_value=0, max_value=10**15 - 1),
        min_size=1,
    )
)
def test_any_figures_survive_reopening(filled, figures):
    filled.fill(EAST, [row(EAST, 2025, cell, str(figure)) for cell, figure in figures.items()])

    found = values(filled)

    assert {cell: found[CellKey("1", *cell.split("/"))].number for cell in figures} == figures


# --- all or nothing -----------------------------------------------------------------------

GOOD = [row(EAST, 2025, "01/1", "99"), row(EAST, 2025, "01/2", "98")]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        pytest.param({"unit": WEST}, "不能代填", id="another unit's"),
        pytest.param({"period": "2024"}, "报告期是2024，本任务是2025", id="another year's"),
        pytest.param({"period": ""}, "本任务是2025", id="no year"),
        pytest.param({"form": "TF-WJ01"}, "TF-WJ01不是本单位要填的报表", id="another unit's form"),
        pytest.param({"form": "TF-ZZ99"}, "TF-ZZ99不是本单位要填的报表", id="no such form"),
        pytest.param({"row": "05"}, "由程序计算", id="computed row"),
        pytest.param({"row": "01", "column": "3"}, "由程序计算", id="computed column"),
        pytest.param({"row": "03", "column": "2"}, "不需要填写", id="closed cell"),
        pytest.param({"row": "1"}, "01不等于1", id="1 is not 01"),
        pytest.param({"table": "2"}, "没有表2", id="no such table"),
        pytest.param({"value": "约二十"}, "“约二十”不是数字", id="no number"),
        pytest.param({"value": "20.5"}, "只填整数", id="decimals"),
        pytest.param({"value": "1,0"}, "分隔符", id="separators"),
        pytest.param({"value": "5", "kind": "不适用"}, "不能同时填数字", id="contradiction"),
        pytest.param({"value": "", "kind": "无数据"}, "写明原因", id="no data, no reason"),
        pytest.param({"kind": "没数"}, "“没数”不是数据种类", id="no such kind"),
    ],
)
def test_one_bad_row_and_nothing_is_written_and_its_line_is_named(filled, bad, words):
    rows_given = [*GOOD, replace(row(EAST, 2025, "04/1", "7"), line=41, **bad)]
    before = values(filled)

    with pytest.raises(EntryError) as refusal:
        filled.fill(EAST, rows_given)

    assert words in str(refusal.value)
    assert "“数据.csv”第41行" in str(refusal.value)
    assert values(filled) == before


def test_the_last_of_two_rows_for_one_cell_stands(filled):
    filled.fill(EAST, [row(EAST, 2025, "01/1", "21"), row(EAST, 2025, "01/1", "22")])

    assert values(filled)[MEMBERS] == number(22)


def test_an_office_fills_nothing(filled):
    with (
        Workspace.open(filled.office) as office,
        pytest.raises(WorkspaceError, match="不能填报"),
    ):
        entering.fill(office, load_task(office), rows(EAST, 2025), "数据.csv")


def test_a_desk_cannot_exempt_itself(filled):
    exempt = replace(row(EAST, 2025, "03/1"), value="", kind="exempt")

    with (
        Workspace.open(filled.desk(EAST)) as desk,
        pytest.raises(EntryError, match="免报由办公室决定"),
    ):
        entering.fill(desk, load_task(desk), [exempt], "数据.csv")


# --- reasons of numbers -------------------------------------------------------------------


def reasons(trial):
    with Workspace.open(trial.desk(EAST)) as desk:
        found = desk.findings.explanations(PLACE).values()
        return [(given.rule, given.reason) for given in found]


def test_a_number_s_reason_explains_every_finding_there_that_wants_one(two_years):
    two_years.change(EAST, "01/1", "41", reason="本年合并两个村")

    assert reasons(two_years) == [
        ("TF-XZ01.C01", "本年合并两个村"), ("TF-XZ01.R05", "本年合并两个村"),
    ]  # fmt: skip
    assert values(two_years)[MEMBERS] == number(41)


def test_the_order_of_the_rows_does_not_matter_to_the_reasons(filled):
    """The form is looked at as all rows leave it."""
    filled.change(EAST, "01/1", "20", reason="")
    cells = [
        row(EAST, 2025, "01/1", "41", reason="本年合并两个村"), row(EAST, 2025, "01/2", "20"),
    ]  # fmt: skip

    filled.fill(EAST, cells[::-1])

    assert reasons(filled) == [("TF-XZ01.R05", "本年合并两个村")]


def test_a_reason_that_nothing_wants_stays_at_its_number(filled):
    filled.change(EAST, "01/1", "21", reason="补选一名村委会委员")

    assert reasons(filled) == []
    assert values(filled)[MEMBERS] == DataValue(
        Kind.NUMBER, number(21).number, "补选一名村委会委员"
    )


def test_a_finding_that_must_be_put_right_takes_no_reason_from_a_file(filled):
    filled.change(EAST, "04/1", "1100", reason="两个村合并以后增加")

    assert reasons(filled) == []
