"""Small statistics on short yearly series (progress-methods.md B4.2, A11.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

WINDOW = 6
"""Recent trend looks at up to this many values."""


@dataclass(frozen=True, slots=True)
class Point:
    """An indicator's value in one year."""

    year: int
    value: Decimal


def slope(points: Sequence[Point]) -> Decimal:
    """Theil-Sen: the median slope of all pairs, in units a year; needs two points or more."""
    recent = points[-WINDOW:]
    return median(
        (later.value - earlier.value) / (later.year - earlier.year)
        for number, later in enumerate(recent)
        for earlier in recent[:number]
    )


def yearly_change(points: Sequence[Point]) -> Decimal:
    """Mean change a year over the recent window; needs two points or more."""
    recent = points[-WINDOW:]
    return (recent[-1].value - recent[0].value) / (recent[-1].year - recent[0].year)
