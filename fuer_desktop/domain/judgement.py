"""Judging a target: the number against the target first, then pace, then reliability.

Methods and exact strings are those of progress-methods.md (B2-B5). This version judges bounds,
"about" values, directions and references; every other kind is 暂不评价, with the reason.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from fuer_desktop.domain.aims import Aim, NoAimError, aim_of, direction_aim
from fuer_desktop.domain.indicators import Indicator, IndicatorValue
from fuer_desktop.domain.numbers import rounded, shown, with_unit
from fuer_desktop.domain.plans import Scope, Sense, Target, TargetKind
from fuer_desktop.domain.trends import WINDOW, Point, slope, yearly_change
from fuer_desktop.texts import judgement as texts

FAST, ON_PACE, SLOW = Decimal("1.20"), Decimal("0.95"), Decimal("0.60")
"""Cuts of the progress ratio R (B4.1)."""

EARLY, EARLY_YEARS = Decimal("0.2"), 2
"""Share of the time, and years after the base, in which R is only for reference (B2)."""

FEW_EVENTS = 20
"""A count below this makes a rate unsteady (B8)."""

PACE_POINTS, DIRECTION_POINTS, TREND_POINTS = 2, 3, 4
"""Usable points from which a pace, a recent direction and a trend are told (B2)."""

LATEST_BASE = 2
"""Years after the base year in which a first value may stand in for it (B3)."""


class State(StrEnum):
    """Headline states, worded exactly as progress-methods.md B5."""

    NO_DATA = "无数据"
    TOO_FEW = "数据不足暂不评价"
    UNDECIDABLE = "无法判断"
    NOT_JUDGED = "暂不评价"
    NOT_KEPT = "未保持"
    AWAY = "偏离目标"
    HARD = "预计达标困难"
    BEHIND = "进度偏慢"
    AT_RISK = "已达标有回落风险"
    ON_TRACK = "按进度可达标"
    REACHED = "已达标"
    FINAL_REACHED = "达标"
    FINAL_NEARLY = "基本达标"
    FINAL_MISSED = "未达标"


class Trend(StrEnum):
    """Trend of a direction target (B4.3)."""

    GOOD = "趋势向好"
    GOOD_BUT = "总体向好本年回落或持平"
    TURNED = "本年转好总体未改善"
    AGAINST = "未按要求变化"


class Flag(StrEnum):
    """Marks beside the state."""

    FIRST = "初步"
    EARLY = "起步期"
    SMALL = "小样本"


@dataclass(frozen=True)
class Verdict:
    """What is said of one target in one year. ``ratio`` is R; ``base`` a point in or after the
    base year; ``needed`` the change a year from now on that would reach the target in time."""

    target: str
    year: int
    state: State
    sentence: str
    value: Decimal | None = None
    aim: str = ""
    base: Point | None = None
    reached: bool | None = None
    ratio: Decimal | None = None
    needed: Decimal | None = None
    trend: Trend | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What a target is judged by: the indicator's series up to the year (years ascending), the
    year's value with its counts, and the reference indicator's values by year. ``each_known`` says
    that the series is the share of the bound units that reached the target. ``remark`` ends the
    sentence."""

    indicator: Indicator
    series: Sequence[Point]
    current: IndicatorValue
    year: int
    base_year: int
    reference: Mapping[int, Decimal] = field(default_factory=dict)
    reference_name: str = ""
    each_known: bool = False
    remark: str = ""

    @property
    def since_base(self) -> list[Point]:
        """Usable points: from the base year to the judged year."""
        return [point for point in self.series if self.base_year <= point.year <= self.year]


JUDGED = (TargetKind.BOUND, TargetKind.ABOUT, TargetKind.DIRECTION, TargetKind.REFERENCE)


def judge(target: Target, evidence: Evidence) -> Verdict:
    """The verdict on one target for the evidence's year."""
    refusal = _gate(target, evidence)
    if refusal:
        return refusal
    if target.kind is TargetKind.DIRECTION:
        return _judge_direction(target, evidence)
    try:
        aim = aim_of(target, evidence.indicator, evidence.reference, evidence.reference_name)
        return _judge_point(target, evidence, aim)
    except NoAimError as gap:
        return _plain(target, evidence, State.UNDECIDABLE, str(gap))


def _gate(target: Target, evidence: Evidence) -> Verdict | None:
    """B2: no verdict from fewer data than it needs, and none of a kind not judged here."""
    if reason := _why_by_hand(target, evidence):
        return _plain(target, evidence, State.NOT_JUDGED, reason)
    if evidence.current.unasked:
        elements = "、".join(evidence.current.unasked)
        return _plain(target, evidence, State.NO_DATA, texts.UNASKED.format(elements=elements))
    if evidence.current.missing:
        reason = texts.MISSING_UNITS.format(
            year=evidence.year,
            count=len(evidence.current.missing),
            units="、".join(evidence.current.missing),
        )
        return _plain(target, evidence, State.NO_DATA, reason)
    if evidence.current.value is None:
        template = texts.NO_VALUE
        if evidence.current.numerator is not None:
            template = texts.NO_DENOMINATOR
        return _plain(target, evidence, State.NO_DATA, template.format(year=evidence.year))
    return None


def _why_by_hand(target: Target, evidence: Evidence) -> str:
    """Why a target is left to people; nothing where it is judged here."""
    if target.kind not in JUDGED:
        kind = texts.KINDS[target.kind]
        return texts.KIND_NOT_JUDGED.format(kind=kind, sentence=target.sentence)
    if target.kind is TargetKind.REFERENCE and not target.reference:
        words = target.reference_words
        return texts.NO_STATISTIC.format(words=words, sentence=target.sentence)
    if not _is_measured_as_demanded(target, evidence):
        scope = target.scope_words or texts.SCOPES[target.scope]
        return texts.SCOPE_NOT_JUDGED.format(scope=scope, sentence=target.sentence)
    return ""


def _is_measured_as_demanded(target: Target, evidence: Evidence) -> bool:
    """Whether the indicator is known for exactly those whom the target binds.

    Townships and counties are known one by one where they file the figures themselves; of other
    units the share is known that reached the demand, if the indicator is that share.
    """
    if target.scope is Scope.EACH:
        known = evidence.each_known if target.of_units else evidence.indicator.unit == "%"
        return known and target.kind is TargetKind.BOUND
    return target.scope is Scope.WHOLE


def _plain(target: Target, evidence: Evidence, state: State, sentence: str) -> Verdict:
    """A verdict without measure of progress."""
    return Verdict(target.code, evidence.year, state, sentence, evidence.current.value)


def _current(evidence: Evidence) -> Point:
    assert evidence.current.value is not None  # _gate lets no other through
    return Point(evidence.year, evidence.current.value)


def _judge_point(target: Target, evidence: Evidence, aim: Aim) -> Verdict:
    """Bound, about and reference targets: a distance to be closed (B4.1, B4.4, B4.5)."""
    now = _current(evidence)
    words = _Words(target, evidence, aim)
    if evidence.year >= target.year:
        return _judge_final(words, aim, now)
    if aim.reached(now):
        falling = _falls_back(evidence, target, aim)
        state = State.AT_RISK if falling else State.REACHED
        template = texts.FALLING_BACK if falling else texts.REACHED
        return words.verdict(state, template, reached=True)
    return _judge_pace(words, aim, now)


def _judge_final(words: _Words, aim: Aim, now: Point) -> Verdict:
    if aim.reached(now):
        return words.verdict(State.FINAL_REACHED, texts.FINAL_REACHED, reached=True)
    gap = aim.shortfall(now)
    nearly = (
        words.target.kind is not TargetKind.ABOUT  # its band is the tolerance already
        and gap * 100 <= abs(aim.value_in(now.year))
    )
    state = State.FINAL_NEARLY if nearly else State.FINAL_MISSED
    template = texts.FINAL_NEARLY if nearly else texts.FINAL_MISSED
    return words.verdict(state, template, reached=False, gap=words.gap(gap))


def _judge_pace(words: _Words, aim: Aim, now: Point) -> Verdict:
    """Not reached yet: R = share of the way done / share of the time gone."""
    evidence = words.evidence
    gap = words.gap(aim.shortfall(now))
    usable = evidence.since_base
    if len(usable) < PACE_POINTS:
        return words.verdict(State.TOO_FEW, texts.ONE_POINT, reached=False, gap=gap)
    once = [point for point in usable[:-1] if aim.known_reached(point)]
    if once:
        return words.verdict(
            State.NOT_KEPT, texts.NOT_KEPT, reached=False, earlier_year=once[-1].year
        )
    base = usable[0]
    at_base = aim.known_shortfall(base)
    if at_base is None or base.year > evidence.base_year + LATEST_BASE:
        return words.verdict(State.TOO_FEW, texts.NO_BASE, reached=False, gap=gap)
    if at_base < Decimal(5).scaleb(-evidence.indicator.decimals - 1):
        return words.verdict(
            State.NOT_KEPT, texts.NOT_KEPT_NEAR, reached=False, earlier_year=base.year
        )
    return _pace_verdict(words, base, (at_base, aim.shortfall(now)))


def _pace_verdict(words: _Words, base: Point, shortfalls: tuple[Decimal, Decimal]) -> Verdict:
    """The verdict from the shortfall in the base year and the one that is left."""
    at_base, left = shortfalls
    year, end = words.evidence.year, words.target.year
    done = (at_base - left) / at_base
    elapsed = Decimal(year - base.year) / (end - base.year)
    ratio = done / elapsed
    state = _class_of(ratio)
    needed = left / (end - year)
    verdict = words.verdict(
        state,
        texts.PACE,
        reached=False,
        base_year=base.year,
        moved=words.change(_current(words.evidence).value - base.value),
        done=shown(done * 100, 1),
        elapsed=shown(elapsed * 100, 1),
        ratio=shown(ratio, 2),
        outcome=state.value + (texts.FAST if ratio >= FAST else ""),
        years=end - year,
        needed=words.needed(needed, rising=words.must_rise(left)),
        speed_up=words.speed_up(needed, (at_base - left) / (year - base.year), year - base.year),
    )
    return words.with_pace(verdict, base, ratio, needed, elapsed)


def _class_of(ratio: Decimal) -> State:
    if ratio >= ON_PACE:
        return State.ON_TRACK
    if ratio >= SLOW:
        return State.BEHIND
    return State.HARD if ratio >= 0 else State.AWAY


def _falls_back(evidence: Evidence, target: Target, aim: Aim) -> bool:
    """Whether the recent trend (four points or more) leads out of the target before its year, or
    a target to be kept worsens on average with less than two mean changes to spare (B4.4)."""
    points = evidence.since_base
    if len(points) < TREND_POINTS:
        return target.maintain and _little_to_spare(points, aim)
    years = target.year - evidence.year
    projected = points[-1].value + slope(points) * years
    falling = not aim.reached(Point(evidence.year, projected))
    return falling or (target.maintain and _little_to_spare(points, aim))


def _little_to_spare(points: Sequence[Point], aim: Aim) -> bool:
    if len(points) < DIRECTION_POINTS:
        return False
    recent = points[-WINDOW:]
    changes = [abs(b.value - a.value) / (b.year - a.year) for a, b in itertools.pairwise(recent)]
    worse = aim.shortfall(recent[-1]) > aim.shortfall(Point(recent[-1].year, recent[0].value))
    return worse and -aim.shortfall(recent[-1]) < 2 * sum(changes) / len(changes)


def _judge_direction(target: Target, evidence: Evidence) -> Verdict:
    """B4.3: better than the base by half the last printed digit, and the recent trend."""
    words = _Words(target, evidence, direction_aim(target))
    usable = evidence.since_base
    if len(usable) < PACE_POINTS:
        return words.verdict(State.TOO_FEW, texts.NO_DIRECTION, reached=None)
    base = usable[0]
    if base.year > evidence.base_year + LATEST_BASE:
        return words.verdict(State.TOO_FEW, texts.NO_DIRECTION_BASE, reached=None)
    trend = _trend(usable, target, evidence.indicator)
    better = _moved(usable[-1].value - base.value, target, evidence.indicator) > 0
    about = {"base": words.amount(base.value), "base_year": base.year}
    if evidence.year >= target.year:
        state = State.FINAL_REACHED if better else State.FINAL_MISSED
        verdict = words.verdict(
            state, texts.FINAL_DIRECTION, reached=better, outcome=state.value, **about
        )
    else:
        state = _STATE_OF_TREND[trend]
        verdict = words.verdict(state, texts.DIRECTION, reached=better, trend=trend.value, **about)
    return words.with_trend(verdict, base, trend)


def _trend(points: Sequence[Point], target: Target, indicator: Indicator) -> Trend:
    mean = _moved(yearly_change(points), target, indicator)
    last = _moved(points[-1].value - points[-2].value, target, indicator)
    if mean > 0:
        return Trend.GOOD if last > 0 else Trend.GOOD_BUT
    return Trend.TURNED if last > 0 else Trend.AGAINST


def _moved(change: Decimal, target: Target, indicator: Indicator) -> Decimal:
    """A change counted in the wanted direction; below half the last printed digit it is none."""
    if abs(change) < Decimal(5).scaleb(-indicator.decimals - 1):
        return Decimal(0)
    return -change if target.sense is Sense.DECREASE else change


_STATE_OF_TREND = {
    Trend.GOOD: State.ON_TRACK,
    Trend.GOOD_BUT: State.ON_TRACK,
    Trend.TURNED: State.BEHIND,
    Trend.AGAINST: State.AWAY,
}


class _Words:
    """Writes the sentences of one target's verdict."""

    def __init__(self, target: Target, evidence: Evidence, aim: Aim) -> None:
        self.target = target
        self.evidence = evidence
        self._aim = aim

    def amount(self, value: Decimal) -> str:
        """A figure with the indicator's decimals."""
        return shown(value, self.evidence.indicator.decimals)

    def gap(self, shortfall: Decimal) -> str:
        """What is missing: an amount, or of an "each" target the units that have not reached."""
        counts = self.evidence.current
        if self._of_units and counts.numerator is not None and counts.denominator is not None:
            return texts.UNITS_SHORT.format(count=counts.denominator - counts.numerator)
        return self._points(shortfall, self.evidence.indicator.decimals)

    def change(self, change: Decimal) -> str:
        """A change in words: which way and by how much."""
        amount = self._points(abs(change), self.evidence.indicator.decimals)
        if change == 0:
            return texts.UNCHANGED
        return (texts.ROSE if change > 0 else texts.FELL).format(amount=amount)

    def must_rise(self, left: Decimal) -> bool:
        """Whether the way to the target leads upwards from the year's value."""
        now = _current(self.evidence)
        return self._aim.shortfall(Point(now.year, now.value + 1)) < left

    def needed(self, needed: Decimal, rising: bool) -> str:
        """The change a year that would still arrive, one decimal finer than the figure."""
        template = texts.ROSE if rising else texts.FELL
        return template.format(amount=self._points(needed, self.evidence.indicator.decimals + 1))

    @staticmethod
    def speed_up(needed: Decimal, so_far: Decimal, years: int) -> str:
        """How many times the pace so far that is; nothing where there was no pace."""
        if so_far <= 0:
            return ""
        return texts.SPEED_UP.format(years=years, times=shown(needed / so_far, 1))

    def _points(self, amount: Decimal, decimals: int) -> str:
        unit = "%" if self._of_units else self.evidence.indicator.unit
        figure = shown(amount, decimals)
        return figure + texts.POINTS[unit] if unit in texts.POINTS else with_unit(figure, unit)

    def verdict(
        self, state: State, template: str, reached: bool | None, **about: object
    ) -> Verdict:
        """A verdict whose sentence fills ``template``."""
        now = _current(self.evidence)
        fields: dict[str, object] = {
            "value": self._value(now),
            "aim": self._aim.text,
            "target_year": self.target.year,
            "base_year": self.evidence.base_year,
            **about,
        }
        return Verdict(
            self.target.code,
            now.year,
            state,
            template.format(**fields) + self._counts() + self.evidence.remark,
            now.value,
            self._aim.text,
            reached=reached,
            flags=self._flags(),
        )

    def _value(self, now: Point) -> str:
        """The year's value in words; of an "each" target, how many units reached."""
        counts = self.evidence.current
        if self._of_units:
            return texts.SHARE_VALUE.format(
                year=now.year, reached=counts.numerator, due=counts.denominator
            )
        value = with_unit(self.amount(now.value), self.evidence.indicator.unit)
        return texts.VALUE.format(year=now.year, value=value)

    @property
    def _of_units(self) -> bool:
        return self.target.of_units

    def with_pace(
        self, verdict: Verdict, base: Point, ratio: Decimal, needed: Decimal, elapsed: Decimal
    ) -> Verdict:
        """The verdict with its measures of pace and the marks that follow from them."""
        young = self.evidence.year - self.evidence.base_year <= EARLY_YEARS
        early = (Flag.EARLY,) if young or elapsed <= EARLY else ()
        return replace(
            verdict, base=base, ratio=rounded(ratio, 2), needed=needed, flags=verdict.flags + early
        )

    def with_trend(self, verdict: Verdict, base: Point, trend: Trend) -> Verdict:
        """The verdict with the trend of a direction target."""
        return replace(verdict, base=base, trend=trend)

    @property
    def _small(self) -> bool:
        counts = self.evidence.current
        return (
            counts.numerator is not None
            and counts.denominator is not None
            and counts.numerator < FEW_EVENTS
            and not self._of_units
        )

    def _counts(self) -> str:
        """Few events behind a rate are always printed."""
        if not self._small:
            return ""
        counts = self.evidence.current
        assert counts.numerator is not None
        assert counts.denominator is not None
        return texts.COUNT.format(count=shown(counts.numerator), total=shown(counts.denominator))

    def _flags(self) -> tuple[Flag, ...]:
        first = (Flag.FIRST,) if len(self.evidence.since_base) == PACE_POINTS else ()
        return first + ((Flag.SMALL,) if self._small else ())
