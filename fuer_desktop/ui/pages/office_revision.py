"""What a revision of a task would change, and the one question about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from fuer_desktop.services.revising import Revision
from fuer_desktop.texts import office as texts
from fuer_desktop.ui.frame import button, column, label, row
from fuer_desktop.ui.theme import GRID_PX, Theme

MOST_CHANGES = 12
"""Sentences that are shown; the page is scrolled, but nobody reads hundreds before a question."""


class RevisionBox(QFrame):
    """Shown once the task in the form differs from the one that was handed out."""

    def __init__(self, theme: Theme, revise: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.title = label(wrap=True)
        self.title.setFont(theme.font(bold=True))
        self.changes = label(wrap=True)
        self.revise_button = button(texts.REVISE, revise, "primary")
        self.leave_button = button(texts.LEAVE_TASK, leave)
        lasts = label(texts.REVISION_LASTS, "muted", wrap=True)
        inside = column(self.title, self.changes, lasts)
        inside.setContentsMargins(0, 2 * GRID_PX, 0, 0)
        inside.addSpacing(GRID_PX)
        inside.addLayout(row(self.revise_button, self.leave_button, None))
        self.setLayout(inside)
        self.hide()

    def ask(self, revision: Revision) -> None:
        """Show what would change; the answer that changes nothing is the nearer one."""
        code, number = revision.record.code, revision.number
        self.title.setText(texts.REVISION_TITLE.format(task=code, number=number))
        shown = [texts.REVISION_LINE.format(change=one) for one in revision.changes]
        rest = len(shown) - MOST_CHANGES
        if rest > 0:
            shown = [*shown[:MOST_CHANGES], texts.REVISION_MORE.format(count=rest)]
        self.changes.setText("\n".join(shown))
        self.show()
        self.leave_button.setFocus()
