"""Figures and findings between their three shapes: domain values, what packages say, rows of the
store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import cast

from fuer_desktop.domain.checking import Finding
from fuer_desktop.domain.choices import Choices, chosen
from fuer_desktop.domain.errors import EntryError, PackageError
from fuer_desktop.domain.findings import (
    Explanation,
    cells_text,
    explanation_of,
    read_key,
    side_text,
)
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.numbers import MAX_DIGITS, fits, to_scaled
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import CellKey, DataValue, Kind, require_keepable
from fuer_desktop.formats.package_contents import Cell, FormCells, SaidFinding
from fuer_desktop.store.values import CellRow
from fuer_desktop.texts import packages as texts


def to_cells(form: Form, period: int, values: Mapping[CellKey, DataValue]) -> FormCells:
    """A form's filled cells for a package, in the order of the form."""
    cells = []
    for key in form.typed_cells:
        value = values.get(key)
        if value is not None:
            cells.append(Cell(*key, value.kind, value.plain, value.reason, value.note))
    return FormCells(form.code, period, cells)


def to_rows(form: Form, cells: Iterable[Cell], file: str) -> list[CellRow]:
    """A package's cells for the store; raises PackageError for a cell the form does not have, and
    for what no desk would have kept."""
    # A plain tuple finds its CellKey; made for each of a season's cells, that took the most time.
    typed = cast("Mapping[tuple[str, ...], int]", form.typed_cells)
    offered = cast("Mapping[tuple[str, ...], Choices]", form.choice_cells)
    texts_here: Collection[tuple[str, ...]] = form.text_cells
    rows: list[CellRow] = []
    seen: set[tuple[str, ...]] = set()
    for cell in cells:
        key = (cell.table, cell.row, cell.column)
        seen.add(key)
        decimals = typed.get(key)
        number = None if decimals is None else _scaled(cell, decimals)
        if (
            decimals is None
            or number is _UNFIT
            or cell.kind is (Kind.NUMBER if key in texts_here else Kind.TEXT)
            or (key in offered and not _is_offered(cell, offered[key]))
        ):
            raise PackageError(
                texts.UNKNOWN_CELLS.format(file=file, form=form.code, cell="·".join(key))
            )
        if cell.reason or cell.note:
            note = cell.note.translate(_BREAKS) if key in texts_here else cell.note
            require_shown((cell.reason, note), file, form.code)
        rows.append((*key, f"{cell.kind}", number, decimals, cell.reason, cell.note))
    if len(seen) != len(rows):
        raise PackageError(texts.UNKNOWN_CELLS.format(file=file, form=form.code, cell="…"))
    return rows


_BREAKS = {ord(sign): None for sign in "\n\t"}
"""What may stand in a text that a form asks for."""


def require_shown(said: Iterable[str], file: str, where: str) -> None:
    """Raise PackageError for texts of a package that no desk keeps: nobody could be shown them as
    they are."""
    try:
        for text in said:
            require_keepable(text)
    except EntryError as error:
        raise PackageError(texts.UNSHOWN_TEXT.format(file=file, where=where)) from error


def values_of(cells: FormCells) -> dict[CellKey, DataValue]:
    """A form's figures as a package says them."""
    return {CellKey(cell.table, cell.row, cell.column): value_of_cell(cell) for cell in cells.cells}


def _is_offered(cell: Cell, offered: Choices) -> bool:
    """Whether a cell says no number, or one of the answers."""
    return not cell.number or chosen(offered, Decimal(cell.number)) is not None


def to_said(form: str, finding: Finding) -> SaidFinding:
    """A finding for a package."""
    return SaidFinding(
        form=form,
        rule=finding.rule,
        cells=cells_text(finding.cells),
        left=side_text(finding.left),
        right=side_text(finding.right),
        severity=finding.severity,
        state="explained" if finding.explained else "open",
        reason=finding.reason,
        by=finding.by,
        at=finding.at,
    )


Claims = dict[str, list[tuple[Explanation, RuleClass]]]
"""The reasons that a submission brings, by form, each with the class that it says."""


def to_claims(said: Iterable[SaidFinding], forms: Collection[str], file: str) -> Claims:
    """The reasons that were given for the findings of a package. What it says of the findings
    themselves counts for nothing. Raises PackageError for a form that it does not bring, and for
    a finding that it says twice."""
    claims: Claims = {}
    seen = set()
    for finding in said:
        key = read_key(finding.rule, finding.cells, finding.left, finding.right)
        if finding.form not in forms or (finding.form, key) in seen:
            where = f"{finding.rule} {finding.cells}"
            raise PackageError(
                texts.UNKNOWN_FINDING.format(file=file, form=finding.form, finding=where)
            )
        seen.add((finding.form, key))
        require_shown((finding.reason, finding.by), file, finding.form)
        if finding.reason and finding.at:  # others stand at their cells, as in format 1
            _require_time(finding.at, file)
            explanation = explanation_of(key, finding.reason, finding.by, finding.at)
            claims.setdefault(finding.form, []).append((explanation, finding.severity))
    return claims


def _require_time(at: str, file: str) -> None:
    try:
        datetime.fromisoformat(at)
    except ValueError as error:
        raise PackageError(texts.MALFORMED.format(file=file, path="$.findings[].at")) from error


def value_of_cell(cell: Cell) -> DataValue:
    """A package's cell as a value."""
    number = Decimal(cell.number) if cell.number else None
    return DataValue(cell.kind, number, cell.reason, cell.note)


def rows_of_values(form: Form, values: Mapping[CellKey, DataValue]) -> list[CellRow]:
    """A form's values for the store, in the order of the form."""
    return [
        (
            *key,
            (value := values[key]).kind.value,
            None if value.number is None else to_scaled(value.number, decimals),
            decimals,
            value.reason,
            value.note,
        )
        for key, decimals in form.typed_cells.items()
        if key in values
    ]


_UNFIT = -(1 << 70)
"""Stands for a figure that its cell cannot hold; no figure is that far from zero."""


def _scaled(cell: Cell, decimals: int) -> int | None:
    if not cell.number:
        return None
    if len(cell.number) + decimals > MAX_DIGITS and not fits(Decimal(cell.number), decimals):
        return _UNFIT
    if "." not in cell.number:
        return int(cell.number) * _POWERS[decimals]
    if len(cell.number.partition(".")[2]) > decimals:
        return _UNFIT
    return to_scaled(Decimal(cell.number), decimals)


_POWERS: tuple[int, ...] = tuple(10**decimals for decimals in range(10))
