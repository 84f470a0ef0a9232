"""Tie our files to this copy of the program for the current user, undo it, say how it stands.

Nothing here needs an administrator, and nothing is done unasked.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from pathlib import Path
from typing import Protocol

from fuer_desktop.domain.errors import FuerError
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.services import file_kinds, freedesktop, windows_registry
from fuer_desktop.services.file_kinds import KINDS, FileKind, Opener
from fuer_desktop.texts import registering as texts


class System(Protocol):
    """How one system keeps what opens which files; all raise OSError where it refuses."""

    def tie(self, program: Sequence[str]) -> list[str]:
        """Tie all kinds to a program; returns what keeps that from working."""

    def untie(self) -> bool:
        """Take away what was tied, by whichever copy of the program; whether there was any."""

    def command(self, program: Sequence[str]) -> str:
        """What is kept as the command of a program."""

    def opener(self, kind: FileKind) -> Opener | None:
        """What a double click starts; None where nothing does."""


class Standing(Enum):
    """What a double click on a file does; the value is the sentence that says so."""

    HERE = texts.HERE
    OTHER_COPY = texts.OTHER_COPY
    GONE = texts.GONE
    FOREIGN = texts.FOREIGN
    NONE = texts.NONE


@dataclass(frozen=True, slots=True)
class Tie:
    """How one kind of file stands, and the program that it names; empty where it names none."""

    kind: FileKind
    standing: Standing
    program: str = ""


_SYSTEMS: dict[str, Callable[[], System]] = {
    "win32": windows_registry.this_user,
    "linux": freedesktop.this_user,
}


def can_register() -> bool:
    """Whether this system is one that the program can register itself with."""
    return sys.platform in _SYSTEMS


def this_system() -> System:
    """The system that the program runs on; raises FuerError where it is not known."""
    if not can_register():
        raise FuerError(texts.UNKNOWN_SYSTEM)
    return _SYSTEMS[sys.platform]()


def ties(system: System) -> list[Tie]:
    """How each kind of file stands towards this copy; raises FuerError."""
    own = system.command(file_kinds.own_program())
    with _refused():
        return [_tie(kind, system.opener(kind), own) for kind in KINDS]


def _tie(kind: FileKind, found: Opener | None, own: str) -> Tie:
    if found is None:
        return Tie(kind, Standing.NONE)
    if found.command == own:
        return Tie(kind, Standing.HERE, found.program)
    if not found.ours:
        return Tie(kind, Standing.FOREIGN, found.program)
    there = Path(found.program).is_file()
    return Tie(kind, Standing.OTHER_COPY if there else Standing.GONE, found.program)


def standing(system: System) -> Standing:
    """How things stand as a whole: here if all are, else the first that is elsewhere."""
    found = [tie.standing for tie in ties(system)]
    return next((one for one in found if one is not Standing.HERE), Standing.HERE)


@dataclass(frozen=True, slots=True)
class Account:
    """What is to be told, and whether a person has yet to do something for a double click to come
    here."""

    sentences: list[str]
    is_open: bool = False

    @property
    def text(self) -> str:
        """The sentences, each on its line."""
        return "\n".join(self.sentences)


def register(system: System) -> Account:
    """Tie all kinds to this copy; tells what is tied to what. Raises FuerError."""
    with _refused():
        to_do = system.tie(file_kinds.own_program())
    found = ties(system)
    if any(tie.standing is Standing.FOREIGN for tie in found):
        to_do = [texts.FOREIGN_HOW, *to_do]
    return Account([*_sentences(found), *to_do, texts.NOTE], bool(to_do))


def remove(system: System) -> Account:
    """Take back what was tied, by whichever copy; raises FuerError."""
    with _refused():
        was_tied = system.untie()
    elsewhere = [tie for tie in ties(system) if tie.standing is not Standing.NONE]
    words = texts.REMOVED if was_tied else texts.NOTHING_TO_REMOVE
    return Account([words, *_sentences(elsewhere)])


def state(system: System) -> Account:
    """How things stand, and what to do where a double click does not come here."""
    found = ties(system)
    is_open = any(tie.standing is not Standing.HERE for tie in found)
    return Account([*_sentences(found), *([texts.HOW_TO] if is_open else [])], is_open)


def _sentences(found: Sequence[Tie]) -> list[str]:
    """One for kinds that stand alike."""
    alike = groupby(found, key=lambda tie: (tie.standing, tie.program))
    return [
        how.value.format(kinds=_names(list(group)), program=program)
        for (how, program), group in alike
    ]


def _names(found: Sequence[Tie]) -> str:
    kinds = [tie.kind for tie in found]
    return texts.JOIN.join(texts.KIND.format(ending=k.ending, name=k.name) for k in kinds)


@contextmanager
def _refused() -> Iterator[None]:
    """What the system refuses becomes a sentence."""
    try:
        yield
    except OSError as error:
        reason = reason_of(error)
        raise FuerError(texts.REFUSED.format(reason=reason)) from error
