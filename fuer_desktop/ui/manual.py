"""The manual in a window of its own beside the work: contents and search left, the page right."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QSignalBlocker, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.services.handbook import HelpPage, destination, find, handbook
from fuer_desktop.texts import helping as texts
from fuer_desktop.ui.frame import button, column, label, row
from fuer_desktop.ui.tables import FilterBox
from fuer_desktop.ui.theme import GRID_PX, Theme

FIRST = "desk"
SIZE_EM = (66, 44)
CONTENTS_EM = 19
LINE_PERCENT = 140
_END = QTextCursor.MoveOperation.EndOfBlock
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
SHOWN_LEVEL = 2
"""Headings down to this level stand in the contents."""
_PLACE = int(Qt.ItemDataRole.UserRole)
_HEADING_STEPS = {1: 5, 2: 2, 3: 0}
"""Points by which a heading of each level is larger than the text."""


class _Mark(Protocol):
    """What Qt's stubs leave out of an extra selection."""

    cursor: QTextCursor
    format: QTextCharFormat


class Manual(QDialog):
    """Non-modal. ``show_page`` goes to a page, at a heading if one is named."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(texts.MANUAL)
        self._pages = _pages()
        self._here = ("", "")
        self._been: list[tuple[str, str]] = []
        self.contents = QListWidget()
        self.contents.setWordWrap(True)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.setAccessibleName(texts.MANUAL)
        self.contents.currentItemChanged.connect(lambda item, _: self._go_to(item))
        self.search = FilterBox(texts.SEARCH, self, self.contents)
        self.search.textChanged.connect(lambda _: self._list())
        self.search.returnPressed.connect(self._take_first)
        self.found = label("", "muted", wrap=True)
        self.browser = QTextBrowser()
        self.browser.setOpenLinks(False)
        self.browser.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.browser.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.browser.anchorClicked.connect(self.follow)
        self.back = button(texts.BACK, self.go_back)
        self.back.setShortcut(QKeySequence("Alt+Left"))
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._leave)
        self._lay_out()
        self._list()

    def show_page(self, name: str, heading: str = "") -> None:
        """Go to a page and heading, and remember where one was."""
        page = next((page for page in self._pages if page.name == name), None)
        if page is None:
            self.browser.setPlainText(texts.MISSING)
            return
        if self._here[0]:
            self._been.append(self._here)
        self._show(page, heading)

    def follow(self, url: QUrl) -> None:
        """Go where a link leads."""
        found = destination(self._pages, self._here[0], url.toString())
        if found is not None:
            self.show_page(found[0].name, found[1])

    def go_back(self) -> None:
        """To the page before."""
        if self._been:
            name, heading = self._been.pop()
            self._show(next(page for page in self._pages if page.name == name), heading)

    @property
    def page(self) -> str:
        """Name of the page that is shown."""
        return self._here[0]

    @property
    def heading(self) -> str:
        """The heading that was gone to, if any."""
        return self._here[1]

    def _lay_out(self) -> None:
        em = self.fontMetrics().horizontalAdvance("国")
        left = QWidget()
        left.setLayout(column(self.search, self.found, self.contents, margin=0))
        left.setFixedWidth(CONTENTS_EM * em)
        self.found.hide()
        layout = QHBoxLayout()
        layout.setSpacing(3 * GRID_PX)
        layout.addWidget(left)
        layout.addWidget(self.browser, 1)
        whole = column(margin=3 * GRID_PX)
        whole.addLayout(layout, 1)
        whole.addLayout(row(self.back, None, button(texts.CLOSE, self.close)))
        self.setLayout(whole)
        room = self.screen().availableGeometry()
        wide, high = (em * size for size in SIZE_EM)
        self.resize(min(wide, room.width() * 9 // 10), min(high, room.height() * 9 // 10))
        self.search.setFocus()

    def _show(self, page: HelpPage, heading: str) -> None:
        if page.name != self._here[0]:
            fill(self.browser, page.text, self.theme)
        self._here = (page.name, heading)
        self.back.setEnabled(bool(self._been))
        self._choose_here()
        self._scroll_to(heading)
        self._mark()

    def _list(self) -> None:
        """The contents; while something is looked for, where it was found."""
        blocked = QSignalBlocker(self.contents)
        self.contents.clear()
        words = self.search.text().strip()
        hits = find(self._pages, words)
        for hit in hits:
            title = texts.HIT.format(page=hit.page.title, section=hit.section.title)
            text = "\n".join(filter(None, (title, hit.snippet)))
            self._add(text, (hit.page.name, "" if hit.section.level == 1 else hit.section.title))
        if not words:
            self._list_contents()
        found = texts.FOUND if hits else texts.FOUND_NONE
        self.found.setText(found.format(count=len(hits), words=words))
        self.found.setVisible(bool(words))
        self._choose_here()
        blocked.unblock()

    def _list_contents(self) -> None:
        for page in self._pages:
            self._add(page.title, (page.name, ""), bold=True)
            for section in page.sections:
                if section.level == SHOWN_LEVEL:
                    words = texts.BELOW.format(title=section.title)
                    self._add(words, (page.name, section.title))

    def _add(self, text: str, place: tuple[str, str], *, bold: bool = False) -> None:
        item = QListWidgetItem(text, self.contents)
        item.setData(_PLACE, place)
        item.setFont(self.theme.font(bold=bold))

    def _choose_here(self) -> None:
        """Let the list show where one is."""
        blocked = QSignalBlocker(self.contents)
        for number in range(self.contents.count()):
            if tuple(self.contents.item(number).data(_PLACE)) == self._here:
                self.contents.setCurrentRow(number)
                break
        blocked.unblock()

    def _go_to(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_page(*item.data(_PLACE))

    def _take_first(self) -> None:
        """Enter in the search line goes to the first place that was found."""
        self._go_to(self.contents.item(0))

    def _scroll_to(self, heading: str) -> None:
        """Bring a heading to the top; the beginning where none is named."""
        block = self.browser.document().begin()
        while heading and block.isValid() and not _is_heading(block, heading):
            block = block.next()
        self.browser.verticalScrollBar().setValue(0)
        if heading and block.isValid():
            top = self.browser.document().documentLayout().blockBoundingRect(block).top()
            self.browser.verticalScrollBar().setValue(int(top) - GRID_PX)

    def _mark(self) -> None:
        """Show on the page what is looked for."""
        marks: list[QTextEdit.ExtraSelection] = []
        for word in self.search.words():
            cursor = self.browser.document().find(word)
            while not cursor.isNull():
                mark = cast(_Mark, QTextEdit.ExtraSelection())
                mark.cursor = cursor
                mark.format.setBackground(QColor(self.theme.colours.selection))
                marks.append(cast(QTextEdit.ExtraSelection, mark))
                cursor = self.browser.document().find(word, cursor)
        self.browser.setExtraSelections(marks)

    def _leave(self) -> None:
        """Esc first clears the search, then closes."""
        if self.search.text():
            self.search.clear()
        else:
            self.close()


def show_manual(window: QWidget, theme: Theme, page: str = "", heading: str = "") -> None:
    """Open the manual beside a window, or bring it to the front; a page if one is named."""
    manual = window.findChild(Manual)
    if manual is not None and manual.theme != theme:  # the look has changed since
        manual.setParent(None)
        manual.deleteLater()
        manual = None
    manual = manual or Manual(theme, window)
    manual.show()  # before going to a heading, whose place follows from the size
    manual.raise_()
    manual.activateWindow()
    if page or not manual.page:
        manual.show_page(page or FIRST, heading)


def _pages() -> tuple[HelpPage, ...]:
    """The pages that can be read; a folder that was copied in part lacks some."""
    try:
        return handbook()
    except FuerError:
        return ()


def _is_heading(block: QTextBlock, heading: str) -> bool:
    return bool(block.blockFormat().headingLevel()) and block.text().strip() == heading


# --- typography -----------------------------------------------------------------------------


def fill(browser: QTextBrowser, markdown: str, theme: Theme) -> None:
    """Show a page of Markdown in the program's own type."""
    document = browser.document()
    document.setDefaultFont(theme.font())
    document.setDocumentMargin(4 * GRID_PX)
    document.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    _dress_blocks(document, theme)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame, theme)
    browser.moveCursor(QTextCursor.MoveOperation.Start)


def _dress_blocks(document: QTextDocument, theme: Theme) -> None:
    """Headings larger, lines apart, in tables less; code on a tint."""
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        spaced = QTextBlockFormat(block.blockFormat())
        in_table = cursor.currentTable() is not None
        spaced.setLineHeight(100 if in_table else LINE_PERCENT, _PROPORTIONAL)
        level = spaced.headingLevel()
        if level:
            spaced.setTopMargin((6 if level > 1 else 1) * GRID_PX)
            spaced.setBottomMargin(GRID_PX)
            look = QTextCharFormat()
            look.setFont(theme.font(step=_HEADING_STEPS.get(level, 0), bold=True))
            cursor.movePosition(_END, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)
        cursor.setBlockFormat(spaced)
        block = block.next()
    _dress_code(document, theme)


def _dress_code(document: QTextDocument, theme: Theme) -> None:
    """Keys and names of files in the same type as the rest, on a tint: no PC lacks that font."""
    look = QTextCharFormat()
    look.setFontFamilies(theme.font().families())
    look.setFontFixedPitch(False)
    look.setBackground(QColor(theme.colours.heading))
    block = document.begin()
    while block.isValid():
        walker = block.begin()
        spans = []
        while not walker.atEnd():
            fragment = walker.fragment()
            if fragment.charFormat().fontFixedPitch():
                spans.append((fragment.position(), fragment.length()))
            walker += 1
        for position, length in spans:
            cursor = QTextCursor(document)
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)
        block = block.next()


def _dress_table(table: QTextTable, theme: Theme) -> None:
    """A hairline below each row, room in the cells, a tinted head, the whole width."""
    look = table.format().toTableFormat()
    look.setBorder(0)
    look.setBorderCollapse(True)
    look.setCellPadding(GRID_PX + 2)
    look.setCellSpacing(0)
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    look.setTopMargin(GRID_PX)
    look.setBottomMargin(2 * GRID_PX)
    table.setFormat(look)
    for line in range(table.rows()):
        for number in range(table.columns()):
            cell = table.cellAt(line, number)
            inside = cell.format().toTableCellFormat()
            inside.setPadding(GRID_PX + 2)
            inside.setBottomBorder(1)
            inside.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            inside.setBottomBorderBrush(QColor(theme.colours.hairline))
            if line == 0:
                inside.setBackground(QColor(theme.colours.heading))
            cell.setFormat(inside)
