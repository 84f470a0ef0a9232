import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.checking import check
from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import Number, Operation, Ref
from fuer_desktop.domain.forms import Column, Row
from fuer_desktop.domain.printing import printed
from fuer_desktop.domain.relations import Comparison, holds
from fuer_desktop.domain.rule_language import parse_rule, renamed
from fuer_desktop.domain.rule_text import UnknownFormError
from fuer_desktop.domain.rules import Over
from fuer_desktop.domain.vocabulary import Vocabulary
from tests.domain.builders import ROWS, TWO_COLUMNS, cells, form, relation, table
from tests.domain.rule_trees import forms_and_rules

FORM = form()
POPULATION, MEN, WOMEN = (Ref(name, table="1") for name in ("population", "men", "women"))


half_as_often = settings(max_examples=settings().max_examples // 2)
FULL_WIDTH = str.maketrans("0123456789.+-*/()=<>", "０１２３４５６７８９．＋－＊／（）＝＜＞")


def read_in(made, text, others=None):
    return parse_rule(text, Vocabulary(made, made.tables[0], Over.ROWS, others))


def read(text):
    return read_in(FORM, text).relations


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


# --- printing and reading back ------------------------------------------------------------


@half_as_often
@given(forms_and_rules())
def test_any_rule_is_printed_and_reads_back_as_the_same(made):
    own, others, says = made

    text = printed(says, own, "1", others)

    again = read_in(own, text, others)
    assert again == says
    assert printed(again, own, "1", others) == text


@half_as_often
@given(forms_and_rules(), st.integers(0, 999))
def test_full_width_signs_and_blanks_change_nothing(made, seed):
    chance = random.Random(seed)
    own, others, says = made
    text = printed(says, own, "1", others)

    wide = "".join(
        character.translate(FULL_WIDTH) if chance.random() < 0.5 else character
        for character in text
    )
    wide = wide.replace(" ", chance.choice(["  ", "\u3000", "\t "]))

    assert read_in(own, wide, others) == says


def test_a_rule_follows_its_rows_into_a_version_with_other_codes_and_tables():
    says = read_in(FORM, "01 = 02 + 03")
    renumbered = form(
        table((replace(ROWS[1], code="05"),)), table((*ROWS[:1], replace(ROWS[3], code="17"),
                                                      replace(ROWS[2], code="18")), code="2")
    )  # fmt: skip

    assert printed(says, renumbered, "1", {}) == "05 = 表2.18 + 表2.17"


def test_a_rule_over_a_row_that_is_gone_cannot_be_printed():
    says = read_in(FORM, "01 = 02 + 03")

    with pytest.raises(DefinitionError, match="关系里的“women”不在报表FE-CS01的这一版中"):
        printed(says, form(table(ROWS[:3])), "1", {})


# --- names --------------------------------------------------------------------------------

WIDE = form(
    table(ROWS, (*TWO_COLUMNS, Column("3", "行政村"))),
    table(
        (
            Row("床位数", "01", unit="张", element="beds"),
            Row("女", "100", unit="人", element="w2"),
            Row("医院数", "05", unit="个", element="hospitals"),
        ),
        code="2",
    ),
)
OTHER = form(table((Row("活产数", "07", unit="人", element="births"),), TWO_COLUMNS),
             code="FE-WJ01")  # fmt: skip
OTHERS = {"FE-WJ01": replace(OTHER, title="卫健表")}


def wide(text, **more):
    names = Vocabulary(WIDE, WIDE.tables[0], Over.ROWS, more.pop("others", OTHERS), **more)
    return parse_rule(text, names)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        pytest.param("总数=男+女", "01 = 02 + 03", id="titles"),
        pytest.param("“总数”=「男」+\"女\"", "01 = 02 + 03", id="titles in quotation marks"),
        pytest.param("第01行=第02行+行03", "01 = 02 + 03", id="rows said to be rows"),
        pytest.param("{population}={men}+{women}", "01 = 02 + 03", id="identities"),
        pytest.param("表一.总数≥表1.01", "01 ≥ 01", id="with their own table"),
        pytest.param("01≥表二床位数", "01 ≥ 表2.01", id="another table in words"),
        pytest.param("01≥床位数（另表）", "01 ≥ 表2.01", id="a title of another table"),
        pytest.param("01≥女", "01 ≥ 03", id="its own table goes before others"),
        pytest.param("01≥卫健表.07", "01 ≥ FE-WJ01.07", id="a form by its title"),
        pytest.param("01≥FE-WJ01.表1.活产数", "01 ≥ FE-WJ01.07", id="a form, table and title"),
        pytest.param("FE-CS01.01≥02", "01 ≥ 02", id="its own form"),
        pytest.param("01（上年）≤02＠上年", "01@上年 ≤ 02@上年", id="last year"),
        pytest.param("01(合计、城镇)≥02", "01(1,2) ≥ 02", id="columns by title"),
        pytest.param("01(第1栏,列2)≥02", "01(1,2) ≥ 02", id="columns said to be columns"),
        pytest.param("01(行政村)≥02", "01(3) ≥ 02", id="a column whose title begins with 行"),
        pytest.param("01(1)=02(1)+03(1)", "01(1) = 02 + 03", id="the same column everywhere"),
        pytest.param("0≤01(1,2)≤02", "0 ≤ 01(1,2) ≤ 02", id="columns behind a number"),
        pytest.param("栏1≥栏2", "第1栏≥第2栏", id="columns"),
        pytest.param("合计≥城镇+行政村", "栏1 ≥ 栏2 + 栏3", id="columns by title alone"),
        pytest.param("01 大于等于 02", "01≥02", id="words"),
        pytest.param("01应不低于02", "01≥02", id="words with 应"),
        pytest.param("01应当大于02", "01>02", id="words with 应当"),
        pytest.param("01必须等于02", "01=02", id="words with 必须"),
        pytest.param("01不少于02", "01≥02", id="not fewer"),
        pytest.param("01不超过02", "01≤02", id="not above"),
        pytest.param("01不高于02", "01≤02", id="not higher"),
        pytest.param("01小于或等于02", "01≤02", id="less or equal"),
        pytest.param("01不等于02", "01≠02", id="not equal"),
        pytest.param("01 ﹥ 02", "01>02", id="a small sign"),
        pytest.param("01 〉= 02", "01≥02", id="a bracket for a sign"),
        pytest.param("01 \u2a7e 02", "01≥02", id="a slanted sign"),
        pytest.param("01≤02×50％", "01 ≤ 02 * 0.5", id="per cent"),
        pytest.param("01≤02×100%", "01 ≤ 02 * 1", id="a hundred per cent beside a row 100"),
        pytest.param("01+…+03≥0", "01+02+03 ≥ 0", id="a range"),
        pytest.param("01＋……＋03≥0", "01+02+03 ≥ 0", id="a range with a long ellipsis"),
        pytest.param("01+...+03≥0", "01+02+03 ≥ 0", id="a range with points"),
        pytest.param("01+02+⋯+03≥0", "01+02+03 ≥ 0", id="a range with its second row"),
        pytest.param("栏1+…+栏3≥0", "栏1+栏2+栏3≥0", id="a range of columns"),
        pytest.param("若01>0，则02>0", "如果 01>0 则 02>0", id="if in another word"),
        pytest.param("如果01>0那么02>0", "如果 01>0 则 02>0", id="then in another word"),
        pytest.param("如果01>0，02>0", "如果 01>0 则 02>0", id="then as a comma") ,
        pytest.param("01>0时，02>0", "如果 01>0 则 02>0", id="when"),
        pytest.param("01≥02且02≥03", "01≥02≥03", id="and"),
        pytest.param("01≥02并且01≥03", "01≥02 且 01≥03", id="and also"),
        pytest.param("01≥02（03=0时除外）", "01≥02 (03=0时不审)", id="except"),
        pytest.param("01≥02(03=0或者02=0时，此逻辑关系不成立)",
                     "01≥02 (03=0 或 02=0时不审)", id="does not hold"),
    ],
)  # fmt: skip
def test_ways_of_writing_that_mean_the_same(text, same):
    assert wide(text) == wide(same)


def test_names_with_different_columns_are_pinned_to_them():
    [comparison] = wide("01(1) ≥ 02(2)").relations

    assert [ref.line for ref in comparison.refs] == ["1", "2"]


def test_brackets_behind_the_first_name_restrict_the_whole_rule():
    says = wide("01(1,3) = 02 + 03")

    assert says.only == {"1", "3"}
    assert not any(ref.line for ref in says.refs)


def test_an_element_is_a_cell_wherever_it_is_and_restricts_nothing():
    says = wide("{births.urban} ≤ 01")

    births = Ref("births", table="1", line="2", form="FE-WJ01")
    assert says.only == frozenset()
    assert says.relations == (Comparison(births, "≤", POPULATION),)


EITHER = "：“100”既是代码又可能是数。是数请写成100.0，是代码请写成行100。"
LINES = "各处括号里的栏不一样，这时每处只能写一栏。"
NO_NAMES = "：没有代码，也没有指标名称。"
IN_SUM = "的“7”不是本表的代码。是数请写成7.0。"
DOUBTFUL = {
    "a number that is a code too": ("01 ≥ 02 * 100", 11, EITHER),
    "such a number in front": ("100 * 01 ≥ 02", 1, EITHER),
    "several columns beside another": ("01(1,2) = 02(1) + 03", None, LINES),
    "several columns in a condition": ("如果 02(1,2)>0 则 01>0", None, LINES),
    "numbers only": ("5 > 3 且 01=02", 1, NO_NAMES),
    "a condition of numbers": ("如果 1>0 则 01=02", 4, NO_NAMES),
    "a number in a sum": ("01 = 02 + 7", 11, IN_SUM),
    "a number before a plus": ("01 = 7 + 02", 6, IN_SUM),
    "not in that table": ("01 ≥ 表二.99x", 9, "的“99x”不是本表的代码或指标名称。"),
    "nearly in that table": (
        "01 ≥ 表二.床位",
        9,
        "的“床位”不是本表的代码或指标名称。是不是“床位数”？",
    ),
}


@pytest.mark.parametrize(("text", "place", "what"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_could_be_read_in_two_ways_is_refused(text, place, what):
    with pytest.raises(DefinitionError) as refusal:
        wide(text)

    assert str(refusal.value) == f"“{text}”{f'第{place}个字处' if place else ''}{what}"


def test_a_number_that_is_a_code_too_can_be_said_to_be_either():
    [as_number] = wide("01 ≥ 02 * 100.0").relations
    [as_row] = wide("01 ≥ 02 * 行100").relations

    assert as_number.right == Operation("*", MEN, Number(Decimal(100)))
    assert as_row.right == Operation("*", MEN, Ref("w2", table="2"))


@pytest.mark.parametrize(("text", "found"), [("01 ≥ 其他", "其他"), ("其他 = 01", "其他")])
def test_a_title_that_several_rows_have_is_refused_with_their_codes(text, found):
    rows = (Row("总数", "01", element="a"), Row("其他", "02", element="b"),
            Row("分数", "03", element="c"), Row("其他", "04", element="d"))  # fmt: skip
    made = form(table(rows))

    with pytest.raises(DefinitionError) as refusal:
        read_in(made, text)

    place = text.index(found) + 1
    assert str(refusal.value) == (
        f"“{text}”第{place}个字处：叫“其他”的有几处（02、04）。请写代码。"
    )


def test_a_title_that_several_groups_have_is_the_one_under_the_row_left_of_the_sign():
    rows = (
        Row("总数", "01", element="a"),
        Row("甲", "02", element="b", level=1),
        Row("其他", "03", element="c", level=2),
        Row("乙", "04", element="d", level=1),
        Row("其他", "05", element="e", level=2),
        Row("其他", "06", element="f", level=1),
    )
    made = form(table(rows))  # fmt: skip

    for text, same in [
        ("甲≥其他", "02≥03"),
        ("乙≥其他", "04≥05"),
        ("总数=甲+乙+其他", "01=02+04+06"),
    ]:
        assert read_in(made, text) == read_in(made, same)


# --- other forms --------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["01 ≤ FE-JY01.05", "01 ≤ {pupils}"])
def test_a_form_that_is_not_there_is_a_mistake_where_all_are_known(text):
    with pytest.raises(DefinitionError) as refusal:
        wide(text)

    assert not isinstance(refusal.value, UnknownFormError)
    assert str(refusal.value).startswith(f"“{text}”第6个字处：没有")


@pytest.mark.parametrize("text", ["01 ≤ FE-JY01.05", "01 ≤ {pupils}"])
def test_a_form_that_is_not_in_this_task_only_leaves_the_rule_out(text):
    with pytest.raises(UnknownFormError, match="不在本任务的报表中，这条关系在这里不审"):
        wide(text, complete=False)


def test_a_rule_needs_the_forms_it_names():
    assert wide("如果 卫健表.07>0 则 01>0").forms == {"FE-WJ01"}
    assert wide("01 = 02 + 03").forms == frozenset()


# --- what is no relation ------------------------------------------------------------------


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


HOSTILE = {
    "nothing": "",
    "blanks": " \t\u3000\n",
    "an attribute": "01.__class__ = 02",
    "attributes of a bracket": "().__class__.__mro__ = 01",
    "a call": "01(02) = print(03)",
    "an import": "__import__('os').system('id') = 01",
    "eval": "eval(01) = 02",
    "a lambda": "01 = lambda: 02",
    "a set": "{01} = {02}",
    "a formatted string": "f'{01}' = 02",
    "a power": "01 = 02 ** 9",
    "a tower of powers": "01 = 9**9**9**9**9",
    "a power with a hat": "01 = 9^9^9",
    "an exponent": "01 = 1e999999999",
    "a factorial": "01 = 99999!",
    "a digit raised": "01 = 02²",
    "a digit of another script": "01 = 0٣",
    "digits of another script alone": "٠١ = ٠٢",
    "a Roman numeral": "01 = Ⅲ",
    "a letter that looks like a digit": "0l = 02",
    "a Cyrillic letter": "А1 = 02",
    "a mathematical digit": "𝟎𝟏 = 02",
    "a null character": "01 = 02\0",
    "a null character inside": "01\0 = 02",
    "a control character": "01 =\x1b[31m 02",
    "the program's own separator": "01(1\x1f2) = 02",
    "a right-to-left mark": "01 = \u200f02",
    "an override of direction": "01 = \u202e20",
    "a blank without width": "01 = 0\u200b2",
    "half a character": "01 = \ud83d",
    "half a character alone": "\udc00",
    "an emoji": "01 = 02 + 😀",
    "a family of emoji": "👩\u200d👩\u200d👧 ≥ 01",
    "100 000 characters": "01=02" + "+02" * 33_333,
    "100 000 brackets": "(" * 100_000,
    "brackets as long as allowed": "(" * 3_999,
    "65 brackets": "01=" + "(" * 65 + "02" + ")" * 65,
    "nested 900 deep": "(01+" * 900 + "02" + ")" * 900 + "=03",
    "401 terms": "01=" + "+".join(["02"] * 400),
    "as many terms as fit": "01=" + "+".join(["2.0"] * 999),
    "a chain of 1000": "≥".join(["01"] * 1000),
    "ranges": "01=" + "02+…+03+" * 300 + "02",
    "conditions": "如果" * 1000 + "01>0",
    "alternatives": "如果" + "01>0或" * 500 + "02>0则03>0",
    "exceptions": "01=02" + "(03=0时除外)" * 300,
    "lists": "01(" + "1,2," * 900 + ")=02",
    "last years": "01" + "@上年" * 1000,
    "a long name": "甲" * 3_990 + "≥01",
    "a long number": "01≥" + "9" * 3_900,
    "a long fraction": "01≥0." + "1" * 3_900,
    "a long tolerance": "01≥02±" + "9" * 3_900,
    "signs": "≥" * 4_000,
    "quotation marks": "“" * 4_000,
    "braces": "{" * 4_000,
    "tables": "表一" * 2_000,
    "forms": "FE-CS01." * 500,
    "marks": "行" * 4_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_in_a_sentence_that_can_be_shown(text):
    with pytest.raises(DefinitionError) as refusal:
        wide(text)

    [sentence] = refusal.value.problems
    place = int(sentence.rpartition("”第")[2].partition("个字处")[0]) if "个字处" in sentence else 1
    assert 1 <= place <= len(text) + 1
    assert sentence.endswith(("。", "？"))
    assert len(sentence) < 250
    assert sentence.isprintable()


LARGEST = {
    "a sum of 400": "01 = " + " + ".join(["02"] * 399),
    "a chain of 400": " ≥ ".join(["01", "02"] * 200),
    "brackets to the right": "01 = " + "02 - (" * 64 + "03" + ")" * 64 + " + 02" * 300,
    "brackets to the left": "01 = " + "(" * 64 + "02" + " + 03)" * 64 + " + 02" * 300,
    "a condition of 400": "如果 " + " 或 ".join(["01 > 02"] * 199) + " 则 01 = 02",
    "products": "01 = " + " * ".join(["9999999"] * 398) + " * 02",
    "products without a blank to spare": "01=" + "*".join(["999999999"] * 398) + "*02",
    "quotients": "01 = 02 / 3.0" + " / 7.0" * 397,
}


@pytest.mark.parametrize("text", LARGEST.values(), ids=LARGEST)
def test_the_largest_rules_are_read_printed_bound_checked_and_told(text):
    def go(deep):
        if deep:  # the windows call from far down the stack
            return go(deep - 1)
        says = read_in(FORM, text)
        again = read_in(FORM, printed(says, FORM, "1", {}))
        assert (again, hash(again)) == (says, hash(says))
        assert repr(says)
        return check(form(relations=[relation(text)]), cells({"01": 7, "02": 3, "03": 5}))

    for finding in go(300):
        assert finding.message.endswith("。")


@given(
    st.text()
    | st.text(
        "0123 =≥≤<>+-*/()（），,、.%±…@{}“”表一栏行上年如果则时且或除外必同填总数男女床位活产"
        "ax_²Ⅲ\0\u202e"
    )
)
def test_any_text_is_a_rule_or_is_refused(text):
    try:
        says = wide(text)
    except DefinitionError:
        return

    assert any(says.refs)
    assert read_in(WIDE, printed(says, WIDE, "1", OTHERS), OTHERS) == says


def leaning_sum(names, terms):
    """Longer than any text may be, as a tree."""
    total = Ref(names[0], table="1")
    for at in range(1, terms):
        total = Operation("+", total, Ref(names[at % len(names)], table="1"))
    return total


def test_no_length_of_a_sum_exhausts_the_stack_when_names_change():
    says = read_in(FORM, "01 ≥ 02")
    long = replace(says.relations[0], right=leaning_sum(["men", "women"], 2_000))

    [changed] = renamed(
        replace(says, relations=(long,)), lambda ref: replace(ref, name="population")
    ).relations

    assert changed.right == leaning_sum(["population"], 2_000)


def test_no_length_of_a_sum_exhausts_the_stack_when_it_is_bound_and_judged():
    rule = form(relations=[relation("01 ≥ 02")]).rules[0]
    long = replace(rule.says.relations[0], right=leaning_sum(["men", "women"], 2_000))
    made = replace(FORM, rules=(replace(rule, says=replace(rule.says, relations=(long,))),))

    [finding] = check(made, cells({"01": 2_999, "02": 1, "03": 2}))

    assert (finding.left, finding.right) == (2_999, 3_000)
