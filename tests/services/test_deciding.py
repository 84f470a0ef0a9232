"""Whose a key is, the office says; what counts follows, and every decision can be taken back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain import fingerprints
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.formats import signing
from fuer_desktop.services import conflicts, counting, deciding, examining
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.deciding import Revocation
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.decisions import ACCEPTED, RECEIPT, Answer
from fuer_desktop.store.unit_keys import KeyState
from tests.services.intake import on_another_pc
from tests.services.trial import EAST, WEST, Trial, forge, key_of, rows

pytestmark = pytest.mark.usefixtures("own_folder")
TASK = "990200-2025"


@pytest.fixture(scope="module")
def three_versions_once(filled_once, tmp_path_factory):
    """East handed in three versions and West one; nothing is taken in."""
    trial = filled_once.copy(tmp_path_factory.mktemp("versions"))
    for figure in ("7", "8", "9"):
        trial.change(EAST, "01/2", figure)
        trial.export(EAST)
    trial.export(WEST)
    return trial


@pytest.fixture
def received(three_versions_once, tmp_path):
    """The same, taken in, of one's own."""
    trial = three_versions_once.copy(tmp_path / "received")
    trial.take_in()
    return trial


def own_key(trial, unit=EAST):
    return signing.public_key_of(key_of(trial.desk(unit)))


def counted(trial, unit=EAST):
    """The figure that counts of the unit's cell 01/2."""
    return trial.counted().get(unit, {}).get("01/2")


def keys(trial, unit=EAST):
    with open_workspace(trial.office) as office:
        return {key.public_key: key for key in deciding.keys_of(office, TASK).get(unit, [])}


def decide(trial, what, *about, unit=EAST, key=None):
    with open_workspace(trial.office) as office:
        return what(office, TASK, unit, key or own_key(trial, unit), *about)


def test_the_first_key_is_enrolled_and_known_by_its_versions(received):
    [key] = keys(received).values()

    assert (key.state, key.first_seen, key.last_seen) == (KeyState.ENROLLED, 1, 3)
    assert (key.counted, key.waiting) == (3, 0)
    assert key.fingerprint == fingerprints.spoken(own_key(received))
    assert key.words == "已登记"


def test_versions_after_a_revocation_wait_and_come_back_when_the_key_is_admitted(received):
    assert counted(received) == "9"

    moved = decide(received, deciding.revoke, Revocation("电脑被盗", 1))

    assert moved == 2
    assert counted(received) == "7"
    [key] = keys(received).values()
    assert (key.state, key.counted, key.waiting) == (KeyState.REVOKED, 1, 2)
    assert key.words == "第1版以后停用"
    assert {line.outcome for line in received.take_in()} == {"same", "untrusted"}
    assert counted(received) == "7"

    decide(received, deciding.admit, "查清了，没有被盗")
    received.take_in()

    assert counted(received) == "9"


def test_a_key_revoked_whole_leaves_nothing_that_counts(received):
    decide(received, deciding.revoke, Revocation("不是本单位"))

    assert counted(received) is None
    assert keys(received)[own_key(received)].words == "已停用"
    assert counted(received, WEST) is not None


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 4) | st.just("admit"), max_size=4), st.permutations(range(3)))
def test_what_counts_follows_from_the_last_decision_alone(
    three_versions_once, tmp_path_factory, decisions, order
):
    trial = three_versions_once.copy(tmp_path_factory.mktemp("decided"))
    sent = sorted(trial.inbox.glob(f"{EAST}*"))
    trial.take_in([sent[place] for place in order])
    key, last = own_key(trial), 3
    with open_workspace(trial.office) as office:
        for decision in decisions:
            if decision == "admit":
                deciding.admit(office, TASK, EAST, key, "换电脑")
            else:
                deciding.revoke(office, TASK, EAST, key, Revocation("被盗", decision))
            last = 3 if decision == "admit" else decision
    trial.take_in(sent)  # in any order, again

    assert counted(trial) == [None, "7", "8", "9", "9"][last]


def test_the_file_and_its_witness_agree_after_every_decision(received):
    decide(received, deciding.revoke, Revocation("电脑被盗", 1))

    with open_workspace(received.office) as office:
        found = examining.examine(office, deep=True)
    assert found.soundness is examining.Soundness.SOUND, found.sentences


def test_an_accepted_version_is_not_revoked(received):
    with open_workspace(received.office) as office:
        accepted = counting.counted_submissions(office, TASK)[EAST].version
        answer = Answer("a" * 64, RECEIPT, 1, TASK, EAST, (accepted.digest,), ACCEPTED, "")
        with office.commit(How.TAKEN_IN):
            office.decisions.put_answer(answer, b"")
    with pytest.raises(WorkspaceError, match="第3版已验收"):
        decide(received, deciding.revoke, Revocation("电脑被盗", 2))

    assert decide(received, deciding.revoke, Revocation("电脑被盗", 3)) == 0
    assert counted(received) == "9"


# --- a second key -------------------------------------------------------------------------


@pytest.fixture
def second_key(received, tmp_path):
    """East's package was opened on a second computer too, and handed in from there."""
    other = Trial(tmp_path / "second")
    other.folder.mkdir()
    other.package(EAST).parent.mkdir()
    other.package(EAST).write_bytes(received.package(EAST).read_bytes())
    other.open(EAST)
    other.fill(EAST, rows(EAST, 2025))
    sent = other.export(EAST).path
    assert [line.outcome for line in received.take_in([sent])] == ["untrusted"]
    return sent, own_key(other)


def test_a_second_key_asks_and_its_package_comes_in_once_it_is_admitted(received, second_key):
    sent, key = second_key
    assert (keys(received)[key].state, keys(received)[key].waiting) == (KeyState.ASKED, 1)

    decide(received, deciding.admit, "换电脑", key=key)

    assert keys(received)[key].words == "已认可"
    assert [line.outcome for line in received.take_in([sent])] == ["conflict"]


def test_a_refused_key_stays_out_and_in_sight(received, second_key):
    sent, key = second_key

    decide(received, deciding.refuse, "不是本单位", key=key)

    known = keys(received)[key]
    assert (known.state, known.reason, known.waiting) == (KeyState.REFUSED, "不是本单位", 1)
    [line] = received.take_in([sent])
    assert line.outcome == "untrusted"
    assert counted(received) == "9"


def test_a_key_without_a_proof_is_seen_and_can_be_admitted(received, tmp_path):
    sent = sorted(received.inbox.glob(f"{WEST}*"))[0]
    stranger = signing.new_private_key()
    forged = forge(sent, tmp_path / "x.fuer", stranger)
    received.take_in([forged])
    key = signing.public_key_of(stranger)
    assert (keys(received, WEST)[key].state, keys(received, WEST)[key].words) == (None, "不认识")

    decide(received, deciding.admit, "电话核对过，重装了系统", unit=WEST, key=key)

    assert [line.outcome for line in received.take_in([forged])] == ["conflict"]


def test_what_counts_cannot_be_refused_only_revoked(received):
    with pytest.raises(WorkspaceError, match="不能否认"):
        decide(received, deciding.refuse, "不是本单位")


@pytest.mark.parametrize("reason", ["", "  ", "　"])
def test_no_decision_without_a_reason(received, reason):
    for what, about in (
        (deciding.admit, reason),
        (deciding.refuse, reason),
        (deciding.revoke, Revocation(reason)),
    ):
        with pytest.raises(WorkspaceError, match="请写明原因"):
            decide(received, what, about)


def test_nothing_is_decided_about_keys_and_units_that_are_not_there(received):
    with pytest.raises(WorkspaceError, match="没有用过这把密钥"):
        decide(received, deciding.admit, "换电脑", key="ab" * 32)
    with pytest.raises(WorkspaceError, match="没有单位"):
        decide(received, deciding.admit, "换电脑", unit="nobody", key="ab" * 32)


def test_once_the_key_of_the_chosen_version_is_revoked_the_other_counts(received):
    other = on_another_pc(received)
    received.take_in([other])
    first = next(key for key in keys(received) if key != own_key(received))
    decide(received, deciding.admit, "换电脑")
    received.take_in([other])
    with open_workspace(received.office) as office:
        task = load_task(office)
        east = task.task.place.unit(EAST)
        sides = conflicts.conflict_of(office, task, east).sides
        [stolen] = [side.digest for side in sides if side.record.sender == first]
        conflicts.choose(office, task, east, stolen, "电话核对过")
    assert counted(received) == "9"

    decide(received, deciding.revoke, Revocation("电脑被盗"), key=first)

    assert received.counted()[EAST]["01/1"] == "25"
    decide(received, deciding.admit, "查清了", key=first)
    received.take_in()
    assert counted(received) == "9"


def test_every_decision_is_on_record_with_who_and_why(received):
    decide(received, deciding.revoke, Revocation("电脑被盗", 2))
    decide(received, deciding.admit, "查清了")

    fingerprint = fingerprints.spoken(own_key(received))
    with open_workspace(received.office) as office:
        rows_of_keys = [row for row in office.journal.rows() if row.how.startswith("key_")]
        events = [row for row in rows_of_keys if fingerprint in row.new]
        assert load_task(office).code == TASK
    assert [(row.how, row.source, row.unit) for row in events] == [
        (How.KEY_REVOKED, "电脑被盗", EAST),
        (How.KEY_ADMITTED, "查清了", EAST),
    ]
