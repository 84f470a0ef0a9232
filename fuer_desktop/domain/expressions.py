"""The small language of rules, derived cells and indicators. It can only compute.

::

    relation = sum (("=" | "≠" | "≥" | "≤" | ">" | "<") sum)+
    sum      = term (("+" | "-") term)*
    term     = factor (("*" | "/") factor)*
    factor   = number | name ["@上年"] | "(" sum ")"

A name is a code of the table, or a data element; what is not a known name must be a number.
Full-width signs read as half-width ones. Length and nesting are capped, so hostile text ends
in a sentence with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation

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

COMPARISONS = ("=", "≠", "≥", "≤", ">", "<")

_SPELLINGS = {
    ">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤", "!=": "≠", "<>": "≠", "==": "=", "×": "*", "÷": "/",
}  # fmt: skip
_TOKEN = re.compile(
    r"\s*(?P<token>>=|=>|<=|=<|!=|<>|==|[=≠≥≤<>+\-*/×÷()]"
    r"|[A-Za-z_][A-Za-z0-9_.]*|[0-9]+(?:\.[0-9]+)*)(?P<last_year>@上年)?\s*"
)

_NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")  # 01 is a code that is missing, not one


@dataclass(frozen=True, slots=True)
class Number:
    """A literal."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Ref:
    """A named figure of this year or of the year before."""

    name: str
    last_year: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts joined by ``+ - * /``."""

    sign: str
    left: Expression
    right: Expression


Expression = Number | Ref | Operation


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of a relation; a chain ``1≥2≥3`` is two of them."""

    left: Expression
    sign: str
    right: Expression


def parse_relation(text: str, names: Collection[str]) -> tuple[Comparison, ...]:
    """Read a relation over known names; raise DefinitionError with the place of the mistake."""
    parser = _Parser(text, names)
    sides, signs = [parser.sum()], []
    while parser.next in COMPARISONS:
        signs.append(parser.take())
        sides.append(parser.sum())
    parser.expect_end()
    if not signs:
        raise DefinitionError([texts.RELATION_WITHOUT_SIGN.format(text=text)])
    return tuple(map(Comparison, sides, signs, sides[1:]))


def parse_formula(text: str, names: Collection[str]) -> Expression:
    """Read the formula of a derived cell or an indicator; raises as ``parse_relation``."""
    parser = _Parser(text, names)
    expression = parser.sum()
    parser.expect_end()
    return expression


def refs(expression: Expression) -> Iterator[Ref]:
    """The named figures of an expression, in the order they are written."""
    match expression:
        case Ref():
            yield expression
        case Operation(_, left, right):
            yield from refs(left)
            yield from refs(right)


def written(expression: Expression) -> str:
    """The formula as a definition writes it, with no more brackets than it needs."""
    match expression:
        case Number(value):
            return f"{value:f}"
        case Ref(name, last_year):
            return f"{name}@上年" if last_year else name
        case Operation(sign, left, right):
            product = sign in _PRODUCTS
            before = _bracketed(left, product and _is_sum(left))
            # What follows - or / was bracketed, or it would have been read from the left.
            after = _bracketed(right, _is_sum(right) or (product and _is_product(right)))
            return f"{before} {sign} {after}"


_PRODUCTS = ("*", "/")


def _bracketed(part: Expression, brackets: bool) -> str:
    return f"({written(part)})" if brackets else written(part)


def _is_sum(part: Expression) -> bool:
    return isinstance(part, Operation) and part.sign not in _PRODUCTS


def _is_product(part: Expression) -> bool:
    return isinstance(part, Operation) and part.sign in _PRODUCTS


Lookup = Callable[[Ref], DataValue]


def evaluate(expression: Expression, lookup: Lookup) -> Decimal | None:
    """The value of one side, or None while it cannot be judged.

    未填, 无数据 and 免报 leave the side unknown; 不适用 and 并入 count as nothing, but a side
    with no number at all is unknown. Division by zero is unknown.
    """
    values = [lookup(ref) for ref in refs(expression)]
    if any(value.kind in _UNKNOWN for value in values):
        return None
    if values and all(value.number is None for value in values):
        return None
    try:
        result = _compute(expression, lookup)
    except (DivisionByZero, InvalidOperation):
        return None
    exponent = result.as_tuple().exponent
    endless = isinstance(exponent, int) and exponent < -QUOTIENT_DECIMALS
    return round(result, QUOTIENT_DECIMALS) if endless else result


_UNKNOWN = (Kind.BLANK, Kind.NO_DATA, Kind.EXEMPT)


def _compute(expression: Expression, lookup: Lookup) -> Decimal:
    match expression:
        case Number(value):
            return value
        case Ref():
            return lookup(expression).number or Decimal(0)
        case Operation(sign, left, right):
            return _ARITHMETIC[sign](_compute(left, lookup), _compute(right, lookup))


_ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}

HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda a, b: a == b,
    "≠": lambda a, b: a != b or (a == 0 and b == 0),
    "≥": lambda a, b: a >= b,
    "≤": lambda a, b: a <= b,
    ">": lambda a, b: a > b or (a == 0 and b == 0),
    "<": lambda a, b: a < b or (a == 0 and b == 0),
}
"""Whether a comparison is kept; a strict one never fires on 0 and 0 (practice.md 4.2)."""


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
        if _NUMBER.fullmatch(token) and not last_year:
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
