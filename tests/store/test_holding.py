"""Who has a workspace open: told by name while they have it, forgotten when they are gone."""

import json
import os
import platform
import subprocess
import sys

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.store import holding
from fuer_desktop.store.holding import Hold, holder_of, note_of
from fuer_desktop.store.workspace import Workspace
from tests.store.desk import ROOT, beside, digest, opened_elsewhere

HOLD_AND_WAIT = """
import sys
from pathlib import Path
from fuer_desktop.store.holding import Hold
hold = Hold(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other(path):
    """Another process, under another account, that has the workspace."""
    account = {"USERNAME": "乙", "USER": "乙"}
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", HOLD_AND_WAIT, str(path)],
        cwd=ROOT, env=os.environ | account, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as child:  # fmt: skip
        assert child.stdout.readline().strip() == b"held"
        yield child
        child.kill()
        child.communicate()


def kill(child):
    child.kill()
    child.communicate()


def refusal(act, *arguments):
    with pytest.raises(WorkspaceError) as error:
        act(*arguments)
    return str(error.value)


# --- while another has it -----------------------------------------------------------------


@pytest.mark.parametrize("act", [Hold, Workspace.open], ids=["the lock", "the workspace"])
def test_the_second_is_told_who_has_it_where_and_since_when(path, other, act):
    since = json.loads(note_of(path).read_text("utf-8"))["since"]

    assert refusal(act, path) == (
        f"工作库“{path}”正由另一个程序窗口打开（乙在{platform.node()}上，{since}起）。"
        "请在那个窗口继续，或先关闭它。"
    )


def test_the_second_changes_neither_the_note_nor_the_file(path, other):
    there, note, content = beside(path), note_of(path).read_bytes(), digest(path)

    refusal(Workspace.open, path)

    assert (beside(path), note_of(path).read_bytes(), digest(path)) == (there, note, content)


def test_the_second_comes_before_anything_is_read_of_the_file(path, other, monkeypatch):
    """Even a file that would be refused is first of all somebody else's."""
    path.write_bytes(b"no workspace at all")

    assert "正由另一个程序窗口打开" in refusal(Workspace.open, path)


def test_one_process_cannot_hold_a_workspace_twice(path):
    first = Hold(path)
    try:
        assert "正由另一个程序窗口打开" in refusal(Hold, path)
    finally:
        first.release()


def test_each_workspace_is_held_by_itself(path):
    first, second = Hold(path), Hold(path.with_name("另一个.fuerdb"))

    first.release()
    second.release()

    assert beside(path) == [path.name]


# --- when they are gone -------------------------------------------------------------------


def test_a_killed_process_leaves_a_note_and_no_lock(path, other):
    kill(other)

    assert note_of(path).exists()
    next_one = Hold(path)
    assert next_one.was_left
    next_one.release()
    assert beside(path) == [path.name]


def test_the_next_one_writes_its_own_name_over_that_of_a_killed_one(path, other, monkeypatch):
    kill(other)
    assert "乙" in holder_of(path)
    monkeypatch.setattr(holding, "account", lambda: "甲")

    with_name = Hold(path)

    assert "甲" in holder_of(path)
    assert "乙" not in holder_of(path)
    with_name.release()


def test_who_lets_go_leaves_neither_note_nor_lock(path):
    for _ in range(2):
        hold = Hold(path)
        assert not hold.was_left
        hold.release()
        assert beside(path) == [path.name]


def test_letting_go_twice_takes_nothing_from_the_next_one(path):
    hold = Hold(path)
    hold.release()
    next_one = Hold(path)

    hold.release()

    assert note_of(path).exists()
    assert "正由另一个程序窗口打开" in opened_elsewhere(path)
    next_one.release()


def test_a_note_that_is_kept_tells_the_next_one_to_look_closely(path):
    Hold(path).release(keep_note=True)

    next_one = Hold(path)

    assert next_one.was_left
    next_one.release()


def test_after_a_kill_the_workspace_says_so_until_a_session_ends_well(path, other):
    kill(other)

    with Workspace.open(path) as after_kill:
        assert after_kill.was_unclean
    with Workspace.open(path) as after_that:
        assert not after_that.was_unclean


def test_after_a_kill_a_start_that_failed_leaves_the_next_one_as_careful(path, other):
    kill(other)

    Workspace.open(path).close(ended_well=False)

    with Workspace.open(path) as again:
        assert again.was_unclean


# --- at the same moment -------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away on Windows")
def test_a_fresh_note_is_not_taken_away_by_one_who_waited_for_the_old(path, monkeypatch):
    """The first lets go and a third takes hold just after the second has opened the old note."""
    first, third = Hold(path), []
    really_lock = holding._lock

    def meanwhile(file):
        if not third:
            third.append(None)
            first.release()
            third[0] = Hold(path)
        return really_lock(file)

    monkeypatch.setattr(holding, "_lock", meanwhile)

    assert "正由另一个程序窗口打开" in refusal(Hold, path)
    assert note_of(path).exists()
    assert "正由另一个程序窗口打开" in opened_elsewhere(path)
    third[0].release()
    assert beside(path) == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away on Windows")
def test_who_waited_for_a_note_that_went_gets_a_note_that_others_see(path, monkeypatch):
    first, calls = Hold(path), []
    really_lock = holding._lock

    def meanwhile(file):
        if not calls:
            calls.append(file)
            first.release()
        return really_lock(file)

    monkeypatch.setattr(holding, "_lock", meanwhile)

    second = Hold(path)

    assert note_of(path).exists()
    assert "正由另一个程序窗口打开" in opened_elsewhere(path)
    second.release()


# --- the words ----------------------------------------------------------------------------


@pytest.mark.parametrize("note", [None, b"", b"{", b"[]", b'{"who": 1}', b"\xff"])
def test_a_note_without_words_names_nobody(path, note):
    if note is not None:
        note_of(path).write_bytes(note)

    assert holder_of(path) == ""


def test_a_disk_too_full_for_the_words_still_has_the_lock(path, monkeypatch):
    def full():
        raise OSError(28, "没有空间")

    monkeypatch.setattr(holding, "_words", full)

    hold = Hold(path)

    assert refusal(Hold, path) == (
        f"工作库“{path}”正由另一个程序窗口打开。请在那个窗口继续，或先关闭它。"
    )
    hold.release()
