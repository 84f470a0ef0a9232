"""Making a task: a package for each unit, and the same task for as long as it runs."""

import shutil
from datetime import date

import pytest

from fuer_desktop.domain.errors import DefinitionError, WorkspaceError
from fuer_desktop.formats import packages
from fuer_desktop.services import catalogues, designing
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import CATALOGUE, EAST, HEALTH, WEST, Trial, replace_in


@pytest.fixture
def own_catalogue(tmp_path):
    return shutil.copytree(CATALOGUE, tmp_path / "catalogue")


def payload(path):
    return packages.task_of(packages.read(path.read_bytes(), path.name, wanted="task"))


def test_each_unit_gets_one_package_with_a_secret_of_its_own(tmp_path):
    written = Trial(tmp_path).hand_out()

    assert [path.name for path in written] == [
        f"990200-2025_{unit}_任务.fuer" for unit in (EAST, WEST, HEALTH)
    ]
    assert len({payload(path).secret for path in written}) == 3


def test_a_task_made_again_keeps_its_secrets(filled):
    before = payload(filled.package(EAST)).secret

    filled.hand_out()

    assert payload(filled.package(EAST)).secret == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("forms/TF-XZ01.toml", "乡镇表", "乡镇表二"),
        ("units.toml", "东镇", "东山镇"),
        ("indicators/trial.toml", "试验部门", "另一部门"),
    ],
)
def test_a_task_that_is_out_is_not_changed(tmp_path, own_catalogue, file, old, new):
    trial = Trial(tmp_path)
    trial.hand_out(catalogue=own_catalogue)
    before = trial.package(EAST).read_bytes()
    replace_in(own_catalogue / file, old, new)

    with pytest.raises(WorkspaceError, match="已经下发"):
        trial.hand_out(catalogue=own_catalogue)

    assert trial.package(EAST).read_bytes() == before


def test_a_year_later_the_definitions_may_differ_and_both_stay(tmp_path, own_catalogue):
    trial = Trial(tmp_path)
    trial.hand_out(2024, own_catalogue)
    replace_in(own_catalogue / "forms/TF-XZ01.toml", "乡镇表", "乡镇表二")
    trial.hand_out(2025, own_catalogue)

    with Workspace.open(trial.office) as office:
        texts = {t.period: office.tasks.definitions(t.code) for t in office.tasks.all()}

    assert "乡镇表二" in texts[2025]["forms/TF-XZ01.toml"]
    assert "乡镇表二" not in texts[2024]["forms/TF-XZ01.toml"]


def test_wrong_definitions_are_all_named_and_nothing_is_made(tmp_path, own_catalogue):
    replace_in(own_catalogue / "forms/TF-XZ01.toml", "version  = 1", "versoin  = 1")
    replace_in(own_catalogue / "plans/trial-women.toml", "employed_share", "employed_shore")
    trial = Trial(tmp_path)

    with pytest.raises(DefinitionError) as refusal:
        trial.hand_out(catalogue=own_catalogue)

    problems = "\n".join(refusal.value.problems)
    assert "version" in problems
    assert "employed_share" in problems  # the suggestion
    assert not list(tmp_path.glob("tasks-*"))
    with Workspace.open(trial.office) as office:
        assert office.tasks.all() == []


def test_units_that_file_nothing_get_no_package(tmp_path, own_catalogue):
    with (own_catalogue / "units.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[unit]]\ncode = "990200XX"\nname = "档案馆"\nkind = "department"\n'
            'department = "archives"\n'
        )

    written = Trial(tmp_path).hand_out(catalogue=own_catalogue)

    assert len(written) == 3


def test_last_year_s_counted_figures_go_into_each_package(two_years):
    [form] = payload(two_years.package(WEST)).last_year

    assert (form.code, form.period) == ("TF-XZ01", 2024)
    assert [cell.number for cell in form.cells] == ["30", "10", "10", "2", "500", "450"]


def test_a_new_office_never_replaces_a_file(filled):
    before = filled.office.read_bytes()

    with pytest.raises(WorkspaceError, match="已经存在"):
        designing.new_office(filled.office)

    assert filled.office.read_bytes() == before


def test_a_desk_makes_no_task(filled):
    design = designing.TaskDesign(CATALOGUE / "units.toml", CATALOGUE, 2026, None)

    with (
        Workspace.open(filled.desk(EAST)) as desk,
        pytest.raises(WorkspaceError, match="填报单位的工作库"),
    ):
        designing.make_task(desk, design, filled.folder / "x", designing.Job())


def test_a_form_of_the_offices_own_is_used_from_the_next_task_on(filled):
    own = catalogues.own_folder(filled.office) / "forms"
    own.mkdir(parents=True)
    text = (CATALOGUE / "forms" / "TF-XZ01.toml").read_text("utf-8")
    text = text.replace("TF-XZ01", "TF-XZ09").replace('element = "', 'element = "own_')
    text = text.replace('element    = "', 'element    = "own_').replace(
        'element  = "', 'element  = "own_'
    )
    (own / "TF-XZ09.toml").write_text(text, "utf-8")
    design = designing.TaskDesign(CATALOGUE / "units.toml", CATALOGUE, 2026, date(2027, 5, 20))

    with Workspace.open(filled.office) as office:
        made = designing.make_task(office, design, filled.folder / "x", designing.Job())

    [path] = [path for path in made if EAST in path.name]
    assert {form.code for form in payload_forms(path)} == {"TF-XZ01", "TF-XZ09"}


def payload_forms(path):
    return packages.read(path.read_bytes(), path.name, wanted="task").manifest.forms
