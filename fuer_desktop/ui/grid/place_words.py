"""Where the cursor is, in full words: row, column, unit, last year beside this year."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

from fuer_desktop.domain.choices import listed
from fuer_desktop.domain.numbers import shown
from fuer_desktop.domain.values import CellKey
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.grid.model import GridModel

_GAP = "　　"


def place_in_words(model: GridModel, index: QModelIndex | QPersistentModelIndex) -> str:
    """The sentence of the bar under a form; empty at a table's head."""
    _, row, column = model.parts(index)
    if row is None or not row.code or column is None:
        return texts.HEADING_WHY if row is not None and not row.code else ""
    words = texts.WHERE.format(row=row.code, title=row.title, column=column.name)
    words += texts.WHERE_UNIT.format(unit=row.unit) if row.unit else ""
    key = model.key(index)
    if key is None:
        return _GAP.join((words, texts.CLOSED_WHY))
    parts = (
        words,
        _choices(model, key),
        _values(model, key),
        model.marks_in_words(key),
        _keys(model, key),
    )
    return _GAP.join(filter(None, parts))


def _choices(model: GridModel, key: CellKey) -> str:
    choices = model.session.form.choice_cells.get(key)
    return texts.CHOICES.format(choices=listed(choices)) if choices else ""


def _values(model: GridModel, key: CellKey) -> str:
    now, before = model.session.value(key), model.session.last_year(key)
    if key in model.session.form.text_cells:
        return texts.TEXT_CHARS.format(count=len(now.note)) if now.note else ""
    if key in model.session.form.choice_cells:
        said = [model.session.form.said(key, value) or "—" for value in (before, now)]
        return texts.WHERE_VALUES.format(before=said[0], now=said[1], change="")
    change = ""
    if now.number is not None and before.number:
        percent = (now.number - before.number) / abs(before.number) * 100
        sign = "+" if percent >= 0 else ""
        change = texts.CHANGE.format(sign=sign, percent=shown(percent, 1))
    return texts.WHERE_VALUES.format(before=before.text or "—", now=now.text or "—", change=change)


def _keys(model: GridModel, key: CellKey) -> str:
    """Why nothing can be typed, or the keys that are wanted most."""
    session = model.session
    if session.locked:
        return texts.LOCKED
    if session.state(key).locked:
        return session.state(key).locked
    if key not in session.form.typed_cells:
        return texts.DERIVED_WHY
    return texts.TEXT_KEYS if key in session.form.text_cells else texts.KEYS
