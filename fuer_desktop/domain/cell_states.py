"""What an office or a submission has to do with single cells of a form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Query(StrEnum):
    """How far a question about a cell is."""

    ASKED = "asked"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class CellState:
    """``locked`` is the sentence that says why the cell cannot be changed; empty where it can."""

    query: Query | None = None
    locked: str = ""


FREE = CellState()
