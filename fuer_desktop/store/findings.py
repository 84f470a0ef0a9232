"""Findings on record, and the reasons given for them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fuer_desktop.domain.findings import (
    Explanation,
    FindingKey,
    Recorded,
    State,
    cells_text,
    changed_by_run,
    explained_record,
    explanation_of,
    read_key,
    side_text,
)
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.store.database import Connection
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.recording import Stored
from fuer_desktop.store.values import OWN
from fuer_desktop.store.writing import Writing

if TYPE_CHECKING:
    from fuer_desktop.domain.checking import Finding

_PLACE = ("submission", "unit", "form", "period")
_KEY = ("rule", "cells", "left", "right")
_REST = ("class", "state", "reason", "by", "at", "found_at", "gone_at")
_COLUMNS = ", ".join((*_PLACE, *_KEY, *_REST))
_GIVEN = "reason <> '' AND at <> ''"
"""A reason that somebody gave for this finding: one that an older version said at a cell has no
time, and stands here only to be listed."""

Spot = tuple[int, FormPlace]
"""Whose figures were checked: the submission's number, or OWN, and the form."""


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """A finding on record with the submission and form that it is about."""

    submission: int
    place: FormPlace
    record: Recorded


@dataclass(frozen=True, slots=True)
class RunResult:
    """How many records a run of checking added or changed, and how many of them are gone now."""

    changed: int = 0
    gone: int = 0


class FindingStore:
    """Rows of ``finding``."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    def explanations(
        self, place: FormPlace, submission: int = OWN
    ) -> dict[FindingKey, Explanation]:
        """The reasons given in one form."""
        found = _select(
            self._connection,
            f"submission = ? AND unit = ? AND form = ? AND period = ? AND {_GIVEN}",
            (submission, place.unit, place.form, place.period),
        )
        return {row.record.key: row.record.explanation for row in found}

    def explanations_of(
        self, submissions: Iterable[int]
    ) -> dict[Spot, dict[FindingKey, Explanation]]:
        """The reasons given in several submissions, by submission and form."""
        reasons: dict[Spot, dict[FindingKey, Explanation]] = {}
        for submission in submissions:
            for row in _select(self._connection, f"submission = ? AND {_GIVEN}", (submission,)):
                spot = (submission, row.place)
                reasons.setdefault(spot, {})[row.record.key] = row.record.explanation
        return reasons

    def of_year(self, period: int) -> Iterator[PlacedRecord]:
        """Everything on record about one year, by submission, unit and form."""
        yield from _select(self._connection, "period = ?", (period,))

    def explain(self, place: FormPlace, reasons: Mapping[FindingKey, str]) -> None:
        """Give the reasons of findings in what is entered here, signed and dated, inside the
        caller's transaction. A reason equal to the one that is there changes nothing."""
        by, at = self._writing.journal.signature
        known = self.explanations(place)
        for key, reason in reasons.items():
            if key not in known or known[key].reason != reason:
                self.put(place, [explanation_of(key, reason, by, at)])

    def put(self, place: FormPlace, explanations: Iterable[Explanation]) -> None:
        """Put explanations in the place of those that are there, each with its journal row, inside
        the caller's transaction; one without a reason takes it back."""
        _, now = self._writing.journal.signature
        for explanation in explanations:
            known = self._get(OWN, place, explanation.key)
            old = known.explanation if known else explanation_of(explanation.key, "")
            self._put(OWN, place, explained_record(known, explanation, now))
            change = (explanation_text(old), explanation_text(explanation))
            self._writing.journal.append_reason(place, change)

    def add_claims(
        self, submission: int, place: FormPlace, claims: Iterable[tuple[Explanation, RuleClass]]
    ) -> None:
        """Add the reasons that a submission brings, inside the caller's transaction: they are no
        findings until a run finds what they are about."""
        for explanation, severity in claims:
            said = (explanation.reason, explanation.by, explanation.at)
            self._put(submission, place, Recorded(explanation.key, severity, State.GONE, *said))

    def revise_claims(
        self,
        submission: int,
        claims: Mapping[FormPlace, Iterable[tuple[Explanation, RuleClass]]],
    ) -> None:
        """Have a submission say these reasons and no others, inside the caller's transaction: the
        forms by which it is read have changed."""
        _, now = self._writing.journal.signature
        wanted = {(place, said.key): (said, of) for place, c in claims.items() for said, of in c}
        known = self.explanations_of([submission]).items()
        there = {(spot[1], key) for spot, found in known for key in found}
        for place, key in there - wanted.keys():
            record = self._get(submission, place, key)
            assert record is not None  # it was just read
            bare = replace(record, state=State.GONE, reason="", by="", at="", gone_at=now)
            self._put(submission, place, bare)
        for place, key in wanted.keys() - there:
            self.add_claims(submission, place, [wanted[place, key]])

    def record(
        self, period: int, found: Mapping[str, Mapping[Spot, Iterable[Finding]]]
    ) -> RunResult:
        """Keep what a run finds, by unit, in everything that counts of these units, inside the
        caller's transaction; what is on record of them besides is gone."""
        _, now = self._writing.journal.signature
        changed = gone = 0
        for unit, spots in found.items():
            before = self._of_unit(unit, period)
            for spot in before.keys() | spots.keys():
                for record in changed_by_run(before.get(spot, {}), spots.get(spot, ()), now):
                    self._put(*spot, record)
                    changed += 1
                    gone += record.state is State.GONE
        return RunResult(changed, gone)

    def _of_unit(self, unit: str, period: int) -> dict[Spot, dict[FindingKey, Recorded]]:
        found: dict[Spot, dict[FindingKey, Recorded]] = {}
        for row in _select(self._connection, "unit = ? AND period = ?", (unit, period)):
            found.setdefault((row.submission, row.place), {})[row.record.key] = row.record
        return found

    def _get(self, submission: int, place: FormPlace, key: FindingKey) -> Recorded | None:
        where = " AND ".join(f"{name} = ?" for name in (*_PLACE, *_KEY))
        values = (submission, place.unit, place.form, place.period, *_key_texts(key))
        return next((row.record for row in _select(self._connection, where, values)), None)

    def _put(self, submission: int, place: FormPlace, record: Recorded) -> None:
        about = (submission, place.unit, place.form, place.period, *_key_texts(record.key))
        rest = (
            record.severity.value, record.state.value, record.reason, record.by, record.at,
            record.found_at, record.gone_at,
        )  # fmt: skip
        row: dict[str, Stored] = dict(zip((*_PLACE, *_KEY, *_REST), (*about, *rest), strict=True))
        row["difference"] = side_text(record.difference)
        self._writing.recorder.put("finding", row)


def given_reasons(connection: Connection) -> Iterator[tuple[FormPlace, Explanation]]:
    """The reasons given in what is entered here, by form."""
    for row in _select(connection, f"submission = ? AND {_GIVEN}", (OWN,)):
        yield row.place, row.record.explanation


def _select(
    connection: Connection, where: str, values: tuple[int | str, ...]
) -> Iterator[PlacedRecord]:
    order = ", ".join((*_PLACE, *_KEY))
    rows = connection.rows(f"SELECT {_COLUMNS} FROM finding WHERE {where} ORDER BY {order}", values)
    for submission, unit, form, period, *row in rows:
        yield PlacedRecord(submission, FormPlace(unit, form, period), _recorded(*row))


def _recorded(*row: str) -> Recorded:
    severity, state, *rest = row[len(_KEY) :]
    return Recorded(read_key(*row[: len(_KEY)]), RuleClass(severity), State(state), *rest)


def _key_texts(key: FindingKey) -> tuple[str, str, str, str]:
    return key.rule, cells_text(key.cells), side_text(key.left), side_text(key.right)


def explanation_text(explanation: Explanation) -> str:
    """An explanation as a journal row holds it."""
    said = (explanation.reason, explanation.by, explanation.at)
    return json.dumps(
        [*_key_texts(explanation.key), *said], ensure_ascii=False, separators=(",", ":")
    )


def explanation_from(text: str) -> Explanation:
    """An explanation from a journal row."""
    *key, reason, by, at = json.loads(text)
    return explanation_of(read_key(*key), reason, by, at)
