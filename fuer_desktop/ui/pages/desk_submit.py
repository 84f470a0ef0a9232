"""Handing in: what stands in the way, who signs, and where the file was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFontMetrics
from PySide6.QtWidgets import QFileDialog, QFormLayout, QLineEdit, QListWidget, QListWidgetItem

from fuer_desktop.domain.checking import BLANK_RULE
from fuer_desktop.services import attaching
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.checking import PlacedFinding
from fuer_desktop.services.submitting import Exported, export, obstacles
from fuer_desktop.texts import attachments as attachment_texts
from fuer_desktop.texts import desk as texts
from fuer_desktop.texts import keeping as keeping_texts
from fuer_desktop.texts import packages as package_texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.frame import Context, Page, button, card, column, label, row
from fuer_desktop.ui.theme import FINDING_SIGNS, GRID_PX

if TYPE_CHECKING:
    from fuer_desktop.store.workspace import Workspace

MOST_LINES = 8
_PLACED = int(Qt.ItemDataRole.UserRole)


class SubmitPage(Page):
    """``wanted`` asks for a form and cell; ``exported`` tells that a version was written;
    ``signed`` carries the names, so that nobody has to type them again.
    """

    wanted = Signal(object)
    exported = Signal(int)
    signed = Signal(dict)

    def __init__(self, context: Context, names: Mapping[str, str]) -> None:
        super().__init__(context)
        title = label(texts.SUBMIT_TITLE)
        title.setFont(context.theme.font(step=4, bold=True))
        self._state = label("", wrap=True)
        self._obstacles = QListWidget()
        self._obstacles.setAccessibleName(texts.FINDINGS_TAB)
        self._obstacles.setWordWrap(True)
        self._obstacles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._obstacles.itemActivated.connect(self._go)
        self._obstacles.itemClicked.connect(self._go)
        self.signatories = {
            role: QLineEdit(names.get(role, "")) for role in package_texts.SIGNATORIES
        }
        for line in self.signatories.values():
            line.editingFinished.connect(lambda: self.signed.emit(self._names()))
        self.export_button = button(texts.SUBMIT_EXPORT, self._choose_folder, "primary")
        self._result = label("", "good", wrap=True)
        self._result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open_folder = button(texts.SUBMIT_OPEN_FOLDER, self._show_folder)
        self._written = Path()
        self._waiting = 0
        layout = column(title, self._state, self._obstacles, margin=6 * GRID_PX)
        layout.addWidget(card(self._signing()))
        layout.addWidget(self._result)
        layout.addLayout(row(self._open_folder, None))
        layout.addStretch(1)
        self.setLayout(layout)
        self._show_result("")

    def refresh(self) -> None:
        """Check again what stands in the way."""
        self.context.link.ask(
            _read, lambda found: self._show(*cast(tuple[list[PlacedFinding], int], found))
        )

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

    def _names(self) -> dict[str, str]:
        return {role: line.text() for role, line in self.signatories.items()}

    @property
    def obstacle_count(self) -> int:
        """How many findings stand in the way."""
        return self._waiting

    @property
    def written(self) -> Path:
        """The file written last."""
        return self._written

    @property
    def result(self) -> str:
        """What was said after the last export."""
        return self._result.text()

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

    def _show(self, found: list[PlacedFinding], attached: int) -> None:
        self.counted.emit(0)
        self._obstacles.clear()
        for words, placed in _in_words(found):
            item = QListWidgetItem(words)
            item.setData(_PLACED, placed)
            self._obstacles.addItem(item)
        self._obstacles.setVisible(bool(found))
        self._obstacles.setFixedHeight(self._height_of(self._obstacles.count()))
        self._waiting = len(found)
        self.export_button.setEnabled(not found)
        words = texts.SUBMIT_OBSTACLES.format(count=len(found)) if found else texts.SUBMIT_READY
        more = attachment_texts.GO_ALONG.format(count=attached) if attached else ""
        self._state.setText(words + more)

    def _height_of(self, lines: int) -> int:
        """Room for a few lines; the list scrolls beyond them."""
        line = QFontMetrics(self.context.theme.font()).height() * 2
        return min(max(lines, 2), MOST_LINES) * line

    def _go(self, item: QListWidgetItem) -> None:
        self.wanted.emit(item.data(_PLACED))

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

    def _show_exported(self, exported: Exported, may_unplug_now: bool) -> None:
        self._written = exported.path
        template = texts.SUBMIT_AGAIN if exported.again else texts.SUBMIT_DONE
        words = template.format(version=exported.version, path=exported.path)
        unplug = f"\n{keeping_texts.MAY_UNPLUG}" if may_unplug_now else ""
        self._show_result(words + unplug)
        self.context.say(exported.warning)
        self.exported.emit(exported.version)

    def _show_result(self, words: str) -> None:
        self._result.setText(words)
        self._result.setVisible(bool(words))
        self._open_folder.setVisible(bool(words))

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))


def _read(workspace: Workspace) -> tuple[list[PlacedFinding], int]:
    """What stands in the way, and how many files go along."""
    task = load_task(workspace)
    return obstacles(workspace, task), len(attaching.own_files(workspace, task))


def _in_words(found: list[PlacedFinding]) -> Iterator[tuple[str, PlacedFinding]]:
    """A line for each finding; a form's blank cells share one, which leads to the first."""
    blanks = Counter(p.form.code for p in found if p.finding.rule == BLANK_RULE)
    told: set[str] = set()
    for placed in found:
        message = placed.finding.message
        if placed.finding.rule == BLANK_RULE:
            if placed.form.code in told:
                continue
            told.add(placed.form.code)
            message = texts.BLANKS.format(count=blanks[placed.form.code])
        yield f"{FINDING_SIGNS[placed.finding.severity]} {placed.form.title}：{message}", placed
