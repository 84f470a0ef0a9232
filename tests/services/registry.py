"""A registry in memory, behind the same small door as the real one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any


class MemoryDoor:
    """Texts by key and name, as HKEY_CURRENT_USER keeps them; ``told`` counts the announcements.

    ``locked`` refuses every change, as an office's policies may.
    """

    def __init__(self, keys: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.keys = {key: dict(values) for key, values in (keys or {}).items()}
        self.told = 0
        self.locked = False
        for key in list(self.keys):
            self.lead_to(key)

    def get(self, key: str, name: str) -> str | None:
        return self.keys.get(key, {}).get(name)

    def put(self, key: str, name: str, text: str) -> None:
        self._check()
        self.lead_to(key)
        self.keys[key][name] = text

    def delete(self, key: str, name: str) -> None:
        self._check()
        self.keys.get(key, {}).pop(name, None)

    def delete_if_empty(self, key: str) -> None:
        self._check()
        below = any(other.startswith(key + "\\") for other in self.keys)
        if not below and not self.keys.get(key, {"there is": "no such key"}):
            del self.keys[key]

    def tell(self) -> None:
        self.told += 1

    def _check(self) -> None:
        if self.locked:
            raise PermissionError(13, "拒绝访问。")

    def lead_to(self, key: str) -> None:
        parts = key.split("\\")
        for end in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:end]), {})


class MemoryWinreg:
    """What is asked of ``winreg``, over a registry in memory; a call of another shape fails.

    Handles are context managers as there, and give the key that they stand for.
    """

    HKEY_CURRENT_USER, KEY_READ, KEY_SET_VALUE, REG_SZ = "HKCU", "read", "set", "text"

    def __init__(self) -> None:
        self._memory = MemoryDoor()
        self._keys = self._memory.keys

    def open_key(self, root: str, key: str, reserved: int, access: str) -> Any:
        assert (root, reserved) == ("HKCU", 0)
        assert access in ("read", "set")
        self._find(self._keys, key)
        return nullcontext(key)

    def create_key(self, root: str, key: str, reserved: int, access: str) -> Any:
        assert (root, reserved, access) == ("HKCU", 0, "set")
        self._memory.lead_to(key)
        return nullcontext(key)

    def query(self, key: str, name: str) -> tuple[str, str]:
        return self._find(self._keys[key], name), "text"

    def put(self, key: str, name: str, *rest: object) -> None:
        assert rest[:2] == (0, "text")
        self._keys[key][name] = str(rest[2])

    def delete_value(self, key: str, name: str) -> None:
        self.query(key, name)
        del self._keys[key][name]

    def count(self, key: str) -> tuple[int, int, int]:
        below = [other for other in self._keys if other.startswith(key + "\\")]
        return len(below), len(self._keys[key]), 0

    def delete_key(self, root: str, key: str) -> None:
        assert (root, self.count(key)[0]) == ("HKCU", 0), "Windows refuses a key with keys below it"
        del self._keys[key]

    OpenKey, CreateKeyEx, QueryValueEx, SetValueEx = open_key, create_key, query, put
    DeleteValue, QueryInfoKey, DeleteKey = delete_value, count, delete_key

    def _find(self, found: Mapping[str, Any], name: str) -> Any:
        if name not in found:
            raise FileNotFoundError(2, "系统找不到指定的文件。")
        return found[name]
