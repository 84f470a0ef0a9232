"""On what a file lies: a disk of this PC, a share, a stick, a folder that something else copies.

A live SQLite file on a share can be torn by the server's locks, and a folder's sync client can
take it away while it is written (reliability.md F8, 4.1).
"""

from __future__ import annotations

import os
import re
import sys
from enum import StrEnum
from pathlib import Path


class Medium(StrEnum):
    """What a folder lies on."""

    LOCAL = "local"
    NETWORK = "network"
    REMOVABLE = "removable"
    SYNCED = "synced"


def medium_of(path: Path) -> Medium:
    """On what the file lies or would lie; LOCAL where nothing speaks against it."""
    place = path.absolute()
    if str(place).startswith(("\\\\", "//")) or _drive(place) is Medium.NETWORK:
        return Medium.NETWORK
    if any(_is_synced(part) for part in place.parts[:-1]):
        return Medium.SYNCED
    return _drive(place)


_SYNC_CLIENTS = (
    "onedrive", "坚果云", "nutstore", "wechat files", "xwechat_files", "微信文件", "wxwork",
    "dropbox", "百度网盘", "baidusyncdisk", "百度云同步盘", "google drive", "icloud",
    "腾讯微云", "seafile",
)  # fmt: skip
"""How the folders of sync clients and messengers begin, in lower case."""


def _is_synced(part: str) -> bool:
    return part.lower().startswith(_SYNC_CLIENTS)


if sys.platform == "win32":
    import ctypes

    _DRIVES = {2: Medium.REMOVABLE, 4: Medium.NETWORK}  # GetDriveTypeW's answers

    def _drive(place: Path) -> Medium:
        return _DRIVES.get(ctypes.windll.kernel32.GetDriveTypeW(place.anchor), Medium.LOCAL)

else:
    _NETWORK_SYSTEMS = ("nfs", "cifs", "smb", "fuse.sshfs", "davfs", "afpfs", "ncpfs")
    _STICK_SYSTEMS = ("vfat", "exfat", "msdos")

    def _drive(place: Path) -> Medium:
        """By the file system that is mounted there; a stick is formatted as Windows knows it."""
        system = _file_system(place)
        if system.startswith(_NETWORK_SYSTEMS):
            return Medium.NETWORK
        return Medium.REMOVABLE if system in _STICK_SYSTEMS else Medium.LOCAL

    def _file_system(place: Path) -> str:
        try:
            mounts = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape")
        except OSError:
            return ""
        found = [line.split(" ")[1:3] for line in mounts.splitlines()]
        real = os.path.realpath(place)
        under = [(point, kind) for point, kind in found if _is_under(real, _unescaped(point))]
        under.reverse()  # of two mounted at one point, the later one covers the earlier
        return max(under, key=lambda mount: len(mount[0]), default=("", ""))[1]

    def _is_under(path: str, mount: str) -> bool:
        return path == mount or path.startswith(mount.rstrip("/") + "/")

    def _unescaped(point: str) -> str:
        r"""A mount point as the kernel prints it: a blank is \040."""
        return re.sub(r"\\([0-7]{3})", lambda escaped: chr(int(escaped[1], 8)), point)
