"""The manual's page for offices names every outcome of a file, and the pages that settle it."""

import re
from pathlib import Path

from fuer_desktop.services.admitting import ATTENTION, Outcome
from fuer_desktop.texts import ui as texts

PAGE = Path(__file__).resolve().parents[2] / "resources" / "help" / "office.md"


def rows():
    """Outcome and next step of every line of the page's table."""
    found = re.findall(r"^\| (\S+) \| [^|]+ \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.M)
    return {label: step.strip() for label, step in found if label != "结果"}


def test_every_outcome_has_one_row_and_no_row_is_of_another():
    assert sorted(rows()) == sorted(outcome.label for outcome in Outcome)


def test_only_what_asks_for_nothing_says_that_nothing_is_to_be_done():
    quiet = {label for label, step in rows().items() if step == "不用做什么"}

    assert quiet == {outcome.label for outcome in Outcome if outcome not in ATTENTION}


def test_the_pages_that_it_names_are_in_the_window():
    named = set(re.findall(r"“([^”]+)”页", PAGE.read_text("utf-8"))) - {"收下", "上报"}

    assert named
    assert named <= set(texts.NAV.values())
