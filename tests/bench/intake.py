"""Taking in many packages against the bare loop: read, unzip, verify, decode, insert."""

from __future__ import annotations

import itertools
import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import msgspec

from fuer_desktop.domain.values import Kind
from fuer_desktop.formats import container, package_contents, packages, signing
from fuer_desktop.services import designing, sessions, taking_in
from fuer_desktop.services import paths as user_paths
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.store.workspace import Workspace

PACKAGES = 1000
ROWS, COLUMNS = 30, 10
CELLS = ROWS * COLUMNS

_manifests = msgspec.json.Decoder(package_contents.Manifest)
_submissions = msgspec.json.Decoder(package_contents.SubmissionPayload)

_PLACE = '[place]\ncode = "990100"\nname = "演练县"\nfollows = "bench"\npractice = true\n'
_SELECTION = '[place]\ncode = "bench"\nname = "演练县"\nplans = []\nforms = ["FE-B"]\n'


class Found(NamedTuple):
    """Seconds of the bare loop and of taking in, over the same files; MB that the process grew by
    over the second half of taking in: nothing, where memory is flat."""

    bare: float
    taken: float
    grown: float


def measure(folder: Path) -> Found:
    """Take in packages that were made by as many keys."""
    with mock.patch.object(user_paths, "user_folder", return_value=folder / "user"):
        return _measure(folder)


def _measure(folder: Path) -> Found:
    office = folder / "office.fuerdb"
    designing.new_office(office)
    with sessions.open_workspace(office) as workspace:
        designing.make_task(workspace, design(folder), folder / "tasks", Job())
        paths = list(_write_packages(workspace, load_task(workspace), folder / "inbox"))
        bare, taken = _Timed(_bare_loop(paths, folder / "bare.db")), _Timed(_take(workspace, paths))
        resident = []
        for count in range(0, len(paths), taking_in.BATCH):
            if count == len(paths) // 2:
                resident.append(_resident_mb())
            bare.go_on()
            taken.go_on()
        taken.go_on()  # what comes after the last package
        resident.append(_resident_mb())
    return Found(bare.seconds, taken.seconds, resident[-1] - resident[0])


class _Timed:
    """Work that is done a batch at a time, and the seconds it took: two that are timed in turns
    share whatever else the machine does meanwhile."""

    def __init__(self, work: Iterator[None]) -> None:
        self._work = work
        self.seconds = 0.0

    def go_on(self) -> None:
        """Do the next batch, if there is one."""
        started = time.perf_counter()
        next(self._work, None)
        self.seconds += time.perf_counter() - started


def _take(workspace: Workspace, paths: list[Path]) -> Iterator[None]:
    """Take in, a batch at a time; every package has to be a new one."""
    lines = taking_in.take_in(workspace, paths, Job())
    while batch := list(itertools.islice(lines, taking_in.BATCH)):
        outcomes = {line.outcome for line in batch}
        if outcomes != {"new"}:
            raise RuntimeError(f"the packages were not taken in: {outcomes}")
        yield


def _resident_mb() -> float:
    """Memory of this process now; 0 where the system does not say."""
    status = Path("/proc/self/statm")
    pages = int(status.read_text().split()[1]) if status.is_file() else 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20 if pages else 0.0


def design(folder: Path, units: int = PACKAGES) -> designing.TaskDesign:
    """A task of one form of ``CELLS`` cells that so many units file."""
    catalogue = folder / "catalogue"
    (catalogue / "forms").mkdir(parents=True)
    (catalogue / "places").mkdir()
    (catalogue / "forms" / "FE-B.toml").write_text(_form(), "utf-8")
    (catalogue / "places" / "bench.toml").write_text(_SELECTION, "utf-8")
    listed = "".join(
        f'[[unit]]\ncode = "990100{number:05}"\nname = "演练{number}"\nkind = "township"\n'
        for number in range(units)
    )
    (folder / "units.toml").write_text(_PLACE + listed, "utf-8")
    return designing.TaskDesign(folder / "units.toml", catalogue, 2025, date(2026, 5, 20))


def _form() -> str:
    head = (
        '[form]\ncode="FE-B"\nversion=1\ntitle="演练表"\nfiled_by="township"\nperiod="calendar"\n'
    )
    columns = "".join(
        f'[[form.table.column]]\ncode="{c}"\ntitle="栏{c}"\nbreakdown="c{c}"\n'
        for c in range(COLUMNS)
    )
    rows = "".join(
        f'[[form.table.row]]\ncode="{r:02}"\ntitle="行{r}"\nunit="人"\nelement="e{r}"\n'
        for r in range(ROWS)
    )
    return f'{head}[[form.table]]\ncode="1"\n{columns}{rows}'


def _write_packages(workspace: Workspace, task: LoadedTask, folder: Path) -> Iterator[Path]:
    folder.mkdir()
    secrets = workspace.tasks.secrets(task.code)
    forms = [package_contents.FormRef("FE-B", 1, task.form_digests["FE-B"])]
    for number, unit in enumerate(task.task.reporting_units):
        key = signing.new_private_key()
        public = signing.public_key_of(key)
        payload = packages.encode(_payload(number))
        manifest = package_contents.Manifest(
            format=packages.FORMAT, kind="submission", suite=signing.SUITE, program="bench",
            created="2026-05-01T08:00:00+08:00", task=task.code, place="990100", unit=unit.code,
            period=2025, practice=True, version=1, ancestors=[], forms=forms, sender=public,
            recipient=task.record.office_key, journal_head="",
            enrolment=signing.enrolment_proof(secrets[unit.code], task.code, unit.code, public),
            payload_length=len(payload), payload_sha256=signing.fingerprint(payload),
        )  # fmt: skip
        path = folder / f"{unit.code}.fuer"
        path.write_bytes(packages.write(manifest, payload, key).data)
        yield path


def _payload(number: int) -> package_contents.SubmissionPayload:
    cells = [
        package_contents.Cell("1", f"{r:02}", str(c), Kind.NUMBER, str(number + r * c), "", "")
        for r in range(ROWS)
        for c in range(COLUMNS)
    ]
    return package_contents.SubmissionPayload([package_contents.FormCells("FE-B", 2025, cells)], {})


def _bare_loop(paths: list[Path], database: Path) -> Iterator[None]:
    """The least that taking in has to do, with nothing around it, a batch at a time."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE v (s INTEGER, u TEXT, f TEXT, p INTEGER, t TEXT, r TEXT, c TEXT, k TEXT,"
        " n INTEGER, d INTEGER, a TEXT, b TEXT, PRIMARY KEY (s, u, f, p, t, r, c))"
        " STRICT, WITHOUT ROWID"
    )
    for first in range(0, len(paths), taking_in.BATCH):
        connection.execute("BEGIN")
        for number, path in enumerate(paths[first : first + taking_in.BATCH], start=first):
            stored, signature, payload = container.unpack(
                path.read_bytes(), ("manifest.json", "manifest.sig", "payload.json")
            ).values()
            manifest = _manifests.decode(stored)
            signing.verify(manifest.sender, signature, stored)
            form = _submissions.decode(payload).forms[0]
            connection.executemany(
                "INSERT INTO v VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', '')",
                [
                    (number, manifest.unit, form.code, form.period, c.table, c.row, c.column,
                     c.kind.value, int(c.number))
                    for c in form.cells
                ],
            )  # fmt: skip
        connection.execute("COMMIT")
        yield
    connection.close()
