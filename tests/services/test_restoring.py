"""Getting back: what would change is shown first, what is replaced is kept, nothing comes back."""

import random
import shutil

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import DataValue, Kind
from fuer_desktop.services import restoring, sessions
from fuer_desktop.store.journal import last_position
from fuer_desktop.store.workspace import Workspace
from tests.services.keeping import (
    PLACE,
    cells_of,
    explain_into,
    figure,
    files_of,
    key,
    paste_into,
    reasons_of,
    type_into,
    undo,
)
from tests.services.trial import EAST, FIGURES, UNITS
from tests.store.desk import tables_of

RESTORES = 100


def compared(desk, source):
    """What a person is shown before restoring; nothing is agreed to."""
    shown = []
    assert restoring.restore(desk.path, source, shown.append) is None
    return shown[0]


def by_place(comparison):
    return {
        f"{change.key.row}/{change.key.column}": (change.now.plain, change.then.plain)
        for change in comparison.cells
    }


def without_the_end(tables, rows):
    """The tables with only so many rows of the journal."""
    return {**tables, "journal": tables["journal"][:rows]}


# --- a hundred ----------------------------------------------------------------------------


@pytest.mark.timeout(300)
def test_a_hundred_restores_each_give_back_the_moment_of_the_backup(desk):
    chance = random.Random(4)
    cells = sorted(FIGURES[2025, EAST])
    moments = {}
    for _ in range(RESTORES):
        with desk.open() as workspace:
            for _ in range(chance.randrange(4)):
                chosen = chance.sample(cells, chance.randrange(1, 4))
                paste_into(workspace, {c: chance.choice(["", "7", "12", "955"]) for c in chosen})
            if chance.random() < 0.3 and len(list(workspace.journal.rows())) > 3:
                type_into(workspace, {"01/1": str(chance.randrange(900))})
                undo(workspace)
        kept = desk.back_up()
        moments[kept.path] = tables_of(desk.path)
        source = chance.choice([kept for kept in desk.backups if kept.path in moments])
        now, then = desk.cells, moments[source.path]

        comparison = compared(desk, source)
        desk.restore(source)

        number = source.backup.number
        assert without_the_end(tables_of(desk.path), number) == then
        with Workspace.look(desk.path) as workspace:
            [event] = list(workspace.journal.rows())[number:]
            assert (event.how, event.source) == ("restored", source.path.name)
        differing = {c: (now.get(c, ""), desk.cells.get(c, "")) for c in cells}
        assert by_place(comparison) == {c: two for c, two in differing.items() if two[0] != two[1]}


# --- what is shown ------------------------------------------------------------------------


def test_the_comparison_names_the_cells_that_differ_and_no_others(desk):
    desk.type({"01/1": "20", "02/1": "5", "03/1": "1000"})
    kept = desk.back_up()
    desk.type({"01/1": "21", "02/1": "", "04/1": "960"})

    comparison = compared(desk, kept)

    assert by_place(comparison) == {"01/1": ("21", "20"), "02/1": ("", "5"), "04/1": ("960", "")}
    assert (comparison.total, comparison.fewer, comparison.more) == (3, 3, 0)
    assert restoring.summary(comparison) == "与现在相比：3格不同，少3条变更记录，多0条。"
    assert [restoring.line_of(change) for change in comparison.cells] == [
        "990200101 2025年 TF-XZ01 第01行第1列：21 → 20",
        "990200101 2025年 TF-XZ01 第02行第1列：未填 → 5",
        "990200101 2025年 TF-XZ01 第04行第1列：960 → 未填",
    ]


def test_a_backup_that_has_more_than_the_file_says_so(desk):
    early = desk.back_up()
    desk.type({"01/1": "20", "02/1": "5"})
    late = desk.back_up()
    desk.restore(early)

    comparison = compared(desk, late)

    assert by_place(comparison) == {"01/1": ("", "20"), "02/1": ("", "5")}
    assert (comparison.fewer, comparison.more) == (1, 2)  # the note of the restore, two figures


def test_a_file_that_cannot_be_read_is_compared_with_nothing(desk):
    desk.type({"01/1": "20"})
    kept = desk.back_up()
    desk.path.write_bytes(b"SQLite format 3\0" * 400)

    comparison = compared(desk, kept)

    assert not comparison.readable
    assert restoring.summary(comparison) == "现在的文件读不出来，不能比较；恢复后共有1格数据。"


def test_the_same_shows_as_the_same(desk):
    desk.type({"01/1": "20"})

    comparison = compared(desk, desk.back_up())

    assert (comparison.cells, comparison.fewer, comparison.more) == ((), 0, 0)


def test_a_witness_shows_what_the_file_lost(desk):
    before = desk.keep_aside("before")
    desk.type({"01/1": "20", "02/1": "5"})
    shutil.move(before, desk.path)

    comparison = compared(desk, desk.witness)

    assert by_place(comparison) == {"01/1": ("", "20"), "02/1": ("", "5")}
    assert (comparison.fewer, comparison.more) == (0, 2)


# --- agreed or not ------------------------------------------------------------------------


def test_what_is_not_agreed_to_changes_nothing(desk):
    kept = desk.back_up()
    desk.type({"01/1": "20"})
    before = files_of(desk.path), desk.witness.read_bytes(), desk.backups

    for source in (kept, desk.witness):
        compared(desk, source)

    assert (files_of(desk.path), desk.witness.read_bytes(), desk.backups) == before
    assert [path for path in desk.path.parent.iterdir() if path.is_file()] == [desk.path]


def test_the_file_that_is_replaced_is_kept_and_can_be_opened(desk):
    kept = desk.back_up()
    desk.type({"01/1": "20"})

    done = desk.restore(kept)

    assert done.source == kept.path.name
    assert desk.cells == {}
    assert done.kept.name.startswith("东镇.20")
    with sessions.open_workspace(done.kept) as workspace:
        assert cells_of(workspace) == {"01/1": "20"}


def test_two_restores_in_one_second_keep_two_files(desk):
    first = desk.back_up()
    kept = []
    for figures in ({"01/1": "20"}, {"01/1": "21"}):
        desk.type(figures)
        kept.append(desk.restore(first).kept)

    found = []
    for path in kept:
        with sessions.open_workspace(path) as workspace:
            found.append(cells_of(workspace))
    assert found == [{"01/1": "20"}, {"01/1": "21"}]


def test_what_a_killed_program_left_in_sqlite_s_log_is_kept_too(desk):
    kept = desk.back_up()
    with desk.open() as workspace:
        type_into(workspace, {"01/1": "20"})
        left = files_of(desk.path)
    for name, content in left.items():
        (desk.path.parent / name).write_bytes(content)
    assert len(left) > 1

    done = desk.restore(kept)

    assert desk.cells == {}
    with sessions.open_workspace(done.kept) as workspace:
        assert cells_of(workspace) == {"01/1": "20"}


@pytest.mark.parametrize("spoil", ["cut", "torn", "gone"])
def test_a_file_that_is_damaged_or_gone_is_replaced_all_the_same(desk, spoil):
    desk.type({"01/1": "20"})
    kept = desk.back_up()
    content = desk.path.read_bytes()
    if spoil == "gone":
        desk.lose()
    else:
        desk.path.write_bytes(
            content[:9000] if spoil == "cut" else content[:4096].ljust(len(content), b"\xff")
        )
    damaged = files_of(desk.path)

    comparison = compared(desk, kept)
    done = desk.restore(kept)

    assert (comparison.readable, comparison.total) == (False, 1)
    assert desk.cells == {"01/1": "20"}
    if spoil == "gone":
        assert done.kept is None
    else:
        assert done.kept.read_bytes() == damaged[desk.path.name]


def test_what_was_given_up_does_not_come_back_by_itself(desk):
    desk.type({"01/1": "20"})
    kept = desk.back_up()
    desk.type({"01/1": "21", "02/1": "5"})
    desk.restore(kept)

    assert desk.notices == []
    assert desk.cells == {"01/1": "20"}
    desk.path.with_name(desk.path.name + ".holder").touch()  # the next opening looks closely
    assert desk.notices == []
    assert desk.cells == {"01/1": "20"}
    desk.type({"03/1": "1000"})
    desk.lose()
    desk.restore(desk.witness)
    assert desk.cells == {"01/1": "20", "03/1": "1000"}


def test_a_restore_is_backed_up_itself_and_can_be_taken_back(desk):
    early = desk.back_up()
    desk.type({"01/1": "20"})
    late = desk.back_up()
    desk.restore(early)

    later = [k.backup for k in desk.backups if k.backup.number > early.backup.number]
    assert sorted(backup.reason for backup in later) == ["by_hand", "restore"]
    desk.restore(late)
    assert desk.cells == {"01/1": "20"}


def test_undo_goes_on_from_where_the_backup_stood(desk):
    desk.type({"01/1": "20", "02/1": "5"})
    kept = desk.back_up()
    desk.type({"03/1": "1000"})
    desk.restore(kept)

    with desk.open() as workspace:
        assert "第02行第1列 5 → 未填" in undo(workspace)
        assert cells_of(workspace) == {"01/1": "20"}


# --- refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("spoil", ["one byte", "cut", "another backup"])
def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_changed(desk, spoil):
    other = desk.backups[0].path.read_bytes()
    desk.type({"01/1": "20"})
    kept = desk.back_up()
    whole = kept.path.read_bytes()
    spoiled = {"one byte": whole[:-1] + b"?", "cut": whole[:5000], "another backup": other}
    kept.path.write_bytes(spoiled[spoil])
    before = files_of(desk.path)

    with pytest.raises(WorkspaceError) as said:
        desk.restore(kept)

    assert str(said.value) == f"备份“{kept.path.name}”的内容变了，不能用来恢复。"
    assert files_of(desk.path) == before
    assert not list(desk.path.parent.glob("*.restoring*"))


def test_nothing_is_restored_while_somebody_has_the_file(desk):
    kept = desk.back_up()
    desk.type({"01/1": "20"})

    with desk.open(), pytest.raises(WorkspaceError, match="正由另一个程序窗口打开"):
        desk.restore(kept)

    assert desk.cells == {"01/1": "20"}


def test_after_a_refusal_the_file_can_be_opened(desk):
    kept = desk.back_up()
    kept.path.write_bytes(b"")
    with pytest.raises(WorkspaceError):
        desk.restore(kept)

    assert desk.notices == []


# --- where from ---------------------------------------------------------------------------


def test_backups_are_offered_newest_first_with_the_witness(desk):
    desk.type({"01/1": "20"})
    desk.back_up()

    found = restoring.sources(desk.path)

    assert [kept.backup.reason for kept in found.backups] == ["by_hand", "start"]
    assert found.witness == desk.witness


def test_a_backup_whose_file_is_gone_is_not_offered(desk):
    desk.type({"01/1": "20"})
    desk.back_up().path.unlink()

    assert [kept.backup.reason for kept in desk.backups] == ["start"]


@pytest.mark.usefixtures("own_folder")
def test_an_office_is_restored_with_all_its_figures_and_reasons(filled):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")
    filled.take_in([filled.export(unit).path for unit in UNITS])
    counted, tables = filled.counted(), tables_of(filled.office)
    with sessions.open_workspace(filled.office) as office:
        rows = last_position(office.connection).number
    filled.office.unlink()

    source = restoring.sources(filled.office).witness
    restoring.restore(filled.office, source, lambda _: True)

    assert filled.counted() == counted
    assert without_the_end(tables_of(filled.office), rows) == tables
    assert "本年合并两个村" in tables["finding"][0]


def test_a_reason_comes_back_with_the_backup_that_has_it(desk):
    with desk.open() as workspace:
        explain_into(workspace, {"01/1": "两个村合并了"})
    kept = desk.back_up()
    with desk.open() as workspace:
        explain_into(workspace, {"01/1": "另一个说得通的原因", "02/1": "后来才写的原因"})

    desk.restore(kept)

    with desk.open() as workspace:
        assert reasons_of(workspace) == {"01/1": "两个村合并了"}


def test_a_value_that_is_no_figure_is_compared_with_its_reason(desk):
    reasoned = DataValue(Kind.NO_DATA, None, "本年没有单独统计")
    with desk.open() as workspace:
        workspace.values.put(PLACE, {key("01/1"): (reasoned, 0)}, How.TYPED)
    kept = desk.back_up()
    desk.type({"01/1": "20"})

    [change] = compared(desk, kept).cells

    assert (change.place, change.key) == (PLACE, key("01/1"))
    assert (change.now, change.then) == (figure("20"), reasoned)
