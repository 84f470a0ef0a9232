"""Whatever is done and whatever happens to the file, a desk never disagrees with a model of it.

HYPOTHESIS_PROFILE=search walks further.
"""

from copy import deepcopy
from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.services import (
    backing_up,
    checking,
    examining,
    restoring,
    submitting,
    undoing,
    witnessing,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.examining import Soundness
from tests.services.keeping import (
    cells_of,
    explain_into,
    files_of,
    import_into,
    paste_into,
    reasons_of,
    redo,
    take_workbook_into,
    type_into,
    undo,
)
from tests.services.trial import EAST, FIGURES, WHO
from tests.store.desk import tables_of

FIRST = FIGURES[2025, EAST]
OTHERS = {"01/1": "21", "01/2": "7", "02/1": "4", "02/2": "2", "03/1": "990", "04/1": "955"}
"""A second figure for every cell, with which the form can be handed in too."""

cells = st.sampled_from(sorted(FIRST))
pastes = st.dictionaries(cells, st.integers(0, 4), min_size=1, max_size=4).map(
    lambda chosen: {cell: chosen_text(cell, choice) for cell, choice in chosen.items()}
)


explanations = st.dictionaries(
    st.sampled_from(["01/1", "02/1"]), st.sampled_from(["两村合并增加", "补选委员增加"]), min_size=1
)


def chosen_text(cell, choice):
    """One of the two figures, or, once in five times, 未填."""
    return "" if choice == 4 else (FIRST, OTHERS)[choice % 2][cell]


@dataclass
class Model:
    """What a desk holds: cells, reasons, what can be undone and done again, what was handed in."""

    cells: dict = field(default_factory=dict)
    reasons: dict = field(default_factory=dict)
    done: list = field(default_factory=list)
    undone: list = field(default_factory=list)
    sent: list = field(default_factory=list)

    def write(self, figures):
        before = dict(self.cells)
        changed = {cell: text for cell, text in figures.items() if before.get(cell, "") != text}
        if changed:
            self._put(changed, self.cells)
            self.done.append(
                (self.cells, {cell: before.get(cell, "") for cell in changed}, changed)
            )
            self.undone = []

    def explain(self, reasons):
        before = dict(self.reasons)
        changed = {cell: said for cell, said in reasons.items() if before.get(cell, "") != said}
        if changed:
            self._put(changed, self.reasons)
            old = {cell: before.get(cell, "") for cell in changed}
            self.done.append((self.reasons, old, changed))
            self.undone = []

    def undo(self):
        self.undone.append(self.done.pop())
        what, before, _ = self.undone[-1]
        self._put(before, what)

    def redo(self):
        self.done.append(self.undone.pop())
        what, _, after = self.done[-1]
        self._put(after, what)

    def send(self):
        """Returns whether it was sent like this before."""
        if self.sent and self.sent[-1] == self.cells:
            return True
        self.sent.append(dict(self.cells))
        self.done, self.undone = [], []
        return False

    @staticmethod
    def _put(new, what):
        for cell, text in new.items():
            what.pop(cell, None)
            if text:
                what[cell] = text


class Walk(RuleBasedStateMachine):
    """A desk and its model, done the same to."""

    def __init__(self, desk):
        super().__init__()
        self.desk = desk
        self.model = Model()
        self.copy = None
        self.workspace = desk.open()
        self.moments = {self.workspace.journal.head: Model()}

    @initialize()
    def fill(self):
        self.paste(FIRST)

    # --- what a person does ---------------------------------------------------------------

    @rule(cell=cells, choice=st.integers(0, 4))
    def type(self, cell, choice):
        figure = {cell: chosen_text(cell, choice)}
        type_into(self.workspace, figure)
        self.model.write(figure)

    @rule(figures=pastes)
    def paste(self, figures):
        paste_into(self.workspace, figures)
        self.model.write(figures)

    @rule(figures=pastes)
    def import_file(self, figures):
        import_into(self.workspace, "数据.csv", figures)
        self.model.write(figures)

    @rule(figures=pastes)
    def import_workbook(self, figures):
        take_workbook_into(self.workspace, figures)
        self.model.write(figures)

    @rule(reasons=explanations)
    def explain(self, reasons):
        explain_into(self.workspace, reasons)
        self.model.explain(reasons)

    @rule()
    def check(self):
        task = load_task(self.workspace)
        found = checking.record_run(self.workspace, task)
        head = self.workspace.journal.head
        assert checking.record_run(self.workspace, task) == found
        assert self.workspace.journal.head == head
        listed = {row[4:9] for row in checking.record_rows(self.workspace, task, with_gone=False)}
        assert listed == {placed.row[3:8] for placed in found}

    @rule()
    def take_back(self):
        if self.model.done:
            undo(self.workspace)
            self.model.undo()
        else:
            stopped = "上报定稿" if self.model.sent else "没有可撤销的改动"
            with pytest.raises(WorkspaceError, match=stopped):
                undo(self.workspace)

    @rule()
    def do_again(self):
        if self.model.undone:
            redo(self.workspace)
            self.model.redo()
        else:
            with pytest.raises(WorkspaceError, match="没有可恢复的改动"):
                redo(self.workspace)

    @rule()
    def hand_in(self):
        def export():
            folder = self.desk.path.parent / "inbox"
            return submitting.export(self.workspace, load_task(self.workspace), WHO, folder)

        if len(self.model.cells) < len(FIRST):
            with pytest.raises(WorkspaceError, match="还不能导出"):
                export()
        else:
            exported = export()
            assert exported.again == self.model.send()
            assert exported.version == len(self.model.sent)

    # --- what happens to the file ---------------------------------------------------------

    @rule()
    def close_and_open(self):
        self.close()
        self.open()

    @rule()
    def be_killed(self):
        left = files_of(self.desk.path)
        self.close()
        self.put(left)
        self.desk.path.with_name(self.desk.path.name + ".holder").touch()
        self.open()
        assert self.workspace.was_unclean
        assert self.workspace.notices == []

    @rule(steps=st.lists(pastes, min_size=1, max_size=3))
    def lose_the_end(self, steps):
        self.close()
        before = files_of(self.desk.path)
        self.open()
        for figures in steps:
            self.paste(figures)
        self.close()
        self.put(before)
        self.open()

    @rule()
    def copy_aside(self):
        self.close()
        self.copy = files_of(self.desk.path)
        self.open()

    @precondition(lambda self: self.copy)
    @rule()
    def put_the_copy_back(self):
        self.close()
        self.put(self.copy)
        self.open()

    # --- what is kept of it ---------------------------------------------------------------

    @rule()
    def back_up(self):
        backing_up.back_up(self.workspace, backing_up.Reason.BY_HAND)

    @rule(choice=st.integers(0, 99))
    def restore(self, choice):
        backups = self.desk.backups
        source = backups[choice % len(backups)]
        self.close()
        self.desk.restore(source)
        self.model = deepcopy(self.moments[source.backup.head])
        self.copy = None
        self.open()

    @rule()
    def delete_and_rebuild(self):
        self.close()
        self.desk.lose()
        with pytest.raises(WorkspaceError, match="请选“重建”"):
            self.desk.open()
        self.desk.restore(restoring.sources(self.desk.path).witness)
        self.copy = None
        self.open()

    # --- and never disagrees --------------------------------------------------------------

    @invariant()
    def holds_what_the_model_holds(self):
        for kept in self.desk.backups:
            self.moments.setdefault(kept.backup.head, deepcopy(self.model))
        self.moments[self.workspace.journal.head] = deepcopy(self.model)
        assert cells_of(self.workspace) == self.model.cells
        assert reasons_of(self.workspace) == self.model.reasons
        if self.model.done:
            step = undoing.next_back(self.workspace, load_task(self.workspace))
            assert step.cells + step.reasons == len(self.model.done[-1][1])

    def teardown(self):
        self.close()
        path = self.desk.path
        assert examining.examine_file(path, deep=True).soundness is Soundness.SOUND
        anew = path.with_name("anew.fuerdb")
        witnessing.rebuild(self.desk.witness, anew).close()
        assert tables_of(anew) == tables_of(path)
        for kept in self.desk.backups:
            assert backing_up.faults_in(kept.path, kept.backup) == []

    def open(self):
        self.workspace = self.desk.open()

    def close(self):
        self.workspace.close()

    def put(self, files):
        """Lay a workspace's files where they were, and nothing beside them."""
        self.desk.lose()
        for name, content in files.items():
            (self.desk.path.parent / name).write_bytes(content)


def test_a_desk_never_disagrees_with_its_model(new_desk):
    walks = settings.default.max_examples // 10
    run_state_machine_as_test(
        lambda: Walk(new_desk()), settings=settings(max_examples=walks, stateful_step_count=30)
    )
