"""Files that no signature vouches for: kept as they came, seen, never counted, put away at last."""

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import signing
from fuer_desktop.services import intake_report, undoing_intake, unverified
from fuer_desktop.services.examining import Soundness, examine_file
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.matters import read_matters
from tests.services.intake import (
    content_of,
    office_of,
    on_another_pc,
    packed_anew,
    without_signature,
)
from tests.services.trial import EAST, WEST

UNSIGNED, ALTERED = "没有签名", "与签名不符"


def with_another_figure(members):
    before = members["payload.json"]
    members["payload.json"] = before.replace(b'"20"', b'"99"')
    assert members["payload.json"] != before


def with_another_unit(members):
    before = members["manifest.json"]
    members["manifest.json"] = before.replace(EAST.encode(), WEST.encode())
    assert members["manifest.json"] != before


CHANGES = {
    "无签.fuer": (without_signature, UNSIGNED),
    "改数.fuer": (with_another_figure, ALTERED),
    "改单位.fuer": (with_another_unit, ALTERED),
}


@pytest.fixture(params=CHANGES)
def spoiled(filled, request):
    """A package that nobody vouches for, not taken in yet, and a piece of its sentence."""
    change, words = CHANGES[request.param]
    sent = filled.export(EAST).path
    path = packed_anew(sent, filled.inbox / request.param, change)
    sent.unlink()
    return path, words


def kept(trial):
    with office_of(trial) as (office, _):
        return unverified.unverified_files(office)


def test_a_file_nobody_vouches_for_is_kept_as_it_came_said_why_and_counts_nothing(filled, spoiled):
    path, words = spoiled
    good = filled.export(WEST).path

    lines = filled.take_in([path, good])

    assert [line.outcome for line in lines] == ["untrusted", "new"]
    assert words in lines[0].message
    assert "放在一边，没有计入" in lines[0].message
    assert set(filled.counted()) == {WEST}
    [found] = kept(filled)
    assert (found.file, found.why, found.source) == (path.name, lines[0].message, str(filled.inbox))
    assert found.digest == signing.fingerprint(path.read_bytes())
    assert examine_file(filled.office, deep=True).soundness is Soundness.SOUND


def test_it_is_among_what_the_office_has_to_settle_and_stands_under_no_unit(filled, spoiled):
    filled.take_in([spoiled[0]])

    with office_of(filled) as (office, _):
        matters = read_matters(office)

    assert matters.open_count == 1
    assert [type(matter) for matter in matters.found] == [unverified.Unverified]
    assert not any(line.unit for line in filled.take_in([spoiled[0]]))


def test_a_whole_package_of_an_unknown_key_waits_as_a_question_and_not_among_these(filled):
    filled.take_in([filled.export(EAST).path])

    [line] = filled.take_in([on_another_pc(filled)])

    assert line.outcome == "untrusted"
    assert kept(filled) == []


def test_the_same_file_again_under_whatever_name_changes_nothing(filled, spoiled):
    path, _ = spoiled
    filled.take_in([path])
    before = content_of(filled.office), kept(filled)
    again = path.rename(path.with_name("再来.fuer"))

    filled.take_in([again])

    assert (content_of(filled.office), kept(filled)) == before


def test_a_taking_in_that_is_taken_back_takes_it_along(filled, spoiled):
    before = content_of(filled.office)
    filled.take_in([spoiled[0]])

    with office_of(filled) as (office, _):
        assert undoing_intake.undo_run(office, 1).waiting == 1

    assert content_of(filled.office) == before


def test_a_copy_of_it_is_what_came_byte_for_byte(filled, spoiled, tmp_path):
    path, _ = spoiled
    filled.take_in([path])
    data = path.read_bytes()
    path.unlink()  # the stick was pulled out long ago
    [found] = kept(filled)

    with office_of(filled) as (office, _):
        unverified.copy_out(office, found.digest, tmp_path / "copy.fuer")
        made = intake_report.copy_failed(office, 1, tmp_path, Job())

    assert (tmp_path / "copy.fuer").read_bytes() == data
    assert (made.folder / path.name).read_bytes() == data
    assert (made.copied, made.notices) == (1, ())


def test_once_put_away_it_is_gone_and_its_line_and_the_journal_say_what_it_was(filled, spoiled):
    path, _ = spoiled
    filled.take_in([path])
    [found] = kept(filled)

    with office_of(filled) as (office, _):
        unverified.put_away(office, found.digest)
        lines = office.intake.lines()
        event = office.journal.events()[0]
        with pytest.raises(WorkspaceError, match="已不在这里"):
            unverified.put_away(office, found.digest)
        with pytest.raises(WorkspaceError, match="已不在这里"):
            unverified.copy_out(office, found.digest, path)

    assert kept(filled) == []
    assert [line.file for line in lines] == [path.name]
    assert (event.how, event.new) == ("put_away", f"{path.name} {found.digest}")


def test_put_away_and_brought_again_it_is_kept_again(filled, spoiled):
    filled.take_in([spoiled[0]])
    [found] = kept(filled)
    with office_of(filled) as (office, _):
        unverified.put_away(office, found.digest)

    filled.take_in([spoiled[0]])

    assert [each.digest for each in kept(filled)] == [found.digest]


def test_the_good_package_comes_in_beside_the_altered_one(filled):
    good = filled.export(EAST).path
    bad = packed_anew(good, filled.inbox / "改数.fuer", with_another_figure)

    lines = filled.take_in([bad, good])

    assert [line.outcome for line in lines] == ["untrusted", "new"]
    assert filled.counted()[EAST]["01/1"] == "20"
    assert len(kept(filled)) == 1
