"""One year's forms of a whole place as one system of unknowns and the rules between them."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from fuer_desktop.domain.balancing import BOUNDLESS, Bond, Problem, Wish, balanced, broken
from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.checking import Changed, Checker, Related
from fuer_desktop.domain.expressions import Expression, Ref, refs
from fuer_desktop.domain.forms import DerivedCell, Form, GatheredCell, Gathers, with_derived
from fuer_desktop.domain.indicators import Indicator
from fuer_desktop.domain.linear import Linear, Quotient, product, quotient
from fuer_desktop.domain.numbers import from_scaled
from fuer_desktop.domain.relations import Demand, Presence
from fuer_desktop.domain.spots import BoundCondition, Cell, Side, Spot, spots
from fuer_desktop.domain.stories import chance
from fuer_desktop.domain.tasks import Task
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, Values
from fuer_desktop.services.last_year import LastYear
from fuer_desktop.texts import practice as texts

UnitCell = tuple[str, str, CellKey]
"""Codes of unit and form, and the cell."""

Look = Callable[[Cell], Quotient | None]

AGAIN = 4
"""Times at most that a year is solved again, with rates of rates taken as they came out."""


@dataclass(frozen=True)
class Year:
    """What a year's figures are invented from: the task, the year before, the figures that are
    given, a size for each cell (``known`` are those that are no mere guess), and the wanted value
    of each indicator."""

    task: Task
    catalogue: Catalogue
    before: LastYear
    given: Mapping[UnitCell, DataValue]
    size: Callable[[ReportingUnit, Form, CellKey], float]
    known: Collection[tuple[str, CellKey]]
    wanted: Mapping[str, float]
    seed: str


@dataclass
class System:
    """Builds the system of a year and solves it."""

    year: Year
    problem: Problem = field(default_factory=Problem)
    unknown: dict[UnitCell, int] = field(default_factory=dict)
    other: dict[UnitCell, DataValue] = field(default_factory=dict)
    _taken_as_fixed: bool = False
    """Whether a rule divides by what is unknown on both sides, so that it was taken as it is."""

    def solve(self) -> dict[UnitCell, DataValue]:
        """A value for every typed cell of every unit; given ones are as they were."""
        for unit, form in self._filed():
            self._add_cells(unit, form)
        for indicator in self.year.catalogue.indicators:
            self._add_wishes(indicator)
        self._add_all_rules()
        numbers = balanced(self.problem)
        for _ in range(AGAIN if self._taken_as_fixed else 0):
            self.problem.start = [float(number) for number in numbers]
            self.problem.wishes = []
            self._add_all_rules()
            if not broken(self.problem, numbers):
                break
            numbers = balanced(self.problem)
        decimals = {form.code: form.typed_cells for form in self.year.task.forms}
        found = {
            cell: DataValue(Kind.NUMBER, from_scaled(numbers[i], decimals[cell[1]][cell[2]]))
            for cell, i in self.unknown.items()
        }
        return found | self.other | dict(self.year.given)

    def _filed(self) -> Iterator[tuple[ReportingUnit, Form]]:
        for unit in self.year.task.place.units:
            for form in self.year.task.forms_of(unit):
                yield unit, form

    # unknowns

    def _add_cells(self, unit: ReportingUnit, form: Form) -> None:
        left_empty = {
            cell.key
            for spot in self._spots[form.code]
            if isinstance(spot.relation, Presence) and spot.condition is None
            if spot.relation.demand is Demand.NOT_TOGETHER
            for cell in spot.cells[1:]
        }
        before = self._last_year(unit, form)
        limits = self._limits(form, before)
        for key, decimals in form.typed_cells.items():
            place = (unit.code, form.code, key)
            given = self.year.given.get(place)
            if given is None and key in left_empty:
                given = self.other[place] = DataValue(Kind.NOT_APPLICABLE)
            if given is None and key in form.text_cells:
                given = self.other[place] = self._account(unit, form, key)
            if given is None:
                start = self._start(unit, form, key) * 10**decimals
                low, high = limits.get(key, (0, BOUNDLESS))
                if key in form.choice_cells:
                    start, low, high = self._answer(unit, form, key)
                self.unknown[place] = self.problem.add(start, low, max(low, high))
                if (form.code, key) not in self.year.known:
                    self.problem.vague.add(self.unknown[place])
            elif given.number is not None:
                scaled = int(given.number.scaleb(decimals))
                self.unknown[place] = self.problem.add(scaled, scaled, scaled)

    def _answer(self, unit: ReportingUnit, form: Form, key: CellKey) -> tuple[int, int, int]:
        """One of the answers, and between which codes a rule may choose another: between none
        where some of them are no answers."""
        codes = sorted(choice.code for choice in form.choice_cells[key])
        start = codes[int(len(codes) * chance(self.year.seed, unit.code, form.code, *key))]
        if codes[-1] - codes[0] >= len(codes):
            return start, start, start
        return start, codes[0], codes[-1]

    def _account(self, unit: ReportingUnit, form: Form, key: CellKey) -> DataValue:
        """A text, in every third row; the unit has nothing to do with the others."""
        rows = list(form.table_by_code[key.table].coded_rows)
        offset = int(3 * chance(self.year.seed, unit.code, form.code))
        if (rows.index(key.row) + offset) % 3:
            return DataValue(Kind.NOT_APPLICABLE)
        row, column = (form.table_by_code[key.table].coded_rows[key.row].title,
                       form.table_by_code[key.table].column_by_code[key.column].title)  # fmt: skip
        words = {"row": row, "column": column, "year": self.year.task.period}
        return DataValue(Kind.TEXT, note=texts.ACCOUNT.format(**words))

    def _start(self, unit: ReportingUnit, form: Form, key: CellKey) -> float:
        then = self._last_year(unit, form).get(key, BLANK).number
        if then is None:
            return self.year.size(unit, form, key)
        drift = chance(self.year.seed, unit.code, form.code, *key, self.year.task.period)
        return float(then) * (0.985 + 0.04 * drift)

    def _limits(self, form: Form, before: Values) -> dict[CellKey, tuple[int, int]]:
        """How far each cell may change from last year, in steps of its last decimal."""
        found: dict[CellKey, tuple[int, int]] = {}
        for key, decimals in form.typed_cells.items():
            row = form.table_by_code[key.table].coded_rows[key.row]
            if row.unit == "%":
                found[key] = (0, 100 * 10**decimals)
        for check in self._checkers[form.code].checks:
            then = before.get(check.key, BLANK).number if isinstance(check, Changed) else None
            if isinstance(check, Changed) and then is not None:
                step = Decimal(1).scaleb(-form.typed_cells[check.key])
                by_share = check.rule.percent * abs(then) / 100
                reach = max(by_share, check.rule.at_least - step)
                low, high = found.get(check.key, (0, BOUNDLESS))
                found[check.key] = (
                    max(low, math.ceil((then - reach) / step)),
                    min(high, math.floor((then + reach) / step)),
                )
        return found

    @cached_property
    def _checkers(self) -> dict[str, Checker]:
        task = self.year.task
        return {f.code: Checker(f, task.companions(f), task.period.year) for f in task.forms}

    @cached_property
    def _spots(self) -> dict[str, list[Spot]]:
        return {
            code: [check.spot for check in checker.checks if isinstance(check, Related)]
            for code, checker in self._checkers.items()
        }

    def _last_year(self, unit: ReportingUnit, form: Form) -> Values:
        place = (unit.code, form.code)
        if place not in self._carried:
            self._carried[place] = with_derived(form, self.year.before.of_form(unit, form))
        return self._carried[place]

    @cached_property
    def _carried(self) -> dict[tuple[str, str], Values]:
        return {}

    # rules

    def _add_all_rules(self) -> None:
        self.problem.bonds = []
        for unit, form in self._filed():
            self._add_rules(unit, form)
        for form in self.year.task.forms:
            self._add_office_rules(form)

    def _add_rules(self, unit: ReportingUnit, form: Form) -> None:
        known = {**self.year.task.companions(form), "": form}

        def look(cell: Cell) -> Quotient | None:
            asked = known[cell.source.form]
            if cell.source.last_year:
                return _constant(self._last_year(unit, asked).get(cell.key, BLANK))
            return self._cell((unit,), asked, cell.key)

        for spot in self._spots[form.code]:
            self._add_spot(spot, look, (unit.code, form.code))

    def _add_office_rules(self, form: Form) -> None:
        """Rules about forms of different units, on the figures of all who file them."""
        task = self.year.task
        near, others = task.companions(form), {f.code: f for f in task.forms if f is not form}
        known = {**others, "": form}

        def look(cell: Cell) -> Quotient | None:
            asked = known[cell.source.form]
            units = self.year.task.filers(asked)
            if not cell.source.last_year:
                return self._cell(units, asked, cell.key)
            found = [_constant(self._last_year(u, asked).get(cell.key, BLANK)) for u in units]
            return None if _is_rate(asked, cell.key) and len(units) > 1 else _sum(found)

        for rule in form.rules:
            if not rule.says.forms <= near.keys() and rule.in_force(task.period.year):
                for spot in spots(form, rule, others):
                    self._add_spot(spot, look, ("", form.code))

    def _cell(
        self, units: Sequence[ReportingUnit], form: Form, key: CellKey
    ) -> Quotient | None:  # fmt: skip
        """A cell of these units together."""
        derived = self._derived[form.code].get(key)
        if isinstance(derived, GatheredCell):
            return self._gathered(derived, units, form)
        if derived is not None:
            needs = dict(zip(refs(derived.expression), derived.needs, strict=True))
            return quotient(derived.expression, lambda r: self._cell(units, form, needs[r]))
        if len(units) > 1 and _is_rate(form, key):
            return None
        return _sum([self._typed((unit.code, form.code, key), form) for unit in units])

    def _gathered(
        self, cell: GatheredCell, units: Sequence[ReportingUnit], form: Form
    ) -> Quotient | None:
        """What is gathered from a list; how many members reach something is no sum."""
        if cell.gathers is Gathers.COUNT:
            return Quotient(Linear(Fraction(len(cell.needs) * len(units))))
        if cell.gathers is Gathers.SUM:
            return _sum([self._cell(units, form, need) for need in cell.needs])
        return None

    def _typed(self, place: UnitCell, form: Form) -> Quotient | None:
        if place in self.unknown:
            step = Fraction(1, 10 ** form.typed_cells[place[2]])
            return Quotient(Linear(factors={self.unknown[place]: step}))
        return _constant(self.other.get(place) or self.year.given.get(place, BLANK))

    @cached_property
    def _derived(self) -> dict[str, dict[CellKey, DerivedCell | GatheredCell]]:
        return {
            form.code: {cell.key: cell for cell in form.derived_cells}
            for form in self.year.task.forms
        }

    def _add_spot(self, spot: Spot, look: Look, where: tuple[str, str]) -> None:
        if spot.compared is None:
            return
        compared = spot.compared
        found = self._difference(compared.left, compared.right, look)
        if found is None:
            return
        difference, below = found
        when = None if spot.condition is None else self._when(spot.condition, look)
        name = (*where, spot.rule.code)
        tolerance = below.scaled(Fraction(spot.rule.says.tolerance))
        sign = compared.comparison.sign
        for one in _BOTH if sign == "=" and tolerance != Linear() else (sign,):
            self.problem.bonds.append(_bond(difference, one, tolerance, when, name))

    def _difference(self, left: Side, right: Side, look: Look) -> tuple[Linear, Linear] | None:
        """Left minus right as a sum, times what stands below both; and what stands below both."""
        a, b = _side(left, look), _side(right, look)
        if a is None or b is None:
            return None
        whole = self._crossed(a.above, b.below).plus(self._crossed(b.above, a.below), Fraction(-1))
        return whole, self._crossed(a.below, b.below)

    def _crossed(self, above: Linear, below: Linear) -> Linear:
        found = product(above, below)
        if found is not None:
            return found
        self._taken_as_fixed = True
        start = {i: Fraction(max(round(self.problem.start[i]), 1)) for i in below.factors}
        return above.scaled(below.at(start))

    def _when(
        self, condition: BoundCondition, look: Look
    ) -> Callable[[Sequence[float]], bool]:  # fmt: skip
        alternatives = [
            [(self._difference(p.left, p.right, look), p.comparison.sign) for p in parts]
            for parts in condition.alternatives
        ]

        def met(numbers: Sequence[float]) -> bool:
            found = any(
                all(d is not None and _HOLDS[sign](_worth(d[0], numbers), 0) for d, sign in parts)
                for parts in alternatives
            )
            return found != condition.negated

        return met

    # wishes

    def _add_wishes(self, indicator: Indicator) -> None:
        wanted = self.year.wanted.get(indicator.code)
        asked = self.year.catalogue.place_of_element
        if wanted is None or not all(name in asked for name in indicator.elements):
            return
        forms = {asked[name][0].code for name in indicator.elements}
        form = next(iter(asked[name][0] for name in indicator.elements))
        units = self.year.task.filers(form)
        rate = indicator.denominator is not None or _is_rate(form, asked[_first(indicator)][1])
        apart = rate and len(forms) == 1 and len(units) > 1
        for group in [(unit,) for unit in units] if apart else [None]:
            stray = 0.06 * (chance(self.year.seed, indicator.code, group[0].code) - 0.5) * bool(
                apart
            ) if group else 0.0  # fmt: skip
            self._wish(indicator, wanted * (1 + stray), group)

    def _wish(
        self, indicator: Indicator, value: float, units: tuple[ReportingUnit, ...] | None
    ) -> None:
        def look(ref: Ref) -> Quotient | None:
            form, key = self.year.catalogue.place_of_element[ref.name]
            return self._cell(units or self.year.task.filers(form), form, key)

        above = quotient(indicator.numerator, look)
        below = quotient(indicator.denominator, look) if indicator.denominator else Quotient(_ONE)
        if above is None or below is None or not (above.is_plain and below.is_plain):
            return
        whole = above.above.scaled(Fraction(indicator.multiplier)).plus(
            below.above, -Fraction(value)
        )
        moved = tuple(i for i in above.above.factors if self.problem.is_free(i))
        if moved and set(moved) <= whole.factors.keys():
            factors = {i: float(factor) for i, factor in whole.factors.items()}
            self.problem.wishes.append(Wish(moved, factors, float(whole.constant)))


_ONE = Linear(Fraction(1))
_BOTH = ("≥", "≤")
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "≠": operator.ne,
    "≥": operator.ge,
    "≤": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def _first(indicator: Indicator) -> str:
    return next(iter(indicator.elements))


def _worth(total: Linear, numbers: Sequence[float]) -> float:
    return float(total.constant) + sum(float(f) * numbers[i] for i, f in total.factors.items())


def _constant(value: DataValue) -> Quotient | None:
    if value.number is not None:
        return Quotient(Linear(Fraction(value.number)))
    silent = value.kind in (Kind.NOT_APPLICABLE, Kind.INCLUDED)
    return Quotient(Linear()) if silent else None


def _sum(parts: Sequence[Quotient | None]) -> Quotient | None:
    total = Linear()
    for part in parts:
        if part is None:
            return None
        total = total.plus(part.above)
    return Quotient(total) if parts else None


def _is_rate(form: Form, key: CellKey) -> bool:
    return bool(form.table_by_code[key.table].coded_rows[key.row].typed_rate)


def _side(side: Side, look: Look) -> Quotient | None:
    expression: Expression = side.expression
    cells = dict(zip(refs(expression), side.cells, strict=True))
    return quotient(expression, lambda ref: look(cells[ref]))


def _bond(
    difference: Linear,
    sign: str,
    tolerance: Linear,
    when: Callable[[Sequence[float]], bool] | None,
    name: object,
) -> Bond:
    """A relation in whole numbers: equal to zero, or at least zero."""
    if sign in ("≤", "<"):
        difference = difference.scaled(Fraction(-1))
    if sign in ("≥", "≤"):
        difference = difference.plus(tolerance)
    denominators = [f.denominator for f in difference.factors.values()]
    times = math.lcm(*denominators)
    factors = {i: int(f * times) for i, f in difference.factors.items()}
    shared = math.gcd(*factors.values()) or 1
    factors = {i: f // shared for i, f in factors.items()}
    constant = difference.constant * times / shared
    if sign in (">", "<", "≠"):
        constant = Fraction(math.ceil(constant) - 1)
    return Bond(factors, math.floor(constant), sign == "=", name, when)
