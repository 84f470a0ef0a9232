"""The command line in this process, beside rounds of reporting in the small place."""

import pytest

from fuer_desktop.cli.main import main
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


@pytest.fixture
def filled(filled_once, tmp_path):
    """A round of 2025 of one's own, filled and not sent."""
    return filled_once.copy(tmp_path / "trial")


@pytest.fixture(scope="session")
def two_years_once(tmp_path_factory):
    """2024 and 2025 counted, with the history of 2020."""
    trial = Trial(tmp_path_factory.mktemp("two-years"))
    trial.whole_year(2024)
    trial.whole_year(2025)
    trial.record_history()
    return trial


@pytest.fixture(autouse=True)
def own_state(monkeypatch, tmp_path):
    """Logs of the tests stay among the tests' files."""
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def run(capsys):
    """Run a command; returns exit code, standard output and standard error."""

    def run_command(*words):
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:
            code = end.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_command
