"""Drawing the progress of one indicator.

Words above and below are measured first, the axes take what is left, and value labels then look
for free places: none covers a line or another label. Lengths are pixels where nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fuer_desktop.charts.palette import MARK_OF, Theme
from fuer_desktop.charts.progress_data import ProgressData, finding, title
from fuer_desktop.charts.progress_labels import label
from fuer_desktop.charts.scale import Scale, scale_of, years_of
from fuer_desktop.charts.sheet import Sheet
from fuer_desktop.charts.style import DOT, LINE, SIGN, THIN, Points, face, outline
from fuer_desktop.domain.judgement import State
from fuer_desktop.domain.numbers import shown
from fuer_desktop.domain.trends import Point
from fuer_desktop.texts import charts as texts

MARGIN, GAP = 12.0, 6.0
"""Edge of the figure and space between blocks, in points."""

GUTTER = 96.0
"""The target's words right of the axes are at most this wide, in points."""

NAME_LINES, ABOUT_LINES, SOURCE_LINES, TARGET_LINES = 2, 2, 3, 5
"""Longer words end in "…"; the file beside the figure has them whole."""

HALF_A_YEAR = 0.5


class ProgressFigure:
    """One figure in the making."""

    def __init__(self, data: ProgressData, theme: Theme, size: tuple[float, float]) -> None:
        self._data = data
        self._theme = theme
        self._sheet = Sheet(theme, size)
        self._state = State(data.state)
        self._margin = self._sheet.pixels(MARGIN)
        self._gap = self._sheet.pixels(GAP)

    def draw(self) -> Figure:
        """The finished figure."""
        top = self._head()
        bottom = self._foot()
        if not self._data.known:
            self._emptiness(top, bottom)
            return self._sheet.figure
        scale = self._scale()
        data, years = self._data, self._years()
        axes = self._axes(scale, years, (bottom, top))
        self._watermark(axes.bbox.x0, axes.bbox.x1, axes.bbox.y0, axes.bbox.y1)
        self._target_lines(axes)
        self._series(axes)
        label(self._sheet, axes, data, self._theme)
        return self._sheet.figure

    # --- words above and below ------------------------------------------------------------

    def _head(self) -> float:
        """Title, unit and state; gives the height at which they end."""
        sheet = self._sheet
        room = sheet.width - 2 * self._margin
        text = sheet.write(self._title(room), Points.TITLE, self._theme.text)
        _, height = sheet.size_of(text)
        box = sheet.put(text, self._margin, sheet.height - self._margin - height)
        mark = texts.MARK.format(sign=MARK_OF[self._state].value, state=self._state.value)
        state = sheet.write(mark, Points.LABEL, self._theme.colour(self._state))
        width, height = sheet.size_of(state)
        top = box.bottom - self._gap
        bottom = sheet.put(state, sheet.width - self._margin - width, top - height).bottom
        left = sheet.wrapped(self._about(), Points.SMALL, room - width - 2 * self._gap, ABOUT_LINES)
        about = sheet.write(left, Points.SMALL, self._theme.muted)
        _, height = sheet.size_of(about)
        return min(bottom, sheet.put(about, self._margin, top - height).bottom) - self._gap

    def _title(self, room: float) -> str:
        """On one line, or the finding on a line of its own."""
        whole = title(self._data)
        if self._sheet.width_of(whole, Points.TITLE) <= room:
            return whole
        name = self._sheet.evenly(self._data.indicator, Points.TITLE, room, NAME_LINES)
        return name + "\n" + self._sheet.shortened(finding(self._data), Points.TITLE, room)

    def _about(self) -> str:
        """Unit, which way is better, and a demand that has no line in the figure."""
        data = self._data
        parts = [texts.UNIT.format(unit=data.unit)] if data.unit else []
        if data.sense_down is not None:
            parts.append(texts.LOWER_IS_BETTER if data.sense_down else texts.HIGHER_IS_BETTER)
        if data.target is None and data.band is None and data.aim:
            parts.append(texts.DEMAND.format(aim=data.aim))
        return texts.BETWEEN.join(parts)

    def _foot(self) -> float:
        """The source line; gives the height at which it ends."""
        sheet = self._sheet
        room = sheet.width - 2 * self._margin - self._tag()
        words = sheet.evenly(self._data.source, Points.SMALL, room, SOURCE_LINES)
        text = sheet.write(words, Points.SMALL, self._theme.muted)
        _, height = sheet.size_of(text)
        sheet.put(text, self._margin, self._foot_line)
        return self._foot_line + max(height, sheet.pixels(Points.SMALL)) + self._gap

    @property
    def _foot_line(self) -> float:
        return self._margin * 0.75

    def _tag(self) -> float:
        """Practice data say so in a small frame at the lower right; gives its width."""
        if not self._data.practice:
            return 0.0
        sheet, colour = self._sheet, self._theme.muted
        text = sheet.write(texts.PRACTICE_TAG, Points.SMALL, colour)
        text.set_bbox({"boxstyle": "square,pad=0.25", "fill": False, "ec": colour, "lw": THIN})
        width, _ = sheet.size_of(text)
        sheet.put(text, sheet.width - self._margin - width, self._foot_line)
        return width + self._gap

    def _watermark(self, left: float, right: float, bottom: float, top: float) -> None:
        """演练 written large and pale behind everything."""
        if not self._data.practice:
            return
        text = self._sheet.write(texts.PRACTICE, Points.WATERMARK, self._theme.hairline)
        text.set(gid="practice", alpha=0.55, zorder=-1)
        width, height = self._sheet.size_of(text)
        self._sheet.put(text, (left + right - width) / 2, (bottom + top - height) / 2)

    def _emptiness(self, top: float, bottom: float) -> None:
        """No values: say so, and what was demanded."""
        sheet = self._sheet
        self._watermark(0, sheet.width, bottom, top)
        middle = (bottom + top) / 2
        text = sheet.write(texts.NO_DATA, Points.EMPTY, self._theme.muted)
        width, height = sheet.size_of(text)
        box = sheet.put(text, (sheet.width - width) / 2, middle - height / 2)
        aim = self._target_words(sheet.width / 2) if self._has_target else ""
        if aim:
            text = sheet.write(aim, Points.LABEL, self._theme.muted)
            text.set_multialignment("center")
            width, height = sheet.size_of(text)
            sheet.put(text, (sheet.width - width) / 2, box.bottom - self._gap - height)

    # --- axes -----------------------------------------------------------------------------

    def _scale(self) -> Scale:
        data = self._data
        target = data.drawn_target
        values = [point.value for point in data.known]
        values += [target] if target is not None else []
        values += data.drawn_band or ()
        return scale_of(values, data.decimals, percent=data.unit == "%")

    def _years(self) -> tuple[int, int]:
        """First and last year of the axis; up to the target year where there is a target."""
        data = self._data
        years = [point.year for point in data.known]
        years += [data.year] if data.year is not None else []
        years += [data.target_year] if self._has_target else []
        return min(years), max(years)

    @property
    def _has_target(self) -> bool:
        return self._data.target is not None or self._data.band is not None

    def _axes(self, scale: Scale, years: tuple[int, int], ends: tuple[float, float]) -> Axes:
        """Axes between the words, with ticks; ``ends`` are the free heights."""
        sheet = self._sheet
        marks = [shown(tick, scale.decimals) for tick in scale.ticks]
        widest = max(sheet.width_of(mark, Points.SMALL) for mark in marks)
        left = self._margin + widest + self._gap
        right = sheet.width - self._margin - self._gutter()
        bottom = ends[0] + sheet.pixels(Points.SMALL + 8)
        axes = sheet.figure.add_axes(
            (
                left / sheet.width,
                bottom / sheet.height,
                (right - left) / sheet.width,
                (ends[1] - bottom) / sheet.height,
            ),
            facecolor="none",
        )
        axes.set_xlim(years[0] - HALF_A_YEAR, years[1] + HALF_A_YEAR)
        axes.set_ylim(float(scale.low), float(scale.high))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_label_coords(0, 0)  # there is no label, so no ticks are measured to place it
        self._frame(axes)
        self._ticks(axes, scale, marks)
        self._year_ticks(axes, years)
        return axes

    def _frame(self, axes: Axes) -> None:
        for side in ("left", "right", "top"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set(color=self._theme.muted, linewidth=THIN)

    def _ticks(self, axes: Axes, scale: Scale, marks: Sequence[str]) -> None:
        theme, type_face = self._theme, face(Points.SMALL)
        axes.set_yticks(
            [float(tick) for tick in scale.ticks],
            labels=marks,
            fontproperties=type_face,
            color=theme.muted,
        )
        axes.tick_params(axis="y", length=0, pad=GAP)
        axes.tick_params(axis="x", length=3, width=THIN, color=theme.muted, pad=3)
        axes.grid(visible=True, axis="y", color=theme.hairline, linewidth=THIN * 0.7)
        axes.set_axisbelow(True)
        if scale.low < 0 < scale.high:
            axes.axhline(0, color=theme.muted, linewidth=THIN * 0.7, zorder=1)

    def _year_ticks(self, axes: Axes, years: tuple[int, int]) -> None:
        width = self._sheet.width_of(str(years[1]), Points.SMALL) + self._gap
        room = max(int(axes.bbox.width / width), 1)
        kept = [years[1], years[0]]
        shown_years = years_of(years[0], years[1], room, kept)
        axes.set_xticks(
            shown_years,
            labels=[str(year) for year in shown_years],
            fontproperties=face(Points.SMALL),
            color=self._theme.muted,
        )

    # --- the target -----------------------------------------------------------------------

    def _target_words(self, room: float) -> str:
        """ "2030年目标" and what is demanded, on lines of ``room`` pixels."""
        data, sheet = self._data, self._sheet
        target = data.drawn_target
        aim = data.aim or ("" if target is None else shown(target) + data.unit)
        if not aim:
            return ""
        head = texts.TARGET.format(year=data.target_year)
        return head + "\n" + sheet.wrapped(aim, Points.SMALL, room, TARGET_LINES)

    def _gutter(self) -> float:
        """Room needed right of the axes for the target's words."""
        if not self._has_target:
            return 0.0
        sheet = self._sheet
        lines = self._target_words(sheet.pixels(GUTTER)).split("\n")
        return max(sheet.width_of(line, Points.SMALL) for line in lines) + self._gap

    def _target_lines(self, axes: Axes) -> None:
        data, theme = self._data, self._theme
        target, band, path = data.drawn_target, data.drawn_band, data.required_path
        if band:
            axes.axhspan(
                float(band[0]), float(band[1]), color=theme.muted, alpha=0.14, lw=0, gid="band"
            )
        if target is not None:
            axes.axhline(float(target), color=theme.muted, linewidth=THIN, gid="target", zorder=1.5)
        if path:
            (line,) = axes.plot(
                [point.year for point in path],
                [float(point.value) for point in path],
                color=theme.muted,
                linewidth=THIN,
                linestyle=(0, (5, 3)),
                gid="required-path",
                zorder=1.6,
            )
            line.set_clip_on(False)
        if self._has_target:
            self._target_label(axes)

    def _target_label(self, axes: Axes) -> None:
        """The demand in words at the right end of its line."""
        sheet, data = self._sheet, self._data
        ends = data.drawn_band or ()
        level = data.drawn_target if data.drawn_target is not None else sum(ends) / 2
        words = self._target_words(sheet.pixels(GUTTER))
        if not words:
            return
        text = sheet.write(words, Points.SMALL, self._theme.muted)
        _, height = sheet.size_of(text)
        _, middle = axes.transData.transform((0, float(level)))
        highest = max(axes.bbox.y1 - height, axes.bbox.y0)
        bottom = min(max(middle - height / 2, axes.bbox.y0), highest)
        sheet.put(text, axes.bbox.x1 + self._gap, bottom)

    # --- the values -----------------------------------------------------------------------

    def _series(self, axes: Axes) -> None:
        """Years in a row are joined; over missing years only a dotted thread runs."""
        theme = self._theme
        for earlier, later in pairwise(self._data.drawn):
            gap = later.year - earlier.year > 1
            axes.plot(
                [earlier.year, later.year],
                [float(earlier.value), float(later.value)],
                color=theme.muted if gap else theme.text,
                linewidth=THIN if gap else LINE,
                linestyle=(0, (1, 2.5)) if gap else "solid",
                gid="gap" if gap else "step",
                clip_on=False,
                zorder=2,
            )
        judged, base = self._data.judged, self._data.drawn_base
        plain_points = [point for point in self._data.drawn if point != judged]
        self._dots(axes, plain_points, theme.text, "values")
        if base and base not in self._data.drawn:
            self._dots(axes, [base], theme.surface, "base")
        if judged:
            self._sign(axes, judged)

    def _dots(self, axes: Axes, points: Sequence[Point], fill: str, name: str) -> None:
        axes.plot(
            [point.year for point in points],
            [float(point.value) for point in points],
            linestyle="none",
            marker="o",
            markersize=DOT,
            markerfacecolor=fill,
            markeredgecolor=self._theme.text,
            gid=name,
            clip_on=False,
            zorder=3,
        )

    def _sign(self, axes: Axes, point: Point) -> None:
        """The judged value carries the state's sign, on a clean ground."""
        colour = self._theme.colour(self._state)
        sign = outline(MARK_OF[self._state].value)
        grounds = (("o", SIGN + 2, self._theme.surface, ""), (sign, SIGN, colour, "judged"))
        for order, (marker, size, fill, name) in enumerate(grounds):
            axes.plot(
                [point.year],
                [float(point.value)],
                linestyle="none",
                marker=marker,
                markersize=size,
                markerfacecolor=fill,
                markeredgewidth=0,
                gid=name or None,
                clip_on=False,
                zorder=4 + order,
            )
