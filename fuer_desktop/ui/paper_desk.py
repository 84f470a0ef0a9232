"""From the office's board to the desk that it keeps for a unit without the program, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from fuer_desktop.texts import paper_desk as texts
from fuer_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from fuer_desktop.services.paper_desk import Prepared
    from fuer_desktop.store.workspace import Workspace
    from fuer_desktop.ui.frame import Page
    from fuer_desktop.ui.store_link import StoreLink


class PaperDesk(QObject):
    """``ready`` carries the path of a desk that can be opened now, and what to say then; ``left``
    the office's, to go back to. ``link`` gives the workspace that is open."""

    ready = Signal(object, str)
    left = Signal(object)

    def __init__(self, window: MainWindow, link: Callable[[], StoreLink | None]) -> None:
        super().__init__()
        self._window = window
        self._link = link
        self._returning = False

    def begin(self, unit: str) -> None:
        """Have the office make the desk of a unit, or bring it up to date."""
        link = self._link()
        if link is not None:
            self._window.say(texts.PREPARING)
            link.ask(lambda workspace: _prepare(workspace, unit), self._prepared)

    def follow(self, page: Page) -> None:
        """Lead back to the office from the page of a desk, where it is one that an office keeps."""
        from fuer_desktop.ui.pages.desk_paper import PaperPage

        if isinstance(page, PaperPage):
            page.left.connect(self._leave)

    def arrived(self) -> None:
        """A workspace is open: whoever comes back goes on at the board."""
        if self._returning:
            self._returning = False
            self._window.go_to("board")

    def _prepared(self, found: object) -> None:
        prepared = cast("Prepared", found)
        self._window.say("")
        self.ready.emit(prepared.path, prepared.notice)

    def _leave(self) -> None:
        from fuer_desktop.services.paper_desk import office_path

        link = self._link()
        if link is not None:
            link.ask(office_path, self._go_back)

    def _go_back(self, path: object) -> None:
        self._returning = True
        self.left.emit(path)


def _prepare(workspace: Workspace, unit: str) -> Prepared:
    from fuer_desktop.services.catalogues import load_task
    from fuer_desktop.services.paper_desk import prepare

    return prepare(workspace, load_task(workspace), unit)
