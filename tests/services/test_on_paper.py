"""凭盖章件 is marked wherever its figures are shown."""

import csv

import pytest

from fuer_desktop.domain.steps import How
from fuer_desktop.formats import rows as row_files
from fuer_desktop.formats.package_contents import OnPaper, to_text
from fuer_desktop.services import (
    boards,
    checking,
    counting,
    intake_log,
    official_forms,
    on_paper,
    results,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.judging import Judging
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.texts import paper as paper_texts
from tests.services.paper import at_desk, change, receive, receive_paper
from tests.services.trial import DEADLINE, EAST, TOWNSHIP, WEST

SAID = OnPaper(by="赵六", at="2026-05-18T09:00:00+08:00", seen="盖章纸件，2026-05-18收到")
WORDS = "盖章纸件，2026-05-18收到；赵六录入，2026-05-18"


@pytest.fixture(scope="module")
def mixed(filled_once, tmp_path_factory):
    """East on paper, west by its own package, nothing from the department."""
    trial = filled_once.copy(tmp_path_factory.mktemp("mixed"))
    trial.take_in([trial.export(WEST).path])
    receive_paper(trial)
    return trial


def test_what_is_stored_is_told_in_words_and_a_package_of_the_unit_has_none():
    assert on_paper.words_of(to_text(SAID)) == WORDS
    assert on_paper.line_of(SAID) == f"凭盖章件：{WORDS}。"
    assert (to_text(None), on_paper.words_of(""), on_paper.line_of(None)) == ("", "", "")


def test_a_time_that_is_none_stays_as_it_was_said():
    strange = OnPaper(by="赵六", at="五月", seen="纸")

    assert on_paper.words_of(to_text(strange)) == "纸；赵六录入，五月"


def test_the_board_says_it_beside_the_state(mixed):
    with open_workspace(mixed.office) as office:
        standings = boards.board(office, load_task(office), DEADLINE)

    assert [bool(s.on_paper) for s in standings] == [True, False, False]
    assert "盖章纸件，2026-05-18收到" in results.board_row(standings[0])[-1]
    assert results.BOARD_FIELDS[-1] == "on_paper"
    assert results.board_row(standings[1])[-1] == ""


def test_a_version_of_the_unit_s_own_has_no_mark_once_it_counts(mixed, tmp_path):
    trial = mixed.copy(tmp_path / "later")
    with open_workspace(trial.office) as office, office.commit(How.TAKEN_IN):
        [record] = office.submissions.of_task("990200-2025")[EAST]
        office.submissions.remove("990200-2025", record)
    trial.take_in([trial.export(EAST).path])

    with open_workspace(trial.office) as office:
        assert boards.board(office, load_task(office), DEADLINE)[0].on_paper == ""
        assert counting.units_on_paper(office, 2025) == frozenset()


def test_the_units_on_paper_are_known_by_year(mixed):
    with open_workspace(mixed.office) as office:
        assert counting.units_on_paper(office, 2025) == {EAST}
        assert counting.units_on_paper(office, 2024) == frozenset()


def test_indicators_and_the_summary_name_who_is_on_paper(mixed, tmp_path):
    with open_workspace(mixed.office) as office:
        standings = boards.board(office, load_task(office), DEADLINE)
        judging = Judging(office, 2025)
        results.write_all(tmp_path, standings, judging, judging.judged())
    text = (tmp_path / "指标值.csv").read_text("utf-8-sig")
    shares = [r for r in csv.DictReader(text.splitlines()) if r["indicator"] == "member_share"]

    assert [(r["unit_name"], r["on_paper"]) for r in shares] == [
        ("试验县", "东镇"),
        ("东镇", "凭盖章件"),
        ("西镇", ""),
    ]
    summary = (tmp_path / "先看这里.txt").read_text("utf-8-sig").splitlines()
    assert summary[1] == "凭盖章件接收1个单位：东镇。"


def test_without_paper_the_summary_says_nothing_of_it(two_years, tmp_path):
    judging = two_years.judging()
    results.write_all(tmp_path, [], judging, judging.judged())

    assert "凭盖章件" not in (tmp_path / "先看这里.txt").read_text("utf-8-sig")


def test_the_list_of_findings_says_it(mixed, tmp_path):
    trial = mixed.copy(tmp_path / "found")
    change(trial, "01/1", "41", reason="本年合并两个村")
    receive(trial, told="纸上写明")
    trial.change(WEST, "01/1", "42", reason="本年合并三个村")
    trial.take_in([trial.export(WEST).path])

    with open_workspace(trial.office) as office:
        found = list(checking.record_rows(office, load_task(office), with_gone=True))
    assert row_files.RECORD_FIELDS[-1] == "on_paper"
    assert {(row[1], row[-1][:4]) for row in found} == {(EAST, "盖章纸件"), (WEST, "")}
    assert {row[12][-14:] for row in found if row[1] == EAST} == {"（凭盖章件代录，纸上写明）"}


def test_the_intake_s_line_says_who_saw_which_paper(mixed):
    with open_workspace(mixed.office) as office:
        newest = intake_log.read_log(office).lines[0]

    assert newest.message.endswith("赵六录入，" + newest.at.date().isoformat() + "。")
    assert "凭盖章件" in newest.file


def test_a_print_from_the_office_s_desk_cannot_pass_for_the_unit_s(mixed):
    with at_desk(mixed) as desk:
        paper = official_forms.filled(desk, load_task(desk), TOWNSHIP)

    assert paper.handed_in
    assert paper.state == "凭盖章件代录，不是该单位的打印件"
    assert paper.state not in paper_texts.STATES.values()


def test_the_desk_s_state_is_received_and_not_handed_in(mixed):
    with at_desk(mixed) as desk:
        assert boards.desk_standing(desk, load_task(desk)).label == "已收（1）"
