"""Plans and their targets: what a text demands of an indicator, with the words it came from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Audience(StrEnum):
    """Whom a plan is for, in the order in which offices name them."""

    WOMEN = "women"
    CHILDREN = "children"


class TargetKind(StrEnum):
    """What sort of demand a target is (definitions.md, "Target kinds")."""

    BOUND = "bound"
    ABOUT = "about"
    RATIO = "ratio"
    DIRECTION = "direction"
    SLOW_DOWN = "slow_down"
    KEEP = "keep"
    BALANCE = "balance"
    CHANGE = "change"
    YEARLY_CHANGE = "yearly_change"
    REFERENCE = "reference"
    MILESTONE = "milestone"


class Comparator(StrEnum):
    """How a value is held against a bound or a reference; ``eq`` is judged as "at least"."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    REF_GE = "ref_ge"
    REF_ABOUT = "ref_about"


class Sense(StrEnum):
    """Which way a direction target wants the indicator to move."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Scope(StrEnum):
    """Whom a target binds."""

    WHOLE = "whole"
    URBAN = "urban"
    RURAL = "rural"
    EACH = "each"
    PART = "part"


class Each(StrEnum):
    """The kind of unit that an "each" target binds one by one."""

    TOWNSHIP = "township"
    VILLAGE = "village"
    SCHOOL = "school"
    INSTITUTION = "institution"


class Standing(StrEnum):
    """Where in the text a target stands."""

    GOAL = "goal"
    BOX = "box"
    STRATEGY = "strategy"
    OVERALL = "overall"


@dataclass(frozen=True)
class Target:
    """One demand on one indicator by one year. ``value`` and ``printed`` are as in the text."""

    code: str
    item: str
    domain: str
    indicator: str
    wording: str
    unit: str
    printed: str
    kind: TargetKind
    year: int
    stands_in: Standing
    value: str = ""
    comparator: Comparator | None = None
    sense: Sense | None = None
    reference: str = ""
    tolerance: Decimal | None = None
    maintain: bool = False
    scope: Scope = Scope.WHOLE
    each: Each | None = None
    attribute: str = ""
    note: str = ""

    @property
    def of_townships(self) -> bool:
        """Whether every township has to reach it, so that it is judged on the share that did."""
        return self.scope is Scope.EACH and self.each is Each.TOWNSHIP


@dataclass(frozen=True)
class Plan:
    """One plan of one place."""

    code: str
    title: str
    place: str
    audience: Audience
    document: str
    start: int
    end: int
    base: int
    targets: tuple[Target, ...]

    @property
    def domains(self) -> tuple[str, ...]:
        """The plan's domains in the order of the text."""
        return tuple(dict.fromkeys(target.domain for target in self.targets))
