"""Numbers as people type them and as the store keeps them.

A figure is a ``Decimal`` at every edge and an integer scaled by the decimals of its data
element in the store, so that sums and equality are exact.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.texts import entry as texts

MAX_DIGITS = 15
"""Digits of a figure, decimals included: exact as a scaled 64-bit integer and as a float."""

NARROW_SPACE = "\u202f"
"""Between groups of three digits; a figure is never broken across lines there."""

_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?P<sign>[, ])[0-9]{3}((?P=sign)[0-9]{3})*(\.[0-9]+)?")
_LOOSE = re.compile(r"[+-]?[0-9][0-9, ]*(\.[0-9]+)?")
_HALFWIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_SEPARATORS = str.maketrans(
    {"\u2009": " ", "\u202f": " ", "\u00a0": " ", "、": ",", "−": "-", "。": "."}
)


def halfwidth(text: str) -> str:
    """Full-width digits, letters and signs as ASCII. Nothing else changes: ² is no 2."""
    return text.translate(_HALFWIDTH)


def parse_number(text: str, decimals: int) -> Decimal:
    """Read a typed figure with at most ``decimals`` decimals.

    Full-width digits and well-formed separators of thousands are understood; nothing is guessed.
    Raises EntryError with a sentence that repeats what was typed.
    """
    plain_text = _without_separators(halfwidth(text).translate(_SEPARATORS).strip(), text)
    _refuse_unfit(plain_text, text, decimals)
    return Decimal(plain_text) + 0  # a typed -0 is 0


def _without_separators(plain_text: str, typed: str) -> str:
    if _PLAIN.fullmatch(plain_text):
        return plain_text
    if _GROUPED.fullmatch(plain_text):
        return plain_text.replace(",", "").replace(" ", "")
    template = texts.WRONG_SEPARATORS if _LOOSE.fullmatch(plain_text) else texts.NOT_A_NUMBER
    raise EntryError(template.format(text=typed))


def _refuse_unfit(plain_text: str, typed: str, decimals: int) -> None:
    """By the digits as they are written: no arithmetic that could round them away."""
    whole, _, fraction = plain_text.lstrip("+-").partition(".")
    if len(whole.lstrip("0")) + decimals > MAX_DIGITS:
        shortened = typed if len(typed) <= _SHOWN_DIGITS else f"{typed[:_SHOWN_DIGITS]}…"
        raise EntryError(texts.TOO_LARGE.format(text=shortened, digits=MAX_DIGITS - decimals))
    if len(fraction.rstrip("0")) > decimals:
        template = texts.TOO_MANY_DECIMALS if decimals else texts.NO_DECIMALS
        raise EntryError(template.format(text=typed, decimals=decimals))


_SHOWN_DIGITS = 30


def fits(number: Decimal, decimals: int) -> bool:
    """Whether a cell of this many decimals can hold the figure, as a typed one must be."""
    return abs(number) < Decimal(10) ** (MAX_DIGITS - decimals)


def to_scaled(number: Decimal, decimals: int) -> int:
    """The figure as an integer of its last decimal; the figure must fit (see parse_number)."""
    return int(number.scaleb(decimals))


def from_scaled(scaled: int, decimals: int) -> Decimal:
    """The figure that ``to_scaled`` stored."""
    return Decimal(scaled).scaleb(-decimals)


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Rounded half up, once, as statistics publishes it (practice.md section 3)."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def shown(number: Decimal, decimals: int | None = None) -> str:
    """The figure for people: a narrow space every three digits, ``decimals`` decimals if given."""
    value = number if decimals is None else rounded(number, decimals)
    return f"{value or abs(value):,f}".replace(",", NARROW_SPACE).replace("-", "−")


def with_unit(figure: str, unit: str) -> str:
    """A figure with its unit as people write it: 8/10万, 95%; a base like 女=100 stays off."""
    if unit.startswith("1/"):
        return figure + unit[1:]
    return figure if "=" in unit else figure + unit


def plain(number: Decimal) -> str:
    """The figure for files: ASCII, no separators, no exponent; the grammar of packages."""
    return f"{number:f}"
