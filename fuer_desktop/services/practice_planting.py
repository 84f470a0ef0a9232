"""Mistakes planted in a form that was right: the slips that people make at a desk.

What is planted follows from the seed, so that a round can be made again, and another with others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from fuer_desktop.domain.checking import Checker, Finding
from fuer_desktop.domain.findings import FindingKey, key_of, takes_reason
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.numbers import fits, plain, rounded
from fuer_desktop.domain.stories import chance
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Values, number
from fuer_desktop.services.practice_mistakes import totals_of


class Slip(StrEnum):
    """What went wrong when a figure was written."""

    SWAPPED = "swapped"
    EXTRA_DIGIT = "extra_digit"
    UNIT = "unit"
    NEIGHBOUR = "neighbour"
    SEXES = "sexes"
    LAST_YEAR = "last_year"
    SUM = "sum"
    BLANK = "blank"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Planted:
    """One mistake: its cells with what was put into them. Where only the reason is missing, the
    cell is as it should be, ``rule`` is what asks for the reason, and ``before`` last year's figure
    that makes it ask. ``seen`` is what the rules say of it; nothing where they say nothing."""

    slip: Slip
    wrong: Mapping[CellKey, DataValue]
    rule: str = ""
    before: DataValue = BLANK
    seen: str = ""


@dataclass(frozen=True)
class Truth:
    """A form in good order: its typed cells, and the same cells a year before."""

    checker: Checker
    values: Values
    last_year: Values

    @property
    def form(self) -> Form:
        """The form."""
        return self.checker.form

    @cached_property
    def figures(self) -> dict[CellKey, Decimal]:
        """The cells that hold a number that counts something, in reading order."""
        found = {}
        for key in self.form.typed_cells:
            figure = self.values.get(key, BLANK).number
            if figure is not None and key not in self.form.choice_cells:
                found[key] = figure
        return found

    @cached_property
    def totals(self) -> frozenset[CellKey]:
        """The cells that have to equal a sum."""
        return frozenset(totals_of(self.checker))

    def findings(
        self, wrong: Values | None = None, before: Values | None = None
    ) -> dict[FindingKey, Finding]:
        """What the rules say with some cells of this year and of the last changed."""
        values = {key: v for key, v in {**self.values, **(wrong or {})}.items() if v != BLANK}
        found = self.checker.check(values, {**self.last_year, **(before or {})} or None)
        return {key_of(finding): finding for finding in found}


MOST, FEWEST = 9, 2
"""Mistakes in a form; a small one has one for every third of its cells."""


def plant(truth: Truth, seed: int) -> list[Planted]:
    """Mistakes of as many kinds as the form has room for, no cell in two of them."""
    wanted = min(MOST, max(FEWEST, len(truth.figures) // 3))
    chosen: list[Planted] = []
    taken: set[CellKey] = set()
    rounds = 0
    while len(chosen) < wanted and rounds < MOST:
        rounds += 1
        kinds = sorted(Slip, key=lambda slip: chance(seed, "kind", rounds, slip.value))
        for slip in kinds:
            found = _choose(truth, slip, taken, seed) if len(chosen) < wanted else None
            if found is not None:
                chosen.append(found)
                taken.update(found.wrong)
    before = {key: p.before for p in chosen if p.before != BLANK for key in p.wrong}
    return [_with_message(truth, planted, before) for planted in chosen]


def _choose(truth: Truth, slip: Slip, taken: set[CellKey], seed: int) -> Planted | None:
    """One of the mistakes of this kind that touch none of the cells taken."""
    if slip is Slip.REASON:
        keys = [key for key in truth.figures if key not in taken]
        keys.sort(key=lambda key: chance(seed, slip.value, *key))
        return next((found for key in keys if (found := _unexplained(truth, key))), None)
    candidates = [wrong for wrong in _CANDIDATES[slip](truth) if taken.isdisjoint(wrong)]
    if not candidates:
        return None
    place = int(chance(seed, slip.value, len(taken)) * len(candidates))
    return Planted(slip, candidates[place])


def _with_message(truth: Truth, planted: Planted, before: Values) -> Planted:
    """The mistake with the strictest thing that the rules say of it, if anything."""
    if planted.slip is Slip.REASON:
        known, wrong = truth.findings(), truth.findings(planted.wrong, before)
    else:
        known, wrong = truth.findings(before=before), truth.findings(planted.wrong, before)
    here = planted.wrong.keys()
    news = [f for key, f in wrong.items() if key not in known and not here.isdisjoint(f.cells)]
    news.sort(key=lambda finding: finding.severity)
    seen = news[0].message if news else ""
    return Planted(planted.slip, planted.wrong, planted.rule, planted.before, seen)


# --- each kind: every way of making it in a form -------------------------------------------

Wrong = dict[CellKey, DataValue]


def _in_place(truth: Truth, key: CellKey, text: str) -> Iterator[Wrong]:
    """A figure written so, where the cell holds it and it is another than the right one."""
    figure = Decimal(text)
    if figure != truth.figures[key] and fits(figure, truth.form.typed_cells[key]):
        yield {key: number(figure)}


def _swapped(truth: Truth) -> Iterator[Wrong]:
    for key, figure in truth.figures.items():
        text = plain(figure)
        for place in range(len(text) - 1):
            first, second = text[place], text[place + 1]
            if first.isdigit() and second.isdigit() and not (place == 0 and second == "0"):
                yield from _in_place(truth, key, text[:place] + second + first + text[place + 2 :])


def _extra_digit(truth: Truth) -> Iterator[Wrong]:
    for key, figure in truth.figures.items():
        text = plain(figure)
        if text.isdecimal() and figure > 0:
            for place in range(len(text)):
                yield from _in_place(truth, key, text[: place + 1] + text[place:])


TEN_THOUSAND = "万"


def _unit(truth: Truth) -> Iterator[Wrong]:
    """元 for 万元, 人 for 万人."""
    for key, figure in truth.figures.items():
        row = truth.form.table_by_code[key.table].coded_rows[key.row]
        if row.unit.startswith(TEN_THOUSAND):
            yield from _in_place(truth, key, plain(figure * 10_000))


def _exchanged(truth: Truth, one: CellKey, other: CellKey) -> Iterator[Wrong]:
    figures, decimals = truth.figures, truth.form.typed_cells
    both = one in figures and other in figures and decimals[one] == decimals[other]
    if both and figures[one] != figures[other]:
        yield {one: number(figures[other]), other: number(figures[one])}


def _neighbour(truth: Truth) -> Iterator[Wrong]:
    for table in truth.form.tables:
        codes = [(row.code, row.unit) for row in table.rows if row.code]
        for (upper, unit), (lower, unit_below) in pairwise(codes):
            for column in table.columns if unit == unit_below else ():
                one = CellKey(table.code, upper, column.code)
                yield from _exchanged(truth, one, one._replace(row=lower))


def _sexes(truth: Truth) -> Iterator[Wrong]:
    for table in truth.form.tables:
        of = {column.breakdown: column.code for column in table.columns}
        if "female" in of and "male" in of:
            for row in table.coded_rows:
                one = CellKey(table.code, row, of["female"])
                yield from _exchanged(truth, one, one._replace(column=of["male"]))


def _last_year(truth: Truth) -> Iterator[Wrong]:
    for key in truth.figures:
        before = truth.last_year.get(key, BLANK).number
        if before is not None:
            yield from _in_place(truth, key, plain(before))


def _sum(truth: Truth) -> Iterator[Wrong]:
    """A total in which a ten was carried once too often or too seldom."""
    for key, figure in truth.figures.items():
        if key in truth.totals:
            step = Decimal(10).scaleb(-truth.form.typed_cells[key])
            for wrong in (figure + step, figure - step):
                if wrong >= 0:
                    yield from _in_place(truth, key, plain(wrong))


def _blank(truth: Truth) -> Iterator[Wrong]:
    return ({key: BLANK} for key in truth.figures)


_CANDIDATES: dict[Slip, Callable[[Truth], Iterator[Wrong]]] = {
    Slip.SWAPPED: _swapped,
    Slip.EXTRA_DIGIT: _extra_digit,
    Slip.UNIT: _unit,
    Slip.NEIGHBOUR: _neighbour,
    Slip.SEXES: _sexes,
    Slip.LAST_YEAR: _last_year,
    Slip.SUM: _sum,
    Slip.BLANK: _blank,
}


def _unexplained(truth: Truth, key: CellKey) -> Planted | None:
    """A right figure that wants a reason, since last year's was quite another; nothing where the
    rules say something else then."""
    figure = truth.values[key]
    known = truth.findings()
    decimals = truth.form.typed_cells[key]
    for times in _TIMES:
        before = number(rounded(truth.figures[key] * times, decimals))
        said = [f for k, f in truth.findings(before={key: before}).items() if k not in known]
        if len(said) == 1 and takes_reason(said[0]) and said[0].cells == (key,):
            return Planted(Slip.REASON, {key: figure}, said[0].rule, before)
    return None


_TIMES = (Decimal("0.6"), Decimal("1.7"), Decimal("0.3"))
