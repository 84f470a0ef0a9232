"""Plans: their goals, targets and baselines, each with the words of the text it came from."""

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


class ChangeBasis(StrEnum):
    """What an amount of change is counted in: of the base year's value, or year by year."""

    BASE_PERCENT = "base_percent"
    BASE_POINTS = "base_points"
    YEARLY_POINTS = "yearly_points"
    YEARLY_MEAN_PERCENT = "yearly_mean_percent"


class Sense(StrEnum):
    """Which way a target of direction or change wants the indicator to move."""

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
    COUNTY = "county"
    VILLAGE = "village"
    SCHOOL = "school"
    INSTITUTION = "institution"


class Standing(StrEnum):
    """Where in the text a target stands."""

    GOAL = "goal"
    BOX = "box"
    STRATEGY = "strategy"
    OVERALL = "overall"


class BaselineSign(StrEnum):
    """How exactly a text gives a figure of the past: 达到, 以上, 以内, 左右."""

    EQ = "eq"
    GE = "ge"
    LE = "le"
    ABOUT = "about"


@dataclass(frozen=True)
class Goal:
    """One numbered item of a plan's goals, verbatim; ``measurable`` if a target results from it."""

    domain: str
    item: str
    text: str
    measurable: bool


@dataclass(frozen=True)
class Target:
    """One demand on one indicator by one year.

    ``sentence`` and the values are as in the text; ``year`` is the last year that the target
    binds, ``annual`` if it binds every year until then. ``reference`` is a code where what the
    sentence refers to (``reference_words``) is an indicator of the catalogue.
    """

    code: str
    item: str
    domain: str
    indicator: str
    wording: str
    unit: str
    sentence: str
    kind: TargetKind
    year: int
    stands_in: Standing
    annual: bool = False
    value: str = ""
    value2: str = ""
    comparator: Comparator | None = None
    sense: Sense | None = None
    change_basis: ChangeBasis | None = None
    base_year: int | None = None
    reference: str = ""
    reference_words: str = ""
    tolerance: Decimal | None = None
    maintain: bool = False
    scope: Scope = Scope.WHOLE
    each: Each | None = None
    scope_words: str = ""
    attribute: str = ""
    note: str = ""

    @property
    def of_units(self) -> bool:
        """Whether every township, or every county, has to reach it, so that it is judged on the
        share that did."""
        return self.scope is Scope.EACH and self.each in (Each.TOWNSHIP, Each.COUNTY)


@dataclass(frozen=True)
class Baseline:
    """A figure of the years before the plan, as its text gives it; ``year`` 0 where none is
    printed, ``indicator`` empty where the catalogue has none."""

    wording: str
    unit: str
    value: str
    sentence: str
    indicator: str = ""
    comparator: BaselineSign = BaselineSign.EQ
    year: int = 0
    note: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A number of the text that is no target's, in its own words, with the reason."""

    domain: str
    text: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """One plan of one place; ``text`` names its text under ``resources/plans``."""

    code: str
    title: str
    place: str
    text: str
    audience: Audience
    document: str
    start: int
    end: int
    base: int
    targets: tuple[Target, ...]
    goals: tuple[Goal, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def domains(self) -> tuple[str, ...]:
        """The plan's domains in the order of the text."""
        of_goals = [goal.domain for goal in self.goals]
        return tuple(dict.fromkeys(of_goals + [target.domain for target in self.targets]))
