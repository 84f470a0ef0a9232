"""The page of keys says every key that a form knows, and none that does nothing."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QKeySequence

from fuer_desktop.services import paths
from fuer_desktop.ui.form_tools import TOOLS
from tests.ui.person import Person

PAGES = paths.resources() / "help"
PAGE = (PAGES / "keys.md").read_text("utf-8")
ROWS = [line.split("|")[1].strip() for line in PAGE.splitlines() if line.startswith("| ")]
SAID = [
    key.strip().replace("`", "").replace("↑", "Up").replace("↓", "Down")
    for row in ROWS
    for key in re.split("、|或", row)
]
WITH_KEYS = [tool for tool in TOOLS if tool.keys]
ELSEWHERE = {
    # what no tool of the form does: the grid's and Qt's own keys, the window's menus
    "0—9 . -", "Enter", "Enter（文字格）",
    "Shift+Enter", "F2", "Esc", "Alt+Enter", "Delete", "Tab", "Shift+Tab",
    "Home", "End", "PgUp", "PgDn", "Ctrl+Home", "Ctrl+End", "Up Down ← →", "Shift+方向键",
    "Alt+Up", "Alt+Down", "Shift+F1", "Ctrl+Z", "Ctrl+Y", "Ctrl+1 … Ctrl+9",
    "/ 再按 1", "/ 再按 2", "/ 再按 3", "/ 再按 0", "+", "*", "键", "---",
}  # fmt: skip


def same(said: str, keys: str) -> bool:
    return QKeySequence(said.replace("Enter", "Return")) == QKeySequence(keys)


@pytest.mark.parametrize("tool", WITH_KEYS, ids=lambda tool: tool.keys)
def test_every_key_of_a_form_stands_on_the_page(tool):
    assert any(same(said, tool.keys) for said in SAID), tool.words


def test_every_key_of_the_page_does_something():
    unknown = [
        said
        for said in SAID
        if said not in ELSEWHERE and not any(same(said, tool.keys) for tool in TOOLS)
    ]

    assert unknown == []


def test_no_two_tools_have_the_same_key():
    keys = [QKeySequence(tool.keys).toString() for tool in WITH_KEYS]

    assert sorted(keys) == sorted(set(keys))


def test_the_menus_keys_of_the_page_are_those_of_the_window(person: Person):
    person.start(None)
    shortcuts = {
        action.shortcut().toString()
        for menu in person.program.window.menuBar().actions()
        for action in menu.menu().actions()
    }

    assert {"Ctrl+Z", "Ctrl+Y"} <= shortcuts


def test_what_the_manual_says_of_the_file_menu_stands_in_it(person: Person):
    pages = [page.read_text("utf-8") for page in PAGES.glob("*.md")]
    said = {name for page in pages for name in re.findall(r"“文件 → ([^”]+)”", page)}
    person.start(None)
    file, *_ = person.program.window.menuBar().actions()
    offered = {action.text().replace("&", "") for action in file.menu().actions()}

    assert said
    assert said <= offered
