"""Last year's figures after forms and units have changed: at the desk, in packages, at the office.

In 2025 the township form has a second version: 村委会主任 moved from 02 to 06 and is called so, 03
is redefined, 04 is gone and 07 is new. Units change as each test says.
"""

import shutil
from dataclasses import replace

import pytest

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.values import CellKey
from fuer_desktop.formats import packages
from fuer_desktop.services import catalogues, checking, counting, last_year
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.last_year import last_year_values, office_last_year
from fuer_desktop.services.sessions import open_workspace
from tests.services.trial import (
    CATALOGUE,
    EAST,
    HEALTH,
    TOWNSHIP,
    WEST,
    Trial,
    replace_in,
    row,
    rows,
)

NORTH, SOUTH = "990200103", "990200104"

NEWER_ROWS = """
[[form.table.row]]
code    = "06"
title   = "村委会主任"
unit    = "人"
element = "directors"
level   = 1
part_of = "01"

[[form.table.row]]
code    = "07"
title   = "村委会换届次数"
unit    = "次"
element = "elections"

[[form.rule]]
code     = "TF-XZ01.R01"
class    = "A"
relation = "1 ≥ 2"
over     = "columns"
only     = ["01", "06"]

[[form.rule]]
code     = "TF-XZ01.R09"
class    = "A"
relation = "01 ≥ 06"

[[form.change]]
code     = "TF-XZ01.C01"
class    = "C"
percent  = 30
at_least = 5
"""

SUCCESSION = """
[[form.succession]]
row  = "06"
was  = ["02"]
what = "moved"

[[form.succession]]
row  = "06"
was  = ["02"]
what = "renamed"

[[form.succession]]
row  = "03"
was  = ["03"]
what = "redefined"

[[form.succession]]
row  = "07"
what = "added"

[[form.succession]]
was  = ["04"]
what = "closed"

[[form.succession]]
was  = ["05"]
what = "closed"
note = "接种率改由卫健部门填报。"
"""


def second_version(first):
    """The township form's second version, made from its first."""
    head, _, rest = first.partition('[[form.table.row]]\ncode    = "02"')
    kept = rest[rest.index('[[form.table.row]]\ncode    = "03"') :]
    kept = kept[: kept.index('[[form.table.row]]\ncode    = "04"')]
    head = head.replace("version  = 1", "version  = 2\nvalid_from = 2025")
    head = head.replace('["01", "02"]', '["01", "06"]')
    return head + kept + NEWER_ROWS + SUCCESSION


@pytest.fixture
def newer(tmp_path):
    """The small place's definitions with a second version of the township form."""
    folder = shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    newest = folder / "forms" / "TF-XZ01.toml"
    first = newest.read_text("utf-8")
    (folder / "forms" / "earlier").mkdir()
    earlier = folder / "forms" / "earlier" / "TF-XZ01.1.toml"
    earlier.write_text(first.replace("version  = 1", "version  = 1\nvalid_to = 2024"), "utf-8")
    newest.write_text(second_version(first), "utf-8")
    return folder


def unit_text(code, name, *lines):
    return "\n".join(("", "[[unit]]", f'code = "{code}"', f'name = "{name}"',
                      'kind = "township"', *lines, ""))  # fmt: skip


def change_units(folder, ends=(), *new):
    """Units that end in 2024, and those that begin in 2025 with what they were."""
    path = folder / "units.toml"
    for code in ends:
        replace_in(path, f'code = "{code}"', f'code = "{code}"\nvalid_to = 2024')
    for code, name, predecessors in new:
        made_of = "predecessors = [" + ", ".join(f'"{old}"' for old in predecessors) + "]"
        with path.open("a", encoding="utf-8") as file:
            file.write(unit_text(code, name, "valid_from = 2025", made_of))


def a_year(folder, catalogue, after_first=lambda: None):
    """2024 filled and taken in, then 2025 handed out."""
    trial = Trial(folder)
    trial.folder.mkdir(exist_ok=True)
    trial.hand_out(2024, catalogue)
    sent = []
    for unit in (EAST, WEST, HEALTH):
        trial.open(unit, 2024)
        trial.fill(unit, rows_of(unit))
        sent.append(trial.export(unit).path)
    trial.take_in(sent)
    after_first()
    trial.hand_out(2025, catalogue)
    return trial


def rows_of(unit):
    return rows(unit, 2024)


def handed_down(trial, unit):
    package = packages.read(trial.package(unit).read_bytes(), "", wanted="task")
    [form] = packages.task_of(package).last_year
    return {f"{cell.row}/{cell.column}": cell.number for cell in form.cells}


def plain(values):
    return {f"{key.row}/{key.column}": value.plain for key, value in values.items()}


def desk_values(trial, unit):
    with open_workspace(trial.desk(unit)) as desk:
        return plain(last_year_values(desk, load_task(desk), TOWNSHIP))


# --- forms --------------------------------------------------------------------------------

EAST_CARRIED = {"01/1": "20", "01/2": "5", "06/1": "5", "06/2": "1"}


def test_the_definitions_of_this_test_have_no_mistake(newer):
    catalogue, _ = catalogues.checked(newer)

    assert {form.code: form.version for form in catalogue.forms}[TOWNSHIP] == 2


def test_packages_hand_down_last_year_s_figures_by_the_new_form_s_cells(tmp_path, newer):
    trial = a_year(tmp_path / "trial", newer)

    assert handed_down(trial, EAST) == EAST_CARRIED
    trial.open(EAST)
    assert desk_values(trial, EAST) == EAST_CARRIED


def test_a_desk_that_got_nothing_compares_with_its_own_figures_by_what_became_of_them(
    tmp_path, newer
):
    trial = Trial(tmp_path / "trial")
    trial.folder.mkdir()
    trial.hand_out(2024, newer)
    trial.open(EAST, 2024)
    trial.fill(EAST, rows_of(EAST))  # never handed in
    trial.hand_out(2025, newer)
    trial.open(EAST)

    assert handed_down(trial, EAST) == {}
    assert desk_values(trial, EAST) == EAST_CARRIED


def test_the_office_compares_with_what_was_carried(tmp_path, newer):
    trial = a_year(tmp_path / "trial", newer)
    trial.open(EAST)
    figures = {"01/1": "20", "01/2": "5", "06/1": "15", "06/2": "1", "03/1": "9", "07/1": "1"}
    trial.fill(
        EAST, [row(EAST, 2025, c, v, reason="选举后人数增加较多") for c, v in figures.items()]
    )
    trial.take_in([trial.export(EAST).path])

    with open_workspace(trial.office) as office:
        found = [p.finding for p in checking.check_all(office, load_task(office))]

    [change] = [finding for finding in found if finding.rule == "TF-XZ01.C01"]
    assert (change.cells, change.left, change.right) == ((CellKey("1", "06", "1"),), 15, 5)


def test_a_desk_is_told_what_is_new_in_the_year_in_which_it_is_new(tmp_path, newer):
    trial = a_year(tmp_path / "trial", newer)
    trial.open(EAST)

    with open_workspace(trial.desk(EAST)) as desk:
        this, last = load_task(desk), load_task(desk, "990200-2024")
        new = last_year.changes_of_form(desk, this, this.own_forms[0])
        old = last_year.changes_of_form(desk, last, last.own_forms[0])

    assert new.summary == "本表是第2版：新增1行，改名1行，改号1行，停用2行，口径变化1行"
    assert new.sentences == (
        "第06行（村委会主任）上年是第02行。",
        "第06行（村委会主任）上年叫“其中：主任”。",
        "第03行（应种人次）口径有变，与上年不比。",
        "第07行（村委会换届次数）是新增的，上年没有数。",
        "上年的第04行（实种人次）停用了。",
        "上年的第05行（接种率）停用了。接种率改由卫健部门填报。",
    )
    assert old == last_year.FormChanges()


def test_in_the_second_year_of_a_version_nothing_is_new(tmp_path, newer):
    trial = Trial(tmp_path / "trial")
    trial.folder.mkdir()
    trial.hand_out(2026, newer)
    trial.open(EAST, 2026)

    with open_workspace(trial.desk(EAST)) as desk:
        task = load_task(desk)
        assert task.own_forms[0].succession
        assert last_year.changes_of_form(desk, task, task.own_forms[0]) == last_year.FormChanges()


def test_a_new_desk_is_told_too_without_the_names_it_cannot_know(tmp_path, newer):
    trial = Trial(tmp_path / "trial")
    trial.folder.mkdir()
    trial.hand_out(2025, newer)
    trial.open(EAST)

    with open_workspace(trial.desk(EAST)) as desk:
        task = load_task(desk)
        new = last_year.changes_of_form(desk, task, task.own_forms[0])

    assert new.sentences[1] == "第06行（村委会主任）改了名称。"
    assert new.sentences[4] == "上年的第04行停用了。"


# --- units --------------------------------------------------------------------------------


@pytest.fixture
def units(tmp_path):
    return shutil.copytree(CATALOGUE, tmp_path / "catalogue")


def test_a_renamed_unit_has_what_the_unit_before_had(tmp_path, units):
    change_units(units, [EAST], (NORTH, "东山镇", [EAST]))

    trial = a_year(tmp_path / "trial", units)

    assert handed_down(trial, NORTH) == {
        "01/1": "20", "01/2": "5", "02/1": "5", "02/2": "1", "03/1": "1000", "04/1": "955",
    }  # fmt: skip
    assert not trial.package(EAST).exists()
    assert not trial.package(NORTH, 2024).exists()


def test_a_merged_unit_has_the_sum_of_those_it_was_made_of(tmp_path, units):
    change_units(units, [EAST, WEST], (NORTH, "东西镇", [EAST, WEST]))

    trial = a_year(tmp_path / "trial", units)

    assert handed_down(trial, NORTH) == {
        "01/1": "50", "01/2": "15", "02/1": "15", "02/2": "3", "03/1": "1500", "04/1": "1405",
    }  # fmt: skip


def test_a_merged_unit_has_nothing_where_one_of_them_has_no_number(tmp_path, units):
    change_units(units, [EAST, WEST], (NORTH, "东西镇", [EAST, WEST]))

    def correct():
        with open_workspace(trial.desk(EAST)) as desk:
            assert load_task(desk).record.period == 2024
        unknown = [
            row(EAST, 2024, "01/2", kind="无数据", reason="本年没有分性别统计"),
            row(EAST, 2024, "02/1", kind="不适用"),
            row(EAST, 2024, "02/2", kind="不适用"),
        ]
        trial.fill(EAST, unknown)  # fmt: skip
        trial.take_in([trial.export(EAST).path])

    trial = Trial(tmp_path / "trial")
    a_year(trial.folder, units, correct)

    found = handed_down(trial, NORTH)
    assert "01/2" not in found
    assert (found["01/1"], found["02/1"], found["02/2"]) == ("50", "10", "2")


def test_forms_and_units_change_in_the_same_year(tmp_path, newer):
    change_units(newer, [EAST, WEST], (NORTH, "东西镇", [EAST, WEST]))

    trial = a_year(tmp_path / "trial", newer)

    assert handed_down(trial, NORTH) == {"01/1": "50", "01/2": "15", "06/1": "15", "06/2": "3"}


SPLIT = [(NORTH, "东北镇", [EAST]), (SOUTH, "东南镇", [EAST])]


@pytest.fixture
def split(tmp_path, units):
    """东镇 is two townships in 2025, and both have handed in."""
    change_units(units, [EAST], *SPLIT)
    trial = a_year(tmp_path / "trial", units)
    figures = {"01/1": "16", "01/2": "3", "02/1": "2", "02/2": "1", "03/1": "500", "04/1": "480"}
    for unit in (NORTH, SOUTH):
        trial.open(unit)
        trial.fill(unit, [in_form(unit, cell, value) for cell, value in figures.items()])
    trial.take_in([trial.export(unit).path for unit in (NORTH, SOUTH)])
    return trial


def in_form(unit, cell, value):
    return replace(row(EAST, 2025, cell, value), unit=unit)


def changes(trial):
    with open_workspace(trial.office) as office:
        found = list(checking.check_all(office, load_task(office)))
    return [placed for placed in found if placed.finding.rule == "TF-XZ01.C01"]


def test_the_parts_of_a_split_unit_have_no_figures_of_their_own_but_compare_together(split):
    assert handed_down(split, NORTH) == handed_down(split, SOUTH) == {}
    assert desk_values(split, NORTH) == {}

    [found] = changes(split)

    # 16 + 16 against 20: + 60 %; 500 + 500 against 1000 is nothing, 3 + 3 against 5 is too little
    finding = found.finding
    assert (found.unit.code, found.form.code) == (NORTH, TOWNSHIP)
    assert (finding.cells, finding.left, finding.right) == ((CellKey("1", "01", "1"),), 32, 20)
    assert finding.message.startswith(
        "东北镇、东南镇由东镇调整而来，没有各自的上年数，按合计与上年比较：第01行（村委会成员）"
    )


def test_while_a_part_is_missing_the_whole_is_not_compared(split):
    with open_workspace(split.office) as office:
        task = load_task(office).task
        before = office_last_year(office, task)
        now = counting.counted_values(office, 2025)

        assert list(before.group_findings(now))
        del now[SOUTH]
        assert not list(before.group_findings(now))


def test_a_first_year_has_nothing_before_it(tmp_path, units):
    trial = Trial(tmp_path / "trial")
    trial.folder.mkdir()
    trial.hand_out(2025, units)

    with open_workspace(trial.office) as office:
        task = load_task(office).task
        before = office_last_year(office, task)
        assert before.of_form(task.place.units[0], task.forms[0]) == {}
        assert not list(before.group_findings({}))


def test_a_task_shows_the_units_of_its_year_only(tmp_path, units):
    change_units(units, [EAST], *SPLIT)
    trial = a_year(tmp_path / "trial", units)

    with open_workspace(trial.office) as office:
        of_year = {
            year: [unit.code for unit in load_task(office, f"990200-{year}").task.reporting_units]
            for year in (2024, 2025)
        }

    assert of_year == {2024: [EAST, WEST, HEALTH], 2025: [WEST, HEALTH, NORTH, SOUTH]}


def test_a_year_without_a_version_is_refused(tmp_path, newer):
    (newer / "forms" / "earlier" / "TF-XZ01.1.toml").unlink()
    trial = Trial(tmp_path / "trial")
    trial.folder.mkdir()

    with pytest.raises(DefinitionError) as refusal:
        trial.hand_out(2024, newer)

    assert refusal.value.problems == [
        "报表TF-XZ01在2024年没有可用的版本（现有：第2版从2025年起）。"
        "请换年份，或在 forms 里补上那一年的版本。"
    ]
