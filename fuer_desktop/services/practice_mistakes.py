"""What goes wrong in a practice round: which units are at fault, and what they mistype."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fuer_desktop.domain.checking import Checker, Related
from fuer_desktop.domain.findings import key_of
from fuer_desktop.domain.relations import Comparison
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.spots import Source
from fuer_desktop.domain.tasks import Task
from fuer_desktop.domain.units import UnitKind
from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.formats.rows import CellRow
from fuer_desktop.services import checking
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import practice as texts

Rows = Mapping[str, Sequence[CellRow]]
"""A year's figures by unit."""

_SILENT, _CUT = "trade_union", "water"
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Roles:
    """Units by what they do: one hands in nothing, one twice; one file is cut short, one comes a
    second time; ``careless`` ones mistype a total or leave a cell blank."""

    missing: str
    twice: str
    cut: str
    duplicate: str
    careless: tuple[str, ...]


def roles(task: Task) -> Roles:
    """Who does what in a place: townships or counties where there are enough, and two of the
    departments. Needs six units that file forms."""
    units = task.reporting_units
    departments = {unit.department: unit.code for unit in units if unit.department}
    last = list(departments.values())
    missing = departments.get(_SILENT, last[-1])
    cut = departments.get(_CUT, next(code for code in last if code != missing))
    local = [unit.code for unit in units if unit.kind is not UnitKind.DEPARTMENT]
    others = [code for code in last if code not in (missing, cut)]
    pool = local if len(local) >= _FEWEST else local + others
    return Roles(missing, pool[1], cut, pool[3], (pool[1], pool[2], others[-1]))


def mistyped_totals(task: Task, roles: Roles, rows: Rows) -> list[CellRow]:
    """Totals that are not the sum of their parts, and a cell left blank."""
    first, second, third = roles.careless
    found = [wrong for unit in (first, third) for wrong in _wrong_totals(task, rows[unit])[:2]]
    return [*found, replace(rows[second][-1], value="", kind="blank", reason="", note="")]


def not_a_number(task: Task, roles: Roles, rows: Rows) -> list[CellRow]:
    """Words where a figure belongs."""
    figures = [row for row in rows[roles.duplicate] if row.kind == "number"]
    return [replace(figures[0], value=texts.WORDS, line=2)]


PLANTED: dict[str, Callable[[Task, Roles, Rows], list[CellRow]]] = {
    "mistakes.csv": mistyped_totals,
    "not-a-number.csv": not_a_number,
}
"""What is mistyped where no file of this name says it."""


def _wrong_totals(task: Task, rows: Sequence[CellRow]) -> list[CellRow]:
    """The unit's figures that are totals, each a tenth too large; its first figure if it has no
    totals, which then differs from last year at most."""
    found = []
    for form in task.forms:
        totals = set(totals_of(Checker(form, {}, task.period.year)))
        found += [
            replace(row, value=str(int(row.value) * 11 // 10 + 7), reason="")
            for row in rows
            if row.form == form.code and row.value.isdecimal() and _key(row) in totals
        ]
    return found


def totals_of(checker: Checker) -> list[CellKey]:
    """The cells that have to equal a sum of others of their form."""
    found = []
    for check in checker.checks:
        if isinstance(check, Related) and check.spot.rule.severity is RuleClass.A:
            relation, sides = check.spot.relation, check.spot.compared
            if isinstance(relation, Comparison) and relation.sign == "=" and sides is not None:
                left = sides.left.cells
                if len(left) == 1 and left[0].source == Source() and len(sides.right.cells) > 1:
                    found.append(left[0].key)
    return found


def _key(row: CellRow) -> CellKey:
    return CellKey(row.table, row.row, row.column)


def correction(desk: Workspace, task: LoadedTask, rows: Sequence[CellRow]) -> list[CellRow]:
    """A figure one smaller than it was, of which no rule says anything else; of several the last.

    Nothing where there is none.
    """
    for form in reversed(task.own_forms):
        place = FormPlace(task.record.unit, form.code, task.record.period)
        values = dict(desk.values.of_form(place))
        before = {key_of(f) for f in checking.check_values(desk, task, form, values)}
        for row in reversed([row for row in rows if row.form == form.code]):
            if not row.value.isdecimal() or int(row.value) <= 1:
                continue
            less = Decimal(row.value) - 1
            changed = values | {_key(row): number(less)}
            if {key_of(f) for f in checking.check_values(desk, task, form, changed)} == before:
                return [replace(row, value=str(less))]
    return []
