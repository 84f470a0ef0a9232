"""A file that no signature vouches for: what came, what to do, and out with a copy of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from fuer_desktop.services.paths import PACKAGE_ENDING
from fuer_desktop.services.unverified import Unverified, copy_out, put_away
from fuer_desktop.texts import matters as texts
from fuer_desktop.texts import packages as package_texts
from fuer_desktop.ui.choosing import documents, new_file
from fuer_desktop.ui.frame import (
    Context,
    UprightArea,
    breakable,
    button,
    card,
    column,
    facts_grid,
    label,
    row,
    scrolled,
    while_alive,
)

_DIGEST_GROUP = 8


class UnverifiedPanel(QWidget):
    """``answered`` carries a sentence once the file was put away."""

    answered = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: Unverified | None = None
        self.heading = label("", wrap=True)
        self.heading.setFont(context.theme.font(step=2, bold=True))
        self.why = label("", wrap=True)
        self.next = label(texts.UNVERIFIED_NEXT, wrap=True)
        self.facts = QWidget()
        self._facts = QVBoxLayout()
        self._facts.addWidget(self.facts)
        self.copy = button(texts.COPY_OUT, self._choose_path, "primary")
        self.put_away = button(texts.PUT_AWAY, self._put_away)
        layout = column(self.heading, self.why, self.next)
        layout.addLayout(self._facts)
        layout.addLayout(row(self.copy, self.put_away, None))
        layout.addStretch(1)
        self._area = scrolled(layout, UprightArea())
        self.setLayout(column(self._area, margin=0))

    def show_file(self, found: Unverified) -> None:
        """Show another one, from its top on."""
        self._shown = found
        self._area.verticalScrollBar().setValue(0)
        self.heading.setText(breakable(texts.UNVERIFIED_HEAD.format(file=found.file)))
        self.why.setText(breakable(found.why))
        came = datetime.fromisoformat(found.at).strftime(texts.CAME)
        digest = " ".join(wrap(found.digest, _DIGEST_GROUP))
        said = (found.file, came, found.source, digest)
        facts = card(facts_grid(zip(texts.UNVERIFIED_ABOUT, said, strict=True)))
        for words in cast("list[QLabel]", facts.findChildren(QLabel)):
            _give_way(words)
        self._facts.replaceWidget(self.facts, facts)
        self.facts.deleteLater()
        self.facts = facts

    def copy_to(self, path: Path) -> None:
        """Write a copy, for whoever brought the file."""
        found = self._shown
        if found is not None:
            self._context.link.ask(
                lambda workspace: copy_out(workspace, found.digest, path),
                while_alive(self, lambda _: self._say_copied(path)),
            )

    def _say_copied(self, path: Path) -> None:
        self._context.say(texts.COPIED_OUT.format(path=path))

    def _choose_path(self) -> None:
        if self._shown is None:
            return
        proposed = str(documents().parent / self._shown.file)
        file, _ = QFileDialog.getSaveFileName(
            self, texts.COPY_OUT_TITLE, proposed, package_texts.FILES
        )
        if path := new_file(self, file, PACKAGE_ENDING):
            self.copy_to(path)

    def _put_away(self) -> None:
        found, self._shown = self._shown, None  # the key may be pressed once more
        if found is None:
            return
        words = texts.PUT_AWAY_SAID.format(file=found.file)
        self._context.link.ask(
            lambda workspace: put_away(workspace, found.digest),
            while_alive(self, lambda _: self.answered.emit(words)),
            while_alive(self, lambda error: self._refused(found, error)),
        )

    def _refused(self, found: Unverified, error: Exception) -> None:
        if self._shown is None:
            self._shown = found
        self._context.link.report(error)


def _give_way(words: QLabel) -> None:
    """An overlong name is there to be copied, so nothing is put into it: the tip has its end."""
    if breakable(words.text()) != words.text():
        words.setMinimumWidth(1)
        words.setToolTip(words.text())
