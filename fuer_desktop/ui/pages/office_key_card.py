"""An office's key and its recovery sheet, quietly on the page of tasks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from fuer_desktop.texts import office_keys as texts
from fuer_desktop.texts.packages import FILES
from fuer_desktop.ui.frame import Context, button, column, label, row, while_alive
from fuer_desktop.ui.recovery_sheet import ask_code, show_sheet
from fuer_desktop.ui.theme import GRID_PX

if TYPE_CHECKING:
    from fuer_desktop.services.office_keys import Standing


class KeyCard(QWidget):
    """What a person can do with key and sheet now. ``notice`` is a line for the top of the page, as
    long as there is no sheet that was found right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.notice = label("", "muted", wrap=True)
        self.notice.hide()
        self.state = label("", wrap=True)
        self.prints = label("", "muted", wrap=True)
        self.prints.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.make = button(texts.MAKE_SHEET, self.make_sheet)
        self.check = button(texts.CHECK_SHEET, lambda: self._ask("check"))
        self.replace = button(texts.REPLACE_KEY, lambda: self._ask("replace"))
        self.begin_again = button(texts.BEGIN_AGAIN, lambda: self._ask("begin_again"))
        self.learn = button(texts.LEARN_KEY, self._choose_former)
        self.learn.setToolTip(texts.LEARN_TIP)
        title = label(texts.CARD_TITLE)
        title.setFont(context.theme.font(step=2, bold=True))
        layout = column(title, self.state, self.prints, margin=0)
        layout.addSpacing(GRID_PX)
        buttons = (self.make, self.check, self.replace, self.learn, self.begin_again)
        for each in (self.state, self.prints, *buttons):
            each.hide()  # until it is known how it stands
        layout.addLayout(row(*buttons, None))
        self.setLayout(layout)

    def refresh(self) -> None:
        """Read again how it stands."""
        from fuer_desktop.services import office_keys

        self._context.link.ask(office_keys.standing, while_alive(self, self._show))

    def make_sheet(self) -> None:
        """Show a new recovery sheet."""
        show_sheet(self._context, self, self.refresh)

    def learn_from(self, package: Path) -> None:
        """Know a former key of this office by a package that it signed."""
        from fuer_desktop.services import office_keys

        self._context.link.ask(
            lambda workspace: office_keys.learn_former_key(workspace, package),
            while_alive(self, lambda words: self._context.say(str(words))),
        )

    def _ask(self, what: str) -> None:
        ask_code(self._context, what, self, self.refresh)

    def _choose_former(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, texts.CHOOSE_FORMER, "", FILES)
        if file:
            self.learn_from(Path(file))

    def _show(self, found: object) -> None:
        now = cast("Standing", found)
        kept = now.kept and datetime.fromisoformat(now.kept).strftime(texts.DATE)
        words = texts.STATE[now.state.value].format(at=kept)
        if now.practice and not kept:
            words = texts.STATE_PRACTICE
        self.state.setText(words)
        for each in (self.state, self.prints):
            each.show()
        self.notice.setText(words)
        self.notice.setVisible(not kept and not now.practice)
        lines = [texts.KEY_LINE_ROOTLESS.format(key=now.key)]
        if now.root:
            key = texts.KEY_LINE.format(number=now.number, key=now.key)
            lines = [key, texts.ROOT_LINE.format(root=now.root)]
        self.prints.setText("\n".join(lines))
        self.make.setText(texts.MAKE_AGAIN if now.root else texts.MAKE_SHEET)
        self.make.setVisible(now.may_make and not now.practice)
        self.check.setVisible(bool(now.root))
        self.replace.setVisible(bool(now.root))
        self.learn.setVisible(now.began_again)
        self.begin_again.setVisible(now.is_new)
