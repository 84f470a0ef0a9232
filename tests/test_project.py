"""Tests about the project itself: what would otherwise have to be remembered."""

import ast
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QTableWidgetItem

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "fuer_desktop"
FONTS = ROOT / "resources" / "fonts"
FONT = FONTS / "FuErSansSC-Regular.otf"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 500
LONGEST_FUNCTION = 50
TEXT_FILES = {".csv", ".html", ".json", ".md", ".py", ".svg", ".toml", ".txt", ".xml"}
# What the windows, boards and figures may show, whether or not a file has it at the moment.
SIGNS = "●◐◔◇◆▲▼○✖✔✓？▤▦✉⇪⌄≥≤≠±×÷−—…‰‱₂²\u2009\u202f\u00a0〇“”‘’《》（）①⑩℃㎡→←↑↓"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def source(path):
    return path.read_text(encoding="utf-8")


def place(path, node=None):
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{node.lineno}" if node else name


def length(function):
    first = min(node.lineno for node in [function, *function.decorator_list])
    return function.end_lineno - first + 1


def imported_packages(path):
    for node in ast.walk(ast.parse(source(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


# --- the house ----------------------------------------------------------------------------


def test_every_import_contract_is_kept(monkeypatch):
    monkeypatch.chdir(ROOT)

    assert lint_imports(no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS


def test_the_domain_imports_the_standard_library_and_itself():
    known = sys.stdlib_module_names | {"fuer_desktop"}
    pure = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in {"domain", "texts"}]

    foreign = [
        f"{place(path)} imports {name}"
        for path in pure
        for name in imported_packages(path)
        if name.partition(".")[0] not in known
    ]

    assert foreign == []


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{place(path, node)} {node.name}: {length(node)} lines"
        for path in MODULES
        for node in ast.walk(ast.parse(source(path)))
        if isinstance(node, Function) and length(node) > LONGEST_FUNCTION
    ]

    assert long == []


def test_no_module_is_longer_than_a_chapter():
    lines = {place(path): len(source(path).splitlines()) for path in MODULES}

    assert {path: count for path, count in lines.items() if count > LONGEST_MODULE} == {}


def test_no_module_gives_one_name_to_two_things():
    twice = {
        str(path.relative_to(ROOT)): names
        for path in MODULES
        if (names := [name for name, count in Counter(names_of(path)).items() if count > 1])
    }

    assert twice == {}


def names_of(path):
    """What a module defines at its top, outside of ``if`` and ``try``."""
    for node in ast.parse(source(path)).body:
        if isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, Function | ast.ClassDef):
            yield node.name


def test_every_public_module_says_what_it_is_for():
    silent = [
        place(path)
        for path in MODULES
        if (path.stem.startswith("__") or not path.stem.startswith("_"))
        and not ast.get_docstring(ast.parse(source(path)))
    ]

    assert silent == []


def test_the_readme_names_the_two_commands_and_ci_runs_the_second():
    readme = source(ROOT / "README.md")

    assert "python3 dev.py demo" in readme
    assert "python3 dev.py test" in readme
    assert source(ROOT / ".ci" / "run").splitlines()[-1] == "python3 dev.py test"


# --- the libraries ------------------------------------------------------------------------


def test_qt_does_not_lose_references_to_none():
    """PYSIDE-3474: some versions drop one at each call that returns nothing, and then abort."""
    item = QTableWidgetItem()
    before = sys.getrefcount(None)

    for _ in range(500):
        item.setText("y")

    assert sys.getrefcount(None) > before - 250


# --- the font -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def covered():
    with TTFont(FONT, lazy=True) as font:
        return set(font.getBestCmap())


def missing(text, covered):
    return sorted(
        character
        for character in set(text)
        if ord(character) not in covered and unicodedata.category(character) not in {"Cc", "Cf"}
    )


@pytest.mark.parametrize("folder", ["forms", "resources", "fuer_desktop"])
def test_the_shipped_font_has_every_character_of_the_shipped_texts(folder, covered):
    # The folder of the font itself names characters that are left out.
    texts = [
        path
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in TEXT_FILES and FONTS not in path.parents
    ]

    tofu = {place(path): missing(source(path), covered) for path in texts}

    assert {path: characters for path, characters in tofu.items() if characters} == {}


def test_the_shipped_font_has_the_signs_and_all_of_gbk(covered):
    pairs = [bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF)]
    gbk = "".join(pair.decode("gbk", "ignore") for pair in pairs)

    assert missing(SIGNS + gbk, covered) == []


def test_the_shipped_font_stays_small_and_carries_its_licence():
    assert sum(path.stat().st_size for path in FONTS.iterdir() if path.is_file()) < 7_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in source(FONTS / "OFL.txt")


def test_qt_knows_the_shipped_font_by_its_name(qapp):
    number = QFontDatabase.addApplicationFont(str(FONT))

    assert QFontDatabase.applicationFontFamilies(number) == ["FuEr Sans SC"]
    QFontDatabase.removeApplicationFont(number)
