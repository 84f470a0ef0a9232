"""Where things are: in the source tree, in a frozen build, in the user's own folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def program_folder() -> Path:
    """The folder that holds ``forms`` and ``resources``."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).parents[2]


def forms() -> Path:
    """The shipped catalogue of definitions, read-only."""
    return program_folder() / "forms"


def resources() -> Path:
    """Fonts, icons, practice data."""
    return program_folder() / "resources"


def font() -> Path:
    """The Chinese font that makes screens, charts and prints right on a machine without one."""
    return resources() / "fonts" / "FuErSansSC-Regular.otf"


def user_folder() -> Path:
    """A folder of the person's own for log, settings and caches; it need not be there yet."""
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "fuer-desktop"
