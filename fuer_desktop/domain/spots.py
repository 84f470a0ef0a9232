"""Where a rule applies: each comparison in each line of a form, with the cells of its names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from fuer_desktop.domain.expressions import (
    Blanks,
    Expression,
    Ref,
    is_known,
    leaning,
    refs,
    settle,
)
from fuer_desktop.domain.forms import Content, Form, Table
from fuer_desktop.domain.printing import table_of
from fuer_desktop.domain.relations import (
    Comparison,
    Condition,
    Demand,
    Presence,
    Relation,
    holds,
    is_kept,
)
from fuer_desktop.domain.rules import Over, ValidationRule
from fuer_desktop.domain.values import BLANK, CellKey, Kind, Values


class Source(NamedTuple):
    """Whose figures: of this form (empty) or another, of this year or the year before."""

    form: str = ""
    last_year: bool = False


class Cell(NamedTuple):
    """A cell with the source of its figures."""

    source: Source
    key: CellKey


Figures = Mapping[Source, Values]
"""Figures with derived cells, by source; a source that is missing has none."""

_NONE: Values = {}
_TEXT = Content.TEXT


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison in one line; ``cells`` in the order of its names."""

    expression: Expression
    cells: tuple[Cell, ...]
    blanks: Blanks
    summed: Source | None = None
    """Where all its figures come from, if it only adds them up."""

    def value(self, figures: Figures) -> Decimal | None:
        """What it is worth, or None while it cannot be judged."""
        if (
            self.summed is not None
            and (total := self._total(figures.get(self.summed, _NONE))) is not None
        ):
            return total
        return self._walked(figures)

    def _total(self, values: Values) -> Decimal | None:
        """The sum, where every cell holds a number: most rules, most of the time (dev.py bench)."""
        total = _NOTHING
        for _, key in self.cells:
            value = values.get(key)
            if value is None or value.number is None:
                return None
            total += value.number
        return total

    def _walked(self, figures: Figures) -> Decimal | None:
        found = [figures.get(source, _NONE).get(key, BLANK) for source, key in self.cells]
        if found and not is_known(found, self.blanks):
            return None
        numbers = iter([value.number or _NOTHING for value in found])
        return settle(self.expression, lambda _: next(numbers))


_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class BoundComparison:
    """A comparison in one line."""

    comparison: Comparison
    left: Side
    right: Side

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell it reads, in the order they are written."""
        return self.left.cells + self.right.cells

    def broken(self, figures: Figures, tolerance: Decimal) -> tuple[Decimal, Decimal] | None:
        """Both sides where it is broken; None where it is kept or cannot be judged."""
        left = self.left.value(figures)
        if left is None:
            return None
        right = self.right.value(figures)
        if right is None or is_kept(self.comparison, left, right, tolerance):
            return None
        return left, right

    def plainly_holds(self, figures: Figures) -> bool | None:
        """As part of a condition: whether it holds, None while it cannot be said."""
        left, right = self.left.value(figures), self.right.value(figures)
        if left is None or right is None:
            return None
        return holds(self.comparison.sign, left, right)


@dataclass(frozen=True, slots=True)
class BoundCondition:
    """A rule's condition in one line."""

    alternatives: tuple[tuple[BoundComparison, ...], ...]
    negated: bool

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell it reads."""
        return tuple(c for parts in self.alternatives for part in parts for c in part.cells)

    def met(self, figures: Figures) -> bool:
        """Whether the rule is to be judged; not while that cannot be said."""
        answers = [self._all(parts, figures) for parts in self.alternatives]
        if True in answers:
            return not self.negated
        return self.negated and None not in answers

    @staticmethod
    def _all(parts: Iterable[BoundComparison], figures: Figures) -> bool | None:
        answers = [part.plainly_holds(figures) for part in parts]
        return False if False in answers else None if None in answers else True


@dataclass(frozen=True, slots=True)
class Line:
    """The column (or row) in which a rule is looked at; no code where all its cells are pinned."""

    table: Table
    over: Over
    code: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One relation of a rule in one line."""

    rule: ValidationRule
    relation: Relation
    line: Line
    where: Mapping[Ref, Cell]
    forms: Mapping[str, Form]
    compared: BoundComparison | None = None
    condition: BoundCondition | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell that its outcome depends on."""
        own = tuple(self.where[ref] for ref in self.relation.refs)
        return own + (self.condition.cells if self.condition else ())

    def look(self, figures: Figures) -> tuple[Decimal | None, Decimal | None] | None:
        """Both sides where the relation is broken here (None, None for a demand on presence);
        nothing where it is kept, cannot be judged or is not to be."""
        if self.condition is not None and not self.condition.met(figures):
            return None
        if self.compared is not None:
            return self.compared.broken(figures, self.rule.says.tolerance)
        return (None, None) if self._absent(figures) else None

    def _absent(self, figures: Figures) -> bool:
        """Whether a demand on presence is broken."""
        assert isinstance(self.relation, Presence)
        cells = [self.where[ref] for ref in self.relation.cells]
        kinds = [figures.get(source, _NONE).get(key, BLANK).kind for source, key in cells]
        filled = sum(kind in (Kind.NUMBER, Kind.TEXT) for kind in kinds)
        match self.relation.demand:
            case Demand.FILLED:
                return filled < len(kinds)
            case Demand.TOGETHER:
                return 0 < filled < len(kinds)
            case Demand.NOT_TOGETHER:
                return filled > 1


def spots(form: Form, rule: ValidationRule, others: Mapping[str, Form]) -> Iterator[Spot]:
    """Where a rule applies: every line in which all its cells exist.

    Relations between rows leave derived columns alone, whose rates do not add up, and texts, those
    between columns the codes of answers, unless the rule names them. A rule that needs a form which
    is not among ``others`` applies nowhere.
    """
    if not rule.says.forms <= others.keys():
        return
    binder = _Binder(form, rule, others)
    for relation in rule.says.relations:
        for line in binder.lines(relation):
            where = binder.bound(relation, line)
            if where is not None:
                yield binder.spot(relation, line, where)


@dataclass(frozen=True, slots=True)
class _Binder:
    """Finds the cells of a rule's names."""

    form: Form
    rule: ValidationRule
    others: Mapping[str, Form]

    def lines(self, relation: Relation) -> list[Line]:
        """The lines to look at: of the first name's table; one where every cell is pinned."""
        named = list(relation.refs)
        home = next((ref for ref in named if not ref.form), named[0])
        table = self._table(home)
        if table is None:
            return []
        says = self.rule.says
        if all(ref.line for ref in named):
            return [Line(table, says.over, "")]
        if says.over is Over.ROWS:
            codes = [
                c.code
                for c in table.columns
                if c.code in says.only or not (says.only or c.computed or c.content is _TEXT)
            ]
        else:
            codes = [
                r.code
                for r in table.coded_rows.values()
                if r.identity in says.only or not (says.only or r.choices)
            ]
        return [Line(table, says.over, code) for code in codes]

    def bound(self, relation: Relation, line: Line) -> dict[Ref, Cell] | None:
        """The cell of each name in this line; nothing where one of them does not exist."""
        condition = self.rule.says.condition
        found = {}
        for ref in (*relation.refs, *(condition.refs if condition else ())):
            cell = self._cell(ref, line)
            if cell is None:
                return None
            found[ref] = cell
        return found

    def spot(self, relation: Relation, line: Line, where: Mapping[Ref, Cell]) -> Spot:
        """The relation with its cells."""
        says = self.rule.says
        compared = self._compared(relation, where) if isinstance(relation, Comparison) else None
        condition = self._condition(says.condition, where) if says.condition else None
        forms = {**self.others, "": self.form}
        return Spot(self.rule, relation, line, where, forms, compared, condition)

    def _compared(self, comparison: Comparison, where: Mapping[Ref, Cell]) -> BoundComparison:
        left = _side(comparison.left, where, self.rule.blank_left)
        return BoundComparison(
            comparison, left, _side(comparison.right, where, self.rule.blank_right)
        )

    def _condition(self, condition: Condition, where: Mapping[Ref, Cell]) -> BoundCondition:
        return BoundCondition(
            tuple(
                tuple(
                    BoundComparison(
                        part,
                        _side(part.left, where, Blanks.SKIP_ANY),
                        _side(part.right, where, Blanks.SKIP_ANY),
                    )
                    for part in parts
                )
                for parts in condition.alternatives
            ),
            condition.negated,
        )

    def _table(self, ref: Ref) -> Table | None:
        form = self.others[ref.form] if ref.form else self.form
        return table_of(form, ref, self.rule.says.over)

    def _cell(self, ref: Ref, line: Line) -> Cell | None:
        table = self._table(ref)
        if table is None:
            return None
        if self.rule.says.over is Over.ROWS:
            row, column = table.code_of[ref.name], ref.line or _same_column(table, line)
        else:
            column = ref.name
            row = table.code_of.get(ref.line, "") if ref.line else _same_row(table, line)
        if row not in table.coded_rows or column not in table.column_by_code:
            return None
        if not table.is_open(table.coded_rows[row], table.column_by_code[column]):
            return None
        return Cell(Source(ref.form, ref.last_year), CellKey(table.code, row, column))


def _same_column(table: Table, line: Line) -> str:
    """The column of a table that goes with a line of another: the same code, or its only one."""
    if line.code in table.column_by_code:
        return line.code
    typed = [column.code for column in table.columns if not column.computed]
    return typed[0] if len(typed) == 1 else ""


def _same_row(table: Table, line: Line) -> str:
    if table is line.table or line.code not in line.table.coded_rows:
        return line.code
    return table.code_of.get(line.table.coded_rows[line.code].identity, "")


def _side(expression: Expression, where: Mapping[Ref, Cell], blanks: Blanks) -> Side:
    cells = tuple(where[ref] for ref in refs(expression))
    sources = {cell.source for cell in cells}
    summed = sources.pop() if len(sources) == 1 and _only_adds(expression) else None
    return Side(expression, cells, blanks, summed)


def _only_adds(expression: Expression) -> bool:
    """Whether it is a name, or names joined by plus."""
    first, steps = leaning(expression)
    return isinstance(first, Ref) and all(
        step.sign == "+" and _only_adds(step.right) for step in steps
    )


def own_cells(spot: Spot) -> Sequence[CellKey]:
    """The form's own cells of this year that a broken relation is about, each once.

    What a person can put right comes first: the typed cells that are named, and those from which
    a derived one is computed; then the derived ones.
    """
    named = (spot.where[ref] for ref in spot.relation.refs)
    own = [cell.key for cell in named if cell.source == Source()]
    behind = spot.forms[""].typed_behind
    typed = (key for cell in own for key in behind.get(cell, (cell,)))
    return list(dict.fromkeys((*typed, *own)))
