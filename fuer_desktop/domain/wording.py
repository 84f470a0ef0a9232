"""What a broken rule says: the cells in full words, both values, the difference, what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from fuer_desktop.domain.choices import Choices, chosen
from fuer_desktop.domain.expressions import Expression, Number, Ref, Style, spelled
from fuer_desktop.domain.forms import Form, Table
from fuer_desktop.domain.numbers import rounded, shown
from fuer_desktop.domain.relations import Presence
from fuer_desktop.domain.rules import ChangeRule, Over
from fuer_desktop.domain.spots import Line, Spot
from fuer_desktop.domain.values import LEAST_REASON, CellKey
from fuer_desktop.texts import rules as texts


def cell_name(form: Form, key: CellKey) -> str:
    """A cell in full words: row with its code and title, column by title."""
    table = form.table_by_code[key.table]
    return texts.CELL.format(
        row=key.row,
        row_title=table.coded_rows[key.row].title,
        column_title=table.column_by_code[key.column].name,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What a check found, in parts: what was to be so and where, how the figures stand, by how much
    they differ, and what to do. A part that there is not is empty."""

    what: str
    figures: str = ""
    difference: str = ""
    advice: str = ""


def comparison_told(spot: Spot, left: Decimal, right: Decimal) -> Told:
    """A broken comparison; both values are in the unit of their row, quotients with no more
    decimals than tell them apart, the codes of answers in their words."""
    what, advice = _where(spot.line) + _told(spot), spot.rule.hint or texts.CHECK_THESE
    answers = _answers(spot)
    if answers:
        words = [choice.text if (choice := chosen(answers, code)) else shown(code)
                 for code in (left, right)]  # fmt: skip
        return Told(what, texts.ANSWERS.format(left=words[0], right=words[1]), "", advice)
    if _are_shares(spot):
        return Told(what, *_of_shares(left.scaleb(2), right.scaleb(2)), advice)
    left, right = _short(left, right)
    figures = texts.VALUES.format(left=shown(left), sign=_sign(left, right), right=shown(right))
    return Told(what, figures, _difference(left, right), advice)


def _are_shares(spot: Spot) -> bool:
    """Whether a relation compares with a share that it gives in %."""
    if isinstance(spot.relation, Presence):
        return False
    sides = spot.relation.left, spot.relation.right
    return any(isinstance(side, Number) and side.in_percent for side in sides)


def _of_shares(left: Decimal, right: Decimal) -> tuple[str, str]:
    """How two shares in % stand, and by how much they differ."""
    left, right = _short(left, right, _DECIMALS_OF_SHARES)
    both = {"left": _percent(left), "sign": _sign(left, right), "right": _percent(right)}
    return texts.VALUES.format(**both), _difference(left, right, texts.POINTS)


def broken_comparison(spot: Spot, left: Decimal, right: Decimal) -> str:
    """The sentence of ``comparison_told``."""
    told = comparison_told(spot, left, right)
    template = texts.RELATION_BROKEN if told.difference else texts.ANSWER_BROKEN
    return template.format(
        what=told.what, values=told.figures, difference=told.difference, hint=told.advice
    )


def _answers(spot: Spot) -> Choices:
    """The answers of which a relation names codes; none where it compares figures."""
    cells = (spot.where[ref] for ref in spot.relation.refs)
    found = (spot.forms[cell.source.form].choice_cells.get(cell.key, ()) for cell in cells)
    return next(filter(None, found), ())


def _short(left: Decimal, right: Decimal, few: tuple[int, ...] = (4, 8)) -> tuple[Decimal, Decimal]:
    """Two different figures with few decimals, as long as they still differ the same way."""
    for decimals in few:
        short = _at_most(left, decimals), _at_most(right, decimals)
        if (short[0] > short[1]) == (left > right) and (short[0] < short[1]) == (left < right):
            return short
    return left, right


_DECIMALS_OF_SHARES = (2, 6)
"""As exact as few decimals of the quotient."""


def _at_most(number: Decimal, decimals: int) -> Decimal:
    exponent = number.as_tuple().exponent
    is_long = isinstance(exponent, int) and -exponent > decimals
    return rounded(number, decimals) if is_long else number


def presence_told(spot: Spot) -> Told:
    """A broken demand that cells be filled."""
    return Told(_where(spot.line) + _told(spot), advice=spot.rule.hint or texts.CHECK_THESE)


def broken_presence(spot: Spot) -> str:
    """The sentence of ``presence_told``."""
    told = presence_told(spot)
    return texts.PRESENCE_BROKEN.format(what=told.what, hint=told.advice)


def _told(spot: Spot) -> str:
    """What was to be so: in the rule's own words where it has some, and always with its cells."""
    message = spot.rule.message.rstrip("。")
    return texts.OWN_WORDS.format(message=message, said=said(spot)) if message else said(spot)


def said(spot: Spot) -> str:
    """What a relation demands, in full words and without values."""
    relation = spot.relation
    if isinstance(relation, Presence):
        names = "、".join(_name(ref, spot) for ref in relation.cells)
        return texts.DEMANDS[relation.demand.value].format(names=names)
    return texts.SAID.format(
        left=_in_words(relation.left, spot),
        should=texts.SHOULD[relation.sign],
        right=_in_words(relation.right, spot),
    )


def change_told(
    form: Form, key: CellKey, values: tuple[Decimal, Decimal], rule: ChangeRule
) -> Told:
    """A large change from last year; ``values`` are now and then."""
    now, then = values
    return Told(
        cell_name(form, key),
        texts.NOW_AND_BEFORE.format(now=shown(now), before=shown(then)),
        texts.CHANGE_IS.format(
            way=texts.ROSE if now > then else texts.FELL,
            difference=shown(abs(now - then)),
            share=_share_changed(now, then),
            limit=shown(rule.percent),
        ),
        texts.CHECK_OR_EXPLAIN.format(least=LEAST_REASON),
    )


def changed(form: Form, key: CellKey, values: tuple[Decimal, Decimal], rule: ChangeRule) -> str:
    """The sentence of ``change_told``."""
    told = change_told(form, key, values, rule)
    return texts.CHANGED.format(
        where=told.what, figures=told.figures, difference=told.difference, advice=told.advice
    )


def _share_changed(now: Decimal, then: Decimal) -> str:
    if not then:
        return texts.FROM_NOTHING
    return texts.PERCENT.format(percent=shown(abs(now - then) / abs(then) * 100, 1))


_ACTUAL = {(True, False): ">", (False, True): "<", (False, False): "="}
"""How two values really stand, by whether the left is greater and whether it is less."""


def _sign(left: Decimal, right: Decimal) -> str:
    return _ACTUAL[left > right, left < right]


def _difference(left: Decimal, right: Decimal, unit: str = "") -> str:
    if left == right:
        return texts.EQUAL
    amount = shown(abs(left - right)) + unit
    return (texts.MORE if left > right else texts.LESS).format(amount=amount)


def _percent(value: Decimal) -> str:
    return texts.PERCENT.format(percent=shown(value))


def _where(line: Line) -> str:
    """For the beginning of a message; nothing if there is only one line, or none."""
    if not line.code:
        return ""
    if line.over is Over.COLUMNS:
        row = line.table.coded_rows[line.code]
        return texts.IN_ROW.format(code=row.code, title=row.title)
    if len(line.table.columns) == 1:
        return ""
    return texts.IN_COLUMN.format(title=line.table.column_by_code[line.code].name)


def in_words(expression: Expression, name: Callable[[Ref], str]) -> str:
    """An expression for people, its names as ``name`` tells them."""

    def leaf(part: Number | Ref, _: str) -> str:
        if isinstance(part, Ref):
            return name(part)
        return _percent(part.written) if part.in_percent else shown(part.value)

    return spelled(expression, leaf, _WORDS)


def _in_words(expression: Expression, spot: Spot) -> str:
    return in_words(expression, lambda ref: _name(ref, spot))


_WORDS = Style(
    {"+": "＋", "-": "－", "*": "×", "/": "÷"},
    "（{}）",
    {"+": "", "-": "+-", "*": "+-", "/": "+-*/"},
)
"""For people: brackets only where they change the result."""


def _name(ref: Ref, spot: Spot) -> str:
    """A name of the relation in full words, with its form and table where they are others."""
    key = spot.where[ref].key
    form = spot.forms[ref.form]
    table = form.table_by_code[key.table]
    if spot.line.over is Over.ROWS:
        text = texts.ROW.format(code=key.row, title=table.coded_rows[key.row].title)
    else:
        column = table.column_by_code[key.column]
        text = texts.COLUMN.format(code=key.column, title=column.name)
    if ref.line:
        text += _pinned(table, key, spot.line.over)
    if not ref.form and table is not spot.line.table:
        text = _table_name(table) + text
    if ref.form:
        text = texts.OF_FORM.format(form=form.title) + text
    return (texts.LAST_YEAR if ref.last_year else "") + text


def _pinned(table: Table, key: CellKey, over: Over) -> str:
    if over is Over.COLUMNS:
        return texts.PINNED_ROW.format(code=key.row, title=table.coded_rows[key.row].title)
    if len(table.columns) == 1:
        return ""
    return texts.PINNED_COLUMN.format(title=table.column_by_code[key.column].name)


def _table_name(table: Table) -> str:
    return texts.OF_TABLE.format(table=table.title or texts.TABLE_CODE.format(code=table.code))
