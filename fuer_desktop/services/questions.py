"""Whose key is it: what waits in quarantine, by unit and key, and what the office answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fuer_desktop.domain.fingerprints import spoken
from fuer_desktop.services import deciding, office_reasons, taking_in
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.jobs import Job
from fuer_desktop.store.intake import IntakeLine, Quarantined
from fuer_desktop.store.unit_keys import KeyState, UnitKey
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import matters as texts


class Answer(StrEnum):
    """What an office found out on the telephone."""

    OTHER_MACHINE = "other_machine"
    OTHER_PERSON = "other_person"
    NOT_OURS = "not_ours"

    @property
    def label(self) -> str:
        """The word for people."""
        return texts.ANSWERS[self.value]


@dataclass(frozen=True, slots=True)
class Question:
    """Packages of one unit and key that wait; ``period`` is the year of their task. ``state`` is
    None of a key that nobody has proved to be the unit's; ``known`` are the fingerprints of the
    keys that count for the unit."""

    task: str
    period: int
    unit: str
    name: str
    public_key: str
    state: KeyState | None
    known: tuple[str, ...]
    waiting: tuple[Quarantined, ...]

    @property
    def about(self) -> tuple[str, ...]:
        """The same of the same matter, whatever became of it."""
        return self.task, self.unit, self.public_key

    @property
    def fingerprint(self) -> str:
        """To be read on the telephone."""
        return spoken(self.public_key)

    @property
    def is_open(self) -> bool:
        """Whether something is to be done: the office has not said whose key it is, or has, and
        packages of it wait all the same."""
        return self.state not in (KeyState.REFUSED, KeyState.REVOKED)

    @property
    def is_asked(self) -> bool:
        """Whether it is a second key of whoever had the unit's task package."""
        return self.state is KeyState.ASKED

    @property
    def has_proof(self) -> bool:
        """Whether something but a person's word speaks for the key."""
        return self.state is not None


def questions(workspace: Workspace, task: LoadedTask) -> list[Question]:
    """What waits, in the order of the units: open questions and refused keys."""
    keys = workspace.unit_keys.of_task(task.code)
    waiting: dict[tuple[str, str], list[Quarantined]] = {}
    for each in workspace.intake.quarantined(task.code):
        waiting.setdefault((each.unit, each.public_key), []).append(each)
    names = {unit.code: unit.name for unit in task.task.place.units}
    found = [
        _question(task, (unit, names.get(unit, unit)), key, keys.get(unit, {}), packages)
        for (unit, key), packages in waiting.items()
    ]
    order = {unit: number for number, unit in enumerate(names)}
    last = len(order)  # where a unit stands that a revision took out
    return sorted(
        found, key=lambda q: (not q.is_open, order.get(q.unit, last), q.unit, q.public_key)
    )


def _question(
    task: LoadedTask,
    unit: tuple[str, str],
    public_key: str,
    keys: dict[str, UnitKey],
    waiting: list[Quarantined],
) -> Question:
    code, name = unit
    own = keys.get(public_key)
    known = tuple(
        spoken(key.public_key)
        for key in keys.values()
        if key.state in (KeyState.ENROLLED, KeyState.ADMITTED) and key.public_key != public_key
    )
    state = own.state if own else None
    about = (task.code, task.record.period, code, name)
    return Question(*about, public_key, state, known, tuple(waiting))


def answer(
    workspace: Workspace, question: Question, said: Answer, reason: str, job: Job
) -> Iterator[IntakeLine]:
    """Decide about a key: one that is the unit's has all that waits of it taken in at once, in a
    run of its own; of one that is not, it goes on waiting. Raises WorkspaceError where a key that
    nobody proved is admitted without a reason in words."""
    whose = (question.task, question.unit, question.public_key)
    if said is Answer.NOT_OURS:
        deciding.refuse(workspace, *whose, _reason(said, reason))
        return
    if not question.has_proof:
        office_reasons.require_reason(reason)
    yield from admit(workspace, whose, _reason(said, reason), job)


def admit(
    workspace: Workspace, whose: tuple[str, str, str], reason: str, job: Job
) -> Iterator[IntakeLine]:
    """A key is the unit's (``whose``: task, unit and key): all that waits of it is taken in, in a
    run of its own. Raises WorkspaceError."""
    deciding.admit(workspace, *whose, reason)
    code, unit, public_key = whose
    waiting = [
        each
        for each in workspace.intake.quarantined(code)
        if (each.unit, each.public_key) == (unit, public_key)
    ]
    yield from taking_in.take_in_waiting(workspace, waiting, job)


def _reason(said: Answer, reason: str) -> str:
    return texts.REASON.format(answer=said.label, reason=reason.strip() or texts.ASKED)
