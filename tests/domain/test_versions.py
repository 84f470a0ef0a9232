from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.versions import Ancestry, Decided, Version, compare, counted, heads


def version(digest, *parents, number=1):
    """A version that carries on from its parents, naming all of their ancestors."""
    ancestors = {parent.digest for parent in parents}.union(*(p.ancestors for p in parents))
    return Version(digest, number, frozenset(ancestors))


FIRST = version("a")
SECOND = version("c", FIRST, number=2)
THIRD = version("b", SECOND, number=3)
FORK = version("d", FIRST, number=2)
MERGE = version("e", SECOND, FORK, number=3)


@st.composite
def histories(draw):
    """What one unit ever exported, at however many computers: each from any earlier ones."""
    made = []
    for digest in draw(st.lists(st.text("0123456789abcdef", min_size=1), max_size=8, unique=True)):
        parents = draw(st.lists(st.sampled_from(made), max_size=3)) if made else []
        made.append(version(digest, *parents, number=draw(st.integers(1, 9))))
    return made


@st.composite
def deliveries(draw):
    """Some of a history, and the same files again in another order with repeats."""
    history = draw(histories())
    arrived = [one for one in history if draw(st.booleans())]
    again = draw(st.lists(st.sampled_from(arrived))) if arrived else []
    return arrived, draw(st.permutations(arrived + again))


@given(deliveries())
def test_order_and_repeats_never_matter(delivery):
    arrived, again = delivery

    assert heads(again) == heads(arrived)
    assert counted(again) == counted(arrived)


@given(histories())
def test_what_counts_is_contained_in_no_other_version(history):
    found = heads(history)

    assert all(one.digest not in other.ancestors for one in found for other in history)
    assert all(
        one in found or any(one.digest in head.ancestors for head in found) for one in history
    )


@given(histories())
def test_a_version_counts_exactly_while_it_is_the_only_head(history):
    found = heads(history)

    assert (counted(history) is not None) == (len(found) == 1)


@given(histories())
def test_any_two_versions_see_each_other_the_same_way(history):
    mirrored = {
        Ancestry.SAME: Ancestry.SAME,
        Ancestry.NEWER: Ancestry.OLDER,
        Ancestry.OLDER: Ancestry.NEWER,
        Ancestry.CONFLICT: Ancestry.CONFLICT,
    }

    assert all(
        compare(other, one) is mirrored[compare(one, other)] for one in history for other in history
    )


@given(histories())
def test_a_version_that_joins_all_heads_counts(history):
    merge = version("the merge", *heads(history))

    assert counted([*history, merge]) == merge


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        pytest.param([], None, id="nothing arrived, nothing counts"),
        pytest.param([FIRST], FIRST, id="the only one"),
        pytest.param([FIRST, SECOND, THIRD], THIRD, id="the last of a chain"),
        pytest.param([THIRD, FIRST], THIRD, id="the older one came later, the middle never"),
        pytest.param([SECOND, SECOND, FIRST], SECOND, id="the same stick twice"),
        pytest.param([FIRST, SECOND, FORK], None, id="two computers carried on: neither counts"),
        pytest.param([SECOND, FORK], None, id="a fork whose origin never arrived"),
        pytest.param([SECOND, FORK, MERGE], MERGE, id="one that contains both ends the conflict"),
        pytest.param([FIRST, THIRD, MERGE], None, id="the chain went on beside the merge"),
    ],
)
def test_the_only_head_counts(arrived, expected):
    assert counted(arrived) == expected


@pytest.mark.parametrize(
    ("arrived", "aside", "expected"),
    [
        pytest.param([SECOND, FORK], [FORK], SECOND, id="the chosen one counts"),
        pytest.param([FORK], [FORK], FORK, id="what was chosen over it is gone"),
        pytest.param([SECOND, FORK], [SECOND, FORK], None, id="gone, and two are left"),
        pytest.param([SECOND, THIRD, FORK], [FORK], THIRD, id="the chosen one went on"),
    ],
)
def test_a_choice_holds_as_long_as_what_was_chosen_is_there(arrived, aside, expected):
    decided = Decided(frozenset(version.digest for version in aside))
    assert counted(arrived, decided) == expected


def test_heads_in_conflict_are_all_named():
    assert heads([FORK, FIRST, SECOND]) == (SECOND, FORK)


@pytest.mark.parametrize(
    ("one", "other", "stands"),
    [
        pytest.param(SECOND, SECOND, Ancestry.SAME, id="same"),
        pytest.param(THIRD, FIRST, Ancestry.NEWER, id="newer by two"),
        pytest.param(FIRST, THIRD, Ancestry.OLDER, id="older by two"),
        pytest.param(SECOND, FORK, Ancestry.CONFLICT, id="same number, other figures"),
        pytest.param(FORK, THIRD, Ancestry.CONFLICT, id="a higher number proves nothing"),
    ],
)
def test_versions_compare_by_ancestry_alone(one, other, stands):
    assert compare(one, other) is stands


@given(deliveries())
def test_every_head_is_named_once(delivery):
    _, again = delivery

    assert all(times == 1 for times in Counter(head.digest for head in heads(again)).values())
