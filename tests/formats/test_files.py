"""Whole files: there or not there, never half, and what went wrong in Chinese."""

import errno
import hashlib
import os
from pathlib import Path

import pytest

from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.formats import container, files

OLD = "上一版".encode()
NEW = b"\x00\xff" * 50_000


@pytest.fixture
def waits(monkeypatch):
    """The waits between tries, which nobody has to sit through."""
    slept = []
    monkeypatch.setattr(files.time, "sleep", slept.append)
    return slept


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "上报.fuer"
    path.write_bytes(OLD)
    return path


def failing(error, times=None):
    """A call that fails every time, or as often as said."""
    calls = []

    def fail(*_, **__):
        calls.append(error)
        if times is None or len(calls) <= times:
            raise error

    return fail


def in_folder(path):
    return sorted(child.name for child in path.parent.iterdir())


# --- writing ------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"x", NEW], ids=["empty", "a byte", "much"])
def test_what_is_written_is_there_and_nothing_beside_it(tmp_path, data):
    path = tmp_path / "新文件夹" / "里" / "上报.fuer"

    files.write_whole(path, data)

    assert path.read_bytes() == data
    assert in_folder(path) == ["上报.fuer"]


def test_an_old_file_is_replaced(old):
    files.write_whole(old, NEW)

    assert old.read_bytes() == NEW
    assert in_folder(old) == [old.name]


def test_a_temporary_file_that_a_crash_left_behind_is_no_obstacle(old):
    old.with_name(old.name + ".tmp").write_bytes(b"half of someth")

    files.write_whole(old, NEW)

    assert old.read_bytes() == NEW
    assert in_folder(old) == [old.name]


NO_SPACE = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
HELD = PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@pytest.mark.parametrize(
    ("call", "error"),
    [
        pytest.param("os.fsync", NO_SPACE, id="the disk is full"),
        pytest.param("os.fsync", OSError(errno.EIO, os.strerror(errno.EIO)), id="the disk fails"),
        pytest.param("pathlib.Path.replace", NO_SPACE, id="the rename fails"),
        pytest.param("pathlib.Path.replace", HELD, id="the old file is held for ever"),
    ],
)
def test_when_writing_fails_the_old_file_is_whole_and_nothing_lies_about(
    monkeypatch, waits, old, call, error
):
    monkeypatch.setattr(call, failing(error))

    with pytest.raises(WorkspaceError) as refusal:
        files.write_whole(old, NEW)

    assert old.read_bytes() == OLD
    assert in_folder(old) == [old.name]
    assert str(refusal.value) == (
        f"写不成“{old}”（{reason_of(error)}）。原有文件没有改动。请检查权限和空间，或换一个地方。"
    )


def test_below_a_file_nothing_is_written_and_the_file_stays(tmp_path):
    below = tmp_path / "文件"
    below.write_bytes(OLD)

    with pytest.raises(WorkspaceError, match="写不成"):
        files.write_whole(below / "上报.fuer", NEW)

    assert below.read_bytes() == OLD


def test_a_folder_in_the_place_of_the_temporary_file_is_left_alone(old):
    folder = old.with_name(old.name + ".tmp")
    folder.mkdir()

    with pytest.raises(WorkspaceError, match="写不成"):
        files.write_whole(old, NEW)

    assert old.read_bytes() == OLD
    assert folder.is_dir()


def test_when_the_second_flush_fails_nobody_is_told_that_the_old_file_is_unchanged(
    monkeypatch, old
):
    really, calls = os.fsync, []

    def second_fails(number):
        calls.append(number)
        if len(calls) == 2:
            raise OSError(errno.EIO, "坏")
        really(number)

    monkeypatch.setattr(os, "fsync", second_fails)

    with pytest.raises(WorkspaceError) as refusal:
        files.write_whole(old, NEW)

    assert old.read_bytes() == NEW
    assert str(refusal.value) == (
        f"“{old}”已写，但没能确认存好（磁盘读写出错）。请重新导出，或换一个地方。"
    )


def test_when_writing_fails_there_is_no_file_that_was_not_there_before(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "fsync", failing(NO_SPACE))

    with pytest.raises(WorkspaceError):
        files.write_whole(tmp_path / "新.fuer", NEW)

    assert list(tmp_path.iterdir()) == []


def test_after_a_failure_writing_again_succeeds(monkeypatch, old):
    monkeypatch.setattr(os, "fsync", failing(NO_SPACE, times=1))
    with pytest.raises(WorkspaceError):
        files.write_whole(old, NEW)

    files.write_whole(old, NEW)

    assert old.read_bytes() == NEW


@pytest.mark.parametrize("times", [1, 3, 5])
def test_a_file_that_a_scanner_holds_for_a_moment_is_tried_again(monkeypatch, waits, old, times):
    really = Path.replace
    tries = []

    def held_first(self, target):
        tries.append(target)
        if len(tries) <= times:
            raise HELD
        return really(self, target)

    monkeypatch.setattr(Path, "replace", held_first)

    files.write_whole(old, NEW)

    assert old.read_bytes() == NEW
    assert len(waits) == times
    assert waits == sorted(waits)


def test_a_file_that_is_held_for_ever_is_given_up_after_more_than_a_second(monkeypatch, waits, old):
    monkeypatch.setattr(Path, "replace", failing(HELD))

    with pytest.raises(WorkspaceError):
        files.write_whole(old, NEW)

    assert 1 < sum(waits) < 5


def test_the_disk_is_flushed_before_the_rename_and_once_more_after_it(monkeypatch, old):
    """Without the second flush, Windows lost finished exports in power cuts."""
    order = []
    really_replace, really_sync = Path.replace, os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: [order.append("flush"), really_sync(number)])
    monkeypatch.setattr(
        Path, "replace", lambda *paths: [order.append("rename"), really_replace(*paths)]
    )

    files.write_whole(old, NEW)

    assert order == ["flush", "rename", "flush"]


def test_a_stick_that_gives_back_something_else_is_told(monkeypatch, old):
    def spoil(stick, path):
        really_replace(stick, path)
        path.write_bytes(NEW[:-1])

    really_replace = Path.replace
    monkeypatch.setattr(Path, "replace", spoil)

    with pytest.raises(WorkspaceError) as refusal:
        files.write_whole(old, NEW)

    assert str(refusal.value) == (f"“{old}”写入后读回不一致，可能是U盘有问题。请换一个盘重新导出。")


def test_a_folder_in_the_place_of_the_file_is_left_alone(tmp_path):
    folder = tmp_path / "上报.fuer"
    (folder / "里").mkdir(parents=True)

    with pytest.raises(WorkspaceError, match="写不成"):
        files.write_whole(folder, NEW)

    assert in_folder(folder) == [folder.name]
    assert (folder / "里").is_dir()


# --- in parts, copies and names -----------------------------------------------------------


def sha256(data):
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("parts", [[], [b""], [NEW], [b"a", b"", NEW, b"b"]])
def test_parts_are_one_file_and_its_digest_is_told(tmp_path, parts):
    path = tmp_path / "新文件夹" / "大.jsonl"

    digest = files.write_in_parts(path, iter(parts))

    assert path.read_bytes() == b"".join(parts)
    assert digest == sha256(b"".join(parts)) == files.digest_of(path)
    assert in_folder(path) == [path.name]


def test_parts_that_break_off_leave_the_old_file_and_nothing_beside_it(old):
    def broken_off():
        yield NEW
        raise KeyError

    with pytest.raises(KeyError):
        files.write_in_parts(old, broken_off())

    assert old.read_bytes() == OLD
    assert in_folder(old) == [old.name]


class FullDisk:
    """A file on a disk that has room for so many bytes."""

    def __init__(self, file, room):
        self._file, self._room = file, room

    def __enter__(self):
        self._file.__enter__()
        return self

    def __exit__(self, *error):
        return self._file.__exit__(*error)

    def __getattr__(self, name):
        return getattr(self._file, name)

    def write(self, data):
        self._room -= len(data)
        if self._room < 0:
            raise NO_SPACE
        return self._file.write(data)


@pytest.fixture
def full_disk(monkeypatch):
    """Room for one byte less than two of our files."""
    really = Path.open

    def opened(path, mode="r", **options):
        file = really(path, mode, **options)
        return FullDisk(file, 2 * len(NEW) - 1) if mode == "wb" else file

    monkeypatch.setattr(Path, "open", opened)


def test_a_disk_that_is_full_half_way_leaves_the_old_file(full_disk, old):
    with pytest.raises(WorkspaceError) as refusal:
        files.write_in_parts(old, [NEW, NEW])

    assert old.read_bytes() == OLD
    assert in_folder(old) == [old.name]
    assert str(refusal.value) == (
        f"写不成“{old}”（磁盘已满）。原有文件没有改动。请检查权限和空间，或换一个地方。"
    )


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1])
def test_a_copy_has_every_byte_and_the_source_stays(tmp_path, size):
    source, copy = tmp_path / "源.fuerdb", tmp_path / "备份" / "副本.fuerdb"
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    source.write_bytes(content)

    digest = files.copy_whole(source, copy)

    assert copy.read_bytes() == source.read_bytes() == content
    assert digest == sha256(content)
    assert in_folder(copy) == [copy.name]


def test_a_copy_of_what_is_not_there_is_refused_and_the_old_copy_stays(tmp_path, old):
    source = tmp_path / "没有.fuerdb"

    with pytest.raises(WorkspaceError) as refusal:
        files.copy_whole(source, old)

    assert str(refusal.value).startswith(f"读不出“{source}”（")
    assert old.read_bytes() == OLD


def test_a_source_that_fails_half_way_is_named_and_not_the_copy(monkeypatch, tmp_path, old):
    source = tmp_path / "源.fuerdb"
    source.write_bytes(NEW)

    class BadSector:
        def __init__(self, file):
            self._file = file

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self._file.close()

        def read(self, _):
            raise OSError(errno.EIO, "坏")

    def opened(path, *mode, **options):
        file = really(path, *mode, **options)
        return BadSector(file) if path == source else file

    really = Path.open
    monkeypatch.setattr(Path, "open", opened)

    with pytest.raises(WorkspaceError) as refusal:
        files.copy_whole(source, old)

    assert str(refusal.value) == f"读不出“{source}”（磁盘读写出错）。请检查文件和权限。"
    assert old.read_bytes() == OLD
    assert in_folder(old) == sorted([old.name, source.name])


@pytest.fixture
def finished(old):
    """A new file, written, that only lacks its name."""
    temporary = files.temporary_of(old)
    temporary.write_bytes(NEW)
    return temporary


def test_a_finished_file_gets_its_name(old, finished):
    files.put_in_place(finished, old, sha256(NEW))

    assert old.read_bytes() == NEW
    assert in_folder(old) == [old.name]


def test_a_file_that_is_not_what_was_written_is_told_when_it_has_its_name(old, finished):
    with pytest.raises(WorkspaceError) as refusal:
        files.put_in_place(finished, old, sha256(OLD))

    assert str(refusal.value) == f"“{old}”写入后读回不一致，可能是U盘有问题。请换一个盘重新导出。"


@pytest.mark.parametrize("held", ["rename", "flush", "read"])
def test_a_scanner_may_hold_the_file_at_every_step(monkeypatch, waits, old, finished, held):
    """Windows lets nobody rename, open or read what a scanner has just opened."""
    calls = {"rename": "replace", "flush": "open", "read": "open"}
    really, tries = getattr(Path, calls[held]), []

    def held_first(path, *arguments, **options):
        ours = path == old or held == "rename"
        reads = arguments == ("rb",)
        if ours and (held == "rename" or reads is (held == "read")):
            tries.append(path)
            if len(tries) <= 3:
                raise HELD
        return really(path, *arguments, **options)

    monkeypatch.setattr(Path, calls[held], held_first)

    files.put_in_place(finished, old, sha256(NEW))

    monkeypatch.undo()
    assert old.read_bytes() == NEW
    assert len(waits) == 3


def test_when_the_finished_file_cannot_be_flushed_the_old_one_stays(monkeypatch, old, finished):
    monkeypatch.setattr(os, "fsync", failing(NO_SPACE))

    with pytest.raises(WorkspaceError, match="原有文件没有改动"):
        files.put_in_place(finished, old, sha256(NEW))

    assert old.read_bytes() == OLD
    assert in_folder(old) == [old.name]


# --- reading ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("东镇　第1版 (2).fuer", "东镇　第1版 (2).fuer"),
        ("a\t相同\nb.fuer", "a□相同□b.fuer"),
        ("\u202efuer.exe", "□fuer.exe"),
        ("\udcff\u2028.fuer", "□□.fuer"),
    ],
)
def test_a_name_stays_on_its_line_whatever_stands_in_it(name, shown):
    assert files.printable(name) == shown


def test_a_package_is_read_as_it_is(old):
    assert files.read_package_bytes(old) == OLD


@pytest.mark.parametrize("read", [files.read_package_bytes, files.read_text])
def test_a_missing_file_is_named(tmp_path, read):
    path = tmp_path / "没有.fuer"

    with pytest.raises(WorkspaceError) as refusal:
        read(path)

    assert str(refusal.value) == f"文件“{path}”不在。请核对路径。"


@pytest.mark.parametrize("read", [files.read_package_bytes, files.read_text])
def test_a_folder_is_not_read(tmp_path, read):
    with pytest.raises(WorkspaceError) as refusal:
        read(tmp_path)

    assert str(refusal.value).startswith(f"读不出“{tmp_path}”（")
    assert str(refusal.value).endswith("）。请检查文件和权限。")


@pytest.mark.parametrize(
    ("read", "method"), [(files.read_package_bytes, "open"), (files.read_text, "read_text")]
)
def test_a_bad_sector_is_told(monkeypatch, old, read, method):
    monkeypatch.setattr(Path, method, failing(OSError(errno.EIO, "坏")))

    with pytest.raises(WorkspaceError) as refusal:
        read(old)

    assert str(refusal.value) == f"读不出“{old}”（磁盘读写出错）。请检查文件和权限。"


def test_a_file_too_large_for_a_package_is_refused_unread(monkeypatch, tmp_path):
    path = tmp_path / "影片.mp4"
    with path.open("wb") as file:
        file.truncate(container.MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", failing(AssertionError("it was read")))

    with pytest.raises(PackageError) as refusal:
        files.read_package_bytes(path)

    assert str(refusal.value) == ("“影片.mp4”超过64MB，不可能是本程序的包。请核对是否拿错了文件。")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("甲,乙\n".encode(), "甲,乙\n"),
        ("甲,乙\n".encode("utf-8-sig"), "甲,乙\n"),
        ("甲\r\n乙\r".encode(), "甲\n乙\n"),
        (b"", ""),
        ("𠮷".encode(), "𠮷"),
    ],
    ids=["plain", "byte order mark", "ends of lines", "empty", "rare character"],
)
def test_a_text_is_read_with_or_without_its_mark(tmp_path, data, text):
    path = tmp_path / "数据.csv"
    path.write_bytes(data)

    assert files.read_text(path) == text


@pytest.mark.parametrize(
    "data",
    ["甲溪镇".encode("gb18030"), "甲溪镇".encode("utf-16"), b"\xff\xfe", b"PK\3\4\xff"],
    ids=["GB 18030", "UTF-16", "a mark only", "an archive"],
)
def test_what_is_not_utf_8_is_refused_with_what_to_do(tmp_path, data):
    path = tmp_path / "数据.csv"
    path.write_bytes(data)

    with pytest.raises(WorkspaceError) as refusal:
        files.read_text(path)

    assert str(refusal.value) == f"“{path}”不是 UTF-8 文本。请另存为 UTF-8。"
