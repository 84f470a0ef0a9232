"""征询: a desk asks about what it cannot put right; the office looks at it, and nothing counts."""

import shutil
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as replaced

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.formats import packages
from fuer_desktop.services import (
    attaching,
    boards,
    checking,
    examining,
    inquiries,
    official_forms,
    restoring,
    results,
    submitting,
    undoing,
    witnessing,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.inquiring import ask_key, askable, inquire
from fuer_desktop.services.judging import Judging
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.texts import inquiries as texts
from tests.services.keeping import sql
from tests.services.revised import FIRST, catalogue, form_text, succession
from tests.services.test_revisions import FIGURES as BOTH_COLUMNS
from tests.services.test_revisions import NEXT
from tests.services.test_sealing_for import everything_in, sensitive_trial
from tests.services.trial import (
    EAST,
    HEALTH,
    TOWNSHIP,
    WEST,
    Trial,
    key_of,
    row,
    rows,
)
from tests.store.desk import tables_of

WHY = "并入邻镇，人数以公安为准"
PART_EXCEEDS_TOTAL, FEW_PEOPLE = "TF-XZ01.R03", "TF-XZ01.R04"


def ask(trial, unit=EAST, rules=(), why=WHY, out=None):
    """Ask about the open findings of these rules, or about all."""
    with open_workspace(trial.desk(unit)) as desk:
        task = load_task(desk)
        found = askable(checking.check_unit(desk, task))
        asked = {ask_key(p): why for p in found if not rules or p.finding.rule in rules}
        return inquire(desk, task, asked, {}, out or trial.inbox)


@pytest.fixture
def stuck(filled):
    """East cannot put right that more people live on less."""
    filled.change(EAST, "04/1", "1001")
    return filled


def read(path):
    package = packages.read(path.read_bytes(), path.name, "inquiry")
    return package.manifest, packages.submission_of(package)


def refusal(trial, **about):
    before = tables_of(trial.desk(EAST))
    with pytest.raises(WorkspaceError) as error:
        ask(trial, **about)
    after = tables_of(trial.desk(EAST))
    assert (after["inquiry"], after["submission"]) == (before["inquiry"], before["submission"])
    return str(error.value)


# --- at the desk --------------------------------------------------------------------------


def test_it_says_what_is_asked_and_why_and_brings_all_figures_and_findings(stuck):
    stuck.change(EAST, "01/1", "41")

    asked = ask(stuck, rules=[PART_EXCEEDS_TOTAL])

    manifest, content = read(asked.path)
    assert (manifest.kind, manifest.version, manifest.ancestors) == ("inquiry", 1, [])
    [said] = content.asks
    assert (said.form, said.rule, said.why) == (TOWNSHIP, PART_EXCEEDS_TOTAL, WHY)
    assert (said.cells, said.left, said.right) == ("1/03/1 1/04/1", "1000", "1001")
    assert {(f.rule, f.state) for f in content.findings} >= {
        (PART_EXCEEDS_TOTAL, "open"),
        ("TF-XZ01.R05", "open"),  # 核实 without a reason may wait in it
    }
    assert [cell.number for cell in content.forms[0].cells][:2] == ["41", "6"]
    assert set(content.signatories.values()) == {""}


def test_the_file_s_name_says_that_it_is_an_inquiry(stuck):
    asked = ask(stuck)

    assert asked.path.name == f"{EAST}_2025_征询_{asked.digest[:8]}.fuer"


def test_a_class_b_finding_can_be_asked_about(filled):
    filled.change(EAST, "03/1", "19")
    filled.change(EAST, "04/1", "19")

    _, content = read(ask(filled, rules=[FEW_PEOPLE]).path)

    assert [said.rule for said in content.asks] == [FEW_PEOPLE]


def test_files_that_are_attached_go_along(stuck):
    with open_workspace(stuck.desk(EAST)) as desk:
        given = attaching.GivenFile("说明.pdf", b"%PDF-1.7\n%%EOF\n", "")
        attaching.attach(desk, load_task(desk), TOWNSHIP, given)

    _, content = read(ask(stuck).path)

    assert [one.name for one in content.attachments] == ["说明.pdf"]


def test_it_is_the_version_that_would_come_after_those_that_were_sent(filled):
    first = filled.export(EAST)
    filled.change(EAST, "04/1", "1001")

    manifest, _ = read(ask(filled).path)

    assert (manifest.version, manifest.ancestors) == (2, [first.digest])
    filled.change(EAST, "04/1", "961")
    second = filled.export(EAST)
    assert second.version == 2  # asking took no number away
    package = packages.read(second.path.read_bytes(), "", "submission")
    assert package.manifest.ancestors == [first.digest]


def test_asking_changes_nothing_at_the_desk_but_that_it_was_asked(stuck):
    with open_workspace(stuck.desk(EAST)) as desk:
        before = boards.desk_standing(desk, load_task(desk))

    asked = ask(stuck)

    with open_workspace(stuck.desk(EAST)) as desk:
        assert boards.desk_standing(desk, load_task(desk)) == before
        assert desk.submissions.of_task("990200-2025") == {}
        [kept] = desk.intake.inquiries("990200-2025")
        assert (kept.digest, kept.version) == (asked.digest, 1)
        hows = [row.how for row in desk.journal.rows()]
        assert How.INQUIRED in hows
        assert How.SUBMITTED not in hows
        undone = undoing.undo(desk, load_task(desk))
        assert undone  # what was typed before can still be taken back


def test_the_same_content_again_writes_the_same_bytes_and_other_content_another(stuck):
    first = ask(stuck)
    data = first.path.read_bytes()
    first.path.unlink()

    again = ask(stuck)
    other = ask(stuck, why="理由又补充了几句")

    assert (again.again, again.path.read_bytes()) == (True, data)
    assert (other.again, other.path == first.path) == (False, False)
    with open_workspace(stuck.desk(EAST)) as desk:
        assert len(desk.intake.inquiries("990200-2025")) == 2


def test_after_a_submission_the_same_question_is_another_inquiry(stuck):
    first = ask(stuck)
    stuck.change(EAST, "04/1", "960")
    stuck.export(EAST)
    stuck.change(EAST, "04/1", "1001")

    second = ask(stuck)

    assert (first.again, second.again) == (False, False)
    assert read(second.path)[0].version == 2


def test_only_what_is_open_and_strict_can_be_asked_about_with_a_reason(filled):
    assert refusal(filled) == texts.NOTHING_OPEN
    filled.change(EAST, "01/1", "41")
    assert refusal(filled) == texts.NOTHING_OPEN  # 核实 is explained, not asked about
    filled.change(EAST, "04/1", "1001")
    assert refusal(filled, rules=["TF-XZ01.R01"]) == texts.NOTHING_ASKED
    assert "至少4个字" in refusal(filled, why="  三个字 ")
    assert "400" in refusal(filled, why="长" * 401)


def test_what_was_put_right_since_cannot_be_asked_about(stuck):
    with open_workspace(stuck.desk(EAST)) as desk:
        task = load_task(desk)
        asked = {ask_key(p): WHY for p in askable(checking.check_unit(desk, task))}
    stuck.change(EAST, "04/1", "1002")

    with open_workspace(stuck.desk(EAST)) as desk, pytest.raises(WorkspaceError) as error:
        inquire(desk, load_task(desk), asked, {}, stuck.inbox)

    assert PART_EXCEEDS_TOTAL in str(error.value)


@pytest.mark.usefixtures("own_folder")
def test_it_is_in_the_second_record(stuck, tmp_path):
    ask(stuck)
    lost = tables_of(stuck.desk(EAST))

    source = restoring.sources(stuck.desk(EAST)).witness
    witnessing.rebuild(source, tmp_path / "新.fuerdb").close()

    assert len(lost["inquiry"]) == 1
    assert tables_of(tmp_path / "新.fuerdb")["inquiry"] == lost["inquiry"]


def test_what_is_kept_and_was_damaged_does_not_stand_in_the_way(stuck):
    ask(stuck)
    with open_workspace(stuck.desk(EAST)) as desk:
        desk.connection.execute("UPDATE inquiry SET package = x'00'")

    assert not ask(stuck, out=stuck.folder / "again").again


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE inquiry SET package = substr(package, 1, 900)", "征询包变了"),
        ("DELETE FROM inquiry", "征询包不在了"),
    ],
)
@pytest.mark.usefixtures("own_folder")
def test_one_that_was_damaged_or_is_gone_is_found(stuck, statement, sentence):
    asked = ask(stuck)
    stuck.take_in([asked.path])
    assert examined(stuck.desk(EAST)).soundness is examining.Soundness.SOUND
    assert examined(stuck.office).soundness is examining.Soundness.SOUND

    sql(stuck.desk(EAST), statement)

    assert f"{EAST}（将作第1版）的{sentence}" in "\n".join(examined(stuck.desk(EAST)).sentences)


def examined(path):
    return examining.examine_file(path, deep=True)


def printed_state(trial):
    with open_workspace(trial.desk(EAST)) as desk:
        return official_forms.filled(desk, load_task(desk), TOWNSHIP).state


def test_a_print_of_what_was_asked_about_is_a_draft_that_says_so(stuck):
    assert printed_state(stuck) == "草稿，尚未上报"
    ask(stuck)
    assert printed_state(stuck) == "草稿，与发出的征询包一致，尚未上报"
    stuck.change(EAST, "04/1", "960")
    assert printed_state(stuck) == "草稿，尚未上报"
    stuck.export(EAST)
    assert printed_state(stuck).startswith("第1版")


# --- classes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value", "rule", "blocks"),
    [
        pytest.param("01/1", "41", "TF-XZ01.R05", True, id="C without a reason"),
        pytest.param("02/1", "1", "TF-XZ01.R06", False, id="D"),
    ],
)
def test_c_without_a_reason_blocks_the_export_and_d_never_does(filled, cell, value, rule, blocks):
    filled.change(EAST, cell, value)

    with open_workspace(filled.desk(EAST)) as desk:
        found = list(checking.check_unit(desk, load_task(desk)))
        standing = submitting.obstacles(desk, load_task(desk))

    assert rule in {placed.finding.rule for placed in found}
    assert [placed.finding.rule for placed in standing] == ([rule] if blocks else [])
    if blocks:
        with pytest.raises(WorkspaceError):
            filled.export(EAST)
    else:
        assert filled.export(EAST).version == 1


# --- sealed -------------------------------------------------------------------------------


def test_of_a_sensitive_form_it_is_sealed_and_the_office_reads_it(tmp_path):
    trial = sensitive_trial(tmp_path, says_key=True)
    trial.change(HEALTH, "01/3", "951")

    asked = ask(trial, unit=HEALTH)
    again = ask(trial, unit=HEALTH)

    assert (asked.again, again.again) == (False, True)
    assert WHY.encode() not in everything_in(asked.path)
    [line] = trial.take_in([asked.path])
    assert line.outcome == "inquiry"
    with open_workspace(trial.office) as office:
        assert inquiries.read_inquiry(office, asked.digest).asks[0].said.why == WHY


# --- at the office ------------------------------------------------------------------------


def looked_at(trial, digest):
    with open_workspace(trial.office) as office:
        return inquiries.read_inquiry(office, digest)


def test_the_office_finds_again_what_is_asked_about(stuck):
    stuck.change(EAST, "01/1", "41")
    asked = ask(stuck)
    [line] = stuck.take_in([asked.path])

    seen = looked_at(stuck, asked.digest)

    assert (line.outcome, line.unit) == ("inquiry", EAST)
    [one] = seen.asks
    assert (one.form.code, one.said.why) == (TOWNSHIP, WHY)
    assert (one.finding.left, one.finding.right, one.finding.difference) == (1000, 1001, -1)
    assert "1 001" in one.finding.message.replace("\u2009", " ").replace("\u202f", " ")
    assert seen.others == 1  # the 核实 that has no reason yet
    [(_, values)] = seen.figures
    assert {f"{k.row}/{k.column}": v.plain for k, v in values.items()}["04/1"] == "1001"


def test_after_a_revision_it_is_looked_at_by_the_forms_that_it_was_filled_by(tmp_path):
    trial = Trial(tmp_path / "trial")
    strict = (
        form_text(1, FIRST, rule="02"),
        form_text(2, NEXT, succession(FIRST, NEXT), rule="06"),
    )
    first, second = (text.replace('"C"', '"A"') for text in strict)
    trial.hand_out(catalogue=catalogue(tmp_path / "first", [first]))
    trial.open(EAST)
    trial.fill(EAST, [row(EAST, 2025, cell, value) for cell, value in BOTH_COLUMNS.items()])
    trial.change(EAST, "02/1", "50")
    asked = ask(trial)
    trial.take_in([asked.path])
    before = looked_at(trial, asked.digest)

    trial.hand_out(catalogue=catalogue(tmp_path / "second", [first, second]), revise=True)

    assert looked_at(trial, asked.digest) == before
    [one] = before.asks
    assert (one.finding.left, one.finding.right) == (50, 40)


def forged(trial, path, change):
    """The same inquiry as the unit's own program would never write it."""
    data = path.read_bytes()
    read_again = packages.read(data, path.name, "inquiry")
    content = change(packages.submission_of(read_again))
    written = packages.make(read_again.manifest, content, key_of(trial.desk(EAST)))
    other = path.with_name("改过.fuer")
    other.write_bytes(written.data)
    return other, written.digest


def test_what_a_package_says_of_its_findings_is_not_believed(stuck):
    path = ask(stuck).path

    def lower(content):
        said = [replaced(f, left="5", right="9") for f in content.findings]
        asks = [replaced(one, left="5", right="9") for one in content.asks]
        return replaced(content, findings=said, asks=asks)

    other, digest = forged(stuck, path, lower)
    [line] = stuck.take_in([other])

    assert line.outcome == "inquiry"
    assert [one.finding for one in looked_at(stuck, digest).asks] == [None]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda c: replaced(c, asks=[]), id="asks nothing"),
        pytest.param(lambda c: replaced(c, asks=c.asks * 2), id="asks twice"),
        pytest.param(lambda c: replaced(c, findings=[]), id="about no finding of its own"),
        pytest.param(lambda c: replaced(c, asks=[replaced(c.asks[0], why=" ")]), id="without why"),
        pytest.param(
            lambda c: replaced(c, asks=[replaced(c.asks[0], form="TF-WJ01")]),
            id="about another unit's form",
        ),
    ],
)
def test_a_question_that_cannot_be_one_is_refused(stuck, change):
    other, _ = forged(stuck, ask(stuck).path, change)

    [line] = stuck.take_in([other])

    assert line.outcome == "damaged"
    with open_workspace(stuck.office) as office:
        assert office.intake.inquiries("990200-2025") == []


def test_the_list_has_the_newest_first_and_says_what_came_since(stuck):
    first = ask(stuck)
    stuck.change(EAST, "04/1", "1002")
    second = ask(stuck)
    stuck.take_in([first.path])
    stuck.take_in([second.path])
    stuck.take_in([first.path])
    stuck.change(EAST, "04/1", "960")

    def listed():
        with open_workspace(stuck.office) as office:
            return inquiries.inquiry_list(office).lines

    before = {line.digest: (line.asks, line.asked_again, line.sent_since) for line in listed()}
    stuck.take_in([stuck.export(EAST).path])
    after = {line.digest: line.sent_since for line in listed()}

    assert set(before) == {first.digest, second.digest}
    assert sorted(before.values()) == [(1, False, 0), (1, True, 0)]
    assert set(after.values()) == {1}


def test_what_is_asked_about_an_earlier_year_is_listed_with_its_year(stuck):
    asked = ask(stuck)
    stuck.take_in([asked.path])
    stuck.hand_out(2026)

    with open_workspace(stuck.office) as office:
        [line] = inquiries.inquiry_list(office).lines

    assert (line.digest, line.name, line.period) == (asked.digest, "东镇（2025年度）", 2025)
    assert [one.finding.rule for one in looked_at(stuck, asked.digest).asks] == ["TF-XZ01.R03"]


def test_a_new_office_has_none(tmp_path):
    from fuer_desktop.services import designing

    designing.new_office(tmp_path / "office.fuerdb")
    with open_workspace(tmp_path / "office.fuerdb") as office:
        assert inquiries.inquiry_list(office) == inquiries.InquiryList()


# --- never counted ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mixture(filled_once, tmp_path_factory):
    """Submissions of all units, with inquiries before, between and after those of East and West."""
    trial = filled_once.copy(tmp_path_factory.mktemp("mixture"))
    files = {}
    for number, unit in enumerate((EAST, WEST)):
        good = dict(rows_of(unit))
        for version in (1, 2):
            trial.change(unit, "04/1", str(5000 + version))
            files[f"ask {number} {version}"] = ask(trial, unit).path
            trial.change(unit, "04/1", good["04/1"])
            trial.change(unit, "01/2", str(2 + version))
            files[f"send {number} {version}"] = trial.export(unit).path
        trial.change(unit, "03/1", "1")
        files[f"ask {number} 3"] = ask(trial, unit).path
    files["send health"] = trial.export(HEALTH).path
    return trial, files


def rows_of(unit):
    return [(f"{row.row}/{row.column}", row.value) for row in rows(unit, 2025)]


NAMES = [
    *(
        f"{what} {unit} {version}"
        for what in ("ask", "send")
        for unit in (0, 1)
        for version in (1, 2)
    ),
    "ask 0 3",
    "ask 1 3",
    "send health",
]


def all_that_counts(trial):
    """Whatever is made of figures: cells, findings, states, indicators, next year's comparisons."""
    tables = tables_of(trial.office)
    with open_workspace(trial.office) as office:
        task = load_task(office)
        standing = boards.board(office, task, date(2026, 5, 1))
        found = [placed.row for placed in checking.check_all(office, task)]
        judging = Judging(office, 2025)
        values = list(results.indicator_rows(judging))
        verdicts = [results.verdict_row(item) for item in judging.judged()]
    return (
        tables["data_value"], len(tables["submission"]),
        standing, found, values, verdicts, trial.counted(),
    )  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=9))
def test_an_inquiry_counts_nowhere_whatever_it_is_mixed_with(mixture, tmp_path_factory, names):
    made, files = mixture
    sent = [name for name in names if name.startswith("send")]
    both = []
    for chosen in (names, sent):
        trial = Trial(tmp_path_factory.mktemp("office"))
        shutil.copy(made.office, trial.office)
        if chosen:
            trial.take_in([files[name] for name in chosen])
        both.append(all_that_counts(trial))

    assert both[0] == both[1]
