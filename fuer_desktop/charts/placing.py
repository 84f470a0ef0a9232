"""Finding a free place for a label. Plain geometry: x to the right, y upward, any one unit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Place = tuple[float, float]

DIRECTIONS = tuple(
    (math.sin(turn * math.pi / 8), math.cos(turn * math.pi / 8))
    for turn in (0, 8, 1, 15, 7, 9, 2, 14, 6, 10, 4, 12, 3, 13, 5, 11)
)
"""Straight above first, then below, then around."""

UPRIGHT = DIRECTIONS[:6]
"""Above and below: such a label cannot be taken for a neighbour's."""


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def within(self, other: Box) -> bool:
        """Whether no part lies outside of ``other``."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.bottom <= self.bottom
            and self.top <= other.top
        )

    def grown(self, by: float) -> Box:
        """The box with a margin all around."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def nearest(self, place: Place) -> Place:
        """The box's point that lies nearest to ``place``."""
        x, y = place
        return min(max(x, self.left), self.right), min(max(y, self.bottom), self.top)


@dataclass(frozen=True)
class Stroke:
    """A straight piece of a line."""

    start: Place
    end: Place

    def touches(self, box: Box) -> bool:
        """Whether any part lies inside the box (Liang and Barsky's clipping)."""
        enter, leave = 0.0, 1.0
        for axis, low, high in ((0, box.left, box.right), (1, box.bottom, box.top)):
            start = self.start[axis]
            length = self.end[axis] - start
            if length == 0:
                if not low < start < high:
                    return False
                continue
            near, far = sorted(((low - start) / length, (high - start) / length))
            enter, leave = max(enter, near), min(leave, far)
        return enter < leave


@dataclass(frozen=True)
class Wish:
    """Where a label wants to be: around ``anchors``, best first, as far off as ``distances``.

    ``margin`` keeps other things away. A label that must appear is ``needed``: it may stand
    anywhere, joined to its first anchor by a leader; others stand upright above or below.
    """

    width: float
    height: float
    anchors: tuple[Place, ...]
    distances: tuple[float, ...]
    margin: float
    needed: bool


@dataclass(frozen=True)
class Found:
    """A free place and the leader to it, if it needs one."""

    box: Box
    leader: Stroke | None = None


@dataclass
class Plot:
    """The room for labels, with what is taken already; ``hairlines`` are avoided if possible."""

    room: Box
    boxes: list[Box] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    hairlines: list[Stroke] = field(default_factory=list)

    def place(self, wish: Wish) -> Found | None:
        """The best free place, which is then taken; None where nothing is free."""
        found = self._find(wish)
        if found:
            self.boxes.append(found.box)
            if found.leader:
                self.strokes.append(found.leader)
        return found

    def _find(self, wish: Wish) -> Found | None:
        near = [found for found in _around(wish) if self._free(found, wish.margin)]
        clean = (found for found in near if not _any_touches(self.hairlines, found.box))
        best = next(clean, near[0] if near else None)
        if best or not wish.needed:
            return best
        anywhere = _anywhere(wish, self.room)
        return next((found for found in anywhere if self._free(found, wish.margin)), None)

    def _free(self, candidate: Found, margin: float) -> bool:
        wide = candidate.box.grown(margin)
        leader = candidate.leader
        return (
            candidate.box.within(self.room)
            and not any(wide.overlaps(box) for box in self.boxes)
            and not _any_touches(self.strokes, wide)
            and not (leader and any(leader.touches(box) for box in self._others(leader)))
        )

    def _others(self, leader: Stroke) -> Sequence[Box]:
        """Boxes but the one the leader starts in."""
        x, y = leader.start
        return [b for b in self.boxes if not (b.left <= x <= b.right and b.bottom <= y <= b.top)]


def _any_touches(strokes: Sequence[Stroke], box: Box) -> bool:
    return any(stroke.touches(box) for stroke in strokes)


def _around(wish: Wish) -> Iterator[Found]:
    directions = DIRECTIONS if wish.needed else UPRIGHT
    for distance in wish.distances:
        for anchor in wish.anchors:
            for right, up in directions:
                yield Found(_at(wish, anchor, (right * distance, up * distance)))


def _at(wish: Wish, anchor: Place, offset: Place) -> Box:
    """The label whose nearest edge or corner lies ``offset`` from the anchor."""
    away = math.hypot(*offset)
    left = anchor[0] + offset[0] - wish.width * (1 - offset[0] / away) / 2
    bottom = anchor[1] + offset[1] - wish.height * (1 - offset[1] / away) / 2
    return Box(left, bottom, left + wish.width, bottom + wish.height)


def _anywhere(wish: Wish, room: Box) -> Iterator[Found]:
    """Places all over the room, the nearest to the first anchor first, with a leader."""
    anchor = wish.anchors[0]
    columns = _steps(room.left, room.right - wish.width, wish.width / 8)
    rows = _steps(room.bottom, room.top - wish.height, wish.height / 4)
    boxes = [
        Box(left, bottom, left + wish.width, bottom + wish.height)
        for left in columns
        for bottom in rows
    ]
    for box in sorted(boxes, key=lambda box: math.dist(anchor, box.nearest(anchor))):
        yield Found(box, Stroke(anchor, box.nearest(anchor)))


def _steps(first: float, last: float, step: float) -> list[float]:
    """From first to last, both included."""
    count = max(math.ceil((last - first) / step), 1)
    return [first + (last - first) * number / count for number in range(count + 1)]
