"""报表定义: an office takes its forms out into a workbook, and its own in from one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QMessageBox

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.services import catalogues, paths
from fuer_desktop.texts import office as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.frame import Context, button, column, label, row, while_alive
from fuer_desktop.ui.theme import GRID_PX

if TYPE_CHECKING:
    from fuer_desktop.services.defining import Imported
    from fuer_desktop.store.workspace import Workspace

EMPTY = ""
"""Data of the list's first line: the workbook in which a new form is made."""

SHOWN = 8
"""So many lines stand in the box itself; all of them behind its button."""


class DefinitionsCard(QFrame):
    """Which form to take out, and the two buttons; what came of it stands below."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.forms = QComboBox()
        self.forms.setAccessibleName(texts.DEFINITIONS_TITLE)
        self.forms.addItem(texts.EMPTY_WORKBOOK, EMPTY)
        self.out_button = button(texts.EXPORT_DEFINITION, self._choose_out)
        self.in_button = button(texts.IMPORT_DEFINITION, self._choose_in)
        self.forms.setFixedHeight(self.out_button.sizeHint().height())
        self.forms.setFixedHeight(self.out_button.sizeHint().height())
        self.result = label(wrap=True)
        title = label(texts.DEFINITIONS_TITLE)
        title.setFont(context.theme.font(step=2, bold=True))
        inside = column(title, label(texts.DEFINITIONS_TEXT, "muted", wrap=True), margin=0)
        inside.addLayout(row(self.forms, self.out_button, self.in_button, None))
        inside.addWidget(self.result)
        inside.setSpacing(2 * GRID_PX)
        self.setLayout(inside)
        self._tell("")

    def refresh(self) -> None:
        """Read which forms there are, once the page is shown."""
        if self.forms.count() == 1:
            self._ask_forms()

    def _ask_forms(self) -> None:
        from fuer_desktop.services import defining  # workbooks are no part of the start

        self._context.link.ask(
            lambda workspace: defining.known_forms(workspace.path, paths.forms()),
            while_alive(self, self._show_forms),
        )

    def _show_forms(self, found: object) -> None:
        while self.forms.count() > 1:
            self.forms.removeItem(1)
        for code, title in cast(list[tuple[str, str]], found):
            self.forms.addItem(f"{code}　{title}", code)

    # --- out ------------------------------------------------------------------------------

    def _choose_out(self) -> None:
        code = str(self.forms.currentData())
        name = f"{code or texts.EMPTY_WORKBOOK_FILE}.xlsx"
        file, _ = QFileDialog.getSaveFileName(
            self, texts.EXPORT_DEFINITION, name, texts.WORKBOOK_FILES
        )
        if file:
            self._write(code, Path(file))

    def _write(self, code: str, out: Path) -> None:
        from fuer_desktop.services import defining

        def work(workspace: Workspace) -> Path:
            own = catalogues.own_texts(workspace.path)
            defining.export_workbook([code] if code else [], paths.forms(), out, own)
            return out

        def done(_: object) -> None:
            self._tell(texts.DEFINITION_WRITTEN.format(path=out), "good")

        self._context.link.ask(work, while_alive(self, done), while_alive(self, self._refused))

    # --- in -------------------------------------------------------------------------------

    def _choose_in(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, texts.IMPORT_DEFINITION, "", texts.WORKBOOK_FILES
        )
        from fuer_desktop.services import defining

        if file:
            self._tell(texts.READING_WORKBOOK)
            source = Path(file)
            self._context.link.ask(
                lambda workspace: defining.import_own(workspace.path, source, paths.forms()),
                while_alive(self, self._taken),
                while_alive(self, self._refused),
            )

    def _taken(self, found: object) -> None:
        imported = cast("Imported", found)
        self._tell(texts.DEFINITION_TAKEN.format(count=len(imported.files)), "good")
        if imported.warnings:
            self.list_box(texts.TAKEN_WITH_WARNINGS, imported.warnings).open()
        self._ask_forms()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, FuerError):
            self._tell("")
            self._context.link.report(error)
            return
        problems = str(error).split("\n")
        self._tell(texts.DEFINITION_REFUSED.format(count=len(problems)), "wrong")
        self.list_box(texts.DEFINITION_REFUSED.format(count=len(problems)), problems).open()

    def list_box(self, words: str, lines: list[str] | tuple[str, ...]) -> QMessageBox:
        """Every line in a field that scrolls, below one sentence."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, ui_texts.PROGRAM, words, parent=self)
        box.setInformativeText("\n".join(lines[:SHOWN]))
        if len(lines) > SHOWN:
            box.setDetailedText("\n".join(lines))
        box.addButton(ui_texts.OK, QMessageBox.ButtonRole.AcceptRole)
        return box

    def _tell(self, words: str, name: str = "") -> None:
        self.result.setText(words)
        self.result.setObjectName(name)
        self.result.style().polish(self.result)
        self.result.setVisible(bool(words))
