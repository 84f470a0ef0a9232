"""Figures of one form by the cells of another version of it: what goes on, and what does not.

Unlike last year's figures these are the ones that count, so whatever has no place is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from fuer_desktop.domain.carrying import Origins, brought, origins
from fuer_desktop.domain.choices import chosen
from fuer_desktop.domain.continuity import RowPlace, What
from fuer_desktop.domain.findings import Explanation, explanation_of
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.succession import differences, rows_that_went_on
from fuer_desktop.domain.values import CellKey, DataValue, Kind, Values


@dataclass(frozen=True, slots=True)
class Projected:
    """Figures by the cells of the other form; the cells of the first whose figures have no place
    there, and those of the other in which a figure stands rounded, each with the cell it is of."""

    values: dict[CellKey, DataValue]
    lost: tuple[CellKey, ...]
    rounded: tuple[tuple[CellKey, CellKey], ...]


@dataclass(frozen=True)
class Projection:
    """From the first of these versions of a form to the last, each one version from the one before
    it, up or down; a form alone is not changed. Where versions between are not known, there are
    only the two, and nothing goes on."""

    forms: tuple[Form, ...]

    @property
    def source(self) -> Form:
        """The form that was filled."""
        return self.forms[0]

    @property
    def target(self) -> Form:
        """The form whose cells are wanted."""
        return self.forms[-1]

    @cached_property
    def _steps(self) -> list[tuple[Form, Form, Origins]]:
        return [(old, new, _origins(old, new)) for old, new in pairwise(self.forms)]

    @cached_property
    def origins(self) -> Origins:
        """Which cells of the source each typed cell of the target has its figure from."""
        found: Origins = {key: (key,) for key in self.source.typed_cells}
        for _, _, step in self._steps:
            found = {
                key: tuple(first for was in cells for first in found[was])
                for key, cells in step.items()
                if all(was in found for was in cells)
            }
        return found

    @cached_property
    def new_cells(self) -> tuple[CellKey, ...]:
        """Typed cells of the target that nobody who filled the source could fill."""
        return tuple(key for key in self.target.typed_cells if key not in self.origins)

    @cached_property
    def closed_cells(self) -> tuple[CellKey, ...]:
        """Typed cells of the source that have no place in the target."""
        used = {was for cells in self.origins.values() for was in cells}
        return tuple(key for key in self.source.typed_cells if key not in used)

    def project(self, values: Values) -> Projected:
        """The figures of the source, typed cells alone, by the cells of the target."""
        found = dict(values)
        for old, new, step in self._steps:
            found = brought(old, new, step, found)
        found = {key: value for key, value in found.items() if _can_stand(self.target, key, value)}
        used = {was for key in found for was in self.origins[key]}
        rounded = (
            (key, self.origins[key][0])
            for key, value in found.items()
            if len(self.origins[key]) == 1 and values[self.origins[key][0]].number != value.number
        )
        lost = (key for key in self.source.typed_cells if key in values and key not in used)
        return Projected(found, tuple(lost), tuple(rounded))

    def explanations(self, given: Iterable[Explanation]) -> list[tuple[Explanation, Explanation]]:
        """The reasons whose cells all go on by themselves, as given and by the target's cells."""
        found = []
        for said in given:
            cells = [self._moved.get(cell) for cell in said.cells]
            if all(cells):
                key = said.key._replace(cells=tuple(cell for cell in cells if cell))
                found.append((said, explanation_of(key, said.reason, said.by, said.at)))
        return found

    @cached_property
    def _moved(self) -> dict[CellKey, CellKey]:
        """Where each cell of the source stands in the target, typed and derived, unless it became
        a part of something else."""
        typed = {cells[0]: key for key, cells in self.origins.items() if len(cells) == 1}
        derived = {key: key for key in _derived(self.source)}
        for old, new in pairwise(self.forms):
            rows, cells = _rows_gone_on(old, new), _derived(new)
            derived = {
                first: moved
                for first, key in derived.items()
                if (place := rows.get(RowPlace(key.table, key.row)))
                and (moved := CellKey(*place, key.column)) in cells
            }
        return typed | derived


def chain(source: Form, target: Form, between: Mapping[int, Form]) -> Projection:
    """From one form to another of the same code; ``between`` are the versions known, by number."""
    step = 1 if target.version > source.version else -1
    numbers = range(source.version + step, target.version, step)
    if source.version == target.version:
        return Projection((source, target))
    if any(number not in between for number in numbers):
        return Projection((source, target))
    return Projection((source, *(between[number] for number in numbers), target))


def asks_the_same(old: Form, new: Form) -> bool:
    """Whether two texts of one version ask for the same: every cell, thing and answer that can be
    given is there, though words, rules and ready reasons may differ."""
    bare = replace(new, succession=())
    return (
        old.typed_cells == new.typed_cells
        and old.elements == new.elements
        and old.text_cells == new.text_cells
        and all(_codes(old, key) <= _codes(new, key) for key in old.typed_cells)
        and {found.what for found in differences(old, bare)} <= {What.RENAMED}
    )


def _codes(form: Form, key: CellKey) -> set[int]:
    return {choice.code for choice in form.choice_cells.get(key, ())}


def _origins(old: Form, new: Form) -> Origins:
    """As ``carrying.origins``, back to the version before too: what went on by itself returns."""
    if new.version >= old.version:
        return origins(old, new)
    went = origins(new, old)
    return {cells[0]: (key,) for key, cells in went.items() if len(cells) == 1}


def _rows_gone_on(old: Form, new: Form) -> Mapping[RowPlace, RowPlace]:
    if new.version == old.version:
        return rows_that_went_on(old, replace(new, succession=()))
    if new.version > old.version:
        return rows_that_went_on(old, new)
    return {now: was for was, now in rows_that_went_on(new, old).items()}


def _derived(form: Form) -> set[CellKey]:
    return {cell.key for cell in form.derived_cells}


def _can_stand(form: Form, key: CellKey, value: DataValue) -> bool:
    """Whether the cell takes it: a text or a figure, and one of the answers where there are any."""
    if value.kind is (Kind.NUMBER if key in form.text_cells else Kind.TEXT):
        return False
    offered = form.choice_cells.get(key)
    return not (offered and value.number is not None and not chosen(offered, value.number))
