"""Steps: what one press of a key, one paste or one import did, and which of them can be undone.

A step is one commit. To undo is to append its reverse, so the way back is itself on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fuer_desktop.texts import journal as texts


class How(StrEnum):
    """How a change came about."""

    TYPED = "typed"
    PASTED = "pasted"
    IMPORTED = "imported"
    FILLED_REST = "filled_rest"
    LAST_YEAR = "last_year"
    EXPLAINED = "explained"
    COMPARED = "compared"
    KEYED_AGAIN = "keyed_again"
    UNDO = "undo"
    REDO = "redo"
    CREATED = "created"
    TASK_MADE = "task_made"
    TASK_OPENED = "task_opened"
    OFFICE_KEY = "office_key"
    KEY_ADMITTED = "key_admitted"
    KEY_REFUSED = "key_refused"
    KEY_REVOKED = "key_revoked"
    TASK_REVISED = "task_revised"
    CHECKED = "checked"
    SUBMITTED = "submitted"
    INQUIRED = "inquired"
    EXPORTED = "exported"
    TAKEN_IN = "taken_in"
    INTAKE_UNDONE = "intake_undone"
    PUT_AWAY = "put_away"
    CHOSEN = "chosen"
    ANSWERED = "answered"
    HISTORY = "history"
    ATTACHED = "attached"
    DETACHED = "detached"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    HANDED_OVER = "handed_over"
    RECLAIMED = "reclaimed"
    TAKEN_UP = "taken_up"
    MIGRATED = "migrated"

    @property
    def label(self) -> str:
        """The word for people."""
        return texts.HOW[self.value]


CHANGES_CELLS = frozenset(
    {
        How.TYPED,
        How.PASTED,
        How.IMPORTED,
        How.FILLED_REST,
        How.LAST_YEAR,
        How.EXPLAINED,
        How.COMPARED,
    }
)
"""What a person does to figures and their reasons, and can undo."""

ENDS_UNDO = frozenset({How.SUBMITTED, How.TASK_REVISED})
"""What stands between a person and the steps before it: what was handed in is signed, and figures
of another revision of the task may have no cells any more."""


AFTER_HANDING_OVER = frozenset(
    {
        How.CHECKED,
        How.BACKED_UP,
        How.RESTORED,
        How.MIGRATED,
        How.HANDED_OVER,
        How.RECLAIMED,
        How.TAKEN_UP,
    }
)
"""What may still be on record of a workspace that somebody else goes on with."""


@dataclass(frozen=True, slots=True)
class Step:
    """One commit. ``number`` is that of its first journal row; ``of`` the step that an undo or a
    redo is about, else 0; ``cells`` how many cells it changed; ``reasons`` how many findings were
    explained; ``at`` an ISO time."""

    number: int
    how: How
    at: str
    of: int = 0
    cells: int = 0
    reasons: int = 0


def next_undo(newest_first: Iterable[Step]) -> Step | None:
    """The step that undo would take back: the latest that still holds, or the submission or the
    revision of the task that stands before it. None where nothing was done yet."""
    undone: set[int] = set()
    redone: set[int] = set()
    for step in newest_first:
        if step.how in ENDS_UNDO:
            return step
        if step.how is How.UNDO and step.of not in redone:
            undone.add(step.of)
        elif step.how is How.REDO and step.of not in undone:
            redone.add(step.of)
        elif step.how in CHANGES_CELLS and step.number not in undone:
            return step
    return None


def next_redo(newest_first: Iterable[Step]) -> int:
    """The number of the step that redo would do again; 0 where nothing was undone, or something
    else was done, handed in or revised since."""
    redone: set[int] = set()
    for step in newest_first:
        if step.how in ENDS_UNDO or step.how in CHANGES_CELLS:
            return 0
        if step.how is How.REDO:
            redone.add(step.of)
        elif step.how is How.UNDO:
            if step.of not in redone:
                return step.of
            redone.discard(step.of)
    return 0
