"""凭盖章件接收: what was keyed from paper becomes one version of the unit, signed by the office."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.check_text import PageChecks, Whose
from fuer_desktop.domain.continuity import RowPlace
from fuer_desktop.domain.errors import EntryError, WorkspaceError
from fuer_desktop.domain.forms import with_derived
from fuer_desktop.formats import packages, signing
from fuer_desktop.services import attaching, paper_desk, paper_receiving, taking_in
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.examining import Soundness, examine_file
from fuer_desktop.services.kept_packages import kept_submission
from fuer_desktop.services.paper_receiving import PagesDifferError
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.services.undoing_intake import undo_run
from fuer_desktop.store.decisions import ACCEPTED, RECEIPT, Answer, Choice
from fuer_desktop.store.journal import FormPlace
from tests.services.paper import SEEN, at_desk, change, key, prepare, receive, receive_paper
from tests.services.trial import EAST, TOWNSHIP, WHO, Trial, row

TASK = "990200-2025"
PDF = b"%PDF-1.7\nseal\n%%EOF\n"


def records(trial, unit=EAST):
    with open_workspace(trial.office) as office:
        return office.submissions.of_task(TASK).get(unit, [])


def kept(trial, number):
    with open_workspace(trial.office) as office:
        return kept_submission(office, number)


def members(trial):
    return trial.counted().get(EAST, {}).get("01/1")


def page_text(trial, page=1):
    """What stands at the foot of a page that was printed from the unit's own desk."""
    with open_workspace(trial.desk(EAST)) as desk:
        [form] = load_task(desk).own_forms
        values = with_derived(form, desk.values.of_form(FormPlace(EAST, TOWNSHIP, 2025)))
    checks = PageChecks(Whose(TASK, EAST, 2025), form, values)
    places = [RowPlace(t.code, r.code) for t in form.tables for r in t.rows if r.code]
    return checks.text(page, places)


# --- what comes in --------------------------------------------------------------------------


def test_a_paper_counts_as_the_units_first_version_signed_by_the_office(filled):
    received = receive_paper(filled)

    [record] = records(filled)
    manifest = kept(filled, record.number).manifest
    with open_workspace(filled.office) as office:
        key_of_office = signing.public_key_of(office.private_key)
        assert office.unit_keys.of_task(TASK) == {}  # no key is the unit's yet
    assert (received.version, received.again, received.warning) == (1, False, "")
    assert (manifest.kind, manifest.sender, manifest.recipient) == (
        "submission",
        key_of_office,
        key_of_office,
    )
    assert (manifest.on_paper.by, manifest.on_paper.seen) == ("赵六", SEEN + "；纸上无核对码")
    assert members(filled) == "20"


def test_the_signatories_are_those_on_the_paper(filled):
    receive_paper(filled)

    [record] = records(filled)
    assert packages.submission_of(kept(filled, record.number)).signatories == WHO


def test_the_intake_has_a_run_and_a_line_that_say_so(filled):
    receive_paper(filled)

    with open_workspace(filled.office) as office:
        [run], [line] = office.intake.runs(), office.intake.lines()
    assert run.source == "凭盖章件：东镇"
    assert (line.outcome, line.version, line.run) == ("new", 1, run.number)
    assert "凭盖章件：盖章纸件，2026-05-18收到" in line.message
    assert "赵六录入" in line.message


def test_a_corrected_paper_contains_every_version_that_the_office_has(filled):
    filled.take_in([filled.export(EAST).path])
    receive_paper(filled)
    change(filled, "01/1", "21")
    received = receive(filled)

    versions = [record.version for record in records(filled)]
    assert received.version == 3
    assert versions[2].ancestors == {versions[0].digest, versions[1].digest}
    assert members(filled) == "21"


def test_the_same_again_is_no_other_version(filled):
    receive_paper(filled)
    again = receive(filled)

    assert (again.again, again.version) == (True, 1)
    assert "没有另收一版" in again.line
    assert len(records(filled)) == 1


def test_the_desk_knows_what_was_taken_in_and_undo_stops_there(filled):
    receive_paper(filled)

    with at_desk(filled) as desk:
        [record] = desk.submissions.of_task(TASK)[EAST]
    assert record.version == records(filled)[0].version
    assert record.on_paper == records(filled)[0].on_paper


def test_what_could_not_be_noted_at_the_desk_is_noted_when_it_is_taken_in_again(filled):
    """As after a power cut between the two files."""
    receive_paper(filled)
    with at_desk(filled) as desk, desk.commit(taking_in.How.SUBMITTED):
        [record] = desk.submissions.of_task(TASK)[EAST]
        desk.submissions.remove(TASK, record)

    assert receive(filled).again

    with at_desk(filled) as desk:
        [noted] = desk.submissions.of_task(TASK)[EAST]
    assert (noted.version, noted.sender) == (record.version, record.sender)
    assert len(records(filled)) == 1


def test_once_its_taking_in_was_undone_the_same_paper_comes_in_again(filled):
    receive_paper(filled)
    with open_workspace(filled.office) as office, office.commit(taking_in.How.TAKEN_IN):
        [record] = office.submissions.of_task(TASK)[EAST]
        office.submissions.remove(TASK, record)
    assert members(filled) is None

    again = receive(filled)

    assert (again.again, again.version, members(filled)) == (False, 1, "20")


def test_an_accepted_version_stays_and_a_task_that_changed_is_told(filled):
    receive_paper(filled)
    change(filled, "01/1", "21")
    with open_workspace(filled.office) as office, office.commit(taking_in.How.TAKEN_IN):
        first = office.submissions.of_task(TASK)[EAST][0].version.digest
        answer = Answer("0" * 64, RECEIPT, 1, TASK, EAST, (first,), ACCEPTED, "")
        office.decisions.put_answer(answer, b"")

    with pytest.raises(WorkspaceError, match="第1版已验收"):
        receive(filled)
    with at_desk(filled) as desk, desk.commit(taking_in.How.TASK_OPENED):
        path = f"forms/{TOWNSHIP}.toml"
        changed = {**desk.tasks.definitions(TASK)}
        changed[path] += "# changed\n"
        desk.tasks.revise(replace(desk.tasks.get(TASK), revision=2), changed)
    with pytest.raises(WorkspaceError, match="办公室改过东镇的报表"):
        receive(filled)


def test_the_scan_of_the_paper_goes_along(filled, tmp_path):
    scan = tmp_path / "盖章纸件.pdf"
    scan.write_bytes(PDF)
    prepare(filled)
    key(filled)
    with at_desk(filled) as desk:
        attaching.attach(desk, load_task(desk), TOWNSHIP, attaching.read_file(scan))
    receive(filled)

    package = kept(filled, records(filled)[0].number)
    [said] = packages.submission_of(package).attachments
    assert (said.name, said.form) == ("盖章纸件.pdf", TOWNSHIP)
    assert list(package.attached.values()) == [PDF]


def test_the_package_can_be_kept_as_a_file_that_the_office_knows_again(filled):
    received = receive_paper(filled)

    path = paper_receiving.save(received, filled.inbox)
    [line] = filled.take_in([path])

    assert path.name == f"{EAST}_2025_v1_凭盖章件.fuer"
    assert line.outcome == "same"


def test_another_office_does_not_count_what_this_one_says_of_paper(filled, tmp_path):
    path = paper_receiving.save(receive_paper(filled), filled.inbox)
    other = Trial(tmp_path / "other")
    other.hand_out()

    [line] = other.take_in([path])

    assert line.outcome == "refused"
    assert other.counted() == {}


def test_a_later_package_of_the_unit_that_does_not_know_the_paper_is_a_conflict(filled):
    receive_paper(filled)
    filled.change(EAST, "01/1", "22")

    [line] = filled.take_in([filled.export(EAST).path])

    assert line.outcome == "conflict"
    assert members(filled) is None


def test_while_versions_are_in_conflict_nothing_is_taken_in_and_after_a_choice_it_is(filled):
    receive_paper(filled)
    filled.change(EAST, "01/1", "22")
    filled.take_in([filled.export(EAST).path])
    change(filled, "01/1", "23")

    with pytest.raises(WorkspaceError, match="冲突"):
        receive(filled)
    paper, real = (record.version.digest for record in records(filled))
    choose(filled, real, paper)
    assert members(filled) == "22"
    assert receive(filled).version == 2

    assert members(filled) == "23"


def choose(trial, chosen, over):
    with open_workspace(trial.office) as office, office.commit(taking_in.How.TAKEN_IN):
        at = office.clock()
        office.decisions.choose(Choice(TASK, EAST, chosen, (over,), "电话核实", "赵六", at))


# --- what stands in the way -----------------------------------------------------------------


def test_an_open_finding_of_class_a_keeps_the_paper_out_and_tells_the_unit_what_it_is(filled):
    prepare(filled)
    key(filled)
    change(filled, "01/2", "21")  # more women than members

    with pytest.raises(WorkspaceError, match="没有收下：还有") as refused:
        receive(filled)
    with at_desk(filled) as desk:
        told = paper_receiving.for_the_unit(desk)
    assert "东镇" in str(refused.value)
    assert told.splitlines()[0].startswith("东镇：2025年度盖章件上有")
    assert told.splitlines()[1].startswith("1. ")
    assert records(filled) == []


def test_a_blank_cell_is_not_filled_by_anybody_else(filled):
    prepare(filled)

    with pytest.raises(WorkspaceError, match="没有收下：还有"):
        receive(filled)


def test_where_nothing_is_open_the_unit_is_told_nothing(filled):
    prepare(filled)
    key(filled)

    with at_desk(filled) as desk:
        assert paper_receiving.for_the_unit(desk) == ""


def test_a_reason_is_recorded_with_where_it_comes_from(two_years):
    """Twenty times last year's figure wants a reason, and the unit's words are on no file."""
    prepare(two_years)
    key(two_years)
    many = row(EAST, 2025, "03/1", "20000", reason="本年并入了两个村的孕产妇")
    key(two_years, cells=[many, row(EAST, 2025, "04/1", "19000", reason="本年并入了两个村")])

    with pytest.raises(EntryError, match="原因从何而来"):
        receive(two_years)
    receive(two_years, told="5月19日电话，统计员李四")

    last = records(two_years)[-1]
    content = packages.submission_of(kept(two_years, last.number))
    explained = [finding for finding in content.findings if finding.reason]
    assert explained
    assert all(f.by.endswith("（凭盖章件代录，5月19日电话，统计员李四）") for f in explained)


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"by": " "}, "录入人"),
        ({"seen": ""}, "看到的盖章件"),
        ({"signatories": {**WHO, "head": ""}}, "单位负责人"),
        ({"signatories": {"head": "张三", "filler": "王五"}}, "统计负责人"),
        ({"seen": "纸" * 121}, "最多120个字，现在有121个字"),
        ({"by": "赵" * 41}, "最多40个字"),
    ],
)
def test_who_and_which_paper_have_to_be_said(filled, about, words):
    prepare(filled)
    key(filled)

    with pytest.raises(EntryError, match=words):
        receive(filled, **about)
    assert records(filled) == []


def test_the_longest_words_are_still_a_package(filled):
    prepare(filled)
    key(filled)
    filled.change(EAST, "01/1", "21")
    checks = paper_receiving.checks_of(TOWNSHIP, page_text(filled))

    longest = {"by": "赵" * 40, "seen": "纸" * 120, "told": "电" * 100, "despite": "改" * 100}

    assert receive(filled, checks=checks, **longest).version == 1


# --- page by page ---------------------------------------------------------------------------


def test_a_page_that_says_the_same_is_noted(filled):
    prepare(filled)
    key(filled)
    text = page_text(filled)

    receive(filled, checks=paper_receiving.checks_of(TOWNSHIP, text))

    [record] = records(filled)
    assert kept(filled, record.number).manifest.on_paper.seen == SEEN + "；核对码1页相同"


def test_a_page_that_says_something_else_keeps_the_paper_out(filled):
    prepare(filled)
    key(filled)
    text = page_text(filled)
    change(filled, "01/1", "24")

    with pytest.raises(PagesDifferError, match="对不上"):
        receive(filled, checks=paper_receiving.checks_of(TOWNSHIP, text))
    assert records(filled) == []


def test_paper_of_an_earlier_version_is_known_with_the_cells_that_differ(filled):
    text = page_text(filled)
    filled.take_in([filled.export(EAST).path])
    prepare(filled)
    key(filled)
    change(filled, "01/1", "24")

    with pytest.raises(PagesDifferError) as refused:
        receive(filled, checks=paper_receiving.checks_of(TOWNSHIP, text))

    [verdict] = refused.value.verdicts
    typed, derived = verdict.differences
    assert (typed.key.row, typed.paper, typed.file) == ("01", "20", "24")
    assert (derived.paper, derived.file) == ("30.00", "25.00")  # 6 of 20, 6 of 24
    assert "纸上20，录入24" in str(refused.value)


def test_with_a_reason_a_page_that_differs_comes_in_and_says_why(filled):
    prepare(filled)
    key(filled)
    text = page_text(filled)
    change(filled, "01/1", "24")

    receive(
        filled,
        checks=paper_receiving.checks_of(TOWNSHIP, text),
        despite="第01行手写更正并盖章",
    )

    [record] = records(filled)
    seen = kept(filled, record.number).manifest.on_paper.seen
    assert seen == SEEN + "；核对码1页不同（第01行手写更正并盖章）"


def test_a_misread_digit_is_told_before_anything_is_taken_in(filled):
    prepare(filled)
    key(filled)
    text = page_text(filled)
    wrong = text[:-1] + str((int(text[-1]) + 1) % 10)

    with pytest.raises(EntryError):
        receive(filled, checks=paper_receiving.checks_of(TOWNSHIP, wrong))
    assert records(filled) == []


@given(pages=st.lists(st.text("0123456789", min_size=12, max_size=12), max_size=5))
def test_check_texts_are_read_one_after_the_other_whatever_stands_between(pages):
    typed = "，".join(f" {p[:4]}-{p[4:8]}－{p[8:]} " for p in pages)

    found = paper_receiving.checks_of(TOWNSHIP, typed)

    assert [(asked.page, asked.text) for asked in found] == list(enumerate(pages, start=1))


# --- paper and packages in any mixture ------------------------------------------------------


@settings(max_examples=6)
@given(steps=st.lists(st.sampled_from(["paper", "real", "both"]), min_size=1, max_size=3))
def test_in_any_mixture_what_counts_are_the_figures_of_one_whole_version(
    filled_once, tmp_path_factory, steps
):
    """Each step brings figures of its own; a paper knows all that is there, a package only what its
    desk sent before."""
    trial = filled_once.copy(tmp_path_factory.mktemp("mixture"))
    prepare(trial)
    key(trial)
    sent = {}
    heads = set()
    own = []
    for number, step in enumerate(steps):
        figure = str(30 + number)
        if step in ("real", "both"):
            trial.change(EAST, "01/1", figure)
            trial.change(EAST, "02/2", str(number % 5))
            digest = trial.export(EAST).digest
            trial.take_in()
            sent[digest] = (figure, str(number % 5))
            heads = (heads - set(own)) | {digest}
            own.append(digest)
        if step in ("paper", "both") and len(heads) <= 1:
            figure = str(12 + number)
            change(trial, "01/1", figure)
            change(trial, "02/2", str(number % 5))
            receive(trial)
            digest = records(trial)[-1].version.digest
            sent[digest] = (figure, str(number % 5))
            heads = {digest}
    cells = trial.counted().get(EAST)

    expected = sent[next(iter(heads))] if len(heads) == 1 else None
    assert (cells and (cells["01/1"], cells["02/2"])) == expected


def test_a_paper_contains_what_its_versions_contain_and_the_office_has_not(filled):
    late = filled.export(EAST).path
    filled.change(EAST, "01/1", "21")
    filled.take_in([filled.export(EAST).path])
    receive_paper(filled)
    with open_workspace(filled.office) as office:
        undo_run(office, 1)

    [line] = filled.take_in([late])

    assert line.outcome == "older"
    assert filled.counted()[EAST]["01/1"] == "20"


def test_the_office_s_desk_is_sound_and_so_is_the_office(filled):
    receive_paper(filled)
    change(filled, "01/1", "21")
    receive(filled)

    for path in (filled.office, paper_desk.path_of(filled.office, EAST)):
        assert examine_file(path, deep=True).soundness is Soundness.SOUND
