"""Any button at any time: what the open form shows is what a model says, and what is on disk.

HYPOTHESIS_PROFILE=search walks further.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from fuer_desktop.domain.errors import EntryError, WorkspaceError
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, number
from fuer_desktop.services import undoing
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.pasting import Line, Place, paste
from fuer_desktop.store.workspace import Workspace
from tests.services.keeping import import_into
from tests.services.test_editing import session_on

ROWS = ("01", "02", "03", "04")
PLACES = ("01/1", "01/2", "02/1", "02/2", "03/1", "04/1")
CELLS = [CellKey("1", *place.split("/")) for place in PLACES]
cells = st.sampled_from(CELLS)
figures = st.integers(0, 5).map(lambda n: str(n * 7))
wrong = st.sampled_from(["约六", "1.5", "1,2", "无", "９９９９９９９９９９９９９９９９９"])


class Walk(RuleBasedStateMachine):
    """An open form, the values it must show, and the steps that can be taken back."""

    def __init__(self, path):
        super().__init__()
        self.desk = Workspace.open(path)
        self.path = path
        self.session = session_on(self.desk)
        self.model = {key: self.session.value(key) for key in CELLS}
        self.done: list[dict] = []
        self.undone: list[dict] = []

    # --- what a person does ---------------------------------------------------------------

    @rule(key=cells, text=figures)
    def type(self, key, text):
        self.session.enter(key, text)
        self._write({key: number(text)})

    @rule(key=cells, text=wrong)
    def mistype(self, key, text):
        with pytest.raises(EntryError):
            self.session.enter(key, text)

    @rule(chosen=st.sets(cells, min_size=1))
    def clear(self, chosen):
        self.session.enter_many(dict.fromkeys(chosen, ""), undoing.How.TYPED)
        self._write(dict.fromkeys(chosen, BLANK))

    @rule(key=cells)
    def choose_kind(self, key):
        self.session.enter_kind(key, Kind.NOT_APPLICABLE)
        self._write({key: DataValue(Kind.NOT_APPLICABLE)})

    @rule(key=cells, note=st.sampled_from(["", "核对过", "等回话"]))
    def annotate(self, key, note):
        self.session.annotate(key, note)
        now = self.model[key]
        self._step({key: DataValue(now.kind, now.number, now.reason, note)})

    @rule(chosen=st.sets(cells, min_size=1))
    def take_last_year(self, chosen):
        count = self.session.take_last_year(chosen)
        before = {key: self.session.last_year(key) for key in chosen}
        known = {key: value for key, value in before.items() if value.number is not None}
        assert count == len(known)
        self._write({k: v for k, v in known.items() if v.number != self.model[k].number})

    @rule(key=cells, block=st.lists(st.lists(figures | st.just(""), max_size=2), max_size=3))
    def paste(self, key, block):
        expected = {}
        rows = ROWS[ROWS.index(key.row) :]
        lines = [Line([self._place(row, c) for c in self._columns(key)], False) for row in rows]
        for line, texts in zip(lines, block, strict=False):
            for place, text in zip(line.places, texts, strict=False):
                if text and place.key:
                    expected[place.key] = number(text)
        paste(self.session, block, lines)
        changed = {k: v for k, v in expected.items() if v.number != self.model[k].number}
        self._write(changed)

    @rule(key=cells, text=figures)
    def import_file(self, key, text):
        import_into(self.desk, "数据.csv", {f"{key.row}/{key.column}": text})
        self._step({key: number(text)})  # a file of rows says the note of each cell too
        self.restart()

    @rule(kind=st.sampled_from([Kind.NUMBER, Kind.NOT_APPLICABLE]))
    def fill_rest(self, kind):
        blank = self.session.blank_cells
        self.session.fill_rest(blank, kind)
        value = number(0) if kind is Kind.NUMBER else DataValue(kind)
        self._write(dict.fromkeys(blank, value))

    @rule()
    def undo(self):
        self._go_back(undoing.undo, self.done, self.undone)

    @rule()
    def redo(self):
        self._go_back(undoing.redo, self.undone, self.done)

    @rule()
    def restart(self):
        self.desk.close()
        self.desk = Workspace.open(self.path)
        self.session = session_on(self.desk)

    # --- and never disagrees --------------------------------------------------------------

    @invariant()
    def shows_what_the_model_says_and_the_disk_has(self):
        again = session_on(self.desk)
        for key in CELLS:
            assert self.session.value(key) == self.model[key] == again.value(key), key
        assert self.session.figures == again.figures
        assert set(self.session.findings) == set(again.findings)
        assert self.session.unsaved == 0

    def teardown(self):
        self.desk.close()

    def _go_back(self, act, source, target):
        if not source:
            with pytest.raises(WorkspaceError):
                act(self.desk, load_task(self.desk))
            return
        reversal = act(self.desk, load_task(self.desk))
        for form, values in reversal.cells.items():
            assert form == self.session.form.code
            self.session.take_over(values)
        step = source.pop()
        target.append({key: self.model[key] for key in step})
        self.model |= step

    def _write(self, changes):
        """Values as they are put there: the note stays at its cell."""
        self._step(
            {
                key: DataValue(value.kind, value.number, "", self.model[key].note)
                for key, value in changes.items()
            }
        )

    def _step(self, changes):
        changed = {key: value for key, value in changes.items() if value != self.model[key]}
        if changed:
            self.done.append({key: self.model[key] for key in changed})
            self.undone.clear()
            self.model |= changed

    def _columns(self, key):
        return ("1", "2")[("1", "2").index(key.column) :]

    def _place(self, row, column):
        key = CellKey("1", row, column)
        return Place(key if key in CELLS else None, "")


def test_an_open_form_never_disagrees_with_its_model_or_the_disk(new_two_years):
    walks = settings.default.max_examples // 10
    run_state_machine_as_test(
        lambda: Walk(new_two_years()), settings=settings(max_examples=walks, stateful_step_count=25)
    )


def test_the_walk_sees_a_lost_cell(new_two_years):
    """The control: a value changed behind the session's back is seen at once."""
    walk = Walk(new_two_years())
    walk.session._typed[CELLS[0]] = number(Decimal(99))
    walk.model[CELLS[0]] = number(1)

    with pytest.raises(AssertionError):
        walk.shows_what_the_model_says_and_the_disk_has()
    walk.teardown()
