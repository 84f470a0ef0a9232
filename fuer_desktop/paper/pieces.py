"""What a laid out page consists of: lines of type, strokes, shades; in points from its corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from fuer_desktop.paper import face
from fuer_desktop.paper.sheet import Align

TITLE, HEADING, BODY, SMALL = 16.0, 10.5, 9.0, 8.0
"""Sizes of type."""

THICK, THIN, HAIR = 1.0, 0.5, 0.25
"""Widths of strokes."""


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def holds(self, other: Box, slack: float = 0.01) -> bool:
        """Whether another lies in it."""
        across = self.x - slack <= other.x and other.right <= self.right + slack
        return across and self.y - slack <= other.y and other.bottom <= self.bottom + slack


@dataclass(frozen=True, slots=True)
class Type:
    """One line of type: the box it fills, and the box it has to stay in, where that is a cell."""

    text: str
    points: float
    box: Box
    cell: Box | None = None

    @property
    def baseline(self) -> float:
        """Where its signs stand."""
        return self.box.y + face.rise(self.points)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = THIN


@dataclass
class Page:
    """One page; ``rows`` are those that begin on it, by table and place in the table, ``parts``
    those of which anything stands on it, and ``heads`` the tables whose heads do."""

    types: list[Type] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    shades: list[Box] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)
    parts: list[tuple[str, int]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    def line(self, text: str, points: float, room: Box, align: Align) -> None:
        """One line of type at the top of a room, outside all cells."""
        self.types.append(set_line(text, points, room, align))


def set_line(
    text: str, points: float, room: Box, align: Align, *, in_cell: Box | None = None
) -> Type:
    """One line of type at the top of a room."""
    wide = face.width(text, points)
    left = {
        Align.LEFT: room.x,
        Align.CENTRE: room.x + (room.width - wide) / 2,
        Align.RIGHT: room.right - wide,
    }[align]
    return Type(text, points, Box(left, room.y, wide, points), in_cell)
