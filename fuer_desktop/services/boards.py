"""Where every unit stands: who has handed in, who is missing, who is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from fuer_desktop.domain.tasks import Task
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.versions import UNDECIDED, Decided, counted
from fuer_desktop.services import on_paper
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.store.decisions import ACCEPTED, OPEN, RECEIPT, RETURN, Answer
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.submissions import SubmissionRecord
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import packages as texts


class UnitState(StrEnum):
    """State of one unit in one task, always derived from documents, never from a flag."""

    UNFILLED = "unfilled"
    FILLING = "filling"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A unit's state, the version it is about (0 if none) and whether it is late; ``on_paper`` says
    which paper was seen, where the office entered that version from paper."""

    unit: ReportingUnit
    forms: tuple[str, ...]
    state: UnitState
    version: int = 0
    late: bool = False
    on_paper: str = ""

    @property
    def has_arrived(self) -> bool:
        """At an office: whether a version of the unit counts."""
        return self.state in (UnitState.RECEIVED, UnitState.ACCEPTED)

    @property
    def label(self) -> str:
        """The state in words, with its version."""
        return texts.UNIT_STATES[self.state.value].format(version=self.version)


def board(workspace: Workspace, task: LoadedTask, today: date) -> list[UnitStanding]:
    """The office's board: every reporting unit in the order of the list of units."""
    found = workspace.submissions.of_task(task.code)
    decided = workspace.decisions.decided(task.code)
    return [
        _standing(
            task.task, unit, (found.get(unit.code, []), decided.get(unit.code, UNDECIDED)), today
        )
        for unit in task.task.reporting_units
    ]


def arrived(workspace: Workspace, task: str) -> set[str]:
    """The units of which a version counts in a task: a conflict is none."""
    decided = workspace.decisions.decided(task)
    return {
        unit
        for unit, records in workspace.submissions.of_task(task).items()
        if counted([record.version for record in records], decided.get(unit, UNDECIDED))
    }


def _standing(
    task: Task, unit: ReportingUnit, came: tuple[list[SubmissionRecord], Decided], today: date
) -> UnitStanding:
    records, decided = came
    forms = tuple(form.code for form in task.forms_of(unit))
    if not records:
        return UnitStanding(unit, forms, UnitState.MISSING, late=today > task.deadline)
    version = counted([record.version for record in records], decided)
    first_received = min(datetime.fromisoformat(record.at).date() for record in records)
    late = first_received > task.deadline
    if version is None:
        return UnitStanding(unit, forms, UnitState.CONFLICT, late=late)
    record = next(record for record in records if record.version.digest == version.digest)
    paper = on_paper.words_of(record.on_paper)
    is_accepted = version.digest == decided.accepted
    state = UnitState.ACCEPTED if is_accepted else UnitState.RECEIVED
    return UnitStanding(unit, forms, state, version.number, late, paper)


def desk_standing(workspace: Workspace, task: LoadedTask) -> UnitStanding:
    """The desk's own state: 未填, 填报中, 已报出 with its version, and what the office answered;
    已收 at one that an office keeps, from which nothing is sent."""
    unit = task.own_unit
    forms = tuple(form.code for form in task.own_forms)
    records = workspace.submissions.of_task(task.code).get(unit.code, [])
    if records:
        last = records[-1].version
        answers = workspace.decisions.answers(task.code, unit.code)
        state = UnitState.RECEIVED if workspace.paper_desk else _answered(answers, last.digest)
        return UnitStanding(unit, forms, state, last.number)
    filled = any(
        workspace.values.of_form(FormPlace(unit.code, form, task.record.period)) for form in forms
    )
    return UnitStanding(unit, forms, UnitState.FILLING if filled else UnitState.UNFILLED)


def _answered(answers: list[Answer], digest: str) -> UnitState:
    """What the office said of the version that was exported last, as far as it was opened here."""
    if any(answer.kind == RETURN and answer.state == OPEN for answer in answers):
        return UnitState.RETURNED
    said = {answer.state for answer in answers if answer.kind == RECEIPT and digest in answer.about}
    if ACCEPTED in said:
        return UnitState.ACCEPTED
    return UnitState.RECEIVED if said else UnitState.SUBMITTED


@dataclass(frozen=True, slots=True)
class OfficeSummary:
    """An office's latest task in a few words; all empty where there is no task yet."""

    place: str = ""
    year: str = ""
    state: str = ""
    practice: bool = False


def office_summary(workspace: Workspace) -> OfficeSummary:
    """Place, year and of how many units a version counts, as on the board."""
    records = workspace.tasks.all()
    if not records:
        return OfficeSummary(state=texts.NO_TASK_YET)
    task = load_task(workspace, records[0].code)
    due = {unit.code for unit in task.task.reporting_units}
    received = len(due & arrived(workspace, task.code))
    state = texts.RECEIVED_OF.format(received=received, due=len(due))
    place = task.task.place
    return OfficeSummary(place.name, str(task.task.period), state, place.practice)
