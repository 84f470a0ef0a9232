"""Checking: a desk sees its own forms, an office what counts of everybody."""

from fuer_desktop.services import checking
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import EAST, HEALTH, UNITS, WEST, row, spaceless


def check(path):
    with Workspace.open(path) as workspace:
        return list(checking.check_all(workspace, load_task(workspace)))


def test_a_desk_in_good_order_has_no_findings(filled):
    assert [check(filled.desk(unit)) for unit in UNITS] == [[], [], []]


def test_a_finding_names_place_sides_difference_and_what_to_do(filled):
    filled.change(EAST, "04/1", "1100")

    [found] = check(filled.desk(EAST))

    assert found.row[:11] == (
        EAST, "TF-XZ01", "2025", "TF-XZ01.R03", "A", "1/03/1 1/04/1", "1000", "1100", "-100",
        "open", "",
    )  # fmt: skip
    for words in (
        "第03行（应种人次）",
        "第04行（实种人次）",
        "1000",
        "1100",
        "少100",
    ):
        assert words in spaceless(found.row[11])


def test_a_desk_that_filled_nothing_has_a_finding_for_every_cell(filled):
    cells = ["01/1", "01/2", "02/1", "02/2", "03/1", "04/1"]
    filled.fill(EAST, [row(EAST, 2025, cell) for cell in cells])

    assert [found.finding.rule for found in check(filled.desk(EAST))] == ["BLANK"] * 6


def test_a_reason_turns_a_finding_of_class_c_into_an_explained_one(filled):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")

    [found] = check(filled.desk(EAST))

    assert found.row[9:11] == ("explained", "本年合并两个村")


def test_a_reason_stays_when_another_cell_is_corrected_and_when_the_same_value_comes_again(filled):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")
    filled.change(EAST, "01/2", "7")

    [found] = check(filled.desk(EAST))

    assert found.finding.explained


def test_the_office_sees_the_findings_of_what_counts(two_years):
    two_years.change(EAST, "01/1", "27", reason="本年合并了两个村")
    two_years.take_in([two_years.export(EAST).path])

    [found] = check(two_years.office)

    # 27 against 20 the year before: 7 more, more than 30 per cent, and more than 5
    assert found.row[:11] == (
        EAST, "TF-XZ01", "2025", "TF-XZ01.C01", "C", "1/01/1", "27", "20", "7",
        "explained", "本年合并了两个村",
    )  # fmt: skip


def test_the_office_has_no_findings_for_units_that_have_not_handed_in(filled):
    filled.take_in([filled.export(WEST).path])

    assert check(filled.office) == []


def test_without_last_year_comparisons_with_it_are_silent(filled):
    filled.change(HEALTH, "02/1", "40")

    assert check(filled.desk(HEALTH)) == []
