"""Reference periods: the stretch of time a figure is about.

Every figure is yearly; the kind of period says which stretch of time belongs to the year's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.texts import entry as texts
from fuer_desktop.texts import periods as period_texts


class PeriodKind(StrEnum):
    """Which days the year of a form or an indicator covers."""

    CALENDAR = "calendar"
    MCH = "mch"  # maternal and child health year: 1 October of the year before to 30 September
    SCHOOL_YEAR = "school_year"  # 1 September of the year to 31 August of the next
    POINT = "point"
    SURVEY = "survey"

    def covers(self, year: int | None) -> str:
        """The stretch of time that belongs to a year, in words; with room for it where the year
        is still to be written by hand."""
        if year is None:
            return period_texts.COVERS_ANY[self.value]
        return period_texts.COVERS[self.value].format(year=year, before=year - 1, after=year + 1)


@dataclass(frozen=True, slots=True, order=True)
class ReferencePeriod:
    """One reporting year."""

    year: int

    @classmethod
    def parse(cls, text: str) -> ReferencePeriod:
        """Read ``2025``; raise EntryError for anything else."""
        if not re.fullmatch(r"(19|20|21)[0-9]{2}", text):
            raise EntryError(texts.BAD_PERIOD.format(text=text))
        return cls(int(text))

    @property
    def previous(self) -> ReferencePeriod:
        """The year before."""
        return ReferencePeriod(self.year - 1)

    def __str__(self) -> str:
        return f"{self.year:04}"
