"""What leads to what, over any things that name one another."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def reachable(start: Thing, leads_to: Mapping[Thing, Collection[Thing]]) -> set[Thing]:
    """Everything that ``start`` leads to, through others too; itself only in a circle."""
    found: set[Thing] = set()
    waiting = [start]
    while waiting:
        for thing in leads_to.get(waiting.pop(), ()):
            if thing not in found:
                found.add(thing)
                waiting.append(thing)
    return found
