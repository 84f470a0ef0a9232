"""A taking-in as a whole: its report, and what could not be taken in, copied for the courier."""

import csv
import io
from pathlib import Path

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.services import intake_log, intake_report, taking_in, undoing_intake
from fuer_desktop.services.jobs import Job
from fuer_desktop.texts import intake as texts
from tests.services.intake import office_of, on_another_pc
from tests.services.trial import EAST, WEST


@pytest.fixture
def mixed(filled):
    """One good package, one cut in a lower folder, one a spreadsheet would take for a formula, and
    one whose key nobody knows."""
    first = filled.export(EAST).path
    filled.take_in([first])
    first.unlink()
    deep = filled.inbox / "3月"
    deep.mkdir()
    good = filled.export(WEST).path
    (deep / "cut.fuer").write_bytes(good.read_bytes()[:300])
    (filled.inbox / "=1+1.fuer").write_text("说明", encoding="utf-8")
    on_another_pc(filled)
    filled.take_in()
    return filled


def test_a_report_says_every_file_and_no_text_of_it_is_a_formula(mixed, tmp_path):
    with office_of(mixed) as (office, _):
        intake_report.save_report(office, 2, tmp_path / "r.csv")

    data = (tmp_path / "r.csv").read_bytes()
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert data.startswith(b"\xef\xbb\xbf")
    assert tuple(head) == texts.REPORT_FIELDS
    assert sorted(row[4] for row in rows) == ["损坏", "损坏", "新", "签名不符"]
    assert {row[3] for row in rows} >= {"'=1+1.fuer", "cut.fuer"}
    assert {row[2] for row in rows} == {str(mixed.inbox)}


def test_files_that_could_not_be_taken_in_are_copied_with_the_report(mixed, tmp_path):
    with office_of(mixed) as (office, _):
        made = intake_report.copy_failed(office, 2, tmp_path, Job())

    there = {path.name: path.read_bytes() for path in made.folder.iterdir()}
    assert set(there) == {"cut.fuer", "=1+1.fuer", "接收结果_第2次.csv"}
    assert there["cut.fuer"] == (mixed.inbox / "3月" / "cut.fuer").read_bytes()
    assert (made.copied, made.notices) == (2, ())
    with office_of(mixed) as (office, _):  # what waits is kept, and not among them
        assert len(office.intake.quarantined("990200-2025")) == 1


def test_a_file_that_was_exchanged_since_is_not_copied_and_that_is_said(mixed, tmp_path):
    (mixed.inbox / "3月" / "cut.fuer").write_bytes(b"another")

    with office_of(mixed) as (office, _):
        made = intake_report.copy_failed(office, 2, tmp_path, Job())

    assert made.copied == 1
    assert "“cut.fuer”已不在原处" in made.notices[0]


def test_two_bad_files_of_one_name_are_both_copied(filled, tmp_path):
    for number in (1, 2):
        folder = filled.inbox / str(number)
        folder.mkdir(parents=True)
        (folder / "a.fuer").write_bytes(b"x" * number)
    filled.take_in()

    with office_of(filled) as (office, _):
        made = intake_report.copy_failed(office, 1, tmp_path, Job())

    sizes = sorted(p.stat().st_size for p in made.folder.glob("a*.fuer"))
    assert sizes == [1, 2]


def test_where_all_was_taken_in_there_is_nothing_to_copy(filled, tmp_path):
    filled.take_in([filled.export(EAST).path])

    with (
        office_of(filled) as (office, _),
        pytest.raises(WorkspaceError, match="没有收不下的文件"),
    ):
        intake_report.copy_failed(office, 1, tmp_path, Job())


def test_runs_are_told_the_newest_first_and_whether_they_hold(mixed):
    with office_of(mixed) as (office, _):
        undoing_intake.undo_run(office, 1)
        second, first = intake_report.runs(office)
        log = intake_log.read_log(office)

    assert (second.count, second.run.undone, first.count) == (4, "", 1)
    assert first.words.endswith("新1（已撤回）")
    assert [line.undone for line in log.lines] == [False] * 4 + [True]
    assert [line.run for line in log.lines] == [2] * 4 + [1]


# --- what lies around packages --------------------------------------------------------------


def test_thousands_of_other_files_and_deep_folders_are_passed_over(filled):
    sent = filled.export(EAST).path
    deep = filled.inbox.joinpath(*"abcdefgh")
    deep.mkdir(parents=True)
    sent.rename(deep / "SENT.FUER")
    for number in range(2000):
        (filled.inbox / f"{number}.doc").touch()

    assert [line.outcome for line in filled.take_in()] == ["new"]


def test_a_stick_pulled_out_in_the_middle_leaves_a_line_for_each_file_it_had(filled, monkeypatch):
    sent = [filled.export(unit).path for unit in (EAST, WEST)]
    opened = Path.open

    def pulled(self, *args, **kwargs):
        if self == sent[0]:
            raise OSError(5, "Input/output error")
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", pulled)
    lines = filled.take_in(sent)

    assert [line.outcome for line in lines] == ["damaged", "new"]
    assert "磁盘读写出错" in lines[0].message


def test_a_folder_that_cannot_be_read_to_its_end_is_said(filled, monkeypatch):
    filled.export(EAST)

    def pulled(self):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "is_file", pulled)

    with pytest.raises(WorkspaceError, match="检查U盘是否插好"):
        taking_in.packages_in(filled.inbox)
