"""Invented courses for the indicators of a place, and sizes for what its forms count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.expressions import Ref
from fuer_desktop.domain.forms import Form, Row
from fuer_desktop.domain.indicators import Direction, Indicator, Total, compute
from fuer_desktop.domain.plans import Target, TargetKind
from fuer_desktop.domain.stories import (
    CYCLE,
    USUAL,
    Course,
    Known,
    Story,
    chance,
    start_and_goal,
    usual_start,
)
from fuer_desktop.domain.values import BLANK, CellKey, number

Sizes = Mapping[tuple[str, CellKey], float]
"""How much stands in a cell of a form as a rule, in the row's unit."""

_TARGET_ORDER = {kind: place for place, kind in enumerate(TargetKind)}
_GROSS = "毛"
_SHARES = {"%": 100.0, "‰": 1000.0, "": 1.0}


@dataclass(frozen=True)
class Courses:
    """The course of every indicator of a catalogue. ``base`` is the year in which all begin;
    ``usual`` are sizes seen elsewhere; ``seed`` makes other places differ."""

    catalogue: Catalogue
    seed: str
    base: int
    usual: Sizes

    @cached_property
    def of_indicator(self) -> dict[str, Course]:
        """Courses by the indicator's code, each indicator with a target in turn with the next
        story."""
        found: dict[str, Course] = {}
        for code in self._target:
            self._find(code, found)
        for indicator in self.catalogue.indicators:
            self._find(indicator.code, found)
        return found

    @cached_property
    def vague(self) -> frozenset[str]:
        """Indicators that count something of which nobody said how much: no baseline, no number to
        reach, no place elsewhere. What the forms say of it first is where its course begins."""
        return frozenset(
            indicator.code
            for indicator in self.catalogue.indicators
            if indicator.denominator is None
            and indicator.unit in COUNTED
            and indicator.code not in self._baselines
            and self._usual_value(indicator) is None
            and not (indicator.code in self._target and self._target[indicator.code].value)
        )

    @cached_property
    def _target(self) -> dict[str, Target]:
        """The target that an indicator's course is about: with a number before one without, and
        of those the last."""
        found: dict[str, Target] = {}
        for plan in self.catalogue.plans:
            for target in plan.targets:
                known = found.get(target.indicator)
                if known is None or _weight(target) > _weight(known):
                    found[target.indicator] = target
        return found

    @cached_property
    def _baselines(self) -> dict[str, float]:
        return {
            baseline.indicator: float(baseline.value)
            for plan in self.catalogue.plans
            for baseline in plan.baselines
            if baseline.indicator and baseline.year in (0, plan.base) and _is_number(baseline.value)
        }

    @cached_property
    def _story(self) -> dict[str, Story]:
        return {code: CYCLE[place % len(CYCLE)] for place, code in enumerate(self._target)}

    def _find(self, code: str, found: dict[str, Course]) -> Course:
        if code not in found:
            indicator = self.catalogue.indicator_by_code[code]
            # A reference that leads back here finds this first course, not itself for ever.
            found[code] = self._course(indicator, *self._plain(indicator))
            target = self._target.get(code)
            if target is not None:
                reference = self._find(target.reference, found) if target.reference else None
                known = Known(self._baselines.get(code), self._usual_value(indicator), reference)
                up = indicator.direction is not Direction.DOWN
                found[code] = self._course(indicator, *start_and_goal(target, known, up))
        return found[code]

    def _plain(self, indicator: Indicator) -> tuple[float, float]:
        known = Known(self._baselines.get(indicator.code), self._usual_value(indicator))
        start = usual_start(known, indicator.unit, indicator.code)
        return start, start * (0.95 if indicator.direction is Direction.DOWN else 1.05)

    def _course(self, indicator: Indicator, start: float, goal: float) -> Course:
        gross = _GROSS in indicator.name
        high = float("inf") if gross else _SHARES.get(indicator.unit, float("inf"))
        story = self._story.get(indicator.code, Story.ON_PACE)
        name = f"{self.seed}/{indicator.code}"
        target = self._target.get(indicator.code)
        end = max(target.year, self.base + 2) if target else 0
        return Course(name, self.base, min(start, high), min(goal, high), story, high=high, end=end)

    def _usual_value(self, indicator: Indicator) -> float | None:
        """The indicator as a place elsewhere had it, made a little different."""
        asked = self.catalogue.place_of_element

        def look(element: str) -> Total:
            form, key = asked.get(element, (None, None))
            size = self.usual.get((form.code, key)) if form and key else None
            return Total(BLANK if size is None else number(Decimal(size)))

        value = compute(indicator, look).value
        if not value or value <= 0:
            return None
        return float(value) * (0.97 + 0.06 * chance(self.seed, indicator.code, "usual"))


def _weight(target: Target) -> tuple[bool, int, int]:
    numbered = target.kind not in (TargetKind.DIRECTION, TargetKind.MILESTONE)
    return numbered, target.year, -_TARGET_ORDER[target.kind]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


# --- sizes ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sizing:
    """Works out how much stands in each cell of the forms, where nothing is known from elsewhere:
    from the indicators' first values, from the row it is part of, or from what is counted."""

    catalogue: Catalogue
    usual: Sizes
    courses: Mapping[str, Course]
    vague: frozenset[str]
    known: set[tuple[str, CellKey]] = field(default_factory=set)
    """Cells of which more than the words is known, once ``all`` was asked."""

    @cached_property
    def all(self) -> dict[tuple[str, CellKey], float]:
        """A size for every typed cell of every form."""
        found = dict(self.usual)
        self._by_indicators(found)
        self.known.update(found)
        for form in self.catalogue.forms:
            for key in form.typed_cells:
                found.setdefault((form.code, key), self._guess(form, key, found))
        return found

    def _by_indicators(self, found: dict[tuple[str, CellKey], float]) -> None:
        for indicator in self.catalogue.indicators:
            above, below = self._cell(indicator.numerator), self._cell(indicator.denominator)
            if above is None:
                continue
            course = self.courses[indicator.code]
            value = course.value(course.base) / float(indicator.multiplier)
            if indicator.denominator is None:
                if indicator.code not in self.vague:
                    found.setdefault(above, value)
            elif below is not None and value > 0:
                if above in found:
                    found.setdefault(below, found[above] / value)
                found.setdefault(below, self._by_words(below))
                found.setdefault(above, found[below] * value)

    def _cell(self, expression: object) -> tuple[str, CellKey] | None:
        """Where a single element is asked; nothing for sums of several."""
        if not isinstance(expression, Ref):
            return None
        form, key = self.catalogue.place_of_element.get(expression.name, (None, None))
        return (form.code, key) if form and key else None

    def _guess(self, form: Form, key: CellKey, found: Mapping[tuple[str, CellKey], float]) -> float:
        table = form.table_by_code[key.table]
        row, first = table.coded_rows[key.row], table.columns[0].code
        breakdown = table.column_by_code[key.column].breakdown
        share = SHARES.get(breakdown, 1.0)
        same, at = self.catalogue.place_of_element.get(
            f"{row.same_as}.{breakdown}" if breakdown else row.same_as, (None, None)
        )
        if same and at and (same.code, at) in found:
            return found[same.code, at]
        whole = key._replace(column=first)
        if key.column != first and (form.code, whole) in found:
            return found[form.code, whole] * (share if share < 1 else 1 / len(table.columns))
        part_of = key._replace(row=row.part_of)
        if row.part_of and (form.code, part_of) in found:
            return found[form.code, part_of] * (0.35 + 0.4 * chance(row.identity))
        return self._by_words((form.code, key)) * share

    def _by_words(self, cell: tuple[str, CellKey]) -> float:
        form, key = cell
        row = self.catalogue.form_by_code[form].table_by_code[key.table].coded_rows[key.row]
        return usual_count(row) * (0.7 + 0.6 * chance(row.identity))


SHARES = {"female": 0.48, "male": 0.52, "urban": 0.6, "rural": 0.4}
"""Parts of a whole by breakdown."""

_COUNTS = {"人": 300.0, "人次": 4000.0, "万人": 30.0, "千人": 300.0, "例": 30.0, "名": 60.0,
           "户": 9000.0, "件": 120.0, "次": 60.0, "座": 60.0, "万个": 2.0}  # fmt: skip
COUNTED = frozenset(_COUNTS)
"""Units of measure of things that are many or few by the size of a place."""

_WORDS = (("人口", 60000.0), ("家庭", 20000.0), ("学生", 9000.0), ("在校", 9000.0),
          ("儿童", 8000.0), ("妇女", 15000.0), ("参保", 40000.0), ("职工", 9000.0),
          ("从业", 20000.0), ("居民", 40000.0))  # fmt: skip


def usual_count(row: Row) -> float:
    """What a row counts as a rule, by its unit of measure and its title."""
    if row.unit in ("人", "户", "人次"):
        for word, size in _WORDS:
            if word in row.title:
                return size
    return _COUNTS.get(row.unit, USUAL.get(row.unit, 40.0))


def average(found: Iterable[tuple[tuple[str, CellKey], Decimal]]) -> dict[
    tuple[str, CellKey], float
]:  # fmt: skip
    """Sizes as several units have them."""
    collected: dict[tuple[str, CellKey], list[Decimal]] = {}
    for cell, value in found:
        collected.setdefault(cell, []).append(value)
    return {cell: float(sum(values)) / len(values) for cell, values in collected.items()}
