"""Files stand beside a form at the desk, travel with it, and are found at the office."""

import hashlib
import io
import zipfile

import pytest

from fuer_desktop.domain.attachments import MAX_FILE_BYTES, MAX_FILES
from fuer_desktop.domain.errors import EntryError, WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.formats import package_contents, packages
from fuer_desktop.services import (
    admitting,
    attaching,
    backing_up,
    restoring,
    sessions,
    taking_in,
    witnessing,
)
from fuer_desktop.services.attaching import GivenFile
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import EAST, HEALTH_FORM, TOWNSHIP, WEST, forge, key_of
from tests.store.desk import tables_of

PDF = b"%PDF-1.7\nseal\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture
def scan(tmp_path):
    """A scanned page on a stick."""
    path = tmp_path / "盖章页.pdf"
    path.write_bytes(PDF)
    return path


def attach(path, file, form=TOWNSHIP):
    """Attach a file at a desk."""
    with sessions.open_workspace(path, "甲") as desk:
        return attaching.attach(desk, load_task(desk), form, attaching.read_file(file))


def listed(path, unit=EAST):
    with sessions.open_workspace(path) as workspace:
        return attaching.files_of(workspace, load_task(workspace), unit)


def refused(desk, file, form=TOWNSHIP):
    """The sentence, after which nothing is different."""
    before = tables_of(desk.path)
    with pytest.raises((EntryError, WorkspaceError)) as error:
        attach(desk.path, file, form)
    assert tables_of(desk.path) == before
    return str(error.value)


# --- at the desk --------------------------------------------------------------------------


def test_an_attached_file_is_listed_with_who_and_when(desk, scan):
    attach(desk.path, scan)

    [found] = listed(desk.path).files
    assert (found.form, found.name, found.size) == (TOWNSHIP, "盖章页.pdf", len(PDF))
    assert found.digest == hashlib.sha256(PDF).hexdigest()
    assert found.by == "甲"
    assert found.at


def test_attaching_and_taking_away_are_in_the_history(desk, scan):
    attach(desk.path, scan)
    with desk.open() as workspace:
        task = load_task(workspace)
        [found] = attaching.own_files(workspace, task)
        attaching.detach(workspace, task, found)
        events = [row for row in workspace.journal.events() if row.how in ("attached", "detached")]

    digest = hashlib.sha256(PDF).hexdigest()
    assert [(row.how, row.who, row.new) for row in events] == [
        ("detached", "甲", f"盖章页.pdf {digest}"),
        ("attached", "甲", f"盖章页.pdf {digest}"),
    ]
    assert (events[1].source, events[1].form, events[1].unit) == (str(scan), TOWNSHIP, EAST)


def test_what_is_taken_away_leaves_the_file(desk, scan):
    attach(desk.path, scan)
    with desk.open() as workspace:
        task = load_task(workspace)
        [found] = attaching.own_files(workspace, task)
        attaching.detach(workspace, task, found)
        with pytest.raises(WorkspaceError, match="已经不在了"):
            attaching.detach(workspace, task, found)

    assert tables_of(desk.path)["attached_file"] == []


def test_a_copy_is_written_with_the_same_bytes_and_a_name_of_codes(desk, scan, tmp_path):
    attach(desk.path, scan)

    with desk.open() as workspace:
        found = attaching.files_of(workspace, load_task(workspace), EAST)
        [path] = attaching.save_all(workspace, found, tmp_path / "副本")
        chosen = attaching.save_one(workspace, found, found.files[0], tmp_path / "我的.pdf")

    digest = hashlib.sha256(PDF).hexdigest()
    assert path.name == f"{EAST}_{TOWNSHIP}_2025_附件01_{digest[:8]}.pdf"
    assert path.read_bytes() == chosen.read_bytes() == PDF


def test_a_copy_that_changed_in_the_workspace_is_not_written(desk, scan, tmp_path):
    attach(desk.path, scan)
    with desk.open() as workspace:
        workspace.connection.execute("UPDATE attached_file SET content = x'25'")
        found = attaching.files_of(workspace, load_task(workspace), EAST)
        with pytest.raises(WorkspaceError, match="内容变了"):
            attaching.save_all(workspace, found, tmp_path / "副本")

    assert not (tmp_path / "副本").exists()


# --- bad input ----------------------------------------------------------------------------


def file(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_an_empty_file_is_refused(desk, tmp_path):
    assert refused(desk, file(tmp_path, "空.pdf", b"")) == (
        "“空.pdf”是空文件，没有加。请核对是否拿错了文件。"
    )


def test_a_file_that_is_too_large_is_refused_and_never_read_whole(desk, tmp_path):
    path = tmp_path / "大.pdf"
    with path.open("wb") as large:
        large.write(b"%PDF-")
        large.truncate(MAX_FILE_BYTES * 1000)

    assert "超过5MB，没有加" in refused(desk, path)


def test_a_program_that_calls_itself_a_document_is_refused(desk, tmp_path):
    assert "不是 PDF" in refused(desk, file(tmp_path, "通知.pdf", b"MZ\x90\x00" + bytes(60)))


def test_an_archive_that_is_no_workbook_is_refused(desk, tmp_path):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("setup.exe", "MZ")

    sentence = refused(desk, file(tmp_path, "明细.xlsx", archive.getvalue()))

    assert sentence.startswith("“明细.xlsx”没有加：")


def test_a_workbook_is_attached_without_being_opened(desk, tmp_path):
    import openpyxl

    path = tmp_path / "明细.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["村", 12])
    book.save(path)

    assert attach(desk.path, path).name == "明细.xlsx"


def test_a_folder_and_a_file_that_is_gone_are_refused(desk, tmp_path):
    assert "读不出" in refused(desk, tmp_path)
    assert "不在。请核对路径" in refused(desk, tmp_path / "没有.pdf")


def test_a_name_with_a_path_and_odd_signs_becomes_harmless(desk, tmp_path):
    path = file(tmp_path, "a\\b\u202efdp.exe:1?.pdf", PDF)

    assert attach(desk.path, path).name == "bfdp.exe_1_.pdf"


def test_a_name_of_broken_bytes_is_kept_readable(desk, tmp_path):
    import os

    path = tmp_path / os.fsdecode("报".encode("gbk") + b".pdf")
    try:
        path.write_bytes(PDF)
    except OSError:
        pytest.skip("this file system refuses such names itself")

    assert attach(desk.path, path).name == "__.pdf"


def test_the_same_content_at_the_same_form_is_told_and_not_kept_twice(desk, scan, tmp_path):
    attach(desk.path, scan)

    sentence = refused(desk, file(tmp_path, "又一份.pdf", PDF))

    assert sentence == "“又一份.pdf”与已有的附件“盖章页.pdf”内容相同，没有重复存。"


def test_a_form_of_another_unit_is_refused_by_name(desk, scan):
    sentence = refused(desk, scan, HEALTH_FORM)

    assert sentence == f"{HEALTH_FORM}不是本单位要填的报表，附件没有加。本单位的报表：{TOWNSHIP}。"


def test_there_is_a_limit_for_all_files_of_a_unit(desk, tmp_path):
    for number in range(2):
        content = PDF.ljust(MAX_FILE_BYTES - number)
        attach(desk.path, file(tmp_path, f"{number}.pdf", content))

    assert "超过10MB" in refused(desk, file(tmp_path, "第三份.pdf", PDF))


def test_there_is_a_limit_for_their_number(desk, tmp_path):
    with desk.open() as workspace:
        task = load_task(workspace)
        for number in range(MAX_FILES):
            given = GivenFile(f"{number}.pdf", PDF + bytes([number]), "")
            attaching.attach(workspace, task, TOWNSHIP, given)

    assert "最多20个" in refused(desk, file(tmp_path, "再一份.pdf", PDF))


def test_a_full_disk_changes_nothing_and_says_so(desk, tmp_path):
    path = file(tmp_path, "大.pdf", PDF.ljust(MAX_FILE_BYTES))
    with desk.open() as workspace:
        [(pages,)] = workspace.connection.rows("PRAGMA page_count")
        workspace.connection.execute(f"PRAGMA max_page_count = {pages + 10}")
        with pytest.raises(WorkspaceError, match="磁盘已满"):
            attaching.attach(workspace, load_task(workspace), TOWNSHIP, attaching.read_file(path))
        assert attaching.own_files(workspace, load_task(workspace)) == ()
        assert not any(row.how == How.ATTACHED for row in workspace.journal.rows())

    with desk.open() as again:  # the witness does not have it either
        assert again.notices == []
        assert attaching.own_files(again, load_task(again)) == ()


def test_a_copy_to_be_looked_at_takes_no_file(desk, scan):
    with Workspace.look(desk.path) as copied, pytest.raises(WorkspaceError, match="只读副本"):
        attaching.attach(copied, load_task(copied), TOWNSHIP, attaching.read_file(scan))


def test_a_copy_that_cannot_be_written_is_told(desk, scan, tmp_path):
    attach(desk.path, scan)
    (tmp_path / "挡路").write_bytes(b"")
    with desk.open() as workspace:
        found = attaching.files_of(workspace, load_task(workspace), EAST)
        with pytest.raises(WorkspaceError, match="写不成"):
            attaching.save_all(workspace, found, tmp_path / "挡路")


# --- nothing is lost ----------------------------------------------------------------------


def test_the_witness_has_one_line_for_it_and_gives_it_back(desk, scan, tmp_path):
    with desk.open() as workspace:
        before = len(desk.witness.read_bytes().splitlines())
        attaching.attach(workspace, load_task(workspace), TOWNSHIP, attaching.read_file(scan))
        assert len(desk.witness.read_bytes().splitlines()) == before + 1
    lost = tables_of(desk.path)
    desk.path.unlink()

    source = restoring.sources(desk.path).witness
    witnessing.rebuild(source, tmp_path / "新.fuerdb").close()

    assert tables_of(tmp_path / "新.fuerdb") == lost
    assert [row[1] for row in lost["attached_file"]] == [PDF]


def test_a_new_witness_is_written_in_lines_that_are_not_too_long(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(witnessing, "PORTION_BYTES", 4000)
    with desk.open() as workspace:
        task = load_task(workspace)
        for number in range(4):
            given = GivenFile(f"{number}.pdf", PDF.ljust(3000 + number), "")
            attaching.attach(workspace, task, TOWNSHIP, given)
        workspace.witness.close()
        witnessing.begin(workspace, tmp_path / "witness")
    lines = (tmp_path / "witness" / "changes-0001.jsonl").read_bytes().splitlines()

    assert max(line.count(b'{"b64":') for line in lines) == 2
    witnessing.rebuild(tmp_path / "witness" / "changes-0001.jsonl", tmp_path / "新.fuerdb").close()
    assert tables_of(tmp_path / "新.fuerdb") == tables_of(desk.path)


def test_a_backup_has_it(desk, scan):
    attach(desk.path, scan)
    with desk.open() as workspace:
        made = backing_up.back_up(workspace, backing_up.Reason.BY_HAND)
        path = backing_up.folder_of(workspace) / made.name

    with Workspace.look(path) as kept:
        assert kept.attachments.content(hashlib.sha256(PDF).hexdigest()) == PDF


def test_a_changed_content_is_found_by_an_examination(desk, scan):
    from fuer_desktop.services import examining

    attach(desk.path, scan)
    assert examining.examine_file(desk.path, deep=True).soundness == 0
    with desk.open() as workspace:
        workspace.connection.execute("UPDATE attached_file SET content = x'25'")

    found = examining.examine_file(desk.path, deep=True)

    assert found.soundness == 1
    assert "附件“盖章页.pdf”的内容变了。" in found.sentences


# --- handed in ----------------------------------------------------------------------------


@pytest.mark.usefixtures("own_folder")
def test_the_office_gets_the_files_with_the_submission(filled, scan, tmp_path):
    attach(filled.desk(EAST), scan)
    sent = filled.export(EAST)
    filled.take_in([sent.path, filled.export(WEST).path])

    found = listed(filled.office)

    assert (found.unit, found.version) == (EAST, 1)
    assert [(one.form, one.name, one.size) for one in found.files] == [
        (TOWNSHIP, "盖章页.pdf", len(PDF))
    ]
    assert listed(filled.office, WEST).files == ()
    with sessions.open_workspace(filled.office) as office:
        [whole] = attaching.files_of_all(office, load_task(office))
        [path] = attaching.save_all(office, whole, tmp_path / "收到的")
    assert path.read_bytes() == PDF
    assert packages.read(sent.path.read_bytes(), "", "submission").manifest.format == 4


@pytest.mark.usefixtures("own_folder")
def test_the_office_sees_the_files_of_the_version_that_counts(filled, scan, tmp_path):
    attach(filled.desk(EAST), scan)
    filled.take_in([filled.export(EAST).path])
    attach(filled.desk(EAST), file(tmp_path, "公章.png", PNG))
    filled.take_in([filled.export(EAST).path])

    found = listed(filled.office)

    assert (found.version, sorted(one.name for one in found.files)) == (
        2, ["公章.png", "盖章页.pdf"],
    )  # fmt: skip


@pytest.mark.usefixtures("own_folder")
def test_an_office_is_made_anew_with_the_files_it_took_in(filled, scan, tmp_path):
    attach(filled.desk(EAST), scan)
    filled.take_in([filled.export(EAST).path])
    lost = tables_of(filled.office)
    source = restoring.sources(filled.office).witness
    filled.office.unlink()

    witnessing.rebuild(source, tmp_path / "新.fuerdb").close()

    assert tables_of(tmp_path / "新.fuerdb") == lost
    assert [one.name for one in listed(tmp_path / "新.fuerdb").files] == ["盖章页.pdf"]


def test_nothing_attached_is_written_as_before(filled):
    sent = filled.export(EAST)

    assert packages.read(sent.path.read_bytes(), "", "submission").manifest.format < 4


@pytest.mark.parametrize("spoil", ["form", "twice", "content"])
@pytest.mark.usefixtures("own_folder")
def test_a_submission_with_files_that_the_program_would_not_attach_is_refused(
    filled, scan, spoil, tmp_path
):
    import msgspec

    attach(filled.desk(EAST), scan)
    sent = filled.export(EAST).path

    def change(content):
        [said] = content.attachments
        others = {
            "form": [msgspec.structs.replace(said, form=HEALTH_FORM)],
            "twice": [said, said],
            "content": [msgspec.structs.replace(said, name="盖章页.xlsx")],
        }
        return msgspec.structs.replace(content, attachments=others[spoil])

    ending = "xlsx" if spoil == "content" else "pdf"
    forged = forge(
        sent, tmp_path / "伪.fuer", key_of(filled.desk(EAST)), change,
        attached={f"attachment-01.{ending}": PDF},
    )  # fmt: skip

    [line] = filled.take_in([forged])

    assert line.outcome == admitting.Outcome.DAMAGED
    assert "附件“盖章页." in line.message
    assert listed(filled.office).files == ()


@pytest.mark.usefixtures("own_folder")
def test_a_submission_with_more_than_a_unit_may_attach_is_refused(filled, tmp_path):
    import msgspec

    contents = [PDF.ljust(MAX_FILE_BYTES - number) for number in range(3)]
    attachments = [
        package_contents.SaidAttachment(
            form=TOWNSHIP, name="a.pdf", size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for content in contents
    ]  # fmt: skip
    forged = forge(
        filled.export(EAST).path, tmp_path / "伪.fuer", key_of(filled.desk(EAST)),
        lambda content: msgspec.structs.replace(content, attachments=attachments), format=4,
        attached=dict(zip(packages.members_of(attachments), contents, strict=True)),
    )  # fmt: skip

    [line] = filled.take_in([forged])

    assert line.outcome == admitting.Outcome.DAMAGED
    assert "附件“a.pdf”不是本程序会附上的" in line.message


@pytest.mark.usefixtures("own_folder")
def test_large_packages_are_taken_in_a_few_at_a_time(filled, monkeypatch):
    sent = [filled.export(unit).path for unit in (EAST, WEST)]
    monkeypatch.setattr(taking_in, "BATCH_BYTES", sent[0].stat().st_size)

    assert [line.outcome for line in filled.take_in(sent)] == ["new", "new"]

    with sessions.open_workspace(filled.office) as office:
        rows = [row for row in office.journal.rows() if row.how == How.TAKEN_IN]
    assert len({row.step for row in rows}) == 2


def test_a_restore_names_the_files_that_would_go_and_come_back(desk, scan):
    with desk.open() as workspace:
        backing_up.back_up(workspace, backing_up.Reason.BY_HAND)
    bare = desk.backups[-1]
    attach(desk.path, scan)
    with desk.open() as workspace:
        backing_up.back_up(workspace, backing_up.Reason.BY_HAND)
    with_file = desk.backups[-1]
    asked = []

    restoring.restore(desk.path, bare, lambda found: bool(asked.append(restoring.summary(found))))
    desk.restore(bare)
    restoring.restore(
        desk.path, with_file, lambda found: bool(asked.append(restoring.summary(found)))
    )

    assert [said.rpartition("。附件")[2] for said in asked] == [
        "会少：盖章页.pdf。", "会回来：盖章页.pdf。",
    ]  # fmt: skip
