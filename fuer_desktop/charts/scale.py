"""The scale of an axis: few round ticks, and room above the highest value for its label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

MOST_TICKS, FEWEST_TICKS = 4, 2
ABOVE, BELOW = Decimal("0.17"), Decimal("0.16")
"""Empty room at both ends, as shares of the span of values."""

NEAR_ZERO = Decimal("0.5")
"""The axis starts at zero where the lowest value is below this share of the highest."""

BESIDE = Decimal("0.04")
"""A tick nearer than this share to the axis's foot becomes its foot: no double lines."""

LEAST_SPAN = 10
"""The span is never less than this many units of the last printed digit."""

HUNDRED = Decimal(100)

_ROUND_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_ODD_STEPS = (Decimal(4), Decimal(3))


@dataclass(frozen=True)
class Scale:
    """An axis from ``low`` to ``high`` with ticks printed with ``decimals`` decimals."""

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]
    decimals: int


def scale_of(values: Sequence[Decimal], decimals: int, *, percent: bool) -> Scale:
    """The scale for values of an indicator with ``decimals`` decimals."""
    low, high = _span(min(values), max(values), decimals)
    floor = Decimal(0) if min(values) >= 0 else None
    ceiling = HUNDRED if percent and max(values) <= HUNDRED else None
    span = high - low
    bottom = low if floor is not None and low == floor else low - BELOW * span
    if floor is not None:
        bottom = max(floor, bottom)
    top = high + ABOVE * span
    digit = Decimal(1).scaleb(-decimals)
    ticks = _ticks(bottom, top if ceiling is None else min(top, ceiling), digit)
    if ticks[0] - bottom < BESIDE * (top - bottom):
        bottom = ticks[0]
    return Scale(bottom, top, ticks, _decimals_of(ticks))


def _span(low: Decimal, high: Decimal, decimals: int) -> tuple[Decimal, Decimal]:
    """The values' own span, with zero where it is near, and never too thin."""
    if 0 <= low < NEAR_ZERO * high:
        low = Decimal(0)
    if NEAR_ZERO * low < high <= 0:
        high = Decimal(0)
    least = Decimal(LEAST_SPAN).scaleb(-decimals)
    lacking = max(least - (high - low), Decimal(0)) / 2
    if 0 <= low < lacking:
        return Decimal(0), max(high, least)
    return low - lacking, high + lacking


def _ticks(low: Decimal, high: Decimal, digit: Decimal) -> tuple[Decimal, ...]:
    """The finest round steps with two to four ticks between low and high."""
    for steps in (_ROUND_STEPS, _ODD_STEPS):
        for step in _steps(steps, (high - low) / MOST_TICKS, digit):
            ticks = _multiples(step, low, high)
            if FEWEST_TICKS <= len(ticks) <= MOST_TICKS:
                return ticks
    return (low, high)


def _steps(kinds: Sequence[Decimal], about: Decimal, digit: Decimal) -> Iterator[Decimal]:
    """Steps from finer than ``about`` upwards that a value with this last digit can take."""
    power = about.adjusted() - 1
    for exponent in range(power, power + 4):
        for kind in kinds:
            step = kind.scaleb(exponent)
            if step % digit == 0:
                yield step


def _multiples(step: Decimal, low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    first = (low / step).to_integral_value(ROUND_CEILING)
    count = int(high / step - first) + 1 if high >= first * step else 0
    return tuple((first + number) * step for number in range(min(count, MOST_TICKS + 1)))


def _decimals_of(ticks: Sequence[Decimal]) -> int:
    """Decimals that all ticks need."""
    exponents = [tick.normalize().as_tuple().exponent for tick in ticks if tick]
    return max([0, *(-exponent for exponent in exponents if isinstance(exponent, int))])


def years_of(first: int, last: int, room: int, keep: Sequence[int]) -> list[int]:
    """At most about ``room`` years for ticks; ``keep`` are always among them.

    Others come at even steps and give way to the kept ones.
    """
    step = next(
        (step for step in (1, 2, 5, 10, 20, 50) if (last - first) // step < room), last - first + 1
    )
    kept: list[int] = []
    for year in keep:
        if all(abs(year - other) >= step for other in kept):
            kept.append(year)
    even = [year for year in range(first, last + 1) if (year - first) % step == 0]
    return sorted(
        [*kept, *(year for year in even if all(abs(year - other) >= step for other in kept))]
    )
