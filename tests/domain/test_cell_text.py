"""What a spreadsheet says instead of a figure: agreed signs are taken, doubtful ones asked."""

import pytest

from fuer_desktop.domain.cell_text import read_cell_text
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.values import CellKey, DataValue, Kind, number
from tests.domain.builders import form

FORM, KEY = form(), CellKey("1", "01", "1")
WHY = "没有开展过调查"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("１，２３４", number(1234), id="full-width digits and separator"),
        pytest.param(" 12 ", number(12), id="blanks around"),
        pytest.param("—", DataValue(Kind.NOT_APPLICABLE), id="the agreed sign"),
        pytest.param("不适用", DataValue(Kind.NOT_APPLICABLE), id="the agreed word"),
        pytest.param(
            "无数据：没有开展调查",
            DataValue(Kind.NO_DATA, None, "没有开展调查"),
            id="with a reason",
        ),
        pytest.param("0", number(0), id="a verified zero"),
        pytest.param("  ", DataValue(Kind.BLANK), id="nothing"),
    ],
)
def test_what_is_agreed_is_taken(text, value):
    assert read_cell_text(FORM, KEY, text) == value


@pytest.mark.parametrize("text", ["无", "/", "／", "-", "…", "没有", "N/A"])
def test_what_may_mean_three_things_is_asked_and_never_guessed(text):
    with pytest.raises(EntryError, match="程序不替您猜"):
        read_cell_text(FORM, KEY, text)


@pytest.mark.parametrize("word", ["无数据", "并入"])
def test_a_kind_that_needs_a_reason_is_chosen_in_the_cell(word):
    with pytest.raises(EntryError, match="写明原因"):
        read_cell_text(FORM, KEY, word)
