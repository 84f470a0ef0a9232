"""The same number asked of two departments: a rule of its own says that the two have to agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fuer_desktop.domain.expressions import Ref
from fuer_desktop.domain.forms import Form, Row, Table
from fuer_desktop.domain.relations import Comparison
from fuer_desktop.domain.rules import RuleClass, RuleText, ValidationRule
from fuer_desktop.texts import rules as texts


def same_figure_rules(form: Form, others: Mapping[str, Form]) -> Iterator[ValidationRule]:
    """A rule for each row that is declared the same as a row of another form; none where that
    form is not among the others. The office checks them, since different units file the forms
    (practice.md 4.2, 与外部门一致: 核实)."""
    principals = {
        row.element: (other, table, row)
        for code, other in others.items()
        if code != form.code
        for table in other.tables
        for row in table.rows
        if row.element
    }
    for table in form.tables:
        for row in table.rows:
            if row.same_as in principals:
                yield _rule(form, (table, row), principals[row.same_as])


def _rule(form: Form, here: tuple[Table, Row], there: tuple[Form, Table, Row]) -> ValidationRule:
    table, row = here
    other, other_table, principal = there
    relations = tuple(
        Comparison(
            Ref(row.identity, table=table.code, line=column),
            "=",
            Ref(principal.identity, table=other_table.code, line=same, form=other.code),
        )
        for column, same in _same_columns(table, row, other_table, principal)
    )
    return ValidationRule(
        code=f"{form.code}.S{row.code}",
        severity=RuleClass.C,
        table=table.code,
        text=texts.SAME_FIGURE.format(row=row.code, form=other.code, other=principal.code),
        says=RuleText(relations),
        hint=texts.SAME_HINT.format(form=other.title),
    )


def _same_columns(
    table: Table, row: Row, other: Table, principal: Row
) -> Iterator[tuple[str, str]]:
    """The typed columns of both rows that ask the same breakdown."""
    asked = {c.breakdown: c.code for c in other.columns if other.is_typed(principal, c)}
    for column in table.columns:
        if table.is_typed(row, column) and column.breakdown in asked:
            yield column.code, asked[column.breakdown]
