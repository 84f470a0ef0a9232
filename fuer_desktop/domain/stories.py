"""Invented courses of indicators: from near the baseline towards a target, past it or away."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from fuer_desktop.domain.plans import Comparator, Sense, Target, TargetKind


def chance(*words: object) -> float:
    """A number from 0 up to 1 that looks like chance and is the same for the same words."""
    digest = hashlib.blake2b("/".join(map(str, words)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


class Story(Enum):
    """What becomes of an indicator in the ten years until its target's; the value is the share of
    the way that is done one, two, … years after the base year, then for each further year."""

    ON_PACE = (0.11, 0.22, 0.33, 0.44, 0.54, 0.11)
    AHEAD = (0.45, 0.85, 1.10, 1.14, 1.18, 0.02)
    BEHIND = (0.07, 0.15, 0.22, 0.30, 0.38, 0.07)
    HARD = (0.03, 0.07, 0.10, 0.14, 0.17, 0.03)
    AWAY = (-0.04, -0.08, -0.13, -0.17, -0.22, -0.04)
    NOT_KEPT = (0.60, 1.06, 1.10, 0.98, 0.86, -0.04)
    SINKING = (0.90, 1.50, 1.40, 1.25, 1.10, -0.12)
    TURNED = (-0.10, -0.20, -0.28, -0.30, -0.18, 0.05)

    def done(self, years: float) -> float:
        """The share of the way that is done so many years of ten after the base year."""
        steps = (0.0, *self.value[:-1])
        last = len(steps) - 1
        if years >= last:
            return float(steps[last] + (years - last) * self.value[-1])
        whole = int(years)
        return float(steps[whole] + (years - whole) * (steps[whole + 1] - steps[whole]))


CYCLE = (
    Story.ON_PACE,
    Story.AHEAD,
    Story.BEHIND,
    Story.ON_PACE,
    Story.HARD,
    Story.AHEAD,
    Story.AWAY,
    Story.ON_PACE,
    Story.NOT_KEPT,
    Story.AHEAD,
    Story.SINKING,
    Story.BEHIND,
    Story.TURNED,
)
"""The stories in the order in which indicators get them."""


@dataclass(frozen=True, slots=True)
class Course:
    """One indicator's values by year: from ``start`` in the base year to ``goal``, as the story
    goes. ``low`` and ``high`` are never left, and ``tremble`` is a share of the way by which
    single years stray."""

    name: str
    base: int
    start: float
    goal: float
    story: Story
    low: float = 0
    high: float = float("inf")
    tremble: float = 0.015
    end: int = 0
    """The target's year; ten years after the base year where none is said."""

    def value(self, year: int) -> float:
        """The value of a year, in the indicator's unit."""
        years = (year - self.base) * 10 / (self.end - self.base if self.end else 10)
        done = self.story.done(years) if years > 0 else 0.0
        if years > 0:
            done += (2 * chance(self.name, year) - 1) * self.tremble
        return min(max(self.start + (self.goal - self.start) * done, self.low), self.high)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an indicator before its course is invented: a printed baseline, a value as
    a practice place had it, and the course of what its target refers to."""

    baseline: float | None = None
    usual: float | None = None
    reference: Course | None = None


def start_and_goal(target: Target, known: Known, better_up: bool) -> tuple[float, float]:
    """Where an indicator starts and what it is to reach, in its unit."""
    return _READ.get(target.kind, _drifting)(target, known, better_up)


def usual_start(known: Known, unit: str, name: str) -> float:
    """A start for what has no number to reach."""
    if known.baseline is not None:
        return known.baseline
    if known.usual:
        return known.usual
    return USUAL.get(unit, 40.0) * (0.8 + 0.4 * chance(name))


USUAL = {
    "%": 58.0, "‰": 6.0, "1/10万": 12.0, "1/万": 6.0, "男=1": 1.1, "女=100": 108.0, "岁": 76.0,
    "年": 10.5, "天": 128.0, "小时": 9.0, "时": 20.0, "课时": 8.0, "元": 420.0, "万元": 900.0,
    "亿元": 12.0, "平方米": 31.0, "户": 900.0, "个": 40.0, "所": 12.0, "家": 15.0, "件": 30.0,
}  # fmt: skip
"""Values of things of which nothing is known but the unit of measure."""


def _room(goal: float, name: str) -> float:
    return max(abs(goal) * (0.06 + 0.1 * chance(name, "room")), 0.05)


def _bound(target: Target, known: Known, better_up: bool) -> tuple[float, float]:
    goal = number_of(target.value)
    up = better_up if target.comparator is None else target.comparator not in _BELOW
    start = known.baseline
    if start is None and known.usual is not None and _is_near(known.usual, goal, up):
        start = known.usual
    if start is None:
        start = goal - _room(goal, target.code) * (1 if up else -2)
    if (start >= goal) == up and start != goal:  # reached from the beginning: a little on its way
        return start, start + (0.3 if up else -0.3) * _room(start, target.code)
    return start, goal if start != goal else goal + (1 if up else -1) * _room(goal, target.code)


_BELOW = (Comparator.LE, Comparator.LT)


def _is_near(usual: float, goal: float, up: bool) -> bool:
    """Whether a value leaves a way to go, though not too long a one."""
    return 0.6 * goal < usual < goal if up else goal < usual < 2.5 * goal


def _ratio(target: Target, known: Known, better_up: bool) -> tuple[float, float]:
    goal = number_of(target.value)
    return 0.75 * goal, goal


def _balance(target: Target, known: Known, better_up: bool) -> tuple[float, float]:
    return known.baseline or 111.0, 106.0


def _drifting(target: Target, known: Known, better_up: bool) -> tuple[float, float]:
    """A target without number: a tenth or so to the wanted side."""
    start = usual_start(known, target.unit, target.code)
    up = better_up if target.sense is None else target.sense is Sense.INCREASE
    width = 0.08 + 0.1 * chance(target.code, "width")
    return start, start * (1 + width if up else 1 - width)


def _keep(target: Target, known: Known, better_up: bool) -> tuple[float, float]:
    start = usual_start(known, target.unit, target.code)
    return start, start * 1.01


def _slow_down(target: Target, known: Known, better_up: bool) -> tuple[float, float]:
    """What rises more slowly every year, if all goes well; see ``Slowing``."""
    start = usual_start(known, target.unit, target.code)
    return start, start * (1.12 + 0.06 * chance(target.code))


def _change(target: Target, known: Known, better_up: bool) -> tuple[float, float]:
    start = usual_start(known, target.unit, target.code)
    amount = number_of(target.value)
    sign = -1 if target.sense is Sense.DECREASE else 1
    basis = str(target.change_basis)
    if basis == "base_percent":
        return start, start * (1 + sign * amount / 100)
    if basis == "base_points":
        return start, start + sign * amount
    if basis == "yearly_points":
        return start, start + sign * amount * _YEARS
    return start, float(start * (1 + sign * amount / 100) ** _YEARS)


_YEARS = 10


def _reference(target: Target, known: Known, better_up: bool) -> tuple[float, float]:
    if known.reference is None:
        return _drifting(target, known, better_up)
    other = known.reference
    goal = other.value(max(target.year, other.base))
    start = known.baseline if known.baseline is not None else 0.86 * other.start
    return start, goal if goal != start else goal * 1.05


_READ: dict[TargetKind, Callable[[Target, Known, bool], tuple[float, float]]] = {
    TargetKind.BOUND: _bound,
    TargetKind.ABOUT: _bound,
    TargetKind.RATIO: _ratio,
    TargetKind.BALANCE: _balance,
    TargetKind.KEEP: _keep,
    TargetKind.SLOW_DOWN: _slow_down,
    TargetKind.CHANGE: _change,
    TargetKind.YEARLY_CHANGE: _change,
    TargetKind.REFERENCE: _reference,
}


def number_of(text: str) -> float:
    """A target's number; of 2:3 how often the first goes into the second."""
    first, _, second = text.partition(":")
    return float(second) / float(first) if second else float(first)
