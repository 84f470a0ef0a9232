"""The practice round on the command line: a line for each step and a bar within it."""

from __future__ import annotations

from argparse import Namespace

from fuer_desktop.cli.output import DONE, say, show_progress
from fuer_desktop.services import practice
from fuer_desktop.services.jobs import Job


def run(arguments: Namespace) -> int:
    """Run the practice round into a folder."""
    practice.run(practice.Practice(arguments.out, say, lambda: Job(show_progress), arguments.place))
    return DONE
