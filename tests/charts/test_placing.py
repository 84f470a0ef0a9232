"""Labels find free places."""

from fuer_desktop.charts.placing import Box, Plot, Stroke, Wish


def wish(x, y, *, needed=True):
    """A label of 20 x 10 around a place."""
    return Wish(20, 10, ((x, y),), (5, 8), 1, needed)


def test_a_label_stands_straight_above_its_point_if_it_can():
    found = Plot(Box(0, 0, 100, 100)).place(wish(50, 50))
    assert found.box == Box(40, 55, 60, 65)
    assert found.leader is None


def test_a_label_gives_way_to_a_line_and_to_another_label():
    line = Stroke((0, 60), (100, 60))
    plot = Plot(Box(0, 0, 100, 100), strokes=[line])
    first = plot.place(wish(50, 50))
    second = plot.place(wish(50, 50))
    assert not line.touches(first.box)
    assert not line.touches(second.box)
    assert not first.box.overlaps(second.box)


def test_a_label_stays_in_the_room():
    room = Box(0, 0, 100, 100)
    assert Plot(room).place(wish(1, 99)).box.within(room)


def test_a_needed_label_goes_far_and_is_tied_to_its_point():
    taken = Box(20, 20, 80, 80)
    found = Plot(Box(0, 0, 100, 100), boxes=[taken]).place(wish(50, 50))
    assert not found.box.overlaps(taken)
    assert found.leader.start == (50, 50)


def test_a_label_not_needed_is_left_out_where_it_is_crowded():
    plot = Plot(Box(0, 0, 100, 100), boxes=[Box(20, 20, 80, 80)])
    assert plot.place(wish(50, 50, needed=False)) is None


def test_a_stroke_touches_only_boxes_it_enters():
    box = Box(10, 10, 20, 20)
    assert Stroke((0, 0), (30, 30)).touches(box)
    assert Stroke((15, 12), (16, 13)).touches(box)
    assert not Stroke((0, 10), (30, 10)).touches(box)
    assert not Stroke((0, 0), (9, 9)).touches(box)
    assert not Stroke((0, 25), (30, 25)).touches(box)
    assert Stroke((15, 0), (15, 30)).touches(box)
