"""One family of line icons, drawn in the text's colour so that they fit light and dark."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SIZE = 20
_SHAPES = {
    "home": '<path d="M3 9.5 10 4l7 5.5V16a1 1 0 0 1-1 1h-4v-5H8v5H4a1 1 0 0 1-1-1z"/>',
    "form": '<rect x="3.5" y="3.5" width="13" height="13" rx="1"/><path d="M3.5 8h13M9 8v8.5"/>',
    "check": '<circle cx="10" cy="10" r="7"/><path d="m6.8 10.2 2.3 2.3 4.2-4.6"/>',
    "submit": '<path d="M10 13V3.5M6.5 7 10 3.5 13.5 7M4 12v4h12v-4"/>',
    "intake": '<path d="M10 3.5V13M6.5 9.5 10 13l3.5-3.5M4 12v4h12v-4"/>',
    "ask": '<path d="M3.5 4.5h13v9.5H9l-3.5 3v-3h-2z"/>'
    '<path d="M8.2 8a1.8 1.8 0 1 1 2.6 1.6c-.5.3-.8.6-.8 1.1M10 12.2v.2"/>',
    "board": '<rect x="3.5" y="3.5" width="13" height="13" rx="1"/>'
    '<path d="M3.5 8h13M3.5 12.3h13M8 3.5v13M12.3 3.5v13"/>',
    "chart": '<path d="M3.5 3.5v13h13M6 13l3.2-4 2.6 2L16 6"/>',
    "plan": '<path d="M10 5.2C8.4 4.2 6 3.8 3.5 4v11.3c2.5-.2 4.9.2 6.5 1.2 1.6-1 4-1.4 6.5-1.2V4'
    'C14 3.8 11.6 4.2 10 5.2zM10 5.2v11.3"/>',
    "open": '<path d="M3 15.5v-10h5l1.6 2H16v2M3 15.5 5.4 9.5H18l-2.4 6z"/>',
    "keeping": '<path d="M10 2.8 16 5v4.6c0 3.6-2.5 6.2-6 7.6-3.5-1.4-6-4-6-7.6V5z"/>'
    '<path d="m7.3 9.8 2 2 3.5-3.8"/>',
    "start": '<circle cx="10" cy="10" r="7"/><path d="M8.3 7v6l5-3z"/>',
}


def icon(name: str, colour: str) -> QIcon:
    """An icon of the family in a colour, sharp on ordinary and on doubled screens."""
    return QIcon(_pixmap(name, colour, scale=2))


def _pixmap(name: str, colour: str, scale: int) -> QPixmap:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}" fill="none"'
        f' stroke="{colour}" stroke-width="1.4" stroke-linejoin="round" stroke-linecap="round">'
        f"{_SHAPES[name]}</svg>"
    )
    pixmap = QPixmap(_SIZE * scale, _SIZE * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
