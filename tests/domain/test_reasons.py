"""Ready reasons: those that say most of the place come first, and each one is taken."""

from dataclasses import replace

import pytest

from fuer_desktop.domain.checking import check
from fuer_desktop.domain.reasons import MOST, ready_reasons
from fuer_desktop.domain.values import is_reason
from fuer_desktop.formats.definitions import read_forms
from fuer_desktop.services import paths
from fuer_desktop.texts import reasons as texts
from tests.domain import builders as b

OWN, FORMS = "迁来一所大学，人口增加", "所辖两个村撤并，范围变化"


@pytest.fixture
def form():
    rows = [replace(row, reasons=(OWN,)) if row.code == "03" else row for row in b.ROWS]
    relations = [b.relation("02 ≥ 03", "C", code="R01")]
    return b.form(b.table(rows), relations=relations, changes=[b.change()], reasons=(FORMS,))


def reasons_of(form, rule):
    [found] = [
        f for f in check(form, b.cells({"01": 90, "02": 10, "03": 80}), b.cells({"01": 40}))
        if f.rule == rule
    ]  # fmt: skip
    return ready_reasons(form, found)


def test_the_rows_own_come_first_then_the_forms_then_general_ones(form):
    assert reasons_of(form, "R01") == (OWN, FORMS, *texts.OF_RELATIONS)


def test_a_change_from_last_year_has_other_general_reasons(form):
    assert reasons_of(form, "C01") == (FORMS, *texts.OF_CHANGES)


def test_there_is_a_digit_key_for_each_and_none_stands_twice(form):
    many = tuple(f"第{n}种情况的说明" for n in range(20))
    found = reasons_of(replace(form, reasons=(texts.OF_RELATIONS[0], OWN, *many)), "R01")

    assert len(found) == len(set(found)) == MOST


def test_whatever_is_offered_is_long_enough_to_be_taken():
    files = {
        f"forms/{p.name}": p.read_text("utf-8") for p in (paths.forms() / "forms").glob("*.toml")
    }
    offered = [reason for form in read_forms(files) for reason in form.reasons]

    assert len(offered) > len(files)
    assert [r for r in (*offered, *texts.OF_CHANGES, *texts.OF_RELATIONS) if not is_reason(r)] == []
