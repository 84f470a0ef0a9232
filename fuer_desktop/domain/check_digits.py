"""The check digit behind numbers that people copy, dictate and type again."""

from __future__ import annotations

_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
"""H. M. Damm's table: no row or column holds a digit twice, so that each step is told apart."""


def check_digit(digits: str) -> int:
    """The check digit; 0 where the digits already end with theirs. One digit that is wrong, or two
    neighbours exchanged, is always told."""
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return state
