"""Versions of a submission compare by ancestry, never by names or dates of files.

A submission names the digests of all its ancestors, so any two of one unit and task are the
same, newer, older or in conflict, and what counts is a function of the set alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

LAST_NUMBER = 100_000
"""The highest number of a version, for a package holds none that is higher."""


class Ancestry(StrEnum):
    """How one version stands to another."""

    SAME = "same"
    NEWER = "newer"
    OLDER = "older"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Version:
    """A submission as far as ancestry is concerned."""

    digest: str
    number: int
    ancestors: frozenset[str]


def compare(one: Version, other: Version) -> Ancestry:
    """How ``one`` stands to ``other``."""
    if one.digest == other.digest:
        return Ancestry.SAME
    if other.digest in one.ancestors:
        return Ancestry.NEWER
    if one.digest in other.ancestors:
        return Ancestry.OLDER
    return Ancestry.CONFLICT


def heads(versions: Collection[Version]) -> tuple[Version, ...]:
    """The versions that no other contains, in the order of their digests."""
    superseded = frozenset().union(*(version.ancestors for version in versions))
    unique = {version.digest: version for version in versions}
    return tuple(unique[digest] for digest in sorted(unique) if digest not in superseded)


def ancestors_after(versions: Collection[Version]) -> list[str]:
    """What a version names that comes after all of these: their digests and whatever they name, in
    order."""
    own = {version.digest for version in versions}
    return sorted(own.union(*(version.ancestors for version in versions)))


def number_after(versions: Collection[Version]) -> int:
    """What people call a version that comes after all of these. One after the last number is called
    the same: numbers decide nothing."""
    return min(max((version.number for version in versions), default=0) + 1, LAST_NUMBER)


@dataclass(frozen=True, slots=True)
class Decided:
    """What an office decided about the versions of one unit and task, by their digests: those that
    it set aside when it chose another, and the one that it accepted, which is frozen."""

    set_aside: frozenset[str] = frozenset()
    accepted: str = ""


UNDECIDED = Decided()


def counted(versions: Collection[Version], decided: Decided = UNDECIDED) -> Version | None:
    """The version whose figures count: the accepted one, or the only head that is not set aside;
    none while versions are in conflict. Where every head was set aside, what was chosen over them
    is here no longer (its key was revoked), and they stand as if nothing had been chosen."""
    if decided.accepted:
        accepted = next((v for v in versions if v.digest == decided.accepted), None)
        if accepted is not None:
            return accepted
    several = heads(versions)
    found = [head for head in several if head.digest not in decided.set_aside] or several
    return found[0] if len(found) == 1 else None
