"""Rounds of reporting in the small place, made once and copied for each test."""

import pytest

from tests.services.trial import UNITS, Trial, rows


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
