"""The office's keys: made once, kept on paper, replaced after a loss; the code is nowhere else."""

import re
from pathlib import Path

import msgspec
import pytest

from fuer_desktop.domain import recovery_code
from fuer_desktop.domain.errors import EntryError, FuerError, PackageError, WorkspaceError
from fuer_desktop.formats import packages, sealing, signing
from fuer_desktop.formats.package_contents import OnPaper
from fuer_desktop.services import (
    backing_up,
    examining,
    office_keys,
    opening_answers,
    questions,
    receipts,
    verifying,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.manifests import said_of_key
from fuer_desktop.services.office_keys import SheetState
from fuer_desktop.services.sessions import open_workspace
from tests.services.trial import EAST, WEST, Trial, forge, key_of, rows

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def office(tmp_path):
    """An office with its recovery code."""
    path = tmp_path / "office.fuerdb"
    return path, office_keys.new_office(path)


def said(path):
    with open_workspace(path) as workspace:
        return said_of_key(workspace.office)


def public_key(path):
    with open_workspace(path) as workspace:
        return signing.public_key_of(workspace.private_key)


def secrets_of(code):
    """Everything secret that follows from a code, as it could stand in a file."""
    seed = recovery_code.seed_of(code)
    derived = [sealing.derived(seed.hex(), f"office {what}") for what in ("root", "escrow")]
    return [
        form
        for secret in (seed, *derived)
        for form in (secret, secret.hex().encode(), secret.hex().upper().encode())
    ]


def test_a_new_office_introduces_its_first_key_and_names_whom_to_seal_for(office):
    path, _ = office
    office_key = said(path)

    assert office_key.number == 1
    assert office_keys.is_introduced(office_key, public_key(path))
    assert len(set(office_key.recipients)) == 2
    assert all(map(sealing.is_recipient, office_key.recipients))


def test_the_code_stands_in_no_file_of_the_workspace(office, tmp_path):
    path, code = office
    with open_workspace(path) as workspace:
        office_keys.check_sheet(workspace, code)
        office_keys.replace_key(workspace, code)
        backing_up.back_up(workspace, backing_up.Reason.BY_HAND)

    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert any("witness" in str(file) for file in files)
    assert any("backups" in str(file) for file in files)
    groups = code.split()
    for file in files:
        data = file.read_bytes()
        assert [secret for secret in secrets_of(code) if secret in data] == []
        assert not re.search(rf"{groups[0]}\D*{groups[1]}".encode(), data)


def test_the_sheet_of_an_office_is_known_from_any_other(office, tmp_path):
    path, code = office
    other = office_keys.new_office(tmp_path / "other.fuerdb")
    with open_workspace(path) as workspace:
        with pytest.raises(WorkspaceError, match="不是本办公室的"):
            office_keys.check_sheet(workspace, other)
        with pytest.raises(EntryError, match="第1组"):
            office_keys.check_sheet(workspace, "000001" + code[6:])
        assert office_keys.standing(workspace).state is SheetState.MADE

        fingerprint = office_keys.check_sheet(workspace, code)

        assert office_keys.standing(workspace).state is SheetState.KEPT
        assert fingerprint in dict(office_keys.sheet_of(workspace, code).facts).values()


def test_a_sheet_that_nobody_kept_can_be_made_again_until_a_task_is_out(office):
    path, code = office
    again = office_keys.new_code()
    with open_workspace(path) as workspace:
        office_keys.adopt_sheet(workspace, again)
        before = workspace.office
        office_keys.adopt_sheet(workspace, again)
        assert workspace.office == before
        office_keys.check_sheet(workspace, again)
        with pytest.raises(WorkspaceError, match="不能再做另一张"):
            office_keys.adopt_sheet(workspace, office_keys.new_code())
        with pytest.raises(WorkspaceError, match="不是本办公室的"):
            office_keys.check_sheet(workspace, code)


def test_once_a_task_is_out_its_root_stays(filled):
    with (
        open_workspace(filled.office) as workspace,
        pytest.raises(WorkspaceError, match="不能再做另一张"),
    ):
        office_keys.adopt_sheet(workspace, office_keys.new_code())


def test_an_older_office_gets_its_sheet_later_and_its_desks_learn_the_root(tmp_path):
    trial = Trial(tmp_path)
    office_keys.new_office_without_sheet(trial.office)
    trial.hand_out()
    trial.open(EAST)
    with open_workspace(trial.desk(EAST)) as desk:
        assert desk.tasks.all()[0].office == ""
    with open_workspace(trial.office) as workspace:
        with pytest.raises(WorkspaceError, match="还没有恢复单"):
            office_keys.replace_key(workspace, "1")
        assert office_keys.standing(workspace).state is SheetState.NONE
        office_keys.adopt_sheet(workspace, office_keys.new_code())
    trial.hand_out()
    trial.open(EAST)

    with open_workspace(trial.desk(EAST)) as desk:
        assert said_of_key(desk.tasks.all()[0].office) == said(trial.office)


# --- a new key ----------------------------------------------------------------------------


@pytest.fixture
def round_with_code(tmp_path):
    """East has its task, filled and not sent; the office knows its code."""
    trial = Trial(tmp_path)
    code = office_keys.new_office(trial.office)
    trial.hand_out()
    trial.open(EAST)
    trial.fill(EAST, rows(EAST, 2025))
    return trial, code


def replace(trial, code, **how):
    with open_workspace(trial.office) as workspace:
        return office_keys.replace_key(workspace, code, **how)


def outcomes(trial):
    return [line.outcome for line in trial.take_in()]


def test_a_new_key_has_a_higher_number_and_reads_what_was_sealed_before(round_with_code):
    trial, code = round_with_code
    before, key = said(trial.office), public_key(trial.office)
    sealed = [sealing.seal(b"x", [recipient]) for recipient in before.recipients]

    replace(trial, code)

    after = said(trial.office)
    assert after.number > before.number
    assert after.root == before.root
    assert after.recipients[1] == before.recipients[1]
    assert public_key(trial.office) != key
    with open_workspace(trial.office) as workspace:
        assert sealing.opened(sealed[0], workspace.reading_keys) == b"x"
        with pytest.raises(sealing.CannotOpenError):  # that is for the sheet alone
            sealing.opened(sealed[1], workspace.reading_keys)


def test_a_package_that_is_under_way_while_the_key_is_replaced_comes_in(round_with_code):
    trial, code = round_with_code
    trial.export(EAST)

    replace(trial, code)

    assert outcomes(trial) == ["new"]


def test_a_desk_follows_the_new_key_and_hands_in_to_it(round_with_code):
    trial, code = round_with_code
    old_task = trial.package(EAST).read_bytes()
    first = trial.export(EAST)
    replace(trial, code)
    trial.hand_out()

    trial.open(EAST)
    again = trial.export(EAST)

    assert not again.again
    assert again.version == first.version + 1
    manifest = packages.read(again.path.read_bytes(), "", "submission").manifest
    assert manifest.recipient == public_key(trial.office)
    assert sorted(outcomes(trial)) == ["new", "newer"]
    trial.package(EAST).write_bytes(old_task)
    with pytest.raises(WorkspaceError, match="旧的已停用"):
        trial.open(EAST)


def test_whoever_stole_the_old_key_is_refused_by_a_desk_that_knows_the_new_one(round_with_code):
    trial, code = round_with_code
    with open_workspace(trial.office) as workspace:
        stolen = workspace.private_key
    replace(trial, code)
    trial.hand_out()
    task = packages.read(trial.package(EAST).read_bytes(), "", "task")
    trial.open(EAST)
    false_root = signing.new_private_key()
    number = task.manifest.office.number + 1
    public = signing.public_key_of(stolen)
    said_by_thief = msgspec.structs.replace(
        task.manifest.office,
        number=number,
        root=signing.public_key_of(false_root),
        introduction=signing.introduce(false_root, number, public),
    )
    borrowed = msgspec.structs.replace(task.manifest.office, number=number)

    for office in (None, said_by_thief, borrowed):
        manifest = msgspec.structs.replace(task.manifest, sender=public, office=office)
        made = packages.make(manifest, packages.task_of(task), stolen)
        trial.package(EAST).write_bytes(made.data)
        with pytest.raises(FuerError):
            trial.open(EAST)


def test_a_receipt_that_the_former_key_signed_is_given_anew_and_its_unit_opens_it(round_with_code):
    trial, code = round_with_code
    trial.take_in([trial.export(EAST).path])
    first = receipt(trial)
    assert receipt(trial).again
    replace(trial, code)
    trial.hand_out()
    trial.open(EAST)

    second = receipt(trial)

    assert (second.again, first.number, second.number) == (False, 1, 2)
    with open_workspace(trial.desk(EAST)) as desk:
        assert "回执2号" in opening_answers.open_answer(desk, second.path).sentence


def receipt(trial):
    with open_workspace(trial.office) as office:
        [written] = receipts.write_for_latest(office, EAST, trial.folder / "receipts", Job())
        return written


def test_a_new_key_that_the_root_introduces_is_known_as_the_office_before_it_is_opened(
    round_with_code,
):
    trial, code = round_with_code
    before = trial.package(EAST).read_bytes()
    replace(trial, code)
    trial.hand_out()

    with open_workspace(trial.desk(EAST)) as desk:
        found = verifying.verify(trial.package(EAST), desk)
        assert dict(found.facts)["密钥核对"] == "是本任务办公室换用的新密钥，由恢复单作证"
        assert found.is_sound
    trial.open(EAST)
    trial.package(EAST).write_bytes(before)
    with open_workspace(trial.desk(EAST)) as desk:
        assert not verifying.verify(trial.package(EAST), desk).is_sound


def test_a_paper_that_was_entered_with_the_old_key_stays_and_the_thief_enters_none(
    round_with_code, tmp_path
):
    trial, code = round_with_code
    stolen = key_of(trial.office)
    paper = {"on_paper": OnPaper(by="甲", at="2026-05-18", seen="盖章件"), "format": 5}
    before, after = (
        forge(trial.export(EAST).path, tmp_path / name, stolen, **paper, version=version)
        for name, version in (("1.fuer", 1), ("2.fuer", 2))
    )
    assert [line.outcome for line in trial.take_in([before])] == ["new"]

    replace(trial, code)

    assert [line.outcome for line in trial.take_in([before, after])] == ["same", "untrusted"]
    own = forge(trial.export(EAST).path, tmp_path / "3.fuer", key_of(trial.desk(EAST)), **paper)
    assert [line.outcome for line in trial.take_in([own])] == ["untrusted"]
    with open_workspace(trial.office) as office:
        assert questions.questions(office, load_task(office)) == []  # nobody's answer helps
    assert trial.counted()[EAST]["01/2"] == "6"


def test_two_keys_made_on_one_day_have_two_numbers(round_with_code):
    trial, code = round_with_code
    first, second = replace(trial, code).number, replace(trial, code).number

    assert second > first


def test_a_number_may_be_demanded_and_none_is_beyond_all_measure(round_with_code):
    trial, code = round_with_code

    assert replace(trial, code, least=50_000).number == 50_000
    with pytest.raises(WorkspaceError, match="太大"):
        replace(trial, code, least=100_001)
    assert said(trial.office).number == 50_000


def test_with_a_wrong_code_nothing_changes(round_with_code):
    trial, code = round_with_code
    before = public_key(trial.office)

    for wrong in (code[:-1] + str((int(code[-1]) + 1) % 10), ""):
        with pytest.raises(EntryError):
            replace(trial, wrong)
    assert public_key(trial.office) == before


def test_backups_from_before_the_key_was_replaced_stay_listed(round_with_code):
    trial, code = round_with_code
    with open_workspace(trial.office) as workspace:
        backing_up.back_up(workspace, backing_up.Reason.BY_HAND)
        before = {backup.name for backup in backing_up.listed(workspace).backups}
    replace(trial, code)

    with open_workspace(trial.office) as workspace:
        assert before <= {backup.name for backup in backing_up.listed(workspace).backups}
        assert examining.examine(workspace, deep=True).soundness == examining.Soundness.SOUND


def test_a_desk_makes_no_keys_of_an_office(round_with_code):
    trial, code = round_with_code
    with open_workspace(trial.desk(EAST)) as desk:
        for act in (office_keys.adopt_sheet, office_keys.replace_key, office_keys.begin_again):
            with pytest.raises(WorkspaceError, match="填报单位的工作库"):
                act(desk, code)


# --- from the code alone ------------------------------------------------------------------


@pytest.fixture
def lost(round_with_code, tmp_path):
    """The office's computer is gone; a new one begins from the code, with the same task."""
    trial, code = round_with_code
    before = said(trial.office)
    old_task = tmp_path / "旧任务.fuer"
    old_task.write_bytes(trial.package(EAST).read_bytes())
    trial.export(EAST)
    anew = Trial(tmp_path / "anew")
    anew.folder.mkdir()
    office_keys.office_from_code(anew.office, code)
    anew.hand_out()
    return trial, anew, before, old_task


def test_an_office_from_the_code_has_the_same_root_and_opens_what_was_sealed(lost):
    _, anew, before, _ = lost
    after = said(anew.office)

    assert (after.root, after.recipients[1]) == (before.root, before.recipients[1])
    assert after.number > before.number
    with open_workspace(anew.office) as workspace:
        for_escrow = sealing.seal(b"x", [before.recipients[1]])
        assert sealing.opened(for_escrow, workspace.reading_keys) == b"x"
        assert office_keys.standing(workspace).state is SheetState.KEPT


def test_desks_go_on_with_the_office_that_began_again(lost):
    trial, anew, _, _ = lost
    trial.package(EAST).write_bytes(anew.package(EAST).read_bytes())

    trial.open(EAST)
    again = trial.export(EAST)

    assert [line.outcome for line in anew.take_in([again.path])] == ["new"]


def test_a_package_to_the_lost_key_comes_in_once_an_old_package_proves_that_key(lost):
    trial, anew, _, old_task = lost
    [sent] = trial.inbox.iterdir()
    assert [line.outcome for line in anew.take_in([sent])] == ["refused"]

    with open_workspace(anew.office) as workspace:
        assert "已登记" in office_keys.learn_former_key(workspace, old_task)
        assert "没有变化" in office_keys.learn_former_key(workspace, old_task)

    # the new office never gave this unit a secret: whose the key is, it says itself
    assert [line.outcome for line in anew.take_in([sent])] == ["untrusted"]


def test_a_package_of_somebody_else_proves_no_key(lost, tmp_path):
    trial, anew, _, _ = lost
    other = Trial(tmp_path / "other")
    other.folder.mkdir()
    other.hand_out()
    [sent] = trial.inbox.iterdir()
    own = packages.read(anew.package(WEST).read_bytes(), "", "task")
    thief = signing.new_private_key()
    manifest = msgspec.structs.replace(own.manifest, sender=signing.public_key_of(thief))
    borrowed = tmp_path / "borrowed.fuer"
    borrowed.write_bytes(packages.make(manifest, packages.task_of(own), thief).data)
    with open_workspace(anew.office) as workspace:
        for package in (other.package(WEST), sent, borrowed):
            with pytest.raises(PackageError, match="不是本办公室"):
                office_keys.learn_former_key(workspace, package)


def test_an_office_that_handed_out_does_not_become_another(round_with_code):
    trial, code = round_with_code
    with (
        open_workspace(trial.office) as workspace,
        pytest.raises(WorkspaceError, match="已经建过任务"),
    ):
        office_keys.begin_again(workspace, code)


def test_an_office_is_made_over_no_file_and_from_no_wrong_code(office, tmp_path):
    path, code = office
    before = path.read_bytes()
    with pytest.raises(WorkspaceError, match="已经存在"):
        office_keys.office_from_code(path, code)
    with pytest.raises(EntryError):
        office_keys.office_from_code(tmp_path / "new.fuerdb", code + "1")
    with pytest.raises(WorkspaceError, match="太大"):
        office_keys.office_from_code(tmp_path / "new.fuerdb", code, 100_001)
    assert path.read_bytes() == before
    assert not (tmp_path / "new.fuerdb").exists()


# --- the sheet ----------------------------------------------------------------------------


def test_the_sheet_says_what_it_is_known_by_and_shows_its_code_to_nobody_else(office):
    path, code = office
    with open_workspace(path) as workspace:
        sheet = office_keys.sheet_of(workspace, code, "示例县")

    assert " ".join(sheet.groups) == code
    assert ("办公室", "示例县") in sheet.facts
    assert not any(group in repr(sheet) for group in sheet.groups)


def test_a_sheet_goes_over_no_other(tmp_path):
    first = office_keys.sheet_path(tmp_path / "示例县.fuerdb")
    first.write_bytes(b"")

    assert first.name == "示例县-恢复单.pdf"
    assert office_keys.sheet_path(Path(tmp_path / "示例县.fuerdb")).name == "示例县-恢复单-2.pdf"
