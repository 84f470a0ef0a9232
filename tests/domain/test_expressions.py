import operator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import (
    MAX_TERMS,
    QUOTIENT_DECIMALS,
    Number,
    Ref,
    evaluate,
    parse_formula,
    refs,
)
from fuer_desktop.domain.expressions import written as written_down
from fuer_desktop.domain.values import DataValue, Kind
from tests.domain.builders import value

NAMES = ("01", "02", "1.1", "births.female", "x_1")
ARITHMETIC = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
FULL_WIDTH = str.maketrans("0123456789.+-*/()", "０１２３４５６７８９．＋－＊／（）")
BLANK, NO_DATA, EXEMPT = Kind.BLANK, Kind.NO_DATA, Kind.EXEMPT
NOT_APPLICABLE, INCLUDED = Kind.NOT_APPLICABLE, Kind.INCLUDED


def looking_up(now, last_year=None):
    def lookup(ref):
        return value((last_year or {} if ref.last_year else now).get(ref.name, BLANK))

    return lookup


def result(text, now=None, last_year=None):
    return evaluate(parse_formula(text, NAMES), looking_up(now or {}, last_year))


@dataclass(frozen=True)
class Written:
    """A random formula as text, with what it is worth; None once something divides by zero."""

    text: str
    worth: Decimal | None
    rank: int  # 3 a single figure, 2 a product, 1 a sum


def joined(sign, left, right, brackets):
    rank = 1 if sign in "+-" else 2
    left_text = f"({left.text})" if brackets or left.rank < rank else left.text
    right_text = f"({right.text})" if brackets or right.rank <= rank else right.text
    return Written(f"{left_text}{sign}{right_text}", worth(sign, left, right), rank)


def worth(sign, left, right):
    if left.worth is None or right.worth is None or (sign == "/" and right.worth == 0):
        return None
    return ARITHMETIC[sign](left.worth, right.worth)


def held(value):
    """What does not come out even is held to twelve decimals."""
    if value is None or -value.as_tuple().exponent <= QUOTIENT_DECIMALS:
        return value
    return value.quantize(Decimal(1).scaleb(-QUOTIENT_DECIMALS), ROUND_HALF_EVEN)


figures = st.decimals(0, 999, places=2).map(lambda figure: Written(f"{figure:f}", figure, 3))
THIS_YEAR = {"01": 7, "02": 0, "1.1": "2.5", "births.female": -3, "x_1": 100000}
LAST_YEAR = {"01": 5, "02": 3, "1.1": 0, "births.female": 8, "x_1": "0.1"}
names = st.sampled_from(
    [Written(name, Decimal(figure), 3) for name, figure in THIS_YEAR.items()]
    + [Written(f"{name}@上年", Decimal(figure), 3) for name, figure in LAST_YEAR.items()]
)
formulas = st.recursive(
    figures | names,
    lambda part: st.builds(joined, st.sampled_from("+-*/"), part, part, st.booleans()),
    max_leaves=25,
)


# --- what a formula is worth --------------------------------------------------------------


@given(formulas)
def test_a_formula_is_worth_what_arithmetic_says(written):
    assert result(written.text, THIS_YEAR, LAST_YEAR) == held(written.worth)


@given(formulas)
def test_a_formula_written_down_again_is_the_same_formula(written):
    formula = parse_formula(written.text, NAMES)

    assert parse_formula(written_down(formula), NAMES) == formula


def test_a_formula_is_written_with_no_more_brackets_than_it_needs():
    text = "01 - (02 - 3) + (01 + 02) * 2 / (01 * 02) * 100"

    assert written_down(parse_formula(text, NAMES)) == text


@given(formulas)
def test_full_width_signs_and_spaces_change_nothing(written):
    wide = written.text.translate(FULL_WIDTH).replace("＋", " ＋\u3000")

    assert parse_formula(wide, NAMES) == parse_formula(written.text, NAMES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("10 - 4 - 3", "3", id="differences from the left"),
        pytest.param("24 / 4 / 3", "2", id="quotients from the left"),
        pytest.param("2 + 3 * 4", "14", id="products before sums"),
        pytest.param("(2 + 3) * 4", "20", id="brackets first"),
        pytest.param("0.1 + 0.2", "0.3", id="exactly"),
        pytest.param("1 / 3 * 3", "1", id="exactly, though a third has no end"),
        pytest.param("100 / 7 * 7 - 100", "0", id="with nothing left over"),
        pytest.param("1 / 8 / 8", "0.015625", id="every decimal of what comes out even"),
        pytest.param("６×（２＋１）÷３", "6", id="as a Chinese keyboard writes it"),
    ],
)
def test_arithmetic_is_the_usual_one(text, expected):
    assert result(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param({"01": 3, "02": 4}, 7, id="two numbers"),
        pytest.param({"01": 3, "02": 0}, 3, id="zero is a number"),
        pytest.param({"01": 3, "02": NOT_APPLICABLE}, 3, id="not applicable counts as nothing"),
        pytest.param({"01": 3, "02": INCLUDED}, 3, id="included elsewhere counts as nothing"),
        pytest.param({"01": 3, "02": BLANK}, None, id="a blank leaves it unknown"),
        pytest.param({"01": 3}, None, id="a cell that is not there is blank"),
        pytest.param({"01": 3, "02": NO_DATA}, None, id="no data leaves it unknown"),
        pytest.param({"01": 3, "02": EXEMPT}, None, id="exempt leaves it unknown"),
        pytest.param({"01": INCLUDED, "02": BLANK}, None, id="a blank outweighs included"),
        pytest.param(
            {"01": NOT_APPLICABLE, "02": NOT_APPLICABLE}, None, id="no number at all is not 0"
        ),
        pytest.param({"01": NOT_APPLICABLE, "02": INCLUDED}, None, id="nor is a mixture"),
    ],
)
def test_what_stands_in_for_a_number_in_a_sum(now, expected):
    assert result("01 + 02", now) == expected


@pytest.mark.parametrize("text", ["01 / 02", "02 / 02", "1 / (01 - 01)", "01 / 0", "0 / 0"])
def test_division_by_zero_is_unknown(text):
    assert result(text, {"01": 7, "02": 0}) is None


def test_last_year_is_looked_up_in_last_year():
    assert result("01 - 01@上年", {"01": 7}, {"01": 5}) == 2
    assert result("01 - 01@上年", {"01": 7}) is None


@given(st.text("01+-*/()@上年 .", max_size=40), st.dictionaries(st.sampled_from(NAMES), st.just(0)))
def test_what_can_be_read_can_be_computed(text, now):
    try:
        formula = parse_formula(text, NAMES)
    except DefinitionError:
        return

    found = evaluate(formula, looking_up(now, now))

    assert found is None or isinstance(found, Decimal)


# --- reading ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("01", Ref("01"), id="a code"),
        pytest.param("1.1", Ref("1.1"), id="a known code beats a number"),
        pytest.param("1.5", Number(Decimal("1.5")), id="what is no code may be a number"),
        pytest.param("births.female", Ref("births.female"), id="a data element with breakdown"),
        pytest.param("01@上年", Ref("01", last_year=True), id="last year"),
        pytest.param("01＠上年", Ref("01", last_year=True), id="last year, full width"),
    ],
)
def test_a_name_is_what_is_known_and_the_rest_must_be_a_number(text, expected):
    assert parse_formula(text, NAMES) == expected


@pytest.mark.parametrize("text", ["03", "00", "007", "01.5", "1.2.3", "100@上年", "deaths"])
def test_an_unknown_code_is_never_a_number(text):
    with pytest.raises(DefinitionError) as refusal:
        parse_formula(f"01 + {text}", NAMES)

    assert f"“{text.removesuffix('@上年')}”不在代码中" in str(refusal.value)


def test_the_figures_of_a_formula_are_named_in_the_order_they_are_written():
    formula = parse_formula("02 * (01 + 3) - 02@上年", NAMES)

    assert list(refs(formula)) == [Ref("02"), Ref("01"), Ref("02", last_year=True)]


# --- hostile text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("   ", id="spaces"),
        pytest.param("01 +", id="not finished"),
        pytest.param("+ 01", id="no left side"),
        pytest.param("-01", id="a sign in front"),
        pytest.param("01 02", id="two figures side by side"),
        pytest.param("01 + * 02", id="two signs"),
        pytest.param("(01 + 02", id="a bracket left open"),
        pytest.param("01 + 02)", id="a bracket never opened"),
        pytest.param("()", id="an empty bracket"),
        pytest.param("01 ** 02", id="a power"),
        pytest.param("9**9**9**9", id="a tower of powers"),
        pytest.param("01 // 02", id="an integer division"),
        pytest.param("01 % 02", id="a remainder"),
        pytest.param("01.__class__", id="an attribute of a code"),
        pytest.param("x_1.__class__.__mro__", id="an attribute of a name"),
        pytest.param("().__class__", id="an attribute of a bracket"),
        pytest.param("x_1(01)", id="a call"),
        pytest.param("x_1()", id="a call of nothing"),
        pytest.param("__import__('os').system('id')", id="an import"),
        pytest.param("eval(01)", id="eval"),
        pytest.param("lambda: 01", id="a lambda"),
        pytest.param("01 if 02 else 1", id="a condition"),
        pytest.param("01, 02", id="a tuple"),
        pytest.param("[01]", id="a list"),
        pytest.param("{01}", id="a set"),
        pytest.param("'01'", id="a string"),
        pytest.param("f'{x_1}'", id="a formatted string"),
        pytest.param("x_1 := 1", id="an assignment"),
        pytest.param("01; 02", id="two statements"),
        pytest.param("01 # 02", id="a comment"),
        pytest.param("01 \\\n + 02", id="a continued line"),
        pytest.param("1e5", id="an exponent"),
        pytest.param("1_000", id="underscores"),
        pytest.param("0x1F", id="hexadecimal"),
        pytest.param("1.", id="a point without decimals"),
        pytest.param("01@去年", id="another year than last year"),
        pytest.param("@上年", id="last year of nothing"),
        pytest.param("01 @上年", id="last year apart from its code"),
        pytest.param("(01+02)@上年", id="last year of a bracket"),
        pytest.param("01 +@上年 02", id="last year of a sign"),
        pytest.param("(@上年01)", id="last year of an opening bracket"),
        pytest.param("01²", id="a raised digit"),
        pytest.param("01①", id="a circled digit"),
        pytest.param("01\0", id="a null character"),
        pytest.param("01 = 02", id="a comparison in a formula"),
        pytest.param("01" + "+01" * 33_333, id="100 000 characters"),
        pytest.param("(" * 100_000, id="100 000 brackets"),
        pytest.param("(" * 65 + "01" + ")" * 65, id="65 brackets deep"),
        pytest.param("(" * 1999 + "1" + ")" * 1999, id="as deep as the length allows"),
        pytest.param("(01+" * 900 + "01" + ")" * 900, id="a sum nested 900 deep"),
    ],
)
def test_what_is_no_formula_is_refused_in_a_sentence(text):
    with pytest.raises(DefinitionError) as refusal:
        parse_formula(text, NAMES)

    [sentence] = refusal.value.problems
    assert sentence.endswith(("。", "）。"))


@pytest.mark.parametrize("text", ["01²", "01₂", "01②", "01２²"])
def test_a_raised_digit_never_makes_another_code(text):
    with pytest.raises(DefinitionError, match="读不懂"):
        parse_formula(text, ["01", "012", "0122"])


def test_sixty_four_brackets_are_deep_enough_for_anybody():
    assert result("(" * 64 + "01" + ")" * 64, {"01": 7}) == 7


def test_four_hundred_terms_are_enough_for_anybody():
    assert result("+".join(["1"] * MAX_TERMS)) == MAX_TERMS == 400


@pytest.mark.parametrize("terms", [MAX_TERMS + 1, 2000])
def test_a_longer_sum_is_refused_in_a_sentence_before_it_is_read(terms):
    with pytest.raises(DefinitionError) as refusal:
        parse_formula("+".join(["1"] * terms), [])

    assert str(refusal.value) == "算式超过400项。请拆成几条。"


def test_brackets_beside_each_other_are_not_deep():
    assert result("+".join(["(01)"] * 100), {"01": 7}) == 700


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        pytest.param("01 ? 02", 4, "?", id="a strange sign"),
        pytest.param("01 + (02 = 1)", 10, "=", id="a comparison inside brackets"),
        pytest.param("01 + 02)", 8, ")", id="a bracket too many"),
        pytest.param("  01 ? 02", 6, "?", id="blanks before count too"),
        pytest.param("\u300001 ? 02", 5, "?", id="so does a full-width one"),
        pytest.param("01+(02)@上年", 7, "@上年", id="last year of a bracket"),
    ],
)
def test_a_refusal_names_the_place(text, place, found):
    with pytest.raises(DefinitionError) as refusal:
        parse_formula(text, NAMES)

    assert str(refusal.value) == f"“{text}”第{place}个字处读不懂：{found}。"


def test_a_value_is_looked_up_as_it_stands_never_changed():
    seven = DataValue(Kind.NUMBER, Decimal("7.10"), reason="核实过的数字")

    assert str(evaluate(Ref("01"), lambda _: seven)) == "7.10"
