"""What a target asks for, reduced to one number: how far a value is from it.

A bound, an "about" band and a reference all become a shortfall, which is positive while the
target is missed and has closed when it is reached; pace is measured on the shortfall.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from fuer_desktop.domain.indicators import Direction, Indicator
from fuer_desktop.domain.numbers import shown, with_unit
from fuer_desktop.domain.plans import Comparator, Scope, Sense, Target, TargetKind
from fuer_desktop.domain.trends import Point
from fuer_desktop.texts import judgement as texts

ABOUT_SHARE = Decimal(1)
"""Tolerance of "左右" for shares, percentage points, until an office confirms another (B3)."""

ABOUT_OTHER = Decimal("0.02")
"""Tolerance of "左右" for other figures, as a share of the target (B3)."""


class NoAimError(Exception):
    """The target cannot be held against this year; the text says what is missing."""


@dataclass(frozen=True)
class Aim:
    """A target as a distance. ``shortfall`` may raise NoAimError where a reference is missing;
    ``value_in`` is the demanded number of a year, for drawing and for 基本达标; ``band`` the range
    around it that counts as reached."""

    text: str
    shortfall: Callable[[Point], Decimal]
    value_in: Callable[[int], Decimal]
    strict: bool = False
    band: tuple[Decimal, Decimal] | None = None

    def reached(self, point: Point) -> bool:
        """Whether the value meets the target; a strict bound is not met by equality."""
        distance = self.shortfall(point)
        return distance < 0 if self.strict else distance <= 0

    def known_shortfall(self, point: Point) -> Decimal | None:
        """The shortfall, or None where the reference of that year is unknown."""
        try:
            return self.shortfall(point)
        except NoAimError:
            return None

    def known_reached(self, point: Point) -> bool:
        """Whether the value surely met the target; not where its reference is unknown."""
        try:
            return self.reached(point)
        except NoAimError:
            return False


def aim_of(
    target: Target, indicator: Indicator, reference: Mapping[int, Decimal], reference_name: str
) -> Aim:
    """The aim of a bound, "about" or reference target.

    ``reference`` holds the reference indicator's values by year; NoAimError where the target's
    own words cannot be read as a number.
    """
    match target.kind:
        case TargetKind.BOUND:
            return _bound(target)
        case TargetKind.ABOUT:
            return _about(target, indicator)
        case TargetKind.REFERENCE:
            return _reference(target, reference, reference_name)
        case _:
            kind = texts.KINDS[target.kind]
            raise NoAimError(texts.KIND_NOT_JUDGED.format(kind=kind, sentence=target.sentence))


def direction_aim(target: Target) -> Aim:
    """A direction has no number to reach; its aim is only a word."""
    sense = target.sense or Sense.INCREASE

    def no_number(_: object) -> Decimal:
        raise NoAimError(target.sentence)

    return Aim(texts.SENSES[sense], no_number, no_number)


def _bound(target: Target) -> Aim:
    if target.scope is Scope.EACH:
        # Reached only if every unit reached: the series is the share of units that did.
        return Aim(texts.AIM_EACH, lambda point: 100 - point.value, lambda _: Decimal(100))
    return _whole_bound(target)


def meets_bound(target: Target, value: Decimal) -> bool:
    """Whether one unit's value meets the bound of an "each" target."""
    return _whole_bound(target).reached(Point(target.year, value))


def _whole_bound(target: Target) -> Aim:
    wanted = Decimal(target.value)
    comparator = target.comparator or Comparator.EQ
    sign = -1 if comparator in (Comparator.LE, Comparator.LT) else 1
    return Aim(
        text=texts.COMPARATORS[comparator] + with_unit(target.value, target.unit),
        shortfall=lambda point: sign * (wanted - point.value),
        value_in=lambda _: wanted,
        strict=comparator in (Comparator.GT, Comparator.LT),
    )


def _about(target: Target, indicator: Indicator) -> Aim:
    """A band; beyond it on the good side is reached too, where the direction is clear."""
    middle = Decimal(target.value)
    tolerance = _tolerance(target, middle)
    low, high = middle - tolerance, middle + tolerance

    def shortfall(point: Point) -> Decimal:
        if indicator.direction is Direction.UP:
            return low - point.value
        if indicator.direction is Direction.DOWN:
            return point.value - high
        return max(low - point.value, point.value - high)

    text = texts.AIM_ABOUT.format(
        value=with_unit(target.value, target.unit), low=shown(low), high=shown(high)
    )
    return Aim(text, shortfall, lambda _: middle, band=(low, high))


def _tolerance(target: Target, middle: Decimal) -> Decimal:
    if target.tolerance is not None:
        return target.tolerance
    return ABOUT_SHARE if target.unit == "%" else ABOUT_OTHER * middle


def _reference(target: Target, reference: Mapping[int, Decimal], name: str) -> Aim:
    """Held against another indicator's value of the same year, never of another."""

    def value_in(year: int) -> Decimal:
        if year not in reference:
            raise NoAimError(texts.NO_REFERENCE.format(year=year, name=name))
        return reference[year]

    def short_of(point: Point) -> Decimal:
        return value_in(point.year) - point.value

    def away_from(point: Point) -> Decimal:
        wanted = value_in(point.year)
        return abs(point.value - wanted) - _tolerance(target, wanted)

    comparator = target.comparator or Comparator.REF_GE
    latest = reference[max(reference)] if reference else None
    value = "—" if latest is None else with_unit(shown(latest, 2), target.unit)
    text = texts.AIM_REFERENCE[comparator].format(name=name, value=value)
    about = comparator is Comparator.REF_ABOUT
    return Aim(text, away_from if about else short_of, value_in)
