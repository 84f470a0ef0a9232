"""Units of measure: those that definitions may use, so that a misspelt one is told, and which of
them convert into one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.texts import measures as texts

RATES = ("%", "‰", "1/万", "1/10万", "男=1", "女=100", "普高=1")
COUNTS = (
    "人", "千人", "万人", "人次", "万人次", "例", "名", "个", "万个", "家", "所", "座", "户",
    "万户", "件", "项", "份", "张", "次",
)  # fmt: skip
AMOUNTS = (
    "岁", "年", "天", "小时", "时", "课时", "元", "千元", "万元", "亿元", "平方米", "万平方米",
    "亩", "万亩", "公顷", "千公顷", "立方米", "万立方米",
)  # fmt: skip

MEASURES = (*RATES, *COUNTS, *AMOUNTS)

_MU = Fraction(2000, 3)
"""Square metres of a 亩: fifteen of them are a hectare."""

_FAMILIES: tuple[dict[str, int | Fraction], ...] = (
    {"人": 1, "千人": 1000, "万人": 10_000},
    {"人次": 1, "万人次": 10_000},
    {"户": 1, "万户": 10_000},
    {"个": 1, "万个": 10_000},
    {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 100_000_000},
    {
        "平方米": 1, "万平方米": 10_000, "亩": _MU, "万亩": _MU * 10_000, "公顷": 10_000,
        "千公顷": 10_000_000,
    },
    {"立方米": 1, "万立方米": 10_000},
)  # fmt: skip
"""Units of one kind, each with its size in the smallest."""

_DECIMALS = {"千人": 1, "千元": 1}
_USUAL_DECIMALS = 2


def converts(unit: str, other: str) -> bool:
    """Whether figures in one unit can be told in the other."""
    return any(unit in family and other in family for family in _FAMILIES)


def others(units: Iterable[str]) -> tuple[str, ...]:
    """The units into which one of these converts."""
    have = set(units)
    return tuple(
        name
        for family in _FAMILIES
        for name in family
        if any(unit != name and unit in family for unit in have)
    )


def factor(unit: str, other: str) -> Fraction:
    """By what a figure in ``unit`` is multiplied to be told in ``other``, exactly.

    Raises DefinitionError with the units into which ``unit`` does convert.
    """
    for family in _FAMILIES:
        if unit in family and other in family:
            return Fraction(family[unit]) / Fraction(family[other])
    known = [name for family in _FAMILIES if unit in family for name in family if name != unit]
    template = texts.CONVERTS_ONLY if known else texts.CONVERTS_NOT
    raise DefinitionError([template.format(unit=unit, other=other, known="、".join(known))])


def mistaken_for(unit: str) -> Iterator[tuple[str, Fraction]]:
    """Units that differ from ``unit`` by zeros only, as 元 from 万元; each with what a figure in it
    is multiplied by to be told in ``unit``."""
    for family in _FAMILIES:
        for other in family if unit in family else ():
            times = factor(other, unit)
            if max(times.numerator, times.denominator) in _POWERS and times not in _ONE_DIGIT:
                yield other, times


_ONE_DIGIT = (1, 10, Fraction(1, 10))
_POWERS = frozenset(10**power for power in range(9))
"""Powers of ten; a single one is rather a zero too many."""


def converted(number: Decimal, unit: str, other: str) -> Fraction:
    """A figure in ``unit`` as one in ``other``, not rounded; raises as ``factor``."""
    return Fraction(number) * factor(unit, other)


def usual_decimals(unit: str) -> int:
    """Decimals of figures that were converted into a larger unit (practice.md section 3)."""
    return _DECIMALS.get(unit, _USUAL_DECIMALS)
