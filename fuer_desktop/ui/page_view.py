"""Pages as they will be printed, below one another, drawn only where they are seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from fuer_desktop.texts import printing as texts
from fuer_desktop.ui.theme import GRID_PX, Theme

if TYPE_CHECKING:
    from fuer_desktop.paper.layout import Laid
    from fuer_desktop.paper.pieces import Page

_BETWEEN = 3 * GRID_PX
_POINTS_PER_INCH = 72


@dataclass(frozen=True)
class _Placed:
    """A page and where it lies."""

    laid: Laid
    page: Page
    where: QRectF


class PageView(QScrollArea):
    """``seen`` tells the number of the page in the middle, and of how many."""

    seen = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._forms: Sequence[Laid] = ()
        self._zoom: float | None = None
        self._sheets = _Sheets(theme)
        self.setWidget(self._sheets)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(texts.PREVIEW)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._tell())

    def show_forms(self, forms: Sequence[Laid]) -> None:
        """Show these from their first page on."""
        self._forms = forms
        self._place()
        self.verticalScrollBar().setValue(0)
        self._tell()

    def zoom(self, factor: float | None) -> None:
        """How large: 1 as on paper, None as wide as there is room."""
        self._zoom = factor
        self._place()
        self._tell()

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sheets.pages)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages as wide as the room grow and shrink with it."""
        super().resizeEvent(event)
        if self._zoom is None:
            self._place()

    def _place(self) -> None:
        room = self.viewport().width() - 2 * _BETWEEN
        self._sheets.place(list(self._placed(room)), self.viewport().width())

    def _placed(self, room: int) -> Iterator[_Placed]:
        top = float(_BETWEEN)
        for laid in self._forms:
            width, height = laid.size.points
            dots = self._dots(room / width)
            for page in laid.pages:
                yield _Placed(laid, page, QRectF(0, top, width * dots, height * dots))
                top += height * dots + _BETWEEN

    def _dots(self, fitting: float) -> float:
        if self._zoom is None:
            return fitting
        return self._zoom * self.logicalDpiX() / _POINTS_PER_INCH

    def _tell(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        above = sum(placed.where.top() <= middle for placed in self._sheets.pages)
        self.seen.emit(max(above, min(1, self.count)), self.count)


class _Sheets(QWidget):
    """White paper on the window's ground."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._colours = theme.colours
        self.pages: list[_Placed] = []

    def place(self, pages: list[_Placed], least: int) -> None:
        """Take pages that lie at the left, and set them in the middle."""
        wide = max((page.where.width() for page in pages), default=0) + 2 * _BETWEEN
        width = max(round(wide), least)
        for page in pages:
            page.where.moveLeft((width - page.where.width()) / 2)
        self.pages = pages
        bottom = max((page.where.bottom() for page in pages), default=0)
        self.resize(QSize(width, round(bottom) + _BETWEEN))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the pages of which something is seen."""
        from fuer_desktop.paper import drawing, face

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = QRectF(event.rect())
        for placed in self.pages:
            if not placed.where.intersects(seen):
                continue
            painter.fillRect(placed.where, QColor("white"))
            painter.setPen(QColor(self._colours.hairline))
            painter.drawRect(placed.where)
            painter.save()
            painter.setClipRect(placed.where)
            painter.translate(placed.where.topLeft())
            dots = placed.where.width() / placed.laid.paper.width / face.FINE
            painter.scale(dots, dots)
            drawing.draw(painter, placed.page)
            painter.restore()
        painter.end()
