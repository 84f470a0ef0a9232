"""The switch in the help menu by which a double click opens our files, and its one quiet offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.texts import registering as texts
from fuer_desktop.ui.background import Background
from fuer_desktop.ui.frame import Memory, button, card, label, row
from fuer_desktop.ui.main_window import MainWindow
from fuer_desktop.ui.theme import GRID_PX

if TYPE_CHECKING:
    from fuer_desktop.services.registering import Account, Standing, System


class FileTies(QObject):
    """What opens our files is read whenever the menu opens: other programs may have changed it."""

    def __init__(
        self, window: MainWindow, memory: Memory, fault: Callable[[BaseException], None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self._fault = fault
        self._background = Background()
        self._offering: bool | None = None
        self._offer: QFrame | None = None
        self.switch = QAction(texts.SWITCH, self)
        self.switch.setCheckable(True)
        self.switch.triggered.connect(self._set)
        window.helping.insertAction(window.helping.actions()[-1], self.switch)
        window.helping.aboutToShow.connect(self._read)

    def offer(self) -> QFrame | None:
        """A line for the start page where a built program starts untied for the first time; it
        stays through this run until it is answered, and never comes again."""
        if self._offering is None:
            self._offering = self._is_to_be_offered()
        if not self._offering:
            return None
        self._remember()
        line = row(
            label(texts.OFFER, "muted"),
            button(texts.OFFER_TIE, lambda: self._set(True)),
            button(texts.OFFER_NOT, self._end_offer),
        )
        line.setContentsMargins(*[2 * GRID_PX] * 4)
        self._offer = card(line)
        return self._offer

    def _is_to_be_offered(self) -> bool:
        if self._memory.settings().tie_offered:
            return False
        from fuer_desktop.services import file_kinds

        if not file_kinds.is_frozen():
            return False
        from fuer_desktop.services import registering

        return self._standing() is registering.Standing.NONE

    def _remember(self) -> None:
        self._memory.keep(replace(self._memory.settings(), tie_offered=True))

    def _end_offer(self) -> None:
        self._offering = False
        if self._offer is not None and shiboken6.isValid(self._offer):
            self._offer.hide()

    def _standing(self) -> Standing | None:
        """How things stand; None where that cannot be known."""
        from fuer_desktop.services import registering

        try:
            return registering.standing(registering.this_system())
        except FuerError:
            return None

    def _read(self) -> None:
        from fuer_desktop.services import registering
        from fuer_desktop.services.registering import Standing

        words = {
            Standing.OTHER_COPY: texts.SWITCH_OTHER_COPY,
            Standing.GONE: texts.SWITCH_GONE,
            Standing.FOREIGN: texts.SWITCH_FOREIGN,
        }
        standing = self._standing()
        self.switch.setVisible(registering.can_register())
        self.switch.setChecked(standing is Standing.HERE)
        self.switch.setText(texts.SWITCH if standing is None else words.get(standing, texts.SWITCH))

    def _set(self, on: bool) -> None:
        """Tie the files to this copy or take that back, and say what is tied to what now."""
        from fuer_desktop.services import registering

        act: Callable[[System], Account] = registering.register if on else registering.remove
        self._end_offer()
        self._background.run(lambda: act(registering.this_system()), self._done, self._failed)

    def _done(self, account: object) -> None:
        self._window.say(cast("Account", account).text)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, FuerError):
            self._window.say(str(error))
        else:
            self._fault(error)
