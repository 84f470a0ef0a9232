"""What is written into the registry for our files, what is left alone, what is taken away."""

import re
import sys
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.services import file_kinds, windows_registry
from fuer_desktop.services.file_kinds import KINDS, Opener
from fuer_desktop.services.windows_registry import (
    CHOSEN,
    CLASSES,
    Value,
    WindowsRegistry,
    WinregDoor,
    command_of,
    values_of,
)
from tests.services.registry import MemoryDoor, MemoryWinreg

PACKAGE, WORKSPACE = KINDS
PROGRAM = (r"D:\办公 软件\妇儿规划监测\fuer-desktop.exe",)
COMMAND = r'"D:\办公 软件\妇儿规划监测\fuer-desktop.exe" "%1"'
OTHERS = r"SomeArchiver.fuer"
OTHERS_COMMAND = rf"{CLASSES}\{OTHERS}\shell\open\command"
CHOSEN_KEY = CHOSEN.format(ending=".fuer")
ENDING = rf"{CLASSES}\.fuer"


def registry(door):
    return WindowsRegistry(door, door.tell)


def tied(keys=None):
    door = MemoryDoor(keys)
    registry(door).tie(PROGRAM)
    return door


# --- what is written ----------------------------------------------------------------------


def test_the_keys_of_a_kind_are_made_from_the_programs_path():
    icons = PureWindowsPath(r"D:\办公 软件\妇儿规划监测\_internal\resources\icons")
    ours = CLASSES + r"\FuerDesktop.Package"

    assert values_of(PACKAGE, PROGRAM, icons) == [
        Value(ours, "", "妇儿规划监测包"),
        Value(
            ours + r"\DefaultIcon",
            "",
            r'"D:\办公 软件\妇儿规划监测\_internal\resources\icons\package.ico"',
        ),
        Value(ours + r"\shell", "", "open"),
        Value(ours + r"\shell\open", "", "用妇儿规划监测打开"),
        Value(ours + r"\shell\open", "FriendlyAppName", "妇儿规划监测"),
        Value(ours + r"\shell\open\command", "", COMMAND),
        Value(CLASSES + r"\.fuer\OpenWithProgids", "FuerDesktop.Package", ""),
        Value(CLASSES + r"\.fuer", "", "FuerDesktop.Package", shared=True),
    ]


def test_both_kinds_are_tied_and_the_file_manager_is_told():
    door = tied()

    assert door.get(rf"{CLASSES}\.fuer", "") == "FuerDesktop.Package"
    assert door.get(rf"{CLASSES}\.fuerdb", "") == "FuerDesktop.Workspace"
    assert door.get(rf"{CLASSES}\FuerDesktop.Workspace", "") == "妇儿规划监测工作库"
    assert door.told == 1
    for kind in KINDS:
        assert registry(door).opener(kind) == Opener(COMMAND, PROGRAM[0])


def test_an_icon_is_there_for_every_kind():
    there = {path.stem for path in file_kinds.icons().glob("*.ico")}

    assert {kind.icon for kind in KINDS} <= there


paths = st.text(st.characters(exclude_characters='"', exclude_categories=["C"]), min_size=1)


@given(st.lists(paths, max_size=3))
def test_a_path_with_blanks_or_chinese_stays_one_word(program):
    assert re.findall('"([^"]*)"', command_of(program)) == [*program, "%1"]


# --- what is left alone -------------------------------------------------------------------

foreign = st.dictionaries(
    st.sampled_from([ENDING, rf"{ENDING}\OpenWithProgids", rf"{ENDING}\ShellNew", CHOSEN_KEY]),
    st.dictionaries(st.sampled_from(["", "ProgId", OTHERS]), st.sampled_from([OTHERS, "甲", "乙"])),
)


@given(foreign)
def test_what_others_wrote_is_the_same_while_tied_and_afterwards(keys):
    door = tied(keys)

    assert all(values.items() <= door.keys[key].items() for key, values in keys.items())
    assert registry(door).untie()
    kept = {key: values for key, values in door.keys.items() if values}
    assert kept == {key: values for key, values in keys.items() if values}


def test_nothing_is_left_where_nothing_was_before():
    door = tied()

    registry(door).untie()

    assert [key for key in door.keys if key.startswith(CLASSES + "\\")] == []
    assert CLASSES in door.keys
    assert door.told == 2


def test_untying_where_nothing_is_tied_says_so():
    door = MemoryDoor({ENDING: {"": OTHERS}})

    assert not registry(door).untie()
    assert door.get(ENDING, "") == OTHERS


def test_a_file_that_another_program_opens_goes_on_to_be_opened_by_it():
    keys = {ENDING: {"": OTHERS}, OTHERS_COMMAND: {"": r"C:\7z\7z.exe %1"}}
    door = tied(keys)

    opener = registry(door).opener(PACKAGE)

    assert opener == Opener(r"C:\7z\7z.exe %1", r"C:\7z\7z.exe", ours=False)
    assert "FuerDesktop.Package" in door.keys[rf"{ENDING}\OpenWithProgids"]


# --- what is read back --------------------------------------------------------------------


def test_what_a_person_chose_goes_before_what_programs_wrote():
    door = tied({CHOSEN_KEY: {"ProgId": OTHERS}})
    assert registry(door).opener(PACKAGE) == Opener("", OTHERS, ours=False)

    door.put(CHOSEN_KEY, "ProgId", "FuerDesktop.Package")
    assert registry(door).opener(PACKAGE) == Opener(COMMAND, PROGRAM[0])


@pytest.mark.parametrize(
    "keys",
    [{}, {ENDING: {"": ""}}, {ENDING: {"": "FuerDesktop.Package"}}],
    ids=["nothing", "an empty ending", "a key of ours that is gone"],
)
def test_nothing_opens_a_kind_that_nobody_is_named_for(keys):
    assert registry(MemoryDoor(keys)).opener(PACKAGE) is None


def test_a_second_copy_takes_the_files_over():
    door = tied()

    registry(door).tie(("E:\\新\\fuer-desktop.exe",))

    assert registry(door).opener(PACKAGE).program == "E:\\新\\fuer-desktop.exe"


# --- the real door ------------------------------------------------------------------------

TRIAL = r"Software\fuer-desktop-trial"


@pytest.fixture
def real_door(monkeypatch):
    """The real registry on Windows, elsewhere a stand-in that has what the door calls."""
    if sys.platform != "win32":
        monkeypatch.setitem(sys.modules, "winreg", MemoryWinreg())
    door = WinregDoor()
    yield door
    door.delete(rf"{TRIAL}\一 级", "名")
    door.delete_if_empty(rf"{TRIAL}\一 级")
    door.delete_if_empty(TRIAL)


def test_the_real_door_keeps_texts_and_takes_away_only_what_is_empty(real_door):
    key = rf"{TRIAL}\一 级"
    assert real_door.get(key, "名") is None
    real_door.delete(key, "名")
    real_door.delete_if_empty(key)

    real_door.put(key, "名", "妇儿 %1")
    real_door.put(key, "", "")
    assert (real_door.get(key, "名"), real_door.get(key, "")) == ("妇儿 %1", "")
    assert real_door.get(key, "别的") is None

    real_door.delete(key, "")
    real_door.delete_if_empty(key)
    real_door.delete_if_empty(TRIAL)
    assert real_door.get(key, "名") == "妇儿 %1"

    real_door.delete(key, "名")
    real_door.delete_if_empty(key)
    real_door.put(TRIAL, "x", "1")
    real_door.delete(TRIAL, "x")
    real_door.delete_if_empty(TRIAL)
    assert real_door.get(TRIAL, "x") is None


def test_what_is_no_text_counts_as_nothing(real_door, monkeypatch):
    monkeypatch.setattr(real_door._winreg, "QueryValueEx", lambda *_: (7, 4), raising=True)
    real_door.put(rf"{TRIAL}\一 级", "名", "x")

    assert real_door.get(rf"{TRIAL}\一 级", "名") is None


def test_the_file_manager_can_be_told_on_every_system():
    windows_registry.tell_explorer()
