"""The part of a definition file that describes a plan: goals, targets, baselines, what is left out.

What a target of each kind says stands in ``_KEYS``, so that a key which would not be heeded is a
problem and not a surprise.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from fuer_desktop.domain.plans import (
    Audience,
    Baseline,
    BaselineSign,
    ChangeBasis,
    Comparator,
    Each,
    Goal,
    LeftOut,
    Plan,
    Scope,
    Sense,
    Standing,
    Target,
    TargetKind,
)
from fuer_desktop.formats.section import Section
from fuer_desktop.texts import definitions as texts

Indicators = Mapping[str, str]
"""Codes of the catalogue's indicators, each with its unit of measure."""


def read_plan(root: Section, indicators: Indicators) -> Plan:
    """One file of ``plans/`` over these indicators; problems are noted in the section."""
    head = root.section("plan")
    plan = Plan(
        code=head.text("code"),
        title=head.text("title"),
        place=head.text("place"),
        text=head.text("text"),
        audience=head.choice("audience", Audience),
        document=head.text("document", ""),
        start=head.integer("start"),
        end=head.integer("end"),
        base=head.integer("base"),
        goals=tuple(map(_goal, root.sections("goal"))),
        targets=tuple(_target(section, indicators) for section in root.sections("target")),
        baselines=tuple(_baseline(section, indicators) for section in root.sections("baseline")),
        left_out=tuple(map(_left_out, root.sections("left_out"))),
    )
    head.done()
    root.done()
    spots = [root.spot.below("target", i, "code") for i in range(len(plan.targets))]
    root.refuse_repeated(texts.TARGET, [target.code for target in plan.targets], spots)
    return plan


def _goal(section: Section) -> Goal:
    goal = Goal(
        domain=section.text("domain"),
        item=section.text("item"),
        text=section.text("text"),
        measurable=section.flag("measurable", None),
    )
    section.done()
    return goal


def _left_out(section: Section) -> LeftOut:
    left_out = LeftOut(
        domain=section.text("domain", ""), text=section.text("text"), reason=section.text("reason")
    )
    section.done()
    return left_out


def _baseline(section: Section, indicators: Indicators) -> Baseline:
    baseline = Baseline(
        indicator=section.text("indicator", ""),
        wording=section.text("wording"),
        unit=section.measure(default=""),
        comparator=section.choice("comparator", BaselineSign),
        value=section.text("value"),
        sentence=section.text("sentence"),
        year=section.integer("year", 0),
        note=section.text("note", ""),
    )
    section.done()
    if baseline.indicator:
        section.require(texts.INDICATOR, baseline.indicator, indicators, "indicator")
        _check_measure(section, baseline.unit, indicators.get(baseline.indicator))
    _refuse_no_number(section, "value", baseline.value)
    return baseline


def _target(section: Section, indicators: Indicators) -> Target:
    target = Target(
        code=section.text("code"),
        item=section.text("item", ""),
        domain=section.text("domain", ""),
        indicator=section.text("indicator"),
        wording=section.text("wording"),
        unit=section.measure(default=""),
        sentence=section.text("sentence"),
        kind=section.choice("kind", TargetKind),
        comparator=section.optional("comparator", Comparator),
        sense=section.optional("sense", Sense),
        value=section.text("value", ""),
        value2=section.text("value2", ""),
        change_basis=section.optional("change_basis", ChangeBasis),
        base_year=section.optional_integer("base_year"),
        reference=section.text("reference", ""),
        reference_words=section.text("reference_words", ""),
        tolerance=section.optional_number("tolerance"),
        year=section.integer("year"),
        annual=section.flag("annual", default=False),
        maintain=section.flag("maintain", default=False),
        stands_in=section.choice("stands_in", Standing),
        scope=section.choice("scope", Scope, Scope.WHOLE),
        each=section.optional("each", Each),
        scope_words=section.text("scope_words", ""),
        attribute=section.text("attribute", ""),
        note=section.text("note", ""),
    )
    section.done()
    for key, code in (("indicator", target.indicator), ("reference", target.reference)):
        if code:
            section.require(texts.INDICATOR, code, indicators, key)
    _check_kind(section, target)
    _check_values(section, target)
    # What each unit has to reach is judged on the share of those that did.
    if target.kind in (TargetKind.BOUND, TargetKind.ABOUT) and target.scope is not Scope.EACH:
        _check_measure(section, target.unit, indicators.get(target.indicator))
    _check_scope(section, target)
    return target


_KEYS = {
    TargetKind.BOUND: ("comparator", "value"),
    TargetKind.ABOUT: ("value",),
    TargetKind.RATIO: ("value",),
    TargetKind.DIRECTION: ("sense",),
    TargetKind.CHANGE: ("sense", "value", "change_basis"),
    TargetKind.YEARLY_CHANGE: ("sense", "value", "change_basis"),
    TargetKind.REFERENCE: ("comparator", "reference_words"),
}
"""What a target of each kind has to say; the other kinds say all in their sentence."""

_FURTHER_KEYS = {
    TargetKind.ABOUT: ("tolerance",),
    TargetKind.CHANGE: ("value2", "base_year"),
    TargetKind.YEARLY_CHANGE: ("value2", "base_year"),
    TargetKind.REFERENCE: ("reference", "tolerance"),
}
"""What it may say besides."""

_KEYS_OF_KINDS = tuple(dict.fromkeys(key for keys in (*_KEYS.values(), *_FURTHER_KEYS.values())
                                     for key in keys))  # fmt: skip

_MEANINGS: dict[tuple[TargetKind, str], tuple[StrEnum, ...]] = {
    (TargetKind.BOUND, "comparator"): (
        Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT, Comparator.EQ,
    ),
    (TargetKind.REFERENCE, "comparator"): (Comparator.REF_GE, Comparator.REF_ABOUT),
    (TargetKind.CHANGE, "change_basis"): (ChangeBasis.BASE_PERCENT, ChangeBasis.BASE_POINTS),
    (TargetKind.YEARLY_CHANGE, "change_basis"): (
        ChangeBasis.YEARLY_POINTS, ChangeBasis.YEARLY_MEAN_PERCENT,
    ),
}  # fmt: skip
"""Choices of a key that make sense for one kind only."""


def _check_kind(section: Section, target: Target) -> None:
    needed = _KEYS.get(target.kind, ())
    allowed = (*needed, *_FURTHER_KEYS.get(target.kind, ()))
    kind = section.word("kind", target.kind.value)
    for key in _KEYS_OF_KINDS:
        found, word = getattr(target, key), section.word(key)
        if not found and key in needed:
            section.problem(texts.KIND_NEEDS.format(kind=kind, key=word), key)
        elif found and key not in allowed:
            section.problem(texts.KIND_HAS_NO.format(kind=kind, key=word), key)
        elif found and found not in _MEANINGS.get((target.kind, key), (found,)):
            known = "、".join(section.word(key, item) for item in _MEANINGS[target.kind, key])
            named = {"kind": kind, "key": word, "found": section.word(key, found)}
            section.problem(texts.NOT_OF_KIND.format(known=known, **named), key)


def _check_values(section: Section, target: Target) -> None:
    if target.kind is TargetKind.RATIO:
        parts = target.value.split(":")
        if target.value and (len(parts) != len("ab") or not all(map(_is_number, parts))):
            section.problem(texts.BAD_RATIO.format(value=target.value), "value")
        return
    _refuse_no_number(section, "value", target.value)
    _refuse_no_number(section, "value2", target.value2)


def _check_measure(section: Section, found: str, wanted: str | None) -> None:
    """A number is held against the indicator's values, so both count in the same unit."""
    if wanted is not None and found != wanted:
        section.problem(texts.OTHER_MEASURE.format(found=found, wanted=wanted), "unit")


def _check_scope(section: Section, target: Target) -> None:
    each, part = target.scope is Scope.EACH, target.scope is Scope.PART
    if each and not target.each:
        _scope_problem(section, texts.EACH_NEEDS, "each")
    if each and target.kind not in (TargetKind.BOUND, TargetKind.MILESTONE):
        _scope_problem(section, texts.EACH_ONLY_BOUNDS, "kind")
    if (part or target.each in (Each.VILLAGE, Each.INSTITUTION)) and not target.scope_words:
        _scope_problem(section, texts.WORDS_NEEDED, "scope_words")
    if target.each and not each:
        _scope_problem(section, texts.WORDS_NEEDLESS, "each")
    if target.scope_words and not (each or part):
        _scope_problem(section, texts.WORDS_NEEDLESS, "scope_words")


def _scope_problem(section: Section, template: str, key: str) -> None:
    """Note a problem of a key that goes with the scope, in the words of where it is written."""
    words = {name: section.word(name) for name in ("scope", "each", "scope_words")}
    words |= {f"of_{scope.value}": section.word("scope", scope.value) for scope in Scope}
    words |= {f"kind_{kind.value}": section.word("kind", kind.value) for kind in TargetKind}
    words |= {f"each_{each.value}": section.word("each", each.value) for each in Each}
    section.problem(template.format(key=section.word(key), **words), key)


def _refuse_no_number(section: Section, key: str, value: str) -> None:
    if value and not _is_number(value):
        section.problem(texts.BAD_VALUE.format(value=value), key)


def _is_number(text: str) -> bool:
    whole, _, fraction = text.partition(".")
    return whole.isdecimal() and (not fraction or fraction.isdecimal())
