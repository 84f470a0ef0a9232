"""Rules of a form (审核关系), written as 填报说明 prints them, each with a lasting code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fuer_desktop.domain.expressions import Blanks, Ref
from fuer_desktop.domain.relations import Condition, Relation
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
class RuleText:
    """What the text of one rule says.

    ``only`` restricts the columns (rows) in which it is checked; empty means all. ``tolerance``
    is in the unit of the sides.
    """

    relations: tuple[Relation, ...]
    over: Over = Over.ROWS
    only: frozenset[str] = frozenset()
    condition: Condition | None = None
    tolerance: Decimal = Decimal(0)

    @property
    def refs(self) -> Iterator[Ref]:
        """The figures it names: those of its relations, then those of its condition."""
        for relation in self.relations:
            yield from relation.refs
        if self.condition:
            yield from self.condition.refs

    @property
    def forms(self) -> frozenset[str]:
        """Codes of the other forms it needs."""
        return frozenset(ref.form for ref in self.refs if ref.form)


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """Relations between rows, checked in every column, or between columns in every row.

    ``hint`` says what to do; ``message``, where it is given, is said instead of the sentence that
    the program makes. ``valid_from`` and ``valid_to`` are years, 0 for open; ``off`` is the
    reason why an office does not apply the rule.
    """

    code: str
    severity: RuleClass
    table: str
    text: str
    says: RuleText
    blank_left: Blanks = Blanks.SKIP_ANY
    blank_right: Blanks = Blanks.SKIP_ANY
    hint: str = ""
    message: str = ""
    valid_from: int = 0
    valid_to: int = 0
    off: str = ""

    def in_force(self, year: int) -> bool:
        """Whether it is applied to figures of a year; 0 for any year."""
        began = not year or not self.valid_from or self.valid_from <= year
        return began and (not year or not self.valid_to or year <= self.valid_to) and not self.off


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
