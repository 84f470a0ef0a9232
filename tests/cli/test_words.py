"""What the command line says about itself: Chinese throughout, and a code for how it ended."""

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import fuer_desktop
from fuer_desktop.cli.main import COMMANDS
from fuer_desktop.texts import cli as texts

ROOT = Path(__file__).parents[2]
ENGLISH = re.compile(
    r"usage|option|positional|argument|show this|exit|error|invalid|required|unrecognized"
    r"|expected|default|choose",
    re.IGNORECASE,
)
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_chinese(run, command):
    code, out, err = run(command, "--help")

    assert (code, err) == (0, "")
    assert out.startswith("用法：")
    assert "显示本说明" in out
    assert texts.HELP[command][:10] in out
    assert ENGLISH.findall(out) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_and_argument_has_a_chinese_description(run, command):
    _, out, _ = run(command, "--help")

    described = re.findall(r"^  (-.*|[a-z]\S*.*)(?:\n {4,}(\S.*))?", out, re.MULTILINE)
    assert described
    assert all(CHINESE.search("".join(parts)) for parts in described)


@pytest.mark.parametrize("words", [["--help"], []])
def test_the_program_lists_all_its_commands(run, words):
    code, out, err = run(*words)

    assert (code, err) == (0, "")
    assert "用法：" in out
    assert [command for command in COMMANDS if f"    {command}" not in out] == []
    assert all(code in out for code in ("0 完成", "1 完成", "2 命令写错", "3 不能完成"))


def test_the_program_says_its_version(run):
    assert run("--version") == (0, f"{fuer_desktop.__version__}\n", "")


MAKE_TASK = ["make-task", "--workspace", "w", "--units", "u", "--out", "o"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["bogus"], "不认识 'bogus'，可以是", id="unknown command"),
        pytest.param(["fill"], "缺少：--workspace, rows", id="missing both"),
        pytest.param(["judge"], "缺少：--workspace", id="missing option"),
        pytest.param(["judge", "--workspace"], "--workspace：后面要写一个值", id="no value"),
        pytest.param(
            ["judge", "--workspace", "w", "--bogus", "3"], "不认识：--bogus 3", id="bogus"
        ),
        pytest.param(["judge", "--work", "w"], "缺少：--workspace", id="no abbreviation"),
        pytest.param(["demo", "--out", "x", "多余"], "不认识：多余", id="one word too many"),
        pytest.param(
            [*MAKE_TASK, "--year", "今年", "--deadline", "2026-05-20"],
            "--year：“今年”不是报告期，请写四位年份，如2025。",
            id="no year",
        ),
        pytest.param(
            [*MAKE_TASK, "--year", "2025", "--deadline", "明天"],
            "--deadline：“明天”不是日期，请写成 2026-05-20。",
            id="no date",
        ),
    ],
)
def test_a_wrong_command_is_answered_in_chinese_with_code_2(run, words, said):
    code, out, err = run(*words)

    assert (code, out) == (2, "")
    assert said in err
    assert "--help 看说明" in err
    assert ENGLISH.findall(err.replace("--help", "")) == []


def start(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "fuer_desktop", *map(str, words)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=100,
        env={**os.environ, **environment},
    )


def test_the_program_starts_as_a_module_and_speaks_utf_8_whatever_the_console():
    ended = start("fill", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert "缺少：--workspace, rows" in ended.stderr.decode("utf-8")


def test_a_fault_of_the_world_is_one_sentence_and_code_3(tmp_path):
    ended = start("values", "--workspace", tmp_path / "无.fuerdb")

    assert (ended.returncode, ended.stdout) == (3, b"")
    [sentence] = ended.stderr.decode("utf-8").splitlines()
    assert sentence.startswith("工作库“")
    assert "不在" in sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_there_to_be_run(command):
    """They are imported when they run: a misspelt one would show no sooner."""
    module, name = COMMANDS[command].args

    assert callable(getattr(import_module(module), name))


def test_a_command_does_not_load_what_it_does_not_need():
    code = (
        "import sys; from fuer_desktop.cli.main import main; main(['check-definitions']);"
        "print([m for m in ('PySide6', 'matplotlib', 'numpy', 'openpyxl') if m in sys.modules])"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, timeout=100
    )

    assert ended.stdout.decode().strip() == "[]"
