"""Relations between figures: what a rule says must hold, as a tree that can only compute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fuer_desktop.domain.expressions import Expression, Ref, refs
from fuer_desktop.texts import rules as texts

CONTRARY = {"=": "≠", "≠": "=", "≥": "<", "≤": ">", ">": "≤", "<": "≥"}
"""What holds where the other does not: lists of what is wrong are read the other way round."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison; a chain ``1≥2≥3`` is two of them."""

    left: Expression
    sign: str
    right: Expression

    @property
    def refs(self) -> Iterator[Ref]:
        """The figures it names, in the order they are written."""
        yield from refs(self.left)
        yield from refs(self.right)

    @property
    def turned(self) -> Comparison:
        """The same, told from the other side: 1 ≤ 2 for 2 ≥ 1."""
        return Comparison(self.right, _TURNED.get(self.sign, self.sign), self.left)


_TURNED = {"≥": "≤", "≤": "≥", ">": "<", "<": ">"}


class Demand(StrEnum):
    """What may be asked of cells besides comparing their figures."""

    FILLED = "filled"  # each holds a number
    TOGETHER = "together"  # all hold a number, or none does
    NOT_TOGETHER = "not_together"  # at most one holds a number

    @property
    def word(self) -> str:
        """How a rule says it."""
        return texts.DEMAND_WORDS[self.value]


@dataclass(frozen=True, slots=True)
class Presence:
    """A demand on whether cells hold numbers."""

    demand: Demand
    cells: tuple[Ref, ...]

    @property
    def refs(self) -> Iterator[Ref]:
        """The cells it names."""
        yield from self.cells


Relation = Comparison | Presence


@dataclass(frozen=True, slots=True)
class Condition:
    """When a rule is judged at all: in one of the alternatives everything holds. ``negated``
    turns it round: the exceptions of printed lists (…时此关系不成立)."""

    alternatives: tuple[tuple[Comparison, ...], ...]
    negated: bool = False

    @property
    def refs(self) -> Iterator[Ref]:
        """The figures it names."""
        for comparisons in self.alternatives:
            for comparison in comparisons:
                yield from comparison.refs


def holds(sign: str, left: Decimal, right: Decimal) -> bool:
    """Plain comparison of two numbers."""
    return _HOLDS[sign](left, right)


_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda a, b: a == b,
    "≠": lambda a, b: a != b,
    "≥": lambda a, b: a >= b,
    "≤": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}

STRICT = frozenset({"≠", ">", "<"})
"""Signs that never fire where figures on both sides are zero (practice.md 4.2); against a number
in the rule itself, as in 05 ≠ 0, they do."""


def is_kept(comparison: Comparison, left: Decimal, right: Decimal, tolerance: Decimal) -> bool:
    """Whether a rule's comparison is kept, within ``tolerance`` in the unit of its sides."""
    if comparison.sign in STRICT and not left and not right and are_figures(comparison):
        return True
    if not tolerance or comparison.sign in STRICT:
        return holds(comparison.sign, left, right)
    if comparison.sign == "=":
        return abs(left - right) <= tolerance
    slack = tolerance if comparison.sign == "≥" else -tolerance
    return holds(comparison.sign, left + slack, right)


def are_figures(comparison: Comparison) -> bool:
    """Whether both sides name figures, and neither is only a number of the rule's own."""
    return all(any(refs(side)) for side in (comparison.left, comparison.right))
