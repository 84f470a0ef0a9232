"""Getting at definitions: of a place, and of a task that is in a workspace."""

import shutil
from pathlib import Path

import pytest

from fuer_desktop.domain.errors import DefinitionError, WorkspaceError
from fuer_desktop.formats import definitions
from fuer_desktop.services import catalogues, designing, paths, results
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.charting import chart_data
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import CATALOGUE, EAST, UNITS, Trial, replace_in


def test_the_shipped_catalogue_has_no_mistakes():
    shipped = catalogues.shipped_texts(paths.forms())

    catalogue = definitions.read_catalogue(catalogues.selected_texts(shipped, "wushan", 2025))

    assert {form.code for form in catalogue.forms} == set(
        definitions.read_selection("places/wushan.toml", shipped["places/wushan.toml"]).forms
    )
    assert [len(plan.targets) for plan in catalogue.plans] == [82, 66]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(DefinitionError, match="不在"):
        catalogues.shipped_texts(tmp_path / "无")


def test_a_place_that_names_a_form_that_is_not_there_is_said():
    shipped = catalogues.shipped_texts(CATALOGUE)
    del shipped["forms/TF-WJ01.toml"]

    with pytest.raises(DefinitionError, match="TF-WJ01"):
        catalogues.selected_texts(shipped, "trial", 2025)


def test_the_latest_task_is_meant_where_none_is_named(two_years_once):
    with Workspace.open(two_years_once.office) as office:
        assert load_task(office).code == "990200-2025"
        assert load_task(office, "990200-2024").record.period == 2024


def test_a_task_that_is_not_there_is_answered_with_those_that_are(two_years_once):
    with (
        Workspace.open(two_years_once.desk(EAST)) as desk,
        pytest.raises(WorkspaceError, match="现有任务：990200-2025、990200-2024"),
    ):
        load_task(desk, "990200-2031")


def test_an_office_without_tasks_says_so(tmp_path):
    designing.new_office(tmp_path / "office.fuerdb")

    with (
        Workspace.open(tmp_path / "office.fuerdb") as office,
        pytest.raises(WorkspaceError, match="还没有任务"),
    ):
        load_task(office)


def test_the_units_of_a_task_are_those_of_its_list(two_years_once):
    with Workspace.open(two_years_once.office) as office:
        task = load_task(office).task

    assert tuple(unit.code for unit in task.reporting_units) == UNITS


@pytest.fixture
def own_catalogue(tmp_path):
    """The small place's definitions, to be spoilt."""
    return Path(shutil.copytree(CATALOGUE, tmp_path / "catalogue"))


def test_the_same_texts_are_read_once_and_another_text_is_read(own_catalogue):
    first = catalogues.checked(own_catalogue)

    assert catalogues.checked(own_catalogue) is first
    replace_in(own_catalogue / "places/trial.toml", "TF-WJ01", "TF-WJ02")
    with pytest.raises(DefinitionError):
        catalogues.checked(own_catalogue)
    with pytest.raises(DefinitionError):  # a mistake is told each time
        catalogues.checked(own_catalogue)


def test_a_whole_folder_is_checked_and_what_its_places_name(own_catalogue):
    catalogue, [place] = catalogues.checked(own_catalogue)

    assert [plan.code for plan in catalogue.plans] == list(place.plans)


def test_mistakes_of_places_plans_indicators_and_forms_are_told_together(own_catalogue):
    for path, old, new in (
        ("places/trial.toml", "TF-WJ01", "TF-WJ02"),
        ("plans/trial-women.toml", "employed_share", "employed_shore"),
        ("indicators/trial.toml", '"members.female"', '"members.femail"'),
        ("forms/TF-XZ01.toml", "version  = 1", "versoin  = 1"),
    ):
        replace_in(own_catalogue / path, old, new)

    with pytest.raises(DefinitionError) as refusal:
        catalogues.checked(own_catalogue)

    files = {problem.split()[0] for problem in refusal.value.problems}
    assert files == {
        "places/trial.toml：报表“TF-WJ02”没有定义。是不是“TF-WJ01”？",
        "plans/trial-women.toml",
        "indicators/trial.toml",
        "forms/TF-XZ01.toml",
    }


@pytest.fixture
def without_health(own_catalogue, tmp_path):
    """An office whose place does not use the health form that the indicators know."""
    replace_in(own_catalogue / "places/trial.toml", ', "TF-WJ01"', "")
    trial = Trial(tmp_path / "trial")
    trial.folder.mkdir()
    trial.hand_out(catalogue=own_catalogue)
    return trial


def test_what_only_another_places_form_asks_is_told_as_such_and_stops_nothing(without_health):
    judging = without_health.judging()
    judged = {item.target.code: item for item in judging.judged()}

    verdict = judged["T2"].verdict
    assert verdict.state == "无数据"
    assert "还没有报表填报“孕产妇死亡数、活产数”" in verdict.sentence
    assert judging.unit_values(judged["T2"].indicator) == []
    assert "还没有报表填报" in chart_data(judging, judged["T2"]).source
    assert "缺2个填报单位" in judged["T1"].verdict.sentence.replace("还缺", "缺")
    rows = {row[0]: row for row in results.indicator_rows(judging)}
    assert len(rows) == len(judging.catalogue.indicators)


def test_two_workspaces_in_one_folder_have_definitions_of_their_own(tmp_path):
    real, practice = (
        catalogues.own_folder(tmp_path / name) for name in ("办.fuerdb", "练习.fuerdb")
    )

    assert (real, practice) == (tmp_path.resolve() / "办-定义", tmp_path.resolve() / "练习-定义")
