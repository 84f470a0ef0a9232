"""What ties a printed page to its file: another for anything that differs, the same anywhere."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fuer_desktop.domain import check_text
from fuer_desktop.domain.check_text import PageChecks, Whose, page_checks
from fuer_desktop.domain.continuity import RowPlace
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.forms import Column, Content, Row
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, number
from tests.domain.builders import form, table

WHOSE = Whose("990100-2025", "990100102", 2025)
ROWS = tuple(Row(f"第{n}行", f"{n:02}", unit="人", decimals=2) for n in range(1, 7))
COLUMNS = (Column("1", "合计"), Column("2", "做法", content=Content.TEXT))
FORM = form(table(ROWS, COLUMNS))
PLACES = [RowPlace("1", row.code) for row in ROWS]
KEYS = [CellKey("1", row.code, column.code) for row in ROWS for column in COLUMNS]

FIGURES = st.decimals(-1_000_000, 1_000_000, places=2).map(number)
NOTES = st.text(min_size=1, max_size=20).map(lambda text: DataValue(Kind.TEXT, note=text))
OTHERS = st.sampled_from([BLANK, *(DataValue(kind) for kind in Kind if kind not in ("number",))])
CONTENTS = FIGURES | NOTES | OTHERS
VALUES = st.dictionaries(st.sampled_from(KEYS), CONTENTS)
DIGITS = st.text("0123456789", min_size=12, max_size=12)


def text(values, rows=PLACES, page=1, *, whose=WHOSE, made=FORM):
    return PageChecks(whose, made, values).text(page, rows)


def shown(value):
    return value.kind, value.number, value.note if value.kind is Kind.TEXT else ""


@given(VALUES, st.sampled_from(KEYS), CONTENTS)
def test_any_other_content_of_a_cell_is_another_text(values, key, content):
    assume(shown(values.get(key, BLANK)) != shown(content))

    assert text(values) != text({**values, key: content})


@given(VALUES, st.permutations(KEYS))
def test_the_order_in_which_cells_were_filled_does_not_matter(values, order):
    assert text({key: values[key] for key in order if key in values}) == text(values)


@given(VALUES)
def test_whose_form_it_is_and_which_page_are_part_of_it(values):
    others = [
        text(values, page=2),
        text(values, whose=replace(WHOSE, task="990100-2026")),
        text(values, whose=replace(WHOSE, unit="990100103")),
        text(values, whose=replace(WHOSE, year=2024)),
        text(values, made=replace(FORM, code="FE-CS02")),
        text(values, made=replace(FORM, version=2)),
    ]

    assert len({text(values), *others}) == 1 + len(others)


@given(VALUES)
def test_rows_that_are_there_or_not_and_their_order_are_part_of_it(values):
    stretches = [PLACES[a:b] for a in range(6) for b in range(a + 1, 7)] + [[], PLACES[::-1]]

    assert len({text(values, rows) for rows in stretches}) == len(stretches)


def test_reasons_and_notes_that_no_page_shows_are_not():
    key = KEYS[0]
    plain, noted = number(5), DataValue(Kind.NUMBER, Decimal(5), "上年漏报两人", "见台账")

    assert text({key: plain}) == text({key: noted})
    assert text({key: number(5)}) == text({key: DataValue(Kind.NUMBER, Decimal("5.00"))})


def test_it_is_the_same_on_every_machine():
    values = {
        KEYS[0]: number("12345.6"),
        KEYS[1]: DataValue(Kind.TEXT, note="建成12所，\n均已开放。"),
    }

    assert page_checks(WHOSE, FORM, values, [PLACES[:4], PLACES[4:], []]) == (
        "2513-6242-2717", "7852-9466-2085", "1759-3832-9483",
    )  # fmt: skip


@given(VALUES, st.integers(0, 5), st.integers(1, 6), st.integers(1, 9))
def test_the_rows_of_a_page_are_found_by_its_number_and_text(values, first, count, page):
    checks = PageChecks(WHOSE, FORM, values)
    rows = PLACES[first : first + count]

    assert checks.rows_of(page, checks.text(page, rows)) == rows
    assert checks.rows_of(page + 1, checks.text(page, rows)) is None
    assert checks.rows_of(page, checks.text(page, ())) == ()


@given(VALUES)
def test_it_is_twelve_digits_in_three_groups_and_reads_back_however_it_is_typed(values):
    made = text(values)
    digits = made.replace("-", "")

    assert [len(group) for group in made.split("-")] == [4, 4, 4]
    assert digits.isascii()
    assert digits.isdigit()
    full = digits.translate({n: n + 0xFEE0 for n in range(0x30, 0x3A)})
    for typed in (made, digits, f" {made.replace('-', ' ')} ", full, made.replace("-", "—")):
        assert check_text.read(typed) == made


@given(VALUES, st.integers(0, 11), st.integers(1, 9))
def test_one_digit_misheard_is_told_as_that(values, place, more):
    digits = list(text(values).replace("-", ""))
    digits[place] = str((int(digits[place]) + more) % 10)

    with pytest.raises(EntryError, match="有一位读错或抄错了"):
        check_text.read("".join(digits))


@given(VALUES, st.integers(0, 10))
def test_two_neighbours_exchanged_are_told_as_that(values, place):
    digits = list(text(values).replace("-", ""))
    assume(digits[place] != digits[place + 1])
    digits[place : place + 2] = reversed(digits[place : place + 2])

    with pytest.raises(EntryError, match="请再读一遍"):
        check_text.read("".join(digits))


@pytest.mark.parametrize(
    "typed", ["", "4817-2093", "4817-2093-55260", "4817-20O3-5526", "²817-2093-5526"]
)
def test_what_is_no_check_text_is_told_with_how_one_looks(typed):
    with pytest.raises(EntryError, match="核对码是每页右下角的12位数字"):
        check_text.read(typed)
