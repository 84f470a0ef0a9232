"""The two halves of a durability trial: store over the window's own road, and read after a fall.

``work`` prints ``TRY key value`` before it stores, ``ACK key value`` only when the program would
say "saved", ``ERR text`` when it says that it could not; ``read`` opens the folder as the program
does at start, examines it, and prints ``HAVE key value`` for everything that is there. A harness
kills, cuts and starves the first and compares what it said with what the second finds
(reliability.md section 5).

The folder starts with the kept files of version 0, so that every first start migrates them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fuer_desktop.domain.errors import FuerError, WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK
from fuer_desktop.formats import packages, signing
from fuer_desktop.services import (
    attaching,
    backing_up,
    examining,
    paths,
    restoring,
    sessions,
)
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.durability_desk import Desk, cell_words, place_of, reason_words, text_of
from fuer_desktop.services.durability_office import list_runs
from fuer_desktop.services.durability_trial import GONE, Trial, line
from fuer_desktop.store.workspace import Role, Workspace


def work(trial: Trial, seed: int, count: int) -> None:
    """Store ``count`` times: cells one by one, and now and then a paste, an undo, an import of rows
    or of a workbook, an attached file, an export that the office takes in, a backup, the reason of
    a finding."""
    try:
        trial.lay_out()
        with Desk(trial, seed) as desk:
            desk.store(count)
    except FuerError as error:
        trial.say(f"ERR {line(error)}")


def read(trial: Trial) -> bool:
    """Open what is there, restore what can only be restored, and list it; False where it is not
    sound."""
    sound = True
    for path in (trial.desk, trial.office):
        if not path.exists() and not paths.kept_for(path, "witness"):
            continue
        if not path.exists():
            witness = restoring.sources(path).witness
            assert witness is not None  # there is a folder of witnesses for this path
            restoring.restore(path, witness, lambda _: True)
        with _opened(trial, path) as workspace:
            found = examining.examine(workspace, deep=True)
            for sentence in found.sentences:
                trial.say(sentence)
            sound = sound and found.soundness is examining.Soundness.SOUND
            _list(trial, workspace)
    _list_files(trial)
    return sound


@contextmanager
def _opened(trial: Trial, path: Path) -> Iterator[Workspace]:
    """For work, or where the disk is full the read-only copy that the program offers then."""
    try:
        workspace = sessions.open_workspace(path)
    except WorkspaceError as error:
        trial.say(str(error))
        with Workspace.look(path) as copied:
            yield copied
    else:
        with workspace:
            yield workspace


def _list(trial: Trial, workspace: Workspace) -> None:
    """What ``work`` says that it stores, and nothing else."""
    task = load_task(workspace)
    name = workspace.path.stem
    if task.record.unit:
        _list_cells(trial, workspace, task)
    rows = list(workspace.journal.rows())
    since = max((row.number for row in rows if row.how == How.MIGRATED), default=0)
    for row in rows:
        if row.number > since and row.how != How.RESTORED:
            trial.say(f"HAVE audit:{name}:{row.number} {row.hash}")
    if workspace.role is Role.OFFICE:
        list_runs(trial, workspace, task.code)
    else:
        for record in workspace.submissions.of_task(task.code).get(task.record.unit, []):
            trial.say(f"HAVE version:{name}:{record.version.digest} kept")
    for backup in backing_up.listed(workspace).backups:
        wrong = backing_up.faults_in(backing_up.folder_of(workspace) / backup.name, backup)
        if backup.reason == backing_up.Reason.BY_HAND and not wrong:
            trial.say(f"HAVE backup:{name}:{backup.number} {backup.head}")


def _list_cells(trial: Trial, desk: Workspace, task: LoadedTask) -> None:
    """Those that were ever filled, and the reasons; what was taken back by an undo is there as
    such."""
    place = place_of(task)
    values = desk.values.of_form(place)
    touched = {row.key for row in desk.journal.rows() if row.place == place}
    for key in task.own_forms[0].typed_cells:
        if key in touched:
            trial.say(f"HAVE {cell_words(task, key)} {text_of(values.get(key, BLANK))}")
    for row in desk.findings.of_year(place.period):
        trial.say(f"HAVE {reason_words(row.record.explanation)}")
    kept = {one.digest: one.name for one in attaching.own_files(desk, task)}
    for event in desk.journal.rows():
        if event.how in (How.ATTACHED, How.DETACHED):
            digest = event.new.split()[-1]
            trial.say(f"HAVE attached:{digest} {kept.get(digest, GONE)}")


def _list_files(trial: Trial) -> None:
    for path in sorted(trial.sent.glob(f"*{paths.PACKAGE_ENDING}")):
        data = path.read_bytes()
        package = packages.read(data, path.name, wanted="submission")
        trial.say(f"HAVE file:{package.digest[:8]} {signing.fingerprint(data)}")
