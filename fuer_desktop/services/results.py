"""What an office gets out: its board, indicator values and verdicts, as rows and as files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from fuer_desktop.domain.demands import demand_words
from fuer_desktop.domain.indicators import IndicatorValue
from fuer_desktop.domain.numbers import plain, rounded
from fuer_desktop.formats import files
from fuer_desktop.formats.rows import write_rows
from fuer_desktop.services.boards import UnitStanding
from fuer_desktop.services.judging import JudgedTarget, Judging
from fuer_desktop.texts import packages as package_texts
from fuer_desktop.texts import paper_desk as paper_texts
from fuer_desktop.texts import results as texts

BOARD_FIELDS = ("unit", "name", "forms", "state", "version", "late", "on_paper")
INDICATOR_FIELDS = (
    "indicator", "name", "year", "unit", "unit_name", "value", "measure", "numerator",
    "denominator", "missing", "on_paper",
)  # fmt: skip
VERDICT_FIELDS = (
    "plan", "target", "item", "domain", "wording", "indicator", "printed", "target_year", "year",
    "value", "measure", "base_year", "base", "aim", "ratio", "needed", "reached", "state",
    "trend_state", "flags", "sentence",
)  # fmt: skip


def board_row(standing: UnitStanding) -> tuple[str, ...]:
    """A unit's standing in the shape of BOARD_FIELDS."""
    return (
        standing.unit.code,
        standing.unit.name,
        " ".join(standing.forms),
        standing.label,
        str(standing.version or ""),
        package_texts.LATE if standing.late else "",
        standing.on_paper,
    )


def indicator_rows(judging: Judging) -> Iterator[tuple[str, ...]]:
    """Every indicator for the whole place, and for each unit where several give its figures."""
    place = judging.current.task.task.place
    on_paper = judging.current.on_paper
    for indicator in judging.catalogue.indicators:
        units = judging.unit_values(indicator)
        found: list[tuple[str, str, IndicatorValue]] = [
            (place.code, place.name, judging.value(indicator))
        ]
        named = [u for u in judging.current.filers(indicator) if u.code in on_paper]
        marks = {unit.code: paper_texts.NAME for unit in named}
        marks[place.code] = "、".join(unit.name for unit in named)
        if len(units) > 1:
            found += [(part.unit.code, part.unit.name, part.value) for part in units]
        for code, name, value in found:
            yield (
                indicator.code,
                indicator.name,
                str(judging.year),
                code,
                name,
                _figure(value.value, indicator.decimals),
                indicator.unit,
                *_counts(value),
                "、".join(value.missing),
                marks.get(code, ""),
            )


def _counts(value: IndicatorValue) -> tuple[str, str]:
    numerator, denominator = value.numerator, value.denominator
    return (
        "" if numerator is None else plain(numerator),
        "" if denominator is None else plain(denominator),
    )


def _figure(number: Decimal | None, decimals: int) -> str:
    return "" if number is None else plain(rounded(number, decimals))


def verdict_row(judged: JudgedTarget) -> tuple[str, ...]:
    """A verdict in the shape of VERDICT_FIELDS; ``reached`` is 1, 0 or empty."""
    target, indicator, verdict = judged.target, judged.indicator, judged.verdict
    return (
        judged.plan.code,
        target.code,
        target.item,
        target.domain,
        target.wording,
        indicator.code,
        target.sentence,
        str(target.year),
        str(verdict.year),
        _figure(verdict.value, indicator.decimals),
        indicator.unit,
        str(verdict.base.year) if verdict.base else "",
        _figure(verdict.base.value if verdict.base else None, indicator.decimals),
        verdict.aim,
        "" if verdict.ratio is None else plain(verdict.ratio),
        _figure(verdict.needed, indicator.decimals + 1),
        {True: "1", False: "0", None: ""}[verdict.reached],
        verdict.state.value,
        verdict.trend.value if verdict.trend else "",
        " ".join(flag.value for flag in verdict.flags),
        verdict.sentence,
    )


def write_all(
    folder: Path,
    standings: Sequence[UnitStanding],
    judging: Judging,
    judged: Sequence[JudgedTarget],
) -> None:
    """Board, indicators, verdicts and a summary to read first, as files in ``folder``."""
    tables = {
        texts.BOARD_FILE: (BOARD_FIELDS, map(board_row, standings)),
        texts.INDICATOR_FILE: (INDICATOR_FIELDS, indicator_rows(judging)),
        texts.VERDICT_FILE: (VERDICT_FIELDS, map(verdict_row, judged)),
    }
    for name, (fields, rows) in tables.items():
        files.write_whole(folder / name, write_rows(fields, rows).encode("utf-8-sig"))
    summary = "\n".join(_summary(judging, judged))
    files.write_whole(folder / texts.SUMMARY_FILE, summary.encode("utf-8-sig"))


def _summary(judging: Judging, judged: Sequence[JudgedTarget]) -> Iterator[str]:
    """Verdicts by plan and domain, sentence by sentence."""
    place = judging.current.task.task.place
    title = texts.PRACTICE_TITLE if place.practice else texts.TITLE
    yield title.format(place=place.name, year=judging.year)
    names = [unit.name for unit in place.units if unit.code in judging.current.on_paper]
    if names:
        yield paper_texts.UNITS.format(count=len(names), units="、".join(names))
    for plan in judging.catalogue.plans:
        of_plan = [item for item in judged if item.plan is plan]
        count = Counter(item.verdict.state.value for item in of_plan)
        tally = "，".join(f"{state}{number}" for state, number in count.most_common())
        yield ""
        yield texts.PLAN.format(title=plan.title, count=len(of_plan), tally=tally)
        for domain in plan.domains:
            yield ""
            yield domain
            for item in of_plan:
                if item.target.domain == domain:
                    yield _summary_line(item)


def _summary_line(item: JudgedTarget) -> str:
    return texts.LINE.format(
        code=item.target.code,
        wording=item.target.wording,
        demand=demand_words(item.target),
        state=item.verdict.state.value,
        sentence=item.verdict.sentence,
    )
