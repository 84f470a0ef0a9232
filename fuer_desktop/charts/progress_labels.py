"""Labels of values in a progress figure: each beside its point, none over a line or another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from fuer_desktop.charts.palette import MARK_OF, Mark, Theme
from fuer_desktop.charts.placing import Box, Place, Plot, Stroke, Wish
from fuer_desktop.charts.progress_data import ProgressData
from fuer_desktop.charts.sheet import Sheet
from fuer_desktop.charts.style import DOT, SIGN, THIN, Points
from fuer_desktop.domain.judgement import State
from fuer_desktop.domain.trends import Point
from fuer_desktop.texts import charts as texts

NEAR = (6.0, 8.5, 11.0)
"""Distances from a point at which its label looks for a place, in points."""

CLEAR = 1.5
"""Free space around a label, in points."""

HALO = 2.5
"""Width of the clean rim of a label's letters where it crosses a hairline, in points."""

ALONG = (0.72, 0.8, 0.64, 0.88, 0.56, 0.48, 0.4, 0.32, 0.24)
"""Where along the required path its label may stand, as shares of its length, best first."""


def label(sheet: Sheet, axes: Axes, data: ProgressData, theme: Theme) -> None:
    """Put all labels into the axes of a drawn figure."""
    _Labels(sheet, axes, data, theme).put_all()


class _Labels:
    def __init__(self, sheet: Sheet, axes: Axes, data: ProgressData, theme: Theme) -> None:
        self._sheet = sheet
        self._axes = axes
        self._data = data
        self._theme = theme
        box = axes.bbox
        self._plot = Plot(
            Box(box.x0, box.y0 + sheet.pixels(CLEAR), box.x1, box.y1),
            list(self._marks()),
            list(self._lines()),
            list(self._hairlines()),
        )

    def put_all(self) -> None:
        """The judged value first, then last, base and first; the others where there is room."""
        data, theme = self._data, self._theme
        judged, known = data.judged, data.known
        if judged:
            self._value(judged, Points.TITLE, theme.colour(State(data.state)))
        needed = [known[-1], known[0], *data.drawn[:1]]
        for point in dict.fromkeys(needed):
            if point != judged:
                self._value(point, Points.LABEL, theme.text)
        self._missing()
        self._path()
        for point in data.drawn:
            if point != judged and point not in needed:
                self._value(point, Points.SMALL, theme.muted)

    # --- what is there already ------------------------------------------------------------

    def _at(self, year: float, value: float) -> Place:
        x, y = self._axes.transData.transform((year, value))
        return float(x), float(y)

    def _place(self, point: Point) -> Place:
        return self._at(point.year, float(point.value))

    def _marks(self) -> Iterator[Box]:
        for point in self._data.known:
            x, y = self._place(point)
            size = SIGN if point == self._data.judged else DOT
            yield Box(x, y, x, y).grown(self._sheet.pixels(size / 2))

    def _lines(self) -> Iterator[Stroke]:
        for earlier, later in pairwise(self._data.drawn):
            yield Stroke(self._place(earlier), self._place(later))
        path, target = self._data.required_path, self._data.drawn_target
        if path:
            yield Stroke(self._place(path[0]), self._place(path[1]))
        if target is not None:
            _, y = self._at(self._data.target_year, float(target))
            yield Stroke((self._axes.bbox.x0, y), (self._axes.bbox.x1, y))

    def _hairlines(self) -> Iterator[Stroke]:
        for tick in self._axes.get_yticks():
            _, y = self._at(0.0, tick)
            yield Stroke((self._axes.bbox.x0, y), (self._axes.bbox.x1, y))

    # --- the labels -----------------------------------------------------------------------

    def _value(self, point: Point, size: Points, colour: str) -> None:
        """A value beside its point; small ones only where there is room."""
        words = self._data.amount(point.value)
        if point == self._data.drawn_base:
            words = texts.BASE.format(value=words)
        text = self._sheet.write(words, size, colour)
        self._seek(text, (self._place(point),), needed=size > Points.SMALL)

    def _missing(self) -> None:
        """The judged year has no value: the empty place says so."""
        data = self._data
        if data.year is None or data.judged:
            return
        words = texts.MISSING.format(sign=Mark.OPEN.value, year=data.year)
        colour = self._theme.marks[MARK_OF[State.NO_DATA]]
        x, _ = self._at(data.year, 0.0)
        text = self._sheet.write(words, Points.SMALL, colour)
        self._seek(text, ((x, self._axes.bbox.y0),), needed=True)

    def _path(self) -> None:
        """The required path is named beside it, near its end."""
        path = self._data.required_path
        if not path:
            return
        (x0, y0), (x1, y1) = map(self._place, path)
        anchors = tuple((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for share in ALONG)
        text = self._sheet.write(texts.PATH, Points.SMALL, self._theme.muted)
        self._seek(text, anchors, needed=True)

    def _seek(self, text: Text, anchors: tuple[Place, ...], *, needed: bool) -> None:
        """Put words at the nearest free place; away with them where none is free."""
        sheet = self._sheet
        width, height = sheet.size_of(text)
        near = tuple(sheet.pixels(distance) for distance in NEAR)
        wish = Wish(width, height, anchors, near, sheet.pixels(CLEAR), needed)
        found = self._plot.place(wish)
        if found is None:
            text.remove()
            return
        text.set_gid("label")
        text.set_path_effects([withStroke(linewidth=HALO, foreground=self._theme.surface)])
        sheet.put(text, found.box.left, found.box.bottom)
        if found.leader:
            sheet.rule(found.leader, self._theme.muted, THIN * 0.6)
