"""The order in which Enter goes through the places that a person fills: to the right, or down."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

Place = tuple[int, int]
"""Line and column of the grid."""


class Walk:
    """Places in reading order, or column by column within each table.

    ``tables`` says for each line to which table it belongs, counted from above.
    """

    def __init__(self, places: Iterable[Place], tables: Sequence[int], *, down: bool) -> None:
        self._tables = tables
        self._down = down
        self._places = sorted(places, key=self._rank)
        self._ranks = [self._rank(place) for place in self._places]

    def after(self, here: Place, by: int = 1) -> Place | None:
        """The next place, or the one before; None where there is no more. ``here`` need not be a
        place that a person fills."""
        rank = self._rank(here)
        number = bisect_right(self._ranks, rank) if by > 0 else bisect_left(self._ranks, rank) - 1
        return self._places[number] if 0 <= number < len(self._places) else None

    def _rank(self, place: Place) -> tuple[int, int, int]:
        line, column = place
        table = self._tables[line]
        return (table, column, line) if self._down else (table, line, column)
