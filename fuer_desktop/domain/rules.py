"""Rules of a form (审核关系), written as 填报说明 prints them, each with a lasting code."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fuer_desktop.domain.expressions import Comparison
from fuer_desktop.texts import rules as texts


class RuleClass(StrEnum):
    """How strict a rule is, in the classes of national direct reporting (peers.md 0.3)."""

    A = "A"  # 强制: must be put right; only the office can exempt a unit
    B = "B"  # 准强制: a reason is allowed once the office opened it for the unit
    C = "C"  # 核实: a reason is needed
    D = "D"  # 提示: may be left

    @property
    def label(self) -> str:
        """The word for people."""
        return texts.CLASSES[self.value]


class Over(StrEnum):
    """What the codes of a relation are."""

    ROWS = "rows"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class RelationRule:
    """Comparisons between rows, checked in every column, or between columns in every row.

    ``only`` restricts the columns (rows) in which it is checked; empty means all.
    """

    code: str
    severity: RuleClass
    table: str
    text: str
    comparisons: tuple[Comparison, ...]
    over: Over = Over.ROWS
    only: frozenset[str] = frozenset()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """Fires when a figure differs from last year's by more than ``percent`` per cent and
    by at least ``at_least`` in the row's unit. ``rows`` empty means all typed rows."""

    code: str
    severity: RuleClass
    table: str
    percent: Decimal
    at_least: Decimal
    rows: frozenset[str] = frozenset()
