"""Checking: a desk sees its own forms, an office what counts of everybody."""

from msgspec.structs import replace as replace_fields

from fuer_desktop.services import checking
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.examining import Soundness, examine_file
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import EAST, HEALTH, UNITS, WEST, forge, key_of, row, spaceless


def check(path):
    with Workspace.open(path) as workspace:
        return list(checking.check_all(workspace, load_task(workspace)))


def test_a_desk_in_good_order_has_no_findings(filled):
    assert [check(filled.desk(unit)) for unit in UNITS] == [[], [], []]


def test_a_finding_names_place_sides_difference_and_what_to_do(filled):
    filled.change(EAST, "04/1", "1100")

    [found] = check(filled.desk(EAST))

    assert found.row[:11] == (
        EAST, "TF-XZ01", "2025", "TF-XZ01.R03", "A", "1/03/1 1/04/1", "1000", "1100", "-100",
        "open", "",
    )  # fmt: skip
    for words in (
        "第03行（应种人次）",
        "第04行（实种人次）",
        "1000",
        "1100",
        "少100",
    ):
        assert words in spaceless(found.row[11])


def test_a_desk_that_filled_nothing_has_a_finding_for_every_cell(filled):
    cells = ["01/1", "01/2", "02/1", "02/2", "03/1", "04/1"]
    filled.fill(EAST, [row(EAST, 2025, cell) for cell in cells])

    assert [found.finding.rule for found in check(filled.desk(EAST))] == ["BLANK"] * 6


def test_a_form_s_findings_are_those_of_the_form(filled):
    filled.change(EAST, "04/1", "1100")

    with Workspace.open(filled.desk(EAST)) as desk:
        task = load_task(desk)
        [form] = task.own_forms
        assert list(checking.check_form(desk, task, form)) == list(checking.check_unit(desk, task))


def test_a_reason_turns_a_finding_of_class_c_into_an_explained_one(filled):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")

    [found] = check(filled.desk(EAST))

    assert found.row[9:11] == ("explained", "本年合并两个村")
    assert found.row[13] > "2026"


def test_a_reason_stays_when_another_cell_is_corrected_and_when_the_same_value_comes_again(filled):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")
    filled.change(EAST, "01/2", "7")

    [found] = check(filled.desk(EAST))

    assert found.finding.explained


def test_the_office_sees_the_findings_of_what_counts(two_years):
    two_years.change(EAST, "01/1", "27", reason="本年合并了两个村")
    two_years.take_in([two_years.export(EAST).path])

    [found] = check(two_years.office)

    # 27 against 20 the year before: 7 more, more than 30 per cent, and more than 5
    assert found.row[:11] == (
        EAST, "TF-XZ01", "2025", "TF-XZ01.C01", "C", "1/01/1", "27", "20", "7",
        "explained", "本年合并了两个村",
    )  # fmt: skip


def test_the_office_has_no_findings_for_units_that_have_not_handed_in(filled):
    filled.take_in([filled.export(WEST).path])

    assert check(filled.office) == []


def test_without_last_year_comparisons_with_it_are_silent(filled):
    filled.change(HEALTH, "02/1", "40")

    assert check(filled.desk(HEALTH)) == []


# --- what stays of it ---------------------------------------------------------------------

CHANGE, LIMIT = "TF-XZ01.C01", "TF-XZ01.R05"


def record(path):
    """Record a run; returns what is on record: version, unit, rule, left, state, reason."""
    with open_workspace(path) as workspace:
        task = load_task(workspace)
        checking.record_run(workspace, task)
        return on_record(workspace, task)


def on_record(workspace, task):
    rows = checking.record_rows(workspace, task, with_gone=True)
    return [(row[0], row[1], row[4], row[7], row[10], row[11]) for row in rows]


def head_of(path):
    with Workspace.look(path) as workspace:
        return workspace.journal.head


def test_what_was_found_stays_and_what_was_put_right_is_gone(filled, own_folder):
    filled.change(EAST, "04/1", "1100")
    first = record(filled.desk(EAST))
    filled.change(EAST, "04/1", "960")
    second = record(filled.desk(EAST))
    filled.change(EAST, "04/1", "1100")

    broken = ("", EAST, "TF-XZ01.R03", "1000")
    assert first == [(*broken, "open", "")]
    assert second == [(*broken, "gone", "")]
    assert record(filled.desk(EAST)) == first


def test_a_run_that_finds_the_same_writes_nothing(filled, own_folder):
    filled.change(EAST, "04/1", "1100")
    record(filled.desk(EAST))
    head = head_of(filled.desk(EAST))

    record(filled.desk(EAST))

    assert head_of(filled.desk(EAST)) == head


def test_a_run_is_one_event_of_the_journal_with_how_many(filled, own_folder):
    filled.change(EAST, "04/1", "1100")
    record(filled.desk(EAST))
    filled.change(EAST, "04/1", "960")
    record(filled.desk(EAST))

    with Workspace.look(filled.desk(EAST)) as desk:
        said = [row.new for row in desk.journal.events() if row.how == "checked"]
    assert said == ["审出0条 已改1条", "审出1条 已改0条"]


def test_a_copy_is_checked_and_not_written(filled, own_folder):
    filled.change(EAST, "04/1", "1100")

    with Workspace.look(filled.desk(EAST)) as copy:
        task = load_task(copy)
        assert len(checking.record_run(copy, task)) == 1
        assert on_record(copy, task) == []


def test_the_office_finds_what_it_takes_in_with_the_reasons_that_came(two_years, own_folder):
    two_years.change(EAST, "01/1", "27", reason="本年合并了两个村")
    two_years.take_in([two_years.export(EAST).path])

    with open_workspace(two_years.office) as office:
        found = on_record(office, load_task(office))
    [said] = check(two_years.office)
    assert found == [("2", EAST, CHANGE, "27", "explained", "本年合并了两个村")]
    assert said.finding.at > "2026"


def test_findings_of_a_version_that_was_replaced_are_gone_and_stay(two_years, own_folder):
    for figure in ("27", "28"):
        two_years.change(EAST, "01/1", figure, reason="本年合并了两个村")
        two_years.take_in([two_years.export(EAST).path])

    with open_workspace(two_years.office) as office:
        found = on_record(office, load_task(office))
    assert [row[:1] + row[3:5] for row in found] == [("2", "27", "gone"), ("3", "28", "explained")]


def test_the_order_in_which_versions_come_does_not_matter_to_what_stands(two_years, own_folder):
    sent = []
    for figure in ("27", "28"):
        two_years.change(EAST, "01/1", figure, reason="本年合并了两个村")
        sent.append(two_years.export(EAST).path)

    for path in reversed(sent):
        two_years.take_in([path])

    with open_workspace(two_years.office) as office:
        task = load_task(office)
        standing = list(checking.record_rows(office, task, with_gone=False))
    assert [(row[0], row[7], row[10]) for row in standing] == [("3", "28", "explained")]


def test_what_a_package_says_of_findings_is_found_anew(two_years, own_folder):
    """A reason for another figure is kept and settles nothing; a finding that is said is none."""
    two_years.change(EAST, "01/1", "27", reason="本年合并了两个村")
    sent = two_years.export(EAST).path

    def lie(payload):
        [said] = payload.findings
        other = replace_fields(said, left="26")
        invented = replace_fields(said, rule="TF-XZ01.R99", state="open", reason="", at="")
        return replace_fields(payload, findings=[other, invented])

    key = key_of(two_years.desk(EAST))
    two_years.take_in([forge(sent, two_years.folder / "forged" / sent.name, key, lie)])

    with open_workspace(two_years.office) as office:
        found = on_record(office, load_task(office))
    assert found == [
        ("2", EAST, CHANGE, "26", "gone", "本年合并了两个村"),
        ("2", EAST, CHANGE, "27", "open", ""),
    ]


def test_as_version_1_packages_said_it_a_reason_comes_with_its_cell(two_years, own_folder):
    two_years.change(EAST, "01/1", "27", reason="本年合并了两个村")
    sent = two_years.export(EAST).path

    def as_of_old(payload):
        cells = [
            replace_fields(cell, reason="本年合并了两个村") if cell.number == "27" else cell
            for cell in payload.forms[0].cells
        ]
        return replace_fields(
            payload, findings=[], forms=[replace_fields(payload.forms[0], cells=cells)]
        )

    old = two_years.folder / "forged" / sent.name
    two_years.take_in([forge(sent, old, key_of(two_years.desk(EAST)), as_of_old, format=1)])

    [found] = check(two_years.office)
    assert (found.row[9:11], found.row[12:]) == (("explained", "本年合并了两个村"), ("", ""))
    assert examine_file(two_years.office, deep=True).soundness is Soundness.SOUND


def test_only_the_units_that_came_are_checked(two_years, own_folder, monkeypatch):
    asked = []
    record_run = checking.record_run
    monkeypatch.setattr(
        checking, "record_run", lambda *about: asked.append(about[2]) or record_run(*about)
    )
    two_years.change(EAST, "01/1", "21")

    two_years.take_in([two_years.export(EAST).path])

    assert asked[-1] == {EAST}


def test_where_no_unit_came_nothing_is_looked_at(two_years, own_folder):
    two_years.change(EAST, "01/1", "27", reason="本年合并了两个村")
    two_years.take_in([two_years.export(EAST).path])
    head = head_of(two_years.office)

    with open_workspace(two_years.office) as office:
        assert checking.record_run(office, load_task(office), ()) == []

    assert head_of(two_years.office) == head
