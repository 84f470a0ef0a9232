from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import Number, Operation, Ref
from fuer_desktop.domain.relations import Comparison, holds
from fuer_desktop.domain.rule_language import parse_rule
from fuer_desktop.domain.vocabulary import Vocabulary
from tests.domain.builders import form

FORM = form()
POPULATION, MEN, WOMEN = (Ref(name, table="1") for name in ("population", "men", "women"))


def read(text):
    return parse_rule(text, Vocabulary(FORM, FORM.tables[0])).relations


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        *((sign, sign) for sign in "=≠≥≤><"),
        ("==", "="),
        ("!=", "≠"),
        ("<>", "≠"),
        (">=", "≥"),
        ("=>", "≥"),
        ("<=", "≤"),
        ("=<", "≤"),
        ("＝", "="),
        ("＞", ">"),
        ("＜", "<"),
        ("＞＝", "≥"),
        ("＝＞", "≥"),
        ("＜＝", "≤"),
        ("！＝", "≠"),
    ],
)
def test_every_spelling_of_a_comparison_is_understood(written, sign):
    [comparison] = read(f"01{written}02")

    assert comparison == Comparison(POPULATION, sign, MEN)


def test_a_chain_is_one_comparison_between_each_two_neighbours():
    relation = read("01 ≥ 02 > 02 + 03 = 5")

    right = Operation("+", MEN, WOMEN)
    assert relation == (
        Comparison(POPULATION, "≥", MEN),
        Comparison(MEN, ">", right),
        Comparison(right, "=", Number(Decimal(5))),
    )


@pytest.mark.parametrize(
    ("sign", "less", "equal", "more"),
    [
        pytest.param("=", False, True, False, id="="),
        pytest.param("≠", True, False, True, id="≠"),
        pytest.param("≥", False, True, True, id="≥"),
        pytest.param("≤", True, True, False, id="≤"),
        pytest.param(">", False, False, True, id=">"),
        pytest.param("<", True, False, False, id="<"),
    ],
)
def test_a_comparison_holds_as_its_sign_says(sign, less, equal, more):
    held = [holds(sign, Decimal(left), Decimal(2)) for left in (1, 2, 3)]

    assert held == [less, equal, more]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("01 + 02", id="no comparison"),
        pytest.param("01 =", id="no right side"),
        pytest.param("= 01", id="no left side"),
        pytest.param("01 = = 02", id="two signs"),
        pytest.param("(01 = 02)", id="a comparison in brackets"),
        pytest.param("01 === 02", id="a sign of another language"),
        pytest.param("01 ≤@上年 02", id="last year of a comparison"),
        pytest.param("01 = 02²", id="a raised digit"),
        pytest.param("01 = 02 and 01 = 02", id="two relations"),
    ],
)
def test_what_is_no_relation_is_refused_in_a_sentence(text):
    with pytest.raises(DefinitionError) as refusal:
        read(text)

    assert f"“{text}”" in str(refusal.value)


@given(st.text() | st.text("019.+-*/()=≥<>@上年ax_ ×÷＞＝（）²½"))
def test_any_text_is_a_relation_or_is_refused(text):
    try:
        relation = read(text)
    except DefinitionError:
        return

    assert len(relation) >= 1
