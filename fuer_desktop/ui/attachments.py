"""The files that stand beside forms: listed, added by choice or drop, taken away, copied out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHeaderView, QMessageBox, QWidget

from fuer_desktop.domain.attachments import MAX_FILES, MAX_UNIT_BYTES, Attachment, shown_size
from fuer_desktop.texts import attachments as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.choosing import documents, new_file
from fuer_desktop.ui.frame import (
    Context,
    button,
    column,
    label,
    resize_within_screen,
    row,
    while_alive,
)
from fuer_desktop.ui.tables import RIGHT, Cell, Heading, Line, LinesModel, Table, width_of
from fuer_desktop.ui.theme import GRID_PX

if TYPE_CHECKING:
    from fuer_desktop.services.attaching import UnitFiles
    from fuer_desktop.services.catalogues import LoadedTask
    from fuer_desktop.store.workspace import Workspace
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

_CHARS, _LINES = 62, 24
"""The dialog's size in Chinese characters and lines."""

_WIDEST_CHARS = 20


@dataclass(frozen=True)
class Place:
    """Whose files are shown: a unit of a task. ``form`` is the one that takes new files, empty at
    an office; ``locked`` says why it takes none."""

    load: Callable[[Workspace], LoadedTask]
    unit: str
    title: str
    form: str = ""
    locked: str = ""


class AttachmentsDialog(QDialog):
    """All files of one unit's year. ``added`` stays true to what is on disk: the list is read again
    after every change."""

    def __init__(self, context: Context, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self._place = place
        self._found: UnitFiles | None = None
        self._task: LoadedTask | None = None
        self.setWindowTitle(texts.TITLE)
        self.setAcceptDrops(bool(place.form))
        heading = label(place.title, wrap=True)
        heading.setFont(context.theme.font(step=2, bold=True))
        self.room = label("", "muted", wrap=True)
        heads = [Heading(text) for text in texts.HEADINGS[:2]]
        heads += [Heading(texts.HEADINGS[2], align=RIGHT), Heading(texts.HEADINGS[3])]
        self.model = LinesModel(heads, context.theme.font(bold=True), self)
        self.table = Table(context.theme, self.model, texts.TITLE)
        self.table.hint = texts.READING
        self.said = label("", wrap=True)
        self._build_buttons()
        layout = column(heading, self.room, self.table, self.said, margin=4 * GRID_PX)
        layout.setStretch(2, 1)
        layout.addLayout(row(self.add, self.remove, None, self.save, self.shut))
        self.setLayout(layout)
        metrics = self.fontMetrics()
        em, line = metrics.horizontalAdvance("国"), metrics.lineSpacing()
        resize_within_screen(self, _CHARS * em, _LINES * line)
        self.finished.connect(self.deleteLater)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        self.table.doubleClicked.connect(lambda _: self._choose_target())
        self._read("")

    @property
    def names(self) -> list[str]:
        """The names of the files listed."""
        return [line.cells[0].text for line in self.model.shown]

    @property
    def is_read(self) -> bool:
        """Whether the list stands."""
        return self._found is not None

    # --- what a person does ---------------------------------------------------------------

    def add_files(self, paths: Sequence[Path]) -> None:
        """Attach files to the form in front: read aside, so that a slow stick stops nobody's
        saving, then kept one after the other."""
        from fuer_desktop.services import attaching

        self._busy(texts.ADDING)
        self.context.link.aside(
            lambda: attaching.read_files(paths), while_alive(self, self._keep_read)
        )

    def remove_chosen(self) -> None:
        """Take the chosen file away once that is confirmed."""
        chosen = self._chosen()
        if chosen is None or self._place.locked:
            return
        box = self.question(chosen)
        box.accepted.connect(lambda: self._remove(chosen))
        box.open()

    def question(self, chosen: Attachment) -> QMessageBox:
        """What is asked before a file goes; 去掉 accepts."""
        words = texts.REMOVE_QUESTION.format(name=chosen.name)
        box = QMessageBox(QMessageBox.Icon.NoIcon, texts.REMOVE, words, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.addButton(texts.REMOVE_YES, QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(texts.REMOVE_NO, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        return box

    def save_to(self, path: Path) -> None:
        """Write a copy of the chosen file, or where none is chosen of all into a folder."""
        from fuer_desktop.services import attaching

        found, chosen = self._found, self._chosen()
        assert found is not None

        def save(workspace: Workspace) -> object:
            if chosen is not None:
                return [attaching.save_one(workspace, found, chosen, path)]
            return attaching.save_all(workspace, found, path)

        self._busy(texts.SAVING)
        self.context.link.ask(
            save, while_alive(self, self._tell_saved), while_alive(self, self._fail)
        )

    # --- between them ---------------------------------------------------------------------

    def _build_buttons(self) -> None:
        self.add = button(texts.ADD, self._choose_files, "primary")
        self.remove = button(texts.REMOVE, self.remove_chosen)
        self.save = button(texts.SAVE_ALL, self._choose_target)
        self.save.setMinimumWidth(button(texts.SAVE_ONE, lambda: None).sizeHint().width())
        self.shut = button(texts.CLOSE, self.reject)
        takes = bool(self._place.form)
        for part, key in ((self.add, "Ins"), (self.remove, "Del")):
            part.setVisible(takes)
            if takes:
                QShortcut(QKeySequence(key), self).activated.connect(part.click)
        self._offer()

    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, texts.CHOOSE, "", texts.FILES)
        if chosen:
            self.add_files([Path(file) for file in chosen])

    def _choose_target(self) -> None:
        chosen = self._chosen()
        if self._found is None or not self._found.files:
            return
        if chosen is None:
            folder = QFileDialog.getExistingDirectory(self, ui_texts.CHOOSE_OUT)
            if folder:
                self.save_to(Path(folder))
            return
        from fuer_desktop.services import attaching

        name = attaching.name_of(self._found, chosen)
        typed, _ = QFileDialog.getSaveFileName(self, texts.SAVE_ONE, str(documents() / name))
        path = new_file(self, typed, Path(name).suffix.lower())
        if path is not None:
            self.save_to(path)

    def _keep_read(self, read: object) -> None:
        from fuer_desktop.services import attaching
        from fuer_desktop.services.attaching import GivenFile

        given, refused = cast(tuple[list[GivenFile], list[str]], read)
        place = self._place

        def keep(workspace: Workspace) -> object:
            return attaching.attach_files(workspace, place.load(workspace), place.form, given)

        self.context.link.ask(
            keep,
            while_alive(
                self, lambda said: self._read("\n".join([*cast(list[str], said), *refused]))
            ),
            while_alive(self, self._fail),
        )

    def _remove(self, chosen: Attachment) -> None:
        from fuer_desktop.services import attaching

        self._busy(texts.REMOVING)
        self.context.link.ask(
            lambda workspace: attaching.detach(workspace, self._place.load(workspace), chosen),
            while_alive(self, lambda _: self._read(texts.REMOVED.format(name=chosen.name))),
            while_alive(self, self._fail),
        )

    def _read(self, said: str) -> None:
        """Read the list again, and say what was done before."""
        from fuer_desktop.services import attaching

        def read(workspace: Workspace) -> object:
            task = self._place.load(workspace)
            return task, attaching.files_of(workspace, task, self._place.unit)

        self.context.link.ask(
            read,
            while_alive(
                self, lambda found: self._show(*cast("tuple[LoadedTask, UnitFiles]", found), said)
            ),
            while_alive(self, self._fail),
        )

    def _show(self, task: LoadedTask, found: UnitFiles, said: str) -> None:
        self._task, self._found = task, found
        self.model.set_lines([self._line(one) for one in found.files])
        takes = self._place.form and not self._place.locked
        self.table.hint = texts.EMPTY_DESK if takes else texts.EMPTY_OFFICE
        self.said.setText(said or self._place.locked)
        self.room.setText(self._room_words(found))
        self._fit()
        self._offer()

    def _room_words(self, found: UnitFiles) -> str:
        used = shown_size(sum(one.size for one in found.files))
        words = {"count": len(found.files), "used": used, "version": found.version}
        if self._place.form:
            template = texts.ROOM if found.files else texts.ROOM_NONE
            return template.format(**words, most=MAX_FILES, limit=MAX_UNIT_BYTES >> 20)
        return texts.ROOM_OFFICE.format(**words) if found.version else texts.NOT_RECEIVED

    def _line(self, one: Attachment) -> Line:
        assert self._task is not None
        form = self._task.task.form(one.form)
        title = f"{one.form} {form.title}" if form else one.form
        at = datetime.fromisoformat(one.at).strftime(texts.WHEN) if one.at else ""
        added = texts.ADDED.format(at=at, by=one.by) if at else ""
        cells = (
            Cell(one.name, tip=one.name),
            Cell(title, tip=title),
            Cell(one.shown_size, align=RIGHT),
            Cell(added, tip=added),
        )
        return Line(cells, one.name, one)

    def _fit(self) -> None:
        theme, shown = self.context.theme, self.model.shown
        widest = _WIDEST_CHARS * self.fontMetrics().horizontalAdvance("国")
        for number, heading in enumerate(texts.HEADINGS[1:], start=1):
            words = [heading, *(line.cells[number].text for line in shown)]
            self.table.setColumnWidth(number, min(width_of(theme, words), widest))
        stretch = QHeaderView.ResizeMode.Stretch
        self.table.horizontalHeader().setSectionResizeMode(0, stretch)

    def _chosen(self) -> Attachment | None:
        rows = self.table.selectionModel().selectedRows()
        line = self.model.line(rows[0].row()) if rows else None
        return line.item if line is not None and isinstance(line.item, Attachment) else None

    def _offer(self) -> None:
        """What can be done with what is chosen."""
        chosen, found = self._chosen(), self._found
        is_open = found is not None and not self._place.locked
        self.add.setEnabled(is_open)
        self.remove.setEnabled(is_open and chosen is not None)
        self.save.setEnabled(found is not None and bool(found.files))
        self.save.setText(texts.SAVE_ALL if chosen is None else texts.SAVE_ONE)

    def _busy(self, words: str) -> None:
        self.said.setText(words)
        for part in (self.add, self.remove, self.save):
            part.setEnabled(False)

    def _tell_saved(self, paths: object) -> None:
        written = cast(list[Path], paths)
        self.said.setText(
            texts.SAVED_ONE.format(path=written[0])
            if len(written) == 1
            else texts.SAVED.format(count=len(written), folder=written[0].parent)
        )
        self._offer()

    def _fail(self, error: Exception) -> None:
        from fuer_desktop.domain.errors import FuerError

        if isinstance(error, FuerError):
            self.said.setText(str(error))
        else:
            self.context.link.report(error)
        self._offer()

    # --- files dropped --------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are taken where the form takes any."""
        if self.add.isEnabled() and _dropped(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped."""
        event.acceptProposedAction()
        self.add_files(_dropped(event.mimeData()))


def _dropped(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def ask_attachments(page: FormsPage, opened: OpenForm) -> None:
    """Show the unit's files; new ones go to the form in front."""
    from fuer_desktop.services.catalogues import load_task

    task = page.task
    assert task is not None
    form = opened.session.form
    title = texts.OF_FORM.format(code=form.code, title=form.title)
    place = Place(load_task, task.record.unit, title, form.code, opened.session.locked)
    dialog = AttachmentsDialog(page.context, place, page)
    dialog.finished.connect(lambda _: opened.grid.setFocus())
    dialog.open()


def show_received(context: Context, unit: tuple[str, str], parent: QWidget) -> AttachmentsDialog:
    """Show an office what a unit (code, name) attached to the version that counts."""
    from fuer_desktop.services.catalogues import load_task

    place = Place(load_task, unit[0], texts.OF_UNIT.format(unit=unit[1]))
    dialog = AttachmentsDialog(context, place, parent)
    dialog.open()
    return dialog
