"""Whose key is it: what waits is seen, an answer lets it in or leaves it where it is."""

import shutil

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.fingerprints import spoken
from fuer_desktop.formats import signing
from fuer_desktop.services import deciding, questions
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.questions import Answer
from tests.services.intake import TASK, office_of, on_another_pc
from tests.services.trial import CATALOGUE, EAST, WEST, forge, key_of


def read(trial):
    with office_of(trial) as (office, task):
        return questions.questions(office, task)


def answer(trial, said, reason=""):
    with office_of(trial) as (office, task):
        [question] = questions.questions(office, task)
        return [line.outcome for line in questions.answer(office, question, said, reason, Job())]


@pytest.fixture
def second_key(filled):
    """East handed in from one PC, then from another."""
    filled.take_in([filled.export(EAST).path])
    first = signing.public_key_of(key_of(filled.desk(EAST)))
    filled.take_in([on_another_pc(filled)])
    return filled, first


def test_a_second_key_is_one_question_with_both_fingerprints_to_read_out(second_key):
    trial, first = second_key
    second = signing.public_key_of(key_of(trial.desk(EAST)))

    [question] = read(trial)

    assert (question.name, question.is_open, question.has_proof) == ("东镇", True, True)
    assert (question.fingerprint, question.known) == (spoken(second), (spoken(first),))
    assert len(question.fingerprint.split()) == 6
    assert [len(group) for group in question.fingerprint.split()] == [4] * 6


def test_several_packages_of_one_key_are_one_question(second_key):
    trial, _ = second_key
    trial.change(EAST, "01/1", "26")
    trial.take_in([trial.export(EAST).path])

    [question] = read(trial)

    assert [each.version for each in question.waiting] == [1, 2]


@pytest.mark.parametrize("said", [Answer.OTHER_MACHINE, Answer.OTHER_PERSON])
def test_an_admitted_key_has_all_that_waited_taken_in_at_once(second_key, said):
    trial, _ = second_key
    trial.change(EAST, "01/1", "26")
    trial.take_in([trial.export(EAST).path])

    outcomes = answer(trial, said)

    assert outcomes == ["conflict", "conflict"]  # with the version of the first PC
    assert read(trial) == []
    with office_of(trial) as (office, _):
        assert office.intake.runs()[-1].source == ""
        [key] = [k for k in office.unit_keys.of_task(TASK)[EAST].values() if k.reason]
        assert (key.state, key.reason) == ("admitted", f"{said.label}：已与单位核对")


def test_a_refused_key_goes_on_waiting_and_its_later_packages_too(second_key):
    trial, _ = second_key

    assert answer(trial, Answer.NOT_OURS, "单位说没有换过") == []

    [question] = read(trial)
    assert (question.is_open, len(question.waiting)) == (False, 1)
    trial.change(EAST, "01/1", "27")
    [line] = trial.take_in([trial.export(EAST).path])
    assert line.outcome == "untrusted"
    assert "停用或否认" in line.message
    assert trial.counted()[EAST]["01/1"] == "20"


def test_a_refused_key_can_be_admitted_later(second_key):
    trial, _ = second_key
    answer(trial, Answer.NOT_OURS, "单位说没有换过")

    assert answer(trial, Answer.OTHER_MACHINE, "又问过一次") == ["conflict"]


def test_an_admitted_key_s_next_version_comes_in_by_itself(second_key):
    trial, _ = second_key
    answer(trial, Answer.OTHER_MACHINE)
    trial.change(EAST, "01/1", "28")

    [line] = trial.take_in([trial.export(EAST).path])

    assert line.outcome != "untrusted"


def test_a_key_without_proof_is_admitted_only_with_a_reason_in_words(filled):
    sent = filled.export(EAST).path
    stranger = forge(sent, filled.inbox / "s.fuer", signing.new_private_key())
    filled.take_in([stranger])
    assert not read(filled)[0].has_proof

    with pytest.raises(WorkspaceError, match="至少4个字"):
        answer(filled, Answer.OTHER_MACHINE)
    assert filled.counted() == {}

    assert answer(filled, Answer.OTHER_MACHINE, "当面核对了指纹") == ["new"]
    assert set(filled.counted()) == {EAST}


def test_questions_stand_in_the_order_of_the_units_and_answered_ones_behind(filled):
    for unit in (WEST, EAST):
        sent = filled.export(unit).path
        key = signing.new_private_key()
        filled.take_in([forge(sent, filled.inbox / f"{unit}-s.fuer", key)])
    with office_of(filled) as (office, task):
        east = questions.questions(office, task)[0]
        assert east.unit == EAST
        deciding.refuse(office, TASK, EAST, east.public_key, "不是我们的")

    assert [question.unit for question in read(filled)] == [WEST, EAST]


def test_what_waits_for_a_unit_that_a_revision_took_out_is_still_seen_and_can_be_refused(
    second_key, tmp_path
):
    trial, _ = second_key
    smaller = shutil.copytree(CATALOGUE, tmp_path / "smaller")
    listed = (smaller / "units.toml").read_text("utf-8").split("[[unit]]")
    rest = "[[unit]]".join(part for part in listed if EAST not in part)
    (smaller / "units.toml").write_text(rest, "utf-8")
    trial.hand_out(catalogue=smaller, revise=True)

    [question] = read(trial)

    assert (question.unit, question.name, question.is_open) == (EAST, EAST, True)
    assert answer(trial, Answer.NOT_OURS) == []
    assert [question.is_open for question in read(trial)] == [False]


def test_keys_are_told_with_the_versions_that_they_signed(second_key):
    trial, first = second_key
    with office_of(trial) as (office, _):
        keys = {each.public_key: each for each in deciding.keys_of(office, TASK)[EAST]}

    assert (keys[first].first_seen, keys[first].last_seen, keys[first].counted) == (1, 1, 1)
    [second] = [each for key, each in keys.items() if key != first]
    assert (second.counted, second.waiting) == (0, 1)
