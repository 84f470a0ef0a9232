"""征询 at the office: who asks what, the finding as it is found again, the figures to be read."""

import pytest

from fuer_desktop.services import checking, designing, inquiring
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.ui.pages.office_inquiries import InquiriesPage
from tests.services.trial import EAST, HEALTH, UNITS, WEST, Trial, rows
from tests.ui.office_pages import opening, type_words

WHY = "并入邻镇，人数以公安为准"


def ask(trial, unit, why=WHY):
    with open_workspace(trial.desk(unit)) as desk:
        task = load_task(desk)
        found = inquiring.askable(checking.check_unit(desk, task))
        asked = {inquiring.ask_key(placed): why for placed in found}
        return inquiring.inquire(desk, task, asked, {}, trial.inbox).path


@pytest.fixture(scope="module")
def asked_once(tmp_path_factory):
    """East and West cannot put something right and ask; East twice."""
    trial = Trial(tmp_path_factory.mktemp("asked"))
    trial.hand_out()
    for unit in UNITS:
        trial.open(unit)
        trial.fill(unit, rows(unit, 2025))
    trial.change(EAST, "04/1", "1001")
    paths = [ask(trial, EAST)]
    trial.change(WEST, "03/1", "29")
    trial.change(WEST, "04/1", "")
    trial.change(WEST, "02/1", "")
    paths.append(ask(trial, WEST))
    trial.change(EAST, "04/1", "1002")
    paths.append(ask(trial, EAST))
    for path in paths:
        trial.take_in([path])
    trial.take_in([trial.export(HEALTH).path])
    return trial


@pytest.fixture
def asked(asked_once, tmp_path):
    return asked_once.copy(tmp_path / "trial")


@pytest.fixture
def open_page(qtbot):
    yield from opening(qtbot)


def column(office, number):
    return [line.cells[number].text for line in office.page.model.shown]


def choose(office, unit):
    names = column(office, 0)
    office.page.table.selectRow(names.index(unit))
    office.settle()


def questions(office):
    asks = office.page.asks
    return [asks.item(number).text() for number in range(asks.count())]


def test_each_inquiry_has_a_line_and_the_badge_counts_those_that_wait(asked, open_page):
    office = open_page(InquiriesPage, asked.office)

    assert sorted(zip(column(office, 0), column(office, 3), strict=True)) == [
        ("东镇", ""), ("东镇", "后来又有征询"), ("西镇", ""),
    ]  # fmt: skip
    assert office.counts[-1] == 2
    assert "不计入" in office.page.hint.text()


def test_the_finding_is_told_as_the_office_finds_it_with_why(asked, open_page):
    office = open_page(InquiriesPage, asked.office)
    choose(office, "西镇")

    told = questions(office)

    assert len(told) == 2  # blank cells with one reason stand together
    assert "请求免审" in told[0]
    assert "2格未填" in told[0]
    assert "请求开放说明" in told[1]
    assert "29 < 30，少 1" in " ".join(told[1].split())
    assert all(f"理由：{WHY}" in each for each in told)
    assert "不计入" in office.page.about.text()
    assert office.places[-1].startswith("西镇")


def test_a_question_leads_to_its_cells_among_the_figures(asked, open_page):
    office = open_page(InquiriesPage, asked.office)
    choose(office, "西镇")

    office.page.asks.setCurrentRow(1)

    figures = office.page.figures
    assert figures.choice.count() == 1
    line = figures.model.line(figures.table.currentIndex().row())
    assert line.cells[2].text == "03"
    assert line.cells[3].text.endswith("29")
    assert line.cells[3].text != "29"  # marked, and not by colour alone
    assert "征询" in line.cells[3].tip


def test_units_are_found_by_typing(asked, open_page):
    office = open_page(InquiriesPage, asked.office)

    type_words(office.page.filter, "西")
    office.settle()

    assert column(office, 0) == ["西镇"]
    assert "西镇" in office.page.about.text()


def test_one_that_cannot_be_opened_says_so_beside_the_others(asked, open_page):
    with open_workspace(asked.office) as office:
        office.connection.execute("UPDATE inquiry SET package = x'00' WHERE unit = ?", (WEST,))
    page = open_page(InquiriesPage, asked.office)

    choose(page, "西镇")

    assert "打不开" in page.page.about.text()
    assert questions(page) == []


def test_an_office_without_inquiries_says_where_they_come_from(tmp_path, asked_once, open_page):
    designing.new_office(tmp_path / "office.fuerdb")
    assert open_page(InquiriesPage, tmp_path / "office.fuerdb").page.faces.shown == "no_task"
    trial = Trial(tmp_path / "b")
    trial.folder.mkdir()
    trial.hand_out()
    office = open_page(InquiriesPage, trial.office)
    assert office.page.faces.shown == "empty"
