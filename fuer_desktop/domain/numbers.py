"""Numbers as people type them and as the store keeps them.

A figure is a ``Decimal`` at every edge and an integer scaled by the decimals of its data
element in the store, so that sums and equality are exact.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.texts import entry as texts

MAX_DIGITS = 15
"""Digits of a figure, decimals included: exact as a scaled 64-bit integer and as a float."""

THIN_SPACE = "\u2009"

_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?P<sign>[, ])[0-9]{3}((?P=sign)[0-9]{3})*(\.[0-9]+)?")
_SPACES = str.maketrans({"\u2009": " ", "\u202f": " ", "\u00a0": " ", "、": ",", "−": "-"})


def parse_number(text: str, decimals: int) -> Decimal:
    """Read a typed figure with at most ``decimals`` decimals.

    Full-width digits and well-formed separators of thousands are understood; nothing is guessed.
    Raises EntryError with a sentence that repeats what was typed.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_SPACES)).translate(_SPACES).strip()
    number = Decimal(_without_separators(plain, text))
    _refuse_unfit(number, text, decimals)
    return number


def _without_separators(plain: str, typed: str) -> str:
    if _PLAIN.fullmatch(plain):
        return plain
    if _GROUPED.fullmatch(plain):
        return plain.replace(",", "").replace(" ", "")
    if re.fullmatch(r"[+-]?[0-9][0-9, ]*(\.[0-9]+)?", plain):
        raise EntryError(texts.WRONG_SEPARATORS.format(text=typed))
    raise EntryError(texts.NOT_A_NUMBER.format(text=typed))


def _refuse_unfit(number: Decimal, typed: str, decimals: int) -> None:
    _, digits, exponent = number.normalize().as_tuple()
    assert isinstance(exponent, int)  # the pattern lets neither NaN nor infinity through
    if -exponent > decimals:
        template = texts.TOO_MANY_DECIMALS if decimals else texts.NO_DECIMALS
        raise EntryError(template.format(text=typed, decimals=decimals))
    if len(digits) + exponent + decimals > MAX_DIGITS:
        raise EntryError(texts.TOO_LARGE.format(text=typed, digits=MAX_DIGITS - decimals))


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
    """The figure for people: a thin space every three digits, ``decimals`` decimals if given."""
    value = number if decimals is None else rounded(number, decimals)
    return f"{value:,f}".replace(",", THIN_SPACE).replace("-", "−")


def with_unit(figure: str, unit: str) -> str:
    """A figure with its unit as people write it: 8/10万, 95%; a base like 女=100 stays off."""
    if unit.startswith("1/"):
        return figure + unit[1:]
    return figure if "=" in unit else figure + unit


def plain(number: Decimal) -> str:
    """The figure for files: ASCII, no separators, no exponent; the grammar of packages."""
    return f"{number:f}"
