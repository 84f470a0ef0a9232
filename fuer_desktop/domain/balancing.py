"""Whole numbers that satisfy many relations at once, near to where one would like them.

First the numbers move, as if they were no whole ones, until every relation holds (cyclic
scaling: each broken relation makes its numbers grow or shrink until it holds). Then what
the equations determine is worked out from the rest, the rest is rounded, and what rounding broke
is mended one number at a time. Everything is the same each time: nothing is left to chance.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SWEEPS, WISHING = 400, 60
"""Rounds of moving, and how many of them, at the beginning, heed wishes."""

MENDINGS = 20_000
"""Single numbers changed at most in mending."""

BOUNDLESS = 10**13
"""From here on a bound is none."""

_NEARLY = 1e-6
_FIRM = 0.02
"""How much a number moves that is not vague, beside one that is."""

_STUCK = 30
"""Times that one relation is mended without the whole becoming better before it is given up."""


@dataclass(frozen=True, slots=True)
class Bond:
    """A relation: numbers times whole factors, and a constant, are zero (``equal``) or at least
    zero. ``when`` says by the numbers whether it binds at all; ``name`` is for whoever asks."""

    factors: Mapping[int, int]
    constant: int
    equal: bool
    name: object = None
    when: Callable[[Sequence[float]], bool] | None = None

    def worth(self, numbers: Sequence[float]) -> float:
        """The sum of it all."""
        return self.constant + sum(f * numbers[i] for i, f in self.factors.items())

    def is_kept(self, numbers: Sequence[float], slack: float = 0) -> bool:
        """Whether it holds, or does not bind."""
        worth = self.worth(numbers)
        if worth >= -slack and not (self.equal and worth > slack):
            return True
        return self.when is not None and not self.when(numbers)


@dataclass(frozen=True, slots=True)
class Wish:
    """What ``moved`` number one would like: ``factors`` and a constant come to zero by it alone."""

    moved: tuple[int, ...]
    factors: Mapping[int, float]
    constant: float = 0


@dataclass
class Problem:
    """Numbers that one would like to be ``start``, each from ``low`` to ``high``; of ``vague`` ones
    ``start`` is only a guess."""

    start: list[float] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    bonds: list[Bond] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    vague: set[int] = field(default_factory=set)

    def add(self, start: float, low: int, high: int) -> int:
        """One more number; returns which."""
        self.start.append(start)
        self.low.append(low)
        self.high.append(high)
        return len(self.start) - 1

    def is_free(self, unknown: int) -> bool:
        """Whether the number is not given."""
        return self.low[unknown] < self.high[unknown]


def balanced(problem: Problem) -> list[int]:
    """Numbers for which the relations hold, as far as they could be found."""
    return _Whole(problem, _moved(problem)).mended()


def broken(problem: Problem, numbers: Sequence[int]) -> list[Bond]:
    """The relations that do not hold."""
    return [bond for bond in problem.bonds if not bond.is_kept(numbers)]


# --- moving --------------------------------------------------------------------------------


def _moved(problem: Problem) -> list[float]:
    numbers = [
        min(max(start, low), high)
        for start, low, high in zip(problem.start, problem.low, problem.high, strict=True)
    ]
    for sweep in range(SWEEPS):
        for wish in problem.wishes if sweep < WISHING else ():
            gap = wish.constant + sum(f * numbers[i] for i, f in wish.factors.items())
            _share(problem, numbers, {i: wish.factors[i] for i in wish.moved}, gap)
        kept = True
        for bond in problem.bonds:
            if not bond.is_kept(numbers, _NEARLY):
                kept = False
                _share(problem, numbers, bond.factors, bond.worth(numbers))
        if kept and sweep >= WISHING:
            break
    return numbers


def _share(
    problem: Problem, numbers: list[float], factors: Mapping[int, float], gap: float
) -> None:
    """Close a gap: all its numbers grow or shrink by the same share of themselves, the vague ones
    more; none more than twofold at once."""
    low, high = problem.low, problem.high
    free = [
        (i, factor, max(abs(numbers[i]), 0.5) * (1 if i in problem.vague else _FIRM))
        for i, factor in factors.items()
        if low[i] < high[i]
    ]
    whole = sum(abs(factor) * size for _, factor, size in free)
    if whole:
        share = gap / whole
        most = max(size / max(abs(numbers[i]), 0.5) for i, _, size in free)
        share = math.copysign(min(abs(share), 1 / most), share)
        for i, factor, size in free:
            moved = numbers[i] - share * size * (1 if factor > 0 else -1)
            numbers[i] = min(max(moved, low[i]), high[i])


# --- whole numbers -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sum:
    """Free numbers times whole factors, and a constant."""

    factors: dict[int, int]
    constant: int


class _Whole:
    """Whole numbers: free ones, and those that equations determine."""

    def __init__(self, problem: Problem, near: Sequence[float]) -> None:
        self._problem = problem
        self._near = near
        self._determined: dict[int, _Sum] = {}
        self._users: dict[int, set[int]] = {}
        self._limits: list[Bond] = []
        for bond in problem.bonds:
            if bond.equal and bond.when is None:
                self._determine(bond)
            else:
                self._limits.append(bond)
        self._numbers = [round(number) for number in near]
        for unknown in self._determined:
            self._work_out(unknown)
        self._sides = [side for bond in self._limits for side in self._sides_of(bond)]
        self._sides += list(self._bounds())
        self._touching: dict[int, list[int]] = {}
        for position, side in enumerate(self._sides):
            for i in side.sum.factors:
                self._touching.setdefault(i, []).append(position)

    # what equations determine

    def _determine(self, bond: Bond) -> None:
        """Take one number of an equation to be determined by the others."""
        found = self._in_free(bond.factors, bond.constant)
        free = {i: f for i, f in found.factors.items() if self._problem.is_free(i)}
        least = min((abs(f) for f in found.factors.values()), default=0)
        whole = math.gcd(*found.factors.values(), found.constant) if found.factors else 1
        units = [i for i, f in free.items() if abs(f) == whole]
        if not units or not least:
            self._limits.append(bond)  # nothing to choose, or only some numbers divide
            return
        pivot = max(units, key=lambda i: (self._near[i], -i))
        factor = found.factors[pivot]
        others = {i: -f // factor for i, f in found.factors.items() if i != pivot}
        self._put(pivot, _Sum(others, -found.constant // factor))

    def _put(self, pivot: int, total: _Sum) -> None:
        for user in self._users.pop(pivot, ()):
            known = self._determined[user]
            times = known.factors.pop(pivot, 0)  # it may have gone out meanwhile
            merged = _merged(known, total, times)
            self._determined[user] = merged
            self._use(user, merged)
        self._determined[pivot] = total
        self._use(pivot, total)

    def _use(self, user: int, total: _Sum) -> None:
        for i in total.factors:
            self._users.setdefault(i, set()).add(user)

    def _in_free(self, factors: Mapping[int, int], constant: int) -> _Sum:
        """A sum with everything determined replaced and everything given worked in."""
        result = _Sum({}, constant)
        for i, factor in factors.items():
            one = self._determined.get(i, _Sum({i: 1}, 0))
            if i not in self._determined and not self._problem.is_free(i):
                one = _Sum({}, self._problem.low[i])
            result = _merged(result, one, factor)
        return result

    def _work_out(self, unknown: int) -> None:
        total = self._determined[unknown]
        numbers = self._numbers
        numbers[unknown] = total.constant + sum(f * numbers[i] for i, f in total.factors.items())

    # what must be at least zero

    def _sides_of(self, bond: Bond) -> Iterable[_Side]:
        total = self._in_free(bond.factors, bond.constant)
        yield _Side(total, bond.when)
        if bond.equal:
            yield _Side(_Sum({i: -f for i, f in total.factors.items()}, -total.constant), bond.when)

    def _bounds(self) -> Iterable[_Side]:
        """What is determined has bounds too, where they do not go without saying."""
        for unknown, total in self._determined.items():
            low, high = self._problem.low[unknown], self._problem.high[unknown]
            if total.constant < low or any(f < 0 for f in total.factors.values()):
                yield _Side(_Sum(total.factors, total.constant - low), None)
            if high < BOUNDLESS:
                negative = {i: -f for i, f in total.factors.items()}
                yield _Side(_Sum(negative, high - total.constant), None)

    # mending

    def mended(self) -> list[int]:
        """The numbers, changed one by one until all holds or nothing helps."""
        weights = [1.0] * len(self._sides)
        waiting = deque(self._broken())
        for _ in range(MENDINGS):
            if not waiting:
                waiting = deque(self._broken())
                if not waiting:
                    break
            position = waiting.popleft()
            if self._is_broken(position) and weights[position] <= _STUCK:
                weights[position] += 1
                waiting += self._mend(position, weights)
            elif weights[position] > _STUCK and all(weights[p] > _STUCK for p in waiting):
                break
        return self._numbers

    def _broken(self) -> list[int]:
        return [position for position in range(len(self._sides)) if self._is_broken(position)]

    def _is_broken(self, position: int) -> bool:
        side = self._sides[position]
        if self._worth(position) >= 0:
            return False
        return side.when is None or side.when(self._numbers)

    def _worth(self, position: int) -> int:
        total = self._sides[position].sum
        return total.constant + sum(f * self._numbers[i] for i, f in total.factors.items())

    def _mend(self, position: int, weights: Sequence[float]) -> list[int]:
        """Change the one number that mends this relation and breaks least; returns what that
        touched."""
        missing = -self._worth(position)
        best, change, least = -1, 0, math.inf
        for i, factor in self._sides[position].sum.factors.items():
            step = self._step(i, factor, missing)
            if step:
                cost = self._cost(i, step, weights)
                if cost < least:
                    best, change, least = i, step, cost
        if best < 0:
            return []
        self._numbers[best] += change
        for user in self._users.get(best, ()):
            self._work_out(user)
        return self._touching[best]

    def _step(self, i: int, factor: int, missing: int) -> int:
        """The change of a number that brings what is missing, as far as it may go."""
        step = -(-missing // abs(factor)) * (1 if factor > 0 else -1)
        number = self._numbers[i]
        return min(max(number + step, self._problem.low[i]), self._problem.high[i]) - number

    def _cost(self, i: int, step: int, weights: Sequence[float]) -> float:
        """How much worse all becomes, and a little for going far."""
        cost = 0.05 * abs(step) / (abs(self._numbers[i]) + 1)
        for position in self._touching[i]:
            side = self._sides[position]
            if side.when is None or side.when(self._numbers):
                before = self._worth(position)
                after = before + side.sum.factors[i] * step
                worse = max(-after, 0) - max(-before, 0)
                cost += weights[position] * worse / side.size
        return cost


class _Side:
    """A sum that must be at least zero, where ``when`` says so."""

    __slots__ = ("size", "sum", "when")

    def __init__(self, total: _Sum, when: Callable[[Sequence[float]], bool] | None) -> None:
        self.sum = total
        self.when = when
        self.size = max(map(abs, total.factors.values()), default=1)


def _merged(known: _Sum, other: _Sum, times: int) -> _Sum:
    factors = dict(known.factors)
    for i, factor in other.factors.items():
        value = factors.get(i, 0) + times * factor
        if value:
            factors[i] = value
        else:
            factors.pop(i, None)
    return _Sum(factors, known.constant + times * other.constant)
