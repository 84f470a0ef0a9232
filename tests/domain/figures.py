"""Figures that keep a rule or break it, worked out from what the rule says."""

import random
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from operator import add, mul, sub, truediv

from fuer_desktop.domain.checking import Checker
from fuer_desktop.domain.expressions import Number, Ref, refs, settle
from fuer_desktop.domain.printing import printed
from fuer_desktop.domain.relation_lists import read_list
from fuer_desktop.domain.relations import Comparison, Demand, is_kept
from fuer_desktop.domain.rule_language import parse_rule
from fuer_desktop.domain.rules import Over, RuleClass, ValidationRule
from fuer_desktop.domain.spots import Source
from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.domain.vocabulary import Vocabulary

KEPT = {"=": 0, "≠": 1, "≥": 0, "≤": 0, ">": 1, "<": -1}
AMPLY = KEPT | {"≥": 1, "≤": -1}
BROKEN = {"=": 1, "≠": 0, "≥": -1, "≤": 1, ">": 0, "<": 0}
"""By how much a left side may differ from the right one so that the sign is kept, or broken."""


def pasted(form, text, home=None, others=None):
    """The rules of a pasted list."""
    table = form.table_by_code[home] if home else form.tables[0]
    return read_list(text, Vocabulary(form, table, Over.ROWS, others))


def printed_and_read_back(form, listed, others=None):
    text = printed(listed.says, form, listed.table, others or {})
    names = Vocabulary(form, form.table_by_code[listed.table], Over.ROWS, others)
    return parse_rule(text, names)


def as_rule(listed, code="R01"):
    return ValidationRule(code, RuleClass.A, listed.table, listed.text, listed.says)


# --- what each name is worth --------------------------------------------------------------


def worth(expression, figures):
    return settle(expression, figures.__getitem__)


def moved(expression, figures, wanted, name=None):
    """The figures with one name, the first if none is given, so that the expression is worth
    what is wanted; None where the name does not decide it."""
    name = name or next(refs(expression))
    at_nothing = _exactly(expression, {**figures, name: 0})
    at_one = _exactly(expression, {**figures, name: 1})
    if at_nothing is None or at_one is None or at_nothing == at_one:
        return None
    figure = (Fraction(wanted) - at_nothing) / (at_one - at_nothing)
    return {**figures, name: Decimal(figure.numerator) / figure.denominator}


def _exactly(expression, figures):
    """The worth of an expression in fractions, which no rounding can touch."""
    if isinstance(expression, Ref):
        return Fraction(figures[expression])
    if isinstance(expression, Number):
        return Fraction(expression.value)
    left, right = _exactly(expression.left, figures), _exactly(expression.right, figures)
    if None in (left, right) or (expression.sign == "/" and not right):
        return None
    return _ARITHMETIC[expression.sign](left, right)


_ARITHMETIC = {"+": add, "-": sub, "*": mul, "/": truediv}


def put_right(comparison, figures, offsets=KEPT, name=None):
    """The figures with the first name of a comparison changed so that it is kept (or broken)."""
    wanted = offsets[comparison.sign]
    if any(refs(comparison.left)):
        return moved(comparison.left, figures, worth(comparison.right, figures) + wanted, name)
    return moved(comparison.right, figures, worth(comparison.left, figures) - wanted, name)


def start(says):
    """A different figure for each name, none of them 0."""
    return {name: Decimal(40 + 7 * at) for at, name in enumerate(dict.fromkeys(says.refs))}


def under_condition(says, figures):
    """The figures with the rule's condition met: one alternative, or no exception."""
    condition = says.condition
    if condition is None:
        return figures
    parts = condition.alternatives[0]
    offsets = KEPT
    if condition.negated:
        parts = [alternative[0] for alternative in condition.alternatives]
        offsets = BROKEN
    for part in parts:
        figures = put_right(part, figures, offsets)
    return figures


def keeping(says):
    """Figures that keep a rule of comparisons, found from its right end to its left one."""
    figures = under_condition(says, start(says))
    for comparison in reversed(says.relations):
        figures = put_right(comparison, figures)
    return figures


def breaking(says, comparison):
    """Figures that break one comparison of a rule."""
    return put_right(comparison, keeping(says), BROKEN)


def keeping_all(rules):
    """Figures that keep every comparison of many rules, or None if they were not found."""
    comparisons = [part for says in rules for part in says.relations]
    figures = {name: Decimal(40 + at) for at, name in enumerate(_names(comparisons))}
    chance = random.Random(2024)
    for _ in range(200 * len(comparisons)):
        wrong = [part for part in comparisons if not _holds(part, figures)]
        if not wrong:
            return figures
        part = chance.choice(wrong)
        side = chance.choice([s for s in (part.left, part.right) if any(refs(s))])
        other = part.right if side is part.left else part.left
        offset = KEPT[part.sign] if side is part.left else -KEPT[part.sign]
        name = chance.choice(list(refs(side)))
        figures = moved(side, figures, worth(other, figures) + offset, name) or figures
    return None


def _names(comparisons):
    return dict.fromkeys(name for part in comparisons for name in part.refs)


def _holds(part, figures):
    left, right = worth(part.left, figures), worth(part.right, figures)
    return None not in (left, right) and is_kept(part, left, right, Decimal(0))


# --- in the cells of a form ---------------------------------------------------------------


def in_cells(form, figures, others=None):
    """Values by source: each figure in its column, or in every column that has no other."""
    values = defaultdict(dict)
    for name, figure in figures.items():
        table = (others or {}).get(name.form, form).table_by_code[name.table]
        row = table.code_of[name.name]
        for column in [name.line] if name.line else table.column_by_code:
            key = CellKey(table.code, row, column)
            values[Source(name.form, name.last_year)][key] = number(figure)
    return values


def findings(form, listed, values, others=None):
    """What one rule finds in these values."""
    checker = Checker(replace(form, rules=(as_rule(listed),)), others)
    beside = {source: cells for source, cells in values.items() if source.form}
    found = checker.check(values[Source()], values[Source(last_year=True)], beside)
    return [finding for finding in found if finding.rule == "R01"]


def presence_figures(form, demand):
    """Values that keep a demand on presence, and values that break it."""
    first, *rest = demand.cells
    every = {name: Decimal(5) for name in demand.cells}
    without_first = {name: Decimal(5) for name in rest}
    if demand.demand is Demand.NOT_TOGETHER:
        return in_cells(form, {first: Decimal(5)}), in_cells(form, every)
    return in_cells(form, every), in_cells(form, without_first)


def assert_checks_as_it_should(form, listed, others=None):
    """A rule is silent over figures that keep it and tells each comparison that is broken."""
    says = listed.says
    if not isinstance(says.relations[0], Comparison):
        kept, broken = presence_figures(form, says.relations[0])
        assert findings(form, listed, kept) == []
        assert findings(form, listed, broken) != []
        return
    figures = keeping(says)
    assert findings(form, listed, in_cells(form, figures, others), others) == []
    if len(says.relations) == 1:
        figures = put_right(says.relations[0], figures, AMPLY)
        assert findings(form, listed, in_cells(form, figures, others), others) == []
    for comparison in says.relations:
        figures = breaking(says, comparison)
        told = {
            (f.left, f.right)
            for f in findings(form, listed, in_cells(form, figures, others), others)
        }
        assert (worth(comparison.left, figures), worth(comparison.right, figures)) in told
