"""Short runs of the durability harness: whatever the program called saved is there afterwards.

``crash.py`` starts the program's own command, breaks it or the machine under it, and compares what
it said with what its next start finds. The long runs are done before a release.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HARNESS = Path(__file__).with_name("crash.py")
PROGRAM = f"{sys.executable} -X utf8 -m fuer_desktop durability"
VERDICTS = ("lost", "torn", "corrupt", "mute")
LINUX = sys.platform.startswith("linux")

pytestmark = [
    pytest.mark.skipif(not LINUX, reason="the harness traces Linux system calls"),
    pytest.mark.timeout(500),
]
needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")


def harness(what, *options):
    """The report of one run of the harness."""
    words = [sys.executable, str(HARNESS), what, "--work", f"{PROGRAM} work"]
    words += ["--read", f"{PROGRAM} read", *map(str, options)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if "cannot mount here" in done.stderr:
        pytest.skip("this system does not let us mount a disk to fill or pull")
    assert done.stdout.strip(), done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def assert_nothing_lost(report, least_rounds):
    assert report["rounds"] >= least_rounds
    assert {name: report[name] for name in VERDICTS} == dict.fromkeys(VERDICTS, 0), report


def test_nothing_saved_is_lost_when_the_program_is_killed():
    report = harness("kill", "--rounds", 6, "--count", 60, "--min-delay", 0.6, "--max-delay", 3)

    assert report["acknowledged"] > 0
    assert_nothing_lost(report, 6)


@needs_strace
def test_nothing_saved_is_lost_when_it_is_killed_just_before_a_call():
    assert_nothing_lost(harness("sweep", "--max", 2, "--count", 10), 15)


@needs_strace
def test_a_call_that_fails_is_told_and_loses_nothing():
    report = harness(
        "fault", "--max", 2, "--count", 10, "--calls", "pwrite64", "fdatasync", "rename"
    )

    assert_nothing_lost(report, 12)


@needs_strace
def test_nothing_saved_is_lost_in_a_power_cut():
    report = harness("power", "--runs", 1, "--cuts", 16, "--count", 12, "--fs", "journal")

    assert report["acknowledged"] > 0
    assert_nothing_lost(report, 16)


@needs_strace
def test_a_power_cut_on_a_disk_that_drops_the_syncs_is_seen_as_loss():
    report = harness(
        "power", "--runs", 1, "--cuts", 14, "--count", 12, "--fs", "journal", "--drop-syncs"
    )

    assert report["lost"] + report["corrupt"] + report["torn"] > 0


def test_a_full_disk_is_told_and_what_was_saved_before_stays():
    assert_nothing_lost(harness("full", "--count", 4, "--sizes", 500, 1200), 6)


def test_a_stick_that_is_pulled_out_costs_the_desk_nothing():
    assert_nothing_lost(harness("pull", "--rounds", 2, "--count", 8), 2)


def test_four_programs_on_one_folder_lose_nothing_of_one_another():
    report = harness("multi", "--rounds", 3, "--count", 12, "--max-delay", 1.2)

    assert report["acknowledged"] > 0
    assert_nothing_lost(report, 3)


@needs_strace
def test_one_committed_cell_is_one_sync_of_the_database_and_one_of_the_witness(tmp_path):
    """Two runs that differ by ten typed cells differ by ten syncs of either file."""
    few, many = (syncs(tmp_path / str(count), count) for count in (2, 12))

    assert many["desk.fuerdb-wal"] - few["desk.fuerdb-wal"] == 10
    assert many["changes-0001.jsonl"] - few["changes-0001.jsonl"] == 10
    assert many["desk.fuerdb"] == few["desk.fuerdb"]


CELLS = """
import sys
from pathlib import Path
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, number
from fuer_desktop.formats import signing
from fuer_desktop.services import sessions
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role
path, key = Path(sys.argv[1]) / "desk.fuerdb", signing.new_private_key()
with sessions.create_workspace(path, Role.DESK, key) as desk:
    for count in range(int(sys.argv[2])):
        cells = {CellKey("1", "01", "1"): (number(count), 0)}
        desk.values.put(FormPlace("u", "f", 2025), cells, How.TYPED)
"""


def syncs(folder, count):
    """How often each file was synced while so many cells were typed."""
    folder.mkdir()
    trace = folder / "trace"
    words = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
    words += [sys.executable, "-X", "utf8", "-c", CELLS, str(folder), str(count)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder / "user")}
    subprocess.run(words, cwd=ROOT, env=environment, check=True, capture_output=True)
    named = re.findall(r"<[^>]*/([^/>]+)>", trace.read_text("utf-8", "replace"))
    return {name: named.count(name) for name in named}
