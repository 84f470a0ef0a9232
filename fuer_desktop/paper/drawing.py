"""Laid out pages as PDF and as pictures, both drawn in memory."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from fuer_desktop.paper import face
from fuer_desktop.paper.layout import Laid
from fuer_desktop.paper.pieces import HAIR, Box, Page

_POINTS = 72
_INK, _PALE, _SHADE = "#000000", "#808080", "#ECECEC"


def pdf(laid: Laid, title: str) -> bytes:
    """The pages as one PDF document with the font in it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_POINTS * face.FINE)
    writer.setTitle(title)
    size = QSizeF(laid.paper.width, laid.paper.height)
    page = QPageSize(size, QPageSize.Unit.Point)
    upright = QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(page, upright, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    for number, drawn in enumerate(laid.pages):
        if number:
            writer.newPage()
        _draw(painter, drawn)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def pictures(laid: Laid, dots_per_inch: int = 110) -> Iterator[bytes]:
    """Each page as a PNG, for looking at."""
    scale = dots_per_inch / _POINTS
    for drawn in laid.pages:
        size = (round(laid.paper.width * scale), round(laid.paper.height * scale))
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale / face.FINE, scale / face.FINE)
        _draw(painter, drawn)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, b"png").write(image)
        yield bytes(buffer.data().data())


def _draw(painter: QPainter, page: Page) -> None:
    """One page, on a painter whose unit is a point divided by ``face.FINE``."""
    fine = face.FINE
    for shade in page.shades:
        painter.fillRect(_scaled(shade), QColor(_SHADE))
    for stroke in page.strokes:
        pen = QPen(QColor(_PALE if stroke.weight == HAIR else _INK), stroke.weight * fine)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        start = QPointF(stroke.x1 * fine, stroke.y1 * fine)
        painter.drawLine(start, QPointF(stroke.x2 * fine, stroke.y2 * fine))
    painter.setPen(QColor(_INK))
    for line in page.types:
        painter.setFont(face.font(line.points))
        painter.drawText(QPointF(line.box.x * fine, line.baseline * fine), line.text)


def _scaled(box: Box) -> QRectF:
    fine = face.FINE
    return QRectF(box.x * fine, box.y * fine, box.width * fine, box.height * fine)
