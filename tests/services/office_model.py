"""What an office must hold after packages came: a pure model, without a file or a table.

``Model`` goes along with what is done, act by act; ``settled`` says in the end what a set of
packages comes to once the office has said whose every key is, whatever the order was.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from tests.services.stories import REVISED, ROWS, Sent, Story

Figures = dict[str, str]
ENROLLED, ASKED, ADMITTED, REFUSED, REVOKED = "enrolled", "asked", "admitted", "refused", "revoked"


def heads(versions: Collection[Sent]) -> set[Sent]:
    """Those that no other goes on from."""
    return {one for one in versions if not any(one.digest in each.ancestors for each in versions)}


def shown(sent: Sent, revision: int) -> Figures:
    """The figures of a version by the forms in force: those of elements that go on."""
    rows = ROWS[revision if sent.story[0] == REVISED else 1]
    return {
        f"{rows[name]}/{column}": figure
        for name, both in sent.figures.items()
        if name in rows
        for column, figure in enumerate(both, start=1)
    }


def settled(
    sent: Iterable[Sent], ours: Collection[str]
) -> tuple[dict[Story, Figures], dict[Story, set[str]]]:
    """The figures that count, and the versions in conflict, of the set alone: everything that one
    of the unit's own keys signed is there, nothing else is."""
    versions: dict[Story, set[Sent]] = {}
    for one in sent:
        if one.kind == "submission" and one.key in ours and not one.outcome:
            versions.setdefault(one.story, set()).add(one)
    figures, conflicts = {}, {}
    for story, of_story in versions.items():
        found = heads(of_story)
        if len(found) == 1:
            figures[story] = shown(found.pop(), 2)
        else:
            conflicts[story] = {one.digest for one in found}
    return figures, conflicts


@dataclass
class Run:
    """A taking-in: what waited in quarantine before it waits there again when it is taken back."""

    from_quarantine: bool = False
    undone: bool = False
    brought: set[Sent] = field(default_factory=set)
    came: set[Sent] = field(default_factory=set)
    """Those, and what was here already."""


@dataclass
class Model:
    """An office: what is here and by which run, what waits, whose keys are known."""

    proven: frozenset[str]
    revision: int = 1
    versions: dict[Sent, int] = field(default_factory=dict)
    inquiries: dict[Sent, int] = field(default_factory=dict)
    waiting: dict[Sent, int] = field(default_factory=dict)
    keys: dict[Story, dict[str, str]] = field(default_factory=dict)
    aside: dict[Story, set[str]] = field(default_factory=dict)
    decided: set[str] = field(default_factory=set)
    runs: list[Run] = field(default_factory=list)
    lines: int = 0

    # --- what comes -----------------------------------------------------------------------

    def take_in(self, sent: Iterable[Sent | None], *, from_quarantine: bool = False) -> list[str]:
        """One run over packages, None for one that arrived broken; the outcome of each."""
        self.runs.append(Run(from_quarantine))
        found = [self._take(one) for one in sent]
        self.lines += len(found)
        return found

    def _take(self, sent: Sent | None) -> str:
        if sent is None:
            return "damaged"
        if sent.outcome:
            return sent.outcome
        if not self._admits(sent):
            self.waiting.setdefault(sent, len(self.runs))
            self.runs[-1].brought.add(sent)
            self.runs[-1].came.add(sent)
            return "untrusted"
        if sent.story[0] == REVISED and sent.revision > self.revision:
            return "wrong_forms"
        here = self.inquiries if sent.kind == "inquiry" else self.versions
        found = self._standing(sent) if sent not in here else "same"
        if found != "same":
            here[sent] = len(self.runs)
            self.runs[-1].brought.add(sent)
        if found != "same" or sent.kind == "inquiry":
            keys = self.keys.setdefault(sent.story, {})
            if keys.get(sent.key, ASKED) == ASKED:
                keys[sent.key] = ENROLLED
        self.waiting.pop(sent, None)
        self.runs[-1].came.add(sent)
        return found

    def _admits(self, sent: Sent) -> bool:
        keys = self.keys.setdefault(sent.story, {})
        state = keys.get(sent.key)
        if state in (ENROLLED, ADMITTED):
            return True
        if state in (REFUSED, REVOKED) or sent.key not in self.proven:
            return False
        if any(other != ASKED for other in keys.values()):
            keys[sent.key] = ASKED
            return False
        return True

    def _standing(self, sent: Sent) -> str:
        if sent.kind == "inquiry":
            return "inquiry"
        before = self.of(sent.story)
        if not before:
            return "new"
        if any(sent.digest in one.ancestors for one in before):
            return "older"
        return "newer" if self._counted({*before, sent}, sent.story) else "conflict"

    # --- what the office says -------------------------------------------------------------

    def admit(self, story: Story, key: str) -> list[str]:
        """Whose key it is: the unit's, and what waited comes in."""
        self.keys.setdefault(story, {})[key] = ADMITTED
        waiting = [one for one in self.waiting if (one.story, one.key) == (story, key)]
        waiting.sort(key=lambda one: (self.waiting[one], one.version, one.digest))
        return self.take_in(waiting, from_quarantine=True)

    def refuse(self, story: Story, key: str) -> None:
        self.keys.setdefault(story, {})[key] = REFUSED

    def revoke(self, story: Story, key: str) -> None:
        """None of its versions counts; they wait."""
        self.keys[story][key] = REVOKED
        for one in [one for one in self.versions if (one.story, one.key) == (story, key)]:
            self.waiting[one] = self.versions.pop(one)

    def choose(self, chosen: Sent) -> None:
        """One of the versions over the others."""
        story = chosen.story
        over = {one.digest for one in heads(self.of(story))} - {chosen.digest}
        aside = self.aside.setdefault(story, set())
        aside.discard(chosen.digest)
        aside |= over
        self.decided |= {chosen.digest, *over}

    def may_undo(self, run: int) -> bool:
        """Not where something was decided about what it brought."""
        brought = {
            one.digest
            for one, by in self.versions.items()
            if by == run and not self._came_later(one, run)
        }
        return not self.runs[run - 1].undone and not brought & self.decided

    def undo(self, run: int) -> None:
        """As if it had not been: what a later one brought too is that one's."""
        from_quarantine = self.runs[run - 1].from_quarantine
        self._leave_to_later(run, from_quarantine=from_quarantine)
        if not from_quarantine:
            self._drop(self.waiting, run)
        gone = self._drop(self.versions, run) | self._drop(self.inquiries, run)
        for one in gone:
            before = [
                number
                for number, each in enumerate(self.runs[: run - 1], start=1)
                if one in each.brought and not each.undone and not each.from_quarantine
            ]
            if from_quarantine or before:
                self.waiting[one] = before[0] if before else run
        self.runs[run - 1].undone = True
        self._forget_keys()

    def _forget_keys(self) -> None:
        used = {(one.story, one.key) for one in (*self.versions, *self.inquiries)}
        asked = {(one.story, one.key) for one in self.waiting}
        for story, keys in self.keys.items():
            for key, state in list(keys.items()):
                signs = {ENROLLED: used, ASKED: used | asked}.get(state)
                if signs is not None and (story, key) not in signs:
                    del keys[key]

    def _leave_to_later(self, run: int, *, from_quarantine: bool) -> None:
        waiting = {} if from_quarantine else self.waiting
        for here in (self.versions, self.inquiries, waiting):
            for one, by in here.items():
                if by == run and (later := self._came_later(one, run)):
                    here[one] = later

    def _came_later(self, sent: Sent, run: int) -> int:
        """The first later run from outside that holds and brought it too; 0 if none did."""
        return next(
            (
                number
                for number, each in enumerate(self.runs, start=1)
                if number > run
                and sent in each.came
                and not each.undone
                and not each.from_quarantine
            ),
            0,
        )

    @staticmethod
    def _drop(here: dict[Sent, int], run: int) -> set[Sent]:
        gone = {one for one, by in here.items() if by == run}
        for one in gone:
            del here[one]
        return gone

    # --- what is there --------------------------------------------------------------------

    def of(self, story: Story) -> set[Sent]:
        """The versions of a unit and year."""
        return {one for one in self.versions if one.story == story}

    def _counted(self, versions: Collection[Sent], story: Story) -> Sent | None:
        aside = self.aside.get(story, ())
        several = list(heads(versions))
        found = [one for one in several if one.digest not in aside] or several
        return found[0] if len(found) == 1 else None

    @property
    def stories(self) -> set[Story]:
        """Units and years of which something is here."""
        return {one.story for one in self.versions}

    @property
    def figures(self) -> dict[Story, Figures]:
        """What counts."""
        counted = {story: self._counted(self.of(story), story) for story in self.stories}
        return {story: shown(one, self.revision) for story, one in counted.items() if one}

    @property
    def states(self) -> Mapping[Story, tuple[str, int]]:
        """The board: the state, and the version that counts."""
        found = {}
        for story in self.stories:
            one = self._counted(self.of(story), story)
            found[story] = ("received", one.version) if one else ("conflict", 0)
        return found
