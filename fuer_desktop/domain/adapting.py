"""A form of the catalogue as one place uses it: without the rows that no plan of the place needs.

A relation that names such a row says nothing there and is left out whole: the rest of a sum would
say something else. Only of parts that a figure is to hold together the rest stays, since what is
not below all of them is not below some: no count is less than nothing. What is left keeps its
codes, as printed forms do (practice.md 2.3: 本地没有的行删去后序号不重排).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from fuer_desktop.domain.expressions import Expression, Ref, added, refs, summands
from fuer_desktop.domain.forms import Column, Form, Row, Table
from fuer_desktop.domain.relations import Comparison, Relation
from fuer_desktop.domain.rules import ChangeRule, Over, RuleText, ValidationRule

LeftOut = Mapping[str, Collection[str]]
"""Data elements that a place does not ask, by form."""


def adapted(forms: Mapping[str, Form], left_out: LeftOut) -> dict[str, Form]:
    """The forms without the rows of these elements, without what is computed from them, without
    columns, headings and tables that are empty then, and without the rules that name what is gone,
    in whichever form they stand."""
    shortened = {code: _without(form, left_out.get(code, ())) for code, form in forms.items()}
    lost = _Lost(forms, shortened)
    return {code: lost.clean(form) for code, form in shortened.items()}


def _without(form: Form, gone: Collection[str]) -> Form:
    if not gone:
        return form
    tables = (_shortened(table, gone) for table in form.tables)
    return replace(form, tables=tuple(table for table in tables if table.coded_rows))


def _shortened(table: Table, gone: Collection[str]) -> Table:
    rows = [row for row in table.rows if not row.element or row.element not in gone]
    rows = _computable(rows)
    codes = {row.code for row in rows}
    if codes == {row.code for row in table.rows}:
        return table
    kept = tuple(_orphaned(row, codes) for row in _with_content(rows))
    columns = _computable([c for c in table.columns if not c.rows or not c.rows.isdisjoint(codes)])
    narrowed = (replace(column, rows=column.rows & codes) for column in columns)
    return replace(table, rows=kept, columns=tuple(narrowed))


Line = TypeVar("Line", Row, Column)


def _computable(lines: list[Line]) -> list[Line]:
    """The rows (columns) without those that are computed from one that is gone."""
    while True:
        codes = {line.code for line in lines}
        left = [line for line in lines if not line.computed or _names(line.computed) <= codes]
        if len(left) == len(lines):
            return left
        lines = left


def _names(expression: Expression) -> set[str]:
    return {ref.name for ref in refs(expression)}


def _orphaned(row: Row, codes: Collection[str]) -> Row:
    return row if not row.part_of or row.part_of in codes else replace(row, part_of="")


def _with_content(rows: list[Row]) -> Iterator[Row]:
    """The rows without headings under which nothing is left."""
    for position, row in enumerate(rows):
        if row.code or _stands_over(row, rows[position + 1 :]):
            yield row


def _stands_over(heading: Row, after: list[Row]) -> bool:
    for row in after:
        if row.code:
            return True
        if row.level <= heading.level:
            return False
    return False


@dataclass(frozen=True, slots=True)
class _Lost:
    """What forms had and have no more; a form that is not known here is not judged."""

    before: Mapping[str, Form]
    now: Mapping[str, Form]

    def clean(self, form: Form) -> Form:
        """The form without rules and successions about what is gone."""
        before = self.before[form.code]
        if form.tables == before.tables and not any(rule.says.forms for rule in form.rules):
            return form
        rules = (self._rule(form, rule) for rule in form.rules)
        changes = (_change(form, rule) for rule in form.changes)
        return replace(
            form,
            rules=tuple(rule for rule in rules if rule is not None),
            changes=tuple(rule for rule in changes if rule is not None),
            notes=tuple(_notes(before, form)),
            succession=tuple(
                s for s in form.succession if s.place is None or form.row(s.place) is not None
            ),
        )

    def _rule(self, form: Form, rule: ValidationRule) -> ValidationRule | None:
        table = form.table_by_code.get(rule.table)
        if table is None:
            return None
        says = rule.says
        left = (self._left_of(form, says, relation) for relation in says.relations)
        kept = tuple(relation for relation in left if relation is not None)
        only = says.only & self._lines(table, says.over)
        condition = says.condition
        if not kept or (says.only and not only):
            return None
        if condition and not all(self._has(form, ref, says.over) for ref in condition.refs):
            return None
        return replace(rule, says=replace(says, relations=kept, only=only))

    def _left_of(self, form: Form, says: RuleText, relation: Relation) -> Relation | None:
        """What still holds of a relation, if anything does."""
        if all(self._has(form, ref, says.over) for ref in relation.refs):
            return relation
        if not isinstance(relation, Comparison):
            return None
        for told in (relation, relation.turned):
            parts = summands(told.right) if told.sign in ("≥", ">") else None
            left = [ref for ref in parts or () if self._has(form, ref, says.over)]
            if left and all(self._has(form, ref, says.over) for ref in refs(told.left)):
                shorter = replace(told, right=added(left))
                return shorter if told is relation else shorter.turned
        return None

    def _has(self, form: Form, ref: Ref, over: Over) -> bool:
        """Whether what a name says is still there."""
        found = self.now.get(ref.form) if ref.form else form
        if found is None:
            return True  # a form of elsewhere: the rule is silent there anyway
        table = found.table_by_code.get(ref.table)
        if table is None:
            return False
        row, column = (ref.name, ref.line) if over is Over.ROWS else (ref.line, ref.name)
        return (not row or row in table.code_of) and (not column or column in table.column_by_code)

    @staticmethod
    def _lines(table: Table, over: Over) -> frozenset[str]:
        return frozenset(table.column_by_code if over is Over.ROWS else table.code_of)


_CLAUSE = re.compile("[^。；]+[。；]?")
_ROW_NAMED = re.compile("(?<![0-9])([0-9]{2,3})(?=行|行?[—至、和][0-9]{2,3}行)")


def _notes(before: Form, now: Form) -> Iterator[str]:
    """The notes without what they say of rows that are gone: a note that begins with such rows
    goes whole, of another the clauses about them."""
    had, has = ({place.row for place in form.rows} for form in (before, now))
    for note in before.notes:
        clauses = _CLAUSE.findall(note)
        named = [set(_ROW_NAMED.findall(clause)) & had for clause in clauses]
        stays = [not rows or not rows.isdisjoint(has) for rows in named]
        if all(stays):
            yield note
        elif stays[0]:
            kept = "".join(clause for clause, stay in zip(clauses, stays, strict=True) if stay)
            yield kept.rstrip("；。") + "。"


def _change(form: Form, rule: ChangeRule) -> ChangeRule | None:
    table = form.table_by_code.get(rule.table)
    rows = rule.rows & table.coded_rows.keys() if table else frozenset()
    if table is None or (rule.rows and not rows):
        return None
    return replace(rule, rows=rows)
