from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.rounding import Equality, balanced, plainly_rounded

COUNT = st.integers(0, 300_000).map(Fraction)


def rounded(counts, sums, decimals=2, divisor=10_000):
    figures = {key: count / divisor for key, count in counts.items()}
    return figures, balanced(figures, sums, dict.fromkeys(figures, decimals))


def assert_adds_up(figures, sums, result, decimals=2):
    for equality in sums:
        assert sum(f * Fraction(result.figures[key]) for key, f in equality.terms.items()) == 0
    assert result.is_whole
    for key, number in result.figures.items():
        plain = plainly_rounded(figures[key], decimals)
        assert abs(number - plain) <= Decimal(1).scaleb(-decimals)


def test_the_part_nearest_to_the_other_rounding_gives_way():
    counts = {"total": Fraction(10_000), "a": Fraction(3_333), "b": Fraction(3_333)}
    counts["c"] = Fraction(3_334)

    _, result = rounded(counts, [Equality.of("total", "abc")])

    found = {key: str(number) for key, number in result.figures.items()}
    assert found == {"total": "1.00", "a": "0.33", "b": "0.33", "c": "0.34"}


def test_a_half_goes_away_from_zero():
    assert plainly_rounded(Fraction(1, 200), 2) == Decimal("0.01")
    assert plainly_rounded(Fraction(-1, 200), 2) == Decimal("-0.01")


def test_what_did_not_add_up_is_not_made_to():
    figures = {"total": Fraction(10), "a": Fraction(4), "b": Fraction(5)}
    sums = [Equality.of("total", "ab")]

    result = balanced(figures, sums, dict.fromkeys(figures, 0))

    assert result.figures == figures
    assert result.is_whole


def test_sums_that_cannot_all_hold_leave_plain_figures_and_say_so():
    """Three figures of a half, of which any two make 1: whole numbers keep two of the sums."""
    half = Fraction(1, 2)
    figures = {"t": Fraction(1), "a": half, "b": half, "c": half}
    sums = [Equality.of("t", pair) for pair in ("ab", "bc", "ac")]

    result = balanced(figures, sums, dict.fromkeys(figures, 0))

    assert not result.is_whole
    whole = {key: Fraction(number) for key, number in result.figures.items()}
    held = [equality.holds(whole) for equality in sums]
    assert sum(held) == 2
    for key, number in result.figures.items():
        assert abs(number - plainly_rounded(figures[key], 0)) <= 1


@given(st.lists(COUNT, min_size=2, max_size=12))
def test_one_total_and_its_parts_add_up_and_the_total_is_plain(parts):
    counts = {"total": sum(parts), **dict(enumerate(parts))}
    sums = [Equality.of("total", range(len(parts)))]

    figures, result = rounded(counts, sums)

    assert_adds_up(figures, sums, result)
    assert result.figures["total"] == plainly_rounded(figures["total"], 2)


@given(st.lists(st.lists(COUNT, min_size=1, max_size=5), min_size=1, max_size=5))
def test_nested_sums_add_up_and_the_top_is_plain(groups):
    counts = {("part", i, j): n for i, group in enumerate(groups) for j, n in enumerate(group)}
    counts |= {("sum", i): sum(group) for i, group in enumerate(groups)}
    counts["top"] = sum(map(sum, groups))
    sums = [Equality.of("top", [("sum", i) for i in range(len(groups))])]
    for i, group in enumerate(groups):
        sums.append(Equality.of(("sum", i), [("part", i, j) for j in range(len(group))]))

    figures, result = rounded(counts, sums)

    assert_adds_up(figures, sums, result)
    assert result.figures["top"] == plainly_rounded(figures["top"], 2)


@given(st.lists(st.lists(COUNT, min_size=3, max_size=3), min_size=2, max_size=9), st.integers(1, 8))
def test_nested_rows_by_columns_add_up_both_ways(leaves, first):
    """Rows: all = first + second group, each the sum of its rows; columns: all = a + b + c."""
    groups = [leaves[:first], leaves[first:]]
    cells = {}
    for name, rows in (("all", leaves), ("g0", groups[0]), ("g1", groups[1])):
        cells[name] = [sum(row[c] for row in rows) for c in range(3)]
    for number, row in enumerate(leaves):
        cells[number] = row
    counts = {(name, c): Fraction(row[c]) for name, row in cells.items() for c in range(3)}
    counts |= {(name, "sum"): Fraction(sum(row)) for name, row in cells.items()}
    sums = [Equality.of((name, "sum"), [(name, c) for c in range(3)]) for name in cells]
    for c in (0, 1, 2, "sum"):
        sums.append(Equality.of(("all", c), [("g0", c), ("g1", c)]))
        members = [range(len(groups[0])), range(len(groups[0]), len(leaves))]
        sums += [
            Equality.of((f"g{g}", c), [(number, c) for number in members[g]])
            for g in (0, 1)
            if members[g]
        ]

    figures, result = rounded(counts, sums)

    assert_adds_up(figures, sums, result)


@given(st.lists(COUNT, min_size=4, max_size=10), st.data())
def test_several_groupings_of_one_total_add_up(parts, data):
    other = data.draw(st.integers(0, int(sum(parts))))
    counts = {"total": sum(parts), **dict(enumerate(parts))}
    counts |= {"x": Fraction(other), "y": sum(parts) - other}
    sums = [Equality.of("total", range(len(parts))), Equality.of("total", "xy")]

    figures, result = rounded(counts, sums)

    assert_adds_up(figures, sums, result)
    assert rounded(counts, sums)[1] == result


@given(st.lists(COUNT, min_size=2, max_size=8))
def test_figures_whose_decimals_already_fit_do_not_change(parts):
    counts = {"total": sum(parts), **dict(enumerate(parts))}

    figures, result = rounded(counts, [Equality.of("total", range(len(parts)))], 4)

    assert result.figures == figures
