"""What one cell of an official form's workbook says: a value, a mistake, or a word for "no number"
that a person has to settle. Nothing is guessed in silence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from fuer_desktop.domain.cell_text import NOT_APPLICABLE, answer_in, no_number
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.numbers import halfwidth, shown
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind
from fuer_desktop.formats.workbook_cells import BOOLEAN, DATE, NUMBER, Cell
from fuer_desktop.formats.workbook_values import OTHERWISE, UNFIT, plain_number
from fuer_desktop.texts import entry as entry_texts
from fuer_desktop.texts import form_workbook as texts
from fuer_desktop.texts import workbook as workbook_texts


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says. Exactly one of ``value``, ``problem`` and ``sign`` tells it.

    ``sign`` is a word for "no number" of which it is not agreed what it means, or one that lacks
    its reason; ``remark`` is what a person should know of a value that was taken.
    """

    text: str
    value: DataValue | None = None
    problem: str = ""
    sign: str = ""
    remark: str = ""


_EXACT_DIGITS = 15
"""What a spreadsheet stores of a number; the rest is noise of its arithmetic."""


def said_by(form: Form, key: CellKey, cell: Cell | None) -> Said:
    """What a cell says for its place in the form."""
    if cell is None or (cell.kind not in UNFIT and not cell.text.strip()):
        return Said("", BLANK)
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()
    unfit = cell.kind in UNFIT and not (cell.kind in (DATE, BOOLEAN) and key in form.text_cells)
    if unfit:
        template = texts.FIGURE_UNFIT.get(cell.kind, UNFIT[cell.kind])
        return Said(text, problem=template.format(found=text))
    told = _text_said if key in form.text_cells else _figure_said
    found = told(form, key, cell, text)
    if cell.formula and found.value is not None:
        return replace(found, remark=workbook_texts.FORMULA_TAKEN.format(found=text))
    return found


def _figure_said(form: Form, key: CellKey, cell: Cell, text: str) -> Said:
    if cell.kind != NUMBER:
        return _words_said(form, key, text)
    plain = _exact(text)
    if OTHERWISE.search(cell.shown):
        problem = texts.SHOWN_OTHERWISE.format(found=plain)
        return Said(plain, problem=problem)
    return _taken(form, key, plain)


def _exact(text: str) -> str:
    """A stored number as it is meant: 0.1+0.2 is 0.3."""
    plain = plain_number(text)
    return plain_number(f"{Decimal(plain):.{_EXACT_DIGITS}g}") if "." in plain else plain


def _words_said(form: Form, key: CellKey, text: str) -> Said:
    """A text where a figure belongs."""
    answer = answer_in(form, key, text)
    if answer:
        return replace(_taken(form, key, answer), text=text)
    word = no_number(text)
    if word is not None and word.kind is None and key not in form.choice_cells:
        return Said(text, sign=word.word)
    if word is not None and word.kind is not None:
        if not word.reason:
            return _kind_said(word.kind, text)
        return replace(_taken(form, key, "", word.kind, word.reason), text=text)
    found = _taken(form, key, text)
    if found.value is None or found.value.number is None:
        return found
    return replace(found, remark=texts.AS_TEXT.format(value=shown(found.value.number)))


def _kind_said(kind: Kind, text: str) -> Said:
    if kind is Kind.BLANK:
        return Said(text, BLANK)
    if kind in (Kind.NO_DATA, Kind.INCLUDED):
        return Said(text, sign=kind.label)
    if kind is Kind.EXEMPT:
        return Said(text, sign=kind.label, problem=entry_texts.EXEMPT_BY_OFFICE)
    return Said(text, DataValue(kind))


def _text_said(form: Form, key: CellKey, cell: Cell, text: str) -> Said:
    words = halfwidth(text).strip()
    if words in (NOT_APPLICABLE, Kind.NOT_APPLICABLE.label):
        return Said(text, DataValue(Kind.NOT_APPLICABLE))
    remark = {NUMBER: texts.FROM_NUMBER, DATE: texts.FROM_DATE}.get(cell.kind, "")
    written = _exact(text) if cell.kind == NUMBER else text
    return replace(_taken(form, key, written), remark=remark)


def _taken(
    form: Form, key: CellKey, given: str, kind: Kind | None = None, reason: str = ""
) -> Said:
    try:
        value, _ = form.read(key, given, kind, reason)
    except EntryError as error:
        return Said(given, problem=str(error))
    return Said(given, value)
