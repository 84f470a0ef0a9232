"""Two versions of a form: what changed must be stated, and last year's figures go where it says."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.carrying import added, carried, summed
from fuer_desktop.domain.continuity import (
    ALLOWED,
    Continuity,
    RowPlace,
    Succession,
    What,
    stated_origins,
)
from fuer_desktop.domain.forms import Column, Row
from fuer_desktop.domain.periods import PeriodKind
from fuer_desktop.domain.succession import (
    Difference,
    check_order,
    check_succession,
    differences,
    sentences,
    tally,
)
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, number
from tests.domain.builders import cells, form, formula, table

OLD_ROWS = (
    Row("一、机构"),
    Row("村委会", "01", unit="个", element="villages"),
    Row("居委会", "02", unit="个", element="communities"),
    Row("儿童之家", "03", unit="个", element="homes"),
    Row("应种人次", "04", unit="人次", element="due"),
    Row("实种人次", "05", unit="人次", element="given"),
    Row("接种率", "06", unit="%", computed=formula("05 / 04 * 100", "04", "05"), decimals=2),
)
OLD = form(table(OLD_ROWS), valid_to=2024)


def says(what, row="", *was, in_table="1", continuity=None, note=""):
    """One statement; codes of rows are of the one table unless they name another."""
    kind = What(what)
    places = tuple(
        RowPlace(*code.split("/")) if "/" in code else RowPlace("1", code) for code in was
    )
    place = RowPlace(in_table, row) if row else None
    goes_on = ALLOWED[kind][0] if continuity is None else Continuity(continuity)
    return Succession(kind, goes_on, place, places, note)


def newer(rows=OLD_ROWS, *succession, columns=None, **more):
    made = form(table(rows, columns) if columns else table(rows), succession=succession, **more)
    return replace(made, version=2, valid_from=2025)


def with_row(which, /, **changed):
    """The old rows with one changed."""
    return tuple(replace(row, **changed) if row.code == which else row for row in OLD_ROWS)


def without(*codes):
    return tuple(row for row in OLD_ROWS if row.code not in codes)


def recoded(mapping, rows=OLD_ROWS):
    return tuple(replace(row, code=mapping.get(row.code, row.code)) for row in rows)


# --- what changed -------------------------------------------------------------------------


def test_nothing_changed_and_nothing_is_stated():
    assert differences(OLD, newer()) == ()
    assert check_succession(OLD, newer()) == []


MOVED_DOWN = (
    *without("04", "05", "06"),
    Row("妇女之家", "04", unit="个", element="womens_homes"),
    Row("应种人次", "05", unit="人次", element="due"),
    Row("实际接种人次", "06", unit="人次", element="given"),
    Row("接种率", "07", unit="%", computed=formula("06 / 05 * 100", "05", "06"), decimals=2),
)
MOVES = (
    says("added", "04"),
    says("moved", "05", "04"),
    says("moved", "06", "05"),
    says("renamed", "06", "05"),
    says("moved", "07", "06"),
)


def test_a_thing_counted_is_known_by_its_element_wherever_it_stands():
    found = differences(OLD, newer(MOVED_DOWN, *MOVES))

    def at(row):
        return RowPlace("1", row)

    assert found == (
        Difference(What.ADDED, at("04"), None),
        Difference(What.MOVED, at("05"), at("04")),
        Difference(What.RENAMED, at("06"), at("05")),
        Difference(What.MOVED, at("06"), at("05")),
        Difference(What.MOVED, at("07"), at("06")),
    )


@pytest.mark.parametrize(
    ("rows", "succession"),
    [
        pytest.param(MOVED_DOWN, MOVES, id="rows moved down with a formula over them"),
        pytest.param(with_row("01", title="村民委员会"), (says("renamed", "01", "01"),),
            id="renamed"),
        pytest.param(with_row("01", unit="家"), (says("redefined", "01", "01"),),
            id="another unit of measure"),
        pytest.param(with_row("02", part_of="01"), (says("redefined", "02", "02"),),
            id="a part of another row now"),
        pytest.param(with_row("01", element="villages_anew"), (says("redefined", "01", "01"),),
            id="another thing counted in its place"),
        pytest.param(without("03"), (says("closed", "", "03"),), id="closed"),
        pytest.param((*without("01", "02"), Row("村（居）委会", "07", unit="个", element="both")),
            (says("merged", "07", "01", "02"),), id="merged into something new"),
        pytest.param(with_row("01", title="村（居）委会")[:2] + OLD_ROWS[3:],
            (says("merged", "01", "01", "02"),), id="merged into one of them"),
        pytest.param((*without("03"), Row("城镇的", "07", unit="个", element="town_homes"),
            Row("农村的", "08", unit="个", element="village_homes")),
            (says("split", "07", "03"), says("split", "08", "03", continuity="partial")),
            id="split"),
        pytest.param(OLD_ROWS, (says("redefined", "01", "01", continuity="partial"),),
            id="a meaning that only the notes tell"),
        pytest.param(with_row("06", computed=formula("05 / 01", "01", "05")),
            (says("redefined", "06", "06"),), id="computed otherwise"),
        pytest.param(with_row("04", decimals=2), (), id="decimals need no statement"),
    ],
)  # fmt: skip
def test_what_is_stated_as_it_is_is_accepted(rows, succession):
    assert check_succession(OLD, newer(rows, *succession)) == []


@pytest.mark.parametrize(
    ("rows", "succession", "problem"),
    [
        pytest.param((*OLD_ROWS, Row("新行", "07", unit="个", element="new")), (),
            "第2版表1第07行（新行）：上一版没有这个数据项，衔接里没有写。请写 what = \"added\"。",
            id="added"),
        pytest.param(without("03"), (),
            "第1版表1第03行（儿童之家）：下一版没有这个数据项，衔接里没有写。"
            "请写 what = \"closed\"，was 写“1/03”。", id="closed"),
        pytest.param(with_row("01", title="村民委员会"), (),
            "第2版表1第01行（村民委员会）：上一版的名称是“村委会”，衔接里没有写。"
            "请写 what = \"renamed\"，was 写“1/01”。", id="renamed"),
        pytest.param(recoded({"03": "07"}), (),
            "第2版表1第07行（儿童之家）：上一版是表1第03行，衔接里没有写。"
            "请写 what = \"moved\"，was 写“1/03”。", id="moved"),
        pytest.param(with_row("01", unit="家"), (),
            "第2版表1第01行（村委会）：计量单位、口径或算法变了，衔接里没有写。"
            "请写 what = \"redefined\"，was 写“1/01”。", id="another unit of measure"),
        pytest.param(with_row("03", part_of="01"), (), "口径或算法变了", id="part of another"),
        pytest.param(with_row("03", typed_rate="抄自年报"), (), "口径或算法变了", id="a rate now"),
        pytest.param(with_row("06", computed=formula("04 / 05 * 100", "04", "05")), (),
            "第06行（接种率）：计量单位、口径或算法变了", id="computed otherwise"),
        pytest.param(without("06"), (), "第06行（接种率）：下一版没有", id="a derived row closed"),
        pytest.param(recoded({"06": "08"}), (), "第08行（接种率）：上一版没有",
            id="a derived row moved without a word"),
        pytest.param(OLD_ROWS, (says("added", "01"),),
            "写的是新增，但上一版表1第01行就有同一个数据项。", id="added that was there"),
        pytest.param(OLD_ROWS, (says("renamed", "01", "01"),), "写的是改名，但名称没有变。",
            id="renamed that is not"),
        pytest.param(OLD_ROWS, (says("moved", "01", "01"),), "写的是改号，但代码和表没有变。",
            id="moved that is not"),
        pytest.param(OLD_ROWS, (says("closed", "", "03"),),
            "第1版表1第03行（儿童之家）：写的是停用，但本版第03行还在填报同一个数据项。",
            id="closed that is there"),
        pytest.param((*OLD_ROWS, Row("新行", "07", unit="个", element="new")),
            (says("moved", "07", "03"),), "写的是改号，但上一版没有这个数据项。",
            id="something new called moved"),
        pytest.param((*without("01"), Row("村（居）委会", "07", unit="个", element="both")),
            (says("merged", "07", "01", "02"),),
            "写的是合并，但上一版表1第02行在本版仍单独填报（第02行）。",
            id="merged and still apart"),
        pytest.param(recoded({"03": "07"}), (says("moved", "07", "02"),),
            "was 写的是表1第02行，上一版填报这个数据项的是表1第03行。", id="from the wrong row"),
        pytest.param(recoded({"03": "07"}), (says("moved", "07", "09"),),
            "上一版没有表1第09行。请改正 was。", id="from a row that never was"),
        pytest.param(with_row("01", unit="家"),
            (says("redefined", "01", "01", continuity="partial"),),
            "上一版表1第01行的计量单位是“个”，本版是“家”，数不能照搬。",
            id="carried into another unit of measure"),
        pytest.param((*without("03"), Row("城镇的", "07", unit="个", element="town_homes"),
            Row("农村的", "08", unit="个", element="village_homes")),
            [says("split", row, "03", continuity="partial") for row in ("07", "08")],
            "第2版：上一版表1第03行的数同时接到本版表1第07行、表1第08行。", id="carried twice"),
        pytest.param(with_row("03", code="07", title="儿童的家"),
            (says("moved", "07", "03"), says("renamed", "07", "02")), "几条衔接的 was 不一样",
            id="two statements that disagree"),
    ],
)  # fmt: skip
def test_what_is_not_stated_or_not_so_is_refused(rows, succession, problem):
    found = check_succession(OLD, newer(rows, *succession))

    assert all(sentence.startswith("FE-CS01第") for sentence in found)
    assert [sentence for sentence in found if problem in sentence], found


def test_a_statement_of_what_did_not_happen_is_the_only_problem():
    [only] = check_succession(OLD, newer(OLD_ROWS, says("renamed", "01", "01")))

    assert only == "FE-CS01第2版表1第01行（村委会）：写的是改名，但名称没有变。请改正 what。"


def test_rates_are_not_merged_by_adding():
    rates = (
        Row("男", "01", unit="岁", element="men", typed_rate="抄自公布数"),
        Row("女", "02", unit="岁", element="women", typed_rate="抄自公布数"),
    )
    both = (Row("平均", "03", unit="岁", element="all", typed_rate="抄自公布数"),)
    old, new = form(table(rates)), newer(both, says("merged", "03", "01", "02"))

    [problem] = [p for p in check_succession(old, new) if "第02行" in p]

    assert "比率不能相加" in problem
    assert carried(old, new, cells({"01": "70", "02": "80"})) == {}


def test_another_stretch_of_time_is_another_meaning_of_every_row():
    found = differences(OLD, replace(newer(), period=PeriodKind.MCH))

    assert [difference.what for difference in found] == [What.REDEFINED] * 6


def test_all_problems_are_told_at_once():
    rows = (*with_row("01", title="村民委员会"), Row("新行", "07", unit="个", element="new"))

    found = check_succession(OLD, newer(tuple(r for r in rows if r.code != "03")))

    assert len(found) == 3


@pytest.mark.parametrize(
    ("before", "now", "problem"),
    [
        pytest.param({}, {"version": 3}, "前一个版本是第1版，这里应是第2版",
            id="a number left out"),
        pytest.param({"valid_to": None}, {}, "第1版要写 valid_to，第2版要写 valid_from",
            id="no last year"),
        pytest.param({}, {"valid_from": None}, "第2版要写 valid_from", id="no first year"),
        pytest.param({}, {"valid_from": 2024}, "第1版用到2024年，第2版从2024年起，两版的年份重叠",
            id="both in one year"),
    ],
)  # fmt: skip
def test_numbers_and_years_follow_one_another(before, now, problem):
    assert check_order(OLD, newer()) == []

    [found] = check_order(replace(OLD, **before), replace(newer(), **now))

    assert problem in found


# --- in words -----------------------------------------------------------------------------


def test_a_clerk_reads_what_is_new_in_sentences():
    rows = (*without("02", "05"), Row("新的", "07", unit="个", element="new"))
    new = newer(
        rows,
        says("moved", "03", "02"),
        says("added", "07"),
        says("redefined", "01", "01"),
        says("closed", "", "05", note="由卫健部门填报。"),
        says("renamed", "04", "04", continuity="partial"),
    )

    assert sentences(new, OLD) == [
        "第03行（儿童之家）上年是第02行。",
        "第07行（新的）是新增的，上年没有数。",
        "第01行（村委会）口径有变，与上年不比。",
        "上年的第05行（实种人次）停用了。由卫健部门填报。",
        "第04行（应种人次）上年叫“应种人次”，与上年只部分可比。",
    ]
    assert sentences(new)[3] == "上年的第05行停用了。由卫健部门填报。"
    assert sentences(new)[4] == "第04行（应种人次）改了名称，与上年只部分可比。"
    assert tally(new) == "本表是第2版：新增1行，改名1行，改号1行，停用1行，口径变化1行"


def test_what_was_merged_or_split_is_named_with_its_table_where_there_are_several():
    new = replace(
        form(table(), table(code="2"), succession=(
            says("merged", "01", "02", "2/03"), says("split", "02", "2/01"),
        )),
        version=2,
    )  # fmt: skip

    assert sentences(new) == [
        "表1第01行（总数）由上年的表1第02行、表2第03行合并而来。",
        "表1第02行（男）从上年的表2第01行拆出，与上年不比。",
    ]


def test_a_form_of_which_nothing_is_stated_says_nothing():
    assert (tally(OLD), sentences(OLD)) == ("", [])


# --- carrying -----------------------------------------------------------------------------

BEFORE = cells({"01": 52, "02": 5, "03": 57, "04": 7690, "05": 7598})


def carried_rows(rows, *succession, values=BEFORE):
    found = carried(OLD, newer(rows, *succession), values)
    assert {(key.table, key.column) for key in found} <= {("1", "1")}
    return {key.row: content.plain or content.kind.value for key, content in found.items()}


def test_what_moved_takes_its_figures_along_and_what_is_new_has_none():
    assert carried_rows(MOVED_DOWN, *MOVES) == {
        "01": "52", "02": "5", "03": "57", "05": "7690", "06": "7598",
    }  # fmt: skip


BOTH = (*without("01", "02"), Row("村（居）委会", "07", unit="个", element="both"))


@pytest.mark.parametrize(
    ("villages", "communities", "together"),
    [
        pytest.param(52, 5, "57", id="numbers add up"),
        pytest.param(52, Kind.BLANK, None, id="未填"),
        pytest.param(52, Kind.NO_DATA, None, id="无数据"),
        pytest.param(52, Kind.EXEMPT, None, id="免报"),
        pytest.param(52, Kind.NOT_APPLICABLE, "52", id="不适用 is nothing"),
        pytest.param(Kind.INCLUDED, 5, "5", id="并入 is nothing"),
        pytest.param(Kind.NOT_APPLICABLE, Kind.NOT_APPLICABLE, "not_applicable", id="nowhere"),
    ],
)
def test_merged_rows_are_added_where_every_one_is_known(villages, communities, together):
    values = cells({"01": villages, "02": communities})

    found = carried_rows(BOTH, says("merged", "07", "01", "02"), values=values)

    assert found.get("07") == together


@pytest.mark.parametrize(
    ("rows", "succession", "row", "expected"),
    [
        (with_row("01", unit="家"), says("redefined", "01", "01"), "01", None),
        (OLD_ROWS, says("redefined", "01", "01", continuity="partial"), "01", "52"),
        (with_row("01", title="村"), says("renamed", "01", "01"), "01", "52"),
        (with_row("01", title="村"), says("renamed", "01", "01", continuity="none"), "01", None),
        (with_row("03", code="07", element="town_homes"), says("split", "07", "03"), "07", None),
        (with_row("03", code="07", element="new"), says("added", "07"), "07", None),
    ],
    ids=["redefined", "partly", "renamed", "renamed but not compared", "split", "added"],
)
def test_how_far_figures_go_on_decides_whether_they_are_carried(rows, succession, row, expected):
    assert carried_rows(rows, succession).get(row) == expected


def test_of_several_statements_the_least_continuous_counts():
    both = [says("moved", "02", "03"), says("redefined", "02", "03")]

    for order in (both, both[::-1]):
        [origin] = stated_origins(order).values()
        assert origin.continuity is Continuity.NONE


def test_what_took_a_code_without_a_word_takes_no_figures():
    assert "01" not in carried_rows(with_row("01", element="something_else"))


@pytest.mark.parametrize(
    ("figure", "before", "now", "expected"),
    [
        ("7", 0, 2, "7.00"),
        ("82.35", 2, 1, "82.4"),
        ("82.349", 3, 1, "82.3"),
        ("2.5", 1, 0, "3"),
        ("123456789012345", 0, 1, None),
    ],
    ids=["exact", "half up", "rounded once", "to a whole", "too long for the cell"],
)
def test_decimals_are_those_of_the_version_that_is_in_force(figure, before, now, expected):
    old = form(table((Row("寿命", "01", unit="岁", element="life", decimals=before),)))
    new = newer((Row("寿命", "01", unit="岁", element="life", decimals=now),))

    found = carried(old, new, cells({"01": figure}))

    assert [content.plain for content in found.values()] == ([expected] if expected else [])


def test_a_column_goes_on_where_its_code_and_its_breakdown_do():
    women = Column("2", "女", breakdown="female")
    old = form(table(OLD_ROWS, (Column("1", "合计"), women)))
    values = {**BEFORE, **cells({"01": 30}, column="2")}

    def columns(*made):
        return {key.column for key in carried(old, newer(OLD_ROWS, columns=made), values)}

    assert columns(Column("1", "合计"), women) == {"1", "2"}
    assert columns(Column("1", "合计"), replace(women, breakdown="male")) == {"1"}
    assert columns(Column("1", "合计"), replace(women, computed=formula("1", "1"))) == {"1"}
    assert columns(Column("3", "合计"), women) == {"2"}


def test_between_versions_that_do_not_follow_one_another_nothing_is_carried():
    assert carried(OLD, replace(newer(), version=3), BEFORE) == {}
    assert carried(newer(), OLD, BEFORE) == {}


def test_in_the_second_year_of_a_version_what_it_says_of_the_first_no_longer_applies():
    new = newer(MOVED_DOWN, *MOVES)
    values = cells({"04": 11, "05": 7690})

    assert carried(new, replace(new, title="改了标题"), values) == values


contents = st.one_of(
    st.integers(0, 10**6).map(number),
    st.sampled_from([BLANK, *(DataValue(kind) for kind in (Kind.NO_DATA, Kind.NOT_APPLICABLE))]),
)
filled = st.fixed_dictionaries(
    dict.fromkeys(OLD.typed_cells, contents),
).map(lambda found: {key: content for key, content in found.items() if content != BLANK})


@given(filled, st.sampled_from([1, 2]))
def test_carrying_through_an_unchanged_version_changes_nothing(values, version):
    assert carried(OLD, replace(newer(), version=version), values) == values


# Every row of the new form: where its figures come from, by element of the old.
SOURCES = ["villages", "communities", "homes", "due", "given"]


@st.composite
def newer_forms(draw):
    """A new version in which every old row is kept, moved, merged, redefined or closed."""
    left = draw(st.permutations([row for row in OLD_ROWS if row.element]))
    rows, succession = [], []
    while left:
        what = draw(st.sampled_from(["moved", "merged", "redefined", "closed", "added"]))
        count = 2 if what == "merged" and len(left) > 1 else 1
        taken, left = left[:count], left[count:]
        code = f"{len(rows) + 11}"
        was = [row.code for row in taken]
        if what == "closed":
            succession.append(says("closed", "", *was))
            continue
        if what == "added":
            succession += [says("added", code), says("closed", "", *was)]
        elif count == 2:
            succession.append(says("merged", code, *was))
        else:
            succession.append(says(draw(st.sampled_from(["moved", "redefined"])), code, *was))
        rows.append(Row("行", code, unit="个", element=f"new_{code}"))
    return newer(tuple(rows), *succession)


@given(newer_forms(), filled)
def test_a_carried_number_is_one_old_number_or_a_sum_of_those_stated(new, values):
    stated = {place.row: origin for place, origin in stated_origins(new.succession).items()}

    for key, content in carried(OLD, new, values).items():
        origin = stated[key.row]
        assert origin.continuity.carries
        old = [values.get(CellKey(*place, "1"), BLANK) for place in origin.was]
        if content.number is not None:
            assert content.number == sum(v.number for v in old if v.number is not None)


def through(first, second):
    """What two successions say together of rows that are moved, merged or closed."""
    before = stated_origins(first.succession)
    succession = []
    for said in second.succession:
        if said.place is None or not said.continuity.carries:
            continue
        origins = [before[place] for place in said.was]
        if all(origin.continuity.carries for origin in origins):
            was = tuple(place for origin in origins for place in origin.was)
            succession.append(replace(said, what=What.MERGED, was=was))
    rows = {said.place.row for said in succession}
    kept = tuple(row for row in second.tables[0].rows if row.code in rows)
    return newer(kept, *succession)


@given(newer_forms(), filled, st.data())
def test_two_versions_carry_as_what_they_say_together(first, values, data):
    again = []
    left = [row.code for row in first.tables[0].rows]
    rows = []
    while left:
        count = data.draw(st.integers(1, min(2, len(left))))
        was, left = left[:count], left[count:]
        code = f"{len(rows) + 51}"
        again.append(says("merged" if count == 2 else "moved", code, *was))
        rows.append(Row("行", code, unit="个", element=f"newest_{code}"))
    second = replace(newer(tuple(rows), *again), version=3)

    assert carried(first, second, carried(OLD, first, values)) == carried(
        OLD, through(first, second), values
    )


# --- several units ------------------------------------------------------------------------


def test_the_figures_of_several_units_are_added_cell_by_cell():
    life = Row("寿命", "07", unit="岁", element="life", decimals=1, typed_rate="抄自公布数")
    both = form(table((*OLD_ROWS, life)))
    one = cells({"01": 26, "02": 1, "03": 3, "07": "81.5"})
    other = cells({"01": 35, "02": Kind.NOT_APPLICABLE, "04": 9, "07": "80.1"})

    assert summed(both, [one, other]) == cells({"01": 61, "02": 1})  # 03, 04 of one unit only
    assert summed(both, [one]) == one
    assert summed(both, []) == {}


@given(st.lists(contents, min_size=1, max_size=4))
def test_a_sum_is_known_only_where_every_part_is(values):
    found = added(values)

    unknown = any(v.kind in (Kind.BLANK, Kind.NO_DATA) for v in values)
    numbers = [v.number for v in values if v.number is not None]
    assert (found.number is not None) == (bool(numbers) and not unknown)
    if found.number is not None:
        assert found.number == sum(numbers)


def test_the_kinds_of_change_each_say_how_far_figures_may_go_on():
    assert set(ALLOWED) == set(What)
    for what, goes_on in product((What.SPLIT, What.REDEFINED), ALLOWED[What.SPLIT]):
        assert goes_on is not Continuity.FULL
        assert goes_on in ALLOWED[what]
