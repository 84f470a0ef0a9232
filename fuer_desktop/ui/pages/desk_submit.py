"""Handing in: what stands in the way, who signs, and where the file was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFormLayout, QLabel, QLineEdit, QWidget

from fuer_desktop.services import attaching, unit_prints
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.checking import PlacedFinding
from fuer_desktop.services.inquiring import AskKey, Inquired, askable, inquire
from fuer_desktop.services.sealing_for import Cover, cover_of
from fuer_desktop.services.submitting import Exported, export, obstacles, still_returned
from fuer_desktop.texts import attachments as attachment_texts
from fuer_desktop.texts import desk as texts
from fuer_desktop.texts import inquiries as inquiry_texts
from fuer_desktop.texts import keeping as keeping_texts
from fuer_desktop.texts import packages as package_texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.frame import (
    Context,
    Page,
    button,
    card,
    column,
    label,
    row,
    scrolled,
    while_alive,
)
from fuer_desktop.ui.inquiring import InquiryDialog
from fuer_desktop.ui.obstacles import ObstacleList
from fuer_desktop.ui.theme import GRID_PX

if TYPE_CHECKING:
    from fuer_desktop.store.workspace import Workspace


class SubmitPage(Page):
    """``wanted`` asks for a form and cell; ``exported`` tells that a version was written;
    ``signed`` carries the names, so that nobody has to type them again.
    """

    wanted = Signal(object)
    exported = Signal(int)
    signed = Signal(dict)

    def __init__(self, context: Context, names: Mapping[str, str]) -> None:
        super().__init__(context)
        self._state = label("", wrap=True)
        self._obstacles = ObstacleList(context.theme)
        self._obstacles.wanted.connect(self.wanted)
        self.signatories = {
            role: QLineEdit(names.get(role, "")) for role in package_texts.SIGNATORIES
        }
        for line in self.signatories.values():
            line.editingFinished.connect(lambda: self.signed.emit(self._names()))
        self.export_button = button(texts.SUBMIT_EXPORT, self._choose_folder, "primary")
        self._result = label("", "good", wrap=True)
        self._result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open_folder = button(texts.SUBMIT_OPEN_FOLDER, self._show_folder)
        self.prints = label("", "muted", wrap=True)
        self.prints.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._written = Path()
        self._found: list[PlacedFinding] = []
        self._cover = label("", "muted", wrap=True)
        self._cover.hide()
        self.ask_button = button(inquiry_texts.OPEN_BUTTON, self.ask)
        self._asking = self._offer_to_ask()
        shown = (self._title(), self._state, self._obstacles, self._asking, self._cover)
        layout = column(*shown, margin=6 * GRID_PX)
        layout.addWidget(card(self._signing()))
        layout.addWidget(self.prints)
        layout.addWidget(self._result)
        layout.addLayout(row(self._open_folder, None))
        layout.addStretch(1)
        self.setLayout(column(scrolled(layout), margin=0))
        self._show_result("")

    def refresh(self) -> None:
        """Check again what stands in the way."""
        show = while_alive(self, lambda standing: self._show(cast(_Standing, standing)))
        self.context.link.ask(_read, show)

    def export_to(self, folder: Path) -> None:
        """Write the submission into a folder."""
        from fuer_desktop.services.keeping import may_unplug

        names = self._names()
        self.context.link.ask(
            lambda workspace: (
                exported := export(workspace, load_task(workspace), names, folder),
                may_unplug(workspace, exported.path),
            ),
            lambda written: self._show_exported(*cast(tuple[Exported, bool], written)),
        )

    def ask(self) -> None:
        """Have findings chosen to ask the office about."""
        dialog = InquiryDialog(self._found, self.context.theme, self)
        dialog.accepted.connect(lambda: self._choose_folder_to_ask(dialog.asked))
        dialog.open()

    def ask_into(self, asked: Mapping[AskKey, str], folder: Path) -> None:
        """Write an inquiry into a folder."""
        from fuer_desktop.services.keeping import may_unplug

        names = self._names()
        self.context.link.ask(
            lambda workspace: (
                written := inquire(workspace, load_task(workspace), asked, names, folder),
                may_unplug(workspace, written.path),
            ),
            lambda written: self._show_inquired(*cast(tuple[Inquired, bool], written)),
        )

    def _names(self) -> dict[str, str]:
        return {role: line.text() for role, line in self.signatories.items()}

    @property
    def obstacle_count(self) -> int:
        """How many findings stand in the way."""
        return len(self._found)

    @property
    def state(self) -> str:
        """What was said of what stands in the way."""
        return self._state.text()

    @property
    def cover(self) -> str:
        """What was said of how packages travel."""
        return self._cover.text()

    @property
    def written(self) -> Path:
        """The file written last."""
        return self._written

    @property
    def result(self) -> str:
        """What was said after the last export."""
        return self._result.text()

    def _title(self) -> QLabel:
        title = label(texts.SUBMIT_TITLE)
        title.setFont(self.context.theme.font(step=4, bold=True))
        return title

    def _offer_to_ask(self) -> QWidget:
        offer = QWidget()
        offer.hide()
        parts = row(label(inquiry_texts.OPEN_HINT, "muted", wrap=True), self.ask_button)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setStretch(0, 1)
        offer.setLayout(parts)
        return offer

    def _signing(self) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(*[4 * GRID_PX] * 4)
        form.setSpacing(2 * GRID_PX)
        for role, line in self.signatories.items():
            line.setMaximumWidth(280)
            line.setAccessibleName(package_texts.SIGNATORIES[role])
            form.addRow(label(package_texts.SIGNATORIES[role]), line)
        form.addRow(label(), self.export_button)
        form.setAlignment(self.export_button, Qt.AlignmentFlag.AlignLeft)
        return form

    def _show(self, standing: _Standing) -> None:
        found, attached, cover = standing.found, standing.files, standing.cover
        self.counted.emit(0)
        self._obstacles.show_found(found)
        self._found = found
        self._asking.setVisible(bool(askable(found)) and not standing.locked)
        self._cover.setText(cover.sentence)
        self._cover.setVisible(bool(cover.sentence))
        self.export_button.setEnabled(not found and not standing.locked)
        words = texts.SUBMIT_OBSTACLES.format(count=len(found)) if found else texts.SUBMIT_READY
        more = attachment_texts.GO_ALONG.format(count=attached) if attached else ""
        self._state.setText(standing.locked or words + more)
        self.prints.setText(standing.prints)

    def _choose_folder(self) -> None:
        empty = [role for role, line in self.signatories.items() if not line.text().strip()]
        if empty:
            names = "、".join(package_texts.SIGNATORIES[role] for role in empty)
            self.context.say(texts.SUBMIT_NAMES.format(names=names))
            self.signatories[empty[0]].setFocus()
            return
        folder = QFileDialog.getExistingDirectory(self, ui_texts.CHOOSE_OUT)
        if folder:
            self.export_to(Path(folder))

    def _choose_folder_to_ask(self, asked: Mapping[AskKey, str]) -> None:
        folder = QFileDialog.getExistingDirectory(self, ui_texts.CHOOSE_OUT)
        if folder:
            self.ask_into(asked, Path(folder))

    def _show_inquired(self, inquired: Inquired, may_unplug_now: bool) -> None:
        template = inquiry_texts.DONE_AGAIN if inquired.again else inquiry_texts.DONE
        self._show_written(template.format(path=inquired.path), inquired.path, may_unplug_now)

    def _show_exported(self, exported: Exported, may_unplug_now: bool) -> None:
        template = texts.SUBMIT_AGAIN if exported.again else texts.SUBMIT_DONE
        words = template.format(version=exported.version, path=exported.path)
        self._show_written(words, exported.path, may_unplug_now)
        self.context.say(exported.warning)
        self.exported.emit(exported.version)

    def _show_written(self, words: str, path: Path, may_unplug_now: bool) -> None:
        self._written = path
        unplug = f"\n{keeping_texts.MAY_UNPLUG}" if may_unplug_now else ""
        self._show_result(words + unplug)

    def _show_result(self, words: str) -> None:
        self._result.setText(words)
        self._result.setVisible(bool(words))
        self._open_folder.setVisible(bool(words))

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands in the way, how many files go along, how it travels, whose keys sign, and why
    nothing can be exported from here, if so."""

    found: list[PlacedFinding]
    files: int
    cover: Cover
    prints: str
    locked: str


def _read(workspace: Workspace) -> _Standing:
    task = load_task(workspace)
    return _Standing(
        found=obstacles(workspace, task),
        files=len(attaching.own_files(workspace, task)),
        cover=cover_of(task),
        prints=unit_prints.both(workspace, task.record),
        locked=workspace.locked or still_returned(workspace, task),
    )
