"""The card that a person sees after a power cut or a crash, before anything else."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from fuer_desktop.services.recovering import Recovery
from fuer_desktop.texts import desk as texts
from fuer_desktop.texts import keeping as keeping_texts
from fuer_desktop.ui.frame import button, column, label, row
from fuer_desktop.ui.theme import GRID_PX, Theme


class RecoveryCard(QFrame):
    """``wanted`` asks for the cell that was saved last; hidden until there is something to say."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._recovery: Recovery | None = None
        title = label(texts.RECOVERED)
        title.setFont(theme.font(step=1, bold=True))
        self._last = label("", wrap=True)
        self.go_on = button(texts.RECOVERED_GO, self._go_on, "primary")
        self.dismiss = button(texts.RECOVERED_DISMISS, self.hide)
        layout = column(title, self._last, label(texts.RECOVERED_TYPED, "muted", wrap=True))
        layout.addLayout(row(self.go_on, self.dismiss, None))
        layout.setContentsMargins(*[4 * GRID_PX] * 4)
        self.setLayout(layout)
        self.hide()

    def show_recovery(self, recovery: Recovery) -> None:
        """Say what was saved last."""
        self._recovery = recovery
        self._last.setText(
            texts.RECOVERED_LAST.format(
                at=recovery.at.strftime(keeping_texts.WHEN),
                form=recovery.form.title,
                where=recovery.where,
                content=recovery.content,
            )
        )
        self.show()
        self.go_on.setFocus()

    def _go_on(self) -> None:
        assert self._recovery is not None
        self.hide()
        self.wanted.emit(self._recovery)
