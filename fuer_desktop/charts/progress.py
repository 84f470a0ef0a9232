"""The progress of one indicator towards its target, as a figure and as a file."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from fuer_desktop.charts.palette import Theme
from fuer_desktop.charts.progress_data import ProgressData, title
from fuer_desktop.charts.progress_figure import ProgressFigure
from fuer_desktop.charts.style import DPI, SIZE

__all__ = ["ProgressData", "draw", "save", "title"]

UNSAID = {"png": ("Software",), "svg": ("Date", "Creator")}
"""What matplotlib would write about itself and the hour."""


def draw(data: ProgressData, theme: Theme, size: tuple[float, float] = SIZE) -> Figure:
    """The figure, ``size`` in inches; draw anew for another size, labels are laid out for one."""
    return ProgressFigure(data, theme, size).draw()


def save(figure: Figure, path: Path) -> None:
    """Write a figure as .png or .svg (letters as outlines); the same figure, the same bytes."""
    kind = path.suffix[1:].lower()
    with mpl.rc_context({"svg.hashsalt": "fuer", "svg.fonttype": "path"}):
        figure.savefig(
            path,
            format=kind,
            dpi=DPI,
            facecolor=figure.get_facecolor(),
            bbox_inches=None,
            metadata=dict.fromkeys(UNSAID[kind]),
        )
