"""Every page in every look: no text is cut off or elided, no two parts lie on one another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitterHandle,
    QTabBar,
    QWidget,
)

from fuer_desktop.ui.main_window import LEAST_SIZE
from tests.ui.scenes import LOOKS, SCENES, Stage

IN_USUAL_TYPE = (
    "form-empty", "form-full", "form-wrong", "form-states", "form-slip", "form-heads",
    "form-account", "desk-home-done", "second-keying", "board-full", "indicators-full",
    "restore-many",
)  # fmt: skip
"""Pages that are full of figures; large type, in which all are looked at, is the harder."""
LOOKED_AT = [(scene, "large") for scene in SCENES] + [
    (scene, "light") for scene in SCENES if scene in IN_USUAL_TYPE
]

IN_THE_LEAST_WINDOW = (
    "intake-undone", "matters-question", "matters-conflict", "board-accepted", "inquiries-some",
    "handed-over-submit",
)  # fmt: skip
"""Pages with many tools or words, looked at in the least window with large type as well."""

SLACK_PX = 2
PADDING_PX = 8
HEAD_PADDING_PX = 2


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("scene", "look"), LOOKED_AT)
def test_no_text_is_cut_off_and_nothing_overlaps(scene, look, world, stage_in):
    window = SCENES[scene](stage_in(look), world)

    assert list(cut_off(window)) == []
    assert list(overlapping(window)) == []


@pytest.mark.parametrize("scene", IN_THE_LEAST_WINDOW)
def test_in_the_least_window_all_is_within_reach(scene, world, prepared):
    stage = Stage(prepared, LOOKS["large"], LEAST_SIZE)
    try:
        window = SCENES[scene](stage, world)
        assert list(cut_off(window)) == []
        assert list(outside(window)) == []
    finally:
        stage.close()


def test_the_search_for_cut_off_text_finds_a_label_that_is_too_narrow(prepared, qtbot):
    label = QLabel("一句比它的标签长得多的话")
    qtbot.addWidget(label)
    label.setFixedWidth(40)
    label.show()

    assert len(list(cut_off(label))) == 1


def test_the_search_for_overlaps_finds_two_labels_on_one_another(prepared, qtbot):
    frame = QWidget()
    qtbot.addWidget(frame)
    frame.resize(200, 50)
    for left in (0, 30):
        QLabel("甲乙丙丁", frame).setGeometry(left, 0, 80, 20)
    frame.show()

    assert len(list(overlapping(frame))) == 1


def cut_off(window: QWidget) -> Iterator[str]:
    """Every visible text that does not fit where it stands."""
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        match widget:
            case QLabel() if widget.text():
                yield from _label_cut_off(widget)
            case QPushButton():
                room = (
                    widget.width()
                    - 2 * PADDING_PX
                    - (widget.iconSize().width() + 4) * (not widget.icon().isNull())
                )
                yield from _wider(widget, widget.text().replace("&", ""), room)
            case QHeaderView() if widget.orientation() is Qt.Orientation.Horizontal:
                yield from _sections_cut_off(widget)
            case QTabBar():
                for number in range(widget.count()):
                    room = widget.tabRect(number).width() - PADDING_PX
                    yield from _wider(widget, widget.tabText(number), room)


def outside(window: QWidget) -> Iterator[str]:
    """Every visible tool that reaches beyond the window; what scrolls can be brought back."""
    for tool in window.findChildren(QWidget):
        if isinstance(tool, QAbstractButton | QLineEdit | QComboBox) and tool.isVisible():
            right = tool.mapTo(window, QPoint(tool.width(), 0)).x()
            if right > window.width():
                yield f"{tool.accessibleName() or tool} ends at {right}"


def _label_cut_off(label: QLabel) -> Iterator[str]:
    room = label.contentsRect()
    flags = int(label.alignment())
    if label.wordWrap():
        flags |= int(Qt.TextFlag.TextWordWrap)
    width = room.width() if label.wordWrap() else 100_000
    needed = QFontMetrics(label.font()).boundingRect(
        QRect(0, 0, width, 100_000), flags, label.text()
    )
    if needed.width() > room.width() + SLACK_PX or needed.height() > room.height() + SLACK_PX:
        yield f"{label.text()!r} needs {needed.size()} and has {room.size()}"


def _sections_cut_off(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    metrics = QFontMetrics(header.font())
    for number in range(header.count()):
        if header.isSectionHidden(number):
            continue
        text = str(model.headerData(number, Qt.Orientation.Horizontal) or "")
        room = header.sectionSize(number) - HEAD_PADDING_PX
        for line in text.split("\n"):
            if metrics.horizontalAdvance(line) > room + SLACK_PX:
                yield f"head {line!r} has {room} px"


def _wider(widget: QWidget, text: str, room: int) -> Iterator[str]:
    needed = QFontMetrics(widget.font()).horizontalAdvance(text)
    if needed > room + SLACK_PX:
        yield f"{text!r} needs {needed} px and has {room}"


def overlapping(window: QWidget) -> Iterator[str]:
    """Every pair of visible parts of one parent that share room."""
    for parent in [window, *window.findChildren(QWidget)]:
        parts = [
            part
            for part in parent.children()
            if isinstance(part, QLabel | QAbstractButton | QTabBar)
            and part.isVisible()
            and not isinstance(part, QSplitterHandle)
        ]
        for number, one in enumerate(parts):
            for other in parts[:number]:
                shared = one.geometry().intersected(other.geometry())
                if shared.width() > 0 and shared.height() > 0:
                    yield f"{one} and {other} share {shared}"
