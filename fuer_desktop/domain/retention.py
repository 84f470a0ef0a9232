"""Which backups are kept: fewer the older they are, the last ones and the handed-in ones always.

The thinning is Anki's, as reliability.md 4.6 takes it over.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

ALL_FOR = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 12, 10, 9
LAST = 3
"""Backups that are kept whatever their age."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A backup as far as keeping it is concerned. ``number`` is that of the journal, which only
    grows; ``forever`` marks a version that was handed in."""

    name: str
    number: int
    at: datetime
    forever: bool = False


def kept(backups: Sequence[Dated], now: datetime) -> set[str]:
    """The names to keep: all of two days, then one a day for 12 days, one a week for 10 weeks, one
    a month for 9 months. Where times contradict the journal's order, everything."""
    ordered = sorted(backups, key=lambda backup: (backup.number, backup.at))
    if _clock_ran_back(ordered, now):
        return {backup.name for backup in ordered}
    newest_first = ordered[::-1]
    keep = {backup.name for backup in newest_first[:LAST]}
    keep |= {b.name for b in ordered if b.forever or now - b.at <= ALL_FOR}
    for count, period in ((DAILY, "%Y-%j"), (WEEKLY, "%G-%V"), (MONTHLY, "%Y-%m")):
        newest: dict[str, str] = {}
        for backup in newest_first:
            newest.setdefault(backup.at.strftime(period), backup.name)
        keep |= set(list(newest.values())[:count])
    return keep


def _clock_ran_back(ordered: Sequence[Dated], now: datetime) -> bool:
    times = [*(backup.at for backup in ordered), now]
    return any(later < earlier for earlier, later in itertools.pairwise(times))
