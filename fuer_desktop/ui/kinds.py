"""Choosing a kind of "no number": one key opens the menu, one more chooses."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.values import LEAST_REASON, CellKey, Kind
from fuer_desktop.texts import desk as texts
from fuer_desktop.texts import ui as ui_texts

if TYPE_CHECKING:
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

REASON_WIDTH_PX = 420


def ask_kind(page: FormsPage, opened: OpenForm, index: QModelIndex) -> None:
    """Offer the kinds under the cell."""
    key = opened.model.key(index)
    if key is not None:
        below = opened.grid.visualRect(index).bottomLeft()
        kind_menu(page, opened, key).popup(opened.grid.viewport().mapToGlobal(below))


def kind_menu(page: FormsPage, opened: OpenForm, key: CellKey) -> QMenu:
    """A small menu; one key chooses."""
    menu = QMenu(opened.grid)
    menu.setTitle(texts.CHOOSE_KIND)
    for name, words in texts.KIND_CHOICES.items():
        action = menu.addAction(words)
        enter = partial(_enter, page, opened, key, Kind(name))
        action.triggered.connect(lambda _=False, enter=enter: enter())
    return menu


def reason_dialog(parent: QWidget, kind: Kind) -> QInputDialog:
    """Asks for the reason that a kind needs."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(texts.CHOOSE_KIND)
    dialog.setLabelText(texts.REASON_FOR.format(kind=kind.label, least=LEAST_REASON))
    dialog.setMinimumWidth(REASON_WIDTH_PX)
    dialog.setOkButtonText(ui_texts.OK)
    dialog.setCancelButtonText(ui_texts.CANCEL)
    return dialog


def _enter(page: FormsPage, opened: OpenForm, key: CellKey, kind: Kind) -> None:
    if kind not in (Kind.NO_DATA, Kind.INCLUDED):
        _take(page, opened, key, (kind, ""))
        return
    dialog = reason_dialog(page, kind)
    while dialog.exec() and not _take(page, opened, key, (kind, dialog.textValue())):
        pass  # the box stays, with what was written in it


def _take(page: FormsPage, opened: OpenForm, key: CellKey, said: tuple[Kind, str]) -> bool:
    """Take a kind with its reason, and go on as after a figure; a blank stays, to be filled."""
    try:
        opened.session.enter_kind(key, *said)
    except EntryError as error:
        page.context.say(str(error))
        return False
    page.context.say("")
    opened.grid.setFocus()
    if said[0] is not Kind.BLANK:
        opened.grid.step(1)
    return True
