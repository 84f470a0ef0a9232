"""Steps: what undo and redo would take, against a person's own stack of states."""

from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.steps import CHANGES_CELLS, ENDS_UNDO, How, Step, next_redo, next_undo


class Remembering:
    """Somebody who keeps every state of the form: the past below the present, what was undone
    above it. The journal beside it only grows."""

    def __init__(self):
        self.journal = []
        self.present = "空表"
        self.past, self.future = [], []
        self.handed_in = None
        self.states = {}

    def append(self, how, of=0, cells=0):
        self.journal.append(Step(len(self.journal) + 1, how, "", of, cells))
        return self.journal[-1]

    def change(self, how):
        step = self.append(how, cells=1)
        self.past.append(self.present)
        self.states[step.number] = (self.present, f"第{step.number}步之后")
        self.present = self.states[step.number][1]
        self.future = []

    def hand_in(self, how):
        self.handed_in = self.append(how)
        self.past, self.future = [], []

    def undo(self):
        step = next_undo(self.journal[::-1])
        if not self.past:
            assert step is self.handed_in
            return
        assert step.how in CHANGES_CELLS
        self.append(How.UNDO, step.number)
        self.future.append(self.present)
        before, after = self.states[step.number]
        assert (before, after) == (self.past[-1], self.present)
        self.present = self.past.pop()

    def redo(self):
        number = next_redo(self.journal[::-1])
        if not self.future:
            assert number == 0
            return
        self.append(How.REDO, number)
        self.past.append(self.present)
        before, after = self.states[number]
        assert (before, after) == (self.present, self.future[-1])
        self.present = self.future.pop()


ELSEWHERE = frozenset(How) - CHANGES_CELLS - ENDS_UNDO - {How.UNDO, How.REDO}


def do(person, how):
    """What the person does; what is not about cells only stands in the journal."""
    if how is How.UNDO:
        person.undo()
    elif how is How.REDO:
        person.redo()
    elif how in ENDS_UNDO:
        person.hand_in(how)
    elif how in CHANGES_CELLS:
        person.change(how)
    else:
        person.append(how)


OFTEN = [How.TYPED, How.UNDO, How.UNDO, How.REDO]


@given(st.lists(st.sampled_from([*OFTEN, *OFTEN, *sorted(How)]), max_size=40))
def test_undo_and_redo_take_what_a_stack_of_states_would_take(done):
    person = Remembering()

    for how in done:
        do(person, how)

    person.undo()
    person.redo()


@given(st.lists(st.sampled_from(sorted(CHANGES_CELLS)), min_size=1, max_size=12))
def test_everything_can_be_undone_down_to_the_beginning_and_done_again(changes):
    person = Remembering()
    for how in changes:
        do(person, how)
    last = person.present

    for _ in changes:
        person.undo()
    assert person.present == "空表"
    assert next_undo(person.journal[::-1]) is None

    for _ in changes:
        person.redo()
    assert person.present == last
    assert next_redo(person.journal[::-1]) == 0


def steps(*said):
    """Steps from their hows, the newest first; an undo or redo with what it is about."""
    made = []
    for number, word in enumerate(said, start=1):
        how, _, of = word.partition(" ")
        made.append(Step(number, How(how), "", int(of or 0)))
    return made[::-1]


def test_where_nothing_was_done_there_is_nothing_to_undo_or_redo():
    assert next_undo([]) is None
    assert next_redo([]) == 0


def test_a_submission_stands_before_what_was_done_earlier():
    submitted = steps("typed", "submitted")

    assert next_undo(submitted) == submitted[0]


def test_what_was_done_after_a_submission_can_be_undone():
    assert next_undo(steps("typed", "submitted", "pasted")).number == 3


def test_what_was_undone_before_a_submission_cannot_be_done_again_after_it():
    assert next_redo(steps("typed", "undo 1", "submitted")) == 0


def test_typing_gives_up_what_could_have_been_done_again():
    assert next_redo(steps("typed", "typed", "undo 2", "typed")) == 0


def test_a_backup_or_an_export_gives_up_nothing():
    between = steps("typed", "undo 1", "backed_up", "exported")

    assert next_redo(between) == 1


def test_a_step_that_was_undone_done_again_and_undone_is_undone():
    thrice = steps("typed", "typed", "undo 2", "redo 2", "undo 2")

    assert next_undo(thrice).number == 1
    assert next_redo(thrice) == 2


def test_every_how_has_a_word_for_people():
    words = [how.label for how in How]

    assert len(set(words)) == len(words)
    assert all(words)
