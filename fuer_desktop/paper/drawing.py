"""Laid out pages as PDF and as pictures, both drawn in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from fuer_desktop.domain.paper_sizes import PaperSize
from fuer_desktop.paper import face
from fuer_desktop.paper.layout import Laid
from fuer_desktop.paper.pieces import HAIR, Box, Page

_POINTS = 72
_INK, _PALE, _SHADE = "#000000", "#808080", "#ECECEC"


def pdf(forms: Sequence[Laid], title: str) -> bytes:
    """The pages of these forms as one PDF document with the font in it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_POINTS * face.FINE)
    writer.setTitle(title)
    put_on(writer, forms)
    buffer.close()
    return bytes(buffer.data().data())


def put_on(device: QPagedPaintDevice, forms: Sequence[Laid], wanted: range | None = None) -> bool:
    """The pages of these forms on whatever takes pages, a document or a printer, each form on its
    own size of paper; of all of them, counted from 1, those that are ``wanted``.

    Returns whether the device took them.
    """
    every = [(laid, page) for laid in forms for page in laid.pages]
    chosen = [pair for number, pair in enumerate(every, 1) if wanted is None or number in wanted]
    painter = QPainter()
    for laid, page in chosen:
        device.setPageLayout(page_layout(laid))
        if not (device.newPage() if painter.isActive() else painter.begin(device)):
            return False
        dots = _dots(device, laid) / face.FINE
        painter.save()
        painter.scale(dots, dots)
        draw(painter, page)
        painter.restore()
    return painter.end()


def _dots(device: QPagedPaintDevice, laid: Laid) -> float:
    """Dots of the device in a point as it was laid out: a printer that has no such paper takes
    another, and the page has to be whole on that too."""
    given = device.pageLayout().fullRectPixels(device.logicalDpiX())
    usual = device.logicalDpiX() / _POINTS * laid.scale
    paper = laid.paper
    fitting = min(given.width() / paper.width, given.height() / paper.height)
    return min(usual, fitting) if fitting < usual * _NEARLY else usual


_NEARLY = 0.99


def page_layout(laid: Laid) -> QPageLayout:
    """The paper in the name that printers know it by; nothing is kept free but what we keep."""
    is_large = laid.size in (PaperSize.A3, PaperSize.A3_ACROSS)
    is_across = laid.size in (PaperSize.A4_ACROSS, PaperSize.A3_ACROSS)
    kind = QPageSize.PageSizeId.A3 if is_large else QPageSize.PageSizeId.A4
    turned = QPageLayout.Orientation.Landscape if is_across else QPageLayout.Orientation.Portrait
    return QPageLayout(QPageSize(kind), turned, QMarginsF(0, 0, 0, 0))


def pictures(laid: Laid, dots_per_inch: int = 110) -> Iterator[bytes]:
    """Each page as a PNG, for looking at."""
    for page in laid.pages:
        width = round(laid.size.points[0] * dots_per_inch / _POINTS)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, b"png").write(picture(laid, page, width))
        yield bytes(buffer.data().data())


def picture(laid: Laid, page: Page, width: int) -> QImage:
    """A page so many dots wide."""
    dots = width / laid.paper.width
    image = QImage(width, round(laid.paper.height * dots), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(dots / face.FINE, dots / face.FINE)
    draw(painter, page)
    painter.end()
    return image


def draw(painter: QPainter, page: Page) -> None:
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
