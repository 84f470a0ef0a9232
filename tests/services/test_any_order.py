"""Packages by several revisions of a task, in any order, before and after each revision: the
office's figures are always those of the model."""

import shutil
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuer_desktop.services import examining
from tests.services.revised import FIRST, catalogue, form_text, succession
from tests.services.trial import EAST, WEST, Trial, row

ELEMENTS = (*FIRST, "elections", "meetings")
CODES = tuple(f"{number:02}" for number in range(1, 13))
UNITS = (EAST, WEST)
Rows = dict[str, str]
"""The code of each element's row in one version."""


@st.composite
def next_rows(draw, before: Rows) -> Rows:
    """A version in which rows may be closed, come and get other codes, those of closed ones too."""
    elements = draw(st.lists(st.sampled_from(ELEMENTS), min_size=1, unique=True))
    codes = draw(st.permutations(CODES))
    kept = draw(st.sets(st.sampled_from(elements)))
    found = {
        element: before[element] for element in elements if element in before and element in kept
    }
    free = (code for code in codes if code not in found.values())
    return {element: found.get(element) or next(free) for element in elements}


@st.composite
def courses(draw):
    """Versions of the form, of which the office goes up one or back one, and what is done."""
    versions = [dict(FIRST)]
    for _ in range(draw(st.integers(1, 2))):
        versions.append(draw(next_rows(versions[-1])))
    revisions = list(range(len(versions)))
    if draw(st.booleans()):
        revisions.append(revisions[-1] - 1)  # changed back
    sent = draw(st.lists(st.tuples(st.sampled_from(UNITS), st.integers(0, len(revisions) - 1)),
                         min_size=1, max_size=3))  # fmt: skip
    sent.sort(key=lambda one: one[1])  # a desk never goes back by itself
    steps = [("take", number) for number in range(len(sent))]
    steps = draw(st.permutations([*steps, *draw(st.lists(st.sampled_from(steps), max_size=2))]))
    for _ in revisions[1:]:
        steps.insert(draw(st.integers(0, len(steps))), ("revise", 0))
    return versions, revisions, sent, steps


def figure(number: int, element: str, column: int) -> str:
    return str(1000 * number + 10 * ELEMENTS.index(element) + column)


def expected(course) -> dict[str, dict[str, str]]:
    """The head of each unit is what it sent last; a figure goes on as long as its element is asked
    in every version from the one that was filled to the one in force."""
    versions, revisions, sent, _ = course
    target = revisions[-1]
    found = {}
    for number, (unit, revision) in enumerate(sent):
        filled = revisions[revision]
        low, high = sorted((filled, target))
        found[unit] = {
            f"{code}/{column}": figure(number, element, column)
            for element, code in versions[target].items()
            if all(element in versions[v] for v in range(low, high + 1))
            for column in (1, 2)
        }
    return {unit: figures for unit, figures in found.items() if figures}


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """The office with the first version handed out."""
    made = Trial(tmp_path_factory.mktemp("handed-out"))
    folder = catalogue(made.folder / "definitions", [form_text(1, FIRST)])
    made.hand_out(catalogue=folder)
    return made


def folders_of(trial, versions, revisions):
    """The definitions of every revision."""
    texts = [form_text(1, versions[0])]
    texts += [
        form_text(number, new, succession(old, new))
        for number, (old, new) in enumerate(pairwise(versions), start=2)
    ]
    return [
        catalogue(trial.folder / f"definitions-{number}", texts[: version + 1])
        for number, version in enumerate(revisions)
    ]


def hand_in(trial, course):
    """What the desks send, one after the other: each opens the revision that it fills."""
    versions, revisions, sent, _ = course
    packages = []
    for number, (unit, revision) in enumerate(sent):
        trial.open(unit, revised=revision)
        figures = [
            row(unit, 2025, f"{code}/{column}", figure(number, element, column))
            for element, code in versions[revisions[revision]].items()
            for column in (1, 2)
        ]
        trial.fill(unit, figures)
        packages.append(trial.export(unit).path)
    return packages


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(course=courses())
def test_in_any_order_the_figures_are_those_of_the_model(handed_out, tmp_path_factory, course):
    versions, revisions, _, steps = course
    trial = handed_out.copy(tmp_path_factory.mktemp("course"))
    folders = folders_of(trial, versions, revisions)
    office = trial.folder / "as-handed-out.fuerdb"
    shutil.copy(trial.office, office)
    for folder in folders[1:]:
        trial.hand_out(catalogue=folder, revise=True)
    packages = hand_in(trial, course)
    shutil.copy(office, trial.office)

    following = iter(folders[1:])
    for what, number in steps:
        if what == "revise":
            trial.hand_out(catalogue=next(following), revise=True)
        else:
            trial.take_in([packages[number]])

    assert trial.counted() == expected(course)
    assert examining.examine_file(trial.office, deep=True).soundness == 0
