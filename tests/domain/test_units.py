"""Who files forms in which year, and what of this year compares with what of the year before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.units import (
    Group,
    Place,
    ReportingUnit,
    UnitKind,
    comparable_groups,
    in_force,
)

TOWN = ReportingUnit("500237101", "高唐街道", UnitKind.TOWNSHIP)
HEALTH = ReportingUnit("500237WJ", "卫生健康委", UnitKind.DEPARTMENT, "health")
PLACE = Place("500237", "巫山县", "wushan", practice=False, units=(TOWN, HEALTH))


def town(code, *predecessors, **years):
    return ReportingUnit(code, f"{code}镇", UnitKind.TOWNSHIP, predecessors=predecessors, **years)


def groups(*units, year=2025):
    return [(group.now, group.before) for group in comparable_groups(units, year)]


def test_a_place_knows_its_units_by_code():
    assert PLACE.unit("500237WJ") is HEALTH
    assert PLACE.unit("500237999") is None


@pytest.mark.parametrize(
    ("year", "since", "until", "expected"),
    [
        (2025, None, None, True),
        (2025, 2025, None, True),
        (2024, 2025, None, False),
        (2024, None, 2024, True),
        (2025, None, 2024, False),
        (2025, 2024, 2026, True),
    ],
)
def test_years_from_and_to_are_both_included(year, since, until, expected):
    assert in_force(year, since, until) is expected


def test_a_place_of_a_year_has_the_units_of_that_year():
    old, new = town("A", valid_to=2024), town("B", "A", valid_from=2025)
    place = Place("500237", "巫山县", "wushan", practice=False, units=(old, TOWN, new))

    assert place.in_force(2024).units == (old, TOWN)
    assert place.in_force(2025).units == (TOWN, new)


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        pytest.param([town("A"), town("B")], [(("A",), ("A",)), (("B",), ("B",))],
            id="nothing changed"),
        pytest.param([town("B", "A", valid_from=2025)], [(("B",), ("A",))], id="renamed"),
        pytest.param([town("C", "A", "B", valid_from=2025), town("D")],
            [(("C",), ("A", "B")), (("D",), ("D",))], id="merged"),
        pytest.param([town("B", "A", valid_from=2025), town("C", "A", valid_from=2025)],
            [(("B", "C"), ("A",))], id="split"),
        pytest.param([town("C", "A", valid_from=2025), town("D"),
            town("E", "A", "B", valid_from=2025)],
            [(("C", "E"), ("A", "B")), (("D",), ("D",))], id="part of one joined to another"),
        pytest.param([town("N", valid_from=2025)], [(("N",), ())], id="new ground"),
        pytest.param([town("B", "A", valid_from=2024)], [(("B",), ("B",))],
            id="in its second year a unit compares with itself"),
    ],
)  # fmt: skip
def test_units_compare_with_what_was_the_same_ground(units, expected):
    assert groups(*units) == expected


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), max_size=3, unique=True), min_size=1, max_size=6)
)
def test_every_unit_is_in_one_group_and_no_old_unit_in_two(made_of):
    units = [town(f"N{n}", *old, valid_from=2025) for n, old in enumerate(made_of)]

    found = comparable_groups(units, 2025)

    assert sorted(code for group in found for code in group.now) == [u.code for u in units]
    before = [code for group in found for code in group.before]
    assert sorted(before) == sorted({code for old in made_of for code in old})
    assert all(isinstance(group, Group) for group in found)
