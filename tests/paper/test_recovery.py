"""The recovery sheet on paper: one page, every group with its number, nothing on another."""

from itertools import combinations

import pytest

from fuer_desktop.domain.paper_sizes import PaperSize
from fuer_desktop.domain.recovery_code import groups_of
from fuer_desktop.domain.recovery_sheet import RecoverySheet
from fuer_desktop.paper import drawing, face
from fuer_desktop.paper.pieces import Box
from fuer_desktop.paper.recovery import lay_out_sheet
from fuer_desktop.services import paths

GROUPS = groups_of(bytes(range(100, 132)))
PAGE = Box(0, 0, *PaperSize.A4.points)


@pytest.fixture(scope="module", autouse=True)
def application():
    """Type is measured with the shipped font."""
    return face.ready(paths.font())


def sheet(place="示例县", practice=False):
    facts = (("办公室", place), ("根指纹", "1234 5678 9012 3456 7890 1234"))
    return RecoverySheet(facts, GROUPS, practice)


@pytest.mark.parametrize("place", ["示例县", "很长的名称" * 30])
@pytest.mark.parametrize("practice", [True, False])
def test_everything_is_on_the_one_page_and_nothing_on_another(place, practice):
    [page] = lay_out_sheet(sheet(place, practice)).pages

    assert all(PAGE.holds(each.box) for each in page.types)
    for one, other in combinations((each.box for each in page.types), 2):
        across = min(one.right, other.right) - max(one.x, other.x)
        down = min(one.bottom, other.bottom) - max(one.y, other.y)
        assert min(across, down) < 0.5  # points: descenders touch the next line's room


def test_groups_stand_in_their_order_each_below_its_number():
    [page] = lay_out_sheet(sheet()).pages
    codes = [each for each in page.types if each.text in GROUPS]
    numbers = {each.text: each for each in page.types if each.text in map(str, range(1, 17))}

    reading = sorted(codes, key=lambda each: (each.box.y, each.box.x))
    assert tuple(each.text for each in reading) == GROUPS
    for place, code in enumerate(reading, start=1):
        number = numbers[str(place)]
        assert number.box.y < code.box.y
        assert number.box.x < code.box.x
    assert drawing.pdf([lay_out_sheet(sheet())], "x").startswith(b"%PDF-")


def test_a_sheet_for_practice_says_so():
    said = [[each.text for each in lay_out_sheet(sheet(practice=p)).pages[0].types] for p in (0, 1)]

    assert ["演练" in words for words in said] == [False, True]
