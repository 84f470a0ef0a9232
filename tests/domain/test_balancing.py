"""Whole numbers for many relations at once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.balancing import BOUNDLESS, Bond, Problem, Wish, balanced, broken

LIMIT = 1000


def problem(start, bonds, **bounds):
    """Numbers from nought up with these bonds; ``bounds`` by position, as n3=(0, 5)."""
    made = Problem(bonds=list(bonds))
    for position, number in enumerate(start):
        made.add(number, *bounds.get(f"n{position}", (0, BOUNDLESS)))
    return made


def total(whole, *parts):
    return Bond({whole: 1, **dict.fromkeys(parts, -1)}, 0, equal=True)


def at_most(less, more):
    return Bond({more: 1, less: -1}, 0, equal=False)


@st.composite
def tables(draw):
    """A table of rows and columns with totals both ways, some parts under wholes, some given."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    inner = [[draw(st.integers(0, LIMIT)) for _ in range(columns)] for _ in range(rows)]
    solved = [[*row, sum(row)] for row in inner]
    solved.append([sum(column) for column in zip(*solved, strict=True)])
    width = columns + 1

    def at(row, column):
        return row * width + column

    bonds = [total(at(r, columns), *(at(r, c) for c in range(columns))) for r in range(rows + 1)]
    bonds += [total(at(rows, c), *(at(r, c) for r in range(rows))) for c in range(width)]
    flat = [number for row in solved for number in row]
    pairs = draw(st.lists(st.tuples(*[st.integers(0, len(flat) - 1)] * 2), max_size=4))
    bonds += [at_most(a, b) if flat[a] <= flat[b] else at_most(b, a) for a, b in pairs if a != b]
    fixed = draw(st.sets(st.integers(0, len(flat) - 1), max_size=2))
    start = [draw(st.floats(0, 2 * LIMIT)) for _ in flat]
    return problem(start, bonds, **{f"n{i}": (flat[i], flat[i]) for i in fixed}), fixed


@settings(max_examples=80, deadline=None)
@given(tables())
def test_every_relation_that_can_hold_does_and_what_is_given_stays(made):
    asked, fixed = made

    found = balanced(asked)

    assert broken(asked, found) == []
    assert all(low <= n <= high for n, low, high in zip(found, asked.low, asked.high, strict=True))
    assert all(found[i] == asked.low[i] for i in fixed)
    assert balanced(asked) == found


def test_a_total_and_its_parts_meet_in_the_middle():
    found = balanced(problem([120, 40, 60], [total(0, 1, 2)]))
    assert found[0] == found[1] + found[2]
    assert all(abs(n - wanted) <= 1 for n, wanted in zip(found, (110, 44, 66), strict=True))


def test_parts_fit_a_given_total():
    assert balanced(problem([0, 10, 30], [total(0, 1, 2)], n0=(100, 100))) == [100, 25, 75]


def test_a_wish_moves_its_number_alone_and_bows_to_a_relation():
    asked = problem([0, 200], [at_most(0, 1)])
    asked.wishes.append(Wish((0,), {0: 100, 1: -90}))  # nine tenths
    assert balanced(asked) == [180, 200]

    asked.wishes[0] = Wish((0,), {0: 100, 1: -120})
    first, second = balanced(asked)
    assert first == second


def test_a_condition_binds_only_while_it_is_met():
    bond = Bond({1: 1}, -1, equal=False, when=lambda numbers: numbers[0] > 0)
    assert balanced(problem([0, 0], [bond])) == [0, 0]
    assert balanced(problem([5, 0], [bond])) in ([5, 1], [0, 0])


def test_what_cannot_hold_is_told_and_the_rest_holds():
    wrong, right = total(0, 1), total(2, 3)
    asked = problem([5, 7, 10, 8], [wrong, right], n0=(5, 5), n1=(7, 7))

    found = balanced(asked)

    assert broken(asked, found) == [wrong]
    assert found[:2] == [5, 7]
