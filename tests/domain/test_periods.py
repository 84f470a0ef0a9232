import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.periods import PeriodKind, ReferencePeriod

years = st.integers(1900, 2199).map(ReferencePeriod)


@given(years)
def test_a_period_survives_being_written_and_read(period):
    assert ReferencePeriod.parse(str(period)) == period


@given(years)
def test_the_previous_period_is_a_year_earlier(period):
    assert period.previous < period
    assert period.previous.year == period.year - 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "02025",
        "2025年",
        "2025-01",
        " 2025",
        "2025\n",
        "２０２５",
        "1899",
        "2200",
        "+2025",
    ],
)
def test_what_is_not_a_year_is_refused_in_words(text):
    with pytest.raises(EntryError) as refusal:
        ReferencePeriod.parse(text)

    assert f"“{text}”不是报告期" in str(refusal.value)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PeriodKind.CALENDAR, "2025年"),
        (PeriodKind.MCH, "2024年10月1日—2025年9月30日"),
        (PeriodKind.SCHOOL_YEAR, "2025—2026学年"),
        (PeriodKind.POINT, "2025年末"),
        (PeriodKind.SURVEY, "2025年调查"),
    ],
)
def test_a_kind_of_period_says_which_time_belongs_to_a_year(kind, words):
    assert kind.covers(2025) == words
    assert "＿＿" in kind.covers(None)
