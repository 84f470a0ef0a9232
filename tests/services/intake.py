"""What tests of taking in share: versions that part, keys that nobody knows, workspaces."""

import zipfile
from contextlib import contextmanager

from fuer_desktop.formats import container
from fuer_desktop.services import backing_up
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.sessions import open_workspace
from tests.services.trial import EAST, UNITS, WEST, Trial, row, rows

TASK = "990200-2025"


@contextmanager
def office_of(trial):
    """The office's workspace and its task."""
    with open_workspace(trial.office) as office:
        yield office, load_task(office)


@contextmanager
def desk_of(trial, unit=EAST):
    """A desk's workspace and its task."""
    with open_workspace(trial.desk(unit)) as desk:
        yield desk, load_task(desk)


def forked(trial, folder):
    """East's two versions that part after the first one, which is sent too: base, here, there."""
    base = trial.export(EAST).path
    elsewhere = trial.copy(folder)
    trial.change(EAST, "01/1", "21")
    elsewhere.change(EAST, "01/1", "23")
    elsewhere.change(EAST, "02/2", "3")
    return base, trial.export(EAST).path, elsewhere.export(EAST).path


def on_another_pc(trial, members="25", unit=EAST):
    """A unit opens its task package anew, with another key, and hands in other figures."""
    trial.desk(unit).unlink()
    backing_up.forget(trial.desk(unit))
    trial.open(unit)
    trial.fill(unit, [*rows(unit, 2025), row(unit, 2025, "01/1", members)])
    return trial.export(unit).path


def packed_anew(sent, path, change):
    """A package whose members were changed by hand, in a whole archive."""
    with zipfile.ZipFile(sent) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    path.write_bytes(container.pack(members))
    return path


def without_signature(members):
    """What nobody signed."""
    del members["manifest.sig"]


def waiting_office(folder):
    """An office with something to settle: East's versions part, and West has handed in from a
    second PC."""
    trial = Trial(folder / "trial")
    trial.hand_out()
    for unit in UNITS:
        trial.open(unit)
        trial.fill(unit, rows(unit, 2025))
    trial.take_in([*forked(trial, folder / "other"), trial.export(WEST).path])
    trial.take_in([on_another_pc(trial, unit=WEST)])
    return trial


def content_of(path):
    """All rows of a workspace that no time of writing is in, figures of submissions too."""
    with open_workspace(path) as workspace:
        return {
            table: sorted(map(repr, workspace.connection.rows(f"SELECT {columns} FROM {table}")))
            for table, columns in {
                "submission": "number, digest, task, unit, version, ancestors, sender, run",
                "inquiry": "digest, unit, run",
                "quarantine": "digest, unit, public_key",
                "unverified": "digest, file, run",
                "unit_key": "task, unit, public_key, state",
                "data_value": "*",
                "finding": "submission, unit, form, rule, cells, reason",
            }.items()
        }
