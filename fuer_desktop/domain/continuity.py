"""What a new version of a form says became of the rows of the version before (衔接)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from fuer_desktop.texts import succession as texts


class What(StrEnum):
    """What became of a row."""

    ADDED = "added"
    RENAMED = "renamed"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    CLOSED = "closed"
    REDEFINED = "redefined"

    @property
    def label(self) -> str:
        """The word for people."""
        return texts.WHATS[self.value]


class Continuity(StrEnum):
    """How far last year's figures compare with this year's, from wholly to not at all."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    NO_HISTORY = "no_history"

    @property
    def carries(self) -> bool:
        """Whether last year's figures stand beside this year's."""
        return self in (Continuity.FULL, Continuity.PARTIAL)


_FULL, _PARTIAL, _NONE = Continuity.FULL, Continuity.PARTIAL, Continuity.NONE
_NO_HISTORY = Continuity.NO_HISTORY

ALLOWED: dict[What, tuple[Continuity, ...]] = {
    What.ADDED: (_NO_HISTORY,),
    What.RENAMED: (_FULL, _PARTIAL, _NONE),
    What.MOVED: (_FULL, _PARTIAL, _NONE),
    What.MERGED: (_FULL, _PARTIAL, _NONE),
    What.SPLIT: (_NONE, _PARTIAL, _NO_HISTORY),  # a part is never the whole
    What.CLOSED: (_NONE,),
    What.REDEFINED: (_NONE, _PARTIAL, _NO_HISTORY),  # another meaning is never quite the same
}
"""How far figures may go on, by what became of the row; the first is meant where none is said."""

JOINS = (What.MERGED, What.SPLIT)
"""What gives a row another name and place by itself."""


class RowPlace(NamedTuple):
    """A row in one version of a form: the codes of its table and its own."""

    table: str
    row: str


@dataclass(frozen=True, slots=True)
class Succession:
    """One statement: what the row at ``place`` was. ``place`` is None where rows were closed."""

    what: What
    continuity: Continuity
    place: RowPlace | None
    was: tuple[RowPlace, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row's figures of the year before stand, and how far they go on."""

    was: tuple[RowPlace, ...]
    continuity: Continuity


def stated_origins(succession: Iterable[Succession]) -> dict[RowPlace, Origin]:
    """The origins that are stated, by the row as it is now.

    A row may be both moved and redefined: of several statements the least continuous counts.
    """
    order = list(Continuity)
    found: dict[RowPlace, Origin] = {}
    for said in succession:
        if said.place is None:
            continue
        known = found.get(said.place, Origin(said.was, said.continuity))
        least = max(known.continuity, said.continuity, key=order.index)
        found[said.place] = Origin(known.was or said.was, least)
    return found
