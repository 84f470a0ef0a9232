import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.forms import Column, Row
from fuer_desktop.domain.relation_lists import MAX_LIST, MAX_LISTED, MAX_PROBLEMS
from fuer_desktop.domain.rule_language import parse_rule
from fuer_desktop.domain.vocabulary import Vocabulary
from tests.domain.builders import form, table
from tests.domain.figures import pasted, printed_and_read_back

TITLES = ("总数", "男", "女", "城镇人口", "农村人口", "学校数", "厕所数")
ROWS = tuple(
    Row(title, f"{code:02d}", unit="人", element=f"e{code:02d}")
    for code, title in enumerate(TITLES, 1)
)
COLUMNS = (Column("1", "合计"), Column("2", "城镇"))
FORM = form(
    table(ROWS, COLUMNS), table((Row("床位数", "01", unit="张", element="beds"),), code="2")
)
NAMES = Vocabulary(FORM, FORM.tables[0])


def texts(text):
    return [listed.text for listed in pasted(FORM, text)]


def says(text):
    return [listed.says for listed in pasted(FORM, text)]


def alone(*rules):
    return [parse_rule(rule, NAMES) for rule in rules]


def problems(text):
    with pytest.raises(DefinitionError) as refusal:
        pasted(FORM, text)
    return refusal.value.problems


def told(problem):
    """The place that a sentence about a list names, and what it says."""
    place, what = problem.split("（全文第", 1)[1].split("个字处）", 1)
    return int(place), what


# --- where one relation ends and the next begins ------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("01=02+03;04≥05", id="a semicolon"),
        pytest.param("01=02+03；04≥05；", id="full-width semicolons, one at the end"),
        pytest.param("01=02+03。04≥05。", id="full stops"),
        pytest.param("01=02+03,04≥05", id="a comma"),
        pytest.param("01=02+03，04≥05", id="a full-width comma"),
        pytest.param("01=02+03、04≥05", id="an enumeration comma"),
        pytest.param("01=02+03 04≥05", id="a blank"),
        pytest.param("01=02+03\u300004≥05", id="a full-width blank"),
        pytest.param("01 = 02 + 03   04 ≥ 05", id="a blank among blanks"),
        pytest.param("01=02+03\n04≥05\n", id="line ends"),
        pytest.param("01=02+03\r\n\r\n04≥05\r\n", id="line ends of another system"),
        pytest.param("01=02+03，\n04≥05。\n", id="commas before line ends"),
        pytest.param("  01=02+03 ；\t04≥05  ", id="blanks around everything"),
        pytest.param("1、01=02+03\n2、04≥05", id="numbers"),
        pytest.param("1. 01=02+03\n2. 04≥05", id="numbers with a point"),
        pytest.param("3）01=02+03\n4）04≥05", id="numbers that go on from elsewhere"),
        pytest.param("①01=02+03 ②04≥05", id="circled numbers"),
        pytest.param("①01=02+03；②04≥05", id="circled numbers and a semicolon"),
        pytest.param("（1）01=02+03；（2）04≥05", id="numbers in brackets"),
        pytest.param("※※01=02+03；※04≥05", id="stars of reference"),
        pytest.param("（1）※※01=02+03\n※（2）04≥05", id="stars and numbers"),
        pytest.param("平衡关系：01=02+03；04≥05", id="a heading that says nothing new"),
        pytest.param("平衡关系：\n1、01=02+03\n2、04≥05", id="numbers under a heading"),
        pytest.param(
            "一、平衡：\n1、01=02+03\n二、大小：\n1、04≥05", id="numbers that begin again"
        ),
        pytest.param("表一 01=02+03；04≥05", id="a table in front of a blank"),
        pytest.param("表1：01=02+03；04≥05", id="a table as a heading"),
        pytest.param("01等于02+03；04 不小于 05", id="words for signs"),
    ],
)
def test_two_relations_are_parted_however_they_are_joined(text):
    assert says(text) == alone("01=02+03", "04≥05")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("01 = 02 + 03", id="blanks"),
        pytest.param("01(1,2) = 02 + 03", id="a comma in brackets"),
        pytest.param("01 （合计、城镇）=02+03", id="brackets behind a blank"),
        pytest.param("01≥02 且 02≥03", id="and"),
        pytest.param("01 大于或等于 02", id="a sign in words"),
        pytest.param("如果 01>0，则 02>0", id="a comma in a condition"),
        pytest.param("若01>0时，则02>0且03>0", id="a condition with 时"),
        pytest.param("学校数>0时，厕所数>0", id="a condition without 如果"),
        pytest.param("01=02+03 ±0.1", id="a tolerance"),
        pytest.param("01≥02（03=0时除外）", id="an exception"),
        pytest.param("01 ≥ 02 (03=0 或 04=0 时不审)", id="an exception behind a blank"),
        pytest.param("01 ≥ 02 ((03+04)=0时此关系不成立)", id="an exception with brackets"),
        pytest.param("02、03 必填", id="a demand on two"),
        pytest.param("“城镇人口” ≥ 05", id="a title in quotation marks"),
        pytest.param("02+…+04 ≤ 01", id="a range"),
        pytest.param("02≤01*50 %", id="per cent"),
    ],
)
def test_what_belongs_together_stays_one_relation(text):
    assert says(text) == alone(text)


def test_a_title_that_ends_like_a_condition_is_none():
    rows = (Row("培训学时", "01", element="hours"), Row("人次", "02", element="people"))
    taught = form(table(rows))

    found = pasted(taught, "人次≤培训学时，人次≥0；培训学时>0时，人次>0；如果 人次>0，培训学时>0")

    assert [listed.text for listed in found] == [
        "人次≤培训学时", "人次≥0", "培训学时>0时，人次>0", "如果 人次>0，培训学时>0"
    ]  # fmt: skip
    assert [bool(listed.says.condition) for listed in found] == [False, False, True, True]


def test_a_rule_keeps_the_text_as_it_was_pasted():
    assert texts("１、０１＝０２＋０３\n２、04 ≥ 05（学校数＝０时除外）") == [
        "０１＝０２＋０３",
        "04 ≥ 05（学校数＝０时除外）",
    ]


@given(st.lists(st.sampled_from([
    "01 = 02 + 03", "01(1) ≥ 02", "如果 01 > 0 则 02 > 0 且 03 > 0", "01 ≥ 02 ≥ 03 ±0.5",
    "02、03 同填", "01 ≥ 02 (03 = 0 或 04 = 0时不审)", "01@上年 * 0.8 ≤ 01",
    "表2.01 ≤ 04 且 01 ≥ 02",
    "01 = 02 + 03 + (04 - 05) * 2", "栏1 ≥ 栏2",
]), min_size=1, max_size=6), st.sampled_from(["；", "。", "\n", ";\n"]))  # fmt: skip
def test_what_the_program_prints_can_be_pasted_as_a_list(rules, separator):
    found = pasted(FORM, separator.join(rules))

    assert [listed.says for listed in found] == alone(*rules)
    assert [printed_and_read_back(FORM, listed) for listed in found] == alone(*rules)


# --- each of several ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        pytest.param("02、03、04≤01", ["02≤01", "03≤01", "04≤01"], id="several left sides"),
        pytest.param("01≥02、03、04", ["01≥02", "01≥03", "01≥04"], id="several right sides"),
        pytest.param("01≥02、03，04≥05", ["01≥02", "01≥03", "04≥05"], id="and then another"),
        pytest.param("02、03≤01、04≥05", ["02≤01", "03≤01", "04≥05"], id="left, then another"),
        pytest.param("男、女 ≤ 总数", ["02≤01", "03≤01"], id="by their titles"),
        pytest.param("01≥02≥03、04", ["01≥02≥03", "01≥02≥04"], id="behind a chain"),
        pytest.param("01≥02、≥03", ["01≥02", "01≥03"], id="with the sign again"),
    ],
)
def test_a_list_of_names_beside_a_sign_holds_for_each_of_them(text, rules):
    assert says(text) == alone(*rules)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        pytest.param("01≥02；=02+03；=04+05", ["01≥02", "01=02+03", "01=04+05"], id="statements"),
        pytest.param("01=02+03，=04+05", ["01=02+03", "01=04+05"], id="a comma"),
        pytest.param("01+02≥03；≥04", ["01+02≥03", "01+02≥04"], id="a sum"),
    ],
)
def test_a_relation_that_begins_with_its_sign_goes_on_with_the_left_side_before(text, rules):
    assert says(text) == alone(*rules)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("≥02", 1, id="nothing came before"),
        pytest.param("02、03≤01，≤04", 10, id="several came before"),
        pytest.param("01≥02；表二：≥01", 10, id="another table came between"),
        pytest.param("01≥02；表二 ≥01", 7, id="another table's name came between"),
    ],
)
def test_a_left_side_is_never_guessed(text, place):
    assert [told(problem)[0] for problem in problems(text)] == [place]


# --- headings -----------------------------------------------------------------------------


def tables(text):
    return [listed.table for listed in pasted(FORM, text)]


def test_a_heading_names_the_table_until_the_next_one():
    text = "表一：01≥02；02≥0；表二：01≥0；01≥1；表一 01≥03"

    assert tables(text) == ["1", "1", "2", "2", "1"]


def test_a_row_whose_title_begins_like_a_table_is_no_heading():
    rows = (Row("人口", "01", unit="人", element="all"), Row("男", "02", unit="人", element="men"))
    titled = form(table(rows), table(rows[:1], code="2"))
    titled = form(titled.tables[0], type(titled.tables[0])("2", "人口", COLUMNS[:1], rows[:1]))

    [listed] = pasted(titled, "人口 ≥ 男")

    assert (listed.table, listed.says) == (
        "1", parse_rule("01≥02", Vocabulary(titled, titled.tables[0]))
    )  # fmt: skip


@pytest.mark.parametrize("text", ["表九：01≥02", "表九 01≥02"])
def test_a_table_that_the_form_does_not_have_is_told(text):
    [problem] = problems(text)

    assert told(problem) == (1, "：本报表没有“表九”。")


@pytest.mark.parametrize(
    "heading",
    [
        "符合以下情况为逻辑检查不合格：", "以下情况为不合格：\n", "有下列情形之一的，判定为错误：",
        "以下情况不应出现：", "逻辑检查（以下情形有误）：",
    ],
)  # fmt: skip
def test_what_must_not_be_is_turned_round(heading):
    text = heading + "01≤0；01<02；01≠02+03；01>04；01≥05；01=02"

    assert says(text) == alone("01>0", "01≥02", "01=02+03", "01≤04", "01<05", "01≠02")


def test_a_table_named_under_such_a_heading_does_not_end_it():
    text = "以下情况为不合格：表一：01<02；表二：01≤0"

    assert says(text) == [
        parse_rule("01≥02", NAMES), parse_rule("01>0", Vocabulary(FORM, FORM.tables[1]))
    ]  # fmt: skip


def test_another_heading_ends_it():
    assert says("以下情况为不合格：01<02；平衡关系：01=02+03") == alone("01≥02", "01=02+03")


def test_exceptions_of_such_a_list_stay_exceptions():
    text = "以下情况为不合格：※※01≠02+03（学校数=0时此逻辑关系不成立）；如果 01>0 则 02<03"

    assert says(text) == alone("01=02+03（06=0时不审）", "如果 01>0 则 02≥03")


@pytest.mark.parametrize("heading", ["为避免错误，请遵守：", "不得违反：", "下列关系不应违反："])
def test_a_heading_that_could_mean_either_is_refused(heading):
    [problem] = problems(heading + "01≥02")

    assert told(problem) == (
        1,
        "：看不出下面写的是应当成立的，还是不应出现的。请写“以下情况为不合格：”或“应满足：”。",
    )


@pytest.mark.parametrize("relation", ["01≥02≥03", "01≥02且02≥03", "01、02 同填", "01=02 ±1"])
def test_only_single_comparisons_are_turned_round(relation):
    [problem] = problems(f"以下情况为不合格：{relation}")

    assert told(problem) == (10, "：在“不合格情况”中一次只能比较一个号，请拆成几条。")


# --- typing errors ------------------------------------------------------------------------


NO_SIGN = "：没有比较号（= ≠ ≥ ≤ > <），不知道与谁比较。"
DOUBLED = "：两个分隔号之间没有关系。多了一个逗号或少了一条。"
MISTAKES = {
    "a sign is missing": ("01≥02；▲03 04", NO_SIGN),
    "a code that no row has": ("01≥02；03=04+▲99", "的“99”不是本表的代码。是数请写成99.0。"),
    "a code in letters": ("01≥02；▲0x≥03", "的“0x”不是本表的代码或指标名称。"),
    "two commas": ("01≥02，▲，03≥04", DOUBLED),
    "two commas of an enumeration": ("01≥02、▲、03≥04", DOUBLED),
    "a comma at the beginning": ("▲，01≥02", DOUBLED),
    "a mistyped title": (
        "01≥02；总数≥▲城镇人囗",
        "的“城镇人囗”不是本表的代码或指标名称。是不是“城镇人口”？",
    ),
    "a bracket left open": ("01≥02；03=▲（04+05；01≥03", "的“（”没有合上，缺“）”。"),
    "a bracket left open before a comma": ("03=▲（04+05，01≥03", "的“（”没有合上，缺“）”。"),
    "a bracket left open before another": (
        "03=▲（04+05；01(1,2)≥03", "的“（”没有合上，缺“）”。"
    ),
    "a bracket too many": ("01≥02；03=04+05▲）；01≥03", "读不懂：)。"),
    "no right side": ("01≥02；03=▲；01≥03", "：没有写完。"),
    "a sum that ends": ("01≥02；03=04+▲", "：没有写完。"),
    "two signs": ("01≥02；03≥▲≥04", "读不懂：≥。"),
    "half a condition": ("如果01>0▲", "：没有写完，还缺“则”。"),
    "half an exception": ("01≥02（03=0▲", "：没有写完，还缺“时不审）”。"),
    "a number in a list of names": (
        "01≥02；▲1、02=03", "：用顿号并列的应是代码或指标名称，不是数。"
    ),
    "a name between two relations": (
        "01≥02、▲03、04≥05", "：前后都有关系，看不出属于哪一条。请用分号隔开，写全两边。"
    ),
    "an unknown form": ("01≥02；▲FE-ZZ09.01≥03", "：没有表号为“FE-ZZ09”的报表。"),
    "an unknown element": ("01≥02；▲{nobody}≥03", "：没有报表填报数据项“nobody”。"),
    "numbers only": ("01≥02；▲5≥3", "：没有代码，也没有指标名称。"),
    "a range backwards": (
        "01≥02；05▲+…+02=01", "的省略号：前后应是同一张表里的两个代码，后一个在前一个之后。"
    ),
    "a range over two years": (
        "01≥02@上年▲+…+05", "的省略号：前后应是同一张表里的两个代码，后一个在前一个之后。"
    ),
    "too long a number": ("01≥02；02≥▲1234567890123456", "：数超过15位。"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "what"), MISTAKES.values(), ids=MISTAKES)
def test_a_typing_error_is_told_with_its_place_in_the_list(text, what):
    """▲ stands in front of what is wrong, and is no part of the list."""
    [problem] = problems(text.replace("▲", ""))

    assert told(problem) == (text.index("▲") + 1, what)


def test_a_place_behind_a_carried_left_side_is_that_in_the_list():
    [problem] = problems("01=02+03；=04+99")

    assert told(problem)[0] == 14


def test_a_place_in_a_list_of_names_is_that_of_the_name():
    found = problems("02、98、03≤01；01≥02、97")

    assert [told(problem)[0] for problem in found] == [4, 19]


def test_every_mistake_is_told_at_once_in_the_order_of_the_list():
    marked = (
        "01=02+▲98；▲02 03；01≥02，▲，03≥04；04≥▲（05+06；▲表九：01≥▲97x\n"
        "06≥▲学校个数 07≥▲96y，05≥04"
    )
    pieces = marked.split("▲")
    places = [len("".join(pieces[:at])) + 1 for at in range(1, len(pieces))]

    found = [told(problem) for problem in problems("".join(pieces))]

    assert [place for place, _ in found] == places
    assert "是不是“学校数”？" in found[-2][1]


def test_a_list_full_of_mistakes_tells_the_first_fifty():
    assert len(problems("99=98；" * 1000)) == MAX_PROBLEMS == 50


HOSTILE = {
    "commas": "，" * MAX_LIST,
    "blanks": "01 " * 13_000,
    "brackets": "（" * MAX_LIST,
    "pairs of brackets": "（）" * 20_000,
    "brackets left open": "(01" * 13_000,
    "quotation marks": "“" * MAX_LIST,
    "stars": "※" * MAX_LIST,
    "tables": "表一 " * 13_000,
    "unknown tables": "表九 " * 13_000,
    "a heading": "情况" * 19_000 + "：01=02",
    "headings": "情况：" * 13_000 + "99x=02",
    "conditions": "时，" * 20_000,
    "a sum": "01=" + "02+" * 13_000,
    "a number in front": "9" * 39_990 + "、01",
    "names": "总数、" * 13_000,
    "unknown names": "甲乙丙≥丁\n" * 6_000,
    "half characters": "\ud800" * MAX_LIST,
    "null characters": "\0" * MAX_LIST,
    "marks of direction": "01\u202e=02；" * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_list_is_refused_in_few_sentences_that_can_be_shown(text):
    found = problems(text)

    assert 1 <= len(found) <= MAX_PROBLEMS
    assert all(len(problem) < 300 and problem.isprintable() for problem in found)


def test_a_list_that_is_longer_than_any_is_refused_before_it_is_read():
    assert problems("01≥02；" * MAX_LIST) == ["关系表超过40000个字。请分几次粘贴。"]


def test_a_list_of_more_relations_than_any_form_has_is_refused():
    assert problems("01≥02；" * (MAX_LISTED + 1)) == ["关系表超过1000条。请分几次粘贴。"]
    assert problems("02、" * MAX_LISTED + "03≤01")[0] == "关系表超过1000条。请分几次粘贴。"


def test_a_bracket_left_open_does_not_reach_into_the_next_statement():
    text = "03=（04，01≥98x；02≥03）"

    found = [told(problem)[0] for problem in problems(text)]

    assert found == [text.index("（") + 1, text.index("98x") + 1, text.index("）") + 1]


def test_an_empty_list_has_no_rules():
    assert pasted(FORM, "") == pasted(FORM, " \n；。\n") == []


@given(
    st.text(
        "0123 =≥≤<>+-*/()（），,、；;。\n：:表二一如果则时且或※①“”{}填必同{}总数男女99x",
        max_size=80,
    )
)
def test_any_list_is_read_or_refused_with_places_that_lie_in_it(text):
    try:
        found = pasted(FORM, text)
    except DefinitionError as refusal:
        for problem in refusal.problems:
            if "全文第" in problem:
                assert 1 <= told(problem)[0] <= len(text) + 1
        return

    for listed in found:
        assert printed_and_read_back(FORM, listed) == listed.says
