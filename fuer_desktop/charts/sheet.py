"""A blank figure on which words and lines are put in pixels, so that nothing is left to chance.

x runs to the right and y upward from the lower left corner.
"""

from __future__ import annotations

from functools import cache, lru_cache

from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from fuer_desktop.charts.palette import Theme
from fuer_desktop.charts.placing import Box, Stroke
from fuer_desktop.charts.style import DPI, Points, face
from fuer_desktop.charts.wrapping import shorten, wrap

LINE_SPACING = 1.25


class Sheet:
    """The figure while it is drawn; ``size`` in inches."""

    def __init__(self, theme: Theme, size: tuple[float, float]) -> None:
        self.figure = Figure(figsize=size, dpi=DPI, facecolor=theme.surface)
        canvas = FigureCanvasAgg(self.figure)
        self._renderer = canvas.get_renderer()
        self.width, self.height = size[0] * DPI, size[1] * DPI

    @staticmethod
    def pixels(points: float) -> float:
        """A length in points (1/72 inch) as pixels."""
        return points * DPI / 72

    def write(self, words: str, points: Points, colour: str) -> Text:
        """Words not yet in their place."""
        return self.figure.text(
            0,
            0,
            words,
            color=colour,
            fontproperties=face(points),
            linespacing=LINE_SPACING,
            horizontalalignment="left",
            verticalalignment="bottom",
            parse_math=False,
        )

    def size_of(self, text: Text) -> tuple[float, float]:
        """Width and height of words in pixels."""
        extent = text.get_window_extent(self._renderer)
        return extent.width, extent.height

    def put(self, text: Text, left: float, bottom: float) -> Box:
        """Move words to their place."""
        width, height = self.size_of(text)
        text.set_position((left / self.width, bottom / self.height))
        return Box(left, bottom, left + width, bottom + height)

    def width_of(self, words: str, points: Points) -> float:
        """Width of one line in pixels, as the sum of its characters: no whole line is measured
        again and again while it is broken."""
        return sum(_advance(character, points) for character in words)

    def wrapped(self, words: str, points: Points, room: float, most: int) -> str:
        """Words broken into at most ``most`` lines of ``room`` pixels."""
        return "\n".join(wrap(words, lambda line: self.width_of(line, points), room, most))

    def evenly(self, words: str, points: Points, room: float, most: int) -> str:
        """As ``wrapped``, with lines of about the same length."""
        lines = self.wrapped(words, points, room, most).count("\n") + 1
        share = max(room / 2, self.width_of(words, points) / lines + self.pixels(points))
        evened = self.wrapped(words, points, min(room, share), most + 1)
        return evened if evened.count("\n") < lines else self.wrapped(words, points, room, most)

    def shortened(self, words: str, points: Points, room: float) -> str:
        """Words on one line of ``room`` pixels."""
        return shorten(words, lambda line: self.width_of(line, points), room)

    def rule(self, stroke: Stroke, colour: str, width: float) -> None:
        """A thin straight line; ``width`` in points."""
        (x0, y0), (x1, y1) = stroke.start, stroke.end
        line = Line2D(
            [x0 / self.width, x1 / self.width],
            [y0 / self.height, y1 / self.height],
            color=colour,
            linewidth=width,
            transform=self.figure.transFigure,
        )
        self.figure.add_artist(line)


@lru_cache(maxsize=1 << 14)
def _advance(character: str, points: Points) -> float:
    """How far a character moves the pen; its ink alone may be narrower. All sheets have the same
    pixels, so that each character is measured once for a whole report."""
    one, two = (_ink(character * count, points) for count in (1, 2))
    return two - one


def _ink(words: str, points: Points) -> float:
    width, _, _ = _measuring().get_text_width_height_descent(words, face(points), ismath=False)
    return float(width)


@cache
def _measuring() -> RendererAgg:
    return RendererAgg(1, 1, DPI)
