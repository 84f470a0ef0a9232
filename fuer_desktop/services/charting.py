"""Progress charts: the data of each, and the files of all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from fuer_desktop.domain.aims import NoAimError, aim_of
from fuer_desktop.domain.demands import demand_words
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.indicators import Direction, Indicator
from fuer_desktop.domain.judgement import JUDGED, LATEST_BASE, Evidence
from fuer_desktop.domain.plans import Scope, Sense, Target, TargetKind
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.domain.trends import Point
from fuer_desktop.formats import files
from fuer_desktop.services import paths
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.judging import JudgedTarget, Judging
from fuer_desktop.texts import judgement as texts
from fuer_desktop.texts.workspace import WRITE_FAILED

if TYPE_CHECKING:
    from fuer_desktop.charts.progress import ProgressData


@dataclass(frozen=True, slots=True)
class Chart:
    """The files of one target's chart."""

    target: str
    png: Path
    svg: Path
    data: Path


def chart_data(judging: Judging, judged: JudgedTarget) -> ProgressData:
    """What the progress chart of a target shows."""
    from fuer_desktop.charts.progress import ProgressData

    target, indicator = judged.target, judged.indicator
    evidence = judging.evidence(judged.plan, target, indicator)
    demanded, band = _demand(target, evidence)
    points = evidence.since_base
    of_units = target.of_units
    return ProgressData(
        indicator=texts.SHARE_NAME.format(name=target.wording) if of_units else target.wording,
        unit="%" if of_units else indicator.unit,
        decimals=indicator.decimals,
        points=tuple(points),
        base=_base(points, judging.year, evidence),
        target_year=target.year,
        target=demanded,
        band=band,
        sense_down=_sense_down(target, indicator.direction),
        state=judged.verdict.state.value,
        aim=judged.verdict.aim or demand_words(target),
        source=_source(judging, judged),
        practice=judging.current.task.task.place.practice,
        year=judging.year,
    )


def _demand(
    target: Target, evidence: Evidence
) -> tuple[Decimal | None, tuple[Decimal, Decimal] | None]:
    """The number demanded and the band around it; a reference is that of the judged year."""
    unjudged = target.kind not in JUDGED or target.scope is Scope.PART
    if unjudged or target.kind is TargetKind.DIRECTION:
        return None, None
    aim = aim_of(target, evidence.indicator, evidence.reference, evidence.reference_name)
    try:
        return aim.value_in(evidence.year), aim.band
    except NoAimError:
        return None, None


def _base(points: list[Point], year: int, evidence: Evidence) -> Point | None:
    """The first point, if the verdict would take it for the base too."""
    known = bool(points) and points[0].year < year
    return points[0] if known and points[0].year <= evidence.base_year + LATEST_BASE else None


def _sense_down(target: Target, direction: Direction) -> bool | None:
    if target.sense is not None:
        return target.sense is Sense.DECREASE
    return None if direction is Direction.NEUTRAL else direction is Direction.DOWN


def _source(judging: Judging, judged: JudgedTarget) -> str:
    """Who gave the figures: forms of this program by unit, and the history of earlier years."""
    indicator = judged.indicator
    source = _source_of_year(judging, indicator)
    earlier = judging.history_sources(indicator)
    if earlier:
        first, last = min(earlier), max(earlier)
        years = str(first) if first == last else f"{first}—{last}"
        sources = "、".join(sorted(set(earlier.values())))
        source += texts.SOURCE_EARLIER.format(years=years, source=sources)
    return source


def _source_of_year(judging: Judging, indicator: Indicator) -> str:
    units = judging.current.filers(indicator)
    if not units:
        return texts.NO_SOURCE
    forms = "、".join(form.code for form in judging.catalogue.forms_of(indicator))
    who = units[0].name if len(units) == 1 else texts.SOURCE_UNITS.format(count=len(units))
    return texts.SOURCE.format(who=who, forms=forms)


def draw_charts(
    judging: Judging, targets: Sequence[JudgedTarget], folder: Path, job: Job
) -> list[Chart]:
    """Draw the charts of these targets into ``folder``: PNG, SVG and the data drawn."""
    from fuer_desktop.charts import progress, style

    style.register_font(paths.font())
    charts = []
    for number, judged in enumerate(targets, start=1):
        data = chart_data(judging, judged)
        chart = Chart(
            judged.target.code,
            *(folder / f"{judged.target.code}.{ending}" for ending in ("png", "svg", "json")),
        )
        figure = progress.draw(data, style.LIGHT)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            progress.save(figure, chart.png)
            progress.save(figure, chart.svg)
        except OSError as error:
            reason = reason_of(error)
            raise WorkspaceError(WRITE_FAILED.format(path=folder, reason=reason)) from error
        described = json.dumps(data.as_dict(), ensure_ascii=False, indent=1)
        files.write_whole(chart.data, described.encode())
        charts.append(chart)
        job.step(number, len(targets), judged.target.wording)
    return charts
