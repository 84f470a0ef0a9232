from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.numbers import (
    from_scaled,
    parse_number,
    plain,
    rounded,
    shown,
    to_scaled,
    with_unit,
)

FULL_WIDTH = str.maketrans("0123456789.,-+", "０１２３４５６７８９．，－＋")


@st.composite
def figures(draw):
    """A figure that a cell can hold, with the decimals of the cell: at most 15 digits."""
    decimals = draw(st.integers(0, 6))
    scaled = draw(st.integers(-(10**15) + 1, 10**15 - 1))
    return Decimal(f"{scaled}E-{decimals}"), decimals


@pytest.mark.parametrize(
    ("typed", "decimals", "read"),
    [
        pytest.param("12", 0, "12", id="as it is"),
        pytest.param(" 12\t", 0, "12", id="spaces around"),
        pytest.param("\u300012", 0, "12", id="a full-width space before"),
        pytest.param("１２．５", 1, "12.5", id="full-width digits and point"),
        pytest.param("１，２３４", 0, "1234", id="full-width separators"),
        pytest.param("1,234,567", 0, "1234567", id="commas"),
        pytest.param("1、234", 0, "1234", id="an enumeration comma from a Chinese keyboard"),
        pytest.param("1 234 567.25", 2, "1234567.25", id="spaces between thousands"),
        pytest.param("1\u2009234", 0, "1234", id="a thin space"),
        pytest.param("1\u202f234", 0, "1234", id="a narrow space, as we show it"),
        pytest.param("1\u00a0234", 0, "1234", id="a no-break space from a web page"),
        pytest.param("-3", 0, "-3", id="hyphen"),
        pytest.param("\u22123", 0, "-3", id="minus"),
        pytest.param("－3", 0, "-3", id="full-width minus"),
        pytest.param("+3", 0, "3", id="plus"),
        pytest.param("007", 0, "7", id="leading zeros of a figure mean nothing"),
        pytest.param("12.50", 1, "12.5", id="a zero behind the last decimal is no decimal"),
        pytest.param("0", 0, "0", id="zero"),
        pytest.param("999999999999999", 0, "999999999999999", id="fifteen digits"),
        pytest.param("9999999999999.99", 2, "9999999999999.99", id="fifteen with decimals"),
    ],
)
def test_a_figure_is_read_as_people_type_it(typed, decimals, read):
    assert parse_number(typed, decimals) == Decimal(read)


@pytest.mark.parametrize(
    ("typed", "decimals", "says"),
    [
        pytest.param("", 0, "不是数字", id="nothing"),
        pytest.param("abc", 0, "不是数字", id="letters"),
        pytest.param("十二", 0, "不是数字", id="Chinese numerals"),
        pytest.param("12人", 0, "不是数字", id="a unit behind"),
        pytest.param("1e3", 0, "不是数字", id="an exponent"),
        pytest.param("NaN", 0, "不是数字", id="NaN"),
        pytest.param("Infinity", 0, "不是数字", id="infinity"),
        pytest.param("--1", 0, "不是数字", id="two signs"),
        pytest.param("1.", 1, "不是数字", id="a point without decimals"),
        pytest.param(".5", 1, "不是数字", id="decimals without a point before"),
        pytest.param("1.2.3", 1, "不是数字", id="two points"),
        pytest.param("0x10", 0, "不是数字", id="hexadecimal"),
        pytest.param("1_000", 0, "不是数字", id="underscores"),
        pytest.param("١٢", 0, "不是数字", id="digits of another script"),
        pytest.param("5²", 0, "不是数字", id="a raised digit"),
        pytest.param("10³", 0, "不是数字", id="another"),
        pytest.param("1₂", 0, "不是数字", id="a lowered digit"),
        pytest.param("①", 0, "不是数字", id="a circled digit"),
        pytest.param("3⑤", 0, "不是数字", id="a circled digit behind a plain one"),
        pytest.param("12,34", 0, "三位一组", id="two digits behind a comma"),
        pytest.param("1,2345", 0, "三位一组", id="four digits behind a comma"),
        pytest.param("1234,567", 0, "三位一组", id="four digits before a comma"),
        pytest.param("1,234 567", 0, "三位一组", id="mixed separators"),
        pytest.param("1,,234", 0, "三位一组", id="an empty group"),
        pytest.param("12.5", 0, "只填整数", id="half a person"),
        pytest.param("1.234", 2, "小数多于2位", id="one decimal too many"),
        pytest.param("0." + "9" * 30, 2, "小数多于2位", id="thirty decimals"),
        pytest.param("1." + "0" * 30 + "1", 2, "小数多于2位", id="a decimal behind thirty zeros"),
        pytest.param("1000000000000000", 0, "最多15位", id="sixteen digits"),
        pytest.param("10000000000000", 2, "最多13位", id="decimals take their share"),
    ],
)
def test_what_is_not_a_figure_of_the_cell_is_refused_in_words_that_repeat_it(typed, decimals, says):
    with pytest.raises(EntryError) as refusal:
        parse_number(typed, decimals)

    assert says in str(refusal.value)
    assert f"“{typed}”" in str(refusal.value)


def test_a_million_digits_are_too_large_and_not_all_repeated():
    with pytest.raises(EntryError, match="最多15位") as refusal:
        parse_number("9" * 1_000_001, 0)

    assert len(str(refusal.value)) < 100


@pytest.mark.parametrize("typed", ["-0", "−0", "-0.0", "－０"])
def test_a_typed_minus_zero_is_zero(typed):
    number = parse_number(typed, 1)

    assert not number.is_signed()
    assert plain(number).startswith("0")


@given(st.text(), st.integers(0, 6))
def test_any_text_is_a_finite_figure_or_is_refused(typed, decimals):
    try:
        number = parse_number(typed, decimals)
    except EntryError:
        return

    assert number.is_finite()


@given(figures())
def test_a_figure_survives_the_store(figure):
    number, decimals = figure

    assert from_scaled(to_scaled(number, decimals), decimals) == number
    assert -(2**63) <= to_scaled(number, decimals) < 2**63


@given(figures())
def test_a_figure_as_it_is_shown_can_be_typed_again(figure):
    number, decimals = figure

    assert parse_number(shown(number), decimals) == number
    assert parse_number(shown(number, decimals), decimals) == number


@given(figures())
def test_a_figure_as_files_have_it_can_be_typed_again(figure):
    number, decimals = figure

    assert parse_number(plain(number), decimals) == number
    assert set(plain(number)) <= set("0123456789.-")


@given(figures())
def test_full_width_signs_read_as_half_width_ones(figure):
    number, decimals = figure

    assert parse_number(f"{number:,f}".translate(FULL_WIDTH), decimals) == number


@given(figures())
def test_a_digit_more_than_the_cell_keeps_is_refused(figure):
    number, decimals = figure
    point = "" if decimals else "."

    with pytest.raises(EntryError):
        parse_number(f"{number:f}{point}1", decimals)


@pytest.mark.parametrize(
    ("number", "decimals", "expected"),
    [
        pytest.param("2.5", 0, "3", id="half goes up, not to the even digit"),
        pytest.param("3.5", 0, "4", id="half goes up"),
        pytest.param("0.125", 2, "0.13", id="a half behind the point"),
        pytest.param("94.9499", 1, "94.9", id="once, not digit by digit"),
        pytest.param("-2.5", 0, "-3", id="half of a fall goes away from zero"),
        pytest.param("12", 2, "12.00", id="decimals are filled up"),
    ],
)
def test_rounding_is_half_up(number, decimals, expected):
    assert plain(rounded(Decimal(number), decimals)) == expected


@pytest.mark.parametrize(
    ("number", "decimals", "expected"),
    [
        pytest.param("1234567.5", None, "1\u202f234\u202f567.5", id="a narrow space every three"),
        pytest.param("999", None, "999", id="none below a thousand"),
        pytest.param("-1234", None, "−1\u202f234", id="a true minus"),
        pytest.param("0.00001", None, "0.00001", id="never an exponent"),
        pytest.param("1E+6", None, "1\u202f000\u202f000", id="nor a large one"),
        pytest.param("88.44", 1, "88.4", id="as many decimals as asked for"),
        pytest.param("-0.04", 1, "0.0", id="no minus before what rounds to zero"),
        pytest.param("-0", None, "0", id="nor before zero itself"),
    ],
)
def test_people_see_figures_with_narrow_spaces_that_never_break(number, decimals, expected):
    assert shown(Decimal(number), decimals) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param("1E+6", "1000000", id="no exponent"),
        pytest.param("1E-7", "0.0000001", id="no negative exponent"),
        pytest.param("-1234567.50", "-1234567.50", id="no separators, an ASCII minus"),
    ],
)
def test_files_have_plain_figures(number, expected):
    assert plain(Decimal(number)) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        pytest.param("%", "8%", id="per cent"),
        pytest.param("‰", "8‰", id="per mille"),
        pytest.param("1/10万", "8/10万", id="per hundred thousand"),
        pytest.param("岁", "8岁", id="years of age"),
        pytest.param("女=100", "8", id="a base stays off"),
        pytest.param("", "8", id="no unit"),
    ],
)
def test_a_unit_stands_as_people_write_it(unit, expected):
    assert with_unit("8", unit) == expected
