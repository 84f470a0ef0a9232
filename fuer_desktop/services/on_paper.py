"""凭盖章件: what is said of figures that an office entered from paper, wherever they are shown."""

from __future__ import annotations

from datetime import datetime

from fuer_desktop.formats.package_contents import OnPaper, from_text
from fuer_desktop.texts import paper_desk as texts


def words_of(kept: str) -> str:
    """Which paper was seen, who entered it and when, from what is stored; empty where nothing
    is."""
    said = from_text(kept, OnPaper)
    return _words(said) if said else ""


def line_of(said: OnPaper | None) -> str:
    """The same as a sentence more behind an intake's line."""
    return texts.LINE.format(words=_words(said)) if said else ""


def _words(said: OnPaper) -> str:
    return texts.WORDS.format(seen=said.seen, by=said.by, at=_day(said.at))


def _day(at: str) -> str:
    """The day of an ISO time; what is none stays as it was said."""
    try:
        return datetime.fromisoformat(at).date().isoformat()
    except ValueError:
        return at
