"""What build.spec would put into the folder; the build itself is for ``dev.py build``."""

import ast
import sys
from pathlib import Path

import pytest

from fuer_desktop.services import paths

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "fuer_desktop"
CODE_AND_NOTES = {".md", ".py", ".pyc"}


class Call:
    """One call of the specification to PyInstaller."""

    def __init__(self, *words, **options):
        self.words, self.options = words, options
        self.pure, self.binaries, self.datas = [], [], []
        self.scripts = [("pyi_rth_mplconfig", "", "PYSOURCE"), ("__main__", "", "PYSOURCE")]


@pytest.fixture(scope="module")
def spec():
    """The names that build.spec defines, with PyInstaller's part recorded, not done."""
    names = {"SPECPATH": str(ROOT), "analyses": [], "programs": [], "folders": []}

    def record(kind):
        def call(*words, **options):
            names[kind].append(Call(*words, **options))
            return names[kind][-1]

        return call

    names |= {"Analysis": record("analyses"), "PYZ": Call}
    names |= {"EXE": record("programs"), "COLLECT": record("folders")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", sys.path[:])
        patch.setattr("PyInstaller.utils.hooks.collect_submodules", lambda name: [f"{name}.all"])
        exec((ROOT / "build.spec").read_text("utf-8"), names)  # as PyInstaller does
    return names


@pytest.fixture(scope="module")
def shipped(spec):
    """Where each file of the checkout goes in the folder."""
    (analysis,) = spec["analyses"]
    return {Path(source): folder for source, folder in analysis.options["datas"]}


# --- what goes in -------------------------------------------------------------------------


@pytest.mark.parametrize("folder", [paths.forms(), paths.resources(), PACKAGE])
def test_every_shipped_file_goes_where_the_program_looks_for_it(folder, shipped):
    wanted = {
        path: path.parent.relative_to(ROOT).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in CODE_AND_NOTES
    }

    assert wanted
    assert wanted.items() <= shipped.items()


def test_what_is_read_by_its_path_is_among_the_files(shipped):
    names = {path.relative_to(ROOT).as_posix() for path in shipped}

    assert names >= {
        "forms/places/wushan.toml",
        "resources/help/new-form.md",
        "fuer_desktop/store/schema.sql",
        "resources/fonts/FuErSansSC-Regular.otf",
        "resources/fonts/OFL.txt",
        "resources/practice/wushan/units.toml",
    }
    assert "resources/fonts/make_subset.py" not in names


def test_modules_that_are_imported_late_are_named(spec):
    (analysis,) = spec["analyses"]

    assert {"fuer_desktop.all", "openpyxl", "sqlite_utils"} <= set(
        analysis.options["hiddenimports"]
    )
    assert analysis.options["hooksconfig"] == {"matplotlib": {"backends": ["Agg", "SVG", "QtAgg"]}}


def test_nothing_that_is_left_out_is_imported_by_the_program(spec):
    left_out = set(spec["EXCLUDED"])

    broken = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in PACKAGE.rglob("*.py")
        for name in imported(path)
        if not left_out.isdisjoint(ancestry(name))
    ]

    assert broken == []


def imported(path):
    """Every dotted name that a module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ancestry(name):
    parts = name.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts) + 1)}


# --- two programs, one folder -------------------------------------------------------------


def test_a_window_program_and_a_console_program_share_one_folder(spec):
    window, console = spec["programs"]
    (folder,) = spec["folders"]

    assert (window.options["name"], window.options["console"]) == ("fuer-desktop", False)
    assert (console.options["name"], console.options["console"]) == ("fuer-desktop-cli", True)
    assert folder.options["name"] == "fuer-desktop"
    assert {window, console} <= set(folder.words[:2])
    for call in (window, console):
        assert call.options["contents_directory"] == "_internal"
        assert call.options["exclude_binaries"]
    assert not any(call.options["upx"] for call in (window, console, folder))


def test_matplotlib_keeps_its_cache(spec):
    for program in spec["programs"]:
        _, scripts = program.words
        assert [name for name, _, _ in scripts] == ["__main__"]


# --- what stays out -----------------------------------------------------------------------

KEPT = [
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
    "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
    "PySide6/Qt/plugins/imageformats/libqsvg.so",
    "PySide6/Qt/translations/qtbase_zh_CN.qm",
    "PySide6/plugins/platforms/qwindows.dll",
    "PySide6/plugins/platforms/qoffscreen.dll",
    "PySide6/plugins/styles/qmodernwindowsstyle.dll",
    "PySide6/plugins/imageformats/qjpeg.dll",
    "PySide6/Qt6Core.dll",
    "PySide6/QtWidgets.pyd",
    "matplotlib/mpl-data/matplotlibrc",
    "matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf",
    "resources/fonts/FuErSansSC-Regular.otf",
    "resources/plans/wushan.txt",
]
DEAD = [
    "PySide6/Qt/plugins/platforms/libqeglfs.so",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
    "PySide6/Qt/plugins/tls/libqopensslbackend.so",
    "PySide6/Qt/plugins/wayland-shell-integration/libqt-shell.so",
    "PySide6/Qt/translations/qtbase_de.qm",
    "PySide6/opengl32sw.dll",
    "PySide6/plugins/imageformats/qpdf.dll",
    "PySide6/plugins/sqldrivers/qsqlite.dll",
    "PySide6/plugins/platforms/qdirect2d.dll",
    "matplotlib/mpl-data/fonts/afm/cmex10.afm",
    "matplotlib/mpl-data/fonts/ttf/STIXGeneral.ttf",
    "matplotlib/mpl-data/sample_data/goog.npz",
]


@pytest.mark.parametrize("name", KEPT)
def test_what_the_windows_and_figures_need_is_kept(name, spec):
    assert not spec["is_dead"](name)


@pytest.mark.parametrize("name", DEAD)
def test_what_only_other_programs_need_stays_out(name, spec):
    assert spec["is_dead"](name)


def test_a_library_goes_with_the_last_one_that_asks_for_it(spec, monkeypatch):
    asks = {
        "plugins/platformthemes/libqgtk3.so": ["libgtk.so", "libglib.so"],
        "libgtk.so": ["libpango.so", "libglib.so"],
        "libcore.so": ["libglib.so"],
    }
    files = [
        ("PySide6/plugins/platformthemes/libqgtk3.so", "BINARY"),
        ("libgtk.so", "SYMLINK"),
        ("PySide6/libgtk.so", "BINARY"),
        ("libpango.so", "BINARY"),
        ("libglib.so", "BINARY"),
        ("PySide6/libcore.so", "EXTENSION"),
        ("loaded_by_name.so", "BINARY"),
        ("forms/FE-WJ01.toml", "DATA"),
    ]
    monkeypatch.setitem(
        spec,
        "get_imports",
        lambda source: [(name, None) for name in asks.get(source.removeprefix("PySide6/"), [])],
    )

    kept = spec["slim"]([(name, name, kind) for name, kind in files])

    assert [name for name, _, _ in kept] == [
        "libglib.so",
        "PySide6/libcore.so",
        "loaded_by_name.so",
        "forms/FE-WJ01.toml",
    ]
