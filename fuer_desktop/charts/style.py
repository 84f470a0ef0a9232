"""How figures look: the shipped font, sizes and widths, and the two themes.

matplotlib's settings stay as they are: the font is named on every text, colours on every line.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from pathlib import Path

from matplotlib.font_manager import FontProperties, findfont, fontManager
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath

from fuer_desktop.charts.palette import DARK, LIGHT, Theme

__all__ = ["DARK", "LIGHT", "Theme"]

DPI = 144
SIZE = (7.2, 4.2)
"""Width and height of a figure in inches."""


class Points(IntEnum):
    """Sizes of type in points."""

    SMALL = 9
    LABEL = 10
    TITLE = 12
    EMPTY = 16
    WATERMARK = 72


THIN, LINE = 0.9, 1.6
"""Widths of lines in points."""

DOT, SIGN = 4.5, 13.0
"""Diameters of a year's dot and of the state's sign, in points."""


FAMILY = "FuEr Sans SC"
"""The name that the shipped font calls itself."""


def register_font(path: Path) -> None:
    """Make the shipped font known to matplotlib; again costs nothing."""
    if not any(known.fname == str(path) for known in fontManager.ttflist):
        fontManager.addfont(path)


@cache
def face(points: Points) -> FontProperties:
    """The shipped font at a size; ValueError where it has not been registered."""
    properties = FontProperties(family=[FAMILY], size=float(points))
    findfont(properties, fallback_to_default=False)
    return properties


def outline(sign: str) -> Outline:
    """A sign's shape around (0, 0), to be drawn as a marker: the same sign as in words."""
    shape = TextPath((0, 0), sign, size=100, prop=face(Points.LABEL))
    box = shape.get_extents()
    middle = (box.p0 + box.p1) / 2
    return Outline(shape.vertices - middle, shape.codes)
