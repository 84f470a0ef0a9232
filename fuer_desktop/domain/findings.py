"""What stays of a check: findings on record, and the reasons that people gave for them.

A reason is bound to the rule, its cells and both sides: it holds while they are what they were
when it was given, and holds again when they are so again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from fuer_desktop.domain.numbers import plain
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import BLANK, CellKey, Kind, Values, is_reason

if TYPE_CHECKING:  # what checks forms is no part of opening a workspace
    from fuer_desktop.domain.checking import Finding


class FindingKey(NamedTuple):
    """What a finding is known by, within one form of one unit and year."""

    rule: str
    cells: tuple[CellKey, ...]
    left: Decimal | None
    right: Decimal | None


def key_of(finding: Finding) -> FindingKey:
    """What this finding is known by."""
    return FindingKey(finding.rule, finding.cells, finding.left, finding.right)


def cells_text(cells: Iterable[CellKey]) -> str:
    """Cells as files and tables have them: table/row/column, separated by blanks."""
    return " ".join("/".join(cell) for cell in cells)


def side_text(side: Decimal | None) -> str:
    """One side in the one way in which its value can be written; nothing where it is no number."""
    if side is None:
        return ""
    text = plain(side or abs(side))
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_key(rule: str, cells: str, left: str, right: str) -> FindingKey:
    """A key from the texts that ``cells_text`` and ``side_text`` made."""
    sides = (Decimal(side) if side else None for side in (left, right))
    return FindingKey(rule, tuple(CellKey(*cell.split("/")) for cell in cells.split()), *sides)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a finding is true all the same; ``at`` is an ISO time. Without a reason it says that one
    was taken back."""

    rule: str
    cells: tuple[CellKey, ...]
    left: Decimal | None
    right: Decimal | None
    reason: str
    by: str = ""
    at: str = ""

    @property
    def key(self) -> FindingKey:
        """The finding that it is about."""
        return FindingKey(self.rule, self.cells, self.left, self.right)


def explanation_of(key: FindingKey, reason: str, by: str = "", at: str = "") -> Explanation:
    """An explanation of the finding that is known by this."""
    return Explanation(*key, reason, by, at)


Explanations = Mapping[FindingKey, Explanation]
"""The reasons given in one form."""


def takes_reason(finding: Finding) -> bool:
    """Whether a reason settles the finding; B needs the office's opening besides."""
    return finding.severity is RuleClass.C


def with_reasons(
    findings: Iterable[Finding], explanations: Explanations, values: Values
) -> list[Finding]:
    """The findings with the reasons that were given for them.

    Packages and workspaces of version 1 said a reason at a cell that holds a number: it counts for
    every finding that names the cell, the fullest if there are several.
    """
    return [_with_reason(finding, explanations, values) for finding in findings]


def _with_reason(finding: Finding, explanations: Explanations, values: Values) -> Finding:
    given = explanations.get(key_of(finding)) if explanations else None
    if given is not None and given.reason:
        return replace(finding, reason=given.reason, by=given.by, at=given.at)
    found = (values.get(cell, BLANK) for cell in finding.cells)
    said = max((value.reason for value in found if value.kind is Kind.NUMBER), key=len, default="")
    return replace(finding, reason=said) if said else finding


class State(StrEnum):
    """What became of a finding; gone says that the rule holds now, or that its sides differ."""

    OPEN = "open"
    EXPLAINED = "explained"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A finding on record. ``by`` and ``at`` are those of its reason; ``found_at`` is when it was
    first found, empty while only its reason is known; all times are ISO times."""

    key: FindingKey
    severity: RuleClass
    state: State
    reason: str = ""
    by: str = ""
    at: str = ""
    found_at: str = ""
    gone_at: str = ""

    @property
    def explanation(self) -> Explanation:
        """The reason that was given for it."""
        return explanation_of(self.key, self.reason, self.by, self.at)

    @property
    def difference(self) -> Decimal | None:
        """Left minus right, where both sides are numbers."""
        left, right = self.key.left, self.key.right
        return None if left is None or right is None else left - right


def changed_by_run(
    before: Mapping[FindingKey, Recorded], found: Iterable[Finding], now: str
) -> Iterator[Recorded]:
    """The records of one form that a run of checking adds or changes, where ``found`` is all that
    it finds: what is found stands again, what is not found is gone. Nothing is ever left out."""
    present = {key_of(finding): finding for finding in found}
    for key, finding in present.items():
        known = before.get(key)
        record = _of_finding(finding, known.found_at if known and known.found_at else now)
        if record != known:
            yield record
    for key, record in before.items():
        if key not in present and record.state is not State.GONE:
            yield replace(record, state=State.GONE, gone_at=now)


def _of_finding(finding: Finding, found_at: str) -> Recorded:
    state = State(finding.state)
    about = (finding.reason, finding.by, finding.at)
    return Recorded(key_of(finding), finding.severity, state, *about, found_at)


def explained_record(known: Recorded | None, explanation: Explanation, now: str) -> Recorded:
    """The record of a finding once a reason was given for it, or taken back."""
    record = known or Recorded(explanation.key, RuleClass.C, State.OPEN, found_at=now)
    said = replace(record, reason=explanation.reason, by=explanation.by, at=explanation.at)
    if is_reason(explanation.reason):
        return replace(said, state=State.EXPLAINED, gone_at="")
    return said if said.state is State.GONE else replace(said, state=State.OPEN)
