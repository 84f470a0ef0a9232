"""Taking in: a function of the set of files, one line for each, whatever is wrong with some."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.errors import JobCancelledError, WorkspaceError
from fuer_desktop.domain.values import Kind
from fuer_desktop.formats import container, signing
from fuer_desktop.formats.package_contents import Cell, FormCells, FormRef
from fuer_desktop.services import admitting, backing_up, designing, taking_in
from fuer_desktop.services.jobs import Job
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import (
    CATALOGUE,
    EAST,
    HEALTH,
    WEST,
    Trial,
    forge,
    key_of,
    replace_in,
    row,
    rows,
)


def outcomes(lines):
    return [line.outcome for line in lines]


def intake(trial):
    with Workspace.open(trial.office) as office:
        return office.intake.lines()


def dump(trial):
    """Everything the office holds but the lines of intake and the times of receipt."""
    with Workspace.open(trial.office) as office:
        records = office.submissions.of_task("990200-2025")
        return (
            {unit: [record.version for record in found] for unit, found in records.items()},
            office.unit_keys.of_task("990200-2025"),
            list(office.values.of_submissions(r.number for f in records.values() for r in f)),
        )


@pytest.fixture(scope="module")
def family(filled_once, tmp_path_factory):
    """East's versions 1, 2 and 3, a second child of 1, and the others' first versions."""
    trial = filled_once.copy(tmp_path_factory.mktemp("family"))
    files = {"east 1": trial.export(EAST).path}
    elsewhere = trial.copy(tmp_path_factory.mktemp("other PC"))
    for version, members in ((2, "21"), (3, "22")):
        trial.change(EAST, "01/1", members)
        files[f"east {version}"] = trial.export(EAST).path
    elsewhere.change(EAST, "01/1", "23")
    files["fork"] = elsewhere.export(EAST).path
    files["west 1"] = trial.export(WEST).path
    files["health 1"] = trial.export(HEALTH).path
    return trial, files


ANCESTORS = {
    "east 1": set(),
    "east 2": {"east 1"},
    "east 3": {"east 1", "east 2"},
    "fork": {"east 1"},
}
MEMBERS = {"east 1": "20", "east 2": "21", "east 3": "22", "fork": "23"}


def members_that_count(names):
    """East's members by hand: those of the only version that no other one present contains."""
    present = {name for name in names if name in ANCESTORS}
    contained = set().union(*(ANCESTORS[name] for name in present))
    heads = present - contained
    return MEMBERS[heads.pop()] if len(heads) == 1 else None


@pytest.fixture(scope="module")
def empty_office(family):
    trial, _ = family
    return trial.office.read_bytes()


@settings(max_examples=40)
@given(
    names=st.lists(
        st.sampled_from(["east 1", "east 2", "east 3", "fork", "west 1", "health 1"]),
        min_size=1,
        max_size=10,
    )
)
def test_any_order_and_any_repeats_count_the_same_figures(
    family, empty_office, tmp_path_factory, names
):
    _, files = family
    trial = Trial(tmp_path_factory.mktemp("order"))
    trial.office.write_bytes(empty_office)

    lines = trial.take_in([files[name] for name in names])
    counted = trial.counted()

    assert len(lines) == len(names)
    assert counted.get(EAST, {}).get("01/1") == members_that_count(names)
    assert (WEST in counted, HEALTH in counted) == ("west 1" in names, "health 1" in names)


@settings(max_examples=30)
@given(
    order=st.permutations(["east 1", "east 2", "fork", "west 1", "health 1"]),
    cut=st.integers(min_value=0, max_value=5),
)
def test_several_sittings_come_to_the_same_as_one(
    family, empty_office, tmp_path_factory, order, cut
):
    _, files = family
    trial = Trial(tmp_path_factory.mktemp("sittings"))
    trial.office.write_bytes(empty_office)

    trial.take_in([files[name] for name in order[:cut]])
    trial.take_in([files[name] for name in order[cut:]])

    # east 2 and the fork are both children of east 1: neither counts
    assert set(trial.counted()) == {WEST, HEALTH}


def test_the_same_folder_twice_changes_nothing(filled):
    for unit in (EAST, WEST, HEALTH):
        filled.export(unit)
    first = filled.take_in()
    before = dump(filled)

    second = filled.take_in()

    assert (outcomes(first), outcomes(second)) == (["new"] * 3, ["same"] * 3)
    assert dump(filled) == before


def test_a_newer_version_counts_and_the_older_one_stays_as_history(filled):
    old = filled.export(EAST).path
    filled.change(EAST, "01/1", "21")
    new = filled.export(EAST).path

    lines = filled.take_in([old, new])

    assert outcomes(lines) == ["new", "newer"]
    assert "第2版，代替第1版" in lines[1].message
    assert filled.counted()[EAST]["01/1"] == "21"
    with Workspace.open(filled.office) as office:
        [one, two] = office.submissions.of_task("990200-2025")[EAST]
        assert office.submissions.package(one.number) == old.read_bytes()
        assert (one.version.number, two.version.number) == (1, 2)


def test_an_older_version_that_comes_late_is_kept_and_does_not_count(filled):
    old = filled.export(EAST).path
    filled.change(EAST, "01/1", "21")
    new = filled.export(EAST).path

    lines = filled.take_in([new, old])

    assert outcomes(lines) == ["new", "older"]
    assert "留作历史" in lines[1].message
    assert filled.counted()[EAST]["01/1"] == "21"


def test_two_children_of_one_parent_are_a_conflict_and_neither_counts(family, tmp_path):
    trial, files = family
    mine = trial.copy(tmp_path / "trial")

    lines = mine.take_in([files[name] for name in ("east 1", "east 2", "fork", "west 1")])

    assert outcomes(lines) == ["new", "newer", "conflict", "new"]
    assert "两版都暂不计入" in lines[2].message
    assert set(mine.counted()) == {WEST}


def test_the_conflict_is_there_without_the_common_parent_too(family, tmp_path):
    trial, files = family
    mine = trial.copy(tmp_path / "trial")

    lines = mine.take_in([files["fork"], files["east 3"]])

    assert outcomes(lines) == ["new", "conflict"]
    assert mine.counted() == {}


# --- one bad file and the others ----------------------------------------------------------


def damaged(whole: bytes, how: str) -> bytes:
    middle = len(whole) // 2
    return {
        "cut": whole[:middle],
        "one bit turned": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "something behind it": whole + b"\0",
        "empty": b"",
        "a text": "这是一份通知。\n".encode(),
        "another archive": b"PK\3\4" + b"\0" * 200,
        "a workbook's first bytes": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    }[how]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("cut", "不完整"),
        ("one bit turned", "“bad.fuer”"),
        ("something behind it", "不完整"),
        ("empty", "是空的"),
        ("a text", "不是本程序的包"),
        ("another archive", "不完整"),
        ("a workbook's first bytes", "不是本程序的包"),
    ],
)
def test_one_bad_file_gets_its_line_and_never_stops_the_others(filled, how, words):
    good = [filled.export(EAST).path, filled.export(WEST).path]
    bad = filled.inbox / "bad.fuer"
    bad.write_bytes(damaged(good[0].read_bytes(), how))

    lines = filled.take_in([good[0], bad, good[1]])

    assert outcomes(lines) == ["new", "damaged", "new"]
    assert words in lines[1].message
    assert "\n" not in lines[1].message
    assert set(filled.counted()) == {EAST, WEST}


def test_a_folder_that_is_called_like_a_package_and_a_file_that_went_away_are_refused(filled):
    good = filled.export(EAST).path
    folder = filled.inbox / "a.fuer"
    folder.mkdir()

    lines = filled.take_in([folder, filled.inbox / "gone.fuer", good])

    assert outcomes(lines) == ["damaged", "damaged", "new"]
    assert "不在" in lines[1].message


def test_a_renamed_package_in_a_lower_folder_is_what_it_was(filled):
    sent = filled.export(EAST).path
    deep = filled.inbox / "收件" / "3月"
    deep.mkdir(parents=True)
    sent.rename(deep / "新建 文件(1).fuer")

    lines = filled.take_in()

    assert [(line.outcome, line.file) for line in lines] == [("new", "新建 文件(1).fuer")]


def test_a_task_package_in_the_inbox_is_called_what_it_is(filled):
    lines = filled.take_in([filled.package(EAST)])

    assert outcomes(lines) == ["refused"]
    assert "是任务包，是发给单位的，没有收下" in lines[0].message


def test_every_file_leaves_one_line_in_the_office_with_unit_and_version(filled):
    sent = filled.export(EAST).path
    text = filled.inbox / "说明.fuer"
    text.write_text("说明", encoding="utf-8")

    lines = filled.take_in([sent, text, sent])

    assert intake(filled) == lines
    assert [(line.file, line.outcome, line.unit, line.version) for line in lines] == [
        (sent.name, "new", EAST, 1),
        ("说明.fuer", "damaged", "", 0),
        (sent.name, "same", EAST, 1),
    ]


def test_an_empty_folder_or_none_is_said_in_words(tmp_path):
    (tmp_path / "说明.txt").write_text("无", encoding="utf-8")

    with pytest.raises(WorkspaceError, match="里没有包"):
        taking_in.packages_in(tmp_path)
    with pytest.raises(WorkspaceError, match="不在"):
        taking_in.packages_in(tmp_path / "无此文件夹")


def test_a_desk_takes_nothing_in(filled):
    sent = filled.export(EAST).path

    with (
        Workspace.open(filled.desk(WEST)) as desk,
        pytest.raises(WorkspaceError, match="填报单位的工作库"),
    ):
        list(taking_in.take_in(desk, [sent], Job()))


# --- who may hand in what -----------------------------------------------------------------


def test_a_package_signed_by_another_key_is_set_aside_and_does_not_count(filled):
    sent = filled.export(EAST).path
    filled.take_in([sent])
    other = forge(sent, filled.inbox / "other.fuer", signing.new_private_key(), version=2)

    lines = filled.take_in([other])

    assert outcomes(lines) == ["untrusted"]
    assert "签名不是东镇登记的" in lines[0].message
    assert filled.counted()[EAST]["01/1"] == "20"


def test_a_first_package_without_proof_of_the_task_package_is_set_aside(filled):
    sent = filled.export(EAST).path
    stranger = forge(sent, filled.inbox / "stranger.fuer", signing.new_private_key())

    lines = filled.take_in([stranger, sent])

    assert outcomes(lines) == ["untrusted", "new"]
    assert set(filled.counted()) == {EAST}


def test_a_second_key_is_set_aside_even_where_it_was_made_from_the_task_package(filled):
    filled.take_in([filled.export(EAST).path])
    filled.desk(EAST).unlink()
    backing_up.forget(filled.desk(EAST))  # as on another PC
    filled.open(EAST)
    filled.fill(EAST, [*rows(EAST, 2025), row(EAST, 2025, "01/1", "25")])

    lines = filled.take_in([filled.export(EAST).path])

    assert outcomes(lines) == ["untrusted"]
    assert filled.counted()[EAST]["01/1"] == "20"


def test_a_package_of_another_year_s_figures_is_refused(filled):
    sent = filled.export(EAST).path

    def change(payload):
        [form] = payload.forms
        return msgspec.structs.replace(payload, forms=[FormCells(form.code, 2024, form.cells)])

    key = key_of(filled.desk(EAST))
    strange = forge(sent, filled.inbox / "s.fuer", key, change=change, period=2024)

    assert outcomes(filled.take_in([strange])) == ["wrong_year"]


def test_a_package_in_another_units_name_is_set_aside(filled):
    west = filled.export(WEST).path
    pretending = forge(west, filled.inbox / "p.fuer", key_of(filled.desk(WEST)), unit=EAST)

    lines = filled.take_in([pretending])

    assert outcomes(lines) == ["untrusted"]
    assert filled.counted() == {}


def test_a_package_for_another_office_is_refused(filled):
    sent = filled.export(EAST).path
    other = Trial(filled.folder / "other")
    other.hand_out()

    lines = other.take_in([sent])

    assert outcomes(lines) == ["refused"]
    assert "交给另一个办公室" in lines[0].message
    assert other.counted() == {}


@pytest.fixture
def real_office(tmp_path):
    """The same place and year, but in earnest."""
    catalogue = shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    replace_in(catalogue / "units.toml", "practice = true", "practice = false")
    trial = Trial(tmp_path / "real")
    trial.hand_out(catalogue=catalogue)
    return trial


def test_an_office_in_earnest_refuses_what_is_practice_in_one_friendly_line(filled, real_office):
    [line] = real_office.take_in([filled.export(EAST).path])

    assert line.outcome == "refused"
    assert "是演练用的，没有收下，也不用收" in line.message
    assert real_office.counted() == {}


def test_an_office_that_practises_refuses_what_is_in_earnest(filled, real_office):
    real_office.open(EAST)
    real_office.fill(EAST, rows(EAST, 2025))
    sent = real_office.export(EAST).path

    [line] = filled.take_in([sent])
    [at_home] = real_office.take_in([sent])

    assert (line.outcome, at_home.outcome) == ("refused", "new")
    assert "是正式的上报包，这里是演练用的办公室" in line.message


def test_an_office_without_a_task_is_no_place_for_practice(filled, tmp_path):
    empty = Trial(tmp_path / "empty")
    designing.new_office(empty.office)

    [line] = empty.take_in([filled.export(EAST).path])

    assert "是演练用的" in line.message


def test_a_package_of_a_task_that_the_office_does_not_know_is_refused(filled):
    sent = filled.export(EAST).path
    strange = forge(sent, filled.inbox / "s.fuer", key_of(filled.desk(EAST)), task="990200-2031")

    lines = filled.take_in([strange])

    assert outcomes(lines) == ["wrong_year"]
    assert "没有这个任务" in lines[0].message


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"unit": "990200199"}, "unknown_unit"),
        ({"period": 2024}, "wrong_year"),
        ({"place": "990300", "task": "990300-2025"}, "refused"),
    ],
)
def test_a_package_of_a_unit_year_or_place_outside_the_task_is_refused(filled, change, outcome):
    sent = filled.export(EAST).path
    strange = forge(sent, filled.inbox / "s.fuer", key_of(filled.desk(EAST)), **change)

    assert outcomes(filled.take_in([strange])) == [outcome]


@pytest.mark.parametrize(
    "change",
    [{"version": 2**70}, {"version": -5}, {"version": 0}, {"enrolment": "证明"}, {"period": 2**70}],
)
def test_a_stranger_s_wild_manifest_never_stops_the_others(filled, change):
    sent = filled.export(EAST).path
    wild = forge(sent, filled.inbox / "wild.fuer", signing.new_private_key(), **change)

    lines = filled.take_in([wild, sent])

    assert outcomes(lines) == ["damaged", "new"]
    assert "写法不对" in lines[0].message


def other_digest(form):
    return msgspec.structs.replace(form, digest="0" * 64)


def many_forms(count):
    return [FormRef(f"TF-{number}", 1, "0" * 64) for number in range(count)]


@pytest.mark.parametrize(
    "forms",
    [
        pytest.param(lambda forms: [other_digest(forms[0])], id="another version"),
        pytest.param(lambda forms: [], id="a form is missing"),
        pytest.param(
            lambda forms: [*forms, msgspec.structs.replace(forms[0], code="TF-WJ01")],
            id="a form of another unit besides",
        ),
        pytest.param(lambda forms: forms * 2, id="a form twice"),
        pytest.param(lambda forms: [*forms, *many_forms(1500)], id="more than there are"),
    ],
)
def test_a_package_by_other_forms_than_the_task_s_is_refused(filled, forms):
    sent = filled.export(EAST).path
    manifest = taking_in.packages.read(sent.read_bytes(), "", wanted="submission").manifest
    strange = forge(
        sent, filled.inbox / "s.fuer", key_of(filled.desk(EAST)), forms=forms(manifest.forms)
    )

    lines = filled.take_in([strange])

    assert outcomes(lines) == ["wrong_forms"]
    assert "按另一版报表填报（T" in lines[0].message
    assert len(lines[0].message) < 200
    assert filled.counted() == {}


def with_cell(*cell):
    """A payload whose one form holds this cell besides."""

    def change(payload):
        [form] = payload.forms
        cells = [*form.cells, Cell(*cell)]
        return msgspec.structs.replace(payload, forms=[FormCells(form.code, form.period, cells)])

    return change


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(("1", "99", "1", Kind.NUMBER, "5", "", ""), id="unknown row"),
        pytest.param(("1", "1", "1", Kind.NUMBER, "5", "", ""), id="1 is not 01"),
        pytest.param(("1", "05", "1", Kind.NUMBER, "96", "", ""), id="computed"),
        pytest.param(("1", "03", "2", Kind.NUMBER, "5", "", ""), id="closed"),
        pytest.param(("1", "01", "1", Kind.NUMBER, "20", "", ""), id="twice"),
    ],
)
def test_a_package_with_cells_that_nobody_fills_is_refused_whole(filled, cell):
    sent = filled.export(EAST).path
    strange = forge(
        sent, filled.inbox / "s.fuer", key_of(filled.desk(EAST)), change=with_cell(*cell)
    )

    lines = filled.take_in([strange])

    assert outcomes(lines) == ["damaged"]
    assert "不在报表中" in lines[0].message
    assert filled.counted() == {}


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(b'"number","5.5"', id="decimals where there are none"),
        pytest.param(b'"number",""', id="a number without figure"),
        pytest.param(b'"number","' + b"9" * 40 + b'"', id="forty digits"),
        pytest.param(b'"no_data","5"', id="no data with a figure"),
        pytest.param(b'"blank",""', id="blank cells never travel"),
        pytest.param(b'"number","05"', id="not as we write it"),
        pytest.param(b'"lost",""', id="a kind that nobody knows"),
    ],
)
def test_a_cell_that_contradicts_itself_is_refused(filled, cell):
    sent = filled.export(EAST).path
    key = key_of(filled.desk(EAST))

    def spoil(payload):
        assert b'"01","1","number","20"' in payload
        return payload.replace(b'"01","1","number","20"', b'"01","1",' + cell)

    strange = forge(sent, filled.inbox / "s.fuer", key, spoil=spoil)

    assert outcomes(filled.take_in([strange])) == ["damaged"]
    assert filled.counted() == {}


def in_cells(payload, **said):
    [form] = payload.forms
    cells = [msgspec.structs.replace(form.cells[0], **said), *form.cells[1:]]
    return msgspec.structs.replace(payload, forms=[msgspec.structs.replace(form, cells=cells)])


def in_findings(payload, **said):
    findings = [msgspec.structs.replace(payload.findings[0], **said)]
    return msgspec.structs.replace(payload, findings=findings)


def in_signatories(payload, **said):
    return msgspec.structs.replace(payload, signatories={**payload.signatories, **said})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(lambda p: in_cells(p, reason="合并\r\n核对"), "TF-XZ01的文字", id="reason"),
        pytest.param(lambda p: in_cells(p, note="\x1b[2J"), "TF-XZ01的文字", id="note"),
        pytest.param(lambda p: in_findings(p, reason="合并\x00两个村"), "TF-XZ01的文字", id="why"),
        pytest.param(lambda p: in_findings(p, by="王\n五"), "TF-XZ01的文字", id="by"),
        pytest.param(lambda p: in_findings(p, at="昨天"), "写法不对", id="no time"),
        pytest.param(lambda p: in_signatories(p, head="张\t三"), "签名人的文字", id="signatory"),
    ],
)
def test_what_no_desk_would_keep_is_refused_of_a_known_unit_too(filled, change, words):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")
    sent = filled.export(EAST).path
    strange = forge(sent, filled.folder / "forged" / sent.name, key_of(filled.desk(EAST)), change)

    [line] = filled.take_in([strange])

    assert line.outcome == "damaged"
    assert words in line.message
    assert filled.counted() == {}


def test_a_reason_of_any_length_and_a_time_far_away_are_taken_in(filled):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")
    sent = filled.export(EAST).path

    def change(payload):
        long = in_cells(payload, reason="合" * 200_000)
        return in_findings(long, reason="村" * 200_000, at="9999-12-31T23:59:59+00:00")

    strange = forge(sent, filled.folder / "forged" / sent.name, key_of(filled.desk(EAST)), change)

    assert outcomes(filled.take_in([strange])) == ["new"]
    assert filled.counted()[EAST]["01/1"] == "41"


def test_a_figure_larger_than_its_cell_holds_never_stops_the_others(filled):
    """As it is stored, with its decimals, it would be no number of the file any more."""
    sent = filled.export(HEALTH).path
    key = key_of(filled.desk(HEALTH))
    cell = b'"06","1","number","82.40"'

    def with_digits(count):
        def spoil(payload):
            assert cell in payload
            return payload.replace(cell, b'"06","1","number","-' + b"9" * count + b'.01"')

        path = filled.folder / "forged" / f"{count}.fuer"
        return forge(sent, path, key, spoil=spoil, version=count)

    lines = filled.take_in([with_digits(14), with_digits(15), filled.export(EAST).path])

    assert outcomes(lines) == ["damaged", "damaged", "new"]
    assert "不在报表中" in lines[0].message
    assert outcomes(filled.take_in([with_digits(13)])) == ["new"]
    assert filled.counted()[HEALTH]["06/1"] == "-9999999999999.01"


def test_a_unit_that_exempts_itself_is_refused_with_who_may_do_that(filled):
    sent = filled.export(EAST).path
    cell = b'"01","1","number","20"'

    def spoil(payload):
        return payload.replace(cell, b'"01","1","exempt",""')

    key = key_of(filled.desk(EAST))
    [line] = filled.take_in([forge(sent, filled.inbox / "s.fuer", key, spoil=spoil)])

    assert line.outcome == "refused"
    assert "免报由办公室决定" in line.message
    assert filled.counted() == {}


def test_figures_of_another_unit_s_form_inside_the_payload_are_refused(filled):
    sent = filled.export(EAST).path

    def change(payload):
        cells = FormCells("TF-WJ01", 2025, [Cell("1", "02", "1", Kind.NUMBER, "0", "", "")])
        return msgspec.structs.replace(payload, forms=[*payload.forms, cells])

    strange = forge(sent, filled.inbox / "s.fuer", key_of(filled.desk(EAST)), change=change)

    assert outcomes(filled.take_in([strange])) == ["damaged"]
    assert filled.counted() == {}


def test_what_is_refused_does_not_enrol_its_key(filled):
    sent = filled.export(EAST).path
    cell = ("1", "99", "1", Kind.NUMBER, "5", "", "")
    strange = forge(
        sent, filled.inbox / "s.fuer", key_of(filled.desk(EAST)), change=with_cell(*cell)
    )
    filled.take_in([strange])

    with Workspace.open(filled.office) as office:
        assert office.unit_keys.of_task("990200-2025") == {}
    assert outcomes(filled.take_in([sent])) == ["new"]


def test_every_kind_of_no_number_arrives_as_it_was(filled):
    reasons = {"01/2": "无数据", "02/1": "不适用", "02/2": "并入"}
    kinds = {"无数据": "no_data", "不适用": "not_applicable", "并入": "included"}
    rows = [
        replace(row(EAST, 2025, cell), value="", kind=word, reason="本年没有单独统计")
        for cell, word in reasons.items()
    ]
    filled.fill(EAST, rows)
    filled.change(EAST, "04/1", "0")

    filled.take_in([filled.export(EAST).path])

    counted = filled.counted()[EAST]
    assert {cell: counted[cell] for cell in reasons} == {c: kinds[w] for c, w in reasons.items()}
    assert counted["04/1"] == "0"


# --- a cancelled job ----------------------------------------------------------------------


def cancel_after_two(lines, job, taken):
    for line in lines:
        taken.append(line)
        if len(taken) == 2:
            job.cancel()


def test_a_cancelled_job_keeps_the_batches_it_finished(filled, monkeypatch):
    monkeypatch.setattr(taking_in, "BATCH", 1)
    sent = [filled.export(unit).path for unit in (EAST, WEST, HEALTH)]
    job = Job()
    taken = []

    with (
        Workspace.open(filled.office) as office,
        pytest.raises(JobCancelledError),
    ):
        cancel_after_two(taking_in.take_in(office, sent, job), job, taken)

    assert set(filled.counted()) == {EAST, WEST}
    assert intake(filled) == taken
    assert outcomes(filled.take_in(sent)) == ["same", "same", "new"]


def test_a_job_cancelled_within_a_batch_leaves_nothing_of_it(filled):
    sent = [filled.export(unit).path for unit in (EAST, WEST)]
    job = Job(lambda progress: job.cancel())

    with pytest.raises(JobCancelledError):
        filled.take_in(sent, job)

    assert (filled.counted(), intake(filled)) == ({}, [])


def test_a_failure_of_the_program_within_a_batch_leaves_nothing_of_it(filled, monkeypatch):
    sent = [filled.export(unit).path for unit in (EAST, WEST)]
    content_of = admitting.KnownTask.content_of

    def fail(self, package):
        if package.manifest.unit == WEST:
            raise RuntimeError
        return content_of(self, package)

    monkeypatch.setattr(admitting.KnownTask, "content_of", fail)
    with pytest.raises(RuntimeError):
        filled.take_in(sent)
    monkeypatch.undo()

    assert filled.counted() == {}
    assert outcomes(filled.take_in(sent)) == ["new", "new"]


def test_the_figures_that_count_are_those_that_were_sent(filled):
    for unit in (EAST, WEST, HEALTH):
        filled.take_in([filled.export(unit).path])

    counted = filled.counted()

    assert counted[EAST] == {
        "01/1": "20", "01/2": "6", "02/1": "5", "02/2": "1", "03/1": "1000", "04/1": "960",
    }  # fmt: skip
    assert counted[HEALTH]["06/1"] == "82.40"


def test_the_shape_of_the_folder_is_found_by_name(filled):
    for unit in (WEST, EAST):
        filled.export(unit)

    found = taking_in.packages_in(filled.inbox)

    assert [path.name[:9] for path in found] == [EAST, WEST]
    assert all(isinstance(path, Path) and path.suffix == ".fuer" for path in found)


# --- reasons ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda said: [*said, *said], id="twice"),
        pytest.param(
            lambda said: [msgspec.structs.replace(said[0], form="TF-WJ01")], id="of another form"
        ),
    ],
)
def test_findings_that_cannot_be_placed_refuse_the_whole_package(filled, spoil):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")
    sent = filled.export(EAST).path
    key = key_of(filled.desk(EAST))

    def change(payload):
        return msgspec.structs.replace(payload, findings=spoil(payload.findings))

    [line] = filled.take_in([forge(sent, filled.folder / "forged" / sent.name, key, change)])

    assert line.outcome == "damaged"
    assert "的审核结果（TF-XZ01.R05 1/01/1）没有所属的报表或写了两次，没有收下" in line.message
    assert filled.counted() == {}


# --- what a courier may bring ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "outcome", "words"),
    [
        ({"format": 99}, "refused", "由较新版本的程序导出"),
        ({"suite": "rot13/1"}, "untrusted", "不认识的签名方式"),
    ],
)
def test_what_a_newer_program_made_or_signed_otherwise_is_told_from_damage(
    filled, change, outcome, words
):
    sent = filled.export(EAST).path
    odd = forge(sent, filled.inbox / "odd.fuer", key_of(filled.desk(EAST)), **change)

    lines = filled.take_in([odd, sent])

    assert outcomes(lines) == [outcome, "new"]
    assert words in lines[0].message
    with Workspace.open(filled.office) as office:
        assert office.intake.quarantined("990200-2025") == []


def test_a_file_larger_than_any_package_is_told_without_being_read_whole(filled, monkeypatch):
    sent = filled.export(EAST).path
    monkeypatch.setattr(container, "MAX_BYTES", 1 << 20)
    huge = filled.inbox / "huge.fuer"
    huge.write_bytes(b"PK\3\4")
    os.truncate(huge, 1 << 40)

    lines = filled.take_in([huge, sent])

    assert outcomes(lines) == ["damaged", "new"]
    assert "不可能是本程序的包" in lines[0].message


def test_one_file_twice_in_one_taking_in_counts_once(filled):
    sent = filled.export(EAST).path

    assert outcomes(filled.take_in([sent, sent])) == ["new", "same"]


def test_a_version_that_was_replaced_and_comes_again_stays_history(filled):
    old = filled.export(EAST).path
    filled.take_in([old])
    filled.change(EAST, "01/1", "21")
    filled.take_in([filled.export(EAST).path])

    assert outcomes(filled.take_in([old])) == ["same"]
    assert filled.counted()[EAST]["01/1"] == "21"


def test_a_package_that_waits_already_waits_once(filled):
    sent = filled.export(EAST).path
    other = forge(sent, filled.inbox / "other.fuer", signing.new_private_key())

    lines = filled.take_in([other, other])

    assert outcomes(lines) == ["untrusted", "untrusted"]
    with Workspace.open(filled.office) as office:
        assert [each.file for each in office.intake.quarantined("990200-2025")] == ["other.fuer"]
