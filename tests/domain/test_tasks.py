from datetime import date

import pytest

from fuer_desktop.domain.periods import ReferencePeriod
from fuer_desktop.domain.tasks import Task
from fuer_desktop.domain.units import Place, ReportingUnit, UnitKind
from tests.domain.builders import form

TOWN = ReportingUnit("500237101", "高唐街道", UnitKind.TOWNSHIP)
HEALTH = ReportingUnit("500237WJ", "卫生健康委", UnitKind.DEPARTMENT, "health")
SCHOOLS = ReportingUnit("500237JY", "教育委", UnitKind.DEPARTMENT, "education")
OF_TOWNS = form(filed_by=UnitKind.TOWNSHIP)
OF_HEALTH = form(department="health")


@pytest.fixture
def task():
    place = Place("500237", "巫山县", "wushan", practice=False, units=(SCHOOLS, TOWN, HEALTH))
    period = ReferencePeriod(2025)
    return Task("T", place, period, date(2026, 3, 1), (OF_TOWNS, OF_HEALTH))


@pytest.mark.parametrize(
    ("unit", "forms"),
    [
        pytest.param(TOWN, (OF_TOWNS,), id="a township files the form of townships"),
        pytest.param(HEALTH, (OF_HEALTH,), id="a department files its own form"),
        pytest.param(SCHOOLS, (), id="another department files none of them"),
    ],
)
def test_a_unit_files_the_forms_of_its_kind_and_department(task, unit, forms):
    assert task.forms_of(unit) == forms


def test_units_without_a_form_do_not_report(task):
    assert task.reporting_units == (TOWN, HEALTH)


def test_a_task_knows_its_forms_by_code(task):
    assert task.form("FE-CS01") is OF_TOWNS
    assert task.form("FE-XX99") is None
