"""What is tended to every minute, and what is done about a workspace that does not open."""

import shutil
from datetime import timedelta

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.services import backing_up, keeping, restoring
from fuer_desktop.services.keeping import Chore
from fuer_desktop.services.restoring import CellChange, Comparison
from fuer_desktop.store import database
from fuer_desktop.store.media import Medium
from fuer_desktop.store.workspace import Workspace
from tests.services.keeping import PLACE, figure, key, type_into


@pytest.fixture
def little_room(monkeypatch):
    """A disk that is nearly full."""
    usage = shutil.disk_usage("/")._replace(free=5 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)


@pytest.fixture
def always_due(monkeypatch):
    """Half an hour is over."""
    monkeypatch.setattr(backing_up, "EVERY", timedelta(0))


# --- every minute ---------------------------------------------------------------------------


def test_a_backup_is_made_while_somebody_works_and_not_without_a_change(desk, always_due):
    with desk.open() as workspace:
        type_into(workspace, {"01/1": "20"})
        for _ in range(3):
            assert keeping.tend(workspace) == {}
        made = [backup.reason for backup in backing_up.listed(workspace).backups]

    assert made.count("work") == 1


def test_a_backup_that_fails_is_told_and_keeps_nothing_else_from_being_done(
    desk, always_due, monkeypatch
):
    def refuse(*_):
        raise WorkspaceError("磁盘已满。")

    with desk.open() as workspace:
        type_into(workspace, {"01/1": "20"})
        log = desk.path.with_name(desk.path.name + "-wal")
        before = log.stat().st_size
        monkeypatch.setattr(backing_up, "back_up", refuse)
        wrong = keeping.tend(workspace)
        after = log.stat().st_size

    assert wrong == {Chore.BACKUP: "磁盘已满。"}
    assert before > after == 0


def test_a_disk_that_fills_up_is_told(desk, monkeypatch):
    with desk.open() as workspace:
        usage = shutil.disk_usage("/")._replace(free=5 << 20)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

        wrong = keeping.tend(workspace)

    assert wrong[Chore.ROOM].endswith("只剩5 MB，快满了。请腾出空间。")


def test_a_disk_that_was_full_at_the_opening_is_not_told_again(desk, little_room):
    with desk.open() as workspace:
        assert "快满了" in "".join(workspace.notices)
        assert keeping.tend(workspace) == {}


def test_a_copy_is_left_alone(desk, little_room):
    with desk.open() as workspace:
        type_into(workspace, {"01/1": "20"})
    with Workspace.look(desk.path) as copied:
        assert keeping.tend(copied) == {}


# --- what the page shows --------------------------------------------------------------------


def test_a_second_place_that_is_not_plugged_in_is_known_as_such(desk, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    with desk.open() as workspace:
        keeping.set_second(workspace, stick)
        plugged_in = keeping.read_view(workspace)
        shutil.rmtree(stick)
        pulled_out = keeping.read_view(workspace)

    assert (plugged_in.is_second_there, plugged_in.backups[0].in_second) == (True, True)
    assert (pulled_out.is_second_there, pulled_out.backups[0].in_second) == (False, False)
    assert pulled_out.second_place == str(stick)


def test_a_second_place_on_the_same_disk_is_taken_with_a_warning(desk, tmp_path):
    with desk.open() as workspace:
        said = keeping.set_second(workspace, tmp_path / "folder")

    assert said.endswith("在同一个盘上，盘坏了会一起丢。最好选U盘或别的盘。")


def test_before_a_restore_not_more_cells_are_listed_than_can_be_read(desk):
    change = CellChange(PLACE, key("01/1"), figure("1"), figure("2"))
    comparison = Comparison((change,) * 203, 300, 203, 0, readable=True)

    shown = keeping.outlook(desk.path, desk.back_up(), comparison)

    assert len(shown.lines) == 200
    assert shown.more == "另有3格，没有列出。"


def test_a_stick_on_which_the_workspace_lies_may_not_be_pulled_out(desk, tmp_path, monkeypatch):
    with desk.open() as workspace:
        monkeypatch.setattr(keeping, "medium_of", lambda _: Medium.REMOVABLE)

        assert not keeping.may_unplug(workspace, tmp_path / "sent.fuer")


# --- ways out -------------------------------------------------------------------------------


def test_a_file_that_is_gone_comes_back_from_its_witness_or_a_backup(desk):
    kept = desk.back_up()
    desk.lose()

    ways = keeping.ways_out(desk.path)

    assert (ways.is_there, ways.can_look) == (False, False)
    assert ways.sources.witness == desk.witness
    assert kept in ways.sources.backups


def test_a_sound_file_is_looked_at_and_not_restored(desk):
    desk.type({"01/1": "20"})

    ways = keeping.ways_out(desk.path)

    assert (ways.can_look, ways.sources) == (True, restoring.Sources())


def test_a_file_with_a_damaged_page_can_be_looked_at_and_made_anew(desk):
    desk.type({"01/1": "20"})
    content = bytearray(desk.path.read_bytes())
    content[-4096:] = bytes(4096)
    desk.path.write_bytes(content)

    ways = keeping.ways_out(desk.path)

    assert ways.can_look
    assert ways.sources.witness == desk.witness


def test_a_file_of_a_newer_program_is_not_replaced_by_an_older_state(desk, monkeypatch):
    desk.type({"01/1": "20"})
    monkeypatch.setattr(database, "SCHEMA_VERSION", database.SCHEMA_VERSION - 1)

    ways = keeping.ways_out(desk.path)

    assert ways == keeping.WaysOut(is_there=True)


def test_a_file_that_somebody_has_open_is_left_to_them(desk):
    with desk.open():
        assert keeping.ways_out(desk.path) == keeping.WaysOut(is_there=True)
