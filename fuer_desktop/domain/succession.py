"""Two versions of a form against each other: what really changed, and whether it is stated.

A thing counted is known by its data element; a derived row by what is stated, else by its code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from fuer_desktop.domain.continuity import (
    JOINS,
    Continuity,
    RowPlace,
    Succession,
    What,
    stated_origins,
)
from fuer_desktop.domain.expressions import Expression, Operation, Ref, leaning
from fuer_desktop.domain.forms import Form, Row
from fuer_desktop.texts import succession as texts


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed: what a row is now, None where it is closed, and what it was."""

    what: What
    place: RowPlace | None
    was: RowPlace | None


def differences(old: Form, new: Form) -> tuple[Difference, ...]:
    """Everything that changed from one version to the next, in the order of the new form's rows;
    then what is closed. Merging and splitting show as what is added and closed."""
    return _Pair(old, new).differences


def check_succession(old: Form, new: Form) -> list[str]:
    """Sentences about every change that is not stated and every statement that is not so."""
    return list(_Pair(old, new).problems())


def rows_that_went_on(old: Form, new: Form) -> dict[RowPlace, RowPlace]:
    """Where each row of the version before stands now; closed ones are not among them."""
    return dict(_Pair(old, new).went_to)


class _Pair:
    """Two versions that follow one another, with what is stated of them."""

    def __init__(self, old: Form, new: Form) -> None:
        self._old = old
        self._new = new
        self._stated = stated_origins(new.succession)
        self._said: dict[RowPlace, list[Succession]] = {}
        for said in new.succession:
            if said.place is not None:
                self._said.setdefault(said.place, []).append(said)
        self._closed = {was for s in new.succession if s.place is None for was in s.was}
        self._came_from = {place: self._origin(place, row) for place, row in new.rows.items()}
        self.went_to = {was: place for place, was in self._came_from.items() if was is not None}
        self.differences = tuple(self._differences())

    def _origin(self, place: RowPlace, row: Row) -> RowPlace | None:
        """Where the same thing stood before."""
        if row.element:
            same = [was for was, before in self._old.rows.items() if before.element == row.element]
            return place if place in same else next(iter(same), None)
        stated = self._stated.get(place)
        was = stated.was[0] if stated and stated.was else place
        before = self._old.row(was)
        return was if before is not None and before.computed else None

    def _differences(self) -> Iterator[Difference]:
        for place, row in self._new.rows.items():
            was = self._came_from[place]
            if was is None:
                yield Difference(What.ADDED, place, None)
                continue
            before = self._old.rows[was]
            if before.title != row.title:
                yield Difference(What.RENAMED, place, was)
            if place != was:
                yield Difference(What.MOVED, place, was)
            if not self._means_the_same(place, was):
                yield Difference(What.REDEFINED, place, was)
        for was in self._old.rows:
            if was not in self.went_to:
                yield Difference(What.CLOSED, None, was)

    def _means_the_same(self, place: RowPlace, was: RowPlace) -> bool:
        """Unit of measure, stretch of time, what it is a part of, and how it is computed."""
        before, now = self._old.rows[was], self._new.rows[place]
        return (
            before.unit == now.unit
            and bool(before.typed_rate) == bool(now.typed_rate)
            and self._old.period == self._new.period
            and self._is_same(was.table, before.part_of, place.table, now.part_of)
            and self._computes_the_same((was.table, before.computed), (place.table, now.computed))
        )

    def _is_same(self, old_table: str, old_row: str, new_table: str, new_row: str) -> bool:
        """Whether a name within the old table and one within the new mean the same row."""
        if not old_row or not new_row:
            return old_row == new_row
        was, place = RowPlace(old_table, old_row), RowPlace(new_table, new_row)
        stated = self._stated.get(place)
        return was == self._came_from.get(place) or bool(stated and was in stated.was)

    def _computes_the_same(
        self, before: tuple[str, Expression | None], now: tuple[str, Expression | None]
    ) -> bool:
        (old_table, old), (table, new) = before, now
        if isinstance(old, Operation) and isinstance(new, Operation):
            (old_first, old_steps), (first, steps) = leaning(old), leaning(new)
            return (
                [step.sign for step in old_steps] == [step.sign for step in steps]
                and self._computes_the_same((old_table, old_first), (table, first))
                and all(
                    self._computes_the_same((old_table, was.right), (table, step.right))
                    for was, step in zip(old_steps, steps, strict=True)
                )
            )
        if isinstance(old, Ref) and isinstance(new, Ref):
            same = self._is_same(old_table, old.name, table, new.name)
            return same and old.last_year == new.last_year
        return old == new

    def problems(self) -> Iterator[str]:
        """Everything that is wrong with what is stated."""
        for said in self._new.succession:
            yield from self._unknown(said)
        changed: dict[RowPlace, dict[What, Difference]] = {}
        for difference in self.differences:
            if difference.place is not None:
                changed.setdefault(difference.place, {})[difference.what] = difference
        for place in self._new.rows:
            for problem in self._problems_of(place, changed.get(place, {})):
                yield _about(self._new, place, problem)
        yield from self._problems_of_closing()
        yield from self._carried_twice()

    def _unknown(self, said: Succession) -> Iterator[str]:
        for was in said.was:
            if was not in self._old.rows:
                problem = texts.NO_OLD_ROW.format(place=_old_row(was))
                yield _about(self._new, said.place, problem)

    def _problems_of(self, place: RowPlace, changed: dict[What, Difference]) -> Iterator[str]:
        statements = self._said.get(place, [])
        said = {statement.what for statement in statements}
        if self._came_from[place] is None:
            yield from self._problems_of_new(said)
        else:
            yield from self._problems_of_known(place, said, set(changed))
        yield from self._problems_of_was(place, statements)
        if len({statement.was for statement in statements}) > 1:
            yield texts.DISAGREE
        for statement in statements:
            yield from self._problems_of_carrying(place, statement)

    @staticmethod
    def _problems_of_new(said: set[What]) -> Iterator[str]:
        if not said:
            yield texts.UNSTATED[What.ADDED]
        elif not said & {What.ADDED, What.REDEFINED, *JOINS}:
            yield texts.NOT_FROM_BEFORE.format(what="、".join(sorted(what.label for what in said)))

    def _problems_of_known(
        self, place: RowPlace, said: set[What], changed: set[What]
    ) -> Iterator[str]:
        was = self._came_from[place]
        assert was is not None  # only asked of rows that were there
        words = {
            "before": self._old.rows[was].title,
            "was": "/".join(was),
            "place": _old_row(was),
        }
        if What.ADDED in said:
            yield texts.NOT_SO[What.ADDED].format(**words)
            return
        if said.isdisjoint(JOINS):
            for what in sorted(changed - said):
                yield texts.UNSTATED[what].format(**words)
            for what in sorted(said - changed - {What.REDEFINED}):
                yield texts.NOT_SO[what]

    def _problems_of_was(self, place: RowPlace, statements: list[Succession]) -> Iterator[str]:
        was = self._came_from[place]
        for said in statements:
            known = [stated for stated in said.was if stated in self._old.rows]
            if known and was is not None and was not in known:
                stated = "、".join(map(_old_row, known))
                yield texts.WRONG_WAS.format(stated=stated, place=_old_row(was))
            if said.what is What.MERGED:
                yield from self._still_apart(place, known)

    def _still_apart(self, place: RowPlace, was: list[RowPlace]) -> Iterator[str]:
        """Merged rows that are asked by themselves all the same would count twice."""
        for old in was:
            other = self.went_to.get(old, place)
            if other != place:
                yield texts.NOT_SO[What.MERGED].format(place=_old_row(old), row=other.row)

    def _problems_of_carrying(self, place: RowPlace, said: Succession) -> Iterator[str]:
        if not said.continuity.carries:
            return
        now = self._new.rows[place]
        for was in said.was:
            before = self._old.row(was)
            if before is None:
                continue
            if before.unit != now.unit:
                yield texts.UNIT_DIFFERS.format(
                    place=_old_row(was), before=before.unit, now=now.unit
                )
            if said.what is What.MERGED and before.typed_rate:
                yield texts.RATE_MERGED.format(place=_old_row(was))

    def _problems_of_closing(self) -> Iterator[str]:
        ended = (*JOINS, What.REDEFINED)
        taken = {was for s in self._new.succession if s.what in ended for was in s.was}
        for was in self._old.rows:
            goes_on = self.went_to.get(was)
            if was in self._closed and goes_on is not None:
                problem = texts.NOT_SO[What.CLOSED].format(row=goes_on.row)
                yield _about(self._old, was, problem)
            elif goes_on is None and was not in taken | self._closed:
                yield _about(self._old, was, texts.UNSTATED[What.CLOSED].format(was="/".join(was)))

    def _carried_twice(self) -> Iterator[str]:
        """A figure that went on in two rows would be counted twice."""
        went_on: dict[RowPlace, list[RowPlace]] = {}
        for place, row in self._new.rows.items():
            origin = self._stated.get(place)
            if origin is None and (was := self._came_from[place]) is not None:
                went_on.setdefault(was, []).append(place)
            elif origin is not None and row.element and origin.continuity.carries:
                for was in origin.was:
                    went_on.setdefault(was, []).append(place)
        for was, places in went_on.items():
            if len(places) > 1:
                rows = "、".join(map(_old_row, places))
                problem = texts.CARRIED_TWICE.format(place=_old_row(was), rows=rows)
                yield _about(self._new, None, problem)


def check_order(old: Form, new: Form) -> list[str]:
    """Sentences about numbers and years of two versions that should follow one another."""
    problems = []
    if new.version != old.version + 1:
        problems.append(texts.NOT_NEXT.format(before=old.version, next=old.version + 1))
    numbers = {"before": old.version, "version": new.version}
    if old.valid_to is None or new.valid_from is None:
        problems.append(texts.YEARS_MISSING.format(**numbers))
    elif new.valid_from <= old.valid_to:
        problem = texts.YEARS_OVERLAP.format(until=old.valid_to, since=new.valid_from, **numbers)
        problems.append(problem)
    return [_about(new, None, problem) for problem in problems]


def _old_row(place: RowPlace) -> str:
    return texts.OLD_ROW.format(**place._asdict())


def _about(form: Form, place: RowPlace | None, problem: str) -> str:
    """A problem with the form and, where there is one, the row it is about."""
    row = form.row(place) if place is not None else None
    if place is None or row is None:
        return texts.OF_FORM.format(form=form.code, version=form.version, problem=problem)
    words = texts.ROW.format(**place._asdict(), title=row.title)
    return texts.OF_ROW.format(form=form.code, version=form.version, row=words, problem=problem)


def tally(new: Form) -> str:
    """How many rows are new, moved, closed …, in one line; empty where nothing is stated."""
    count: Counter[What] = Counter()
    for said in new.succession:
        count[said.what] += len(said.was) if said.place is None else 1
    parts = [texts.TALLY.format(what=what.label, count=count[what]) for what in What if count[what]]
    return texts.SUMMARY.format(version=new.version, tally="，".join(parts)) if parts else ""


def sentences(new: Form, old: Form | None = None) -> list[str]:
    """What is new, a sentence for each statement, for the person who fills the form; ``old`` is the
    version before, where it is at hand, for the titles of what is gone."""
    return [_sentence(said, new, old) for said in new.succession]


def _sentence(said: Succession, new: Form, old: Form | None) -> str:
    titles = None if said.what is What.MOVED else old  # the row's own title stands there already
    was = "、".join(_in_words(place, titles, new) for place in said.was)
    row = "" if said.place is None else _in_words(said.place, new, new)
    before = old.row(said.was[0]) if old is not None and said.was else None
    is_unnamed = said.what is What.RENAMED and before is None
    template = texts.NEW["renamed_unknown" if is_unnamed else said.what.value]
    words = template.format(row=row, was=was, before="" if before is None else before.title)
    return texts.NEW_SENTENCE.format(words=words + _comparison(said), note=said.note)


def _comparison(said: Succession) -> str:
    """How far a row compares, where that does not go without saying."""
    if said.what in (What.ADDED, What.CLOSED) or said.continuity is Continuity.FULL:
        return ""
    return texts.PARTLY if said.continuity.carries else texts.NOT_COMPARED


def _in_words(place: RowPlace, form: Form | None, new: Form) -> str:
    """A row by its code, with its table where the form has several, and its title if known."""
    row = form.row(place) if form is not None else None
    template = texts.NEW_OLD_ROW if row is None else texts.NEW_ROW
    words = template.format(row=place.row, title="" if row is None else row.title)
    return texts.IN_TABLE.format(table=place.table) + words if len(new.tables) > 1 else words
