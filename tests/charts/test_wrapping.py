"""Chinese lines break where a printer would break them."""

from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.charts.wrapping import shorten, wrap


def test_no_line_begins_with_a_comma_or_a_closing_bracket():
    assert wrap("甲乙丙丁，戊己", len, 4, 9) == ["甲乙丙", "丁，戊己"]
    assert wrap("甲乙（丙）", len, 4, 9) == ["甲乙", "（丙）"]


def test_no_line_ends_with_an_opening_bracket():
    assert wrap("甲乙丙（丁", len, 4, 9) == ["甲乙丙", "（丁"]


def test_figures_and_their_units_stay_together():
    assert wrap("甲乙2025年33.1‰丙", len, 7, 9) == ["甲乙2025年", "33.1‰丙"]


def test_a_word_wider_than_the_line_is_broken_all_the_same():
    assert wrap("ABCDEFGH", len, 3, 9) == ["ABC", "DEF", "GH"]


def test_what_does_not_fit_ends_in_an_ellipsis():
    assert wrap("甲乙丙丁戊己庚", len, 3, 2) == ["甲乙丙", "丁戊…"]
    assert shorten("甲乙丙", len, 3) == "甲乙丙"


def test_no_words_no_lines():
    assert wrap("", len, 5, 2) == []


@given(st.text("甲乙，。（）2025年 A%", max_size=60), st.integers(3, 20))
def test_nothing_is_lost_and_nothing_too_wide(text, room):
    lines = wrap(text, len, room, 99)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= room for line in lines)
