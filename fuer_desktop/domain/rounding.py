"""Rounding that still adds up (舍位平衡): sums that held exactly hold in the rounded figures too.

The figures themselves satisfy every sum, each between its two roundings. One after the other,
totals before their parts and the least doubtful part first, each figure is pushed to its plain
rounding as far as the sums and the roundings of the others let it (the simplex method, one figure
being the aim), and stays there. Where the sums are nested or stand in two directions at once, all
figures come out whole; a tangle of sums can leave one between, and then some sum gives way.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

_ZERO, _HALF, _ONE = Fraction(0), Fraction(1, 2), Fraction(1)

MOST_PIVOTS = 20_000
"""Steps in which one tangle of sums has to be settled; beyond them it counts as impossible."""


@dataclass(frozen=True)
class Equality(Generic[Key]):
    """Figures times factors that add up to zero: a total with 1, its parts with −1."""

    terms: Mapping[Key, Fraction]

    @classmethod
    def of(cls, total: Key, parts: Iterable[Key]) -> Equality[Key]:
        """A total and its parts."""
        return cls({total: _ONE} | dict.fromkeys(parts, -_ONE))

    @property
    def total(self) -> Key | None:
        """The figure that stands alone against all others, if one does."""
        for sign in (1, -1):
            alone = [key for key, factor in self.terms.items() if factor * sign > 0]
            if len(alone) == 1:
                return alone[0]
        return None

    def holds(self, figures: Mapping[Key, Fraction]) -> bool:
        """Whether the figures satisfy it."""
        return sum((f * figures[key] for key, f in self.terms.items()), _ZERO) == 0


@dataclass(frozen=True)
class Balanced(Generic[Key]):
    """Rounded figures, and whether every equality that held before holds in them."""

    figures: dict[Key, Decimal]
    is_whole: bool


def half_up(number: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, as statistics publishes it."""
    size = int(abs(number) + _HALF)
    return size if number >= 0 else -size


def plainly_rounded(number: Fraction, decimals: int) -> Decimal:
    """One figure rounded half up, once."""
    return Decimal(half_up(number * 10**decimals)).scaleb(-decimals)


def balanced(
    figures: Mapping[Key, Fraction],
    equalities: Sequence[Equality[Key]],
    decimals: Mapping[Key, int],
) -> Balanced[Key]:
    """The figures rounded to their decimals, so that every equality that holds exactly still does.

    Each figure is at most one unit of its last digit from its plain rounding; of totals and parts
    the totals keep theirs first. Equalities that do not hold exactly are left alone. Where not all
    can hold, those that come later give way, and figures in none that holds are rounded plainly.
    """
    scaled = {key: number * 10 ** decimals[key] for key, number in figures.items()}
    held = [_scaled(e, decimals) for e in equalities if e.holds(figures)]
    whole = {key: half_up(number) for key, number in scaled.items()}
    for group in _groups(held):
        if not all(_is_kept(e, whole) for e in group):
            whole |= _settled(scaled, group)
    rounded = {key: Decimal(number).scaleb(-decimals[key]) for key, number in whole.items()}
    return Balanced(rounded, all(_is_kept(e, whole) for e in held))


def _scaled(equality: Equality[Key], decimals: Mapping[Key, int]) -> Equality[Key]:
    """The same of figures counted in their last digits."""
    return Equality({key: f / 10 ** decimals[key] for key, f in equality.terms.items() if f})


def _is_kept(equality: Equality[Key], whole: Mapping[Key, int]) -> bool:
    return sum((f * whole[key] for key, f in equality.terms.items()), _ZERO) == 0


def _groups(equalities: Sequence[Equality[Key]]) -> list[list[Equality[Key]]]:
    """Equalities that share figures, through others too, in their order."""
    groups: list[tuple[set[Key], list[int]]] = []
    for number, equality in enumerate(equalities):
        keys, members = set(equality.terms), [number]
        apart = []
        for group in groups:
            if group[0].isdisjoint(keys):
                apart.append(group)
            else:
                keys |= group[0]
                members += group[1]
        groups = [*apart, (keys, members)]
    return [[equalities[number] for number in sorted(members)] for _, members in groups]


def _settled(figures: Mapping[Key, Fraction], group: list[Equality[Key]]) -> dict[Key, int]:
    """Whole numbers for one group of equalities."""
    found = _whole(figures, group)
    if found is not None:
        return found
    kept: list[Equality[Key]] = []
    best: dict[Key, int] = {}
    for equality in group:
        found = _whole(figures, [*kept, equality])
        if found is not None:
            kept.append(equality)
            best = found
    return best


def _whole(figures: Mapping[Key, Fraction], group: list[Equality[Key]]) -> dict[Key, int] | None:
    """Whole numbers for which all hold: first of the two nearest, then one away from the plain."""
    order = _order(figures, group)
    for is_near in (True, False):
        table = _Table([figures[key] for key in order], is_near)
        position = {key: number for number, key in enumerate(order)}
        for equality in group:
            table.add({position[key]: f for key, f in equality.terms.items()})
        found = table.whole()
        if found is not None:
            return dict(zip(order, found, strict=True))
    return None


def _order(figures: Mapping[Key, Fraction], group: Sequence[Equality[Key]]) -> list[Key]:
    """Totals before their parts; of the same depth the figure nearest to its rounding first."""
    position = {key: 0 for equality in group for key in equality.terms}
    position = {key: number for number, key in enumerate(position)}
    depth = dict.fromkeys(position, 0)
    for _ in range(len(group)):
        before = dict(depth)
        for equality in group:
            total = equality.total
            if total is not None:
                for part in equality.terms.keys() - {total}:
                    depth[part] = max(depth[part], min(depth[total] + 1, len(group)))
        if depth == before:
            break
    return sorted(
        position,
        key=lambda k: (depth[k], abs(figures[k] - half_up(figures[k])), position[k]),
    )


class _Table:
    """Figures between bounds, some of which (basic ones) are written by the others."""

    def __init__(self, values: list[Fraction], is_near: bool) -> None:
        self._values = list(values)
        self._plain = [half_up(value) for value in values]
        whole = [value.denominator == 1 for value in values]
        if is_near:
            low = [value.numerator // value.denominator for value in values]
            high = [least if w else least + 1 for least, w in zip(low, whole, strict=True)]
        else:
            low = [p if w else p - 1 for p, w in zip(self._plain, whole, strict=True)]
            high = [p if w else p + 1 for p, w in zip(self._plain, whole, strict=True)]
        self._low = [Fraction(bound) for bound in low]
        self._high = [Fraction(bound) for bound in high]
        self._rows: dict[int, dict[int, Fraction]] = {}
        self._left = MOST_PIVOTS

    def add(self, terms: Mapping[int, Fraction]) -> None:
        """Heed one more equality, which the figures satisfy as they are."""
        flat: dict[int, Fraction] = {}
        for key, factor in terms.items():
            _add(flat, self._rows.get(key, {key: _ONE}), factor)
        if flat:  # else it follows from the others
            basic = max(flat)
            times = -1 / flat.pop(basic)
            self._put(basic, {key: factor * times for key, factor in flat.items()})

    def whole(self) -> list[int] | None:
        """Every figure at a whole number, or None where one could not be brought there."""
        for key, plain in enumerate(self._plain):
            if not self._fix(key, plain):
                return None
        return [int(value) for value in self._values]

    def _fix(self, key: int, plain: int) -> bool:
        """Push one figure to its plain rounding, or as near as it goes, and hold it there."""
        self._push(key, Fraction(plain))
        if self._values[key].denominator != 1:
            nearest = self._values[key]
            self._push(key, Fraction(nearest.numerator // nearest.denominator))
        if self._values[key].denominator != 1:
            self._push(key, Fraction(-(-nearest.numerator // nearest.denominator)))
        if self._values[key].denominator != 1:
            return False
        self._low[key] = self._high[key] = self._values[key]
        return True

    def _push(self, key: int, target: Fraction) -> None:
        """Move one figure towards a target as far as it goes."""
        while self._values[key] != target and self._left > 0:
            self._left -= 1
            up = target > self._values[key]
            mover = self._mover(key, up)
            if mover is None:
                return
            moving, way = mover
            self._move(moving, way, key, target)

    def _mover(self, key: int, up: bool) -> tuple[int, int] | None:
        """A free figure whose movement moves this one the wanted way, and which way it has to go;
        the first that can, so that no circle is possible (Bland)."""
        row = self._rows.get(key, {key: _ONE})
        for moving in sorted(row):
            way = 1 if (row[moving] > 0) is up else -1
            if self._room(moving, way) > 0:
                return moving, way
        return None

    def _room(self, key: int, way: int) -> Fraction:
        value = self._values[key]
        return self._high[key] - value if way > 0 else value - self._low[key]

    def _move(self, moving: int, way: int, key: int, target: Fraction) -> None:
        """Move a free figure, and what is written by it, until one reaches its bound or ``key``
        its target; a written figure at its bound changes places with the free one."""
        slope = self._rows.get(key, {key: _ONE})[moving]
        step = min(self._room(moving, way), abs((target - self._values[key]) / slope))
        blocking: int | None = None
        touched = sorted(basic for basic, row in self._rows.items() if moving in row)
        for basic in touched:
            rate = self._rows[basic][moving] * way
            room = self._room(basic, 1 if rate > 0 else -1) / abs(rate)
            if room < step:
                step, blocking = room, basic
        for basic in touched:
            self._values[basic] += self._rows[basic][moving] * way * step
        self._values[moving] += way * step
        if blocking is not None:
            self._swap(blocking, moving)

    def _swap(self, basic: int, free: int) -> None:
        row = self._rows.pop(basic)
        times = 1 / row.pop(free)
        written = {key: -factor * times for key, factor in row.items()}
        written[basic] = times
        self._put(free, written)

    def _put(self, basic: int, row: dict[int, Fraction]) -> None:
        """Write a figure by the free ones, everywhere."""
        for other in self._rows.values():
            factor = other.pop(basic, _ZERO)
            if factor:
                _add(other, row, factor)
        self._rows[basic] = row


def _add(row: dict[int, Fraction], other: Mapping[int, Fraction], times: Fraction) -> None:
    for key, factor in other.items():
        total = row.get(key, _ZERO) + times * factor
        if total:
            row[key] = total
        else:
            row.pop(key, None)
