"""The history of a cell says every change, its notes and reasons, who, when and from where."""

import pytest

from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, Kind
from fuer_desktop.services import undoing
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.cell_history import history_of
from fuer_desktop.store.workspace import Workspace
from tests.services.test_editing import session_on
from tests.services.trial import EAST

MEMBERS = CellKey("1", "01", "1")


@pytest.fixture
def desk(two_years):
    with Workspace.open(two_years.desk(EAST)) as workspace:
        yield workspace


def told(desk):
    task = load_task(desk)
    [form] = task.own_forms
    return [(c.how, c.before, c.after) for c in history_of(desk, task, form, MEMBERS)]


def test_every_change_is_there_with_what_was_before_and_the_newest_first(desk):
    session = session_on(desk)
    before = len(told(desk))

    session.enter(MEMBERS, "41")
    finding = next(f for f in session.findings_at(MEMBERS) if f.severity is RuleClass.C)
    session.explain(finding, "两个村合并，委员多")
    session.annotate(MEMBERS, "已电话核对")
    session.enter_kind(MEMBERS, Kind.NO_DATA, "换届还没有结束")
    undoing.undo(desk, load_task(desk))

    assert told(desk)[: len(told(desk)) - before] == [
        ("撤销", "无数据（换届还没有结束）", "41"),
        ("录入", "41", "无数据（换届还没有结束）"),
        ("录入", "附注：未写", "附注：已电话核对"),
        ("写原因", "未写", "两个村合并，委员多"),
        ("录入", "20", "41"),
    ]


def test_an_import_is_told_with_its_file(desk):
    assert any(how.startswith(f"{How.IMPORTED.label}：") for how, _, _ in told(desk))


def test_taking_back_a_note_says_so(desk):
    session_on(desk).annotate(MEMBERS, "已电话核对")

    said = undoing.undo(desk, load_task(desk)).sentence

    assert said.endswith("附注：已电话核对 → 附注：未写")
