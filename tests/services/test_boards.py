"""The board: where every unit stands follows from its documents and the date."""

from datetime import date

import pytest

from fuer_desktop.services import boards, taking_in
from fuer_desktop.services.boards import UnitState
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import DEADLINE, EAST, HEALTH, UNITS, WEST, Trial


def board(trial, today=DEADLINE):
    with Workspace.open(trial.office) as office:
        return boards.board(office, load_task(office), today)


def standing_of_desk(trial, unit=EAST):
    with Workspace.open(trial.desk(unit)) as desk:
        return boards.desk_standing(desk, load_task(desk))


def test_every_unit_is_on_the_board_in_the_order_of_the_list(filled):
    filled.take_in([filled.export(WEST).path])

    found = board(filled)

    assert [s.unit.code for s in found] == list(UNITS)
    assert [s.label for s in found] == ["未报", "已收（1）", "未报"]
    assert [s.forms for s in found] == [("TF-XZ01",), ("TF-XZ01",), ("TF-WJ01",)]


@pytest.mark.parametrize(("today", "late"), [(date(2026, 5, 20), False), (date(2026, 5, 21), True)])
def test_who_is_missing_is_late_from_the_day_after_the_deadline(filled, today, late):
    assert {s.late for s in board(filled, today)} == {late}


@pytest.mark.parametrize(
    ("received", "late"),
    [("2026-05-20T23:59:00+08:00", False), ("2026-05-21T00:01:00+08:00", True)],
)
def test_who_was_received_is_late_by_the_day_of_the_first_receipt(filled, received, late):
    sent = filled.export(EAST).path
    with Workspace.open(filled.office) as office:
        office.clock = lambda: received
        list(taking_in.take_in(office, [sent], Job()))
    filled.change(EAST, "01/1", "21")
    second = filled.export(EAST).path
    with Workspace.open(filled.office) as office:
        office.clock = lambda: "2026-07-01T08:00:00+08:00"
        list(taking_in.take_in(office, [second], Job()))

    east = board(filled, date(2026, 7, 2))[0]

    assert (east.version, east.late) == (2, late)


def test_a_conflict_shows_as_one(filled, tmp_path):
    elsewhere = filled.copy(tmp_path / "other PC")
    elsewhere.change(EAST, "01/1", "21")
    filled.take_in([filled.export(EAST).path, elsewhere.export(EAST).path])

    assert board(filled)[0].state is UnitState.CONFLICT


def test_a_desk_goes_from_unfilled_to_filling_to_submitted(filled, tmp_path):
    fresh = Trial(tmp_path / "fresh")
    fresh.hand_out()
    fresh.open(EAST)
    states = [standing_of_desk(fresh).label, standing_of_desk(filled).label]
    filled.export(EAST)
    states.append(standing_of_desk(filled).label)

    assert states == ["未填", "填报中", "已报出（1）"]
    assert standing_of_desk(filled, HEALTH).state is UnitState.FILLING
