"""Carrying out what is to be done with a file that was double-clicked, chosen or dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.services import paths
from fuer_desktop.ui.taking_up import TakingUp

if TYPE_CHECKING:
    from fuer_desktop.services.opening_files import Now, Planned
    from fuer_desktop.store.workspace import Workspace
    from fuer_desktop.ui.application import Application
    from fuer_desktop.ui.package_view import PackageDialog
    from fuer_desktop.ui.pages.office_intake import IntakePage
    from fuer_desktop.ui.store_link import StoreLink


class Opening(QObject):
    """Looks at a file and does what its content asks for as things stand. ``shown`` is the package
    that is only looked at."""

    def __init__(self, program: Application, link: Callable[[], StoreLink | None]) -> None:
        super().__init__()
        self._program = program
        self._link = link
        self._waiting: Path | None = None
        self._planned: Planned | None = None
        self.taking_up = TakingUp(program)
        self.shown: PackageDialog | None = None
        program.opened.connect(self.go_on)

    def open(self, path: Path, now: Now) -> None:
        """Open whatever the file is; what stands against it is said."""
        from fuer_desktop.services import opening_files

        if path.suffix.lower() == paths.WORKSPACE_ENDING and not self._is_whole(path):
            self._program.open_workspace(path)  # opening says what can be done about it
            return
        try:
            self._carry_out(opening_files.plan(opening_files.kind_of(path), now), now.known)
        except FuerError as error:
            self._program.window.say(str(error))

    def waits_for_workspace(self, path: Path) -> bool:
        """Whether a file means most where a workspace is open, as what units send and offices
        answer, and workbooks: it is opened as soon as one is open, or could not be."""
        from fuer_desktop.services.opening_files import What, kind_of

        if path.suffix.lower() == paths.WORKSPACE_ENDING:
            return False
        with suppress(FuerError):
            if kind_of(path).what in (What.TASK, What.HANDOVER, What.WORKSPACE):
                return False
        self._waiting = path
        return True

    def go_on(self) -> None:
        """A workspace is open, or will not be: what waited for it is done."""
        planned, self._planned = self._planned, None
        path, self._waiting = self._waiting, None
        if planned is not None:
            self._answer(planned)
        elif path is not None:
            self._program.open(path)

    @staticmethod
    def _is_whole(path: Path) -> bool:
        """Whether a file is there and begins like something; one that does not may be got back."""
        from fuer_desktop.services.opening_files import What, kind_of

        try:
            return kind_of(path).what is not What.OTHER
        except FuerError:
            return False

    def _carry_out(self, planned: Planned, known: Sequence[Path]) -> None:
        from fuer_desktop.services.opening_files import Deed

        deeds: dict[Deed, Callable[[Planned], None]] = {
            Deed.OPEN_TASK: lambda found: self._program.open_task(found.seen.path),
            Deed.OPEN_WORKSPACE: lambda found: self._program.open_workspace(found.seen.path),
            Deed.TAKE_WORKBOOK: lambda found: self._program.take_workbook(found.seen.path),
            Deed.TAKE_IN: self._take_in,
            Deed.ANSWER: self._answer_where_it_belongs,
            Deed.TAKE_UP: lambda found: self.taking_up.show(found.seen.path, known),
            Deed.SHOW: self._show,
            Deed.SAY: lambda found: self._program.window.say(found.sentence),
        }
        deeds[planned.deed](planned)

    def _take_in(self, planned: Planned) -> None:
        window = self._program.window
        window.go_to("intake")
        page = cast("IntakePage", window.page("intake"))
        window.say(planned.sentence)
        page.take_in([planned.seen.path])

    def _answer_where_it_belongs(self, planned: Planned) -> None:
        if planned.workspace is None:
            self._answer(planned)
        else:
            self._planned = planned
            self._program.open_workspace(planned.workspace, planned.sentence)

    def _answer(self, planned: Planned) -> None:
        from fuer_desktop.services.opening_answers import open_answer

        link, window = self._link(), self._program.window
        if link is None:
            return  # the desk did not open, and that was said

        def work(workspace: Workspace) -> str:
            return open_answer(workspace, planned.seen.path).sentence

        def done(sentence: object) -> None:
            window.say_also(str(sentence))
            window.go_to("desk_home")

        link.ask(work, done)

    def _show(self, planned: Planned) -> None:
        from fuer_desktop.services import verifying
        from fuer_desktop.ui.package_view import PackageDialog

        program = self._program
        found = verifying.verify_seen(planned.seen)
        self.shown = PackageDialog(found, planned.sentence, program.theme, program.window)
        self.shown.show()
