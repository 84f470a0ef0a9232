"""Once a minute, while a workspace is open, what keeps it is tended to; faults are told once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.ui.store_link import StoreLink

if TYPE_CHECKING:
    from fuer_desktop.services.keeping import Chore

EVERY_MS = 60_000


class Tending(QObject):
    """Asks the store thread of the workspace that it follows; ``say`` and ``fail`` hear faults."""

    def __init__(self, say: Callable[[str], None], fail: Callable[[BaseException], object]) -> None:
        super().__init__()
        self._say, self._fail = say, fail
        self._link: StoreLink | None = None
        self._told: set[object] = set()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tend)

    def follow(self, link: StoreLink | None) -> None:
        """Tend to this workspace from now on, or to none."""
        self._link = link
        self._told.clear()
        self._timer.stop()
        if link is not None:
            self._timer.start(EVERY_MS)

    def tend(self) -> None:
        """Have it done now."""
        from fuer_desktop.services import keeping

        link = self._link
        if link is not None:
            link.ask(
                keeping.tend,
                lambda wrong: self._tell(link, cast("dict[Chore, str]", wrong)),
                lambda error: self._stumble(link, error),
            )

    def _tell(self, link: StoreLink, wrong: dict[Chore, str]) -> None:
        """Each kind of fault once, however often it comes back."""
        new = [sentence for chore, sentence in wrong.items() if chore not in self._told]
        if link is self._link and new:
            self._told.update(wrong)
            self._say("\n".join(new))

    def _stumble(self, link: StoreLink, error: Exception) -> None:
        if link is self._link and type(error) not in self._told:
            self._told.add(type(error))
            if isinstance(error, FuerError):
                self._say(str(error))
            else:
                self._fail(error)
