"""What a target demands, in the few words of an office: ≥95%, 以2020年为基数下降20%."""

from __future__ import annotations

from collections.abc import Callable

from fuer_desktop.domain.numbers import with_unit
from fuer_desktop.domain.plans import ChangeBasis, Comparator, Sense, Target, TargetKind
from fuer_desktop.texts import judgement as texts


def demand_words(target: Target) -> str:
    """The demand without its indicator and its year; the same words for the same demand."""
    return _WORDS[target.kind](target)


def _bound(target: Target) -> str:
    sign = texts.COMPARATORS[target.comparator or Comparator.EQ]
    return sign + with_unit(target.value, target.unit)


def _about(target: Target) -> str:
    return texts.ABOUT.format(value=with_unit(target.value, target.unit))


def _direction(target: Target) -> str:
    return texts.SENSES[target.sense or Sense.INCREASE]


def _change(target: Target) -> str:
    """An amount of change: per cent, or points of the indicator's own unit."""
    basis = target.change_basis or ChangeBasis.BASE_PERCENT
    in_points = basis in (ChangeBasis.BASE_POINTS, ChangeBasis.YEARLY_POINTS)
    amount = f"{target.value}—{target.value2}" if target.value2 else target.value
    points = texts.POINTS.get(target.unit, target.unit)
    return texts.CHANGES[basis].format(
        base=texts.BASE_YEAR.format(year=target.base_year) if target.base_year else texts.BASE,
        sense=_direction(target),
        amount=amount + (points if in_points else "%"),
    )


def _reference(target: Target) -> str:
    template = texts.REFERENCES[target.comparator or Comparator.REF_GE]
    return template.format(words=target.reference_words)


_WORDS: dict[TargetKind, Callable[[Target], str]] = {
    TargetKind.BOUND: _bound,
    TargetKind.ABOUT: _about,
    TargetKind.RATIO: lambda target: target.value,
    TargetKind.DIRECTION: _direction,
    TargetKind.SLOW_DOWN: lambda _: texts.SLOWED,
    TargetKind.KEEP: lambda _: texts.KEPT,
    TargetKind.BALANCE: lambda _: texts.BALANCED,
    TargetKind.CHANGE: _change,
    TargetKind.YEARLY_CHANGE: _change,
    TargetKind.REFERENCE: _reference,
    TargetKind.MILESTONE: lambda _: texts.DONE,
}
