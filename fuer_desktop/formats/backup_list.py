"""The signed list of a workspace's backups: ``backups.json`` beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.formats import files, signing
from fuer_desktop.texts import workspace as texts

NAME = "backups.json"
_DOMAIN = b"fuer/1 backups\0"


@dataclass(frozen=True)
class Backup:
    """One backup: its file, when and why it was made, where the journal stood."""

    name: str
    at: str
    reason: str
    number: int
    head: str
    sha256: str
    size: int
    forever: bool = False

    @property
    def time(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Rehearsal:
    """When a restore was last tried, and what was wrong, in words; nothing where it went well."""

    at: str
    fault: str

    @property
    def time(self) -> datetime:
        """When it was tried."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class BackupList:
    """All backups, the newest last, and the second place, if one was named."""

    backups: tuple[Backup, ...] = ()
    rehearsal: Rehearsal | None = None
    second_place: str = ""
    second_asked: bool = False


def read(folder: Path, *private_keys: str) -> BackupList:
    """The list of a folder; empty where there is none or it is not this workspace's own, signed
    with one of its keys.

    Without a key, where the workspace itself is lost, any key's list is taken. Raises
    WorkspaceError where it is there and cannot be read: an empty one must not be written over it.
    """
    try:
        data = files.again((folder / NAME).read_bytes)
    except FileNotFoundError:
        return BackupList()
    except OSError as error:
        raise WorkspaceError(
            texts.FILE_UNREADABLE.format(path=folder / NAME, reason=reason_of(error))
        ) from error
    return _own(data, private_keys)


def _own(data: bytes, private_keys: Sequence[str]) -> BackupList:
    try:
        first, _, content = data.partition(b"\n")
        public_key, signature = first.decode().split(" ")
        if private_keys and public_key not in map(signing.public_key_of, private_keys):
            return BackupList()
        signing.verify(public_key, bytes.fromhex(signature), _DOMAIN + content)
        return msgspec.json.decode(content, type=BackupList)
    except (ValueError, signing.BadSignatureError, msgspec.MsgspecError):
        return BackupList()


def write(folder: Path, known: BackupList, private_key: str) -> None:
    """Sign and write the list; raises WorkspaceError."""
    content = msgspec.json.format(msgspec.json.encode(known), indent=1)
    signature = signing.sign(private_key, _DOMAIN + content)
    first = f"{signing.public_key_of(private_key)} {signature.hex()}\n"
    files.write_whole(folder / NAME, first.encode() + content)
