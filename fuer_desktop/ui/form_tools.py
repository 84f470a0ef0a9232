"""What a clerk can do with the form in front: one list, shown as a menu, each with its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.fill_rest import ask_rest

if TYPE_CHECKING:
    from fuer_desktop.ui.pages.desk_forms import FormsPage, OpenForm


@dataclass(frozen=True)
class FormTool:
    """One thing to do with the form in front, whose figures are all taken before ``act``.

    ``writes`` says that it may change the form, so that it is refused where that is locked.
    """

    words: str
    act: Callable[[FormsPage, OpenForm], None]
    keys: str = ""
    writes: bool = False


TOOLS: Sequence[FormTool] = (FormTool(texts.FILL_REST, ask_rest, "F8", writes=True),)
"""In the order of the menu."""


def tool_button(page: FormsPage) -> QToolButton:
    """The button whose menu has every tool; their keys work anywhere on the page."""
    menu = QMenu(page)
    for tool in TOOLS:
        menu.addAction(_action(page, tool))
    made = QToolButton(page)
    made.setText(texts.TOOLS)
    made.setMenu(menu)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    return made


def _action(page: FormsPage, tool: FormTool) -> QAction:
    action = QAction(tool.words, page)
    if tool.keys:
        action.setShortcut(QKeySequence(tool.keys))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda _=False: _use(page, tool))
    page.addAction(action)
    return action


def _use(page: FormsPage, tool: FormTool) -> None:
    opened = page.current
    if opened is None:
        return
    opened.grid.finish_typing()
    if tool.writes and opened.session.locked:
        page.context.say(opened.session.locked)
        return
    tool.act(page, opened)
