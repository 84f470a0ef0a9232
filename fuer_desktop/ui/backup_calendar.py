"""The days that have a backup, as a month; a day that is chosen narrows a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QTableView, QWidget

from fuer_desktop.texts import keeping as texts
from fuer_desktop.ui.frame import button, column, label, row
from fuer_desktop.ui.theme import GRID_PX, Theme

_LINES = 7
"""Names of days, and six weeks."""
_WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)


class BackupCalendar(QWidget):
    """A month with the way to the others. ``picked`` carries the day that a person chose, or None
    where it has no backup."""

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.days = Days(theme)
        self.days.picked.connect(self.picked)
        self._month = label()
        self._month.setFont(theme.font(bold=True))
        before = button(texts.MONTH_BEFORE, self.days.showPreviousMonth, "fold")
        after = button(texts.MONTH_AFTER, self.days.showNextMonth, "fold")
        layout = column(margin=0)
        layout.addLayout(row(before, None, self._month, None, after))
        layout.addWidget(self.days)
        self.setLayout(layout)
        self.days.currentPageChanged.connect(lambda _year, _month: self._tell_month())
        self._tell_month()

    def set_days(self, days: Iterable[date]) -> None:
        """Show other days; each has as many backups as it stands there."""
        self.days.set_days(days)
        self._tell_month()

    def _tell_month(self) -> None:
        year, month = self.days.yearShown(), self.days.monthShown()
        self._month.setText(texts.MONTH.format(year=year, month=month))


class Days(QCalendarWidget):
    """The days of one month."""

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._counts: Counter[date] = Counter()
        self.setNavigationBarVisible(False)
        self.setMinimumHeight(_LINES * QFontMetrics(theme.font()).height() * 3 // 2)
        self.setLocale(QLocale(QLocale.Language.Chinese))
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        view = self.findChild(QTableView)
        assert view is not None  # the days themselves
        view.setAccessibleName(texts.CALENDAR)
        plain = QTextCharFormat()
        plain.setForeground(QColor(theme.colours.text))
        for day in _WEEKEND:
            self.setWeekdayTextFormat(day, plain)
        self.clicked.connect(self._pick)
        self.activated.connect(self._pick)

    def set_days(self, days: Iterable[date]) -> None:
        """Show other days; each has as many backups as it stands there."""
        self._counts = Counter(days)
        if self._counts:
            last = max(self._counts)
            self.setMaximumDate(QDate(last.year, last.month, last.day))
            self.setSelectedDate(self.maximumDate())
        self.updateCells()

    def count(self, day: date) -> int:
        """How many backups a day has."""
        return self._counts[day]

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate | date) -> None:
        """A day with backups has a bar under its figure and stands in bold, never colour alone."""
        given = QDate(day.year, day.month, day.day) if isinstance(day, date) else day
        count = self._counts[date(given.year(), given.month(), given.day())]
        colours = self._theme.colours
        painter.save()
        if given == self.selectedDate():
            painter.fillRect(rect, QColor(colours.selection))
        own_month = given.month() == self.monthShown()
        painter.setFont(self._theme.font(bold=bool(count)))
        painter.setPen(QColor(colours.text if count and own_month else colours.muted))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(given.day()))
        if count:
            middle, width = rect.center().x(), 4 * GRID_PX
            corner = QPoint(middle - width // 2, rect.bottom() - GRID_PX)
            painter.fillRect(corner.x(), corner.y(), width, 2, QColor(colours.accent))
        painter.restore()

    def _pick(self, chosen: QDate) -> None:
        day = date(chosen.year(), chosen.month(), chosen.day())
        self.picked.emit(day if self._counts[day] else None)
