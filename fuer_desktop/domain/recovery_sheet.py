"""恢复单: what is printed of an office's recovery code, on one page; nothing keeps it but paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The sixteen ``groups`` of the code, and facts (names with what is so) to know it by. Its
    ``repr`` does not show the code, so that no log ever does."""

    facts: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    practice: bool = False

    def __repr__(self) -> str:
        return f"RecoverySheet({self.facts!r})"
