"""The look of the whole application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from fuer_desktop.ui.theme import Theme

FONT, PALETTE, STYLE = (
    QEvent.Type.ApplicationFontChange,
    QEvent.Type.ApplicationPaletteChange,
    QEvent.Type.StyleChange,
)


class Dressing(QObject):
    """Notes how a widget is dressed anew."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[QEvent.Type] = set()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.seen |= {event.type()} & {FONT, PALETTE, STYLE}
        return False


@pytest.fixture
def dressing(prepared: QApplication, qtbot) -> Iterator[Dressing]:
    Theme().apply(prepared)
    window, notes = QWidget(), Dressing()
    qtbot.addWidget(window)
    window.show()
    window.installEventFilter(notes)
    yield notes
    window.removeEventFilter(notes)
    Theme().apply(prepared)


@pytest.mark.parametrize(
    ("theme", "dressed"),
    [
        (Theme(), set()),
        (Theme(large=True), {FONT}),
        (Theme(dark=True), {PALETTE, STYLE}),
    ],
    ids=["the same", "larger type", "dark"],
)
def test_windows_are_dressed_anew_only_in_what_changes(prepared, dressing, theme, dressed):
    theme.apply(prepared)
    prepared.processEvents()

    assert dressing.seen == dressed
    assert prepared.font() == theme.font()
    assert prepared.palette().window().color().name().upper() == theme.colours.page
    assert theme.colours.hairline in prepared.styleSheet()
