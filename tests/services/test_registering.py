"""Tying our files to this copy of the program, on each system, and what is said about it."""

import sys
from pathlib import Path

import pytest

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.services import file_kinds, registering
from fuer_desktop.services.file_kinds import KINDS
from fuer_desktop.services.freedesktop import DataFolder
from fuer_desktop.services.registering import Standing
from fuer_desktop.services.windows_registry import CHOSEN, WindowsRegistry
from fuer_desktop.texts import registering as texts
from tests.services.registry import MemoryDoor

BOTH = ".fuer（妇儿规划监测包）和 .fuerdb（妇儿规划监测工作库）文件"


@pytest.fixture
def door():
    return MemoryDoor()


@pytest.fixture(params=["Windows", "Linux"])
def system(request, door, tmp_path):
    if request.param == "Windows":
        return WindowsRegistry(door, door.tell)
    return DataFolder(tmp_path / "data", lambda _tool, _folder: True)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A built program in a folder with blanks and Chinese; gives the path of its window."""
    program = tmp_path / "办公 软件" / "fuer-desktop"
    program.parent.mkdir()
    program.touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return program


# --- which program ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("fuer-desktop", "fuer-desktop"),
        ("fuer-desktop-cli", "fuer-desktop"),
        ("fuer-desktop-cli.exe", "fuer-desktop.exe"),
    ],
)
def test_a_built_program_is_meant_with_its_window_whichever_half_asks(
    own, monkeypatch, asked, meant
):
    monkeypatch.setattr(sys, "executable", str(own.with_name(asked)))

    assert file_kinds.own_program() == (str(own.with_name(meant)),)


@pytest.mark.parametrize("windowed", [True, False])
def test_a_checkout_is_run_by_its_python_without_a_console_where_there_is_such(
    tmp_path, monkeypatch, windowed
):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    if windowed:
        (tmp_path / "pythonw.exe").touch()

    python = tmp_path / ("pythonw.exe" if windowed else "python.exe")
    assert file_kinds.own_program() == (str(python), "-P", "-m", "fuer_desktop")


# --- how it stands ------------------------------------------------------------------------


def test_nothing_is_tied_at_first_and_how_to_tie_is_said(system, own):
    account = registering.state(system)

    assert account.sentences == [f"{BOTH}没有关联程序，双击打不开。", texts.HOW_TO]
    assert account.is_open
    assert registering.standing(system) is Standing.NONE


def test_tying_says_what_is_tied_to_what(system, own):
    account = registering.register(system)

    assert account.text == f"双击 {BOTH}，由本程序打开（{own}）。\n{texts.NOTE}"
    assert not account.is_open
    assert registering.state(system).sentences == account.sentences[:1]
    assert registering.standing(system) is Standing.HERE


def test_tying_twice_changes_nothing(system, own, door):
    registering.register(system)
    once = {key: dict(values) for key, values in door.keys.items()}

    registering.register(system)

    assert door.keys == once
    assert registering.standing(system) is Standing.HERE


def test_taking_back_leaves_nothing_and_a_second_time_says_so(system, own):
    registering.register(system)

    assert registering.remove(system).sentences == [texts.REMOVED]
    assert registering.standing(system) is Standing.NONE
    assert registering.remove(system).sentences == [texts.NOTHING_TO_REMOVE]


def test_another_copy_of_the_program_is_told_from_one_that_is_gone(system, own, monkeypatch):
    registering.register(system)
    monkeypatch.setattr(sys, "executable", str(own.parent / "新" / "fuer-desktop"))

    assert registering.standing(system) is Standing.OTHER_COPY
    assert registering.state(system).sentences[0] == f"双击 {BOTH}，打开的是另一份程序（{own}）。"
    own.unlink()
    assert registering.standing(system) is Standing.GONE
    assert registering.state(system).is_open


def test_any_copy_can_take_back_what_another_tied(system, own, monkeypatch):
    registering.register(system)
    monkeypatch.setattr(sys, "executable", str(own.parent / "新" / "fuer-desktop"))

    assert registering.remove(system).sentences == [texts.REMOVED]
    assert registering.standing(system) is Standing.NONE


def test_a_kind_that_a_person_gave_to_another_program_is_said_apart(own, door):
    door.put(CHOSEN.format(ending=".fuerdb"), "ProgId", "SomeDatabase")
    system = WindowsRegistry(door, door.tell)

    account = registering.register(system)

    assert account.sentences == [
        f"双击 .fuer（妇儿规划监测包）文件，由本程序打开（{own}）。",
        "双击 .fuerdb（妇儿规划监测工作库）文件，打开的是别的程序（SomeDatabase）。",
        texts.FOREIGN_HOW,
        texts.NOTE,
    ]
    assert account.is_open
    assert registering.standing(system) is Standing.FOREIGN
    assert registering.remove(system).sentences == [texts.REMOVED, account.sentences[1]]


def test_what_is_missing_for_a_double_click_is_said(tmp_path, own):
    system = DataFolder(tmp_path / "data", lambda _tool, _folder: False)

    account = registering.register(system)

    assert account.is_open
    assert [tool for tool in texts.TOOLS if tool not in account.text] == []


# --- why not ------------------------------------------------------------------------------


@pytest.mark.parametrize("act", [registering.register, registering.remove])
def test_what_windows_refuses_is_one_sentence(own, door, act):
    registering.register(WindowsRegistry(door, door.tell))
    door.locked = True

    with pytest.raises(FuerError, match="不能改文件关联：没有权限"):
        act(WindowsRegistry(door, door.tell))


def test_a_data_folder_that_cannot_be_written_is_one_sentence(own, tmp_path):
    blocked = tmp_path / "a file"
    blocked.touch()
    system = DataFolder(blocked, lambda _tool, _folder: True)

    with pytest.raises(FuerError, match="a file"):
        registering.register(system)


def test_an_unknown_system_is_said(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    assert not registering.can_register()
    with pytest.raises(FuerError, match="打开方式"):
        registering.this_system()


def test_this_system_is_one_that_is_known():
    assert registering.can_register()
    assert len(registering.ties(registering.this_system())) == len(KINDS)


def test_the_shipped_icons_have_the_sizes_that_windows_shows():
    for icon in [*(kind.icon for kind in KINDS), "fuer-desktop"]:
        data = (Path(file_kinds.icons()) / f"{icon}.ico").read_bytes()
        count = int.from_bytes(data[4:6], "little")
        sizes = {data[6 + 16 * entry] or 256 for entry in range(count)}
        assert (data[:4], {16, 32, 48, 256} - sizes) == (b"\0\0\1\0", set())
