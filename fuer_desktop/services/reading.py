"""Plans as a person reads them: domain by domain the goals, each followed by its targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.demands import demand_words
from fuer_desktop.domain.numbers import with_unit
from fuer_desktop.domain.plans import Baseline, Goal, Plan, Scope, Standing, Target
from fuer_desktop.services import catalogues, paths
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import judgement as judgement_texts
from fuer_desktop.texts import plans as texts


class Part(StrEnum):
    """What a line of a plan is."""

    DOMAIN = "domain"
    SECTION = "section"
    GOAL = "goal"
    TARGET = "target"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line: its words, and of a target or baseline the demand, its year and what is odd.

    ``sought`` is what a filter looks in.
    """

    part: Part
    text: str
    lead: str = ""
    demand: str = ""
    when: str = ""
    remarks: str = ""
    note: str = ""
    sought: str = ""
    target: Target | None = None


def shipped_plans() -> Catalogue:
    """Every plan that the program brings; raises DefinitionError."""
    return catalogues.newest(catalogues.shipped_texts(paths.forms()))


def plans_at_hand(workspace: Workspace) -> Catalogue:
    """The plans of the latest task; where there is no task yet, all that the program brings."""
    if not workspace.tasks.all():
        return shipped_plans()
    return catalogues.load_task(workspace).catalogue


def lines_of(plan: Plan, catalogue: Catalogue) -> list[PlanLine]:
    """The whole plan, line by line."""
    return list(_Reader(plan, catalogue).lines())


def matching(lines: Sequence[PlanLine], words: Sequence[str]) -> list[PlanLine]:
    """The lines that have all words, under their domains; a goal found brings its targets, a
    target found its goal."""
    if not words:
        return list(lines)
    kept: list[PlanLine] = []
    for block in _blocks(lines):
        head, members = block[0], block[1:]
        found = [line for line in members if all(word in line.sought for word in words)]
        if head.part is Part.GOAL and all(word in head.sought for word in words):
            found = list(members)
        elif not found:
            continue
        kept += [head, *found]
    return _under_domains(lines, kept)


def _blocks(lines: Iterable[PlanLine]) -> Iterator[list[PlanLine]]:
    """A goal with its targets; a section with its lines."""
    block: list[PlanLine] = []
    for line in lines:
        if line.part in (Part.DOMAIN, Part.SECTION, Part.GOAL):
            if block:
                yield block
            block = []
        block.append(line)
    if block:
        yield block


def _under_domains(lines: Iterable[PlanLine], kept: Iterable[PlanLine]) -> list[PlanLine]:
    """The kept lines with the domain of each above them."""
    wanted = {id(line) for line in kept}
    found: list[PlanLine] = []
    domain: PlanLine | None = None
    for line in lines:
        if line.part is Part.DOMAIN:
            domain = line
        elif id(line) in wanted:
            if domain is not None:
                found.append(domain)
                domain = None
            found.append(line)
    return found


def when_words(target: Target) -> str:
    """By when a target holds."""
    return (texts.ANNUAL_UNTIL if target.annual else texts.YEAR).format(year=target.year)


def scope_words(target: Target) -> str:
    """Whom a target binds; nothing where that is the whole place."""
    if target.scope_words:
        return target.scope_words
    if target.scope is Scope.EACH and target.each:
        return texts.EACH[target.each.value]
    return "" if target.scope is Scope.WHOLE else judgement_texts.SCOPES[target.scope.value]


class _Reader:
    """Puts one plan's goals, targets and baselines in a person's order."""

    def __init__(self, plan: Plan, catalogue: Catalogue) -> None:
        self._plan = plan
        self._catalogue = catalogue
        self._waiting = list(plan.targets)

    def lines(self) -> Iterator[PlanLine]:
        overall = self._take(lambda target: target.stands_in is Standing.OVERALL)
        if overall:
            yield PlanLine(Part.DOMAIN, texts.OVERALL)
            yield from map(self._target, overall)
        for domain in self._plan.domains:
            yield from self._domain(domain)
        if self._plan.baselines:
            yield PlanLine(Part.DOMAIN, texts.BASELINES)
            yield from map(_baseline, self._plan.baselines)

    def _domain(self, domain: str) -> Iterator[PlanLine]:
        lines = [
            line for goal in self._plan.goals if goal.domain == domain for line in self._goal(goal)
        ]
        rest = self._take(lambda target: target.domain == domain)
        if lines or rest:
            yield PlanLine(Part.DOMAIN, domain)
        yield from lines
        if rest:
            yield PlanLine(Part.SECTION, texts.STRATEGIES)
            yield from map(self._target, rest)

    def _goal(self, goal: Goal) -> Iterator[PlanLine]:
        lead = goal.item if goal.item.isdigit() else texts.DASH
        yield PlanLine(Part.GOAL, goal.text, lead, sought=goal.text.casefold())
        # Several rows of a table may share a number: a target stands in the goal that holds it.
        found = self._take(
            lambda target: (
                target.stands_in in (Standing.GOAL, Standing.BOX)
                and (target.domain, target.item) == (goal.domain, goal.item)
                and _bare(target.sentence) in _bare(goal.text)
            )
        )
        yield from map(self._target, found)

    def _take(self, wanted: Callable[[Target], bool]) -> list[Target]:
        found = [target for target in self._waiting if wanted(target)]
        self._waiting = [target for target in self._waiting if not wanted(target)]
        return found

    def _target(self, target: Target) -> PlanLine:
        remarks = [
            scope_words(target),
            texts.MAINTAIN if target.maintain else "",
            target.attribute,
        ]
        indicator = self._catalogue.indicator_by_code[target.indicator]
        sought = (target.wording, target.sentence, target.note, target.code, *indicator.names)
        return PlanLine(
            Part.TARGET,
            target.wording,
            demand=demand_words(target),
            when=when_words(target),
            remarks=texts.JOIN.join(filter(None, remarks)),
            note=target.note,
            sought=" ".join(sought).casefold(),
            target=target,
        )


def _baseline(baseline: Baseline) -> PlanLine:
    figure = texts.BASELINE.format(
        sign=texts.BASELINE_SIGNS[baseline.comparator.value],
        value=with_unit(baseline.value, baseline.unit),
    )
    return PlanLine(
        Part.BASELINE,
        baseline.wording,
        demand=figure,
        when=texts.YEAR.format(year=baseline.year) if baseline.year else "",
        note=baseline.note,
        sought=f"{baseline.wording} {baseline.sentence} {baseline.note}".casefold(),
    )


def _bare(text: str) -> str:
    """A text without its white space, which prints scatter at will."""
    return "".join(text.split())
