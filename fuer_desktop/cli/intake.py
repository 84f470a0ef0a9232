"""Taking in on the command line: a folder, its report, the runs there were, taking one back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from fuer_desktop.cli.output import ATTENTION, DONE, open_workspace, say, show_progress
from fuer_desktop.domain.errors import FuerError
from fuer_desktop.services import admitting, intake_report, taking_in, undoing_intake
from fuer_desktop.services.jobs import Job
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import cli as texts
from fuer_desktop.texts import intake as intake_texts


def take_in(arguments: Namespace) -> int:
    """Take in a folder, one line a file; or list the taking-ins, or take one back."""
    if arguments.folder is None and not (arguments.runs or arguments.undo):
        raise FuerError(texts.TAKE_IN_WHAT)
    with open_workspace(arguments.workspace) as workspace:
        if arguments.runs:
            return _list_runs(workspace)
        if arguments.undo:
            say(undoing_intake.undo_run(workspace, arguments.undo).words)
            return DONE
        return _take_in(workspace, arguments)


def _take_in(workspace: Workspace, arguments: Namespace) -> int:
    paths = taking_in.packages_in(arguments.folder)
    outcomes: list[admitting.Outcome] = []
    run = 0
    for line in taking_in.take_in(workspace, paths, Job(show_progress)):
        outcome = admitting.Outcome(line.outcome)
        outcomes.append(outcome)
        run = line.run
        print(f"{outcome.label}\t{line.file}\t{line.message}", flush=True)
    _report(workspace, run, arguments.csv, arguments.failed)
    say(texts.TAKEN_IN.format(count=len(paths), tally=taking_in.tally(outcomes)))
    return DONE if admitting.ATTENTION.isdisjoint(outcomes) else ATTENTION


def _report(workspace: Workspace, run: int, csv: Path | None, failed: Path | None) -> None:
    if csv is not None:
        intake_report.save_report(workspace, run, csv)
    if failed is not None and intake_report.has_failed(workspace, run):
        made = intake_report.copy_failed(workspace, run, failed, Job(show_progress))
        for notice in made.notices:
            say(notice)
        say(intake_texts.COPIED.format(count=made.copied, folder=made.folder))


def _list_runs(workspace: Workspace) -> int:
    found = intake_report.runs(workspace)
    for each in found:
        print(each.words, flush=True)
    if not found:
        say(intake_texts.NO_RUNS)
    return DONE
