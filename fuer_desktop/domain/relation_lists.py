"""Lists of relations as people paste them from 填报说明, taken apart into single rules.

Separators are ；。 and line ends, also ， 、 and blanks between relations. ``a、b、c≤d`` holds for
each; a relation that begins with its sign goes on with the left side of the one before; 表二： (or
表二 and a blank) names the table of what follows; after 以下情况为不合格： what is written is what
must not be. Nothing is guessed: what could be read in two ways is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import Ref
from fuer_desktop.domain.forms import Table
from fuer_desktop.domain.relations import CONTRARY, Comparison
from fuer_desktop.domain.rule_language import DEMAND_WORDS, SIGN, parse_rule
from fuer_desktop.domain.rules import RuleText
from fuer_desktop.domain.vocabulary import Vocabulary, folded
from fuer_desktop.texts import rules as texts

MAX_LIST = 40_000
"""Characters of one list."""

_STATEMENTS = re.compile(r"[;。\n]")
_CONDITIONAL = re.compile(r"\s*(?:如果|若(?!干))")
_NUMBERED = re.compile(r"\s*(\d+)[、.)]\s*(?![\d])")
_BULLET = re.compile(r"\s*(?:\(\d+\)|[①-⑳]|※+)\s*(?=\S)")
_HEADING = re.compile(r"[^=≠≥≤<>;:]*:")
_INVERTS = re.compile(r"不合格|错误|不符合|不应|有误")
_WORDS = re.compile(rf"(?:{DEMAND_WORDS}|{SIGN.pattern})")
_GAP = re.compile(r"(?<=[\w)}”\"])\s+(?=[\w({“\"])")
_BEGINS_WITH_SIGN = re.compile(rf"\s*(?:{SIGN.pattern})")


@dataclass(frozen=True, slots=True)
class ListedRule:
    """One rule of a list: how it was written, its home table, and what it says."""

    text: str
    table: str
    says: RuleText


@dataclass(frozen=True, slots=True)
class _Piece:
    """One relation's text with its place in the list (from 1), its table and whether it says what
    must not be."""

    text: str
    place: int
    table: Table
    inverted: bool
    listed: str = ""
    """Which side was listed for each, and must be a name: ``left``, ``right`` or none."""


def read_list(text: str, names: Vocabulary) -> list[ListedRule]:
    """The rules of a pasted list; raises DefinitionError with every mistake and its place."""
    if len(text) > MAX_LIST:
        raise DefinitionError([texts.LIST_TOO_LONG.format(limit=MAX_LIST)])
    taker = _Taker(names)
    found: list[ListedRule] = []
    for piece in taker.pieces(text):
        try:
            says = parse_rule(piece.text, replace(names, home=piece.table))
            _require_names(says, piece)
            if piece.inverted:
                says = _inverted(says, piece.text)
        except DefinitionError as error:
            taker.problems += [
                texts.IN_LIST.format(place=piece.place, problem=problem)
                for problem in error.problems
            ]
        else:
            found.append(ListedRule(piece.text, piece.table.code, says))
    if taker.problems:
        raise DefinitionError(taker.problems)
    return found


def _require_names(says: RuleText, piece: _Piece) -> None:
    """1、01=02 is no list of things that are all 02."""
    for relation in says.relations:
        if isinstance(relation, Comparison) and piece.listed:
            listed = relation.left if piece.listed == "left" else relation.right
            if not isinstance(listed, Ref):
                raise DefinitionError([texts.LISTED_NUMBER.format(text=piece.text)])


def _inverted(says: RuleText, text: str) -> RuleText:
    """What must hold where the list says what must not."""
    [first, *more] = says.relations
    if more or not isinstance(first, Comparison) or says.tolerance:
        raise DefinitionError([texts.CANNOT_INVERT.format(text=text)])
    return replace(says, relations=(replace(first, sign=CONTRARY[first.sign]),))


class _Taker:
    """Takes a list apart, remembering the headings and what is wrong."""

    def __init__(self, names: Vocabulary) -> None:
        self.problems: list[str] = []
        self._names = names
        self._table = names.home
        self._inverted = False
        self._left = ""

    def pieces(self, text: str) -> Iterator[_Piece]:
        """The relations, in the order of the list."""
        plain = folded(_unnumbered(text))
        for place, statement in _split(plain, _STATEMENTS):
            yield from self._statement(statement, place)

    def _statement(self, text: str, place: int) -> Iterator[_Piece]:
        bullet = _BULLET.match(text)
        at = bullet.end() if bullet else 0
        while heading := _HEADING.match(text, at):
            if heading[0].rstrip(": ").endswith("其中"):
                break
            self._heading(heading[0])
            at = heading.end()
        at += self._marker(text[at:])
        rest = text[at:]
        if _CONDITIONAL.match(rest):
            yield self._piece(rest, place + at)
        elif rest.strip():
            yield from self._relations(rest, place + at)

    def _heading(self, heading: str) -> None:
        """A heading names a table, or says that what follows must not be."""
        self._marker(heading.rstrip(": ") + " ")
        self._inverted = bool(_INVERTS.search(heading))

    def _marker(self, text: str) -> int:
        """表二 and a blank at the beginning: the table of what follows."""
        start = len(text) - len(text.lstrip())
        for name, table in self._names.tables.items():
            if text.startswith(name, start) and text[start + len(name) :][:1].isspace():
                self._table = table
                return start + len(name)
        return 0

    def _relations(self, text: str, place: int) -> Iterator[_Piece]:
        """Relations joined by ， 、 or blanks."""
        heads: list[str] = []
        whole = ""
        parts = list(_split(text, _SEPARATORS))
        for number, (at, part) in enumerate(parts):
            if not part.strip():
                self.problems.append(texts.DOUBLED.format(place=place + at, text=text.strip()))
                continue
            listed = text[at + len(part) : at + len(part) + 1] == "、"
            if _WORDS.search(part):
                whole = self._continued(part)
                yield from self._each(heads, whole, place + at)
                heads = []
            elif whole and number == len(parts) - 1 and text[at - 1] == "、":
                piece = self._piece(_before_last_side(whole) + part, place + at)
                yield replace(piece, listed="right")
            elif listed and not whole:
                heads.append(part)
            else:
                self.problems.append(texts.NO_SIGN.format(place=place + at, text=part.strip()))

    def _continued(self, part: str) -> str:
        """A relation that begins with its sign goes on with the left side of the one before."""
        if _BEGINS_WITH_SIGN.match(part) and self._left:
            part = self._left + part
        sign = SIGN.search(part)
        self._left = part[: sign.start()] if sign else ""
        return part

    def _each(self, heads: list[str], whole: str, place: int) -> Iterator[_Piece]:
        """a、b、c≤d: for each of the names before the sign."""
        sign = SIGN.search(whole)
        if heads and sign is None:  # a、b 同填: one demand on all of them
            yield self._piece("、".join([*heads, whole]), place)
            return
        for head in heads:
            piece = self._piece(head + whole[sign.start() :] if sign else head, place)
            yield replace(piece, listed="left")
        yield self._piece(whole, place)

    def _piece(self, text: str, place: int) -> _Piece:
        leading = len(text) - len(text.lstrip())
        return _Piece(text.strip(), place + leading + 1, self._table, self._inverted)


_SEPARATORS = re.compile(r"[,、]|(?<=[\w)}”\"])[^\S\n]+(?=[\w({“\"])")


def _split(text: str, separators: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Parts with their places (from 0), parted where no bracket is open; nothing after the last
    separator."""
    start = depth = 0
    for at, character in enumerate(text):
        depth += (character in "({“") - (character in ")}”")
        match = separators.match(text, at) if depth <= 0 and at >= start else None
        if match and not (character.isspace() and _is_inside(text, at, match.end())):
            yield start, text[start:at]
            start = match.end()
    if text[start:].strip():
        yield start, text[start:]


def _is_inside(text: str, start: int, end: int) -> bool:
    """Whether a blank belongs to a relation: beside a word that compares or demands."""
    return bool(
        _WORDS.match(text, end) or any(text[:start].endswith(word) for word in texts.SIGN_WORDS)
    )


def _before_last_side(relation: str) -> str:
    last = list(SIGN.finditer(relation))[-1]
    return relation[: last.end()]


def _unnumbered(text: str) -> str:
    """The list without 1、2、3、 at its lines; blanks instead, so that places stay."""
    lines = text.split("\n")
    numbers = [(_NUMBERED.match(line), line) for line in lines if line.strip()]
    said = [int(match[1]) for match, _ in numbers if match]
    if len(said) < 2 or said != list(range(said[0], said[0] + len(numbers))):  # noqa: PLR2004
        return text
    return "\n".join(
        " " * match.end() + line[match.end() :] if (match := _NUMBERED.match(line)) else line
        for line in lines
    )
