"""F1: what the cell in hand means, beside the form; F1 again opens the manual where it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

from fuer_desktop.services.explaining import At, CellHelp, Explainer
from fuer_desktop.texts import helping as texts
from fuer_desktop.ui.background import Background
from fuer_desktop.ui.frame import button, column, label, row, while_alive
from fuer_desktop.ui.manual import show_manual
from fuer_desktop.ui.theme import GRID_PX, Theme

if TYPE_CHECKING:
    from fuer_desktop.ui.open_form import OpenForm
    from fuer_desktop.ui.pages.desk_forms import FormsPage

LEAST_EM = 17
"""The panel is never narrower than this many Chinese characters."""


class CellHelpPanel(QFrame):
    """Lies over what stands right of the form, so that nothing moves; the keys stay with the
    form. It follows the cursor from cell to cell and from form to form."""

    def __init__(self, page: FormsPage) -> None:
        super().__init__(page)
        self._page = page
        self._explainer: Explainer | None = None
        self._background = Background()
        self.is_complete = False
        """Whether the task's indicators and plans have been read."""
        self._at: At | None = None
        self.setObjectName("card")
        self.setAccessibleName(texts.WINDOW)
        self.title = label("", wrap=True)
        self.title.setFont(page.context.theme.font(step=2, bold=True))
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words = QTextBrowser()
        self.words.setFrameShape(QFrame.Shape.NoFrame)
        self.words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.words.setAccessibleName(texts.WINDOW)
        self.words.setOpenLinks(False)
        self.words.document().setDocumentMargin(0)
        keys = label(texts.KEYS, "muted", wrap=True)
        self.to_manual = button(texts.TO_MANUAL, self.open_manual)
        self.shut = button(texts.CLOSE, self.close_help)
        layout = column(self.title, self.words, keys, margin=3 * GRID_PX)
        layout.addLayout(row(None, self.to_manual, self.shut))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._actions = [
            self._add("Esc", self.close_help),
            self._add("Alt+Down", lambda: self._scroll(1)),
            self._add("Alt+Up", lambda: self._scroll(-1)),
        ]
        self.hide()
        page.located.connect(lambda _: self.follow())
        page.installEventFilter(self)

    def ask(self) -> None:
        """F1: open, or when it is open already, go on to the manual."""
        if self.isVisible():
            self.open_manual()
            return
        self._place()
        self._enable(on=True)
        self.show()
        self.raise_()
        self.follow()

    def follow(self) -> None:
        """Explain the place where the cursor stands."""
        opened = self._page.current
        if not self.isVisible() or opened is None:
            return
        self._place()
        explainer = self._explainer or self._read()
        at = place_of(opened)
        if explainer is not None and at != self._at:
            self._at = at
            self._show(_as_open(explainer.explain(at), opened))

    def close_help(self) -> None:
        """Esc: away with it, the keys back to the form."""
        self._enable(on=False)
        self._at = None
        self.hide()
        opened = self._page.current
        if opened is not None:
            opened.grid.setFocus()

    def open_manual(self) -> None:
        """The manual, at what goes on from here."""
        opened = self._page.current
        name, heading = _goes_on(opened) if opened else ("", "")
        show_manual(self.window(), self._page.context.theme, name, heading)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when the page changes size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _add(self, keys: str, act: Callable[[], None]) -> QAction:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: act())
        action.setEnabled(False)
        self._page.addAction(action)
        return action

    def _enable(self, *, on: bool) -> None:
        """Its keys are only its own while it is there."""
        for action in self._actions:
            action.setEnabled(on)

    def _scroll(self, way: int) -> None:
        bar = self.words.verticalScrollBar()
        bar.setValue(bar.value() + way * bar.pageStep() // 2)

    def _read(self) -> Explainer | None:
        """What the forms say of themselves is there at once. Indicators and plans take a second or
        two: they are read once, not in the store's thread, where a commit would wait for them."""
        task = self._page.task
        if task is None:
            return None
        self._explainer = Explainer.of_forms(task)
        self._background.run(
            lambda: Explainer.of_task(task),
            while_alive(self, self._has_read),
            while_alive(self, self._page.context.link.report),
        )
        return self._explainer

    def _has_read(self, explainer: object) -> None:
        assert isinstance(explainer, Explainer)
        self._explainer, self._at = explainer, None
        self.is_complete = True
        bar = self.words.verticalScrollBar()
        read_to = bar.value()
        self.follow()
        bar.setValue(read_to)

    def _show(self, told: CellHelp) -> None:
        self.title.setText(told.title)
        self.words.setHtml(as_html(told, self._page.context.theme))

    def _place(self) -> None:
        """Over everything right of the form; where there is too little, over its right part."""
        opened = self._page.current
        if opened is None:
            return
        grid = opened.grid
        corner = grid.mapTo(self._page, QPoint(grid.width(), 0))
        least = LEAST_EM * self.fontMetrics().horizontalAdvance("国")
        right = self._page.width() - GRID_PX
        left = min(corner.x() + GRID_PX, right - least)
        self.setGeometry(QRect(left, corner.y(), right - left, grid.height()))


def ask_help(page: FormsPage, _opened: OpenForm) -> None:
    """F1 at the form in front."""
    panel = page.findChild(CellHelpPanel) or CellHelpPanel(page)
    panel.ask()


def place_of(opened: OpenForm) -> At:
    """Where the cursor stands, in the words of the form."""
    table, line, column_ = opened.model.parts(opened.grid.currentIndex())
    return At(opened.session.form, table, line, column_)


def as_html(told: CellHelp, theme: Theme) -> str:
    """The help as a page: small headings, each indicator by its name in bold."""
    small = f"color:{theme.colours.muted}; font-size:{theme.points - 1}pt"
    parts: list[str] = []
    last = ""
    for head, lines in told.facts:
        first, *rest = lines
        if head != last:
            parts.append(_paragraph(head, top=3 if parts else 0, style=small))
        is_indicator = head == texts.USES
        style = "font-weight:bold" if is_indicator else ""
        parts.append(_paragraph(first, top=2 if head == last else 0, style=style))
        parts += [_paragraph(line) for line in rest]
        last = head
    return "".join(parts)


def _paragraph(words: str, top: int = 0, style: str = "") -> str:
    """Lines apart enough to be read; ``top`` in units of the grid."""
    space = f"margin-top:{top * GRID_PX + 2}px; margin-bottom:2px; margin-right:{2 * GRID_PX}px"
    return f'<p style="{space}; line-height:120%; {style}">{escape(words)}</p>'


def _as_open(told: CellHelp, opened: OpenForm) -> CellHelp:
    """With why nothing can be entered in a form that is locked as a whole."""
    if opened.session.locked and not told.closed:
        return replace(told, closed=opened.session.locked)
    return told


def _goes_on(opened: OpenForm) -> tuple[str, str]:
    """Page and heading of the manual for the place where the cursor stands."""
    key = opened.model.key(opened.grid.currentIndex())
    if key is None or key not in opened.session.form.typed_cells:
        return texts.GOES_ON["closed"]
    if opened.session.findings_at(key) and opened.session.value(key).text:
        return texts.GOES_ON["finding"]
    if opened.session.value(key).number is None and key not in opened.session.form.text_cells:
        return texts.GOES_ON["blank"]
    return texts.GOES_ON["figure"]
