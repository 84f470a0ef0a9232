"""Texts of the yearly account: what they are about, how long they are, whether they are copied."""

from dataclasses import replace

import pytest

from fuer_desktop.domain.checking import COPIED_RULE, Checker
from fuer_desktop.domain.forms import Column, Content, Form, Row, Table
from fuer_desktop.domain.narrative import (
    is_copied,
    length_words,
    text_places,
    topic,
    written_chars,
)
from fuer_desktop.domain.periods import PeriodKind
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.units import UnitKind
from fuer_desktop.domain.values import CellKey, DataValue, Kind, number

PROGRESS = Column("1", "本年进展", content=Content.TEXT, least_chars=20, most_chars=50)
COUNT = Column("2", "次数")
ROWS = (
    Row("一、妇女发展规划"),
    Row("妇女与健康", level=1),
    Row("提高妇女的生命质量，延长平均预期寿命。", "01", element="a", level=2),
    Row("二、儿童发展规划"),
    Row("儿童与健康", "02", element="b", level=1),
)
TABLE = Table("1", "各领域落实情况", (PROGRESS, COUNT), ROWS)
FORM = Form("F", 1, "表", UnitKind.DEPARTMENT, PeriodKind.CALENDAR, (TABLE,))
FIRST, SECOND = CellKey("1", "01", "1"), CellKey("1", "02", "1")


def text(words):
    return DataValue(Kind.TEXT, note=words)


def test_a_text_s_topic_names_all_headings_above_it_in_full():
    found = topic(FORM, FIRST)

    assert found.above == ("各领域落实情况", "一、妇女发展规划", "妇女与健康")
    assert (found.row, found.column) == (ROWS[2].title, "本年进展")
    assert topic(FORM, SECOND).above == ("各领域落实情况", "二、儿童发展规划")


def test_blanks_and_new_lines_are_not_counted():
    assert written_chars("检查 12次。\n　覆盖全部") == 10


@pytest.mark.parametrize(
    ("count", "least", "most", "words"),
    [
        (120, 200, 500, "已写120字，建议200—500字，还差80字"),
        (200, 200, 500, "已写200字，建议200—500字"),
        (530, 200, 500, "已写530字，建议200—500字，多出30字"),
        (0, 200, 500, "还没有写，建议200—500字"),
        (10, 20, None, "已写10字，建议至少20字，还差10字"),
        (60, None, 50, "已写60字，建议不超过50字，多出10字"),
        (7, None, None, "已写7字"),
    ],
)
def test_how_much_is_written_is_said_beside_what_is_advised(count, least, most, words):
    assert length_words(count, replace(PROGRESS, least_chars=least, most_chars=most)) == words


def test_a_text_is_copied_where_only_blanks_differ():
    assert is_copied(text("开展检查。\n覆盖全部"), text("开展检查。 覆盖全部 "))
    assert not is_copied(text("开展检查。"), text("开展检查！"))
    assert not is_copied(number(1), number(1))
    assert not is_copied(DataValue(Kind.NOT_APPLICABLE), DataValue(Kind.NOT_APPLICABLE))


def test_a_copied_text_is_hinted_at_until_it_is_changed():
    before = {FIRST: text("开展检查12次。")}
    checker = Checker(FORM)

    def copied(values):
        return [f for f in checker.check(values, before) if f.rule == COPIED_RULE]

    [finding] = copied({FIRST: text("开展检查12次。")})
    assert (finding.severity, finding.cells, finding.blocks) == (RuleClass.D, (FIRST,), False)
    assert "与上年一字不差" in finding.message
    assert copied({FIRST: text("开展检查13次。")}) == []


def test_texts_are_gone_through_in_reading_order():
    assert text_places(FORM, FIRST) == (None, SECOND)
    assert text_places(FORM, SECOND) == (FIRST, None)
