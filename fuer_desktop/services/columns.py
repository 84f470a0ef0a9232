"""Columns of exact numbers: one cell of ten thousand forms at once.

A column is a fraction of whole numbers for each form, so that sums, products and quotients stay
exact; what would not fit 64 bits says so, and is computed form by form instead (checked against
the walk over one form by property tests).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fuer_desktop.domain.expressions import Expression, Number, Ref, leaning
from fuer_desktop.domain.values import Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Mask = NDArray[np.bool_]

LIMIT = 1 << 62
"""Whole numbers stay below it, so that no sum of two overflows 64 bits."""

KINDS = tuple(Kind)
KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}


class TooLargeError(Exception):
    """Whole numbers of a column would not fit 64 bits."""


@dataclass(frozen=True, slots=True)
class CellColumn:
    """One cell of many forms: the code of its kind, and its figure as a whole number of units of
    its last decimal (0 where there is no number)."""

    kinds: NDArray[np.uint8]
    scaled: Whole
    decimals: int

    def has(self, kind: Kind) -> Mask:
        """In which forms the cell is of a kind."""
        found: Mask = self.kinds == KIND_CODES[kind]
        return found


@dataclass(frozen=True, slots=True)
class Fraction:
    """``top / bottom`` in each form; bottoms are above zero where ``valid``."""

    top: Whole
    bottom: Whole
    valid: Mask


def computed(expression: Expression, cells: Sequence[CellColumn]) -> Fraction:
    """What an expression is worth in each form; ``cells`` in the order of its names. Not valid
    where something is divided by zero. Raises TooLargeError."""
    columns = iter(cells)
    return _walk(expression, columns, len(cells[0].kinds))


def _walk(expression: Expression, cells: Any, length: int) -> Fraction:
    first, steps = leaning(expression)
    result = _leaf(first, cells, length)
    for step in steps:
        result = joined(step.sign, result, _walk(step.right, cells, length))
    return result


def _leaf(part: Number | Ref, cells: Any, length: int) -> Fraction:
    import numpy as np

    if isinstance(part, Ref):
        cell: CellColumn = next(cells)
        return _constant_bottom(cell.scaled, 10**cell.decimals)
    top, bottom = _as_fraction(part.value)
    return _constant_bottom(np.full(length, top, np.int64), bottom)


def _as_fraction(value: Decimal) -> tuple[int, int]:
    top, bottom = value.as_integer_ratio()
    if max(abs(top), bottom) >= LIMIT:
        raise TooLargeError
    return top, bottom


def _constant_bottom(top: Whole, bottom: int) -> Fraction:
    import numpy as np

    return Fraction(top, np.full(len(top), bottom, np.int64), np.ones(len(top), np.bool_))


def joined(sign: str, left: Fraction, right: Fraction) -> Fraction:
    """Two fractions added, subtracted, multiplied or divided."""
    valid = left.valid & right.valid
    if sign == "*":
        return Fraction(product(left.top, right.top), product(left.bottom, right.bottom), valid)
    if sign == "/":
        return _quotient(left, right, valid)
    if (left.bottom == right.bottom).all():
        return Fraction(_added(sign, left.top, right.top), left.bottom, valid)
    top = _added(sign, product(left.top, right.bottom), product(right.top, left.bottom))
    return Fraction(top, product(left.bottom, right.bottom), valid)


def _quotient(left: Fraction, right: Fraction, valid: Mask) -> Fraction:
    import numpy as np

    top, bottom = product(left.top, right.bottom), product(left.bottom, right.top)
    turned = bottom < 0  # a bottom stays above zero, so that fractions compare crosswise
    top, bottom = np.where(turned, -top, top), np.where(turned, -bottom, bottom)
    divided = bottom != 0
    return Fraction(top, np.where(divided, bottom, 1), valid & divided)


def product(one: Whole, other: Whole) -> Whole:
    """Whole numbers multiplied; raises TooLargeError."""
    if largest(one) * largest(other) >= LIMIT:
        raise TooLargeError
    return one * other


def _added(sign: str, one: Whole, other: Whole) -> Whole:
    if largest(one) + largest(other) >= LIMIT:
        raise TooLargeError
    return one + other if sign == "+" else one - other


def largest(numbers: Whole) -> int:
    """The largest amount in a column."""
    if not len(numbers):
        return 0
    return max(int(numbers.max()), -int(numbers.min()))


def difference(left: Fraction, right: Fraction) -> Whole:
    """Left minus right, as a whole number of the same sign."""
    if (left.bottom == right.bottom).all():
        return _added("-", left.top, right.top)
    return _added("-", product(left.top, right.bottom), product(right.top, left.bottom))


def rounded(fraction: Fraction, decimals: int) -> Whole:
    """Half up at ``decimals``, as a whole number of units of the last decimal."""
    import numpy as np

    top = product(np.abs(fraction.top), np.full(1, 2 * 10**decimals, np.int64))
    amount = _added("+", top, fraction.bottom) // product(fraction.bottom, np.full(1, 2, np.int64))
    return np.where(fraction.top < 0, -amount, amount)
