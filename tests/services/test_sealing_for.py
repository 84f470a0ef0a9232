"""Where a form is sensitive, what a unit sends can be read by the office and the unit, and by
nobody on the way."""

import io
import shutil
import zipfile

import pytest

from fuer_desktop.domain.attachments import MAX_FILE_BYTES
from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.formats import packages, sealing, signing
from fuer_desktop.formats.package_contents import OfficeKey
from fuer_desktop.services import (
    attaching,
    designing,
    handed_in,
    paper_check,
    restoring,
    witnessing,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.manifests import kept_of_key, said_of_key
from fuer_desktop.services.paper_check import Asked
from fuer_desktop.services.sealing_for import Cover, cover_of, recipients
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.texts import sealing as texts
from tests.services.trial import (
    CATALOGUE,
    EAST,
    HEALTH,
    HEALTH_FORM,
    Trial,
    key_of,
    replace_in,
    row,
    rows,
)

ROOT, ESCROW = signing.new_private_key(), signing.new_private_key()
REASON = "夜间转运未及，已核对病历"
PDF = b"%PDF-1.7\nAlle Namen der Kinder\n%%EOF\n"


def office_key_of(private_key):
    """What an office with a recovery sheet says of its key."""
    eyes = [sealing.recipient_of(key) for key in (private_key, ESCROW)]
    word = signing.introduce(ROOT, 1, signing.public_key_of(private_key))
    root = signing.public_key_of(ROOT)
    return OfficeKey(number=1, root=root, introduction=word, recipients=eyes)


def with_root(path):
    with open_workspace(path) as office, office.commit(How.CREATED):
        office.set_office(kept_of_key(office_key_of(office.private_key)))


def sensitive_trial(folder, *, says_key):
    """A round in which the health department files a sensitive form."""
    catalogue = folder / "catalogue"
    shutil.copytree(CATALOGUE, catalogue)
    period = 'period     = "mch"\n'
    replace_in(catalogue / "forms/TF-WJ01.toml", period, period + "sensitive  = true\n")
    trial = Trial(folder)
    designing.new_office(trial.office)
    if says_key:
        with_root(trial.office)
    else:
        with open_workspace(trial.office) as office, office.commit(How.CREATED):
            office.set_office("")
    trial.hand_out(catalogue=catalogue)
    for unit in (EAST, HEALTH):
        trial.open(unit)
        trial.fill(unit, rows(unit, 2025))
    return trial


@pytest.fixture(scope="module")
def sealed_once(tmp_path_factory):
    return sensitive_trial(tmp_path_factory.mktemp("sealed"), says_key=True)


@pytest.fixture
def trial(sealed_once, tmp_path):
    return sealed_once.copy(tmp_path / "trial")


def attach(trial, content=PDF):
    with open_workspace(trial.desk(HEALTH)) as desk:
        given = attaching.GivenFile("名单.pdf", content, "名单.pdf")
        attaching.attach(desk, load_task(desk), HEALTH_FORM, given)


def everything_in(path):
    """A file's bytes, and those of all that is packed in it."""
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\0".join([data, *(archive.read(name) for name in archive.namelist())])


def opens(path, *keys):
    try:
        package = packages.read(path.read_bytes(), path.name, "submission", keys)
        return packages.submission_of(package).forms[0].code == HEALTH_FORM
    except packages.SealedForOthersError:
        return False


def test_nothing_of_the_content_can_be_read_in_the_file(trial):
    trial.fill(HEALTH, [row(HEALTH, 2025, "04/1", "987654", reason=REASON)])
    attach(trial)

    found = everything_in(trial.export(HEALTH).path)

    for said in (b"987654", REASON.encode(), "张三".encode(), "名单".encode(), PDF[9:-7]):
        assert said not in found
    assert b'"unit":"990200WJ"' in found  # whose it is can be seen, so that it finds its way


def test_a_unit_without_a_sensitive_form_sends_what_everybody_can_read(trial):
    assert b'"20"' in everything_in(trial.export(EAST).path)


def test_the_office_its_recovery_sheet_and_the_unit_can_open_it_and_nobody_else(trial):
    path = trial.export(HEALTH).path
    office, unit, other = (
        key_of(trial.office),
        key_of(trial.desk(HEALTH)),
        key_of(trial.desk(EAST)),
    )

    assert [opens(path, key) for key in (office, ESCROW, unit)] == [True, True, True]
    assert [opens(path, key) for key in (other, signing.new_private_key())] == [False, False]
    assert not opens(path)


def test_the_office_counts_it_and_finds_the_files(trial):
    attach(trial)
    path = trial.export(HEALTH).path

    [line] = trial.take_in([path])

    assert line.outcome == "new"
    assert trial.counted()[HEALTH]["04/1"] == "1000"
    with open_workspace(trial.office) as office:
        found = attaching.files_of(office, load_task(office), HEALTH)
        [saved] = attaching.save_all(office, found, trial.folder / "saved")
    assert saved.read_bytes() == PDF


def test_the_largest_file_that_may_be_attached_goes_along_sealed(trial):
    attach(trial, PDF.ljust(MAX_FILE_BYTES, b"\0"))

    [line] = trial.take_in([trial.export(HEALTH).path])

    assert line.outcome == "new"


def test_an_office_that_cannot_open_it_says_so_and_calls_it_not_damaged(trial):
    path = trial.export(HEALTH).path
    other = Trial(trial.folder / "other")
    other.folder.mkdir()
    other.hand_out()

    [line] = other.take_in([path])

    assert line.outcome == "refused"
    assert "加密" in line.message


def test_exporting_again_writes_the_same_bytes_until_something_changes(trial):
    first = trial.export(HEALTH)
    data = first.path.read_bytes()
    first.path.unlink()

    again = trial.export(HEALTH)

    assert (again.again, again.version, again.path.read_bytes()) == (True, 1, data)
    trial.fill(HEALTH, [row(HEALTH, 2025, "04/1", "1001")])
    assert (trial.export(HEALTH).version, trial.export(HEALTH).again) == (2, True)


def test_a_version_that_went_open_is_sealed_once_the_office_says_for_whom(tmp_path):
    trial = sensitive_trial(tmp_path, says_key=False)
    first = trial.export(HEALTH)
    assert b'"1000"' in everything_in(first.path)
    with open_workspace(trial.desk(HEALTH)) as desk:
        assert cover_of(load_task(desk)) is Cover.BARE
        assert "不加密" in Cover.BARE.sentence
        with desk.commit(How.TASK_OPENED):
            [record] = desk.tasks.all()
            office = kept_of_key(office_key_of(key_of(trial.office)))
            desk.tasks.update(type(record)(**{**fields_of(record), "office": office}))

    second = trial.export(HEALTH)

    assert (second.version, second.again) == (2, False)
    assert b'"1000"' not in everything_in(second.path)


def fields_of(record):
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def test_the_unit_reads_what_it_sent(trial):
    trial.export(HEALTH)

    with open_workspace(trial.desk(HEALTH)) as desk:
        task = load_task(desk)
        found = handed_in.last_handed_in(desk, task, task.own_forms[0])
        assert cover_of(task) is Cover.SEALED
        assert recipients(desk, task)[:2] == said_of_key(task.record.office).recipients

    assert {f"{key.row}/{key.column}": value.plain for key, value in found.items()}[
        "04/1"
    ] == "1000"


def checked(path, workspace):
    with open_workspace(workspace) as opened:
        filed = paper_check.in_package(opened, path, HEALTH_FORM)
    return filed.compare(Asked(HEALTH_FORM, 1, "0000-0000-0000")).sentence


def test_paper_is_checked_against_a_sealed_file_where_a_key_is(trial):
    path = trial.export(HEALTH).path

    assert path.name in checked(path, trial.office)
    assert path.name in checked(path, trial.desk(HEALTH))
    with pytest.raises(WorkspaceError) as error:
        checked(path, trial.desk(EAST))

    words = {"file": path.name, "workspace": trial.desk(EAST).name}
    assert str(error.value) == texts.NO_KEY_HERE.format(**words)


def test_a_key_that_nothing_can_be_sealed_for_is_told_before_anything_is_written(trial):
    good = office_key_of(key_of(trial.office)).recipients[0]
    bad = good[:-1] + ("p" if good.endswith("q") else "q")
    with open_workspace(trial.desk(HEALTH)) as desk, desk.commit(How.TASK_OPENED):
        [record] = desk.tasks.all()
        office = kept_of_key(
            OfficeKey(number=1, root="00" * 32, introduction="00" * 64, recipients=[bad])
        )
        desk.tasks.update(type(record)(**{**fields_of(record), "office": office}))

    with pytest.raises(WorkspaceError) as error:
        trial.export(HEALTH)

    assert str(error.value) == texts.BAD_RECIPIENT.format(task="990200-2025")
    assert not trial.inbox.exists()


@pytest.mark.usefixtures("own_folder")
def test_what_was_taken_in_comes_back_from_the_second_record(tmp_path):
    trial = sensitive_trial(tmp_path, says_key=True)
    trial.take_in([trial.export(HEALTH).path])
    before = trial.counted()

    source = restoring.sources(trial.office).witness
    trial.office.unlink()
    witnessing.rebuild(source, trial.office).close()

    assert before[HEALTH]["04/1"] == "1000"
    assert trial.counted() == before


def test_a_changed_seal_is_refused(trial):
    path = trial.export(HEALTH).path
    data = path.read_bytes()
    start = data.index(b"age-encryption.org")
    for at in (start + 30, start + 200, start + 600):
        spoilt = bytearray(data)
        spoilt[at] ^= 1
        with pytest.raises(PackageError):
            packages.read(bytes(spoilt), path.name, "submission", (key_of(trial.office),))
