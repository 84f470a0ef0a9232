"""Taking back a taking-in: as if it had never been, but that its lines stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import signing
from fuer_desktop.services import (
    backing_up,
    boards,
    checking,
    conflicts,
    deciding,
    inquiring,
    paths,
    questions,
    receipts,
    undoing_intake,
    witnessing,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.deciding import Revocation
from fuer_desktop.services.examining import Soundness, examine_file
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.questions import Answer
from fuer_desktop.services.receipts import Giving
from fuer_desktop.services.sessions import open_workspace
from tests.services.intake import (
    TASK,
    content_of,
    forked,
    office_of,
    on_another_pc,
    packed_anew,
    without_signature,
)
from tests.services.trial import EAST, HEALTH, WEST, Trial, forge, key_of


def undo(trial, run):
    with open_workspace(trial.office) as office:
        return undoing_intake.undo_run(office, run)


def outcomes(lines):
    return [line.outcome for line in lines]


def test_a_taking_in_taken_back_leaves_the_office_as_it_was_and_its_lines_say_so(filled):
    filled.take_in([filled.export(WEST).path])
    before, counted = content_of(filled.office), filled.counted()
    sent = [filled.export(EAST).path, filled.export(HEALTH).path]
    filled.take_in(sent)

    gone = undo(filled, 2)

    assert (gone.submissions, gone.inquiries, gone.waiting) == (2, 0, 0)
    assert (content_of(filled.office), filled.counted()) == (before, counted)
    with office_of(filled) as (office, _):
        assert [bool(run.undone) for run in office.intake.runs()] == [False, True]
        assert len(office.intake.lines(2)) == 2
    assert outcomes(filled.take_in(sent)) == ["new", "new"]
    assert set(filled.counted()) == {EAST, WEST, HEALTH}


def test_a_newer_version_taken_back_lets_the_one_before_count_again(filled):
    filled.take_in([filled.export(EAST).path])
    filled.change(EAST, "01/1", "21")
    filled.take_in([filled.export(EAST).path])

    undo(filled, 2)

    assert filled.counted()[EAST]["01/1"] == "20"


def test_what_waits_in_quarantine_goes_away_with_the_taking_in_that_brought_it(filled):
    filled.take_in([filled.export(EAST).path])
    other = on_another_pc(filled)
    before = content_of(filled.office)
    assert outcomes(filled.take_in([other])) == ["untrusted"]

    assert undo(filled, 2).waiting == 1
    assert content_of(filled.office) == before


def test_a_package_that_waited_before_waits_on_when_a_later_taking_in_is_taken_back(filled):
    filled.take_in([filled.export(EAST).path])
    other = on_another_pc(filled)
    filled.take_in([other])
    filled.take_in([other])

    undo(filled, 3)

    with office_of(filled) as (office, _):
        assert [each.run for each in office.intake.quarantined(TASK)] == [2]


def admitted(trial):
    """East hands in, then from a second PC, whose package waits (run 2) and is admitted (run 3):
    that package, and the question that was answered."""
    trial.take_in([trial.export(EAST).path])
    other = on_another_pc(trial)
    trial.take_in([other])
    with office_of(trial) as (office, task):
        [question] = questions.questions(office, task)
        list(questions.answer(office, question, Answer.OTHER_MACHINE, "", Job()))
    return other, question


def test_what_was_admitted_from_quarantine_waits_there_again(filled):
    other, _ = admitted(filled)

    undo(filled, 3)

    assert filled.counted()[EAST]["01/1"] == "20"
    with office_of(filled) as (office, task):
        [waiting] = office.intake.quarantined(TASK)
        assert waiting.file == other.name
        [question] = questions.questions(office, task)
        list(questions.answer(office, question, Answer.OTHER_MACHINE, "再收一次", Job()))
        assert office.intake.quarantined(TASK) == []


@pytest.mark.parametrize(("accept", "word"), [(False, "写过回执"), (True, "写过回执")])
def test_a_version_with_a_receipt_is_not_taken_back(filled, tmp_path, accept, word):
    filled.take_in([filled.export(EAST).path])
    with office_of(filled) as (office, task):
        units = receipts.receivable(office, task)
        receipts.write(office, task, Giving(units, tmp_path, accept), Job())

    with pytest.raises(WorkspaceError, match=f"东镇第1版是这一次收下的，办公室已就它{word}"):
        undo(filled, 1)

    assert set(filled.counted()) == {EAST}


@pytest.mark.parametrize("how", ["chosen", "returned"])
def test_versions_that_were_chosen_or_given_back_are_not_taken_back(filled, tmp_path, how):
    base, here, there = forked(filled, tmp_path / "other")
    filled.take_in([base])
    filled.take_in([here, there])
    with office_of(filled) as (office, task):
        east = task.task.place.unit(EAST)
        if how == "chosen":
            found = conflicts.conflict_of(office, task, east)
            conflicts.choose(office, task, east, found.sides[0].digest, "电话核对过")
        else:
            conflicts.return_differences(office, task, east, "请核对差异", tmp_path)

    with pytest.raises(WorkspaceError, match="不能撤回：东镇第2版"):
        undo(filled, 2)


def test_a_run_is_taken_back_once_and_must_be_there(filled):
    filled.take_in([filled.export(EAST).path])
    undo(filled, 1)

    with pytest.raises(WorkspaceError, match="早已撤回"):
        undo(filled, 1)
    with pytest.raises(WorkspaceError, match="没有第9次接收"):
        undo(filled, 9)


def test_a_backup_is_made_before(filled):
    filled.take_in([filled.export(EAST).path])
    with open_workspace(filled.office) as office:
        before = office.journal.head
        undoing_intake.undo_run(office, 1)
        heads = [backup.head for backup in backing_up.listed(office).backups]

    assert before in heads


def test_the_file_is_sound_and_its_witness_makes_the_same_file_again(filled, own_folder, tmp_path):
    filled.take_in([filled.export(WEST).path])
    sent = filled.export(EAST).path
    filled.take_in([sent])
    undo(filled, 2)
    filled.change(EAST, "01/1", "22")
    filled.take_in([filled.export(EAST).path])  # under the number of the one that went away

    assert examine_file(filled.office, deep=True).soundness is Soundness.SOUND
    with open_workspace(filled.office) as office:
        folder = paths.witness_folder(office.identity, office.path)
    again = tmp_path / "again.fuerdb"
    witnessing.rebuild(witnessing.newest([folder]), again).close()
    assert content_of(again) == content_of(filled.office)


def test_a_file_that_lost_the_taking_back_catches_up_with_it(filled, own_folder):
    sent = filled.export(EAST).path
    filled.take_in([sent])
    before = filled.office.read_bytes()
    undo(filled, 1)
    filled.change(EAST, "01/1", "22")
    filled.take_in([filled.export(EAST).path])
    wanted = content_of(filled.office)

    filled.office.write_bytes(before)

    assert content_of(filled.office) == wanted
    assert filled.counted()[EAST]["01/1"] == "22"


def test_a_first_key_is_forgotten_with_its_taking_in_and_another_may_be_the_first(filled):
    sent = filled.export(EAST).path
    filled.take_in([sent])
    other = on_another_pc(filled)
    filled.take_in([other])

    undo(filled, 1)

    assert outcomes(filled.take_in([other])) == ["new"]
    with office_of(filled) as (office, _):
        assert office.intake.quarantined(TASK) == []
        assert [key.state for key in office.unit_keys.of_task(TASK)[EAST].values()] == ["enrolled"]


@pytest.fixture(scope="module")
def comings(filled_once, tmp_path_factory):
    """An office before anything came, and what comes: versions that part, and a forgery."""
    trial = filled_once.copy(tmp_path_factory.mktemp("comings"))
    office = trial.office.read_bytes()
    base, here, there = forked(trial, tmp_path_factory.mktemp("elsewhere"))
    west = trial.export(WEST).path
    forged = forge(west, trial.inbox / "forged.fuer", signing.new_private_key(), version=7)
    return office, [base, here, there, west, forged]


@settings(max_examples=25)
@given(
    runs=st.lists(
        st.tuples(
            st.lists(st.integers(0, 4), min_size=1, max_size=3),
            st.sampled_from(["holds", "at once", "at last"]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_was_taken_back_counts_as_if_it_had_never_come(comings, tmp_path_factory, runs):
    """Runs that hold bring the same figures, whatever else came between and went away again."""
    office, files = comings
    trial, other = (Trial(tmp_path_factory.mktemp("office")) for _ in range(2))
    for each in (trial, other):
        each.office.write_bytes(office)
    for number, (chosen, fate) in enumerate(runs, start=1):
        paths_taken = [files[index] for index in chosen]
        trial.take_in(paths_taken)
        if fate == "at once":
            undo(trial, number)
        if fate == "holds":
            other.take_in(paths_taken)
    for number, (_, fate) in enumerate(runs, start=1):
        if fate == "at last":
            undo(trial, number)

    assert trial.counted() == other.counted()
    with office_of(trial) as (one, task), office_of(other) as (two, _):
        states = [
            [s.state for s in boards.board(opened, task, task.task.deadline)]
            for opened in (one, two)
        ]
        assert states[0] == states[1]
        waiting = [
            {each.digest for each in opened.intake.quarantined(TASK)} for opened in (one, two)
        ]
        assert waiting[0] == waiting[1]


@pytest.fixture(params=["submission", "waiting", "unverified", "inquiry"])
def brought(filled, request):
    """A file that has not come yet, and the table in which it is kept."""
    if request.param == "inquiry":
        filled.change(EAST, "01/2", "21")
        with open_workspace(filled.desk(EAST)) as desk:
            task = load_task(desk)
            [found] = inquiring.askable(checking.record_run(desk, task))
            asks = {inquiring.ask_key(found): "村里确有这种情况"}
            return inquiring.inquire(desk, task, asks, {}, filled.inbox).path, "inquiry"
    sent = filled.export(EAST).path
    if request.param == "submission":
        return sent, "submission"
    if request.param == "unverified":
        return packed_anew(sent, filled.inbox / "无签.fuer", without_signature), "unverified"
    stranger = signing.new_private_key()
    return forge(sent, filled.inbox / "forged.fuer", stranger), "quarantine"


def test_what_a_later_taking_in_brought_too_stays_and_is_that_one_s(filled, brought):
    path, table = brought
    filled.take_in([path])
    filled.take_in([path])

    def kept():
        with open_workspace(filled.office) as office:
            return list(office.connection.rows(f"SELECT run FROM {table}"))

    said = undo(filled, 1)

    assert kept() == [(2,)]
    assert said.staying == 1
    assert said.words == (
        "第1次接收已撤回：没有要退出的。同一文件夹可以再收一次。"
        "另有1份后来又收到过，留着，算后来那一次收的。"
    )
    assert examine_file(filled.office, deep=True).soundness is Soundness.SOUND
    undo(filled, 2)
    assert kept() == []


def test_what_was_admitted_goes_with_the_stick_that_brought_it(filled):
    admitted(filled)
    undo(filled, 3)

    assert undo(filled, 2).waiting == 1
    with office_of(filled) as (office, _):
        assert office.intake.quarantined(TASK) == []


def test_what_was_admitted_and_revoked_waits_on_when_its_taking_in_is_taken_back(filled):
    _, question = admitted(filled)
    with office_of(filled) as (office, _):
        said = deciding.Revocation("单位说不是它的")
        deciding.revoke(office, TASK, EAST, question.public_key, said)

    undo(filled, 3)

    with office_of(filled) as (office, _):
        assert len(office.intake.quarantined(TASK)) == 1


def test_what_had_counted_until_its_key_was_revoked_is_not_missed_after_its_run_is_taken_back(
    filled,
):
    filled.take_in([filled.export(EAST).path])
    key = signing.public_key_of(key_of(filled.desk(EAST)))
    with open_workspace(filled.office) as office:
        deciding.revoke(office, TASK, EAST, key, Revocation("电脑被盗"))

    undo(filled, 1)

    assert examine_file(filled.office, deep=True).soundness is Soundness.SOUND


def test_what_waited_and_then_came_by_another_stick_waits_again(filled):
    filled.take_in([filled.export(EAST).path])
    other = on_another_pc(filled)
    filled.take_in([other])
    before = content_of(filled.office)
    key = signing.public_key_of(key_of(filled.desk(EAST)))
    with open_workspace(filled.office) as office:
        deciding.admit(office, TASK, EAST, key, "换了电脑")
    assert outcomes(filled.take_in([other])) == ["conflict"]

    undo(filled, 3)

    assert content_of(filled.office)["quarantine"] == before["quarantine"]
    undo(filled, 2)
    assert content_of(filled.office)["quarantine"] == []
    assert examine_file(filled.office, deep=True).soundness is Soundness.SOUND
