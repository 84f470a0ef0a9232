"""The text of a rule, read from left to right; what is wrong is told with its place."""

from __future__ import annotations

import re

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import MAX_LENGTH, MAX_TERMS
from fuer_desktop.domain.vocabulary import folded
from fuer_desktop.texts import rules as texts

LONGEST_SHOWN = 60
"""Characters of a rule that a sentence about it repeats."""


class UnreadableError(DefinitionError):
    """A rule's text is wrong at ``place`` (its characters from 1); ``what`` says it without the
    text and the place, for whoever knows a better one."""

    def __init__(self, text: str, place: int, what: str) -> None:
        super().__init__([texts.IN_RULE.format(text=cut(text), place=place, what=what)])
        self.place = place
        self.what = what


class UnknownFormError(UnreadableError):
    """A rule is about a form that is not known here, and need not be."""


def cut(text: str) -> str:
    """A text as a sentence repeats it: not too long, and with nothing that could not be shown."""
    short = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return "".join(
        character if character.isprintable() else (" " if character.isspace() else "□")
        for character in short
    )


class Cursor:
    """Reads one text; ``_at`` counts its characters from 0."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            what = texts.TOO_LONG.format(limit=MAX_LENGTH)
            raise UnreadableError(text, MAX_LENGTH + 1, what)
        self._text = text
        self._plain = folded(text)
        self._at = 0
        self._terms = 0

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

    def _continues(self, at: int, name: str = "") -> bool:
        """Whether the word goes on here, so that what was read is only its beginning."""
        rest = self._plain[at : at + 2]
        if name and not (name[-1].isalnum() or name[-1] == "_"):
            return False
        if rest[:1] == ".":
            return rest[1:].isalnum()
        if name.isdecimal() and _PERCENT.match(self._plain, at):
            return True  # 10% is a number, also where there is a row 10
        if name and not rest[:1].isascii() and name[-1].isascii():
            return False  # 01时, 05且: Chinese goes on behind a code
        goes_on = rest[:1].isalnum() or rest[:1] == "_"
        return goes_on and not _STOP.match(self._plain, at)

    def _count(self, start: int) -> None:
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise self._problem(texts.TOO_MANY, start, limit=MAX_TERMS)

    def _problem(self, template: str, at: int | None = None, **words: object) -> UnreadableError:
        """The refusal of what stands at a place, here if none is given."""
        place = (self._at if at is None else at) + 1
        return UnreadableError(self._text, place, template.format(**words))


_PERCENT = re.compile(r"\s*%")
_STOP = re.compile(
    r"则|那么|且|或|并且|时|的?除外|应|必须|大于|小于|等于|不[小少低大超高等同]|"
    + "|".join(texts.DEMAND_WORDS.values())
)
