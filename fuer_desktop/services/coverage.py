"""Whether what the plans demand can be computed from what the forms ask, and whether everything
that is asked serves something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.forms import Form, Row, Table, element_name
from fuer_desktop.domain.indicators import Getting, Indicator
from fuer_desktop.domain.plans import Plan, Target
from fuer_desktop.domain.rules import Over, RuleText
from fuer_desktop.domain.values import CellKey
from fuer_desktop.formats import definitions
from fuer_desktop.services import catalogues
from fuer_desktop.texts import coverage as texts

TARGET_FIELDS = ("plan", "target", "wording", "indicator", "way", "detail", "forms")
CELL_FIELDS = ("form", "table", "row", "column", "title", "serves")


class Way(StrEnum):
    """How the figure that a target is judged by is got."""

    COUNTS = "counts"
    TYPED_RATE = "typed_rate"
    OUTSIDE = "outside"
    GAP = "gap"

    @property
    def label(self) -> str:
        """The words for people."""
        return texts.WAYS[self.value]


class Serves(StrEnum):
    """What a typed cell is asked for; the first that holds."""

    INDICATOR = "indicator"
    RULE = "rule"
    BREAKDOWN = "breakdown"
    ACCOUNT = "account"
    SAME = "same"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        """The words for people."""
        return texts.SERVES[self.value]


@dataclass(frozen=True, slots=True)
class Covered:
    """A target with how its figure is got; ``detail`` is the reason of a typed rate, the source
    outside, or what no form asks."""

    plan: Plan
    target: Target
    way: Way
    detail: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedCell:
    """A typed cell with what it serves."""

    form: Form
    key: CellKey
    title: str
    serves: Serves


@dataclass(frozen=True)
class Coverage:
    """Every target and every typed cell of a catalogue, or of one place's part of it."""

    targets: tuple[Covered, ...]
    cells: tuple[AskedCell, ...]

    @property
    def tally(self) -> Mapping[Way, int]:
        """How many targets are got in each way."""
        count = Counter(covered.way for covered in self.targets)
        return {way: count[way] for way in Way}

    @property
    def idle(self) -> tuple[AskedCell, ...]:
        """Cells that serve nothing."""
        return tuple(cell for cell in self.cells if cell.serves is Serves.NOTHING)

    @property
    def is_whole(self) -> bool:
        """Whether every target can be judged and nothing is asked in vain."""
        return not self.tally[Way.GAP] and not self.idle


def coverage_of_place(shipped: Mapping[str, str], place: str, year: int) -> Coverage:
    """What one place's plans demand beside what its forms ask; raises DefinitionError."""
    selected = catalogues.selected_texts(shipped, place, year)
    return coverage(definitions.read_catalogue(selected, complete=False))


def coverage_of_folder(folder: Path, place: str, year: int) -> Coverage:
    """The same from a catalogue's folder; of all places together where none is named."""
    shipped = catalogues.shipped_texts(folder)
    return (
        coverage_of_place(shipped, place, year) if place else coverage(catalogues.newest(shipped))
    )


def coverage(catalogue: Catalogue) -> Coverage:
    """Every target of the catalogue's plans and every typed cell of its forms."""
    targets = tuple(
        _covered(catalogue, plan, target) for plan in catalogue.plans for target in plan.targets
    )
    wanted = {name for indicator in _judged_by(catalogue) for name in indicator.elements}
    cells = tuple(cell for form in catalogue.forms for cell in _asked(form, catalogue, wanted))
    return Coverage(targets, cells)


def _judged_by(catalogue: Catalogue) -> Iterator[Indicator]:
    """The indicators of the targets, and those that targets refer to."""
    for plan in catalogue.plans:
        for target in plan.targets:
            for code in filter(None, (target.indicator, target.reference)):
                yield catalogue.indicator_by_code[code]


def _covered(catalogue: Catalogue, plan: Plan, target: Target) -> Covered:
    named = [target.indicator, *filter(None, [target.reference])]
    ways = [_way(catalogue, catalogue.indicator_by_code[code]) for code in named]
    # The poorest way decides: a reference that no form asks leaves the target open too.
    way, detail = max(ways, key=lambda found: list(Way).index(found[0]))
    indicator = catalogue.indicator_by_code[target.indicator]
    forms = tuple(form.code for form in catalogue.forms_of(indicator))
    return Covered(plan, target, way, detail, forms)


def _way(catalogue: Catalogue, indicator: Indicator) -> tuple[Way, str]:
    gaps = catalogue.unasked_by(indicator)
    if gaps and indicator.getting is Getting.OUTSIDE:
        return Way.OUTSIDE, indicator.source
    if gaps:
        return Way.GAP, "、".join(gaps)
    reasons = [row.typed_rate for row in _rows(catalogue, indicator) if row.typed_rate]
    if reasons:
        return Way.TYPED_RATE, "；".join(dict.fromkeys(reasons))
    return Way.COUNTS, ""


def _rows(catalogue: Catalogue, indicator: Indicator) -> Iterator[Row]:
    for name in indicator.elements:
        form, key = catalogue.place_of_element[name]
        yield form.table_by_code[key.table].coded_rows[key.row]


def _asked(form: Form, catalogue: Catalogue, wanted: set[str]) -> Iterator[AskedCell]:
    named = _named_cells(catalogue, form)
    for key in form.typed_cells:
        table = form.table_by_code[key.table]
        row, column = table.coded_rows[key.row], table.column_by_code[key.column]
        serves = Serves.NOTHING
        if element_name(row, column) in wanted:
            serves = Serves.INDICATOR
        elif key in form.text_cells:
            serves = Serves.ACCOUNT
        elif key in named:
            serves = Serves.RULE
        elif column.breakdown and _is_served(table, row, wanted):
            serves = Serves.BREAKDOWN
        elif row.same_as:
            serves = Serves.SAME
        yield AskedCell(form, key, f"{row.title}·{column.name}", serves)


def _is_served(table: Table, row: Row, wanted: set[str]) -> bool:
    """Whether another column of the row is counted by an indicator."""
    return any(element_name(row, column) in wanted for column in table.columns)


def _named_cells(catalogue: Catalogue, form: Form) -> set[CellKey]:
    """The form's typed cells that relations name, in whichever form they stand."""
    found: set[CellKey] = set()
    for other in catalogue.forms:
        for rule in other.rules:
            if not rule.off:
                found.update(_cells_of_rule(rule.says, other, form))
    return found


def _cells_of_rule(says: RuleText, home: Form, form: Form) -> Iterator[CellKey]:
    for ref in says.refs:
        if (ref.form or home.code) != form.code or ref.table not in form.table_by_code:
            continue
        table = form.table_by_code[ref.table]
        over_rows = says.over is Over.ROWS
        rows = (
            [table.code_of.get(ref.name, "")]
            if over_rows
            else _lines(ref.line, says.only, list(table.code_of))
        )
        columns = (
            _lines(ref.line, says.only, list(table.column_by_code)) if over_rows else [ref.name]
        )
        codes = rows if over_rows else [table.code_of.get(name, "") for name in rows]
        yield from (CellKey(table.code, row, column) for row in codes for column in columns)


def _lines(pinned: str, only: frozenset[str], every: Sequence[str]) -> Sequence[str]:
    """The columns (rows) in which a name is looked at."""
    if pinned:
        return [pinned]
    return [line for line in every if not only or line in only]


def target_rows(found: Coverage) -> Iterator[tuple[str, ...]]:
    """Every target in the shape of TARGET_FIELDS."""
    for covered in found.targets:
        yield (
            covered.plan.code,
            covered.target.code,
            covered.target.wording,
            covered.target.indicator,
            covered.way.value,
            covered.detail,
            " ".join(covered.forms),
        )


def cell_rows(found: Coverage) -> Iterator[tuple[str, ...]]:
    """Every typed cell in the shape of CELL_FIELDS."""
    for cell in found.cells:
        yield (cell.form.code, *cell.key, cell.title, cell.serves.value)


def sentences(found: Coverage) -> Iterator[str]:
    """The tally, then every target that is not computed from counts and every idle cell."""
    count = found.tally
    counts = "，".join(f"{way.label}{count[way]}" for way in Way)
    yield texts.TALLY.format(targets=len(found.targets), counts=counts)
    served = Counter(cell.serves for cell in found.cells)
    uses = "，".join(f"{serves.label}{served[serves]}" for serves in Serves)
    yield texts.CELLS.format(cells=len(found.cells), uses=uses)
    for way in (Way.GAP, Way.TYPED_RATE, Way.OUTSIDE):
        for covered in found.targets:
            if covered.way is way:
                yield texts.TARGET.format(
                    way=way.label,
                    target=covered.target.code,
                    wording=covered.target.wording,
                    detail=covered.detail,
                )
    for cell in found.idle:
        yield texts.IDLE.format(form=cell.form.code, row=cell.key.row, title=cell.title)
