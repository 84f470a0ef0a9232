"""What a desk takes for its office's word, whatever keys and packages come in whatever order."""

from dataclasses import dataclass, replace
from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.errors import FuerError, PackageError, WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.formats import sealing, signing
from fuer_desktop.formats.package_contents import Manifest, OfficeKey
from fuer_desktop.services import office_trust
from fuer_desktop.services.manifests import kept_of_key, said_of_key
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.tasks import TaskRecord
from tests.services.trial import EAST

ROOTS = tuple(bytes([n]).hex() * 32 for n in (1, 2))
KEYS = tuple(bytes([n]).hex() * 32 for n in (17, 18, 19, 20))


@cache
def public(private):
    return signing.public_key_of(private)


@dataclass(frozen=True)
class Says:
    """Who signs, and what is said of the key: by which root, with which number; ``honest`` is
    whether the root itself said so."""

    key: str
    root: str | None = None
    number: int = 1
    honest: bool = True

    @property
    def manifest(self):
        return manifest(public(self.key), office_key(self) if self.root else None)


@cache
def office_key(says):
    signer = says.root if says.honest else KEYS[-1]
    return OfficeKey(
        number=says.number,
        root=public(says.root),
        introduction=signing.introduce(signer, says.number, public(says.key)),
        recipients=[sealing.recipient_of(says.key)],
    )


def manifest(sender, office):
    return Manifest(
        format=5, kind="task", suite=signing.SUITE, program="", created="", task="T",
        place="P", unit="U", period=2025, practice=False, version=1, ancestors=[], forms=[],
        sender=sender, recipient="", enrolment="", journal_head="", payload_length=0,
        payload_sha256="0" * 64, office=office,
    )  # fmt: skip


def record(first):
    office = office_key(first) if first.root else None
    return TaskRecord("T", 2025, "", "U", (), public(first.key), "", office=kept_of_key(office))


speeches = st.builds(
    Says,
    st.sampled_from(KEYS),
    st.sampled_from([None, *ROOTS]),
    st.integers(1, 4),
    st.booleans() | st.just(True),
)
firsts = speeches.filter(lambda says: says.honest)


@settings(max_examples=150)
@given(firsts, st.lists(speeches, max_size=12))
def test_whatever_comes_the_root_stays_and_numbers_never_fall(first, then):
    known = record(first)
    for says in then:
        before, heard_before = said_of_key(known.office), known
        try:
            known = office_trust.heard(known, says.manifest, "x")
        except FuerError:
            assert known is heard_before
            continue
        after = said_of_key(known.office)
        assert says.honest or says.root is None
        assert known.office_key == public(says.key)
        if before is not None:
            assert after.root == before.root
            assert after.number >= before.number
        if known.office_key != heard_before.office_key:
            assert before is not None
            assert after.number > before.number
            assert signing.introduces(
                after.root, after.introduction, after.number, public(says.key)
            )


A, B = ROOTS
OLD, NEW, THIRD, _ = KEYS


@pytest.mark.parametrize(
    ("first", "says"),
    [
        pytest.param(Says(OLD), Says(OLD), id="an older office, the same key"),
        pytest.param(Says(OLD), Says(OLD, A), id="the root said for the first time"),
        pytest.param(Says(OLD, A), Says(OLD), id="a package from before the sheet"),
        pytest.param(Says(OLD, A, 1), Says(NEW, A, 2), id="the next key"),
        pytest.param(Says(OLD, A, 1), Says(NEW, A, 7), id="a later key, some left out"),
        pytest.param(Says(OLD, A, 3), Says(OLD, A, 2), id="the same key, numbered before"),
    ],
)
def test_the_office_is_heard(first, says):
    now = office_trust.heard(record(first), says.manifest, "x")

    assert now.office_key == public(says.key)
    known = said_of_key(now.office)
    assert (known.number if known else 0) == max(
        speech.number if speech.root else 0 for speech in (first, says)
    )


@pytest.mark.parametrize(
    ("first", "says", "sentence"),
    [
        pytest.param(Says(OLD), Says(NEW), "不是本工作库登记的办公室", id="another key"),
        pytest.param(Says(OLD), Says(NEW, A), "不是本工作库登记的办公室", id="a root from nowhere"),
        pytest.param(Says(OLD, A), Says(NEW), "不是本工作库登记的办公室", id="nothing said"),
        pytest.param(Says(OLD, A), Says(NEW, B, 2), "来自另一个办公室", id="another root"),
        pytest.param(Says(OLD, A), Says(OLD, B, 2), "来自另一个办公室", id="a thief's root"),
        pytest.param(Says(NEW, A, 2), Says(OLD, A, 1), "第1号密钥", id="the key before"),
        pytest.param(Says(NEW, A, 2), Says(OLD, A, 2), "第2号", id="another with that number"),
        pytest.param(Says(OLD, A), Says(NEW, A, 2, honest=False), "没有办公室的根", id="forged"),
        pytest.param(Says(OLD), Says(OLD, A, 2, honest=False), "没有办公室的根", id="not its own"),
    ],
)
def test_what_is_not_the_office_is_refused_in_a_sentence(first, says, sentence):
    with pytest.raises((PackageError, WorkspaceError)) as refusal:
        office_trust.heard(record(first), says.manifest, "任务.fuer")

    assert sentence in str(refusal.value)
    assert "任务.fuer" in str(refusal.value)


def test_an_office_that_nobody_can_seal_for_is_not_believed():
    said = msgspec.structs.replace(office_key(Says(OLD, A)), recipients=["age1" + "q" * 58])

    with pytest.raises(PackageError, match="没有办公室的根"):
        office_trust.require_sound(manifest(public(OLD), said), "x")


def test_a_new_key_is_remembered_with_every_task(two_years):
    with open_workspace(two_years.desk(EAST)) as desk:
        first, then = Says(OLD, A, 1), Says(NEW, A, 2)
        with desk.commit(How.TASK_OPENED):
            for task in desk.tasks.all():
                known = kept_of_key(office_key(first))
                desk.tasks.update(replace(task, office_key=public(OLD), office=known))
        with desk.commit(How.TASK_OPENED):
            office_trust.accept(desk, desk.tasks.all()[0], then.manifest, "x")

        now = desk.tasks.all()
        assert len(now) == 2
        assert {task.office_key for task in now} == {public(NEW)}
        assert {said_of_key(task.office).number for task in now} == {2}
