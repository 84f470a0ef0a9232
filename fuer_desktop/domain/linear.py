"""Expressions as sums of unknowns: what a relation asks of figures that are still to be found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from fuer_desktop.domain.expressions import Expression, Number, Ref, leaning

_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Linear:
    """A constant and unknowns, by their number, times factors."""

    constant: Fraction = Fraction(0)
    factors: Mapping[int, Fraction] = field(default_factory=dict)

    def plus(self, other: Linear, times: Fraction = _ONE) -> Linear:
        """This, and ``times`` the other."""
        factors = dict(self.factors)
        for unknown, factor in other.factors.items():
            factors[unknown] = factors.get(unknown, Fraction(0)) + times * factor
        kept = {unknown: factor for unknown, factor in factors.items() if factor}
        return Linear(self.constant + times * other.constant, kept)

    def scaled(self, times: Fraction) -> Linear:
        """This, ``times``."""
        return Linear().plus(self, times)

    def at(self, values: Mapping[int, Fraction]) -> Fraction:
        """What it is worth where the unknowns are these."""
        return self.constant + sum(
            (factor * values[unknown] for unknown, factor in self.factors.items()), Fraction(0)
        )


UNIT = Linear(_ONE)


@dataclass(frozen=True, slots=True)
class Quotient:
    """One sum over another, the other taken to be above zero."""

    above: Linear
    below: Linear = UNIT

    @property
    def is_plain(self) -> bool:
        """Whether nothing unknown stands below."""
        return not self.below.factors


def quotient(expression: Expression, look: Callable[[Ref], Quotient | None]) -> Quotient | None:
    """An expression as a quotient of two sums; None where it is none, or ``look`` knows no value
    of a name in it."""
    first, steps = leaning(expression)
    result = _leaf(first, look)
    for step in steps:
        right = quotient(step.right, look)
        if result is None or right is None:
            return None
        result = _JOINED[step.sign](result, right)
    return result


def _leaf(part: Number | Ref, look: Callable[[Ref], Quotient | None]) -> Quotient | None:
    if isinstance(part, Ref):
        return look(part)
    return Quotient(Linear(Fraction(part.value)))


def product(left: Linear, right: Linear) -> Linear | None:
    """Two sums multiplied, where one of them is a plain number."""
    if not left.factors:
        return right.scaled(left.constant)
    return None if right.factors else left.scaled(right.constant)


def _added(left: Quotient, right: Quotient, times: Fraction = _ONE) -> Quotient | None:
    if left.below == right.below:
        return Quotient(left.above.plus(right.above, times), left.below)
    a, b = product(left.above, right.below), product(right.above, left.below)
    below = product(left.below, right.below)
    return None if a is None or b is None or below is None else Quotient(a.plus(b, times), below)


def _multiplied(left: Quotient, right: Quotient) -> Quotient | None:
    above, below = product(left.above, right.above), product(left.below, right.below)
    return None if above is None or below is None else Quotient(above, below)


def _divided(left: Quotient, right: Quotient) -> Quotient | None:
    if right.above == Linear():
        return None
    return _multiplied(left, Quotient(right.below, right.above))


_JOINED: dict[str, Callable[[Quotient, Quotient], Quotient | None]] = {
    "+": _added,
    "-": lambda left, right: _added(left, right, -_ONE),
    "*": _multiplied,
    "/": _divided,
}
