"""Handing in: only what is in order, and never two files under one version number."""

import errno
import os
from pathlib import Path

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import files, packages
from fuer_desktop.services import submitting
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import EAST, HEALTH, WEST, WHO


def records(trial, unit=EAST):
    with Workspace.open(trial.desk(unit)) as desk:
        return desk.submissions.of_task("990200-2025").get(unit, [])


def read(exported):
    package = packages.read(exported.path.read_bytes(), "", wanted="submission")
    return package.manifest, packages.submission_of(package)


def test_the_package_says_who_sends_what_to_whom(filled):
    exported = filled.export(EAST)

    manifest, content = read(exported)

    assert (manifest.unit, manifest.period, manifest.task) == (EAST, 2025, "990200-2025")
    assert (manifest.version, manifest.ancestors, manifest.practice) == (1, [], True)
    assert content.signatories == WHO
    assert [form.code for form in content.forms] == ["TF-XZ01"]
    assert [(c.row, c.column, c.number) for c in content.forms[0].cells] == [
        ("01", "1", "20"),
        ("01", "2", "6"),
        ("02", "1", "5"),
        ("02", "2", "1"),
        ("03", "1", "1000"),
        ("04", "1", "960"),
    ]


def test_the_file_s_name_is_made_of_codes(filled):
    exported = filled.export(EAST)

    assert exported.path.name == f"{EAST}_2025_v1_{exported.digest[:8]}.fuer"


def test_each_version_names_all_its_ancestors(filled):
    digests = [filled.export(EAST).digest]
    for members in ("21", "22"):
        filled.change(EAST, "01/1", members)
        exported = filled.export(EAST)
        manifest, _ = read(exported)
        assert (manifest.version, manifest.ancestors) == (len(digests) + 1, sorted(digests))
        digests.append(exported.digest)

    assert len(set(digests)) == 3


# --- what stands in the way ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "cell", "value", "rule"),
    [
        pytest.param(EAST, "04/1", "", "BLANK A", id="not filled"),
        pytest.param(EAST, "04/1", "1001", "TF-XZ01.R03 A", id="part exceeds total"),
        pytest.param(EAST, "01/2", "21", "TF-XZ01.R01 A", id="women exceed all"),
        pytest.param(EAST, "02/2", "7", "TF-XZ01.R02 A", id="women directors exceed women"),
        pytest.param(EAST, "01/1", "41", "TF-XZ01.R05 C", id="unusual, without a reason"),
        pytest.param(HEALTH, "01/3", "951", "TF-WJ01.R01 A", id="parts do not sum up"),
    ],
)
def test_a_finding_that_is_not_settled_blocks(filled, unit, cell, value, rule):
    filled.change(unit, cell, value)

    with Workspace.open(filled.desk(unit)) as desk:
        obstacles = submitting.obstacles(desk, load_task(desk))
    with pytest.raises(WorkspaceError, match="还不能导出") as refusal:
        filled.export(unit)

    assert rule in [f"{o.finding.rule} {o.finding.severity.value}" for o in obstacles]
    assert f"有{len(obstacles)}处" in str(refusal.value)
    assert not list(filled.folder.glob("inbox/*.fuer"))
    assert records(filled, unit) == []


@pytest.mark.parametrize(
    ("reason", "passes"),
    [
        ("本年合并两个村", True),
        ("六个字的原因", True),
        ("只有五个字", False),
        ("短　　　　　　", False),
        ("", False),
    ],
)
def test_a_reason_of_six_characters_settles_a_finding_of_class_c(filled, reason, passes):
    filled.change(EAST, "01/1", "41", reason=reason)

    if passes:
        assert filled.export(EAST).version == 1
    else:
        with pytest.raises(WorkspaceError, match="还不能导出"):
            filled.export(EAST)


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        pytest.param({"03/1": "19", "04/1": "10"}, "TF-XZ01.R04", id="B"),
        pytest.param({"04/1": "1001"}, "TF-XZ01.R03", id="A"),
    ],
)
def test_no_reason_settles_a_finding_of_class_a_or_b(filled, cells, rule):
    for cell, value in cells.items():
        filled.change(EAST, cell, value, reason="已经向村里逐户核实过")

    with Workspace.open(filled.desk(EAST)) as desk:
        found = [o.finding.rule for o in submitting.obstacles(desk, load_task(desk))]

    assert found == [rule]
    with pytest.raises(WorkspaceError, match="还不能导出"):
        filled.export(EAST)


def test_a_hint_of_class_d_stands_in_nobody_s_way(filled):
    filled.change(EAST, "02/1", "1")

    assert filled.export(EAST).version == 1


def test_a_large_change_against_last_year_needs_a_reason(two_years):
    two_years.change(EAST, "01/1", "27")  # 20 before: 7 more, 35 per cent

    with pytest.raises(WorkspaceError, match="上年 20"):
        two_years.export(EAST)
    two_years.change(EAST, "01/1", "27", reason="本年合并了两个村")
    assert two_years.export(EAST).version == 2


@pytest.mark.parametrize(
    ("role", "label"),
    [("head", "单位负责人"), ("statistics_head", "统计负责人"), ("filler", "填表人")],
)
@pytest.mark.parametrize("name", ["", " 　"])
def test_each_signatory_must_be_named(filled, role, label, name):
    with (
        Workspace.open(filled.desk(EAST)) as desk,
        pytest.raises(WorkspaceError, match=f"请填写{label}"),
    ):
        submitting.export(desk, load_task(desk), {**WHO, role: name}, filled.inbox)


def test_an_office_does_not_hand_in(filled):
    with (
        Workspace.open(filled.office) as office,
        pytest.raises(WorkspaceError, match="办公室的工作库"),
    ):
        submitting.export(office, load_task(office), WHO, filled.inbox)


# --- again --------------------------------------------------------------------------------


def test_unchanged_content_gives_the_same_bytes_and_version_again(filled):
    first = filled.export(EAST)
    bytes_before = first.path.read_bytes()
    first.path.unlink()

    second = filled.export(EAST)

    assert (second.version, second.digest, second.again) == (1, first.digest, True)
    assert second.path.read_bytes() == bytes_before
    assert len(records(filled)) == 1


def test_a_changed_figure_a_reason_or_a_signatory_makes_a_new_version(filled):
    versions = [filled.export(EAST).version]
    filled.change(EAST, "01/1", "21")
    versions.append(filled.export(EAST).version)
    filled.change(EAST, "01/1", "21", reason="补选一名村委会委员")
    versions.append(filled.export(EAST).version)
    with Workspace.open(filled.desk(EAST)) as desk:
        again = submitting.export(desk, load_task(desk), {**WHO, "head": "赵六"}, filled.inbox)

    assert [*versions, again.version, again.again] == [1, 2, 3, 4, False]


def test_going_back_to_earlier_figures_is_a_new_version(filled):
    filled.export(EAST)
    filled.change(EAST, "01/1", "21")
    filled.export(EAST)
    filled.change(EAST, "01/1", "20")

    third = filled.export(EAST)

    assert (third.version, third.again) == (3, False)
    filled.take_in()
    assert filled.counted()[EAST]["01/1"] == "20"


@pytest.fixture
def no_stick(filled, monkeypatch):
    """What an export was to write where packages go, and could not."""
    written = []
    write = files.write_whole

    def fail(path, data):
        if path.parent != filled.inbox:
            return write(path, data)
        written.append((path, data))
        raise WorkspaceError(f"写不成“{path}”")

    with monkeypatch.context() as broken:
        broken.setattr(files, "write_whole", fail)
        with pytest.raises(WorkspaceError, match="写不成"):
            filled.export(EAST)
    return written


def test_a_write_that_fails_is_made_good_by_exporting_again(filled, no_stick):
    exported = filled.export(EAST)

    assert [(exported.path, exported.path.read_bytes())] == no_stick
    assert (exported.version, len(records(filled))) == (1, 1)


@pytest.mark.usefixtures("no_stick")
def test_a_version_whose_file_was_never_written_is_not_given_to_other_figures(filled):
    [lost] = records(filled)
    filled.change(EAST, "01/1", "21")

    exported = filled.export(EAST)

    assert exported.version == 2
    assert read(exported)[0].ancestors == [lost.version.digest]


def test_a_file_where_the_folder_should_be_is_said_and_costs_no_version(filled):
    filled.inbox.write_text("不是文件夹", encoding="utf-8")

    with pytest.raises(WorkspaceError, match="写不成"):
        filled.export(EAST)
    filled.inbox.unlink()

    assert filled.export(EAST).version == 1


def test_a_full_stick_is_said_and_costs_no_version(filled, monkeypatch):
    replace = Path.replace

    def full(path, target):
        if target.parent == filled.inbox:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(WorkspaceError, match="写不成"):
        filled.export(EAST)
    monkeypatch.undo()

    exported = filled.export(EAST)
    assert exported.version == 1
    assert [line.outcome for line in filled.take_in()] == ["new"]


def test_a_place_that_cannot_be_written_is_said_and_costs_no_version(filled):
    filled.inbox.write_text("a file where the folder should be")

    with pytest.raises(WorkspaceError, match="写不成"):
        filled.export(EAST)
    filled.inbox.unlink()

    assert filled.export(EAST).version == 1


def test_two_copies_of_a_workspace_do_not_make_two_equal_packages(filled, tmp_path):
    elsewhere = filled.copy(tmp_path / "other PC")
    filled.change(WEST, "01/1", "31")
    elsewhere.change(WEST, "01/1", "32")

    one, other = filled.export(WEST), elsewhere.export(WEST)

    assert (one.version, other.version) == (1, 1)
    assert one.path.name != other.path.name


# --- findings -----------------------------------------------------------------------------


def said_in(trial, exported):
    package = packages.read(exported.path.read_bytes(), "", wanted="submission")
    return package.manifest.format, packages.submission_of(package).findings


def test_what_was_found_goes_with_the_figures_and_the_reasons(filled):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")
    filled.change(EAST, "02/1", "1")  # a hint, which may be left

    format_, said = said_in(filled, filled.export(EAST))

    assert format_ == 2
    assert [(f.form, f.rule, f.cells, f.left, f.right) for f in said] == [
        ("TF-XZ01", "TF-XZ01.R05", "1/01/1", "41", "40"),
        ("TF-XZ01", "TF-XZ01.R06", "1/02/1", "1", "2"),
    ]
    assert [(f.severity, f.state, f.reason, bool(f.at)) for f in said] == [
        ("C", "explained", "本年合并两个村", True), ("D", "open", "", False),
    ]  # fmt: skip


def test_where_nothing_was_found_an_older_office_can_read_it(filled):
    assert said_in(filled, filled.export(EAST)) == (1, [])


def test_another_reason_is_another_version_and_the_same_is_not(filled):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")
    first = filled.export(EAST)
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")
    again = filled.export(EAST)
    filled.change(EAST, "01/1", "41", reason="另一个说得通的原因")

    assert (again.version, again.again) == (first.version, True)
    assert filled.export(EAST).version == first.version + 1


def test_what_was_found_is_on_record_though_it_stopped_the_export(filled):
    filled.change(EAST, "04/1", "1100")

    with pytest.raises(WorkspaceError, match="还不能导出"):
        filled.export(EAST)

    with Workspace.open(filled.desk(EAST)) as desk:
        [placed] = desk.findings.of_year(2025)
    assert (placed.record.key.rule, placed.record.state) == ("TF-XZ01.R03", "open")
