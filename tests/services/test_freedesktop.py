"""What is left in the data folder for a Linux desktop, and that desktops understand it."""

import os
import re
import shutil
import stat
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.services import freedesktop
from fuer_desktop.services.file_kinds import KINDS, Opener
from fuer_desktop.services.freedesktop import DataFolder, command_of, entry_of, run_tool, types_of

PACKAGE, WORKSPACE = KINDS
PROGRAM = ("/opt/办公 软件/fuer-desktop",)
PATHS = ["/a b/妇儿", '/quoted "name"', "/100%f/$HOME/`x`", "/back\\slash\\", "/new\nline\tand\r"]
only_linux = pytest.mark.skipif(sys.platform == "win32", reason="Linux desktops")


@pytest.fixture
def home(tmp_path):
    return tmp_path / "数据 夹"


@pytest.fixture
def folder(home):
    return DataFolder(home, lambda _tool, _folder: True)


def files_in(home):
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


# --- the entry of the menu ----------------------------------------------------------------


def lines_of(entry):
    head, *lines, last = entry.split("\n")
    assert (head, last) == ("[Desktop Entry]", "")
    return dict(line.split("=", 1) for line in lines)


def words_of(line):
    """The words of an Exec line, by the rules of the Desktop Entry Specification: the string is
    read first, then what is quoted, then the field codes."""
    signs = {"n": "\n", "t": "\t", "r": "\r", "s": " "}
    string = re.sub(r"\\(.)", lambda found: signs.get(found[1], found[1]), line)
    *quoted, end = re.findall(r'"(?:[^"\\]|\\.)*"|\S+', string, re.DOTALL)
    assert end == "%f"
    words = [re.sub(r'\\(["`$\\])', r"\1", word[1:-1]) for word in quoted]
    assert all("%" not in word.replace("%%", "") for word in words), "a field code"
    return [word.replace("%%", "%") for word in words]


paths = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@given(st.lists(st.sampled_from(PATHS) | paths, min_size=1, max_size=3))
def test_a_desktop_reads_the_command_as_it_was_meant(program):
    lines = lines_of(entry_of(program))

    assert words_of(lines["Exec"]) == program
    assert freedesktop._unescaped(lines["TryExec"]) == program[0]


def test_the_entry_opens_both_kinds_and_is_ignored_once_the_program_is_gone():
    lines = lines_of(entry_of(PROGRAM))

    assert lines["Exec"] == '"/opt/办公 软件/fuer-desktop" %f'
    assert lines["TryExec"] == PROGRAM[0]
    assert lines["MimeType"] == "application/x-fuer-package;application/x-fuer-workspace;"
    assert (lines["Type"], lines["Name"]) == ("Application", "妇儿规划监测")


# --- the media types ----------------------------------------------------------------------


def test_the_media_types_have_chinese_names_and_one_ending_each():
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    types = ET.fromstring(types_of(KINDS))

    found = [
        (kind.find(f"{space}comment").text, kind.find(f"{space}glob").get("pattern"))
        for kind in types
    ]
    assert found == [("妇儿规划监测包", "*.fuer"), ("妇儿规划监测工作库", "*.fuerdb")]


@only_linux
@pytest.mark.skipif(not shutil.which("update-mime-database"), reason="shared-mime-info is not here")
def test_the_system_knows_our_files_once_they_are_tied_and_not_afterwards(home):
    system = DataFolder(home, run_tool)
    ask = (
        "from PySide6.QtCore import QMimeDatabase as D; by_name = D.MatchMode.MatchExtension;"
        "print([D().mimeTypeForFile(n, by_name).name() for n in ('任务.fuer', 'A.FUERDB')])"
    )

    def known():
        words, environment = [sys.executable, "-c", ask], {**os.environ, "XDG_DATA_HOME": str(home)}
        done = subprocess.run(words, env=environment, capture_output=True, check=True, timeout=60)
        return done.stdout.decode().strip()

    system.tie(PROGRAM)
    assert known() == "['application/x-fuer-package', 'application/x-fuer-workspace']"
    system.untie()
    assert known() == "['application/octet-stream', 'application/octet-stream']"


# --- the folder ---------------------------------------------------------------------------


def test_every_file_is_written_read_back_and_taken_away(folder, home):
    assert folder.opener(PACKAGE) is None
    assert folder.tie(PROGRAM) == []

    assert [folder.opener(kind) for kind in KINDS] == [Opener(command_of(PROGRAM), PROGRAM[0])] * 2
    assert files_in(home) == {
        "applications/fuer-desktop.desktop",
        "icons/hicolor/scalable/apps/fuer-desktop.svg",
        "icons/hicolor/scalable/mimetypes/application-x-fuer-package.svg",
        "icons/hicolor/scalable/mimetypes/application-x-fuer-workspace.svg",
        "mime/packages/fuer-desktop.xml",
    }
    assert folder.untie()
    assert not folder.untie()
    assert files_in(home) == set()


def test_what_others_left_in_the_folder_stays(folder, home):
    others = {home / "applications" / "7z.desktop", home / "mime" / "packages" / "7z.xml"}
    for path in others:
        path.parent.mkdir(parents=True)
        path.write_text("theirs")

    folder.tie(PROGRAM)
    folder.untie()

    assert {home / place for place in files_in(home)} == others
    assert {path.read_text() for path in others} == {"theirs"}


@pytest.mark.parametrize("place", [freedesktop.ENTRY, freedesktop.TYPES])
@pytest.mark.parametrize("instead", [b"", b"no more", b"\xff\xfe"])
def test_half_a_tie_is_none(folder, home, place, instead):
    folder.tie(PROGRAM)
    (home / place).write_bytes(instead)

    assert folder.opener(PACKAGE) is None


# --- the tools of the system --------------------------------------------------------------


def test_a_tool_that_is_missing_is_named_with_its_package(home):
    system = DataFolder(home, lambda tool, _folder: tool == "update-mime-database")

    [sentence] = system.tie(PROGRAM)

    assert "update-desktop-database" in sentence
    assert "desktop-file-utils" in sentence


@only_linux
@pytest.mark.parametrize(("before", "seen"), [("", ""), ("/usr/own", "/usr/own")])
def test_a_tool_of_the_system_never_gets_our_libraries(tmp_path, monkeypatch, before, seen):
    tool = tmp_path / "renew"
    tool.write_text('#!/bin/sh\nprintf "%s" "$LD_LIBRARY_PATH" > "$1/seen"\n')
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/our/_internal")
    if before:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)

    assert run_tool("renew", tmp_path)
    assert (tmp_path / "seen").read_text() == seen
    assert not run_tool("no-such-tool", tmp_path)


@pytest.mark.parametrize(
    ("named", "used"),
    [("", ".local/share"), ("relative/data", ".local/share"), ("{home}/data", "data")],
)
def test_the_data_folder_is_the_persons(tmp_path, monkeypatch, named, used):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", named.format(home=tmp_path))

    assert freedesktop.this_user()._home == tmp_path / used
