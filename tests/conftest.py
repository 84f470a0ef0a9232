"""What every test shares: no window on the screen, no cache of a person's, repeatable examples."""

import atexit
import os
import shutil
import tempfile

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

_LONG = ("durability", "test_demo", "test_progress_figure", "test_restoring", "test_random_walk")


def pytest_collection_modifyitems(items):
    """The longest first, so that no worker begins one when the others are done."""
    items.sort(key=lambda item: not any(part in item.nodeid for part in _LONG))
