"""What a file is, told by its content, and what the program does with it as things stand."""

import shutil

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import container, file_shapes
from fuer_desktop.services import handing_on, opening_files, sessions, verifying
from fuer_desktop.services.opening_files import Deed, Now, What
from fuer_desktop.store.workspace import Workspace
from tests.services import packages_of_each_kind
from tests.services.trial import EAST, HEALTH, WEST

TASK = "990200-2025"
AT_DESK = Now(unit=EAST, tasks=frozenset({TASK}))


@pytest.fixture(scope="session")
def each_once(filled_once, tmp_path_factory):
    """One package of each kind, made once; nobody changes them."""
    folder = tmp_path_factory.mktemp("each")
    return packages_of_each_kind.make_all(filled_once.copy(folder / "trial"), folder / "files")


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "数据.fuer"
    openpyxl.Workbook().save(path)
    return path


# --- what it is -----------------------------------------------------------------------------


def test_every_kind_is_known_by_its_content_whatever_it_is_called(each_once, filled, workbook):
    for kind, path in each_once.items():
        expected = What.SUBMISSION if kind == "sealed" else What(kind)
        seen = opening_files.kind_of(path)
        assert (seen.what, seen.fault) == (expected, "")
    strange = shutil.copy(filled.office, workbook.with_name("库.xlsx"))
    assert opening_files.kind_of(strange).what is What.WORKSPACE
    assert opening_files.kind_of(workbook).what is What.WORKBOOK


def test_an_old_workbook_is_a_workbook_too(tmp_path):
    path = tmp_path / "旧表"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500))
    assert opening_files.kind_of(path).what is What.WORKBOOK


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "一个字节也没有"),
        (b"%PDF-1.4", "核对是否拿错了文件"),
        (b"PK\3\4" + bytes(80), "核对是否拿错了文件"),
        ("张三，李四".encode("gb18030"), "核对是否拿错了文件"),
    ],
)
def test_what_is_none_of_ours_is_said_with_what_to_do(tmp_path, content, said):
    path = tmp_path / "甲.fuer"
    path.write_bytes(content)
    planned = opening_files.plan(opening_files.kind_of(path), Now())
    assert planned.deed is Deed.SAY
    assert said in planned.sentence
    assert "甲.fuer" in planned.sentence


def test_a_folder_is_no_file(tmp_path):
    planned = opening_files.plan(opening_files.kind_of(tmp_path), Now())
    assert planned.deed is Deed.SAY
    assert "接收" in planned.sentence


def test_a_file_that_is_gone_is_said(tmp_path):
    with pytest.raises(WorkspaceError, match="不在"):
        opening_files.kind_of(tmp_path / "没有.fuer")


def test_a_database_of_another_program_and_a_newer_workspace_are_told_apart(filled, tmp_path):
    import sqlite3

    foreign = tmp_path / "a.fuerdb"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    newer = tmp_path / "b.fuerdb"
    data = bytearray(filled.office.read_bytes())
    data[60:64] = (99).to_bytes(4, "big")
    newer.write_bytes(data)

    assert "不是本程序的工作库" in opening_files.kind_of(foreign).fault
    assert "较新版本" in opening_files.kind_of(newer).fault
    for path in (foreign, newer):
        seen = opening_files.kind_of(path)
        assert opening_files.plan(seen, Now()).deed is Deed.OPEN_WORKSPACE
        assert not verifying.verify_seen(seen).is_sound


@given(st.data())
def test_a_package_that_was_cut_or_changed_is_never_taken_for_a_whole_one(each_once, data):
    path = each_once[data.draw(st.sampled_from(sorted(each_once)))]
    whole = path.read_bytes()
    if data.draw(st.booleans()):
        broken = whole[: data.draw(st.integers(0, len(whole) - 1))]
    else:
        at = data.draw(st.integers(0, len(whole) - 1))
        bit = 1 << data.draw(st.integers(0, 7))
        broken = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
    spoilt = path.with_name("坏.fuer")
    spoilt.write_bytes(broken)

    seen = opening_files.kind_of(spoilt)
    found = verifying.verify_seen(seen)

    assert seen.what in (What.UNREADABLE, What.OTHER)
    assert not found.is_sound
    assert found.sentence.startswith("“坏.fuer”")
    assert opening_files.plan(seen, AT_DESK).deed is Deed.SAY


@given(st.binary(max_size=200))
@example(b"PK\3\4")
@example(b"SQLite format 3\0")
@example(b"PK\3\4" + bytes(26) + b"manifest.json")
def test_any_bytes_have_a_shape(data):
    assert file_shapes.shape_of(data) in file_shapes.Shape


def test_what_is_larger_than_a_package_can_be_is_refused_unread(tmp_path, each_once):
    path = tmp_path / "大.fuer"
    path.write_bytes(each_once["task"].read_bytes())
    with path.open("r+b") as file:
        file.truncate(container.MAX_BYTES + 5)
    assert "不可能是本程序的包" in opening_files.kind_of(path).fault


# --- what becomes of it ---------------------------------------------------------------------


def deed(path, now):
    return opening_files.plan(opening_files.kind_of(path), now).deed


@pytest.mark.parametrize(
    ("kind", "nothing_open", "office", "desk"),
    [
        ("task", Deed.OPEN_TASK, Deed.OPEN_TASK, Deed.OPEN_TASK),
        ("submission", Deed.SHOW, Deed.TAKE_IN, Deed.SHOW),
        ("sealed", Deed.SHOW, Deed.TAKE_IN, Deed.SHOW),
        ("inquiry", Deed.SHOW, Deed.TAKE_IN, Deed.SHOW),
        ("handover", Deed.TAKE_UP, Deed.TAKE_UP, Deed.TAKE_UP),
    ],
)
def test_what_is_done_depends_on_what_is_open(each_once, kind, nothing_open, office, desk):
    path = each_once[kind]
    assert deed(path, Now()) is nothing_open
    assert deed(path, Now(is_office=True)) is office
    assert deed(path, AT_DESK) is desk


def test_a_workspace_is_opened_and_a_workbook_taken_where_a_desk_is_open(filled, workbook):
    assert deed(filled.office, Now()) is Deed.OPEN_WORKSPACE
    assert deed(workbook, AT_DESK) is Deed.TAKE_WORKBOOK
    assert deed(workbook, Now()) is Deed.SAY
    assert deed(workbook, Now(is_office=True)) is Deed.SAY


@pytest.mark.parametrize("kind", ["return", "receipt"])
def test_an_answer_goes_to_the_desk_that_it_is_for(each_once, filled, kind):
    seen = opening_files.kind_of(each_once[kind])

    with Workspace.look(filled.desk(EAST)) as desk:
        now = opening_files.now_of(desk)
        assert now == AT_DESK
        assert opening_files.plan(seen, now).deed is Deed.ANSWER
    known = (filled.office, filled.folder / "gone.fuerdb", filled.desk(WEST), filled.desk(EAST))
    planned = opening_files.plan(seen, Now(known=known))
    assert (planned.deed, planned.workspace) == (Deed.ANSWER, filled.desk(EAST))
    assert "东镇" in planned.sentence
    other = opening_files.plan(seen, Now(unit=HEALTH, tasks=frozenset({TASK}), known=known[:3]))
    assert other.deed is Deed.SHOW
    assert f"请先打开{EAST}的工作库" in other.sentence


def test_an_answer_is_not_put_into_a_desk_that_somebody_else_goes_on_with(
    each_once, filled, tmp_path
):
    with sessions.open_workspace(filled.desk(EAST)) as desk:
        drawn = handing_on.draw_up(desk, "王小兰", "换电脑了")
        handing_on.mark(desk, drawn, tmp_path / "x.fuer")
    seen = opening_files.kind_of(each_once["return"])

    planned = opening_files.plan(seen, Now(known=(filled.desk(EAST),)))

    assert planned.deed is Deed.SHOW


def test_an_office_says_that_it_is_one(filled):
    with Workspace.look(filled.office) as office:
        assert opening_files.now_of(office) == Now(is_office=True)
