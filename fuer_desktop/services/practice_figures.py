"""Invented figures for all forms of a place over several years, in which all rules hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.checking import Checker, Finding
from fuer_desktop.domain.findings import takes_reason
from fuer_desktop.domain.forms import Form, with_derived
from fuer_desktop.domain.indicators import Total, compute, total
from fuer_desktop.domain.members import with_members
from fuer_desktop.domain.numbers import plain, rounded
from fuer_desktop.domain.periods import ReferencePeriod
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.stories import Course, chance
from fuer_desktop.domain.tasks import Task
from fuer_desktop.domain.units import Place, ReportingUnit
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, Values, read_value
from fuer_desktop.formats import definitions
from fuer_desktop.formats.rows import CellRow
from fuer_desktop.services import across, catalogues
from fuer_desktop.services.counting import UnitValues
from fuer_desktop.services.last_year import LastYear
from fuer_desktop.services.practice_courses import Courses, Sizes, Sizing, average
from fuer_desktop.services.practice_system import System, UnitCell, Year
from fuer_desktop.texts import practice as texts


@dataclass(frozen=True)
class Inventing:
    """What figures are invented for: a place with its units, the catalogue's texts, the years in
    their order, figures that are given or seen elsewhere, and how large the place is to others."""

    place: Place
    shipped: Mapping[str, str]
    years: Sequence[int]
    given: Sequence[CellRow] = ()
    seen: Sequence[CellRow] = ()
    scale: float = 1.0
    same_every_year: bool = False
    """Whether the texts are those of one task, used as they are in every year."""

    @cached_property
    def result(self) -> Invented:
        """The figures of all years; raises DefinitionError where the definitions are wrong."""
        invented = Invented(self)
        for year in self.years:
            invented.invent(year)
        return invented


@dataclass(frozen=True, slots=True)
class Unsatisfied:
    """A rule that could not be satisfied, with the unit whose form it is."""

    year: int
    unit: ReportingUnit
    form: Form
    finding: Finding


@dataclass
class Invented:
    """The figures invented so far, by year."""

    about: Inventing

    def __post_init__(self) -> None:
        self.tasks: dict[int, Task] = {}
        self.catalogues: dict[int, Catalogue] = {}
        self.values: dict[int, dict[str, UnitValues]] = {}
        self.unsatisfied: list[Unsatisfied] = []
        self._reasons: dict[tuple[int, UnitCell], str] = {}

    def invent(self, year: int) -> None:
        """Invent the figures of one more year, the one after the last."""
        place, wanted_texts = self.about.place, self.about.shipped
        if not self.about.same_every_year:
            wanted_texts = catalogues.selected_texts(wanted_texts, place.follows, year)
        catalogue = definitions.read_catalogue(wanted_texts, complete=False)
        in_force = place.in_force(year)
        task = Task(
            code="",
            place=in_force,
            period=ReferencePeriod(year),
            deadline=date(year + 1, 3, 31),
            forms=tuple(with_members(f, in_force.members) for f in catalogue.forms),
        )
        catalogue = self.catalogues[year] = replace(catalogue, forms=task.forms)
        self.tasks[year] = task
        before = LastYear(task, self.tasks.get(year - 1), self.values.get(year - 1, {}))
        first = year == self.about.years[0]
        wanted = {
            code: course.value(year)
            for code, course in self.courses.items()
            if not (first and code in self._courses.vague)
        }
        given = self._given.get(year, {})
        system = System(
            Year(task, catalogue, before, given, self._size, self._known, wanted, place.code)
        )
        values: dict[str, UnitValues] = {}
        for (unit, form, key), value in system.solve().items():
            values.setdefault(unit, {}).setdefault(form, {})[key] = value
        self.values[year] = values
        if first:
            self._begin_vague_ones(year)
        for broken in self._broken(year, before):
            self._explain_or_report(broken, before)

    # what it is made from

    @cached_property
    def courses(self) -> dict[str, Course]:
        """The course of each indicator."""
        return dict(self._courses.of_indicator)

    @cached_property
    def _courses(self) -> Courses:
        catalogue = self.catalogues[self.about.years[0]]
        base = min((plan.base for plan in catalogue.plans), default=_BASE)
        return Courses(catalogue, self.about.place.code, base, self._usual)

    def _begin_vague_ones(self, year: int) -> None:
        """Begin the courses of which nothing was known where the first year's figures are."""
        catalogue = self.catalogues[year]
        for code in self._courses.vague:
            indicator, course = catalogue.indicator_by_code[code], self.courses[code]
            if not catalogue.unasked_by(indicator) and course.value(year):
                found = compute(indicator, lambda element: self._total(year, element)).value
                times = float(found or 0) / course.value(year)
                self.courses[code] = replace(
                    course, start=course.start * times, goal=course.goal * times
                )

    @cached_property
    def _usual(self) -> Sizes:
        forms = {form.code: form for form in self.catalogues[self.about.years[0]].forms}
        return average(
            ((row.form, key), Decimal(row.value))
            for row in self.about.seen
            if row.form in forms and row.kind == "number"
            if (key := CellKey(row.table, row.row, row.column)) in forms[row.form].typed_cells
        )

    @cached_property
    def _sizing(self) -> Sizing:
        catalogue = self.catalogues[self.about.years[0]]
        return Sizing(catalogue, self._usual, self.courses, self._courses.vague)

    @property
    def _known(self) -> set[tuple[str, CellKey]]:
        """Cells of which the size is more than a guess."""
        return self._sizing.known if self._sizing.all else set()

    def _size(self, unit: ReportingUnit, form: Form, key: CellKey) -> float:
        row = form.table_by_code[key.table].coded_rows[key.row]
        if row.is_member:
            least = float(form.table_by_code[key.table].column_by_code[key.column].at_least or 1)
            lags = chance(self.about.place.code, unit.code, *key) < _LAGGING
            return least * (0.4 if lags else 1.4)
        size = self._sizing.all.get((form.code, key), 10.0)
        if row.typed_rate:
            return size
        task = self.tasks[self.about.years[0]]
        many = sum(form.files(other) for other in task.place.units) > 1
        spread = 0.5 + 1.1 * chance(self.about.place.code, unit.code) if many else 1.0
        return size * self.about.scale * spread

    @cached_property
    def _given(self) -> dict[int, dict[UnitCell, DataValue]]:
        found: dict[int, dict[UnitCell, DataValue]] = {}
        for row in self.about.given:
            cell = (row.unit, row.form, CellKey(row.table, row.row, row.column))
            kind = Kind.parse(row.kind) if row.kind else None
            value = read_value(row.value, kind, _MOST_DECIMALS, row.reason, row.note)
            found.setdefault(int(row.period), {})[cell] = value
        return found

    # what became of it

    def _broken(self, year: int, before: LastYear) -> Iterator[Unsatisfied]:
        task, now = self.tasks[year], self.values[year]
        loaded = {f.code: Checker(f, task.companions(f), year) for f in task.forms}
        for unit in task.reporting_units:
            for form in task.forms_of(unit):

                def values(asked: Form, last: bool, unit: ReportingUnit = unit) -> Values:
                    if last:
                        return before.of_form(unit, asked)
                    return now.get(unit.code, {}).get(asked.code, {})

                beside = across.beside(task, form, values)
                last_year = before.of_form(unit, form) or None
                for finding in loaded[form.code].check(values(form, False), last_year, beside):
                    yield Unsatisfied(year, unit, form, finding)
        for unit, form, finding in across.Office(task, now, before.of_form).findings({}):
            yield Unsatisfied(year, unit, form, finding)

    def _explain_or_report(self, broken: Unsatisfied, before: LastYear) -> None:
        finding = broken.finding
        if finding.severity is RuleClass.D:
            return
        values = self.values[broken.year].get(broken.unit.code, {}).get(broken.form.code, {})
        given = self._given.get(broken.year, {})
        said = [
            given[cell].reason
            for key in finding.cells
            if (cell := (broken.unit.code, broken.form.code, key)) in given
        ]
        if takes_reason(finding) and any(said):
            return
        if takes_reason(finding) and finding.rule in {c.code for c in broken.form.changes}:
            for key in finding.cells[:1]:
                if values.get(key, BLANK).number is not None:
                    cell = (broken.unit.code, broken.form.code, key)
                    self._reasons[broken.year, cell] = texts.INVENTED_REASON
                    return
        self.unsatisfied.append(broken)

    # what comes out

    def rows(self, year: int) -> dict[str, list[CellRow]]:
        """The figures of a year by unit, as rows of cells; given rows are as they were."""
        given = {
            (row.unit, row.form, CellKey(row.table, row.row, row.column)): row
            for row in self.about.given
            if row.period == str(year)
        }
        found: dict[str, list[CellRow]] = {}
        for unit, forms in self.values[year].items():
            for form, cells in forms.items():
                for key, value in cells.items():
                    rows = found.setdefault(unit, [])
                    known = given.get((unit, form, key))
                    reason = self._reasons.get((year, (unit, form, key)), "")
                    row = CellRow(len(rows) + 2, unit, form, str(year), *key, value.plain,
                                  value.kind.value, value.reason or reason, value.note)  # fmt: skip
                    rows.append(row if known is None else replace(known, line=row.line))
        return found

    def history(self, until: int) -> Iterator[tuple[str, int, str]]:
        """Indicator, year and value of each year before the first; of what comes from outside up
        to ``until``. They lead to the first year's figures as they came out."""
        first = self.about.years[0]
        catalogue = self.catalogues[first]
        for indicator in catalogue.indicators:
            course = self.courses[indicator.code]
            reached = None
            if not catalogue.unasked_by(indicator):
                reached = compute(indicator, lambda e: self._total(first, e)).value
            last = first - 1
            if indicator.getting.value == "outside" and reached is None:
                last = until
            for year in range(course.base, last + 1):
                value = course.value(year)
                if reached is not None:
                    share = (year - course.base) / (first - course.base)
                    value += share * (float(reached) - course.value(first))
                number = max(rounded(Decimal(value), indicator.decimals), Decimal(0))
                yield indicator.code, year, plain(number)

    def _total(self, year: int, element: str) -> Total:
        form, key = self.catalogues[year].place_of_element[element]

        def value(unit: ReportingUnit) -> DataValue:
            typed = self.values[year].get(unit.code, {}).get(form.code, {})
            found = typed if form.has_numbers_only else with_derived(form, typed)
            return found.get(key, BLANK)

        return total((unit.name, value(unit)) for unit in self.tasks[year].filers(form))


_MOST_DECIMALS = 6
_BASE = 2020
_LAGGING = 0.12
"""Share of the members of a list that have less than they are to have."""
