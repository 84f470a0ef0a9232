"""Enter goes to every place that a person fills, once each, to the right or down."""

from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.ui.grid.walking import Walk

TABLES = [0, 0, 0, 1, 1, 2]
places = st.sets(st.tuples(st.integers(0, 5), st.integers(3, 6)), min_size=1)
anywhere = st.tuples(st.integers(0, 5), st.integers(0, 7))


@given(places, st.booleans())
def test_from_the_first_place_on_each_is_met_once_and_none_is_left_out(found, down):
    walk = Walk(found, TABLES, down=down)
    here, met = (0, -1), []
    while (here := walk.after(here)) is not None:
        met.append(here)

    assert sorted(met) == sorted(found)
    assert [TABLES[line] for line, _ in met] == sorted(TABLES[line] for line, _ in met)


@given(places, st.booleans(), anywhere)
def test_back_is_the_way_on_the_other_way_round(found, down, here):
    walk = Walk(found, TABLES, down=down)
    ahead = walk.after(here)

    if ahead is not None and here in found:
        assert walk.after(ahead, -1) == here


@given(places, anywhere)
def test_down_stays_in_the_column_while_the_table_has_more(found, here):
    line, column = here
    below = [p for p in found if p[1] == column and p[0] > line and TABLES[p[0]] == TABLES[line]]

    ahead = Walk(found, TABLES, down=True).after(here)

    if below:
        assert ahead == min(below)
