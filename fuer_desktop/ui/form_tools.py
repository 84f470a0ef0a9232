"""What a clerk can do with the form in front: one list, shown as a menu, each with its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from fuer_desktop.texts import attachments as attachment_texts
from fuer_desktop.texts import desk as texts
from fuer_desktop.texts import form_workbook as workbook_texts
from fuer_desktop.texts import handing_over as handing_over_texts
from fuer_desktop.texts import helping as helping_texts
from fuer_desktop.texts import narrative as narrative_texts
from fuer_desktop.texts import practice_book as practice_texts
from fuer_desktop.texts import printing as printing_texts
from fuer_desktop.texts import second_keying as second_texts
from fuer_desktop.ui import cell_tools
from fuer_desktop.ui.attachments import ask_attachments
from fuer_desktop.ui.cell_help import ask_help
from fuer_desktop.ui.cell_history import ask_history
from fuer_desktop.ui.fill_rest import ask_rest
from fuer_desktop.ui.hand_over_card import show_card
from fuer_desktop.ui.printing import ask_print
from fuer_desktop.ui.second_keying import ask_second
from fuer_desktop.ui.workbook_tools import export_workbook, import_workbook
from fuer_desktop.ui.writing import ask_writing

if TYPE_CHECKING:
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage


@dataclass(frozen=True)
class FormTool:
    """One thing to do with the form in front, whose figures are all taken before ``act``, unless
    ``beside_typing``: then what is being typed stays as it is.

    ``writes`` says that it may change the form, so that it is refused where that is locked.
    """

    words: str
    act: Callable[[FormsPage, OpenForm], None]
    keys: str = ""
    writes: bool = False
    beside_typing: bool = False


def _zoom(by: int) -> Callable[[FormsPage, OpenForm], None]:
    """Larger or smaller figures; 0 for their own size."""

    def act(page: FormsPage, _opened: OpenForm) -> None:
        page.set_zoom(page.context.memory.settings().zoom + by if by else 0)

    return act


TOOLS: Sequence[FormTool] = (
    FormTool(texts.NEXT_FINDING, cell_tools.next_finding, "F4"),
    FormTool(texts.PREVIOUS_FINDING, cell_tools.previous_finding, "Shift+F4"),
    FormTool(texts.CORRECT_SLIP, cell_tools.correct_slip, "Ctrl+Return", writes=True),
    FormTool(texts.ASK_REASON, cell_tools.ask_reason, "F6", writes=True),
    FormTool(texts.CHANGE_SIDE, cell_tools.change_side, "F5"),
    FormTool(texts.TAKE_LAST_YEAR, cell_tools.take_last_year, "F7", writes=True),
    FormTool(texts.FILL_REST, ask_rest, "F8", writes=True),
    FormTool(texts.NOTE_TOOL, cell_tools.ask_note, "F9", writes=True),
    FormTool(texts.HISTORY_TOOL, ask_history, "Ctrl+H"),
    FormTool(texts.GO_TO_ROW, cell_tools.ask_row, "Ctrl+G"),
    FormTool(texts.FIND, cell_tools.ask_text, "Ctrl+F"),
    FormTool(texts.FIND_AGAIN, cell_tools.find_again, "F3"),
    FormTool(texts.COPY, cell_tools.copy, "Ctrl+C"),
    FormTool(texts.CUT, cell_tools.cut, "Ctrl+X", writes=True),
    FormTool(texts.PASTE, cell_tools.paste_block, "Ctrl+V", writes=True),
    FormTool(texts.ZOOM_IN, _zoom(1), "Ctrl++"),
    FormTool(texts.ZOOM_OUT, _zoom(-1), "Ctrl+-"),
    FormTool(texts.ZOOM_NORMAL, _zoom(0), "Ctrl+0"),
    FormTool(printing_texts.TOOL, ask_print, "Ctrl+P"),
    FormTool(helping_texts.WINDOW, ask_help, "F1", beside_typing=True),
    FormTool(narrative_texts.TOOL, ask_writing),
    FormTool(attachment_texts.TOOL, ask_attachments, "Ctrl+T"),
    FormTool(second_texts.MENU, ask_second, "Ctrl+K", writes=True),
    FormTool(handing_over_texts.MENU, show_card),
    FormTool(practice_texts.MENU, lambda page, _: page.context.show_practice()),
    FormTool(workbook_texts.EXPORT, export_workbook, "Ctrl+E"),
    FormTool(workbook_texts.IMPORT, import_workbook, "Ctrl+I", writes=True),
)
"""In the order of the menu."""


def tool_button(page: FormsPage) -> QToolButton:
    """The button whose menu has every tool; their keys work anywhere on the page."""
    menu = QMenu(page)
    for tool in TOOLS:
        menu.addAction(_action(page, tool))
    down = menu.addAction(texts.ENTER_DOWN)
    down.setCheckable(True)
    down.setChecked(page.context.memory.settings().enter_down)
    down.toggled.connect(page.set_enter_down)
    made = QToolButton(page)
    made.setText(texts.TOOLS)
    made.setMenu(menu)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    return made


def _action(page: FormsPage, tool: FormTool) -> QAction:
    action = QAction(tool.words, page)
    if tool.keys:
        # The number pad's Enter is another key to Qt, and + needs Shift beside the letters.
        also = (tool.keys.replace("Return", "Enter"), tool.keys.replace("++", "+="))
        action.setShortcuts([QKeySequence(key) for key in dict.fromkeys((tool.keys, *also))])
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda _=False: _use(page, tool))
    page.addAction(action)
    return action


def _use(page: FormsPage, tool: FormTool) -> None:
    opened = page.current
    if opened is None:
        return
    if not tool.beside_typing:
        opened.grid.finish_typing()
    if tool.writes and opened.session.locked:
        page.context.say(opened.session.locked)
        return
    tool.act(page, opened)
