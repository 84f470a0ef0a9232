"""Colours on paper and at night, and the sign and colour of every state. No matplotlib here.

A sign goes with every colour, so that a figure survives a grey print.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from fuer_desktop.domain.judgement import State


class Mark(Enum):
    """Signs of states; several states may share one."""

    REACHED = "●"
    ON_TRACK = "◐"
    AT_RISK = "◔"
    BEHIND = "◇"
    HARD = "◆"
    AWAY = "▲"
    NOT_KEPT = "▼"
    OPEN = "○"


MARK_OF: Mapping[State, Mark] = MappingProxyType(
    {
        State.NO_DATA: Mark.OPEN,
        State.TOO_FEW: Mark.OPEN,
        State.UNDECIDABLE: Mark.OPEN,
        State.NOT_JUDGED: Mark.OPEN,
        State.NOT_KEPT: Mark.NOT_KEPT,
        State.AWAY: Mark.AWAY,
        State.HARD: Mark.HARD,
        State.BEHIND: Mark.BEHIND,
        State.AT_RISK: Mark.AT_RISK,
        State.ON_TRACK: Mark.ON_TRACK,
        State.REACHED: Mark.REACHED,
        State.FINAL_REACHED: Mark.REACHED,
        State.FINAL_NEARLY: Mark.ON_TRACK,
        State.FINAL_MISSED: Mark.AWAY,
    }
)


@dataclass(frozen=True)
class Theme:
    """Colours as ``#RRGGBB``; text, muted and marks have 4.5 : 1 or more on the surface."""

    surface: str
    hairline: str
    text: str
    muted: str
    marks: Mapping[Mark, str]

    def colour(self, state: State) -> str:
        """The colour of a state's sign and word."""
        return self.marks[MARK_OF[state]]


LIGHT = Theme(
    surface="#FFFFFF",
    hairline="#D5DCE4",
    text="#1B2430",
    muted="#566170",
    marks=MappingProxyType(
        {
            Mark.REACHED: "#1A7446",
            Mark.ON_TRACK: "#2F8059",
            Mark.AT_RISK: "#6E7416",
            Mark.BEHIND: "#8A6100",
            Mark.HARD: "#AD4A00",
            Mark.AWAY: "#B3261E",
            Mark.NOT_KEPT: "#7A1717",
            Mark.OPEN: "#66707C",
        }
    ),
)

DARK = Theme(
    surface="#1E242C",
    hairline="#39434F",
    text="#E6EBF1",
    muted="#A7B2BF",
    marks=MappingProxyType(
        {
            Mark.REACHED: "#63C794",
            Mark.ON_TRACK: "#8FD3AE",
            Mark.AT_RISK: "#C8CE6A",
            Mark.BEHIND: "#EBC15A",
            Mark.HARD: "#F39A5B",
            Mark.AWAY: "#F2837B",
            Mark.NOT_KEPT: "#E8A0A0",
            Mark.OPEN: "#98A3AF",
        }
    ),
)
