"""The command that ties our files to the program: what it says, and how it ends."""

import pytest

from fuer_desktop.services import registering
from fuer_desktop.services.windows_registry import WindowsRegistry
from fuer_desktop.texts import registering as texts
from tests.services.registry import MemoryDoor


@pytest.fixture
def door(monkeypatch):
    made = MemoryDoor()
    monkeypatch.setattr(registering, "this_system", lambda: WindowsRegistry(made, made.tell))
    return made


def test_files_are_tied_shown_and_taken_back(run, door):
    code, out, err = run("register", "--show")
    assert (code, out) == (1, "")
    assert "没有关联程序" in err
    assert door.keys == {}

    code, out, err = run("register")
    assert (code, out) == (0, "")
    assert "由本程序打开" in err
    assert err.endswith(texts.NOTE + "\n")
    assert run("register", "--show")[0] == 0

    assert run("register", "--remove") == (0, "", texts.REMOVED + "\n")
    assert run("register", "--show")[0] == 1


def test_what_is_refused_is_one_sentence_and_code_3(run, door):
    door.locked = True

    code, out, err = run("register")

    assert (code, out) == (3, "")
    assert err.startswith("不能改文件关联")


def test_one_cannot_ask_for_two_things(run, door):
    code, _, err = run("register", "--show", "--remove")

    assert code == 2
    assert "不能与 --show 同时用" in err
