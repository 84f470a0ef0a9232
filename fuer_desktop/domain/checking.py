"""Checking filled forms: which rules they break, at which cells, by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fuer_desktop.domain.forms import Form, rederive, with_derived
from fuer_desktop.domain.narrative import is_copied
from fuer_desktop.domain.numbers import shown
from fuer_desktop.domain.rules import ChangeRule, RuleClass
from fuer_desktop.domain.spots import Figures, Source, Spot, own_cells, spots
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, Values, is_reason
from fuer_desktop.domain.wording import (
    Told,
    broken_comparison,
    broken_presence,
    cell_name,
    change_told,
    changed,
    comparison_told,
    presence_told,
)
from fuer_desktop.texts import rules as texts

BLANK_RULE = "BLANK"
"""Code of the rule that every typed cell is filled; it belongs to every form."""

NEGATIVE_RULE = "NEGATIVE"
"""Code of the rule that nothing counted or measured here is below zero, of every form too."""

COPIED_RULE = "COPIED"
"""Code of the hint that a text is last year's word for word; of every form with texts."""

NOW, LAST_YEAR = Source(), Source(last_year=True)


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule at one place. Both sides and their difference are in the row's unit; ``by``
    and ``at`` (an ISO time) are those of the reason that was given for it."""

    rule: str
    severity: RuleClass
    cells: tuple[CellKey, ...]
    message: str
    left: Decimal | None = None
    right: Decimal | None = None
    reason: str = ""
    by: str = ""
    at: str = ""

    @property
    def difference(self) -> Decimal | None:
        """Left minus right, where both sides are numbers."""
        return None if self.left is None or self.right is None else self.left - self.right

    @property
    def explained(self) -> bool:
        """Whether a reason was given that this class of finding accepts."""
        return self.severity is RuleClass.C and is_reason(self.reason)

    @property
    def blocks(self) -> bool:
        """Whether the form cannot be handed in while the finding stands."""
        return self.severity in (RuleClass.A, RuleClass.B, RuleClass.C) and not self.explained

    @property
    def state(self) -> str:
        """``open`` or ``explained``."""
        return "explained" if self.explained else "open"


def check(form: Form, values: Values, last_year: Values | None = None) -> list[Finding]:
    """All findings of one form; for many forms or many keystrokes keep a Checker."""
    return Checker(form).check(values, last_year)


# --- one rule at one place ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _AtCell:
    """A check of one cell by itself."""

    form: Form
    key: CellKey

    @property
    def cells(self) -> tuple[CellKey, ...]:
        """The cell it looks at."""
        return (self.key,)


@dataclass(frozen=True, slots=True)
class Filled(_AtCell):
    """Nothing may stay blank, at one cell."""

    def finding(self, figures: Figures) -> Finding | None:
        """What is wrong here, if anything."""
        if figures[NOW].get(self.key, BLANK).kind is not Kind.BLANK:
            return None
        where = cell_name(self.form, self.key)
        message = texts.BLANK_CELL.format(where=where, advice=texts.FILL_IT)
        return Finding(BLANK_RULE, RuleClass.A, (self.key,), message)

    def told(self, _finding: Finding) -> Told:
        """What it found, in parts."""
        return Told(cell_name(self.form, self.key), advice=texts.FILL_IT)


@dataclass(frozen=True, slots=True)
class NotNegative(_AtCell):
    """Nothing counted is below zero, at one cell."""

    def finding(self, figures: Figures) -> Finding | None:
        """What is wrong here, if anything."""
        found = figures[NOW].get(self.key, BLANK).number
        if found is None or found >= 0:
            return None
        message = texts.NEGATIVE.format(
            where=cell_name(self.form, self.key),
            value=shown(found),
            difference=texts.IS_NEGATIVE,
            advice=texts.NEVER_NEGATIVE,
        )
        return Finding(NEGATIVE_RULE, RuleClass.A, (self.key,), message, found, Decimal(0))

    def told(self, finding: Finding) -> Told:
        """What it found, in parts."""
        value = shown(finding.left or Decimal(0))
        where = cell_name(self.form, self.key)
        return Told(where, value, texts.IS_NEGATIVE, texts.NEVER_NEGATIVE)


@dataclass(frozen=True, slots=True)
class Related:
    """A relation in one line."""

    spot: Spot

    @property
    def cells(self) -> tuple[CellKey, ...]:
        """The form's own cells of this year that it looks at."""
        return tuple(cell.key for cell in self.spot.cells if cell.source == NOW)

    def finding(self, figures: Figures) -> Finding | None:
        """What is wrong here, if anything."""
        sides = self.spot.look(figures)
        if sides is None:
            return None
        left, right = sides
        if left is None or right is None:
            message = broken_presence(self.spot)
        else:
            message = broken_comparison(self.spot, left, right)
        rule = self.spot.rule
        return Finding(rule.code, rule.severity, tuple(own_cells(self.spot)), message, left, right)

    def told(self, finding: Finding) -> Told:
        """What it found, in parts."""
        if finding.left is None or finding.right is None:
            return presence_told(self.spot)
        return comparison_told(self.spot, finding.left, finding.right)


@dataclass(frozen=True, slots=True)
class Changed:
    """A large change from last year, at one cell."""

    form: Form
    rule: ChangeRule
    key: CellKey

    @property
    def cells(self) -> tuple[CellKey, ...]:
        """The cell it looks at."""
        return (self.key,)

    def finding(self, figures: Figures) -> Finding | None:
        """What is wrong here, if anything."""
        now = figures[NOW].get(self.key, BLANK).number
        then = figures[LAST_YEAR].get(self.key, BLANK).number
        if now is None or then is None or not _is_large(now, then, self.rule):
            return None
        message = changed(self.form, self.key, (now, then), self.rule)
        return Finding(self.rule.code, self.rule.severity, (self.key,), message, now, then)

    def told(self, finding: Finding) -> Told:
        """What it found, in parts."""
        values = (finding.left or Decimal(0), finding.right or Decimal(0))
        return change_told(self.form, self.key, values, self.rule)


def _is_large(now: Decimal, then: Decimal, rule: ChangeRule) -> bool:
    change = abs(now - then)
    return change >= rule.at_least and change * 100 > rule.percent * abs(then)


@dataclass(frozen=True, slots=True)
class CopiedText(_AtCell):
    """A text that was taken over from last year and left as it was, at one cell."""

    def finding(self, figures: Figures) -> Finding | None:
        """What is odd here, if anything."""
        now, before = (figures[source].get(self.key, BLANK) for source in (NOW, LAST_YEAR))
        if not is_copied(now, before):
            return None
        told = self.told(None)
        return Finding(COPIED_RULE, RuleClass.D, (self.key,), f"{told.what}{told.advice}")

    def told(self, _finding: Finding | None) -> Told:
        """What it found, in parts."""
        where = texts.COPIED_TEXT.format(where=cell_name(self.form, self.key))
        return Told(where, advice=texts.WRITE_ANEW)


def _is_count(value: DataValue) -> bool:
    """Whether something is filled in, and is not below zero."""
    number = value.number
    return value.kind is not Kind.BLANK and (number is None or not number.is_signed())


Check = Filled | NotNegative | Related | Changed | CopiedText


# --- one form ----------------------------------------------------------------------------


class Checker:
    """Checks forms of one definition; where each rule applies is worked out once.

    ``others`` are the forms whose figures stand beside; rules that need further ones are silent.
    ``year`` leaves out rules that are not in force in it.
    """

    def __init__(self, form: Form, others: Mapping[str, Form] | None = None, year: int = 0) -> None:
        self.form = form
        self.others = others or {}
        # The first two of each cell stand first: ``_doubtful`` passes over those of sound cells.
        self.checks: tuple[Check, ...] = (
            *(Filled(form, key) for key in form.typed_cells),
            *(NotNegative(form, key) for key in form.typed_cells),
            *(
                Related(spot)
                for rule in form.rules
                if rule.in_force(year)
                for spot in spots(form, rule, self.others)
            ),
            *(Changed(form, rule, key) for rule in form.changes for key in _watched(form, rule)),
            *(CopiedText(form, key) for key in form.typed_cells if key in form.text_cells),
        )

    def check(
        self, values: Values, last_year: Values | None = None, beside: Figures | None = None
    ) -> list[Finding]:
        """All findings, blanks first, then the rules in the order of the form; the reasons that
        were given for them come with ``findings.with_reasons``.

        ``last_year`` holds the same unit's values a year before, by this form's codes; without
        it comparisons with last year stay silent. ``beside`` holds the figures of other forms.
        """
        figures = self.figures(values, last_year, beside)
        found = (check.finding(figures) for check in self._doubtful(figures[NOW]))
        return [finding for finding in found if finding is not None]

    def _doubtful(self, now: Values) -> Iterator[Check]:
        """The checks that may find something, in their order. Nearly every cell has a figure that
        is not below zero, and passes its first two checks by that alone."""
        cells = self.form.typed_cells
        doubtful = [n for n, key in enumerate(cells) if not _is_count(now.get(key, BLANK))]
        for first in (0, len(cells)):
            yield from (self.checks[first + n] for n in doubtful)
        yield from self.checks[2 * len(cells) :]

    def follow(
        self, values: Values, last_year: Values | None = None, beside: Figures | None = None
    ) -> LiveCheck:
        """A check that is kept up to date while cells change."""
        return LiveCheck(self, self.figures(values, last_year, beside))

    def figures(
        self, values: Values, last_year: Values | None, beside: Figures | None
    ) -> dict[Source, Values]:
        """The form's figures with derived cells, and those beside it as they are."""
        before = with_derived(self.form, last_year) if last_year else {}
        return {**(beside or {}), NOW: with_derived(self.form, values), LAST_YEAR: before}

    @cached_property
    def touching(self) -> dict[CellKey, list[int]]:
        """The checks, by their position, that look at each cell of this year."""
        found: dict[CellKey, list[int]] = {}
        for position, check in enumerate(self.checks):
            for key in dict.fromkeys(check.cells):
                found.setdefault(key, []).append(position)
        return found

    @cached_property
    def reading(self) -> dict[Source, list[int]]:
        """The checks, by their position, that look at figures of each other form."""
        found: dict[Source, list[int]] = {}
        for position, check in enumerate(self.checks):
            for source in _sources(check):
                found.setdefault(source, []).append(position)
        return found


def _sources(check: Check) -> set[Source]:
    return {cell.source for cell in check.spot.cells} if isinstance(check, Related) else set()


class LiveCheck:
    """One form being filled: after a change only what it touches is looked at again."""

    def __init__(self, checker: Checker, figures: Mapping[Source, Values]) -> None:
        self._checker = checker
        self.complete = dict(figures[NOW])
        """The typed values and every derived cell that can be computed from them."""
        self._figures = {**figures, NOW: self.complete}
        self._found: dict[int, Finding] = {}
        self._look(range(len(checker.checks)))

    def change(self, cells: Values) -> set[CellKey]:
        """Take new values of typed cells; 未填 takes a cell away. Returns every cell of which
        value or findings are not what they were."""
        touched = self._put(cells)
        positions = {p for key in touched for p in self._checker.touching.get(key, ())}
        return touched | self._look(sorted(positions))

    def stand_beside(self, beside: Figures) -> set[CellKey]:
        """Take the figures of other forms; returns every cell of which findings are not what they
        were."""
        known = {source: figures for source, figures in beside.items() if source.form}
        news = {s for s, figures in known.items() if self._figures.get(s) != figures}
        self._figures.update({source: known[source] for source in news})
        return self._look(sorted({p for s in news for p in self._checker.reading.get(s, ())}))

    def trial(self, cells: Values) -> tuple[list[Finding], list[Finding]]:
        """What is found now wherever these values would change something, and what would be found
        with them; nothing is kept."""
        before = {key: self.complete.get(key, BLANK) for key in cells}
        touched = self._put(cells)
        checks, looking = self._checker.checks, self._checker.touching
        positions = sorted({p for key in touched for p in looking.get(key, ())})
        would_be = [checks[position].finding(self._figures) for position in positions]
        self._put(before)
        now = [self._found[position] for position in positions if position in self._found]
        return now, [finding for finding in would_be if finding is not None]

    def told(self, finding: Finding) -> Told:
        """One of the present findings in parts."""
        about = (finding.rule, finding.cells, finding.left, finding.right)
        for position, found in self._found.items():
            if about == (found.rule, found.cells, found.left, found.right):
                return self._checker.checks[position].told(found)
        return Told(finding.message)

    @property
    def last_year(self) -> Values:
        """Last year's figures with derived cells, by this form's codes."""
        return self._figures[LAST_YEAR]

    @property
    def findings(self) -> list[Finding]:
        """All findings in the order of ``Checker.check``."""
        return [self._found[position] for position in sorted(self._found)]

    def _put(self, cells: Values) -> set[CellKey]:
        changed = set()
        for key, value in cells.items():
            if self.complete.get(key, BLANK) != value:
                changed.add(key)
                if value == BLANK:
                    self.complete.pop(key, None)
                else:
                    self.complete[key] = value
        return changed | rederive(self._checker.form, self.complete, changed)

    def _look(self, positions: Iterator[int] | range | list[int]) -> set[CellKey]:
        touched: set[CellKey] = set()
        for position in positions:
            before = self._found.pop(position, None)
            finding = self._checker.checks[position].finding(self._figures)
            if finding is not None:
                self._found[position] = finding
            for one in (before, finding) if before != finding else ():
                touched.update(one.cells if one else ())
        return touched


def _watched(form: Form, rule: ChangeRule) -> Iterator[CellKey]:
    for key in form.typed_cells:
        watched = key.table == rule.table and (not rule.rows or key.row in rule.rows)
        if watched and key not in form.choice_cells:
            yield key
