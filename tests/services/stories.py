"""Thirty units over three years: what their desks did, the packages that came of it, and a model.

The desks are acted, their packages are real: signed with each desk's key, proved by the unit's
secret, with the ancestors that a desk would name. ``test_hand_to_hand`` also drives real desks.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import fuer_desktop
from fuer_desktop.domain.values import Kind
from fuer_desktop.formats import packages, signing
from fuer_desktop.formats.package_contents import (
    Ask,
    Cell,
    FormCells,
    FormRef,
    Manifest,
    SaidFinding,
    SubmissionPayload,
)
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.sessions import open_workspace
from tests.services.revised import FIRST, catalogue, form_text, succession
from tests.services.trial import CATALOGUE, TOWNSHIP, WHO, Trial

PLACE = "990200"
UNITS = tuple(f"{PLACE}{101 + number}" for number in range(30))
YEARS = (2023, 2024, 2025)
REVISED = 2024
"""The year whose task is handed out again with another form."""
SECOND = {"members": "11", "directors": "02", "doses_due": "03", "doses_given": "04",
          "elections": "01"}  # fmt: skip
ROWS = {1: FIRST, 2: SECOND}
"""The code of each element's row by the first form and by the second."""
FOREIGN = 3
"""The last packages of a world do not belong to its office, to a unit of it, or to a year."""

Story = tuple[int, str]
"""A year and a unit."""


@dataclass(frozen=True, eq=False)
class Sent:
    """A package as the model knows it; ``outcome`` where it never counts whatever else came."""

    story: Story
    key: str
    version: int
    data: bytes
    name: str
    digest: str = ""
    kind: str = "submission"
    ancestors: frozenset[str] = frozenset()
    revision: int = 1
    figures: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    outcome: str = ""

    def __repr__(self) -> str:
        """Short, for what is compared."""
        return f"{self.name} {self.key[:6]}"


@dataclass(frozen=True, eq=False)
class World:
    """An office that handed out three years, what its units sent, and whose keys are theirs;
    ``revised`` is the task that was handed out again."""

    office: bytes
    revised: LoadedTask
    sent: tuple[Sent, ...]
    ours: frozenset[str]
    proven: frozenset[str]

    def __repr__(self) -> str:
        """Short, for what hypothesis tells."""
        return f"{len(self.sent)} packages"

    def of(self, stories: Iterable[Story]) -> list[Sent]:
        """What was sent in these."""
        wanted = set(stories)
        return [sent for sent in self.sent if sent.story in wanted]


# --- what the desks do ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Round:
    """What a desk has of a task: its unit's secret and the forms of each revision."""

    story: Story
    office_key: str
    secret: str
    forms: Mapping[int, list[FormRef]]


@dataclass
class _Desk:
    """A workspace file at one moment: a copy of it goes on by itself."""

    key: str
    known: tuple[Sent, ...] = ()
    revision: int = 1
    count: int = 0

    def copy(self) -> "_Desk":
        return replace(self)


class _Acting:
    """One unit in one year: whatever people do with their files."""

    def __init__(self, of: _Round, chance: random.Random) -> None:
        self.round, self.chance = of, chance
        self.sent: list[Sent] = []
        self.ours: set[str] = set()
        self.proven: set[str] = set()
        self.desks = [self._desk(ours=True)]
        self.older: list[_Desk] = []

    def play(self) -> None:
        """A first version, and then anything."""
        self.export(self.desks[0])
        acts = (self.go_on, self.go_on, self.fork, self.restore, self.hand_over, self.second_pc,
                self.revise, self.inquire, self.steal, self.guess)  # fmt: skip
        for _ in range(self.chance.randrange(5)):
            self.chance.choice(acts)(self.chance.choice(self.desks))

    def go_on(self, desk: _Desk) -> None:
        self.export(desk)

    def fork(self, desk: _Desk) -> None:
        """The file is copied to a stick, and both go on."""
        other = desk.copy()
        self.desks.append(other)
        self.export(desk)
        self.export(other)

    def restore(self, desk: _Desk) -> None:
        """An older backup comes back and goes on."""
        older = self.chance.choice([old for old in self.older if old.key == desk.key])
        desk.known, desk.revision = older.known, older.revision
        self.export(desk)

    def hand_over(self, desk: _Desk) -> None:
        """The next PC goes on with the same key where the last one stopped, which is given up."""
        self.desks[self.desks.index(desk)] = next_one = desk.copy()
        self.export(next_one)

    def second_pc(self, _: _Desk) -> None:
        """The task package is opened once more: another key that can prove itself."""
        self.desks.append(self._desk(ours=True))
        self.export(self.desks[-1])

    def revise(self, desk: _Desk) -> None:
        """The desk opens the revised task, if there is one."""
        desk.revision = max(self.round.forms)
        self.export(desk)

    def inquire(self, desk: _Desk) -> None:
        self.sent.append(self._write(desk, "inquiry"))

    def steal(self, _: _Desk) -> None:
        """Somebody else found the task package."""
        self.export(self._desk(ours=False))

    def guess(self, desk: _Desk) -> None:
        """Somebody without the secret goes on from the unit's versions."""
        stranger = replace(self._desk(ours=False), known=desk.known)
        self.proven.discard(signing.public_key_of(stranger.key))
        self.export(stranger, secret=signing.new_secret())

    def export(self, desk: _Desk, secret: str = "") -> None:
        self.older.append(desk.copy())
        made = self._write(desk, "submission", secret)
        desk.known = (*desk.known, made)
        self.older.append(desk.copy())
        self.sent.append(made)

    def _desk(self, *, ours: bool) -> _Desk:
        key = signing.new_private_key()
        public = signing.public_key_of(key)
        self.proven.add(public)
        if ours:
            self.ours.add(public)
        return _Desk(key)

    def _write(self, desk: _Desk, kind: str, secret: str = "") -> Sent:
        (year, unit), public = self.round.story, signing.public_key_of(desk.key)
        version = max((one.version for one in desk.known), default=0) + 1
        ancestors = frozenset(one.digest for one in desk.known).union(
            *(one.ancestors for one in desk.known)
        )
        total = self.chance.randrange(100, 900)
        elements = ROWS[desk.revision]
        figures = {name: (f"{total + at}", f"{at}") for at, name in enumerate(elements)}
        manifest = manifest_of(
            self.round.story,
            kind=kind,
            created=f"{len(self.sent)}",
            version=version,
            ancestors=sorted(ancestors),
            forms=self.round.forms[desk.revision],
            sender=public,
            recipient=self.round.office_key,
            enrolment=signing.enrolment_proof(
                secret or self.round.secret, f"{PLACE}-{year}", unit, public
            ),
        )
        content = payload(year, elements, figures, asks=kind == "inquiry")
        written = packages.make(manifest, content, desk.key)
        return Sent(
            story=self.round.story,
            key=public,
            version=version,
            data=written.data,
            name=f"{unit}_{year}_v{version}_{written.digest[:8]}.fuer",
            digest=written.digest,
            kind=kind,
            ancestors=ancestors,
            revision=desk.revision,
            figures=figures,
        )


def manifest_of(story: Story, **said: object) -> Manifest:
    year, unit = story
    same: dict[str, object] = {
        "format": 1, "suite": signing.SUITE, "program": fuer_desktop.__version__,
        "task": f"{PLACE}-{year}", "place": PLACE, "unit": unit, "period": year, "practice": True,
        "journal_head": "", "payload_length": 0, "payload_sha256": signing.fingerprint(b""),
    }  # fmt: skip
    return Manifest(**{**same, **said})


def payload(
    year: int, elements: Mapping[str, str], figures: Mapping, *, asks: bool
) -> SubmissionPayload:
    cells = [
        Cell("1", elements[name], f"{column}", Kind.NUMBER, figure, "", "")
        for name, both in figures.items()
        for column, figure in enumerate(both, start=1)
    ]
    about = {"form": TOWNSHIP, "rule": "TF-XZ01.R01", "cells": "1/02/1", "left": "1", "right": "2"}
    found = SaidFinding(**about, severity="A", state="open", reason="", by="", at="")
    return SubmissionPayload(
        forms=[FormCells(TOWNSHIP, year, cells)],
        signatories=WHO,
        findings=[found] if asks else [],
        asks=[Ask(**about, why="村委会正在换届，请准许")] if asks else [],
    )


def make_world(folder: Trial, seed: int) -> World:
    """Hand out the three years, and have every unit do something."""
    chance = random.Random(seed)
    first = _catalogue(folder, 1)
    for year in YEARS:
        folder.hand_out(year, first)
    office = folder.office.read_bytes()
    digests = {1: _forms(folder)}
    folder.hand_out(REVISED, _catalogue(folder, 2), revise=True)
    digests[2] = _forms(folder)
    with open_workspace(folder.office) as opened:
        key = signing.public_key_of(opened.private_key)
        revised = load_task(opened, f"{PLACE}-{REVISED}")
        secrets = {year: opened.tasks.secrets(f"{PLACE}-{year}") for year in YEARS}
    sent: list[Sent] = []
    ours: set[str] = set()
    proven: set[str] = set()
    for story in ((year, unit) for year in YEARS for unit in UNITS):
        year, unit = story
        forms = digests if year == REVISED else {1: digests[1]}
        acting = _Acting(_Round(story, key, secrets[year][unit], forms), chance)
        acting.play()
        sent += acting.sent
        ours |= acting.ours
        proven |= acting.proven
    sent += _foreign(sent[0].story, digests[1], key)
    return World(office, revised, tuple(sent), frozenset(ours), frozenset(proven))


def _forms(folder: Trial) -> list[FormRef]:
    with open_workspace(folder.office) as office:
        task = load_task(office, f"{PLACE}-{REVISED}")
        form = task.task.form(TOWNSHIP)
        assert form is not None
        return [FormRef(form.code, form.version, task.form_digests[form.code])]


def _catalogue(folder: Trial, version: int):
    texts = [form_text(1, FIRST)]
    if version == 2:
        texts.append(form_text(2, SECOND, succession(FIRST, SECOND)))
    made = catalogue(folder.folder / f"definitions-{version}", texts)
    head, _, _ = (CATALOGUE / "units.toml").read_text("utf-8").partition("[[unit]]")
    health = '[[unit]]\ncode = "990200WJ"\nname = "县卫健委"\nkind = "department"\n'
    health += 'department = "health"\n'
    townships = (
        f'[[unit]]\ncode = "{unit}"\nname = "第{number}镇"\nkind = "township"\n'
        for number, unit in enumerate(UNITS, start=1)
    )
    (made / "units.toml").write_text(head + health + "".join(townships), "utf-8")
    return made


def _foreign(story: Story, forms: list[FormRef], office_key: str) -> Iterator[Sent]:
    """What belongs to another office, another unit, another year."""
    year, unit = story
    other_office = signing.public_key_of(signing.new_private_key())
    cases: dict[str, tuple[Story, dict[str, object]]] = {
        "refused": (story, {"recipient": other_office}),
        "unknown_unit": ((year, "990200777"), {}),
        "wrong_year": ((1999, unit), {}),
    }
    for outcome, (of, changed) in cases.items():
        key = signing.new_private_key()
        said = {
            "kind": "submission", "created": outcome, "version": 1, "ancestors": [],
            "forms": forms, "sender": signing.public_key_of(key), "recipient": office_key,
            "enrolment": "", **changed,
        }  # fmt: skip
        figures = dict.fromkeys(FIRST, ("9", "1"))
        content = payload(of[0], FIRST, figures, asks=False)
        written = packages.make(manifest_of(of, **said), content, key)
        yield Sent(story, "", 1, written.data, f"{outcome}.fuer", written.digest, outcome=outcome)
