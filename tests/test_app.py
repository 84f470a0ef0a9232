"""Which words open the window, and which are commands."""

import sys

import pytest

from fuer_desktop import app


@pytest.fixture
def start(monkeypatch, tmp_path):
    """Start the program with words, in a folder of one's own; gives what ran, and on what."""
    ran = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLCONFIGDIR", "set before, so that it is put back")
    monkeypatch.setattr(app, "run_window", lambda path: ran.append(("window", path)) or 0)
    monkeypatch.setattr(app, "run_command", lambda words: ran.append(("command", words)) or 0)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["fuer-desktop", *words])
        assert app.main() == 0
        return ran.pop()

    return run


def test_no_words_open_the_window(start):
    assert start() == ("window", None)


@pytest.mark.parametrize("name", ["任务.fuer", "一 县.FUERDB", "不在的.fuer"])
def test_a_file_of_ours_opens_the_window_though_it_may_be_gone(start, tmp_path, name):
    assert start(str(tmp_path / name)) == ("window", tmp_path / name)


@pytest.mark.parametrize("name", ["表.xlsx", "照片 1.jpg", "没有结尾"])
def test_any_file_that_is_double_clicked_opens_the_window(start, tmp_path, name):
    (tmp_path / name).touch()

    assert start(str(tmp_path / name)) == ("window", tmp_path / name)


def test_a_folder_that_is_dropped_on_the_program_opens_the_window(start, tmp_path):
    assert start(str(tmp_path)) == ("window", tmp_path)


@pytest.mark.parametrize("word", ["judge", "jugde", "--version", "不在的.xlsx", "-x"])
def test_what_is_no_file_is_a_command(start, word):
    assert start(word) == ("command", [word])


def test_a_command_is_a_command_though_a_file_is_called_so(start, tmp_path):
    (tmp_path / "judge").touch()
    (tmp_path / "--version").touch()

    assert start("judge") == ("command", ["judge"])
    assert start("--version") == ("command", ["--version"])


def test_several_words_are_a_command(start):
    assert start("fsck", "任务.fuer") == ("command", ["fsck", "任务.fuer"])
