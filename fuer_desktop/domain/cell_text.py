"""What people write into a cell of a spreadsheet instead of choosing a kind of "no number"."""

from __future__ import annotations

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.numbers import halfwidth
from fuer_desktop.domain.values import CellKey, DataValue, Kind
from fuer_desktop.texts import entry as texts


def read_cell_text(form: Form, key: CellKey, text: str) -> tuple[DataValue, int]:
    """The content of a cell as a clipboard or a spreadsheet has it, with its decimals.

    The sign and the word of 不适用 are agreed (``KIND_SIGNS``) and taken; 无, / and the like may
    mean 0, 不适用 or 无数据, so they are refused with the question, never guessed. Raises
    EntryError.
    """
    given = halfwidth(text).strip()
    if key not in form.text_cells:
        if given in _NOT_APPLICABLE:
            return form.read(key, "", Kind.NOT_APPLICABLE)
        if given in texts.AMBIGUOUS_SIGNS:
            raise EntryError(texts.AMBIGUOUS_SIGN.format(text=given))
        if given in _NEED_REASON:
            raise EntryError(texts.KIND_NEEDS_REASON.format(kind=given))
    return form.read(key, text)


_NOT_APPLICABLE = (texts.KIND_SIGNS["not_applicable"], texts.KINDS["not_applicable"], "――", "——")
_NEED_REASON = (texts.KINDS["no_data"], texts.KINDS["included"])
