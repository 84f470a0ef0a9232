from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.numbers import shown
from fuer_desktop.domain.values import (
    BLANK,
    MAX_TEXT,
    DataValue,
    Kind,
    number,
    read_text,
    read_value,
    require_keepable,
)


def read(text="", kind=None, decimals=0, reason="", note=""):
    return read_value(text, kind, decimals, reason, note)


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_reads_by_its_code_and_by_its_chinese_word(kind):
    assert Kind.parse(kind.value) is kind
    assert Kind.parse(kind.label) is kind


@pytest.mark.parametrize("text", ["", "NUMBER", "空", "number "])
def test_an_unknown_kind_is_refused_with_the_list_of_all(text):
    with pytest.raises(EntryError) as refusal:
        Kind.parse(text)

    assert f"“{text}”" in str(refusal.value)
    assert all(kind.label in str(refusal.value) for kind in Kind)


def test_the_five_ways_to_have_no_number_are_told_apart():
    assert {kind.label for kind in Kind if kind not in (Kind.NUMBER, Kind.TEXT)} == {
        "未填",
        "不适用",
        "无数据",
        "并入",
        "免报",
    }


@pytest.mark.parametrize(
    ("kind", "figure"),
    [
        pytest.param(Kind.NUMBER, None, id="a number without figure"),
        pytest.param(Kind.BLANK, Decimal(0), id="a blank that is 0"),
        pytest.param(Kind.NO_DATA, Decimal(3), id="no data with a figure"),
    ],
)
def test_a_figure_stands_exactly_where_the_kind_is_number(kind, figure):
    with pytest.raises(ValueError, match="with number"):
        DataValue(kind, figure)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        pytest.param("", None, DataValue(Kind.BLANK), id="nothing typed is blank, not 0"),
        pytest.param("  \u3000", None, DataValue(Kind.BLANK), id="spaces are nothing"),
        pytest.param("0", None, number(0), id="0 is a number"),
        pytest.param("12", None, number(12), id="a figure is a number"),
        pytest.param("12", Kind.NUMBER, number(12), id="the kind may be said"),
        pytest.param("", Kind.BLANK, DataValue(Kind.BLANK), id="blank on purpose"),
        pytest.param(
            "", Kind.NOT_APPLICABLE, DataValue(Kind.NOT_APPLICABLE), id="不适用 needs no reason"
        ),
        pytest.param("", Kind.EXEMPT, DataValue(Kind.EXEMPT), id="免报 needs no reason"),
    ],
)
def test_text_and_kind_make_a_value(text, kind, expected):
    assert read(text, kind) == expected


@pytest.mark.parametrize("kind", [Kind.NO_DATA, Kind.INCLUDED])
@pytest.mark.parametrize(
    ("reason", "accepted"),
    [
        pytest.param("", False, id="none"),
        pytest.param("没有统计", False, id="four characters"),
        pytest.param("今年没统计", False, id="five characters"),
        pytest.param("今年没有统计", True, id="six characters"),
        pytest.param("没有统计      ", False, id="spaces are no reason"),
    ],
)
def test_no_data_and_included_need_a_reason_of_six_characters(kind, reason, accepted):
    if accepted:
        assert read(kind=kind, reason=reason).reason == reason
        return

    with pytest.raises(EntryError, match="至少6个字"):
        read(kind=kind, reason=reason)


@pytest.mark.parametrize("kind", [k for k in Kind if k not in (Kind.NUMBER, Kind.TEXT)])
def test_a_figure_and_a_kind_of_no_number_contradict_each_other(kind):
    with pytest.raises(EntryError) as refusal:
        read("12", kind, reason="今年没有统计")

    assert kind.label in str(refusal.value)
    assert "“12”" in str(refusal.value)


def test_a_number_needs_its_figure():
    with pytest.raises(EntryError, match="没有填数字"):
        read(" ", Kind.NUMBER)


def test_a_figure_must_fit_the_decimals_of_its_cell():
    assert read("1.25", decimals=2) == number("1.25")
    with pytest.raises(EntryError, match="小数多于1位"):
        read("1.25", decimals=1)


def test_reason_and_note_stay_with_the_figure():
    value = read("12", reason="新建了一所医院", note="电话核实过")

    assert (value.reason, value.note) == ("新建了一所医院", "电话核实过")


@pytest.mark.parametrize("field", ["reason", "note"])
@pytest.mark.parametrize(
    "character",
    [
        pytest.param("\ud800", id="the first half of a pair"),
        pytest.param("\udfff", id="the second half"),
        pytest.param("\0", id="NUL"),
        pytest.param("\n", id="a new line"),
        pytest.param("\r", id="a carriage return"),
        pytest.param("\t", id="a tab"),
        pytest.param("\x7f", id="delete"),
    ],
)
def test_a_character_that_no_file_gives_back_is_refused_at_entry(field, character):
    text = f"今年没有{character}统计这个数"

    with pytest.raises(EntryError, match="不能保存的字符"):
        require_keepable(text)
    with pytest.raises(EntryError, match="不能保存的字符"):
        read("12", **{field: text})


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_every_other_text_is_kept_as_it_was_typed(text):
    value = read("12", reason=text, note=text)

    assert (value.reason, value.note) == (text, text)


@given(st.text(max_size=12))
def test_a_reason_explains_from_six_characters_on(reason):
    value = DataValue(Kind.NUMBER, Decimal(1), reason=reason)

    assert value.explained == (len(reason.strip()) >= 6)


@pytest.mark.parametrize(
    ("value", "text", "plain"),
    [
        pytest.param(number("1234.5"), "1\u202f234.5", "1234.5", id="number"),
        pytest.param(number(0), "0", "0", id="zero is shown"),
        pytest.param(DataValue(Kind.BLANK), "", "", id="blank is empty"),
        pytest.param(DataValue(Kind.NOT_APPLICABLE), "—", "", id="not applicable"),
        pytest.param(DataValue(Kind.NO_DATA), "无数据", "", id="no data"),
        pytest.param(DataValue(Kind.INCLUDED), "并入", "", id="included"),
        pytest.param(DataValue(Kind.EXEMPT), "免报", "", id="exempt"),
    ],
)
def test_people_see_the_sign_of_the_kind_and_files_have_the_figure_alone(value, text, plain):
    assert (value.text, value.plain) == (text, plain)


# --- texts --------------------------------------------------------------------------------


def test_what_is_written_in_a_cell_for_texts_is_kept_with_its_lines():
    value = read_text("  开展检查12次。\n覆盖全部乡镇。 ", None, "", "")

    assert (value.kind, value.note) == (Kind.TEXT, "开展检查12次。\n覆盖全部乡镇。")
    assert value.text == value.note
    assert value.plain == ""


def test_a_file_may_give_a_text_as_the_note_of_its_cell():
    assert read_text("", Kind.TEXT, "", "见附件") == DataValue(Kind.TEXT, note="见附件")


def test_nothing_written_is_a_blank():
    assert read_text(" \n ", None, "", "") == BLANK


@pytest.mark.parametrize("kind", [Kind.NOT_APPLICABLE, Kind.EXEMPT])
def test_a_cell_for_texts_may_say_why_it_has_none(kind):
    assert read_text("", kind, "", "") == DataValue(kind)


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        pytest.param("12", Kind.NUMBER, "填文字", id="a figure's kind"),
        pytest.param("", Kind.TEXT, "填文字", id="a text without content"),
        pytest.param("字" * (MAX_TEXT + 1), None, "最多4000个字", id="too long"),
        pytest.param("半个\ud800", None, "不能保存", id="half a character"),
        pytest.param("铃\x07", None, "不能保存", id="a control character"),
        pytest.param("", Kind.NO_DATA, "至少6个字", id="no data without a reason"),
    ],
)
def test_what_cannot_stand_in_a_cell_for_texts_is_told(text, kind, told):
    with pytest.raises(EntryError, match=told):
        read_text(text, kind, "", "")


def test_a_text_does_not_go_into_a_cell_for_numbers():
    with pytest.raises(EntryError, match="填数"):
        read_value("", Kind.TEXT, 0, "", "见附件")


def test_a_sentence_about_a_text_has_its_beginning_in_one_line():
    text = read_text("村级妇联组织\n全部建立，" + "有序推进" * 10, None, "", "")

    assert text.brief == "村级妇联组织 全部建立，" + "有序推进" * 3 + "…"
    assert DataValue(Kind.NUMBER, Decimal(1234)).brief == shown(Decimal(1234))
