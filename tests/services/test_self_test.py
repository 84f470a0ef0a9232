"""The self-test: passes here, and names what is wrong with a damaged copy."""

import shutil
import sys

import pytest

from fuer_desktop.cli.main import main
from fuer_desktop.cli.output import DONE, FAILED
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.services import paths, self_test
from fuer_desktop.services.self_test import Check
from fuer_desktop.texts import self_test as texts

NAMES = [check.name for check in self_test.own_checks()]


@pytest.fixture
def program(tmp_path, monkeypatch):
    """What travels with the program, in a copy to be damaged."""
    shutil.copytree(paths.forms(), tmp_path / "forms")
    old = "resources/durability"
    shutil.copytree(paths.program_folder() / old, tmp_path / old)
    font = paths.font().relative_to(paths.program_folder())
    (tmp_path / font).parent.mkdir(parents=True)
    shutil.copy(paths.font(), tmp_path / font)
    monkeypatch.setattr(paths, "program_folder", lambda: tmp_path)
    return tmp_path


def failures():
    return {item.check: item.detail for item in self_test.run() if not item.passed}


def test_all_checks_pass_here():
    outcomes = list(self_test.run())

    assert [outcome.line for outcome in outcomes if not outcome.passed] == []
    assert [outcome.check for outcome in outcomes] == NAMES
    assert self_test.summary(outcomes).startswith(f"自检通过，共{len(NAMES)}项。")


# --- damage -------------------------------------------------------------------------------


def empty(folder):
    shutil.rmtree(folder)
    folder.mkdir()


DAMAGES = {
    "no catalogue": (lambda p: shutil.rmtree(p / "forms"), texts.DEFINITIONS, "不在"),
    "an empty catalogue": (lambda p: empty(p / "forms"), texts.DEFINITIONS, "没有指标"),
    "no forms": (lambda p: empty(p / "forms" / "forms"), texts.DEFINITIONS, "没有报表"),
    "no places": (lambda p: empty(p / "forms" / "places"), texts.DEFINITIONS, "没有地方"),
    "a form cut short": (
        lambda p: (p / "forms/forms/FE-WJ01.toml").write_text("[form", "utf-8"),
        texts.DEFINITIONS,
        "FE-WJ01.toml",
    ),
    "a form that a place uses": (
        lambda p: (p / "forms/forms/FE-TJ01.toml").unlink(),
        texts.DEFINITIONS,
        "FE-TJ01",
    ),
    "no font": (
        lambda p: shutil.rmtree(p / "resources/fonts"),
        texts.CHART,
        "FuErSansSC-Regular.otf",
    ),
    "no older workspace": (
        lambda p: (p / "resources/durability/office-v0.fuerdb").unlink(),
        texts.HISTORY,
        "office-v0.fuerdb",
    ),
    "a font that is none": (
        lambda p: (p / "resources/fonts/FuErSansSC-Regular.otf").write_bytes(b"no font"),
        texts.CHART,
        "RuntimeError",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_to_what_is_shipped_is_named_and_stops_nothing_else(damage, program):
    act, check, word = DAMAGES[damage]

    act(program)

    found = failures()
    assert list(found) == [check]
    assert word in found[check]


@pytest.mark.parametrize(
    ("library", "check"),
    [
        ("openpyxl", texts.WORKBOOK),
        ("pyrage", texts.SEAL),
        ("sqlite_utils", texts.HISTORY),
    ],
)
def test_a_library_that_was_left_out_is_named(library, check, monkeypatch):
    monkeypatch.setitem(sys.modules, library, None)

    found = failures()

    assert list(found) == [check]
    assert library in found[check]


def test_a_figure_without_the_shipped_letters_fails(monkeypatch):
    monkeypatch.setattr(self_test, "LEAST_LETTERS", 10_000)

    assert failures() == {texts.CHART: texts.NO_LETTERS}


def test_a_signature_that_holds_for_anything_fails(monkeypatch):
    monkeypatch.setattr(self_test.signing, "verify", lambda *_: None)

    assert failures() == {texts.PACKAGE: texts.NOT_REFUSED}


def test_a_seal_that_any_key_opens_fails(monkeypatch):
    whole = self_test.packages.encode(self_test._PAYLOAD)
    monkeypatch.setattr(self_test.packages.sealing, "opened", lambda *_: whole)

    assert failures() == {texts.SEAL: texts.NOT_REFUSED}


def test_no_room_for_files_is_told_for_every_check(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))

    assert list(failures()) == NAMES


# --- a caller's own checks ----------------------------------------------------------------


@pytest.fixture
def nothing_else(monkeypatch):
    """Only a caller's checks, for tests of how checks are run."""
    monkeypatch.setattr(self_test, "own_checks", lambda: ())


def test_further_checks_come_last():
    *own, last = self_test.run([Check("window", lambda _: "good")])

    assert [outcome.check for outcome in own] == NAMES
    assert last.line == "通过　window：good"


@pytest.mark.usefixtures("nothing_else")
def test_each_check_has_an_empty_folder_of_its_own():
    folders = []

    def look(folder):
        folders.append((folder, list(folder.iterdir())))
        (folder / "left behind").touch()
        return "good"

    outcomes = list(self_test.run([Check("one", look), Check("two", look)]))

    assert all(outcome.passed for outcome in outcomes)
    (one, in_one), (two, in_two) = folders
    assert one != two
    assert in_one == in_two == []
    assert self_test.FOLDER_PREFIX in one.name
    assert not one.exists()


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (WorkspaceError("磁盘\n已满"), "失败　window：磁盘 已满"),
        (KeyError("plugin"), "失败　window：KeyError：'plugin'"),
    ],
)
@pytest.mark.usefixtures("nothing_else")
def test_whatever_a_check_raises_is_one_line(error, line):
    def fall(_):
        raise error

    outcomes = list(self_test.run([Check("window", fall)]))

    assert [outcome.line for outcome in outcomes] == [line]
    assert "1项失败：window" in self_test.summary(outcomes)


# --- the command --------------------------------------------------------------------------


def test_the_command_prints_a_line_for_each_check(capsys):
    assert main(["self-test"]) == DONE

    lines = capsys.readouterr().err.splitlines()
    assert [line.partition("：")[0] for line in lines[:-1]] == [f"通过　{name}" for name in NAMES]


def test_the_command_fails_and_names_the_check(program, capsys):
    empty(program / "forms")

    assert main(["self-test"]) == FAILED

    *_, last = capsys.readouterr().err.splitlines()
    assert f"1项失败：{texts.DEFINITIONS}" in last
    assert str(program) in last


def test_a_program_without_a_console_reports_to_a_file(tmp_path, monkeypatch):
    report = tmp_path / "报 告" / "自检.txt"
    with monkeypatch.context() as windowed:
        windowed.setattr(sys, "stdout", None)
        windowed.setattr(sys, "stderr", None)
        code = main(["self-test", "--report", str(report)])

    assert code == DONE
    lines = report.read_text("utf-8-sig").splitlines()
    assert len(lines) == len(NAMES) + 1
    assert lines[-1].startswith("自检通过")
