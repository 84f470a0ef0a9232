"""The office's acts in a durability trial: a folder is taken in, and now and then taken back."""

from __future__ import annotations

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import files
from fuer_desktop.services import durability_trial, taking_in, undoing_intake
from fuer_desktop.services.admitting import ATTENTION, Outcome
from fuer_desktop.services.durability_trial import GONE, Trial, run_text
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.paths import PACKAGE_ENDING
from fuer_desktop.store.workspace import Workspace

MOST_TAKEN = 4
"""Packages of one folder, of which one is broken."""


def take_in(trial: Trial) -> None:
    """What was exported last comes in a folder, with a file that was cut off on its way."""
    _fill_inbox(trial)
    office, telling = durability_trial.told(trial.office, trial.say)
    with office:
        _take_in(trial, office)
        telling.acknowledge()


def take_back(trial: Trial) -> None:
    """The last run that holds is undone, and its folder taken in once more."""
    office, telling = durability_trial.told(trial.office, trial.say)
    with office:
        holding = [run.number for run in office.intake.runs() if run.source and not run.undone]
        if holding:
            undoing_intake.undo_run(office, holding[-1])
            telling.acknowledge()
            _take_in(trial, office)
        telling.acknowledge()


def _take_in(trial: Trial, office: Workspace) -> None:
    for line in taking_in.take_in(office, taking_in.packages_in(trial.inbox), Job()):
        if Outcome(line.outcome) in ATTENTION - {Outcome.DAMAGED}:
            trial.say(f"ERR {durability_trial.line(line.message)}")


def list_runs(trial: Trial, office: Workspace, task: str) -> None:
    """Every run with its lines and what it brought; what was taken back brought nothing."""
    came: dict[int, list[str]] = {}
    for records in office.submissions.of_task(task).values():
        for record in records:
            came.setdefault(record.run, []).append(record.version.digest)
    for run in office.intake.runs():
        if not run.source:  # from before there were runs
            continue
        digests = came.get(run.number, [])
        lines = len(office.intake.lines(run.number))
        value = GONE if run.undone and not digests else run_text(lines, digests)
        trial.say(f"HAVE run:{office.path.stem}:{run.number} {value}")


def _fill_inbox(trial: Trial) -> None:
    sent = sorted(trial.sent.glob(f"*{PACKAGE_ENDING}"), key=lambda path: path.stat().st_mtime_ns)
    if not sent:
        raise WorkspaceError(str(trial.sent))
    for path in trial.inbox.glob(f"*{PACKAGE_ENDING}"):
        path.unlink()
    for path in sent[1 - MOST_TAKEN :]:
        files.copy_whole(path, trial.inbox / path.name)
    whole = sent[-1].read_bytes()
    files.write_whole(trial.inbox / f"0{PACKAGE_ENDING}", whole[: len(whole) // 2])
