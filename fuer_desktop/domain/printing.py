"""Rules as text, with the codes of a form version. What is printed of a relation reads back as the
same rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import MAX_LENGTH, Expression, Number, Ref, refs, spelled
from fuer_desktop.domain.forms import Form, Table
from fuer_desktop.domain.numbers import plain
from fuer_desktop.domain.relations import Comparison, Condition, Presence, Relation
from fuer_desktop.domain.rule_language import SCALES
from fuer_desktop.domain.rules import ChangeRule, Over, RuleText
from fuer_desktop.domain.values import CellKey
from fuer_desktop.domain.vocabulary import Vocabulary
from fuer_desktop.texts import rules as texts


def printed(says: RuleText, form: Form, table: str, others: Mapping[str, Form]) -> str:
    """The rule's text with the codes of these forms; ``table`` is the rule's own.

    Raises DefinitionError where a version does not have what the rule is about.
    """
    text = _Printer(says, form, form.table_by_code[table], others).text()
    return text if len(text) <= MAX_LENGTH else text.replace(" ", "")


def printed_change(rule: ChangeRule, form: Form) -> str:
    """A watch on changes against last year, in the words of 填报说明. For people only: it is no
    relation of the rule language and does not read back."""
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
        lines = self._lines()
        for relation in self.says.relations:
            if isinstance(relation, Presence):
                first, *rest = relation.cells
                cells = "、".join([self._ref(first, lines), *map(self._ref, rest)])
                found.append(f"{cells} {relation.demand.word}")
            elif isinstance(last, Comparison) and last.right == relation.left:
                found[-1] += f" {relation.sign} {self._written(relation.right)}"
            else:
                left = self._written(relation.left, lines)
                if any(refs(relation.left)):
                    lines = ""
                right = self._written(relation.right, lines)
                found.append(f"{left} {relation.sign} {right}")
            lines, last = "", relation
        return found

    def _lines(self) -> str:
        """(1,2): the only columns (rows), in the order of the first name's table."""
        only = self.says.only
        if not only:
            return ""
        first = next(iter(self.says.refs))
        form = self.others.get(first.form) if first.form else self.form
        table = (table_of(form, first, self.says.over) if form else None) or self.home
        if self.says.over is Over.ROWS:
            known = [column.code for column in table.columns if column.code in only]
        else:
            known = [row.code for row in table.coded_rows.values() if row.identity in only]
        return f"({','.join(known)})"

    def _condition(self, condition: Condition) -> str:
        return " 或 ".join(
            " 且 ".join(
                f"{self._written(part.left)} {part.sign} {self._written(part.right)}"
                for part in parts
            )
            for parts in condition.alternatives
        )

    def _written(self, expression: Expression, behind_first: str = "") -> str:
        """An expression, with something behind the first name."""
        waiting = [behind_first]

        def leaf(part: Number | Ref, joined: str) -> str:
            if isinstance(part, Number):
                return self._number(part, in_sum=joined in ("+", "-"))
            return self._ref(part, waiting.pop() if waiting else "")

        return spelled(expression, leaf)

    def _number(self, number: Number, *, in_sum: bool) -> str:
        """A number that cannot be taken for a code: 5.0 in a sum, or where there is a row 5."""
        text = plain(number.written)
        while text in self._names or (in_sum and "." not in text):
            text += "0" if "." in text else ".0"
        return f"{text}%" if number.in_percent else text

    @cached_property
    def _names(self) -> Mapping[str, object]:
        names = Vocabulary(self.form, self.home, self.says.over)
        return names.candidates(self.form, None)

    def _ref(self, ref: Ref, behind: str = "") -> str:
        form = self.others.get(ref.form) if ref.form else self.form
        table = table_of(form, ref, self.says.over) if form else None
        if form is None or table is None:
            name = ref.form or self.form.code
            raise DefinitionError([texts.GONE.format(form=name, name=ref.name)])
        if ref == self._said_by_element:
            return self._element(form, table, ref)
        text = self._code(table, ref.name)
        if ref.form:
            text = f"{ref.form}.表{table.code}.{text}"
        elif table.code != self.home.code:
            text = f"表{table.code}.{text}"
        if ref.line:
            over_rows = self.says.over is Over.ROWS
            text += f"({ref.line if over_rows else table.code_of.get(ref.line, ref.line)})"
        return text + behind + ("@上年" if ref.last_year else "")

    @cached_property
    def _said_by_element(self) -> Ref | None:
        """The first name where it alone is pinned; brackets there would restrict the rule."""
        first, *rest = [ref for relation in self.says.relations for ref in relation.refs]
        return first if first.line and not any(ref.line for ref in rest if ref != first) else None

    def _element(self, form: Form, table: Table, ref: Ref) -> str:
        over_rows = self.says.over is Over.ROWS
        row, column = (ref.name, ref.line) if over_rows else (ref.line, ref.name)
        key = CellKey(table.code, table.code_of.get(row, row), column)
        name = next((name for name, at in form.elements.items() if at == key), None)
        if name is None:
            raise DefinitionError([texts.GONE.format(form=form.code, name=ref.name)])
        return f"{{{name}}}" + ("@上年" if ref.last_year else "")

    def _code(self, table: Table, name: str) -> str:
        if self.says.over is Over.COLUMNS:
            return f"栏{name}"
        code = table.code_of[name]
        return f"行{code}" if code in SCALES else code


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
