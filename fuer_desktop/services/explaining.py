"""What a clerk wants to know of one cell: its meaning, what it is for, what is often done wrong.

All of it is drawn from the task's own definitions, so that an office's own forms explain
themselves the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.checking import Changed, Checker, Related
from fuer_desktop.domain.choices import listed
from fuer_desktop.domain.demands import demand_words
from fuer_desktop.domain.expressions import Expression, Ref, refs
from fuer_desktop.domain.forms import Column, Content, Form, Row, Table, element_name
from fuer_desktop.domain.indicators import Indicator
from fuer_desktop.domain.measures import converts, factor
from fuer_desktop.domain.numbers import plain, shown
from fuer_desktop.domain.plans import Target
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import MAX_TEXT, CellKey
from fuer_desktop.domain.wording import in_words, said
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.reading import scope_words, when_words
from fuer_desktop.texts import helping as texts
from fuer_desktop.texts import rules as rule_texts

FEW = 3
"""Up to so many indicators of one cell are told with their definitions."""


@dataclass(frozen=True, slots=True)
class At:
    """A place of a form; no row at a table's head, no column at a row's name, unit and code."""

    form: Form
    table: Table
    row: Row | None = None
    column: Column | None = None

    @property
    def key(self) -> CellKey | None:
        """The form's cell here, if there is one."""
        if self.row is None or self.column is None:
            return None
        if not self.table.is_open(self.row, self.column):
            return None
        return CellKey(self.table.code, self.row.code, self.column.code)


@dataclass(frozen=True, slots=True)
class Use:
    """An indicator for which a figure is wanted: ``part`` says as what, ``targets`` what the plans
    demand of it."""

    indicator: Indicator
    part: str
    formula: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellHelp:
    """Everything there is to say of one place; what does not apply is empty. ``closed`` says why
    nobody fills it."""

    title: str
    closed: str = ""
    meaning: str = ""
    mistake: str = ""
    measure: str = ""
    period: str = ""
    computed: str = ""
    kinds: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    same: str = ""
    source: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def facts(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Headings with their lines, the most wanted first; only those that have any."""
        told: tuple[tuple[str, tuple[str, ...]], ...] = (
            (texts.WHY_CLOSED, (self.closed,)),
            (texts.COMPUTED, (self.computed,)),
            (texts.MEANING, (self.meaning,)),
            (texts.MISTAKE, (self.mistake,)),
            (texts.MEASURE, (self.measure,)),
            (texts.PERIOD, (self.period,)),
            (texts.NOTES, self.notes),
            (texts.SAME, (self.same,)),
            (texts.USES, tuple(self._use_lines)),
            (texts.RULES, self.rules),
            (texts.KINDS, self.kinds),
            (texts.SOURCE, self.source),
            (texts.RESPONSIBLE, self.responsible),
        )
        for head, lines in told:
            kept = tuple(filter(None, lines))
            if kept:
                yield head, kept

    @property
    def _use_lines(self) -> Iterator[str]:
        """Each indicator as a block; definitions only as long as they do not bury the rest."""
        for use in self.uses:
            yield use.part
            yield use.formula
            if len(self.uses) <= FEW:
                yield texts.DEFINITION.format(definition=use.indicator.definition)
            yield from use.targets


@dataclass(frozen=True)
class Explainer:
    """Explains the cells of one task. ``checkers`` know by form which rules look at a cell."""

    catalogue: Catalogue
    checkers: Mapping[str, Checker]
    year: int

    @classmethod
    def of_task(cls, task: LoadedTask) -> Explainer:
        """For the forms of a task; reads its indicators and plans, which takes a moment."""
        return cls(task.catalogue, task.checkers, task.task.period.year)

    @classmethod
    def of_forms(cls, task: LoadedTask) -> Explainer:
        """For the forms of a task as they explain themselves, without indicators and plans."""
        catalogue = Catalogue(task.task.forms, (), ())
        return cls(catalogue, task.checkers, task.task.period.year)

    def explain(self, at: At) -> CellHelp:
        """What there is to say of a place."""
        if at.row is None or not at.row.code:
            return _of_head(at)
        indicators = self._uses(at)
        sources = dict.fromkeys((at.row.typed_rate, *(u.indicator.source for u in indicators)))
        notes = _notes_naming(at.form, at.row.code)
        return CellHelp(
            title=_title(at.row, at.column),
            closed=_why_closed(at),
            meaning=at.row.meaning or self._defined(at),
            mistake=at.row.mistake,
            measure=_measure(at),
            period=self._period(at),
            computed=_formula_here(at),
            kinds=_kinds(at),
            uses=indicators,
            same=self._same(at.row),
            source=tuple(filter(None, sources)) or _notes_of_source(at.form),
            responsible=tuple(dict.fromkeys(u.indicator.responsible for u in indicators)),
            rules=tuple(dict.fromkeys(self._rules(at))),
            notes=notes,
        )

    @cached_property
    def _indicators_of(self) -> dict[str, list[Indicator]]:
        """The indicators computed from each data element."""
        found: dict[str, list[Indicator]] = {}
        for indicator in self.catalogue.indicators:
            for element in dict.fromkeys(indicator.elements):
                found.setdefault(element, []).append(indicator)
        return found

    @cached_property
    def _targets_of(self) -> dict[str, list[str]]:
        """What the plans demand, in words, of each indicator."""
        found: dict[str, list[str]] = {}
        for plan in self.catalogue.plans:
            for target in plan.targets:
                words = _target_words(target, texts.PLANS[plan.audience.value])
                found.setdefault(target.indicator, []).append(words)
        return found

    def _uses(self, at: At) -> tuple[Use, ...]:
        """The indicators for which the cell counts; where for none, those of its row."""
        assert at.row is not None
        key = at.key
        if key is not None and key not in at.form.typed_cells:
            return tuple(self._computed_as(at.form, key))
        if key is not None and at.column is not None:
            own = tuple(self._used(_names(at.row, at.column), texts.USE))
            if own:
                return own
        everywhere = [name for column in at.table.columns for name in _names(at.row, column)]
        return tuple(self._used(everywhere, texts.USE_ROW if key else texts.USE))

    def _used(self, elements: list[str], template: str) -> Iterator[Use]:
        seen = set()
        for element in dict.fromkeys(elements):
            for indicator in self._indicators_of.get(element, ()):
                if indicator.code not in seen:
                    seen.add(indicator.code)
                    part = texts.PARTS[_part(indicator, element)]
                    yield self._use(indicator, template, part)

    def _computed_as(self, form: Form, key: CellKey) -> Iterator[Use]:
        """The indicators that are computed from just the cells behind a derived one."""
        at = {place: name for name, place in form.elements.items()}
        behind = {at[cell] for cell in form.typed_behind.get(key, ()) if cell in at}
        for indicator in self.catalogue.indicators:
            if behind and behind == set(indicator.elements):
                yield self._use(indicator, texts.USE, texts.PARTS["computed"])

    def _use(self, indicator: Indicator, template: str, part: str) -> Use:
        unit = texts.INDICATOR_UNIT.format(name=indicator.name, unit=indicator.unit)
        return Use(
            indicator,
            template.format(indicator=unit if indicator.unit else indicator.name, part=part),
            self._formula(indicator),
            tuple(dict.fromkeys(self._targets_of.get(indicator.code, ()))),
        )

    def _formula(self, indicator: Indicator) -> str:
        """分子 ÷ 分母 × 100%, with the names of what is counted; nothing where the figure itself is
        the indicator."""
        if isinstance(indicator.numerator, Ref) and indicator.denominator is None:
            return ""
        formula = self._in_words(indicator.numerator)
        if indicator.denominator is not None:
            below = self._in_words(indicator.denominator)
            words = {"numerator": _bracketed(formula), "denominator": _bracketed(below)}
            formula = texts.RATIO.format(**words)
        if indicator.multiplier != 1:
            scale = texts.SCALES.get(indicator.unit, shown(indicator.multiplier))
            formula = texts.SCALED.format(formula=formula, scale=scale)
        return texts.FORMULA.format(formula=formula)

    def _in_words(self, expression: Expression) -> str:
        return in_words(expression, lambda ref: self.catalogue.name_of(ref.name))

    def _defined(self, at: At) -> str:
        """The definition of the indicator for which the row is wanted, where the row says none."""
        return next((use.indicator.definition for use in self._uses(at)), "")

    def _period(self, at: At) -> str:
        kind = at.table.period or at.form.period
        return texts.PERIODS[kind.value].format(covers=kind.covers(self.year))

    def _same(self, row: Row) -> str:
        """Where another department gives the same number."""
        place = self.catalogue.place_of_element.get(row.same_as)
        if place is None:
            return ""
        form, key = place
        there = form.table_by_code[key.table].coded_rows[key.row]
        words = texts.TITLE.format(code=there.code, title=there.title)
        return texts.SAME_AS.format(form=form.title, row=words)

    def _rules(self, at: At) -> Iterator[str]:
        """The rules that look at the cell, in words; of a row's name those of all its cells."""
        checker = self.checkers.get(at.form.code)
        if checker is None or at.row is None:
            return
        keys = [at.key] if at.key else [
            CellKey(at.table.code, at.row.code, column.code) for column in at.table.columns
        ]  # fmt: skip
        for position in sorted({p for key in keys for p in checker.touching.get(key, ())}):
            match checker.checks[position]:
                case Related(spot=spot):
                    yield _rule_words(spot.rule.severity, spot.rule.message or said(spot))
                case Changed(rule=rule):
                    least = texts.LEAST.format(least=plain(rule.at_least)) if rule.at_least else ""
                    words = texts.LARGE_CHANGE.format(limit=plain(rule.percent), least=least)
                    yield _rule_words(rule.severity, words)
                case _:
                    pass


def _rule_words(severity: RuleClass, words: str) -> str:
    return texts.RULE.format(code=severity.value, severity=severity.label, said=words)


def _of_head(at: At) -> CellHelp:
    """A table's head or a heading among its rows."""
    if at.row is not None:
        return CellHelp(at.row.title, closed=texts.HEADING)
    title = at.table.title or at.form.title
    return CellHelp(at.column.name if at.column else title, closed=texts.TABLE_HEAD)


def _title(row: Row, column: Column | None) -> str:
    template = texts.TITLE_COLUMN if column else texts.TITLE
    return template.format(code=row.code, title=row.title, column=column.name if column else "")


def _why_closed(at: At) -> str:
    """Why nobody fills the place; nothing where it is filled."""
    row, column, key = at.row, at.column, at.key
    if row is None or column is None:
        return texts.STUB
    if key is None:
        return texts.CLOSED_CELL.format(column=column.name)
    if key in at.form.typed_cells:
        return ""
    return texts.GATHERED if row.gathers else texts.DERIVED


def _formula_here(at: At) -> str:
    """How a derived cell is computed, with the names of its form."""
    row, column, key = at.row, at.column, at.key
    if row is None or (key is not None and key in at.form.typed_cells):
        return ""
    if row.gathers:
        return texts.GATHERS[row.gathers.value] if at.table.listed else ""
    if row.computed:
        rows = at.table.coded_rows
        return in_words(row.computed, lambda ref: _named(rule_texts.ROW, rows[ref.name]))
    if column is not None and column.computed:
        columns = at.table.column_by_code
        return in_words(column.computed, lambda ref: _named(rule_texts.COLUMN, columns[ref.name]))
    return ""


def _named(template: str, line: Row | Column) -> str:
    title = line.name if isinstance(line, Column) else line.title
    return template.format(code=line.code, title=title)


def _measure(at: At) -> str:
    """Unit and decimals; of a large unit what 1 means in it."""
    row, column = at.row, at.column
    if row is None or (at.key is None and column is not None):
        return ""
    if column is not None and column.content is Content.TEXT:
        return texts.TEXT.format(most=MAX_TEXT)
    if row.choices:
        return texts.CHOICES.format(choices=listed(row.choices))
    if not row.unit or (column is not None and column.computed):
        return ""
    template = texts.UNIT_DECIMALS if row.decimals else texts.UNIT_WHOLE
    measure = template.format(unit=row.unit, decimals=row.decimals)
    base = row.unit[1:]
    if not converts(row.unit, base):
        return measure
    amount = shown(Decimal(factor(row.unit, base).numerator))
    return texts.SCALE.format(measure=measure, amount=amount, base=base)


def _kinds(at: At) -> tuple[str, ...]:
    """What there is for a cell that has no number."""
    if at.key is None or at.key not in at.form.typed_cells:
        return ()
    if at.key in at.form.text_cells:
        return texts.KINDS_TEXT
    return texts.KINDS_CHOICE if at.key in at.form.choice_cells else texts.KINDS_NUMBER


def _names(row: Row, column: Column) -> list[str]:
    """The data elements that a cell gives, its own and that of which it is a repetition."""
    suffix = f".{column.breakdown}" if column.breakdown else ""
    same = [row.same_as + suffix] if row.same_as else []
    return [element_name(row, column), *same] if row.element else same


def _part(indicator: Indicator, element: str) -> str:
    """As what an indicator uses a data element."""
    above = element in {ref.name for ref in refs(indicator.numerator)}
    if indicator.denominator is None:
        return "itself" if isinstance(indicator.numerator, Ref) else "term"
    below = element in {ref.name for ref in refs(indicator.denominator)}
    return "both" if above and below else "numerator" if above else "denominator"


def _bracketed(words: str) -> str:
    """A sum on one side of ÷ in brackets."""
    return texts.BRACKETS.format(words=words) if any(sign in words for sign in "＋－÷") else words


def _target_words(target: Target, plan: str) -> str:
    scope = scope_words(target)
    return texts.TARGET.format(
        plan=plan,
        scope=texts.JOIN_SCOPE.format(scope=scope) if scope else "",
        demand=demand_words(target),
        when=when_words(target),
    )


_ROWS_NAMED = re.compile(
    r"(?P<other>[A-Z]{2}-[A-Z0-9]+表)?(?P<codes>\d+行?(?:(?:[、—至]|和|、?或)\d+行?)*)(?=行|(?<=行))"
)


def _notes_naming(form: Form, code: str) -> tuple[str, ...]:
    """The notes of a form (填报说明) that name a row by its code: 43行, 45—47行, 08、11行."""
    return tuple(note for note in form.notes if code in _codes_in(form, note))


def _codes_in(form: Form, note: str) -> set[str]:
    """The codes of the form's rows that a note names; 01行 of another form is none of them."""
    known = [row.code for row in form.rows.values()]
    found: set[str] = set()
    for match in _ROWS_NAMED.finditer(note):
        if not match["other"]:
            found.update(_listed(match["codes"].replace("行", ""), known))
    return found


def _listed(words: str, known: list[str]) -> Iterator[str]:
    """Codes written 45—47 or 08、11."""
    for part in re.split(r"[、和或]+", words):
        first, _, last = part.replace("至", "—").partition("—")
        for code in known:
            if code == first or (last and first <= code <= last and len(code) == len(first)):
                yield code


def _notes_of_source(form: Form) -> tuple[str, ...]:
    """The notes that name a source, for figures that no indicator uses."""
    return tuple(note for note in form.notes if texts.SOURCE in note)
