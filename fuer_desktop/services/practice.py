"""The practice round: the whole road on real plans, with invented units and figures.

Nothing here has a road of its own: every step calls the service that a person's step calls.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from fuer_desktop.domain.errors import EntryError, WorkspaceError
from fuer_desktop.domain.plans import TargetKind
from fuer_desktop.domain.succession import tally
from fuer_desktop.domain.units import Place
from fuer_desktop.formats import definitions, files
from fuer_desktop.formats.rows import CellRow, read_cells, write_rows
from fuer_desktop.services import (
    admitting,
    backing_up,
    boards,
    catalogues,
    charting,
    checking,
    designing,
    entering,
    histories,
    opening,
    paths,
    practice_mistakes,
    results,
    submitting,
    taking_in,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.judging import JudgedTarget, Judging
from fuer_desktop.services.last_year import LastYear, office_last_year
from fuer_desktop.services.practice_figures import Invented, Inventing
from fuer_desktop.services.practice_mistakes import Roles
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import judgement as judgement_texts
from fuer_desktop.texts import practice as texts
from fuer_desktop.texts import results as result_texts

YEARS = (2023, 2024, 2025)
"""The years of a round, where no figures are given that say others."""

DAYS_LEFT = 12

Say = Callable[[str], None]


@dataclass(frozen=True)
class Practice:
    """Where the round's files are and how it speaks."""

    out: Path
    say: Say
    job: Callable[[], Job]
    place: str = paths.USUAL_PLACE
    resources: Path = field(default_factory=paths.practice)
    catalogue: Path = field(default_factory=paths.forms)

    def folder(self, name: str) -> Path:
        """One of the round's folders."""
        return self.out / texts.FOLDERS[name]

    @property
    def home(self) -> Path:
        """Where the place's units, given figures and planted mistakes are."""
        return self.resources / self.place

    @property
    def units_file(self) -> Path:
        """The place's list of units."""
        return self.home / "units.toml"

    @property
    def office(self) -> Path:
        """The office's workspace."""
        return self.folder("office") / f"{texts.PRACTICE}.fuerdb"

    def desk(self, unit: str) -> Path:
        """A unit's workspace."""
        return self.folder("desks") / f"{unit}.fuerdb"

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The round's years: those of the given figures, or the usual ones."""
        return tuple(sorted({int(row.period) for row in self._given})) or YEARS

    @property
    def year(self) -> int:
        """The year that is practised in full; those before it are only its past."""
        return self.years[-1]

    @cached_property
    def units(self) -> Place:
        """The place with all its units, also those that have ended; raises DefinitionError."""
        text = files.read_text(self.units_file)
        return definitions.read_place(self.units_file.name, text)

    @cached_property
    def invented(self) -> Invented:
        """The figures of all years: the given ones, and beside them invented ones."""
        seen = [row for row in self._rows(paths.USUAL_PLACE) if row.period == str(YEARS[-1])]
        shipped = catalogues.shipped_texts(self.catalogue)
        return Inventing(self.units, shipped, self.years, self._given, seen).result

    @cached_property
    def _given(self) -> list[CellRow]:
        return self._rows(self.place)

    def _rows(self, place: str) -> list[CellRow]:
        found = sorted((self.resources / place / "figures").glob("*.csv"))
        return [row for path in found for row in read_cells(files.read_text(path), path.name)]

    @cached_property
    def figures(self) -> dict[tuple[int, str], list[CellRow]]:
        """The figures by year and unit."""
        return {
            (year, unit): rows
            for year in self.years
            for unit, rows in self.invented.rows(year).items()
        }

    @cached_property
    def roles(self) -> Roles:
        """Which units do what is not as it should be."""
        return practice_mistakes.roles(self.invented.tasks[self.year])

    def planted(self, name: str) -> dict[str, list[CellRow]]:
        """Planted mistakes of this year by unit: those given for the place, or some like them."""
        path = self.home / name
        if path.is_file():
            rows = list(read_cells(files.read_text(path), name))
        else:
            task = self.invented.tasks[self.year]
            own = {unit: rows for (year, unit), rows in self.figures.items() if year == self.year}
            rows = practice_mistakes.PLANTED[name](task, self.roles, own)
        found: dict[str, list[CellRow]] = {}
        for row in rows:
            found.setdefault(row.unit, []).append(row)
        return found


def run(practice: Practice) -> None:
    """The whole road, from the plans' files to verdicts and charts."""
    started = time.monotonic()
    run_round(practice)
    _report(practice, practice.year)
    practice.say(
        texts.DONE.format(
            seconds=time.monotonic() - started,
            folder=practice.out,
            first=f"{texts.FOLDERS['results']}/{result_texts.SUMMARY_FILE}",
        )
    )


def run_round(practice: Practice) -> None:
    """Some years of tasks, forms, mistakes and packages, until all are at the office."""
    clear(practice.out)
    _introduce(practice)
    _invent(practice)
    designing.new_office(practice.office)
    for year in practice.years[:-1]:
        _earlier_year(practice, year)
    _record_history(practice)
    _hand_out(practice, practice.year)
    _fill_all(practice, practice.year)
    _make_mistakes(practice)
    _correct_and_export(practice, practice.year)
    _spoil(practice)
    _receive(practice)


def clear(out: Path) -> None:
    """Replace an earlier round's folder; never touch a folder that is something else: raises
    WorkspaceError."""
    if out.exists() and not out.is_dir():
        raise WorkspaceError(texts.OCCUPIED.format(folder=out))
    if out.exists() and any(out.iterdir()):
        if not (out / texts.MARKER).is_file():
            raise WorkspaceError(texts.OCCUPIED.format(folder=out))
        for workspace in out.rglob(f"*{paths.WORKSPACE_ENDING}"):
            backing_up.forget(workspace)
        shutil.rmtree(out)
    files.write_whole(out / texts.MARKER, texts.MARKER_TEXT.encode())


def _introduce(practice: Practice) -> None:
    task = practice.invented.tasks[practice.year]
    plans = practice.invented.catalogues[practice.year].plans
    practice.say(
        texts.START.format(
            place=task.place.name,
            plans=len(plans),
            targets=sum(len(plan.targets) for plan in plans),
            forms=len(task.forms),
            units=len(task.reporting_units),
        )
    )


def _invent(practice: Practice) -> None:
    """Say how many figures there are, and which rules could not be made to hold."""
    cells = sum(len(rows) for rows in practice.figures.values())
    years = f"{practice.years[0]}—{practice.year}"
    broken = practice.invented.unsatisfied
    practice.say(texts.INVENTED.format(years=years, cells=cells))
    for one in broken[:MOST_TOLD]:
        words = {"year": one.year, "unit": one.unit.name, "form": one.form.code}
        finding = one.finding
        practice.say(texts.UNSATISFIED.format(rule=finding.rule, message=finding.message, **words))
    if len(broken) > MOST_TOLD:
        practice.say(texts.MORE_UNSATISFIED.format(count=len(broken) - MOST_TOLD))


MOST_TOLD = 10
"""Rules that do not hold, told one by one."""


def _design(practice: Practice, year: int) -> designing.TaskDesign:
    today = datetime.now().astimezone().date()
    return designing.TaskDesign(
        units_file=practice.units_file,
        catalogue=practice.catalogue,
        period=year,
        deadline=today + timedelta(days=DAYS_LEFT),
    )


def _hand_out(practice: Practice, year: int) -> list[Path]:
    design = _design(practice, year)
    with open_workspace(practice.office) as office:
        written = designing.make_task(
            office, design, practice.folder("tasks") / str(year), practice.job()
        )
        last_year = office_last_year(office, load_task(office).task)
    practice.say(texts.TASKS.format(year=year, units=len(written), deadline=design.deadline))
    for line in _what_changed(last_year):
        practice.say(line)
    return written


def _what_changed(last_year: LastYear) -> Iterator[str]:
    """Which forms have a new version and which units are merged, and how much was carried over."""
    task, before = last_year.task, last_year.before
    for form in task.forms:
        if form.valid_from == task.period.year:
            cells = sum(len(last_year.of_form(unit, form)) for unit in task.filers(form))
            line = texts.FORM_CHANGED.format(form=form.title, changes=tally(form), cells=cells)
            yield line
    for unit in task.reporting_units:
        if unit.predecessors and unit.valid_from == task.period.year and before is not None:
            old = (before.place.unit(code) for code in unit.predecessors)
            cells = sum(len(last_year.of_form(unit, form)) for form in task.forms_of(unit))
            names = "、".join(unit_before.name for unit_before in old if unit_before is not None)
            yield texts.UNIT_MERGED.format(unit=unit.name, before=names, cells=cells)


def _earlier_year(practice: Practice, year: int) -> None:
    """A quiet round of an earlier year, so that there is something to compare with."""
    with open_workspace(practice.office) as office:
        written = designing.make_task(
            office, _design(practice, year), practice.folder("tasks") / str(year), Job()
        )
    job = practice.job()
    sent = []
    for number, (unit, _) in enumerate(_open_and_fill(practice, year), start=1):
        with open_workspace(practice.desk(unit)) as desk:
            inbox = practice.folder("inbox") / str(year)
            sent.append(submitting.export(desk, load_task(desk), texts.WHO, inbox).path)
        job.step(number, len(written), unit)
    with open_workspace(practice.office) as office:
        for _ in taking_in.take_in(office, sent, Job()):
            pass
    practice.say(texts.LAST_YEAR.format(year=year, units=len(sent)))


def _open_and_fill(practice: Practice, year: int) -> Iterator[tuple[str, int]]:
    """Each unit opens its package and fills its forms; yields unit and cells filled."""
    for package in sorted((practice.folder("tasks") / str(year)).glob("*.fuer")):
        unit = package.name.split("_")[1]
        opening.open_task(package, practice.desk(unit))
        with open_workspace(practice.desk(unit)) as desk:
            rows = practice.figures.get((year, unit), [])
            filled = entering.fill(desk, load_task(desk), rows, f"{year}.csv")
        yield unit, filled.cells


def _record_history(practice: Practice) -> None:
    """The given values of earlier years, and invented ones of the other indicators."""
    given = sorted((practice.home / "history").glob("*.csv"))
    known = {line.split(",")[0] for path in given for line in files.read_text(path).splitlines()}
    rows = [
        (indicator, year, value, texts.SOURCE, "final")
        for indicator, year, value in practice.invented.history(practice.year)
        if indicator not in known
    ]
    path = practice.folder("office") / texts.HISTORY_FILE
    files.write_whole(path, write_rows(histories.FIELDS, rows).encode())
    with open_workspace(practice.office) as office:
        count = sum(histories.record(office, file) for file in (*given, path))
    practice.say(texts.HISTORY.format(count=count, until=practice.years[0] - 1))


def _fill_all(practice: Practice, year: int) -> None:
    job = practice.job()
    total = len(list((practice.folder("tasks") / str(year)).glob("*.fuer")))
    cells = 0
    for number, (unit, filled) in enumerate(_open_and_fill(practice, year), start=1):
        cells += filled
        job.step(number, total, unit)
    practice.say(texts.FILL.format(cells=cells))


def _make_mistakes(practice: Practice) -> None:
    """Some units mistype: what is no number is refused at once, the rest is found by the rules."""
    for unit, rows in practice.planted("not-a-number.csv").items():
        try:
            _type(practice, unit, rows)
        except EntryError as error:
            practice.say(texts.NOT_A_NUMBER.format(message=error))
    found = []
    for unit, rows in practice.planted("mistakes.csv").items():
        _type(practice, unit, rows)
        with open_workspace(practice.desk(unit)) as desk:
            found += submitting.obstacles(desk, load_task(desk))
            blocked = _refusal(practice, desk)
    practice.say(texts.MISTAKES.format(count=len(found), message=found[0].finding.message))
    practice.say(texts.BLOCKED.format(message=blocked))


def _refusal(practice: Practice, desk: Workspace) -> str:
    try:
        submitting.export(desk, load_task(desk), texts.WHO, practice.folder("inbox"))
    except WorkspaceError as error:
        return str(error)
    return ""


def _type(practice: Practice, unit: str, rows: list[CellRow]) -> None:
    with open_workspace(practice.desk(unit)) as desk:
        entering.fill(desk, load_task(desk), rows, rows[0].form)


def _correct_and_export(practice: Practice, year: int) -> None:
    for unit in practice.planted("mistakes.csv"):
        _type(practice, unit, practice.figures[year, unit])
    units = sorted(unit for figures_year, unit in practice.figures if figures_year == year)
    job = practice.job()
    explained, names = 0, {}
    for number, unit in enumerate(units, start=1):
        with open_workspace(practice.desk(unit)) as desk:
            task = load_task(desk)
            names[unit] = task.own_unit.name
            explained += sum(p.finding.explained for p in checking.check_unit(desk, task))
            if unit != practice.roles.missing:
                submitting.export(desk, task, texts.WHO, practice.folder("inbox"))
        job.step(number, len(units), names[unit])
    _export_again(practice, year)
    practice.say(texts.CORRECTED.format(explained=explained))
    practice.say(
        texts.EXPORTED.format(
            units=len(units) - 1,
            again=names[practice.roles.twice],
            missing=names[practice.roles.missing],
        )
    )


def _export_again(practice: Practice, year: int) -> None:
    """One unit corrects a figure after its first version and hands in a second."""
    unit = practice.roles.twice
    with open_workspace(practice.desk(unit)) as desk:
        task = load_task(desk)
        changed = practice_mistakes.correction(desk, task, practice.figures[year, unit])
        entering.fill(desk, task, changed, texts.PRACTICE)
        submitting.export(desk, task, texts.WHO, practice.folder("inbox"))


def _spoil(practice: Practice) -> None:
    """What sticks do: a file cut short, a file twice, an old version that comes late."""
    inbox = practice.folder("inbox")
    late = inbox / texts.LATE_STICK
    late.mkdir()
    roles = practice.roles
    whole = _sent(inbox, roles.cut).read_bytes()
    (inbox / f"{roles.cut}-cut.fuer").write_bytes(whole[: len(whole) // 2])
    twice = _sent(inbox, roles.duplicate)
    (late / twice.name).write_bytes(twice.read_bytes())
    first = _sent(inbox, roles.twice)
    first.rename(late / first.name)
    practice.say(texts.SPOILT)


def _sent(inbox: Path, unit: str) -> Path:
    return next(iter(sorted(inbox.glob(f"{unit}_*_v1_*.fuer"))))


def _receive(practice: Practice) -> None:
    inbox = practice.folder("inbox")
    earlier = set(map(str, practice.years[:-1]))
    found = [path for path in taking_in.packages_in(inbox) if earlier.isdisjoint(path.parts)]
    with open_workspace(practice.office) as office:
        lines = list(taking_in.take_in(office, found, practice.job()))
        practice.say(
            texts.TAKEN_IN.format(
                count=len(lines), tally=taking_in.tally(line.outcome for line in lines)
            )
        )
        for line in lines:
            if line.outcome != admitting.Outcome.NEW:
                label = admitting.Outcome(line.outcome).label
                practice.say(texts.OUTCOME.format(outcome=label, message=line.message))
        again = list(taking_in.take_in(office, found, Job()))
        practice.say(texts.AGAIN.format(tally=taking_in.tally(line.outcome for line in again)))


def _report(practice: Practice, year: int) -> None:
    """Board, indicators, verdicts and charts, as files."""
    with open_workspace(practice.office) as office:
        task = load_task(office)
        standings = boards.board(office, task, datetime.now().astimezone().date())
        judging = Judging(office, year)
    folder = practice.folder("results")
    missing = [s for s in standings if s.state is boards.UnitState.MISSING]
    practice.say(
        texts.MISSING.format(
            due=len(standings),
            received=len(standings) - len(missing),
            names="、".join(s.unit.name for s in missing),
        )
    )
    indicators = judging.catalogue.indicators
    values = [judging.value(indicator) for indicator in indicators]
    known = sum(value.value is not None and not value.missing for value in values)
    practice.say(texts.INDICATORS.format(count=len(indicators), known=known, year=year))
    judged = judging.judged()
    results.write_all(folder, standings, judging, judged)
    count = Counter(item.verdict.state.value for item in judged)
    tally = "，".join(f"{state}{number}" for state, number in count.most_common())
    practice.say(texts.JUDGED.format(count=len(judged), tally=tally))
    practice.say(texts.KINDS.format(tally=_values_by_kind(judged)))
    charts = charting.draw_charts(judging, judged, practice.folder("charts"), practice.job())
    practice.say(texts.CHARTS.format(count=len(charts)))


def _values_by_kind(judged: list[JudgedTarget]) -> str:
    """How many targets of each kind a value reached, of how many there are."""
    all_of = Counter(item.target.kind for item in judged)
    reached = Counter(item.target.kind for item in judged if item.verdict.value is not None)
    return "，".join(
        texts.KIND.format(
            kind=judgement_texts.KINDS[kind], reached=reached[kind], count=all_of[kind]
        )
        for kind in TargetKind
        if all_of[kind]
    )
