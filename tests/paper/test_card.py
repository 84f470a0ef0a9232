"""The hand-over card on paper: one page, whatever there is to say, and nothing over its edges."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.hand_over import Card, Section
from fuer_desktop.paper import face
from fuer_desktop.paper.card import lay_out_card
from fuer_desktop.services import paths
from fuer_desktop.texts import handing_over as texts

KEYS = Section(texts.KEYS, texts.KEY_LINES)
FACTS = (("填报单位", "东镇"), ("工作库", "C:\\Users\\一二三\\Documents\\" + "很长的文件夹\\" * 12))


@pytest.fixture(scope="module", autouse=True)
def ready(qapp):
    return face.ready(paths.font())


def card(*sections, practice=False):
    return Card("东镇", 2025, "东镇 · 试验县 · 2025年度", FACTS, sections, KEYS, texts.TO_WRITE,
                practice)  # fmt: skip


def words_of(laid):
    [page] = laid.pages
    return [line.text for line in page.types]


lists = st.lists(
    st.builds(
        Section,
        st.sampled_from([texts.OPEN, texts.ERRORS, texts.NOTES]),
        st.lists(
            st.text("核实第一行（年末常住人口）0123abc", min_size=1, max_size=300), min_size=1
        ).map(tuple),
    ),
    max_size=6,
)


@settings(max_examples=30)
@given(sections=lists, times=st.integers(min_value=1, max_value=40))
def test_any_card_is_one_page_and_nothing_on_it_lies_on_anything_else(sections, times):
    many = [Section(s.heading, s.lines * times) for s in sections]

    laid = lay_out_card(card(*many))

    [page] = laid.pages
    for line in page.types:
        assert laid.paper.holds(line.box), line
    lowest_word = {}
    for line in page.types:
        lowest_word.setdefault(line.box.y, []).append(line.box)
    tops = sorted(lowest_word)
    for upper, lower in pairwise(tops):
        height = max(box.height for box in lowest_word[upper])
        assert upper + height <= lower + 0.5
    for boxes in lowest_word.values():
        ordered = sorted(boxes)
        for left, right in pairwise(ordered):
            assert left.right <= right.x + 0.5


def test_a_short_card_says_everything_and_leaves_room_to_write():
    said = words_of(lay_out_card(card(Section(texts.OPEN, ("第一件", "第二件")))))

    assert {"第一件", "第二件", *texts.KEY_LINES} <= set(said)
    assert said.count("数从哪里取（部门、台账）") > 1
    assert texts.PRACTICE not in said


def test_of_a_long_list_the_beginning_stands_with_how_many_more_there_are():
    many = tuple(f"第{number}件" for number in range(1, 301))

    said = words_of(lay_out_card(card(Section(texts.OPEN, many))))

    shown = [line for line in said if line in many]
    assert shown == list(many[: len(shown)])
    assert texts.MORE.format(count=300 - len(shown)) in said
    assert set(texts.KEY_LINES) <= set(said)
    assert [word for words in texts.TO_WRITE for word in words if word not in said] == []


def test_a_practice_card_is_marked():
    assert texts.PRACTICE in words_of(lay_out_card(card(practice=True)))
