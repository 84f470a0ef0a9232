"""The hand-over card: what the clerk who comes next has to know, on one page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines, the most important first; never without lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Facts are names with what is so; ``to_write`` are lines of words after which people write by
    hand. ``practice`` says that nothing of it is real."""

    unit: str
    year: int
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    keys: Section
    to_write: tuple[tuple[str, ...], ...]
    practice: bool = False
