"""Checking one filled form: which rules it breaks, at which cells, by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from fuer_desktop.domain.expressions import (
    HOLDS,
    Comparison,
    Expression,
    Number,
    Operation,
    Ref,
    evaluate,
    refs,
)
from fuer_desktop.domain.forms import Column, Form, Row, Table, with_derived
from fuer_desktop.domain.numbers import shown
from fuer_desktop.domain.rules import ChangeRule, Over, RelationRule, RuleClass
from fuer_desktop.domain.values import BLANK, LEAST_REASON, CellKey, DataValue, Kind, Values
from fuer_desktop.texts import rules as texts

BLANK_RULE = "BLANK"
"""Code of the rule that every typed cell is filled; it belongs to every form."""

NEGATIVE_RULE = "NEGATIVE"
"""Code of the rule that nothing counted or measured here is below zero, of every form too."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule at one place. Both sides and their difference are in the row's unit."""

    rule: str
    severity: RuleClass
    cells: tuple[CellKey, ...]
    message: str
    left: Decimal | None = None
    right: Decimal | None = None
    reason: str = ""

    @property
    def difference(self) -> Decimal | None:
        """Left minus right, where both sides are numbers."""
        return None if self.left is None or self.right is None else self.left - self.right

    @property
    def explained(self) -> bool:
        """Whether a reason was given that this class of finding accepts."""
        return self.severity is RuleClass.C and len(self.reason.strip()) >= LEAST_REASON

    @property
    def blocks(self) -> bool:
        """Whether the form cannot be handed in while the finding stands."""
        return self.severity in (RuleClass.A, RuleClass.B, RuleClass.C) and not self.explained

    @property
    def state(self) -> str:
        """``open`` or ``explained``."""
        return "explained" if self.explained else "open"


def check(form: Form, values: Values, last_year: Values | None = None) -> list[Finding]:
    """All findings of one form; for many forms or many keystrokes keep a Checker."""
    return Checker(form).check(values, last_year)


class Checker:
    """Checks forms of one definition; where each rule applies is worked out once."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._spots = [spot for rule in form.relations for spot in _spots(form, rule)]

    def check(self, values: Values, last_year: Values | None = None) -> list[Finding]:
        """All findings, blanks first, then the rules in the order of the form.

        ``last_year`` holds the same unit's values a year before, by this form's codes; without
        it comparisons with last year stay silent.
        """
        now = with_derived(self._form, values)
        before = with_derived(self._form, last_year) if last_year is not None else {}
        found = [*_blanks(self._form, values), *_negatives(self._form, values)]
        found += filter(None, (_compare(spot, now, before) for spot in self._spots))
        for change in self._form.changes:
            found += _large_changes(self._form, change, values, before)
        return [_with_reason(finding, values) for finding in found]


def _with_reason(finding: Finding, values: Values) -> Finding:
    """A reason stands at a cell it explains; the fullest of a finding's cells is its reason."""
    reasons = (values.get(cell, BLANK).reason for cell in finding.cells)
    return replace(finding, reason=max(reasons, key=len, default=""))


def _blanks(form: Form, values: Values) -> Iterator[Finding]:
    for key in form.typed_cells:
        if values.get(key, BLANK).kind is Kind.BLANK:
            where = cell_name(form, key)
            yield Finding(BLANK_RULE, RuleClass.A, (key,), texts.BLANK_CELL.format(where=where))


def _negatives(form: Form, values: Values) -> Iterator[Finding]:
    for key in form.typed_cells:
        found = values.get(key, BLANK).number
        if found is not None and found < 0:
            message = texts.NEGATIVE.format(where=cell_name(form, key), value=shown(found))
            yield Finding(NEGATIVE_RULE, RuleClass.A, (key,), message, found, Decimal(0))


def cell_name(form: Form, key: CellKey) -> str:
    """A cell in full words: row with its code and title, column by title."""
    table = form.table_by_code[key.table]
    return texts.CELL.format(
        row=key.row,
        row_title=table.coded_rows[key.row].title,
        column_title=table.column_by_code[key.column].title,
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    """One comparison of a rule in one column (or row), with the cell of each of its names."""

    rule: RelationRule
    comparison: Comparison
    place: _Place
    keys: dict[str, CellKey]


def _spots(form: Form, rule: RelationRule) -> Iterator[_Spot]:
    """Where a rule applies: every line in which all its cells exist."""
    table = form.table_by_code[rule.table]
    for comparison in rule.comparisons:
        names = [ref.name for side in (comparison.left, comparison.right) for ref in refs(side)]
        for line in _lines(table, rule):
            place = _Place(table, rule.over, line)
            if all(table.is_open(*place.parts(name)) for name in names):
                yield _Spot(rule, comparison, place, {name: place.key(name) for name in names})


def _lines(table: Table, rule: RelationRule) -> Iterator[str]:
    """Codes of the columns (or rows) along which a relation is checked."""
    codes = table.column_by_code if rule.over is Over.ROWS else table.coded_rows
    for code in codes:
        if not rule.only or code in rule.only:
            yield code


@dataclass(frozen=True, slots=True)
class _Place:
    """One column (or row) in which a relation is checked."""

    table: Table
    over: Over
    line: str

    def key(self, name: str) -> CellKey:
        """The cell that a name of the relation means here."""
        if self.over is Over.ROWS:
            return CellKey(self.table.code, name, self.line)
        return CellKey(self.table.code, self.line, name)

    def parts(self, name: str) -> tuple[Row, Column]:
        """Row and column of that cell."""
        key = self.key(name)
        return self.table.coded_rows[key.row], self.table.column_by_code[key.column]

    @property
    def prefix(self) -> str:
        """Where this is, for the beginning of a message; nothing if there is only one column."""
        if self.over is Over.COLUMNS:
            row = self.table.coded_rows[self.line]
            return texts.IN_ROW.format(code=row.code, title=row.title)
        if len(self.table.columns) == 1:
            return ""
        return texts.IN_COLUMN.format(title=self.table.column_by_code[self.line].title)

    def name(self, ref: Ref) -> str:
        """A name of the relation in full words."""
        row, column = self.parts(ref.name)
        title = row.title if self.over is Over.ROWS else column.title
        template = texts.ROW if self.over is Over.ROWS else texts.COLUMN
        return (texts.LAST_YEAR if ref.last_year else "") + template.format(
            code=ref.name, title=title
        )


def _compare(spot: _Spot, now: Values, before: Values) -> Finding | None:
    """A finding if the comparison is broken here."""
    keys = spot.keys

    def lookup(ref: Ref) -> DataValue:
        return (before if ref.last_year else now).get(keys[ref.name], BLANK)

    comparison = spot.comparison
    left, right = evaluate(comparison.left, lookup), evaluate(comparison.right, lookup)
    if left is None or right is None or HOLDS[comparison.sign](left, right):
        return None
    return _finding(spot, left, right)


def _finding(spot: _Spot, left: Decimal, right: Decimal) -> Finding:
    rule, comparison, place = spot.rule, spot.comparison, spot.place
    message = texts.RELATION_BROKEN.format(
        where=place.prefix,
        left=_in_words(comparison.left, place),
        should=texts.SHOULD[comparison.sign],
        right=_in_words(comparison.right, place),
        values=texts.VALUES.format(
            left=shown(left), sign=_ACTUAL[left > right, left < right], right=shown(right)
        ),
        difference=_difference(left, right),
        hint=rule.hint or texts.CHECK_THESE,
    )
    names = [*refs(comparison.left), *refs(comparison.right)]
    cells = tuple(dict.fromkeys(spot.keys[ref.name] for ref in names if not ref.last_year))
    return Finding(rule.code, rule.severity, cells, message, left, right)


_ACTUAL = {(True, False): ">", (False, True): "<", (False, False): "="}
"""How two values really stand, by whether the left is greater and whether it is less."""


def _difference(left: Decimal, right: Decimal) -> str:
    if left == right:
        return texts.EQUAL
    return (texts.MORE if left > right else texts.LESS).format(amount=shown(abs(left - right)))


def _in_words(expression: Expression, place: _Place) -> str:
    match expression:
        case Number(value):
            return shown(value)
        case Ref():
            return place.name(expression)
        case Operation(sign, left, right):
            before = _bracketed(left, place, _LOOSER_BEFORE[sign])
            after = _bracketed(right, place, _LOOSER_AFTER[sign])
            return f"{before}{_SIGNS[sign]}{after}"


def _bracketed(part: Expression, place: _Place, looser: str) -> str:
    """A part in words, in brackets where its sign binds looser than the one beside it."""
    words = _in_words(part, place)
    return f"（{words}）" if isinstance(part, Operation) and part.sign in looser else words


_LOOSER_BEFORE = {"+": "", "-": "", "*": "+-", "/": "+-"}
_LOOSER_AFTER = {"+": "", "-": "+-", "*": "+-", "/": "+-*/"}
_SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷"}


def _large_changes(
    form: Form, rule: ChangeRule, values: Values, before: Values
) -> Iterator[Finding]:
    for key in form.typed_cells:
        if key.table != rule.table or (rule.rows and key.row not in rule.rows):
            continue
        now, then = values.get(key, BLANK).number, before.get(key, BLANK).number
        if now is None or then is None or not _is_large(now, then, rule):
            continue
        message = texts.CHANGED.format(
            where=cell_name(form, key),
            now=shown(now),
            before=shown(then),
            way=texts.ROSE if now > then else texts.FELL,
            difference=shown(abs(now - then)),
            share=_share_changed(now, then),
            limit=shown(rule.percent),
            least=LEAST_REASON,
        )
        yield Finding(rule.code, rule.severity, (key,), message, now, then)


def _share_changed(now: Decimal, then: Decimal) -> str:
    if not then:
        return texts.FROM_NOTHING
    return texts.PERCENT.format(percent=shown(abs(now - then) / abs(then) * 100, 1))


def _is_large(now: Decimal, then: Decimal, rule: ChangeRule) -> bool:
    change = abs(now - then)
    return change >= rule.at_least and change * 100 > rule.percent * abs(then)
