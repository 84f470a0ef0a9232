"""An office that enters what a unit sent on paper: its hands, for tests of services and pages."""

from __future__ import annotations

from contextlib import contextmanager

from fuer_desktop.services import entering, paper_desk, paper_receiving
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.sessions import open_workspace
from tests.services.trial import EAST, WHO, row, rows

SEEN = "盖章纸件，2026-05-18收到"


def said(**about):
    """What somebody says who takes in a paper."""
    return paper_receiving.Said(**{"by": "赵六", "seen": SEEN, "signatories": WHO, **about})


def prepare(trial, unit=EAST):
    """Have the office make the unit's desk; returns what it says."""
    with open_workspace(trial.office) as office:
        return paper_desk.prepare(office, load_task(office), unit)


@contextmanager
def at_desk(trial, unit=EAST):
    """The unit's desk at the office."""
    with open_workspace(paper_desk.path_of(trial.office, unit)) as desk:
        yield desk


def key(trial, unit=EAST, cells=None):
    """Key figures from the paper."""
    with at_desk(trial, unit) as desk:
        entering.fill(desk, load_task(desk), cells or rows(unit, 2025), "纸件.csv")


def change(trial, cell, value, unit=EAST, reason=""):
    """Key one figure."""
    key(trial, unit, [row(unit, 2025, cell, value, reason=reason)])


def receive(trial, unit=EAST, **about):
    """Take in what was keyed."""
    with at_desk(trial, unit) as desk:
        return paper_receiving.receive_at_desk(desk, said(**about))


def receive_paper(trial, unit=EAST, **about):
    """The whole of it: a desk, the figures, taken in."""
    prepare(trial, unit)
    key(trial, unit)
    return receive(trial, unit, **about)
