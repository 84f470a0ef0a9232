"""Whatever is not whole in a file is named in a sentence that a person can act on."""

import sqlite3
from contextlib import closing
from decimal import Decimal

import pytest

from fuer_desktop.domain.checking import Finding
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.findings import FindingKey, explanation_of
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, number
from fuer_desktop.domain.versions import Version
from fuer_desktop.store import database
from fuer_desktop.store.soundness import faults_of, page_faults
from fuer_desktop.store.submissions import NewSubmission
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.workspace import Workspace
from tests.store.desk import FIRST, NOW, PLACE, SECOND, type_in

TASK = TaskRecord("990100-2025", 2025, "2026-03-31", "990100WJ", ("FE-WJ01",), "aa" * 32, "")
PAGE = 4096


@pytest.fixture
def full(path):
    """A file with something in every table that another refers to, closed."""
    with Workspace.open(path) as workspace:
        with workspace.commit(How.TASK_OPENED):
            workspace.tasks.add(TASK, {"forms/FE-WJ01.toml": "[form]\n"})
            workspace.tasks.keep_secret(TASK.code, "U1", "11")
            new = NewSubmission(TASK.code, "U1", Version("ab" * 32, 1, frozenset()), NOW, "22" * 32)
            workspace.submissions.add(new, b"PK")
        type_in(workspace, FIRST, 1)
        type_in(workspace, SECOND, 2)
        workspace.values.put(PLACE, {SECOND: (BLANK, 0)}, How.TYPED)
        type_in(workspace, FIRST, 3)
    return path


def tamper(path, *statements):
    """Change the file with another program's hand: no references looked at, no triggers."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for event in ("update", "delete"):
            connection.execute(f"DROP TRIGGER journal_is_append_only_{event}")
        for statement in statements:
            connection.execute(statement)


def found(path):
    with closing(database.open_aside(path)) as connection:
        return faults_of(connection)


def test_a_sound_file_has_no_faults(full):
    assert found(full) == []


def test_a_new_file_has_no_faults(path):
    assert found(path) == []


# --- the cells ----------------------------------------------------------------------------

FAULTY = "990100WJ 2025年 FE-WJ01 第{row}行第1列的数与变更记录不符。"


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        pytest.param("UPDATE data_value SET number = 4", "01", id="another figure"),
        pytest.param("UPDATE data_value SET decimals = 1", "01", id="another scale"),
        pytest.param("UPDATE data_value SET kind = 'exempt', number = NULL", "01", id="a kind"),
        pytest.param("UPDATE data_value SET note = '已核'", "01", id="a note"),
        pytest.param("UPDATE data_value SET reason = '少'", "01", id="a reason"),
        pytest.param("DELETE FROM data_value", "01", id="no cell"),
        pytest.param(
            "INSERT INTO data_value SELECT submission, unit, form, period, tbl, '02', col, kind,"
            " number, decimals, reason, note FROM data_value",
            "02",
            id="a cell that was made blank",
        ),
        pytest.param(
            "INSERT INTO data_value SELECT submission, unit, form, period, tbl, '77', col, kind,"
            " number, decimals, reason, note FROM data_value",
            "77",
            id="a cell that nobody typed",
        ),
    ],
)
def test_a_cell_that_is_not_what_was_typed_last_is_named(full, statement, row):
    tamper(full, statement)

    assert found(full) == [FAULTY.format(row=row)]


def test_a_cell_that_was_moved_is_missing_here_and_too_many_there(full):
    tamper(full, "UPDATE data_value SET row = '05'")

    assert found(full) == [FAULTY.format(row="01"), FAULTY.format(row="05")]


def test_of_many_wrong_cells_twenty_are_named_and_the_rest_counted(full):
    with Workspace.open(full) as workspace:
        cells = {CellKey("1", f"{row:02}", "1"): (number(row), 0) for row in range(10, 40)}
        workspace.values.put(PLACE, cells, How.PASTED)
    tamper(full, "DELETE FROM data_value")

    faults = found(full)

    assert faults[0] == FAULTY.format(row="01")
    assert faults[1:20] == [FAULTY.format(row=row) for row in range(10, 29)]
    assert faults[20:] == ["另有11格的数与变更记录不符。"]


# --- the reasons --------------------------------------------------------------------------


@pytest.fixture
def reasoned(full):
    """The same with a reason, one that was taken back, and a finding without any."""
    with Workspace.open(full) as workspace, workspace.commit(How.EXPLAINED):
        kept, back, bare = (FindingKey(f"R0{n}", (FIRST,), Decimal(n), None) for n in (1, 2, 3))
        workspace.findings.explain(PLACE, {kept: "情况属实已核对", back: "情况属实已核对"})
        workspace.findings.put(PLACE, [explanation_of(back, "")])
        spots = {(0, PLACE): [Finding("R03", RuleClass.A, (FIRST,), "", bare.left, None)]}
        workspace.findings.record(PLACE.period, {PLACE.unit: spots})
    return full


def test_reasons_that_are_what_the_journal_says_are_sound(reasoned):
    assert found(reasoned) == []


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE finding SET reason = '改过的原因说明' WHERE rule = 'R01'", "R01"),
        ("UPDATE finding SET by = '别人' WHERE rule = 'R01'", "R01"),
        ("UPDATE finding SET left = '7' WHERE rule = 'R01'", "R01"),
        ("DELETE FROM finding WHERE rule = 'R01'", "R01"),
        ("UPDATE finding SET reason = '没人写过的原因', at = 'x' WHERE rule = 'R02'", "R02"),
        ("UPDATE finding SET reason = '没人写过的原因', at = 'x' WHERE rule = 'R03'", "R03"),
    ],
    ids=["a reason", "who gave it", "another side", "no row", "taken back", "never given"],
)
def test_a_reason_that_is_not_what_was_given_last_is_named(reasoned, statement, rule):
    tamper(reasoned, statement)

    named = f"990100WJ 2025年 FE-WJ01 审核关系{rule}（1/01/1）的原因与变更记录不符。"
    assert set(found(reasoned)) == {named}


# --- the journal --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal SET who = '别人' WHERE number = 6", "DELETE FROM journal WHERE number = 6"],
    ids=["a changed row", "a deleted row"],
)
def test_a_journal_that_was_tampered_with_is_named_with_its_first_wrong_row(full, statement):
    tamper(full, statement)

    [fault] = found(full)

    assert fault.startswith("变更记录从第6条（20")
    assert fault.endswith("）起被改动或删除过。")


def test_a_journal_whose_last_row_was_cut_off_shows_in_the_cell_that_it_was_about(full):
    tamper(full, "DELETE FROM journal WHERE number = (SELECT max(number) FROM journal)")

    assert found(full) == [FAULTY.format(row="01")]


# --- references ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        pytest.param(
            "UPDATE submission SET task = 'x'",
            {"表submission有1行指向表task里没有的内容。"},
            id="a submission without its task",
        ),
        pytest.param(
            "DELETE FROM definition",
            {"表task_definition有1行指向表definition里没有的内容。"},
            id="a task without its definitions",
        ),
        pytest.param(
            "DELETE FROM task",
            {
                "表submission有1行指向表task里没有的内容。",
                "表enrolment有1行指向表task里没有的内容。",
                "表task_definition有1行指向表task里没有的内容。",
            },
            id="no task",
        ),
    ],
)
def test_what_points_nowhere_is_named(full, statement, faults):
    tamper(full, statement)

    assert set(found(full)) == faults


def test_a_definition_that_was_changed_is_named_by_its_path(full):
    tamper(full, "UPDATE definition SET text = text || '# 改'")

    [fault] = found(full)

    assert "forms/FE-WJ01.toml" in fault


# --- the pages ----------------------------------------------------------------------------


def root_of(path, name):
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        [[page]] = connection.execute(query, (name,)).fetchall()
    return page


def spoil(path, page, bad=b"\xa5" * PAGE):
    content = bytearray(path.read_bytes())
    content[(page - 1) * PAGE : page * PAGE] = bad
    path.write_bytes(content)


def damaged(path):
    return f"“{path}”已损坏，没有改动它。请从备份恢复，并保留这个文件。"


@pytest.mark.parametrize("bad", [b"\0" * PAGE, b"\xa5" * PAGE, b"\xff" * PAGE])
def test_a_file_with_any_page_damaged_is_never_called_sound(full, bad):
    """What SQLite cannot go past is told of the file; what it can, of the page."""
    content = full.read_bytes()
    for page in range(2, len(content) // PAGE + 1):
        full.write_bytes(content)
        spoil(full, page, bad)
        try:
            faults = found(full)
        except WorkspaceError as error:
            faults = [str(error)]
        assert faults, page
        assert all(f == damaged(full) or f.startswith("文件内部有损坏：") for f in faults)


def test_an_index_that_lost_its_entries_is_found_by_the_thorough_look_alone(full):
    """An empty leaf in place of the index: nothing is damaged but what is in it."""
    empty = b"\x0a" + bytes(4) + (PAGE % 65536).to_bytes(2, "big") + bytes(PAGE - 7)
    spoil(full, root_of(full, "submission_of_unit"), empty)

    with closing(database.open_aside(full)) as connection:
        assert page_faults(connection, thorough=False) == []
        faults = page_faults(connection, thorough=True)
    assert "文件内部有损坏：row 1 missing from index submission_of_unit。" in faults
    assert found(full) == faults


def test_a_schema_that_cannot_be_read_is_refused_in_words(full):
    spoil(full, 1, full.read_bytes()[:100] + b"\xa5" * (PAGE - 100))

    with pytest.raises(WorkspaceError) as refusal:
        found(full)

    assert str(refusal.value) == damaged(full)
