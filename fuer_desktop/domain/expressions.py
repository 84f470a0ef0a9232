"""Expressions: what derived cells, indicators and the sides of rules compute.

::

    sum    = term (("+" | "-") term)*
    term   = factor (("*" | "/") factor)*
    factor = number | name ["@上年"] | "(" sum ")"

A name is a code of the table, or a data element; what is not a known name must be a number.
Full-width signs read as half-width ones. Length and nesting are capped, so hostile text ends
in a sentence with its place. The language of rules (rule_language.py) builds on the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, DivisionByZero, InvalidOperation
from enum import StrEnum

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.numbers import halfwidth
from fuer_desktop.domain.values import DataValue, Kind
from fuer_desktop.texts import rules as texts

MAX_LENGTH = 4000
MAX_DEPTH = 64
MAX_TERMS = 400
"""Names and numbers in one text; a list of more belongs into several rules."""

QUOTIENT_DECIMALS = 12
"""Where a division does not come out even, results are held against one another this finely."""

_SPELLINGS = {"×": "*", "÷": "/"}
_TOKEN = re.compile(
    r"\s*(?P<token>[+\-*/×÷()]|[A-Za-z_][A-Za-z0-9_.]*|[0-9]+(?:\.[0-9]+)*)"
    r"(?P<last_year>@上年)?\s*"
)

PLAIN_NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
"""How a number is written; 01 is a code that is missing, not one."""


@dataclass(frozen=True, slots=True)
class Number:
    """A literal; one that is written in % is worth a hundredth of what is written, and means the
    same as that."""

    value: Decimal
    in_percent: bool = field(default=False, compare=False)

    @property
    def written(self) -> Decimal:
        """The number that stands there, before any %."""
        return self.value.scaleb(2) if self.in_percent else self.value


@dataclass(frozen=True, slots=True)
class Ref:
    """A named figure of this year or of the year before.

    In a formula ``name`` alone says which. In a rule it is the identity of a row (or the code of
    a column) of ``table``; ``line`` pins it to one column (or row), and ``form`` says that it
    stands in another form.
    """

    name: str
    last_year: bool = False
    table: str = ""
    line: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Operation:
    """Two parts joined by ``+ - * /``.

    A sum of 400 terms leans to the left 400 deep; nothing here or below goes down by calling
    itself there, so that no length of a rule can exhaust the stack.
    """

    sign: str
    left: Expression
    right: Expression

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Operation):
            return NotImplemented
        mine, others = leaning(self), leaning(other)
        parts = zip(mine[1], others[1], strict=False)
        return (
            len(mine[1]) == len(others[1])
            and mine[0] == others[0]
            and all(a.sign == b.sign and a.right == b.right for a, b in parts)
        )

    def __hash__(self) -> int:
        first, more = leaning(self)
        return hash((first, *((part.sign, part.right) for part in more)))

    def __repr__(self) -> str:
        return f"Operation({written(self)})"


Expression = Number | Ref | Operation


def leaning(expression: Expression) -> tuple[Number | Ref, list[Operation]]:
    """The first figure of an expression, and what is done to it step by step."""
    steps: list[Operation] = []
    while isinstance(expression, Operation):
        steps.append(expression)
        expression = expression.left
    return expression, steps[::-1]


def parse_formula(text: str, names: Collection[str]) -> Expression:
    """Read the formula of a derived cell or an indicator; raises DefinitionError with the place of
    the mistake."""
    parser = _Parser(text, names)
    expression = parser.sum()
    parser.expect_end()
    return expression


def refs(expression: Expression) -> Iterator[Ref]:
    """The named figures of an expression, in the order they are written."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Ref):
            yield part
        elif isinstance(part, Operation):
            waiting += (part.right, part.left)


def summands(expression: Expression) -> list[Ref] | None:
    """The names that an expression adds up; None where it does anything else with them."""
    first, steps = leaning(expression)
    found: list[Ref] = []
    for part in (first, *(step.right for step in steps)):
        if not isinstance(part, Ref):
            return None
        found.append(part)
    return found if all(step.sign == "+" for step in steps) else None


def added(names: Sequence[Ref]) -> Expression:
    """The sum of one name or more."""
    total: Expression = names[0]
    for name in names[1:]:
        total = Operation("+", total, name)
    return total


def written(expression: Expression) -> str:
    """The formula as a definition writes it, with no more brackets than it needs."""

    def leaf(part: Number | Ref, _: str) -> str:
        if isinstance(part, Number):
            return f"{part.value:f}"
        return f"{part.name}@上年" if part.last_year else part.name

    return spelled(expression, leaf)


@dataclass(frozen=True, slots=True)
class Style:
    """How signs and brackets look. ``after`` are the signs that need brackets behind a sign."""

    signs: Mapping[str, str]
    brackets: str
    after: Mapping[str, str]


RE_READ = Style(
    {sign: f" {sign} " for sign in "+-*/"},
    "({})",
    {"+": "+-", "-": "+-", "*": "+-*/", "/": "+-*/"},
)
"""Reads back as the same tree: what follows a sign was bracketed, or it would have been read
from the left."""


def spelled(
    expression: Expression,
    leaf: Callable[[Number | Ref, str], str],
    style: Style = RE_READ,
    joined: str = "",
) -> str:
    """An expression as text, with no more brackets than it needs. ``leaf`` writes a name or a
    number, told the sign by which it is joined to its neighbour, if any."""
    first, steps = leaning(expression)
    text, last = leaf(first, steps[0].sign if steps else joined), ""
    for step in steps:
        if last in _SUMS and step.sign in _PRODUCTS:
            text = style.brackets.format(text)
        after = spelled(step.right, leaf, style, step.sign)
        if isinstance(step.right, Operation) and step.right.sign in style.after[step.sign]:
            after = style.brackets.format(after)
        text, last = f"{text}{style.signs[step.sign]}{after}", step.sign
    return text


_SUMS, _PRODUCTS = ("+", "-"), ("*", "/")


Lookup = Callable[[Ref], DataValue]


class Blanks(StrEnum):
    """What cells that are not filled do to a side (DHIS2's missing value strategies)."""

    SKIP_ANY = "skip_any"
    SKIP_ALL = "skip_all"
    ZERO = "zero"

    @property
    def label(self) -> str:
        """The words for people."""
        return texts.BLANKS[self.value]


def evaluate(
    expression: Expression, lookup: Lookup, blanks: Blanks = Blanks.SKIP_ANY
) -> Decimal | None:
    """The value of one side, or None while it cannot be judged.

    无数据 and 免报 leave the side unknown, and so does 未填 unless ``blanks`` says otherwise;
    不适用 and 并入 count as nothing, but a side with no number at all is unknown. Division by
    zero is unknown.
    """
    values = [lookup(ref) for ref in refs(expression)]
    if values and not is_known(values, blanks):
        return None
    return settle(expression, lambda ref: lookup(ref).number or _NOTHING)


def is_known(values: Collection[DataValue], blanks: Blanks) -> bool:
    """Whether a side over these values can be judged."""
    has_number = False
    for value in values:
        kind = value.kind
        if kind is Kind.NUMBER:
            has_number = True
        elif kind in _UNKNOWN or (kind is Kind.BLANK and blanks is Blanks.SKIP_ANY):
            return False
    return has_number or (blanks is Blanks.ZERO and any(v.kind is Kind.BLANK for v in values))


_UNKNOWN = (Kind.NO_DATA, Kind.EXEMPT)
_NOTHING = Decimal(0)


def settle(expression: Expression, number_of: Callable[[Ref], Decimal]) -> Decimal | None:
    """What an expression is worth when every figure is a number; None after a division by zero."""
    try:
        result = _compute(expression, number_of)
        exponent = result.as_tuple().exponent
        endless = isinstance(exponent, int) and exponent < -QUOTIENT_DECIMALS
        return result.quantize(_LAST_HELD, context=_EXACT) if endless else result
    except (DivisionByZero, InvalidOperation):
        return None


_EXACT = Context(prec=80)
"""Room for the product of five figures; only a quotient can need more, and is held to twelve
decimals anyway."""

_LAST_HELD = Decimal(1).scaleb(-QUOTIENT_DECIMALS)

_ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": _EXACT.add,
    "-": _EXACT.subtract,
    "*": _EXACT.multiply,
    "/": _EXACT.divide,
}


def _compute(expression: Expression, number_of: Callable[[Ref], Decimal]) -> Decimal:
    if isinstance(expression, Ref):  # the quick way, and this is every rule's
        return number_of(expression)
    first, steps = leaning(expression)
    result = number_of(first) if isinstance(first, Ref) else first.value
    for step in steps:
        result = _ARITHMETIC[step.sign](result, _compute(step.right, number_of))
    return result


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        if len(text) > MAX_LENGTH:
            raise DefinitionError([texts.FORMULA_TOO_LONG.format(limit=MAX_LENGTH)])
        self._text = text
        self._names = names
        self._tokens = list(_tokens(text))
        if sum(_is_word(token) for token, _, _ in self._tokens) > MAX_TERMS:
            raise DefinitionError([texts.FORMULA_TOO_MANY.format(limit=MAX_TERMS)])
        self._at = 0
        self._depth = 0

    @property
    def next(self) -> str:
        """The coming token, or nothing at the end."""
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def take(self) -> str:
        """Consume the coming token."""
        token = self.next
        self._at += 1
        return token

    def sum(self) -> Expression:
        """sum = term (("+" | "-") term)*"""
        return self._chain(("+", "-"), self._term)

    def expect_end(self) -> None:
        """Refuse anything that is left."""
        if self.next:
            self._refuse()

    def _term(self) -> Expression:
        return self._chain(("*", "/"), self._factor)

    def _chain(self, signs: tuple[str, ...], part: Callable[[], Expression]) -> Expression:
        expression = part()
        while self.next in signs:
            expression = Operation(self.take(), expression, part())
        return expression

    def _factor(self) -> Expression:
        token = self.next
        if token == "(":
            return self._bracket()
        if not _is_word(token):
            self._refuse()
        last_year = self._tokens[self._at][2]
        self.take()
        if token in self._names:
            return Ref(token, last_year)
        if PLAIN_NUMBER.fullmatch(token) and not last_year:
            return Number(Decimal(token))
        raise DefinitionError([texts.FORMULA_UNKNOWN_NAME.format(text=self._text, name=token)])

    def _bracket(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise DefinitionError([texts.FORMULA_TOO_DEEP.format(text=self._text, limit=MAX_DEPTH)])
        self.take()
        inside = self.sum()
        if self.next != ")":
            self._refuse()
        self.take()
        self._depth -= 1
        return inside

    def _refuse(self) -> None:
        if not self.next:
            raise DefinitionError([texts.FORMULA_ENDS.format(text=self._text)])
        token, place, _ = self._tokens[self._at]
        raise DefinitionError(
            [texts.FORMULA_UNREADABLE.format(text=self._text, place=place, found=token)]
        )


def _tokens(text: str) -> Iterator[tuple[str, int, bool]]:
    """Tokens with their place (from 1) and whether ``@上年`` follows."""
    plain = halfwidth(text)
    at = len(plain) - len(plain.lstrip())
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None or (match["last_year"] and not _is_word(match["token"])):
            found = "@上年" if match else plain[at]
            raise DefinitionError(
                [texts.FORMULA_UNREADABLE.format(text=text, place=at + 1, found=found)]
            )
        token = match["token"]
        yield _SPELLINGS.get(token, token), match.start("token") + 1, bool(match["last_year"])
        at = match.end()


def _is_word(token: str) -> bool:
    """Whether a token is a name or a number; only those can be last year's."""
    return bool(token) and (token[0].isalnum() or token[0] == "_")
