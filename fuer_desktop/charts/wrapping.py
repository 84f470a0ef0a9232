"""Breaking Chinese lines where a printer would."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fuer_desktop.texts import charts as texts

Width = Callable[[str], float]
"""How wide a piece of text is, in any unit."""

_PIECES = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,/+−—\u2009-]*[%‰年]?|\s+|.")
_NEVER_FIRST = "，。、；：）》〉”’％%‰！？…·"
_NEVER_LAST = "（《〈“‘"


def wrap(text: str, width: Width, room: float, most: int) -> list[str]:
    """At most ``most`` lines no wider than ``room``; what does not fit is cut off with "…"."""
    lines = list(_lines(text, width, room))
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], shorten("".join(lines[most - 1 :]), width, room)]


def shorten(text: str, width: Width, room: float) -> str:
    """One line no wider than ``room``."""
    if width(text) <= room:
        return text
    while text and width(text + texts.SHORTENED) > room:
        text = text[:-1]
    return text + texts.SHORTENED


def _lines(text: str, width: Width, room: float) -> Iterator[str]:
    line = ""
    for piece in _unbroken(text, width, room):
        if line and width((line + piece).rstrip()) > room:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def _unbroken(text: str, width: Width, room: float) -> Iterator[str]:
    """Pieces that stay together; one wider than the line falls apart into characters."""
    held = ""
    for piece in _PIECES.findall(text):
        if held and (piece[0] in _NEVER_FIRST or held[-1] in _NEVER_LAST):
            held += piece
            continue
        yield from _fitting(held, width, room)
        held = piece
    yield from _fitting(held, width, room)


def _fitting(piece: str, width: Width, room: float) -> Iterator[str]:
    if width(piece) <= room:
        yield piece
    else:
        yield from piece
