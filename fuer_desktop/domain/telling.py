"""A form's figures told in another unit of measure, so that its sums still hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import Expression, Ref, refs
from fuer_desktop.domain.forms import DerivedCell, Form, GatheredCell, Gathers, Row, with_derived
from fuer_desktop.domain.linear import Linear, Quotient, quotient
from fuer_desktop.domain.measures import converts, factor, usual_decimals
from fuer_desktop.domain.relations import Comparison
from fuer_desktop.domain.rounding import Equality, balanced
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.spots import Source, Spot, spots
from fuer_desktop.domain.values import CellKey, Values
from fuer_desktop.texts import measures as texts

_OWN = Source()
_ONE = Fraction(1)


@dataclass(frozen=True)
class Told:
    """Figures in ``unit`` with their decimals, by cell; those that are not here stay as stored.

    ``is_whole`` is False where a sum that held before does not hold in the rounded figures.
    """

    unit: str
    numbers: Mapping[CellKey, Decimal]
    is_whole: bool


def is_told(row: Row, unit: str) -> bool:
    """Whether a row's figures are told in ``unit`` where the form's are."""
    return bool(row.code) and row.unit != unit and converts(row.unit, unit)


def told_in(form: Form, values: Values, unit: str, year: int = 0) -> Told:
    """The figures that convert into ``unit``, rounded so that the form's sums hold where possible.

    ``values`` are the typed ones. ``year`` leaves out rules that are not in force in it. Raises
    DefinitionError where no row converts.
    """
    rows = [row for table in form.tables for row in table.rows if row.code]
    if not any(is_told(row, unit) for row in rows):
        known = "、".join(dict.fromkeys(row.unit for row in rows if row.unit))
        problem = texts.NOTHING_CONVERTS.format(form=form.code, other=unit, known=known)
        raise DefinitionError([problem])
    return _Teller(form, values, unit).told(year)


class _Teller:
    def __init__(self, form: Form, values: Values, unit: str) -> None:
        self._form = form
        self._values = with_derived(form, values)
        self._unit = unit

    def told(self, year: int) -> Told:
        """Every figure that converts."""
        found = balanced(self._exact, list(self._equalities(year)), self._decimals)
        numbers = {key: found.figures[key] for key in found.figures if self._is_told(key)}
        return Told(self._unit, numbers, found.is_whole)

    @cached_property
    def _exact(self) -> dict[CellKey, Fraction]:
        """Every figure, in its unit or the new one, not rounded."""
        return {
            key: Fraction(value.number)
            * (factor(self._row(key).unit, self._unit) if self._is_told(key) else 1)
            for key, value in self._values.items()
            if value.number is not None
        }

    @cached_property
    def _decimals(self) -> dict[CellKey, int]:
        return {key: self._decimals_of(key) for key in self._exact}

    def _decimals_of(self, key: CellKey) -> int:
        table = self._form.table_by_code[key.table]
        row = self._row(key)
        own = table.decimals(row, table.column_by_code[key.column])
        if not self._is_told(key):
            return own
        is_larger = factor(row.unit, self._unit) < 1
        return usual_decimals(self._unit) if is_larger else own

    def _row(self, key: CellKey) -> Row:
        return self._form.table_by_code[key.table].coded_rows[key.row]

    def _is_told(self, key: CellKey) -> bool:
        """Whether the cell's figure is in its row's unit, and that unit converts."""
        if not is_told(self._row(key), self._unit):
            return False
        return key not in self._derived_columns or key in self._sums

    @cached_property
    def _derived_columns(self) -> frozenset[CellKey]:
        """Cells of computed columns: rates of their row, but for those that add up."""
        derived = (cell for cell in self._form.derived_cells if isinstance(cell, DerivedCell))
        return frozenset(cell.key for cell in derived if not cell.over_rows)

    @cached_property
    def _sums(self) -> dict[CellKey, dict[CellKey, Fraction]]:
        """Derived cells that only add up and take away, with what they do to which."""
        found = {}
        for cell in self._form.derived_cells:
            if isinstance(cell, GatheredCell):
                if cell.gathers is Gathers.SUM:
                    found[cell.key] = dict.fromkeys(cell.needs, _ONE)
                continue
            places = dict(zip(refs(cell.expression), cell.needs, strict=True))
            total = _linear_of(cell.expression, places)
            if total is not None and all(abs(times) == 1 for times in total.values()):
                found[cell.key] = total
        return found

    def _equalities(self, year: int) -> Iterator[Equality[CellKey]]:
        """What has to hold: derived sums, then the form's compulsory equalities."""
        for key, parts in self._sums.items():
            negative = {part: -times for part, times in parts.items()}
            yield from self._known({key: _ONE} | negative)
        for rule in self._form.rules:
            if rule.severity is RuleClass.A and rule.in_force(year) and not rule.says.tolerance:
                for spot in spots(self._form, rule, {}):
                    yield from self._of_spot(spot)

    def _of_spot(self, spot: Spot) -> Iterator[Equality[CellKey]]:
        relation = spot.relation
        if not isinstance(relation, Comparison) or relation.sign != "=":
            return
        if any(cell.source != _OWN for cell in spot.cells):
            return
        if spot.condition and not spot.condition.met({_OWN: self._values}):
            return
        places = {ref: cell.key for ref, cell in spot.where.items()}
        left, right = _linear_of(relation.left, places), _linear_of(relation.right, places)
        if left is not None and right is not None:
            yield from self._known(_difference(left, right))

    def _known(self, terms: Mapping[CellKey, Fraction]) -> Iterator[Equality[CellKey]]:
        """The equality over the cells that hold figures; the others are nothing in a sum."""
        kept = {key: times for key, times in terms.items() if times and key in self._exact}
        if len(kept) > 1:
            yield Equality(kept)


def _difference(
    left: Mapping[CellKey, Fraction], right: Mapping[CellKey, Fraction]
) -> dict[CellKey, Fraction]:
    terms = dict(left)
    for key, times in right.items():
        terms[key] = terms.get(key, Fraction(0)) - times
    return terms


def _linear_of(
    expression: Expression, places: Mapping[Ref, CellKey]
) -> dict[CellKey, Fraction] | None:
    """What an expression does to which cells, where it only adds them times factors."""
    keys = list(dict.fromkeys(places.values()))

    def look(ref: Ref) -> Quotient | None:
        key = places.get(ref)
        return None if key is None else Quotient(Linear(Fraction(0), {keys.index(key): _ONE}))

    found = quotient(expression, look)
    if found is None or not found.is_plain or found.above.constant:
        return None
    below = found.below.constant
    return {keys[number]: times / below for number, times in found.above.factors.items()}
