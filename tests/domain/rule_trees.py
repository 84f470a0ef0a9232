"""Random small forms and random rules over them, as the language can say them."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume
from hypothesis import strategies as st

from fuer_desktop.domain.expressions import Number, Operation, Ref, refs
from fuer_desktop.domain.forms import Column, Row, Table
from fuer_desktop.domain.relations import CONTRARY, Comparison, Condition, Demand, Presence
from fuer_desktop.domain.rules import Over, RuleText
from tests.domain.builders import form

# Codes that look like numbers, like one another's beginning, or like a scale; titles that hold
# codes, begin like a table or a word of the language, and repeat.
CODES = ["01", "02", "011", "1", "10", "100", "1.1", "1.0", "A1", "A10", "5", "0.5"]
TITLES = [
    "总数",
    "男",
    "其他",
    "其中：女",
    "5岁以下儿童",
    "表2床位",
    "且有网址",
    "女（15—49岁）",
    "时长",
]
COLUMN_TITLES = ["合计", "城镇", "女", "其中：乡村", "产量"]


@st.composite
def tables(draw, code, prefix):
    codes = draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=5, unique=True))
    rows = [
        Row(draw(st.sampled_from(TITLES)), row, unit="人", element=f"{prefix}_{code}_{at}",
            level=draw(st.integers(0, 2)))
        for at, row in enumerate(codes)
    ]  # fmt: skip
    columns = draw(st.lists(st.sampled_from(["1", "2", "10", "A"]), min_size=1, max_size=3,
                            unique=True))  # fmt: skip
    titles = draw(st.permutations(COLUMN_TITLES))
    parts = [
        Column(column, title, breakdown=f"b{column.lower()}" if at else "")
        for at, (column, title) in enumerate(zip(columns, titles, strict=False))
    ]
    return Table(code, draw(st.sampled_from(["", "人口", "男"])), tuple(parts), tuple(rows))


@st.composite
def forms(draw, code="FE-CS01", prefix="own"):
    count = draw(st.integers(1, 3))
    return form(*(draw(tables(f"{at}", prefix)) for at in range(1, count + 1)), code=code)


like_codes = st.sampled_from(["1", "5", "10", "100", "0.5", "1.0", "1.1"]).map(Decimal)
numbers = like_codes | st.decimals(0, 10**9, places=0) | st.decimals(0, 10**6, places=2)


@st.composite
def names(draw, own, others, over, pinned):
    """A name in any table of the forms, some with a line of their own if any may be pinned."""
    where = draw(st.sampled_from([own, own, *others.values()]))
    table = draw(st.sampled_from(where.tables))
    rows = [row.identity for row in table.rows]
    columns = [column.code for column in table.columns]
    known, lines = (rows, columns) if over is Over.ROWS else (columns, rows)
    return Ref(
        draw(st.sampled_from(known)),
        draw(st.booleans()),
        table.code,
        draw(st.sampled_from(["", *lines])) if pinned else "",
        "" if where is own else where.code,
    )


def sums(name):
    return st.recursive(
        name | numbers.map(Number),
        lambda part: st.builds(Operation, st.sampled_from("+-*/"), part, part),
        max_leaves=8,
    )


@st.composite
def comparisons(draw, name):
    """A chain of one, two or three comparisons, each with a figure."""
    sides = draw(st.lists(sums(name), min_size=2, max_size=4))
    for at, before in enumerate(sides[:-1]):
        if not any(refs(before)) and not any(refs(sides[at + 1])):
            sides[at + 1] = draw(name)
    signs = [draw(st.sampled_from(tuple(CONTRARY))) for _ in sides[1:]]
    return tuple(map(Comparison, sides, signs, sides[1:]))


@st.composite
def conditions(draw, name):
    alternatives = draw(st.lists(comparisons(name), min_size=1, max_size=3))
    return Condition(tuple(alternatives), draw(st.booleans()))


@st.composite
def rules(draw, own, others):
    """What one rule may say about the forms, its home being the first table of ``own``."""
    over = draw(st.sampled_from(Over))
    pinned = draw(st.booleans())
    name = names(own, others, over, pinned)
    if draw(st.integers(0, 4)) == 0:
        cells = tuple(draw(st.lists(name, min_size=1, max_size=4)))
        relations = (Presence(draw(st.sampled_from(Demand)), cells),)
    else:
        first = draw(comparisons(name))
        relations = first + (draw(comparisons(name)) if draw(st.booleans()) else ())
    condition = draw(st.none() | conditions(name))
    tolerance = draw(st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(2)]))
    read = RuleText(relations, over, condition=condition, tolerance=tolerance)
    if not pinned:
        return replace(read, only=draw(lines_of(read, own, others)))
    named = [ref for relation in relations for ref in relation.refs]
    lines = {ref.line for ref in named}
    assume(lines == {""} or len(lines) > 1)  # one line for all is a restriction
    first, *rest = dict.fromkeys(named)
    if first.line and not any(ref.line for ref in rest):
        # Such a cell is said by its element, which in its own form is the row where it has no
        # breakdown.
        column = own.table_by_code[first.table].column_by_code.get(first.line)
        assume(first.form or over is Over.COLUMNS or column.breakdown)
    return read


@st.composite
def lines_of(draw, read, own, others):
    """Some lines of the table of a rule's first name, or none for all of them."""
    first = next(iter(read.refs))
    table = others.get(first.form, own).table_by_code[first.table]
    known = (
        [column.code for column in table.columns]
        if read.over is Over.ROWS
        else [row.identity for row in table.rows]
    )
    return frozenset(draw(st.lists(st.sampled_from(known), max_size=2)))


@st.composite
def forms_and_rules(draw):
    own = draw(forms())
    others = {"FE-QT01": draw(forms("FE-QT01", "other"))} if draw(st.booleans()) else {}
    return own, others, draw(rules(own, others))
