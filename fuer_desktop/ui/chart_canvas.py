"""The canvas on which a progress chart stands; matplotlib comes in with the first chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fuer_desktop.services import paths
from fuer_desktop.ui.theme import BASE_PT, Theme

if TYPE_CHECKING:
    from fuer_desktop.charts.progress import ProgressData

SMALLEST = QSize(380, 220)
"""At ordinary type, in pixels; a smaller figure has no room for its words."""

SETTLE_MS = 60
"""A chart is laid out for one size: it is drawn anew once the size has been still this long."""


class ChartCanvas(QWidget):
    """Shows one chart at the widget's size, in the theme's colours, its type as large as ours."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._data: ProgressData | None = None
        self._canvas: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        scale = theme.points / BASE_PT
        self.setMinimumSize(SMALLEST * scale)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._draw)

    def show_data(self, data: ProgressData) -> None:
        """Show another chart."""
        self._data = data
        self._timer.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw again for the new size."""
        super().resizeEvent(event)
        if self._data is not None:
            self._timer.start(SETTLE_MS)

    @property
    def dots_per_inch(self) -> float:
        """Pixels per inch at which the chart's points equal those of the window's type."""
        return self.logicalDpiX() * self._theme.points / BASE_PT

    def _draw(self) -> None:
        """A figure of its own canvas replaces the one before."""
        if self._data is None or not self.isVisible():
            return
        from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg

        from fuer_desktop.charts import progress, style

        style.register_font(paths.font())
        palette = style.DARK if self._theme.dark else style.LIGHT
        dots = self.dots_per_inch
        figure = progress.draw(self._data, palette, (self.width() / dots, self.height() / dots))
        figure.set_dpi(dots)
        canvas: QWidget = FigureCanvasQTAgg(figure)
        canvas.setAccessibleName(progress.title(self._data))
        if self._canvas is not None:
            self._layout.removeWidget(self._canvas)
            self._canvas.deleteLater()
        self._canvas = canvas
        self._layout.addWidget(canvas)
        canvas.show()

    def showEvent(self, event: object) -> None:
        """What came while the page was behind another is drawn now."""
        if self._data is not None:
            self._timer.start(0)
