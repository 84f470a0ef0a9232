"""Packages of thirty units over three years, however they come: the office's figures are always
those of a model, nothing counts twice, and no branch is lost."""

import random
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import packages, sealing, signing
from fuer_desktop.services import (
    backing_up,
    boards,
    conflicts,
    counting,
    deciding,
    examining,
    handing_on,
    opening,
    questions,
    revising,
    taking_in,
    taking_up,
    undoing_intake,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.questions import Answer
from fuer_desktop.services.sessions import open_workspace
from tests.services.intake import content_of
from tests.services.keeping import Desk, files_of
from tests.services.office_model import Model, settled
from tests.services.revised import catalogue, form_text, succession
from tests.services.stories import FOREIGN, PLACE, ROWS, UNITS, YEARS, make_world
from tests.services.trial import EAST, Trial, row

STORIES = [(year, unit) for year in YEARS for unit in UNITS]
BATCH = 4


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return make_world(Trial(tmp_path_factory.mktemp("world")), seed=3)


@pytest.fixture(autouse=True, scope="module")
def quick():
    """Few files a transaction, so that a crash comes between two of a small run; and no backup
    before each: they have tests of their own."""
    back_up = backing_up.back_up

    def others(workspace, reason):
        return None if reason is backing_up.Reason.TAKING_IN else back_up(workspace, reason)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking_in, "BATCH", BATCH)
        patch.setattr(backing_up, "back_up", others)
        yield


@pytest.fixture(scope="module")
def new_office(world, tmp_path_factory):
    """Makes another office that nothing came to."""
    return lambda seed: Office(world, tmp_path_factory.mktemp("office"), random.Random(seed))


class Crash(BaseException):
    """The process ends here."""


class Ending(Job):
    """Ends the process when so many files are done, and keeps what a disk would hold then."""

    def __init__(self, at, path):
        super().__init__()
        self.at, self.path = at, path

    def step(self, done, total, note=""):
        if done == self.at:
            self.left = files_of(self.path)
            raise Crash


class Office:
    """An office and its model, done the same to."""

    def __init__(self, world, folder, chance):
        self.world, self.chance = world, chance
        self.path, self.inbox = folder / "office.fuerdb", folder / "inbox"
        self.path.write_bytes(world.office)
        self.model = Model(world.proven)
        self.sticks = 0
        self.workspace = open_workspace(self.path)

    # --- what comes -----------------------------------------------------------------------

    def deliver(self, sent, *, broken=0.0):
        """Files of one stick, some cut or with a wrong bit, and what the model sees of each."""
        self.sticks += 1
        paths, seen = [], []
        for number, one in enumerate(sent):
            folder = self.inbox / f"{self.sticks}" / self.chance.choice(["", "甲", "乙/丙"])
            folder.mkdir(parents=True, exist_ok=True)
            is_broken = self.chance.random() < broken
            path = folder / f"{number:04}_{one.name}"
            path.write_bytes(self._spoilt(one.data) if is_broken else one.data)
            paths.append(path)
            seen.append(None if is_broken else one)
        return paths, seen

    def _spoilt(self, data):
        at = self.chance.randrange(len(data))
        if self.chance.random() < 0.5:
            return data[:at]
        return data[:at] + bytes([data[at] ^ 1 << self.chance.randrange(8)]) + data[at + 1 :]

    def take_in(self, sent, *, broken=0.0):
        paths, seen = self.deliver(sent, broken=broken)
        found = [line.outcome for line in taking_in.take_in(self.workspace, paths, Job())]
        assert _alike(found, self.model.take_in(seen))
        return found

    def crash(self, sent, at, *, broken=0.0):
        """The process ends in the middle: what was told to be on disk is, and nothing else."""
        paths, seen = self.deliver(sent, broken=broken)
        at = 1 + at % len(paths)
        ending, told = Ending(at, self.path), []
        with suppress(Crash):
            for line in taking_in.take_in(self.workspace, paths, ending):
                told.append(line.outcome)
        self.come_back_to(ending.left)
        whole = (at - 1) // BATCH * BATCH
        assert len(told) == whole
        assert not whole or _alike(told, self.model.take_in(seen[:whole]))

    def lose_the_end(self, sent):
        """The file is as it was before, as after a restored image: its witness has the rest."""
        before = files_of(self.path)
        self.take_in(sent)
        self.come_back_to(before)

    def come_back_to(self, files):
        self.workspace.close()
        for file in self.path.parent.glob(self.path.name + "*"):
            file.unlink()
        for name, content in files.items():
            (self.path.parent / name).write_bytes(content)
        self.workspace = open_workspace(self.path)

    # --- what the office does -------------------------------------------------------------

    def revise(self):
        if self.model.revision == 1:
            task = self.world.revised
            revision = revising.revision_of(self.workspace, task.record, task.texts)
            revising.revise(self.workspace, revision, Job())
            self.model.revision = 2

    def undo(self, which):
        if not self.model.runs:
            return
        run = len(self.model.runs) - which % len(self.model.runs)
        if self.model.may_undo(run):
            undoing_intake.undo_run(self.workspace, run)
            self.model.undo(run)
        else:
            with pytest.raises(WorkspaceError):
                undoing_intake.undo_run(self.workspace, run)

    def choose(self, which):
        parted = [
            (task, each.unit)
            for task in self.tasks()
            for each in conflicts.parted_units(self.workspace, task)
        ]
        if parted:
            task, unit = parted[which % len(parted)]
            sides = conflicts.conflict_of(self.workspace, task, unit).sides
            digest = sides[which % len(sides)].digest
            conflicts.choose(self.workspace, task, unit, digest, "电话核对过")
            [chosen] = [one for one in self.model.versions if one.digest == digest]
            self.model.choose(chosen)

    def answer(self, which):
        """One question, by what the unit says on the telephone."""
        asked = self.questions()
        if asked:
            self._answer(asked[which % len(asked)])

    def _answer(self, question):
        story, key = (int(question.task[-4:]), question.unit), question.public_key
        if key in self.world.ours:
            how = (Answer.OTHER_MACHINE, "换了电脑", Job())
            found = [line.outcome for line in questions.answer(self.workspace, question, *how)]
            assert found == self.model.admit(story, key)
        elif any(one.key == key for one in self.model.versions):
            self.revoke(story, key)
        else:
            list(questions.answer(self.workspace, question, Answer.NOT_OURS, "不是", Job()))
            self.model.refuse(story, key)

    def revoke(self, story, key):
        year, unit = story
        said = deciding.Revocation("单位说不是它的")
        deciding.revoke(self.workspace, f"{PLACE}-{year}", unit, key, said)
        self.model.revoke(story, key)

    def waver(self, which):
        """A question is answered, and what came in by that, or last, is taken back."""
        self.answer(which)
        self.undo(0)

    def settle(self, _=0):
        """Say of every key whose it is: of those that came first, too."""
        for (year, unit, key), state in _keys(self.workspace).items():
            if key not in self.world.ours and state in ("enrolled", "admitted"):
                self.revoke((year, unit), key)
        for question in self.questions():
            self._answer(question)

    def questions(self):
        return [
            question
            for task in self.tasks()
            for question in questions.questions(self.workspace, task)
            if question.is_open
        ]

    def tasks(self):
        return _tasks(self.workspace)

    # --- and never disagrees --------------------------------------------------------------

    def compare(self):
        office, model = self.workspace, self.model
        assert _figures(office) == model.figures
        assert _states(office) == model.states
        assert _waiting(office) == sorted(one.digest for one in model.waiting)
        assert _keys(office) == {
            (*story, key): state
            for story, keys in model.keys.items()
            for key, state in keys.items()
        }
        held = {run.number for run in office.intake.runs() if not run.undone}
        assert {kept.digest for kept in office.intake.unverified()} <= {
            line.sha256
            for line in office.intake.lines()
            if line.outcome == "untrusted" and line.run in held
        }
        assert len(office.intake.lines()) == model.lines
        assert [bool(run.undone) for run in office.intake.runs()] == [
            run.undone for run in model.runs
        ]

    def end_well(self, sent):
        """Everything comes whole at last, and the office says whose every key is: now the figures
        follow from the set alone, and what comes once more changes nothing."""
        self.revise()
        self.take_in(self.any_order(sent))
        self.settle()
        self.take_in(self.any_order(sent))
        figures, parted = settled(sent, self.world.ours)
        counted = _figures(self.workspace)
        assert {story: counted[story] for story in figures} == figures
        assert _conflicts(self.workspace) == parted
        before = self.content()
        again = self.take_in(self.any_order(sent))
        assert {*again} <= {"same", "untrusted", "refused", "unknown_unit", "wrong_year"}
        assert self.content() == before
        self.workspace.close()
        assert examining.examine_file(self.path, deep=True).soundness == 0

    def any_order(self, sent):
        return self.chance.sample(sent, len(sent))

    def content(self):
        self.workspace.close()
        found = content_of(self.path)
        self.workspace = open_workspace(self.path)
        return found


def _alike(found, expected):
    """A file with a wrong byte is damaged or wrongly signed."""
    return len(found) == len(expected) and all(
        one == other or (other == "damaged" and one == "untrusted")
        for one, other in zip(found, expected, strict=True)
    )


def _tasks(office):
    return [load_task(office, record.code) for record in office.tasks.all()]


def _figures(office):
    return {
        (year, unit): {
            f"{key.row}/{key.column}": value.plain
            for cells in forms.values()
            for key, value in cells.items()
        }
        for year in YEARS
        for unit, forms in counting.counted_values(office, year).items()
    }


def _states(office):
    return {
        (task.record.period, standing.unit.code): (standing.state.value, standing.version)
        for task in _tasks(office)
        for standing in boards.board(office, task, task.task.deadline)
        if standing.state is not boards.UnitState.MISSING
    }


def _keys(office):
    return {
        (record.period, unit, key): known.state.value
        for record in office.tasks.all()
        for unit, keys in office.unit_keys.of_task(record.code).items()
        for key, known in keys.items()
    }


def _conflicts(office):
    """The versions that stand side by side."""
    return {
        (task.record.period, each.unit.code): {
            side.digest for side in conflicts.conflict_of(office, task, each.unit).sides
        }
        for task in _tasks(office)
        for each in conflicts.parted_units(office, task)
    }


def _waiting(office):
    return sorted(
        each.digest
        for record in office.tasks.all()
        for each in office.intake.quarantined(record.code)
    )


acts = st.one_of(
    st.tuples(st.sampled_from(["take", "take", "crash", "lose", "undo", "waver", "answer", "settle",
                               "choose"]), st.integers(0, 30)),
    st.just(("revise", 0)),
)  # fmt: skip


@settings(max_examples=max(16, settings.default.max_examples // 8),
          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
@given(
    stories=st.lists(st.sampled_from(STORIES), min_size=3, max_size=8, unique=True),
    course=st.lists(acts, min_size=6, max_size=14),
    seed=st.integers(0, 10**6),
)
def test_however_packages_come_the_office_holds_what_the_model_holds(
    new_office, stories, course, seed
):
    office = new_office(seed)
    sent = [*office.world.of(stories), *office.world.sent[-FOREIGN:]]
    for what, number in course:
        some = office.chance.choices(sent, k=1 + number % 15)
        match what:
            case "take":
                office.take_in(some, broken=0.2)
            case "crash":
                office.crash(some, number, broken=0.1)
            case "lose":
                office.lose_the_end(some)
            case "revise":
                office.revise()
            case _:
                getattr(office, what)(number)
        office.compare()
    office.end_well(sent)


def test_thirty_units_over_three_years_come_to_the_same_in_any_order(new_office, world):
    """All of it, on sticks of any size, each package more than once."""
    found = []
    for seed in (1, 2):
        office = new_office(seed)
        queue = office.any_order([*world.sent, *office.chance.sample(world.sent, 100)])
        for at in range(0, len(queue), 90):
            office.crash(queue[at : at + 90], office.chance.randrange(90))
            office.take_in(queue[at : at + 90], broken=0.05)
            if at == 90 * seed:
                office.revise()
        office.compare()
        office.end_well(world.sent)
        with open_workspace(office.path) as opened:
            found.append((_figures(opened), _conflicts(opened)))

    assert found[0] == found[1]


# --- the same with real desks ---------------------------------------------------------------


class RealDesks:
    """East's workspace file and what becomes of it, through the program's own services."""

    def __init__(self, folder):
        self.trial = Trial(folder)
        self.first = catalogue(folder / "definitions-1", [form_text(1, ROWS[1])])
        texts = [form_text(1, ROWS[1]), form_text(2, ROWS[2], succession(ROWS[1], ROWS[2]))]
        self.second = catalogue(folder / "definitions-2", texts)
        self.sent, self.figures = {}, {}

    def send(self, name, revision=1, trial=None):
        """Fill everything anew and export, at this place or at another."""
        trial = trial or self.trial
        filled = {
            f"{code}/{column}": f"{100 * (len(self.sent) + 1) + int(code) + column}"
            for code in ROWS[revision].values()
            for column in (1, 2)
        }
        trial.fill(EAST, [row(EAST, 2025, cell, value) for cell, value in filled.items()])
        self.sent[name], self.figures[name] = trial.export(EAST).path, filled

    def ancestors(self):
        """What each version says that it goes on from, by name."""
        read = {
            name: packages.read(path.read_bytes(), "", "submission")
            for name, path in self.sent.items()
        }
        names = {package.digest: name for name, package in read.items()}
        return {
            name: {names[digest] for digest in package.manifest.ancestors}
            for name, package in read.items()
        }


@pytest.fixture
def desks(tmp_path, own_folder, monkeypatch):
    """A file that was copied, restored, handed over, opened anew elsewhere and revised."""
    monkeypatch.setattr(sealing, "seal_with_code", lambda data, _: data)
    monkeypatch.setattr(sealing, "opened_with_code", lambda sealed, _: sealed)
    desks = RealDesks(tmp_path)
    trial = desks.trial
    trial.hand_out(catalogue=desks.first)
    trial.open(EAST)
    desks.send("first")
    backup = Desk(trial.desk(EAST)).back_up()
    copied = trial.copy(tmp_path / "stick")
    desks.send("here")
    desks.send("on the stick", trial=copied)
    Desk(trial.desk(EAST)).restore(backup)
    desks.send("restored")
    with open_workspace(trial.desk(EAST)) as old:
        file, code = handing_on.hand_over(old, "王小兰", "换电脑了", tmp_path)
    offer, following = taking_up.read(file), Trial(tmp_path / "next")
    following.folder.mkdir()
    taking_up.take_up(offer, taking_up.opened(offer, code), following.desk(EAST))
    desks.send("handed over", trial=following)
    trial.hand_out(catalogue=desks.second, revise=True)
    opening.open_task(trial.package(EAST, revised=1), following.desk(EAST))
    desks.send("revised", revision=2, trial=following)
    anew = Trial(tmp_path / "anew")
    anew.folder.mkdir()
    opening.open_task(trial.package(EAST), anew.desk(EAST))
    desks.send("second key", trial=anew)
    return desks


def test_real_desks_part_and_go_on_as_the_model_has_it_and_no_branch_is_lost(desks, tmp_path):
    assert desks.ancestors() == {
        "first": set(),
        "here": {"first"},
        "on the stick": {"first"},
        "restored": {"first"},
        "handed over": {"first", "restored"},
        "revised": {"first", "restored", "handed over"},
        "second key": set(),
    }
    office = desks.trial.office.read_bytes()
    parted = {"here", "on the stick", "revised", "second key"}
    for seed in range(3):
        trial = Trial(tmp_path / f"office-{seed}")
        trial.folder.mkdir()
        trial.office.write_bytes(office)
        names = random.Random(seed).sample([*desks.sent, *desks.sent], 2 * len(desks.sent))
        trial.take_in([desks.sent[name] for name in names])
        with open_workspace(trial.office) as opened:
            [task] = _tasks(opened)
            [question] = questions.questions(opened, task)
            list(questions.answer(opened, question, Answer.OTHER_MACHINE, "", Job()))
            east = task.task.place.unit(EAST)
            conflict = conflicts.conflict_of(opened, task, east)
            names_of = {signing.fingerprint(p.read_bytes()): n for n, p in desks.sent.items()}
            found = {
                names_of[signing.fingerprint(opened.submissions.package(side.record.number))]:
                side.digest for side in conflict.sides
            }  # fmt: skip
            assert found.keys() == parted
            assert counting.counted_values(opened, 2025) == {}
            conflicts.choose(opened, task, east, found["revised"], "单位说是这一份")
        assert trial.counted() == {EAST: desks.figures["revised"]}
