"""Getting at definitions: of a place, and of a task that is in a workspace."""

import pytest

from fuer_desktop.domain.errors import DefinitionError, WorkspaceError
from fuer_desktop.formats import definitions
from fuer_desktop.services import catalogues, designing, paths
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import CATALOGUE, EAST, UNITS


def test_the_shipped_catalogue_has_no_mistakes():
    shipped = catalogues.shipped_texts(paths.forms())

    catalogue = definitions.read_catalogue(catalogues.selected_texts(shipped, "wushan"))

    assert len(catalogue.forms) == 22
    assert [len(plan.targets) for plan in catalogue.plans] == [82, 66]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(DefinitionError, match="不在"):
        catalogues.shipped_texts(tmp_path / "无")


def test_a_place_that_names_a_form_that_is_not_there_is_said():
    shipped = catalogues.shipped_texts(CATALOGUE)
    del shipped["forms/TF-WJ01.toml"]

    with pytest.raises(DefinitionError, match="TF-WJ01"):
        catalogues.selected_texts(shipped, "trial")


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
