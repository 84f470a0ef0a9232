"""Every target must be computable from what the forms ask, and nothing is asked in vain."""

import shutil
from pathlib import Path

import pytest

from fuer_desktop.cli.main import main
from fuer_desktop.cli.output import ATTENTION, DONE
from fuer_desktop.services import catalogues
from fuer_desktop.services.coverage import (
    Serves,
    Way,
    coverage_of_folder,
    coverage_of_place,
    sentences,
)
from tests.services.trial import CATALOGUE

SHIPPED = Path(__file__).resolve().parents[2] / "forms"
PLACES = sorted(path.stem for path in (SHIPPED / "places").glob("*.toml"))


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(CATALOGUE, tmp_path / "catalogue"))


def of_target(found, code):
    return next(covered for covered in found.targets if covered.target.code == code)


def served(found, element):
    return {
        cell.key.column: cell.serves
        for cell in found.cells
        if cell.form.elements.get(element) is not None
        and cell.key.row == cell.form.elements[element].row
    }


def test_a_target_whose_counts_are_asked_is_computed_from_them(folder):
    covered = of_target(coverage_of_folder(folder, "trial", 2025), "T2")

    assert (covered.way, covered.forms) == (Way.COUNTS, ("TF-WJ01",))


def test_a_typed_rate_is_told_with_its_reason(folder):
    covered = of_target(coverage_of_folder(folder, "", 2025), "T8")

    assert (covered.way, covered.detail) == (Way.TYPED_RATE, "生命表推算")


def test_what_a_place_does_not_ask_leaves_its_targets_without_a_figure(folder):
    leave_out = '\n[[leave_out]]\nform = "TF-WJ01"\nelements = ["maternal_deaths"]\n'
    path = folder / "places" / "trial.toml"
    path.write_text(path.read_text("utf-8") + leave_out, "utf-8")

    here, everywhere = (coverage_of_folder(folder, place, 2025) for place in ("trial", ""))

    assert of_target(here, "T2").way is Way.GAP
    assert of_target(everywhere, "T2").way is Way.COUNTS
    assert (here.is_whole, everywhere.is_whole) == (False, True)
    assert any(line.startswith("没有来源　T2") for line in sentences(here))


def test_what_is_published_elsewhere_is_told_with_its_source(folder):
    leave_out = '\n[[leave_out]]\nform = "TF-WJ01"\nelements = ["life_expectancy"]\n'
    path = folder / "places" / "trial.toml"
    path.write_text(path.read_text("utf-8") + leave_out, "utf-8")
    path = folder / "indicators" / "trial.toml"
    parts = path.read_text("utf-8").split("[[indicator]]")
    changed = [
        part.replace('"department"', '"outside"').replace("试验。", "国家公布")
        if '"life_expectancy"' in part
        else part
        for part in parts
    ]
    path.write_text("[[indicator]]".join(changed), "utf-8")

    covered = of_target(coverage_of_folder(folder, "trial", 2025), "T8")

    assert (covered.way, covered.detail) == (Way.OUTSIDE, "国家公布")


ROW = """
[[form.table.row]]
code    = "07"
title   = "无人要的数"
unit    = "人"
element = "idle"
"""


def test_a_cell_that_serves_nothing_is_named(folder):
    path = folder / "forms" / "TF-WJ01.toml"
    text = path.read_text("utf-8")
    where = text.index("[[form.rule]]") if "[[form.rule]]" in text else len(text)
    path.write_text(text[:where] + ROW + text[where:], "utf-8")

    found = coverage_of_folder(folder, "", 2025)

    assert {cell.key.row for cell in found.idle} == {"07"}
    assert not found.is_whole
    assert any("无人要的数" in line for line in sentences(found))


def test_a_cell_that_only_a_rule_names_serves_the_rule(folder):
    path = folder / "forms" / "TF-WJ01.toml"
    text = path.read_text("utf-8")
    where = text.index("[[form.rule]]") if "[[form.rule]]" in text else len(text)
    path.write_text(text[:where] + ROW + text[where:], "utf-8")
    rule = '\n[[form.rule]]\ncode = "TF-WJ01.R77"\nclass = "A"\nrelation = "07(1) ≤ 03"\n'
    path.write_text(path.read_text("utf-8") + rule, "utf-8")

    found = served(coverage_of_folder(folder, "", 2025), "idle")

    assert found == {"1": Serves.RULE}


def test_the_command_says_by_its_exit_code_whether_there_are_gaps(folder, tmp_path, capsys):
    out = tmp_path / "coverage.csv"

    whole = main(["coverage", "--catalogue", str(folder), "--out", str(out)])
    leave_out = '\n[[leave_out]]\nform = "TF-WJ01"\nelements = ["maternal_deaths"]\n'
    path = folder / "places" / "trial.toml"
    path.write_text(path.read_text("utf-8") + leave_out, "utf-8")
    gaps = main(["coverage", "--catalogue", str(folder), "--place", "trial", "--year", "2025"])

    assert (whole, gaps) == (DONE, ATTENTION)
    assert "maternal_mortality,counts," in out.read_text("utf-8-sig")
    assert "8条目标：由计数算出7，直接填率1，取自外部0，没有来源0。" in capsys.readouterr().err


@pytest.mark.parametrize("place", PLACES)
def test_every_target_of_a_shipped_place_has_a_source_and_every_cell_a_use(place):
    shipped = catalogues.shipped_texts(SHIPPED)

    found = coverage_of_place(shipped, place, 2025)

    assert [line for line in sentences(found) if line.startswith("没有")] == []
    assert len(found.targets) > 100
