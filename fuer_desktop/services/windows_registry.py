"""Windows: the keys that tie our files to the program, for the current user only.

What is written is a list of values made from the program's path; a small door over ``winreg``
writes it. Only values of our own names are written and taken away: the keys of the endings belong
to everybody, and what another program wrote there stays.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import fuer_desktop
from fuer_desktop.services import file_kinds
from fuer_desktop.services.file_kinds import KINDS, FileKind, Opener
from fuer_desktop.texts import registering as texts

CLASSES = r"Software\Classes"
CHOSEN = r"Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\{ending}\UserChoice"
"""Where Windows keeps what a person chose; a program cannot write it, and it goes before all."""
_COMMAND = r"shell\open\command"
_ASSOCIATIONS_CHANGED = 0x08000000


@dataclass(frozen=True, slots=True)
class Value:
    """One text below HKEY_CURRENT_USER; the empty name is a key's default value.

    A ``shared`` one is written only where nobody else has it and taken only where it is ours.
    """

    key: str
    name: str
    text: str
    shared: bool = False


class Door(Protocol):
    """The texts below HKEY_CURRENT_USER. All raise OSError where Windows refuses."""

    def get(self, key: str, name: str) -> str | None:
        """A text; None where there is none."""

    def put(self, key: str, name: str, text: str) -> None:
        """Write a text, with the keys that lead to it."""

    def delete(self, key: str, name: str) -> None:
        """Take a text away; none is no matter."""

    def delete_if_empty(self, key: str) -> None:
        """Take a key away that holds neither values nor keys; none is no matter."""


def command_of(program: Sequence[str]) -> str:
    """What Windows starts for a file. Each word in quotes: a path has blanks, never a quote."""
    return " ".join(f'"{word}"' for word in (*program, "%1"))


def values_of(kind: FileKind, program: Sequence[str], icons: Path) -> list[Value]:
    """Everything that ties one kind of file to a program."""
    ending, ours = rf"{CLASSES}\{kind.ending}", rf"{CLASSES}\{kind.prog_id}"
    return [
        Value(ours, "", kind.name),
        Value(rf"{ours}\DefaultIcon", "", f'"{icons / kind.icon}.ico"'),
        Value(rf"{ours}\shell", "", "open"),
        Value(rf"{ours}\shell\open", "", texts.OPEN_WITH),
        Value(rf"{ours}\shell\open", "FriendlyAppName", fuer_desktop.NAME),
        Value(rf"{ours}\{_COMMAND}", "", command_of(program)),
        Value(rf"{ending}\OpenWithProgids", kind.prog_id, ""),
        Value(ending, "", kind.prog_id, shared=True),
    ]


class WindowsRegistry:
    """Ties our files to a program and reads back to which they are tied. Raises OSError."""

    def __init__(self, door: Door, tell: Callable[[], None]) -> None:
        self._door = door
        self._tell = tell

    def tie(self, program: Sequence[str]) -> list[str]:
        """Write it all; the program stands in the list 打开方式 whatever else opens the files."""
        for value in _all_values(program):
            if not value.shared or self._is_free(value):
                self._door.put(value.key, value.name, value.text)
        self._tell()
        return []

    def untie(self) -> bool:
        """Take ours away, whichever copy of the program wrote it, and the keys left empty."""
        values = list(_all_values(("",)))
        ours = [value for value in values if self._is_ours(value)]
        for value in ours:
            self._door.delete(value.key, value.name)
        for key in _keys_of(values):
            self._door.delete_if_empty(key)
        self._tell()
        return bool(ours)

    def command(self, program: Sequence[str]) -> str:
        """What is kept as the command of a program."""
        return command_of(program)

    def opener(self, kind: FileKind) -> Opener | None:
        """What a double click on a file of this kind starts; None where nothing does."""
        prog_id = self._door.get(CHOSEN.format(ending=kind.ending), "ProgId")
        prog_id = prog_id or self._door.get(rf"{CLASSES}\{kind.ending}", "")
        if not prog_id:
            return None
        command = self._door.get(rf"{CLASSES}\{prog_id}\{_COMMAND}", "") or ""
        ours = prog_id == kind.prog_id
        if ours and not command:
            return None
        return Opener(command, _program_in(command) or prog_id, ours)

    def _is_free(self, value: Value) -> bool:
        return self._door.get(value.key, value.name) in (None, "", value.text)

    def _is_ours(self, value: Value) -> bool:
        """Our own names are ours whatever stands there."""
        found = self._door.get(value.key, value.name)
        return found == value.text if value.shared else found is not None


def _all_values(program: Sequence[str]) -> Iterable[Value]:
    icons = file_kinds.icons()
    return (value for kind in KINDS for value in values_of(kind, program, icons))


def _keys_of(values: Iterable[Value]) -> list[str]:
    """Every key below the one of all classes that the values need, the deepest first."""
    keys = set()
    for value in values:
        key = value.key
        while key != CLASSES:
            keys.add(key)
            key = key.rpartition("\\")[0]
    return sorted(keys, key=lambda key: (-key.count("\\"), key))


def _program_in(command: str) -> str:
    """The program in a command, for people to read."""
    found = re.match(r'\s*(?:"([^"]*)"|(\S+))', command)
    return (found[1] or found[2] or "") if found else ""


class WinregDoor:
    """The registry itself. ``winreg`` is there on Windows only."""

    def __init__(self) -> None:
        self._winreg: Any = importlib.import_module("winreg")

    def get(self, key: str, name: str) -> str | None:
        """A text; None where there is none, or something that is no text."""
        with suppress(FileNotFoundError), self._open(key, self._winreg.KEY_READ) as handle:
            found, _kind = self._winreg.QueryValueEx(handle, name)
            return found if isinstance(found, str) else None
        return None

    def put(self, key: str, name: str, text: str) -> None:
        """Write a text, with the keys that lead to it."""
        registry = self._winreg
        root, access = registry.HKEY_CURRENT_USER, registry.KEY_SET_VALUE
        with registry.CreateKeyEx(root, key, 0, access) as handle:
            registry.SetValueEx(handle, name, 0, registry.REG_SZ, text)

    def delete(self, key: str, name: str) -> None:
        """Take a text away; none is no matter."""
        with suppress(FileNotFoundError), self._open(key, self._winreg.KEY_SET_VALUE) as handle:
            self._winreg.DeleteValue(handle, name)

    def delete_if_empty(self, key: str) -> None:
        """Take a key away that holds neither values nor keys; none is no matter."""
        with suppress(FileNotFoundError):
            with self._open(key, self._winreg.KEY_READ) as handle:
                keys, values, _changed = self._winreg.QueryInfoKey(handle)
            if not keys and not values:
                self._winreg.DeleteKey(self._winreg.HKEY_CURRENT_USER, key)

    def _open(self, key: str, access: int) -> Any:
        return self._winreg.OpenKey(self._winreg.HKEY_CURRENT_USER, key, 0, access)


def tell_explorer() -> None:
    """Have the file manager read again what opens which files."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SHChangeNotify(_ASSOCIATIONS_CHANGED, 0, None, None)


def this_user() -> WindowsRegistry:
    """The registry of whoever runs the program."""
    return WindowsRegistry(WinregDoor(), tell_explorer)
