"""打印（签字用）: what is printed is seen before, then goes to a printer or into a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.domain.paper_sizes import PaperSize
from fuer_desktop.services import official_forms
from fuer_desktop.services.official_forms import Paper, Wish
from fuer_desktop.texts import paper as paper_texts
from fuer_desktop.texts import printing as texts
from fuer_desktop.ui import choosing
from fuer_desktop.ui.background import Background
from fuer_desktop.ui.frame import (
    Context,
    button,
    column,
    label,
    resize_within_screen,
    row,
    while_alive,
)
from fuer_desktop.ui.page_view import PageView
from fuer_desktop.ui.theme import GRID_PX

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from fuer_desktop.paper.layout import Laid
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

SIZE_PX = (1080, 680)
_PANEL_CHARS = 19


class PrintDialog(QDialog):
    """The choice at the left, the pages at the right. ``papers`` are all forms of the desk,
    ``code`` is the one in front."""

    def __init__(
        self, context: Context, papers: Sequence[Paper], code: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._papers = papers
        self._code = code
        self._background = Background()
        self._asked = 0
        self.forms: Sequence[Laid] = ()
        self.setWindowTitle(texts.TITLE)
        self._make_choices()
        self._state = label("", wrap=True)
        self._advice = label("", "muted", wrap=True)
        self.result_words = label("", wrap=True)
        self.result_words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._where = label("", "muted")
        self.view = PageView(context.theme)
        self.view.seen.connect(self._tell_page)
        self.save = button(texts.SAVE, self._choose_file)
        self.print = button(texts.PRINT, self._print, "primary")
        self.close_button = button(texts.CLOSE, self.reject)
        layout = row(spacing=4 * GRID_PX)
        layout.setContentsMargins(*[4 * GRID_PX] * 4)
        layout.addWidget(self._panel())
        layout.addLayout(self._preview(), 1)
        self.setLayout(layout)
        resize_within_screen(self, *SIZE_PX)
        self.finished.connect(self.deleteLater)
        self._order_keys()
        self._refresh()

    @property
    def is_ready(self) -> bool:
        """Whether the pages that were asked for are there."""
        return bool(self.forms)

    # --- parts -------------------------------------------------------------------------------

    def _make_choices(self) -> None:
        self.this = QRadioButton(texts.THIS.format(code=self._code))
        self.all = QRadioButton(texts.ALL.format(count=len(self._papers)))
        self.this.setChecked(True)
        self._which = QButtonGroup(self)
        for which in (self.this, self.all):
            self._which.addButton(which)
        for which in (self.this, self.all):
            which.setVisible(len(self._papers) > 1)
        self.blank = QCheckBox(texts.BLANK)
        self.paper = _choice(texts.PAPER, {"": texts.PAPER_USUAL} | paper_texts.SIZES)
        self.measure = _choice(texts.MEASURE, {})
        self.zoom = _choice(texts.ZOOM, texts.ZOOMS)
        self._fill_measures()
        self.all.toggled.connect(lambda _: self._change_forms())
        self.blank.toggled.connect(lambda _: self._refresh())
        self.paper.currentIndexChanged.connect(lambda _: self._refresh())
        self.measure.currentIndexChanged.connect(lambda _: self._refresh())
        self.zoom.currentIndexChanged.connect(lambda _: self._zoom())

    def _panel(self) -> QWidget:
        choices = QFormLayout()
        choices.setSpacing(2 * GRID_PX)
        for box in (self.paper, self.measure):
            choices.addRow(label(box.accessibleName()), box)
        inside = column(self.this, self.all, self.blank, margin=0)
        inside.addSpacing(2 * GRID_PX)
        inside.addLayout(choices)
        inside.addSpacing(2 * GRID_PX)
        for part in (self._state, self._advice):
            inside.addWidget(part)
        inside.addStretch(1)
        inside.addWidget(self.result_words)
        inside.addLayout(row(self.save, self.print, None))
        inside.addLayout(row(self.close_button, None))
        panel = QWidget()
        panel.setLayout(inside)
        panel.setFixedWidth(_PANEL_CHARS * self.fontMetrics().horizontalAdvance("国"))
        return panel

    def _preview(self) -> QVBoxLayout:
        made = column(self.view, margin=0)
        made.setStretch(0, 1)
        made.addLayout(row(self._where, None, label(texts.ZOOM), self.zoom))
        return made

    def _order_keys(self) -> None:
        """Tab goes from what is printed over the buttons to the pages; Enter prints."""
        self.print.setDefault(True)
        order = (self.measure, self.save, self.print, self.close_button, self.view, self.zoom)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    # --- what is chosen ----------------------------------------------------------------------

    @property
    def _chosen(self) -> list[Paper]:
        if self.all.isChecked():
            return list(self._papers)
        return [paper for paper in self._papers if paper.form.code == self._code]

    @property
    def _wish(self) -> Wish:
        size = str(self.paper.currentData())
        return Wish(
            self.blank.isChecked(),
            PaperSize(size) if size else None,
            str(self.measure.currentData()),
        )

    def _fill_measures(self) -> None:
        known = official_forms.measures_for(self._chosen)
        self.measure.blockSignals(True)
        self.measure.clear()
        for data, words in [("", texts.MEASURE_OWN), *((name, name) for name in known)]:
            self.measure.addItem(words, data)
        self.measure.setEnabled(bool(known))
        self.measure.blockSignals(False)

    def _change_forms(self) -> None:
        self._fill_measures()
        self._refresh()

    def _zoom(self) -> None:
        factor = str(self.zoom.currentData())
        self.view.zoom(None if factor == "page" else float(factor))

    # --- the pages ---------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Lay out what is chosen; while that lasts nothing can be printed."""
        self._asked += 1
        number, papers, wish = self._asked, self._chosen, self._wish
        self._show([])
        self.result_words.setText("")
        self._where.setText(texts.LAYING_OUT)
        self._tell_state()

        def done(found: object) -> None:
            if number == self._asked:
                self._show(cast("Sequence[Laid]", found))
                if number == 1:
                    self.print.setFocus()

        def failed(error: Exception) -> None:
            if number == self._asked:
                self._where.setText("")
                self._tell(error)

        self._background.run(
            lambda: official_forms.lay_out_all(papers, wish),
            while_alive(self, done),
            while_alive(self, failed),
        )

    def _show(self, forms: Sequence[Laid]) -> None:
        self.forms = forms
        for each in (self.save, self.print):
            each.setEnabled(bool(forms))
        self.view.show_forms(forms)
        words = texts.PREVIEW_PAGES.format(title=self._title(), count=self.view.count)
        self.view.setAccessibleDescription(words)

    def _tell_page(self, number: int, count: int) -> None:
        words = texts.PAGE.format(number=number, count=count) if count else ""
        smaller = {round(laid.scale * 100) for laid in self.forms} - {100}
        if smaller:
            words += f"　{texts.SMALLER.format(percent=min(smaller))}"
        self._where.setText(words)

    def _tell_state(self) -> None:
        papers = [paper.emptied() if self._wish.blank else paper for paper in self._chosen]
        states = {paper.state for paper in papers}
        self._state.setText(states.pop() if len(states) == 1 else texts.MIXED)
        advice = "draft"
        if self._wish.blank:
            advice = "blank"
        elif all(paper.handed_in for paper in papers):
            advice = "handed_in"
        self._advice.setText(texts.ADVICE[advice])

    def _title(self) -> str:
        chosen = self._chosen
        if len(chosen) == 1:
            return f"{chosen[0].form.code} {chosen[0].form.title}"
        return paper_texts.FORMS_TITLE.format(unit=chosen[0].unit, year=chosen[0].year)

    def _tell(self, error: Exception) -> None:
        """A sentence where somebody looks; our own mistakes go where they are logged."""
        if isinstance(error, FuerError):
            self.result_words.setText(str(error))
        else:
            self._context.link.report(error)

    # --- out ---------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        first, *others = self._chosen
        name = texts.FILE_NAME.format(
            form=texts.ALL_FORMS if others else first.form.code, unit=first.unit, year=first.year
        )
        path = choosing.new_pdf(self, name)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the pages as PDF."""
        forms, title = self.forms, self._title()
        self._background.run(
            lambda: official_forms.write_pdf(forms, title, path),
            while_alive(self, lambda _: self.result_words.setText(texts.SAVED.format(path=path))),
            while_alive(self, self._tell),
        )

    def _print(self) -> None:
        """Ask which printer; where there is none a PDF is offered."""
        if not has_printer():
            self.result_words.setText(texts.NO_PRINTER)
            self.save.setFocus()
            return
        printer = ask_printer(self, self.forms[0], self.view.count)
        if printer is not None:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print on it, only the pages that were chosen in the printer's own window."""
        from fuer_desktop.paper import drawing

        printer.setFullPage(True)
        printer.setDocName(self._title())
        first, last = printer.fromPage() or 1, printer.toPage() or self.view.count
        done = drawing.put_on(printer, self.forms, range(first, last + 1))
        words = {"printer": printer.printerName(), "count": last - first + 1}
        template = texts.PRINTING if done else texts.PRINTER_FAILED
        self.result_words.setText(template.format(**words))


def has_printer() -> bool:
    """Whether this machine knows any printer."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return bool(QPrinterInfo.availablePrinterNames())


def ask_printer(parent: QWidget, first: Laid, pages: int) -> QPrinter | None:
    """The printer that is chosen in the system's own window, set to the paper of the first form;
    None where none is."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from fuer_desktop.paper import drawing

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(drawing.page_layout(first))
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, pages)
    return printer if dialog.exec() else None


def _choice(name: str, choices: dict[str, str]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for data, words in choices.items():
        made.addItem(words, data)
    return made


def ask_print(page: FormsPage, opened: OpenForm) -> None:
    """Show the form in front as it will be printed, with the figures that are on disk."""
    task = page.task
    assert task is not None  # a form is open

    def show(papers: object) -> None:
        unsaved = page.lost_if_closed
        if unsaved:
            words = texts.NOT_SAVED_YET.format(count=unsaved, advice=texts.SAVE_FIRST)
            page.context.say(words)
            return
        named = [_with_names(paper, page.context) for paper in cast("list[Paper]", papers)]
        PrintDialog(page.context, named, opened.session.form.code, page).open()

    page.context.link.ask(
        lambda workspace: official_forms.filled_all(workspace, task, task.own_forms),
        while_alive(page, show),
    )


def _with_names(paper: Paper, context: Context) -> Paper:
    """The names kept for the next export stand where none were handed in with the figures."""
    return (
        paper
        if paper.handed_in
        else replace(paper, signed=dict(context.memory.settings().signatories))
    )
