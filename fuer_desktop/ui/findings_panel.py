"""The findings beside a form: a list in groups, the one in hand in full, and its reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from fuer_desktop.domain.checking import BLANK_RULE, Finding
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.findings import FindingKey, key_of, takes_reason
from fuer_desktop.domain.numbers import plain
from fuer_desktop.domain.reasons import ready_reasons
from fuer_desktop.domain.slips import Proposal
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, is_reason
from fuer_desktop.domain.wording import Told
from fuer_desktop.services.editing import EditSession
from fuer_desktop.texts import checks as check_texts
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.finding_detail import FindingDetail, SlipLines, correction
from fuer_desktop.ui.findings_list import FindingsModel, FindingsView
from fuer_desktop.ui.frame import column, label
from fuer_desktop.ui.reason_box import ReasonBox
from fuer_desktop.ui.theme import GRID_PX, Theme

SLIPS_AFTER_MS = 120
"""Slips are looked for once a person has stopped: no keystroke waits for them."""

_SHARES = (3, 2)
"""Of list and detail in the panel's height, as far as the detail needs its own."""

_NOTHING = Told("")


class FindingsPanel(QWidget):
    """``wanted`` asks the grid to go to a cell, ``explained`` gives the keys back to it."""

    wanted = Signal(CellKey)
    explained = Signal()

    def __init__(self, session: EditSession, theme: Theme, say: Callable[[str], None]) -> None:
        super().__init__()
        self._session = session
        self._say = say
        self._is_settling = False
        self._shown: Finding | None = None
        self._begun_for: Finding | None = None
        self._heading = label()
        self._heading.setFont(theme.font(bold=True))
        self._rows = FindingsModel(session, self)
        self.list = self._build_list(theme)
        self.detail = FindingDetail(theme)
        self.slips = SlipLines(session.form)
        self.slips.corrected.connect(self.correct)
        self.reason = self._build_reason()
        self._slips_timer = QTimer(self)
        self._slips_timer.setSingleShot(True)
        self._slips_timer.setInterval(SLIPS_AFTER_MS)
        self._slips_timer.timeout.connect(self._propose)
        self._room = self._build_room()
        layout = column(
            self._heading, self.list, self._room, self.slips, self.reason, None, margin=2 * GRID_PX
        )
        layout.setStretch(layout.count() - 1, 0)  # only what nothing else needs
        for number, share in zip((1, 2), _SHARES, strict=True):
            layout.setStretch(number, share)
        self.setLayout(layout)
        session.listeners.append(lambda _: self.refresh())
        self._tell_count()
        self._show_current()

    def refresh(self) -> None:
        """Show the findings as they are; only rows that changed are touched."""
        self._is_settling = True  # a row that comes and goes is nobody's choice
        changed = self._rows.refresh()
        self._is_settling = False
        if changed:
            self._tell_count()
            self._follow()

    @property
    def finding(self) -> Finding | None:
        """The finding in hand."""
        return self._shown

    def go_to_next(self) -> None:
        """Step to the next finding that is still open and ask for its cell."""
        self._step(1)

    def go_to_previous(self) -> None:
        """Step back to the one before."""
        self._step(-1)

    def ask_reason(self) -> None:
        """Take the keys for the reason of the finding in hand, if it is one that wants one."""
        if not self.reason.isHidden():
            self.reason.ask()
        else:
            self._say(texts.NO_REASON_WANTED)

    def stand_at(self, key: CellKey | None) -> None:
        """Take in hand the finding of the cell where the grid's cursor stands: of several the
        strictest, unless one of them is in hand already."""
        found = self._session.findings_at(key) if key is not None else []
        if found and (self._shown is None or key_of(self._shown) not in map(key_of, found)):
            self._take(min(found, key=lambda finding: finding.explained), unfold=False)

    def correct(self, proposal: Proposal) -> None:
        """Enter the figures that a proposal means, as typed ones; Ctrl+Z takes them back."""
        try:
            meant = {key: plain(figure) for key, figure in proposal.meant}
            self._session.enter_many(meant, How.TYPED)
        except EntryError as error:
            self._say(str(error))
            return
        self._say(check_texts.CORRECTED.format(done=correction(proposal)))
        self.wanted.emit(proposal.meant[0][0])

    def correct_first(self) -> None:
        """Take the likeliest slip that is shown, if there is one."""
        if self.slips.proposals:
            self.correct(self.slips.proposals[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width sentences take other heights."""
        super().resizeEvent(event)
        self._fit_room()

    # --- parts ------------------------------------------------------------------------------

    def _build_list(self, theme: Theme) -> FindingsView:
        made = FindingsView(self._rows, theme)
        made.chosen.connect(self._go)
        made.left.connect(self.explained)
        made.selectionModel().currentChanged.connect(lambda *_: self._choose())
        return made

    def _build_reason(self) -> ReasonBox:
        made = ReasonBox()
        made.given.connect(self._explain)
        made.begun.connect(self._begin_reason)
        made.ended.connect(self._keep_begun)
        made.left.connect(self._give_up_reason)
        made.writing.connect(lambda _: self._make_room())
        return made

    def _build_room(self) -> QScrollArea:
        """A long finding scrolls; the list keeps its room."""
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        lines = column(self.detail, None, margin=0)
        lines.setSpacing(0)
        holder.setLayout(lines)
        room.setWidget(holder)
        return room

    # --- what is in hand --------------------------------------------------------------------

    def _tell_count(self) -> None:
        waiting = sum(finding.blocks for finding in self._session.findings)
        count = texts.FINDINGS.format(count=waiting)
        self._heading.setText(count if waiting else texts.FINDINGS_NONE)
        self._make_room()

    def _make_room(self) -> None:
        """While a reason is written its finding and the ready reasons have the room; else the list
        has what its rows need."""
        self.list.setMaximumHeight(self.list.whole_height)
        self.list.setVisible(bool(self._rows.rows) and self.reason.list.isHidden())

    def _follow(self) -> None:
        """Keep in hand what is still there: the same finding, else another of the same cells, else
        the one that stands where it stood."""
        before = self._shown
        if before is None:
            self._show_current()
            return
        place = (before.rule, before.cells)
        now = self._session.findings
        same = next((f for f in now if (f.rule, f.cells) == place), None)
        found = same or next(iter(self._session.findings_at(before.cells[0])), None)
        if found is not None:
            self._take(found, unfold=False)
        else:
            self._show_chosen()

    def _take(self, finding: Finding, *, unfold: bool) -> None:
        self._is_settling = True
        self.list.show_finding(finding, unfold=unfold)
        self._is_settling = False
        if finding == self._shown and finding.rule != BLANK_RULE:
            self._look_for_slips()  # other figures may have changed
            return
        self._shown = finding
        self._show_current()

    def _choose(self) -> None:
        if not self._is_settling:
            self._show_chosen()

    def _show_chosen(self) -> None:
        self._shown = self.list.finding
        self._show_current()

    def _show_current(self) -> None:
        """The finding in full; the line for a reason only where a reason settles it."""
        finding = self._shown
        self.detail.show_finding(finding, self._rows.told(finding) if finding else _NOTHING)
        self._room.setVisible(finding is not None)
        self._fit_room()
        self._look_for_slips()
        offered = finding is not None and takes_reason(finding) and not self._session.locked
        self.reason.setVisible(offered)
        if finding is not None and offered:
            self.reason.offer(finding.reason, ready_reasons(self._session.form, finding))

    def _look_for_slips(self) -> None:
        """What was proposed is no more; what is likely now is told once there is time."""
        self._slips_timer.stop()
        if self.slips.proposals:
            self.slips.propose((), {})
        if self._shown is not None and not self._shown.explained:
            self._slips_timer.start()

    def _fit_room(self) -> None:
        """The finding in full has the height of its lines, and scrolls where that is not there.
        Measured as if it scrolled: Qt keeps a bar that was there for a moment otherwise."""
        width = self.width() - 4 * GRID_PX - self._room.verticalScrollBar().sizeHint().width()
        self._room.setMaximumHeight(max(self.detail.heightForWidth(width), 0) + GRID_PX)

    def _propose(self) -> None:
        finding = self._shown
        if finding is not None:
            self.slips.propose(self._session.likely_slips(finding), self._session.figures)

    def _step(self, by: int) -> None:
        order = self._rows.in_order()
        if not order:
            self._say(check_texts.NOTHING_OPEN)
            return
        keys: list[FindingKey] = [key_of(finding) for finding in order]
        here = self._shown and key_of(self._shown)
        if here in keys:
            number = (keys.index(here) + by) % len(order)
        else:
            number = 0 if by > 0 else len(order) - 1
        self._go(order[number])

    def _go(self, finding: Finding) -> None:
        self._take(finding, unfold=True)
        self.wanted.emit(finding.cells[0])

    # --- reasons ----------------------------------------------------------------------------

    def _explain(self) -> None:
        finding = self._begun_for or self._shown
        if finding is None:
            return
        try:
            self._session.explain(finding, self.reason.text)
        except EntryError as error:
            self._say(str(error))
            return
        self._begun_for = None
        self._say("")
        self.explained.emit()

    def _begin_reason(self) -> None:
        """A reason belongs to the finding for which it was begun, wherever the cursor goes."""
        self._begun_for = self._begun_for or self._shown

    def _give_up_reason(self) -> None:
        """Esc: the reason stays what it was, and the keys go back to the grid."""
        self._begun_for = None
        self.reason.line.setText(self._shown.reason if self._shown else "")
        self.explained.emit()

    def _keep_begun(self) -> None:
        """Leaving the line keeps what was written, if it is long enough to be a reason."""
        begun, self._begun_for = self._begun_for, None
        if begun is not None and is_reason(self.reason.text):
            try:
                self._session.explain(begun, self.reason.text)
            except EntryError as error:
                self._say(str(error))
