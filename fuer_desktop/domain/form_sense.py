"""Whether the rules of a form make sense of its rows: parts under a whole, like added to like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from fuer_desktop.domain.choices import chosen
from fuer_desktop.domain.continuity import RowPlace
from fuer_desktop.domain.expressions import Number, Ref, summands
from fuer_desktop.domain.forms import Column, Content, Form, Row
from fuer_desktop.domain.relations import Comparison
from fuer_desktop.domain.rules import Over, RuleText, ValidationRule
from fuer_desktop.texts import definitions as texts


def wrong_parts(form: Form) -> Iterator[tuple[RowPlace, str]]:
    """其中 rows that no relation holds under their whole, or that one holds over it; each with
    what is wrong (definitions.md: 其中 is ≤, itemised rows are =)."""
    kept = {pair for rule in form.rules for pair in _kept_under(rule)}
    for place, row in form.rows.items():
        whole = form.row(RowPlace(place.table, row.part_of)) if row.part_of else None
        if whole is None:
            continue
        pair = (place.table, row.identity, whole.identity)
        if (place.table, whole.identity, row.identity) in kept:
            yield place, texts.PART_OVER_WHOLE.format(row=place.row, whole=row.part_of)
        elif pair not in kept and not row.computed and not row.choices:
            yield place, texts.PART_UNBOUND.format(row=place.row, whole=row.part_of)


def _kept_under(rule: ValidationRule) -> Iterator[tuple[str, str, str]]:
    """Table, part and whole of every comparison that keeps a row, or a sum with it, under one."""
    if rule.off or rule.says.over is not Over.ROWS or rule.says.condition:
        return
    for relation in rule.says.relations:
        if not isinstance(relation, Comparison):
            continue
        for told in (relation, relation.turned):
            whole = told.left
            if told.sign in ("≥", ">", "=") and isinstance(whole, Ref):
                yield from (
                    (whole.table, part.name, whole.name)
                    for part in summands(told.right) or ()
                    if not part.form and not part.last_year and part.table == whole.table
                )


def mixed_units(
    form: Form, rule: ValidationRule, others: Mapping[str, Form]
) -> Iterator[tuple[str, str]]:
    """Two units of measure that an equation of sums adds up or sets equal; neither converts by
    itself into the other, since figures are compared as they were entered."""
    if rule.says.over is not Over.ROWS:
        return
    for relation in rule.says.relations:
        if isinstance(relation, Comparison) and relation.sign == "=":
            left, right = summands(relation.left), summands(relation.right)
            if left and right:
                rows = [row for ref in (*left, *right) if (row := _row_of(ref, form, others))]
                units = list(dict.fromkeys(row.unit for row in rows if row.unit))
                if len(units) > 1:
                    yield units[0], units[1]


def compared_texts(
    form: Form, rule: ValidationRule, others: Mapping[str, Form]
) -> Iterator[Column]:
    """Columns of texts that a comparison names: it could never be judged."""
    condition = rule.says.condition
    named = [ref for r in rule.says.relations if isinstance(r, Comparison) for ref in r.refs]
    for ref in (*named, *(condition.refs if condition else ())):
        asked = others.get(ref.form) if ref.form else form
        table = asked.table_by_code.get(ref.table) if asked else None
        columns = table.column_by_code if table else {}
        for code in _columns_of(ref, rule.says):
            if code in columns and columns[code].content is Content.TEXT:
                yield columns[code]


def misused_choices(form: Form, rule: ValidationRule, others: Mapping[str, Form]) -> Iterator[Row]:
    """Rows of answers whose codes a comparison adds up, or holds against anything but a code of
    theirs or the same answers: nothing would follow from it."""
    condition = rule.says.condition
    within = [part for parts in condition.alternatives for part in parts] if condition else []
    for part in (*rule.says.relations, *within):
        if not isinstance(part, Comparison):
            continue
        named = [row for ref in part.refs for row in _rows_of(ref, rule.says, form, others)]
        answers = [row for row in named if row.choices]
        if answers and not (len(answers) == len(named) and _compares_codes(part, answers)):
            yield answers[0]


def _compares_codes(comparison: Comparison, rows: Sequence[Row]) -> bool:
    sides = (comparison.left, comparison.right)
    codes = [side.value for side in sides if isinstance(side, Number)]
    alike = len({row.choices for row in rows}) == 1
    known = all(chosen(row.choices, code) for row in rows for code in codes)
    plain = all(isinstance(side, Number | Ref) for side in sides)
    return comparison.sign in ("=", "≠") and alike and known and plain


def _rows_of(ref: Ref, says: RuleText, form: Form, others: Mapping[str, Form]) -> Iterator[Row]:
    """The rows that a name is read in, as far as the rule says which."""
    identities = {ref.name}
    if says.over is Over.COLUMNS:
        identities = {ref.line} if ref.line else set(says.only)
    for identity in sorted(identities):
        row = _row_of(replace(ref, name=identity), form, others)
        if row is not None:
            yield row


def _columns_of(ref: Ref, says: RuleText) -> frozenset[str]:
    """The columns that a name is read in, as far as the rule says which."""
    if says.over is Over.COLUMNS:
        return frozenset({ref.name})
    return frozenset({ref.line}) if ref.line else says.only


def _row_of(ref: Ref, form: Form, others: Mapping[str, Form]) -> Row | None:
    asked = others.get(ref.form) if ref.form else form
    table = asked.table_by_code.get(ref.table) if asked else None
    code = table.code_of.get(ref.name) if table else None
    return table.coded_rows[code] if table and code else None
