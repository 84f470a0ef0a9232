"""Reading plans: at the start all of them, in a workspace those of its task."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.services import reading
from fuer_desktop.services.reading import Part
from fuer_desktop.texts import ui as texts
from tests.ui.office_pages import type_words


@pytest.fixture
def reader(person):
    """The page as it is reached from the start, with all plans."""
    program = person.start(None)
    buttons = program.window.page("start").findChildren(QPushButton)
    next(button for button in buttons if button.text() == texts.READ_PLANS).click()
    page = person.page("plans")
    person.wait(lambda: page.is_loaded)
    return page


def wordings(page):
    return [line.text for line in page.lines.lines if line.target]


def test_from_the_start_every_shipped_plan_can_be_read(reader):
    titles = [reader.chooser.itemText(number) for number in range(reader.chooser.count())]

    assert len(titles) == 9
    assert "盐湖区妇女发展“十四五”规划" in titles
    assert reader.plan.title == titles[0]


def test_definitions_that_cannot_be_read_are_told_at_the_start(person, monkeypatch):
    def broken():
        raise DefinitionError(["plans/x.toml plan：缺少“code”。"])

    monkeypatch.setattr(reading, "shipped_plans", broken)
    program = person.start(None)

    program.show_shipped_plans()

    person.wait(lambda: "缺少“code”" in program.window.message)


def test_choosing_a_plan_shows_its_goals_and_targets_from_the_top(reader):
    reader.view.scrollToBottom()
    reader.chooser.setCurrentText("鞍山市铁西区儿童发展规划（2021—2030年）")

    assert reader.plan.text == "tiexi"
    assert sum(line.part is Part.GOAL for line in reader.lines.lines) == len(reader.plan.goals)
    assert len(wordings(reader)) == len(reader.plan.targets)
    assert reader.view.verticalScrollBar().value() == 0
    assert [reader.domains.item(n).text() for n in range(2)] == ["儿童与健康", "儿童与安全"]


def test_typing_finds_targets_and_says_how_many(reader):
    type_words(reader.filter, "死亡率")

    assert wordings(reader)
    assert len(wordings(reader)) < len(reader.plan.targets)
    assert str(len(wordings(reader))) in reader.counts.text()


def test_what_is_nowhere_is_said(reader):
    type_words(reader.filter, "没有这样的目标")

    assert reader.lines.rowCount() == 0
    assert "没有这样的目标" in reader.view.hint


def test_a_chosen_target_shows_its_sentence_and_its_indicator(reader):
    target = reader.plan.targets[0]
    reader.show_target(target.code)

    words = reader.panel.words
    indicator = reader._catalogue.indicator_by_code[target.indicator]
    assert target.wording in words
    assert target.sentence in words
    assert indicator.definition in words


def test_another_plan_forgets_the_target_that_was_chosen(reader):
    sentence = reader.plan.targets[0].sentence
    reader.show_target(reader.plan.targets[0].code)

    reader.chooser.setCurrentIndex(3)

    assert sentence not in reader.panel.words


def test_arrow_keys_go_from_target_to_target_and_pass_over_goals(reader, qtbot):
    first, second = reader.plan.targets[:2]
    reader.show_target(first.code)
    reader.view.setFocus()

    qtbot.keyClick(reader.view, Qt.Key.Key_Down)

    chosen = reader.lines.line(reader.view.currentIndex().row())
    assert chosen.target is second


def test_a_domain_is_gone_to(reader):
    reader.domains.setCurrentRow(4)

    row = reader.lines.row_of_domain(reader.domains.item(4).text())
    assert reader.view.visualRect(reader.lines.index(row)).top() == 0


def test_a_narrow_window_makes_rows_higher_and_loses_no_words(person, reader):
    def height():
        return reader.view.visualRect(reader.lines.index(1)).height()

    person.program.window.resize(1366, 768)
    person.wait(lambda: person.program.window.width() == 1366)
    reader.view.doItemsLayout()
    wide = height()
    person.program.window.resize(900, 600)

    person.wait(lambda: height() > wide)


def test_an_office_reads_the_plans_of_its_task(person, office):
    program = person.start(None)
    person.open(office)
    program.window.go_to("plans")
    page = person.page("plans")
    person.wait(lambda: page.is_loaded)

    assert [plan.text for plan in page._catalogue.plans] == ["wushan", "wushan"]


def test_another_look_leaves_the_reader_with_the_plans(person, reader):
    person.program.set_dark(True)

    page = person.page("plans")
    person.wait(lambda: page.is_loaded)
    assert person.program.window.current == "plans"
