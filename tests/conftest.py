"""What every test shares: no window on the screen, no cache of a person's, repeatable examples."""

import atexit
import gc
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt or matplotlib; dev.py or a developer may have chosen already.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "MPLCONFIGDIR" not in os.environ:
    os.environ["MPLCONFIGDIR"] = tempfile.mkdtemp(prefix="fuer-matplotlib-")
    atexit.register(shutil.rmtree, os.environ["MPLCONFIGDIR"], ignore_errors=True)

# Witnesses and backups go where no person's are. On Windows LOCALAPPDATA decides.
for _name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
    os.environ[_name] = tempfile.mkdtemp(prefix="fuer-user-")
    atexit.register(shutil.rmtree, os.environ[_name], ignore_errors=True)

# No deadline: the first example pays for imports. As many examples as keep the whole near ten
# minutes; search for new ones with HYPOTHESIS_PROFILE=search.
settings.register_profile("default", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("search", derandomize=False, deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# Rubbish is looked for more rarely, and never among what collecting has made and all tests keep:
# it took a tenth of the time of tests that read definitions.
gc.set_threshold(20_000, 20, 20)

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Demo:
    """The whole demo as the program's own command ran it: its folder, and how it ended."""

    folder: Path
    ended: subprocess.CompletedProcess
    state: Path


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Run once, for all that looks at a practice round; nobody changes it."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    folder.mkdir()
    state = folder.with_name("state")
    ended = subprocess.run(
        [sys.executable, "-m", "fuer_desktop", "demo", "--out", str(folder)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=390,
        env={**os.environ, "XDG_STATE_HOME": str(state), "LOCALAPPDATA": str(state)},
    )
    return Demo(folder, ended, state)


_ONE_BY_ONE = "tests/durability/"
"""Few and very long, and they share nothing."""

_ROUND = ("tests/cli/test_demo.py", "tests/ui/test_layout.py", "tests/ui/test_keys_per_figure.py")
"""Whatever looks at the demo's round, which takes a minute to make."""

_LONG = (
    *_ROUND, "test_progress_figure", "test_self_test", "test_definition_workbook", "test_road",
    "test_office_tasks", "test_keyboard", "test_keeping", "test_new_form_page",
    "test_practice_book", "tests/ui/", "test_definitions",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    """The longest first, so that no worker begins one when the others are done."""
    order = (_ONE_BY_ONE, *_LONG)
    items.sort(key=lambda item: [part in item.nodeid for part in order], reverse=True)


def pytest_collection_finish():
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown():
    """A window's program leaves collecting to its own thread; the next test may have no window."""
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file's tests go to one worker, so that what they share is made once.

    xdist's own groups have no effect with this version of pytest: it names no test after them.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            if file in _ROUND:
                return _ROUND[0]
            return nodeid if file.startswith(_ONE_BY_ONE) else file

    config.option.loadscopereorder = False
    return ByFile(config, log)
