"""A person at the program, and task packages for her to open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fuer_desktop.services import designing, paths
from fuer_desktop.services.jobs import Job
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.ui import theme
from tests.ui.person import Person


@pytest.fixture(scope="session")
def prepared(qapp: QApplication) -> QApplication:
    """The application with the shipped font and Qt's words in Chinese."""
    theme.prepare(qapp, paths.font())
    return qapp


@pytest.fixture
def person(qtbot: QtBot, prepared: QApplication) -> Iterator[Person]:
    """Somebody at the program; what she leaves open is closed."""
    somebody = Person(qtbot, prepared)
    yield somebody
    if somebody.program is not None:
        somebody.end()


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's own folder lies in the test's."""
    folder = tmp_path / "documents"
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(folder))
    return folder / "妇儿规划监测"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office that has just handed out the practice task of 2025 into ``tasks``."""
    path = tmp_path / "office.fuerdb"
    designing.new_office(path)
    units = paths.resources() / "practice" / "wushan" / "units.toml"
    design = designing.TaskDesign(units, paths.forms(), 2025, date(2026, 5, 20))
    with Workspace.open(path) as workspace:
        designing.make_task(workspace, design, tmp_path / "tasks", Job())
    return path
