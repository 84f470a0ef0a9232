"""Composition root: decides what runs and builds it once."""

from __future__ import annotations

import sys

from fuer_desktop.cli.main import main as run_command


def main() -> int:
    """Run the program with this process's arguments; returns the exit code."""
    _speak_utf8()
    return run_command(sys.argv[1:])


def _speak_utf8() -> None:
    """Chinese goes out as UTF-8 whatever the console's code page, and never stops the program."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
