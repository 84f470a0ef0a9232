"""Workbooks at the desk: the form in front goes out as one, and comes in after a preview."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from fuer_desktop.domain.errors import EntryError, FuerError
from fuer_desktop.domain.steps import How
from fuer_desktop.services import backing_up, paths, workbook_forms, workbook_import
from fuer_desktop.services.workbook_import import Compared
from fuer_desktop.texts import form_workbook as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui import choosing
from fuer_desktop.ui.background import Background
from fuer_desktop.ui.frame import button, column, label, resize_within_screen, row, while_alive
from fuer_desktop.ui.theme import GRID_PX
from fuer_desktop.ui.workbook_preview import PreviewPane

if TYPE_CHECKING:
    from fuer_desktop.domain.checking import Finding
    from fuer_desktop.formats.form_workbook_reading import FormsFound
    from fuer_desktop.formats.form_workbook_writing import Filling
    from fuer_desktop.services.official_forms import Paper
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

SIZE_PX = (1080, 620)


# --- out -----------------------------------------------------------------------------------


def export_workbook(page: FormsPage, opened: OpenForm) -> None:
    """Ask where to, and write the form in front with its figures."""
    form = opened.session.form
    assert page.task is not None  # a form is in front
    name = texts.FILE_NAME.format(form=form.code, title=form.title, year=opened.session.year)
    file, _ = QFileDialog.getSaveFileName(
        page, texts.EXPORT_TITLE, str(choosing.documents() / name), texts.FILES
    )
    path = choosing.new_file(page, file, paths.WORKBOOK_ENDING)
    if path is not None:
        export_to(page, opened, path)


def export_to(page: FormsPage, opened: OpenForm, path: Path) -> None:
    """Read what stands in the form, and write the file beside the store's work."""
    task = page.task
    assert task is not None

    def write(gathered: object) -> None:
        if unsaved := page.lost_if_closed:
            page.context.say(texts.NOT_SAVED_YET.format(count=unsaved))
            return
        paper, filling = cast("tuple[Paper, Filling]", gathered)
        page.context.link.aside(
            lambda: workbook_forms.write(paper, filling, path),
            while_alive(page, lambda _: page.context.say(texts.EXPORTED.format(path=path))),
        )

    code = opened.session.form.code
    page.context.link.ask(
        lambda workspace: workbook_forms.gather(workspace, task, code), while_alive(page, write)
    )


# --- in ------------------------------------------------------------------------------------


def import_workbook(page: FormsPage, opened: OpenForm) -> None:
    """Ask for a workbook, and show what it would change."""
    file, _ = QFileDialog.getOpenFileName(
        page, texts.IMPORT_TITLE, str(choosing.documents()), texts.FILES
    )
    if file:
        show_workbook(page, opened, Path(file))


def show_workbook(page: FormsPage, opened: OpenForm, path: Path) -> ImportDialog:
    """Read a workbook and show what it would change in the form in front; also for a file that was
    dropped on the window."""
    dialog = ImportDialog(page, opened, path)
    dialog.open()
    dialog.read()
    return dialog


def take_dropped(page: FormsPage, opened: OpenForm, path: Path) -> None:
    """A workbook that was dropped on the window; what is being typed is taken first."""
    opened.grid.finish_typing()
    if opened.session.locked:
        page.context.say(opened.session.locked)
    else:
        show_workbook(page, opened, path)


class ImportDialog(QDialog):
    """First the reading, which can be stopped, then the preview."""

    def __init__(self, page: FormsPage, opened: OpenForm, path: Path) -> None:
        super().__init__(page)
        self._page = page
        self._opened = opened
        self._path = path
        self._stop = threading.Event()
        self._background = Background()
        self.pane: PreviewPane | None = None
        self.setWindowTitle(texts.PREVIEW_TITLE)
        self.busy = label(texts.READING.format(file=path.name))
        self._faces = QStackedWidget()
        self._faces.addWidget(self._reading())
        layout = column(self._faces, margin=4 * GRID_PX)
        self.setLayout(layout)
        self.finished.connect(lambda _: self._stop.set())
        self.finished.connect(self.deleteLater)
        resize_within_screen(self, *SIZE_PX)

    def read(self) -> None:
        """Have the workbook read by the other process; a person may stop it."""
        task = self._page.task
        assert task is not None
        path, stop = self._path, self._stop
        self._background.run(
            lambda: workbook_import.read_workbook(task, path, stop),
            while_alive(self, self._show),
            while_alive(self, self._refuse),
        )

    def _reading(self) -> QWidget:
        bar = QProgressBar()
        bar.setRange(0, 0)
        layout = column(None, self.busy, bar, margin=8 * GRID_PX)
        layout.addLayout(row(None, button(texts.STOP, self.reject), None))
        layout.addStretch(1)
        face = QWidget()
        face.setLayout(layout)
        return face

    def _refuse(self, error: Exception) -> None:
        self.reject()
        if isinstance(error, FuerError):
            self._page.context.say(str(error))
        else:
            self._page.context.link.report(error)

    def _show(self, found: object) -> None:
        forms = cast("FormsFound", found)
        form = self._opened.session.form
        shown = workbook_import.preview(form, forms, self._opened.session.figures)
        notes = [*self._others(forms), *forms.notes]
        self.pane = PreviewPane(shown, notes, self._page.context.theme)
        self.take = button("", self._import, "primary")
        self.mark = button(texts.MARK_COPY, self._ask_marked)
        self.mark.setEnabled(bool(shown.lines))
        self.said = label("", wrap=True)
        self.said.hide()
        self.pane.changed.connect(self._count)
        head = texts.PREVIEW_HEAD.format(file=self._path.name, form=form.title)
        title = label(head, wrap=True)
        title.setFont(self._page.context.theme.font(step=2, bold=True))
        about = texts.PREVIEW_ABOUT
        if set(shown.counts) == {Compared.SAME}:
            about = texts.ALL_SAME
        face = QWidget()
        layout = column(title, label(about, "muted", wrap=True), self.pane, self.said, margin=0)
        layout.setStretchFactor(self.pane, 1)
        cancel = button(ui_texts.CANCEL, self.reject)
        for each in (self.mark, cancel, self.take):
            each.setAutoDefault(False)
        layout.addLayout(row(self.pane.clear, self.mark, None, cancel, self.take))
        face.setLayout(layout)
        self._faces.addWidget(face)
        self._faces.setCurrentWidget(face)
        self._count()
        self._first_keys(cancel).setFocus()

    def _first_keys(self, cancel: QPushButton) -> QWidget:
        """What takes the keys first: what has to be decided, else the button that does it."""
        assert self.pane is not None
        if self.pane.preview.signs:
            return self.pane.settle.kind
        return self.take if self.take.isEnabled() else cancel

    def _others(self, found: FormsFound) -> list[str]:
        task = self._page.task
        assert task is not None
        own = self._opened.session.form.code
        titles = [f.title for f in task.own_forms if f.code in found.cells and f.code != own]
        return [texts.OTHER_FORMS.format(forms="》《".join(titles))] if titles else []

    def _count(self) -> None:
        assert self.pane is not None
        count = len(self.pane.chosen)
        self.take.setText(texts.DO_IMPORT.format(count=count))
        self.take.setEnabled(count > 0)

    # --- importing ----------------------------------------------------------------------

    def _import(self) -> None:
        """A backup first; then one step through the session, as whatever is typed."""
        self.take.setEnabled(False)
        self._page.context.link.ask(
            lambda workspace: backing_up.back_up(workspace, backing_up.Reason.IMPORT),
            while_alive(self, lambda _: self._enter()),
            while_alive(self, self._refuse),
        )

    def _enter(self) -> None:
        assert self.pane is not None
        chosen = self.pane.chosen
        try:
            self._opened.session.enter_values(chosen, How.IMPORTED, self._path.name)
        except EntryError as error:
            self._refuse(error)
            return
        words = {"file": self._path.name, "count": len(chosen)}
        self._page.context.say(texts.IMPORTED.format(**words))
        self.accept()
        self._page.activateWindow()
        self._opened.grid.setFocus()

    # --- the marked copy ----------------------------------------------------------------

    def _ask_marked(self) -> None:
        name = texts.MARK_NAME.format(name=self._path.stem)
        file, _ = QFileDialog.getSaveFileName(
            self, texts.MARK_TITLE, str(self._path.with_name(name)), texts.FILES
        )
        out = choosing.new_file(self, file, paths.WORKBOOK_ENDING)
        if out is not None:
            self.write_marked(out)

    def write_marked(self, out: Path) -> None:
        """Find what the rules would say, and write the copy beside the store's work."""
        task, pane = self._page.task, self.pane
        assert task is not None
        assert pane is not None
        self._say(texts.MARKING)
        shown = pane.preview
        self._page.context.link.ask(
            lambda workspace: workbook_import.findings_after(workspace, task, shown),
            while_alive(self, lambda found: self._write_marked(out, cast("list[Finding]", found))),
            while_alive(self, self._tell),
        )

    def _write_marked(self, out: Path, findings: list[Finding]) -> None:
        assert self.pane is not None
        marks = workbook_import.marks_of(self.pane.preview, findings)
        if not marks:
            self._say(texts.NO_MARKS)
            return
        said = texts.MARKED.format(count=len(marks), path=out)
        self._background.run(
            lambda: workbook_import.marked_copy(self._path, out, marks),
            while_alive(self, lambda _: self._say(said)),
            while_alive(self, self._tell),
        )

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()

    def _tell(self, error: Exception) -> None:
        if isinstance(error, FuerError):
            self._say(str(error))
        else:
            self._page.context.link.report(error)
