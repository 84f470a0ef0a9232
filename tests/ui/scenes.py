"""Every page and dialog of the program, on real definitions: empty, full and wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from fuer_desktop.domain.values import CellKey, Kind
from fuer_desktop.services import designing, opening
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.practice import Practice, run_round
from fuer_desktop.services.settings import Settings
from fuer_desktop.ui.application import Application
from fuer_desktop.ui.pages.desk_forms import FormsPage, OpenForm

SIZE = (1366, 768)
PATIENCE_MS, SETTLE_MS, LOOK_MS = 20_000, 250, 20
TOWN, BIG_DEPARTMENT = "990100102", "990100WJ"
WRONG_CELL = CellKey("1", "01", "1")


@dataclass(frozen=True)
class World:
    """A practice round, and copies of its files to be spoilt."""

    round: Path
    copies: Path

    @classmethod
    def make(cls, folder: Path) -> World:
        """Run the practice round, without report and charts."""
        run_round(Practice(folder / "round", lambda _: None, Job))
        return cls(folder / "round", folder / "copies")

    @property
    def practice(self) -> Practice:
        """The round's files."""
        return Practice(self.round, lambda _: None, Job)

    def copy(self, path: Path) -> Path:
        """A copy that a scene may change."""
        target = self.copies / path.name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)
        return target

    def fresh_desk(self, unit: str) -> Path:
        """A desk that has only opened its task."""
        path = self.copies / f"fresh-{unit}.fuerdb"
        path.unlink(missing_ok=True)
        tasks = self.practice.folder("tasks") / "2025"
        opening.open_task(next(iter(tasks.glob(f"*_{unit}_*"))), path)
        return path

    def empty_office(self) -> Path:
        """An office without a task."""
        path = self.copies / "empty-office.fuerdb"
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        designing.new_office(path)
        return path


class Stage:
    """A running program on which scenes are played."""

    def __init__(self, application: QApplication, settings: Settings) -> None:
        self.program = Application(application, settings, lambda _: None, _raise)
        self.window = self.program.window
        self.window.resize(*SIZE)

    def start(self, path: Path | None) -> None:
        """Start the program on a file and wait for its pages."""
        self.program.start(path)
        if path is not None:
            self.wait(lambda: self.window.current not in ("", "start"))
        self.settle()

    def go_to(self, name: str) -> None:
        """Go to a page and let it be read."""
        self.window.go_to(name)
        self.settle()

    def form(self, code: str) -> OpenForm:
        """Go to a form and wait until it is there."""
        page = self.window.page("forms")
        assert isinstance(page, FormsPage)
        page.open(code)
        self.window.go_to("forms")
        self.wait(lambda: page.current is not None and page.current.session.form.code == code)
        self.settle()
        opened = page.current
        assert opened is not None
        return opened

    def wait(self, happens: Callable[[], bool]) -> None:
        """Run the event loop until something is so."""
        for _ in range(PATIENCE_MS // LOOK_MS):
            if happens():
                return
            pause(LOOK_MS)
        raise TimeoutError("the scene did not come about")

    def settle(self) -> None:
        """Let answers arrive and layouts come to rest."""
        pause(SETTLE_MS)

    def close(self) -> None:
        """End the program."""
        self.window.close()
        self.window.deleteLater()


def pause(milliseconds: int) -> None:
    """Run the event loop for a while; other threads run too."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _raise(error: BaseException) -> Path:
    raise error


Play = Callable[[Stage, World], QWidget]


def _start(stage: Stage, _world: World) -> QWidget:
    stage.start(None)
    return stage.window


def _desk_home_unfilled(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(BIG_DEPARTMENT))
    return stage.window


def _desk_home_done(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(TOWN)))
    return stage.window


def _form_empty(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(TOWN))
    stage.form("FE-XZ01")
    return stage.window


def _form_full(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(BIG_DEPARTMENT)))
    stage.form("FE-WJ02")
    return stage.window


def _form_wrong(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(TOWN)))
    opened = stage.form("FE-XZ01")
    opened.session.enter(WRONG_CELL, "74036")
    opened.session.enter(CellKey("3", "13", "1"), "4100")
    opened.grid.go_to(WRONG_CELL)
    opened.grid.refused.emit(opened.model.try_enter(opened.grid.currentIndex(), "约七万"))
    stage.settle()
    return stage.window


def _kind_menu(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(TOWN))
    opened = stage.form("FE-XZ01")
    return _shown(stage, stage.window.page("forms").kind_menu(opened, WRONG_CELL))  # type: ignore[attr-defined]


def _reason_dialog(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(TOWN))
    stage.form("FE-XZ01")
    return _shown(stage, stage.window.page("forms").reason_dialog(Kind.NO_DATA))  # type: ignore[attr-defined]


def _about(stage: Stage, _world: World) -> QWidget:
    stage.start(None)
    return _shown(stage, stage.program.about_box())


def _shown(stage: Stage, dialog: QWidget) -> QWidget:
    dialog.show()
    stage.settle()
    return dialog


def _submit_blocked(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(TOWN))
    stage.go_to("submit")
    return stage.window


def _submit_done(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(TOWN)))
    stage.go_to("submit")
    page = stage.window.page("submit")
    for line in page.signatories.values():  # type: ignore[attr-defined]
        line.setText("演练")
    page.export_to(world.copies)  # type: ignore[attr-defined]
    stage.settle()
    return stage.window


def _office(name: str, *, empty: bool) -> Play:
    def play(stage: Stage, world: World) -> QWidget:
        stage.start(world.empty_office() if empty else world.copy(world.practice.office))
        stage.go_to(name)
        page = stage.window.page(name)
        stage.wait(lambda: _is_loaded(page))
        stage.settle()
        return stage.window

    return play


def _is_loaded(page: QWidget) -> bool:
    """Whether an office page has been read; most show a face that says so."""
    if hasattr(page, "faces"):
        return bool(page.faces.shown != "reading")
    return bool(page.is_loaded)  # type: ignore[attr-defined]


SCENES: dict[str, Play] = {
    "start": _start,
    "desk-home-unfilled": _desk_home_unfilled,
    "desk-home-done": _desk_home_done,
    "form-empty": _form_empty,
    "form-full": _form_full,
    "form-wrong": _form_wrong,
    "kind-menu": _kind_menu,
    "reason-dialog": _reason_dialog,
    "about": _about,
    "submit-blocked": _submit_blocked,
    "submit-done": _submit_done,
    "tasks-empty": _office("tasks", empty=True),
    "tasks-full": _office("tasks", empty=False),
    "intake-empty": _office("intake", empty=True),
    "intake-full": _office("intake", empty=False),
    "board-empty": _office("board", empty=True),
    "board-full": _office("board", empty=False),
    "indicators-empty": _office("indicators", empty=True),
    "indicators-full": _office("indicators", empty=False),
}

LOOKS: dict[str, Settings] = {
    "light": Settings(),
    "dark": Settings(dark=True),
    "large": Settings(large=True),
}
