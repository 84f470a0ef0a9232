"""From what stands in a cell to the value of a key, forgiving what cannot be misread.

Whatever is taken otherwise than it was written is told; whatever could mean two things is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from fuer_desktop.formats.section import suggestion
from fuer_desktop.formats.workbook_cells import BOOLEAN, DATE, ERROR, NOTHING, NUMBER, Cell
from fuer_desktop.formats.workbook_layout import CODED, Key, Kind
from fuer_desktop.texts import workbook as texts

Content = str | int | bool | list[str]
"""What a definition file holds under a key."""

_FULL_WIDTH = {
    ord("０") + offset: chr(ord("0") + offset)
    for offset in range(ord("z") - ord("0") + 1)
    if chr(ord("0") + offset).isalnum()
} | {ord(full): half for full, half in zip("－．＿／　％", "-._/ %", strict=True)}
"""Letters, digits and the signs of codes; other full-width signs are Chinese writing."""

_CODES = re.compile(r"[、，,；;\s]+")
_TEXTS = re.compile(r"[；;]")
_PARTS = re.compile(r"[\s（）]+")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
OTHERWISE = re.compile(r"%|万|千|亿|[0#?],+(?![0#?])|\\!|E[+-]")
"""Number formats that show another number than the stored one."""

_FILE_NAME = re.compile(r"[\w-]{1,60}")
_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9¹²³]", re.IGNORECASE)


@dataclass
class Value:
    """A cell's value; None where there is none, because it is refused or empty.

    A refused cell may still have a value that does for reading on, so that one mistake is not
    told many times.
    """

    content: Content | None = None
    problem: str = ""
    warnings: list[str] = field(default_factory=list)


def fold(text: str) -> str:
    """Full-width letters and digits made half-width."""
    return text.translate(_FULL_WIDTH)


def read_value(cell: Cell, key: Key) -> Value:
    """What a cell means as the value of this key."""
    value = Value()
    if cell.formula and cell.kind != NOTHING:
        value.warnings.append(texts.FORMULA_TAKEN.format(found=cell.text))
    value.problem = UNFIT.get(cell.kind, "").format(found=cell.text)
    if value.problem:
        return value
    if cell.kind == NUMBER:
        _take_number(cell, key, value)
    else:
        _take_text(cell.text, key, value)
    return value


UNFIT = {
    NOTHING: texts.FORMULA_EMPTY,
    DATE: texts.DATE,
    ERROR: texts.ERROR,
    BOOLEAN: texts.BOOLEAN,
}


# --- numbers -------------------------------------------------------------------------------


def _take_number(cell: Cell, key: Key, value: Value) -> None:
    text = plain_number(cell.text)
    if key.kind in CODED:
        width = len(key.example) if key.example.isdecimal() else 0
        guess = text.zfill(width)
        wanted = guess if width else texts.AS_TEXT.format(found=text)
        value.problem = texts.NUMBER_AS_CODE.format(found=text, wanted=wanted)
        value.content = [guess] if key.kind == Kind.CODES else guess
    elif OTHERWISE.search(cell.shown):
        value.problem = texts.SHOWN_OTHERWISE.format(found=text, shown=cell.shown)
    else:
        _take_text(text, key, value)


def plain_number(text: str) -> str:
    """A stored number without exponent and without decimals that say nothing."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


# --- texts ---------------------------------------------------------------------------------


def _take_text(text: str, key: Key, value: Value) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    if not text.strip():
        return
    _TAKERS.get(key.kind, _take_words)(text, key, value)


def _take_words(text: str, _key: Key, value: Value) -> None:
    value.content = text.strip()


def _take_code(text: str, key: Key, value: Value) -> None:
    code = fold(text).strip()
    if text != text.strip():
        value.warnings.append(texts.TRIMMED.format(found=_shown(text), read=code))
    _tell_folded(text, value, code)
    value.content = code
    if re.search(r"\s", code):
        value.problem = texts.BLANK_IN_CODE.format(found=_shown(code))
        value.content = re.sub(r"\s+", "", code)
    elif key.kind == Kind.NAME and (not _FILE_NAME.fullmatch(code) or _DEVICES.fullmatch(code)):
        value.problem = texts.BAD_NAME.format(found=code)
        value.content = None


def _take_codes(text: str, _key: Key, value: Value) -> None:
    codes = [code for code in _CODES.split(fold(text)) if code]
    _tell_folded(text, value, "、".join(codes))
    value.content = codes or None


def _take_texts(text: str, _key: Key, value: Value) -> None:
    """Names, of which one may hold 、 and, where each has its own line, ； too."""
    parts = text.split("\n") if "\n" in text else _TEXTS.split(text)
    value.content = [part.strip() for part in parts if part.strip()] or None


def _take_whole(text: str, _key: Key, value: Value) -> None:
    number = _number_text(text, value)
    if _WHOLE.fullmatch(number):
        value.content = int(number)
    else:
        value.problem = texts.NOT_WHOLE.format(found=_shown(text))


def _take_decimal(text: str, _key: Key, value: Value) -> None:
    number = _number_text(text, value)
    if not _DECIMAL.fullmatch(number):
        value.problem = texts.NOT_NUMBER.format(found=_shown(text))
    else:
        value.content = int(number) if _WHOLE.fullmatch(number) else number


def _number_text(text: str, value: Value) -> str:
    number = fold(text).replace("，", ",").replace("－", "-").strip()
    if _GROUPED.fullmatch(number):
        number = number.replace(",", "")
    _tell_folded(text, value, number)
    return number


def _take_figure(text: str, _key: Key, value: Value) -> None:
    figure = fold(text).replace("：", ":").strip()
    _tell_folded(text, value, figure)
    value.content = figure


def _take_flag(text: str, key: Key, value: Value) -> None:
    code = _chosen(text, key)
    if code is None:
        value.problem = texts.NOT_FLAG.format(found=_shown(text))
    else:
        value.content = code == "true"


def _take_choice(text: str, key: Key, value: Value) -> None:
    value.content = _chosen(text, key)
    if value.content is None:
        value.problem = _no_choice(text, key)


def _take_choices(text: str, key: Key, value: Value) -> None:
    parts = [part for part in _CODES.split(fold(text)) if part]
    codes = [_chosen(part, key) for part in parts]
    value.content = [code for code in codes if code]
    unknown = [part for part, code in zip(parts, codes, strict=True) if code is None]
    if unknown:
        value.problem = _no_choice(unknown[0], key)


def _take_measure(text: str, key: Key, value: Value) -> None:
    """A unit of measure as it is known; of others the reader of definitions tells."""
    value.content = _chosen(text, key) or text.strip()


_TAKERS = {
    Kind.CODE: _take_code,
    Kind.NAME: _take_code,
    Kind.CODES: _take_codes,
    Kind.TEXTS: _take_texts,
    Kind.WHOLE: _take_whole,
    Kind.NUMBER: _take_decimal,
    Kind.FIGURE: _take_figure,
    Kind.FLAG: _take_flag,
    Kind.CHOICE: _take_choice,
    Kind.CHOICES: _take_choices,
    Kind.MEASURE: _take_measure,
}


def _chosen(text: str, key: Key) -> str | None:
    """The code of a choice, by its word or the code itself, or by a part of one word alone: 强制 is
    A 强制, and 乡镇 is 乡镇（街道）."""
    found = _same(text)
    for code, word in key.choices.items():
        if found in (_same(word), _same(code)):
            return code
    parts = [code for code, word in key.choices.items() if found in map(_same, _PARTS.split(word))]
    return parts[0] if len(parts) == 1 else None


def _same(text: str) -> str:
    return re.sub(r"\s", "", fold(text)).casefold()


def _no_choice(text: str, key: Key) -> str:
    words = list(key.choices.values())
    return texts.NOT_A_CHOICE.format(
        found=_shown(text), known="、".join(words), suggestion=suggestion(text, words)
    )


def _tell_folded(text: str, value: Value, read: str) -> None:
    if fold(text) != text and fold(text).strip() != text.strip():
        value.warnings.append(texts.FOLDED.format(found=_shown(text), read=read))


_LONGEST = 40


def _shown(text: str) -> str:
    """A text in a sentence: on one line, and not longer than the sentence bears."""
    line = text.replace("\n", "↓")
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
