"""A workbook into a form: every cell is shown before one step writes it, and nothing else does."""

import io
from collections import Counter

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from fuer_desktop.domain.errors import DefinitionError, EntryError, WorkbookError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, number
from fuer_desktop.formats import workbook_cells
from fuer_desktop.formats.form_workbook_reading import Wanted, find_forms
from fuer_desktop.services import (
    backing_up,
    official_forms,
    paths,
    undoing,
    workbook_forms,
    workbook_import,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.editing import EditSession, FormContent
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.services.workbook_import import Compared
from fuer_desktop.store.journal import FormPlace
from tests.domain.builders import form
from tests.services.trial import EAST, HEALTH, TOWNSHIP

PLACE = FormPlace(EAST, TOWNSHIP, 2025)
MEMBERS, WOMEN = CellKey("1", "01", "1"), CellKey("1", "01", "2")
DIRECTORS, THIRD = CellKey("1", "02", "1"), CellKey("1", "03", "1")


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Workbooks of our own are read in this process: another one takes a second to start."""

    def here(data, _area, _terms):
        return list(workbook_cells._sheets(workbook_cells._lines(io.BytesIO(data))))

    monkeypatch.setattr(workbook_cells, "read_sheets", here)


@pytest.fixture
def desk(filled, own_folder):
    with open_workspace(filled.desk(EAST)) as workspace:
        yield workspace


@pytest.fixture
def task(desk):
    return load_task(desk)


@pytest.fixture
def file(desk, task, tmp_path):
    """The desk's form as a workbook."""
    path = tmp_path / "填好的表.xlsx"
    workbook_forms.export_form(desk, task, TOWNSHIP, path)
    return path


def change(path, cells):
    """Write into a workbook as a person does, by row and column codes."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    line = next(cell.row for (cell,) in page["A1:A20"] if cell.value == "甲")
    columns = {str(cell.value): cell.column for cell in page[line]}
    lines = {str(page.cell(r, columns["丙"]).value): r for r in range(line, page.max_row + 1)}
    for key, value in cells.items():
        page.cell(lines[key.row], columns[key.column]).value = value
    book.save(path)
    return {key: f"{get_column_letter(columns[key.column])}{lines[key.row]}" for key in cells}


def preview(desk, task, path):
    found = workbook_import.read_workbook(task, path)
    return workbook_import.preview(task.own_forms[0], found, desk.values.of_form(PLACE))


def by_key(shown):
    return {line.key: line for line in shown.lines}


def test_what_was_exported_changes_nothing(desk, task, file):
    shown = preview(desk, task, file)

    assert set(shown.counts) == {Compared.SAME}
    assert shown.counts[Compared.SAME] == 6
    assert not shown.notes


def test_every_cell_is_of_one_class_with_old_and_new(desk, task, file):
    desk.values.put(PLACE, {DIRECTORS: (BLANK, 0)}, How.TYPED)
    change(file, {MEMBERS: 21, WOMEN: "十", THIRD: None, CellKey("1", "02", "2"): "/"})

    lines = by_key(preview(desk, task, file))

    assert {key: lines[key].compared.value for key in lines} == {
        MEMBERS: "changed", WOMEN: "unsettled", DIRECTORS: "new", THIRD: "blank",
        CellKey("1", "02", "2"): "unsettled", CellKey("1", "04", "1"): "same",
    }  # fmt: skip
    assert (lines[MEMBERS].old, lines[MEMBERS].new) == (number(20), number(21))


def test_a_blank_erases_only_where_it_is_asked_for(desk, task, file):
    change(file, {THIRD: None})
    shown = preview(desk, task, file)
    blank = [line for line in shown.lines if line.compared is Compared.BLANK]

    workbook_import.apply(desk, task, {TOWNSHIP: workbook_import.values_of([])}, file.name)
    kept = desk.values.of_form(PLACE)[THIRD]
    workbook_import.apply(desk, task, {TOWNSHIP: workbook_import.values_of(blank)}, file.name)

    assert kept == number(1000)
    assert THIRD not in desk.values.of_form(PLACE)


def test_an_import_is_one_step_with_its_file_and_a_backup_before(desk, task, file):
    change(file, {MEMBERS: 21, WOMEN: 7, THIRD: 1001})
    desk.values.put(PLACE, {THIRD: (number(1001), 0)}, How.TYPED)
    before = len(backing_up.listed(desk).backups)
    shown = preview(desk, task, file)

    workbook_import.apply(desk, task, {TOWNSHIP: workbook_import.values_of(shown.lines)}, file.name)

    last = list(desk.journal.rows())[-2:]
    assert {(entry.key, entry.how, entry.source) for entry in last} == {
        (MEMBERS, How.IMPORTED, file.name), (WOMEN, How.IMPORTED, file.name),
    }  # fmt: skip
    assert len(backing_up.listed(desk).backups) == before + 1
    undoing.undo(desk, task)
    assert desk.values.of_form(PLACE)[MEMBERS] == number(20)
    assert desk.values.of_form(PLACE)[WOMEN] == number(6)


def test_a_word_is_settled_once_for_all_its_cells(desk, task, file):
    change(file, {MEMBERS: "/", WOMEN: "／", THIRD: "无"})
    shown = preview(desk, task, file)

    settled = shown.settled("/", Kind.NOT_APPLICABLE)

    assert shown.signs == {"/": 2, "无": 1}
    assert settled.signs == {"无": 1}
    values = workbook_import.values_of(settled.lines)
    assert values[MEMBERS] == values[WOMEN] == DataValue(Kind.NOT_APPLICABLE)
    assert by_key(settled)[MEMBERS].compared is Compared.CHANGED
    assert THIRD not in values


def test_a_kind_that_wants_a_reason_is_not_settled_without_one(desk, task, file):
    change(file, {MEMBERS: "无数据"})
    shown = preview(desk, task, file)

    with pytest.raises(EntryError, match="原因"):
        shown.settled("无数据", Kind.NO_DATA)

    value = workbook_import.values_of(shown.settled("无数据", Kind.NO_DATA, "本年没有统计").lines)
    assert value[MEMBERS] == DataValue(Kind.NO_DATA, reason="本年没有统计")


def test_a_kind_that_stands_already_is_the_same_without_its_reason(desk, task, file, filled):
    desk.values.put(PLACE, {MEMBERS: (DataValue(Kind.EXEMPT), 0)}, How.TYPED)
    change(file, {MEMBERS: "免报"})

    assert by_key(preview(desk, task, file))[MEMBERS].compared is Compared.SAME


def test_the_note_at_a_cell_stays(desk, task, file):
    noted = DataValue(Kind.NUMBER, number(20).number, note="电话核实")
    desk.values.put(PLACE, {MEMBERS: (noted, 0)}, How.TYPED)
    change(file, {MEMBERS: 22})
    shown = preview(desk, task, file)

    workbook_import.apply(desk, task, {TOWNSHIP: workbook_import.values_of(shown.lines)}, "x.xlsx")

    assert desk.values.of_form(PLACE)[MEMBERS].note == "电话核实"


def test_a_session_takes_values_of_any_kind_as_one_step():
    posted = []
    session = EditSession(form(), FormContent({}, {}), lambda change, _: posted.append(change))
    first, second = list(session.form.typed_cells)[:2]

    session.enter_values(
        {first: DataValue(Kind.NO_DATA, reason="本年没有统计"), second: number(3)},
        How.IMPORTED, "表.xlsx",
    )  # fmt: skip

    [change] = posted
    assert (change.how, change.source, set(change.cells)) == (
        How.IMPORTED,
        "表.xlsx",
        {first, second},
    )
    assert session.value(first).kind is Kind.NO_DATA


def test_a_session_refuses_a_cell_that_is_not_filled():
    session = EditSession(form(), FormContent({}, {}), lambda *_: None)

    with pytest.raises(EntryError):
        session.enter_values({CellKey("1", "99", "1"): number(1)}, How.IMPORTED)


# --- the marked copy ----------------------------------------------------------------------


@pytest.fixture
def marking_here(monkeypatch):
    def here(data, _area, marks):
        return workbook_import.workbook_marking._marked(data, marks)

    monkeypatch.setattr(workbook_import.workbook_marking, "marked", here)


@pytest.mark.usefixtures("marking_here")
def test_mistakes_of_reading_and_of_the_rules_are_marked_in_a_new_file(desk, task, file, tmp_path):
    at = change(file, {MEMBERS: "二十个人左右", DIRECTORS: 3000})
    original = file.read_bytes()
    shown = preview(desk, task, file)
    marks = workbook_import.marks_of(shown, workbook_import.findings_after(desk, task, shown))

    workbook_import.marked_copy(file, tmp_path / "标错.xlsx", marks)

    page = openpyxl.load_workbook(tmp_path / "标错.xlsx").worksheets[0]
    assert "不是数" in page[at[MEMBERS]].comment.text
    assert "审核" in page[at[DIRECTORS]].comment.text
    assert file.read_bytes() == original


@pytest.mark.usefixtures("marking_here")
def test_the_workbook_itself_is_never_written_over(desk, task, file):
    original = file.read_bytes()

    with pytest.raises(WorkbookError, match="换一个文件名"):
        workbook_import.marked_copy(file, file, [])

    assert file.read_bytes() == original


# --- out ----------------------------------------------------------------------------------


def test_an_empty_workbook_of_a_desk_has_no_figures(desk, task, tmp_path):
    path = tmp_path / "空表.xlsx"

    workbook_forms.export_form(desk, task, TOWNSHIP, path, blank=True)

    assert Counter(line.compared for line in preview(desk, task, path).lines) == {Compared.BLANK: 6}


def test_a_form_of_another_unit_is_not_exported(desk, task, tmp_path):
    with pytest.raises(DefinitionError, match="可用的表号"):
        workbook_forms.export_form(desk, task, "TF-WJ01", tmp_path / "x.xlsx")

    assert not (tmp_path / "x.xlsx").exists()


def test_anothers_workbook_is_told_and_nothing_is_read(desk, task, filled, tmp_path):
    path = tmp_path / "卫健.xlsx"
    with open_workspace(filled.desk(HEALTH)) as other:
        workbook_forms.export_form(other, load_task(other), "TF-WJ01", path)

    shown = preview(desk, task, path)

    assert not shown.lines
    assert any("是报表TF-WJ01，不是本单位" in note for note in shown.notes)


@pytest.mark.parametrize("code", ["FE-WJ02", "FE-LS01", "FE-ZJ01"])
def test_every_cell_of_a_shipped_form_is_found_again(code, tmp_path):
    paper = official_forms.blank(paths.forms(), code, year=2025)
    workbook_forms.export_empty(paper, tmp_path / "空表.xlsx")
    wanted = Wanted({code: paper.form}, "990100102", "青溪镇", 2025)

    data = (tmp_path / "空表.xlsx").read_bytes()
    found = find_forms(workbook_cells.read_sheets(data, None, None), wanted)

    assert {cell.key for cell in found.cells[code]} == paper.form.typed_cells.keys()
    assert not found.notes
