"""Formulas and checks of an official form in the language of spreadsheets.

They only help whoever fills the form there: what is read back is what was typed, and the program
computes the rest itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fuer_desktop.domain.cell_text import NOT_APPLICABLE
from fuer_desktop.domain.expressions import Number, Ref, refs, spelled
from fuer_desktop.domain.forms import DerivedCell, GatheredCell, Gathers
from fuer_desktop.domain.numbers import MAX_DIGITS, plain
from fuer_desktop.domain.values import CellKey, Kind
from fuer_desktop.formats.workbook_guard import cell_name

Place = tuple[int, int]
"""Row and column of a cell in its sheet."""


def formula_of(cell: DerivedCell | GatheredCell, places: Mapping[CellKey, Place]) -> str:
    """The formula of a derived cell: empty while one of its figures is not known, as the program
    leaves it; 不适用 and 并入 count as nothing."""
    if isinstance(cell, GatheredCell):
        return _gathered(cell, [places[key] for key in cell.needs])
    names = [ref.name for ref in refs(cell.expression)]
    at = {name: cell_name(*places[key]) for name, key in zip(names, cell.needs, strict=True)}

    def leaf(part: Number | Ref, _: str) -> str:
        return plain(part.value) if isinstance(part, Number) else f"N({at[part.name]})"

    result = f"ROUND({spelled(cell.expression, leaf)},{cell.decimals})"
    if not at:
        return f"={result}"
    numbers = f"COUNT({','.join(at.values())})"
    known = "+".join([numbers, *map(_counts_as_nothing, at.values())])
    return f'=IFERROR(IF(OR({numbers}=0,{known}<{len(at)}),"",{result}),"")'


def _counts_as_nothing(address: str) -> str:
    no_data, exempt = Kind.NO_DATA.label, Kind.EXEMPT.label
    left = f'LEFT({address},{len(no_data)})<>"{no_data}"'
    return f'ISTEXT({address})*({address}<>"")*({left})*({address}<>"{exempt}")'


def _gathered(cell: GatheredCell, places: Sequence[Place]) -> str:
    if cell.gathers is Gathers.COUNT:
        return f"={len(places)}"
    ranges = [f"{cell_name(*top)}:{cell_name(*bottom)}" for top, bottom in runs(places)]
    blank = "+".join(f"COUNTBLANK({each})" for each in ranges) or "0"
    if cell.gathers is Gathers.SUM:
        result = f"ROUND(SUM({','.join(ranges)}),{cell.decimals})"
    else:
        least = plain(cell.at_least) if cell.at_least is not None else "0"
        result = "+".join(f'COUNTIF({each},">={least}")' for each in ranges)
    return f'=IF({blank}>0,"",{result})'


def runs(places: Sequence[Place]) -> list[tuple[Place, Place]]:
    """Cells of one column as pieces that stand below one another, each by its two ends."""
    found: list[tuple[Place, Place]] = []
    for row, column in sorted(places):
        if found and found[-1][1] == (row - 1, column):
            found[-1] = (found[-1][0], (row, column))
        else:
            found.append(((row, column), (row, column)))
    return found


def number_check(place: Place, decimals: int) -> str:
    """What must hold of a cell for a number: a figure of so many decimals, or a word for none."""
    at = cell_name(*place)
    figure = f"AND(ISNUMBER({at}),ROUND({at},{decimals})={at},ABS({at})<1E{MAX_DIGITS - decimals})"
    words = [f'{at}="{NOT_APPLICABLE}"', f'{at}="{Kind.NOT_APPLICABLE.label}"']
    for kind in (Kind.NO_DATA, Kind.INCLUDED):
        words.append(f'LEFT({at},{len(kind.label)})="{kind.label}"')
    return f"OR({figure},{','.join(words)})"
