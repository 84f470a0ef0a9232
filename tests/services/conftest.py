"""Rounds of reporting in the small place, made once and copied for each test."""

import shutil

import pytest

from fuer_desktop.services import opening, sessions
from tests.services.keeping import Desk
from tests.services.trial import EAST, UNITS, Trial, rows


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory):
    """2025: handed out, opened and filled at every desk, nothing sent."""
    trial = Trial(tmp_path_factory.mktemp("filled"))
    trial.hand_out()
    for unit in UNITS:
        trial.open(unit)
        trial.fill(unit, rows(unit, 2025))
    return trial


@pytest.fixture(scope="session")
def two_years_once(tmp_path_factory):
    """2024 and 2025 counted, with the history of 2020."""
    trial = Trial(tmp_path_factory.mktemp("two-years"))
    trial.whole_year(2024)
    trial.whole_year(2025)
    trial.record_history()
    return trial


@pytest.fixture
def filled(filled_once, tmp_path):
    """A round of 2025 of one's own, filled and not sent."""
    return filled_once.copy(tmp_path / "trial")


@pytest.fixture
def two_years(two_years_once, tmp_path):
    """A round of both years of one's own, all counted."""
    return two_years_once.copy(tmp_path / "trial")


@pytest.fixture
def new_two_years(two_years_once, tmp_path_factory):
    """Makes another desk that has handed in both years, for each example of a property."""

    def make():
        path = tmp_path_factory.mktemp("desk") / "东镇.fuerdb"
        shutil.copy(two_years_once.desk(EAST), path)
        return path

    return make


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """Witnesses and backups of this test alone."""
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture(scope="session")
def opened_once(filled_once, tmp_path_factory):
    """East's desk with the task of 2025 and nothing entered."""
    trial = Trial(tmp_path_factory.mktemp("opened"))
    opening.open_task(filled_once.package(EAST), trial.desk(EAST))
    return trial.desk(EAST)


@pytest.fixture(scope="session")
def new_desk(opened_once, tmp_path_factory):
    """Makes another desk for each example of a property, opened and closed once."""

    def make(folder=None):
        path = (folder or tmp_path_factory.mktemp("desk")) / "东镇.fuerdb"
        shutil.copy(opened_once, path)
        sessions.open_workspace(path).close()
        return Desk(path)

    return make


@pytest.fixture
def desk(new_desk, own_folder, tmp_path):
    """A desk of one's own, opened and closed once."""
    return new_desk(tmp_path)
