"""Whatever was pasted, every sign that somebody could read is still there, in its order."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuer_desktop.domain.pasted_text import BULLET, chinese_marks, cleaned
from fuer_desktop.domain.values import MAX_TEXT, Kind, read_text

ODD = (
    "\r\n\v\f\x07\t\x85\u2028\u2029\u00a0\u00ad\u200b\u200c\u200d\u202e\u2003\u3000"
    "\ufeff\ufffc\uf0b7\ud800•"
)
texts = st.text(st.sampled_from(ODD + "妇女 ab1，。（") | st.characters(), max_size=60)
SYMBOLS = "\uf0b7\uf0a7\uf0d8\uf0fc\uf06c\uf06e\uf075\uf0a8"


def readable(text):
    """What a person sees of it, without blanks; bullets of any font are bullets."""
    return [
        BULLET if sign in SYMBOLS else sign
        for sign in text
        if not sign.isspace()
        and sign != "\ufffc"
        and unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zs")
    ]


@given(texts)
@example("甲\t乙\r\n丙\t\t丁")
def test_nothing_readable_is_lost_or_changes_its_place(text):
    assert readable(cleaned(text).text) == readable(text)


@given(texts)
@example("• \t•")
@example(" \u3000 a")
@example("\u3000\t a")
def test_a_text_in_order_stays_as_it_is_and_nothing_is_said(text):
    once = cleaned(text).text

    assert cleaned(once).text == once
    assert cleaned(once).sentence == ""


@given(texts)
def test_what_is_pasted_can_be_kept(text):
    once = cleaned(text).text

    if once.strip() and len(once.strip()) <= MAX_TEXT:
        assert read_text(once, None, "", "").kind is Kind.TEXT


@given(texts)
@example("甲\x07乙\x1f丙")
def test_what_stood_apart_still_does_and_what_stood_together_too(text):
    seen = "".join(
        BULLET if sign in SYMBOLS else " " if sign == "\x07" else sign
        for sign in text
        if sign in "\x07\u180e\u200c\u200d"
        or sign.isspace()
        or (sign != "\ufffc" and unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    )

    assert cleaned(text).text.split() == seen.split()


@pytest.mark.parametrize(
    ("text", "found", "said"),
    [
        ("本年检查12次。", "本年检查12次。", ""),
        ("第一段\r\n第二段\r第三段\v第四段", "第一段\n第二段\n第三段\n第四段", ""),
        ("宫\u00ad颈\u200b癌", "宫颈癌", "去掉2个看不见的字符"),
        ("\ufeff12\u00a0次", "12 次", "去掉1个看不见的字符，换成普通空格1处"),
        ("\uf0b7\t免费检查\n\uf06c 建档", "• 免费检查\n• 建档", "项目符号统一成“•”2处"),
        ("村\t户\t人\n甲村\t10\t31", "村　户　人\n甲村　10　31", "表格排成文字2行"),
        ("见图\ufffc。", "见图。", "去掉1处图片的位置"),
        ("　　缩进两格  ，\t", "　　缩进两格 ，", ""),
        ("一\n\n\n\n二\n\n", "一\n\n二", "合并空行1处"),
        ("abc\u202edcba", "abcdcba", "去掉1个看不见的字符"),
        ("𠮷家村 👩‍👧", "𠮷家村 👩‍👧", ""),
        ("半\ud842个", "半个", "去掉1个看不见的字符"),
    ],
)
def test_what_word_processors_and_pages_leave_behind_is_put_in_order(text, found, said):
    done = cleaned(text)

    assert done.text == found
    assert done.sentence == (f"粘贴时整理了：{said}。按 Ctrl+Z 可以撤回粘贴。" if said else "")


@pytest.mark.parametrize(
    ("text", "found", "count"),
    [
        ("检查,建档;随访(每年)。", "检查，建档；随访（每年）。", 4),
        ("同比增长1,200人,比上年多", "同比增长1,200人，比上年多", 1),
        ("１２个村（社区）", "12个村（社区）", 2),
        ("HPV (DNA) test, ok", "HPV (DNA) test, ok", 0),
        ("覆盖率９６．５％", "覆盖率96.5%", 5),
        ("孕产妇(10:30)", "孕产妇(10:30)", 0),
    ],
)
def test_punctuation_is_made_chinese_only_behind_chinese(text, found, count):
    assert chinese_marks(text) == (found, count)


@given(texts)
def test_made_chinese_twice_is_made_chinese_once(text):
    once, _ = chinese_marks(text)

    assert chinese_marks(once) == (once, 0)
    assert len(once) == len(text)
