"""保管: where everything is, the backups, and what left the workspace or came into it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QPushButton

from fuer_desktop.texts import keeping as texts
from fuer_desktop.texts import office as office_texts
from fuer_desktop.ui.backup_calendar import BackupCalendar
from fuer_desktop.ui.frame import (
    Context,
    ElidedLabel,
    Page,
    button,
    card,
    column,
    label,
    row,
    scrolled,
    while_alive,
)
from fuer_desktop.ui.tables import (
    RIGHT,
    Cell,
    FilterBox,
    Heading,
    Line,
    LinesModel,
    Table,
    matches,
    nothing_found,
    width_of,
)
from fuer_desktop.ui.theme import BASE_PT, GRID_PX

if TYPE_CHECKING:
    from fuer_desktop.services.keeping import BackupLine, Event, KeepingView
    from fuer_desktop.services.store_thread import Work

_WIDEST_PX = 380
"""A column of names is at most this wide at ordinary type; its tip has the whole."""

_STATUS_LOOKS = {True: "good", False: "wrong", None: "muted"}
_RIGHT_COLUMNS = (2, 3)
_BACKUPS_SHARE, _EVENTS_SHARE = 3, 4


class KeepingPage(Page):
    """``restored`` carries the backup that a person wants back."""

    restored = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.view: KeepingView | None = None
        self.paths = {
            name: ElidedLabel(Qt.TextElideMode.ElideMiddle)
            for name in (texts.FILE, texts.WITNESS, texts.BACKUPS, texts.SECOND)
        }
        self.status = label(wrap=True)
        self.busy = label("", "muted")
        bold = context.theme.font(bold=True)
        self.backups = LinesModel(_heads(texts.BACKUP_HEADERS, _RIGHT_COLUMNS), bold, self)
        self.backups_table = Table(context.theme, self.backups, texts.BACKUPS)
        self.calendar = BackupCalendar(context.theme)
        self.calendar.picked.connect(self._narrow_backups)
        self.all_days = button(texts.ALL_DAYS, lambda: self._narrow_backups(None), "fold")
        self.events = LinesModel(_heads(texts.EVENT_HEADERS), bold, self)
        self.events_table = Table(context.theme, self.events, texts.EVENTS)
        self.filter = FilterBox(
            office_texts.FILTER.format(what=texts.EVENT_FILTER), self, self.events_table
        )
        self.filter.textChanged.connect(lambda _: self._narrow())
        self.tools = self._build_tools()
        self.invite_yes = button(texts.INVITE_CHOOSE, self.choose_second)
        self.invite_no = button(texts.INVITE_NOT, lambda: self.set_second(None))
        invitation = row(label(texts.INVITE, wrap=True), self.invite_yes, self.invite_no)
        invitation.setStretch(0, 1)
        invitation.setContentsMargins(*[2 * GRID_PX] * 4)
        self.invite = card(invitation)
        self.invite.hide()
        self._lay_out()

    # --- what a person does ---------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything again."""
        from fuer_desktop.services import keeping

        self.context.link.ask(
            keeping.read_view,
            while_alive(self, lambda found: self._show(cast("KeepingView", found))),
        )

    def back_up(self) -> None:
        """Make a backup."""
        from fuer_desktop.services import keeping

        self._do("back_up", keeping.back_up_now)

    def rehearse(self) -> None:
        """Try a restore."""
        from fuer_desktop.services import keeping

        self._do("rehearse", keeping.rehearse)

    def examine(self) -> None:
        """Look at everything in the file."""
        from fuer_desktop.services import keeping

        self._do("examine", keeping.examine)

    def restore_chosen(self) -> None:
        """Ask for the chosen backup back."""
        line = self.backups.line(self.backups_table.currentIndex().row())
        if self.view is not None and self.view.locked:
            self.context.say(self.view.locked)
        elif line is not None:
            self.restored.emit(cast("BackupLine", line.item).kept)
        else:
            self.context.say(texts.CHOOSE_FIRST)

    def choose_second(self) -> None:
        """Ask for a folder as the second place."""
        chosen = QFileDialog.getExistingDirectory(self, texts.CHOOSE_FOLDER)
        if chosen:
            self.set_second(Path(chosen))

    def set_second(self, folder: Path | None) -> None:
        """Name the second place, or none for good."""
        from fuer_desktop.services import keeping

        self._do("set_second", lambda workspace: keeping.set_second(workspace, folder))

    @property
    def is_loaded(self) -> bool:
        """Whether the page has been read."""
        return self.view is not None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return bool(self.busy.text())

    def _do(self, name: str, work: Work) -> None:
        """Have it done in the store thread, say how it went, and read the page again."""
        if self.is_busy:
            return
        self._set_busy(texts.BUSY[name])
        self.context.link.ask(work, while_alive(self, self._done), while_alive(self, self._failed))

    def _done(self, sentence: object) -> None:
        self._set_busy("")
        self.context.say(str(sentence))
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._set_busy("")
        self.context.link.report(error)

    def _set_busy(self, words: str) -> None:
        self.busy.setText(words)
        for tool in (*self.tools, self.invite_yes, self.invite_no):
            tool.setEnabled(not words)

    # --- what is seen ---------------------------------------------------------------------

    def _show(self, view: object) -> None:
        self.view = found = cast("KeepingView", view)
        self.paths[texts.FILE].show_text(str(found.path))
        self.paths[texts.WITNESS].show_text(str(found.witness or texts.NO_WITNESS))
        self.paths[texts.BACKUPS].show_text(str(found.folder))
        self.paths[texts.SECOND].show_text(_second_in_words(found))
        self.status.setText(found.status)
        self.status.setObjectName(_STATUS_LOOKS[found.is_restorable])
        self.status.style().polish(self.status)
        self.invite.setVisible(found.invites)
        self.backups.set_lines([self._backup_line(line) for line in found.backups])
        self.backups_table.hint = texts.NO_BACKUPS
        self.calendar.set_days(line.at.date() for line in found.backups)
        self.events.set_lines([_event_line(event) for event in found.events])
        self.events_table.hint = texts.NO_EVENTS
        self._fit(self.backups_table, self.backups)
        self._fit(self.events_table, self.events)

    def _backup_line(self, backup: BackupLine) -> Line:
        name = backup.kept.path.name
        second = texts.IN_SECOND if backup.in_second else texts.NOT_IN_SECOND
        if self.view is None or not self.view.second_place:
            second = ""
        cells = (
            Cell(backup.at.strftime(texts.WHEN)),
            Cell(backup.reason),
            Cell(texts.CHANGES.format(number=backup.changes), align=RIGHT),
            Cell(backup.size, align=RIGHT),
            Cell(second),
            Cell(name),
        )
        return Line(cells, name, backup)

    def _narrow_backups(self, day: date | None) -> None:
        """Only the backups of one day, or all."""
        self.backups.set_filter(
            lambda line: day is None or cast("BackupLine", line.item).at.date() == day
        )
        self.all_days.setEnabled(day is not None)
        if day is not None:
            self.backups_table.selectRow(0)

    def _narrow(self) -> None:
        words = self.filter.words()
        self.events_table.hint = nothing_found(self.filter) if words else texts.NO_EVENTS
        self.events.set_filter(lambda line: matches(words, line.words))

    def _fit(self, table: Table, model: LinesModel) -> None:
        theme = self.context.theme
        widest = _WIDEST_PX * theme.points // BASE_PT
        last = model.columnCount() - 1
        for number in range(model.columnCount()):
            heading = str(model.headerData(number, Qt.Orientation.Horizontal))
            found = {line.cells[number].text for line in model.shown if number < last}
            longest = sorted(found, key=len)[-3:]  # the last takes what is left, or its head
            table.setColumnWidth(number, min(width_of(theme, [heading, *longest]), widest))

    # --- how it is laid out ---------------------------------------------------------------

    def _build_tools(self) -> tuple[QPushButton, ...]:
        rehearse = button(texts.REHEARSE, self.rehearse)
        rehearse.setToolTip(texts.REHEARSE_TIP)
        examine = button(texts.EXAMINE, self.examine)
        examine.setToolTip(texts.EXAMINE_TIP)
        return (
            button(texts.BACK_UP, self.back_up, "primary"),
            rehearse,
            button(texts.RESTORE, self.restore_chosen),
            button(texts.CHOOSE_SECOND, self.choose_second),
            examine,
        )

    def _lay_out(self) -> None:
        for table in (self.backups_table, self.events_table):
            table.horizontalHeader().setStretchLastSection(True)
            table.setMinimumHeight(4 * table.verticalHeader().defaultSectionSize())
        heading = label(texts.EVENTS)
        heading.setFont(self.context.theme.font(bold=True))
        layout = column(card(self._facts()), self.invite, margin=4 * GRID_PX)
        layout.addLayout(row(*self.tools, self.busy, None))
        lists = column(self.backups_table, margin=0)
        lists.setStretch(0, _BACKUPS_SHARE)
        lists.addLayout(row(heading, None, self.filter))
        lists.addWidget(self.events_table, _EVENTS_SHARE)
        days = column(self.calendar, self.all_days, None, margin=0)
        both = row()
        both.addLayout(days)
        both.addLayout(lists, 1)
        layout.addLayout(both, 1)
        self.setLayout(column(scrolled(layout), margin=0))

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(*[3 * GRID_PX] * 4)
        grid.setHorizontalSpacing(4 * GRID_PX)
        grid.setVerticalSpacing(GRID_PX)
        for number, (name, path) in enumerate(self.paths.items()):
            grid.addWidget(label(name, "muted"), number, 0)
            grid.addWidget(path, number, 1)
        grid.addWidget(self.status, len(self.paths), 0, 1, 2)
        grid.setColumnStretch(1, 1)
        return grid

    def showEvent(self, event: QShowEvent) -> None:
        """The page came to the front: what is typed goes to the filter."""
        super().showEvent(event)
        self.filter.setFocus()


def _heads(texts_of: tuple[str, ...], right: tuple[int, ...] = ()) -> list[Heading]:
    return [
        Heading(text, align=RIGHT) if number in right else Heading(text)
        for number, text in enumerate(texts_of)
    ]


def _second_in_words(view: KeepingView) -> str:
    if not view.second_place:
        return texts.NO_SECOND
    if not view.is_second_there:
        return texts.SECOND_AWAY.format(place=view.second_place)
    return view.second_place


def _event_line(event: Event) -> Line:
    parts = (
        event.at.strftime(texts.WHEN),
        event.who,
        event.machine,
        event.what,
        event.about,
        event.place,
    )
    return Line(tuple(map(Cell, parts)), " ".join(parts).casefold(), event)
