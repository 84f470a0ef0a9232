"""Backups: the same as the file, never two of one content, fewer with time, tried once a month."""

import dataclasses
import shutil
from datetime import datetime, timedelta

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import backup_list
from fuer_desktop.services import backing_up, restoring
from fuer_desktop.services.backing_up import Reason
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.submitting import export
from fuer_desktop.store.workspace import Workspace
from tests.services.keeping import Desk, import_into, paste_into, sql, type_into
from tests.services.trial import EAST, FIGURES, WEST, WHO
from tests.store.desk import tables_of

NOON = datetime(2026, 3, 2, 12).astimezone()


@pytest.fixture
def clock(monkeypatch):
    """The time for backups, to be turned."""

    class Clock:
        now = NOON

        def turn(self, **by):
            self.now += timedelta(**by)

    made = Clock()
    monkeypatch.setattr(backing_up, "_now", lambda: made.now)
    return made


@pytest.fixture
def workspace(clock, desk):
    """The desk, open, with one backup of its first opening."""
    shutil.rmtree(desk.backups[0].path.parent)
    with desk.open() as workspace:
        yield workspace


def back_up(workspace, figure, reason=Reason.BY_HAND):
    """Type a figure, so that there is something new, and back up."""
    type_into(workspace, {"01/1": str(figure)})
    return backing_up.back_up(workspace, reason)


def names(workspace):
    return [backup.name for backup in backing_up.listed(workspace).backups]


def on_disk(folder):
    return sorted(path.name for path in folder.glob("*.fuerdb*"))


# --- one backup ---------------------------------------------------------------------------


def test_a_backup_is_the_whole_file(desk):
    desk.type({"01/1": "20", "02/1": "5"})

    kept = desk.back_up()

    assert tables_of(kept.path) == tables_of(desk.path)
    assert backing_up.faults_in(kept.path, kept.backup) == []


def test_a_backup_says_when_and_why_it_was_made_and_where_the_journal_stood(workspace):
    made = back_up(workspace, 20)

    assert (made.at, made.reason) == (NOON.isoformat(timespec="seconds"), "by_hand")
    assert (made.number, made.head) == (workspace.journal.position.number, workspace.journal.head)
    path = backing_up.folder_of(workspace) / made.name
    assert made.size == path.stat().st_size
    assert Reason(made.reason).label == "手动"


def test_equal_content_makes_no_second_backup(workspace):
    made = back_up(workspace, 20)

    assert backing_up.back_up(workspace, Reason.BY_HAND) == made
    assert len(on_disk(backing_up.folder_of(workspace))) == len(names(workspace)) == 2


@pytest.mark.parametrize("spoil", ["lost", "damaged"])
def test_a_backup_that_is_lost_or_damaged_does_not_count_as_made(workspace, spoil):
    path = backing_up.folder_of(workspace) / back_up(workspace, 20).name
    if spoil == "lost":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"?")

    again = backing_up.back_up(workspace, Reason.BY_HAND)

    assert backing_up.faults_in(backing_up.folder_of(workspace) / again.name, again) == []


def test_two_different_files_at_one_place_of_the_journal_are_two_backups(desk, clock):
    first = desk.back_up()
    desk.type({"01/1": "20"})
    one = desk.back_up()
    desk.restore(first)

    *_, other = desk.backups  # made after the restore, in the same second

    assert (other.backup.number, other.backup.at) == (one.backup.number, one.backup.at)
    assert other.path != one.path
    for kept in desk.backups:
        assert backing_up.faults_in(kept.path, kept.backup) == []


@pytest.mark.parametrize("differs", ["rows", "head"])
def test_a_backup_that_is_not_the_same_as_the_file_is_not_kept(workspace, monkeypatch, differs):
    def of_earlier(path):
        shutil.copy(backing_up.folder_of(workspace) / names(workspace)[0], path)

    def of_another_journal(path):
        Workspace.copy_into(workspace, path)
        sql(path, f"UPDATE journal SET hash = '{'0' * 64}' WHERE how = 'typed'")

    before = names(workspace)
    wrong = {"rows": of_earlier, "head": of_another_journal}
    monkeypatch.setattr(workspace, "copy_into", wrong[differs])

    with pytest.raises(WorkspaceError, match="与工作库不一致，没有留下它"):
        back_up(workspace, 20)

    assert names(workspace) == on_disk(backing_up.folder_of(workspace)) == before


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(workspace):
    folder = backing_up.folder_of(workspace)
    shutil.rmtree(folder)
    folder.write_bytes(b"")

    with pytest.raises(WorkspaceError, match=folder.name):
        back_up(workspace, 20)


# --- when ---------------------------------------------------------------------------------


def test_one_is_due_after_half_an_hour_of_changes(workspace, clock):
    type_into(workspace, {"01/1": "20"})
    clock.turn(minutes=29)
    assert backing_up.back_up_if_due(workspace, Reason.WORK) is None

    clock.turn(minutes=1)
    assert backing_up.back_up_if_due(workspace, Reason.WORK).reason == "work"


def test_a_clock_that_was_set_back_does_not_stop_the_backups(workspace, clock):
    clock.turn(days=365)
    back_up(workspace, 20)
    clock.turn(days=-365)
    type_into(workspace, {"01/1": "21"})

    made = backing_up.back_up_if_due(workspace, Reason.WORK)

    assert made.head == workspace.journal.head


def test_before_an_import_the_file_is_backed_up_without_it(workspace):
    type_into(workspace, {"01/1": "20"})
    head = workspace.journal.head

    import_into(workspace, "数据.csv", {"01/1": "21"})

    last = backing_up.listed(workspace).backups[-1]
    assert (last.reason, last.head) == ("import", head)


def test_before_taking_in_the_office_is_backed_up(filled, own_folder):
    for unit in (EAST, WEST):
        filled.take_in([filled.export(unit).path])

    newest, *_ = restoring.sources(filled.office).backups
    assert newest.backup.reason == "taking_in"
    with Workspace.look(newest.path) as before:
        assert set(before.submissions.of_task("990200-2025")) == {EAST}


# --- forever, and fewer with time ---------------------------------------------------------


def hand_in(workspace, folder):
    return export(workspace, load_task(workspace), WHO, folder)


def test_what_was_handed_in_is_kept_forever(workspace, clock, tmp_path):
    paste_into(workspace, FIGURES[2025, EAST])
    hand_in(workspace, tmp_path)
    [submitted] = [b for b in backing_up.listed(workspace).backups if b.forever]

    for figure in range(40):
        clock.turn(days=30)
        back_up(workspace, figure)

    assert submitted.reason == "submitted"
    assert submitted.name in names(workspace)
    path = backing_up.folder_of(workspace) / submitted.name
    with Workspace.look(path) as then:
        assert len(then.submissions.of_task("990200-2025")[EAST]) == 1


def test_a_backup_that_is_there_already_becomes_one_forever(workspace):
    made = back_up(workspace, 20)
    assert not made.forever

    backing_up.back_up(workspace, Reason.SUBMITTED)

    assert [b.forever for b in backing_up.listed(workspace).backups] == [False, True]


def test_old_backups_are_thinned_out_with_their_files(workspace, clock):
    for figure in range(120):
        clock.turn(hours=13)
        back_up(workspace, figure)

    listed = names(workspace)

    assert on_disk(backing_up.folder_of(workspace)) == sorted(listed)
    assert 12 <= len(listed) <= 12 + 10 + 9 + 5
    times = [b.time for b in backing_up.listed(workspace).backups]
    assert clock.now - times[0] > timedelta(days=50)


def test_with_a_clock_that_ran_back_nothing_is_thinned_out(workspace, clock):
    clock.turn(days=-1)
    for figure in range(60):
        clock.turn(hours=13)
        back_up(workspace, figure)

    assert len(on_disk(backing_up.folder_of(workspace))) == 61


# --- the list -----------------------------------------------------------------------------


def test_a_list_that_somebody_changed_is_not_believed(workspace):
    back_up(workspace, 20)
    path = backing_up.folder_of(workspace) / backup_list.NAME
    path.write_bytes(path.read_bytes().replace(b"by_hand", b"restore"))

    assert backing_up.listed(workspace) == backup_list.BackupList()


def test_a_list_of_another_workspace_is_not_believed(workspace):
    back_up(workspace, 20)
    known = backing_up.listed(workspace)
    backup_list.write(backing_up.folder_of(workspace), known, "22" * 32)

    assert backing_up.listed(workspace) == backup_list.BackupList()


# --- the second place ---------------------------------------------------------------------


def test_every_backup_is_in_the_second_place_too_from_the_newest_on(workspace, clock, tmp_path):
    newest = back_up(workspace, 20)
    second = tmp_path / "stick"

    backing_up.set_second_place(workspace, second)
    clock.turn(hours=1)
    later = back_up(workspace, 21)

    assert on_disk(second) == sorted([newest.name, later.name])
    known = backing_up.listed(workspace)
    assert list(backing_up.in_second_place(known)) == [newest, later]
    assert backing_up.faults_in(second / later.name, later) == []
    assert known.second_asked


def test_a_second_place_that_is_not_there_today_stops_nothing(workspace, tmp_path):
    second = tmp_path / "stick"
    backing_up.set_second_place(workspace, second)
    shutil.rmtree(second)

    made = back_up(workspace, 20)

    assert made.name in names(workspace)
    assert list(backing_up.in_second_place(backing_up.listed(workspace))) == []
    assert not second.exists()


def test_a_second_place_that_cannot_be_written_is_refused_and_not_remembered(workspace, tmp_path):
    (tmp_path / "stick").write_bytes(b"")

    with pytest.raises(WorkspaceError, match="写不成"):
        backing_up.set_second_place(workspace, tmp_path / "stick")

    assert backing_up.listed(workspace).second_place == ""


def test_whoever_wants_no_second_place_is_not_asked_again(workspace):
    assert not backing_up.listed(workspace).second_asked

    backing_up.set_second_place(workspace, None)

    known = backing_up.listed(workspace)
    assert (known.second_place, known.second_asked) == ("", True)


# --- the rehearsal ------------------------------------------------------------------------


def test_a_rehearsal_is_said_in_a_line_and_opening_does_not_wait_for_it(workspace):
    assert backing_up.listed(workspace).rehearsal is None
    backing_up.rehearse_if_due(workspace)
    known = backing_up.listed(workspace)

    assert known.rehearsal.fault == ""
    assert backing_up.status_line(known) == "备份可恢复：是，03月02日已演练"
    assert backing_up.status_line(backup_list.BackupList()) == "备份可恢复：还没有演练"


def test_a_rehearsal_is_due_once_a_month(workspace, clock):
    backing_up.rehearse_if_due(workspace)
    for days, expected in ((29, NOON), (1, NOON + timedelta(days=30))):
        clock.turn(days=days)
        backing_up.rehearse_if_due(workspace)
        assert backing_up.listed(workspace).rehearsal.time == expected


DAMAGES = {
    "one byte": lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "empty": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
}


def test_after_a_restore_that_gave_rows_up_backups_are_thinned_as_before(workspace, clock):
    early = workspace.journal.position
    for figure in range(40):
        clock.turn(days=1)
        back_up(workspace, figure)
    known = backing_up.listed(workspace)
    back = tuple(dataclasses.replace(backup, number=early.number) for backup in known.backups[-5:])
    backing_up._keep(workspace, dataclasses.replace(known, backups=known.backups[:-5] + back))
    for figure in range(100, 140):
        clock.turn(days=1)
        back_up(workspace, figure)

    assert len(backing_up.listed(workspace).backups) < 30


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_rehearsal_finds_a_damaged_newest_backup_and_says_so(workspace, damage):
    path = backing_up.folder_of(workspace) / back_up(workspace, 20).name
    DAMAGES[damage](path)

    backing_up.rehearse(workspace)

    line = backing_up.status_line(backing_up.listed(workspace))
    assert line.startswith("备份可恢复：否，03月02日演练时发现：")
    assert path.name in line
    assert "\n" not in line


def test_a_backup_that_is_whole_but_of_another_place_of_the_journal_is_found(workspace, clock):
    earlier = back_up(workspace, 20)
    clock.turn(hours=1)
    later = back_up(workspace, 21)
    folder = backing_up.folder_of(workspace)
    said = backup_list.Backup(**{**vars(earlier), "head": later.head})

    assert backing_up.faults_in(folder / earlier.name, said) == [
        f"备份“{earlier.name}”的变更记录与备份清单不符。"
    ]


def test_without_any_backup_there_is_nothing_to_rehearse(workspace):
    shutil.rmtree(backing_up.folder_of(workspace))

    assert backing_up.rehearse(workspace).fault == "还没有备份。"


def test_a_desk_that_was_never_backed_up_has_nothing_to_get_back(tmp_path, own_folder):
    assert restoring.sources(tmp_path / "无.fuerdb") == restoring.Sources()
    assert Desk(tmp_path / "无.fuerdb").backups == []
