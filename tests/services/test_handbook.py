"""The manual is read from the program's own folder, searched, and none of its links is dead."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.services.handbook import HelpPage, destination, find, handbook

HELP = Path(__file__).resolve().parents[2] / "resources" / "help"


@pytest.fixture(scope="module")
def pages():
    return handbook()


def test_every_page_that_is_shipped_stands_in_the_manual(pages):
    assert {page.name for page in pages} == {path.stem for path in HELP.glob("*.md")}


def test_every_page_has_one_title_and_headings_that_differ(pages):
    for page in pages:
        first, *rest = page.sections
        assert first.level == 1, page.name
        assert all(section.level > 1 for section in rest), page.name
        assert len({section.title for section in rest}) == len(rest), page.name


def test_every_link_of_the_manual_leads_somewhere(pages):
    links = [(page.name, link) for page in pages for link in page.links]

    assert links
    assert [place for place in links if destination(pages, *place) is None] == []


def test_a_link_to_a_page_or_heading_that_is_not_there_leads_nowhere(pages):
    assert destination(pages, "desk", "nowhere.md") is None
    assert destination(pages, "desk", "keys.md#没有这一节") is None
    assert destination(pages, "keys", "#移动") == (pages[1], "移动")


def test_search_finds_the_page_of_keys_by_what_a_key_does(pages):
    hits = find(pages, "不适用 再按")

    assert "keys" in {hit.page.name for hit in hits}
    assert all("不适用" in hit.section.title + hit.section.text for hit in hits)


def test_a_heading_that_has_the_words_comes_before_a_text_that_has_them(pages):
    first = find(pages, "U盘")[0]

    assert first.section.title == "U盘拔早了、找不到了"


def test_what_is_found_is_shown_without_marks(pages):
    snippets = [hit.snippet for hit in find(pages, "存盘")]

    assert snippets
    assert not [text for text in snippets if "|" in text or "`" in text or "](" in text]


def test_nothing_is_found_for_no_words(pages):
    assert find(pages, "  ") == []


def test_a_line_of_code_is_no_heading():
    page = HelpPage("p", "# 题\n\n```\n# 注释\n```\n\n## 节\n\n正文\n")

    assert [section.title for section in page.sections] == ["题", "节"]


@given(
    st.lists(
        st.tuples(
            st.integers(1, 3), st.text("一二三 x", min_size=1), st.text("甲乙\n|#", max_size=8)
        )
    )
)
def test_every_word_below_a_heading_is_found_there(parts):
    text = "\n".join(f"{'#' * level} 题{title}\n{body}" for level, title, body in parts)
    page = HelpPage("p", text)

    assert [s.title for s in page.sections] == [f"题{title}".strip() for _, title, _ in parts]
    for section in page.sections:
        for word in section.text.split()[:1]:
            assert section in [hit.section for hit in find([page], word)]
