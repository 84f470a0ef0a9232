"""What people write into a cell of a spreadsheet instead of choosing a kind of "no number".

Nothing is guessed: 无, / and the like may mean 0, 不适用 or 无数据, so a person has to say which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fuer_desktop.domain.choices import code_in_words
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.numbers import halfwidth
from fuer_desktop.domain.values import CellKey, DataValue, Kind
from fuer_desktop.texts import entry as texts

NOT_APPLICABLE = texts.KIND_SIGNS["not_applicable"]
AGREED = {NOT_APPLICABLE: Kind.NOT_APPLICABLE} | {
    kind.label: kind
    for kind in (Kind.NOT_APPLICABLE, Kind.NO_DATA, Kind.INCLUDED, Kind.EXEMPT, Kind.BLANK)
}
"""Words for "no number" whose meaning is agreed."""
_KIND_FIRST = rf"({Kind.NO_DATA.label}|{Kind.INCLUDED.label})\s*"
_WITH_REASON = (
    re.compile(_KIND_FIRST + r"[:：,，]\s*(.+)", re.DOTALL),
    re.compile(_KIND_FIRST + r"[(（]\s*(.+?)\s*[)）]", re.DOTALL),
)
"""The reason is taken as it was written: its own brackets and punctuation stay."""
_LONGEST_SIGN = 6
"""Characters of a word that may stand for no number; what is longer is a text in a wrong place."""


@dataclass(frozen=True, slots=True)
class NoNumber:
    """A word where a figure belongs: the kind that is agreed for it, with the reason where it says
    one; ``kind`` is None where it is not agreed what the word means."""

    word: str
    kind: Kind | None = None
    reason: str = ""


def no_number(text: str) -> NoNumber | None:
    """What a text says instead of a figure; None where it may be a figure, or is a longer text."""
    words = halfwidth(text).strip()
    if words in AGREED:
        return NoNumber(words, AGREED[words])
    for pattern in _WITH_REASON:
        if given := pattern.fullmatch(text.strip()):
            return NoNumber(words, Kind.parse(given[1]), given[2].strip())
    is_sign = 0 < len(words) <= _LONGEST_SIGN and not any(sign.isdigit() for sign in words)
    return NoNumber(words) if is_sign else None


def as_written(value: DataValue) -> str:
    """A value as a spreadsheet's cell says it, so that it reads back as the same: a figure without
    separators, a kind with its reason."""
    if value.number is not None:
        return value.plain
    if value.kind in (Kind.NO_DATA, Kind.INCLUDED) and value.reason:
        return texts.KIND_WITH_REASON.format(kind=value.kind.label, reason=value.reason)
    return value.text


def answer_in(form: Form, key: CellKey, text: str) -> str:
    """The code of the answer that a text gives as "1", "是" or "1 是"; nothing where it gives none,
    or the cell holds no answers."""
    choices = form.choice_cells.get(key, ())
    code = code_in_words(choices, text)
    return code if any(code == str(choice.code) for choice in choices) else ""


def read_cell_text(form: Form, key: CellKey, text: str) -> DataValue:
    """The content of a cell as a clipboard has it; raises EntryError, which asks for what is not
    agreed."""
    answer = answer_in(form, key, text)
    if answer:
        return form.read(key, answer)[0]
    said = None if key in form.text_cells else no_number(text)
    if said is None or (said.kind is None and key in form.choice_cells):
        return form.read(key, text)[0]
    if said.kind is Kind.EXEMPT:
        raise EntryError(texts.EXEMPT_BY_OFFICE)
    if said.kind is None:
        raise EntryError(texts.AMBIGUOUS_SIGN.format(text=said.word))
    if said.kind in (Kind.NO_DATA, Kind.INCLUDED) and not said.reason:
        raise EntryError(texts.KIND_NEEDS_REASON.format(kind=said.word))
    return form.read(key, "", said.kind, said.reason)[0]
