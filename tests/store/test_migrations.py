"""The kept files of version 0 become files of today, whole, or stay what they are to the byte."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.store import database, migrations
from fuer_desktop.store.database import SCHEMA_VERSION
from fuer_desktop.store.journal import START, first_breach
from fuer_desktop.store.migrations import copy_of, migrate
from fuer_desktop.store.soundness import faults_of
from fuer_desktop.store.workspace import Role, Workspace
from tests.store.desk import (
    FIRST,
    KEY,
    OPEN,
    PLACE,
    ROOT,
    beside,
    digest,
    program,
    tables_of,
    type_in,
)

KEPT = ROOT / "resources" / "durability"
CHANGED = {"journal", "setting", "enrolment"}
"""Tables that version 1 has otherwise."""
NEW = (
    "finding",
    "attachment",
    "attached_file",
    "inquiry",
    "quarantine",
    "unverified",
    "choice",
    "answer",
)
"""Tables in which a file of version 0 has nothing to put."""
LEARNT = {"unit_key": "enrolment", "intake_run": "intake"}
"""Tables of today, and those of version 0 from which they are filled."""


def copied(name, folder):
    """A kept file with the kind of log that its program had set for it."""
    path = shutil.copy(KEPT / name, folder / "旧.fuerdb")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
    return path


@pytest.fixture(params=["desk", "office"])
def old(tmp_path, request):
    """A file as the first trials left it."""
    return copied(f"{request.param}-v0.fuerdb", tmp_path)


@pytest.fixture
def desk(tmp_path):
    return copied("desk-v0.fuerdb", tmp_path)


def version_of(path):
    return int.from_bytes(path.read_bytes()[60:64], "big")


def failed(path):
    return f"“{path}”没能升级到现在的格式，已退回原样。请把它交给维护人员。"


# --- what comes through -------------------------------------------------------------------


def test_every_task_submission_and_figure_is_the_same_after_as_before(old):
    before = tables_of(old)

    Workspace.open(old).close()

    after = tables_of(old)
    assert {name for name in NEW if after.pop(name)} == set()
    assert before.keys() == after.keys() - LEARNT.keys()
    for name in before.keys() - CHANGED:
        kept = [set(row) for row in before[name]]
        assert len(kept) == len(after[name])
        assert all(any(row <= set(now) for now in after[name]) for row in kept)
    assert set(before["setting"]) < set(after["setting"])
    assert version_of(old) == SCHEMA_VERSION


def test_the_key_of_a_unit_and_what_came_in_are_still_known(tmp_path):
    office = copied("office-v0.fuerdb", tmp_path)
    keys = [(row[0], row[1], row[3]) for row in tables_of(office)["enrolment"] if row[3]]

    with Workspace.open(office) as workspace:
        tasks = [record.code for record in workspace.tasks.all()]
        known = {code: workspace.unit_keys.of_task(code) for code in tasks}
        [run] = workspace.intake.runs()
        lines = workspace.intake.lines(run.number)

    assert keys
    assert all(known[task][unit][key].holds_for(1) for task, unit, key in keys)
    assert lines
    assert "quarantined" not in {line.outcome for line in lines}


def test_the_kept_files_have_something_to_lose():
    desk, office = (tables_of(KEPT / f"{role}-v0.fuerdb") for role in Role)

    assert len(desk["task"]) == len(office["task"]) == 2
    assert min(len(desk[name]) for name in ("data_value", "submission", "journal")) > 0
    assert min(len(office[name]) for name in ("data_value", "submission", "enrolment")) > 0


def test_the_migrated_file_is_sound_and_has_an_identity_of_its_own(old, tmp_path):
    again = shutil.copy(old, tmp_path / "又一个.fuerdb")
    with Workspace.open(old) as first, Workspace.open(again) as second:
        assert faults_of(first.connection) == []
        assert first.identity
        assert first.identity != second.identity


def test_every_change_stays_on_record_with_what_was_there_and_what_is(desk):
    cells = "at, who, unit, form, period, tbl, row, col, old, new"
    query = f"SELECT {cells} FROM journal WHERE tbl <> '' ORDER BY number"
    with closing(database.open_aside(desk)) as connection:
        before = connection.rows(query)

    with Workspace.open(desk) as workspace:
        assert workspace.connection.rows(query) == before
        assert first_breach(workspace.connection) is None


def test_the_journal_says_that_it_was_migrated_and_what_its_old_head_was(old):
    with closing(database.open_aside(old)) as connection:
        heads = connection.rows("SELECT hash FROM journal ORDER BY number DESC LIMIT 1")

    with Workspace.open(old) as workspace:
        *_, last = workspace.journal.rows()

    assert (last.how, last.source) == (How.MIGRATED, "0")
    assert last.new == (heads[0][0] if heads else START)


def test_an_import_is_one_step_with_the_file_it_came_from(desk):
    with Workspace.open(desk) as workspace:
        steps = list(workspace.journal.steps(2024))
        sources = [{row.source for row in workspace.journal.rows_of(s.number)} for s in steps]

    assert [(step.how, step.cells) for step in steps] == [(How.IMPORTED, 3), (How.IMPORTED, 12)]
    assert sources == [{"2024改.csv"}, {"2024.csv"}]


def test_work_goes_on_in_a_migrated_file(old):
    with Workspace.open(old) as workspace:
        type_in(workspace, FIRST, 1)
    with Workspace.open(old) as again:
        assert first_breach(again.connection) is None
        assert again.values.get(PLACE, FIRST).number == 1


def schema(path):
    """What there is, and word for word what version 1 made anew."""
    with closing(database.open_aside(path)) as connection:
        rows = connection.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY name")
    return [(kind, name, sql if "journal" in name else "") for kind, name, sql in rows]


def test_a_migrated_file_has_the_tables_of_a_new_one(old, tmp_path):
    Workspace.open(old).close()
    Workspace.create(tmp_path / "新.fuerdb", Role.DESK, KEY).close()

    assert schema(old) == schema(tmp_path / "新.fuerdb")


# --- the copy -----------------------------------------------------------------------------


def test_a_copy_of_the_old_file_stays_beside_it(old):
    before = tables_of(old)

    Workspace.open(old).close()

    copy = copy_of(old, 0)
    assert beside(old) == sorted([old.name, copy.name])
    assert tables_of(copy) == before
    assert version_of(copy) == 0


def test_a_present_file_is_neither_copied_nor_changed_any_more(old):
    Workspace.open(old).close()
    copy_of(old, 0).unlink()
    after = digest(old)

    Workspace.open(old).close()

    assert digest(old) == after
    assert beside(old) == [old.name]


def test_a_copy_that_is_not_whole_stops_the_migration(old, monkeypatch):
    content, said = digest(old), iter([{"task": 2}, {"task": 1}])
    monkeypatch.setattr(migrations, "counts", lambda _: next(said))

    with pytest.raises(WorkspaceError) as refusal:
        Workspace.open(old)

    copy = copy_of(old, 0)
    assert str(refusal.value) == (
        f"升级前的备份“{copy}”没有做成，工作库没有改动。请检查磁盘空间后再打开。"
    )
    assert digest(old) == content
    assert not copy.exists()


def test_half_a_copy_that_a_crash_left_is_no_obstacle(old):
    copy = copy_of(old, 0)
    copy.with_name(copy.name + ".tmp").write_bytes(b"half of someth")

    Workspace.open(old).close()

    assert beside(old) == sorted([old.name, copy.name])


# --- what goes wrong ----------------------------------------------------------------------


def loses_a_row(connection):
    connection.execute("DELETE FROM setting WHERE name = 'role'")


def loses_a_table(connection):
    connection.execute("DROP TABLE task_definition")


def breaks_a_reference(connection):
    connection.execute("UPDATE submission SET task = 'nothing'")


def refuses_a_row(connection):
    connection.execute("INSERT INTO setting SELECT * FROM setting")


def stumbles(connection):
    connection.execute("CREATE TABLE half (a)")
    raise ZeroDivisionError


@pytest.mark.parametrize("step", [loses_a_row, loses_a_table, breaks_a_reference])
def test_a_step_that_loses_something_leaves_the_file_as_it_was_to_the_byte(old, step):
    content = old.read_bytes()

    with pytest.raises(WorkspaceError) as refusal:
        database.open_existing(old, lambda connection: migrate(connection, {0: step}))

    assert str(refusal.value) == failed(old)
    assert old.read_bytes() == content
    assert beside(old) == sorted([old.name, copy_of(old, 0).name])


@pytest.mark.parametrize(
    ("step", "error"), [(stumbles, ZeroDivisionError), (refuses_a_row, sqlite3.IntegrityError)]
)
def test_a_step_that_stumbles_leaves_the_file_as_it_was_to_the_byte(old, step, error):
    content = old.read_bytes()

    with pytest.raises(error):
        database.open_existing(old, lambda connection: migrate(connection, {0: step}))

    assert old.read_bytes() == content
    Workspace.open(old).close()


BREAK_OFF = """
import os, sys
from pathlib import Path
from fuer_desktop.store import database, migrations

def dies(connection):
    migrations.STEPS[0](connection)
    connection.execute("PRAGMA cache_spill = 1")
    os._exit(9)

database.open_existing(Path(sys.argv[1]), lambda c: migrations.migrate(c, {0: dies}))
"""


def test_a_migration_that_is_broken_off_leaves_version_0_and_the_next_start_does_it(old):
    before = tables_of(old)

    result = program(BREAK_OFF, old)

    assert (result.returncode, result.stderr) == (9, "")
    assert version_of(old) == 0
    assert tables_of(copy_of(old, 0)) == before == tables_of(old)
    with Workspace.open(old) as workspace:
        assert workspace.was_unclean
        assert faults_of(workspace.connection) == []
    assert tables_of(old)["data_value"] == before["data_value"]


@pytest.mark.parametrize("version", [2, 7])
def test_a_file_of_a_newer_program_is_not_migrated(old, version):
    content = bytearray(old.read_bytes())
    content[60:64] = version.to_bytes(4, "big")
    old.write_bytes(content)

    with pytest.raises(WorkspaceError, match="由较新版本的程序建立"):
        Workspace.open(old)

    assert old.read_bytes() == content
    assert beside(old) == [old.name]


def test_looking_at_an_old_file_does_not_migrate_it(old):
    content = digest(old)

    with closing(database.open_aside(old)) as connection:
        assert connection.rows("SELECT count(*) FROM task") == [(2,)]

    assert digest(old) == content


def test_two_starts_at_once_migrate_once(old):
    starts = [
        subprocess.Popen([sys.executable, "-c", OPEN, str(old)], cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for start in starts:
        start.communicate()

    hows = [row[6] for row in tables_of(old)["journal"]]
    assert hows.count(How.MIGRATED) == 1
