"""Type for paper: widths of texts and where lines break, in points.

The shipped font is measured ten times as large as it is printed, so that a width is a width on
every device.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

FAMILY = "FuEr Sans SC"
"""The name that the shipped font calls itself."""

FINE = 10
"""Dots of the drawing in a point."""

_NAME = "fuer-desktop"


def ready(font: Path) -> QGuiApplication:
    """What Qt needs before a text is measured: an application, made for drawing only where the
    program has none, and the shipped font. The application has to be kept while pages are drawn.
    """
    running = QGuiApplication.instance()
    if not isinstance(running, QGuiApplication):
        running = QGuiApplication([_NAME, "-platform", "offscreen"])
    if FAMILY not in QFontDatabase.families():
        QFontDatabase.addApplicationFont(str(font))
    return running


def font(points: float) -> QFont:
    """The shipped font at a size, for a painter whose unit is a point divided by ``FINE``."""
    made = QFont(FAMILY)
    made.setPixelSize(round(points * FINE))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


class _Metrics(threading.local):
    """Fonts measured so far; Qt's own belong to the thread that made them."""

    def __init__(self) -> None:
        self.by_points: dict[float, QFontMetricsF] = {}


_measured = _Metrics()


def _metrics(points: float) -> QFontMetricsF:
    known = _measured.by_points
    if points not in known:
        known[points] = QFontMetricsF(font(points))
    return known[points]


@lru_cache(maxsize=20_000)
def width(text: str, points: float) -> float:
    """How wide a line is."""
    return _metrics(points).horizontalAdvance(text) / FINE


def fitting(text: str, points: float, room: float) -> float:
    """The size in which a line fits, smaller than usual where it has to be."""
    while width(text, points) > room and points > _LEAST:
        points -= 0.5
    return points


_LEAST = 5.0


def rise(points: float) -> float:
    """From the top of a line's type to its baseline: of ideographs, not of what a font reserves."""
    return points * _RISE


def leading(points: float) -> float:
    """From one line to the next."""
    return points * _LEADING


_RISE, _LEADING = 0.88, 1.3

_CLOSING = "，。、；：！？）》】〉”’％%‰"
_OPENING = "（《【〈“‘"
_WORD = re.compile(
    rf"[{_OPENING}]*(?:.=[0-9]+|[0-9A-Za-z.,/\u202f\u2212_-]+|.)[{_CLOSING}]*", re.DOTALL
)
"""What is not broken: a figure or a foreign word, with the signs that cling to it."""


def wrapped(text: str, points: float, room: float) -> list[str]:
    """The lines of a text in a column of this width; every line fits, if a single sign does."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _WORD.findall(paragraph):
            if width(line + word, points) <= room:
                line += word
                continue
            if line:
                lines.append(line)
            *whole, line = _cut(word, points, room)
            lines += whole
        lines.append(line)
    return lines


def words(text: str) -> list[str]:
    """What is not broken, one after the other."""
    return _WORD.findall(text)


def evenly_wrapped(text: str, points: float, room: float) -> list[str]:
    """As ``wrapped``, but no sign or two stand alone in the last line of a few."""
    lines = wrapped(text, points, room)
    count, narrower = len(lines), room - points
    while count > 1 and len(lines[-1]) < _LEAST_LAST and narrower > room / 2:
        tried = wrapped(text, points, narrower)
        if len(tried) > count:
            break
        lines, narrower = tried, narrower - points
    return lines


_LEAST_LAST = 4


def _cut(word: str, points: float, room: float) -> list[str]:
    """A word in pieces that fit, where it is wider than the column."""
    pieces = [""]
    for sign in word:
        if pieces[-1] and width(pieces[-1] + sign, points) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def longest_word(text: str, points: float) -> float:
    """The width of the widest part that should not be broken."""
    return max((width(word, points) for word in _WORD.findall(text)), default=0.0)
