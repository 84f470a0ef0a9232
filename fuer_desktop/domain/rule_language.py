"""The language of rules, as 填报说明 prints relations. It can only compute.

::

    rule       = [["如果"] condition ("则" | "时,")] body ["±" number] ["(" condition "时不审)"]
    body       = chain ("且" chain)* | names ("必填" | "同填" | "不同填")
    condition  = chain ("且" chain)* ("或" chain ("且" chain)*)*
    chain      = sum (sign sum)+                        1≥2≥3
    sum        = term (("+" | "-") term)*               a range: 02+…+09
    term       = factor (("*" | "/") factor)*
    factor     = number ["%"] | name | "(" sum ")"
    name       = [form "."] [table ["."]] (code | title | "{" element "}") ["(" lines ")"] ["@上年"]

Rows are named by code or by title; 栏1 or 列1 names a column, and then the rule is checked in
every row. ``03(1,2) = 04 + 05`` is checked in two columns only; names with different columns are
pinned to them. A title that several rows have is the one under a row left of the sign. Full-width
signs read as half-width ones. Every name is resolved to what outlives its code; what is not known
is refused with its place and the nearest that is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import (
    MAX_DEPTH,
    PLAIN_NUMBER,
    Expression,
    Number,
    Operation,
    Ref,
    leaning,
)
from fuer_desktop.domain.numbers import MAX_DIGITS
from fuer_desktop.domain.relations import Comparison, Condition, Demand, Presence, Relation
from fuer_desktop.domain.rule_names import LINES_JOINED, NameReader
from fuer_desktop.domain.rule_text import cut
from fuer_desktop.domain.rules import Over, RuleText
from fuer_desktop.domain.vocabulary import Vocabulary, folded
from fuer_desktop.texts import rules as texts

SIGN = re.compile(
    r"(?:应当?|必须)?(>=|=>|<=|=<|!=|<>|==|[=≠≥≤<>]"
    r"|大于或?等于|小于或?等于|不小于|不少于|不低于|不大于|不超过|不高于|不等于|等于|大于|小于)"
)
SPELLINGS = {
    ">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤", "!=": "≠", "<>": "≠", "==": "=",
    "大于等于": "≥", "大于或等于": "≥", "不小于": "≥", "不少于": "≥", "不低于": "≥",
    "小于等于": "≤", "小于或等于": "≤", "不大于": "≤", "不超过": "≤", "不高于": "≤",
    "等于": "=", "不等于": "≠", "大于": ">", "小于": "<",
}  # fmt: skip
_IF = re.compile(r"如果|若(?!干)")
_WHEN = re.compile(r"时(?:,则?|则)(?!\s*此)")
_THEN = re.compile(r"(?:时?,)?(?:则|那么)|时?,")
_AND, _OR = re.compile(r"并且|而且|且"), re.compile(r"或者?")
_EXCEPT = re.compile(r"\(")
_EXCEPT_END = re.compile(r"(?:时|的)?,?(?:此(?:逻辑)?关系不成立|不审|除外)\)")
_TOLERANCE = re.compile(r"±\s*([0-9]+(?:\.[0-9]+)?)")
_ELLIPSIS = re.compile(r"\+\s*(?:…+|\.{3,})\s*\+")
_OVER_COLUMNS = re.compile(r"(?<![一-龥(,、])第?[栏列]\s*[0-9A-Za-z甲乙丙]")
_DEMANDS = {re.compile(demand.word): demand for demand in Demand}
_DEMANDED = re.compile("|".join(demand.word for demand in Demand))


def is_bare(number: Decimal) -> bool:
    """Whether a number is written like a code: without a point."""
    return number == number.to_integral_value() and number.as_tuple().exponent == 0


SCALES = frozenset({"100", "1000", "10000", "100000"})
"""Numbers that rules multiply by; where a code is written the same, it must be said which."""


def parse_rule(text: str, vocabulary: Vocabulary) -> RuleText:
    """Read the text of one rule; raises DefinitionError with the place of the mistake.

    Names that no row has are tried as columns, so that 合计=男+女 needs no prefix.
    """
    if vocabulary.over is Over.COLUMNS:
        return _Reader(text, vocabulary).rule()
    columns = vocabulary.over_columns
    tried = [columns, vocabulary] if _OVER_COLUMNS.search(folded(text)) else [vocabulary, columns]
    try:
        return _Reader(text, tried[0]).rule()
    except DefinitionError as error:
        try:
            return _Reader(text, tried[1]).rule()
        except DefinitionError:
            raise error from None


class _Reader(NameReader):
    """Recursive descent over one text."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        super().__init__(text, vocabulary)
        self._depth = 0

    # --- the parts of a rule ------------------------------------------------------------

    def rule(self) -> RuleText:
        """rule = [["如果"] condition ("则" | "时,")] body ["±" number] [exception]"""
        condition = None
        if self._eat(_IF):
            condition = self._condition()
            self._expect(_THEN, texts.THEN)
        elif _WHEN.search(self._plain):
            condition = self._condition()
            self._expect(_WHEN, texts.THEN)
        relations = self._body()
        tolerance = self._tolerance()
        if condition is None and self._eat(_EXCEPT):
            condition = replace(self._condition(), negated=True)
            self._expect(_EXCEPT_END, texts.EXCEPT)
        if self._rest():
            self._refuse()
        read = RuleText(relations, self._names.over, condition=condition, tolerance=tolerance)
        return _settled(read, self._text, self._elements)

    def _tolerance(self) -> Decimal:
        self._skip()
        start = self._at
        found = self._eat(_TOLERANCE)
        return self._literal(found.lstrip("± "), start) if found else Decimal(0)

    def _body(self) -> tuple[Relation, ...]:
        start, terms = self._at, self._terms
        named = self._named_cells() if _DEMANDED.search(self._plain) else ()
        for pattern, demand in _DEMANDS.items():
            if named and self._eat(pattern):
                return (Presence(demand, named),)
        self._at, self._terms = start, terms
        return self._all_of()

    def _named_cells(self) -> tuple[Ref, ...]:
        """Names joined by 、 as far as there are any."""
        found: list[Ref] = []
        while (ref := self._name()) is not None:
            found.append(ref)
            if not self._eat(_LIST):
                break
        return tuple(found)

    def _condition(self) -> Condition:
        alternatives = [self._all_of()]
        while self._eat(_OR):
            alternatives.append(self._all_of())
        return Condition(tuple(alternatives))

    def _all_of(self) -> tuple[Comparison, ...]:
        found = self._chain()
        while self._eat(_AND):
            found += self._chain()
        return found

    def _chain(self) -> tuple[Comparison, ...]:
        self._skip()
        start = self._at
        self._heads.clear()
        sides, signs = [self._sum()], []
        while sign := self._eat(SIGN):
            spelled = sign.removeprefix("应当").removeprefix("应").removeprefix("必须")
            signs.append(SPELLINGS.get(spelled, spelled))
            if isinstance(head := sides[-1], Ref):
                self._heads.add(replace(head, line="", last_year=False))
            sides.append(self._sum())
        if not signs:
            if not self._rest():
                raise self._problem(texts.NO_SIGN, start)
            self._refuse()
        chain = tuple(map(Comparison, sides, signs, sides[1:]))
        if not all(any(part.refs) for part in chain):
            raise self._problem(texts.NO_NAMES, start)
        return chain

    # --- arithmetic ---------------------------------------------------------------------

    def _sum(self) -> Expression:
        self._skip()
        start = self._at
        total = self._term()
        while True:
            self._skip()
            at = self._at
            if self._eat(_ELLIPSIS):
                total = self._range(total, at)
            elif sign := self._eat(_PLUS_MINUS):
                self._refuse_bare(total, start)
                self._skip()
                start = self._at
                part = self._term()
                self._refuse_bare(part, start)
                total = Operation(sign, total, part)
            else:
                return total

    def _refuse_bare(self, part: Expression, start: int) -> None:
        """02 + 98: figures are added to figures, so this is a code that is missing."""
        if isinstance(part, Number) and is_bare(part.value):
            raise self._problem(texts.BARE_IN_SUM, start, found=f"{part.value:f}")

    def _range(self, total: Expression, start: int) -> Expression:
        """02+…+09: every row between the two, in the order of the form."""
        first = total.right if isinstance(total, Operation) else total
        last = self._name()
        if last is None:
            self._refuse()
        if not isinstance(first, Ref) or last != replace(first, name=last.name):
            raise self._problem(texts.RANGE_BACKWARDS, start)
        known = self._codes_of(first)
        begin, end = known.index(first.name), known.index(last.name)
        if begin >= end:
            raise self._problem(texts.RANGE_BACKWARDS, start)
        for name in known[begin + 1 : end + 1]:
            self._count(start)
            total = Operation("+", total, replace(first, name=name))
        return total

    def _codes_of(self, ref: Ref) -> list[str]:
        """What the rows (columns) beside a named one are known by, in the order of the form."""
        table = self._names.table_of(ref)
        if self._names.over is Over.COLUMNS:
            return [column.code for column in table.columns]
        return [row.identity for row in table.coded_rows.values()]

    def _term(self) -> Expression:
        product = self._factor()
        while sign := self._eat(_TIMES_OVER):
            self._refuse_doubtful()
            product = Operation(_TIMES.get(sign, sign), product, self._factor())
            self._refuse_doubtful()
        return product

    def _refuse_doubtful(self) -> None:
        if self._bare in SCALES:
            raise self._problem(texts.NUMBER_OR_CODE, self._bare_at, found=self._bare)

    def _factor(self) -> Expression:
        if self._eat(_OPEN):
            return self._bracket()
        ref = self._name()
        if ref is not None:
            return ref
        start = self._at
        number = self._eat(PLAIN_NUMBER)
        if number is None or self._continues(self._at):
            self._at = start
            self._refuse()
        self._count(start)
        self._bare = ""
        value = self._literal(number, start)
        return Number(value / 100, in_percent=True) if self._eat(_PERCENT) else Number(value)

    def _literal(self, digits: str, start: int) -> Decimal:
        """A number as long as a figure can be; longer ones would be no statistics."""
        written = digits.rstrip("0") if "." in digits else digits
        if len(written.replace(".", "")) > MAX_DIGITS:
            raise self._problem(texts.NUMBER_TOO_LONG, start, limit=MAX_DIGITS)
        return Decimal(digits)

    def _bracket(self) -> Expression:
        start = self._at - 1
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._problem(texts.TOO_DEEP, start, limit=MAX_DEPTH)
        inside = self._sum()
        if self._eat(_CLOSE) is None:
            if self._rest() and not _GOES_ON.match(self._plain, self._at):
                self._refuse()
            raise self._problem(texts.NOT_CLOSED, start)
        self._depth -= 1
        self._bare = ""
        return inside

    def _expect(self, pattern: re.Pattern[str], what: str) -> None:
        if self._eat(pattern) is None:
            if not self._rest():
                raise self._problem(texts.EXPECTED_AT_END, found=what)
            self._refuse()


_LIST, _OPEN, _CLOSE = re.compile("、"), re.compile(r"\("), re.compile(r"\)")
_GOES_ON = re.compile(rf"{SIGN.pattern}|[;,、]")
_PLUS_MINUS, _TIMES_OVER = re.compile(r"[+\-](?!\s*…)"), re.compile(r"[*/×÷]")
_TIMES = {"×": "*", "÷": "/"}
_PERCENT = re.compile("%")


# --- lines in brackets -------------------------------------------------------------------


def _settled(read: RuleText, text: str, elements: Iterable[Ref]) -> RuleText:
    """What brackets behind names mean for the whole rule: a restriction, or cells pinned.

    ``elements`` are names that say their cell themselves and restrict nothing.
    """
    refs = [ref for relation in read.relations for ref in relation.refs]
    lines = [ref.line for ref in refs]
    said = {line for line in lines if line}
    # A side between two signs is in two comparisons: the first name may be there twice.
    only_first = lines[0] and not any(ref.line for ref in refs if ref != refs[0])
    only_first = only_first and replace(refs[0], last_year=False) not in elements
    if len(said) == 1 and (only_first or all(lines)):
        [line] = said
        read = replace(read, only=frozenset(line.split(LINES_JOINED)))
        read = renamed(read, _without(line))
    if any(LINES_JOINED in ref.line for ref in read.refs):
        raise DefinitionError([texts.LINES_DIFFER.format(text=cut(text))])
    return read


def _without(line: str) -> Callable[[Ref], Ref]:
    return lambda ref: replace(ref, line="") if ref.line == line else ref


def renamed(read: RuleText, change: Callable[[Ref], Ref]) -> RuleText:
    """The same rule with other names."""
    condition = read.condition
    if condition is not None:
        alternatives = tuple(
            tuple(_comparison(part, change) for part in parts) for parts in condition.alternatives
        )
        condition = replace(condition, alternatives=alternatives)
    relations = tuple(_relation(relation, change) for relation in read.relations)
    return replace(read, relations=relations, condition=condition)


def _relation(relation: Relation, change: Callable[[Ref], Ref]) -> Relation:
    if isinstance(relation, Presence):
        return replace(relation, cells=tuple(map(change, relation.cells)))
    return _comparison(relation, change)


def _comparison(comparison: Comparison, change: Callable[[Ref], Ref]) -> Comparison:
    left, right = _changed(comparison.left, change), _changed(comparison.right, change)
    return replace(comparison, left=left, right=right)


def _changed(expression: Expression, change: Callable[[Ref], Ref]) -> Expression:
    first, steps = leaning(expression)
    changed: Expression = change(first) if isinstance(first, Ref) else first
    for step in steps:
        changed = Operation(step.sign, changed, _changed(step.right, change))
    return changed


def joined(parts: Iterable[RuleText]) -> RuleText:
    """Several texts as one rule: all of them are demanded, in the same lines."""
    first, *rest = parts
    return replace(first, relations=first.relations + tuple(r for p in rest for r in p.relations))
