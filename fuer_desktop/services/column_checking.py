"""Checking one form of ten thousand units at once: which rule is broken at which of them.

The rules are those of ``domain.checking``, over columns instead of single cells. What is broken
is then worded by the walk over that one form, so that a finding reads the same whichever way it
was found; where a column's numbers do not fit, that walk decides too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from fuer_desktop.domain.checking import (
    LAST_YEAR,
    NOW,
    Changed,
    Check,
    Checker,
    CopiedText,
    Filled,
    Finding,
    NotNegative,
    Related,
)
from fuer_desktop.domain.expressions import QUOTIENT_DECIMALS, Blanks
from fuer_desktop.domain.forms import DerivedCell, Form, with_derived
from fuer_desktop.domain.numbers import from_scaled, to_scaled
from fuer_desktop.domain.relations import STRICT, Comparison, Demand, Presence, are_figures
from fuer_desktop.domain.spots import BoundComparison, BoundCondition, Cell, Side, Source, Spot
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, Values
from fuer_desktop.services.columns import (
    KIND_CODES,
    KINDS,
    CellColumn,
    Fraction,
    TooLargeError,
    computed,
    difference,
    joined,
    largest,
    product,
    rounded,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Whole = NDArray[np.int64]

Columns = Mapping[CellKey, CellColumn]
ScaledCell = tuple[str, str, str, str, int | None]
"""table, row, column, kind, scaled number: a cell as the store has it."""


def columns_of(form: Form, forms: Sequence[Iterable[ScaledCell]]) -> dict[CellKey, CellColumn]:
    """The typed cells of many filled forms of one definition; cells it does not have are left
    out, and a cell without a row is 未填."""
    import numpy as np

    places = {tuple(key): place for place, key in enumerate(form.typed_cells)}
    kinds = np.full((len(forms), len(places)), KIND_CODES[Kind.BLANK], np.uint8)
    scaled = np.zeros((len(forms), len(places)), np.int64)
    codes = {kind.value: code for kind, code in KIND_CODES.items()}
    for number, rows in enumerate(forms):
        known = [row for row in rows if row[:3] in places]
        at = [places[row[:3]] for row in known]
        kinds[number, at] = [codes[row[3]] for row in known]
        scaled[number, at] = [row[4] or 0 for row in known]
    return {
        key: CellColumn(kinds[:, place], scaled[:, place], decimals)
        for place, (key, decimals) in enumerate(form.typed_cells.items())
    }


FormFigures = tuple[Values, Values, Mapping[Source, Values]]
"""One unit's figures of a form: this year's, last year's, and those of other forms."""

FEW = 16
"""Up to so many forms each is walked. Chosen, not found by measuring: on FE-WJ01 with every cell 0
the walk was the quicker one at 16 forms (36 against 82 ms) and at 512 (0.8 against 1.3 s)."""


def check_many(checker: Checker, forms: Sequence[FormFigures]) -> list[list[Finding]]:
    """The findings of each of many filled forms, as ``Checker.check`` has them."""
    if len(forms) > FEW and checker.form.has_numbers_only:
        with suppress(OverflowError):  # a derived figure of another form need not fit 64 bits
            return _laid_out(checker, forms).findings()
    return [checker.check(now, before or None, beside) for now, before, beside in forms]


def _laid_out(checker: Checker, forms: Sequence[FormFigures]) -> ColumnCheck:
    form = checker.form
    sources = {source for _, _, beside in forms for source in beside}
    return ColumnCheck(
        checker,
        columns_of(form, [_scaled(form, now) for now, _, _ in forms]),
        columns_of(form, [_scaled(form, before) for _, before, _ in forms]),
        {source: _beside(checker.others[source.form], source, forms) for source in sources},
    )


def _beside(form: Form, source: Source, forms: Sequence[FormFigures]) -> dict[CellKey, CellColumn]:
    """Another form's figures; what is derived there was computed already and is a cell like any."""
    cells = dict.fromkeys(key for _, _, beside in forms for key in beside.get(source, {}))
    columns = {}
    for key in cells:
        table = form.table_by_code[key.table]
        decimals = table.decimals(table.coded_rows[key.row], table.column_by_code[key.column])
        values = [beside.get(source, {}).get(key, BLANK) for _, _, beside in forms]
        columns[key] = _column(values, decimals)
    return columns


def _column(values: Sequence[DataValue], decimals: int) -> CellColumn:
    import numpy as np

    kinds = [KIND_CODES[value.kind] for value in values]
    scaled = [0 if v.number is None else to_scaled(v.number, decimals) for v in values]
    return CellColumn(np.array(kinds, np.uint8), np.array(scaled, np.int64), decimals)


def _scaled(form: Form, values: Values) -> list[ScaledCell]:
    decimals = form.typed_cells
    return [
        (*key, value.kind.value,
         None if value.number is None else to_scaled(value.number, decimals[key]))
        for key, value in values.items()
        if key in decimals
    ]  # fmt: skip


class ColumnCheck:
    """Many filled forms of one definition, this year and the year before."""

    def __init__(
        self, checker: Checker, now: Columns, last_year: Columns, beside: Mapping[Source, Columns]
    ) -> None:
        self._checker = checker
        self._length = len(next(iter(now.values())).kinds)
        self._given = {**beside, NOW: now, LAST_YEAR: last_year}
        self._columns = {source: dict(columns) for source, columns in self._given.items()}
        self._unheld: set[Cell] = set()
        for source in (NOW, LAST_YEAR) if last_year else (NOW,):
            self._derive(source)

    def broken(self) -> Iterator[tuple[int, list[int]]]:
        """Positions of the checks that are broken, each with the positions of the forms."""
        import numpy as np

        for position, check in enumerate(self._checker.checks):
            try:
                mask = self._mask(check)
            except TooLargeError:
                forms = [f for f in range(self._length) if check.finding(self._figures(f))]
            else:
                forms = [] if mask is None else [int(found) for found in np.flatnonzero(mask)]
            if forms:
                yield position, forms

    def findings(self) -> list[list[Finding]]:
        """All findings of each form, in the order of ``Checker.check``."""
        found: dict[int, list[int]] = {}
        for position, forms in self.broken():
            for form in forms:
                found.setdefault(form, []).append(position)
        return [self._worded(form, found.get(form, [])) for form in range(self._length)]

    def _worded(self, form: int, positions: list[int]) -> list[Finding]:
        if not positions:
            return []
        figures = self._figures(form)
        worded = (self._checker.checks[position].finding(figures) for position in positions)
        return [finding for finding in worded if finding is not None]

    def _figures(self, form: int) -> dict[Source, Values]:
        """One form's figures, for the walk over it; derived cells by the same walk."""
        found: dict[Source, Values] = {
            source: {key: _value(column, form) for key, column in columns.items()}
            for source, columns in self._given.items()
        }
        for source in (NOW, LAST_YEAR):
            found[source] = with_derived(self._checker.form, found[source])
        return found

    # --- one check ----------------------------------------------------------------------

    def _mask(self, check: Check) -> Mask | None:
        """In which forms a check is broken; None where in none."""
        match check:
            case Filled(_, key):
                return self._columns[NOW][key].has(Kind.BLANK)
            case NotNegative(_, key):
                return self._columns[NOW][key].scaled < 0
            case Changed():
                return self._changed(check)
            case Related(spot):
                return self._related(spot)
            case CopiedText():
                return None  # a form with texts is walked, since columns hold none

    def _changed(self, check: Changed) -> Mask | None:
        import numpy as np

        now, then = self._cell(Cell(NOW, check.key)), self._cell(Cell(LAST_YEAR, check.key))
        if then is None or now is None:
            return None
        both = now.has(Kind.NUMBER) & then.has(Kind.NUMBER)
        change = np.abs(now.scaled - then.scaled)
        least = _ceiling(check.rule.at_least, now.decimals)
        part, whole = (check.rule.percent / 100).as_integer_ratio()
        limit = product(np.abs(then.scaled), np.full(1, part, np.int64))
        large: Mask = product(change, np.full(1, whole, np.int64)) > limit
        few: Mask = change < least
        return both & large & ~few

    def _related(self, spot: Spot) -> Mask | None:
        if spot.compared is not None:
            mask = self._compared(spot.compared, spot.rule.says.tolerance)
        else:
            mask = self._absent(spot)
        if mask is None or spot.condition is None:
            return mask
        met = self._met(spot.condition)
        return None if met is None else mask & met

    def _compared(self, bound: BoundComparison, tolerance: Decimal) -> Mask | None:
        """Where a comparison can be judged and is broken."""
        sides = self._sides(bound)
        if sides is None:
            return None
        left, right = sides
        known = left.valid & right.valid
        return known & ~self._kept(bound.comparison, left, right, tolerance)

    def _sides(self, bound: BoundComparison) -> tuple[Fraction, Fraction] | None:
        left, right = self._side(bound.left), self._side(bound.right)
        return None if left is None or right is None else (left, right)

    @staticmethod
    def _kept(comparison: Comparison, left: Fraction, right: Fraction, tolerance: Decimal) -> Mask:
        sign = comparison.sign
        if sign in STRICT:
            kept = _HOLDS[sign](_told(left, right))
            zero: Mask = (left.top == 0) & (right.top == 0)
            return kept | zero if are_figures(comparison) else kept
        if not tolerance:
            return _HOLDS[sign](_told(left, right))
        least = _told(_shifted(left, tolerance), right) >= 0
        most = _told(_shifted(left, -tolerance), right) <= 0
        return {"=": least & most, "≥": least, "≤": most}[sign]

    def _side(self, side: Side) -> Fraction | None:
        """A side in each form, valid where it can be judged; None where it never can."""
        import numpy as np

        if not side.cells:
            constant = CellColumn(np.zeros(self._length, np.uint8), np.zeros(self._length, int), 0)
            return computed(side.expression, [constant])
        cells = [self._cell(cell) for cell in side.cells]
        present = [cell for cell in cells if cell is not None]
        if len(present) < len(cells):
            present = [self._blank() if cell is None else cell for cell in cells]
        found = computed(side.expression, present)
        return Fraction(found.top, found.bottom, found.valid & _known(present, side.blanks))

    def _met(self, condition: BoundCondition) -> Mask | None:
        """Where a rule is to be judged."""
        import numpy as np

        met = np.zeros(self._length, np.bool_)
        unknown = np.zeros(self._length, np.bool_)
        for parts in condition.alternatives:
            false = np.zeros(self._length, np.bool_)
            doubtful = np.zeros(self._length, np.bool_)
            for part in parts:
                holds, known = self._holds(part)
                false |= known & ~holds
                doubtful |= ~known
            met |= ~false & ~doubtful
            unknown |= ~false & doubtful
        return (~met & ~unknown) if condition.negated else met

    def _holds(self, part: BoundComparison) -> tuple[Mask, Mask]:
        import numpy as np

        sides = self._sides(part)
        if sides is None:
            never = np.zeros(self._length, np.bool_)
            return never, never
        left, right = sides
        return _HOLDS[part.comparison.sign](_told(left, right)), left.valid & right.valid

    def _absent(self, spot: Spot) -> Mask:
        """Where a demand on presence is broken."""
        import numpy as np

        assert isinstance(spot.relation, Presence)
        cells = [self._cell(spot.where[ref]) or self._blank() for ref in spot.relation.cells]
        filled: Whole = np.sum([_is_filled(cell) for cell in cells], axis=0)
        match spot.relation.demand:
            case Demand.FILLED:
                return filled < len(cells)
            case Demand.TOGETHER:
                return (filled > 0) & (filled < len(cells))
            case Demand.NOT_TOGETHER:
                return filled > 1

    # --- cells --------------------------------------------------------------------------

    def _cell(self, cell: Cell) -> CellColumn | None:
        if cell in self._unheld:
            raise TooLargeError
        return self._columns.get(cell.source, {}).get(cell.key)

    def _blank(self) -> CellColumn:
        import numpy as np

        kinds = np.full(self._length, KIND_CODES[Kind.BLANK], np.uint8)
        return CellColumn(kinds, np.zeros(self._length, np.int64), 0)

    def _derive(self, source: Source) -> None:
        """Add the derived cells, rounded as one form's are; remember those that do not fit."""
        for cell in self._checker.form.derived_cells:
            assert isinstance(cell, DerivedCell)  # forms with lists are walked, see check_many
            try:
                self._columns[source][cell.key] = self._derived(cell, source)
            except TooLargeError:
                self._unheld.add(Cell(source, cell.key))

    def _derived(self, cell: DerivedCell, source: Source) -> CellColumn:
        import numpy as np

        needs = [self._cell(Cell(source, key)) or self._blank() for key in cell.needs]
        found = computed(cell.expression, needs)
        known = found.valid & _known(needs, Blanks.SKIP_ANY)
        kinds = np.where(known, KIND_CODES[Kind.NUMBER], KIND_CODES[Kind.BLANK]).astype(np.uint8)
        return CellColumn(kinds, np.where(known, rounded(found, cell.decimals), 0), cell.decimals)


def _is_filled(cell: CellColumn) -> Mask:
    """In which forms something is written there."""
    return cell.has(Kind.NUMBER) | cell.has(Kind.TEXT)


def _known(cells: Sequence[CellColumn], blanks: Blanks) -> Mask:
    """``domain.expressions.is_known`` for many forms."""
    import numpy as np

    number = np.zeros(len(cells[0].kinds), np.bool_)
    blank, unknown = number.copy(), number.copy()
    for cell in cells:
        number |= cell.has(Kind.NUMBER)
        blank |= cell.has(Kind.BLANK)
        unknown |= cell.has(Kind.NO_DATA) | cell.has(Kind.EXEMPT)
    match blanks:
        case Blanks.SKIP_ANY:
            return ~unknown & ~blank & number
        case Blanks.SKIP_ALL:
            return ~unknown & number
        case Blanks.ZERO:
            return ~unknown & (number | blank)


def _told(left: Fraction, right: Fraction) -> Whole:
    """Left minus right; raises TooLargeError where they are nearer than one form's walk tells
    apart, which holds quotients to twelve decimals."""
    import numpy as np

    found = difference(left, right)
    if largest(left.bottom) * largest(right.bottom) < 1 / _TOLD_APART:
        return found
    amount = np.abs(found.astype(float)) / left.bottom.astype(float)
    same_bottom = bool((left.bottom == right.bottom).all())
    distance = amount if same_bottom else amount / right.bottom.astype(float)
    if ((found != 0) & (distance < _TOLD_APART)).any():
        raise TooLargeError
    return found


_TOLD_APART = 10.0 ** (1 - QUOTIENT_DECIMALS)


def _shifted(fraction: Fraction, amount: Decimal) -> Fraction:
    import numpy as np

    top, bottom = amount.as_integer_ratio()
    length = len(fraction.top)
    more = Fraction(
        np.full(length, top, np.int64), np.full(length, bottom, np.int64), fraction.valid
    )
    return joined("+", fraction, more)


def _ceiling(amount: Decimal, decimals: int) -> int:
    """The least whole number of units of the last decimal that is not below an amount."""
    return int(amount.scaleb(decimals).to_integral_value(ROUND_CEILING))


def _value(column: CellColumn, form: int) -> DataValue:
    kind = KINDS[column.kinds[form]]
    if kind is not Kind.NUMBER:
        return BLANK if kind is Kind.BLANK else DataValue(kind)
    return DataValue(kind, from_scaled(int(column.scaled[form]), column.decimals))


_HOLDS: dict[str, Callable[[Whole], Mask]] = {
    "=": lambda found: found == 0,
    "≠": lambda found: found != 0,
    "≥": lambda found: found >= 0,
    "≤": lambda found: found <= 0,
    ">": lambda found: found > 0,
    "<": lambda found: found < 0,
}
"""By left minus right."""
