"""The two commands of the durability harness; its README says what they print."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from fuer_desktop.cli.output import DONE, FAILED
from fuer_desktop.services import durability
from fuer_desktop.services.durability_trial import Trial


def run(arguments: Namespace) -> int:
    """Store, or read back what was stored; folders, seed and count stand in the environment."""
    folder = Path(os.environ.get("CRASH_DIR", "."))
    for name in ("LOCALAPPDATA", "XDG_STATE_HOME"):  # witness and backups belong to the trial
        os.environ[name] = str(folder / "user")
    trial = Trial(folder, Path(os.environ.get("CRASH_OUT", folder)), _say)
    if arguments.what == "work":
        seed, count = (int(os.environ.get(f"CRASH_{name}", "0")) for name in ("SEED", "COUNT"))
        durability.work(trial, seed, count)
        return DONE
    return DONE if durability.read(trial) else FAILED


def _say(line: str) -> None:
    """In one piece, and at once: the reader may kill us in the middle of anything."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
