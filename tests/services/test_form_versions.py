"""Versions of forms in a folder: one is in force in each year, and each says what it changed."""

import shutil

import pytest

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.formats import definitions
from fuer_desktop.services import catalogues, form_versions, paths
from tests.services.trial import CATALOGUE, replace_in

NEWEST, FIRST = "forms/TF-XZ01.toml", "forms/earlier/TF-XZ01.1.toml"
CLOSED = '\n[[form.succession]]\nwas = ["05"]\nwhat = "closed"\n'


@pytest.fixture
def folder(tmp_path):
    """The small place's definitions; the township form has a second version with one row less."""
    made = shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    first = (made / NEWEST).read_text("utf-8")
    (made / FIRST).parent.mkdir()
    earlier = first.replace("version  = 1", "version  = 1\nvalid_to = 2024")
    (made / FIRST).write_text(earlier, "utf-8")
    row, rules = first.index('[[form.table.row]]\ncode     = "05"'), first.index("[[form.rule]]")
    newest = first.replace("version  = 1", "version  = 2\nvalid_from = 2025").replace(
        first[row:rules], ""
    )
    (made / NEWEST).write_text(newest + CLOSED, "utf-8")
    return made


def version_in(folder, year):
    selected = catalogues.selected_texts(catalogues.shipped_texts(folder), "trial", year)
    assert not [path for path in selected if "earlier" in path and path.startswith("forms/")]
    return definitions.read_one_form(NEWEST, selected[NEWEST]).version


def problems_of(folder):
    with pytest.raises(DefinitionError) as refusal:
        catalogues.checked(folder)
    return refusal.value.problems


def test_of_each_form_the_version_of_the_year_is_taken_and_no_other(folder):
    assert [version_in(folder, year) for year in (2000, 2024, 2025, 2040)] == [1, 1, 2, 2]


def test_versions_that_say_what_they_changed_are_accepted(folder):
    catalogue, _ = catalogues.checked(folder)

    assert [form.version for form in catalogue.forms] == [1, 2]


def test_every_form_without_a_version_in_force_is_told_at_once(folder):
    replace_in(folder / FIRST, "valid_to = 2024", "valid_from = 2020\nvalid_to = 2024")
    replace_in(folder / "forms/TF-WJ01.toml", "version    = 1", "version    = 1\nvalid_from = 2021")

    with pytest.raises(DefinitionError) as refusal:
        catalogues.selected_texts(catalogues.shipped_texts(folder), "trial", 2019)

    assert refusal.value.problems == [
        "报表TF-XZ01在2019年没有可用的版本（现有：第2版从2025年起、第1版从2020年起到2024年止）。"
        "请换年份，或在 forms 里补上那一年的版本。",
        "报表TF-WJ01在2019年没有可用的版本（现有：第1版从2021年起）。"
        "请换年份，或在 forms 里补上那一年的版本。",
    ]


def test_what_is_not_stated_is_told_with_its_file(folder):
    replace_in(folder / NEWEST, CLOSED, "")

    assert problems_of(folder) == [
        "forms/TF-XZ01.toml：TF-XZ01第1版表1第05行（接种率）：下一版没有这个数据项，"
        '衔接里没有写。请写 what = "closed"，was 写“1/05”。'
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        pytest.param(NEWEST, "version  = 2", "version  = 3",
            "forms/TF-XZ01.toml：TF-XZ01第3版：前一个版本是第1版，这里应是第2版。请改正 version。",
            id="a number left out"),
        pytest.param(FIRST, "valid_to = 2024", "valid_to = 2025",
            "forms/TF-XZ01.toml：TF-XZ01第2版：第1版用到2025年，第2版从2025年起，两版的年份重叠。"
            "请改正 valid_to 或 valid_from。", id="two in one year"),
        pytest.param(FIRST, "valid_to = 2024", "", "forms/TF-XZ01.toml：TF-XZ01第2版："
            "第1版要写 valid_to，第2版要写 valid_from，才知道哪一年用哪一版。", id="no years"),
        pytest.param(FIRST, '"TF-XZ01"', '"TF-XZ02"', "forms/earlier/TF-XZ01.1.toml："
            "文件里是TF-XZ02第1版，按内容应放在 forms/earlier/TF-XZ02.1.toml。", id="other form"),
        pytest.param(FIRST, 'title    = "乡镇表"', 'titel    = "乡镇表"',
            "forms/earlier/TF-XZ01.1.toml form：不认识“titel”。是不是“title”？",
            id="a mistake in an earlier version"),
    ],
)  # fmt: skip
def test_mistakes_of_versions_are_told_with_their_file(folder, file, old, new, problem):
    replace_in(folder / file, old, new)

    assert problem in problems_of(folder)


def test_a_second_version_needs_the_first_beside_it(folder):
    (folder / FIRST).unlink()

    assert problems_of(folder) == [
        "forms/TF-XZ01.toml：没有第1版（forms/earlier/TF-XZ01.1.toml），衔接没法核对。"
        "请把上一版的文件放到那里。"
    ]


def test_an_earlier_version_needs_a_newest(folder):
    (folder / FIRST).rename(folder / "forms/earlier/TF-XX01.1.toml")
    replace_in(folder / "forms/earlier/TF-XX01.1.toml", '"TF-XZ01"', '"TF-XX01"')

    assert (
        "forms/earlier/TF-XX01.1.toml：没有同一报表的最新版（forms/TF-XX01.toml）。"
        "请补上，或删去本文件。" in problems_of(folder)
    )


def test_what_was_wrong_in_an_earlier_year_only_is_told_with_the_year(folder):
    """The department's form asks in all years what the township form asked until 2024."""
    department = (folder / "forms/TF-WJ01.toml").read_text("utf-8")
    asked = department.partition('element = "')[2].partition('"')[0]
    replace_in(folder / FIRST, 'computed = "04 / 03 * 100"\ndecimals = 2', f'element = "{asked}"')

    found = problems_of(folder)

    assert found
    assert all(problem.startswith("试验县2024年：") for problem in found), found


def test_a_form_that_began_later_is_no_mistake_of_the_years_before(folder):
    replace_in(folder / "forms/TF-WJ01.toml", "version    = 1", "version    = 1\nvalid_from = 2025")

    catalogues.checked(folder)


def test_what_only_an_earlier_version_asked_is_known_without_a_person_declaring_it(folder):
    """An indicator may go on that is counted from a row which is closed."""
    shipped = catalogues.shipped_texts(folder)
    closed = shipped[NEWEST].replace('element = "doses_given"', 'element = "doses_done"')

    catalogue = catalogues.newest(shipped | {NEWEST: closed})

    assert "doses_given" in {element.code for element in catalogue.unasked}


def test_the_shipped_township_form_has_two_versions_and_both_are_in_force_in_their_years():
    shipped = catalogues.shipped_texts(paths.forms())

    assert form_versions.path_in_force(shipped, "FE-XZ01", 2024) == "forms/earlier/FE-XZ01.1.toml"
    assert form_versions.path_in_force(shipped, "FE-XZ01", 2025) == "forms/FE-XZ01.toml"
    assert form_versions.problems_of_versions(shipped) == []
