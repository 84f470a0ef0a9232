"""Opening a task: the right package for the right desk, or one sentence and nothing changed."""

import pytest

from fuer_desktop.domain.errors import FuerError, PackageError, WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.services import last_year, opening
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import EAST, HEALTH, WEST, Trial


def spoil(whole, how):
    middle = len(whole) // 2
    return {
        "cut": whole[:middle],
        "one byte of the definitions": whole[:middle] + b"\xff" + whole[middle + 1 :],
        "one byte of the manifest": whole[:60] + bytes([whole[60] ^ 1]) + whole[61:],
        "empty": b"",
        "a text": "任务包".encode(),
        "another archive": b"PK\3\4" + b"\0" * 99,
    }[how]


SPOILT = [
    "cut", "one byte of the definitions", "one byte of the manifest", "empty", "a text",
    "another archive",
]  # fmt: skip


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_task_package_leaves_no_new_file_behind(filled, how):
    package = filled.folder / "任务.fuer"
    package.write_bytes(spoil(filled.package(EAST).read_bytes(), how))
    before = set(filled.folder.iterdir())

    with pytest.raises(PackageError) as refusal:
        opening.open_task(package, filled.folder / "new.fuerdb")

    assert str(refusal.value).startswith("“任务.fuer”")
    assert "\n" not in str(refusal.value)
    assert set(filled.folder.iterdir()) == before


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_task_package_leaves_the_workspace_as_it_was(filled, how):
    package = filled.folder / "任务.fuer"
    package.write_bytes(spoil(filled.package(EAST).read_bytes(), how))
    before = filled.desk(EAST).read_bytes()

    with pytest.raises(PackageError):
        opening.open_task(package, filled.desk(EAST))

    assert filled.desk(EAST).read_bytes() == before


def test_a_submission_is_not_a_task(filled):
    sent = filled.export(EAST).path
    before = filled.desk(WEST).read_bytes()

    with pytest.raises(PackageError, match="是上报包，这里要的是任务包"):
        opening.open_task(sent, filled.desk(WEST))
    with pytest.raises(PackageError, match="是上报包，这里要的是任务包"):
        opening.open_task(sent, filled.folder / "new.fuerdb")

    assert filled.desk(WEST).read_bytes() == before
    assert not (filled.folder / "new.fuerdb").exists()


def test_a_package_that_is_not_there_is_said(filled):
    with pytest.raises(WorkspaceError, match="不在"):
        opening.open_task(filled.folder / "无.fuer", filled.folder / "new.fuerdb")

    assert not (filled.folder / "new.fuerdb").exists()


def test_a_desk_knows_its_unit_forms_and_deadline(filled):
    task = opening.open_task(filled.package(HEALTH), filled.folder / "new.fuerdb")

    assert (task.code, task.own_unit.name) == ("990200-2025", "县卫健委")
    assert [form.code for form in task.own_forms] == ["TF-WJ01"]
    assert str(task.task.deadline) == "2026-05-20"
    assert [target.code for target in task.catalogue.plans[0].targets][:2] == ["T1", "T2"]


def state(trial, unit=EAST):
    with Workspace.open(trial.desk(unit)) as desk:
        return (
            [(task, desk.tasks.definitions(task.code)) for task in desk.tasks.all()],
            desk.values.of_form(FormPlace(unit, "TF-XZ01", 2025)),
            desk.private_key,
            desk.journal.head,
        )


def test_opening_twice_is_harmless(filled):
    before = state(filled)

    filled.open(EAST)

    assert state(filled) == before


def test_another_unit_s_task_is_refused_and_changes_nothing(filled):
    before = state(filled)

    with pytest.raises(WorkspaceError, match=f"是发给{WEST}的，本工作库属于{EAST}"):
        opening.open_task(filled.package(WEST), filled.desk(EAST))

    assert state(filled) == before


def test_another_office_s_task_is_refused_and_changes_nothing(filled):
    other = Trial(filled.folder / "other")
    other.hand_out(2026)
    before = state(filled)

    with pytest.raises(WorkspaceError, match="来自另一个办公室"):
        opening.open_task(other.package(EAST, 2026), filled.desk(EAST))

    assert state(filled) == before


def test_an_office_s_workspace_takes_no_task(filled):
    with pytest.raises(WorkspaceError, match="办公室的工作库"):
        opening.open_task(filled.package(EAST), filled.office)


def test_a_file_that_is_no_workspace_is_refused_and_unchanged(filled):
    picture = filled.folder / "照片.jpg"
    picture.write_bytes(b"\xff\xd8\xff" * 100)

    with pytest.raises(FuerError, match="不是本程序的工作库"):
        opening.open_task(filled.package(EAST), picture)

    assert picture.read_bytes() == b"\xff\xd8\xff" * 100


def test_a_second_year_comes_into_the_same_workspace_with_last_year_s_figures(two_years):
    with Workspace.open(two_years.desk(EAST)) as desk:
        tasks = [record.code for record in desk.tasks.all()]
        task = load_task(desk)
        before = last_year.last_year_values(desk, task, "TF-XZ01")

    assert tasks == ["990200-2025", "990200-2024"]
    assert task.code == "990200-2025"
    assert before[CellKey("1", "04", "1")] == number(955)


def test_a_new_desk_gets_last_year_s_figures_from_the_office(two_years):
    two_years.desk(EAST).unlink()

    two_years.open(EAST, 2025)

    with Workspace.open(two_years.desk(EAST)) as desk:
        task = load_task(desk)
        before = last_year.last_year_values(desk, task, "TF-XZ01")
        own = desk.values.of_form(FormPlace(EAST, "TF-XZ01", 2024))
    assert {f"{key.row}/{key.column}": value.plain for key, value in before.items()} == {
        "01/1": "20", "01/2": "5", "02/1": "5", "02/2": "1", "03/1": "1000", "04/1": "955",
    }  # fmt: skip
    assert own == {}


def test_last_year_s_figures_of_the_office_come_before_the_desk_s_own(tmp_path):
    trial = Trial(tmp_path)
    trial.whole_year(2024)
    with Workspace.open(trial.desk(EAST)) as desk:
        task = load_task(desk)
        key = CellKey("1", "01", "1")
        desk.values.put(FormPlace(EAST, "TF-XZ01", 2024), {key: (number(77), 0)}, How.TYPED)
        assert task.code == "990200-2024"
    trial.hand_out(2025)
    trial.open(EAST, 2025)

    with Workspace.open(trial.desk(EAST)) as desk:
        before = last_year.last_year_values(desk, load_task(desk), "TF-XZ01")

    assert before[key] == number(20)  # what the office counted, not what was changed afterwards
