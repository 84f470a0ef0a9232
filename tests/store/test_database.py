"""Opening the file: the settings, one program at a time, and whatever is wrong with it."""

import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, DataValue, Kind, number
from fuer_desktop.store import database
from fuer_desktop.store.media import Medium
from fuer_desktop.store.migrations import migrate
from fuer_desktop.store.workspace import Role, Workspace
from tests.store.desk import (
    FIRST,
    KEY,
    PLACE,
    ROOT,
    SECOND,
    beside,
    digest,
    opened_elsewhere,
    program,
    type_in,
)  # fmt: skip

PAGE = 4096


def refusal(path):
    with pytest.raises(WorkspaceError) as error:
        Workspace.open(path)
    return str(error.value)


def foreign(path):
    return f"“{path}”不是本程序的工作库，没有改动它。请选 .fuerdb 文件。"


def damaged(path):
    return f"“{path}”已损坏，没有改动它。请从备份恢复，并保留这个文件。"


def faulty(path):
    return f"读写“{path}”时磁盘出错，这一步没有写入。请检查磁盘，把工作库复制到好的硬盘后重试。"


def full(path):
    return f"磁盘已满，“{path}”没有写入，原有数据完好。请腾出空间后重试。"


# --- making and opening -------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_a_workspace_is_opened_as_it_was_made(tmp_path, role):
    path = tmp_path / "新文件夹" / "办公室.fuerdb"
    with Workspace.create(path, role, KEY) as made:
        assert (made.role, made.private_key, made.path) == (role, KEY, path)

    with Workspace.open(path) as opened:
        assert (opened.role, opened.private_key, opened.path) == (role, KEY, path)


def test_a_closed_workspace_is_one_file(path):
    assert beside(path) == [path.name]


def test_opening_and_closing_changes_nothing(path):
    before = digest(path)

    Workspace.open(path).close()

    assert digest(path) == before
    assert beside(path) == [path.name]


def test_the_file_says_what_it_is(path):
    header = path.read_bytes()[:100]

    assert header[68:72] == b"FUER"
    assert int.from_bytes(header[60:64], "big") == 1


@pytest.mark.parametrize(
    "content", [b"", b"a letter", None], ids=["an empty file", "a text", "a folder"]
)
def test_what_is_there_is_not_overwritten_by_a_new_workspace(tmp_path, content):
    path = tmp_path / "有.fuerdb"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)

    with pytest.raises(WorkspaceError) as error:
        Workspace.create(path, Role.DESK, KEY)

    assert str(error.value) == f"“{path}”已经存在，没有改动它。请换一个名字。"
    assert content is None or path.read_bytes() == content
    assert beside(path) == [path.name]


def test_a_workspace_is_not_overwritten_by_a_new_one(path):
    before = digest(path)

    with pytest.raises(WorkspaceError, match="已经存在"):
        Workspace.create(path, Role.OFFICE, KEY)

    assert digest(path) == before


@pytest.mark.parametrize("name", ["没有.fuerdb", "没有/没有.fuerdb", "."])
def test_a_path_without_a_file_is_named_and_nothing_is_made(tmp_path, name):
    path = tmp_path / name

    assert refusal(path) == (f"工作库“{path}”不在。请核对路径，或先打开任务包新建工作库。")
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_refuses_the_work_of_the_other_role(workspace):
    workspace.require(Role.DESK)

    with pytest.raises(WorkspaceError) as error:
        workspace.require(Role.OFFICE)

    assert str(error.value).startswith("这是填报单位的工作库，不能做办公室的工作。")


def test_a_workspace_that_could_not_be_made_is_no_obstacle_to_the_next_try(tmp_path, monkeypatch):
    path = tmp_path / "a.fuerdb"

    def fails(*_):
        raise OSError(28, "没有空间")

    with monkeypatch.context() as patch:
        patch.setattr(database.resources, "files", fails)
        with pytest.raises(WorkspaceError):
            Workspace.create(path, Role.DESK, KEY)
    with monkeypatch.context() as patch:
        patch.setattr(database, "_SETTINGS", (("synchronous", "OFF", 2),))
        with pytest.raises(WorkspaceError):
            Workspace.create(path, Role.DESK, KEY)

    assert list(tmp_path.iterdir()) == []
    Workspace.create(path, Role.DESK, KEY).close()
    assert opened_elsewhere(path) == "opened"


def test_below_a_file_no_workspace_is_made_and_the_reason_is_told(tmp_path):
    (tmp_path / "文件").write_text("x")
    path = tmp_path / "文件" / "a.fuerdb"

    with pytest.raises(WorkspaceError) as error:
        Workspace.create(path, Role.DESK, KEY)

    assert f"“{path}”" in str(error.value)
    assert (tmp_path / "文件").read_text() == "x"


# --- the settings -------------------------------------------------------------------------

SETTINGS = {
    "locking_mode": "exclusive",
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "recursive_triggers": 1,
    "journal_size_limit": 16 << 20,
    "wal_autocheckpoint": 4096,
    "mmap_size": 0,
    "application_id": 0x46554552,
    "user_version": 1,
}


def settings_of(connection):
    return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS}


def test_an_opened_file_has_every_safe_setting(path):
    connection = database.open_existing(path, migrate)
    try:
        assert settings_of(connection) == SETTINGS
        assert connection.isolation_level is None
    finally:
        database.close(connection)


def test_a_new_file_has_every_safe_setting(tmp_path):
    path = tmp_path / "a.fuerdb"
    connection = database.create(path, lambda _: None)
    try:
        assert settings_of(connection) == SETTINGS
    finally:
        database.close(connection)


@pytest.fixture
def lies_on(monkeypatch):
    """Decides on what the files of the test lie."""
    return lambda medium: monkeypatch.setattr(database, "medium_of", lambda _: medium)


def test_on_a_stick_there_is_nothing_beside_the_file_that_could_be_lost(path, lies_on):
    lies_on(Medium.REMOVABLE)
    with Workspace.open(path) as workspace:
        type_in(workspace, FIRST, 1)

        assert settings_of(workspace.connection) == SETTINGS | {"journal_mode": "truncate"}
        assert f"{path.name}-wal" not in beside(path)
        assert path.with_name(f"{path.name}-journal").stat().st_size == 0
    assert beside(path) == [path.name]
    with Workspace.open(path) as again:
        assert not again.was_unclean


def test_a_new_file_on_a_stick_has_every_setting_of_a_stick(tmp_path, lies_on):
    lies_on(Medium.REMOVABLE)

    with Workspace.create(tmp_path / "a.fuerdb", Role.DESK, KEY) as made:
        assert settings_of(made.connection) == SETTINGS | {"journal_mode": "truncate"}
        assert f"{made.path.name}-wal" not in beside(made.path)


def test_a_file_goes_to_a_stick_and_back_and_keeps_its_figures(path, lies_on):
    for figure, medium in enumerate([Medium.LOCAL, Medium.REMOVABLE, Medium.LOCAL]):
        lies_on(medium)
        with Workspace.open(path) as workspace:
            type_in(workspace, FIRST, figure)

    with Workspace.open(path) as workspace:
        assert workspace.values.get(PLACE, FIRST) == number(2)
        assert settings_of(workspace.connection) == SETTINGS


def test_a_file_in_a_synced_folder_is_opened_as_on_a_disk_of_this_pc(path, lies_on):
    lies_on(Medium.SYNCED)

    with Workspace.open(path) as workspace:
        assert settings_of(workspace.connection) == SETTINGS


def network(path):
    return (
        f"“{path}”在网络共享盘上，那里的文件锁靠不住，不能在上面填报。"
        "请把它复制到本机硬盘后打开，或用“打开只读副本”查看。"
    )


def test_a_file_on_a_share_is_refused_and_not_changed(path, lies_on):
    lies_on(Medium.NETWORK)
    before = digest(path)

    assert refusal(path) == network(path)
    assert digest(path) == before
    assert beside(path) == [path.name]


def test_no_file_is_made_on_a_share(tmp_path, lies_on):
    lies_on(Medium.NETWORK)
    path = tmp_path / "新文件夹" / "a.fuerdb"

    with pytest.raises(WorkspaceError) as error:
        Workspace.create(path, Role.DESK, KEY)

    assert str(error.value) == network(path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_on_a_share_can_be_looked_at(path, lies_on):
    with Workspace.open(path) as workspace:
        type_in(workspace, FIRST, 5)
    before = digest(path)
    lies_on(Medium.NETWORK)

    with Workspace.look(path) as copy:
        assert copy.values.get(PLACE, FIRST) == number(5)

    assert digest(path) == before
    assert beside(path) == [path.name]


def test_without_shared_memory_no_second_connection_is_possible(workspace):
    assert f"{workspace.path.name}-wal" in beside(workspace.path)
    assert f"{workspace.path.name}-shm" not in beside(workspace.path)


def test_a_file_that_cannot_be_written_safely_is_not_written(monkeypatch, path):
    before = digest(path)
    monkeypatch.setattr(database, "_SETTINGS", (("synchronous", "OFF", 2),))

    assert refusal(path) == (
        f"“{path}”不能按安全方式写入（synchronous应为2，实为0）。请把工作库放到本机硬盘。"
    )
    assert digest(path) == before


def test_every_table_is_strict(path):
    connection = database.open_existing(path, migrate)
    try:
        tables = connection.execute("PRAGMA table_list").fetchall()
    finally:
        database.close(connection)

    ours = {row[1]: row[5] for row in tables if not row[1].startswith("sqlite_")}
    assert set(ours.values()) == {1}
    assert {"journal", "data_value", "submission", "task", "enrolment"} <= set(ours)


# --- one program at a time ----------------------------------------------------------------


def test_a_second_program_is_refused_in_one_sentence_that_says_who_has_the_file(workspace):
    said = opened_elsewhere(workspace.path)

    assert said.startswith(f"工作库“{workspace.path}”正由另一个程序窗口打开（")
    assert said.endswith("起）。请在那个窗口继续，或先关闭它。")
    assert "\n" not in said


def test_a_second_program_changes_nothing_and_the_first_goes_on(workspace):
    type_in(workspace, FIRST, 1)
    there = beside(workspace.path)

    opened_elsewhere(workspace.path)

    assert beside(workspace.path) == there
    type_in(workspace, SECOND, 2)
    assert workspace.values.of_form(PLACE) == {FIRST: number(1), SECOND: number(2)}


def test_a_second_window_of_the_same_program_is_refused(workspace):
    type_in(workspace, FIRST, 1)

    said = refusal(workspace.path)

    assert said.startswith(f"工作库“{workspace.path}”正由另一个程序窗口打开（")
    type_in(workspace, SECOND, 2)
    assert workspace.values.of_form(PLACE) == {FIRST: number(1), SECOND: number(2)}


def test_a_new_workspace_is_held_from_its_first_moment(tmp_path):
    with Workspace.create(tmp_path / "a.fuerdb", Role.DESK, KEY) as made:
        said = opened_elsewhere(made.path)

    assert said.startswith(f"工作库“{made.path}”正由另一个程序窗口打开（")


def test_a_second_window_does_not_open_the_door_for_a_second_program(workspace):
    """POSIX forgets a process's locks on a file when any of its descriptors is closed."""
    refusal(workspace.path)

    assert "正由另一个程序窗口打开" in opened_elsewhere(workspace.path)


def test_without_the_note_beside_the_file_the_refusal_is_only_shorter(workspace):
    note = workspace.path.with_name(workspace.path.name + ".holder")
    note.unlink()

    assert opened_elsewhere(workspace.path) == (
        f"工作库“{workspace.path}”正由另一个程序窗口打开。请在那个窗口继续，或先关闭它。"
    )


@pytest.mark.parametrize("note", ["", "{", "[]", "null", '{"machine": 1}', "\udcff"], ids=repr)
def test_a_broken_note_beside_the_file_does_no_harm(workspace, note):
    holder = workspace.path.with_name(workspace.path.name + ".holder")
    holder.write_bytes(note.encode("utf-8", "surrogateescape"))

    assert "打开。请在" in opened_elsewhere(workspace.path)


def test_a_note_that_a_crash_left_behind_is_no_lock(path):
    path.with_name(path.name + ".holder").write_text('{"machine":"甲","since":"昨天"}', "utf-8")

    assert opened_elsewhere(path) == "opened"
    assert beside(path) == [path.name]


def test_after_closing_the_next_program_may_open(path):
    Workspace.open(path).close()

    assert opened_elsewhere(path) == "opened"


# --- whatever is wrong with the file ------------------------------------------------------


def other_database(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE setting (name, value)")
    connection.close()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="an empty file"),
        pytest.param("这是一封信。".encode(), id="a text"),
        pytest.param(bytes(8192), id="zeros"),
        pytest.param(b"PK\3\4" + bytes(200), id="an archive"),
        pytest.param(b"SQLite format 3\0", id="the first bytes only"),
        pytest.param(b"SQLite format 3\0" + bytes(84), id="a header of zeros"),
    ],
)
def test_a_foreign_file_is_refused_in_words_and_not_changed(tmp_path, content):
    path = tmp_path / "a.fuerdb"
    path.write_bytes(content)

    assert refusal(path) == foreign(path)
    assert path.read_bytes() == content
    assert beside(path) == [path.name]


def test_the_database_of_another_program_is_refused_and_not_changed(tmp_path):
    path = tmp_path / "other.db"
    other_database(path)
    before = digest(path)

    assert refusal(path) == foreign(path)
    assert digest(path) == before
    assert beside(path) == [path.name]


@pytest.mark.parametrize("version", [2, 3, 0x7FFFFFFF])
def test_a_file_of_a_newer_program_is_refused_by_its_number_and_not_changed(path, version):
    content = bytearray(path.read_bytes())
    content[60:64] = version.to_bytes(4, "big")
    path.write_bytes(content)

    assert refusal(path) == (
        f"“{path}”由较新版本的程序建立（格式{version}，本程序支持1），没有改动它。"
        "请换用新版程序打开。"
    )
    assert path.read_bytes() == content
    assert beside(path) == [path.name]


@pytest.mark.parametrize("place", [0, 7, 15, 68, 71])
def test_a_file_whose_first_bytes_are_damaged_is_taken_for_a_foreign_one(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)

    assert refusal(path) == foreign(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("place", [18, 19, 47])
def test_a_header_that_says_an_unknown_version_of_sqlite_is_refused(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)

    assert f"“{path}”" in refusal(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("size", [100, 101, 512, PAGE, PAGE + 1, 2 * PAGE])
def test_a_file_that_was_cut_is_damaged_and_not_changed(path, size):
    content = path.read_bytes()[:size]
    path.write_bytes(content)

    assert refusal(path) == damaged(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "bad", [b"\0" * PAGE, b"\xa5" * PAGE, b"\xff" * PAGE], ids=["zeros", "a5", "ff"]
)
@pytest.mark.parametrize("table", ["setting", "journal"])
def test_a_damaged_page_that_opening_needs_is_told_and_the_file_not_changed(path, table, bad):
    with sqlite3.connect(path) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        [[page]] = connection.execute(query, (table,)).fetchall()
    connection.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * PAGE : page * PAGE] = bad
    path.write_bytes(content)

    assert refusal(path) == damaged(path)
    assert path.read_bytes() == content
    assert beside(path) == [path.name]


@pytest.fixture
def damaged_values(path):
    """The bytes of a workspace whose figures lie on a page that is no longer readable."""
    with Workspace.open(path) as workspace:
        type_in(workspace, FIRST, 1)
    with sqlite3.connect(path) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = 'data_value'"
        [[page]] = connection.execute(query).fetchall()
    connection.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * PAGE : page * PAGE] = b"\xa5" * PAGE
    path.write_bytes(content)
    return content


def test_a_damaged_page_found_while_reading_is_told(path, damaged_values):
    with Workspace.open(path) as workspace:
        with pytest.raises(WorkspaceError) as of_form:
            workspace.values.of_form(PLACE)
        with pytest.raises(WorkspaceError) as of_cell:
            workspace.values.get(PLACE, FIRST)

    assert {str(of_form.value), str(of_cell.value)} == {damaged(path)}
    assert path.read_bytes() == damaged_values


def test_a_damaged_page_is_found_at_opening_if_the_last_program_did_not_end(path, damaged_values):
    path.with_name(path.name + ".holder").write_text("{}", "utf-8")

    assert refusal(path) == damaged(path)
    assert path.read_bytes() == damaged_values


def test_a_damaged_page_found_while_writing_is_told(path, damaged_values):
    with Workspace.open(path) as workspace, pytest.raises(WorkspaceError) as error:
        type_in(workspace, FIRST, 2)

    assert str(error.value) == damaged(path)
    assert path.read_bytes() == damaged_values


# --- no right to write --------------------------------------------------------------------

AS_NOBODY = """
import os, sys
from contextlib import closing
from pathlib import Path
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.store.workspace import Workspace
if hasattr(os, "geteuid") and os.geteuid() == 0:  # root may write everything: be nobody
    os.setgid(65534)
    os.setuid(65534)
try:
    Workspace.open(Path(sys.argv[1])).close()
    print("opened")
except WorkspaceError as error:
    print(error)
"""


@pytest.fixture
def public(path):
    """A copy of the workspace in a folder that every account may enter."""
    with tempfile.TemporaryDirectory(prefix="fuer-test-") as folder:
        copy = Path(folder) / "只读.fuerdb"
        copy.write_bytes(path.read_bytes())
        copy.chmod(0o666)
        copy.parent.chmod(0o777)
        yield copy
        copy.parent.chmod(0o777)
        copy.chmod(0o666)


def opened_as_nobody(path):
    result = program(AS_NOBODY, path)
    assert result.stderr == ""
    return result.stdout.strip()


def test_nobody_may_open_a_file_that_everybody_may_write(public):
    assert opened_as_nobody(public) == "opened"


def test_a_read_only_file_is_refused_in_words_and_not_changed(public):
    before = digest(public)
    public.chmod(0o444)

    said = opened_as_nobody(public)

    assert said == (
        f"“{public}”只能读，不能写。请检查文件和文件夹的权限，或把它复制到本机硬盘后再打开。"
    )
    assert digest(public) == before
    assert beside(public) == [public.name]


@pytest.mark.skipif(sys.platform == "win32", reason="a folder is not read-only on Windows")
def test_a_file_in_a_read_only_folder_is_refused_and_not_changed(public):
    before = digest(public)
    public.parent.chmod(0o555)

    assert opened_as_nobody(public) == (
        f"“{public}”只能读，不能写。请检查文件和文件夹的权限，或把它复制到本机硬盘后再打开。"
    )
    assert digest(public) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file that cannot be read so")
def test_a_file_that_may_not_be_read_is_refused(public):
    public.chmod(0o000)

    assert opened_as_nobody(public) == (
        f"打不开“{public}”（没有权限，或正被别的程序使用）。请检查路径和权限。"
    )


# --- the full disk ------------------------------------------------------------------------

LONG = DataValue(Kind.NO_DATA, None, "调查尚未完成" * 400)


def cells(count, value):
    return {CellKey("1", f"{row:03}", "1"): (value, 0) for row in range(count)}


def test_on_a_full_disk_nothing_is_lost_and_work_goes_on_when_there_is_room(path):
    connection = database.open_existing(path, migrate)
    with Workspace(path, connection, "甲") as workspace:
        type_in(workspace, FIRST, 1)
        head = workspace.journal.head
        [pages] = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

        with pytest.raises(WorkspaceError) as error:
            workspace.values.put(PLACE, cells(50, LONG), How.TYPED)

        assert str(error.value) == full(path)
        assert workspace.values.of_form(PLACE) == {FIRST: number(1)}
        assert workspace.journal.head == head
        connection.execute(f"PRAGMA max_page_count = {pages + 10_000}")
        workspace.values.put(PLACE, cells(50, LONG), How.TYPED)
    with Workspace.open(path) as again:
        assert len(again.values.of_form(PLACE)) == 51


FULL = """
import resource, sys
from contextlib import closing
from pathlib import Path
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, DataValue, Kind, number
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
place = FormPlace("990100WJ", "FE-WJ01", 2025)
cells = {CellKey("1", str(row), "1"): (DataValue(Kind.NO_DATA, None, "x" * 2000), 0)
         for row in range(200)}
with Workspace.open(Path(sys.argv[1])) as workspace:
    workspace.values.put(place, {CellKey("1", "01", "1"): (number(1), 0)}, How.TYPED)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        workspace.values.put(place, cells, How.TYPED)
    except WorkspaceError as error:
        print(error)
    print(len(workspace.values.of_form(place)))
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    workspace.values.put(place, cells, How.TYPED)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit the size of files")
def test_when_the_system_refuses_to_write_nothing_is_lost_and_work_goes_on(path):
    result = program(FULL, path)

    assert result.stderr == ""
    assert result.stdout.splitlines() == [faulty(path), "1"]
    with Workspace.open(path) as again:
        assert len(again.values.of_form(PLACE)) == 201


# --- the plug pulled ----------------------------------------------------------------------

TYPE_AND_WAIT = """
import sys
from contextlib import closing
from pathlib import Path
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
for row in range(int(sys.argv[2]), int(sys.argv[2]) + 5):
    key = CellKey("1", f"{row:02}", "1")
    workspace.values.put(FormPlace("990100WJ", "FE-WJ01", 2025), {key: (number(row), 0)}, How.TYPED)
    print(row, flush=True)
sys.stdin.read()
"""


def test_what_was_saved_is_there_after_the_program_was_killed(path):
    """Killed five times in a row; each start finds what all the killed ones had saved."""
    for start in range(0, 25, 5):
        with subprocess.Popen(
            [sys.executable, "-c", TYPE_AND_WAIT, str(path), str(start)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        ) as child:  # fmt: skip
            for _ in range(5):
                last = int(child.stdout.readline())
            child.kill()
            child.communicate()

        with Workspace.open(path) as workspace:
            found = workspace.values.of_form(PLACE)

        assert found == {CellKey("1", f"{row:02}", "1"): number(row) for row in range(last + 1)}


FIRST_SESSION = """
import os, signal, sys
from contextlib import closing
from pathlib import Path
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
workspace = Workspace.create(Path(sys.argv[1]), Role.DESK, "11" * 32)
key = CellKey("1", "01", "1")
workspace.values.put(FormPlace("990100WJ", "FE-WJ01", 2025), {key: (number(5), 0)}, How.TYPED)
print("saved", flush=True)
os._exit(9)
"""


def test_a_first_session_that_was_killed_keeps_what_was_saved(tmp_path):
    path = tmp_path / "a.fuerdb"

    killed = program(FIRST_SESSION, path)

    assert (killed.stdout.strip(), killed.returncode) == ("saved", 9)
    with Workspace.open(path) as workspace:
        assert workspace.values.get(PLACE, FIRST) == number(5)
        assert (workspace.role, workspace.private_key) == (Role.DESK, KEY)


def test_a_new_workspace_says_in_the_file_itself_what_it_is(tmp_path):
    with Workspace.create(tmp_path / "a.fuerdb", Role.DESK, KEY) as made:
        header = made.path.read_bytes()[:100]

    assert header[68:72] == b"FUER"


def test_a_file_that_was_killed_while_open_is_opened_by_the_next_program(path):
    with subprocess.Popen(
        [sys.executable, "-c", TYPE_AND_WAIT, str(path), "0"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as child:  # fmt: skip
        child.stdout.readline()
        child.kill()
        child.communicate()

    assert opened_elsewhere(path) == "opened"
    assert beside(path) == [path.name]
