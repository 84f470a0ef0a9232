"""Opening for work: the place is looked at, the file is brought level with its witness."""

import shutil
from collections import namedtuple
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import witness
from fuer_desktop.services import opening, paths, restoring, sessions
from fuer_desktop.store import database
from fuer_desktop.store.media import Medium
from fuer_desktop.store.workspace import Role, Workspace
from tests.services.keeping import cells_of, files_of, type_into
from tests.services.trial import WEST
from tests.store.desk import opened_elsewhere

TEN = {f"0{row}/1": str(row) for row in (1, 2, 3, 4)} | {"01/2": "1", "02/2": "1"}


def refusal(path):
    with pytest.raises(WorkspaceError) as said:
        sessions.open_workspace(path)
    return str(said.value)


# --- a new file ---------------------------------------------------------------------------


@pytest.mark.usefixtures("own_folder")
def test_a_new_file_has_a_witness_at_once_and_a_backup_at_its_first_opening(tmp_path):
    path = tmp_path / "东镇.fuerdb"

    with sessions.create_workspace(path, Role.DESK, "11" * 32) as made:
        folder = paths.witness_folder(made.identity, path)
        head = made.journal.head
    assert [line.head for line in witness.lines_of(witness.generations(folder)[0])] == [head]
    assert restoring.sources(path).backups == ()

    with sessions.open_workspace(path) as opened:
        assert opened.notices == []
    [kept] = restoring.sources(path).backups
    assert (kept.backup.reason, kept.backup.head) == ("start", head)


def test_witness_and_backups_lie_away_from_the_file(desk, own_folder, tmp_path):
    assert [child.name for child in tmp_path.iterdir() if child.is_file()] == ["东镇.fuerdb"]
    assert own_folder in desk.witness.parents
    assert own_folder in desk.backups[0].path.parents


def test_every_step_is_one_line_of_the_witness(desk):
    before = list(witness.lines_of(desk.witness))

    desk.type(TEN)

    lines = list(witness.lines_of(desk.witness))[len(before) :]
    with desk.open() as workspace:
        rows = list(workspace.journal.rows())[-len(TEN) :]
    assert [(line.after, line.head) for line in lines] == [(row.number, row.hash) for row in rows]


def test_opening_and_closing_changes_neither_file_nor_witness(desk):
    desk.type({"01/1": "20"})
    before = desk.witness.read_bytes(), [kept.path for kept in desk.backups]
    with desk.open() as workspace:
        head = workspace.journal.head

    with desk.open() as workspace:
        assert (workspace.journal.head, workspace.notices) == (head, [])
    assert (desk.witness.read_bytes(), [kept.path for kept in desk.backups]) == before


# --- the file is gone ---------------------------------------------------------------------


def test_a_file_that_was_deleted_is_not_replaced_by_an_empty_one(desk):
    desk.lose()

    assert refusal(desk.path) == (
        f"工作库“{desk.path}”不在。本机留有它的第二份记录，可以重建，已存的数都在里面。请选“重建”。"
    )
    assert not desk.path.exists()


def test_a_file_that_never_was_is_not_there(own_folder, tmp_path):
    assert refusal(tmp_path / "无.fuerdb") == (
        f"工作库“{tmp_path / '无.fuerdb'}”不在。请核对路径，或先打开任务包新建工作库。"
    )
    assert not own_folder.exists()


# --- the file is behind its witness -------------------------------------------------------


def test_one_change_that_a_crash_cut_off_comes_back_in_silence(desk):
    desk.type({"01/1": "20"})
    before = desk.keep_aside("before")
    desk.type({"02/1": "5"})
    shutil.move(before, desk.path)

    assert desk.notices == []
    assert desk.cells == {"01/1": "20", "02/1": "5"}


def test_many_changes_come_back_with_a_backup_and_a_sentence(desk):
    desk.type({"01/1": "20"})
    before = desk.keep_aside("before")
    desk.type({"02/1": "5", "03/1": "1000"})
    shutil.move(before, desk.path)

    [notice] = desk.notices

    [kept] = [kept for kept in desk.backups if kept.backup.reason == "catch_up"]
    assert notice == (
        f"工作库比第二份记录少2次改动，已从第二份记录补回；补回前的样子存在“{kept.path}”。"
    )
    assert desk.cells == {"01/1": "20", "02/1": "5", "03/1": "1000"}
    with Workspace.look(kept.path) as without:
        assert cells_of(without) == {"01/1": "20"}
    assert desk.notices == []


def test_a_file_put_back_from_its_first_day_gets_everything_back(desk):
    first_day = desk.keep_aside("first")
    desk.type(TEN)
    with desk.open() as workspace:
        head = workspace.journal.head
    shutil.move(first_day, desk.path)

    with desk.open() as workspace:
        assert workspace.journal.head == head
        assert cells_of(workspace) == TEN
        assert len(workspace.notices) == 1


def test_work_goes_on_after_what_was_filled_in(desk):
    before = desk.keep_aside("before")
    desk.type(TEN)
    shutil.move(before, desk.path)

    desk.type({"01/1": "21"})

    with desk.open() as workspace:
        assert cells_of(workspace) == {**TEN, "01/1": "21"}
        assert workspace.notices == []


# --- a witness that does not fit ----------------------------------------------------------


def test_a_witness_that_was_deleted_is_begun_anew(desk):
    desk.type(TEN)
    shutil.rmtree(desk.folder)

    assert desk.notices == []
    desk.type({"01/1": "21"})
    desk.lose()
    desk.restore(desk.witness)
    assert desk.cells == {**TEN, "01/1": "21"}


@pytest.mark.parametrize("figures", [{"01/1": "20"}, {"01/1": "20", "02/1": "5"}])
def test_a_witness_of_another_history_is_kept_and_not_mixed_in(desk, figures):
    fork = desk.keep_aside("fork")
    desk.type(figures)
    theirs = desk.witness
    said = theirs.read_bytes()
    with Workspace.open(fork) as workspace:  # worked on where nobody keeps a witness of it
        type_into(workspace, {"03/1": "7"})
    shutil.move(fork, desk.path)

    desk.open().close()

    assert desk.cells == {"03/1": "7"}
    assert theirs.read_bytes() == said
    assert desk.witness != theirs
    desk.lose()
    desk.restore(desk.witness)
    assert desk.cells == {"03/1": "7"}


def damage(path, line):
    """Turn one letter of a line into another."""
    lines = path.read_bytes().split(b"\n")
    lines[line] = lines[line][:-3] + b"?" + lines[line][-2:]
    path.write_bytes(b"\n".join(lines))


def test_a_witness_damaged_in_the_middle_is_found_after_a_crash_and_begun_anew(desk):
    desk.type(TEN)
    damaged = desk.witness
    damage(damaged, -4)
    desk.path.with_name(desk.path.name + ".holder").touch()  # the last program was killed

    assert desk.notices == []

    assert desk.witness != damaged
    desk.lose()
    desk.restore(desk.witness)
    assert desk.cells == TEN


def test_a_damaged_witness_of_a_file_that_is_behind_is_said_and_begun_anew(desk):
    before = desk.keep_aside("before")
    desk.type(TEN)
    damaged = desk.witness
    damage(damaged, -4)
    shutil.move(before, desk.path)

    [notice] = desk.notices

    assert notice.startswith("第二份记录里有这个工作库没有的改动")
    assert f"那份记录原样留在“{damaged}”" in notice
    desk.type({"01/1": "21"})
    assert desk.witness != damaged
    desk.lose()
    desk.restore(desk.witness)
    assert desk.cells == {"01/1": "21"}


def test_a_damaged_line_that_the_file_has_anyway_does_not_stop_the_catching_up(desk):
    desk.type({"01/1": "19"})
    desk.type({"01/1": "20"})
    before = desk.keep_aside("before")
    first = desk.witness
    desk.type(TEN)
    damage(first, 2)
    shutil.move(before, desk.path)

    assert [notice[:6] for notice in desk.notices] == ["工作库比第二"]
    assert desk.cells == {"01/1": "20"} | TEN
    assert desk.witness != first


def test_a_file_that_cannot_be_filled_in_is_not_worked_on(desk, monkeypatch):
    before = desk.keep_aside("before")
    desk.type(TEN)
    shutil.move(before, desk.path)
    with monkeypatch.context() as patch:
        patch.setattr(sessions, "_keep_before", refuse)
        with pytest.raises(WorkspaceError, match="补不回来"):
            desk.open().close()

    assert [notice[:6] for notice in desk.notices] == ["工作库比第二"]
    assert desk.cells == TEN


def refuse(_):
    raise WorkspaceError("磁盘已满。")


def test_a_copy_does_not_take_what_is_kept_of_a_workspace_that_was_moved(desk, tmp_path):
    desk.type({"01/1": "20"})
    moved, copied = tmp_path / "moved.fuerdb", tmp_path / "copied.fuerdb"
    desk.path.rename(moved)
    sessions.open_workspace(moved).close()
    shutil.copy(moved, copied)
    sessions.open_workspace(copied).close()

    assert restoring.sources(moved).witness is not None
    assert restoring.sources(moved).witness != restoring.sources(copied).witness


def test_a_line_cut_off_at_the_end_was_never_saved(desk):
    desk.type({"01/1": "20"})
    with desk.witness.open("ab") as file:
        file.write(b'0badc0de 9 10 - [["+","data')

    desk.type({"02/1": "5"})

    assert desk.notices == []
    desk.lose()
    desk.restore(desk.witness)
    assert desk.cells == {"01/1": "20", "02/1": "5"}


def test_without_room_for_a_witness_the_file_opens_and_it_is_said(desk):
    desk.type({"01/1": "20"})
    folder = desk.folder
    shutil.rmtree(folder)
    folder.write_bytes(b"")  # a file where the folder should be

    with desk.open() as workspace:
        [notice] = workspace.notices
        type_into(workspace, {"02/1": "5"})

    assert notice.startswith("第二份记录写不了（")
    assert notice.endswith("），现在只有工作库这一份。请腾出空间后重新打开。")
    assert desk.cells == {"01/1": "20", "02/1": "5"}
    folder.unlink()
    assert desk.notices == []
    assert len(list(witness.lines_of(desk.witness))) == 1


def test_without_room_for_backups_the_file_opens_and_it_is_said(desk):
    [kept] = desk.backups
    folder = kept.path.parent
    shutil.rmtree(folder)
    folder.write_bytes(b"")

    with desk.open() as workspace:
        [notice] = workspace.notices
        type_into(workspace, {"02/1": "5"})

    assert str(folder) in notice
    assert desk.cells == {"02/1": "5"}


# --- the place and the clock --------------------------------------------------------------


@pytest.fixture
def on(monkeypatch):
    """Let every file lie on this."""

    def on_medium(medium):
        for module in (sessions, database):
            monkeypatch.setattr(module, "medium_of", lambda _: medium)

    return on_medium


def test_a_synced_folder_is_worked_in_with_a_warning(desk, on):
    on(Medium.SYNCED)

    assert desk.notices == [
        f"工作库在会自动同步的文件夹（{desk.path.parent}）里，同步软件可能留下冲突副本。"
        "请关闭工作库后把它移到别的文件夹。"
    ]


def test_a_stick_is_worked_on_with_a_warning(desk, on):
    on(Medium.REMOVABLE)

    assert desk.notices == ["工作库在U盘上。请把它复制到本机硬盘再填报，U盘只用来传送。"]
    desk.type({"01/1": "20"})
    assert desk.cells == {"01/1": "20"}


def test_a_share_is_refused_and_nothing_is_changed(desk, on, tmp_path):
    before = files_of(desk.path), desk.witness.read_bytes()
    on(Medium.NETWORK)

    assert "在网络共享盘上，那里的文件锁靠不住" in refusal(desk.path)
    with pytest.raises(WorkspaceError, match="网络共享盘"):
        sessions.create_workspace(tmp_path / "新.fuerdb", Role.DESK, "11" * 32)

    assert (files_of(desk.path), desk.witness.read_bytes()) == before
    assert not (tmp_path / "新.fuerdb").exists()


def test_little_room_is_said_while_there_still_is_some(desk, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage((200 << 20) - 1))
    assert desk.notices == [f"磁盘“{desk.path.parent}”只剩199 MB，快满了。请腾出空间。"]

    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(200 << 20))
    assert desk.notices == []


@pytest.mark.parametrize(("minutes", "told"), [(4, False), (6, True)])
def test_a_clock_that_was_set_back_is_said(desk, monkeypatch, minutes, told):
    with desk.open() as workspace:
        last = datetime.fromisoformat(list(workspace.journal.rows())[-1].at)

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return last - timedelta(minutes=minutes)

    monkeypatch.setattr(sessions, "datetime", Earlier)

    sentence = f"电脑时间比上次存盘（{last:%Y-%m-%d %H:%M}）还早。请核对日期和时间；"
    assert desk.notices == [sentence + "已存的数不受影响。"] * told


def test_a_folder_that_takes_no_new_files_is_refused_and_nothing_is_changed(desk, monkeypatch):
    before = files_of(desk.path), desk.witness.read_bytes()
    monkeypatch.setattr(sessions.os, "getpid", lambda: 7)
    (desk.path.parent / ".fuer-7-2").mkdir()
    (desk.path.parent / ".fuer-7-2" / "in the way").touch()

    said = refusal(desk.path)

    assert said.startswith(f"文件夹“{desk.path.parent}”不能可靠地写入（")
    assert said.endswith("）。请把工作库放到本机硬盘的其他文件夹。")
    assert (files_of(desk.path), desk.witness.read_bytes()) == before
    assert not (desk.path.parent / ".fuer-7-1").exists()


# --- refused ------------------------------------------------------------------------------


def is_newer(path):
    with path.open("r+b") as file:
        file.seek(60)
        file.write((99).to_bytes(4, "big"))


def is_torn(path):
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])


def is_something_else(path):
    path.write_bytes(b"PK\3\4" * 99)


@pytest.mark.parametrize(
    ("change", "says"),
    [(is_newer, "由较新版本的程序建立"), (is_torn, "已损坏"), (is_something_else, "不是本程序")],
)
def test_a_file_that_cannot_be_worked_on_stays_as_it_is(desk, change, says):
    desk.type(TEN)
    change(desk.path)
    before = files_of(desk.path), desk.witness.read_bytes(), [k.path for k in desk.backups]

    assert says in refusal(desk.path)

    assert (
        files_of(desk.path),
        desk.witness.read_bytes(),
        [k.path for k in desk.backups],
    ) == before


def test_a_second_program_is_refused_and_told_who_has_it(desk):
    with desk.open():
        assert "正由另一个程序窗口打开（" in opened_elsewhere(desk.path)
    assert opened_elsewhere(desk.path) == "opened"


def test_a_task_that_is_refused_for_a_new_desk_leaves_nothing_behind(filled, own_folder):
    shutil.rmtree(own_folder, ignore_errors=True)
    path = filled.folder / "新.fuerdb"
    package = filled.package(WEST)
    package.write_bytes(package.read_bytes()[:-40])

    with pytest.raises(Exception, match=package.name):
        opening.open_task(package, path)

    assert refusal(path).endswith("或先打开任务包新建工作库。")


def test_a_workspace_opened_from_a_second_place_has_a_witness_of_its_own(desk, tmp_path):
    (tmp_path / "另一处").mkdir()
    copied = Path(shutil.copy(desk.path, tmp_path / "另一处" / desk.path.name))
    here = desk.witness.read_bytes()

    with sessions.open_workspace(copied) as workspace:
        assert workspace.notices == []
        type_into(workspace, {"01/1": "20"})

    assert desk.witness.read_bytes() == here
    assert desk.cells == {}
