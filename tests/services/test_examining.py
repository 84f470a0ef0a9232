"""Is a file whole: every kind of damage is named, the file stays as it is, each end has a code."""

import shutil

import pytest

from fuer_desktop.services import backing_up, examining, paths, sessions, submitting
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.examining import Soundness
from fuer_desktop.store import database
from fuer_desktop.store.workspace import Workspace
from tests.services.keeping import Desk, files_of, paste_into, sql, type_into
from tests.services.trial import EAST, FIGURES, UNITS, WEST, WHO


def examined(path, *, deep=True):
    found = examining.examine_file(path, deep=deep)
    return found.soundness, "\n".join(found.sentences)


@pytest.fixture
def handed_in(desk, tmp_path):
    """A desk that handed in two versions and typed a little since."""
    with desk.open() as workspace:
        paste_into(workspace, FIGURES[2025, EAST])
        for members in ("21", "22"):
            type_into(workspace, {"01/1": members})
            submitting.export(workspace, load_task(workspace), WHO, tmp_path / "inbox")
        type_into(workspace, {"02/1": "4", "04/1": "955"})
    return desk


@pytest.fixture
def office(filled, own_folder):
    """An office that took all units in."""
    filled.take_in([filled.export(unit).path for unit in UNITS])
    return Desk(filled.office)


# --- sound --------------------------------------------------------------------------------


@pytest.mark.parametrize("deep", [False, True])
def test_a_sound_file_is_sound_and_not_touched(handed_in, deep):
    before = files_of(handed_in.path), handed_in.witness.read_bytes()

    with Workspace.look(handed_in.path) as workspace:
        rows = workspace.journal.position.number
    said = f"“{handed_in.path}”完好：{rows}条变更记录，6格数据。"
    assert examined(handed_in.path, deep=deep) == (Soundness.SOUND, said)

    assert (files_of(handed_in.path), handed_in.witness.read_bytes()) == before
    assert [path for path in handed_in.path.parent.iterdir() if path.is_file()] == [handed_in.path]


def test_a_sound_office_is_sound(office):
    assert examined(office.path)[0] is Soundness.SOUND


def test_an_open_workspace_can_be_examined_while_it_is_worked_on(handed_in):
    with handed_in.open() as workspace:
        type_into(workspace, {"03/1": "1001"})
        assert examining.examine(workspace, deep=True).soundness is Soundness.SOUND


def test_what_a_killed_program_left_is_sound(handed_in):
    with handed_in.open() as workspace:
        type_into(workspace, {"03/1": "1001"})
        left = files_of(handed_in.path)
    for name, content in left.items():
        (handed_in.path.parent / name).write_bytes(content)

    assert examined(handed_in.path)[0] is Soundness.SOUND
    assert files_of(handed_in.path) == left


@pytest.mark.parametrize("source", ["backup", "witness"])
def test_a_file_that_was_restored_is_sound(handed_in, source):
    first, *_ = handed_in.backups

    handed_in.restore(first if source == "backup" else handed_in.witness)

    assert examined(handed_in.path)[0] is Soundness.SOUND
    handed_in.type({"01/1": "30", "01/2": "4"})
    assert examined(handed_in.path)[0] is Soundness.SOUND


def test_a_file_that_was_moved_with_all_that_is_kept_of_it_is_sound(
    new_desk, tmp_path, monkeypatch
):
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(before / "state"))
    path = new_desk(before).path
    before.rename(after)
    monkeypatch.setenv("XDG_STATE_HOME", str(after / "state"))

    assert examined(after / path.name)[0] is Soundness.SOUND


def test_one_change_that_is_only_in_the_witness_yet_is_no_damage(handed_in):
    before = handed_in.keep_aside("before")
    handed_in.type({"03/1": "1001"})
    shutil.move(before, handed_in.path)

    assert examined(handed_in.path)[0] is Soundness.SOUND


# --- damaged ------------------------------------------------------------------------------

LAST_TYPED = "(SELECT max(number) FROM journal WHERE tbl <> '')"
TAMPERED = {
    "a figure": ("UPDATE data_value SET number = 7 WHERE row = '03'", "第03行第1列的数与变更记录"),
    "a reason": ("UPDATE data_value SET reason = '改' WHERE row = '03'", "第03行第1列的数与"),
    "a cell gone": ("DELETE FROM data_value WHERE row = '04'", "第04行第1列的数与变更记录不符"),
    "a cell more": (
        "INSERT INTO data_value SELECT 0, unit, form, period, tbl, '07', col, kind, number,"
        " decimals, reason, note FROM data_value WHERE row = '03'",
        "第07行第1列的数与变更记录不符",
    ),
    "a figure and its journal row": (
        "UPDATE journal SET new = replace(new, '1000', '9000') WHERE row = '03'",
        "变更记录从第",
    ),
    "a name in the journal": ("UPDATE journal SET who = '乙' WHERE number = 4", "变更记录从第4条"),
    "a journal row gone": ("DELETE FROM journal WHERE number = 5", "变更记录从第5条"),
    "two journal rows in each other's place": (
        "UPDATE journal SET number = CASE number WHEN 4 THEN -5 ELSE -4 END"
        " WHERE number IN (4, 5); UPDATE journal SET number = -number WHERE number < 0",
        "变更记录从第4条",
    ),
    "a task that is not there": (
        "UPDATE task_definition SET task = 'x' WHERE path = 'place.toml'",
        "表task_definition有1行指向表task里没有的内容",
    ),
    "a definition": (
        "UPDATE definition SET text = replace(text, '村委会', '居委会')",
        "任务定义“forms/TF-XZ01.toml”的内容变了。",
    ),
    "a package": (
        "UPDATE submission SET package = substr(package, 1, 900) WHERE number = 1",
        f"{EAST}第1版上报的数与它的上报包不符。",
    ),
    "another package": (
        "UPDATE submission SET package = (SELECT package FROM submission WHERE number = 2)"
        " WHERE number = 1",
        f"{EAST}第1版上报的数与它的上报包不符。",
    ),
    "a package gone": (
        "DELETE FROM submission WHERE number = 1", f"{EAST}第1版上报包不在了。",
    ),
    "the journal's end": (
        f"DELETE FROM journal WHERE number = {LAST_TYPED}",
        "第04行第1列的数与变更记录不符",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_with_a_desk_s_file_is_named(handed_in, what):
    statements, word = TAMPERED[what]
    sql(handed_in.path, *statements.split(";"))

    soundness, said = examined(handed_in.path)

    assert (soundness, word in said) == (Soundness.DAMAGED, True), said


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE data_value SET number = 7 WHERE row = '03' AND unit = '990200101'",
        "UPDATE data_value SET submission = 9 WHERE row = '03' AND unit = '990200101'",
        "DELETE FROM data_value WHERE row = '03' AND unit = '990200101'",
        "DELETE FROM data_value WHERE unit = '990200101'",
        "UPDATE submission SET package = (SELECT package FROM submission WHERE number = 2)"
        " WHERE number = 1",
        "UPDATE submission SET package = x'00' WHERE number = 1",
    ],
)
def test_figures_at_an_office_that_are_not_those_of_the_package_are_named(office, statement):
    sql(office.path, statement)

    assert examined(office.path) == (
        Soundness.DAMAGED, f"{EAST}第1版上报的数与它的上报包不符。",
    )  # fmt: skip


@pytest.fixture
def reasoned(filled, own_folder):
    """A desk that gave a reason, and the office that took it in."""
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")
    filled.take_in([filled.export(EAST).path])
    return filled


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE finding SET reason = '改过的原因说明'",
        "UPDATE finding SET by = '别人'",
        "UPDATE finding SET left = '42'",
        "DELETE FROM finding",
    ],
)
def test_reasons_that_are_not_those_that_were_given_are_named(reasoned, statement):
    assert examined(reasoned.desk(EAST))[0] is examined(reasoned.office)[0] is Soundness.SOUND
    sql(reasoned.desk(EAST), statement)
    sql(reasoned.office, statement)

    wrong = "审核关系TF-XZ01.R05（1/01/1）的原因与变更记录不符。"
    soundness, said = examined(reasoned.desk(EAST))
    assert (soundness, wrong in said) == (Soundness.DAMAGED, True)
    assert examined(reasoned.office) == (
        Soundness.DAMAGED, f"{EAST}第1版上报的原因与它的上报包不符。",
    )  # fmt: skip


def test_a_submission_that_is_gone_from_an_office_is_named(office):
    sql(
        office.path,
        f"DELETE FROM data_value WHERE unit = '{EAST}'",
        f"DELETE FROM submission WHERE unit = '{EAST}'",
    )

    assert examined(office.path) == (Soundness.DAMAGED, f"{EAST}第1版上报包不在了。")


def test_every_damaged_submission_is_named(office):
    sql(office.path, "DELETE FROM data_value")

    _, said = examined(office.path)

    assert [line[:9] for line in said.splitlines()] == [EAST, WEST, UNITS[2] + "第"]


def cut_the_end(path, rows):
    """Take the last changes back and the journal's rows about them, as if they never were."""
    with sessions.open_workspace(path) as workspace:
        last = workspace.journal.position.number
    sql(path, f"DELETE FROM journal WHERE number > {last - rows}")


def test_a_journal_whose_end_was_cut_off_is_seen_by_the_witness(handed_in):
    with handed_in.open() as workspace:
        for figure in ("1", "2", "3"):
            type_into(workspace, {"03/1": figure})
    sql(handed_in.path, "UPDATE data_value SET number = 1 WHERE row = '03'")
    cut_the_end(handed_in.path, 2)

    said = "第二份记录比工作库多2次改动，打开工作库时会补回。"
    assert examined(handed_in.path, deep=False) == (Soundness.DAMAGED, said)
    assert examined(handed_in.path, deep=True)[0] is Soundness.DAMAGED


def test_without_a_witness_it_is_seen_by_the_backups(handed_in):
    kept = handed_in.back_up()
    shutil.rmtree(handed_in.folder)
    cut_the_end(handed_in.path, 1)
    shutil.rmtree(handed_in.folder)
    sql(handed_in.path, "UPDATE data_value SET number = 960 WHERE row = '04'")

    said = f"变更记录缺了末尾：{kept.path.name}所记的位置已不在。"
    assert said in examined(handed_in.path)[1].splitlines()


def test_without_backups_it_is_seen_by_the_packages(handed_in):
    cut_the_end(handed_in.path, 5)  # from the last figure before version 2 was handed in
    was = {("01", "1"): 21, ("02", "1"): 5, ("04", "1"): 960}
    for (row, column), figure in was.items():
        where = f"row = '{row}' AND col = '{column}'"
        sql(handed_in.path, f"UPDATE data_value SET number = {figure} WHERE {where}")
    for kind in ("witness", "backups"):
        for folder in paths.kept_for(handed_in.path, kind):
            shutil.rmtree(folder)

    assert examined(handed_in.path) == (
        Soundness.DAMAGED, "变更记录缺了末尾：第2版上报包所记的位置已不在。",
    )  # fmt: skip


def test_a_file_of_another_history_than_its_witness_is_named(handed_in, tmp_path):
    fork = handed_in.keep_aside("fork")
    handed_in.type({"03/1": "1001"})
    with Workspace.open(fork) as workspace:
        type_into(workspace, {"03/1": "1002"})
        number = workspace.journal.position.number
    shutil.move(fork, handed_in.path)

    assert f"工作库与第二份记录不一致：从第{number}次改动起不同。" in examined(handed_in.path)[1]


@pytest.mark.parametrize("deep", [False, True])
def test_torn_pages_are_damage(handed_in, deep):
    content = handed_in.path.read_bytes()
    handed_in.path.write_bytes(content[:8192] + b"\xff" * 4096 + content[12288:])
    before = files_of(handed_in.path)

    assert examined(handed_in.path, deep=deep)[0] is Soundness.DAMAGED
    assert files_of(handed_in.path) == before


@pytest.mark.parametrize("content", [b"", b"PK\3\4" * 50, b"SQLite format 3\0" + bytes(9000)])
def test_what_is_no_workspace_is_damage_in_a_sentence(tmp_path, content):
    path = tmp_path / "东镇.fuerdb"
    path.write_bytes(content)

    assert examined(path) == (
        Soundness.DAMAGED, f"“{path}”不是本程序的工作库，没有改动它。请选 .fuerdb 文件。",
    )  # fmt: skip


def test_a_quick_look_does_not_read_every_cell(handed_in):
    sql(handed_in.path, TAMPERED["a figure"][0])

    assert examined(handed_in.path, deep=False)[0] is Soundness.SOUND


# --- the other ends -----------------------------------------------------------------------


def test_a_file_that_is_not_there_is_missing(tmp_path):
    path = tmp_path / "无.fuerdb"

    assert examined(path) == (
        Soundness.MISSING, f"工作库“{path}”不在。请核对路径，或先打开任务包新建工作库。",
    )  # fmt: skip
    assert examined(tmp_path)[0] is Soundness.MISSING
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_somebody_has_open_is_locked(handed_in):
    with handed_in.open():
        soundness, said = examined(handed_in.path)

    assert soundness is Soundness.LOCKED
    assert "正由另一个程序窗口打开" in said


def test_another_key_than_the_one_that_signed_is_said(handed_in):
    sql(handed_in.path, f"UPDATE setting SET value = '{'22' * 32}' WHERE name = 'private_key'")

    assert examined(handed_in.path) == (
        Soundness.WRONG_KEY, "工作库的签名密钥不是当初签发上报包的那一把。",
    )  # fmt: skip
    assert examined(handed_in.path, deep=False)[0] is Soundness.SOUND


def test_a_key_that_is_none_is_the_wrong_one(handed_in):
    sql(handed_in.path, "UPDATE setting SET value = '' WHERE name = 'private_key'")

    assert examined(handed_in.path)[0] is Soundness.WRONG_KEY


def test_the_codes_are_those_that_scripts_know():
    assert {end.name: int(end) for end in Soundness} == {
        "SOUND": 0, "DAMAGED": 1, "MISSING": 10, "LOCKED": 11, "WRONG_KEY": 12,
    }  # fmt: skip


def test_an_examined_file_still_says_that_its_last_program_was_killed(handed_in):
    note = handed_in.path.with_name(handed_in.path.name + ".holder")
    note.touch()

    examined(handed_in.path)

    assert note.exists()
    with database.known_faults(note), handed_in.open() as workspace:
        assert workspace.was_unclean
        assert backing_up.listed(workspace).backups
