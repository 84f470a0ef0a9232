"""Keys that signed for units, and what an office thinks of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fuer_desktop.store.database import Connection
from fuer_desktop.store.recording import row_of
from fuer_desktop.store.writing import Writing


class KeyState(StrEnum):
    """``ENROLLED`` by the secret of the unit's task package; ``ASKED``: a second key, of which the
    office has not said yet what it is; the others are the office's decisions."""

    ENROLLED = "enrolled"
    ASKED = "asked"
    ADMITTED = "admitted"
    REFUSED = "refused"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class UnitKey:
    """A key of a unit in a task, hex. Of a revoked one versions up to ``last_version`` hold."""

    public_key: str
    state: KeyState
    last_version: int = 0
    reason: str = ""
    by: str = ""
    at: str = ""

    def holds_for(self, version: int) -> bool:
        """Whether a version that this key signed counts."""
        if self.state is KeyState.REVOKED:
            return version <= self.last_version
        return self.state in (KeyState.ENROLLED, KeyState.ADMITTED)


class UnitKeyStore:
    """Rows of unit_key."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    def put(self, task: str, unit: str, key: UnitKey) -> None:
        """Remember a key, or what is thought of it now, inside the caller's transaction."""
        row = {**row_of(key), "state": key.state.value}
        self._writing.recorder.put("unit_key", {"task": task, "unit": unit, **row})

    def forget(self, task: str, unit: str, public_key: str) -> None:
        """Forget a key that nothing is signed with any more, inside the caller's transaction."""
        found = {"task": task, "unit": unit, "public_key": public_key}
        self._writing.recorder.remove("unit_key", found)

    def of_task(self, task: str) -> dict[str, dict[str, UnitKey]]:
        """The keys of every unit by unit and public key."""
        rows = self._connection.rows(
            "SELECT unit, public_key, state, last_version, reason, by, at FROM unit_key"
            " WHERE task = ? ORDER BY at, public_key",
            (task,),
        )
        found: dict[str, dict[str, UnitKey]] = {}
        for unit, key, state, *rest in rows:
            found.setdefault(unit, {})[key] = UnitKey(key, KeyState(state), *rest)
        return found
