"""What a clerk does with the cells in hand: last year's figure, a note, copy and paste, find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.services.pasting import paste
from fuer_desktop.texts import desk as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.grid.clipboard import clipboard_block, copy_block, landing_lines

if TYPE_CHECKING:
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

NOTE_WIDTH_PX = 420


def next_finding(_page: FormsPage, opened: OpenForm) -> None:
    """Go to the next thing to look at."""
    opened.findings.go_to_next()


def previous_finding(_page: FormsPage, opened: OpenForm) -> None:
    """Go back to the thing before."""
    opened.findings.go_to_previous()


def correct_slip(_page: FormsPage, opened: OpenForm) -> None:
    """Take the likely figure that is proposed for the finding in hand."""
    opened.findings.correct_first()


def ask_reason(_page: FormsPage, opened: OpenForm) -> None:
    """Write why what was found is so."""
    opened.findings.ask_reason()


def change_side(_page: FormsPage, opened: OpenForm) -> None:
    """From the form to what stands beside it, and back."""
    if opened.grid.hasFocus():
        opened.beside.currentWidget().setFocus()
        opened.beside.currentWidget().focusNextChild()
    else:
        opened.grid.setFocus()


def take_last_year(page: FormsPage, opened: OpenForm) -> None:
    """Last year's figures into the cells chosen, then on to the next."""
    cells = opened.grid.chosen_cells
    if not cells:
        page.context.say(opened.model.why_closed(opened.grid.currentIndex()))
        return
    try:
        count = opened.session.take_last_year(cells)
    except EntryError as error:
        page.context.say(str(error))
        return
    if not count:
        page.context.say(texts.LAST_YEAR_NOTHING)
        return
    page.context.say(texts.LAST_YEAR_TAKEN.format(count=count) if count > 1 else "")
    if len(cells) == 1:
        opened.grid.step(1)


def ask_note(page: FormsPage, opened: OpenForm) -> None:
    """Write a note at the cell in hand, or change it."""
    key = opened.model.key(opened.grid.currentIndex())
    if key is None or key not in opened.session.form.typed_cells:
        page.context.say(opened.model.why_closed(opened.grid.currentIndex()))
        return
    if key in opened.session.form.text_cells:
        page.context.say(texts.NOTE_NOT_HERE)
        return
    dialog = note_dialog(page, opened)
    dialog.setTextValue(opened.session.value(key).note)
    while dialog.exec():
        try:
            opened.session.annotate(key, dialog.textValue())
        except EntryError as error:
            page.context.say(str(error))
            continue
        page.context.say("")
        break
    opened.grid.setFocus()


def note_dialog(page: FormsPage, opened: OpenForm) -> QInputDialog:
    """Asks for the note of the cell in hand."""
    key = opened.model.key(opened.grid.currentIndex())
    assert key is not None
    dialog = QInputDialog(page)
    dialog.setWindowTitle(texts.NOTE)
    dialog.setLabelText(texts.NOTE_FOR.format(where=cell_name(opened.session.form, key)))
    dialog.setMinimumWidth(NOTE_WIDTH_PX)
    dialog.setOkButtonText(ui_texts.OK)
    dialog.setCancelButtonText(ui_texts.CANCEL)
    return dialog


def copy(page: FormsPage, opened: OpenForm) -> None:
    """The block chosen, for a spreadsheet; elsewhere the keys mean something else."""
    if not opened.grid.hasFocus():
        return
    rows, columns = copy_block(opened.grid)
    page.context.say(texts.COPIED.format(rows=rows, columns=columns))


def cut(page: FormsPage, opened: OpenForm) -> None:
    """The block chosen, for elsewhere; its cells become 未填."""
    if not opened.grid.hasFocus():
        return
    rows, columns = copy_block(opened.grid)
    opened.grid.clear_chosen()
    page.context.say(texts.CUT_DONE.format(rows=rows, columns=columns))


def paste_block(page: FormsPage, opened: OpenForm) -> None:
    """The spreadsheet's block, from the cell in hand on."""
    if not opened.grid.hasFocus():
        return
    lines = landing_lines(opened.grid)
    try:
        page.context.say(paste(opened.session, clipboard_block(opened.grid), lines))
    except EntryError as error:
        page.context.say(str(error))


def ask_row(_page: FormsPage, opened: OpenForm) -> None:
    """Go to a row by its code."""
    opened.seeker.ask(by_code=True)


def ask_text(_page: FormsPage, opened: OpenForm) -> None:
    """Find a word or a figure."""
    opened.seeker.ask(by_code=False)


def find_again(_page: FormsPage, opened: OpenForm) -> None:
    """The next place of what was looked for last."""
    opened.seeker.again()
