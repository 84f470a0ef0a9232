"""Choices (选择项): a cell that holds the code of one of a few answers and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.numbers import halfwidth
from fuer_desktop.texts import entry as texts


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer; its code is a whole number."""

    code: int
    label: str

    @property
    def text(self) -> str:
        """Code and words, as they are printed and shown."""
        return texts.CHOICE.format(code=self.code, label=self.label)


Choices = tuple[Choice, ...]

_WRITTEN = re.compile(r"(0|[1-9][0-9]{0,3})(?:[、\s]|\.(?![0-9]))\s*(\S.*)")


def parse_choice(text: str) -> Choice | None:
    """An answer as a definition writes it, "1 是"; None for what is none."""
    code, label = _parts(text)
    return Choice(int(code), label) if label else None


def _parts(text: str) -> tuple[str, str]:
    """The code and the words behind it; no words where it has another shape."""
    found = _WRITTEN.fullmatch(halfwidth(text).strip())
    return (found[1], found[2].strip()) if found else ("", "")


def code_of(choices: Choices, text: str) -> str:
    """The code that was typed, full-width or not; raises EntryError that lists the choices."""
    given = halfwidth(text).strip()
    if any(given == str(choice.code) for choice in choices):
        return given
    raise EntryError(texts.CHOICE_WANTED.format(text=text.strip(), choices=listed(choices)))


def code_in_words(choices: Choices, text: str) -> str:
    """The code that a clipboard or a spreadsheet gives as "1", "是" or "1 是"; else the text."""
    given = halfwidth(text).strip()
    code, label = _parts(given)
    for choice in choices:
        words = halfwidth(choice.label)
        if given == words or (code == str(choice.code) and label == words):
            return str(choice.code)
    return given.removesuffix(".0")


def chosen(choices: Choices, number: Decimal | None) -> Choice | None:
    """The answer with that code."""
    return next((choice for choice in choices if choice.code == number), None)


def listed(choices: Sequence[Choice]) -> str:
    """All answers in a line."""
    return texts.CHOICES_JOINED.join(choice.text for choice in choices)
