"""Rules as text, with the codes of a form version; what is printed reads back as the same rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import Expression, Number, Operation, Ref
from fuer_desktop.domain.forms import Form, Table
from fuer_desktop.domain.numbers import plain
from fuer_desktop.domain.relations import Comparison, Condition, Demand, Presence, Relation
from fuer_desktop.domain.rule_language import SCALES
from fuer_desktop.domain.rules import ChangeRule, Over, RuleText
from fuer_desktop.texts import rules as texts

_DEMANDS = {
    Demand.FILLED: "必填",
    Demand.TOGETHER: "同填",
    Demand.NOT_TOGETHER: "不同填",
}


def printed(says: RuleText, form: Form, table: str, others: Mapping[str, Form]) -> str:
    """The rule's text with the codes of these forms; ``table`` is the rule's own.

    Raises DefinitionError where a version does not have what the rule is about.
    """
    return _Printer(says, form, form.table_by_code[table], others).text()


def printed_change(rule: ChangeRule, form: Form) -> str:
    """A watch on changes against last year, in the words of 填报说明."""
    table = form.table_by_code[rule.table]
    rows = "、".join(code for code in table.coded_rows if code in rule.rows) or texts.ALL_ROWS
    limit, least = plain(rule.percent), plain(rule.at_least)
    return texts.CHANGE_PRINTED.format(rows=rows, limit=limit, least=least)


@dataclass(frozen=True)
class _Printer:
    says: RuleText
    form: Form
    home: Table
    others: Mapping[str, Form]

    def text(self) -> str:
        """Condition, relations, tolerance and exception."""
        says = self.says
        body = " 且 ".join(self._relations())
        condition = says.condition
        if condition and not condition.negated:
            body = f"如果 {self._condition(condition)} 则 {body}"
        if says.tolerance:
            body += f" ±{plain(says.tolerance)}"
        if condition and condition.negated:
            body += f" ({self._condition(condition)}时不审)"
        return body

    def _relations(self) -> list[str]:
        """Each relation, comparisons that share a side as one chain; the lines behind the first
        name."""
        found: list[str] = []
        last: Relation | None = None
        for relation in self.says.relations:
            if isinstance(relation, Presence):
                cells = "、".join(map(self._ref, relation.cells))
                found.append(f"{cells} {_DEMANDS[relation.demand]}")
            elif isinstance(last, Comparison) and last.right == relation.left:
                found[-1] += f" {relation.sign} {self._written(relation.right)}"
            else:
                left, right = self._written(relation.left), self._written(relation.right)
                found.append(f"{left} {relation.sign} {right}")
            last = relation
        if self.says.only:
            first = self._ref(next(iter(self.says.relations[0].refs)))
            found[0] = found[0].replace(first, first + self._lines(), 1)
        return found

    def _lines(self) -> str:
        only = self.says.only
        if self.says.over is Over.ROWS:
            known = [column.code for column in self.home.columns if column.code in only]
        else:
            known = [row.code for row in self.home.coded_rows.values() if row.identity in only]
        return f"({','.join(known)})"

    def _condition(self, condition: Condition) -> str:
        return " 或 ".join(
            " 且 ".join(
                f"{self._written(part.left)} {part.sign} {self._written(part.right)}"
                for part in parts
            )
            for parts in condition.alternatives
        )

    def _written(self, expression: Expression) -> str:
        match expression:
            case Number(value):
                return self._number(value)
            case Ref():
                return self._ref(expression)
            case Operation(sign, left, right):
                before, after = self._written(left), self._written(right)
                if isinstance(left, Operation) and left.sign in _LOOSER_BEFORE[sign]:
                    before = f"({before})"
                if isinstance(right, Operation) and right.sign in _LOOSER_AFTER[sign]:
                    after = f"({after})"
                return f"{before} {sign} {after}"

    def _number(self, value: Decimal) -> str:
        """A number that is no code; 5.0 where there is a row 5."""
        text = plain(value)
        return f"{text}.0" if text in self._codes else text

    @cached_property
    def _codes(self) -> frozenset[str]:
        tables = self.form.tables
        rows = (code for table in tables for code in table.coded_rows)
        return frozenset(rows).union(*(table.column_by_code for table in tables))

    def _ref(self, ref: Ref) -> str:
        form = self.others.get(ref.form) if ref.form else self.form
        table = table_of(form, ref, self.says.over) if form else None
        if form is None or table is None:
            name = ref.form or self.form.code
            raise DefinitionError([texts.GONE.format(form=name, name=ref.name)])
        text = self._code(table, ref.name)
        if ref.form:
            text = f"{ref.form}.表{table.code}.{text}"
        elif table.code != self.home.code:
            text = f"表{table.code}.{text}"
        if ref.line:
            over_rows = self.says.over is Over.ROWS
            text += f"({ref.line if over_rows else table.code_of.get(ref.line, ref.line)})"
        return text + ("@上年" if ref.last_year else "")

    def _code(self, table: Table, name: str) -> str:
        if self.says.over is Over.COLUMNS:
            return f"栏{name}"
        code = table.code_of[name]
        return f"行{code}" if code in SCALES else code


_LOOSER_BEFORE = {"+": "", "-": "", "*": "+-", "/": "+-"}
_LOOSER_AFTER = {"+": "+-", "-": "+-", "*": "+-*/", "/": "+-*/"}


def table_of(form: Form, ref: Ref, over: Over) -> Table | None:
    """The table in which a form has what a reference names: the same as when the rule was
    written, or the one to which it has moved since."""
    own = form.table_by_code.get(ref.table)
    if over is Over.COLUMNS:
        return own if own and ref.name in own.column_by_code else None
    if own and ref.name in own.code_of:
        return own
    moved = [table for table in form.tables if ref.name in table.code_of]
    return moved[0] if len(moved) == 1 else None
