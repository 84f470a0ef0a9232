"""A workspace goes to the next PC: sealed, marked here, taken up there, never in silence twice."""

import dataclasses
from unittest import mock

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import EntryError, FuerError, PackageError, WorkspaceError
from fuer_desktop.domain.handed_over import HandedOver
from fuer_desktop.formats import files, packages, sealing
from fuer_desktop.services import (
    attaching,
    backing_up,
    designing,
    examining,
    handing_on,
    overview,
    paths,
    sessions,
    submitting,
    taking_in,
    taking_up,
    undoing,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.editing import load_content
from fuer_desktop.services.jobs import Job
from fuer_desktop.store.workspace import Workspace
from tests.services.keeping import Desk, cells_of, type_into
from tests.services.trial import EAST, TOWNSHIP, WHO

CODE = "123456789012"
SAID = ("王小兰", "换电脑了")


@pytest.fixture(autouse=True)
def quick_sealing(monkeypatch):
    """The code costs a second by design; here it only has to be the right one."""

    def seal(data, code):
        return code.encode() + data

    def opened(sealed, code):
        if not sealed.startswith(code.encode()):
            raise sealing.CannotOpenError
        return sealed[len(code) :]

    monkeypatch.setattr(sealing, "seal_with_code", seal)
    monkeypatch.setattr(sealing, "opened_with_code", opened)


@pytest.fixture
def typed(desk):
    """A desk with some figures."""
    desk.type({"01/1": "20", "01/2": "6"})
    return desk


def hand_over(desk, folder, said=SAID):
    with desk.open() as workspace:
        return handing_on.hand_over(workspace, *said, folder)


def take_up(file, code, path):
    offer = taking_up.read(file)
    taking_up.take_up(offer, taking_up.opened(offer, code), path)
    return Desk(path)


@pytest.fixture
def handed(typed, tmp_path):
    """The old desk, which is marked, and the new one."""
    file, code = hand_over(typed, tmp_path / "stick")
    (tmp_path / "new").mkdir()
    return typed, take_up(file, code, tmp_path / "new" / "东镇.fuerdb")


def positions(desk):
    with Workspace.look(desk.path) as workspace:
        return [row.hash for row in workspace.journal.rows()]


# --- what arrives ---------------------------------------------------------------------------


def test_the_next_pc_goes_on_with_everything_where_the_last_one_stopped(handed):
    old, new = handed

    assert new.cells == {"01/1": "20", "01/2": "6"}
    assert new.notices == []
    common = positions(old)[:-1]
    assert positions(new)[: len(common)] == common
    with new.open() as there, Workspace.look(old.path) as here:
        assert there.private_key == here.private_key
        assert there.identity != here.identity
        assert there.handed_over is None
        assert "王小兰：换电脑了" in [row.new for row in there.journal.events()]
        task = load_task(there)
        undoing.undo(there, task)
        assert cells_of(there) == {"01/1": "20"}


def test_what_was_taken_up_is_sound_and_has_its_own_witness_and_backup(handed):
    _, new = handed

    assert examining.examine_file(new.path, deep=True).soundness is examining.Soundness.SOUND
    assert new.witness.exists()
    assert len(new.backups) == 1
    new.type({"02/1": "5"})
    new.lose()
    new.restore(new.witness)
    assert new.cells == {"01/1": "20", "01/2": "6", "02/1": "5"}


def test_attached_files_travel_too(typed, tmp_path):
    with typed.open() as workspace:
        task = load_task(workspace)
        paper = tmp_path / "证明.pdf"
        paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
        attaching.attach(workspace, task, TOWNSHIP, attaching.read_file(paper))
    file, code = hand_over(typed, tmp_path)

    new = take_up(file, code, tmp_path / "there.fuerdb")

    with new.open() as workspace:
        [own] = attaching.own_files(workspace, load_task(workspace))
        assert own.name == "证明.pdf"
        assert workspace.attachments.content(own.digest) == b"%PDF-1.4\n%%EOF\n"


def test_an_office_is_handed_over_the_same_way(filled, tmp_path):
    with sessions.open_workspace(filled.office) as office:
        file, code = handing_on.hand_over(office, "新电脑", "换电脑了", tmp_path)
    new = take_up(file, code, tmp_path / "there.fuerdb")

    submitted = filled.export(EAST)
    with pytest.raises(WorkspaceError, match="交接给新电脑"):
        filled.take_in([submitted.path])
    with new.open() as office:
        [line] = taking_in.take_in(office, [submitted.path], Job())
    assert line.outcome == taking_in.Outcome.NEW


def test_an_office_without_a_task_has_nothing_to_hand_over(tmp_path):
    designing.new_office(tmp_path / "office.fuerdb")
    with sessions.open_workspace(tmp_path / "office.fuerdb") as office:
        with pytest.raises(WorkspaceError, match="还没有任务"):
            handing_on.hand_over(office, *SAID, tmp_path)
        assert office.handed_over is None


def test_a_practice_book_is_not_handed_over(typed, tmp_path):
    with typed.open() as workspace:
        with workspace.commit(handing_on.How.CREATED):
            workspace.keep_practice_book("{}")
        with pytest.raises(WorkspaceError, match="演练本不用交接"):
            handing_on.hand_over(workspace, *SAID, tmp_path)


# --- the mark -------------------------------------------------------------------------------


def test_the_old_desk_takes_no_figure_no_reason_no_file_and_exports_nothing(filled, tmp_path):
    desk = Desk(filled.desk(EAST))
    hand_over(desk, tmp_path)
    paper = tmp_path / "证明.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")

    with desk.open() as workspace:
        task = load_task(workspace)
        [form] = task.own_forms
        before = cells_of(workspace)
        forbidden = (
            lambda: type_into(workspace, {"01/1": "99"}),
            lambda: undoing.undo(workspace, task),
            lambda: attaching.attach(workspace, task, TOWNSHIP, attaching.read_file(paper)),
            lambda: submitting.export(workspace, task, WHO, tmp_path / "out"),
        )
        for act in forbidden:
            with pytest.raises(WorkspaceError, match="交接给王小兰"):
                act()
        assert cells_of(workspace) == before
        assert "收回" in load_content(workspace, task, form).locked
    assert not (tmp_path / "out").exists()


def test_a_version_that_was_exported_before_is_not_written_again_either(filled, tmp_path):
    filled.export(EAST)
    hand_over(Desk(filled.desk(EAST)), tmp_path)
    for file in filled.inbox.iterdir():
        file.unlink()

    with pytest.raises(WorkspaceError, match="交接给王小兰"):
        filled.export(EAST)

    assert list(filled.inbox.iterdir()) == []


def test_the_old_desk_can_still_be_read_checked_and_backed_up(handed):
    old, _ = handed

    with old.open() as workspace:
        assert [note for note in workspace.notices if "交接给王小兰" in note]
        overview.desk_overview(workspace)
        submitting.obstacles(workspace, load_task(workspace))
        made = backing_up.back_up(workspace, backing_up.Reason.BY_HAND)
        assert made.reason == backing_up.Reason.BY_HAND
    assert old.cells == {"01/1": "20", "01/2": "6"}


def test_a_handover_that_got_lost_is_written_again_and_taken_up(handed, tmp_path):
    old, _ = handed
    first = {path.name for path in (tmp_path / "stick").iterdir()}

    file, code = hand_over(old, tmp_path / "stick", ("李四", "U盘丢了"))

    assert file.name not in first
    third = take_up(file, code, tmp_path / "third.fuerdb")
    with third.open() as workspace, Workspace.look(old.path) as here:
        assert workspace.handed_over is None
        assert here.handed_over.to == "李四"
    third.type({"02/1": "5"})


def test_only_a_reason_takes_it_back(handed):
    old, _ = handed

    with old.open() as workspace:
        with pytest.raises(EntryError, match="至少4个字"):
            handing_on.take_back(workspace, " 不要 ")
        handing_on.take_back(workspace, "新电脑坏了")
        type_into(workspace, {"01/1": "21"})
        [event] = [e for e in workspace.journal.events() if e.how == "reclaimed"]
        assert event.new == "新电脑坏了"
        with pytest.raises(WorkspaceError, match="不用收回"):
            handing_on.take_back(workspace, "再收一次")
    assert old.notices == []


def test_the_mark_survives_the_loss_of_the_file_and_an_older_backup(typed, tmp_path):
    backup = typed.back_up()
    hand_over(typed, tmp_path)

    typed.restore(backup)
    with typed.open() as workspace:
        assert workspace.handed_over.to == "王小兰"
    typed.lose()
    typed.restore(typed.witness)
    with typed.open() as workspace, pytest.raises(WorkspaceError, match="交接给王小兰"):
        type_into(workspace, {"01/1": "99"})


@pytest.mark.parametrize(
    ("to", "reason", "said"),
    [("  ", "换电脑了", "交接给谁"), ("王小兰", "换电脑", "至少4个字"), ("王小兰", "", "原因")],
)
def test_nobody_and_nothing_is_no_handover(typed, tmp_path, to, reason, said):
    with typed.open() as workspace, pytest.raises(EntryError, match=said):
        handing_on.hand_over(workspace, to, reason, tmp_path / "stick")
    assert not (tmp_path / "stick").exists()


# --- order, crashes, sizes -------------------------------------------------------------------


def test_where_the_file_cannot_be_written_nothing_is_marked(typed, tmp_path):
    (tmp_path / "file").write_text("")
    with typed.open() as workspace:
        with pytest.raises(WorkspaceError, match="写不成"):
            handing_on.hand_over(workspace, *SAID, tmp_path / "file")
        assert workspace.handed_over is None
        type_into(workspace, {"02/1": "5"})


def test_a_crash_before_the_mark_leaves_a_whole_file_and_a_desk_that_goes_on(typed, tmp_path):
    crash = mock.patch.object(handing_on, "mark", side_effect=KeyboardInterrupt)
    with typed.open() as workspace, pytest.raises(KeyboardInterrupt), crash:
        handing_on.hand_over(workspace, *SAID, tmp_path / "stick")

    [file] = (tmp_path / "stick").iterdir()
    assert taking_up.read(file).said.to == "王小兰"
    with typed.open() as workspace:
        assert workspace.handed_over is None


def test_what_was_typed_while_the_file_was_written_is_not_lost_behind_the_mark(typed, tmp_path):
    with typed.open() as workspace:
        drawn = handing_on.draw_up(workspace, *SAID)
        type_into(workspace, {"02/1": "5"})
        path = handing_on.write(drawn, CODE, tmp_path)
        with pytest.raises(WorkspaceError, match="再交接一次"):
            handing_on.mark(workspace, drawn, path)
        assert workspace.handed_over is None


def test_what_no_package_can_hold_is_said_with_another_way(typed, tmp_path, monkeypatch):
    monkeypatch.setattr(handing_on, "_MOST_BYTES", 1000)
    with typed.open() as workspace:
        with pytest.raises(WorkspaceError, match="直接拷到新电脑") as refused:
            handing_on.hand_over(workspace, *SAID, tmp_path / "stick")
        assert workspace.handed_over is None
    assert typed.path.name in str(refused.value)


# --- the code -------------------------------------------------------------------------------


@given(st.integers(0, 10**12 - 1), st.sampled_from(["", " ", "-", "　", "－", "–"]))
def test_a_code_is_read_as_people_write_it(number, between):
    code = f"{number:012}"
    assert handing_on.read_code(between.join(handing_on.in_groups(code).split())) == code
    full = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert handing_on.read_code(f" {full} ") == code


@given(st.text(max_size=16))
def test_what_is_no_code_is_said_before_anything_is_tried(typed_text):
    digits = [sign for sign in typed_text if sign.isdecimal()]
    if len(digits) == len(typed_text) == 12:
        assert handing_on.read_code(typed_text).isascii()
    elif len(digits) != 12:
        with pytest.raises(EntryError, match="12位数字"):
            handing_on.read_code(typed_text)


def test_codes_are_fresh_and_stand_nowhere_in_the_file_or_the_workspace(typed, tmp_path):
    with mock.patch.object(sealing, "seal_with_code", lambda data, _: data[::-1]):
        file, code = hand_over(typed, tmp_path)
    for written in (file, typed.path, typed.witness):
        assert code.encode() not in written.read_bytes()
    assert len({handing_on.new_code() for _ in range(20)}) == 20


def test_a_wrong_code_opens_nothing_and_always_says_the_same(typed, tmp_path):
    file, code = hand_over(typed, tmp_path)
    offer = taking_up.read(file)
    wrong = "000000000000" if code != "000000000000" else "1" * 12
    said = set()
    for _ in range(4):
        with pytest.raises(taking_up.WrongCodeError) as refused:
            taking_up.opened(offer, wrong)
        said.add(str(refused.value))
    assert len(said) == 1
    assert taking_up.opened(offer, code)


# --- taking up ------------------------------------------------------------------------------


def test_nothing_is_ever_written_over(typed, tmp_path):
    file, code = hand_over(typed, tmp_path)
    there = tmp_path / "there.fuerdb"
    there.write_bytes(b"something else")

    with pytest.raises(WorkspaceError, match="已经存在"):
        take_up(file, code, there)

    assert there.read_bytes() == b"something else"
    typed.lose()
    with pytest.raises(WorkspaceError, match="可以重建"):
        take_up(file, code, typed.path)


def test_what_a_crash_left_of_taking_up_does_not_get_into_the_next_try(typed, tmp_path):
    file, code = hand_over(typed, tmp_path)
    there = tmp_path / "there.fuerdb"
    for ending in ("", "-wal", "-journal"):
        (tmp_path / f"there.fuerdb.taking-up{ending}").write_bytes(b"half of something")

    new = take_up(file, code, there)

    assert new.cells == {"01/1": "20", "01/2": "6"}
    assert not list(tmp_path.glob("*.taking-up*"))


def test_a_handover_usually_goes_where_nothing_is_yet(typed, tmp_path):
    file, code = hand_over(typed, tmp_path)
    offer = taking_up.read(file)
    folder = tmp_path / "documents"
    first = taking_up.usual_path(offer, folder)
    assert first == folder / f"{EAST}.fuerdb"
    take_up(file, code, first)
    second = taking_up.usual_path(offer, folder)
    assert f"{EAST}_接手_" in second.name
    take_up(file, code, second)
    assert taking_up.usual_path(offer, folder).name.endswith("-2.fuerdb")


def test_a_workspace_inside_that_is_not_what_the_package_says_is_refused(typed, filled, tmp_path):
    file, code = hand_over(typed, tmp_path)
    offer = taking_up.read(file)
    with sessions.open_workspace(filled.office) as office:
        other = handing_on.draw_up(office, *SAID).content
    for content in (other, taking_up.opened(offer, code)[:-5000], b"no workspace"):
        with pytest.raises(FuerError):
            taking_up.take_up(offer, content, tmp_path / "there.fuerdb")
    foreign = dataclasses.replace(offer, manifest=_of_unit(offer.manifest, "990200102"))
    with pytest.raises(PackageError, match="与包上写的不一致"):
        taking_up.take_up(foreign, taking_up.opened(offer, code), tmp_path / "there.fuerdb")
    assert not list(tmp_path.glob("there*"))


def _of_unit(manifest, unit):
    return msgspec.structs.replace(manifest, unit=unit)


def test_a_task_package_is_no_handover(filled):
    with pytest.raises(PackageError, match="是任务包，这里要的是交接包"):
        taking_up.read(filled.package(EAST))


def test_another_workspace_of_the_unit_with_changes_of_its_own_is_told_and_kept(handed, tmp_path):
    old, new = handed
    new.type({"02/1": "5"})
    file, code = hand_over(new, tmp_path / "back")
    offer = taking_up.read(file)
    content = taking_up.opened(offer, code)

    [within] = taking_up.kin_of(content, [old.path, tmp_path / "gone.fuerdb"])
    assert (within.path, within.ahead) == (old.path, 0)
    assert "接手的这一份都有" in within.sentence
    with old.open() as workspace:
        handing_on.take_back(workspace, "还是这台好用")
        type_into(workspace, {"03/1": "1000", "04/1": "960"})
    [ahead] = taking_up.kin_of(content, [old.path, old.path])
    assert ahead.ahead == 2
    assert "2处改动" in ahead.sentence


def test_workspaces_of_other_units_are_no_kin(typed, filled, tmp_path):
    file, code = hand_over(typed, tmp_path)
    offer = taking_up.read(file)
    others = [filled.desk(unit) for unit in ("990200102", "990200WJ")]
    assert taking_up.kin_of(taking_up.opened(offer, code), [*others, filled.office]) == []
    found = taking_up.on_this_pc(filled.folder, [tmp_path / "gone.fuerdb", typed.path])
    assert {path.name for path in found} >= {"office.fuerdb", f"{EAST}.fuerdb", typed.path.name}
    assert tmp_path / "gone.fuerdb" not in found


# --- both go on -----------------------------------------------------------------------------


def test_where_both_go_on_their_versions_conflict_at_the_office(filled, tmp_path):
    old = Desk(filled.desk(EAST))
    file, code = hand_over(old, tmp_path)
    new = take_up(file, code, tmp_path / "there.fuerdb")
    with old.open() as workspace:
        handing_on.take_back(workspace, "新电脑坏了")
    sent = []
    for desk, figure in ((old, "21"), (new, "22")):
        with desk.open() as workspace:
            type_into(workspace, {"01/1": figure})
            task = load_task(workspace)
            sent.append(submitting.export(workspace, task, WHO, tmp_path / figure).path)

    outcomes = [line.outcome for line in filled.take_in(sent)]

    assert outcomes == ["new", "conflict"]


def test_where_only_the_next_pc_goes_on_its_version_follows_the_last(filled, tmp_path):
    first = filled.export(EAST).path
    file, code = hand_over(Desk(filled.desk(EAST)), tmp_path)
    new = take_up(file, code, tmp_path / "there.fuerdb")
    with new.open() as workspace:
        type_into(workspace, {"01/1": "21"})
        second = submitting.export(workspace, load_task(workspace), WHO, tmp_path / "out").path

    assert [line.outcome for line in filled.take_in([second, first])] == ["new", "older"]


# --- the file -------------------------------------------------------------------------------


def test_the_file_says_whose_it_is_and_why_but_none_of_its_content(typed, tmp_path):
    with mock.patch.object(sealing, "seal_with_code", lambda data, _: b"sealed" + bytes(len(data))):
        file, _ = hand_over(typed, tmp_path)
    package = packages.read_any(files.read_package_bytes(file), file.name)
    said, _ = packages.handover_of(package)

    assert file.name.startswith(f"{EAST}_交接_")
    assert (package.manifest.kind, package.manifest.unit) == ("handover", EAST)
    assert [form.code for form in package.manifest.forms] == [TOWNSHIP]
    assert (said.to, said.reason) == SAID
    assert TOWNSHIP.encode() not in package.attached["workspace.age"]


def test_a_mark_is_read_as_it_was_kept():
    mark = HandedOver("2026-05-01T08:00:00+08:00", "甲", "乙“丙”", "换\n电脑")
    assert HandedOver.read(mark.stored) == mark
    assert HandedOver.read("") is None
    assert mark.sentence.startswith("这个工作库已于2026-05-01交接给乙“丙”")


def test_free_names_are_never_taken(tmp_path):
    path = tmp_path / "a.fuer"
    for wanted in ("a.fuer", "a-2.fuer", "a-3.fuer"):
        found = paths.free(path)
        assert found.name == wanted
        found.touch()
