"""The language of rules, as 填报说明 prints relations. It can only compute.

::

    rule       = ["如果" condition "则"] body ["±" number] ["(" condition "时不审)"]
    body       = chain ("且" chain)* | names ("必填" | "同填" | "不同填")
    condition  = chain ("且" chain)* ("或" chain ("且" chain)*)*
    chain      = sum (sign sum)+                        1≥2≥3
    sum        = term (("+" | "-") term)*               a range: 02+…+09
    term       = factor (("*" | "/") factor)*
    factor     = number ["%"] | name | "(" sum ")"
    name       = [form "."] [table ["."]] (code | title | "{" element "}") ["(" lines ")"] ["@上年"]

Rows are named by code or by title; 栏1 or 列1 names a column, and then the rule is checked in
every row. ``03(1,2) = 04 + 05`` is checked in two columns only; names with different columns are
pinned to them. Full-width signs read as half-width ones. Every name is resolved to what outlives
its code; what is not known is refused with its place and the nearest that is known.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NoReturn

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_TERMS,
    PLAIN_NUMBER,
    Expression,
    Number,
    Operation,
    Ref,
)
from fuer_desktop.domain.forms import Form, Table
from fuer_desktop.domain.relations import Comparison, Condition, Demand, Presence, Relation
from fuer_desktop.domain.rules import Over, RuleText
from fuer_desktop.domain.vocabulary import Vocabulary, bare_title, folded, table_names
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
_THEN = re.compile(r"(?:时?,)?则|那么")
_AND, _OR = re.compile(r"并且|而且|且"), re.compile(r"或者?")
_LAST_YEAR = re.compile(r"@上年|\(上年\)")
_OTHER_TABLE = re.compile(r"\(另表\)")
_EXCEPT = re.compile(r"\(")
_EXCEPT_END = re.compile(r"(?:时|的)?,?(?:此(?:逻辑)?关系不成立|不审|除外)\)")
_TOLERANCE = re.compile(r"±\s*([0-9]+(?:\.[0-9]+)?)")
_ELLIPSIS = re.compile(r"\+\s*(?:…+|\.{3,})\s*\+")
_FORM_CODE = re.compile(r"[A-Z]{2,}-[A-Z0-9]+(?=\.)")
_MARKS = {
    Over.ROWS: re.compile(r"行(?=[0-9A-Za-z])|第(?=[0-9A-Za-z.]+行)"),
    Over.COLUMNS: re.compile(r"[栏列](?=[0-9A-Za-z])|第(?=[0-9A-Za-z.]+[栏列])"),
}
_MARKS_AFTER = {
    Over.ROWS: re.compile(r"(?<=[0-9A-Za-z])行"),
    Over.COLUMNS: re.compile(r"(?<=[0-9A-Za-z])[栏列]"),
}
_OVER_COLUMNS = re.compile(r"(?<![一-鿿])第?[栏列]\s*[0-9A-Za-z甲乙丙]")
_BARE = re.compile(r"\d+(?:\.\d+)?")
_QUOTED = re.compile(r"[“\"「]([^“”\"「」]+)[”\"」]")
_ELEMENT = re.compile(r"\{[a-z0-9_.]+\}")
_DEMANDS = {
    re.compile(r"必填"): Demand.FILLED,
    re.compile(r"不同填"): Demand.NOT_TOGETHER,
    re.compile(r"同填"): Demand.TOGETHER,
}
DEMAND_WORDS = "必填|不同填|同填"
_RUN = re.compile(r"[^\s+\-*/()=≠≥≤<>;,、±{}]+")
SCALES = frozenset({"100", "1000", "10000", "100000"})
"""Numbers that rules multiply by; where a code is written the same, it must be said which."""


class UnknownFormError(DefinitionError):
    """A rule is about a form that is not known here, and need not be."""


def parse_rule(text: str, vocabulary: Vocabulary) -> RuleText:
    """Read the text of one rule; raises DefinitionError with the place of the mistake.

    Names that no row has are tried as columns, so that 合计=男+女 needs no prefix.
    """
    if vocabulary.over is Over.ROWS and _OVER_COLUMNS.search(folded(text)):
        return _Reader(text, replace(vocabulary, over=Over.COLUMNS)).rule()
    try:
        return _Reader(text, vocabulary).rule()
    except DefinitionError as error:
        if vocabulary.over is Over.COLUMNS:
            raise
        try:
            return _Reader(text, replace(vocabulary, over=Over.COLUMNS)).rule()
        except DefinitionError:
            raise error from None


class _Reader:
    """Recursive descent over one text; ``at`` counts its characters from 0."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        if len(text) > MAX_LENGTH:
            raise DefinitionError([texts.FORMULA_TOO_LONG.format(limit=MAX_LENGTH)])
        self._text = text
        self._plain = folded(text)
        self._names = vocabulary
        self._at = 0
        self._depth = 0
        self._terms = 0
        self._bare = ""  # the digits of the code just read, where they could be a number too

    # --- the parts of a rule ------------------------------------------------------------

    def rule(self) -> RuleText:
        """rule = ["如果" condition "则"] body ["±" number] [exception]"""
        condition = None
        if self._eat(_IF):
            condition = self._condition()
            self._expect(_THEN, texts.THEN)
        relations = self._body()
        tolerance = self._eat(_TOLERANCE)
        if condition is None and self._eat(_EXCEPT):
            condition = replace(self._condition(), negated=True)
            self._expect(_EXCEPT_END, texts.EXCEPT)
        if self._rest():
            self._refuse()
        read = RuleText(
            relations,
            self._names.over,
            condition=condition,
            tolerance=Decimal(tolerance.lstrip("± ")) if tolerance else Decimal(0),
        )
        return _settled(read, self._text)

    def _body(self) -> tuple[Relation, ...]:
        start = self._at
        named = self._named_cells()
        for pattern, demand in _DEMANDS.items():
            if named and self._eat(pattern):
                return (Presence(demand, named),)
        self._at = start
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
        sides, signs = [self._sum()], []
        while sign := self._eat(SIGN):
            spelled = sign.removeprefix("应当").removeprefix("应").removeprefix("必须")
            signs.append(SPELLINGS.get(spelled, spelled))
            sides.append(self._sum())
        if not signs:
            if not self._rest():
                raise DefinitionError([texts.RELATION_WITHOUT_SIGN.format(text=self._text)])
            self._refuse()
        return tuple(map(Comparison, sides, signs, sides[1:]))

    # --- arithmetic ---------------------------------------------------------------------

    def _sum(self) -> Expression:
        total = self._term()
        while True:
            if isinstance(total, Ref | Operation) and self._eat(_ELLIPSIS):
                total = self._range(total)
            elif sign := self._eat(_PLUS_MINUS):
                total = Operation(sign, total, self._term())
            else:
                return total

    def _range(self, total: Expression) -> Expression:
        """02+…+09: every row between the two, in the order of the form."""
        first = total if isinstance(total, Ref) else total.right  # type: ignore[union-attr]
        last = self._name()
        if not isinstance(first, Ref) or last is None or first.table != last.table:
            self._refuse()
        table = self._table_of(first)
        over_rows = self._names.over is Over.ROWS
        known = [r.identity for r in table.coded_rows.values()] if over_rows else [
            column.code for column in table.columns
        ]  # fmt: skip
        start, end = known.index(first.name), known.index(last.name)
        if start >= end:
            raise self._problem(texts.RANGE_BACKWARDS, found=self._text)
        for name in known[start + 1 : end + 1]:
            self._count()
            total = Operation("+", total, replace(first, name=name))
        return total

    def _term(self) -> Expression:
        product = self._factor()
        while sign := self._eat(_TIMES_OVER):
            self._refuse_doubtful()
            product = Operation(_TIMES.get(sign, sign), product, self._factor())
            self._refuse_doubtful()
        return product

    def _refuse_doubtful(self) -> None:
        if self._bare in SCALES:
            raise self._problem(texts.NUMBER_OR_CODE, found=self._bare)

    def _factor(self) -> Expression:
        if self._eat(_OPEN):
            return self._bracket()
        ref = self._name()
        if ref is not None:
            return ref
        start = self._at
        number = self._eat(PLAIN_NUMBER)
        if number is None or self._continues():
            self._at = start
            self._refuse()
        self._count()
        self._bare = ""
        return Number(Decimal(number) / 100 if self._eat(_PERCENT) else Decimal(number))

    def _bracket(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            deep = texts.FORMULA_TOO_DEEP.format(text=_cut(self._text), limit=MAX_DEPTH)
            raise DefinitionError([deep])
        inside = self._sum()
        self._expect(_CLOSE, "）")
        self._depth -= 1
        self._bare = ""
        return inside

    # --- names --------------------------------------------------------------------------

    def _name(self) -> Ref | None:
        """A name with its table, form, lines and year, or None where none stands here."""
        start = self._at
        form, table = self._qualifiers()
        self._eat(_MARKS[self._names.over])
        found = self._matched(self._names.candidates(form, table), form)
        if found is None:
            if form is not self._names.form or table is not None:
                self._refuse()
            self._at = start
            return None
        self._count()
        self._eat(_MARKS_AFTER[self._names.over])
        return self._with_lines(found)

    def _with_lines(self, ref: Ref) -> Ref:
        """The name with what stands in brackets behind it."""
        known = self._names.lines(ref)
        while True:
            if self._eat(_LAST_YEAR):
                ref = replace(ref, last_year=True)
            elif self._eat(_OTHER_TABLE):
                pass  # the name was looked for there anyway
            elif lines := self._lines(known):
                ref = replace(ref, line=lines)
            else:
                return ref

    def _lines(self, known: Mapping[str, str]) -> str:
        """(1,2) behind a name: the lines, joined; nothing where something else is in brackets."""
        start = self._at
        if not self._eat(_OPEN):
            return ""
        end = self._plain.find(")", self._at)
        inside = self._plain[self._at : end if end >= 0 else self._at]
        found = []
        for item in re.split(r"[、,]", inside):
            name = re.sub(r"^第?[栏列行]|[栏列行]$", "", item.strip())
            if name not in known and bare_title(name) not in known:
                self._at = start
                return ""
            found.append(known.get(name) or known[bare_title(name)])
        self._at = end + 1
        return _JOIN.join(dict.fromkeys(found))

    def _qualifiers(self) -> tuple[Form, Table | None]:
        form = self._form()
        if form is not self._names.form:
            return form, self._table(table_names(form))
        if self._longest(self._names.candidates(form, None)):
            return form, None  # a row's title may begin like the name of a table
        return form, self._table(self._names.tables)

    def _form(self) -> Form:
        self._skip()
        for name in sorted(self._names.forms, key=len, reverse=True):
            if self._plain.startswith(f"{name}.", self._at):
                self._at += len(name) + 1
                return self._names.forms[name]
        own = self._names.form
        if code := self._eat(_FORM_CODE):
            if code != own.code:
                raise self._elsewhere(texts.UNKNOWN_FORM, code)
            self._at += 1
        return own

    def _table(self, known: Mapping[str, Table]) -> Table | None:
        self._skip()
        for name, table in known.items():
            if self._plain.startswith(name, self._at):
                rest = self._plain[self._at + len(name) :].lstrip()
                if rest[:1] == "." or (rest[:1].isalnum() and name.startswith("表")):
                    self._at = len(self._plain) - len(rest) + (rest[0] == ".")
                    return table
        return None

    def _matched(self, known: Mapping[str, list[Ref]], form: Form) -> Ref | None:
        """The longest known name that stands here; refuses one that several things have."""
        self._skip()
        self._bare = ""
        name = self._longest(known)
        if not name:
            return self._quoted(known) or self._element(form)
        self._at += len(name)
        meant = known[name]
        if len(meant) > 1:
            codes = "、".join(f"{texts.TABLE.format(code=ref.table)}{ref.name}" for ref in meant)
            raise self._problem(texts.AMBIGUOUS_NAME, found=name, codes=codes)
        if _BARE.fullmatch(name):
            self._bare = name
        return meant[0]

    def _longest(self, known: Mapping[str, list[Ref]]) -> str:
        best = ""
        for name in known:
            longer = len(name) > len(best) and self._plain.startswith(name, self._at)
            if longer and not self._continues(self._at + len(name), name):
                best = name
        return best

    def _quoted(self, known: Mapping[str, list[Ref]]) -> Ref | None:
        match = _QUOTED.match(self._plain, self._at)
        refs = known.get(bare_title(match[1]), []) if match else []
        if match and len(refs) == 1:
            self._at = match.end()
            return refs[0]
        return None

    def _element(self, form: Form) -> Ref | None:
        """{element}: a cell by the identity of what it asks, in whatever form that is."""
        match = _ELEMENT.match(self._plain, self._at)
        if match is None:
            return None
        wanted = match[0][1:-1]
        for other in (form, *self._names.forms.values()):
            key = other.elements.get(wanted)
            if key is not None:
                self._at = match.end()
                code = "" if other is self._names.form else other.code
                row = other.table_by_code[key.table].coded_rows[key.row]
                return Ref(row.identity, table=key.table, line=key.column, form=code)
        raise self._elsewhere(texts.UNKNOWN_ELEMENT, wanted)

    def _table_of(self, ref: Ref) -> Table:
        form = self._names.forms[ref.form] if ref.form else self._names.form
        return form.table_by_code[ref.table]

    # --- characters ---------------------------------------------------------------------

    def _skip(self) -> None:
        while self._at < len(self._plain) and self._plain[self._at].isspace():
            self._at += 1

    def _rest(self) -> str:
        self._skip()
        return self._plain[self._at :]

    def _eat(self, pattern: re.Pattern[str]) -> str | None:
        """What the pattern finds here, after blanks; None where it finds nothing."""
        self._skip()
        match = pattern.match(self._plain, self._at)
        if match is None:
            return None
        self._at = match.end()
        return match[0]

    def _expect(self, pattern: re.Pattern[str], what: str) -> None:
        if self._eat(pattern) is None:
            if not self._rest():
                raise self._problem(texts.EXPECTED_AT_END, found=what)
            self._refuse()

    def _continues(self, at: int | None = None, name: str = "") -> bool:
        """Whether the word goes on here, so that what was read is only its beginning."""
        at = self._at if at is None else at
        rest = self._plain[at : at + 2]
        if name and not (name[-1].isalnum() or name[-1] == "_"):
            return False
        if rest[:1] == ".":
            return rest[1:].isalnum()
        if name and not rest[:1].isascii() and name[-1].isascii():
            return False  # 01时, 05且: Chinese goes on behind a code
        goes_on = rest[:1].isalnum() or rest[:1] == "_"
        return goes_on and not _STOP.match(self._plain, at)

    def _count(self) -> None:
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise DefinitionError([texts.FORMULA_TOO_MANY.format(limit=MAX_TERMS)])

    def _refuse(self) -> NoReturn:
        rest = self._rest()
        if not rest:
            raise DefinitionError([texts.FORMULA_ENDS.format(text=_cut(self._text))])
        run = _RUN.match(self._plain, self._at)
        if run is None:
            raise self._problem(texts.FORMULA_UNREADABLE, found=rest[0])
        known = self._names.candidates(self._names.form, None)
        titles = [name for name in known if not name.isascii()]  # a code is like any other
        near = difflib.get_close_matches(run[0][:40], titles, n=1, cutoff=0.3)
        hint = texts.NEAR_NAME.format(near=near[0]) if near else ""
        raise self._problem(texts.UNKNOWN_NAME, found=_cut(run[0]), near=hint)

    def _elsewhere(self, template: str, found: str) -> DefinitionError:
        """A form or element that is not known: a mistake only where all are known."""
        if self._names.complete:
            return self._problem(template, found=found)
        return UnknownFormError(self._problem(texts.FORM_NOT_HERE, found=found).problems)

    def _problem(self, template: str, **words: str) -> DefinitionError:
        place = self._at + 1
        return DefinitionError([template.format(text=_cut(self._text), place=place, **words)])


_LIST, _OPEN, _CLOSE = re.compile("、"), re.compile(r"\("), re.compile(r"\)")
_PLUS_MINUS, _TIMES_OVER = re.compile(r"[+\-](?!\s*…)"), re.compile(r"[*/×÷]")
_TIMES = {"×": "*", "÷": "/"}
_PERCENT = re.compile("%")
_STOP = re.compile(
    r"则|且|或|并且|时|的?除外|应|必须|大于|小于|等于|不[小少低大超高等同]|必填|同填|不同填"
)
_JOIN = "\x1f"
_LONGEST_SHOWN = 60


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


# --- lines in brackets -------------------------------------------------------------------


def _settled(read: RuleText, text: str) -> RuleText:
    """What brackets behind names mean for the whole rule: a restriction, or cells pinned."""
    refs = [ref for relation in read.relations for ref in relation.refs]
    if not refs:
        raise DefinitionError([texts.NO_NAMES.format(text=_cut(text))])
    lines = [ref.line for ref in refs]
    said = {line for line in lines if line}
    only_first = bool(lines[0]) and not any(lines[1:])
    if len(said) == 1 and (only_first or all(lines)):
        [line] = said
        return _mapped(replace(read, only=frozenset(line.split(_JOIN))), _without(line))
    if any(_JOIN in line for line in said):
        raise DefinitionError([texts.LINES_DIFFER.format(text=_cut(text))])
    return read


def _without(line: str) -> Callable[[Ref], Ref]:
    return lambda ref: replace(ref, line="") if ref.line == line else ref


def _mapped(read: RuleText, change: Callable[[Ref], Ref]) -> RuleText:
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
    if isinstance(expression, Ref):
        return change(expression)
    if isinstance(expression, Operation):
        left, right = _changed(expression.left, change), _changed(expression.right, change)
        return replace(expression, left=left, right=right)
    return expression


def joined(parts: Iterable[RuleText]) -> RuleText:
    """Several texts as one rule: all of them are demanded, in the same lines."""
    first, *rest = parts
    return replace(first, relations=first.relations + tuple(r for p in rest for r in p.relations))
