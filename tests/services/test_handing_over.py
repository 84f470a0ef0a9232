"""The hand-over card: what a desk knows, in the words of the field, and nothing besides."""

import re

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.findings import FindingKey, key_of
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey
from fuer_desktop.services import backing_up, handing_over, submitting
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.checking import check_unit, record_run
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.texts import handing_over as texts
from tests.services.trial import EAST, HEALTH, HEALTH_FORM, TOWNSHIP, WHO, row


def card(trial, unit, code=""):
    with open_workspace(trial.desk(unit)) as desk:
        return handing_over.card_of(desk, code)


def lines(card, heading):
    """The lines of a section; none where it is not there."""
    found = [section.lines for section in card.sections if section.heading == heading]
    return list(found[0]) if found else []


def explain(trial, unit, reason):
    """Give a reason for whatever wants one; returns the cells."""
    with open_workspace(trial.desk(unit)) as desk:
        task = load_task(desk)
        found = [placed for placed in check_unit(desk, task) if placed.finding.severity == "C"]
        with desk.commit(How.EXPLAINED):
            for placed in found:
                place = FormPlace(unit, placed.form.code, placed.period)
                desk.findings.explain(place, {key_of(placed.finding): reason})
        record_run(desk, task)
        return [placed.finding.cells[0] for placed in found]


def record(trial, unit):
    with open_workspace(trial.desk(unit)) as desk:
        record_run(desk, load_task(desk))


def test_a_card_says_whose_it_is_where_everything_lies_and_what_is_handed_in(filled):
    before = dict(card(filled, EAST).facts)
    with open_workspace(filled.desk(EAST)) as desk:
        sent = submitting.export(desk, load_task(desk), WHO, filled.inbox)
        folder = str(backing_up.folder_of(desk))
    made = card(filled, EAST)
    facts = dict(made.facts)

    assert (made.unit, made.year, made.practice) == ("东镇", 2025, True)
    assert made.subtitle == "东镇 · 试验县 · 2025年度"
    assert before[texts.LAST] == "还没有上报"
    assert texts.SIGNED not in before
    assert facts[texts.UNIT] == "东镇（代码 990200101）"
    assert facts[texts.DEADLINE] == "2026-05-20"
    assert facts[texts.STATE] == "已报出（1）"
    assert re.fullmatch(
        rf"第1版，\d{{4}}-\d\d-\d\d \d\d:\d\d，摘要前八位 {sent.digest[:8]}", facts[texts.LAST]
    )
    assert facts[texts.SIGNED] == "单位负责人 张三，统计负责人 李四，填表人 王五"
    assert facts[texts.FILE] == str(filled.desk(EAST).resolve())
    assert facts[texts.BACKUPS].startswith(f"{folder}，共")


def test_a_second_place_of_the_backups_is_told_where_there_is_one(filled, tmp_path):
    assert texts.SECOND not in dict(card(filled, EAST).facts)
    second = tmp_path / "U盘"
    second.mkdir()
    with open_workspace(filled.desk(EAST)) as desk:
        backing_up.set_second_place(desk, second)

    assert dict(card(filled, EAST).facts)[texts.SECOND] == str(second)


def test_forms_come_with_how_far_they_are_and_what_is_open_in_them(filled):
    done = card(filled, HEALTH)
    filled.fill(HEALTH, [row(HEALTH, 2025, "01/2", "10"), row(HEALTH, 2025, "06/1", "")])
    undone = card(filled, HEALTH)

    [line] = lines(done, texts.FORMS)
    assert re.fullmatch(rf"{HEALTH_FORM} .+：已填9/9格，没有要处理的", line)
    assert lines(done, texts.OPEN) == []
    assert re.search(r"：已填8/9格，还有\d处要处理$", lines(undone, texts.FORMS)[0])
    assert lines(undone, texts.OPEN)[0] == f"{HEALTH_FORM}：还有1格未填"
    assert any("应等于" in line for line in lines(undone, texts.OPEN)[1:])


def test_reasons_of_this_year_and_of_the_last_are_handed_on_with_their_year(two_years):
    two_years.change(EAST, "03/1", "3000")
    cells = explain(two_years, EAST, "原有两个村并入本镇，人数增加")
    made = card(two_years, EAST)

    assert CellKey("1", "03", "1") in cells
    said = lines(made, texts.REASONS)
    of_row = [line for line in said if line.startswith(f"2025年 {TOWNSHIP} 第03行")]
    assert {line.partition("：")[2] for line in of_row} == {"原有两个村并入本镇，人数增加"}


def test_a_reason_of_last_year_is_known_to_this_year_s_card(two_years):
    with open_workspace(two_years.desk(EAST)) as desk:
        last = load_task(desk, "990200-2024")
        form = last.own_forms[0]
        place = FormPlace(EAST, form.code, 2024)
        key = FindingKey(form.rules[0].code, (CellKey("1", "01", "1"),), None, None)
        with desk.commit(How.EXPLAINED):
            desk.findings.explain(place, {key: "上年口径有调整，已核实"})

    assert lines(card(two_years, EAST), texts.REASONS) == [
        f"2024年 {TOWNSHIP} 第01行（村委会成员）合计栏：上年口径有调整，已核实"
    ]
    assert lines(card(two_years, EAST, "990200-2024"), texts.REASONS) != []


def test_what_was_wrong_before_and_is_right_now_is_a_frequent_error_and_blanks_are_not(filled):
    assert lines(card(filled, HEALTH), texts.ERRORS) == []
    for wrong in ("10", "11"):
        filled.change(HEALTH, "01/2", wrong)
        record(filled, HEALTH)
    filled.change(HEALTH, "06/1", "")
    record(filled, HEALTH)
    filled.change(HEALTH, "06/1", "82.40")
    filled.change(HEALTH, "01/2", "1050")
    record(filled, HEALTH)

    made = card(filled, HEALTH)
    said = lines(made, texts.ERRORS)

    assert lines(made, texts.REASONS) == []
    assert any(re.search(r"第01行.*：不合“.*1 = 2 \+ 3.*”，出过2次$", line) for line in said), said
    assert not any("06" in line for line in said)


def test_what_is_only_explained_is_no_error(two_years):
    two_years.change(EAST, "03/1", "3000")
    explain(two_years, EAST, "原有两个村并入本镇，人数增加")

    assert not any("第03行" in line for line in lines(card(two_years, EAST), texts.ERRORS))


def test_cells_without_a_number_and_remarks_at_cells_are_handed_on(filled):
    filled.fill(
        HEALTH,
        [
            row(HEALTH, 2025, "06/1", "", kind="no_data", reason="本县没有生命表，等统计局公布"),
            row(HEALTH, 2025, "02/1", "1", note="死亡评审会记录在档"),
        ],
    )

    made = card(filled, HEALTH)

    assert [line.partition("：")[2] for line in lines(made, texts.NO_NUMBERS)] == [
        "无数据，本县没有生命表，等统计局公布"
    ]
    assert [line.partition("：")[2] for line in lines(made, texts.NOTES)] == ["死亡评审会记录在档"]


def test_no_section_stands_empty_and_keys_are_three_lines(filled):
    made = card(filled, EAST)

    assert all(section.lines for section in made.sections)
    assert [section.heading for section in made.sections] == [texts.FORMS]
    assert len(made.keys.lines) == 3


def test_an_office_has_no_card(filled):
    with open_workspace(filled.office) as office, pytest.raises(WorkspaceError, match="办公室"):
        handing_over.card_of(office)


def test_the_card_becomes_one_page_and_its_picture(qapp, filled, tmp_path):
    made = card(filled, EAST)

    written = handing_over.draw(made, tmp_path / "交接卡.pdf", with_picture=True)

    assert [path.name for path in written] == ["交接卡.pdf", "交接卡.png"]
    assert len(re.findall(rb"/Type /Page\b(?!s)", written[0].read_bytes())) == 1
    assert handing_over.file_name(made) == "交接卡_东镇_2025"
