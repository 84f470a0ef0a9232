"""Indicator values of a place by year, and the verdict on each target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fuer_desktop.domain.aims import meets_bound
from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.indicators import Indicator, IndicatorValue
from fuer_desktop.domain.judgement import Evidence, Verdict, judge
from fuer_desktop.domain.numbers import shown, with_unit
from fuer_desktop.domain.plans import Plan, Target, TargetKind
from fuer_desktop.domain.trends import Point
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.services.counting import CountedYear, counted_years
from fuer_desktop.store.workspace import HistoryValue, Workspace
from fuer_desktop.texts import judgement as texts


@dataclass(frozen=True, slots=True)
class UnitValue:
    """An indicator's value at one unit that files its figures."""

    unit: ReportingUnit
    value: IndicatorValue


@dataclass(frozen=True, slots=True)
class JudgedTarget:
    """A target with its plan, its indicator and what is said of it."""

    plan: Plan
    target: Target
    indicator: Indicator
    verdict: Verdict


class Judging:
    """One office's figures of all years, read once; verdicts are for ``year``."""

    def __init__(self, workspace: Workspace, year: int) -> None:
        self.year = year
        self._years = {
            number: counted
            for number, counted in counted_years(workspace).items()
            if number <= year
        }
        self._history: dict[str, list[HistoryValue]] = {}
        for value in workspace.history():
            if value.year <= year:
                self._history.setdefault(value.indicator, []).append(value)

    @property
    def current(self) -> CountedYear:
        """The judged year."""
        return self._years[self.year]

    @cached_property
    def catalogue(self) -> Catalogue:
        """Definitions of the judged year."""
        return self.current.catalogue

    def value(self, indicator: Indicator) -> IndicatorValue:
        """The whole place's value in the judged year, recomputed from summed counts; what no form
        asks, as it was recorded from outside."""
        found = self.current.compute(indicator)
        recorded = [v for v in self._history.get(indicator.code, []) if v.year == self.year]
        return IndicatorValue(Decimal(recorded[-1].value)) if found.unasked and recorded else found

    def unit_values(self, indicator: Indicator) -> list[UnitValue]:
        """The indicator at each unit that files its figures."""
        return [
            UnitValue(unit, self.current.compute(indicator, (unit,)))
            for unit in self.current.filers(indicator)
        ]

    def series(self, indicator: Indicator) -> list[Point]:
        """Values by year, oldest first: from this office's tasks where they are complete, else
        from the history of earlier years. Years without either are left out."""
        points = {
            value.year: Decimal(value.value) for value in self._history.get(indicator.code, [])
        }
        points |= self._computed(indicator)
        return [Point(year, points[year]) for year in sorted(points)]

    def _computed(self, indicator: Indicator) -> dict[int, Decimal]:
        """Values of the years whose tasks have everything that the indicator needs."""
        points = {}
        for year, counted in self._years.items():
            known = counted.catalogue.indicator_by_code.get(indicator.code)
            found = counted.compute(known) if known else IndicatorValue(None)
            if found.value is not None and not found.missing:
                points[year] = found.value
        return points

    def history_sources(self, indicator: Indicator) -> dict[int, str]:
        """Source of each value that does not come from this office's tasks."""
        computed = self._computed(indicator)
        return {
            value.year: value.source
            for value in self._history.get(indicator.code, [])
            if value.year not in computed
        }

    def judged(self) -> list[JudgedTarget]:
        """Every target of every plan, in the order of the texts."""
        return [
            self.judge(plan, target) for plan in self.catalogue.plans for target in plan.targets
        ]

    def judge(self, plan: Plan, target: Target) -> JudgedTarget:
        """The verdict on one target."""
        indicator = self.catalogue.indicator_by_code[target.indicator]
        verdict = judge(target, self.evidence(plan, target, indicator))
        return JudgedTarget(plan, target, indicator, verdict)

    def evidence(self, plan: Plan, target: Target, indicator: Indicator) -> Evidence:
        """What the target is judged by."""
        if target.of_units and self._files_each(target, indicator):
            return self._evidence_of_each(plan, target, indicator)
        reference, name = self._reference(target)
        return Evidence(
            indicator=indicator,
            series=self.series(indicator),
            current=self.value(indicator),
            year=self.year,
            base_year=plan.base,
            reference=reference,
            reference_name=name,
            remark=self._members_lagging(indicator),
        )

    def _members_lagging(self, indicator: Indicator) -> str:
        """Which members of a list have less than they are to have; nothing where there is none."""
        lagging = [member.title for member in self.current.lagging(indicator)]
        return texts.LAGGING.format(units="、".join(lagging)) if lagging else ""

    def _files_each(self, target: Target, indicator: Indicator) -> bool:
        """Whether the figures come from exactly the units that the target binds one by one."""
        if target.kind is not TargetKind.BOUND:
            return False
        filers = self.current.filers(indicator)
        return bool(filers) and all(unit.kind.value == target.each for unit in filers)

    def _reference(self, target: Target) -> tuple[Mapping[int, Decimal], str]:
        if not target.reference:
            return {}, ""
        reference = self.catalogue.indicator_by_code[target.reference]
        return {point.year: point.value for point in self.series(reference)}, reference.name

    def _evidence_of_each(self, plan: Plan, target: Target, indicator: Indicator) -> Evidence:
        """Judged on the share of units that reach the bound, every one of which must report."""
        shares = {
            year: _share_reaching(target, self._units_in(counted, indicator))
            for year, counted in self._years.items()
            if indicator.code in counted.catalogue.indicator_by_code
        }
        lagging = [
            texts.LAGGING_UNIT.format(
                unit=found.unit.name,
                value=with_unit(shown(found.value.value, indicator.decimals), indicator.unit),
            )
            for found in self.unit_values(indicator)
            if found.value.value is not None and not meets_bound(target, found.value.value)
        ]
        return Evidence(
            indicator=indicator,
            series=[
                Point(year, share.value)
                for year, share in sorted(shares.items())
                if share.value is not None and not share.missing
            ],
            current=shares[self.year] if shares[self.year].denominator else self.value(indicator),
            year=self.year,
            base_year=plan.base,
            each_known=True,
            remark=texts.LAGGING.format(units="、".join(lagging)) if lagging else "",
        )

    @staticmethod
    def _units_in(counted: CountedYear, indicator: Indicator) -> list[UnitValue]:
        known = counted.catalogue.indicator_by_code[indicator.code]  # as that year defined it
        return [UnitValue(unit, counted.compute(known, (unit,))) for unit in counted.filers(known)]


def _share_reaching(target: Target, units: list[UnitValue]) -> IndicatorValue:
    """Per cent of units that reach a bound; units without a value are missing."""
    missing = tuple(found.unit.name for found in units if found.value.value is None)
    reaching = sum(
        meets_bound(target, found.value.value) for found in units if found.value.value is not None
    )
    if not units:
        return IndicatorValue(None)
    share = Decimal(100 * reaching) / len(units)
    return IndicatorValue(share, Decimal(reaching), Decimal(len(units)), missing)
