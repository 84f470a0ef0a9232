"""The second witness gives back everything: cells, packages, figures, journal, to the last row."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import witness
from fuer_desktop.services import paths, restoring, sessions, witnessing
from fuer_desktop.store.workspace import Role, Workspace
from tests.services.keeping import (
    cells_of,
    import_into,
    paste_into,
    redo,
    type_into,
    undo,
)
from tests.services.trial import EAST, FIGURES, UNITS, WEST, rows
from tests.store.desk import tables_of


def rebuilt(path, to):
    """A file made from the witness alone."""
    witnessing.rebuild(restoring.sources(path).witness, to).close()
    return to


def test_a_desk_s_file_is_made_anew_row_by_row(desk, tmp_path):
    with desk.open() as workspace:
        paste_into(workspace, FIGURES[2025, EAST])
        type_into(workspace, {"01/1": "21", "02/1": ""})
        undo(workspace)
        import_into(workspace, "数据.csv", {"02/1": "4", "04/1": "955"})
        undo(workspace)
        redo(workspace)
    lost = tables_of(desk.path)
    desk.lose()

    assert tables_of(rebuilt(desk.path, tmp_path / "新.fuerdb")) == lost


def test_a_desk_that_handed_in_is_made_anew_with_its_packages(filled, own_folder, tmp_path):
    filled.export(EAST)
    filled.change(EAST, "01/1", "21")
    filled.export(EAST)

    lost = tables_of(filled.desk(EAST))
    filled.desk(EAST).unlink()

    found = tables_of(rebuilt(filled.desk(EAST), tmp_path / "新.fuerdb"))
    assert found == lost
    assert len(found["submission"]) == 2


@pytest.mark.usefixtures("own_folder")
def test_an_office_is_made_anew_with_every_figure_it_took_in(filled, tmp_path):
    for unit in UNITS:
        filled.take_in([filled.export(unit).path])
    filled.change(WEST, "01/1", "41", reason="本年合并两个村")
    filled.export(WEST)
    filled.take_in()
    lost = tables_of(filled.office)
    filled.office.unlink()

    found = tables_of(rebuilt(filled.office, tmp_path / "新.fuerdb"))

    assert found == lost
    assert {row[0] for row in found["data_value"]} == {1, 2, 3, 4}
    assert [row[0] for row in found["finding"]] == [4]


@pytest.mark.usefixtures("own_folder")
def test_a_witness_begun_late_holds_the_years_before_too(two_years, tmp_path):
    two_years.record_history()
    lost = tables_of(two_years.office)
    two_years.office.unlink()

    assert tables_of(rebuilt(two_years.office, tmp_path / "新.fuerdb")) == lost


@pytest.mark.usefixtures("own_folder")
def test_an_office_that_is_behind_gets_packages_and_figures_back(filled):
    filled.take_in([filled.export(EAST).path])
    before = filled.office.read_bytes()
    filled.take_in([filled.export(WEST).path])
    after, counted = tables_of(filled.office), filled.counted()
    filled.office.write_bytes(before)

    with sessions.open_workspace(filled.office) as office:
        assert office.notices == []

    assert tables_of(filled.office) == after
    assert filled.counted() == counted


@pytest.mark.usefixtures("own_folder")
def test_a_large_file_begins_its_witness_in_portions(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(witnessing, "PORTION", 3)
    filled.fill(EAST, rows(EAST, 2025))
    lost = tables_of(filled.desk(EAST))

    source = restoring.sources(filled.desk(EAST)).witness
    assert all(len(list(line.rows)) <= 3 for line in witness.lines_of(source))
    assert tables_of(rebuilt(filled.desk(EAST), tmp_path / "新.fuerdb")) == lost


def test_a_witness_that_is_damaged_rebuilds_nothing(desk, tmp_path):
    desk.type({"01/1": "20", "02/1": "5"})
    lines = desk.witness.read_bytes().split(b"\n")
    lines[-3] = lines[-3].replace(b"01", b"07", 1)
    desk.witness.write_bytes(b"\n".join(lines))

    with pytest.raises(WorkspaceError, match=f"第{len(lines) - 2}行已损坏，没有改动它"):
        rebuilt(desk.path, tmp_path / "新.fuerdb")

    assert not (tmp_path / "新.fuerdb").exists()


def test_a_witness_without_content_rebuilds_nothing(desk, tmp_path):
    desk.witness.write_bytes(desk.witness.read_bytes().splitlines(keepends=True)[0])

    with pytest.raises(WorkspaceError, match="里没有内容，不能从它重建。请从备份恢复。"):
        rebuilt(desk.path, tmp_path / "新.fuerdb")

    assert not (tmp_path / "新.fuerdb").exists()


def test_rebuilding_never_writes_over_a_file(desk):
    before = desk.path.read_bytes()

    with pytest.raises(WorkspaceError, match="已经存在，没有改动它"):
        rebuilt(desk.path, desk.path)

    assert desk.path.read_bytes() == before


def no_commit(_action, statement, *_):
    """SQLite's authorizer: everything but the end of a transaction."""
    return sqlite3.SQLITE_DENY if statement == "COMMIT" else sqlite3.SQLITE_OK


def test_what_the_database_refused_is_not_in_the_witness(desk, tmp_path):
    with desk.open() as workspace:
        type_into(workspace, {"01/1": "20"})
        before = desk.witness.read_bytes()
        workspace.connection.set_authorizer(no_commit)
        with pytest.raises(Exception, match="not authorized"):
            type_into(workspace, {"01/1": "21"})
        workspace.connection.set_authorizer(None)

        assert desk.witness.read_bytes() == before
        assert cells_of(workspace) == {"01/1": "20"}
        type_into(workspace, {"01/1": "22"})
    lost = tables_of(desk.path)
    assert tables_of(rebuilt(desk.path, tmp_path / "新.fuerdb")) == lost


def test_a_line_that_was_refused_and_not_withdrawn_does_not_count(desk, tmp_path, monkeypatch):
    """The power went between the witness and the database, and the work went on."""
    with desk.open() as workspace:
        monkeypatch.setattr(witnessing.FileWitness, "withdraw", lambda _: None)
        workspace.connection.set_authorizer(no_commit)
        with pytest.raises(Exception, match="not authorized"):
            type_into(workspace, {"01/1": "21"})
        workspace.connection.set_authorizer(None)
        type_into(workspace, {"02/1": "5"})
    lost = tables_of(desk.path)

    assert tables_of(rebuilt(desk.path, tmp_path / "新.fuerdb")) == lost
    assert desk.notices == []


def test_a_witness_that_cannot_be_written_saves_nothing_and_says_so(desk, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with desk.open() as workspace:
        type_into(workspace, {"01/1": "20"})
        with monkeypatch.context() as broken:
            broken.setattr(witness, "_sync", full)
            with pytest.raises(WorkspaceError, match="这一步没有存盘。请腾出磁盘空间后重试。"):
                type_into(workspace, {"01/1": "21"})
        assert cells_of(workspace) == {"01/1": "20"}

        type_into(workspace, {"01/1": "22"})
    assert desk.cells == {"01/1": "22"}
    assert desk.notices == []


steps = st.lists(
    st.dictionaries(
        st.sampled_from(sorted(FIGURES[2025, EAST])),
        st.integers(0, 999).map(str) | st.just(""),
        min_size=1,
        max_size=3,
    ),
    max_size=8,
)


@settings(max_examples=25)
@given(done=steps, cut=st.integers(0, 8))
def test_a_file_of_any_moment_and_the_witness_of_a_later_one_come_level(new_desk, done, cut):
    desk = new_desk()
    with desk.open() as workspace:
        for step in done[:cut]:
            paste_into(workspace, step)
    then = desk.path.read_bytes()
    with desk.open() as workspace:
        for step in done[cut:]:
            paste_into(workspace, step)
    after = tables_of(desk.path)
    desk.path.write_bytes(then)

    desk.open().close()

    assert tables_of(desk.path) == after


@pytest.mark.usefixtures("own_folder")
def test_two_workspaces_have_two_witnesses(tmp_path):
    folders = set()
    for name in ("甲", "乙"):
        path = tmp_path / f"{name}.fuerdb"
        with sessions.create_workspace(path, Role.DESK, "11" * 32) as workspace:
            folders.add(paths.witness_folder(workspace.identity, path))
        with Workspace.look(path) as workspace:
            owner = witness.owner_of(restoring.sources(path).witness)
            assert (owner.workspace, owner.path) == (workspace.identity, str(path))

    assert len(folders) == 2
