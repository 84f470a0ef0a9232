"""Where and how a delegate draws, which Qt's stubs leave out of a style option."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem


class Drawn(Protocol):
    """The cell's place, and whether it is chosen, focused and so on."""

    rect: QRect
    state: QStyle.StateFlag


def drawn(option: QStyleOptionViewItem) -> Drawn:
    """The option with what it has."""
    return cast(Drawn, option)
