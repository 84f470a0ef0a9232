"""Signs and colours of states."""

import subprocess
import sys

import pytest

from fuer_desktop.charts.palette import DARK, LIGHT, MARK_OF, Mark
from fuer_desktop.domain.judgement import State


def luminance(colour):
    """Relative luminance as of WCAG 2."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(w * s for w, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Contrast as of WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_all_words_can_be_read_on_the_surface(theme):
    for colour in (theme.text, theme.muted, *theme.marks.values()):
        assert contrast(colour, theme.surface) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_state_has_a_sign_and_a_colour(theme):
    assert set(MARK_OF) == set(State)
    assert all(theme.colour(state) for state in State)


def test_signs_alone_tell_good_from_bad():
    good = {MARK_OF[state] for state in (State.REACHED, State.ON_TRACK, State.FINAL_REACHED)}
    bad = {MARK_OF[state] for state in (State.BEHIND, State.HARD, State.AWAY, State.FINAL_MISSED)}
    assert not good & bad
    assert MARK_OF[State.NO_DATA] is Mark.OPEN


def test_colours_come_without_matplotlib():
    code = "import sys, fuer_desktop.charts.palette; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
