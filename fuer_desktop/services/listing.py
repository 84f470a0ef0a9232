"""Plans and indicators as rows, for people's workbooks and for comparing readings of a text."""

from __future__ import annotations

from collections.abc import Iterator

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.expressions import written
from fuer_desktop.domain.indicators import Indicator
from fuer_desktop.domain.numbers import plain
from fuer_desktop.domain.plans import Each, Goal, Plan, Scope, Sense, Target, TargetKind

GOAL_FIELDS = ("plan", "place", "group", "domain", "item", "text", "measurable")
TARGET_FIELDS = (
    "plan", "place", "group", "domain", "where", "item", "sentence", "indicator",
    "indicator_code", "unit", "comparator", "value", "value2", "change_basis", "reference",
    "base_year", "year", "maintain", "scope", "attribute", "note",
)  # fmt: skip
INDICATOR_FIELDS = (
    "code", "name", "aliases", "unit", "decimals", "direction", "numerator", "denominator",
    "multiplier", "definition", "breakdowns", "form", "period", "source", "getting",
    "responsible", "cooperating", "evidence",
)  # fmt: skip

SEPARATOR = "；"
"""Between several things in one field; names hold 、 themselves."""

_YES_NO = {True: "yes", False: "no"}
_CHANGES = {Sense.INCREASE: "change_ge", Sense.DECREASE: "change_le"}
_NAMED_SCOPES = (Each.TOWNSHIP, Each.COUNTY, Each.SCHOOL)


def goal_rows(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """Every goal in the shape of GOAL_FIELDS."""
    return (_goal_row(plan, goal) for plan in catalogue.plans for goal in plan.goals)


def _goal_row(plan: Plan, goal: Goal) -> tuple[str, ...]:
    measurable = _YES_NO[goal.measurable]
    return (*_head(plan), goal.domain, goal.item, goal.text, measurable)


def _head(plan: Plan) -> tuple[str, str, str]:
    return plan.code, plan.text, plan.audience.value


def target_rows(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """Every target in the shape of TARGET_FIELDS."""
    return (_target_row(plan, target) for plan in catalogue.plans for target in plan.targets)


def _target_row(plan: Plan, target: Target) -> tuple[str, ...]:
    return (
        *_head(plan),
        target.domain,
        target.stands_in.value,
        target.item,
        target.sentence,
        target.wording,
        target.indicator,
        target.unit,
        comparator_of(target),
        target.value,
        target.value2,
        target.change_basis.value if target.change_basis else "",
        target.reference_words,
        str(target.base_year or ""),
        "annual" if target.annual else str(target.year),
        _YES_NO[target.maintain],
        scope_of(target),
        target.attribute or "none",
        target.note,
    )


def comparator_of(target: Target) -> str:
    """How the value is held against the demand, in one word for all kinds of target."""
    if target.comparator:
        return target.comparator.value
    if target.kind in (TargetKind.CHANGE, TargetKind.YEARLY_CHANGE):
        return _CHANGES[target.sense or Sense.INCREASE]
    return target.sense.value if target.sense else target.kind.value


def scope_of(target: Target) -> str:
    """Whom the target binds: a scope's own word, or ``other:`` with the text's."""
    if target.scope_words:
        return f"other: {target.scope_words}"
    if target.scope is Scope.EACH and target.each in _NAMED_SCOPES:
        return f"each-{target.each.value}"
    return target.scope.value


def indicator_rows(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """Every indicator in the shape of INDICATOR_FIELDS."""
    return (_indicator_row(catalogue, indicator) for indicator in catalogue.indicators)


def _indicator_row(catalogue: Catalogue, indicator: Indicator) -> tuple[str, ...]:
    return (
        indicator.code,
        indicator.name,
        SEPARATOR.join(indicator.aliases),
        indicator.unit,
        str(indicator.decimals),
        indicator.direction.value,
        written(indicator.numerator),
        written(indicator.denominator) if indicator.denominator else "",
        plain(indicator.multiplier),
        indicator.definition,
        SEPARATOR.join(indicator.breakdowns),
        SEPARATOR.join(form.code for form in catalogue.forms_of(indicator)),
        indicator.period.value,
        indicator.source,
        indicator.getting.value,
        indicator.responsible,
        SEPARATOR.join(indicator.cooperating),
        indicator.evidence,
    )
