"""Lists of relations as people paste them from 填报说明, taken apart into single rules.

Separators are ；。 and line ends, also ， 、 and blanks between relations. ``a、b、c≤d`` and
``a≥b、c、d`` hold for each; a relation that begins with its sign goes on with the left side of the
one before; 表二： (or 表二 and a blank) names the table of what follows; after 以下情况为不合格：
what is written is what must not be. Nothing is guessed: what could be read in two ways is refused.
Every mistake is told at once, each with its place in the list as it was pasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import Ref
from fuer_desktop.domain.forms import Table
from fuer_desktop.domain.relations import CONTRARY, Comparison
from fuer_desktop.domain.rule_language import SIGN, parse_rule
from fuer_desktop.domain.rule_text import UnreadableError, cut
from fuer_desktop.domain.rules import RuleText
from fuer_desktop.domain.vocabulary import Vocabulary, folded
from fuer_desktop.texts import rules as texts

MAX_LIST = 40_000
"""Characters of one list."""

MAX_LISTED = 1_000
"""Relations of one list."""

MAX_PROBLEMS = 50
"""Mistakes that are told at once."""

_STATEMENTS = re.compile(r"[;。\n]")
_COMMA, _COMMON = re.compile(","), re.compile("、")
_BLANK = re.compile(r"(?<=[\w)}”\"%])[^\S\n]+(?=[\w({“\"])")
_BEHIND_A_NAME = re.compile(r"\((?:[^()]|\([^()]*\))*(?:不审|除外|不成立)\)|\([^()+\-*/=≠≥≤<>]*\)")
_CONDITIONAL, _WHEN = re.compile(r"\s*(?:如果|若(?!干))"), re.compile("时(?=,|则)")
_NUMBERED = re.compile(r"\s*([0-9]+)(?:[、)]|\.(?![0-9]))\s*")
_BULLET = re.compile(r"(?:\s*(?:\([0-9]+\)(?=\s*[\w{“※])|[①-⑳]|※+)\s*(?=\S))+")
_HEADING = re.compile(r"[^=≠≥≤<>;:]{0,200}:")
_UNKNOWN_TABLE = re.compile(r"表[一二三四五六七八九十0-9A-Za-z]+(?=[\s:]|$)")
_MUST_NOT_BE = re.compile(
    r"(?:情况|情形|条件|现象)[^:]*(?:不合格|错误|有误|不符合)"
    r"|(?:为|是|属于?|视作|即)(?:逻辑)?(?:检查|审核)?(?:不合格|错误|有误)"
    r"|不[应得]出现|不[应得]存在"
)
_BAD = re.compile(r"不合格|错误|有误|不符合|不应|不得")
_WORDS = re.compile(rf"(?:{'|'.join(texts.DEMAND_WORDS.values())}|{SIGN.pattern})")
_INNER = re.compile(rf"{_WORDS.pattern}|如果|则|那么|且|或|并且|而且|时")
_SIGN_BEFORE = ("大于", "小于", "等于", "不超过", "不少于", "不低于", "不高于", "且", "或", "则")
_BEGINS_WITH_SIGN = re.compile(rf"\s*(?:{SIGN.pattern})")
_OPERATORS = frozenset("=≠≥≤<>+-*/×÷(,、.")
LEAST_NUMBERED = 2
"""So many numbered lines make a numbered list."""


@dataclass(frozen=True, slots=True)
class ListedRule:
    """One rule of a list: how it was written, its home table, and what it says."""

    text: str
    table: str
    says: RuleText


class _Span(NamedTuple):
    """A part of the list, by places from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """One relation, made of parts of the list, with its table and whether it says what must not
    be. ``listed`` is the side that was listed for each, and must be a name: left, right or none.
    """

    text: str
    spans: tuple[_Span, ...]
    table: Table
    inverted: bool
    listed: str = ""

    def place(self, within: int) -> int:
        """The place in the list of a place in the piece, both from 1."""
        for span in self.spans:
            if within <= span.end - span.start:
                return span.start + within
            within -= span.end - span.start
        return self.spans[-1].end + 1


def read_list(text: str, names: Vocabulary) -> list[ListedRule]:
    """The rules of a pasted list; raises DefinitionError with every mistake and its place."""
    if len(text) > MAX_LIST:
        raise DefinitionError([texts.LIST_TOO_LONG.format(limit=MAX_LIST)])
    taker = _Taker(text, names)
    found: list[ListedRule] = []
    for piece in taker.pieces():
        try:
            found.append(ListedRule(piece.text, piece.table.code, _says(piece, names)))
        except UnreadableError as error:
            taker.refuse(piece.text, piece.place(error.place) - 1, error.what)
        except DefinitionError as error:
            taker.problems += error.problems
        if len(taker.problems) >= MAX_PROBLEMS or len(found) > MAX_LISTED:
            break
    if len(found) > MAX_LISTED:
        taker.problems.append(texts.TOO_MANY_LISTED.format(limit=MAX_LISTED))
    if taker.problems:
        raise DefinitionError(taker.problems)
    return found


def _says(piece: _Piece, names: Vocabulary) -> RuleText:
    says = parse_rule(piece.text, names.by_home[piece.table.code])
    _require_names(says, piece)
    return _inverted(says, piece.text) if piece.inverted else says


def _require_names(says: RuleText, piece: _Piece) -> None:
    """1、01=02 is no list of things that are all 02."""
    for relation in says.relations:
        if isinstance(relation, Comparison) and piece.listed:
            listed = relation.left if piece.listed == "left" else relation.right
            if not isinstance(listed, Ref):
                start, end = piece.spans[-1]
                place = len(piece.text) - (end - start) + 1 if piece.listed == "right" else 1
                raise UnreadableError(piece.text, place, texts.LISTED_NUMBER)


def _inverted(says: RuleText, text: str) -> RuleText:
    """What must hold where the list says what must not."""
    [first, *more] = says.relations
    if more or not isinstance(first, Comparison) or says.tolerance:
        raise UnreadableError(text, 1, texts.CANNOT_INVERT)
    return replace(says, relations=(replace(first, sign=CONTRARY[first.sign]),))


class _Taker:
    """Takes a list apart, remembering the headings and what is wrong."""

    def __init__(self, text: str, names: Vocabulary) -> None:
        self.problems: list[str] = []
        self._raw = text
        self._plain = _unnumbered(folded(text))
        self._depths = _depths(self._plain)
        self._names = names
        self._table = names.home
        self._inverted = False
        self._left: _Span | None = None

    def refuse(self, text: str, place: int, what: str) -> None:
        """Note a mistake at a place (from 0) of the list, unless there are enough to tell."""
        if len(self.problems) == MAX_PROBLEMS:
            return
        self.problems.append(texts.IN_LIST.format(text=cut(text), place=place + 1, what=what))

    def pieces(self) -> Iterator[_Piece]:
        """The relations, in the order of the list."""
        for statement in _split(self._plain, _Span(0, len(self._plain)), _STATEMENTS):
            if len(self.problems) < MAX_PROBLEMS:
                yield from self._statement(statement)

    def _statement(self, whole: _Span) -> Iterator[_Piece]:
        at = self._after_bullet(whole.start)
        while heading := _HEADING.match(self._plain, at, whole.end):
            if heading[0].rstrip(": ").endswith("其中"):
                break
            self._heading(heading[0], at)
            at = self._after_bullet(heading.end())
        at = self._after_table(_Span(at, whole.end))
        rest = _Span(at, whole.end)
        if _CONDITIONAL.match(self._plain, at, whole.end) or self._says_when(rest):
            yield self._piece(rest)
        elif self._text(rest):
            yield from self._relations(rest)

    def _says_when(self, span: _Span) -> bool:
        """学校数>0时，…: a condition, unless 时 is the end of a title (培训学时，…)."""
        names = [
            name for name in self._names.candidates(self._names.form, None) if name[-1] == "时"
        ]
        return any(
            not any(self._plain.endswith(name, span.start, when.end()) for name in names)
            for when in _WHEN.finditer(self._plain, *span)
            if not self._depths[when.start()]
        )

    def _after_bullet(self, at: int) -> int:
        """Past (1), ① or ※※ at the beginning."""
        bullet = _BULLET.match(self._plain, at)
        return bullet.end() if bullet else at

    def _heading(self, heading: str, at: int) -> None:
        """A heading names a table, or says that what follows must not be, or must."""
        self._left = None
        said = heading.rstrip(": ").strip()
        table = self._names.tables.get(said)
        if table is not None:
            self._table = table
        elif _UNKNOWN_TABLE.fullmatch(said):
            self.refuse(said, at, texts.UNKNOWN_TABLE.format(found=cut(said)))
        else:
            self._after_table(_Span(at, at + len(heading)))
            self._inverted = bool(_MUST_NOT_BE.search(said))
            if not self._inverted and _BAD.search(said):
                self.refuse(said, at, texts.HEADING_DOUBTFUL)

    def _after_table(self, span: _Span) -> int:
        """Past 表二 and a blank at the beginning: the table of what follows."""
        start = _stripped(self._plain, span).start
        tables = self._names.tables
        for name in tables.at(self._plain[: span.end], start):
            if _is_alone(self._plain[start + len(name) : span.end]):
                self._table, self._left = tables[name], None
                return start + len(name)
        unknown = _UNKNOWN_TABLE.match(self._plain, start, span.end)
        if unknown is None:
            return span.start
        found = texts.UNKNOWN_TABLE.format(found=unknown[0])
        self.refuse(self._text(span), start, found)
        return span.end

    def _relations(self, span: _Span) -> Iterator[_Piece]:
        """Relations joined by ， or blanks, each perhaps with a list joined by 、."""
        for group in self._parts(span, _COMMA):
            if not _WORDS.search(self._text(group)):
                self._refuse_unsigned(group)
                continue
            for closer in self._parts(_stripped(self._plain, group), _BLANK):
                bare = _Span(self._after_bullet(closer.start), closer.end)
                yield from self._listed(list(self._parts(bare, _COMMON)))

    def _parts(self, span: _Span, separator: re.Pattern[str]) -> Iterator[_Span]:
        """The parts of a span that say something; one that says nothing is a mistake."""
        for part in _split(self._plain, span, separator, self._depths):
            if self._text(part):
                yield part
            else:
                self.refuse(self._text(span), part.end, texts.DOUBLED)

    def _listed(self, parts: Sequence[_Span]) -> Iterator[_Piece]:
        """``a、b、c≤d`` and ``a≥b、c、d``: one relation for each."""
        signed = [at for at, part in enumerate(parts) if _WORDS.search(self._text(part))]
        if not signed:
            for part in parts:
                self._refuse_unsigned(part)
            return
        first, last = signed[0], signed[-1]
        for part in (part for at, part in enumerate(parts[first:last], first) if at not in signed):
            place = _stripped(self._plain, part).start
            self.refuse(self._text(part), place, texts.LISTED_BETWEEN)
        yield from self._each(parts[:first], parts[first])
        for at in signed[1:]:
            yield self._continued(parts[at])
        yield from self._each_right(parts[last], parts[last + 1 :])

    def _each(self, heads: Sequence[_Span], whole: _Span) -> Iterator[_Piece]:
        """a、b、c≤d: for each of the names before the sign."""
        sign = SIGN.search(self._plain, whole.start, whole.end)
        if heads and sign is None:  # a、b 同填: one demand on all of them
            yield self._piece(_Span(heads[0].start, whole.end))
            return
        if heads and sign:
            for head in heads:
                piece = self._piece(head, _Span(sign.start(), whole.end))
                yield replace(piece, listed="left")
        yield self._continued(whole)
        self._left = None if heads else self._left

    def _each_right(self, whole: _Span, tails: Sequence[_Span]) -> Iterator[_Piece]:
        """a≥b、c、d: for each of the names behind the sign."""
        signs = list(SIGN.finditer(self._plain, whole.start, whole.end))
        for tail in tails:
            if signs:
                piece = self._piece(_Span(whole.start, signs[-1].end()), tail)
                yield replace(piece, listed="right")
            else:
                self._refuse_unsigned(tail)

    def _refuse_unsigned(self, part: _Span) -> None:
        text = self._text(part)
        word = any(word in text for word in texts.NOT_COUNTED)
        what = texts.NO_COMPUTATION if word else texts.NO_SIGN
        self.refuse(text, _stripped(self._plain, part).start, what)

    def _continued(self, part: _Span) -> _Piece:
        """A relation that begins with its sign goes on with the left side of the one before."""
        if self._left and _BEGINS_WITH_SIGN.match(self._plain, part.start, part.end):
            return self._piece(self._left, part)
        sign = SIGN.search(self._plain, part.start, part.end)
        self._left = _Span(part.start, sign.start()) if sign else None
        return self._piece(part)

    def _piece(self, *spans: _Span) -> _Piece:
        bare = tuple(_stripped(self._plain, span) for span in spans)
        text = "".join(self._raw[span.start : span.end] for span in bare)
        return _Piece(text, bare, self._table, self._inverted)

    def _text(self, span: _Span) -> str:
        return self._plain[span.start : span.end].strip()


def _is_alone(behind: str) -> bool:
    """Whether the name of a table stands for itself: a blank follows, and then no sign."""
    rest = behind.lstrip()
    if not behind[:1].isspace() or not rest:
        return False
    return rest[0] not in _OPERATORS and not _WORDS.match(rest)


def _stripped(text: str, span: _Span) -> _Span:
    """A span without the blanks around it."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return _Span(start, end)


def _depths(text: str) -> list[bool]:
    """Of each character whether it stands in brackets; what is not closed in its statement
    opens nothing, so that one mistake does not hide the rest."""
    inside = [False] * len(text)
    opened: list[int] = []
    for at, character in enumerate(text):
        if character in "({“":
            opened.append(at)
        elif _STATEMENTS.match(character):
            opened.clear()
        elif character in ")}”" and opened:
            start = opened.pop()
            if not opened or not inside[start]:
                inside[start : at + 1] = [True] * (at + 1 - start)
    return inside


def _split(
    text: str, span: _Span, separator: re.Pattern[str], inside: Sequence[bool] = ()
) -> Iterator[_Span]:
    """Parts of a span, parted where no bracket is open; nothing after the last separator."""
    start = span.start
    for match in separator.finditer(text, span.start, span.end):
        if inside and inside[match.start()]:
            continue
        if match[0].isspace() and match[0] != "\n" and _is_inner(text, match):
            continue
        yield _Span(start, match.start())
        start = match.end()
    if text[start : span.end].strip():
        yield _Span(start, span.end)


def _is_inner(text: str, blank: re.Match[str]) -> bool:
    """Whether a blank belongs to a relation: beside a word that compares or joins, or before
    what belongs to a name in brackets."""
    end = blank.end()
    before = any(text.endswith(word, 0, blank.start()) for word in _SIGN_BEFORE)
    return bool(before or _INNER.match(text, end) or _BEHIND_A_NAME.match(text, end))


def _unnumbered(text: str) -> str:
    """The list without 1、2、3、 at its lines; blanks instead, so that places stay.

    Every line must be numbered, one after the other, but for headings, after which the numbers
    may begin again; else 1、2≤3 is a list of its own.
    """
    lines = text.split("\n")
    found = [_NUMBERED.match(line) for line in lines]
    numbers: list[int] = []
    for line, match in zip(lines, found, strict=True):
        if match:
            number = int(match[1][:9])
            if numbers and number not in (1, numbers[-1] + 1):
                return text
            numbers.append(number)
        elif line.strip() and not line.rstrip().endswith(":"):
            return text
    if len(numbers) < LEAST_NUMBERED:
        return text
    return "\n".join(
        " " * match.end() + line[match.end() :] if match else line
        for line, match in zip(lines, found, strict=True)
    )
