"""Rules between forms: those of one unit stand beside each other; forms of different units meet at
the office, where the figures of many units are added up first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from fuer_desktop.domain.carrying import summed
from fuer_desktop.domain.checking import Finding, Related
from fuer_desktop.domain.forms import Form, with_derived
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.spots import Source, spots
from fuer_desktop.domain.tasks import Task
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.values import CellKey, Values
from fuer_desktop.services.counting import UnitValues
from fuer_desktop.texts import rules as texts


def beside(task: Task, form: Form, values: Callable[[Form, bool], Values]) -> dict[Source, Values]:
    """One unit's figures of the forms that a form's rules name, with derived cells; ``values``
    gives those of a form, of the year before where the second argument says so."""
    known = task.companions(form)
    wanted = {code for rule in form.rules for code in rule.says.forms if code in known}
    return {
        Source(code, last_year): with_derived(known[code], values(known[code], last_year))
        for code in sorted(wanted)
        for last_year in (False, True)
    }


def meets_at_office(task: Task) -> bool:
    """Whether any rule is about forms of different units, so that all figures are needed."""
    return any(
        not rule.says.forms <= task.companions(form).keys()
        for form in task.forms
        for rule in form.rules
        if rule.says.forms
    )


@dataclass(frozen=True)
class Office:
    """All figures of a task that count, by unit and form, and those of the year before."""

    task: Task
    now: Mapping[str, UnitValues]
    before: Callable[[ReportingUnit, Form], Values]

    def findings(
        self, wrong: Mapping[tuple[str, str], set[CellKey]]
    ) -> Iterator[tuple[ReportingUnit, Form, Finding]]:
        """What is broken between forms of different units, each at the one unit that files its
        form, else at the first. ``wrong`` are the cells of each unit and form that break a strict
        rule themselves: the sentence names those units, since their mistake went up (practice.md
        4.4)."""
        for form in self.task.forms:
            found = list(self._of_form(form))
            units = self.task.filers(form)
            for finding in found if units else ():
                below = [u.name for u in units if self._is_cause(u, form, finding, wrong)]
                yield units[0], form, _with_cause(finding, below if len(units) > 1 else [])

    def _of_form(self, form: Form) -> Iterator[Finding]:
        near = self.task.companions(form)
        others = {other.code: other for other in self.task.forms if other.code != form.code}
        for rule in form.rules:
            if rule.says.forms <= near.keys() or not rule.in_force(self.task.period.year):
                continue
            figures = self._figures(
                form, [others[code] for code in rule.says.forms & others.keys()]
            )
            for spot in spots(form, rule, others):
                finding = Related(spot).finding(figures)
                if finding is not None:
                    yield self._worded(form, finding)

    def _figures(self, form: Form, others: list[Form]) -> dict[Source, Values]:
        found: dict[Source, Values] = {}
        for one in (form, *others):
            code = "" if one is form else one.code
            units = self.task.filers(one)
            now = [self.now.get(unit.code, {}).get(one.code, {}) for unit in units]
            before = [self.before(unit, one) for unit in units]
            found[Source(code)] = with_derived(one, summed(one, now)) if units else {}
            found[Source(code, last_year=True)] = (
                with_derived(one, summed(one, before)) if units else {}
            )
        return found

    def _worded(self, form: Form, finding: Finding) -> Finding:
        if len(self.task.filers(form)) <= 1:
            return finding
        return replace(finding, message=texts.SUM_OF_UNITS.format(message=finding.message))

    @staticmethod
    def _is_cause(
        unit: ReportingUnit, form: Form, finding: Finding,
        wrong: Mapping[tuple[str, str], set[CellKey]],
    ) -> bool:  # fmt: skip
        return not wrong.get((unit.code, form.code), set()).isdisjoint(finding.cells)


def _with_cause(finding: Finding, units: list[str]) -> Finding:
    if not units:
        return finding
    cause = texts.CAUSED_BELOW.format(units="、".join(units))
    return replace(finding, message=finding.message + cause)


def strictly_wrong(
    found: Iterable[tuple[ReportingUnit, Form, Finding]],
) -> dict[tuple[str, str], set[CellKey]]:
    """The cells of each unit and form that break a strict rule."""
    cells: dict[tuple[str, str], set[CellKey]] = {}
    for unit, form, finding in found:
        if finding.severity is RuleClass.A:
            cells.setdefault((unit.code, form.code), set()).update(finding.cells)
    return cells
