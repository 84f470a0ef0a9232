"""A person finds herself where she stopped, however the program ended."""

from fuer_desktop.domain.values import CellKey
from fuer_desktop.services.recovering import recovery_of
from fuer_desktop.services.resuming import as_form_cell, resume
from fuer_desktop.store.holding import note_of
from fuer_desktop.store.workspace import Workspace
from tests.services.test_editing import session_on
from tests.services.trial import EAST, TOWNSHIP

CELL = CellKey("1", "04", "1")


def test_after_an_end_without_goodbye_it_is_the_cell_that_was_changed_last(filled):
    path = filled.desk(EAST)
    with Workspace.open(path) as desk:
        session_on(desk).enter(CELL, "950")
    with Workspace.open(path) as desk:
        ended_well = resume(desk)[1]
    note_of(path).touch()  # as a program leaves it that was killed

    with Workspace.open(path) as desk:
        task, found = resume(desk)

    assert (task.record.unit, ended_well) == (EAST, None)
    assert found == (TOWNSHIP, CELL)


def test_what_was_saved_last_is_told_after_such_an_end_only(filled):
    path = filled.desk(EAST)
    with Workspace.open(path) as desk:
        session_on(desk).enter(CELL, "950")
    with Workspace.open(path) as desk:
        assert recovery_of(desk, resume(desk)[0]) is None
    note_of(path).touch()

    with Workspace.open(path) as desk:
        found = recovery_of(desk, resume(desk)[0])

    assert found is not None
    assert (found.form.code, found.cell, found.content) == (TOWNSHIP, CELL, "950")
    assert found.where.startswith("第04行（实种人次）")


def test_what_the_settings_kept_of_a_place_is_read_again():
    assert as_form_cell((TOWNSHIP, *CELL)) == (TOWNSHIP, CELL)
    assert as_form_cell((TOWNSHIP,)) == (TOWNSHIP, None)
    assert as_form_cell(()) is as_form_cell(("a", "b")) is None
