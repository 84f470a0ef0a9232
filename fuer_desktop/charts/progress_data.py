"""What the figure of one indicator's progress shows, and its finding in words.

``ProgressData`` holds all that is drawn; ``as_dict`` is the same for a file. Values are
rounded once to the indicator's decimals, so that figure, title and file agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fuer_desktop.domain.judgement import State
from fuer_desktop.domain.numbers import plain, rounded, shown
from fuer_desktop.domain.trends import Point
from fuer_desktop.texts import charts as texts

FINER = 2
"""A computed target is kept this many decimals finer than the indicator's values."""


@dataclass(frozen=True)
class ProgressData:
    """One indicator, its target and the verdict. Years of ``points`` ascend; missing years are
    left out. ``target`` is None for directions and kinds not judged. ``sense_down`` is True where
    lower is better. ``year`` is the judged year, the last point's if not given."""

    indicator: str
    unit: str
    decimals: int
    points: tuple[Point, ...]
    base: Point | None
    target_year: int
    target: Decimal | None
    band: tuple[Decimal, Decimal] | None
    sense_down: bool | None
    state: str
    aim: str
    source: str
    practice: bool
    year: int | None = None

    @cached_property
    def drawn(self) -> tuple[Point, ...]:
        """The points as published: rounded to the indicator's decimals."""
        return tuple(self._published(point) for point in self.points)

    @cached_property
    def drawn_base(self) -> Point | None:
        """The base as published."""
        return self._published(self.base) if self.base else None

    @property
    def known(self) -> tuple[Point, ...]:
        """All values shown, the base first."""
        base = self.drawn_base
        return (base, *self.drawn) if base and base not in self.drawn else self.drawn

    @cached_property
    def drawn_target(self) -> Decimal | None:
        """The target as printed in the plan; a computed one without endless decimals."""
        return None if self.target is None else self._without_tail(self.target)

    @cached_property
    def drawn_band(self) -> tuple[Decimal, Decimal] | None:
        """Both ends of the band, low first."""
        if self.band is None:
            return None
        low, high = sorted(self.band)
        return self._without_tail(low), self._without_tail(high)

    @property
    def required_path(self) -> tuple[Point, Point] | None:
        """From the base to the target; None where no way has to be gone.

        So it is without a base before the target year, and where the base was already better
        than the target: nobody is required to become worse.
        """
        base, target = self.drawn_base, self.drawn_target
        if base is None or target is None or base.year >= self.target_year:
            return None
        if self.sense_down is not None and base.value != target:
            is_better = (base.value < target) == self.sense_down
            if is_better:
                return None
        return base, Point(self.target_year, target)

    @property
    def judged(self) -> Point | None:
        """The point that the state speaks of; None where its year has no value."""
        if self.year is not None:
            return next((point for point in self.drawn if point.year == self.year), None)
        unknown = not self.drawn or self.state == State.NO_DATA
        return None if unknown else self.drawn[-1]

    def amount(self, value: Decimal) -> str:
        """A value for people, without its unit."""
        return shown(value, self.decimals)

    def measured(self, value: Decimal) -> str:
        """A value for people, with its unit."""
        bracketed = any(sign.isdigit() for sign in self.unit)
        template = texts.VALUE_BRACKETED if bracketed else texts.VALUE
        return template.format(value=self.amount(value), unit=self.unit)

    def as_dict(self) -> dict[str, object]:
        """Exactly what is drawn, for a JSON file; numbers are strings."""
        path = self.required_path
        return {
            "title": title(self),
            "indicator": self.indicator,
            "unit": self.unit,
            "year": self._judged_year,
            "state": str(self.state),
            "values": [_entry(point) for point in self.drawn],
            "base": _entry(self.drawn_base) if self.drawn_base else None,
            "target": self._target_entry(),
            "required_path": [_entry(point) for point in path] if path else None,
            "better": {True: "lower", False: "higher", None: None}[self.sense_down],
            "source": self.source,
            "practice": self.practice,
        }

    @property
    def _judged_year(self) -> int | None:
        if self.year is not None:
            return self.year
        return self.judged.year if self.judged else None

    def _target_entry(self) -> dict[str, object]:
        target, band = self.drawn_target, self.drawn_band
        return {
            "year": self.target_year,
            "value": None if target is None else plain(target),
            "band": [plain(end) for end in band] if band else None,
            "words": self.aim,
        }

    def _published(self, point: Point) -> Point:
        return Point(point.year, rounded(point.value, self.decimals))

    def _without_tail(self, value: Decimal) -> Decimal:
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int)  # a target is a number
        finest = self.decimals + FINER
        return rounded(value, finest) if -exponent > finest else value


def _entry(point: Point) -> dict[str, object]:
    return {"year": point.year, "value": plain(point.value)}


def finding(data: ProgressData) -> str:
    """The finding in words, without the indicator's name: "2025年 3.1‰，进度偏慢"."""
    now = data.judged
    if now:
        return texts.FINDING.format(
            year=now.year, value=data.measured(now.value), state=str(data.state)
        )
    if data.drawn:
        last = data.drawn[-1]
        template = texts.NO_DATA_AFTER if data.year is None else texts.NO_DATA_IN
        return template.format(year=data.year, last=last.year, value=data.measured(last.value))
    return texts.NO_DATA if data.year is None else texts.NO_DATA_YET.format(year=data.year)


def title(data: ProgressData) -> str:
    """The figure's title: the indicator and the finding."""
    return texts.TITLE.format(indicator=data.indicator, finding=finding(data))
