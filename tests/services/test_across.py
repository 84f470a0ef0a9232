from datetime import date
from decimal import Decimal

from fuer_desktop.domain.checking import NOW, Finding
from fuer_desktop.domain.forms import Row
from fuer_desktop.domain.periods import ReferencePeriod
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.spots import Source
from fuer_desktop.domain.tasks import Task
from fuer_desktop.domain.units import Place, ReportingUnit, UnitKind
from fuer_desktop.domain.values import CellKey
from fuer_desktop.services.across import Office, beside, meets_at_office, strictly_wrong
from tests.domain.builders import cells, form, relation, table

EAST = ReportingUnit("990100101", "东镇", UnitKind.TOWNSHIP)
WEST = ReportingUnit("990100102", "西镇", UnitKind.TOWNSHIP)
HEALTH = ReportingUnit("990100WJ", "卫健委", UnitKind.DEPARTMENT, "health")
PLACE = Place("990100", "试县", "wushan", practice=True, units=(EAST, WEST, HEALTH))


def one_row(code, element, kind, rule="", **more):
    rows = (Row("活产数", "01", unit="人", element=element),)
    return form(
        table(rows), code=code, filed_by=kind, relations=[relation(rule)] if rule else (), **more,
    )  # fmt: skip


DEPARTMENT = one_row("FE-WJ09", "births", UnitKind.DEPARTMENT, department="health")
TOWNSHIP = one_row(
    "FE-XZ09", "births_town", UnitKind.TOWNSHIP, "01 = FE-WJ09.01", others={"FE-WJ09": DEPARTMENT}
)


def task(*forms):
    return Task("990100-2025", PLACE, ReferencePeriod(2025), date(2026, 5, 20), forms)


def season(east, west, health):
    return {
        unit.code: {code: cells({"01": figure})}
        for unit, code, figure in (
            (EAST, "FE-XZ09", east), (WEST, "FE-XZ09", west), (HEALTH, "FE-WJ09", health),
        )
        if figure is not None
    }  # fmt: skip


def found(now, wrong=None):
    office = Office(task(TOWNSHIP, DEPARTMENT), now, lambda _unit, _form: {})
    return list(office.findings(wrong or {}))


def test_the_sum_of_the_townships_is_held_against_the_departments_figure():
    assert found(season(30, 12, 42)) == []
    [(unit, at, finding)] = found(season(30, 12, 40))

    assert (unit, at.code) == (EAST, "FE-XZ09")
    assert (finding.left, finding.right) == (Decimal(42), Decimal(40))
    assert "各单位合计" in finding.message
    assert "由下级引起" not in finding.message


def test_nothing_is_compared_while_a_township_has_not_sent_its_figure():
    assert found(season(30, None, 40)) == []
    assert found(season(30, 12, None)) == []


def test_a_mistake_that_went_up_with_the_sum_is_told_with_the_unit_it_came_from():
    wrong = {(WEST.code, "FE-XZ09"): {CellKey("1", "01", "1")}}

    [(_, _, finding)] = found(season(30, 12, 40), wrong)

    assert "由下级引起：西镇" in finding.message
    assert "东镇" not in finding.message


def test_only_strict_findings_are_a_cause():
    cell = (CellKey("1", "01", "1"),)
    strict = Finding("R1", RuleClass.A, cell, "")
    doubtful = Finding("C1", RuleClass.C, cell, "")

    wrong = strictly_wrong([(EAST, TOWNSHIP, strict), (WEST, TOWNSHIP, doubtful)])

    assert wrong == {(EAST.code, "FE-XZ09"): {cell[0]}}


def test_forms_of_one_unit_stand_beside_each_other_and_need_no_office():
    other = one_row("FE-WJ08", "beds", UnitKind.DEPARTMENT, department="health")
    mine = one_row(
        "FE-WJ09",
        "births",
        UnitKind.DEPARTMENT,
        "01 ≤ FE-WJ08.01",
        others={"FE-WJ08": other},
        department="health",
    )
    both = task(mine, other)

    figures = beside(both, mine, lambda _form, last_year: cells({"01": 5}) if not last_year else {})

    assert figures == {
        Source("FE-WJ08"): cells({"01": 5}), Source("FE-WJ08", last_year=True): {},
    }  # fmt: skip
    assert not meets_at_office(both)
    assert meets_at_office(task(TOWNSHIP, DEPARTMENT))
    assert NOW not in figures
