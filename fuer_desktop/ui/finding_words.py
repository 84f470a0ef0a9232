"""Findings as lines of a list: one each, but for a form's blank cells, which share one."""

from __future__ import annotations

from collections.abc import Iterable

from fuer_desktop.domain.checking import BLANK_RULE
from fuer_desktop.services.checking import PlacedFinding
from fuer_desktop.texts import desk as texts
from fuer_desktop.ui.theme import FINDING_SIGNS


def lines_of(
    found: Iterable[PlacedFinding], blanks: str = texts.BLANKS
) -> list[tuple[str, list[PlacedFinding]]]:
    """Each line with the findings that it stands for; ``blanks`` is what is said of blank cells."""
    groups: dict[object, list[PlacedFinding]] = {}
    for number, placed in enumerate(found):
        is_blank = placed.finding.rule == BLANK_RULE
        groups.setdefault(placed.form.code if is_blank else number, []).append(placed)
    return [(_words(group, blanks), group) for group in groups.values()]


def _words(group: list[PlacedFinding], blanks: str) -> str:
    first = group[0]
    message = first.finding.message
    if first.finding.rule == BLANK_RULE:
        message = blanks.format(count=len(group))
    return f"{FINDING_SIGNS[first.finding.severity]} {first.form.title}：{message}"
