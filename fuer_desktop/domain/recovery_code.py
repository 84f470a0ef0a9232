"""恢复单上的码: 32 bytes that exist on paper only, as sixteen groups of six digits.

Five digits say two bytes, the sixth is a check digit (Damm) over the group's place and its five
digits: one digit misread, two neighbours exchanged, or two groups in each other's place (unless ten
apart) is told, and with the group's number. Digits are read out on the telephone and typed on a
number pad; no O is taken for a 0.
"""

from __future__ import annotations

import re

from fuer_desktop.domain.check_digits import check_digit
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.numbers import halfwidth
from fuer_desktop.texts import office_keys as texts

GROUPS, GROUP = 16, 6
_BYTES = 2
_MOST = 1 << 8 * _BYTES
_APART = re.compile(r"[\s\-_—–－,，.。、;；:：]+")


def groups_of(seed: bytes) -> tuple[str, ...]:
    """The groups that say 32 bytes."""
    values = [
        int.from_bytes(seed[start : start + _BYTES], "big")
        for start in range(0, GROUPS * _BYTES, _BYTES)
    ]
    return tuple(_group(place, value) for place, value in enumerate(values))


def seed_of(typed: str) -> bytes:
    """The 32 bytes that were typed; blanks, dashes, commas and full-width digits are understood.

    Raises EntryError, which names every group that is wrong.
    """
    groups = _split(typed)
    wrong = [place for place, group in enumerate(groups) if not is_group(place, group)]
    if wrong:
        numbers = "、".join(str(place + 1) for place in wrong)
        raise EntryError(texts.WRONG_GROUPS.format(numbers=numbers))
    return b"".join(int(group[:-1]).to_bytes(_BYTES, "big") for group in groups)


def is_group(place: int, group: str) -> bool:
    """Whether six digits can be the group at this place, counted from 0."""
    if not re.fullmatch(rf"[0-9]{{{GROUP}}}", group):
        return False
    value = int(group[:-1])
    return value < _MOST and _group(place, value) == group


def digits_of(typed: str) -> str:
    """One group as it was typed, without what stands between digits."""
    return _APART.sub("", halfwidth(typed))


def _split(typed: str) -> list[str]:
    """Sixteen groups: by what stands between them where that gives sixteen, else by counting."""
    parts = [part for part in _APART.split(halfwidth(typed)) if part]
    if len(parts) == GROUPS:
        return parts
    whole = "".join(parts)
    if len(whole) != GROUPS * GROUP:
        words = {"groups": GROUPS, "digits": GROUP, "found": len(whole)}
        raise EntryError(texts.WRONG_LENGTH.format(total=GROUPS * GROUP, **words))
    return [whole[start : start + GROUP] for start in range(0, len(whole), GROUP)]


def _group(place: int, value: int) -> str:
    said = f"{value:0{GROUP - 1}}"
    return f"{said}{check_digit(f'{place % 10}{said}')}"
