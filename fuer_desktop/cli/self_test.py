"""The self-test on the command line: a line for each check, also into a file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from fuer_desktop.cli.output import DONE, FAILED, say
from fuer_desktop.formats import files
from fuer_desktop.services import self_test
from fuer_desktop.services.self_test import Check, Outcome


def run(arguments: Namespace, extra: Sequence[Check] = ()) -> int:
    """Run all checks and those a caller adds; the exit code says whether all passed."""
    outcomes: list[Outcome] = []
    lines: list[str] = []

    def tell(line: str) -> None:
        lines.append(line)
        say(line)
        _report(arguments.report, lines)

    for outcome in self_test.run(extra):
        outcomes.append(outcome)
        tell(outcome.line)
    tell(self_test.summary(outcomes))
    return DONE if all(outcome.passed for outcome in outcomes) else FAILED


def _report(path: Path | None, lines: Sequence[str]) -> None:
    """Written anew after each line: a check that kills the program leaves what came before."""
    if path is not None:
        # With a byte order mark, for the Notepad of older Windows.
        files.write_whole(path, "".join(f"{line}\n" for line in lines).encode("utf-8-sig"))
