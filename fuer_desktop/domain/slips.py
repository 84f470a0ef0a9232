"""Likely slips of the hand behind a finding: what figure was meant, where that can be told.

Nothing is changed here; a slip is only proposed, and only on evidence that chance seldom gives.
There are two kinds of evidence:

- *exact*: the meant figure ends the finding, and a figure one last place higher or lower would
  not (an equality). A figure made at random does so once in as many tries as it has values.
- *near*: it ends the finding and comes within ``NEAR`` of last year's figure, from which the
  present one is further than ``FAR``; of ``LEAST_DIGITS``, since short ones are near by chance.

Either way the meant figure must break no rule that is kept now. Where more slips fit than are told,
all equally likely, none of them is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from itertools import groupby

from fuer_desktop.domain.checking import Finding, LiveCheck
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.measures import mistaken_for
from fuer_desktop.domain.numbers import MAX_DIGITS, from_scaled, rounded, shown, to_scaled
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, Values
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.texts import slips as texts

MOST = 2
"""Slips that are told of one finding: of more, a person would have to guess."""

NEAR = Decimal("0.05")
"""Counts of one unit mostly change less than this from year to year; of the few figures into which
a slip can turn another, one lies within it by chance in about one of twenty cases."""

FAR = Decimal("0.30")
"""Beyond this the forms ask for a reason (practice.md 4.2); within it last year says nothing."""

FAR_APART = 2 * NEAR
"""For two figures exchanged, which both have to come near: chance is squared there."""

LEAST_DIGITS = 3
"""Of figures that are compared with others: two digits agree once in ninety by chance, and small
places have many such figures."""

MOST_SUSPECTS = 24
"""Cells of a finding that are looked at; a longer sum is as easily wrong anywhere."""


class Slip(StrEnum):
    """What the hand or the eye did; the strictest first, that is the one which fewest figures
    could have come from."""

    SIGN = "sign"
    SWAPPED = "swapped"
    UNIT = "unit"
    SEXES = "sexes"
    EXTRA = "extra"
    MISSING = "missing"
    NEIGHBOUR = "neighbour"
    LAST_YEAR = "last_year"


class Evidence(IntEnum):
    """How sure it is; see the module."""

    EXACT = 0
    NEAR = 1


_ORDER = {slip: position for position, slip in enumerate(Slip)}

Meant = tuple[tuple[CellKey, Decimal], ...]
"""Cells, each with the figure that was meant."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A slip and the figures that were meant; ``unit`` is the one mistaken for the row's."""

    slip: Slip
    meant: Meant
    evidence: Evidence
    unit: str = ""

    def said(self, form: Form, values: Values) -> str:
        """The proposal in a sentence; ``values`` are what stands in the form now."""
        changes = (
            texts.CHANGE.format(
                cell=cell_name(form, key),
                now=values.get(key, BLANK).text,
                meant=shown(figure),
            )
            for key, figure in self.meant
        )
        what = texts.WHAT[self.slip.value].format(unit=self.unit)
        return texts.LIKELY.format(what=what, changes=texts.AND.join(changes))


def likely_slips(form: Form, live: LiveCheck, finding: Finding) -> tuple[Proposal, ...]:
    """At most ``MOST`` slips that explain a finding of ``live``, the strictest first."""
    told: list[Proposal] = []
    for _, members in groupby(explanations(form, live, finding), key=_rank):
        alike = list(members)
        if len(told) + len(alike) > MOST:
            break
        told += alike
    return tuple(told)


def explanations(form: Form, live: LiveCheck, finding: Finding) -> list[Proposal]:
    """Every slip that explains a finding, the strictest first; without exact ones the near ones."""
    found: dict[Meant, Proposal] = {}
    for proposal in sorted(_Seeker(form, live, finding).proposals(), key=_rank):
        found.setdefault(proposal.meant, proposal)
    best = min((proposal.evidence for proposal in found.values()), default=Evidence.NEAR)
    return [proposal for proposal in found.values() if proposal.evidence is best]


def _rank(proposal: Proposal) -> tuple[int, int]:
    return proposal.evidence, _ORDER[proposal.slip]


@dataclass(frozen=True, slots=True)
class _Guess:
    """A slip that is still to be tried."""

    slip: Slip
    meant: Meant
    unit: str = ""


class _Seeker:
    """Guesses, and tries each guess on the form."""

    def __init__(self, form: Form, live: LiveCheck, finding: Finding) -> None:
        self._form = form
        self._live = live
        self._finding = finding
        counted = [key for key in finding.cells if self._is_figure(key)]
        self._suspects = counted[:MOST_SUSPECTS]

    def proposals(self) -> Iterator[Proposal]:
        """Every guess that evidence speaks for."""
        if self._finding.difference is None:
            return
        for guess in self._guesses():
            evidence = self._evidence(guess)
            if evidence is not None:
                yield Proposal(guess.slip, guess.meant, evidence, guess.unit)

    def _guesses(self) -> Iterator[_Guess]:
        for key in self._suspects:
            yield from self._by_sign(key)
            yield from self._by_needed(key)
            yield from self._by_last_year(key)
            yield from self._exchanged(key)

    # --- figures ----------------------------------------------------------------------------

    def _is_figure(self, key: CellKey) -> bool:
        known = key in self._form.typed_cells and self._now(key) is not None
        return known and key not in self._form.choice_cells

    def _now(self, key: CellKey) -> Decimal | None:
        return self._live.complete.get(key, BLANK).number

    def _before(self, key: CellKey) -> Decimal | None:
        return self._live.last_year.get(key, BLANK).number

    def _figure(self, key: CellKey) -> Decimal:
        found = self._now(key)
        assert found is not None  # suspects and neighbours are figures
        return found

    # --- guesses ----------------------------------------------------------------------------

    def _by_sign(self, key: CellKey) -> Iterator[_Guess]:
        now = self._figure(key)
        if now < 0:
            yield _Guess(Slip.SIGN, ((key, -now),))

    def _by_needed(self, key: CellKey) -> Iterator[_Guess]:
        """From the figures that would make both sides equal: how the present one may have come
        from them."""
        now, decimals = self._figure(key), self._form.typed_cells[key]
        difference = self._finding.difference or Decimal(0)
        for needed in dict.fromkeys((now - difference, now + difference)):
            if needed <= 0 or now <= 0 or rounded(needed, decimals) != needed:
                continue
            meant = ((key, needed),)
            for slip in _slips_between(now, needed, decimals):
                yield _Guess(slip, meant)
            for unit, times in mistaken_for(self._unit(key)):
                if _told(now, times, decimals) == needed:
                    yield _Guess(Slip.UNIT, meant, unit)
            yield from self._from_elsewhere(key, meant)

    def _from_elsewhere(self, key: CellKey, meant: Meant) -> Iterator[_Guess]:
        """The figure of another cell, or of the year before, stands here."""
        now, decimals = self._figure(key), self._form.typed_cells[key]
        if len(_digits(now, decimals)) < LEAST_DIGITS:
            return
        for other in self._neighbours(key):
            if now in (self._now(other), self._before(other)):
                yield _Guess(Slip.NEIGHBOUR, meant)
        left = [
            suspect for suspect in self._suspects if self._now(suspect) == self._before(suspect)
        ]
        if left == [key]:
            yield _Guess(Slip.LAST_YEAR, meant)

    def _by_last_year(self, key: CellKey) -> Iterator[_Guess]:
        """Figures from which the present one may have come, to be compared with last year's."""
        now, decimals = self._figure(key), self._form.typed_cells[key]
        if now <= 0 or self._before(key) is None:
            return
        guesses = [_Guess(slip, ((key, meant),)) for slip, meant in _undone(now, decimals)]
        for unit, times in mistaken_for(self._unit(key)):
            guesses.append(_Guess(Slip.UNIT, ((key, _told(now, times, decimals)),), unit))
        yield from filter(self._comes_near, guesses)

    def _exchanged(self, key: CellKey) -> Iterator[_Guess]:
        """Two figures side by side, each where the other belongs."""
        now = self._figure(key)
        for other in self._neighbours(key):
            there = self._now(other)
            if there is None or there == now or not self._is_figure(other):
                continue
            slip = Slip.SEXES if self._are_sexes(key, other) else Slip.NEIGHBOUR
            first, second = sorted((key, other))
            meant = {key: there, other: now}
            yield _Guess(slip, ((first, meant[first]), (second, meant[second])))

    def _neighbours(self, key: CellKey) -> Iterator[CellKey]:
        """The cells above and below, left and right that a person fills with figures."""
        table = self._form.table_by_code[key.table]
        rows, columns = list(table.coded_rows), list(table.column_by_code)
        row, column = rows.index(key.row), columns.index(key.column)
        near = [key._replace(row=code) for code in _beside(rows, row)]
        near += [key._replace(column=code) for code in _beside(columns, column)]
        return (cell for cell in near if self._is_figure(cell))

    def _are_sexes(self, key: CellKey, other: CellKey) -> bool:
        columns = self._form.table_by_code[key.table].column_by_code
        parts = {columns[cell.column].breakdown.rpartition("_")[2] for cell in (key, other)}
        return parts == {"female", "male"}

    def _unit(self, key: CellKey) -> str:
        return self._form.table_by_code[key.table].coded_rows[key.row].unit

    # --- evidence ---------------------------------------------------------------------------

    def _evidence(self, guess: _Guess) -> Evidence | None:
        if any(not self._can_hold(key, figure) for key, figure in guess.meant):
            return None
        if not self._ends_it(guess.meant):
            return None
        if guess.slip is Slip.SIGN or self._is_sharp(guess.meant):
            return Evidence.EXACT
        return Evidence.NEAR if self._comes_near(guess) else None

    def _can_hold(self, key: CellKey, figure: Decimal) -> bool:
        decimals = self._form.typed_cells[key]
        same = figure == self._now(key)
        return not same and figure > 0 and len(_digits(figure, decimals)) <= MAX_DIGITS

    def _ends_it(self, meant: Meant) -> bool:
        """Whether the finding goes and nothing new comes."""
        now, then = self._live.trial({key: _value(figure) for key, figure in meant})
        places = {(finding.rule, finding.cells) for finding in now}
        return not self._stands(then) and all((f.rule, f.cells) in places for f in then)

    def _stands(self, findings: list[Finding]) -> bool:
        here = (self._finding.rule, self._finding.cells)
        return here in [(finding.rule, finding.cells) for finding in findings]

    def _is_sharp(self, meant: Meant) -> bool:
        """Whether one last place more or less would bring the finding back."""
        (key, figure), *rest = meant
        last_place = Decimal(1).scaleb(-self._form.typed_cells[key])
        for other in (figure - last_place, figure + last_place):
            shifted = {key: _value(other), **{cell: _value(number) for cell, number in rest}}
            if not self._stands(self._live.trial(shifted)[1]):
                return False
        return True

    def _comes_near(self, guess: _Guess) -> bool:
        far = FAR if len(guess.meant) == 1 else FAR_APART
        for key, figure in guess.meant:
            before = self._before(key)
            if not before or len(_digits(before, self._form.typed_cells[key])) < LEAST_DIGITS:
                return False
            if (
                abs(figure - before) > NEAR * before
                or abs(self._figure(key) - before) <= far * before
            ):
                return False
        return True


def _beside(codes: list[str], position: int) -> list[str]:
    return codes[max(position - 1, 0) : position] + codes[position + 1 : position + 2]


def _value(figure: Decimal) -> DataValue:
    return DataValue(Kind.NUMBER, figure)


def _told(figure: Decimal, times: Fraction, decimals: int) -> Decimal:
    """A figure in another unit, rounded as the cell's are."""
    exact = figure * times.numerator / times.denominator
    return rounded(exact, decimals)


def _digits(figure: Decimal, decimals: int) -> str:
    """The digits of a figure with all its decimals, without sign and point."""
    return str(abs(to_scaled(figure, decimals)))


def _slips_between(now: Decimal, meant: Decimal, decimals: int) -> Iterator[Slip]:
    """The slips of the fingers that make the present figure out of the meant one."""
    typed, right = _digits(now, decimals), _digits(meant, decimals)
    if right in _swaps(typed):
        yield Slip.SWAPPED
    if max(len(typed), len(right)) < LEAST_DIGITS:
        return
    if right in _without_one(typed):
        yield Slip.EXTRA
    if typed in _without_one(right):
        yield Slip.MISSING


def _undone(now: Decimal, decimals: int) -> Iterator[tuple[Slip, Decimal]]:
    """The figures from which the present one may have come by a slip that leaves few of them: two
    digits swapped, a digit doubled or a zero too many, a zero left out."""
    typed = _digits(now, decimals)
    found = [(Slip.SWAPPED, digits) for digits in _swaps(typed)]
    found += [(Slip.EXTRA, digits) for digits in _without_one(typed, doubled=True)]
    found.append((Slip.MISSING, f"{typed}0"))
    for slip, digits in found:
        yield slip, from_scaled(int(digits), decimals)


def _swaps(digits: str) -> set[str]:
    """The digits with two different neighbours swapped; no figure begins with 0."""
    found = (
        digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :] for n in range(len(digits) - 1)
    )
    return {swapped for swapped in found if swapped != digits and not swapped.startswith("0")}


def _without_one(digits: str, *, doubled: bool = False) -> set[str]:
    """The digits without one of them, or only without one of two alike or the last zero."""
    found = set()
    for n, digit in enumerate(digits):
        rest = digits[:n] + digits[n + 1 :]
        is_double = digits[n - 1 : n] == digit or (n == len(digits) - 1 and digit == "0")
        if rest and not rest.startswith("0") and (is_double or not doubled):
            found.add(rest)
    return found
