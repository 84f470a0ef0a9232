"""Every chore of this project in one script: python3 dev.py COMMAND (Windows: py dev.py COMMAND).

Needs nothing but Python 3.11 or newer. The first call makes `.venv` in this folder and installs
what the program needs; later calls do so again only when pyproject.toml has changed.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
DEMO = "demo-output"
STAMP = VENV / "installed.sha256"
BUILT = ROOT / "dist" / "fuer-desktop"
OLDEST = (3, 11)
WORKERS = min(os.cpu_count() or 1, 4)

# What Qt's wheels load from the system, and the Debian or Ubuntu package that has it.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# What the tests trace the program with, and its package.
TEST_TOOLS = {"strace": "strace"}
# The same libraries under the names they have since Debian 13 and Ubuntu 24.04.
NEWER_NAMES = {"libglib2.0-0": "libglib2.0-0t64"}


class TroubleError(Exception):
    """Something that can go wrong on a healthy computer; the text is a sentence for its owner."""


class Command(NamedTuple):
    """A sub-command: what to do with the words after its name, and what the help says."""

    act: Callable[[list[str]], int]
    help: str
    takes_words: bool = False


def say(text: str) -> None:
    """Print at once, so that our lines stay in order with those of the tools."""
    print(text, flush=True)


# --- running other programs ---------------------------------------------------------------


def python(*words: str) -> list[str]:
    """The environment's Python with these words after it."""
    return [str(PYTHON), *words]


def call(words: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Run a program in the checkout, its output going straight through; return its exit code."""
    try:
        code = subprocess.call(list(words), cwd=ROOT, env=environment)
    except OSError as error:
        raise TroubleError(f"{words[0]} could not be started: {error.strerror}.") from error
    return exit_code(code)


def call_quietly(words: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Run a program in the checkout; show its output only when it fails."""
    try:
        done = subprocess.run(
            list(words),
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise TroubleError(f"{words[0]} could not be started: {error.strerror}.") from error
    if done.returncode:
        say(done.stdout.rstrip())
    return exit_code(done.returncode)


def exit_code(returned: int) -> int:
    """Give a program ended by signal N the exit code that a shell would give it."""
    return returned if WINDOWS or returned >= 0 else 128 - returned


def surroundings(*, own_settings: bool = True) -> dict[str, str]:
    """Environment for the program: no window without a display, caches kept."""
    environment = dict(os.environ)
    # Containers often forbid bytecode to be kept; the tests start the program a hundred times, and
    # each start would compile it anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform.startswith("linux") and not has_display():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    if own_settings:
        environment["MPLCONFIGDIR"] = str(VENV / "matplotlib")
    # The program speaks Chinese, also into a pipe on a Windows that would use another code page.
    environment.setdefault("PYTHONIOENCODING", "utf-8")
    return environment


def has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# --- system packages ----------------------------------------------------------------------


def can_apt() -> bool:
    """Debian, Ubuntu or one of their kind, and we may install there."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    return [package for library, package in libraries.items() if not is_loadable(library)]


def is_loadable(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: Iterable[str]) -> None:
    """Install system packages; fails with the one command that a person would type."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # One unreachable source is no reason to stop: the installation below decides.
    call_quietly(["apt-get", "update", "-qq"], environment)
    names = [name_here(package) for package in packages]
    say(f"Installing system packages with apt-get: {' '.join(names)}")
    words = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    if call_quietly(words, environment):
        raise TroubleError(
            "apt-get could not install them. Try by hand:"
            f" apt-get update && apt-get install --no-install-recommends {' '.join(names)}"
        )


def name_here(package: str) -> str:
    newer = NEWER_NAMES.get(package)
    if newer is None or not shutil.which("apt-cache"):
        return package
    found = subprocess.run(["apt-cache", "show", newer], capture_output=True, check=False)
    return package if found.returncode else newer


def provide(packages: Sequence[str], purpose: str) -> None:
    """Install the packages if we may, otherwise say in one sentence what may be missing."""
    if not packages:
        return
    if can_apt():
        say(f"Missing on this system, for {purpose}: {' '.join(packages)}")
        apt_install(packages)
    else:
        say(f"This system may lack, for {purpose} (Debian's names): {' '.join(packages)}.")


def provide_libraries() -> None:
    if not sys.platform.startswith("linux"):
        return
    provide(missing_packages(LIBRARIES), "Qt")


# --- the environment ----------------------------------------------------------------------


def environment_works() -> bool:
    """Whether .venv has a Python that starts and has pip; a moved or half-made one has not."""
    if not PYTHON.exists():
        return False
    try:
        done = subprocess.run(python("-c", "import pip"), capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def make_environment() -> None:
    if environment_works():
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not can_apt():
            raise TroubleError(
                f"this Python cannot make environments; install {package} (apt-get), or its like."
            )
        provide([package], "making .venv")
    say("Making .venv.")
    if call_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        raise TroubleError(".venv could not be made.")


def wanted_installation() -> str:
    """Digest of everything that asks for a new installation; a moved folder does too."""
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    digest.update(str(ROOT).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def install() -> None:
    wanted = wanted_installation()
    if STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted:
        return
    STAMP.unlink(missing_ok=True)
    say("Installing the libraries into .venv; the first time takes about a minute.")
    pip = python("-m", "pip", "install", "-qq", "--disable-pip-version-check")
    if call([*pip, "-e", ".[dev]"]):
        raise TroubleError("the libraries could not be installed; pip's reason stands above.")
    STAMP.write_text(wanted, encoding="ascii")


def prepare() -> None:
    provide_libraries()
    make_environment()
    install()


# --- the commands -------------------------------------------------------------------------


def setup(_words: list[str]) -> int:
    prepare()
    version = "import sys; print('Ready: .venv with Python %d.%d.%d' % sys.version_info[:3])"
    return call(python("-c", version))


def demo(words: list[str]) -> int:
    prepare()
    start = python("-m", "fuer_desktop", "demo", "--out", DEMO)
    return call([*start, *words], surroundings()) or show_demo()


def show_demo() -> int:
    """The office's window on the result; where there is no screen, pictures of the windows."""
    if WINDOWS or sys.platform == "darwin" or has_display():
        office = next((ROOT / DEMO).glob("4-*/*.fuerdb"))
        return call(python("-m", "fuer_desktop", str(office)), surroundings())
    say(f"no screen here: pictures of the windows go to {DEMO}/7-窗口")
    pictures = ("--out", f"{DEMO}/7-窗口", "--round", DEMO, "--look", "light")
    return call(python("-m", "tests.screens", *pictures), surroundings())


def run(words: list[str]) -> int:
    prepare()
    if sys.platform.startswith("linux") and has_display():
        provide(missing_packages(X11_LIBRARIES), "windows")
    return call(python("-m", "fuer_desktop", *words), surroundings(own_settings=False))


def test(words: list[str]) -> int:
    """The whole gate without words; with words only what they ask of pytest."""
    prepare()
    if sys.platform.startswith("linux"):
        missing = [package for tool, package in TEST_TOOLS.items() if not shutil.which(tool)]
        provide(missing, "the durability tests")
    if words:
        return step("pytest", python("-m", "pytest", *words))
    return check_style() or step("pytest", python("-m", "pytest", "-n", str(WORKERS)))


def lint(_words: list[str]) -> int:
    prepare()
    return check_style()


def bench(words: list[str]) -> int:
    script = expect("tests/bench/run.py", "benchmark")
    prepare()
    return call(python(script, *words), surroundings())


def screens(words: list[str]) -> int:
    expect("tests/screens.py", "screen tour", "tests/screens/__main__.py")
    prepare()
    return call(python("-m", "tests.screens", *words), surroundings())


def build(_words: list[str]) -> int:
    """Make the folder, then let the program in it test itself."""
    specification = expect("build.spec", "build")
    prepare()
    if sys.platform.startswith("linux"):
        # Those of X11 too: what is not here cannot go into the folder.
        provide([*build_packages(), *missing_packages(X11_LIBRARIES)], "building")
    freeze = python("-m", "PyInstaller", "--noconfirm", "--log-level", "WARN")
    code = step("build", [*freeze, specification], quiet=True)
    program = BUILT / ("fuer-desktop-cli.exe" if WINDOWS else "fuer-desktop-cli")
    code = code or step("self-test", [str(program), "self-test"])
    if not code:
        files = [path for path in BUILT.rglob("*") if path.is_file() and not path.is_symlink()]
        size = sum(path.stat().st_size for path in files)
        say(f"{BUILT}: {size / 1e6:.0f} MB in {len(files)} files")
    return code


def expect(path: str, thing: str, *others: str) -> str:
    for candidate in (path, *others):
        if (ROOT / candidate).is_file():
            return candidate
    raise TroubleError(f"there is no {thing} yet ({path} is missing).")


def build_packages() -> list[str]:
    """What PyInstaller needs of a Debian that has only the small Python."""
    shared = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    missing = [] if shutil.which("objdump") else ["binutils"]
    own_python = Path(sys.base_prefix) != Path("/usr")
    return missing if own_python or is_loadable(f"{shared}.so.1.0") else [*missing, shared]


def check_style() -> int:
    # import-linter has no __main__; its own entry point is one word more than the others'.
    contracts = "import importlinter.cli as it; it.lint_imports_command(['--no-logo'])"
    steps = {
        "ruff check": python("-m", "ruff", "check", "--quiet", "."),
        "ruff format": python("-m", "ruff", "format", "--check", "."),
        "mypy": python("-m", "mypy"),
        "import contracts": python("-c", contracts),
    }
    for name, words in steps.items():
        code = step(name, words, quiet=True)
        if code:
            return code
    return 0


def step(name: str, words: Sequence[str], *, quiet: bool = False) -> int:
    """Run one step of a chain and say in one line how it went and how long it took."""
    started = time.monotonic()
    code = (call_quietly if quiet else call)(words, surroundings())
    outcome = f"failed with exit code {code}" if code else "ok"
    say(f"{name}: {outcome}, {time.monotonic() - started:.1f} s")
    return code


COMMANDS = {
    "setup": Command(setup, "make .venv and install what the program needs"),
    "demo": Command(demo, "go through a whole year with practice data, into demo-output/", True),
    "run": Command(run, "start the program; further words go to it", True),
    "test": Command(test, "check style, types, imports; run the tests; words: pytest only", True),
    "bench": Command(bench, "measure speed beside what this computer can do", True),
    "screens": Command(screens, "save pictures of the windows", True),
    "lint": Command(lint, "check style, types and imports only"),
    "build": Command(build, "make the folder to hand out, with PyInstaller"),
}


def parse(arguments: list[str]) -> tuple[Command, list[str]]:
    """Split the command from its words; the words are not ours to understand."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.partition("\n")[0])
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        choices.add_parser(name, help=command.help)
    command = COMMANDS[parser.parse_args(arguments[:1]).command]
    words = arguments[1:]
    if words and not command.takes_words:
        parser.parse_args(arguments)
    return command, words


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST:
        print("dev.py: this needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A tool's words may not fit the code page of a Windows console; that is no failure.
        sys.stdout.reconfigure(errors="replace")
    try:
        command, words = parse(arguments)
        return command.act(words)
    except TroubleError as trouble:
        print(f"dev.py: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
