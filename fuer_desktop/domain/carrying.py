"""Last year's figures where this year's stand: of another version of a form, of several units.

Nothing is made up: a carried figure is one old figure, or a sum of those that are stated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from fuer_desktop.domain.continuity import Continuity, Origin, RowPlace, stated_origins
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.numbers import fits, rounded
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, Values


def added(values: Sequence[DataValue]) -> DataValue:
    """Several figures as one: 不适用 and 并入 count as nothing, as in rules; 未填 where any of them
    is not known, or none is a number."""
    numbers = [value.number for value in values if value.number is not None]
    silent = all(value.kind in (Kind.NUMBER, *_NOTHING) for value in values)
    if numbers and silent:
        return DataValue(Kind.NUMBER, sum(numbers, Decimal(0)))
    if values and all(value.kind is Kind.NOT_APPLICABLE for value in values):
        return DataValue(Kind.NOT_APPLICABLE)
    return BLANK


_NOTHING = (Kind.NOT_APPLICABLE, Kind.INCLUDED)


def summed(form: Form, parts: Sequence[Values]) -> dict[CellKey, DataValue]:
    """Several units' figures of one form as one unit's, cell by cell; rates are never added."""
    if len(parts) == 1:
        return dict(parts[0])
    return {
        key: value
        for key in form.typed_cells
        if not _is_rate(form, key)
        and (value := added([part.get(key, BLANK) for part in parts])) != BLANK
    }


def carried(old: Form, new: Form, values: Values) -> dict[CellKey, DataValue]:
    """Figures of the version before, by the cells of this one; derived cells are not among them.

    A column goes on where its code and breakdown do. Decimals are those of the new version: a
    figure is rounded once, half up, where it has more. Between versions that do not follow one
    another nothing can be said, and nothing is carried.
    """
    return brought(old, new, origins(old, new), values)


def carried_along(forms: Sequence[Form], values: Values) -> dict[CellKey, DataValue]:
    """Figures of the first of these versions, each following the one before, by the cells of the
    last."""
    found = dict(values)
    for old, new in pairwise(forms):
        found = carried(old, new, found)
    return found


Origins = Mapping[CellKey, tuple[CellKey, ...]]
"""The cells that figures come from, by the cell that they stand in now."""


def origins(old: Form, new: Form) -> dict[CellKey, tuple[CellKey, ...]]:
    """Where the figures of each typed cell stood in the version before; cells that do not go on
    are not among them."""
    if new.version not in (old.version, old.version + 1):
        return {}
    stated = stated_origins(new.succession) if new.version > old.version else {}
    found = {}
    for key in new.typed_cells:
        place = RowPlace(key.table, key.row)
        cells = _cells(old, new, key, stated.get(place) or _unchanged(old, new, place))
        if cells:
            found[key] = tuple(cells)
    return found


def brought(old: Form, new: Form, origins: Origins, values: Values) -> dict[CellKey, DataValue]:
    """Figures of one form by the cells of another, where it is known what comes from where."""
    found = {}
    for key, cells in origins.items():
        kept = _in_decimals(_value_from(old, values, cells), new.typed_cells[key])
        if kept != BLANK:
            found[key] = kept
    return found


def _unchanged(old: Form, new: Form, place: RowPlace) -> Origin:
    """A row of which nothing is said is what it was: the same thing counted under the same code."""
    before, now = old.row(place), new.row(place)
    same = before is not None and now is not None and before.element == now.element
    return Origin((place,), Continuity.FULL if same else Continuity.NONE)


def _cells(old: Form, new: Form, key: CellKey, origin: Origin) -> list[CellKey]:
    """The cells of the version before that a figure comes from; none where it does not go on."""
    if not origin.continuity.carries:
        return []
    breakdown = new.table_by_code[key.table].column_by_code[key.column].breakdown
    found = [CellKey(*place, key.column) for place in origin.was]
    for cell in found:
        if cell not in old.typed_cells:
            return []
        if old.table_by_code[cell.table].column_by_code[cell.column].breakdown != breakdown:
            return []
    return found


def _value_from(old: Form, values: Values, cells: Sequence[CellKey]) -> DataValue:
    if len(cells) == 1:
        return values.get(cells[0], BLANK)
    if any(_is_rate(old, cell) for cell in cells):
        return BLANK
    return added([values.get(cell, BLANK) for cell in cells])


def _in_decimals(value: DataValue, decimals: int) -> DataValue:
    """The value as its cell holds it; 未填 where the figure is too long for the cell."""
    if value.number is None:
        return value
    number = rounded(value.number, decimals)
    return replace(value, number=number) if fits(number, decimals) else BLANK


def _is_rate(form: Form, key: CellKey) -> bool:
    return bool(form.table_by_code[key.table].coded_rows[key.row].typed_rate)
