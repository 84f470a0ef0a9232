"""On what a file lies, by what is mounted there and by how folders are called."""

import sys
from pathlib import Path

import pytest

from fuer_desktop.store.media import Medium, medium_of

linux = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no table of mounts")

TABLE = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /mnt/share nfs4 rw,vers=4.2 0 0
//server/office /mnt/office cifs rw 0 0
me@server:/ /mnt/far fuse.sshfs rw 0 0
/dev/sdb1 /media/甲/优盘 vfat rw 0 0
/dev/sdc1 /media/my\\040stick exfat rw 0 0
/dev/sdd1 /media/disk ntfs3 rw 0 0
/dev/sda2 /mnt/share/inside ext4 rw 0 0
auto /mnt/auto autofs rw 0 0
server:/home /mnt/auto nfs rw 0 0
"""


@pytest.fixture
def mounts(monkeypatch):
    """A table of mounts of the test's own."""

    def mounted(table):
        monkeypatch.setattr(Path, "read_text", lambda *_: table)

    return mounted


@linux
@pytest.mark.parametrize(
    ("path", "medium"),
    [
        ("/home/a/b.fuerdb", Medium.LOCAL),
        ("/b.fuerdb", Medium.LOCAL),
        ("/mnt/share/b.fuerdb", Medium.NETWORK),
        ("/mnt/share/deep/down/b.fuerdb", Medium.NETWORK),
        ("/mnt/office/b.fuerdb", Medium.NETWORK),
        ("/mnt/far/b.fuerdb", Medium.NETWORK),
        ("/media/甲/优盘/b.fuerdb", Medium.REMOVABLE),
        ("/media/my stick/b.fuerdb", Medium.REMOVABLE),
        ("/media/disk/b.fuerdb", Medium.LOCAL),
        ("/mnt/share/inside/b.fuerdb", Medium.LOCAL),
        ("/mnt/shared/b.fuerdb", Medium.LOCAL),
        ("/mnt/share/../b.fuerdb", Medium.LOCAL),
    ],
)
def test_the_file_system_that_is_mounted_nearest_decides(mounts, path, medium):
    mounts(TABLE)

    assert medium_of(Path(path)) is medium


@linux
def test_a_pc_that_has_its_whole_disk_on_a_server_is_on_the_network(mounts):
    mounts("server:/ / nfs rw 0 0\n")

    assert medium_of(Path("/home/a/b.fuerdb")) is Medium.NETWORK


@linux
def test_of_two_mounted_at_one_point_the_later_decides(mounts):
    """So a share that is mounted on demand is a share."""
    mounts(TABLE)

    assert medium_of(Path("/mnt/auto/b.fuerdb")) is Medium.NETWORK


@linux
@pytest.mark.parametrize(
    ("written", "name"), [("a\\134b", "a\\b"), ("a\\011b", "a\tb"), ("优\\040盘", "优 盘")]
)
def test_a_mount_point_is_read_as_the_kernel_writes_it(mounts, written, name):
    mounts(f"/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/{written} vfat rw 0 0\n")

    assert medium_of(Path(f"/media/{name}/b.fuerdb")) is Medium.REMOVABLE


@linux
def test_a_mount_point_that_is_no_utf_8_is_no_obstacle(mounts):
    mounts("/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/\udcd3\udcc5 vfat rw 0 0\n")

    assert medium_of(Path("/home/a/b.fuerdb")) is Medium.LOCAL
    assert medium_of(Path("/media/\udcd3\udcc5/b.fuerdb")) is Medium.REMOVABLE


@linux
def test_where_the_system_does_not_say_the_disk_is_taken_for_one_of_this_pc(mounts):
    mounts("")

    assert medium_of(Path("/home/a/b.fuerdb")) is Medium.LOCAL


@linux
def test_without_a_table_of_mounts_the_disk_is_taken_for_one_of_this_pc(monkeypatch):
    def missing(*_):
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_text", missing)

    assert medium_of(Path("/home/a/b.fuerdb")) is Medium.LOCAL


@linux
def test_a_link_to_a_share_is_a_share(mounts, tmp_path):
    mounts(f"/dev/sda1 / ext4 rw 0 0\nserver:/ {tmp_path}/share nfs rw 0 0\n")
    (tmp_path / "share").mkdir()
    (tmp_path / "链接").symlink_to(tmp_path / "share")

    assert medium_of(tmp_path / "链接" / "b.fuerdb") is Medium.NETWORK


@pytest.mark.parametrize("path", ["//server/share/b.fuerdb", "//10.0.0.1/共享/坚果云/b.fuerdb"])
def test_a_path_that_begins_with_a_server_lies_on_the_network(path):
    assert medium_of(Path(path)) is Medium.NETWORK


@pytest.mark.parametrize(
    "folder",
    [
        "OneDrive", "OneDrive - 卫生健康委", "onedrive", "我的坚果云/坚果云", "Nutstore Files",
        "WeChat Files/wxid_1/FileStorage", "xwechat_files", "微信文件", "WXWork", "Dropbox",
        "百度网盘", "BaiduSyncdisk", "iCloudDrive", "Seafile", "Google Drive",
    ],
)  # fmt: skip
def test_a_folder_of_a_sync_client_is_known_by_its_name(tmp_path, folder):
    assert medium_of(tmp_path / folder / "2025" / "b.fuerdb") is Medium.SYNCED


@pytest.mark.parametrize("name", ["妇儿监测", "旧坚果云", "my onedrive", "备份"])
def test_other_folders_are_not_taken_for_one(tmp_path, name):
    assert medium_of(tmp_path / name / "b.fuerdb") is not Medium.SYNCED


def test_how_the_file_itself_is_called_does_not_matter(tmp_path):
    assert medium_of(tmp_path / "坚果云.fuerdb") is not Medium.SYNCED


@linux
def test_a_sync_folder_on_a_share_is_a_share(mounts):
    mounts(TABLE)

    assert medium_of(Path("/mnt/share/OneDrive/b.fuerdb")) is Medium.NETWORK


def test_the_folder_that_is_worked_in_counts(monkeypatch, tmp_path):
    (tmp_path / "坚果云").mkdir()
    monkeypatch.chdir(tmp_path / "坚果云")

    assert medium_of(Path("b.fuerdb")) is Medium.SYNCED
