"""A task is changed after it was handed out: the office's side."""

import pytest

from fuer_desktop.domain.errors import DefinitionError, WorkspaceError
from fuer_desktop.services import catalogues, examining
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.workspace import Workspace
from tests.services.revised import FIRST, catalogue, form_text, succession
from tests.services.trial import CATALOGUE, EAST, HEALTH, WEST, Trial, replace_in, row, rows

SECOND = {"members": "01", "directors": "06", "doses_due": "03", "elections": "07"}
FIGURES = {"01/1": "20", "01/2": "6", "02/1": "5", "02/2": "1", "03/1": "1000", "03/2": "500",
           "04/1": "960", "04/2": "480"}  # fmt: skip
CARRIED = {"01/1": "20", "01/2": "6", "06/1": "5", "06/2": "1", "03/1": "1000", "03/2": "500"}


@pytest.fixture
def first(tmp_path):
    """The definitions as they were handed out."""
    return catalogue(tmp_path / "first", [form_text(1, FIRST)])


@pytest.fixture
def second(tmp_path):
    """The same with a second version of the township form: 02 is 06, 04 is closed, 07 is new."""
    newer = form_text(2, SECOND, succession(FIRST, SECOND))
    return catalogue(tmp_path / "second", [form_text(1, FIRST), newer])


@pytest.fixture
def trial(tmp_path, first):
    """Handed out by the first version, filled at one desk."""
    made = Trial(tmp_path / "trial")
    made.folder.mkdir()
    made.hand_out(catalogue=first)
    made.open(EAST)
    made.fill(EAST, filled(EAST))
    return made


def filled(unit, figures=None):
    return [row(unit, 2025, cell, value) for cell, value in (figures or FIGURES).items()]


def test_the_definitions_of_this_test_have_no_mistake(second):
    shipped = catalogues.shipped_texts(second)

    catalogues.newest(shipped)


def test_what_came_before_the_revision_counts_by_the_forms_in_force(trial, second):
    trial.take_in([trial.export(EAST).path])
    assert trial.counted()[EAST] == FIGURES

    trial.hand_out(catalogue=second, revise=True)

    assert trial.counted()[EAST] == CARRIED


def test_what_comes_after_the_revision_by_the_forms_before_counts_the_same(trial, second):
    sent = trial.export(EAST).path
    trial.hand_out(catalogue=second, revise=True)

    [line] = trial.take_in([sent])

    assert line.outcome == "new"
    assert line.message.endswith("按上一版表样填报，见明细。")
    assert line.details == (
        "按任务修订以前的表样填报，已按现在的表样换算。",
        "TF-XZ01：填报时的表样没有第07行（行elections）（或口径不同），现在空着。"
        "请该单位打开新的任务包补填。",
        "TF-XZ01的第04行“行doses_given”的合计填的960，现在的表样没有对应的格，没有计入。",
        "TF-XZ01的第04行“行doses_given”的女填的480，现在的表样没有对应的格，没有计入。",
    )
    assert trial.counted()[EAST] == CARRIED
