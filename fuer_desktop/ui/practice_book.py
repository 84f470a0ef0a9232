"""The practice book on the screen: which form to practise, and in a copy its papers and score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QProgressBar, QWidget

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.domain.values import CellKey
from fuer_desktop.texts import practice_book as texts
from fuer_desktop.ui import choosing
from fuer_desktop.ui.background import Background
from fuer_desktop.ui.frame import button, column, label, row
from fuer_desktop.ui.theme import GRID_PX, Theme

if TYPE_CHECKING:
    from fuer_desktop.services.practice_book import Subject
    from fuer_desktop.services.practice_score import Score, Seen
    from fuer_desktop.ui.application import Application
    from fuer_desktop.ui.pages.desk_forms import FormsPage
    from fuer_desktop.ui.practice_score import ScoreWindow
    from fuer_desktop.ui.store_link import StoreLink

_WIDTH_CHARS = 34


@dataclass(frozen=True)
class Choice:
    """A form that can be practised; ``copy`` is a round of it that is there."""

    code: str
    title: str
    make: Callable[[], Subject]
    copy: Path | None


class OfferDialog(QDialog):
    """Which form to practise. ``begun`` wants a copy of the chosen one made, ``gone_on`` the one
    that is there opened, ``thrown_away`` that taken away."""

    begun = Signal()
    gone_on = Signal()
    thrown_away = Signal()

    def __init__(self, choices: Sequence[Choice], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices = choices
        self.setWindowTitle(texts.TITLE)
        title = label(texts.TITLE)
        title.setFont(theme.font(step=4, bold=True))
        self.forms = self._make_list()
        self._told = label("", wrap=True)
        self._wait = QProgressBar()
        self._wait.setRange(0, 0)
        self._wait.setTextVisible(False)
        self.begin = button(texts.BEGIN, self.begun.emit, "primary")
        self.go_on = button(texts.GO_ON, self.gone_on.emit)
        self.throw_away = button(texts.REMOVE, self.thrown_away.emit)
        cancel = button(texts.CANCEL, self.reject)
        layout = column(title, label(texts.OFFER, wrap=True), margin=6 * GRID_PX)
        layout.addWidget(label(texts.OFFER_FORM, "muted"))
        layout.addWidget(self.forms)
        layout.addWidget(self._told)
        layout.addWidget(self._wait)
        layout.addLayout(row(self.throw_away, None, cancel, self.go_on, self.begin))
        self.setLayout(layout)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("国") * _WIDTH_CHARS)
        self._wait.hide()
        self._told.hide()
        self.forms.setCurrentRow(0)
        self.forms.setFocus()

    def _make_list(self) -> QListWidget:
        made = QListWidget()
        for choice in self._choices:
            template = texts.ITEM_COPY if choice.copy else texts.ITEM
            QListWidgetItem(template.format(title=choice.title, code=choice.code), made)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setWordWrap(True)
        made.currentRowChanged.connect(lambda _: self._tell())
        return made

    @property
    def chosen(self) -> Choice:
        """The form in the list where the cursor stands."""
        return self._choices[max(self.forms.currentRow(), 0)]

    def say(self, sentence: str, *, busy: bool = False) -> None:
        """Say what is under way, or what went wrong."""
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))
        self._wait.setVisible(busy)
        for part in (self.forms, self.begin, self.go_on, self.throw_away):
            part.setEnabled(not busy)
        if not busy:
            self._tell()

    def _tell(self) -> None:
        there = self.chosen.copy is not None
        self.go_on.setVisible(there)
        self.throw_away.setVisible(there)


Open = tuple["StoreLink | None", Path | None]


class PracticeBook(QObject):
    """What the menu's 演练本 does: in a practice copy its papers and score, elsewhere the choice of
    a form. ``workspace`` gives what is open, if anything is, and where it lies;
    ``is_making`` says that a copy is under way."""

    def __init__(self, program: Application, workspace: Callable[[], Open]) -> None:
        super().__init__()
        self._program = program
        self._workspace = workspace
        self._background = Background()
        self._old: Path | None = None
        self.is_making = False
        self.offer: OfferDialog | None = None
        self.window: ScoreWindow | None = None
        program.opened.connect(self._opened)

    def show(self) -> None:
        """Show whichever of the two is due; nothing while a copy is under way."""
        link, _ = self._workspace()
        if self.is_making:
            return
        if link is None:
            self._show_offer(())
        else:
            from fuer_desktop.services.practice_score import Seen, look

            link.ask(look, lambda seen: self._show_seen(cast(Seen, seen)))

    def _show_seen(self, seen: Seen) -> None:
        if seen.score is None:
            self._show_offer(seen.forms)
        elif self.window is None:
            self._show_window(seen.score, seen.papers)
        else:
            self.window.show_score(seen.score)
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()

    # --- the choice of a form ---------------------------------------------------------------

    def _show_offer(self, forms: Sequence[tuple[str, Subject]]) -> None:
        from fuer_desktop.services import practice_book

        copies = practice_book.copies_in(choosing.documents())
        choices = [_choice(title, subject, copies) for title, subject in forms]
        if not choices:
            code, make = practice_book.USUAL_FORM, practice_book.usual_subject
            there = practice_book.copy_of(code, copies)
            choices = [Choice(code, texts.USUAL_TITLE, make, there)]
        self.offer = offer = OfferDialog(choices, self._program.theme, self._program.window)
        offer.begun.connect(lambda: self._begin(offer))
        offer.gone_on.connect(lambda: self._go_on(offer))
        offer.thrown_away.connect(lambda: self._throw_away(offer))
        offer.finished.connect(offer.deleteLater)
        offer.open()

    def _begin(self, offer: OfferDialog) -> None:
        choice = offer.chosen
        offer.say(texts.PREPARING, busy=True)
        self.is_making = True

        def done(path: object) -> None:
            self.is_making = False
            if not shiboken6.isValid(offer):  # she thought better of it meanwhile
                self._remove(cast(Path, path), say=False)
                return
            offer.accept()
            self._program.open(cast(Path, path))

        def failed(error: Exception) -> None:
            self.is_making = False
            if shiboken6.isValid(offer):
                offer.say("")
                self._fault(error, offer.say)
            else:
                self._fault(error)

        self._background.run(lambda: _make(choice.code, choice.make(), None), done, failed)

    def _go_on(self, offer: OfferDialog) -> None:
        path = offer.chosen.copy
        offer.accept()
        if path is not None:
            self._program.open(path)

    def _throw_away(self, offer: OfferDialog) -> None:
        path = offer.chosen.copy
        offer.accept()
        if path is not None:
            self._remove(path)

    # --- in a practice copy -----------------------------------------------------------------

    def _show_window(self, score: Score, papers: Sequence[tuple[str, str]]) -> None:
        from fuer_desktop.ui.practice_score import ScoreWindow

        self.window = window = ScoreWindow(papers, self._program.theme, self._program.window)
        window.asked.connect(self._refresh)
        window.wanted.connect(self._go_to)
        window.again.connect(self._again)
        window.thrown_away.connect(self._remove_open)
        window.show_score(score)
        window.show()

    def _refresh(self) -> None:
        """Read the score again."""
        (link, _), window = self._workspace(), self.window
        if link is not None and window is not None:
            from fuer_desktop.services.practice_score import score

            link.ask(score, lambda found: self._take_score(window, cast("Score", found)))

    def _take_score(self, window: ScoreWindow, score: Score) -> None:
        if self.window is window:
            window.show_score(score)

    def _go_to(self, form: str, cell: CellKey) -> None:
        page = cast("FormsPage", self._program.window.page("forms"))
        page.open(form, cell)
        self._program.window.go_to("forms")
        self._program.window.activateWindow()

    def _again(self) -> None:
        from fuer_desktop.services.practice_book import following

        link, path = self._workspace()
        if link is not None:
            self._program.window.say(texts.PREPARING)
            link.ask(following, lambda found: self._make_again(path, found))

    def _make_again(self, old: Path | None, wanted: object) -> None:
        subject, seed = cast("tuple[Subject, int]", wanted)

        def done(path: object) -> None:
            self._old = old
            self._program.open(cast(Path, path))

        self._background.run(lambda: _make(subject.form, subject, seed), done, self._fault)

    def _remove_open(self) -> None:
        program = self._program
        _, path = self._workspace()
        if path is not None and program.window.may_close():
            program.close()
            self._close_window()
            program.start(None)
            self._remove(path)

    def _opened(self) -> None:
        """Another workspace is open: what stood beside the last one goes, and so does the round
        that was replaced by this one."""
        self._close_window()
        old, self._old = self._old, None
        if old is not None and old != self._workspace()[1]:
            self._remove(old, say=False)

    def _remove(self, path: Path, *, say: bool = True) -> None:
        from fuer_desktop.services import practice_book

        try:
            practice_book.remove(path)
        except FuerError as error:
            self._program.window.say(str(error))
        else:
            if say:
                self._program.window.say(texts.REMOVED)

    def _close_window(self) -> None:
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

    def _fault(self, error: Exception, say: Callable[[str], None] | None = None) -> None:
        if isinstance(error, FuerError):
            (say or self._program.window.say)(str(error))
        else:
            self._program.fault(error)


def _choice(title: str, subject: Subject, copies: Sequence[Path]) -> Choice:
    from fuer_desktop.services import practice_book

    there = practice_book.copy_of(subject.form, copies)
    return Choice(subject.form, title, lambda: subject, there)


def _make(form: str, subject: Subject, seed: int | None) -> Path:
    """Make a copy in the person's folder; returns its path."""
    from fuer_desktop.services import practice_book

    path = practice_book.free_path(choosing.documents(), form)
    practice_book.begin(path, subject, practice_book.new_seed() if seed is None else seed)
    return path
