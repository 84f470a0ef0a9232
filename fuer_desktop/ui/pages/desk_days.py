"""How long it is until a deadline, in words."""

from __future__ import annotations

from datetime import date, datetime

from fuer_desktop.texts import desk as texts


def days_left(deadline: date) -> str:
    """Days from today to the deadline; only words, the desk never locks."""
    days = (deadline - datetime.now().astimezone().date()).days
    if days > 0:
        return texts.DAYS_LEFT.format(days=days)
    return texts.DAYS_OVER.format(days=-days) if days else texts.DAYS_TODAY
