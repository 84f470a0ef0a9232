"""A person at the program, and task packages for her to open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from fuer_desktop.services import designing, paths
from fuer_desktop.services.jobs import Job
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.ui import theme
from tests.ui.person import Person
from tests.ui.scenes import LOOKS, Stage, World


@pytest.fixture(scope="session")
def prepared(qapp: QApplication) -> QApplication:
    """The application with the shipped font and Qt's words in Chinese."""
    theme.prepare(qapp, paths.font())
    return qapp


class HandsOnWhatIsSeen(QtBot):
    """Presses a button once it has been given its room: a busy machine may still lay out the page,
    and a button of no height takes no click, as nobody could press it."""

    def mouseClick(self, widget: QWidget, *args: object, **kwargs: object) -> None:
        """As Qt's own, after the wait."""
        if isinstance(widget, QAbstractButton):
            self.waitUntil(lambda: widget.height() >= widget.minimumSizeHint().height())
        QTest.mouseClick(widget, *args, **kwargs)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Mouse and keys."""
    return HandsOnWhatIsSeen(request)


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


@pytest.fixture(scope="session")
def figures_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped catalogue, but that the practice county's departments write no yearly account:
    forms of a few figures, which a test can type whole."""
    folder = tmp_path_factory.mktemp("catalogue") / "forms"
    shutil.copytree(paths.forms(), folder)
    place = folder / "places" / "wushan.toml"
    text, leave_out, rest = place.read_text("utf-8").partition("[[leave_out]]")
    text = text.replace('    "FE-LS01",\n', "")
    parts = [part for part in (leave_out + rest).split("\n\n") if "FE-LS01" not in part]
    place.write_text(text + "\n\n".join(parts), "utf-8")
    return folder


@pytest.fixture(scope="session")
def handed_out(tmp_path_factory: pytest.TempPathFactory, figures_alone: Path) -> Path:
    """The folder of an office that has just handed out, made once."""
    return hand_out(tmp_path_factory.mktemp("office"), figures_alone).parent


@pytest.fixture
def office(tmp_path: Path, handed_out: Path) -> Path:
    """An office that has just handed out the practice task of 2025 into ``tasks``."""
    shutil.copytree(handed_out, tmp_path, dirs_exist_ok=True)
    return tmp_path / "office.fuerdb"


@pytest.fixture(scope="session")
def all_handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the yearly account, made once; nobody changes it."""
    return hand_out(tmp_path_factory.mktemp("office"), paths.forms()).parent


@pytest.fixture
def whole_office(tmp_path: Path, all_handed_out: Path) -> Path:
    """The same, of one's own."""
    shutil.copytree(all_handed_out, tmp_path, dirs_exist_ok=True)
    return tmp_path / "office.fuerdb"


def hand_out(tmp_path: Path, catalogue: Path) -> Path:
    """Make an office and its task of 2025."""
    path = tmp_path / "office.fuerdb"
    designing.new_office(path)
    units = paths.resources() / "practice" / "wushan" / "units.toml"
    design = designing.TaskDesign(units, catalogue, 2025, date(2026, 5, 20))
    with Workspace.open(path) as workspace:
        designing.make_task(workspace, design, tmp_path / "tasks", Job())
    return path


@pytest.fixture(scope="session")
def world(demo, tmp_path_factory):
    """The demo's round, for all scenes."""
    return World(demo.folder, tmp_path_factory.mktemp("world") / "copies")


@pytest.fixture
def stage_in(prepared):
    """Makes a running program in a look, and ends it."""
    stages = []

    def make(look: str) -> Stage:
        stages.append(Stage(prepared, LOOKS[look]))
        return stages[-1]

    yield make
    for stage in stages:
        stage.close()
