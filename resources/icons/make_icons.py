"""Make the .ico files, which Windows wants for files and programs, from the drawings beside them.

For developers, never run by the program:  python resources/icons/make_icons.py
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parent
SIZES_PX = (16, 20, 24, 32, 48, 64, 256)
HEAD, ENTRY = "<HHH", "<BBBBHHII"
BITS = 32


def picture(drawing: Path, size: int) -> bytes:
    """A drawing as PNG, which icons may hold since Windows Vista."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter, QRectF(image.rect()))
    painter.end()
    buffer = QBuffer()
    image.save(buffer, "PNG")
    return buffer.data().data()


def icon(drawing: Path) -> bytes:
    """All sizes of a drawing in one file: a list of entries, then the pictures."""
    pictures = [picture(drawing, size) for size in SIZES_PX]
    start = struct.calcsize(HEAD) + len(pictures) * struct.calcsize(ENTRY)
    entries = b""
    for size, data in zip(SIZES_PX, pictures, strict=True):
        side = size % 256  # 0 stands for 256
        entries += struct.pack(ENTRY, side, side, 0, 0, 1, BITS, len(data), start)
        start += len(data)
    return struct.pack(HEAD, 0, 1, len(pictures)) + entries + b"".join(pictures)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    for drawing in sorted(FOLDER.glob("*.svg")):
        drawing.with_suffix(".ico").write_bytes(icon(drawing))
